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
    match append_all(db, &[(person, act)]).await {
        Ok(appended) => Ok(appended.into_iter().next().expect("one for each act")),
        Err(refused) => Err(refused.error),
    }
}

/// Why acts were not appended.
pub(crate) struct Refused {
    /// Which of them it is about; none for what is about all.
    pub(crate) acts: Vec<usize>,
    pub(crate) error: StoreError,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        let acts = Vec::new();
        Self { acts, error }
    }
}

/// It is about one of them.
fn about(act: usize, error: impl Into<StoreError>) -> Refused {
    Refused {
        acts: vec![act],
        error: error.into(),
    }
}

/// Appends several acts, of one person or many, those of one next to each other, each after those before it, in as many ways to the database and
/// back as one act takes. What is wrong with one of them is an error of all, and so is that one is there already, unless
/// it is the only one.
pub(crate) async fn append_all<C: Connection>(
    db: &mut C,
    acts: &[(PersonKey, &NewRows)],
) -> Result<Vec<Appended>, Refused> {
    let placed = place(db, acts).await?;
    let rows = || {
        placed.iter().enumerate().flat_map(|(place, it)| {
            let numbered = (it.before + 1..).zip(&it.act.rows);
            numbered.map(move |(seq, row)| (place, it, seq, row))
        })
    };
    let lists: Vec<_> = rows()
        .map(|(_, it, seq, row)| new_row(it.person, seq, row, it.act))
        .collect();
    let ends: Vec<_> = placed
        .iter()
        .map(|it| head_row(it.person, it.head))
        .collect();
    let inserted = db
        .run_each_and((&sql::ADD_ENTRY, &lists), (&sql::SET_HEAD, &ends))
        .await?;
    // What comes before the first id that is taken must stand by itself; what follows does not matter then.
    let taken = inserted.iter().position(|count| *count == 0);
    let there = rows().take(taken.unwrap_or(inserted.len()));
    let there = there.filter(|(_, it, ..)| it.act.expected.is_none());
    let revising = there.filter_map(|(act, it, seq, row)| {
        Some(Revising {
            act,
            person: it.person,
            seq,
            revises: row.revises?,
        })
    });
    check_revisions(db, &revising.collect::<Vec<_>>()).await?;
    if let Some(taken_first) = taken {
        let (_, it, _, row) = rows().nth(taken_first).expect("it was to be inserted");
        let entry = row.entry_id;
        if placed.len() > 1 {
            // Each that is there already, all of them where the answer to a commit was lost.
            let there = rows().zip(&inserted).filter(|(_, count)| **count == 0);
            let mut acts: Vec<usize> = there.map(|((place, ..), _)| place).collect();
            acts.dedup();
            let error = StoreError::Taken { entry };
            return Err(Refused { acts, error });
        }
        return Ok(vec![retried(db, it, entry).await?]);
    }
    for (place, it) in placed.iter().enumerate() {
        if let Some(expected) = it.act.expected.filter(|expected| *expected != it.before) {
            let actual = it.before;
            return Err(about(place, Conflict::Head { expected, actual }));
        }
    }
    // What is due was worked out from the journal that this act was written to; had another act come in between, it
    // would be of neither.
    let due = placed.iter().filter_map(|it| {
        let due = it.act.due.as_ref().filter(|due| due.seq == it.head.seq);
        due.map(|due| (it.person, due))
    });
    super::due::replace(db, &due.collect::<Vec<_>>()).await?;
    let appended = placed.iter().map(|it| Appended {
        seqs: (it.before + 1..=it.head.seq).collect(),
        head: it.head,
        already: false,
    });
    Ok(appended.collect())
}

/// An act that has its numbers in a journal.
struct Placed<'a> {
    person: PersonKey,
    act: &'a NewRows,
    /// Where the journal ended without it.
    before: u64,
    /// Where it ends with it.
    head: Head,
}

