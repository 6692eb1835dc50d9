//! The board from the command line: a seat, an approach by steps, and what is prepared and kept.

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

#[test]
fn a_seat_is_set_up_changed_and_put_to_rest() {
    let mut shell = career();
    let says = shell.done(
        "board seat 'Owning a P&L' --looking-for 'Somebody who has owned one' --cadence quarter",
    );
    assert!(
        says.contains("Set up") && says.contains("It is open."),
        "{says}"
    );
    assert!(refused(&mut shell, "board seat x --perspective above").contains("past-colleague"));
    let says = shell.done("board seat 'owning a p&l' --who 'Marit Solberg, Nordlys Rail' --perspective past-colleague --perspective other-industry --knows");
    assert!(says.contains("is new among your people"), "{says}");
    let again = shell.done("board seat 'owning a p&l' --who 'Marit Solberg'");
    assert!(!again.contains("is new"), "{again}");
    let board = json(&mut shell, "board --json");
    let seats = board["seats"].as_array().unwrap();
    assert_eq!(seats.len(), 1, "the same area is the same seat");
    assert_eq!(seats[0]["person"]["name"], "Marit Solberg");
    assert_eq!(seats[0]["state"], "taken");
    assert_eq!(seats[0]["cadence"], "quarter");
    assert_eq!(board["perspectives"]["past-colleague"], 1);
    let text = shell.done("board");
    assert!(
        text.contains("Marit Solberg") && text.contains("again "),
        "{text}"
    );
    shell.done("board rest owning");
    assert_eq!(
        json(&mut shell, "board --json")["seats"][0]["state"],
        "resting"
    );
}

#[test]
fn an_approach_goes_by_steps_and_what_waits_is_prepared() {
    let mut shell = career();
    assert!(refused(&mut shell, "board prepare Agnes").contains("board notice"));
    shell.done("board notice 'Agnes Mbeki' --for 'your talk on fences'");
    shell.done("board ask 'agnes mbeki' 'Why per seat?'");
    let letter = json(&mut shell, "board draft 'Agnes Mbeki' --json");
    assert_eq!(letter["step"], "asked");
    let text = letter["text"].as_str().unwrap();
    assert!(
        text.contains("your talk on fences") && text.contains("Why per seat?"),
        "{text}"
    );
    shell.done("board step 'Agnes Mbeki' asked 'Why per seat?'");
    let waiting = refused(&mut shell, "board draft 'Agnes Mbeki'");
    assert!(waiting.contains("nothing to write now"), "{waiting}");
    shell.done("board step 'Agnes Mbeki' answered 'Everybody counts chairs'");
    shell.done("board learned 'Agnes Mbeki' 'A fence is good when customers explain it'");
    shell.done("board give 'Agnes Mbeki' 'Our two fences' --kind help");
    let it = json(&mut shell, "board prepare 'Agnes Mbeki' --json");
    assert_eq!(it["told"]["answered"], "Everybody counts chairs");
    assert_eq!(it["gifts"][0]["kind"], "help");
    assert_eq!(it["stage"], "answered");
    let thanks = shell.done("board draft 'Agnes Mbeki'");
    assert!(
        thanks.contains("Our two fences") && thanks.contains("square brackets"),
        "{thanks}"
    );
    assert!(
        shell
            .done("board prepare 'Agnes Mbeki'")
            .contains("still to be said")
    );
    shell.done("board step 'Agnes Mbeki' let-go");
    assert_eq!(
        json(&mut shell, "board --json")["approaches"][0]["stage"],
        "let-go"
    );
}
