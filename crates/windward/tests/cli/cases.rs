//! A case from the command line: begun, checked, taken away, handed in, answered.

use std::fs;

use serde_json::Value;

use crate::{career::career, shell::Shell};

fn json(shell: &mut Shell, typed: &str) -> Value {
    serde_json::from_str(&shell.done(typed)).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

/// What is refused, with its exit code.
fn refused(shell: &mut Shell, typed: &str, code: i32) -> String {
    let output = shell.command(typed).output().expect("it runs");
    assert_eq!(output.status.code(), Some(code), "{typed}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_case_is_checked_taken_away_handed_in_and_answered() {
    let mut shell = career();
    assert!(shell.done("case list").contains("No case yet"));
    assert!(refused(&mut shell, "case check", 2).contains("case new"));
    assert!(refused(&mut shell, "case new --rung wizard", 2).contains("no rung"));
    let begun = shell.done("case new --rung master --by 2199-03");
    assert!(begun.starts_with("A case for "), "{begun}");
    let all = json(&mut shell, "case list --json");
    assert_eq!(
        (&all[0]["rung"], &all[0]["stage"]),
        (&"master".into(), &"made".into())
    );

    let check = json(&mut shell, "case check --json");
    let missing = check["coverage"]["missing"].as_u64().expect("a number");
    assert!(missing > 0, "{check}");
    let line = &check["expectations"][0];
    assert_eq!(line["verdict"], "missing");
    assert_eq!(line["ways"][0]["key"], "log");
    assert_eq!(check["summary"]["words"], 0);
    let check = shell.done("case check mas");
    assert!(check.contains("What a reader would ask"), "{check}");
    assert!(
        check.contains("- Log what shows"),
        "what to do about it: {check}"
    );

    assert!(refused(&mut shell, "case packet --out packet.doc", 2).contains("FILE.pdf"));
    shell.done("case packet --out packet.md");
    assert!(shell.read("packet.md").starts_with("# The case for "));
    assert!(refused(&mut shell, "case packet --out packet.md", 2).contains("is there already"));
    let written = shell
        .command("case packet --out packet.md --replace")
        .output()
        .unwrap();
    let says = String::from_utf8(written.stderr).unwrap();
    assert!(
        written.status.success() && says.contains("packet.md is written."),
        "{says}"
    );
    assert!(!shell.has("packet.md.new"));
    let content = json(&mut shell, "case packet --out packet.pdf --json");
    assert!(
        fs::read(shell.path("packet.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    assert!(
        content["matrix"]
            .as_array()
            .is_some_and(|it| !it.is_empty())
    );
    assert!(
        refused(&mut shell, "case packet --out again.md --handed-in", 2).contains("case submit")
    );

    assert!(refused(&mut shell, "case submit --on 2199", 2).contains("still to come"));
    let frozen = json(&mut shell, "case submit --to 'The committee' --json");
    let hash = frozen["hash"].as_str().expect("a hash").to_owned();
    let twice = refused(&mut shell, "case submit --to 'The committee'", 3);
    assert!(twice.contains("nothing has changed"), "{twice}");
    shell.done("case packet --out handed-in.md --handed-in");
    assert!(shell.read("handed-in.md").contains(&hash));
    let all = json(&mut shell, "case list --json");
    assert_eq!(all[0]["stage"], "handed-in");
    assert_eq!(all[0]["submissions"][0]["whole"], true);

    assert!(refused(&mut shell, "case outcome maybe", 2).contains("not-now"));
    assert!(refused(&mut shell, "case outcome not-now --follow-up x", 2).contains("--reason"));
    assert!(refused(&mut shell, "case outcome promoted --reason x", 2).contains("not-now"));
    shell.done("case outcome not-now --reason 'No line of your own' --follow-up 'Ask for one'");
    assert!(shell.done("promise list").contains("Ask for one"));
    let course = shell.done("course");
    assert!(
        course.contains("On the way") && course.contains("Not now: "),
        "{course}"
    );
    assert!(refused(&mut shell, "case outcome withdrawn master", 3).contains("noted already"));
    assert!(refused(&mut shell, "case submit master", 3).contains("over"));

    shell.done("case new --rung master");
    shell.done("case outcome promoted --title 'Master of the Shop'");
    assert!(shell.done("role list").contains("Master of the Shop"));
    let all = json(&mut shell, "case list --json");
    assert_eq!(all.as_array().expect("a list").len(), 2);
}
