//! The page of the docs that tells every key, made of the table.

use std::{env, fmt::Write as _, fs, path::Path};

use super::keys::{KEYS, Key, Kind};

const BEFORE: &str = "\
# Configuration

Windward is configured by one file: `windward.toml` in the data directory, or the one that `--config FILE` or `WINDWARD_CONFIG`
names. A variable of the environment goes over the file, and an option of `windward serve` over both. `windward config` shows what
holds and who said so; [Configuring it](../operate/configuration.md) says how to go about it.

A key that is not below, a value of another kind, and what excludes each other are refused, with the line and a mark under the
place. Nothing that can hold a password is shown, in no message and by no command.

Where the file is, and whose record a command is about, is said beside it: `--data` or `WINDWARD_DATA`, `--config` or
`WINDWARD_CONFIG`, `--account` or `WINDWARD_ACCOUNT`.
";

fn page() -> String {
    let mut page = BEFORE.to_owned();
    let mut last = Some("");
    for key in KEYS {
        if key.table() != last {
            last = key.table();
            let heading = last.map_or("At the beginning".to_owned(), |it| format!("`[{it}]`"));
            _ = write!(
                page,
                "\n## {heading}\n\n| key | means | takes | without it | variable | option |\n|{}\n",
                " --- |".repeat(6)
            );
        }
        let name = key.name.rsplit('.').next().unwrap_or(key.name);
        let option = key.option.map_or_else(String::new, |it| format!("`{it}`"));
        _ = writeln!(
            page,
            "| `{name}` | {} | {} | {} | `{}` | {option} |",
            key.about,
            takes(key),
            key.usual,
            key.variable
        );
    }
    page
}

fn takes(key: &Key) -> String {
    match key.kind {
        Kind::Text => "text".to_owned(),
        Kind::Number(_) => "number".to_owned(),
        Kind::YesNo => "`true`, `false`".to_owned(),
        Kind::List => "list of texts".to_owned(),
        Kind::Word(words) => {
            let words: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
            words.join(", ")
        }
    }
}

#[test]
fn the_page_says_what_the_table_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/configuration.md");
    // Written as snapshots are.
    if env::var_os("INSTA_UPDATE").is_some_and(|it| it == "always") {
        fs::write(&file, page()).expect("it is written");
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(there, page(), "INSTA_UPDATE=always writes the page anew");
}
