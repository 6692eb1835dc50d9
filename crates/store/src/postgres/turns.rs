//! Appends, one group after another.
//!
//! What one transaction costs, a sync above all, is shared by those who write at the same time: acts that come while
//! others are being written are done together in the next transaction, whoever they are of, as long as their rows lie
//! in one shard, so that no transaction of a sharded database spans machines. A person's row is their lock until a
//! transaction is durable, so that a person is in one group at a time; within a group people are taken in the order
//! of their keys, so that two servers do not wait for each other.
//!
//! If some of the acts conflict, which is rare, all is taken back, the others are done without them, and each of them by
//! itself: a savepoint around each would cost every one of them a way there and back. Where another server holds a
//! person's row for long, each person soon has a scribe of their own.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Postgres, tried};
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

/// How often a person’s acts are tried again that others came before, when nobody else waits with them.
const PATIENCE: u32 = 4;

type Answer = Result<Appended, StoreError>;

/// Whose, and what.
type Act<'a> = (PersonKey, &'a NewRows);

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
    /// Those who wait for one person's row, which may take long: beside the others, who never do.
    alone: usize,
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
    /// Writes for one person, whose row some other server may hold.
    alone: bool,
    is_done: bool,
}

impl Scribe {
    /// Writes a group; the next one, if there is one.
    async fn write(&mut self, group: Vec<Waiting>) -> Option<Vec<Waiting>> {
        let held = self.store.write_group(group, self.alone).await;
        self.hand_on(held);
        self.next()
    }

    /// Writes one group after another for as long as somebody waits.
    fn go_on(mut self, group: Vec<Waiting>) {
        let store = self.store.without_locks();
        store.inner.engine.begin(async move {
            let mut group = Some(group);
            while let Some(acts) = group {
                group = self.write(acts).await;
            }
        });
    }

    /// Gives acts, whose people’s rows some other server may hold, each person’s to a scribe of their own: the others do
    /// not wait for it then, and neither does whoever comes.
    fn hand_on(&mut self, held: Vec<Waiting>) {
        let mut held = held.into_iter().peekable();
        while let Some(first) = held.next() {
            let person = first.person;
            let mut acts = vec![first];
            while let Some(next) = held.next_if(|it| it.person == person) {
                acts.push(next);
            }
            self.in_hand.retain(|it| *it != person);
            if let Some(line) = self.store.inner.turns.lines().get_mut(&self.shard) {
                line.alone += 1;
            }
            let own = Self {
                store: self.store.without_locks(),
                shard: self.shard,
                in_hand: vec![person],
                alone: true,
                is_done: false,
            };
            own.go_on(acts);
        }
    }

    /// Puts down what is done and takes up the next; `None` if nobody waits whose turn it could be.
    fn next(&mut self) -> Option<Vec<Waiting>> {
        let mut lines = self.store.inner.turns.lines();
        let line = lines.get_mut(&self.shard)?;
        line.put_down(&mem::take(&mut self.in_hand));
        if self.alone && line.scribes < SCRIBES {
            // One of the others from now on.
            (line.alone, line.scribes) = (line.alone - 1, line.scribes + 1);
            self.alone = false;
        }
        let mut group = if self.alone { Vec::new() } else { line.next() };
        if group.is_empty() {
            // Under the same lock, so that nobody takes this for one who will look again.
            self.is_done = true;
            self.leave(&mut lines);
            return None;
        }
        group.sort_by_key(|it| it.person);
        self.in_hand = group.iter().map(|it| it.person).collect();
        Some(group)
    }

