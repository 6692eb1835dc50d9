//! Connections that only read.
//!
//! A look-up of one row takes SQLite some microseconds, less than handing it to another thread and back would
//! cost, so it runs where it is asked, on one of a few connections behind plain mutexes. Whatever may take
//! longer (a journal, a scan) goes to the blocking pool and to connections of its own, so that a long one
//! never stands in the way of a short one.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError, TryLockError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rusqlite::Connection;

use super::connect;
use crate::{error::StoreError, journal::MOST_PARTS, open_error::OpenError};

const SHORT: usize = 4;
/// As many as the parts that a long journal is read in.
const LONG: usize = MOST_PARTS;

#[derive(Debug)]
pub(super) struct Readers {
    short: Pool,
    long: Arc<Pool>,
}

#[derive(Debug)]
struct Pool {
    connections: Vec<Mutex<Connection>>,
    turn: AtomicUsize,
}

impl Pool {
    fn open(path: &Path, count: usize) -> Result<Self, OpenError> {
        let connections = (0..count)
            .map(|_| connect::reader(path).map(Mutex::new))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            connections,
            turn: AtomicUsize::new(0),
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> T) -> T {
        for connection in &self.connections {
            match connection.try_lock() {
                Ok(mut free) => return work(&mut free),
                // A reader leaves nothing half done, so one that panicked does no harm to the next.
                Err(TryLockError::Poisoned(free)) => return work(&mut free.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        // All are in use: wait for one, each time another.
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.connections.len();
        let mut connection = self.connections[turn]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        work(&mut connection)
    }
}

impl Readers {
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self {
            short: Pool::open(path, SHORT)?,
            long: Arc::new(Pool::open(path, LONG)?),
        })
    }

    /// A look-up of a few rows, here and now.
    pub(super) fn short<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.short.with(|connection| work(connection))
    }

    /// A read of any length, on the blocking pool.
    pub(super) async fn long<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let pool = Arc::clone(&self.long);
        tokio::task::spawn_blocking(move || pool.with(work))
            .await
            .map_err(|_| StoreError::Closed)?
    }
}
