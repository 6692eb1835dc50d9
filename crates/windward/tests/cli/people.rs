//! People from the command line: brought in, found, merged, touched, taken away.

use serde_json::Value;

use crate::{career::career, shell::Shell};

fn json(shell: &mut Shell, typed: &str) -> Value {
    serde_json::from_str(&shell.done(typed)).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

/// What is refused, with its exit code.
fn refused(shell: &mut Shell, typed: &str) -> String {
    let output = shell.command(typed).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2), "{typed}");
    String::from_utf8(output.stderr).expect("text")
}

const BOOK: &str = "BEGIN:VCARD\nVERSION:3.0\nFN:Petra Lindqvist\nORG:Tidepool\nEMAIL:petra@tidepool.example\nNOTE:Likes maps\nCATEGORIES:mentor\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:P. Lindqvist\nEMAIL:petra@tidepool.example\nTEL:+47 55 12 34 56\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Bo Berg\nBDAY:--04-12\nEND:VCARD\n";

#[test]
fn people_come_in_are_merged_touched_and_taken_away() {
    let mut shell = career();
    shell.write("book.vcf", BOOK);
    let says = shell.done("people import book.vcf");
    assert!(
        says.contains("3 rows: 3 new") && says.contains("people merge"),
        "{says}"
    );
    assert!(
        shell
            .done("people import book.vcf")
            .contains("nothing to bring in")
    );

    let twice = json(&mut shell, "people merge --json");
    assert_eq!(twice[0]["why"][0], "email");
    let which = refused(&mut shell, "touch lindq 'Lunch'");
    assert!(
        which.contains("may be P. Lindqvist") && which.contains("end of an id"),
        "{which}"
    );
    shell.done("people merge --sure");
    assert_eq!(
        json(&mut shell, "people list --json")
            .as_array()
            .unwrap()
            .len(),
        2
    );

    shell.done("touch petra Lunch --gave 'An article' --on 2026-03 --channel in-person");
    assert!(refused(&mut shell, "touch petra x --on 2199").contains("still to come"));
    assert!(refused(&mut shell, "touch nobody x").contains("nobody is called"));
    // Who works somewhere is not called so.
    let works = refused(&mut shell, "touch tide x");
    assert!(works.contains("do you mean Petra Lindqvist"), "{works}");
    let petra = json(&mut shell, "people show petra --json");
    assert_eq!(petra["last_helped"], "2026-03");
    assert_eq!(petra["touches"][0]["note"], "Lunch");
    assert_eq!(petra["reach"].as_array().unwrap().len(), 2, "of both cards");
    assert!(shell.done("people list mentor").contains("1 person"));
    assert!(shell.done("people list zeppelin").contains("Nobody"));
    assert!(
        shell
            .done("people list tide")
            .contains("Petra Lindqvist, Tidepool")
    );

    let bo = shell.done("people show bo");
    assert!(bo.contains("birthday") && bo.contains("--04-12"), "{bo}");

    shell.done("people export out.csv");
    let table = shell.read("out.csv");
    assert!(
        table.contains("'+47 55 12 34 56") && !table.contains("maps"),
        "{table}"
    );
    shell.done("people export out.vcf --notes --tag mentor");
    let cards = shell.read("out.vcf");
    assert!(
        cards.contains("NOTE:Likes maps") && !cards.contains("Bo Berg"),
        "{cards}"
    );
}

#[test]
fn a_file_without_people_says_so() {
    let mut shell = career();
    shell.write("roles.csv", "Title,Company,From,To\nPM,Acme,2019,\n");
    let says = shell.done("people import roles.csv");
    assert!(says.contains("There is nobody in"), "{says}");
}

#[test]
fn new_jobs_are_told_and_noted_where_one_says_so() {
    let mut shell = career();
    let file = |work: &str| {
        format!(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\nAda,Byron,https://www.linkedin.com/in/ada,,{work},03 May 2021\r\n"
        )
    };
    shell.write("Connections.csv", file("Engines,VP Product"));
    let first = shell.done("people import Connections.csv --jobs");
    assert!(!first.contains("New jobs"), "{first}");
    shell.write("Connections.csv", file("Babbage,CPO"));
    let told = json(&mut shell, "people import Connections.csv --dry-run --json");
    assert_eq!(told["new_jobs"][0]["what"], "CPO, Babbage");
    assert_eq!(told["jobs_noted"], 0);
    let says = shell.done("people import Connections.csv --dry-run");
    assert!(
        says.contains("Ada Byron: CPO, Babbage") && says.contains("`--jobs`"),
        "{says}"
    );
    let says = shell.done("people import Connections.csv --jobs");
    assert!(says.contains("Today asks for a line"), "{says}");
    let ada = json(&mut shell, "people show ada --json");
    assert_eq!(ada["moments"][0]["what"], "CPO, Babbage", "{ada}");
    let today = shell.done("today --all");
    assert!(today.contains("Ada Byron"), "{today}");
    // The same file again finds nobody who moved.
    let again = json(&mut shell, "people import Connections.csv --jobs --json");
    assert_eq!(
        (&again["jobs_noted"], &again["act"]),
        (&Value::from(0), &Value::Null)
    );
    // What is taken back takes the moment along.
    let act = json(&mut shell, "undo --json")[0]["act"]
        .as_str()
        .unwrap()
        .to_owned();
    shell.done(&format!("undo {act}"));
    let ada = json(&mut shell, "people show ada --json");
    assert_eq!(ada["moments"], serde_json::json!([]), "{ada}");
}
