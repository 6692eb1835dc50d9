//! Appends, one group after another.
//!
//! What one transaction costs, a sync above all, is shared by those who write at the same time: acts that come while
//! others are being written are done together in the next transaction, whoever they are of, as long as their rows lie
//! in one shard, so that no transaction of a sharded database spans machines. A person's row is their lock until a
//! transaction is durable, so that a person is in one group at a time; within a group people are taken in the order
//! of their keys, so that two servers do not wait for each other.
//!
//! If one of the acts conflicts, which is rare, all is taken back, the others are done without it, and it by itself: a
//! savepoint around each would cost every one of them a way there and back.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Again, Attempts, Failed, Postgres, attempts, bounded};
use crate::{
    error::StoreError,
    ids::PersonKey,
    journal::{Appended, NewRows},
    verbs::{self, Refused},
};

/// How many acts may wait; who comes later waits to be let in.
const QUEUE: usize = 1024;

/// How many acts, and entries in them, are done in one transaction at most; one act of any size is.
const GROUP: usize = 64;
const GROUP_ENTRIES: usize = 1000;

/// How many write for a shard at once, so that a long act does not hold everybody else up.
const SCRIBES: usize = 2;

type Answer = Result<Appended, StoreError>;

/// An act that waits for its turn, and somebody waiting for the answer.
struct Waiting {
    person: PersonKey,
    act: NewRows,
    answer: oneshot::Sender<Answer>,
    room: OwnedSemaphorePermit,
}

/// Who waits for a shard, and who writes for them. Whoever waits while their person is in no scribe's hands has a
/// scribe that will look again.
#[derive(Default)]
struct Line {
    waiting: Vec<Waiting>,
    /// Whose acts are being written.
    in_hand: HashSet<PersonKey>,
    scribes: usize,
}

impl Line {
    /// The next group, in the order in which they came.
    fn next(&mut self) -> Vec<Waiting> {
        let (mut acts, mut entries) = (0, 0);
        let mut is_full = false;
        let in_hand = &self.in_hand;
        let group: Vec<_> = self
            .waiting
            .extract_if(.., |it| {
                if is_full || in_hand.contains(&it.person) {
                    return false;
                }
                let with = entries + it.act.rows.len().max(1);
                is_full = acts == GROUP || (acts > 0 && with > GROUP_ENTRIES);
                if !is_full {
                    (acts, entries) = (acts + 1, with);
                }
                !is_full
            })
            .collect();
        self.in_hand.extend(group.iter().map(|it| it.person));
        group
    }

    fn put_down(&mut self, people: &[PersonKey]) {
        for person in people {
            self.in_hand.remove(person);
        }
    }
}

/// Who waits, by shard.
pub(super) struct Turns {
    lines: Mutex<HashMap<i64, Line>>,
    room: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self {
            lines: Mutex::new(HashMap::new()),
            room: Arc::new(Semaphore::new(QUEUE)),
        }
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<i64, Line>> {
        // Each change of it is whole when the lock is given back.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place; whether one more is to write.
    fn enter(&self, waiting: Waiting) -> bool {
        let mut lines = self.lines();
        let line = lines.entry(waiting.person.dkey()).or_default();
        let has_none = line.scribes < SCRIBES && !line.in_hand.contains(&waiting.person);
        line.waiting.push(waiting);
        line.scribes += usize::from(has_none);
        has_none
    }
}

/// Whoever writes for a shard. If that ends before its time and nobody else does, those who wait are told that it is
/// over.
struct Scribe {
    store: Postgres,
    shard: i64,
    in_hand: Vec<PersonKey>,
    is_done: bool,
}

impl Scribe {
    async fn write(mut self) {
        while let Some(group) = self.next() {
            self.store.write_group(group).await;
        }
    }

    /// Puts down what is done and takes up the next; `None` if nobody waits whose turn it could be.
    fn next(&mut self) -> Option<Vec<Waiting>> {
        let mut lines = self.store.inner.turns.lines();
        let line = lines.get_mut(&self.shard)?;
        line.put_down(&mem::take(&mut self.in_hand));
        let mut group = line.next();
        if group.is_empty() {
            // Under the same lock, so that nobody takes this for one who will look again.
            self.is_done = true;
            leave(&mut lines, self.shard);
            return None;
        }
        group.sort_by_key(|it| it.person);
        self.in_hand = group.iter().map(|it| it.person).collect();
        Some(group)
    }
}

impl Drop for Scribe {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        let mut lines = self.store.inner.turns.lines();
        if let Some(line) = lines.get_mut(&self.shard) {
            line.put_down(&self.in_hand);
            leave(&mut lines, self.shard);
        }
    }
}

