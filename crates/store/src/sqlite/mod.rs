//! The store in one file: SQLite, with one writer and a few readers.

mod append;
mod check;
mod connect;
mod readers;
mod rows;
mod setup;
mod writer;

use std::{path::Path, sync::Arc};

use jiff::Timestamp;
use rusqlite::{Connection, Params, Row as SqlRow, params};
use windward_core::{framework::FrameworkHash, id::EntryId};

pub use self::writer::Stats;
pub(crate) use self::{
    check::{integrity, objects},
    connect::{create, migrate, reader, version, writer},
    setup::{establish, find},
};
use self::{readers::Readers, writer::Writer};
use crate::{
    error::StoreError,
    ids::{Layout, PersonKey, Tenant, TenantId},
    journal::{
        Appended, Body, Gone, Head, Journal, LinkRow, MAX_FRAMEWORK, NewRows, Person, Row, Rows,
        SessionRow, Slot, State,
    },
    locks::Locks,
    open_error::OpenError,
    sql::{self, Statement},
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

    async fn change<P: Params + Send + 'static>(
        &self,
        statement: &'static Statement,
        params: P,
    ) -> Result<usize, StoreError> {
        self.write(move |connection| run(connection, statement, params))
            .await
    }
}

/// The key of a person's rows, as columns.
fn columns(person: PersonKey) -> (i64, i64, i64) {
    (person.dkey(), person.tenant().get(), person.person().get())
}

/// Runs a statement; how many rows it changed.
fn run(
    connection: &Connection,
    statement: &Statement,
    params: impl Params,
) -> Result<usize, StoreError> {
    Ok(connection
        .prepare_cached(statement.sqlite())?
        .execute(params)?)
}

