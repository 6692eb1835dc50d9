//! What a store does, in as few words as possible and in memory: what the real ones are held against.

mod brought;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use windward_core::{framework::FrameworkHash, id::EntryId, record::Stored};
use windward_store::{
    Appended, Body, Brings, BroughtRow, Conflict, DueRows, FeedRow, Gone, Head, Journal, Ladder,
    LinkRow, MAX_DUE, NewRow, NewRows, Open, Person, PersonKey, Row, Rows, SessionRow, Slot, State,
    StoreError, Tenant, TenantId,
};

#[derive(Debug, Clone, Default)]
pub(crate) struct Model(Arc<Mutex<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    tenants: BTreeMap<TenantId, Tenant>,
    people: Vec<(Person, Vec<Row>, Vec<Slot>)>,
    sessions: Vec<SessionRow>,
    links: Vec<LinkRow>,
    frameworks: Vec<Framework>,
    brought: Vec<(PersonKey, BroughtRow)>,
    due: Vec<(PersonKey, DueRows)>,
    feeds: Vec<FeedRow>,
}

#[derive(Debug)]
struct Framework {
    tenant: TenantId,
    hash: FrameworkHash,
    text: String,
    at: Timestamp,
    owned: bool,
}

impl Model {
    fn with<T>(&self, work: impl FnOnce(&mut Tables) -> T) -> T {
        work(&mut self.0.lock().unwrap())
    }

    /// Everything there is, in words.
    pub(crate) fn dump(&self) -> String {
        self.with(|tables| format!("{tables:?}"))
    }
}

impl Tables {
    fn find(&mut self, key: PersonKey) -> Result<&mut (Person, Vec<Row>, Vec<Slot>), StoreError> {
        self.people
            .iter_mut()
            .find(|it| it.0.key == key)
            .ok_or(StoreError::NoSuchPerson)
    }
}

impl Tables {
    fn ladder(&self, tenant: TenantId, hash: FrameworkHash) -> Option<&Framework> {
        let mut all = self.frameworks.iter();
        all.find(|it| (it.tenant, it.hash) == (tenant, hash))
    }

    /// Stores a text where it is not yet, as one that somebody owns.
    fn store(&mut self, tenant: TenantId, ladder: Ladder, at: Timestamp) -> &mut Framework {
        let Ladder { hash, text } = ladder;
        if self.ladder(tenant, hash).is_none() {
            let owned = true;
            self.frameworks.push(Framework {
                tenant,
                hash,
                text,
                at,
                owned,
            });
        }
        let mut all = self.frameworks.iter_mut();
        all.find(|it| (it.tenant, it.hash) == (tenant, hash))
            .unwrap()
    }

    fn let_go(&mut self, of: impl Fn(&(PersonKey, BroughtRow)) -> bool) {
        let gone: Vec<_> = self.brought.extract_if(.., |it| of(it)).collect();
        let kept = &self.brought;
        self.frameworks.retain(|ladder| {
            let is_it = |it: &(PersonKey, BroughtRow)| {
                (it.0.tenant(), it.1.hash) == (ladder.tenant, ladder.hash)
            };
            !ladder.owned || kept.iter().any(is_it) || !gone.iter().any(is_it)
        });
    }

    fn put_due(&mut self, person: PersonKey, mut due: DueRows) {
        let there = self.due.iter().position(|it| it.0 == person);
        if there.is_some_and(|at| self.due[at].1.seq > due.seq) {
            return;
        }
        due.rows.sort_by_key(|it| it.day);
        self.due.retain(|it| it.0 != person);
        self.due.push((person, due));
    }
}

fn place(rows: &[Row], id: EntryId) -> Option<&Row> {
    rows.iter().find(|it| it.entry_id == id)
}

