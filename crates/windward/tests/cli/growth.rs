//! The growth loop from the command line: believe, try, decide; check in; look for a plateau and answer it.

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
fn a_belief_is_tried_out_and_decided() {
    let mut shell = career();
    shell.done("hypothesis add 'leading people would suit me' --about role --know-when 'I look forward to it'");
    assert!(
        refused(&mut shell, "hypothesis add 'x' --about mood")
            .contains("energy, fit, skill, experience, role")
    );
    let added = shell.done("experiment add 'Lead the guild' --kind lead --hypothesis leading --hours 3 --first-step 'Ask Ada'");
    assert!(
        added.contains("Low risk.") && added.contains("experiment start 1"),
        "{added}"
    );
    assert!(refused(&mut shell, "experiment start 1").contains("--to DATE"));
    assert!(refused(&mut shell, "experiment pulse 1 --energy 4").contains("does not run: idea"));
    shell.done("experiment start guild --to 2199-01-01");
    shell.done("experiment pulse guild --energy good --learning 3 'They stayed'");
    shell.done("experiment pulse guild --energy 5");
    let all = json(&mut shell, "experiment list --json");
    assert_eq!(all[0]["state"], "running");
    assert_eq!(all[0]["pulses"].as_array().unwrap().len(), 1, "one a week");
    assert_eq!(all[0]["pulses"][0]["energy"], 5);
    assert_eq!(all[0]["low_risk"], false, "until 2199 is long");
    assert!(all[0]["risks"][0].as_str().unwrap().contains("a quarter"));
    assert_eq!(
        json(&mut shell, "hypothesis list --json")[0]["status"],
        "testing"
    );
    assert_eq!(json(&mut shell, "todo list --json")[0]["what"], "Ask Ada");
    shell.done("todo done Ada --outcome 'She said yes'");
    assert!(
        refused(&mut shell, "experiment decide guild keep --skill research").contains("research")
    );
    let decided = "experiment decide guild change --bearing for --self 'I need not be right' --skill research=4 --aim master --next 'A team' --to-do 'Write to Bo'";
    let says = shell.done(decided);
    assert!(
        says.contains("change it") && says.contains("A new destination"),
        "{says}"
    );
    let belief = &json(&mut shell, "hypothesis list --json")[0];
    assert_eq!(belief["status"], "holds");
    assert_eq!(
        belief["why"],
        "One experiment speaks for it and none against."
    );
    let all = json(&mut shell, "experiment list --json");
    assert_eq!(all[0]["decision"]["choice"], "change");
    assert_eq!(
        (&all[1]["what"], &all[1]["state"]),
        (&"A team".into(), &"idea".into())
    );
    assert_eq!(
        json(&mut shell, "todo list --json")[0]["what"],
        "Write to Bo"
    );
    let course = json(&mut shell, "course --json");
    assert_eq!(course["destinations"][0]["rung"], "master");
    let act = says
        .split("windward undo ")
        .nth(1)
        .unwrap()
        .split('`')
        .next()
        .unwrap();
    shell.done(&format!("undo {act}"));
    assert_eq!(
        json(&mut shell, "course --json")["destinations"],
        serde_json::json!([])
    );
    assert_eq!(
        json(&mut shell, "hypothesis list --json")[0]["status"],
        "testing"
    );
    shell.done(decided);
    assert!(refused(&mut shell, "hypothesis overrule 1 fails").contains("--reason"));
    shell.done("hypothesis overrule 1 fails --reason 'A bad month'");
    let belief = &json(&mut shell, "hypothesis list --json")[0];
    assert_eq!(
        (&belief["status"], &belief["by_experiments"]),
        (&"fails".into(), &"holds".into())
    );
    shell.done("hypothesis overrule 1 experiments");
    assert_eq!(
        json(&mut shell, "hypothesis list --json")[0]["status"],
        "holds"
    );
}