/// One writes no more; the last one closes the line.
fn leave(lines: &mut HashMap<i64, Line>, shard: i64) {
    if let Entry::Occupied(mut line) = lines.entry(shard) {
        line.get_mut().scribes -= 1;
        if line.get().scribes == 0 {
            line.remove();
        }
    }
}

impl Postgres {
    /// Appends an act when it is its person's turn.
    pub(super) async fn append_in_turn(&self, person: PersonKey, act: NewRows) -> Answer {
        let turns = &self.inner.turns;
        let room = Arc::clone(&turns.room).acquire_owned().await;
        let (answer, told) = oneshot::channel();
        let waiting = Waiting {
            person,
            act,
            answer,
            room: room.map_err(|_| StoreError::Closed)?,
        };
        if turns.enter(waiting) {
            let scribe = Scribe {
                store: self.without_locks(),
                shard: person.dkey(),
                in_hand: Vec::new(),
                is_done: false,
            };
            self.inner.engine.begin(scribe.write());
        }
        told.await.map_err(|_| StoreError::Closed)?
    }

    async fn write_group(&self, group: Vec<Waiting>) {
        let (acts, answers): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|it| ((it.person, it.act), (it.answer, it.room)))
            .unzip();
        let acts = Arc::new(acts);
        for ((answer, _room), told) in answers.into_iter().zip(self.done(&acts).await) {
            if told.is_ok() {
                self.inner.appends.fetch_add(1, Ordering::Relaxed);
            }
            // Nobody waits any more when a request was given up; the act stands.
            _ = answer.send(told);
        }
    }

    /// What becomes of each act.
    async fn done(&self, acts: &Arc<Vec<(PersonKey, NewRows)>>) -> Vec<Answer> {
        let mut answers: Vec<Option<Answer>> = acts.iter().map(|_| None).collect();
        let mut groups = vec![(0..acts.len()).collect::<Vec<_>>()];
        while let Some(mut group) = groups.pop() {
            let outcome = self.append_group(acts, &group).await;
            let told: Vec<Answer> = match outcome {
                Ok(appended) => appended.into_iter().map(Ok).collect(),
                Err(Refused { error, .. }) if group.len() == 1 => vec![Err(error)],
                Err(Refused { error, act }) => match (error, act) {
                    (StoreError::Busy, _) => group.iter().map(|_| Err(StoreError::Busy)).collect(),
                    (StoreError::Unreachable(why), _) => {
                        let each = |_| Err(StoreError::Unreachable(why.clone()));
                        group.iter().map(each).collect()
                    }
                    // Nothing of any is there: the others first, and then what it is about by itself.
                    (_, Some(act)) => {
                        groups.push(vec![group.remove(act)]);
                        groups.push(group);
                        continue;
                    }
                    (_, None) => {
                        groups.extend(group.into_iter().map(|place| vec![place]));
                        continue;
                    }
                },
            };
            for (place, told) in group.into_iter().zip(told) {
                answers[place] = Some(told);
            }
        }
        let answers = answers.into_iter();
        answers.map(|it| it.expect("each is in a group")).collect()
    }

    /// Appends those of the acts that have these places, in one transaction.
    async fn append_group(
        &self,
        acts: &Arc<Vec<(PersonKey, NewRows)>>,
        places: &[usize],
    ) -> Result<Vec<Appended>, Refused> {
        // Beside the error, which says whether to try again.
        let blamed = Arc::new(Mutex::new(None));
        let (group, places, blame) = (Arc::clone(acts), places.to_vec(), Arc::clone(&blamed));
        let appended = attempts!(self, Yes, transaction_with_first, db => async {
            let acts: Vec<_> = places
                .iter()
                .map(|place| (group[*place].0, &group[*place].1))
                .collect();
            let appended = verbs::append_all(&mut db, &acts).await;
            appended.map_err(|refused| {
                *blame.lock().unwrap_or_else(PoisonError::into_inner) = refused.act;
                refused.error
            })
        })
        .await;
        match appended {
            Ok(appended) => {
                self.inner.commits.fetch_add(1, Ordering::Relaxed);
                Ok(appended)
            }
            Err(error) => {
                let act = *blamed.lock().unwrap_or_else(PoisonError::into_inner);
                Err(Refused { act, error })
            }
        }
    }
}
