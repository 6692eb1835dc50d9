//! From rows to what they mean, and back.

use jiff::Timestamp;
use rusqlite::{Row as SqlRow, types::ValueRef};
use uuid::Uuid;
use windward_core::id::{ActId, EntryId};

use crate::{
    error::{RowFault, StoreError},
    ids::{PersonId, PersonKey, Tenant},
    journal::{Body, Head, Person, Row, SessionRow, Slot, State},
};

pub(super) fn number(value: i64, what: &'static str) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| StoreError::Malformed(what))
}

pub(super) fn instant(millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|_| StoreError::Malformed("a time out of range"))
}

fn some_instant(millis: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    millis.map(instant).transpose()
}

fn uuid(row: &SqlRow<'_>, column: usize) -> Result<Uuid, StoreError> {
    match row.get_ref(column)? {
        ValueRef::Blob(bytes) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
    .ok_or(StoreError::Malformed("an id of other than 16 bytes"))
}

pub(super) fn head(row: &SqlRow<'_>, first: usize) -> Result<Head, StoreError> {
    Ok(Head {
        seq: number(row.get(first)?, "a journal of negative length")?,
        rewrites: number(row.get(first + 1)?, "a negative count of redactions")?,
    })
}

pub(super) fn entry_id(row: &SqlRow<'_>, column: usize) -> Result<EntryId, StoreError> {
    uuid(row, column).map(EntryId)
}

pub(super) fn some_entry_id(
    row: &SqlRow<'_>,
    column: usize,
) -> Result<Option<EntryId>, StoreError> {
    if row.get_ref(column)? == ValueRef::Null {
        return Ok(None);
    }
    entry_id(row, column).map(Some)
}

/// The columns of `sql::ENTRIES` and `sql::ENTRY`.
pub(super) fn entry(row: &SqlRow<'_>) -> Result<Row, StoreError> {
    let seq = number(row.get(0)?, "a negative sequence number")?;
    numbered_entry(row, seq).map_err(|error| match error {
        StoreError::Malformed(what) => StoreError::Row {
            seq,
            fault: RowFault::Malformed(what),
        },
        other => other,
    })
}

fn numbered_entry(row: &SqlRow<'_>, seq: u64) -> Result<Row, StoreError> {
    let body = match (row.get_ref(4)?, row.get_ref(5)?, row.get_ref(6)?) {
        (ValueRef::Text(b"owner"), ValueRef::Blob(sealed), ValueRef::Null) => {
            Body::Sealed(sealed.to_vec())
        }
        (ValueRef::Text(b"shared"), ValueRef::Null, ValueRef::Text(text)) => {
            let text = std::str::from_utf8(text)
                .map_err(|_| StoreError::Malformed("shared content that is no text"))?;
            Body::Shared(text.to_owned())
        }
        _ => return Err(StoreError::Malformed("content neither sealed nor shared")),
    };
    Ok(Row {
        seq,
        entry_id: entry_id(row, 1)?,
        act: ActId(uuid(row, 2)?),
        revises: some_entry_id(row, 3)?,
        body,
        received_at: instant(row.get(7)?)?,
        imported: row.get::<_, i64>(8)? != 0,
        redacted_at: some_instant(row.get(9)?)?,
    })
}

/// The columns of `sql::PERSON` and `sql::PEOPLE`.
pub(super) fn person(row: &SqlRow<'_>, tenant: Tenant) -> Result<Person, StoreError> {
    let id =
        PersonId::new(row.get(0)?).ok_or(StoreError::Malformed("a person of a negative id"))?;
    Ok(Person {
        key: PersonKey::new(tenant, id),
        pseudonym: row.get(1)?,
        state: some_instant(row.get(2)?)?.map_or(State::Active, State::Leaving),
        created_at: instant(row.get(3)?)?,
        head: head(row, 4)?,
    })
}

/// The columns of `sql::SLOTS`.
pub(super) fn slot(row: &SqlRow<'_>) -> Result<Slot, StoreError> {
    Ok(Slot {
        id: row.get(0)?,
        kind: row.get(1)?,
        kdf: row.get(2)?,
        salt: row.get(3)?,
        wrapped: row.get(4)?,
        created_at: instant(row.get(5)?)?,
        confirmed_at: some_instant(row.get(6)?)?,
    })
}

pub(super) fn key(row: &SqlRow<'_>) -> Result<PersonKey, StoreError> {
    PersonKey::stored(row.get(0)?, row.get(1)?, row.get(2)?)
        .ok_or(StoreError::Malformed("a key that is no person’s"))
}

/// The columns of `sql::SESSION`.
pub(super) fn session(row: &SqlRow<'_>, token_hash: [u8; 32]) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        token_hash,
        person: key(row)?,
        wrapped: row.get(3)?,
        created_at: instant(row.get(4)?)?,
        last_seen_at: instant(row.get(5)?)?,
        expires_at: instant(row.get(6)?)?,
    })
}
