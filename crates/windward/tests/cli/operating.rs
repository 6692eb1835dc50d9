//! The pages of the book: what they tell one to type does what they say, and what they put into a file is understood.

use std::fs;

use crate::shell::Shell;

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");

/// Pages whose commands are run here, each in a shell of its own, in the order that they are told in.
const RUN: [&str; 10] = [
    "week",
    "quarter",
    "leaving",
    "your-own-ladder",
    "operate/install",
    "operate/configuration",
    "operate/upgrade",
    "operate/monitoring",
    "operate/high-availability",
    "operate/when",
];

/// The blocks of a page in a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.trim_start() == format!("```{language}") {
            let block = lines.by_ref().take_while(|it| it.trim_start() != "```");
            blocks.push(block.collect::<Vec<_>>().join("\n"));
        }
    }
    blocks
}

fn page(name: &str) -> String {
    fs::read_to_string(format!("{PAGES}/{name}.md")).unwrap()
}

#[test]
fn every_command_that_can_be_run_alone_does_what_it_should() {
    let mut run = 0;
    for name in RUN {
        let mut shell = Shell::new();
        // There is a record, as there is where any of this is wanted.
        shell.done("demo");
        for block in blocks(&page(name), "sh") {
            for line in block.lines() {
                let Some(typed) = line.strip_prefix("windward ") else {
                    continue;
                };
                // Asks for a passphrase at the terminal.
                if typed.contains("--encrypted") {
                    continue;
                }
                let typed = &typed.replace('"', "'");
                let (typed, into) = match typed.split_once(" > ") {
                    Some((typed, file)) => (typed, Some(file)),
                    None => (typed.as_str(), None),
                };
                let answer = shell.done(typed);
                if let Some(file) = into {
                    shell.write(file, answer);
                }
                run += 1;
            }
        }
    }
    assert!(run >= 10, "{run} commands are in the pages");
}

#[test]
fn every_configuration_in_the_pages_is_understood() {
    let mut seen = 0;
    for name in RUN {
        for block in blocks(&page(name), "toml") {
            let mut shell = Shell::new();
            shell.write("windward.toml", &block);
            shell.done("config --config windward.toml");
            seen += 1;
        }
    }
    assert!(seen >= 4, "{seen} configurations are in the pages");
}

#[test]
fn what_holds_is_shown_with_who_said_so_and_without_a_password() {
    let mut shell = Shell::new();
    shell.write(
        "windward.toml",
        "store = 'postgres://ada:open-sesame@db.example/career'\n[serve]\npublic = 'https://windward.example.org'\n",
    );
    let said = shell.done(
        "config --config windward.toml --listen 127.0.0.1:8080 --proxy 10.0.0.0/8 --proxy 127.0.0.1 --json",
    );
    assert!(!said.contains("sesame"), "{said}");
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let of = |key: &str| {
        let mut rows = said.as_array().unwrap().iter();
        let row = rows.find(|it| it["key"] == key).unwrap();
        ["value", "from", "place"].map(|it| row[it].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(
        of("store"),
        [
            "PostgreSQL, database career on db.example",
            "file",
            "windward.toml, line 1"
        ]
    );
    assert_eq!(of("serve.public")[1..], ["file", "windward.toml, line 3"]);
    assert_eq!(of("serve.listen"), ["127.0.0.1:8080", "flag", "--listen"]);
    assert_eq!(of("serve.proxies")[0], "10.0.0.0/8, 127.0.0.1/32");
    assert_eq!(of("log.level"), ["", "default", "default"]);
    let mut over = shell.command("config --config windward.toml --json");
    over.env("WINDWARD_STORE", "sqlite")
        .env("WINDWARD_LOG", "info");
    let over = String::from_utf8(over.output().unwrap().stdout).unwrap();
    let over: serde_json::Value = serde_json::from_str(&over).unwrap();
    assert_eq!(over[0]["place"], "WINDWARD_STORE");
    assert_eq!(over[0]["value"], "SQLite");
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_touched() {
    let mut shell = Shell::new();
    shell.write(
        "windward.toml",
        "[serve]\nlistn = '127.0.0.1:1'\n\n[sso]\nname = 'Example'\n",
    );
    shell.run("serve --no-open --config windward.toml");
    shell.run("config --config windward.toml");
    shell.write("windward.toml", "[sso]\nname = 'Example'\n");
    shell.run("config --config windward.toml");
    shell.write("windward.toml", "metrics.listen = '127.0.0.1:7878'\n");
    shell.run("config --config windward.toml");
    shell.write(
        "windward.toml",
        "store = 'postgres://ada:open-sesame@db.example/career?sail=up'\n",
    );
    shell.run("config --config windward.toml");
    shell.run("config --config nowhere.toml");
    assert!(!shell.has("data"));
    let story = shell.story();
    assert!(!story.contains("sesame"), "{story}");
    insta::assert_snapshot!(story);
}
