//! Sharing: what somebody may read of another's record, what they may write into it, and how that ends.
//!
//! What is shared lies in the record as shared entries, which open without a vault; who may read them are rows. Every
//! reading asks the rows anew, so that what was ended is gone at the next request, on any server.

pub(crate) mod copies;
mod names;
mod rows;

use std::future::ready;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use thiserror::Error;
use windward_core::{
    id::ItemId,
    record::{Audience, Author, Change, Entry, Grant, Granted, Record, Stored, Viewer},
};

pub use self::names::NotAName;
pub use self::rows::{
    GrantRow, LineRow, LinkFor, LookRow, MAX_GRANTS, MAX_LOOKS, MAX_MANAGERS, MAX_REPORTS,
    MAX_SHARE_LINKS, NotAReader, Reader, ShareLinkRow, Sharing,
};
pub(crate) use self::{names::folded, rows::WholeSharing};
use crate::{
    accounts::{AccountRow, Accounts},
    error::StoreError,
    ids::{PersonId, PersonKey},
    instance::Instance,
    journal::{Appended, Body, Journal, NewRow, NewRows, State},
    person::shared_entry,
    random,
    sealing::{MAX_TEXT, ServerPlace, ShareToken},
};

/// How many people’s things are asked for at a time, where there are many.
const AT_A_TIME: usize = 8;

/// What a reader finds of somebody's record.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Whose it is.
    pub person: PersonKey,
    /// What its owner is called where they share something: what they chose.
    pub name: String,
    /// What they sign in with, which nobody else has; `None` where one person keeps the record.
    pub account: Option<String>,
    /// What the reader may see, and nothing else.
    pub record: Record,
    /// Whether the reader may write into it: its owner named them as their manager.
    pub writes: bool,
}

/// Why something was not shared.
#[derive(Debug, Error)]
pub enum NotShared {
    /// More than one keeps in mind.
    #[error("at most {MAX_GRANTS} things are shared at once; end some that are no longer needed")]
    TooManyGrants,
    /// More than one keeps in mind.
    #[error("at most {MAX_SHARE_LINKS} links are good at once; end some that are no longer needed")]
    TooManyLinks,
    /// More than anybody has.
    #[error("at most {MAX_MANAGERS} people are named as managers; take one away first")]
    TooManyManagers,
    /// Oneself.
    #[error("that is your own account")]
    Oneself,
    /// A copy that says nothing any more: whatever was shared of it ended, perhaps this very moment.
    #[error("that copy was ended meanwhile; share it once more")]
    Emptied,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link to make.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// What it is for.
    pub is_for: LinkFor,
    /// Whom it is for, as its owner calls them.
    pub label: String,
    /// Which copies it opens.
    pub items: Vec<ItemId>,
    /// From when on not any more.
    pub expires_at: Timestamp,
}

/// A link, as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct ShareLink {
    /// As it is stored.
    pub row: ShareLinkRow,
    /// Whom it is for; nothing where that was sealed under another key of the server.
    pub label: Option<String>,
}

impl Instance {
    /// Lets a reader read some copies, from now on. What they may read already they may read until then.
    pub async fn share(
        &self,
        person: PersonKey,
        items: &[ItemId],
        reader: Reader,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), NotShared> {
        if reader == Reader::Person(person.person()) {
            return Err(NotShared::Oneself);
        }
        let standing = self.standing_grants(person, items.len(), now).await?;
        let grants = new_grants(items, reader, until, now)?;
        let is_replaced = |it: &&GrantRow| it.reader == reader && items.contains(&it.item);
        let replaced = standing.iter().filter(is_replaced).map(|it| it.id);
        let replaced: Vec<i64> = replaced.collect();
        if !self.journal().add_grants(person, grants).await? {
            return Err(NotShared::Emptied);
        }
        Ok(self.journal().end_grants(person, replaced, now).await?)
    }

    /// Whether one thing more may be shared, with somebody or by a link. To be asked before a copy is written, which would
    /// lie there for nobody.
    pub async fn may_share(
        &self,
        person: PersonKey,
        by_link: bool,
        now: Timestamp,
    ) -> Result<(), NotShared> {
        if by_link {
            return self.may_link(person, now).await;
        }
        self.standing_grants(person, 1, now).await.map(drop)
    }

    /// The grants that stand, if there is room for some more.
    async fn standing_grants(
        &self,
        person: PersonKey,
        more: usize,
        now: Timestamp,
    ) -> Result<Vec<GrantRow>, NotShared> {
        let mut grants = self.journal().grants(person).await?;
        grants.retain(|it| it.stands(now));
        if grants.len() + more > MAX_GRANTS {
            return Err(NotShared::TooManyGrants);
        }
        Ok(grants)
    }

    /// Whether there is room for one link more.
    async fn may_link(&self, person: PersonKey, now: Timestamp) -> Result<(), NotShared> {
        let links = self.journal().share_links(person).await?;
        if links.iter().filter(|it| it.stands(now)).count() >= MAX_SHARE_LINKS {
            return Err(NotShared::TooManyLinks);
        }
        Ok(())
    }

