//! Appending an act, inside the transaction.

mod found;

use windward_core::id::EntryId;

use self::found::Found;
use super::{columns, rows};
use crate::{
    connection::{Asked, Cells, Connection, Value, values},
    due::DueRows,
    error::StoreError,
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

/// Appends several acts, of one person or many, those of one next to each other, each after those before it, in two ways to
/// the database and back: one that looks, and one that writes and ends the transaction where that can be done in one. What
/// is wrong with one of them is an error of all, and so is that one is there already, unless it is the only one.
pub(crate) async fn append_all<C: Connection>(
    db: &mut C,
    acts: &[(PersonKey, &NewRows)],
) -> Result<Vec<Appended>, Refused> {
    let found = Found::look(db, acts).await?;
    let placed = place(acts, &found)?;
    if let Some(wrong) = found.wrong(&placed) {
        let [it] = &*placed else {
            return Err(about(wrong.act, wrong.error));
        };
        // What comes before the first id that is taken must stand by itself; what follows does not matter then.
        let ids = it.act.rows.iter().take(wrong.rows).map(|row| row.entry_id);
        let there = stored(db, ids.map(|id| (it.person, id))).await?;
        let first = there.iter().position(Option::is_some);
        let taken = first.ok_or_else(|| about(0, wrong.error))?;
        return Ok(vec![retried(db, it, taken).await?]);
    }
    let numbered = || {
        placed.iter().enumerate().flat_map(|(place, it)| {
            let numbered = (it.before + 1..).zip(&it.act.rows).enumerate();
            numbered.map(move |(at, (seq, row))| (place, at, new_row(it.person, seq, row, it.act)))
        })
    };
    let rows: Vec<_> = numbered().map(|(_, _, row)| row).collect();
    let ends = placed
        .iter()
        .map(|it| (&sql::SET_HEAD, head_row(it.person, it.head)));
    let mut others: Vec<Asked<'_>> = ends.collect();
    for (person, due) in due_of(&placed) {
        others.extend(found.due_changes(person, due)?);
    }
    if let Some(taken) = db.add_last(&rows, &others).await? {
        let (place, at, _) = numbered().nth(taken).expect("it was to be inserted");
        let [it] = &*placed else {
            // Each that is there already, all of them where the answer to a commit was lost.
            let firsts = placed.iter().enumerate();
            let firsts =
                firsts.filter_map(|(place, it)| Some((place, it.person, it.act.rows.first()?)));
            let firsts: Vec<_> = firsts.collect();
            let ids = firsts
                .iter()
                .map(|(_, person, row)| (*person, row.entry_id));
            let there = firsts.iter().zip(stored(db, ids).await?);
            let there = there.filter(|((at, ..), it)| it.is_some() || *at == place);
            let acts = there.map(|((at, ..), _)| *at).collect();
            let entry = placed[place].act.rows[at].entry_id;
            let error = StoreError::Taken { entry };
            return Err(Refused { acts, error });
        };
        return Ok(vec![retried(db, it, at).await?]);
    }
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

/// Gives each act its numbers.
fn place<'a>(acts: &[(PersonKey, &'a NewRows)], found: &Found) -> Result<Vec<Placed<'a>>, Refused> {
    let mut last: Option<(PersonKey, Head)> = None;
    let placed = acts.iter().enumerate().map(|(place, (person, act))| {
        let before = last.filter(|it| it.0 == *person).map(|it| it.1);
        let head = before.or_else(|| found.head(*person));
        let mut head = head.ok_or_else(|| about(place, StoreError::NoSuchPerson))?;
        let before = head.seq;
        head.seq += act.rows.len() as u64;
        last = Some((*person, head));
        Ok(Placed {
            person: *person,
            act,
            before,
            head,
        })
    });
    placed.collect()
}

/// What is due once they are there: worked out from the journal that an act was written to; had another act come in between,
/// it would be of neither.
fn due_of<'a>(placed: &[Placed<'a>]) -> impl Iterator<Item = (PersonKey, &'a DueRows)> {
    placed.iter().filter_map(|it| {
        let due = it.act.due.as_ref().filter(|due| due.seq == it.head.seq);
        due.map(|due| (it.person, due))
    })
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

/// Those of the entries that are there: the number of each, and what it revises.
async fn stored<C: Connection>(
    db: &mut C,
    entries: impl Iterator<Item = (PersonKey, EntryId)>,
) -> Result<Vec<Option<(u64, Option<EntryId>)>>, StoreError> {
    let entries: Vec<_> = entries.collect();
    let asked = entries.iter().map(|(person, id)| {
        let (dkey, tenant, person) = columns(*person);
        let key = values![dkey, tenant, person, id.0.as_bytes()];
        (&sql::ENTRY_SEQ, key.to_vec())
    });
    let asked: Vec<Asked<'_>> = asked.collect();
    let read = |_, row: &Cells<'_>| Ok((rows::seq(row)?, rows::some_entry_id(row, 1)?));
    let found = db.answers(&asked, read).await?;
    Ok(found.iter().map(|it| it.first().copied()).collect())
}

/// The id of this row of the act is taken: a retry if all are, each revising what it did.
///
/// What this attempt inserted may still be here; its numbers are beyond the end of the journal before, and count as
/// missing.
async fn retried<C: Connection>(
    db: &mut C,
    placed: &Placed<'_>,
    taken: usize,
) -> Result<Appended, StoreError> {
    let act = placed.act;
    let ids = act.rows.iter().map(|row| (placed.person, row.entry_id));
    let there = stored(db, ids).await?;
    let mut seqs = Vec::with_capacity(act.rows.len());
    for (row, there) in act.rows.iter().zip(there) {
        match there {
            Some((seq, revises))
                if seq <= placed.before && revises == row.revises && !seqs.contains(&seq) =>
            {
                seqs.push(seq);
            }
            _ => {
                let entry = act.rows[taken].entry_id;
                return Err(StoreError::Taken { entry });
            }
        }
    }
    Ok(Appended {
        seqs,
        head: Head {
            seq: placed.before,
            ..placed.head
        },
        already: true,
    })
}