/// One id is taken: a retry if every entry of the act is stored, once and revising what it did.
fn retried(
    head: Head,
    rows: &[Row],
    act: &NewRows,
    taken: EntryId,
) -> Result<Appended, StoreError> {
    let stored = |row: &NewRow| {
        place(rows, row.entry_id)
            .filter(|it| it.revises == row.revises)
            .map(|it| it.seq)
    };
    let seqs: Option<Vec<u64>> = act.rows.iter().map(stored).collect();
    let mut once = seqs.clone().unwrap_or_default();
    once.sort_unstable();
    once.dedup();
    match seqs {
        Some(seqs) if once.len() == act.rows.len() => Ok(Appended {
            seqs,
            head,
            already: true,
        }),
        _ => Err(StoreError::Taken { entry: taken }),
    }
}

fn append(person: &mut Person, rows: &mut Vec<Row>, act: &NewRows) -> Result<Appended, StoreError> {
    let mut grown = rows.clone();
    for NewRow {
        entry_id,
        act: done_with,
        revises,
        body,
    } in act.rows.clone()
    {
        if place(&grown, entry_id).is_some() {
            return retried(person.head, rows, act, entry_id);
        }
        if let (None, Some(revises)) = (act.expected, revises) {
            if place(&grown, revises).is_none() && revises != entry_id {
                return Err(Conflict::Unknown { revises }.into());
            }
            if let Some(first) = grown.iter().find(|it| it.revises == Some(revises)) {
                return Err(Conflict::Revised {
                    revises,
                    by: first.entry_id,
                    by_seq: first.seq,
                }
                .into());
            }
        }
        grown.push(Row {
            seq: grown.len() as u64 + 1,
            entry_id,
            act: done_with,
            revises,
            body,
            received_at: act.received_at,
            imported: act.imported,
            redacted_at: None,
        });
    }
    if let Some(expected) = act.expected.filter(|it| *it != person.head.seq) {
        return Err(Conflict::Head {
            expected,
            actual: person.head.seq,
        }
        .into());
    }
    let seqs = (rows.len() as u64 + 1..=grown.len() as u64).collect();
    *rows = grown;
    person.head.seq = rows.len() as u64;
    Ok(Appended {
        seqs,
        head: person.head,
        already: false,
    })
}

impl Journal for Model {
    async fn append(&self, person: PersonKey, act: NewRows) -> Result<Appended, StoreError> {
        self.with(|tables| {
            let (found, rows, _) = tables.find(person)?;
            let appended = append(found, rows, &act)?;
            let due = act.due.filter(|it| it.seq == appended.head.seq);
            if let Some(due) = due.filter(|_| !appended.already) {
                tables.put_due(person, due);
            }
            Ok(appended)
        })
    }

    async fn head(&self, person: PersonKey) -> Result<Head, StoreError> {
        self.with(|tables| Ok(tables.find(person)?.0.head))
    }

    async fn load_since(&self, person: PersonKey, seq: u64) -> Result<Rows, StoreError> {
        self.with(|tables| {
            let (person, rows, _) = tables.find(person)?;
            let rows = rows.iter().filter(|it| it.seq > seq).cloned().collect();
            Ok(Rows {
                head: person.head,
                rows,
            })
        })
    }

    async fn scan(&self, person: PersonKey, seq: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let rows = self
            .load_since(person, seq)
            .await
            .map_or_else(|_| Vec::new(), |it| it.rows);
        Ok(rows.into_iter().take(limit as usize).collect())
    }

    async fn open_all(
        &self,
        person: PersonKey,
        seq: u64,
        until: u64,
        open: Open,
    ) -> Result<Vec<Stored>, StoreError> {
        let mut rows = self.scan(person, seq, u32::MAX).await?;
        rows.retain(|row| row.seq <= until);
        rows.into_iter().map(&*open).collect()
    }

    async fn entry(&self, person: PersonKey, entry_id: EntryId) -> Result<Option<Row>, StoreError> {
        let rows = self.scan(person, 0, u32::MAX).await?;
        Ok(rows.into_iter().find(|it| it.entry_id == entry_id))
    }

