//! What leaves and comes back: record exports, backups, the recovery code.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{career::career, shell::Shell};

#[test]
fn export_and_back_is_the_identity() {
    let mut shell = career();
    shell.forget();
    shell.done("export first.jsonl");
    let first = shell.read("first.jsonl");
    assert_eq!(
        shell.run("export"),
        first,
        "the same record gives the same bytes"
    );

    shell.forget();
    shell.done("export again.jsonl");
    shell.run("export first.jsonl");
    shell.move_to("other");
    shell.done("import-record first.jsonl");
    shell.done("import-record first.jsonl");
    shell.run("import-record first.jsonl --json");
    shell.done("export second.jsonl");
    shell.run("course --as-of 2026-06-30");
    assert_snapshot!(shell.story());
    assert_eq!(shell.read("second.jsonl"), first);
}

#[test]
fn the_sample_survives_a_round_trip_with_its_ladder() {
    let mut shell = Shell::new();
    shell.done("demo");
    shell.done("export sample.jsonl");
    let sample = shell.read("sample.jsonl");
    assert!(
        sample
            .lines()
            .nth(1)
            .unwrap()
            .starts_with("{\"framework\":"),
        "the ladder is in it"
    );
    shell.move_to("other");
    shell.done("import-record sample.jsonl");
    assert_eq!(shell.run("export"), sample);
    // The shipped ladder goes with the program, so a record that names it keeps its text.
    for data in ["data", "other"] {
        shell.move_to(data);
        let answer: Value = serde_json::from_str(&shell.run("doctor --json")).unwrap();
        assert_eq!(answer["rows"]["frameworks"], 1, "{answer}");
    }
}

#[test]
fn a_broken_export_is_refused_whole() {
    let mut shell = career();
    shell.done("export whole.jsonl");
    let whole = shell.read("whole.jsonl");
    let cut: String = whole.split_inclusive('\n').take(5).collect();
    shell.write("cut.jsonl", &cut);
    shell.write(
        "broken.jsonl",
        whole.replacen("\"owner\",\"author\"", "\"owner\" \"author\"", 3),
    );
    shell.write("resume.json", "{\"basics\":{\"name\":\"Ada\"}}");
    shell.move_to("other");
    shell.forget();
    shell.run("import-record cut.jsonl");
    shell.run("import-record broken.jsonl");
    shell.run("import-record resume.json");
    shell.run("import-record not-there.jsonl");
    assert!(!shell.has("other"), "a refused file begins no record");
    assert_snapshot!(shell.story());
}

#[test]
fn only_its_owner_reads_an_export() {
    use std::os::unix::fs::PermissionsExt;
    let mut shell = career();
    shell.done("export mine.jsonl");
    let mode = shell
        .path("mine.jsonl")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_backup_comes_back_by_the_code_alone() {
    let mut shell = career();
    let course = shell.run("course --as-of 2026-06-30");
    let export = shell.run("export");
    shell.forget();
    shell.done("backup copy.backup");
    shell.run("backup copy.backup");
    shell.done(&format!("recovery confirm {}", shell.code.to_lowercase()));
    shell.done("backup confirmed.backup");
    std::fs::remove_dir_all(shell.path("data")).unwrap();

    shell.move_to("new");
    let code = shell.code.clone();
    shell.run("restore copy.backup");
    shell.run("restore copy.backup --code ABCD");
    shell.done(&format!("restore copy.backup --code {code}"));
    shell.run(&format!("restore copy.backup --code {code}"));
    assert_snapshot!(without_times(&shell.story()));
    assert_eq!(shell.run("course --as-of 2026-06-30"), course);
    assert_eq!(shell.run("export"), export);
}

/// The minute that a backup was made in.
fn without_times(story: &str) -> String {
    let lines = story
        .split_inclusive('\n')
        .map(|line| match line.split_once(", as of TODAY ") {
            Some((before, _)) => format!("{before}, as of TODAY TIME.\n"),
            None => line.to_owned(),
        });
    lines.collect()
}

#[test]
fn a_backup_opens_with_the_key_of_its_directory() {
    let mut shell = career();
    let export = shell.run("export");
    shell.done("backup copy.backup");
    shell.move_to("new");
    shell.done("restore copy.backup --key data/key");
    assert_eq!(shell.run("export"), export);
}

#[test]
fn the_code_from_the_environment() {
    let mut shell = career();
    shell.done("backup copy.backup");
    shell.move_to("new");
    let mut restore = shell.command("restore copy.backup");
    let restored = restore
        .env("WINDWARD_RECOVERY_CODE", &shell.code)
        .status()
        .unwrap();
    assert!(restored.success());
}

#[test]
fn the_recovery_code() {
    let mut shell = career();
    let first = shell.code.clone();
    shell.forget();
    shell.run("recovery confirm");
    shell.run("recovery confirm 0000");
    shell.done(&format!("recovery confirm {first}"));
    let story = shell.story();
    shell.forget();
    shell.done("recovery new");
    assert_ne!(shell.code, first);
    let story = format!("{story}{}", shell.story());
    shell.forget();
    shell.run(&format!("recovery confirm {first}"));
    let story = format!("{story}{}", shell.story().replace(&first, "OLD-CODE"));
    assert_snapshot!(story);
}

#[test]
fn doctor() {
    let mut shell = career();
    shell.forget();
    let answer: Value = serde_json::from_str(&shell.done("doctor --json")).unwrap();
    assert_eq!(answer["entries"]["sound"], 7);
    assert_eq!(answer["problems"], Value::Array(Vec::new()));
    assert_eq!(answer["settings"]["journal_mode"], "wal");
    let told = shell.done("doctor");
    assert!(told.contains("7 open, of 7"), "{told}");
    assert!(told.ends_with("Nothing to mend.\n"), "{told}");
}

#[test]
fn doctor_names_what_is_damaged() {
    let mut shell = career();
    // An entry longer than a page of the database: some pages then hold nothing but sealed bytes.
    let note = "Two shops, three products. ".repeat(600);
    shell.done(&format!("rate mentoring 3 --on 2025-10-02 --note '{note}'"));
    let path = shell.path("data/windward.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let sealed = |page: &&mut [u8]| {
        let mut seen = [false; 256];
        page.iter().for_each(|byte| seen[usize::from(*byte)] = true);
        seen.iter().filter(|it| **it).count() > 250
    };
    let page = bytes
        .chunks_mut(4096)
        .find(sealed)
        .expect("a page of sealed bytes");
    page[2048] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    shell.forget();
    shell.run("doctor");
    let story = shell.story();
    assert!(story.contains("1 thing to mend"), "{story}");
    assert!(story.contains("cannot be read"), "{story}");
    assert!(story.contains("[exit code 1]"), "{story}");
    shell.run("standing");
    assert!(shell.story().contains("[exit code 4]"), "{}", shell.story());
}