/// The first row of an answer.
fn one<T>(
    connection: &Connection,
    statement: &Statement,
    params: impl Params,
    read: impl FnOnce(&SqlRow<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(statement.sqlite())?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(read).transpose()
}

/// All rows of an answer.
fn all<T>(
    connection: &Connection,
    statement: &Statement,
    params: impl Params,
    mut read: impl FnMut(&SqlRow<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(statement.sqlite())?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub(crate) fn entries(
    connection: &Connection,
    person: PersonKey,
    seq: u64,
    limit: Option<u32>,
) -> Result<Vec<Row>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    // A negative limit is none at all to SQLite alone, so ‘no limit’ is more than there can be.
    let limit = limit.map_or(i64::MAX, i64::from);
    all(
        connection,
        &sql::ENTRIES,
        params![dkey, tenant, id, seq, limit],
        rows::entry,
    )
}

fn head(connection: &Connection, person: PersonKey) -> Result<Head, StoreError> {
    one(connection, &sql::HEAD, columns(person), |row| {
        rows::head(row, 0)
    })?
    .ok_or(StoreError::NoSuchPerson)
}

pub(crate) fn put_slot(
    connection: &Connection,
    person: PersonKey,
    slot: &Slot,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    run(
        connection,
        &sql::PUT_SLOT,
        params![
            dkey,
            tenant,
            id,
            slot.id,
            slot.kind,
            slot.kdf,
            slot.salt,
            slot.wrapped,
            slot.created_at.as_millisecond(),
            slot.confirmed_at.map(Timestamp::as_millisecond),
        ],
    )
    .map(drop)
}

fn leaving_since(state: State) -> Option<i64> {
    match state {
        State::Active => None,
        State::Leaving(since) => Some(since.as_millisecond()),
    }
}

impl Journal for Sqlite {
    async fn append(&self, person: PersonKey, act: NewRows) -> Result<Appended, StoreError> {
        append::check_size(&act)?;
        let counters = Arc::clone(&self.writer.counters);
        self.write(move |connection| {
            let appended = append::append(connection, person, &act)?;
            counters.count_append();
            Ok(appended)
        })
        .await
    }

    async fn head(&self, person: PersonKey) -> Result<Head, StoreError> {
        self.readers.short(|connection| head(connection, person))
    }

    async fn load_since(&self, person: PersonKey, seq: u64) -> Result<Rows, StoreError> {
        self.read(move |connection| {
            // One transaction, so that head and entries are of the same moment.
            let transaction = connection.transaction()?;
            let head = head(&transaction, person)?;
            let rows = entries(&transaction, person, seq, None)?;
            Ok(Rows { head, rows })
        })
        .await
    }

    async fn scan(&self, person: PersonKey, seq: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.read(move |connection| entries(connection, person, seq, Some(limit)))
            .await
    }

    async fn entry(&self, person: PersonKey, entry_id: EntryId) -> Result<Option<Row>, StoreError> {
        let (dkey, tenant, id) = columns(person);
        self.readers.short(|connection| {
            let key = params![dkey, tenant, id, entry_id.0.as_bytes()];
            one(connection, &sql::ENTRY, key, rows::entry)
        })
    }

    async fn redact(
        &self,
        person: PersonKey,
        entry_id: EntryId,
        tombstone: Body,
        at: Timestamp,
    ) -> Result<Gone, StoreError> {
        let traces = self
            .writer
            .write_and_scrub(move |connection| {
                let (dkey, tenant, id) = columns(person);
                let (sealed, shared, audience) = match &tombstone {
                    Body::Sealed(bytes) => (Some(bytes), None, "owner"),
                    Body::Shared(text) => (None, Some(text), "shared"),
                };
                let at = at.as_millisecond();
                let bytes = entry_id.0.as_bytes();
                let params = params![dkey, tenant, id, bytes, sealed, shared, at, audience];
                if run(connection, &sql::REDACT, params)? == 1 {
                    return run(connection, &sql::REWRITE, columns(person)).map(drop);
                }
                let there = one(
                    connection,
                    &sql::ENTRY,
                    params![dkey, tenant, id, bytes],
                    rows::entry,
                )?;
                match there {
                    Some(row) if row.redacted_at.is_some() => Ok(()),
                    Some(_) => Err(StoreError::Malformed("an entry of another audience")),
                    None => Err(StoreError::NoSuchEntry(entry_id)),
                }
            })
            .await?;
        Ok(Gone { traces })
    }

    async fn erase(&self, person: PersonKey) -> Result<Gone, StoreError> {
        let traces = self
            .writer
            .write_and_scrub(move |connection| {
                for statement in [
                    &sql::ERASE_ENTRIES,
                    &sql::ERASE_SLOTS,
                    &sql::END_SESSIONS,
                    &sql::END_LINKS,
                    &sql::ERASE_PERSON,
                ] {
                    run(connection, statement, columns(person))?;
                }
                Ok(())
            })
            .await?;
        Ok(Gone { traces })
    }

    async fn add_tenant(&self, tenant: Tenant, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |connection| setup::add_tenant(connection, tenant, at))
            .await
    }

    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        self.readers.short(setup::tenants)
    }

    async fn add_person(&self, person: Person, slots: Vec<Slot>) -> Result<(), StoreError> {
        self.write(move |connection| setup::add_person(connection, &person, &slots))
            .await
    }

    async fn person(&self, person: PersonKey) -> Result<Option<Person>, StoreError> {
        self.readers.short(|connection| {
            let found = one(connection, &sql::PERSON, columns(person), |row| {
                // The layout does not matter: the key is the one asked for.
                let layout = Layout::Packed;
                let tenant = Tenant {
                    id: person.tenant(),
                    layout,
                };
                rows::person(row, tenant)
            })?;
            Ok(found.map(|found| Person {
                key: person,
                ..found
            }))
        })
    }

    async fn people(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Person>, StoreError> {
        self.read(move |connection| setup::people(connection, tenant, after, limit))
            .await
    }

    async fn set_state(&self, person: PersonKey, state: State) -> Result<(), StoreError> {
        let (dkey, tenant, id) = columns(person);
        let params = (dkey, tenant, id, leaving_since(state));
        match self.change(&sql::SET_STATE, params).await? {
            0 => Err(StoreError::NoSuchPerson),
            _ => Ok(()),
        }
    }

    async fn slots(&self, person: PersonKey) -> Result<Vec<Slot>, StoreError> {
        self.readers
            .short(|connection| all(connection, &sql::SLOTS, columns(person), rows::slot))
    }

    async fn put_slot(&self, person: PersonKey, slot: Slot) -> Result<(), StoreError> {
        self.write(move |connection| put_slot(connection, person, &slot))
            .await
    }

    async fn confirm_slot(
        &self,
        person: PersonKey,
        id: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (dkey, tenant, person) = columns(person);
        let params = (dkey, tenant, person, id, at.as_millisecond());
        self.change(&sql::CONFIRM_SLOT, params).await.map(drop)
    }

    async fn add_session(&self, session: SessionRow) -> Result<(), StoreError> {
        self.write(move |connection| {
            let (dkey, tenant, id) = columns(session.person);
            let created = session.created_at.as_millisecond();
            run(connection, &sql::EXPIRE_SESSIONS, [created])?;
            run(
                connection,
                &sql::ADD_SESSION,
                params![
                    session.token_hash,
                    dkey,
                    tenant,
                    id,
                    session.wrapped,
                    created,
                    session.last_seen_at.as_millisecond(),
                    session.expires_at.as_millisecond(),
                ],
            )
            .map(drop)
        })
        .await
    }

    async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        self.readers.short(|connection| {
            one(connection, &sql::SESSION, [token_hash], |row| {
                rows::session(row, token_hash)
            })
        })
    }

    async fn touch_session(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        let params = (token_hash, at.as_millisecond());
        self.change(&sql::TOUCH_SESSION, params).await.map(drop)
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.change(&sql::END_SESSION, (token_hash,))
            .await
            .map(drop)
    }

    async fn end_sessions(&self, person: PersonKey) -> Result<u64, StoreError> {
        self.write(move |connection| {
            run(connection, &sql::END_LINKS, columns(person))?;
            let ended = run(connection, &sql::END_SESSIONS, columns(person))?;
            Ok(ended as u64)
        })
        .await
    }

    async fn add_link(&self, link: LinkRow) -> Result<(), StoreError> {
        self.write(move |connection| {
            let (dkey, tenant, id) = columns(link.person);
            let created = link.created_at.as_millisecond();
            let expires = link.expires_at.as_millisecond();
            run(connection, &sql::EXPIRE_LINKS, [created])?;
            let params = params![link.token_hash, dkey, tenant, id, created, expires];
            run(connection, &sql::ADD_LINK, params).map(drop)
        })
        .await
    }

    async fn take_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<PersonKey>, StoreError> {
        self.write(move |connection| {
            let taken = one(connection, &sql::TAKE_LINK, [token_hash], |row| {
                Ok((rows::key(row)?, rows::instant(row.get(3)?)?))
            })?;
            Ok(taken
                .filter(|(_, expires_at)| now < *expires_at)
                .map(|(person, _)| person))
        })
        .await
    }

    async fn put_framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
        text: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if text.len() > MAX_FRAMEWORK {
            return Err(StoreError::TooLarge {
                what: "the framework",
                limit: "4 MiB",
            });
        }
        let params = (tenant.get(), hash.to_string(), text, at.as_millisecond());
        self.change(&sql::PUT_FRAMEWORK, params).await.map(drop)
    }

    async fn framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        self.readers.short(|connection| {
            let params = (tenant.get(), hash.to_string());
            one(connection, &sql::FRAMEWORK, params, |row| Ok(row.get(0)?))
        })
    }

    async fn frameworks(&self, tenant: TenantId) -> Result<Vec<FrameworkHash>, StoreError> {
        self.readers.short(|connection| {
            all(connection, &sql::FRAMEWORKS, [tenant.get()], |row| {
                row.get::<_, String>(0)?
                    .parse()
                    .map_err(|_| StoreError::Malformed("a framework under no hash"))
            })
        })
    }
}
