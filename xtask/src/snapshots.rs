//! Snapshots that no test owns any more, and new ones that nobody has looked at.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::workspace;

/// Fails on snapshots waiting for review and, after a run of all tests, on those that none of them named.
///
/// `named` is the file in which insta writes down each snapshot that a test compared, a path a line; `None` if
/// only some tests ran, which says nothing about the others' snapshots.
pub(crate) fn check(named: Option<&Path>) -> Result<()> {
    let mut faults = Vec::new();
    for ending in [".snap.new", ".pending-snap"] {
        for file in workspace::files(ending)? {
            faults.push(format!("{}: new and not looked at", file.display()));
        }
    }
    let stored = workspace::files(".snap")?;
    if let Some(named) = named {
        let lines = if stored.is_empty() {
            // Without a snapshot anywhere insta had nothing to write down.
            String::new()
        } else {
            fs::read_to_string(named)
                .with_context(|| format!("no test named a snapshot in {}", named.display()))?
        };
        for file in unowned(&stored, &lines) {
            faults.push(format!("{}: no test owns it", file.display()));
        }
    }
    if faults.is_empty() {
        let owned = if named.is_some() {
            "each with its test"
        } else {
            "owners not checked"
        };
        println!("{} snapshots, {owned}; none new", stored.len());
        return Ok(());
    }
    for fault in &faults {
        println!("{fault}");
    }
    bail!(
        "snapshots that need you: {}; accept new ones with ‘cargo insta review’ or INSTA_UPDATE=always, delete those that no test owns",
        faults.len()
    )
}

fn unowned<'a>(stored: &'a [PathBuf], named: &str) -> Vec<&'a PathBuf> {
    let root = workspace::root();
    // insta writes paths with ‘..’ in them, and from where the crate lies.
    let real = |path: &Path| root.join(path).canonicalize().ok();
    let owned: HashSet<PathBuf> = named
        .lines()
        .filter_map(|line| real(Path::new(line)))
        .collect();
    stored
        .iter()
        .filter(|file| real(file).is_none_or(|file| !owned.contains(&file)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_owned_however_its_path_is_written() {
        // Any files do; these are here for sure.
        let stored = [
            PathBuf::from("Cargo.toml"),
            PathBuf::from("xtask/Cargo.toml"),
        ];
        let named = "xtask/src/../Cargo.toml\n";
        assert_eq!(unowned(&stored, named), [&PathBuf::from("Cargo.toml")]);
        assert_eq!(unowned(&stored, "").len(), 2);
    }
}
