//! One person's record with its vault open: entries go in and come out in clear, and lie sealed.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Map;
use windward_core::{
    id::EntryId,
    record::{Audience, Change, Entry, Stored},
    views::due::{Dated, DueId},
};

use crate::{
    due::{DueRow, DueRows, MAX_DUE},
    error::{RowFault, StoreError},
    ids::PersonKey,
    journal::{
        Appended, Body, Gone, Head, Journal, LEAST_PART, MAX_ACT_ENTRIES, NewRow, NewRows, Open,
        Row, Rows,
    },
    sealing::{self, MAX_TEXT, Place, Sealer, VaultKey},
    store::Store,
};

/// How many entries are sealed where they are, some hundred microseconds of work; more go to the blocking pool.
const SEALED_IN_PLACE: usize = 64;

/// One person's record, its vault open.
#[derive(Debug, Clone)]
pub struct PersonStore<J = Store> {
    journal: J,
    person: PersonKey,
    vault: Arc<VaultKey>,
}

/// Entries of a record in clear, and the head at that moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// How far the journal had come.
    pub head: Head,
    /// The entries, in order of their sequence numbers.
    pub entries: Vec<Stored>,
}

impl<J: Journal> PersonStore<J> {
    /// The record of `person` in `journal`, sealed with `vault`.
    pub fn new(journal: J, person: PersonKey, vault: Arc<VaultKey>) -> Self {
        Self {
            journal,
            person,
            vault,
        }
    }

    /// Whose record it is.
    #[must_use]
    pub const fn person(&self) -> PersonKey {
        self.person
    }

    pub(crate) const fn journal(&self) -> &J {
        &self.journal
    }

    pub(crate) const fn vault(&self) -> &Arc<VaultKey> {
        &self.vault
    }

    /// How far the journal has come. Read it on each request: a fold made under the same head still holds,
    /// under another `seq` it takes in [`Self::load_since`], under another `rewrites` it is made anew.
    pub async fn head(&self) -> Result<Head, StoreError> {
        self.journal.head(self.person).await
    }

    /// Every entry. A row that does not open is an error, never left out.
    pub async fn load(&self) -> Result<Loaded, StoreError> {
        self.load_since(0).await
    }

    /// Every entry after `seq`.
    pub async fn load_since(&self, seq: u64) -> Result<Loaded, StoreError> {
        let head = self.journal.head(self.person).await?;
        let (person, sealer) = (self.person, Sealer::new(&self.vault));
        let open: Open = Arc::new(move |row| unseal(&sealer, person, row));
        if head.seq.saturating_sub(seq) >= 2 * LEAST_PART {
            let all = self
                .journal
                .open_all(person, seq, head.seq, Arc::clone(&open));
            let entries = all.await?;
            // Nothing is ever put between entries. One that was redacted meanwhile is of another moment than the others.
            if self.head().await?.rewrites == head.rewrites {
                return Ok(Loaded { head, entries });
            }
        }
        let Rows { head, rows } = self.journal.load_since(person, seq).await?;
        let entries = away(rows.len(), move || rows.into_iter().map(&*open).collect()).await?;
        Ok(Loaded { head, entries })
    }

    /// Appends what was done in one go. It is durable when this returns.
    ///
    /// Without `expected`, each entry that revises another must be the first to do so. With it, the journal
    /// must end there, and what entries revise is not checked: for an import or an undo, which look at the
    /// record as a whole.
    ///
    /// The same act again is answered as the first time. An entry id that is taken by an entry with other
    /// content is [`StoreError::Taken`]: a form that was sent, changed and sent again must not be taken for a
    /// retry, or the change would be lost.
    pub async fn append(
        &self,
        act: Vec<Entry>,
        expected: Option<u64>,
    ) -> Result<Appended, StoreError> {
        self.store(act, expected, false, None).await
    }

    /// The same, with what is due once it is stored: see [`Self::due_rows`].
    pub async fn append_with_due(
        &self,
        act: Vec<Entry>,
        expected: Option<u64>,
        due: DueRows,
    ) -> Result<Appended, StoreError> {
        self.store(act, expected, false, Some(due)).await
    }

    /// What is due, as it is stored: by names that only the vault key explains. `seq` is the last entry that was
    /// looked at.
    #[must_use]
    pub fn due_rows(&self, seq: u64, dated: &[Dated]) -> DueRows {
        let rows = dated.iter().take(MAX_DUE).map(|it| DueRow {
            id: self.due_id(it.due.id),
            day: it.day,
            class: it.due.id.matter.class(),
        });
        DueRows {
            seq,
            rows: rows.collect(),
        }
    }

    /// What a due thing is called outside of the record.
    #[must_use]
    pub fn due_id(&self, id: DueId) -> [u8; 16] {
        sealing::opaque(&self.vault, &id.to_string())
    }

    /// What is due, as it was stored last; `None` if it never was.
    pub async fn due(&self) -> Result<Option<DueRows>, StoreError> {
        self.journal.due(self.person).await
    }

    /// Puts what is due in the place of what is stored, unless that is of a later entry.
    pub async fn put_due(&self, due: DueRows) -> Result<(), StoreError> {
        self.journal.put_due(self.person, due).await
    }

    /// Appends entries of a record export, whose authors other than the owner are only claimed.
    pub async fn append_import(
        &self,
        act: Vec<Entry>,
        expected: u64,
    ) -> Result<Appended, StoreError> {
        self.store(act, Some(expected), true, None).await
    }

