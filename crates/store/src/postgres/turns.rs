//! Appends to one record, one group after another.
//!
//! The person's row is their lock until a transaction is durable, so acts that come meanwhile would each wait
//! for all before them. They are done together in the next transaction instead. If one of them conflicts, which
//! is rare, all is taken back and each is done by itself: a savepoint around each would cost every one of them a
//! way there and back.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Again, Attempts, Failed, Postgres, attempts, bounded, session::Session};
use crate::{
    error::StoreError,
    ids::PersonKey,
    journal::{Appended, NewRows},
    verbs,
};

/// How many acts may wait; who comes later waits to be let in.
const QUEUE: usize = 1024;

/// How many acts, and entries in them, are done in one transaction at most; one act of any size is.
const GROUP: usize = 64;
const GROUP_ENTRIES: usize = 1000;

type Answer = Result<Appended, StoreError>;

/// An act that waits for its turn, and somebody waiting for the answer.
struct Waiting {
    act: NewRows,
    answer: oneshot::Sender<Answer>,
    room: OwnedSemaphorePermit,
}

/// Who waits, by person. Those who are in it have somebody who writes for them.
pub(super) struct Turns {
    waiting: Mutex<HashMap<PersonKey, Vec<Waiting>>>,
    room: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self {
            waiting: Mutex::new(HashMap::new()),
            room: Arc::new(Semaphore::new(QUEUE)),
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<PersonKey, Vec<Waiting>>> {
        // Each change of it is whole when the lock is given back.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place; whether nobody writes for this person yet.
    fn enter(&self, person: PersonKey, waiting: Waiting) -> bool {
        match self.all().entry(person) {
            Entry::Occupied(mut others) => {
                others.get_mut().push(waiting);
                false
            }
            Entry::Vacant(place) => {
                place.insert(vec![waiting]);
                true
            }
        }
    }

    /// The next group, in the order in which they came; `None` if nobody waits any more.
    fn next(&self, person: PersonKey) -> Option<Vec<Waiting>> {
        let mut all = self.all();
        let waiting = all.get_mut(&person)?;
        let mut entries = 0;
        let fitting = waiting.iter().take(GROUP).take_while(|it| {
            let fits = entries == 0 || entries + it.act.rows.len() <= GROUP_ENTRIES;
            entries += it.act.rows.len().max(1);
            fits
        });
        let count = fitting.count();
        if count == 0 {
            all.remove(&person);
            return None;
        }
        Some(waiting.drain(..count).collect())
    }
}

/// Whoever writes for a person. If that ends before its time, those who wait are told that it is over.
struct Scribe {
    store: Postgres,
    /// `None` when nobody waited any more.
    person: Option<PersonKey>,
}

impl Scribe {
    async fn write(mut self) {
        while let Some(person) = self.person {
            match self.store.inner.turns.next(person) {
                Some(group) => self.store.write_group(person, group).await,
                None => self.person = None,
            }
        }
    }
}

impl Drop for Scribe {
    fn drop(&mut self) {
        if let Some(person) = self.person {
            self.store.inner.turns.all().remove(&person);
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
            act,
            answer,
            room: room.map_err(|_| StoreError::Closed)?,
        };
        if turns.enter(person, waiting) {
            let scribe = Scribe {
                store: self.without_locks(),
                person: Some(person),
            };
            self.inner.engine.begin(scribe.write());
        }
        told.await.map_err(|_| StoreError::Closed)?
    }

    async fn write_group(&self, person: PersonKey, group: Vec<Waiting>) {
        let (acts, answers): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|it| (it.act, (it.answer, it.room)))
            .unzip();
        let acts = Arc::new(acts);
        for ((answer, _room), told) in answers.into_iter().zip(self.done(person, &acts).await) {
            if told.is_ok() {
                self.inner.appends.fetch_add(1, Ordering::Relaxed);
            }
            // Nobody waits any more when a request was given up; the act stands.
            _ = answer.send(told);
        }
    }

    /// What becomes of each act.
    async fn done(&self, person: PersonKey, acts: &Arc<Vec<NewRows>>) -> Vec<Answer> {
        let group = Arc::clone(acts);
        let done = attempts!(self, Yes, transaction, db => together(&mut db, person, &group)).await;
        match done {
            Ok(answers) => {
                self.inner.commits.fetch_add(1, Ordering::Relaxed);
                answers
            }
            Err(error) if acts.len() == 1 => vec![Err(error)],
            Err(StoreError::Busy) => acts.iter().map(|_| Err(StoreError::Busy)).collect(),
            Err(StoreError::Unreachable(why)) => {
                let told = acts
                    .iter()
                    .map(|_| Err(StoreError::Unreachable(why.clone())));
                told.collect()
            }
            // Something about one of them, and nothing of any is there: each by itself.
            Err(_) => {
                let mut answers = Vec::with_capacity(acts.len());
                for place in 0..acts.len() {
                    let group = Arc::clone(acts);
                    let one = attempts!(self, Yes, transaction, db =>
                        verbs::append(&mut db, person, &group[place]));
                    answers.push(one.await);
                }
                answers
            }
        }
    }
}

/// Appends acts within one transaction. What is wrong with one of them is an error of all of it.
async fn together(
    db: &mut Session,
    person: PersonKey,
    acts: &[NewRows],
) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Vec::with_capacity(acts.len());
    for act in acts {
        answers.push(Ok(verbs::append(db, person, act).await?));
    }
    Ok(answers)
}
