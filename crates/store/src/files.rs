//! Small things about files.

use std::{fs, io, path::Path};

/// Makes names in a directory durable: a file that was synced is lost if its name is not.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    // Windows has no such call and needs none.
    if cfg!(unix) {
        fs::File::open(dir)?.sync_all()?;
    }
    Ok(())
}

/// Makes a directory, with those above it, that its owner alone may enter.
pub(crate) fn create_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(dir)
}
