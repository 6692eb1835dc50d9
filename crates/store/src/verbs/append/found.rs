//! What is there before acts are appended, and what is wrong with them by that.

use std::collections::{HashMap, HashSet};

use windward_core::id::EntryId;

use super::Placed;
use crate::{
    connection::{Asked, Connection, values},
    due::{DueRow, DueRows},
    error::{Conflict, StoreError},
    ids::PersonKey,
    journal::{Head, NewRows},
    sql,
    verbs::{columns, due, rows},
};

/// What was looked up, once the rows of the people were taken, which are their locks.
#[derive(Default)]
pub(super) struct Found {
    heads: HashMap<PersonKey, Head>,
    /// Entries that are revised.
    bases: HashSet<(PersonKey, EntryId)>,
    /// By which entry each was revised first.
    revised: HashMap<(PersonKey, EntryId), By>,
    /// What is due: of which entry, and the rows.
    due: HashMap<PersonKey, (Option<u64>, Vec<DueRow>)>,
}

/// An entry that revises another, and its number.
#[derive(Clone, Copy)]
struct By {
    entry: EntryId,
    seq: u64,
}

/// What is wrong with an act.
pub(super) struct Wrong {
    pub(super) act: usize,
    pub(super) error: StoreError,
    /// How many of its rows come before that is noticed.
    pub(super) rows: usize,
}

/// What is asked.
#[derive(Clone, Copy)]
enum About {
    Head(PersonKey),
    Base(PersonKey, EntryId),
    Revised(PersonKey, EntryId),
    DueHead(PersonKey),
    Due(PersonKey),
}

/// What a row of an answer says.
enum Told {
    Head(Head),
    Seq(u64),
    By(By),
    Due(DueRow),
}

impl About {
    fn asked(&self) -> Asked<'_> {
        let key = |person: &PersonKey| {
            let (dkey, tenant, id) = columns(*person);
            values![dkey, tenant, id].to_vec()
        };
        match self {
            Self::Head(person) => (&sql::HOLD, key(person)),
            Self::Base(person, id) => {
                let mut values = key(person);
                values.extend_from_slice(values![id.0.as_bytes()]);
                (&sql::ENTRY_SEQ, values)
            }
            Self::Revised(person, id) => {
                let mut values = key(person);
                values.extend_from_slice(values![id.0.as_bytes(), i64::MAX]);
                (&sql::EARLIER_REVISION, values)
            }
            Self::DueHead(person) => (&sql::DUE_HEAD, key(person)),
            Self::Due(person) => (&sql::DUE, key(person)),
        }
    }
}

impl Found {
    /// Takes the rows of the people and looks up what it takes to append acts of theirs, all in one go; changes nothing.
    pub(super) async fn look<C: Connection>(
        db: &mut C,
        acts: &[(PersonKey, &NewRows)],
    ) -> Result<Self, StoreError> {
        let mut people: Vec<PersonKey> = acts.iter().map(|(person, _)| *person).collect();
        people.dedup();
        // Before all else, so that what is looked up is what nobody changes any more.
        let mut about: Vec<About> = people.into_iter().map(About::Head).collect();
        for (person, act) in acts {
            if act.expected.is_none() {
                let revised = act.rows.iter().filter_map(|row| row.revises);
                about.extend(
                    revised.flat_map(|id| [About::Base(*person, id), About::Revised(*person, id)]),
                );
            }
            if act.due.is_some() {
                about.extend([About::DueHead(*person), About::Due(*person)]);
            }
        }
        let asked: Vec<_> = about.iter().map(About::asked).collect();
        let told = db.answers(&asked, |place, row| {
            Ok(match about[place] {
                About::Head(_) => Told::Head(rows::head(row)?),
                About::Base(..) | About::DueHead(_) => Told::Seq(rows::seq(row)?),
                About::Revised(..) => Told::By(By {
                    seq: rows::seq(row)?,
                    entry: rows::entry_id(row, 1)?,
                }),
                About::Due(_) => Told::Due(due::row(row)?),
            })
        });
        let told = told.await?;
        let mut found = Self::default();
        for (about, told) in about.iter().zip(told) {
            for told in told {
                found.take(*about, told);
            }
        }
        Ok(found)
    }

    fn take(&mut self, about: About, told: Told) {
        match (about, told) {
            (About::Head(person), Told::Head(head)) => {
                self.heads.insert(person, head);
            }
            (About::Base(person, id), Told::Seq(_)) => {
                self.bases.insert((person, id));
            }
            (About::Revised(person, id), Told::By(by)) => {
                self.revised.insert((person, id), by);
            }
            (About::DueHead(person), Told::Seq(seq)) => {
                self.due.entry(person).or_default().0 = Some(seq);
            }
            (About::Due(person), Told::Due(row)) => {
                self.due.entry(person).or_default().1.push(row);
            }
            _ => unreachable!("an answer is read as what was asked"),
        }
    }

    /// Where a journal ends; `None` for somebody who is not there.
    pub(super) fn head(&self, person: PersonKey) -> Option<Head> {
        self.heads.get(&person).copied()
    }

    /// The first thing that is wrong with any of them, other than that ids are taken.
    ///
    /// Without a number that it expects, each entry that revises another must be the first to do so, and the other must
    /// be there, earlier in the same act or in one that is done with it. With one, the journal must end there.
    pub(super) fn wrong(&self, placed: &[Placed<'_>]) -> Option<Wrong> {
        let (mut entries, mut first) = (HashSet::new(), HashMap::new());
        'acts: for (act, it) in placed.iter().enumerate() {
            for (at, (seq, row)) in (it.before + 1..).zip(&it.act.rows).enumerate() {
                let entry = row.entry_id;
                if !entries.insert((it.person, entry)) {
                    // Twice among them: the second will be found to be taken, and what follows does not matter then.
                    continue 'acts;
                }
                let Some(revises) = row.revises else {
                    continue;
                };
                let base = (it.person, revises);
                let by = first.entry(base).or_insert(By { entry, seq });
                if it.act.expected.is_some() {
                    continue;
                }
                let by = self.revised.get(&base).unwrap_or(by);
                let conflict = if !self.bases.contains(&base) && !entries.contains(&base) {
                    Conflict::Unknown { revises }
                } else if by.entry != entry {
                    let (by, by_seq) = (by.entry, by.seq);
                    Conflict::Revised {
                        revises,
                        by,
                        by_seq,
                    }
                } else {
                    // By itself, which may be there already.
                    continue;
                };
                let (error, rows) = (conflict.into(), at + 1);
                return Some(Wrong { act, error, rows });
            }
            if let Some(expected) = it.act.expected.filter(|it_is| *it_is != it.before) {
                let actual = it.before;
                return Some(Wrong {
                    act,
                    error: Conflict::Head { expected, actual }.into(),
                    rows: it.act.rows.len(),
                });
            }
        }
        None
    }

    /// What puts what is due in the place of what is there.
    pub(super) fn due_changes<'a>(
        &'a self,
        person: PersonKey,
        due: &'a DueRows,
    ) -> Result<Vec<Asked<'a>>, StoreError> {
        let (seq, there) = self
            .due
            .get(&person)
            .map_or((None, &[][..]), |(seq, rows)| (*seq, rows));
        due::changes(person, due, seq, there)
    }
}
