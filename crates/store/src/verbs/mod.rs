//! What a store does, in statements: each verb once, for every database.
//!
//! A verb that writes more than one row expects to be within a transaction; whoever calls it commits.

pub(crate) mod accounts;
mod append;
pub(crate) mod brought;
mod copy;
mod due;
mod feeds;
pub(crate) mod law;
pub(crate) mod names;
mod post;
pub(crate) mod rows;
mod sessions;
mod setup;
pub(crate) mod sharing;
mod tally;

use jiff::Timestamp;
use windward_core::{framework::FrameworkHash, id::EntryId};

pub(crate) use self::{
    accounts::put_account,
    append::{Refused, append, append_all, check_size},
    copy::{about, dated_tenants, note_about, put_rows, renote_about},
    due::{due, put_due},
    feeds::{add_feed, end_feed, feed, feeds, touch_feed},
    post::{
        advance_digest, begin_anew, begin_letter, digest, drop_letter, due_digests, due_letters,
        end_digest, key_print, leave_turn, letter, letters, note_key, put_digest, put_letters,
        put_server_setting, queue_again, queue_letters, server_setting, settle_letter, stop_digest,
        sweep_letters, take_turn, turn,
    },
    sessions::{
        add_link, add_session, end_session, end_sessions, session, session_and_head, take_link,
        touch_session,
    },
    setup::{
        Found, add_person, add_tenant, confirm_slot, establish, establish_accounts, find, people,
        person, put_slot, set_state, slots, tenants,
    },
    sharing::put_sharing,
    tally::tally,
};
use crate::{
    connection::{Cells, Connection, Question, one, values},
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::{Body, Head, MAX_FRAMEWORK, Row, Rows, State},
    sql,
};

/// Under which name it is noted that everybody has an account.
const ACCOUNTS: &str = "accounts";

/// The key of a person's rows, as columns.
fn columns(person: PersonKey) -> (i64, i64, i64) {
    (person.dkey(), person.tenant().get(), person.person().get())
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

fn leaving_since(state: State) -> Option<i64> {
    match state {
        State::Active => None,
        State::Leaving(since) => Some(millis(since)),
    }
}

pub(crate) async fn head<C: Connection>(db: &mut C, person: PersonKey) -> Result<Head, StoreError> {
    let (dkey, tenant, id) = columns(person);
    one(db, &sql::HEAD, values![dkey, tenant, id], rows::head)
        .await?
        .ok_or(StoreError::NoSuchPerson)
}

/// Entries and head; of the same moment if the connection sees one.
pub(crate) async fn load_since<C: Connection>(
    db: &mut C,
    person: PersonKey,
    seq: u64,
) -> Result<Rows, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let (heads, rows) = db
        .both(
            Question {
                statement: &sql::HEAD,
                values: values![dkey, tenant, id],
                read: rows::head,
            },
            Question {
                statement: &sql::ENTRIES,
                // A negative limit is none at all to SQLite alone, so ‘no limit’ is more than there can be.
                values: values![dkey, tenant, id, seq, i64::MAX],
                read: rows::entry,
            },
        )
        .await?;
    let head = heads.into_iter().next().ok_or(StoreError::NoSuchPerson)?;
    Ok(Rows { head, rows })
}

pub(crate) async fn scan<C: Connection>(
    db: &mut C,
    person: PersonKey,
    seq: u64,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    scan_each(db, person, seq, limit.into(), Ok).await
}

/// The same, and what `open` makes of each; while they are read, if the connection reads them one by one.
pub(crate) async fn scan_each<C: Connection, T: Send>(
    db: &mut C,
    person: PersonKey,
    seq: u64,
    limit: u64,
    open: impl Fn(Row) -> Result<T, StoreError> + Send,
) -> Result<Vec<T>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let page = values![dkey, tenant, id, seq, limit];
    let read = move |cells: &Cells<'_>| open(rows::entry(cells)?);
    db.all(&sql::ENTRIES, page, read).await
}

pub(crate) async fn entry<C: Connection>(
    db: &mut C,
    person: PersonKey,
    entry_id: EntryId,
) -> Result<Option<Row>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, entry_id.0.as_bytes()];
    one(db, &sql::ENTRY, key, rows::entry).await
}

pub(crate) async fn redact<C: Connection>(
    db: &mut C,
    person: PersonKey,
    entry_id: EntryId,
    tombstone: &Body,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    hold(db, person).await?;
    let (audience, sealed, shared) = append::body(tombstone);
    let row = values![
        dkey,
        tenant,
        id,
        entry_id.0.as_bytes(),
        sealed,
        shared,
        millis(at),
        audience
    ];
    if db.run(&sql::REDACT, row).await? == 1 {
        let key = values![dkey, tenant, id];
        return db.run(&sql::REWRITE, key).await.map(drop);
    }
    match entry(db, person, entry_id).await? {
        Some(row) if row.redacted_at.is_some() => Ok(()),
        Some(_) => Err(StoreError::Malformed("an entry of another audience")),
        None => Err(StoreError::NoSuchEntry(entry_id)),
    }
}

/// Takes the person's row first, as an append does.
async fn hold<C: Connection>(db: &mut C, person: PersonKey) -> Result<Option<Head>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    one(db, &sql::HOLD, values![dkey, tenant, id], rows::head).await
}

pub(crate) async fn erase<C: Connection>(db: &mut C, person: PersonKey) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    hold(db, person).await?;
    if let Some(row) = self::person(db, person).await? {
        sharing::erase(db, person, row.pseudonym).await?;
    }
    brought::erase(db, person).await?;
    names::erase(db, person).await?;
    for statement in [
        &sql::ERASE_ENTRIES,
        &sql::ERASE_SLOTS,
        &sql::ERASE_LETTERS,
        &sql::ERASE_DIGEST,
        &sql::END_SESSIONS,
        &sql::END_LINKS,
        &sql::END_FEEDS,
        &sql::END_RESETS,
        &sql::ERASE_PASSKEYS,
        &sql::ERASE_IDENTITIES,
        &sql::DROP_SPARE,
        &sql::ERASE_ACCOUNT_NAME,
        &sql::ERASE_ACCOUNT,
        &sql::ERASE_DUE,
        &sql::ERASE_DUE_HEAD,
        &sql::ERASE_PERSON,
    ] {
        db.run(statement, values![dkey, tenant, id]).await?;
    }
    Ok(())
}

/// Refuses a framework beyond the bound.
pub(crate) fn check_framework(text: &str) -> Result<(), StoreError> {
    if text.len() > MAX_FRAMEWORK {
        return Err(StoreError::TooLarge {
            what: "the framework",
            limit: "4 MiB",
        });
    }
    Ok(())
}

pub(crate) async fn put_framework<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    hash: FrameworkHash,
    text: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let hash = hash.to_string();
    let row = values![tenant.get(), &*hash, text, millis(at)];
    db.run(&sql::PUT_FRAMEWORK, row).await.map(drop)
}

pub(crate) async fn framework<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    hash: FrameworkHash,
) -> Result<Option<String>, StoreError> {
    let hash = hash.to_string();
    one(db, &sql::FRAMEWORK, values![tenant.get(), &*hash], |row| {
        Ok(row.text(0)?.to_owned())
    })
    .await
}

pub(crate) async fn frameworks<C: Connection>(
    db: &mut C,
    tenant: TenantId,
) -> Result<Vec<FrameworkHash>, StoreError> {
    db.all(
        &sql::FRAMEWORKS,
        values![tenant.get()],
        rows::framework_hash,
    )
    .await
}
