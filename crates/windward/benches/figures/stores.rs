//! Figures of both stores, each beside a raw loop on the same database in the same run: a record read and folded
//! beside one query for its rows, an append beside a transaction with one row.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use rusqlite::Connection;
use tokio::runtime::Runtime;
use windward_core::record::{Evidence, Record};
use windward_store::{Journal, PersonStore, Postgres, Sqlite, Url};

use crate::{
    appends::{Pen, people, texts},
    pages,
    postgres::Server,
    raw,
    reference::{Reference, scratch},
    table::{Runs, Table, ratio, verdict},
};

/// How long each loop runs, and how many times ours and the raw one take turns.
pub(crate) const TIME: Duration = Duration::from_secs(1);
const TURNS: usize = 3;

/// How many times a record is read.
const LOADS: usize = 25;

/// Clients at once.
const MANY: usize = 64;

/// What an entry of the reference record takes, sealed and padded: so long is a raw row.
const LENGTH: &str = "SELECT CAST(avg(length(coalesce(sealed, shared))) AS integer) FROM entries";

/// All entries there are, as a store reads them.
const ENTRIES: &str = "SELECT seq, entry_id, act, revises, sealed, shared, received_at, imported, redacted_at FROM entries ORDER BY seq";

/// Prints as it goes.
pub(crate) fn measure(runtime: &Runtime) -> Result<()> {
    // One that waits for the disk, as they are run.
    let server = Server::start("");
    let (loads, bytes) = loads(&server, runtime)?;
    print!("{loads}");
    print!("{}", appends(&server, bytes, runtime)?);
    let reference = Reference::write_to(&server.database(), runtime)?;
    println!("\nThe pages over PostgreSQL:");
    for table in pages::measure(&reference, runtime)? {
        print!("{table}");
    }
    Ok(())
}

/// Asks for all rows; how many bytes they are.
type Raw<'a> = dyn Fn() -> Result<usize> + 'a;

