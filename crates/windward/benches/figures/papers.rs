//! How long a packet and a résumé take as PDF: laid, drawn, with their faces cut to what is needed.

use std::time::Instant;

use anyhow::{Context, Result};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use windward_core::{
    framework::{Framework, PRODUCT},
    id::CountedIds,
    record::{Evidence, Record, Resume, Stored},
    sample,
    views::{facts::Facts, resume::sheet},
};
use windward_formats::{paper::Paper, resume};

use crate::{
    packet::packet,
    table::{Runs, Table, verdict},
};

const RUNS: usize = 20;

/// In milliseconds.
const PACKET: f64 = 1_000.0;
const RESUME: f64 = 500.0;

const TODAY: Date = date(2026, 11, 23);

pub(crate) fn measure() -> Result<Table> {
    let heading =
        format!("Papers as PDF, {RUNS} runs each: time on this machine, median (least..most)");
    let mut table = Table::of_figures(heading);
    let framework = Framework::parse(PRODUCT)?;
    let record = record(&framework);
    // The first one of a process reads the faces too.
    let begun = Instant::now();
    packet().to_pdf()?;
    let first = begun.elapsed().as_secs_f64() * 1e3;
    let (runs, bytes) = timed(packet)?;
    let first = format!("the first in a process: {first:.0} ms");
    row(&mut table, "a packet of 13 pages", &runs, PACKET, first);
    let facts = Facts::of(&record, &framework, TODAY);
    let (runs, small) = timed(|| resume::paper(&sheet(&facts)))?;
    let sizes = format!("{} and {} kB", bytes / 1000, small / 1000);
    row(
        &mut table,
        "the sample’s résumé, from its record",
        &runs,
        RESUME,
        sizes,
    );
    Ok(table)
}

fn row(table: &mut Table, figure: &str, runs: &Runs, target: f64, beside: String) {
    table.row([
        figure.to_owned(),
        runs.shown(1, "ms"),
        format!("under {target:.0} ms"),
        beside,
        String::new(),
        verdict(runs.quantile(1.0) < target),
    ]);
}

/// Milliseconds of each run, and how large the file is.
fn timed(make: impl Fn() -> Paper) -> Result<(Runs, usize)> {
    let mut runs = Vec::with_capacity(RUNS);
    let mut bytes = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let pdf = make().to_pdf().context("a paper is no PDF")?;
        runs.push(begun.elapsed().as_secs_f64() * 1e3);
        bytes = pdf.len();
    }
    Ok((Runs::of(runs), bytes))
}

/// The sample, with all evidence that is not confidential in the résumé.
fn record(framework: &Framework) -> Record {
    let mut ids = CountedIds::default();
    let now = Timestamp::UNIX_EPOCH;
    let mut entries = sample::entries(framework.hash, TODAY, now, &mut ids);
    let fold = |entries: &[windward_core::record::Entry]| {
        let stored = (1..).zip(entries.iter().cloned());
        let stored = stored.map(|(seq, entry)| Stored {
            seq,
            received_at: now,
            imported: false,
            entry,
        });
        Record::fold(stored.collect::<Vec<_>>())
    };
    let before = fold(&entries);
    let all = before.all::<Evidence>().filter(|of| !of.it.confidential);
    let chosen = all.map(|of| of.id).collect();
    let mut act = windward_core::record::Act::new(&mut ids, now);
    act.add(Resume {
        chosen,
        ..Resume::default()
    });
    entries.extend(act.into_entries());
    fold(&entries)
}
