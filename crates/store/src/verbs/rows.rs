//! From rows to what they mean.

use jiff::Timestamp;
use uuid::Uuid;
use windward_core::{framework::FrameworkHash, id::ActId, id::EntryId};

use crate::{
    connection::Cells,
    error::{RowFault, StoreError},
    ids::{Layout, PersonId, PersonKey, Tenant, TenantId},
    journal::{Body, Head, Person, Row, SessionRow, Slot, Stage, State, Way},
};

pub(crate) fn count(value: i64, what: &'static str) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| StoreError::Malformed(what))
}

pub(crate) fn instant(millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::Malformed("a time out of range"))
}

fn some_instant(millis: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    millis.map(instant).transpose()
}

fn uuid(bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|_| StoreError::Malformed("an id of other than 16 bytes"))
}

/// The columns of `sql::HEAD` and `sql::HOLD`, and the same pair elsewhere.
fn head_from(row: &Cells<'_>, first: usize) -> Result<Head, StoreError> {
    Ok(Head {
        seq: count(row.number(first)?, "a journal of negative length")?,
        rewrites: count(row.number(first + 1)?, "a negative count of redactions")?,
    })
}

pub(crate) fn head(row: &Cells<'_>) -> Result<Head, StoreError> {
    head_from(row, 0)
}

pub(crate) fn seq(row: &Cells<'_>) -> Result<u64, StoreError> {
    count(row.number(0)?, "a negative sequence number")
}

pub(crate) fn entry_id(row: &Cells<'_>, column: usize) -> Result<EntryId, StoreError> {
    uuid(row.bytes(column)?).map(EntryId)
}

pub(crate) fn some_entry_id(row: &Cells<'_>, column: usize) -> Result<Option<EntryId>, StoreError> {
    let bytes = row.some_bytes(column)?;
    bytes.map(uuid).transpose().map(|id| id.map(EntryId))
}

/// The columns of `sql::ENTRIES` and `sql::ENTRY`.
pub(crate) fn entry(row: &Cells<'_>) -> Result<Row, StoreError> {
    let seq = seq(row)?;
    numbered_entry(row, seq).map_err(|error| match error {
        StoreError::Malformed(what) => StoreError::Row {
            seq,
            fault: RowFault::Malformed(what),
        },
        other => other,
    })
}

fn numbered_entry(row: &Cells<'_>, seq: u64) -> Result<Row, StoreError> {
    let body = match (row.text(4)?, row.some_bytes(5)?, row.some_text(6)?) {
        ("owner", Some(sealed), None) => Body::Sealed(sealed.to_vec()),
        ("shared", None, Some(text)) => Body::Shared(text.to_owned()),
        _ => return Err(StoreError::Malformed("content neither sealed nor shared")),
    };
    Ok(Row {
        seq,
        entry_id: entry_id(row, 1)?,
        act: ActId(uuid(row.bytes(2)?)?),
        revises: some_entry_id(row, 3)?,
        body,
        received_at: instant(row.number(7)?)?,
        imported: row.number(8)? != 0,
        redacted_at: some_instant(row.some_number(9)?)?,
    })
}

/// The columns of `sql::TENANTS`.
pub(crate) fn tenant(row: &Cells<'_>) -> Result<Tenant, StoreError> {
    let (id, layout) = (TenantId::new(row.number(0)?), Layout::of(row.text(1)?));
    id.zip(layout)
        .map(|(id, layout)| Tenant { id, layout })
        .ok_or(StoreError::Malformed("a tenant of an unknown layout"))
}

/// The columns of `sql::PERSON` and `sql::PEOPLE`.
pub(crate) fn person(row: &Cells<'_>, tenant: Tenant) -> Result<Person, StoreError> {
    let id =
        PersonId::new(row.number(0)?).ok_or(StoreError::Malformed("a person of a negative id"))?;
    Ok(Person {
        key: PersonKey::new(tenant, id),
        pseudonym: row.number(1)?,
        state: some_instant(row.some_number(2)?)?.map_or(State::Active, State::Leaving),
        created_at: instant(row.number(3)?)?,
        head: head_from(row, 4)?,
    })
}

/// The columns of `sql::SLOTS`.
pub(crate) fn slot(row: &Cells<'_>) -> Result<Slot, StoreError> {
    Ok(Slot {
        id: row.number(0)?,
        kind: row.text(1)?.to_owned(),
        kdf: row.text(2)?.to_owned(),
        salt: row.bytes(3)?.to_vec(),
        wrapped: row.bytes(4)?.to_vec(),
        created_at: instant(row.number(5)?)?,
        confirmed_at: some_instant(row.some_number(6)?)?,
    })
}

pub(crate) fn key(row: &Cells<'_>) -> Result<PersonKey, StoreError> {
    PersonKey::stored(row.number(0)?, row.number(1)?, row.number(2)?)
        .ok_or(StoreError::Malformed("a key that is no person’s"))
}

/// The columns of `sql::SESSION` and `sql::SESSIONS`.
pub(crate) fn session(row: &Cells<'_>, token_hash: [u8; 32]) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        token_hash,
        person: key(row)?,
        wrapped: row.bytes(3)?.to_vec(),
        created_at: instant(row.number(4)?)?,
        last_seen_at: instant(row.number(5)?)?,
        expires_at: instant(row.number(6)?)?,
        // Sessions of before there were accounts have none of these: a link signed them in, wholly.
        id: row.some_number(7)?.unwrap_or_default(),
        stage: row.some_text(8)?.map_or(Stage::Open, Stage::of),
        way: row.some_text(9)?.map_or(Way::Link, Way::of),
        browser: row.some_text(10)?.unwrap_or_default().to_owned(),
        proved_at: instant(row.some_number(11)?.unwrap_or_default())?,
    })
}

/// The columns of `sql::FRAMEWORKS`.
pub(crate) fn framework_hash(row: &Cells<'_>) -> Result<FrameworkHash, StoreError> {
    row.text(0)?
        .parse()
        .map_err(|_| StoreError::Malformed("a framework under no hash"))
}