    async fn redact(
        &self,
        person: PersonKey,
        entry_id: EntryId,
        tombstone: Body,
        at: Timestamp,
    ) -> Result<Gone, StoreError> {
        self.with(|tables| {
            let missing = StoreError::NoSuchEntry(entry_id);
            let Ok((person, rows, _)) = tables.find(person) else {
                return Err(missing);
            };
            let row = rows
                .iter_mut()
                .find(|it| it.entry_id == entry_id)
                .ok_or(missing)?;
            let alike = matches!(
                (&row.body, &tombstone),
                (Body::Sealed(_), Body::Sealed(_)) | (Body::Shared(_), Body::Shared(_))
            );
            if row.redacted_at.is_none() && !alike {
                return Err(StoreError::Malformed("an entry of another audience"));
            }
            if row.redacted_at.is_none() {
                row.body = tombstone;
                row.redacted_at = Some(at);
                person.head.rewrites += 1;
            }
            Ok(Gone { traces: false })
        })
    }

    async fn erase(&self, person: PersonKey) -> Result<Gone, StoreError> {
        self.with(|tables| {
            tables.people.retain(|it| it.0.key != person);
            tables.sessions.retain(|it| it.person != person);
            tables.links.retain(|it| it.person != person);
            tables.feeds.retain(|it| it.person != person);
            tables.due.retain(|it| it.0 != person);
            tables.let_go(|it| it.0 == person);
        });
        Ok(Gone { traces: false })
    }

