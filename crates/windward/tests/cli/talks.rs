//! Conversations from the command line: prepared, recorded, promised and handed over.

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
fn a_conversation_is_prepared_recorded_and_answered() {
    let mut shell = career();
    assert!(shell.done("talk list").contains("Nobody is noted yet"));
    assert!(refused(&mut shell, "talk with Ines --relation boss").contains("manager, skip-level"));
    shell.done("talk with 'Ines Duarte' --relation manager --every 3 --since 2025-03");
    shell.done("talk with 'Ines Duarte' --every 2");
    let all = json(&mut shell, "talk list --json");
    assert_eq!(all.as_array().unwrap().len(), 1, "the same name changes it");
    assert_eq!(
        (&all[0]["every_months"], &all[0]["is_due"]),
        (&2.into(), &true.into())
    );
    shell.done("talk add Ask about the reorganisation");
    let sheet = json(&mut shell, "talk prepare --json");
    assert_eq!(sheet["with"], "Ines Duarte");
    assert_eq!(sheet["notes"][0], "Ask about the reorganisation");
    assert!(
        sheet["aspiration"]
            .as_str()
            .unwrap()
            .contains("What should I focus on now")
    );
    let other = json(&mut shell, "talk prepare ines --manner exploratory --json");
    assert_ne!(other["aspiration"], sheet["aspiration"]);
    assert!(refused(&mut shell, "talk prepare --manner loud").contains("direct, exploratory"));

    let said = shell.done("talk record 'She was open.' --raised --criticism 'Be more strategic.' --praise 'You told the board about it plainly.' --mine 'Send the memo=2199-01-31' --theirs 'Ask for the lead'");
    assert!(said.contains("‘Be more strategic.’ is vague."), "{said}");
    assert!(said.contains("When you say ‘strategic’"), "{said}");
    assert!(!said.contains("plainly.’ is vague"), "{said}");
    let all = json(&mut shell, "talk list --json");
    assert_eq!(all[0]["is_due"], false);
    assert_eq!(all[0]["notes"], serde_json::json!([]), "it was brought up");
    assert!(shell.done("praise").contains("plainly"));
    let sheet = shell.done("talk prepare");
    assert!(
        sheet.contains("Not done yet.") && sheet.contains("Send the memo, by 2199-01-31"),
        "{sheet}"
    );
    assert!(refused(&mut shell, "talk record").contains("--criticism"));
    assert!(refused(&mut shell, "talk record x --on 2199").contains("still to come"));
}

#[test]
fn promises_are_numbered_kept_broken_and_let_go() {
    let mut shell = career();
    shell.done("promise add 'Write the memo' --with Ines --due 2020-01-01");
    shell.done("promise add 'Ask for the lead' --theirs --with Ines");
    shell.done("promise add 'Read the book'");
    let all = json(&mut shell, "promise list --json");
    assert_eq!(
        (&all[0]["what"], &all[0]["late"]),
        (&"Write the memo".into(), &true.into())
    );
    assert_eq!(all[2]["owner"], "theirs", "one’s own come first");
    assert!(shell.done("promise list").contains("was due 2020-01-01"));
    shell.done("promise kept 1");
    shell.done("promise broken lead --why 'The budget went'");
    shell.done("promise let-go book");
    assert!(refused(&mut shell, "promise kept memo").contains("windward promise list"));
    assert!(shell.done("promise list").contains("No promise is open"));
    let all = json(&mut shell, "promise list --all --json");
    let states: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    assert_eq!(states.len(), 3);
    for state in ["kept", "broken", "let-go"] {
        assert!(states.contains(&state), "{states:?}");
    }
}

