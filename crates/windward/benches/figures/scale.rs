//! The same person among ten thousand, a hundred thousand, a million: nothing that one person asks for may grow with how many
//! others there are, beyond the depth of an index.

use std::{
    env, fs,
    future::Future,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use jiff::Timestamp;
use tokio::runtime::Runtime;
use windward_core::id::{ActId, EntryId, NewIds};
use windward_store::{Body, Instance, Journal, NewRow, NewRows, PersonKey};
use windward_web::edge::FreshIds;

use crate::{
    crowd::{Crowd, sign_in},
    http::{Connection, request},
    population::{
        ENTRIES, fill_file, fill_server, numbers_in_file, numbers_on_server, size_on_server, some,
        whole,
    },
    postgres::Server,
    table::{Runs, Table, ratio},
};

/// How many people, if `WINDWARD_SCALE` does not name others.
const SIZES: &str = "10000 100000";

/// People who are real: they sign in and ask for pages.
const REAL: usize = 8;

/// Others, over whom each look-up is repeated.
const ASKED: usize = 400;

/// How often each real person asks for a page.
const PAGES: usize = 40;

/// How often a whole list is asked for.
const LISTS: usize = 15;

/// What was measured of one population.
type Column = Vec<(&'static str, Runs)>;

/// Prints as it goes.
pub(crate) fn measure(runtime: &Runtime) -> Result<()> {
    let sizes = env::var("WINDWARD_SCALE").unwrap_or_else(|_| SIZES.to_owned());
    let sizes: Vec<u64> = sizes
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()
        .context("WINDWARD_SCALE is a list of numbers")?;
    // One that waits for the disk, as they are run.
    let server = Server::start("max_wal_size = '8GB'");
    for on_server in [false, true] {
        let store = if on_server { "PostgreSQL" } else { "SQLite" };
        let mut loads = Vec::new();
        let mut columns = Vec::new();
        for size in &sizes {
            let url = on_server.then(|| server.database());
            let (load, column) = one(url.as_deref(), *size, runtime)?;
            println!("{store}, {size} people: {load}");
            loads.push(load);
            columns.push(column);
        }
        print!("{}", table(store, &sizes, &loads, &columns));
    }
    Ok(())
}

/// Loads a population and asks for single people in it: how the load went, and what was measured.
fn one(url: Option<&str>, size: u64, runtime: &Runtime) -> Result<(String, Column)> {
    let crowd = Crowd::join(url.unwrap_or("sqlite"), REAL, runtime)?;
    let tenant = crowd.people.first().context("somebody joined")?.tenant();
    let begun = Instant::now();
    match url {
        None => fill_file(&crowd.database(), tenant, size)?,
        Some(url) => fill_server(url, tenant, size, runtime)?,
    }
    let took = begun.elapsed();
    let (numbers, bytes) = match url {
        None => (
            numbers_in_file(&crowd.database(), ASKED)?,
            fs::metadata(crowd.database())?.len(),
        ),
        Some(url) => (
            numbers_on_server(url, ASKED, runtime)?,
            size_on_server(url, runtime)?,
        ),
    };
    let load = format!(
        "{} entries in {:.1} s, {} MB",
        size * ENTRIES,
        took.as_secs_f64(),
        bytes / 1_000_000
    );
    let others = some(&numbers, whole(tenant))?;
    let instance = crowd.instance()?;
    let mut column = asked(&instance, &others, runtime)?;
    drop(instance);
    column.extend(pages(&crowd)?);
    Ok((load, column))
}

/// Look-ups and appends, each for another person.
fn asked(instance: &Instance, others: &[PersonKey], runtime: &Runtime) -> Result<Column> {
    let journal = instance.journal();
    let names: Vec<String> = others
        .iter()
        .map(|it| format!("filler{}", it.person().get()))
        .collect();
    Ok(vec![
        (
            "an account by its name",
            each(&names, runtime, |name| async move {
                let found = instance.account_named(name).await?;
                found.map(drop).context("it is there")
            })?,
        ),
        (
            "where a record ends",
            each(others, runtime, |who| async move {
                Ok(journal.head(*who).await.map(drop)?)
            })?,
        ),
        (
            "the rows of a record",
            each(others, runtime, |who| async move {
                Ok(journal.load(*who).await.map(drop)?)
            })?,
        ),
        (
            "an append, durable",
            each(others, runtime, |who| async move {
                Ok(journal.append(*who, act()).await.map(drop)?)
            })?,
        ),
        (
            "fifty accounts of the list",
            each(&[(); LISTS], runtime, |()| async move {
                Ok(instance.accounts(i64::MAX / 2, 50).await.map(drop)?)
            })?,
        ),
    ])
}

/// An entry that nobody can open.
fn act() -> NewRows {
    NewRows {
        rows: vec![NewRow {
            entry_id: EntryId(FreshIds.uuid()),
            act: ActId(FreshIds.uuid()),
            revises: None,
            body: Body::Sealed(vec![7; 512]),
        }],
        expected: None,
        imported: false,
        received_at: Timestamp::now(),
        due: None,
    }
}

/// How long it takes for each of them. The first tenth fills caches.
fn each<'a, T, F: Future<Output = Result<()>>>(
    of: &'a [T],
    runtime: &Runtime,
    ask: impl Fn(&'a T) -> F,
) -> Result<Runs> {
    let mut took: Vec<Duration> = Vec::new();
    for (place, it) in of.iter().enumerate() {
        let begun = Instant::now();
        runtime.block_on(ask(it))?;
        if place >= of.len() / 10 {
            took.push(begun.elapsed());
        }
    }
    Ok(Runs::micros(took))
}

/// What real people do at a server.
fn pages(crowd: &Crowd) -> Result<Column> {
    let (server, address) = crowd.serve()?;
    let (mut signing, mut first) = (Vec::new(), Vec::new());
    let (mut course, mut evidence) = (Vec::new(), Vec::new());
    for number in 0..REAL {
        let begun = Instant::now();
        let cookie = sign_in(address, number)?;
        signing.push(begun.elapsed());
        let mut connection = Connection::to(address)?;
        let mut ask = |path: &str| -> Result<Duration> {
            let page = request(address, path, Some(&cookie));
            let begun = Instant::now();
            connection.page(&page)?;
            Ok(begun.elapsed())
        };
        first.push(ask("/course")?);
        for _ in 0..PAGES {
            course.push(ask("/course")?);
            evidence.push(ask("/evidence")?);
        }
    }
    server.stop()?;
    Ok(vec![
        ("signing in, a password stretched", Runs::micros(signing)),
        ("the first page of a session", Runs::micros(first)),
        ("`/course`, warm", Runs::micros(course)),
        ("`/evidence`, warm", Runs::micros(evidence)),
    ])
}

fn table(store: &str, sizes: &[u64], loads: &[String], columns: &[Column]) -> Table {
    let heading = format!(
        "{store}: one person among {sizes:?}, each with an account, a session and {ENTRIES} entries; median, and p99"
    );
    let mut heads: Vec<String> = vec!["what".to_owned()];
    heads.extend(sizes.iter().map(ToString::to_string));
    heads.push("from first to last".to_owned());
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(heading, &heads);
    let mut cells = vec!["bulk load".to_owned()];
    cells.extend(loads.iter().cloned());
    table.cells(cells);
    let Some(first) = columns.first() else {
        return table;
    };
    for (place, (what, runs)) in first.iter().enumerate() {
        let mut cells = vec![(*what).to_owned()];
        let all = columns.iter().map(|column| &column[place].1);
        cells.extend(all.map(|it| format!("{:.0} µs, {:.0}", it.median(), it.quantile(0.99))));
        let last = columns.last().map(|it| it[place].1.median());
        let last = last.unwrap_or(f64::NAN);
        cells.push(format!("{} times", ratio(last, runs.median())));
        table.cells(cells);
    }
    table
}