    /// Writes no more; the last one closes the line.
    fn leave(&self, lines: &mut HashMap<i64, Line>) {
        if let Entry::Occupied(mut entry) = lines.entry(self.shard) {
            let line = entry.get_mut();
            let kind = if self.alone {
                &mut line.alone
            } else {
                &mut line.scribes
            };
            *kind -= 1;
            if line.scribes + line.alone == 0 {
                entry.remove();
            }
        }
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
            self.leave(&mut lines);
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
            let mut scribe = Scribe {
                store: self.without_locks(),
                shard: person.dkey(),
                in_hand: Vec::new(),
                alone: false,
                is_done: false,
            };
            match scribe.next() {
                // Most often that is all there is.
                Some(group) if scribe.in_hand.contains(&person) => {
                    let written = self.inner.engine.run(async move {
                        if let Some(group) = scribe.write(group).await {
                            scribe.go_on(group);
                        }
                        Ok(())
                    });
                    written.await?;
                }
                Some(of_others) => scribe.go_on(of_others),
                None => {}
            }
        }
        told.await.map_err(|_| StoreError::Closed)?
    }

    /// Does what can be done, and tells those who wait for it. Unless it is done alone, those that wait for somebody’s row
    /// come back.
    async fn write_group(&self, group: Vec<Waiting>, alone: bool) -> Vec<Waiting> {
        let acts: Vec<_> = group.iter().map(|it| (it.person, &it.act)).collect();
        let answers = self.done(&acts, alone).await;
        let mut held = Vec::new();
        for (waiting, told) in group.into_iter().zip(answers) {
            let Some(told) = told else {
                held.push(waiting);
                continue;
            };
            if told.is_ok() {
                self.inner.appends.fetch_add(1, Ordering::Relaxed);
            }
            // Nobody waits any more when a request was given up; the act stands.
            _ = waiting.answer.send(told);
            drop(waiting.room);
        }
        held
    }

    /// What becomes of each act; `None` for those that wait for somebody’s row.
    async fn done(&self, acts: &[Act<'_>], alone: bool) -> Vec<Option<Answer>> {
        let mut answers: Vec<Option<Answer>> = acts.iter().map(|_| None).collect();
        let mut groups = vec![(0..acts.len()).collect::<Vec<_>>()];
        let mut patience = PATIENCE;
        while let Some(group) = groups.pop() {
            let told: Vec<Answer> = match self.append_group(acts, &group, alone).await {
                Ok(appended) => appended.into_iter().map(Ok).collect(),
                Err(Refused {
                    error: StoreError::Busy,
                    ..
                }) if !alone => continue,
                Err(Refused {
                    error: StoreError::Busy,
                    ..
                }) if patience > 0 => {
                    patience -= 1;
                    groups.push(group);
                    continue;
                }
                Err(Refused {
                    error: StoreError::Busy,
                    ..
                }) => group.iter().map(|_| Err(StoreError::Busy)).collect(),
                Err(Refused { error, .. }) if group.len() == 1 => vec![Err(error)],
                Err(Refused {
                    error: StoreError::Unreachable(why),
                    ..
                }) => {
                    let each = |_| Err(StoreError::Unreachable(why.clone()));
                    group.iter().map(each).collect()
                }
                // Nothing of any is there: the others first, and then those that it is about, each by itself.
                Err(Refused { acts, .. }) => {
                    let apart = |at: &usize| acts.is_empty() || acts.contains(at);
                    let (apart, others): (Vec<_>, Vec<_>) = (0..group.len()).partition(apart);
                    groups.extend(apart.into_iter().map(|at| vec![group[at]]));
                    if !others.is_empty() {
                        groups.push(others.into_iter().map(|at| group[at]).collect());
                    }
                    continue;
                }
            };
            for (place, told) in group.into_iter().zip(told) {
                answers[place] = Some(told);
            }
        }
        answers
    }

    /// Appends those of the acts that have these places, in one transaction.
    async fn append_group(
        &self,
        acts: &[Act<'_>],
        places: &[usize],
        alone: bool,
    ) -> Result<Vec<Appended>, Refused> {
        let acts: Vec<_> = places.iter().map(|place| acts[*place]).collect();
        // Beside the error, which says whether to try again.
        let mut blamed = Vec::new();
        // A scribe goes on by itself: nothing of this has to be handed to the engine.
        let appended = tried!(self, Together, transaction_with_first, db => async {
            if !alone {
                db.bound_waits();
            }
            let appended = verbs::append_all(&mut db, &acts).await;
            appended.map_err(|refused| {
                blamed = refused.acts;
                refused.error
            })
        });
        match appended {
            Ok(appended) => {
                self.inner.commits.fetch_add(1, Ordering::Relaxed);
                Ok(appended)
            }
            Err(error) => Err(Refused {
                acts: blamed,
                error,
            }),
        }
    }
}
