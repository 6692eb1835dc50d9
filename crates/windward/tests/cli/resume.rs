//! A résumé from the command line: chosen, printed, written as files.

use serde_json::Value;

use crate::career::career;

#[test]
fn a_resume_is_chosen_and_written() {
    let mut shell = career();
    shell.done("log 'Per-seat prices for the mid market' --on 2026-01-20");
    let before = shell.done("resume");
    assert!(before.contains("## Experience"), "{before}");
    assert!(!before.contains("Per-seat prices"), "{before}");
    shell.done("resume --with Per-seat --headline 'Principal Product Manager' --out resume.md");
    let text = shell.read("resume.md");
    assert!(text.contains("Principal Product Manager"), "{text}");
    assert!(
        text.contains("Per\\-seat") || text.contains("- Per-seat prices"),
        "{text}"
    );
    let json: Value = serde_json::from_str(&shell.done("resume --json")).expect("JSON");
    assert_eq!(json["basics"]["label"], "Principal Product Manager");
    shell.done("resume --out resume.json");
    assert_eq!(
        serde_json::from_str::<Value>(&shell.read("resume.json")).expect("JSON"),
        json
    );
    shell.done("resume --out resume.pdf");
    shell.done("resume --out resume.pdf --replace");
    let list = shell.done("resume --list");
    let place = list
        .lines()
        .find(|it| it.contains("Per-seat"))
        .expect("it is listed");
    let number = place.trim().split('.').next().expect("a number").to_owned();
    shell.done(&format!("resume --without {number}"));
    shell.done(&format!("resume --with {number}"));
    assert!(shell.done("resume").contains("Per-seat"));
    shell.done("resume --without Per-seat");
    assert!(!shell.done("resume").contains("Per-seat"));
    for (typed, says) in [
        (
            "resume --out resume.doc",
            "end its name in .pdf, .md or .json",
        ),
        ("resume --out resume.pdf", "is there already"),
        (
            "resume --with nothing-like-it",
            "`windward resume --list` numbers them",
        ),
    ] {
        let output = shell.command(typed).output().expect("it runs");
        assert!(!output.status.success(), "{typed}");
        let said = String::from_utf8(output.stderr).expect("text");
        assert!(said.contains(says), "{typed}: {said}");
    }
}
