//! The store in one file: SQLite, with one writer and a few readers.

mod check;
mod connect;
mod readers;
mod statements;
mod task;
mod writer;

use std::{num::NonZero, path::Path, sync::Arc, thread::available_parallelism};

use futures_util::future::try_join_all;
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use windward_core::{framework::FrameworkHash, id::EntryId, record::Stored};

pub use self::writer::Stats;
pub(crate) use self::{
    check::{integrity, objects},
    connect::{create, migrate, reader, version, writer},
    statements::OnSqlite,
};
use self::{readers::Readers, writer::Writer};
use crate::{
    accounts::WholeAccount,
    connection::at_once,
    due::{DueRows, FeedRow},
    error::StoreError,
    ids::{PersonKey, Tenant, TenantId},
    journal::{
        Appended, Body, Gone, Head, Journal, LinkRow, MOST_PARTS, NewRows, Open, Person, Row, Rows,
        SessionRow, Slot, State, parts,
    },
    locks::Locks,
    moving::Copied,
    open_error::OpenError,
    post::LetterRow,
    sharing::WholeSharing,
    verbs::{self, Found},
};

/// A database file that is open.
///
/// It takes no lock of its own: [`Instance`](crate::Instance) holds those of the data directory. Dropping the
/// last clone does what was handed in, empties the log and closes the file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    // Dropped in this order: the writer is the last to close, so that the log goes with it, and then the locks.
    readers: Arc<Readers>,
    writer: Arc<Writer>,
    _locks: Option<Arc<Locks>>,
}

impl Sqlite {
    /// Opens a database of this version's schema; makes it if there is none, brings it up to date if it is
    /// older.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        if !path.try_exists().map_err(OpenError::io(path))? {
            create(path).map_err(OpenError::io(path))?;
        }
        if version(path)? < crate::SCHEMA_VERSION {
            migrate(&mut writer(path)?)?;
        }
        let writer = Writer::start(writer(path)?)?;
        Ok(Self {
            readers: Arc::new(Readers::open(path)?),
            writer: Arc::new(writer),
            _locks: None,
        })
    }

    /// Holds the locks of the directory that the file lies in for as long as the file is open.
    pub(crate) fn holding(self, locks: Locks) -> Self {
        Self {
            _locks: Some(Arc::new(locks)),
            ..self
        }
    }

    /// What was written since it was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.writer.stats()
    }

    /// Why nothing more is written until it is opened anew; `None` while it is.
    #[must_use]
    pub fn broken(&self) -> Option<&str> {
        self.writer.broken()
    }

    /// Does what was handed in, empties the log and takes nothing more. Blocks for the time of a commit.
    pub fn close(&self) {
        self.writer.close();
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.long(work).await
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }
}

/// A verb on a connection, here and now.
macro_rules! on {
    ($connection:ident, $verb:ident $(, $argument:expr)*) => {
        at_once(verbs::$verb(&mut OnSqlite($connection) $(, $argument)*))
    };
}

/// The one person of a database, looked up before its threads start.
pub(crate) fn find(connection: &Connection) -> Result<Found, StoreError> {
    on!(connection, find)
}

/// Adds the first person, and the tenant if it is new, in one transaction.
pub(crate) fn establish(
    connection: &mut Connection,
    new_tenant: Option<Tenant>,
    person: &Person,
    slots: &[Slot],
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let within: &Connection = &transaction;
    on!(within, establish, new_tenant, person, slots)?;
    Ok(transaction.commit()?)
}

/// Makes an instance in which everybody will have an account.
pub(crate) fn establish_accounts(
    connection: &mut Connection,
    tenant: Tenant,
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let within: &Connection = &transaction;
    on!(within, establish_accounts, tenant, Timestamp::now())?;
    Ok(transaction.commit()?)
}

pub(crate) fn put_slot(
    connection: &Connection,
    person: PersonKey,
    slot: &Slot,
) -> Result<(), StoreError> {
    on!(connection, put_slot, person, slot)
}

