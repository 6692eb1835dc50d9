//! The disk that takes back what was not synced, tried with programs that say when they sync.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use windward_torture::{
    dice::Dice,
    disk::{Disk, Errno, Operation, library},
    outage,
    server::Program,
};

/// Runs a script below a disk; what it did is then cut off or not, by dice.
fn after(script: &str, seed: u64, spoil: impl Fn(&mut Disk)) -> (tempfile::TempDir, bool) {
    let home = tempfile::tempdir().unwrap();
    let mut program = Program::new(Path::new("sh"), home.path(), String::new()).unwrap();
    let library = library(home.path()).unwrap();
    let mut disk = Disk::beneath(&mut program, &library).unwrap();
    fs::create_dir(program.data()).unwrap();
    disk.write_down().unwrap();
    spoil(&mut disk);
    let done = Command::new("sh")
        .args(["-c", script])
        .current_dir(program.data())
        .envs(program.environment)
        .status()
        .unwrap();
    outage::cut(&disk.log(), &mut Dice::seeded(seed)).unwrap();
    (home, done.success())
}

fn put(text: &str, how: &str) -> String {
    format!("printf {text} | dd of=a status=none conv=notrunc{how}\n")
}

/// What is there after each of some cuts; nothing where the file is gone.
fn there(script: &str, spoil: impl Fn(&mut Disk)) -> BTreeSet<String> {
    let one = |seed| {
        let (home, done) = after(script, seed, &spoil);
        assert!(done, "{script}");
        fs::read_to_string(home.path().join("data/a")).unwrap_or_default()
    };
    (0..24).map(one).collect()
}

#[test]
fn what_was_synced_is_there_and_what_was_not_may_be() {
    let all = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect();
    let synced = put("synced", ",fsync") + "sync .\n";
    assert_eq!(there(&synced, |_| ()), all(&["synced"]));
    let over = synced.clone() + &put("lost", "");
    assert_eq!(there(&over, |_| ()), all(&["losted", "synced"]));
    // A name is there once its directory was synced.
    let unnamed = put("synced", ",fsync");
    assert_eq!(there(&unnamed, |_| ()), all(&["", "synced"]));
    let moved = synced.clone() + "printf new | dd of=b status=none conv=fsync\nmv b a\n";
    assert_eq!(there(&moved, |_| ()), all(&["new", "synced"]));
    let removed = synced.clone() + "rm a\n";
    assert_eq!(there(&removed, |_| ()), all(&["", "synced"]));
    // Syncs that do nothing.
    assert!(there(&synced, |it| it.lie().unwrap()).contains(""));
}

#[test]
fn the_operation_that_is_to_fail_does() {
    let script = put("one", ",fsync") + &put("two", ",fsync");
    for (what, at, done) in [
        (Operation::Writing, 1, false),
        (Operation::Writing, 9, true),
        (Operation::Syncing, 2, false),
        (Operation::Syncing, 3, true),
    ] {
        let fail = |disk: &mut Disk| disk.fail(what, at, Errno::Io, true).unwrap();
        let (_home, went) = after(&format!("set -e\n{script}"), 1, fail);
        assert_eq!(went, done, "{what:?} {at}");
    }
}
