//! The pages of the book: what they tell one to type does what they say, and what they put into a file is understood.

use std::fs;

use jiff::{
    Span, Zoned,
    civil::{Date, date},
};

use crate::shell::Shell;

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");

/// A page, and what there is before its commands are run, each page in a shell of its own, in the order that they are told in.
struct Told {
    page: &'static str,
    /// Files that whoever reads it would have, with what stands in them.
    files: &'static [(&'static str, &'static str)],
    /// What was typed before.
    before: &'static [&'static str],
}

/// With the sample record, as there is a record where any of it is wanted.
const fn told(page: &'static str) -> Told {
    begun(page, &["demo"])
}

/// With a record that has nothing but this in it, where what the page names would be there twice in the sample.
const fn begun(page: &'static str, before: &'static [&'static str]) -> Told {
    let files = &[];
    Told {
        page,
        files,
        before,
    }
}

const RUN: [Told; 23] = [
    told("week"),
    told("quarter"),
    told("leaving"),
    told("your-own-ladder"),
    told("board"),
    told("check-ins"),
    begun("conversations", &[]),
    told("evidence"),
    begun("hypotheses", &[]),
    Told {
        files: &[("fares.txt", POSTING)],
        ..told("opportunities")
    },
    Told {
        files: &[("Connections.csv", CONNECTIONS)],
        ..told("people")
    },
    begun("promotion-case", &["log 'Shipped annual pricing'"]),
    told("resume"),
    told("setbacks"),
    told("today"),
    Told {
        files: &[
            ("october.md", "# October\n\nRenewals are up.\n"),
            ("them.vcf", CARD),
        ],
        before: &["people import them.vcf"],
        page: "updates",
    },
    Told {
        files: &[("titles.txt", "Group PM\nHead of Product\n")],
        ..told("reference/titles")
    },
    told("operate/install"),
    told("operate/configuration"),
    told("operate/upgrade"),
    told("operate/monitoring"),
    told("operate/high-availability"),
    told("operate/when"),
];

const POSTING: &str = "Lead Product Manager, Fares\nFjord Rail\n\nYou will:\n- own the pricing of fares\n\nYou have:\n- five years in product\n";
const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nInes,Dahl,https://www.linkedin.com/in/ines,,Fjord Rail,Head of Product,12 Mar 2024\n";
const CARD: &str = "BEGIN:VCARD\nVERSION:3.0\nFN:Tom Okafor\nEMAIL:tom@example.org\nCATEGORIES:stakeholder\nEND:VCARD\n";

/// The day on which the pages are told: dates in them are as far from today as they were from it.
const DAY: Date = date(2026, 11, 27);

/// A command with its dates moved along.
fn moved(typed: &str) -> String {
    let today = Zoned::now().date();
    let words = typed.split(' ').map(|word| {
        let (before, last) = word.split_at(word.rfind('=').map_or(0, |at| at + 1));
        if let Ok(day) = last.parse::<Date>() {
            let moved = day.checked_add(today - DAY).unwrap();
            return format!("{before}{moved}");
        }
        // A month alone.
        match format!("{last}-01").parse::<Date>() {
            Ok(month) if last.len() == 7 => {
                let months = i64::from(today.year() - DAY.year()) * 12
                    + i64::from(today.month() - DAY.month());
                let moved = month.checked_add(Span::new().months(months)).unwrap();
                format!("{before}{}", moved.strftime("%Y-%m"))
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

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
    for told in RUN {
        let mut shell = Shell::new();
        for (file, content) in told.files {
            shell.write(file, content);
        }
        for typed in told.before {
            shell.done(typed);
        }
        for block in blocks(&page(told.page), "sh") {
            for line in block.lines() {
                let Some(typed) = line.strip_prefix("windward ") else {
                    continue;
                };
                // A word on what it does, after a while.
                let typed = typed.split("  ").next().unwrap_or_default();
                // Asks for a passphrase at the terminal.
                if typed.contains(".age") {
                    continue;
                }
                let typed = moved(&typed.replace('"', "'"));
                if let Some((typed, into)) = typed.split_once(" > ") {
                    let answer = shell.done(typed);
                    shell.write(into, answer);
                } else if let Some((typed, from)) = typed.split_once(" < ") {
                    let input = shell.read(from);
                    shell.done_with(typed, &input);
                } else {
                    shell.done(&typed);
                }
                run += 1;
            }
        }
    }
    assert!(run >= 90, "{run} commands are in the pages");
}

#[test]
fn every_configuration_in_the_pages_is_understood() {
    let mut seen = 0;
    for told in RUN {
        for block in blocks(&page(told.page), "toml") {
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