/// At most `limit` entries after `seq`.
pub(crate) fn scan(
    connection: &Connection,
    person: PersonKey,
    seq: u64,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    on!(connection, scan, person, seq, limit)
}

/// A verb that writes, in the writer’s next transaction.
macro_rules! write {
    ($self:ident, $verb:ident $(, $argument:expr)*) => {
        $self.write(move |connection| on!(connection, $verb $(, $argument)*)).await
    };
}

/// A verb that looks up a few rows, here and now.
macro_rules! look {
    ($self:ident, $verb:ident $(, $argument:expr)*) => {
        $self.readers.short(|connection| on!(connection, $verb $(, $argument)*))
    };
}

// Here, after the macros that they use.
mod accounts;
mod brought;
mod law;
mod post;
mod sharing;

impl Journal for Sqlite {
    async fn append(&self, person: PersonKey, act: NewRows) -> Result<Appended, StoreError> {
        verbs::check_size(&act)?;
        let counters = Arc::clone(&self.writer.counters);
        self.write(move |connection| {
            let appended = on!(connection, append, person, &act)?;
            counters.count_append();
            Ok(appended)
        })
        .await
    }

    async fn head(&self, person: PersonKey) -> Result<Head, StoreError> {
        look!(self, head, person)
    }

    async fn load_since(&self, person: PersonKey, seq: u64) -> Result<Rows, StoreError> {
        self.read(move |connection| {
            // One transaction, so that head and entries are of the same moment.
            let transaction = connection.transaction()?;
            let within: &Connection = &transaction;
            on!(within, load_since, person, seq)
        })
        .await
    }

    async fn scan(&self, person: PersonKey, seq: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.read(move |connection| scan(connection, person, seq, limit))
            .await
    }

    /// In parts, each read and opened by a thread that has a processor to itself, as far as there are such.
    async fn open_all(
        &self,
        person: PersonKey,
        seq: u64,
        until: u64,
        open: Open,
    ) -> Result<Vec<Stored>, StoreError> {
        let threads = available_parallelism().map_or(1, NonZero::get);
        let parts = parts(seq, until, threads.min(MOST_PARTS)).map(|(after, last)| {
            let open = Arc::clone(&open);
            self.read(move |connection| {
                let within: &Connection = connection;
                let read = on!(within, scan_each, person, after, last - after, &*open);
                let mut entries: Vec<Stored> = read?;
                // Where some are missing, which is not for here to say, the next part begins earlier.
                entries.retain(|it| it.seq <= last);
                Ok(entries)
            })
        });
        let parts = try_join_all(parts).await?;
        Ok(parts.into_iter().flatten().collect())
    }

    async fn entry(&self, person: PersonKey, entry_id: EntryId) -> Result<Option<Row>, StoreError> {
        look!(self, entry, person, entry_id)
    }

