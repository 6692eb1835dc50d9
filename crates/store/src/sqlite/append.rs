//! Appending an act, inside the transaction.

use rusqlite::{Connection, params};
use windward_core::id::EntryId;

use super::{columns, one, rows, run};
use crate::{
    error::{Conflict, StoreError},
    ids::PersonKey,
    journal::{Appended, Body, Head, MAX_ACT_BYTES, MAX_ACT_ENTRIES, NewRow, NewRows},
    sql,
};

/// Refuses an act beyond the bounds, before it waits in the queue.
pub(super) fn check_size(act: &NewRows) -> Result<(), StoreError> {
    if act.rows.len() > MAX_ACT_ENTRIES {
        return Err(StoreError::TooLarge {
            what: "what is stored in one go",
            limit: "20,000 entries",
        });
    }
    if act.rows.iter().map(|row| row.body.len()).sum::<usize>() > MAX_ACT_BYTES {
        return Err(StoreError::TooLarge {
            what: "what is stored in one go",
            limit: "64 MiB",
        });
    }
    Ok(())
}

/// Appends an act. On an error the caller rolls back to where it began.
pub(super) fn append(
    connection: &Connection,
    person: PersonKey,
    act: &NewRows,
) -> Result<Appended, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let count = i64::try_from(act.rows.len()).expect("at most MAX_ACT_ENTRIES");
    let head = one(
        connection,
        &sql::ADVANCE,
        params![dkey, tenant, id, count],
        |row| rows::head(row, 0),
    )?
    .ok_or(StoreError::NoSuchPerson)?;
    let before = head.seq - act.rows.len() as u64;
    for (seq, row) in (before + 1..).zip(&act.rows) {
        if !insert(connection, person, act, row, seq)? {
            return retried(
                connection,
                person,
                act,
                Head {
                    seq: before,
                    ..head
                },
                row.entry_id,
            );
        }
        if let (None, Some(revises)) = (act.expected, row.revises) {
            check_revision(connection, person, row.entry_id, revises)?;
        }
    }
    match act.expected {
        Some(expected) if expected != before => Err(Conflict::Head {
            expected,
            actual: before,
        }
        .into()),
        _ => Ok(Appended {
            seqs: (before + 1..=head.seq).collect(),
            head,
            already: false,
        }),
    }
}

/// Inserts one entry; `false` if its id is taken.
fn insert(
    connection: &Connection,
    person: PersonKey,
    act: &NewRows,
    row: &NewRow,
    seq: u64,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let (audience, sealed, shared) = match &row.body {
        Body::Sealed(bytes) => ("owner", Some(bytes.as_slice()), None),
        Body::Shared(text) => ("shared", None, Some(text.as_str())),
    };
    let inserted = run(
        connection,
        &sql::ADD_ENTRY,
        params![
            dkey,
            tenant,
            id,
            seq,
            row.entry_id.0.as_bytes(),
            row.act.0.as_bytes(),
            row.revises.as_ref().map(|it| it.0.as_bytes()),
            audience,
            sealed,
            shared,
            act.received_at.as_millisecond(),
            i64::from(act.imported),
        ],
    )?;
    Ok(inserted == 1)
}

/// The entry that `revises` names must be there, and no other may have replaced it.
fn check_revision(
    connection: &Connection,
    person: PersonKey,
    entry_id: EntryId,
    revises: EntryId,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = params![dkey, tenant, id, revises.0.as_bytes()];
    if one(connection, &sql::ENTRY_SEQ, key, |_| Ok(()))?.is_none() {
        return Err(Conflict::Unknown { revises }.into());
    }
    let other = one(
        connection,
        &sql::OTHER_REVISION,
        params![
            dkey,
            tenant,
            id,
            revises.0.as_bytes(),
            entry_id.0.as_bytes()
        ],
        |row| {
            Ok((
                rows::number(row.get(0)?, "a negative sequence number")?,
                rows::entry_id(row, 1)?,
            ))
        },
    )?;
    match other {
        None => Ok(()),
        Some((by_seq, by)) => Err(Conflict::Revised {
            revises,
            by,
            by_seq,
        }
        .into()),
    }
}

/// One id of the act is taken: a retry if all are, each revising what it did.
///
/// What this attempt inserted before it noticed is still here; its numbers are beyond `head`, where the
/// journal ended before, and count as missing.
fn retried(
    connection: &Connection,
    person: PersonKey,
    act: &NewRows,
    head: Head,
    taken: EntryId,
) -> Result<Appended, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let mut seqs = Vec::with_capacity(act.rows.len());
    for row in &act.rows {
        let key = params![dkey, tenant, id, row.entry_id.0.as_bytes()];
        let stored = one(connection, &sql::ENTRY_SEQ, key, |stored| {
            Ok((
                rows::number(stored.get(0)?, "a negative sequence number")?,
                rows::some_entry_id(stored, 1)?,
            ))
        })?;
        match stored {
            Some((seq, revises))
                if seq <= head.seq && revises == row.revises && !seqs.contains(&seq) =>
            {
                seqs.push(seq);
            }
            _ => return Err(StoreError::Taken { entry: taken }),
        }
    }
    // Nothing was inserted then, and the journal ends where it did.
    let (dkey, tenant, id) = columns(person);
    let count = i64::try_from(act.rows.len()).expect("at most MAX_ACT_ENTRIES");
    one(
        connection,
        &sql::ADVANCE,
        params![dkey, tenant, id, -count],
        |_| Ok(()),
    )?;
    Ok(Appended {
        seqs,
        head,
        already: true,
    })
}