    async fn add_tenant(&self, tenant: Tenant, _at: Timestamp) -> Result<(), StoreError> {
        self.with(|tables| tables.tenants.insert(tenant.id, tenant));
        Ok(())
    }

    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        Ok(self.with(|tables| tables.tenants.values().copied().collect()))
    }

    async fn add_person(&self, person: Person, slots: Vec<Slot>) -> Result<(), StoreError> {
        let person = Person {
            head: Head::default(),
            ..person
        };
        self.with(|tables| tables.people.push((person, Vec::new(), slots)));
        Ok(())
    }

    async fn person(&self, person: PersonKey) -> Result<Option<Person>, StoreError> {
        Ok(self.with(|tables| tables.find(person).ok().map(|it| it.0)))
    }

    async fn people(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Person>, StoreError> {
        let mut people: Vec<Person> =
            self.with(|tables| tables.people.iter().map(|it| it.0).collect());
        people.retain(|it| it.key.tenant() == tenant.id && it.key.person().get() > after);
        people.sort_by_key(|it| it.key.person());
        people.truncate(limit as usize);
        Ok(people)
    }

    async fn set_state(&self, person: PersonKey, state: State) -> Result<(), StoreError> {
        self.with(|tables| tables.find(person).map(|it| it.0.state = state))
    }

    async fn slots(&self, person: PersonKey) -> Result<Vec<Slot>, StoreError> {
        let mut slots = self.with(|tables| {
            tables
                .find(person)
                .map(|it| it.2.clone())
                .unwrap_or_default()
        });
        slots.sort_by_key(|it| it.id);
        Ok(slots)
    }

    async fn put_slot(&self, person: PersonKey, slot: Slot) -> Result<(), StoreError> {
        self.with(|tables| {
            let slots = &mut tables.find(person)?.2;
            slots.retain(|it| it.id != slot.id);
            slots.push(slot);
            Ok(())
        })
    }

    async fn confirm_slot(
        &self,
        person: PersonKey,
        id: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.with(|tables| {
            let slots = &mut tables.find(person)?.2;
            slots
                .iter_mut()
                .filter(|it| it.id == id)
                .for_each(|it| it.confirmed_at = Some(at));
            Ok(())
        })
    }

    async fn add_session(&self, session: SessionRow) -> Result<(), StoreError> {
        self.with(|tables| {
            tables
                .sessions
                .retain(|it| it.expires_at > session.created_at);
            tables.sessions.push(session);
        });
        Ok(())
    }

    async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        Ok(self.with(|tables| {
            tables
                .sessions
                .iter()
                .find(|it| it.token_hash == token_hash)
                .cloned()
        }))
    }

    async fn touch_session(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        self.with(|tables| {
            let found = tables
                .sessions
                .iter_mut()
                .filter(|it| it.token_hash == token_hash);
            found.for_each(|it| it.last_seen_at = it.last_seen_at.max(at));
        });
        Ok(())
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.with(|tables| tables.sessions.retain(|it| it.token_hash != token_hash));
        Ok(())
    }

    async fn end_sessions(&self, person: PersonKey) -> Result<u64, StoreError> {
        Ok(self.with(|tables| {
            let before = tables.sessions.len();
            tables.sessions.retain(|it| it.person != person);
            tables.links.retain(|it| it.person != person);
            (before - tables.sessions.len()) as u64
        }))
    }

    async fn add_link(&self, link: LinkRow) -> Result<(), StoreError> {
        self.with(|tables| {
            tables.links.retain(|it| it.expires_at > link.created_at);
            tables.links.push(link);
        });
        Ok(())
    }

    async fn take_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<PersonKey>, StoreError> {
        Ok(self.with(|tables| {
            let at = tables
                .links
                .iter()
                .position(|it| it.token_hash == token_hash)?;
            let link = tables.links.remove(at);
            (now < link.expires_at).then_some(link.person)
        }))
    }

    async fn put_framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
        text: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.with(|tables| tables.store(tenant, Ladder { hash, text }, at).owned = false);
        Ok(())
    }

    async fn framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        Ok(self.with(|tables| tables.ladder(tenant, hash).map(|it| it.text.clone())))
    }

    async fn frameworks(&self, tenant: TenantId) -> Result<Vec<FrameworkHash>, StoreError> {
        let stored = self.stored_ladders(tenant).await?;
        Ok(stored.into_iter().map(|it| it.hash).collect())
    }

    async fn put_due(&self, person: PersonKey, due: DueRows) -> Result<(), StoreError> {
        self.with(|tables| {
            tables.find(person)?;
            if due.rows.len() > MAX_DUE {
                let (what, limit) = ("what is due", "1,000 days");
                return Err(StoreError::TooLarge { what, limit });
            }
            tables.put_due(person, due);
            Ok(())
        })
    }

    async fn due(&self, person: PersonKey) -> Result<Option<DueRows>, StoreError> {
        Ok(self.with(|tables| {
            let found = tables.due.iter().find(|it| it.0 == person);
            found.map(|it| it.1.clone())
        }))
    }

    async fn add_feed(&self, feed: FeedRow) -> Result<(), StoreError> {
        self.with(|tables| tables.feeds.push(feed));
        Ok(())
    }

    async fn feed(&self, token_hash: [u8; 32]) -> Result<Option<FeedRow>, StoreError> {
        Ok(self.with(|tables| {
            let mut feeds = tables.feeds.iter();
            feeds.find(|it| it.token_hash == token_hash).cloned()
        }))
    }

    async fn feeds(&self, person: PersonKey) -> Result<Vec<FeedRow>, StoreError> {
        Ok(self.with(|tables| {
            let feeds = tables.feeds.iter().filter(|it| it.person == person);
            let mut feeds: Vec<FeedRow> = feeds.cloned().collect();
            feeds.sort_by_key(|it| it.id);
            feeds
        }))
    }

    async fn touch_feed(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        self.with(|tables| {
            let found = tables.feeds.iter_mut();
            let found = found.filter(|it| it.token_hash == token_hash);
            found.for_each(|it| it.read_at = it.read_at.max(Some(at)));
        });
        Ok(())
    }

    async fn end_feed(&self, person: PersonKey, feed: i64) -> Result<(), StoreError> {
        self.with(|tables| {
            let theirs = |it: &FeedRow| it.person == person && it.id == feed;
            tables.feeds.retain(|it| !theirs(it));
        });
        Ok(())
    }
}
