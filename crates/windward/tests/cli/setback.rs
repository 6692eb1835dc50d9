//! A layoff from the command line, and the record taken away under a passphrase.

use std::process::Output;

use serde_json::Value;

use crate::{career::career, shell::Shell};

const WORDS: &str = "five words on a napkin";

fn json(shell: &mut Shell, typed: &str) -> Value {
    serde_json::from_str(&shell.done(typed)).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

/// Runs it with a passphrase in the environment.
fn with_passphrase(shell: &Shell, typed: &str, words: &str) -> (Option<i32>, String) {
    let mut command = shell.command(typed);
    let output: Output = command.env("WINDWARD_PASSPHRASE", words).output().unwrap();
    let says = String::from_utf8(output.stderr).unwrap();
    assert!(!says.contains(words) || words.is_empty(), "{says}");
    (output.status.code(), says)
}

#[test]
fn what_cannot_be_is_said() {
    let mut shell = career();
    for (typed, says) in [
        ("setback show", "`windward setback add` notes one"),
        ("setback add sacked", "laid-off, passed-over"),
        (
            "setback add laid-off --slow-until 2199-01-01",
            "within the year to come",
        ),
        ("setback add laid-off --on 2199-01-01", "still to come"),
        ("export --encrypted", "FILE"),
    ] {
        let output = shell.command(typed).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{typed}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(says), "{typed}: {told}");
    }
    assert_eq!(shell.done("setback list --json").trim(), "[]");
}

#[test]
fn what_is_dated_by_hand_stays_and_the_rest_is_kept() {
    let mut shell = career();
    let until = jiff::Zoned::now()
        .date()
        .saturating_add(jiff::Span::new().days(20));
    let noted = shell.done(&format!(
        "setback add laid-off 'By a call of five minutes' --slow-until {until}"
    ));
    assert!(
        noted.contains("Noted: laid off. Windward goes slowly until"),
        "{noted}"
    );
    let today = jiff::Zoned::now()
        .with_time_zone(jiff::tz::TimeZone::UTC)
        .date();
    let noted = shell.done(&format!("setback do 'Send the form' --on {today}"));
    assert!(noted.starts_with("Noted for "), "{noted}");
    let now = json(&mut shell, "today --json");
    assert_eq!(now["slow"], true);
    assert_eq!(now["now"][0]["what"], "Send the form");
    assert_eq!(now["now"].as_array().unwrap().len(), 1);
    assert!(now["resting"].as_u64().unwrap() > 0);
    shell.done("setback write 'A bad day'");
    shell.done("setback answer skills 'Finance'");
    shell.done("setback pair 'I failed' --friend 'The market did'");
    shell.done("setback decide stay --why 'The team'");
    let shown = shell.done("setback show");
    for line in [
        "To myself: I failed",
        "To a friend: The market did",
        "Decided to stay",
        ": The team",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let item = json(&mut shell, "setback write 'Another' --json")["item"].clone();
    assert!(item.is_string());
    let it = json(&mut shell, "setback show --json");
    assert_eq!(it["kind"], "laid-off");
    assert_eq!(it["written"][1]["words"], "A bad day");
    assert_eq!(it["answers"][0]["question"], "skills");
    assert_eq!(it["pairs"][0]["tell_a_friend"], "The market did");
    assert_eq!(it["decided"], "stay");
    assert_eq!(it["to_do"][0]["open"], true);
    let signs = json(&mut shell, "plateau --json");
    assert_eq!(signs["slow_until"], until.to_string());
    let people = shell.done("setback people");
    assert!(
        people.contains("Hi [name],") && people.contains("A reference"),
        "{people}"
    );
    shell.done("setback slow --over");
    assert!(json(&mut shell, "setback list --json")[0]["slow_until"].is_null());
    assert_eq!(json(&mut shell, "today --json")["slow"], false);
}

#[test]
fn the_record_goes_away_under_a_passphrase_and_comes_back_to_the_byte() {
    let mut shell = Shell::new();
    shell.done("demo");
    let whole = shell.run("export");
    let (code, says) = with_passphrase(&shell, "export --encrypted away.age", "too short");
    assert_eq!(code, Some(2), "{says}");
    assert!(says.contains("at least 12 characters"), "{says}");
    assert!(!shell.has("away.age"));
    let (code, says) = with_passphrase(&shell, "export --encrypted away.age", WORDS);
    assert_eq!(code, Some(0), "{says}");
    assert!(
        says.contains("Without the passphrase nobody opens it"),
        "{says}"
    );
    let file = std::fs::read(shell.path("away.age")).unwrap();
    assert!(file.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!file.windows(4).any(|it| it == b"Noor"));
    let (code, says) = with_passphrase(&shell, "export --encrypted away.age", WORDS);
    assert_eq!(code, Some(2), "{says}");
    assert!(says.contains("is there already"), "{says}");
    let over = "export --encrypted away.age --replace";
    let (code, says) = with_passphrase(&shell, over, WORDS);
    assert_eq!(code, Some(0), "{says}");
    assert_ne!(std::fs::read(shell.path("away.age")).unwrap(), file);

    shell.move_to("other");
    let (code, says) = with_passphrase(&shell, "import-record away.age", "five words on a napkim");
    assert_eq!(code, Some(3), "{says}");
    assert!(
        says.contains("this passphrase does not open the file"),
        "{says}"
    );
    assert!(
        !shell.has("other"),
        "refused before a data directory is made for it"
    );
    let (code, says) = with_passphrase(&shell, "import-record away.age", WORDS);
    assert_eq!(code, Some(0), "{says}");
    assert_eq!(shell.run("export"), whole);
    // Nobody is at the terminal, and the environment has none.
    let asked = shell.command("import-record away.age").output().unwrap();
    assert_eq!(asked.status.code(), Some(2));
    assert!(
        String::from_utf8(asked.stderr)
            .unwrap()
            .contains("WINDWARD_PASSPHRASE")
    );
}
