//! The past from files.

use insta::assert_snapshot;
use serde_json::Value;

use crate::shell::{SHOP, Shell};

const POSITIONS: &str = "\
Company Name,Title,Description,Location,Started On,Finished On
Mill & Co,Product Manager,,,Jan 2020,
Corner Bakery,Assistant Product Manager,,,Mar 2017,Jun 2019
Lost & Found,,,,Feb 2011,Mar 2012
";

#[test]
fn preview_import_and_again() {
    let mut shell = Shell::with_shop();
    shell.write("Positions.csv", POSITIONS);
    shell.run("import Positions.csv --dry-run");
    shell.run("import Positions.csv");
    shell.run("import Positions.csv");
    shell.run("role list");
    shell.run("role confirm");
    shell.run("role list");
    // Changed in the file.
    shell.write("Positions.csv", POSITIONS.replace("Jun 2019", "May 2019"));
    shell.run("import Positions.csv");
    shell.run("import Positions.csv --json");
    assert_snapshot!(shell.story());
}

#[test]
fn a_dry_run_begins_no_record() {
    let mut shell = Shell::new();
    shell.write("Positions.csv", POSITIONS);
    shell.write("shop.toml", SHOP);
    let answer: Value =
        serde_json::from_str(&shell.done("import --dry-run --json Positions.csv")).unwrap();
    assert_eq!(answer["counts"]["added"], 2);
    shell.done("ladder use shop.toml --dry-run");
    assert!(!shell.has("data"));
}

#[test]
fn an_import_is_taken_back_as_one() {
    let mut shell = Shell::with_shop();
    shell.write("Positions.csv", POSITIONS);
    let answer: Value = serde_json::from_str(&shell.done("import Positions.csv --json")).unwrap();
    assert_eq!(answer["counts"]["added"], 2);
    let act = answer["act"].as_str().unwrap();
    shell.forget();
    shell.done(&format!("undo {act}"));
    shell.run("role list");
    shell.run(&format!("undo {act}"));
    shell.run("undo 01890a5d-ac96-774b-bcce-b302099a8057");
    assert_snapshot!(shell.story());
}

#[test]
fn roles_as_text() {
    let mut shell = Shell::with_shop();
    let answer = shell.run_with("import - --json", "PM, Mill & Co, 2020 to now\n");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["counts"]["added"], 1, "{answer}");
    assert_eq!(answer["written"], true);
}

#[test]
fn what_is_no_career_is_refused() {
    let mut shell = Shell::new();
    shell.write("page.html", "<!doctype html><html></html>");
    shell.write("empty.csv", "");
    shell.run("import page.html");
    shell.run("import empty.csv");
    shell.run("import not-there.zip");
    assert!(!shell.has("data"), "a refused file begins no record");
    assert_snapshot!(shell.story());
}
