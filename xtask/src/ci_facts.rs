//! Facts about the build that are worth watching.

use std::collections::BTreeSet;

use anyhow::Result;

use super::program::release_tree;

pub(crate) fn run() -> Result<()> {
    let tree = release_tree()?;
    let (ours, others) = count(&tree);
    println!(
        "crates in the release build: {} ({others} from crates.io, {ours} ours)",
        ours + others
    );
    Ok(())
}

/// Crates of the workspace and crates from elsewhere in what `cargo tree` prints, each counted once.
fn count(tree: &str) -> (usize, usize) {
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    // Those with a path are ours; ‘(proc-macro)’ stands where a path would.
    let ours = crates.iter().filter(|it| it.contains('/')).count();
    (ours, crates.len() - ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_crate_once_and_two_versions_twice() {
        let tree = "windward v0.1.0 (/home/ada/windward/crates/windward)\n\
            anyhow v1.0.1\nmaud v0.27.0\nmaud_macros v0.27.0 (proc-macro)\nsyn v1.0.0\n\
            syn v2.0.0\nsyn v2.0.0 (*)\n\nwindward-core v0.1.0 (/home/ada/windward/crates/core)\n";
        assert_eq!(count(tree), (2, 5));
    }
}
