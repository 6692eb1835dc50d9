//! Thirty thousand people: brought in with the proposals of who is there twice, found as one types, given a tag all at
//! once, opened cold.

use std::{
    fmt::Write as _,
    fs,
    hint::black_box,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use jiff::{Timestamp, civil::Date};
use tokio::runtime::Runtime;
use windward_core::{
    id::{CountedIds, NewIds},
    record::{Act, Contact, Record, Stored},
    views::people::{Directory, Filter, duplicates},
};
use windward_formats::{Choices, plan, read};
use windward_store::{Instance, OpenOptions, Role};

use crate::{
    dice::Dice,
    reference::{program, scratch},
    table::{Runs, Table, ratio, verdict},
};

/// As many as LinkedIn allows.
const PEOPLE: usize = 30_000;

/// A record opened cold for the cost of an entry: a tenth, and all that one import takes.
const OPENED: [usize; 2] = [3_500, 35_000];

const RUNS: usize = 30;

/// Runs of what takes long.
const FEW: usize = 5;

const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// What bringing them in may take, in milliseconds.
const MOST_FOR_AN_IMPORT: f64 = 2_000.0;

/// What a search may take, in milliseconds.
const MOST_FOR_A_SEARCH: f64 = 5.0;

/// A letter, which nearly everybody has; a beginning; a name; two words; one that is nowhere.
const TYPED: [&str; 5] = ["a", "per", "ines dahl", "head fjord", "submarine"];

pub(crate) fn measure(runtime: &Runtime) -> Result<Table> {
    let csv = connections(PEOPLE);
    let mut table = Table::of_figures(format!(
        "People: {PEOPLE} connections in {} kB of CSV",
        csv.len() >> 10
    ));
    let record = import(&mut table, &csv)?;
    whole(&mut table, &csv)?;
    find(&mut table, &record);
    tag(&mut table, runtime)?;
    cold(&mut table, runtime)?;
    Ok(table)
}

/// Read, compared, made entries of, folded, and who is there twice, in this process.
fn import(table: &mut Table, csv: &str) -> Result<Record> {
    let (mut all, mut parsing, mut twice) = (Vec::new(), Vec::new(), Vec::new());
    let mut record = Record::default();
    let mut groups = 0;
    for _ in 0..FEW {
        let begun = Instant::now();
        let incoming = read("Connections.csv", csv.as_bytes())?;
        let parsed = begun.elapsed();
        let plan = plan(incoming, &Record::default(), TODAY);
        let mut ids = CountedIds::from(1 << 40);
        let act = ids.act();
        let entries = plan.entries(&Choices::new(), act, &mut ids, Timestamp::UNIX_EPOCH);
        record = Record::fold(entries.into_iter().zip(1..).map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }));
        let proposing = Instant::now();
        groups = black_box(duplicates(&record)).len();
        twice.push(proposing.elapsed().as_secs_f64() * 1e3);
        all.push(begun.elapsed().as_secs_f64() * 1e3);
        parsing.push(parsed.as_secs_f64() * 1e3);
    }
    let (all, parsing, twice) = (Runs::of(all), Runs::of(parsing), Runs::of(twice));
    table.row([
        format!("read, planned, folded, {groups} proposals, in memory"),
        all.shown(0, "ms"),
        format!("under {MOST_FOR_AN_IMPORT:.0} ms"),
        format!("reading the file alone: {}", parsing.shown(0, "ms")),
        ratio(all.median(), parsing.median()),
        verdict(all.median() < MOST_FOR_AN_IMPORT),
    ]);
    table.row([
        "the proposals alone".to_owned(),
        twice.shown(0, "ms"),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    Ok(record)
}

/// The program, from start to exit: sealed and on disk.
fn whole(table: &mut Table, csv: &str) -> Result<()> {
    let mut took = Vec::new();
    for _ in 0..FEW {
        let dir = scratch()?;
        fs::write(dir.path().join("Connections.csv"), csv)?;
        let begun = Instant::now();
        bring_in(dir.path())?;
        took.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let took = Runs::of(took);
    table.row([
        "`windward people import`, start to exit, sealed and on disk".to_owned(),
        took.shown(0, "ms"),
        format!("under {MOST_FOR_AN_IMPORT:.0} ms"),
        String::new(),
        String::new(),
        verdict(took.median() < MOST_FOR_AN_IMPORT),
    ]);
    Ok(())
}

fn bring_in(dir: &Path) -> Result<()> {
    let mut command = Command::new(program());
    command
        .args(["people", "import", "Connections.csv", "--data", "data"])
        .current_dir(dir);
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = quiet.status().context("cannot start windward")?;
    ensure!(status.success(), "windward people import failed");
    Ok(())
}

fn find(table: &mut Table, record: &Record) {
    let arranging = Runs::of((0..FEW).map(|_| {
        let begun = Instant::now();
        black_box(Directory::of(record, TODAY));
        begun.elapsed().as_secs_f64() * 1e3
    }));
    let directory = Directory::of(record, TODAY);
    for text in TYPED {
        let filter = Filter {
            text,
            ..Filter::default()
        };
        let mut found = 0;
        let runs = Runs::of((0..RUNS).map(|_| {
            let begun = Instant::now();
            found = black_box(directory.find(&filter)).len();
            begun.elapsed().as_secs_f64() * 1e3
        }));
        let plain = Runs::of((0..FEW).map(|_| {
            let begun = Instant::now();
            black_box(contains(record, text));
            begun.elapsed().as_secs_f64() * 1e3
        }));
        table.row([
            format!("‘{text}’ as one types, {found} found"),
            runs.shown(2, "ms"),
            format!("under {MOST_FOR_A_SEARCH:.0} ms"),
            format!(
                "`str::contains` over the contacts: {}",
                plain.shown(2, "ms")
            ),
            ratio(runs.median(), plain.median()),
            verdict(runs.median() < MOST_FOR_A_SEARCH),
        ]);
    }
    table.row([
        "arranging everybody, once after a change".to_owned(),
        arranging.shown(0, "ms"),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
}

/// What a search costs that folds nothing and knows no words.
fn contains(record: &Record, text: &str) -> usize {
    let all = record.all::<Contact>();
    let has = |it: &Option<String>| it.as_ref().is_some_and(|it| it.contains(text));
    all.filter(|of| of.it.name.contains(text) || has(&of.it.organisation) || has(&of.it.title))
        .count()
}

/// Everybody given a tag in one act, as the list of people does: each revises what stands, sealed and on disk.
fn tag(table: &mut Table, runtime: &Runtime) -> Result<()> {
    let dir = scratch()?;
    fs::write(dir.path().join("Connections.csv"), connections(PEOPLE))?;
    bring_in(dir.path())?;
    let options = OpenOptions {
        role: Role::CommandLine,
        create: false,
    };
    let instance = Instance::open(&dir.path().join("data"), options)?.instance;
    let mut ids = CountedIds::from(1 << 50);
    let (mut composing, mut writing, mut people) = (Vec::new(), Vec::new(), 0);
    for round in 0..FEW {
        let loaded = runtime.block_on(instance.owner().expect("one person keeps it").load())?;
        let record = Record::fold(loaded.entries);
        let begun = Instant::now();
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        for of in record.all::<Contact>() {
            let tags = vec![format!("tag {round}")];
            act.revise(
                of,
                Contact {
                    tags,
                    ..of.it.clone()
                },
            );
        }
        let entries = act.into_entries();
        people = entries.len();
        composing.push(begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        runtime.block_on(
            instance
                .owner()
                .expect("one person keeps it")
                .append(entries, None),
        )?;
        writing.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let (composing, writing) = (Runs::of(composing), Runs::of(writing));
    table.row([
        format!("tagging {people} people, one act, sealed and on disk"),
        writing.shown(0, "ms"),
        String::new(),
        format!("composing it in memory: {}", composing.shown(0, "ms")),
        ratio(writing.median(), composing.median()),
        String::new(),
    ]);
    Ok(())
}

/// Opening a record that has only people: what an entry costs, at a tenth and at the whole.
fn cold(table: &mut Table, runtime: &Runtime) -> Result<()> {
    let mut each = Vec::new();
    for people in OPENED {
        let dir = scratch()?;
        fs::write(dir.path().join("Connections.csv"), connections(people))?;
        bring_in(dir.path())?;
        let options = OpenOptions {
            role: Role::CommandLine,
            create: false,
        };
        let instance = Instance::open(&dir.path().join("data"), options)?.instance;
        let mut entries = 0;
        let runs = Runs::of(
            (0..FEW)
                .map(|_| {
                    let begun = Instant::now();
                    let loaded =
                        runtime.block_on(instance.owner().expect("one person keeps it").load())?;
                    entries = black_box(Record::fold(loaded.entries)).entry_count();
                    Ok(begun.elapsed().as_secs_f64() * 1e6)
                })
                .collect::<Result<Vec<f64>>>()?,
        );
        #[expect(clippy::cast_precision_loss, reason = "35,000")]
        let an_entry = runs.median() / entries.max(1) as f64;
        each.push(an_entry);
        table.row([
            format!(
                "opened cold: {entries} entries, {:.0} ms",
                runs.median() / 1e3
            ),
            format!("{an_entry:.2} µs an entry"),
            String::new(),
            format!("of {}: {:.2} µs an entry", OPENED[0], each[0]),
            ratio(an_entry, each[0]),
            String::new(),
        ]);
    }
    Ok(())
}

/// A network: names that repeat, jobs, and one in a hundred there twice under another profile.
fn connections(people: usize) -> String {
    const GIVEN: [&str; 12] = [
        "Ada", "Ben", "Cleo", "Dan", "Eva", "Ines", "Jörg", "Kim", "Noor", "Petra", "Tomás", "Wei",
    ];
    const FAMILY: [&str; 10] = [
        "Berg",
        "Brandt",
        "Dahl",
        "Lindqvist",
        "Müller",
        "Okafor",
        "Olsen",
        "Strand",
        "Zhang",
        "O’Neil",
    ];
    const WORK: [&str; 6] = [
        "Product Manager",
        "Head of Product",
        "Designer",
        "Engineer",
        "Sales Director",
        "Researcher",
    ];
    const FIRMS: [&str; 5] = [
        "Fjord Rail",
        "Acme",
        "Nordlys",
        "Tidepool",
        "Hollis & Marsh",
    ];
    let mut dice = Dice::seeded(23);
    let mut csv = "Notes:\n\"Some addresses are missing.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    let mut before = String::new();
    for it in 0..people {
        if it % 100 != 99 {
            before = format!(
                "{},{} {}|{} {}, Inc.",
                dice.pick(&GIVEN),
                dice.pick(&FAMILY),
                it % 700,
                dice.pick(&FIRMS),
                it % 300
            );
        }
        let (name, firm) = before.split_once('|').unwrap_or_default();
        let work = dice.pick(&WORK);
        _ = writeln!(
            csv,
            "{name},https://www.linkedin.com/in/person-{it}-{:x},,\"{firm}\",{work},04 Jul 2023",
            it * 7919
        );
    }
    csv
}
