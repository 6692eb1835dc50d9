//! Evidence from a line to a review, and what stands around it.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{career::career, shell::Shell};

/// The end of the id of the only piece with these words.
fn id(shell: &Shell, words: &str) -> String {
    let output = shell
        .command(&format!("evidence list --json --find '{words}'"))
        .output()
        .unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let item = found[0]["item"].as_str().unwrap();
    item[item.len() - 6..].to_owned()
}

/// A career with three pieces; all dates fixed.
fn logged() -> Shell {
    let mut shell = career();
    for typed in [
        "log Asked twelve shopkeepers what they do at closing time --on 2026-05-04",
        "log 'Raised the price of bread' --on 2026-06 --skill pricing=4 --so-what 'Nobody left' --figure Takings --from 900 --to 1100 --unit 'a day' --who 'Ada Brandt'",
        "log '=Merger papers' --on 2026-03-01 --confidential --skill research=3 --so-what '@once'",
        "praise You were the first who asked --from 'Ada Brandt' --role 'my manager' --for 'The price of bread' --on 2026-06-20",
    ] {
        shell.done(typed);
    }
    shell
}

#[test]
fn a_line_is_logged_and_completed() {
    let mut shell = career();
    shell.forget();
    shell.run("log Asked twelve shopkeepers --on 2026-05-04");
    let id = id(&shell, "shopkeeper");
    let said = shell.done(&format!(
        "evidence edit {id} --skill research=4 --so-what 'Two ideas' --my-part 'All of it'"
    ));
    assert!(said.contains("Saved: Asked twelve shopkeepers"), "{said}");
    let shown = shell.done(&format!("evidence show {id} --json"));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["skills"][0]["skill"], "research");
    assert_eq!(shown["so_what"], "Two ideas");
    assert_eq!(shown["missing"], serde_json::json!(["who saw it"]));
    shell.run("log --on 2026-05-04 ''");
    shell.run("log Tomorrow --on 2099");
    shell.run("log Something --skill research");
    shell.run("evidence edit nothing --what x");
    let story = shell.story();
    assert_snapshot!(story.replace(&id, "[END]"));
}

#[test]
fn evidence_is_listed_searched_and_told() {
    let mut shell = logged();
    shell.forget();
    shell.run("search price asking");
    shell.run("search submarine");
    shell.run("timeline --as-of 2026-06-30");
    shell.run("timeline --kind boat");
    shell.run("changes --from 2026-01-01 --to 2026-06-30");
    shell.run("praise");
    shell.run("evidence review --from 2026-01 --to 2026-06 --heading 'Pricing:' --heading 'What did you find out?'");
    assert_snapshot!(shell.story());
}

#[test]
fn evidence_goes_out_as_a_document_and_as_a_table() {
    let mut shell = logged();
    shell.forget();
    shell.run("evidence export");
    shell.run("evidence export table.csv --format csv --confidential");
    let table = shell.read("table.csv");
    assert!(
        table.contains("'=Merger papers") && table.contains("'@once"),
        "{table}"
    );
    shell.done("export record.jsonl");
    shell.done("evidence import table.csv --dry-run");
    shell.write("brag.md", "# 2025\n\n## March\n\n- Opened the second shop\n  - Impact: paid for itself in May\n- Hired two bakers\n");
    shell.run("evidence import brag.md");
    shell.run("evidence import brag.md");
    let story = shell.story();
    assert!(
        story.contains("1 piece marked as confidential is in it too"),
        "{story}"
    );
    let (heading, _) = table.split_once("\r\n").unwrap();
    assert!(
        heading.starts_with("what,so what,figure,from,to,unit,my part,on,until,skills"),
        "{heading}"
    );
    assert_snapshot!(story);
}

#[test]
fn an_empty_log_says_so_and_praise_is_listed_as_other_things_are() {
    let mut shell = career();
    let said = shell.done("evidence review");
    assert!(
        said.contains("There is no evidence to draft from"),
        "{said}"
    );
    shell.done("praise Well done --from Ada");
    let listed = shell.done("praise list");
    assert!(listed.contains("Well done"), "{listed}");
    let listed = shell.done("praise");
    assert!(!listed.contains("list"), "{listed}");
}
