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
    shell.run("undo abc");
    shell.run("undo");
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
    shell.write("export.zip", b"PK\x03\x04");
    shell.run("import-record export.zip");
    // A file of 300 MB, of which nothing is on the disk.
    let big = std::fs::File::create(shell.path("big.zip")).unwrap();
    big.set_len(300 << 20).unwrap();
    shell.run("import big.zip");
    assert!(!shell.has("data"), "a refused file begins no record");
    assert_snapshot!(shell.story());
}

const RESUME: &str = r#"{
  "basics": {"name": "Ilse"},
  "work": [{"name": "Mill & Co", "position": "Product Manager", "startDate": "2020-01"}],
  "education": [{"institution": "Haarlem", "studyType": "BA", "area": "Design", "startDate": "2006", "endDate": "2010"}],
  "certificates": [{"name": "Harbour pilot", "issuer": "Port", "date": "2019-05"}],
  "references": [{"name": "Joke", "reference": "Ilse finds\nthe question."}]
}"#;

#[test]
fn what_is_no_role_comes_along() {
    let mut shell = Shell::with_shop();
    shell.run("background");
    shell.write("resume.json", RESUME);
    shell.run("import resume.json");
    shell.run("background");
    shell.run("undo");
    let answer: Value = serde_json::from_str(&shell.done("background --json")).unwrap();
    assert_eq!(answer[0]["kind"], "education");
    assert_eq!(answer[0]["origin"]["importer"], "json-resume");
    assert_snapshot!(shell.story());
}

#[test]
fn connections_are_said_once() {
    let mut shell = Shell::with_shop();
    shell.write("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,B,,,,,1 May 2019\nLee,C,,,,,1 May 2019\n");
    let told = shell.run("import --dry-run Connections.csv");
    assert!(told.contains("2 rows: 2 new"), "{told}");
    let pasted = shell.run_with("import - --dry-run", "PM, Mill & Co, 2020 to now\n");
    assert_eq!(pasted.matches("pasted text").count(), 2, "{pasted}");
}
