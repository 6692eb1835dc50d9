//! Updates from the command line: drafted, changed, written as files, kept in the archive.

use serde_json::Value;

use crate::{career::career, shell::Shell};

fn json(shell: &mut Shell, typed: &str) -> Value {
    serde_json::from_str(&shell.done(typed)).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

/// What is refused, with what it says.
fn refused(shell: &mut Shell, typed: &str) -> String {
    let output = shell.command(typed).output().expect("it runs");
    assert!(!output.status.success(), "{typed}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_note_is_drafted_changed_and_written_as_a_file() {
    let mut shell = career();
    shell.write(
        "people.csv",
        "Name,Email,Tags\r\nInes Duarte,ines@example.org,stakeholder\r\nTom Reyes,tom@example.org,stakeholder\r\n",
    );
    shell.done("people import people.csv");
    shell.done("log 'Per-seat prices for the mid market' --on 2026-01-20");
    let dry = shell.done("update draft --month 2026-01 --dry-run");
    assert!(
        dry.contains("- Per-seat prices for the mid market"),
        "{dry}"
    );
    assert_eq!(
        json(&mut shell, "update list --json"),
        Value::Array(Vec::new())
    );
    let told = json(&mut shell, "update draft --month 2026-01 --dry-run --json");
    assert!(told["item"].is_null(), "{told}");
    let told = json(&mut shell, "update draft --month 2026-01 --json");
    assert!(told["item"].is_string() && told["people"] == 0, "{told}");
    assert!(told["body"].as_str().unwrap().contains("Per-seat prices"));
    assert!(refused(&mut shell, "update draft --month 2026").contains("--month 2026-10"));
    assert!(refused(&mut shell, "update draft --group x").contains("no group yet"));
    assert!(refused(&mut shell, "update export 1").contains("from which address"));
    assert!(
        refused(&mut shell, "update change 1 --from 'Me <me@example.org>'")
            .contains("no e-mail address")
    );
    assert!(refused(&mut shell, "update change 1 --tag nobody").contains("nobody has the tag"));
    shell.write("note.md", "Hello *all*\n\n[your name]\n");
    let says = shell.done(
        "update change 1 --text note.md --subject January --from me@example.org --tag stakeholder --leave-out Tom",
    );
    assert_eq!(says.trim(), "January: to 1 person");
    let shown = json(&mut shell, "update show January --json");
    assert_eq!(shown["to"][0]["address"], "ines@example.org");
    assert!(shown["doubts"][0].as_str().unwrap().contains("your name"));
    let stopped = refused(&mut shell, "update export 1 first.eml --sent");
    assert!(
        stopped.contains("[your name]") && stopped.contains("--anyway"),
        "{stopped}"
    );
    shell.done("update export 1 note.eml --sent --anyway");
    let eml = shell.read("note.eml");
    assert!(
        eml.contains("Bcc: \"Ines Duarte\" <ines@example.org>") && eml.contains("X-Unsent: 1"),
        "{eml}"
    );
    let shown = json(&mut shell, "update show 1 --json");
    assert_eq!(shown["to"][0]["outcome"], "taken");
    assert!(refused(&mut shell, "update change 1 --subject Late").contains("has left already"));
    assert!(
        shell
            .done("update export 1 --as html")
            .contains("<p>Hello <em>all</em></p>")
    );
    assert_eq!(
        shell.done("update export 1 --as text"),
        "January\n\nHello *all*\n\n[your name]\n"
    );
}

#[test]
fn a_draft_is_for_the_group_of_the_last_one() {
    let mut shell = sample();
    let first = json(&mut shell, "update list --json");
    let told = json(&mut shell, "update draft --dry-run --json");
    let group = told["group"].as_str().unwrap().to_owned();
    assert!(told["people"].as_u64().unwrap() > 1, "{told}");
    let nobody = json(&mut shell, "update draft --dry-run --nobody --json");
    assert_eq!(
        (&nobody["group"], &nobody["people"]),
        (&Value::Null, &Value::from(0))
    );
    let output = shell.command("update draft").output().unwrap();
    let says = String::from_utf8(output.stderr).unwrap();
    assert!(
        says.contains(&format!("the group ‘{group}’")) && says.contains("--nobody"),
        "{says}"
    );
    let now = json(&mut shell, "update list --json");
    assert_eq!(
        now.as_array().unwrap().len(),
        first.as_array().unwrap().len() + 1
    );
    assert!(refused(&mut shell, "update draft --nobody --group x").contains("cannot be used with"));
}

/// The sample record, in a directory of its own.
fn sample() -> Shell {
    let mut shell = Shell::new();
    shell.done("demo");
    shell
}