/// Reads and folds a record and asks for its rows, in turns; and how long a row of it is.
fn loads(server: &Server, runtime: &Runtime) -> Result<(Table, usize)> {
    let url = server.database();
    let (on_file, on_server) = (
        Reference::write(runtime)?,
        Reference::write_to(&url, runtime)?,
    );
    let heading = format!(
        "A record of {} entries, read, unsealed and folded; raw: one query for its rows",
        on_file.entries
    );
    let mut table = Table::of_figures(heading);
    let connection = Connection::open(on_file.path().join("windward.db"))?;
    let client = runtime.block_on(raw::connect(&url))?;
    let query = runtime.block_on(client.prepare(ENTRIES))?;
    let from_file = || raw::load_file(&connection, ENTRIES);
    let from_there = || runtime.block_on(raw::load_server(&client, &query));
    let readers: [(&str, &Reference, &Raw<'_>); 2] = [
        ("SQLite", &on_file, &from_file),
        ("PostgreSQL", &on_server, &from_there),
    ];
    for (name, reference, raw) in readers {
        let instance = reference.open(false)?;
        let person = instance.owner().expect("one person keeps it").person();
        let (mut folded, mut rows, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..LOADS {
            let begun = Instant::now();
            raw()?;
            bare.push(begun.elapsed());
            let begun = Instant::now();
            runtime.block_on(instance.journal().load(person))?;
            rows.push(begun.elapsed());
            let begun = Instant::now();
            let loaded = runtime.block_on(instance.owner().expect("one person keeps it").load())?;
            drop(Record::fold(loaded.entries));
            folded.push(begun.elapsed());
        }
        let bare = Runs::micros(bare);
        for (what, runs, wanted) in [
            ("rows of the journal", Runs::micros(rows), false),
            ("read, unsealed and folded", Runs::micros(folded), true),
        ] {
            let met = verdict(runs.median() <= 2.0 * bare.median());
            table.row([
                format!("{name}: {what}"),
                runs.shown(0, "µs"),
                if wanted {
                    "within 2 times".to_owned()
                } else {
                    String::new()
                },
                format!("raw: {}", bare.shown(0, "µs")),
                ratio(runs.median(), bare.median()),
                if wanted { met } else { String::new() },
            ]);
        }
    }
    let bytes = connection.query_row(LENGTH, [], |row| row.get(0))?;
    Ok((table, bytes))
}

/// Appends and raw transactions, in turns.
fn appends(server: &Server, bytes: usize, runtime: &Runtime) -> Result<Table> {
    let (dir, url) = (scratch()?, server.database());
    let texts = Arc::new(texts()?);
    let heading = format!(
        "Appends a second, one entry each; raw: as many clients, a transaction with one row of {bytes} bytes each"
    );
    let mut table = Table::of_figures(heading);
    let file = Sqlite::open(&dir.path().join("appends.db"))?;
    let pooled = Postgres::open(&Url::parse(&format!("{url}?pool={MANY}"))?)?;
    for (clients, who) in [(1, 1), (MANY, MANY), (MANY, 1)] {
        let mut numbers = 0;
        let stores = runtime.block_on(people(&file, who))?;
        let (ours, bare) = in_turns(
            || write(runtime, &stores, clients, &texts, &mut numbers),
            // A file has one writer at a time, so its raw loop is one client in any case.
            || raw::insert_file(dir.path(), bytes),
        )?;
        row(&mut table, "SQLite", clients, who, &ours, &bare);
        let stores = runtime.block_on(people(&pooled, who))?;
        let (ours, bare) = in_turns(
            || write(runtime, &stores, clients, &texts, &mut numbers),
            || runtime.block_on(raw::insert_server(&url, clients, bytes)),
        )?;
        row(&mut table, "PostgreSQL", clients, who, &ours, &bare);
    }
    file.close();
    Ok(table)
}

/// How many a second each of the two did.
fn in_turns(
    mut ours: impl FnMut() -> Result<u64>,
    mut raw: impl FnMut() -> Result<u64>,
) -> Result<(Runs, Runs)> {
    let (mut rates, mut raw_rates) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        for (work, rates) in [
            (&mut raw as &mut dyn FnMut() -> Result<u64>, &mut raw_rates),
            (&mut ours, &mut rates),
        ] {
            let begun = Instant::now();
            #[expect(clippy::cast_precision_loss, reason = "counts of a second")]
            let count = work()? as f64;
            rates.push(count / begun.elapsed().as_secs_f64());
        }
    }
    Ok((Runs::of(rates), Runs::of(raw_rates)))
}

fn row(table: &mut Table, store: &str, clients: usize, who: usize, ours: &Runs, raw: &Runs) {
    let who = match (clients, who) {
        (1, _) => "one client".to_owned(),
        (clients, 1) => format!("{clients} clients on one person"),
        (clients, _) => format!("{clients} people at once"),
    };
    table.row([
        format!("{store}: {who}"),
        ours.shown(0, "/s"),
        "within 1.5 times".to_owned(),
        format!("raw: {}", raw.shown(0, "/s")),
        ratio(raw.median(), ours.median()),
        verdict(raw.median() <= 1.5 * ours.median()),
    ]);
}

/// All append as fast as they are answered; how many they did.
fn write<J: Journal>(
    runtime: &Runtime,
    stores: &[PersonStore<J>],
    clients: usize,
    texts: &Arc<Vec<Evidence>>,
    numbers: &mut u128,
) -> Result<u64> {
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            *numbers += 1;
            let mut pen = Pen::new(*numbers, texts);
            let store = stores[client % stores.len()].clone();
            runtime.spawn(async move {
                let mut count = 0;
                while begun.elapsed() < TIME {
                    store.append(pen.act(), None).await?;
                    count += 1;
                }
                anyhow::Ok(count)
            })
        })
        .collect();
    let mut count = 0;
    for task in tasks {
        count += runtime.block_on(task)??;
    }
    Ok(count)
}
