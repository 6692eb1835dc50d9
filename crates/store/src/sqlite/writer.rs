//! The one thread that writes.
//!
//! What waits is done in one transaction and made durable by one fsync; who waited is answered after that.
//! Each task but the first runs within a savepoint, so that one that fails leaves nothing and takes no other with it.

use std::{
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicU32, AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError, TryRecvError},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use rusqlite::{Connection, wal::CheckpointMode};
use tokio::sync::{Semaphore, oneshot};

use super::{
    connect,
    task::{Failure, Task, Write},
};
use crate::{error::StoreError, open_error::OpenError};

/// How many tasks may wait; who comes later waits to be let in.
const QUEUE: usize = 1024;

/// How many tasks are done in one transaction at most.
const GROUP: usize = 256;

/// How long a group is held open for those who are expected at most, and as a part of a commit's time.
const PATIENCE: Duration = Duration::from_millis(1);
const PATIENCE_PART: u32 = 4;

/// After how many pages of 4 KiB the log is copied into the database.
const CHECKPOINT_PAGES: u32 = 4096;

/// How long a scrub of the log waits for readers, and how often one that failed is tried again when nothing
/// else is to do.
const SCRUB_PATIENCE: Duration = Duration::from_secs(1);
const SCRUB_AGAIN: Duration = Duration::from_secs(10);

/// What was written since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Acts appended.
    pub appends: u64,
    /// Transactions made durable, each by one fsync; those with appends and those with other writes.
    pub commits: u64,
}

enum Message {
    Task(Box<dyn Task>),
    Close,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    appends: AtomicU64,
    commits: AtomicU64,
}

impl Counters {
    pub(super) fn count_append(&self) {
        self.appends.fetch_add(1, Ordering::Relaxed);
    }
}

/// The way to the thread. Dropped, it waits until what was handed in is done.
#[derive(Debug)]
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    room: Arc<Semaphore>,
    thread: Mutex<Option<JoinHandle<()>>>,
    pub(super) counters: Arc<Counters>,
    /// Why nothing more is written, once that is so.
    broken: Arc<OnceLock<String>>,
}

impl Writer {
    pub(super) fn start(mut connection: Connection) -> Result<Self, OpenError> {
        let (queue, tasks) = mpsc::channel();
        let room = Arc::new(Semaphore::new(QUEUE));
        let counters = Arc::new(Counters::default());
        let broken = Arc::new(OnceLock::new());
        let wal_pages = Arc::new(AtomicU32::new(0));
        let pages = Arc::clone(&wal_pages);
        connection.wal_hook(Some(move |_: &mut _, count| {
            pages.store(u32::try_from(count).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))?;
        let thread = Thread {
            connection,
            tasks,
            room: Arc::clone(&room),
            counters: Arc::clone(&counters),
            wal_pages,
            expected: 1,
            commit_took: Duration::ZERO,
            traces: false,
            closing: false,
            broken: Arc::clone(&broken),
        };
        let handle = std::thread::Builder::new()
            .name("windward-writer".to_owned())
            .spawn(move || thread.run())
            .map_err(|error| StoreError::Database(Box::new(error)))?;
        Ok(Self {
            queue,
            room,
            thread: Mutex::new(Some(handle)),
            counters,
            broken,
        })
    }

    /// Why nothing more is written until the database is opened anew; `None` while it is.
    pub(super) fn broken(&self) -> Option<&str> {
        self.broken.get().map(String::as_str)
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            appends: self.counters.appends.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
        }
    }

    /// Does `work` in a transaction and gives its answer once that is durable.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.hand_in(work, false).await.map(|(value, _)| value)
    }

