//! Where things lie in the repository.

use std::{
    env,
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo says it at run time; what it said at build time is wrong once the repository was moved.
    let xtask = env::var_os("CARGO_MANIFEST_DIR");
    let xtask = xtask.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask
        .parent()
        .expect("xtask is a directory of the repository")
        .to_path_buf()
}

/// A directory for what commands fetch and write, made if it is not there. It is never committed.
pub(crate) fn scratch() -> Result<PathBuf> {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let scratch = target.join("xtask");
    fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    Ok(scratch)
}

/// A program of ours where cargo puts those that are not released.
pub(crate) fn built(name: &str) -> Result<PathBuf> {
    let debug = scratch()?.with_file_name("debug");
    Ok(debug.join(format!("{name}{EXE_SUFFIX}")))
}

/// Files of the repository whose name ends with `ending`, in order, as paths from the root.
///
/// Build output and what is fetched for it do not belong to the repository; symbolic links are not followed.
pub(crate) fn files(ending: &str) -> Result<Vec<PathBuf>> {
    let root = root();
    let mut found = Vec::new();
    let mut next = vec![root.clone()];
    while let Some(directory) = next.pop() {
        let entries = fs::read_dir(&directory)
            .with_context(|| format!("cannot list {}", directory.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            let kind = entry.file_type()?;
            let name = entry.file_name();
            if kind.is_dir() && !is_output(&path) {
                next.push(path);
            } else if kind.is_file() && name.to_string_lossy().ends_with(ending) {
                let from_root = path
                    .strip_prefix(&root)
                    .expect("the walk begins at the root");
                found.push(from_root.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_output(directory: &Path) -> bool {
    let named = |name: &str| directory.file_name().is_some_and(|it| it == name);
    named(".git")
        || named("node_modules")
        || directory.ends_with("docs/book")
        // Cargo marks its target directories so, whatever they are called.
        || directory.join("CACHEDIR.TAG").exists()
}