    /// Who may read what of a person, those that ended too, the latest first.
    pub async fn grants_of(&self, person: PersonKey) -> Result<Vec<GrantRow>, StoreError> {
        self.journal().grants(person).await
    }

    /// Ends grants. What nobody else may read is to be redacted after.
    pub async fn end_grants(
        &self,
        person: PersonKey,
        ids: Vec<i64>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.journal().end_grants(person, ids, now).await
    }

    /// Makes a link. What it carries is told once.
    pub async fn new_share_link(
        &self,
        person: PersonKey,
        new: NewLink,
        now: Timestamp,
    ) -> Result<ShareToken, NotShared> {
        self.may_link(person, now).await?;
        let token = ShareToken::random().map_err(StoreError::from)?;
        let id = random::positive().map_err(StoreError::from)?;
        let place = ServerPlace::Label(person);
        let label = self.label_key()?.seal(place, new.label.as_bytes());
        let link = ShareLinkRow {
            token_hash: token.hash(),
            person,
            id,
            is_for: new.is_for,
            label: label.map_err(StoreError::from)?,
            created_at: now,
            expires_at: new.expires_at,
            ended_at: None,
            answered_at: None,
        };
        let until = Some(new.expires_at);
        let grants = new_grants(&new.items, Reader::Link(id), until, now)?;
        if !self.journal().add_share_link(link, grants).await? {
            return Err(NotShared::Emptied);
        }
        Ok(token)
    }

