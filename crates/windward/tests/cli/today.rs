//! Today from the command line: listed, done, put aside, quiet, and as a calendar.

use serde_json::Value;

use crate::{career::career, shell::Shell};

fn today(shell: &mut Shell) -> Value {
    serde_json::from_str(&shell.done("today --json")).expect("JSON")
}

/// The words of everything that is listed.
fn listed(shell: &mut Shell) -> Vec<String> {
    let today = today(shell);
    let things = ["now", "rest"].map(|part| today[part].as_array().expect("a list").clone());
    let words = things.concat().into_iter();
    words
        .map(|it| it["what"].as_str().expect("words").to_owned())
        .collect()
}

fn refused(shell: &mut Shell, typed: &str) -> String {
    let output = shell.command(typed).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2), "{typed}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn things_are_listed_done_put_aside_and_silenced() {
    let mut shell = career();
    shell.done("todo add 'Write to Ines' --due 2026-11-01");
    shell.done("todo add 'Ask finance'");
    let first = &today(&mut shell)["now"][0];
    assert_eq!(first["what"], "Write to Ines");
    assert_eq!(first["press"], "due");
    let id = first["id"].as_str().expect("an id").to_owned();
    assert!(shell.done("today").contains("Write to Ines"));
    assert!(
        shell
            .done(&format!("done {id}"))
            .contains("Done: Write to Ines")
    );
    assert!(!listed(&mut shell).contains(&"Write to Ines".to_owned()));
    assert!(refused(&mut shell, &format!("done {id}")).contains("no ‘act."));

    let put: Value = serde_json::from_str(&shell.done("snooze finance --days 3 --json")).unwrap();
    assert_eq!(put["what"], "Ask finance");
    assert!(put["until"].is_string(), "{put}");
    assert!(!listed(&mut shell).contains(&"Ask finance".to_owned()));
    let destination = "Choose where you want to go";
    assert!(refused(&mut shell, "done 'where you want'").contains("more than a word"));
    shell.done("snooze choose-destination --never");
    assert!(!listed(&mut shell).contains(&destination.to_owned()));
    assert_eq!(today(&mut shell)["aside"][0]["what"], destination);
    shell.done("snooze choose-destination --back");
    assert!(listed(&mut shell).contains(&destination.to_owned()));
    assert!(
        refused(&mut shell, "snooze choose-destination --until 2001").contains("within the year")
    );

    shell.done("todo add 'Ring the desk' --due 2026-11-01");
    let done: Value = serde_json::from_str(&shell.done("done 'Ring the desk' --json")).unwrap();
    assert_eq!(
        (&done["what"], &done["done"]),
        (&"Ring the desk".into(), &"Done".into())
    );

    let day = jiff::Zoned::now()
        .date()
        .saturating_add(jiff::Span::new().days(9));
    shell.done(&format!("quiet --until {day}"));
    assert_eq!(today(&mut shell)["quiet_until"], day.to_string());
    assert_eq!(today(&mut shell)["now"].as_array().map(Vec::len), Some(0));
    assert!(shell.done("today").contains("It is quiet until"));
    shell.done("quiet --over");
    assert!(today(&mut shell)["quiet_until"].is_null());
}

#[test]
fn a_calendar_of_days_says_no_word_unless_told_to() {
    let mut shell = career();
    shell.done("todo add 'Write to Ines' --due 2026-11-01");
    let dir = tempfile::tempdir().expect("a directory");
    let write = |shell: &mut Shell, name: &str, words: &str| {
        let path = dir.path().join(name);
        shell.done(&format!("today --ics {} {words}", path.display()));
        std::fs::read_to_string(path).expect("a calendar")
    };
    let days = write(&mut shell, "days.ics", "");
    assert!(days.contains("DTSTART;VALUE=DATE:20261101"), "{days}");
    assert!(days.contains("A private reminder") && !days.contains("Ines"));
    let words = write(&mut shell, "words.ics", "--words");
    assert!(words.contains("SUMMARY:Write to Ines"), "{words}");
}
