//! Appending an act, inside the transaction.

use windward_core::id::EntryId;

use super::{columns, rows};
use crate::{
    connection::{Connection, Value, one, values},
    error::{Conflict, StoreError},
    ids::PersonKey,
    journal::{Appended, Body, Head, MAX_ACT_BYTES, MAX_ACT_ENTRIES, NewRow, NewRows, Row},
    sql,
};

/// Refuses an act beyond the bounds, before it waits for anything.
pub(crate) fn check_size(act: &NewRows) -> Result<(), StoreError> {
    if act.rows.len() > MAX_ACT_ENTRIES {
        return Err(StoreError::TooLarge {
            what: "what is stored in one go",
            limit: "40,000 entries",
        });
    }
    if act.rows.iter().map(|row| row.body.len()).sum::<usize>() > MAX_ACT_BYTES {
        return Err(StoreError::TooLarge {
            what: "what is stored in one go",
            limit: "128 MiB",
        });
    }
    Ok(())
}

/// Appends an act. On an error the caller rolls back to where it began.
pub(crate) async fn append<C: Connection>(
    db: &mut C,
    person: PersonKey,
    act: &NewRows,
) -> Result<Appended, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let count = i64::try_from(act.rows.len()).expect("at most MAX_ACT_ENTRIES");
    let head = one(
        db,
        &sql::ADVANCE,
        values![dkey, tenant, id, count],
        rows::head,
    )
    .await?
    .ok_or(StoreError::NoSuchPerson)?;
    let before = head.seq - act.rows.len() as u64;
    let lists: Vec<Vec<Value<'_>>> = (before + 1..)
        .zip(&act.rows)
        .map(|(seq, row)| new_row(person, seq, row, act))
        .collect();
    let inserted = db.run_each(&sql::ADD_ENTRY, &lists).await?;
    // What comes before the first id that is taken must stand by itself; what follows does not matter then.
    let taken = inserted.iter().position(|count| *count == 0);
    if act.expected.is_none() {
        let there = &act.rows[..taken.unwrap_or(act.rows.len())];
        for (seq, row) in (before + 1..).zip(there) {
            if let Some(revises) = row.revises {
                check_revision(db, person, seq, revises).await?;
            }
        }
    }
    if let Some(at) = taken {
        let head = Head {
            seq: before,
            ..head
        };
        return retried(db, person, act, head, act.rows[at].entry_id).await;
    }
    match act.expected {
        Some(expected) if expected != before => Err(Conflict::Head {
            expected,
            actual: before,
        }
        .into()),
        _ => {
            // What is due was worked out from the journal that this act was written to; had another act come in
            // between, it would be of neither.
            if let Some(due) = act.due.as_ref().filter(|due| due.seq == head.seq) {
                super::due::replace(db, person, due).await?;
            }
            Ok(Appended {
                seqs: (before + 1..=head.seq).collect(),
                head,
                already: false,
            })
        }
    }
}

/// The values of `sql::ADD_ENTRY` for a new entry.
fn new_row<'a>(person: PersonKey, seq: u64, row: &'a NewRow, act: &NewRows) -> Vec<Value<'a>> {
    let (dkey, tenant, id) = columns(person);
    let (audience, sealed, shared) = body(&row.body);
    values![
        dkey,
        tenant,
        id,
        seq,
        row.entry_id.0.as_bytes(),
        row.act.0.as_bytes(),
        row.revises.as_ref().map(|it| &it.0.as_bytes()[..]),
        audience,
        sealed,
        shared,
        act.received_at.as_millisecond(),
        i64::from(act.imported),
    ]
    .to_vec()
}

/// The same for one that another store has.
pub(super) fn copied_row(person: PersonKey, row: &Row) -> Vec<Value<'_>> {
    let (dkey, tenant, id) = columns(person);
    let (audience, sealed, shared) = body(&row.body);
    values![
        dkey,
        tenant,
        id,
        row.seq,
        row.entry_id.0.as_bytes(),
        row.act.0.as_bytes(),
        row.revises.as_ref().map(|it| &it.0.as_bytes()[..]),
        audience,
        sealed,
        shared,
        row.received_at.as_millisecond(),
        i64::from(row.imported),
    ]
    .to_vec()
}

/// The columns `audience`, `sealed` and `shared`.
pub(super) fn body(body: &Body) -> (&'static str, Option<&[u8]>, Option<&str>) {
    match body {
        Body::Sealed(bytes) => ("owner", Some(bytes), None),
        Body::Shared(text) => ("shared", None, Some(text)),
    }
}

/// The entry that `revises` names must be there before the one numbered `seq`, and no other may have replaced
/// it by then.
async fn check_revision<C: Connection>(
    db: &mut C,
    person: PersonKey,
    seq: u64,
    revises: EntryId,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, revises.0.as_bytes()];
    let base = one(db, &sql::ENTRY_SEQ, key, rows::seq).await?;
    if base.is_none_or(|base| base > seq) {
        return Err(Conflict::Unknown { revises }.into());
    }
    let other = one(
        db,
        &sql::EARLIER_REVISION,
        values![dkey, tenant, id, revises.0.as_bytes(), seq],
        |row| Ok((rows::seq(row)?, rows::entry_id(row, 1)?)),
    )
    .await?;
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
/// What this attempt inserted is still here; its numbers are beyond `head`, where the journal ended before,
/// and count as missing.
async fn retried<C: Connection>(
    db: &mut C,
    person: PersonKey,
    act: &NewRows,
    head: Head,
    taken: EntryId,
) -> Result<Appended, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let mut seqs = Vec::with_capacity(act.rows.len());
    for row in &act.rows {
        let key = values![dkey, tenant, id, row.entry_id.0.as_bytes()];
        let stored = one(db, &sql::ENTRY_SEQ, key, |stored| {
            Ok((rows::seq(stored)?, rows::some_entry_id(stored, 1)?))
        })
        .await?;
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
    let count = i64::try_from(act.rows.len()).expect("at most MAX_ACT_ENTRIES");
    let back = values![dkey, tenant, id, -count];
    one(db, &sql::ADVANCE, back, rows::head).await?;
    Ok(Appended {
        seqs,
        head,
        already: true,
    })
}