    async fn store(
        &self,
        act: Vec<Entry>,
        expected: Option<u64>,
        imported: bool,
        due: Option<DueRows>,
    ) -> Result<Appended, StoreError> {
        if act.len() > MAX_ACT_ENTRIES {
            return Err(StoreError::TooLarge {
                what: "what is stored in one go",
                limit: "40,000 entries",
            });
        }
        let (person, vault) = (self.person, Arc::clone(&self.vault));
        let (act, rows) = away(act.len(), move || {
            let sealer = Sealer::new(&vault);
            let rows: Result<Vec<NewRow>, StoreError> = act
                .iter()
                .map(|entry| seal(&sealer, person, entry, imported))
                .collect();
            rows.map(|rows| (act, rows))
        })
        .await?;
        let rows = NewRows {
            rows,
            expected,
            imported,
            received_at: Timestamp::now(),
            due,
        };
        let appended = self.journal.append(self.person, rows).await?;
        if appended.already {
            self.check_same(&act, &appended.seqs).await?;
        }
        Ok(appended)
    }

    /// What was taken for a retry must say what the first attempt said. When it was written may differ.
    async fn check_same(&self, act: &[Entry], seqs: &[u64]) -> Result<(), StoreError> {
        let first = seqs.iter().min().map_or(0, |seq| seq - 1);
        let stored = self.load_since(first).await?.entries;
        for (entry, seq) in act.iter().zip(seqs) {
            let same = stored.iter().find(|it| it.seq == *seq).is_some_and(|it| {
                it.entry.change == Change::Redacted
                    || Entry {
                        recorded_at: entry.recorded_at,
                        ..it.entry.clone()
                    } == *entry
            });
            if !same {
                return Err(StoreError::Taken {
                    entry: entry.entry_id,
                });
            }
        }
        Ok(())
    }

    /// Takes away what an entry says, for good: that there was one, by whom and when, and what it replaced,
    /// remains. What backups and packets made earlier hold is not touched.
    pub async fn redact(&self, entry_id: EntryId, at: Timestamp) -> Result<Gone, StoreError> {
        let row = self
            .journal
            .entry(self.person, entry_id)
            .await?
            .ok_or(StoreError::NoSuchEntry(entry_id))?;
        let (sealer, imported) = (Sealer::new(&self.vault), row.imported);
        let tombstone = Entry {
            change: Change::Redacted,
            unknown: Map::new(),
            ..unseal(&sealer, self.person, row)?.entry
        };
        let body = seal(&sealer, self.person, &tombstone, imported)?.body;
        self.journal.redact(self.person, entry_id, body, at).await
    }
}

/// Runs `work` here if it is short, on the blocking pool if not.
pub(crate) async fn away<T: Send + 'static>(
    entries: usize,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    if entries <= SEALED_IN_PLACE {
        return work();
    }
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| StoreError::Closed)?
}

/// An entry as it is stored: sealed, unless it is shared with somebody here. What was shared elsewhere and is imported is
/// shared with nobody here, and sealed.
fn seal(
    sealer: &Sealer,
    person: PersonKey,
    entry: &Entry,
    imported: bool,
) -> Result<NewRow, StoreError> {
    let text = entry.to_json();
    if text.len() > MAX_TEXT {
        return Err(StoreError::TooLarge {
            what: "one entry",
            limit: "256 KiB",
        });
    }
    let place = Place {
        person,
        entry_id: entry.entry_id,
        revises: entry.revises,
    };
    let body = match entry.audience {
        Audience::Shared if !imported => Body::Shared(text),
        Audience::Owner | Audience::Shared => Body::Sealed(sealer.seal(&place, &text)?),
    };
    Ok(NewRow {
        entry_id: entry.entry_id,
        act: entry.act,
        revises: entry.revises,
        body,
    })
}

/// A shared entry, which opens without a vault.
pub(crate) fn shared_entry(row: &Row) -> Result<Stored, StoreError> {
    let Body::Shared(text) = &row.body else {
        return Err(StoreError::Malformed("a sealed entry among shared ones"));
    };
    let read = Entry::from_json(text).map_err(RowFault::from);
    let entry = read.and_then(|entry| checked(row, entry));
    entry.map_err(|fault| StoreError::Row {
        seq: row.seq,
        fault,
    })
}

/// The entry of a row. What lies beside it in clear must be what was sealed.
pub(crate) fn unseal(sealer: &Sealer, person: PersonKey, row: Row) -> Result<Stored, StoreError> {
    let seq = row.seq;
    read(sealer, person, row).map_err(|fault| StoreError::Row { seq, fault })
}

fn read(sealer: &Sealer, person: PersonKey, mut row: Row) -> Result<Stored, RowFault> {
    let place = Place {
        person,
        entry_id: row.entry_id,
        revises: row.revises,
    };
    let text = match &mut row.body {
        Body::Sealed(envelope) => sealer.open(&place, envelope)?,
        Body::Shared(text) => text,
    };
    let entry = Entry::from_json(text)?;
    checked(&row, entry)
}

/// The entry that was read from a row, if what lies beside it in clear says the same.
fn checked(row: &Row, entry: Entry) -> Result<Stored, RowFault> {
    let redacted = entry.change == Change::Redacted;
    let may_lie_so = match (&row.body, entry.audience) {
        (Body::Sealed(_), Audience::Owner) | (Body::Shared(_), Audience::Shared) => true,
        (Body::Sealed(_), Audience::Shared) => row.imported,
        (Body::Shared(_), Audience::Owner) => false,
    };
    for (what, same) in [
        ("entry id", entry.entry_id == row.entry_id),
        ("act", entry.act == row.act),
        ("revises", entry.revises == row.revises),
        ("audience", may_lie_so),
        ("redaction", redacted || row.redacted_at.is_none()),
    ] {
        if !same {
            return Err(RowFault::Differs(what));
        }
    }
    Ok(Stored {
        seq: row.seq,
        received_at: row.received_at,
        imported: row.imported,
        entry,
    })
}
