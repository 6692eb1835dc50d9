//! The same pages for a record of a hundred entries, of two thousand, and of twenty thousand, of which eighteen thousand are
//! evidence: what grows with a record, and how.

use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::runtime::Runtime;

use crate::{
    http::{Connection, request},
    pages::{batch, name, paths},
    reference::Reference,
    table::{Table, ratio},
};

const SIZES: [usize; 3] = [100, 2_000, 20_000];

/// Requests of each page, in batches of which the median counts.
const BATCHES: usize = 5;
const BATCH: usize = 60;

/// Sessions whose first page is timed.
const SESSIONS: usize = 5;

/// What a page takes: bytes, and processor time of the server when it is warm.
type Taken = (usize, Duration);

pub(crate) fn measure(runtime: &Runtime) -> Result<Table> {
    let mut names = Vec::new();
    let mut columns: Vec<Vec<Taken>> = Vec::new();
    let mut firsts = Vec::new();
    let mut memory = Vec::new();
    for entries in SIZES {
        let reference = Reference::sized(entries, runtime)?;
        // Before the server is there, so that all of its time is that of pages.
        let instance = reference.open(false)?;
        let cookies = (0..SESSIONS).map(|_| Reference::sign_in(&instance, runtime));
        let cookies = cookies.collect::<Result<Vec<_>>>()?;
        let paths = paths(&reference, runtime)?;
        drop(instance);
        let (server, address) = reference.serve()?;
        let mut first = Vec::new();
        let mut cookie = "";
        for own in &cookies {
            cookie = own;
            let mut connection = Connection::to(address)?;
            let begun = Instant::now();
            connection.page(&request(address, "/course", Some(cookie)))?;
            first.push(begun.elapsed());
        }
        first.sort_unstable();
        firsts.push(first[SESSIONS / 2]);
        let mut column = Vec::new();
        let mut connection = Connection::to(address)?;
        for path in &paths {
            let page = request(address, path, Some(cookie));
            let length = connection.page(&page)?;
            let mut took = Vec::new();
            for _ in 0..BATCHES {
                took.push(batch(&mut connection, &page, BATCH, &server)?);
            }
            took.sort_unstable();
            column.push((length, took[BATCHES / 2]));
        }
        memory.push(server.resident()?);
        names = paths.iter().map(|path| name(path)).collect();
        columns.push(column);
        server.stop()?;
    }
    Ok(table(&names, &columns, &firsts, &memory))
}

fn table(names: &[String], columns: &[Vec<Taken>], firsts: &[Duration], memory: &[u64]) -> Table {
    let heading = format!(
        "The same pages for records of {SIZES:?} entries: CPU of the server a request, {BATCHES} times {BATCH}, and size"
    );
    let heads = [
        "page",
        "of 100",
        "of 2,000",
        "of 20,000",
        "from 2,000 to 20,000",
    ];
    let mut table = Table::new(heading, &heads);
    let micros = |it: Duration| it.as_secs_f64() * 1e6;
    let last: [usize; 2] = [1, 2];
    for (place, name) in names.iter().enumerate() {
        let mut cells = vec![name.clone()];
        for column in columns {
            let (length, took) = column[place];
            cells.push(format!(
                "{:.0} µs, {} kB",
                micros(took),
                length.div_ceil(1_000)
            ));
        }
        let [before, after] = last.map(|at| micros(columns[at][place].1));
        cells.push(format!("{} times", ratio(after, before)));
        table.cells(cells);
    }
    let millis = |it: &Duration| format!("{:.1} ms", it.as_secs_f64() * 1e3);
    let [a, b, c] = [0, 1, 2].map(|at| millis(&firsts[at]));
    let growth = format!("{} times", ratio(micros(firsts[2]), micros(firsts[1])));
    table.row([
        "the first page of a session, `/course`".to_owned(),
        a,
        b,
        c,
        growth,
    ]);
    let [a, b, c] = [0, 1, 2].map(|at| format!("{} MB", memory[at] / 1_000_000));
    table.row([
        "memory after all of them".to_owned(),
        a,
        b,
        c,
        String::new(),
    ]);
    table
}
