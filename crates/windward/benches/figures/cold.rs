//! What it costs to come to a page first: every entry is read, unsealed and folded.

use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::runtime::Runtime;
use windward_core::record::Record;
use windward_store::Journal;

use crate::{
    http::{Connection, request},
    process::Cpu,
    reference::Reference,
    table::{Runs, Table, ratio},
};

/// Sessions that come to a page for the first time.
const SESSIONS: usize = 24;

/// How many times the record is read without a server.
const LOADS: usize = 15;

const PAGE: &str = "/course";

pub(crate) fn measure(reference: &Reference, runtime: &Runtime) -> Result<Table> {
    let instance = reference.open(false)?;
    let (server, address) = reference.serve()?;
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    let mut connection = Connection::to(address)?;
    for _ in 0..SESSIONS {
        let cookie = Reference::sign_in(&instance, runtime)?;
        let page = request(address, PAGE, Some(&cookie));
        for kind in [&mut cold, &mut warm] {
            let before = server.cpu()?;
            connection.page(&page)?;
            kind.push(server.cpu()?.since(&before));
        }
    }
    server.stop()?;
    let (cold, warm) = (Runs::micros(cold), Runs::micros(warm));

    let (mut read, mut unsealed, mut folded) = (Vec::new(), Vec::new(), Vec::new());
    let person = instance.owner().expect("one person keeps it").person();
    for _ in 0..LOADS {
        read.push(spent(|| Ok(runtime.block_on(instance.journal().load(person))?))?.1);
        let (loaded, both) =
            spent(|| Ok(runtime.block_on(instance.owner().expect("one person keeps it").load())?))?;
        unsealed.push(both);
        // One thread, and less than what the system counts its time by.
        let begun = Instant::now();
        let record = Record::fold(loaded.entries);
        folded.push(begun.elapsed());
        drop(record);
    }
    let read = Runs::micros(read);

    #[expect(clippy::cast_precision_loss, reason = "2,000")]
    let entries = reference.entries as f64;
    let each = |micros: f64| format!("{:.2} µs", micros / entries);
    let columns = [
        "step",
        "CPU",
        "an entry",
        "reference in the same run",
        "ratio",
    ];
    let heading = format!(
        "Cold: {} entries, {} kB of JSON, read, unsealed and folded; printed without a target",
        reference.entries,
        reference.text / 1000
    );
    let mut table = Table::new(heading, &columns);
    table.row([
        format!("{PAGE}, the first request of a session ({SESSIONS} of them)"),
        cold.shown(0, "µs"),
        each(cold.median() - warm.median()),
        format!("the second one: {}", warm.shown(0, "µs")),
        ratio(cold.median(), warm.median()),
    ]);
    let (both, folded) = (Runs::micros(unsealed), Runs::micros(folded));
    for (step, runs) in [
        ("in the store: rows read", &read),
        ("rows read, unsealed and parsed", &both),
        ("in core: folded", &folded),
    ] {
        let reference = format!("rows read: {:.0} µs", read.median());
        table.row([
            format!("{step} ({LOADS} times)"),
            runs.shown(0, "µs"),
            each(runs.median()),
            reference,
            ratio(runs.median(), read.median()),
        ]);
    }
    Ok(table)
}

/// Time on the processor that all threads of this process spent on something.
fn spent<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let before = Cpu::ours()?;
    let done = work()?;
    Ok((done, Cpu::ours()?.since(&before)))
}
