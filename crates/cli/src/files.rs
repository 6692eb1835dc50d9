//! Files that are read and written as people name them.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::stop::Stop;

/// Reads a file that has at most `most` bytes.
pub(crate) fn read_file(path: &Path, most: usize) -> Result<Vec<u8>> {
    use std::io::Read as _;
    let refused =
        |error: io::Error| Stop::refused(format!("{} cannot be read: {error}", path.display()));
    let file = fs::File::open(path).map_err(refused)?;
    let mut bytes = Vec::new();
    // One byte more than allowed, so that whoever parses it sees that it is too much.
    let limit = most as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

/// Writes a file that only its owner can read and that was not there before.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    write_new_with(path, |file| Ok(file.write_all(bytes)?))
}

/// The same; with `replace`, over a file of that name. The one that was there goes only when the new one is whole.
pub(crate) fn write_over(
    path: &Path,
    replace: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    if !(replace && path.is_file()) {
        return write_new_with(path, write);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    write_new_with(&beside, write)?;
    fs::rename(&beside, path).with_context(|| {
        _ = fs::remove_file(&beside);
        format!("{} cannot be written", path.display())
    })
}

/// The same, for what is written piece by piece. A file that was not written to its end is taken away again.
pub(crate) fn write_new_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let cannot = || format!("{} cannot be written", path.display());
    let mut file = match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Stop::usage(format!(
                "{} is there already; name a file that is not",
                path.display()
            )));
        }
        opened => opened.with_context(cannot)?,
    };
    let written = write(&mut file)
        .and_then(|()| Ok(file.sync_all()?))
        .with_context(cannot);
    if written.is_err() {
        // What is left of it would look like the whole.
        _ = fs::remove_file(path);
    }
    written
}
