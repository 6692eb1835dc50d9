//! What is handed to the one thread that writes, and what can fail beneath it.

use rusqlite::{Connection, ErrorCode};
use tokio::sync::oneshot;

use crate::error::StoreError;

/// A failure of the transaction around a task, told to every task in it.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    Busy,
    Full,
    Broken(String),
    Database(String),
}

impl Failure {
    pub(super) fn of(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            // After a failed fsync the kernel may call pages clean that never reached the disk, so that a
            // second attempt would succeed without them.
            Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt) => {
                Self::Broken(error.to_string())
            }
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy => Self::Busy,
            Failure::Full => Self::Full,
            Failure::Broken(why) => Self::Broken(why),
            Failure::Database(why) => Self::Database(why.into()),
        }
    }
}

/// Something to write, and somebody waiting for it.
pub(super) trait Task: Send {
    /// Does it; whether it is to stay.
    fn run(&mut self, connection: &Connection) -> bool;
    /// What failed beneath it, if something did that is not of this task alone.
    fn failure(&self) -> Option<Failure>;
    /// Whether the log is to be emptied afterwards.
    fn scrubs(&self) -> bool;
    /// Tells how it went. `traces`: the log was to be emptied and could not be.
    fn answer(self: Box<Self>, committed: Result<(), Failure>, traces: bool);
}

pub(super) struct Write<F, T> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    scrubs: bool,
    waiting: oneshot::Sender<Result<(T, bool), StoreError>>,
}

impl<F, T> Write<F, T> {
    pub(super) const fn new(
        work: F,
        scrubs: bool,
        waiting: oneshot::Sender<Result<(T, bool), StoreError>>,
    ) -> Self {
        Self {
            work: Some(work),
            result: None,
            scrubs,
            waiting,
        }
    }
}

impl<F, T> Task for Write<F, T>
where
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn failure(&self) -> Option<Failure> {
        match self.result.as_ref()?.as_ref().err()? {
            StoreError::Full => Some(Failure::Full),
            StoreError::Busy => Some(Failure::Busy),
            StoreError::Database(error) => Some(Failure::of(error.downcast_ref()?)),
            _ => None,
        }
    }

    fn scrubs(&self) -> bool {
        self.scrubs && matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), Failure>, traces: bool) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) => result.map(|value| (value, traces)),
            (Ok(()), None) => Err(StoreError::Closed),
            (Err(failure), _) => Err(failure.into()),
        };
        // Nobody waits any more when a request was given up; the write stands.
        let _ = self.waiting.send(result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_failed_fsync_nothing_more_is_written() {
        use rusqlite::ffi;
        let failure =
            |code| Failure::of(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        for code in [
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_CORRUPT,
        ] {
            assert!(matches!(failure(code), Failure::Broken(_)), "{code}");
        }
        assert!(matches!(failure(ffi::SQLITE_FULL), Failure::Full));
        assert!(matches!(failure(ffi::SQLITE_BUSY), Failure::Busy));
    }
}
