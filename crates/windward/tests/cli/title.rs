//! Reading titles at the shell.

use serde_json::Value;

use crate::shell::Shell;

#[test]
fn words_together_are_one_title() {
    let mut shell = Shell::new();
    let quoted = shell.done("title 'Senior Product Manager'");
    assert_eq!(shell.done("title Senior Product Manager"), quoted);
    assert!(
        quoted.starts_with("Senior Product Manager (senior)\nconfidence "),
        "{quoted}"
    );
    assert!(!shell.has("data"), "reading a title makes no record");
}

#[test]
fn for_programs() {
    let mut shell = Shell::new();
    let answer = shell.done("title --json Product Marketing Manager");
    assert_eq!(answer.lines().count(), 1);
    let reading: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(reading["title"], "Product Marketing Manager");
    assert_eq!(reading["rung"], Value::Null);
    assert_eq!(reading["adjacent"], true);
    assert!(reading["confidence"].as_f64().unwrap() > 0.5);
    assert!(!reading["reason"].as_str().unwrap().is_empty());
}

#[test]
fn lines_of_standard_input() {
    let mut shell = Shell::new();
    let long = "x".repeat(100_000);
    let input = format!("Product Manager\n\n{long}\nBus Driver");
    let answer = shell.run_with("title --json", &input);
    let readings: Vec<Value> = answer
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(readings.len(), 4, "one answer a line, the empty one too");
    assert_eq!(readings[0]["rung"], "pm");
    assert_eq!(readings[3]["title"], "Bus Driver");
    let answer = shell.run_with("title", "Product Manager\nBus Driver\n");
    let lines: Vec<&str> = answer.lines().collect();
    assert!(
        lines[0].contains("  pm ") && lines[0].ends_with("  Product Manager"),
        "{answer}"
    );
    assert!(
        lines[1].contains("  - ") && lines[1].ends_with("  Bus Driver"),
        "{answer}"
    );
}

#[test]
fn titles_are_read_against_the_ladder_in_use() {
    let mut shell = Shell::with_shop();
    let reading: Value =
        serde_json::from_str(&shell.done("title --json Master of the Range")).unwrap();
    assert_eq!(reading["rung"], "master");
}