#[test]
fn a_check_in_is_said_skipped_and_read_again() {
    let mut shell = career();
    assert!(shell.done("checkin").contains("There is no check-in yet"));
    assert!(refused(&mut shell, "checkin --energy 6").contains("1 drained, 2 low"));
    shell.done("checkin --skip");
    assert!(shell.done("checkin --skip").contains("none to skip"));
    shell.done("checkin --energy good --challenge 2 'Quiet' --passed-over 'The lead'");
    let read = json(&mut shell, "checkin --json");
    assert_eq!(read["due"], false);
    assert_eq!(
        read["check_ins"].as_array().unwrap().len(),
        1,
        "what is said the same day replaces"
    );
    assert_eq!(read["check_ins"][0]["energy"], 4);
    assert_eq!(read["trends"][0]["words_a_year"], Value::Null);
}

#[test]
fn a_plateau_is_told_with_its_reasons_and_answered() {
    let mut shell = career();
    let of = |read: &Value, sign: &str| {
        let signs = read["signs"].as_array().unwrap();
        signs.iter().find(|it| it["sign"] == sign).unwrap()["answer"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let read = json(&mut shell, "plateau --as-of 2026-06-30 --json");
    assert_eq!(
        of(&read, "long-on-rung"),
        "cannot-tell",
        "one earlier rung is no measure"
    );
    assert_eq!(of(&read, "falling"), "cannot-tell");
    assert!(
        read["signs"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["basis"] == "judgement")
    );
    assert!(refused(&mut shell, "plateau time soon").contains("months"));
    shell.done("plateau time 60");
    let read = json(&mut shell, "plateau --json");
    assert_eq!(of(&read, "long-on-rung"), "seen");
    let why = shell.done("plateau --why");
    assert!(
        why.contains("You asked to be told after 60 months")
            && why.contains("The threshold is a judgement"),
        "{why}"
    );
    let taken = shell.done("plateau take ask-strength");
    assert!(taken.contains("First step:"), "{taken}");
    assert_eq!(
        json(&mut shell, "todo list --json")[0]["way_out"],
        "outside-view"
    );
    assert!(refused(&mut shell, "plateau take nothing").contains("windward plateau"));
    shell.done("plateau settle 2199 --why 'A small child'");
    assert!(shell.done("plateau").contains("the signs rest until 2199"));
    shell.done("plateau settle no-longer");
    assert_eq!(
        json(&mut shell, "plateau --json")["settled_until"],
        Value::Null
    );
}

#[test]
fn everything_of_the_growth_loop_goes_out_and_comes_back_to_the_byte() {
    let mut shell = Shell::new();
    shell.done("demo");
    shell.done("takeaway add 'On prices' 'Ask first' --for-whom Jonas");
    shell.done("takeaway add 'On prices' --by 'A. Writer'");
    let kept = json(&mut shell, "takeaway list --json");
    assert_eq!(
        (&kept[0]["took"], &kept[0]["by"]),
        (&"Ask first".into(), &"A. Writer".into())
    );
    shell.done("plateau settle 2199");
    shell.done("plateau time 30");
    let answers = [
        "hypothesis list --json",
        "experiment list --json",
        "todo list --json",
        "takeaway list --json",
        "checkin --json",
        "plateau --json",
    ];
    let before = answers.map(|typed| shell.done(typed));
    shell.done("export one.jsonl");
    shell.move_to("other");
    shell.done("import-record one.jsonl");
    shell.done("export two.jsonl");
    assert_eq!(shell.read("one.jsonl"), shell.read("two.jsonl"));
    for kind in [
        "action",
        "check-in",
        "experiment",
        "hypothesis",
        "pulse",
        "rung-time",
        "settled",
        "takeaway",
    ] {
        assert!(
            shell
                .read("two.jsonl")
                .contains(&format!("\"kind\":\"{kind}\"")),
            "{kind}"
        );
    }
    assert_eq!(answers.map(|typed| shell.done(typed)), before);
}
