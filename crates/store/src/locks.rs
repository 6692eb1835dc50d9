//! The locks of a data directory.
//!
//! A server holds the server lock alone, so that two never serve one directory. Everything that uses the
//! database shares the schema lock; an upgrade needs that alone, so that nothing reads tables that change
//! under it. They are locks of the operating system on open files: gone with the process, however it ends.

use std::{
    fs::{self, File, TryLockError},
    io::Write,
    path::Path,
};

use crate::open_error::OpenError;

const SERVER: &str = "server.lock";
const SCHEMA: &str = "schema.lock";

/// Held as long as the directory is in use.
#[derive(Debug)]
pub(crate) struct Locks {
    server: Option<File>,
    schema: File,
}

/// A process that is being started shares, for a moment, the open files of the one that starts it; closing ours
/// would leave them locked for that moment. What is unlocked is free at once.
impl Drop for Locks {
    fn drop(&mut self) {
        for file in self.server.iter().chain([&self.schema]) {
            // Closing it, which follows, is all that is left to try.
            let _ = file.unlock();
        }
    }
}

impl Locks {
    /// Takes the server lock, if asked to, and shares the schema lock.
    pub(crate) fn take(dir: &Path, server: bool) -> Result<Self, OpenError> {
        let server = server.then(|| serve(dir)).transpose()?;
        let path = dir.join(SCHEMA);
        let schema = open(&path)?;
        match schema.try_lock_shared() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::Upgrading(dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(unusable(dir, &path, error)),
        }
        // A lock that another handle can take as well is none.
        let other = open(&path)?;
        match other.try_lock() {
            Err(TryLockError::WouldBlock) => {}
            Ok(()) => return Err(OpenError::NoLocks(dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(unusable(dir, &path, error)),
        }
        Ok(Self { server, schema })
    }

    /// Does `work` with the schema lock held alone, then shares it again.
    pub(crate) fn alone<T>(
        &self,
        dir: &Path,
        work: impl FnOnce() -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let path = dir.join(SCHEMA);
        let io = |error| unusable(dir, &path, error);
        self.schema.unlock().map_err(io)?;
        match self.schema.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::InUse {
                    dir: dir.to_owned(),
                    pid: server_of(dir),
                });
            }
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let done = work()?;
        self.schema.unlock().map_err(io)?;
        self.schema.lock_shared().map_err(io)?;
        Ok(done)
    }
}

fn serve(dir: &Path) -> Result<File, OpenError> {
    let path = dir.join(SERVER);
    let mut file = open(&path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(OpenError::Served {
                dir: dir.to_owned(),
                pid: server_of(dir),
            });
        }
        Err(TryLockError::Error(error)) => return Err(unusable(dir, &path, error)),
    }
    let note = |file: &mut File| {
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())
    };
    note(&mut file).map_err(OpenError::io(&path))?;
    Ok(file)
}

/// Who wrote the server lock last; right if it is held.
fn server_of(dir: &Path) -> Option<u32> {
    fs::read_to_string(dir.join(SERVER))
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn open(path: &Path) -> Result<File, OpenError> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(OpenError::io(path))
}

fn unusable(dir: &Path, path: &Path, error: std::io::Error) -> OpenError {
    match error.kind() {
        std::io::ErrorKind::Unsupported => OpenError::NoLocks(dir.to_owned()),
        _ => OpenError::io(path)(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_and_any_number_of_commands() {
        let dir = tempfile::tempdir().unwrap();
        let server = Locks::take(dir.path(), true).unwrap();
        let one = Locks::take(dir.path(), false).unwrap();
        let two = Locks::take(dir.path(), false).unwrap();
        let refused = Locks::take(dir.path(), true).unwrap_err();
        assert!(
            matches!(refused, OpenError::Served { pid: Some(pid), .. } if pid == std::process::id())
        );
        assert!(refused.to_string().contains("another Windward serves"));
        drop((server, one, two));
        Locks::take(dir.path(), true).unwrap();
    }

    #[test]
    fn files_that_a_starting_process_still_shares_are_free() {
        let dir = tempfile::tempdir().unwrap();
        let server = Locks::take(dir.path(), true).unwrap();
        let shared = server.server.as_ref().unwrap().try_clone().unwrap();
        let schema = server.schema.try_clone().unwrap();
        drop(server);
        let again = Locks::take(dir.path(), true).unwrap();
        again.alone(dir.path(), || Ok(())).unwrap();
        drop((shared, schema));
    }

    #[test]
    fn an_upgrade_needs_the_directory_alone() {
        let dir = tempfile::tempdir().unwrap();
        let server = Locks::take(dir.path(), true).unwrap();
        let command = Locks::take(dir.path(), false).unwrap();
        let refused = command.alone(dir.path(), || Ok(())).unwrap_err();
        assert!(matches!(refused, OpenError::InUse { pid: Some(_), .. }));
        drop((server, command));
        let command = Locks::take(dir.path(), false).unwrap();
        command
            .alone(dir.path(), || {
                assert!(matches!(
                    Locks::take(dir.path(), false),
                    Err(OpenError::Upgrading(_))
                ));
                Ok(())
            })
            .unwrap();
        Locks::take(dir.path(), false).unwrap();
    }
}