#[test]
fn an_agreement_is_written_changed_shown_answered_and_ended() {
    let mut shell = career();
    shell.done("talk with 'Ines Duarte' --relation manager");
    shell.done("agreement add 'Principal' --rung pm --by 2199-06 --term 'Lead the guild=Two teams use it' --term 'Own pricing' --decider 'Tom Okafor'");
    let all = json(&mut shell, "agreement list --json");
    assert_eq!(
        (&all[0]["with"], &all[0]["version"]),
        (&"Ines Duarte".into(), &1.into())
    );
    assert_eq!(all[0]["terms"][0]["known_by"], "Two teams use it");
    shell.done("agreement answer principal tom agreed");
    assert_eq!(
        json(&mut shell, "agreement list --json")[0]["settled"],
        true
    );
    shell.done("agreement shown 1 guild");
    shell.done("agreement change principal --without pricing --term 'Own the pricing plan'");
    let all = json(&mut shell, "agreement list --json");
    assert_eq!(
        (&all[0]["version"], &all[0]["settled"]),
        (&2.into(), &false.into())
    );
    assert_eq!(all[0]["deciders"][0]["outdated"], true);
    assert!(all[0]["terms"][0]["shown"].is_string(), "it stays shown");
    shell.done("agreement shown 1 1 --not");
    shell.done("agreement end principal It came a year early");
    let all = json(&mut shell, "agreement list --json");
    assert_eq!(all[0]["goes_on"], false);
    assert!(all[0]["terms"][0]["shown"].is_null());
    for (typed, says) in [
        ("agreement add ' '", "say what it is for"),
        ("agreement answer 1 tom maybe", "asked, agreed"),
        ("agreement shown 1 nothing", "it is one of ‘Lead the guild’"),
        (
            "agreement answer 1 Petra agreed",
            "it is one of ‘Tom Okafor’",
        ),
        ("agreement change 1 --term =how", "say what must be shown"),
        ("agreement add x --rung nowhere", "there is no rung"),
    ] {
        let told = refused(&mut shell, typed);
        assert!(told.contains(says), "{typed}: {told}");
    }
}

#[test]
fn allies_and_the_goals_of_whom_one_talks_with_are_kept() {
    let mut shell = career();
    assert!(shell.done("ally list").contains("Nobody is on the map"));
    shell.done("ally put 'Tom Okafor' --place committee --knows hearsay --step 'Show the memo' --by 2199-01");
    shell.done("ally put 'tom okafor' --knows seen --because 'He sat in the review'");
    let all = json(&mut shell, "ally list --json");
    assert_eq!(all.as_array().unwrap().len(), 1, "the same name changes it");
    assert_eq!(
        (&all[0]["knows"], &all[0]["place"]),
        (&"seen".into(), &"committee".into())
    );
    assert_eq!(all[0]["step"]["what"], "Show the memo");
    assert!(
        shell
            .done("ally list")
            .contains("Next, by 2199-01: Show the memo.")
    );
    shell.done("ally done tom");
    assert!(json(&mut shell, "ally list --json")[0]["step"].is_null());
    assert!(refused(&mut shell, "ally done tom").contains("there is no step"));
    assert!(refused(&mut shell, "ally put Tom --knows a-lot").contains("would-speak"));
    assert!(refused(&mut shell, "ally put Tom --update monthly").contains("no group ‘monthly’"));
    let list = shell.done("ally list");
    assert!(
        list.contains("in no group that an update goes to"),
        "{list}"
    );
    shell.done("ally put 'Tom Okafor' --until 2020");
    assert!(shell.done("ally list").contains("Nobody is on the map"));

    shell.done(
        "talk with Ines --relation manager --goal 'Open Norway=The survey' --goal 'Hire two'",
    );
    shell.done("talk with Ines --goal 'Hire two=I interview' --without-goal norway");
    let goals = &json(&mut shell, "talk list --json")[0]["goals"];
    assert_eq!(
        goals,
        &serde_json::json!([{ "what": "Hire two", "my_part": "I interview" }])
    );
    assert!(
        shell
            .done("talk list")
            .contains("Wants to reach: Hire two (you: I interview)")
    );
    assert!(refused(&mut shell, "talk with Ines --without-goal norway").contains("Hire two"));
}

#[test]
fn a_handover_says_what_was_promised_and_all_of_it_goes_out_and_comes_back() {
    let mut shell = career();
    shell.done("talk with 'Ines Duarte' --relation manager");
    shell.done("talk record 'A first one' --theirs 'Ask for the lead'");
    assert!(
        shell
            .done("agreement list")
            .contains("Nothing is agreed yet")
    );
    let page = shell.done("talk handover");
    assert!(page.contains("- Ines Duarte: Ask for the lead"), "{page}");
    let told = json(&mut shell, "talk handover --json");
    assert_eq!(
        (&told["with"], &told["theirs"][0]["what"]),
        (&"Ines Duarte".into(), &"Ask for the lead".into())
    );
    shell.done("export one.jsonl");
    shell.move_to("other");
    shell.done("import-record one.jsonl");
    shell.done("export two.jsonl");
    assert_eq!(shell.read("one.jsonl"), shell.read("two.jsonl"));
    assert_eq!(shell.done("talk handover"), page);
}
