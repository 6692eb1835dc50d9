//! Looking at ladders, checking them, changing to another.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use insta::assert_snapshot;
use serde_json::Value;

use crate::{
    career::career,
    shell::{SHOP, Shell},
};

#[test]
fn a_ladder_and_a_rung() {
    let mut shell = Shell::with_shop();
    shell.run("ladder show");
    shell.run("ladder show manager");
    shell.run("ladder show 'Head of the Shops' --json");
    shell.run("ladder show owner");
    assert_snapshot!(shell.story());
    assert_eq!(shell.run("ladder show --toml"), SHOP);
}

#[test]
fn without_a_record_it_is_the_shipped_one() {
    let mut shell = Shell::new();
    let ladder: Value = serde_json::from_str(&shell.run("ladder show --json")).unwrap();
    let hash = windward_core::framework::FrameworkHash::of(windward_core::framework::PRODUCT);
    assert_eq!(ladder["hash"], hash.to_string());
    assert_eq!(
        shell.run("ladder show --toml"),
        windward_core::framework::PRODUCT
    );
    assert!(!shell.has("data"), "looking makes no record");
}

#[test]
fn every_fault_with_its_place() {
    let mut shell = Shell::new();
    shell.write("shop.toml", SHOP);
    let broken = SHOP
        .replace(
            "skill = \"pricing\", proficiency = 2",
            "skill = \"prising\", proficiency = 7",
        )
        .replace("summary =", "sumary =");
    shell.write("broken.toml", broken);
    shell.write("syntax.toml", "id = \"a\nname = 3\n");
    shell.write("latin.toml", b"id = \"caf\xe9\"\n");
    shell.run("ladder check shop.toml broken.toml syntax.toml");
    shell.run("ladder check --json shop.toml broken.toml");
    shell.run("ladder check latin.toml");
    shell.run("ladder check not-there.toml");
    shell.run("ladder use broken.toml");
    assert_snapshot!(shell.story());
    assert!(!shell.has("data"), "a refused ladder begins no record");
}

#[test]
fn a_newer_version() {
    let mut shell = career();
    shell.forget();
    let newer = SHOP
        .replace("version = \"1\"", "version = \"2\"")
        .replace(
            "Proposes a price, with reasons.",
            "Proposes a price, with three reasons.",
        )
        .replace(
            "skill = \"pricing\", proficiency = 4, text",
            "skill = \"pricing\", proficiency = 3, text",
        )
        .replace("\"junior\"", "\"trainee\"");
    shell.write("newer.toml", &newer);
    shell.run("ladder diff shop.toml newer.toml");
    shell.run("ladder diff shop.toml shop.toml");
    shell.run("ladder use newer.toml --dry-run");
    shell.run("ladder use newer.toml");
    shell.run("ladder use newer.toml");
    assert_snapshot!(shell.story());
    assert_eq!(shell.run("ladder show --toml"), newer);
    let changes: Value =
        serde_json::from_str(&shell.run("ladder diff shop.toml newer.toml --json")).unwrap();
    assert!(
        changes
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["change"] == "changed")
    );
}

#[test]
fn ones_own_ladder_begins_from_one_that_ships() {
    let mut shell = Shell::new();
    shell.run("ladder new acme.toml --from studio --id acme --name 'Product at Acme'");
    shell.run("ladder check acme.toml");
    shell.run("ladder new acme.toml");
    shell.run("ladder new other.toml --id 'Not An Id'");
    assert!(!shell.has("other.toml"));
    shell.run("ladder preview acme.toml --no-open");
    shell.run("ladder preview acme.toml --no-open --to acme.toml");
    assert_snapshot!(shell.story());
    let page = shell.read("acme.html");
    assert!(page.contains("<h1>Product at Acme</h1>"), "{page}");
    assert!(
        shell.read("acme.toml").starts_with("format = 1"),
        "not written over"
    );
}

#[test]
fn a_file_is_looked_at_again_each_time_it_is_saved() {
    let shell = Shell::new();
    shell.write("shop.toml", SHOP);
    let mut command = shell.command("ladder check --watch shop.toml");
    let mut watching = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines();
    let mut says = |what: &str| {
        let told = lines.by_ref().map(Result::unwrap);
        let told: Vec<String> = told
            .take_while(|it| !it.starts_with("Looking again"))
            .collect();
        assert!(told.iter().any(|it| it.contains(what)), "{told:?}");
    };
    says("no faults");
    shell.write("shop.toml", SHOP.replacen("name = ", "nmae = ", 1));
    says("nmae");
    shell.write("shop.toml", SHOP);
    says("no faults");
    watching.kill().unwrap();
    watching.wait().unwrap();
}