    /// The links of a person, the latest first.
    pub async fn share_links_of(&self, person: PersonKey) -> Result<Vec<ShareLink>, StoreError> {
        let rows = self.journal().share_links(person).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (key, place) = (self.label_key()?, ServerPlace::Label(person));
        let read = |row: ShareLinkRow| {
            let label = key.open(place, &row.label).ok();
            let label = label.and_then(|it| String::from_utf8(it.to_vec()).ok());
            ShareLink { row, label }
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Ends a link and all that it opens.
    pub async fn end_share_link(
        &self,
        person: PersonKey,
        link: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.journal().end_share_link(person, link, now).await
    }

    /// The link that somebody came by, if it leads anywhere now.
    pub async fn share_link(
        &self,
        token: &ShareToken,
        now: Timestamp,
    ) -> Result<Option<ShareLinkRow>, StoreError> {
        let row = self.journal().share_link(token.hash()).await?;
        Ok(row.filter(|it| it.stands(now)))
    }

    /// Notes that a link was answered.
    pub async fn note_answer(&self, token: &ShareToken, now: Timestamp) -> Result<(), StoreError> {
        self.journal().note_answer(token.hash(), now).await
    }

    /// Names a manager: they read what is shared with them, and write feedback, ratings and promises.
    pub async fn name_manager(
        &self,
        person: PersonKey,
        manager: PersonId,
        now: Timestamp,
    ) -> Result<(), NotShared> {
        if manager == person.person() {
            return Err(NotShared::Oneself);
        }
        let there = self.journal().managers(person).await?;
        if there.iter().any(|it| it.manager == manager) {
            return Ok(());
        }
        if there.len() >= MAX_MANAGERS {
            return Err(NotShared::TooManyManagers);
        }
        let line = LineRow {
            person,
            manager,
            since: now,
        };
        Ok(self.journal().add_line(line).await?)
    }

    /// Whom a person named as their managers.
    pub async fn managers_of(&self, person: PersonKey) -> Result<Vec<LineRow>, StoreError> {
        self.journal().managers(person).await
    }

    /// Who named a person as their manager.
    pub async fn reports_of(&self, manager: PersonKey) -> Result<Vec<LineRow>, StoreError> {
        let tenant = self.whole_tenant().await?;
        self.journal().reports(tenant, manager.person()).await
    }

    /// Ends it that somebody is a person's manager, and with it all that they may read of them.
    pub async fn end_line(
        &self,
        person: PersonKey,
        manager: PersonId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.journal().end_line(person, manager, now).await
    }

    /// Who shares something with a reader, or named them as their manager, each once.
    pub async fn givers_to(&self, reader: PersonKey) -> Result<Vec<PersonKey>, StoreError> {
        let tenant = self.whole_tenant().await?;
        let journal = self.journal();
        let to = Reader::Person(reader.person());
        let mut givers = journal.givers(tenant, to).await?;
        let reports = journal.reports(tenant, reader.person()).await?;
        givers.extend(reports.into_iter().map(|it| it.person));
        givers.sort_unstable_by_key(|it| it.person().get());
        givers.dedup();
        Ok(givers)
    }

    /// What a reader may see of a person; `None` where that is nothing, whoever the person is. While an account is
    /// closed, or its owner is about to leave, nothing of theirs is shown.
    pub async fn look_at(
        &self,
        person: PersonKey,
        reader: Reader,
        now: Timestamp,
    ) -> Result<Option<Looked>, StoreError> {
        let journal = self.journal();
        let viewer = Viewer::Other(reader.to_string());
        let grants = journal.grants(person).await?.into_iter();
        let mut grants: Vec<Grant> = grants
            .filter(|it| it.reader == reader && it.stands(now))
            .map(|it| Grant {
                opens: Granted::Item(it.item),
                viewer: viewer.clone(),
                until: it.until,
            })
            .collect();
        let lines = journal.managers(person).await?;
        let is_manager = |it: &LineRow| Reader::Person(it.manager) == reader;
        let writes = lines.iter().any(is_manager);
        if writes {
            grants.push(Grant {
                opens: Granted::Written,
                viewer: viewer.clone(),
                until: None,
            });
        }
        if grants.is_empty() {
            return Ok(None);
        }
        let Some(account) = self.here(person).await? else {
            return Ok(None);
        };
        let rows = journal.shared_rows(person).await?;
        let entries: Result<Vec<Stored>, StoreError> = rows.iter().map(shared_entry).collect();
        let record = Record::fold(entries?);
        let record = record.seen_by(&viewer, &grants, now).into_owned();
        let name = self.shown_name(person).await?;
        Ok(Some(Looked {
            person,
            name: name.unwrap_or_else(|| "Somebody".to_owned()),
            account: account.map(|it| it.name),
            record,
            writes,
        }))
    }

    /// What everybody who shares something with a person lets them see, at most `most` people's; that they looked is noted.
    /// Several are asked for at a time, since a server may be far away.
    pub async fn look_at_all(
        &self,
        mine: PersonKey,
        most: usize,
        now: Timestamp,
    ) -> Result<Vec<Looked>, StoreError> {
        let reader = Reader::Person(mine.person());
        let givers = self.givers_to(mine).await?.into_iter().take(most);
        let looks = givers.map(|giver| async move {
            let looked = self.look_at(giver, reader, now).await?;
            if looked.is_some() {
                self.note_look(giver, reader, None, now).await?;
            }
            Ok::<_, StoreError>(looked)
        });
        let looked = stream::iter(looks).buffered(AT_A_TIME);
        looked
            .try_filter_map(|it| ready(Ok(it)))
            .try_collect()
            .await
    }

    /// The account of somebody, where they have one, if they are here: it is not closed, and they are not leaving.
    async fn here(&self, person: PersonKey) -> Result<Option<Option<AccountRow>>, StoreError> {
        let row = self.journal().person(person).await?;
        let account = Accounts::account(self.journal(), person).await?;
        let closed = account.as_ref().is_some_and(|it| it.disabled_at.is_some());
        let is_active = row.is_some_and(|it| it.state == State::Active);
        Ok((is_active && !closed).then_some(account))
    }

    /// Writes what another says into somebody's record. Whether they may is for whoever calls it to know; here it is
    /// seen to that nothing is written in the owner's name or sealed with nothing.
    pub async fn write_for(
        &self,
        person: PersonKey,
        writer: Reader,
        entries: &[Entry],
        now: Timestamp,
    ) -> Result<Appended, StoreError> {
        let writer = writer.to_string();
        let rows: Result<Vec<NewRow>, StoreError> =
            entries.iter().map(|it| row_of(it, &writer)).collect();
        let rows = NewRows {
            rows: rows?,
            expected: None,
            imported: false,
            received_at: now,
            due: None,
        };
        self.journal().append(person, rows).await
    }

    /// Notes that a reader looked at some copies, or, with `None`, at the list of them.
    pub async fn note_look(
        &self,
        person: PersonKey,
        reader: Reader,
        what: Option<ItemId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let look = LookRow {
            viewer: reader.to_string(),
            what: what.map_or_else(|| "all".to_owned(), |it| it.to_string()),
            at: now,
        };
        self.journal().note_looks(person, vec![look]).await
    }

    /// Who looked at what of a person, the latest first.
    pub async fn looks_at(&self, person: PersonKey) -> Result<Vec<LookRow>, StoreError> {
        self.journal().looks(person).await
    }
}

fn new_grants(
    items: &[ItemId],
    reader: Reader,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Vec<GrantRow>, StoreError> {
    let grant = |item: &ItemId| {
        Ok(GrantRow {
            id: random::positive()?,
            reader,
            item: *item,
            created_at: now,
            until,
            ended_at: None,
        })
    };
    items.iter().map(grant).collect()
}

/// An entry of another as a row.
fn row_of(entry: &Entry, writer: &str) -> Result<NewRow, StoreError> {
    let by_them = matches!(&entry.author, Author::Other { id, .. } if id == writer);
    if !by_them || entry.audience != Audience::Shared || entry.change == Change::Redacted {
        return Err(StoreError::Malformed("an entry in another’s name"));
    }
    let text = entry.to_json();
    if text.len() > MAX_TEXT {
        return Err(StoreError::TooLarge {
            what: "one entry",
            limit: "256 KiB",
        });
    }
    Ok(NewRow {
        entry_id: entry.entry_id,
        act: entry.act,
        revises: entry.revises,
        body: Body::Shared(text),
    })
}
