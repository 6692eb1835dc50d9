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

/// Makes a directory that its owner alone may enter, and those above it, unless they are there.
pub(crate) fn create_private_dir(dir: &Path) -> io::Result<()> {
    private_dir().recursive(true).create(dir)
}

/// Makes a directory that its owner alone may enter and that was not there before.
pub(crate) fn create_new_private_dir(dir: &Path) -> io::Result<()> {
    private_dir().create(dir)
}

fn private_dir() -> fs::DirBuilder {
    let builder = fs::DirBuilder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::DirBuilderExt;
        let mut builder = builder;
        builder.mode(0o700);
        builder
    };
    builder
}
