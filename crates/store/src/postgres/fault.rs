//! What a server's error means for us. Its SQLSTATE alone says so: a sharded database puts other names into the
//! texts, and leaves out which constraint it was.

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::Error;

use crate::error::StoreError;

/// What an error of a statement, or of making a connection, means.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what an error is mapped by"
)]
pub(super) fn fault(error: Error) -> StoreError {
    let Some(db) = error.as_db_error() else {
        // Not an answer of the server, so it is about the way to it.
        return StoreError::Unreachable(plain(&error));
    };
    // The message alone: what a detail adds may hold values of a row.
    let told = || format!("{} (SQLSTATE {})", db.message(), db.code().code());
    match db.code().code() {
        // A serialisation failure, a deadlock, a lock not given, a statement cancelled, no connection left.
        "40001" | "40P01" | "55P03" | "57014" | "53300" => StoreError::Busy,
        "53100" => StoreError::Full,
        // Shut down, crashed, starting, idle for too long, a standby by now; and what a sharded database says
        // when one of its machines could not commit.
        "57P01" | "57P02" | "57P03" | "57P05" | "25006" | "25P03" | "XX000" => {
            StoreError::Unreachable(told())
        }
        code if code.starts_with("08") => StoreError::Unreachable(told()),
        _ => StoreError::Database(told().into()),
    }
}

/// An error with all that caused it, on one line.
pub(super) fn plain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(it) = cause {
        let more = it.to_string();
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = it.source();
    }
    text
}

/// What it means to get no connection.
pub(super) fn no_connection(error: PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) => fault(error),
        PoolError::Timeout(TimeoutType::Wait) => StoreError::Busy,
        PoolError::Closed => StoreError::Closed,
        other => StoreError::Unreachable(other.to_string()),
    }
}

/// Whether it is worth another attempt.
pub(super) const fn passes(error: &StoreError) -> bool {
    matches!(error, StoreError::Busy | StoreError::Unreachable(_))
}