    async fn redact(
        &self,
        person: PersonKey,
        entry_id: EntryId,
        tombstone: Body,
        at: Timestamp,
    ) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, redact, person, entry_id, &tombstone, at);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn erase(&self, person: PersonKey) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, erase, person);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn add_tenant(&self, tenant: Tenant, at: Timestamp) -> Result<(), StoreError> {
        write!(self, add_tenant, tenant, at)
    }

    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        look!(self, tenants)
    }

    async fn add_person(&self, person: Person, slots: Vec<Slot>) -> Result<(), StoreError> {
        write!(self, add_person, &person, &slots)
    }

    async fn person(&self, person: PersonKey) -> Result<Option<Person>, StoreError> {
        look!(self, person, person)
    }

    async fn people(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Person>, StoreError> {
        self.read(move |connection| on!(connection, people, tenant, after, limit))
            .await
    }

    async fn set_state(&self, person: PersonKey, state: State) -> Result<(), StoreError> {
        write!(self, set_state, person, state)
    }

    async fn slots(&self, person: PersonKey) -> Result<Vec<Slot>, StoreError> {
        look!(self, slots, person)
    }

    async fn put_slot(&self, person: PersonKey, slot: Slot) -> Result<(), StoreError> {
        write!(self, put_slot, person, &slot)
    }

    async fn confirm_slot(
        &self,
        person: PersonKey,
        id: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        write!(self, confirm_slot, person, id, at)
    }

    async fn add_session(&self, session: SessionRow) -> Result<(), StoreError> {
        write!(self, add_session, &session)
    }

    async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        look!(self, session, token_hash)
    }

    async fn touch_session(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        write!(self, touch_session, token_hash, at)
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        write!(self, end_session, token_hash)
    }

    async fn end_sessions(&self, person: PersonKey) -> Result<u64, StoreError> {
        write!(self, end_sessions, person)
    }

    async fn add_link(&self, link: LinkRow) -> Result<(), StoreError> {
        write!(self, add_link, &link)
    }

    async fn take_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<PersonKey>, StoreError> {
        write!(self, take_link, token_hash, now)
    }

    async fn put_framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
        text: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        verbs::check_framework(&text)?;
        write!(self, put_framework, tenant, hash, &text, at)
    }

    async fn framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        look!(self, framework, tenant, hash)
    }

    async fn frameworks(&self, tenant: TenantId) -> Result<Vec<FrameworkHash>, StoreError> {
        look!(self, frameworks, tenant)
    }

    async fn put_due(&self, person: PersonKey, due: DueRows) -> Result<(), StoreError> {
        write!(self, put_due, person, &due)
    }

    async fn due(&self, person: PersonKey) -> Result<Option<DueRows>, StoreError> {
        self.read(move |connection| {
            let transaction = connection.transaction()?;
            let within: &Connection = &transaction;
            on!(within, due, person)
        })
        .await
    }

    async fn add_feed(&self, feed: FeedRow) -> Result<(), StoreError> {
        write!(self, add_feed, &feed)
    }

    async fn feed(&self, token_hash: [u8; 32]) -> Result<Option<FeedRow>, StoreError> {
        look!(self, feed, token_hash)
    }

    async fn feeds(&self, person: PersonKey) -> Result<Vec<FeedRow>, StoreError> {
        look!(self, feeds, person)
    }

    async fn touch_feed(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        write!(self, touch_feed, token_hash, at)
    }

    async fn end_feed(&self, person: PersonKey, feed: i64) -> Result<(), StoreError> {
        write!(self, end_feed, person, feed)
    }
}

impl Copied for Sqlite {
    async fn put_account(&self, account: WholeAccount) -> Result<(), StoreError> {
        write!(self, put_account, &account)
    }

    async fn put_sharing(
        &self,
        person: PersonKey,
        sharing: WholeSharing,
    ) -> Result<(), StoreError> {
        write!(self, put_sharing, person, &sharing)
    }

    async fn put_letters(&self, letters: Vec<LetterRow>) -> Result<(), StoreError> {
        write!(self, put_letters, &letters)
    }

    async fn put_rows(
        &self,
        person: PersonKey,
        rows: Vec<Row>,
        head: Head,
    ) -> Result<(), StoreError> {
        write!(self, put_rows, person, &rows, head)
    }

    async fn about(&self, name: &'static str) -> Result<Option<String>, StoreError> {
        look!(self, about, name)
    }

    async fn note_about(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        write!(self, note_about, name, &value)
    }

    async fn renote_about(
        &self,
        name: &'static str,
        before: Option<String>,
        value: String,
    ) -> Result<bool, StoreError> {
        write!(self, renote_about, name, before.as_deref(), &value)
    }

    async fn dated_tenants(&self) -> Result<Vec<(Tenant, Timestamp)>, StoreError> {
        look!(self, dated_tenants)
    }
}