/// Takes the rows of the people, which are their locks, and gives each act its numbers; changes nothing.
async fn place<'a, C: Connection>(
    db: &mut C,
    acts: &[(PersonKey, &'a NewRows)],
) -> Result<Vec<Placed<'a>>, Refused> {
    let mut people: Vec<PersonKey> = acts.iter().map(|(person, _)| *person).collect();
    people.dedup();
    let keys = people.iter().map(|person| {
        let (dkey, tenant, id) = columns(*person);
        values![dkey, tenant, id].to_vec()
    });
    let keys: Vec<Vec<Value<'_>>> = keys.collect();
    let heads = db.all_each(&sql::HOLD, &keys, rows::head).await?;
    let mut heads = people.into_iter().zip(heads);
    let mut last: Option<(PersonKey, Option<Head>)> = None;
    let placed = acts.iter().enumerate().map(|(place, (person, act))| {
        if last.is_none_or(|it| it.0 != *person) {
            last = heads
                .next()
                .map(|(person, heads)| (person, heads.first().copied()));
        }
        let head = last.and_then(|it| it.1);
        let mut head = head.ok_or_else(|| about(place, StoreError::NoSuchPerson))?;
        let before = head.seq;
        head.seq += act.rows.len() as u64;
        last = Some((*person, Some(head)));
        Ok(Placed {
            person: *person,
            act,
            before,
            head,
        })
    });
    placed.collect()
}

/// The values of `sql::SET_HEAD`.
pub(super) fn head_row<'a>(person: PersonKey, head: Head) -> Vec<Value<'a>> {
    let (dkey, tenant, id) = columns(person);
    values![dkey, tenant, id, head.seq, head.rewrites].to_vec()
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

/// An entry of an act that was inserted as number `seq` and revises another.
struct Revising {
    act: usize,
    person: PersonKey,
    seq: u64,
    revises: EntryId,
}

/// What an entry revises must be there before it, and no other may have replaced it by then.
async fn check_revisions<C: Connection>(db: &mut C, revising: &[Revising]) -> Result<(), Refused> {
    if revising.is_empty() {
        return Ok(());
    }
    let named = revising.iter().map(|it| {
        let (dkey, tenant, id) = columns(it.person);
        values![dkey, tenant, id, it.revises.0.as_bytes()].to_vec()
    });
    let named: Vec<Vec<Value<'_>>> = named.collect();
    let before = revising.iter().zip(&named).map(|(it, named)| {
        let mut named = named.clone();
        named.push(Value::from(it.seq));
        named
    });
    let before: Vec<_> = before.collect();
    let bases = db.all_each(&sql::ENTRY_SEQ, &named, rows::seq).await?;
    let others = db
        .all_each(&sql::EARLIER_REVISION, &before, |row| {
            Ok((rows::seq(row)?, rows::entry_id(row, 1)?))
        })
        .await?;
    for ((it, base), other) in revising.iter().zip(bases).zip(others) {
        let revises = it.revises;
        if base.first().is_none_or(|base| *base > it.seq) {
            return Err(about(it.act, Conflict::Unknown { revises }));
        }
        if let Some((by_seq, by)) = other.first() {
            let (by, by_seq) = (*by, *by_seq);
            let conflict = Conflict::Revised {
                revises,
                by,
                by_seq,
            };
            return Err(about(it.act, conflict));
        }
    }
    Ok(())
}

/// One id of the act is taken: a retry if all are, each revising what it did.
///
/// What this attempt inserted is still here; its numbers are beyond the end of the journal before, and count as
/// missing.
async fn retried<C: Connection>(
    db: &mut C,
    placed: &Placed<'_>,
    taken: EntryId,
) -> Result<Appended, StoreError> {
    let (dkey, tenant, id) = columns(placed.person);
    let act = placed.act;
    let head = Head {
        seq: placed.before,
        ..placed.head
    };
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
    let back = head_row(placed.person, head);
    db.run(&sql::SET_HEAD, &back).await?;
    Ok(Appended {
        seqs,
        head,
        already: true,
    })
}
