//! Looking at ladders, checking them, changing to another.

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