    /// As [`Self::write`], and empties the log; whether traces of what was there remain in it.
    pub(super) async fn write_and_scrub(
        &self,
        work: impl FnOnce(&Connection) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<bool, StoreError> {
        self.hand_in(work, true).await.map(|((), traces)| traces)
    }

    async fn hand_in<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
        scrubs: bool,
    ) -> Result<(T, bool), StoreError> {
        let room = self.room.acquire().await.map_err(|_| StoreError::Closed)?;
        let (waiting, answer) = oneshot::channel();
        let task = Box::new(Write::new(work, scrubs, waiting));
        self.queue
            .send(Message::Task(task))
            .map_err(|_| StoreError::Closed)?;
        // The thread gives the place back when it takes the task.
        room.forget();
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Does what was handed in and ends the thread.
    pub(super) fn close(&self) {
        let handle = self.thread.lock().map(|mut it| it.take());
        if let Ok(Some(handle)) = handle {
            let _ = self.queue.send(Message::Close);
            let _ = handle.join();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

struct Thread {
    connection: Connection,
    tasks: mpsc::Receiver<Message>,
    room: Arc<Semaphore>,
    counters: Arc<Counters>,
    wal_pages: Arc<AtomicU32>,
    /// How many were in the last group: who wrote then is likely to write again at once.
    expected: usize,
    commit_took: Duration,
    /// The log was to be emptied and could not be.
    traces: bool,
    closing: bool,
    broken: Arc<OnceLock<String>>,
}

impl Thread {
    fn run(mut self) {
        while !self.closing {
            let next = if self.traces {
                self.tasks.recv_timeout(SCRUB_AGAIN)
            } else {
                self.tasks
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected)
            };
            match next {
                Ok(Message::Task(task)) => {
                    self.room.add_permits(1);
                    self.group(task);
                }
                Err(RecvTimeoutError::Timeout) => self.scrub(Duration::ZERO),
                Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.room.close();
        if self.broken.get().is_none() {
            self.scrub(SCRUB_PATIENCE);
        }
    }

    /// Writes nothing more, where a failure is one after which it is not known what is on the disk.
    fn give_up(&self, failure: &Failure) {
        if let Failure::Broken(why) = failure {
            tracing::error!(why, "a write failed; nothing more is written");
            // The first reason is the one that counts.
            _ = self.broken.set(why.clone());
        }
    }

    /// Does `first` and what else is there in one transaction.
    fn group(&mut self, first: Box<dyn Task>) {
        if let Some(why) = self.broken.get() {
            first.answer(Err(Failure::Broken(why.clone())), false);
            return;
        }
        if let Err(failure) = self.execute("BEGIN IMMEDIATE") {
            self.give_up(&failure);
            first.answer(Err(failure), false);
            return;
        }
        let mut done: Vec<Box<dyn Task>> = Vec::with_capacity(self.expected + 8);
        let mut failed = None;
        let patience = PATIENCE.min(self.commit_took / PATIENCE_PART);
        let begun = Instant::now();
        let mut next = Some(first);
        while let Some(mut task) = next.take() {
            let outcome = if done.is_empty() {
                self.first(&mut *task)
            } else {
                self.one(&mut *task)
            };
            done.push(task);
            if let Err(failure) = outcome {
                failed = Some(failure);
                break;
            }
            if done.len() < GROUP {
                next = self.next(done.len(), begun, patience);
            }
        }
        let committing = Instant::now();
        let committed = match failed {
            Some(failure) => Err(failure),
            None => self.execute("COMMIT"),
        };
        self.commit_took = committing.elapsed();
        self.expected = done.len();
        match &committed {
            Ok(()) => {
                self.counters.commits.fetch_add(1, Ordering::Relaxed);
            }
            Err(failure) => {
                if !self.connection.is_autocommit() {
                    let _ = self.execute("ROLLBACK");
                }
                self.give_up(failure);
            }
        }
        let scrubs = committed.is_ok() && done.iter().any(|task| task.scrubs());
        if scrubs {
            self.scrub(SCRUB_PATIENCE);
        }
        for task in done {
            let traces = self.traces && task.scrubs();
            task.answer(committed.clone(), traces);
        }
        if !scrubs && committed.is_ok() {
            self.checkpoint();
        }
    }

    /// The next task of the group, if it comes soon enough.
    fn next(&mut self, done: usize, begun: Instant, patience: Duration) -> Option<Box<dyn Task>> {
        let message = match self.tasks.try_recv() {
            Ok(message) => message,
            Err(TryRecvError::Empty) if done < self.expected => {
                let left = patience.checked_sub(begun.elapsed())?;
                self.tasks.recv_timeout(left).ok()?
            }
            Err(_) => return None,
        };
        match message {
            Message::Task(task) => {
                self.room.add_permits(1);
                Some(task)
            }
            Message::Close => {
                self.closing = true;
                None
            }
        }
    }

    /// Runs the first task of a transaction, which most often is its only one. It needs no savepoint: what it leaves
    /// is all there is, and goes with the transaction.
    fn first(&self, task: &mut dyn Task) -> Result<(), Failure> {
        let stays = self.run_one(task)?;
        if !stays {
            self.execute("ROLLBACK")?;
            self.execute("BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    /// Runs one task within a savepoint. An error is one of the whole transaction.
    fn one(&self, task: &mut dyn Task) -> Result<(), Failure> {
        self.execute("SAVEPOINT task")?;
        let stays = self.run_one(task)?;
        if !stays {
            self.execute("ROLLBACK TO task")?;
        }
        self.execute("RELEASE task")
    }

    /// Runs a task; whether what it did is to stay. An error is one of the whole transaction.
    fn run_one(&self, task: &mut dyn Task) -> Result<bool, Failure> {
        let stays = task.run(&self.connection);
        match task.failure() {
            Some(broken @ Failure::Broken(_)) => Err(broken),
            // SQLite gave up the transaction, which it does when it cannot write.
            failure if self.connection.is_autocommit() => Err(failure.unwrap_or(Failure::Full)),
            _ => Ok(stays),
        }
    }

    /// Copies the log into the database when it has grown, so that the next writes begin it anew.
    fn checkpoint(&mut self) {
        if self.traces {
            self.scrub(Duration::ZERO);
        } else if self.wal_pages.load(Ordering::Relaxed) >= CHECKPOINT_PAGES {
            match self
                .connection
                .wal_checkpoint_v2(Some(rusqlite::MAIN_DB), CheckpointMode::PASSIVE)
            {
                Ok(_) => {}
                Err(error) => self.note(&error),
            }
        }
    }

    /// Copies the log into the database and empties it. Readers that are in the middle of it are waited for.
    fn scrub(&mut self, patience: Duration) {
        let emptied = self.connection.busy_timeout(patience).and_then(|()| {
            self.connection
                .wal_checkpoint_v2(Some(rusqlite::MAIN_DB), CheckpointMode::TRUNCATE)
        });
        self.traces = emptied.is_err();
        if let Err(error) = emptied {
            self.note(&error);
        }
        if let Err(error) = connect::be_patient(&self.connection) {
            self.note(&error);
        }
    }

    fn note(&self, error: &rusqlite::Error) {
        let failure = Failure::of(error);
        tracing::debug!(?failure, "the log could not be copied yet");
        self.give_up(&failure);
    }

    fn execute(&self, statement: &str) -> Result<(), Failure> {
        self.connection
            .prepare_cached(statement)
            .and_then(|mut it| it.execute([]))
            .map(drop)
            .map_err(|error| Failure::of(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database with one table, and the thread that writes to it.
    fn writer(set_up: impl FnOnce(&Connection)) -> (tempfile::TempDir, Arc<Writer>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        connect::create(&path).unwrap();
        let connection = connect::writer(&path).unwrap();
        connection
            .execute_batch("CREATE TABLE t (a bigint, b bytea)")
            .unwrap();
        set_up(&connection);
        (dir, Arc::new(Writer::start(connection).unwrap()))
    }

    async fn insert(writer: &Writer, number: i64, bytes: usize) -> Result<(), StoreError> {
        writer
            .write(move |connection| {
                connection.execute("INSERT INTO t VALUES (?1, zeroblob(?2))", (number, bytes))?;
                Ok(())
            })
            .await
    }

    async fn numbers(writer: &Writer) -> Vec<i64> {
        let read = |connection: &Connection| {
            let mut statement = connection.prepare("SELECT a FROM t ORDER BY a")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        writer.write(read).await.unwrap()
    }

    #[tokio::test]
    async fn a_task_that_fails_leaves_nothing_and_takes_no_other_with_it() {
        let (dir, writer) = writer(|_| {});
        // Another program holds the database until all have come, so that they share a transaction.
        let other = Connection::open(dir.path().join("a.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let tasks: Vec<_> = (0..40)
            .map(|number| {
                let writer = Arc::clone(&writer);
                tokio::spawn(async move {
                    let work = move |connection: &Connection| {
                        connection.execute("INSERT INTO t VALUES (?1, NULL)", [number])?;
                        if number % 3 == 0 {
                            return Err(StoreError::NoSuchPerson);
                        }
                        Ok(number)
                    };
                    writer.write(work).await
                })
            })
            .collect();
        // There is one thread: each hands in its task when it has its turn.
        for _ in 0..40 {
            tokio::task::yield_now().await;
        }
        other.execute_batch("COMMIT").unwrap();
        for (number, task) in (0..).zip(tasks) {
            let answer = task.await.unwrap();
            if number % 3 == 0 {
                assert!(matches!(answer, Err(StoreError::NoSuchPerson)));
            } else {
                assert_eq!(answer.unwrap(), number);
            }
        }
        let expected: Vec<i64> = (0..40).filter(|it| it % 3 != 0).collect();
        assert_eq!(numbers(&writer).await, expected);
        assert_eq!(writer.stats().commits, 2, "one with all, one to look");
    }

    #[tokio::test]
    async fn a_full_disk_says_so_and_what_fits_is_stored() {
        let (_dir, writer) = writer(|connection| {
            connection
                .pragma_update(None, "max_page_count", 20)
                .unwrap();
        });
        insert(&writer, 1, 10).await.unwrap();
        let refused = insert(&writer, 2, 1_000_000).await;
        assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
        insert(&writer, 3, 10).await.unwrap();
        assert_eq!(numbers(&writer).await, [1, 3]);
    }

    #[tokio::test]
    async fn a_database_that_another_holds_is_waited_for_and_then_busy() {
        let (dir, writer) = writer(|connection| {
            connection.busy_timeout(Duration::from_millis(50)).unwrap();
        });
        let other = Connection::open(dir.path().join("a.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(insert(&writer, 1, 1).await, Err(StoreError::Busy)));
        other.execute_batch("COMMIT").unwrap();
        insert(&writer, 2, 1).await.unwrap();
        assert_eq!(numbers(&writer).await, [2]);
    }

    #[tokio::test]
    async fn what_was_handed_in_is_done_before_it_closes_and_nothing_after() {
        let (dir, writer) = writer(|_| {});
        let mut handed_in: Vec<_> = (0..30)
            .map(|number| Box::pin(insert(&writer, number, 5)))
            .collect();
        // Polled once, each has handed in its task; nobody waits for the answers.
        for future in &mut handed_in {
            let polled = std::future::poll_fn(|context| {
                std::task::Poll::Ready(future.as_mut().poll(context).is_ready())
            });
            polled.await;
        }
        drop(handed_in);
        writer.close();
        assert!(matches!(
            insert(&writer, 99, 5).await,
            Err(StoreError::Closed)
        ));
        let connection = Connection::open(dir.path().join("a.db")).unwrap();
        let count: i64 = connection
            .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 30);
    }
}
