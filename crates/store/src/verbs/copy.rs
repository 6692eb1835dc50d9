//! What moving an instance from one database to another needs beside the verbs of a journal.

use jiff::Timestamp;

use super::{append, columns, millis, rows};
use crate::{
    connection::{Connection, one, values},
    error::StoreError,
    ids::{PersonKey, Tenant},
    journal::{Head, Row},
    sql,
};

/// Entries as they are elsewhere, and the head that the journal has with them. Those that are here already
/// stay as they are, but for one that was redacted meanwhile.
pub(crate) async fn put_rows<C: Connection>(
    db: &mut C,
    person: PersonKey,
    page: &[Row],
    head: Head,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let lists: Vec<_> = page
        .iter()
        .map(|row| append::copied_row(person, row))
        .collect();
    db.run_each(&sql::ADD_ENTRY, &lists).await?;
    for row in page {
        let Some(at) = row.redacted_at else { continue };
        let (audience, sealed, shared) = append::body(&row.body);
        let values = values![
            dkey,
            tenant,
            id,
            row.entry_id.0.as_bytes(),
            sealed,
            shared,
            millis(at),
            audience
        ];
        db.run(&sql::REDACT, values).await?;
    }
    match db
        .run(&sql::SET_HEAD, &append::head_row(person, head))
        .await?
    {
        0 => Err(StoreError::NoSuchPerson),
        _ => Ok(()),
    }
}

/// What is noted about an instance under a name.
pub(crate) async fn about<C: Connection>(
    db: &mut C,
    name: &str,
) -> Result<Option<String>, StoreError> {
    one(db, &sql::INSTANCE, values![name], |row| {
        Ok(row.text(0)?.to_owned())
    })
    .await
}

pub(crate) async fn note_about<C: Connection>(
    db: &mut C,
    name: &str,
    value: &str,
) -> Result<(), StoreError> {
    db.run(&sql::PUT_INSTANCE, values![name, value])
        .await
        .map(drop)
}

/// Notes it where what is noted is what it was; whether it was.
pub(crate) async fn renote_about<C: Connection>(
    db: &mut C,
    name: &str,
    before: Option<&str>,
    value: &str,
) -> Result<bool, StoreError> {
    let changed = match before {
        Some(before) => {
            let row = values![name, before, value];
            db.run(&sql::RENOTE_INSTANCE, row).await?
        }
        None => db.run(&sql::SET_INSTANCE, values![name, value]).await?,
    };
    Ok(changed == 1)
}

/// All tenants with the time when each came.
pub(crate) async fn dated_tenants<C: Connection>(
    db: &mut C,
) -> Result<Vec<(Tenant, Timestamp)>, StoreError> {
    db.all(&sql::TENANTS, values![], |row| {
        Ok((rows::tenant(row)?, rows::instant(row.number(2)?)?))
    })
    .await
}
