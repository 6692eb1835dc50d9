//! How long a search over 5,000 pieces of evidence takes, and a line that is logged.

use std::{
    hint::black_box,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Result, ensure};
use jiff::{Timestamp, civil::Date};
use windward_core::{
    framework::{Framework, PRODUCT},
    id::{CountedIds, NewIds},
    record::{Change, Content, Evidence, Item, Record, Stored},
    views::search::{Query, search},
};

use crate::{
    career,
    reference::{Reference, program},
    table::{Runs, Table, ratio, verdict},
};

/// Pieces of evidence that are searched: two a day for ten years.
const PIECES: usize = 5_000;

/// Runs of each query, and lines that are logged.
const RUNS: usize = 30;

/// A common word, a form of a word, two words, the beginning of one, one that is nowhere.
const QUERIES: [&str; 5] = ["pricing", "agreeing", "board papers", "cust", "submarine"];

/// The day of the search, after all that is in the record.
const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// How long a search may take, in milliseconds.
const MOST_FOR_A_SEARCH: f64 = 5.0;

/// How long a line may take from start to exit, in milliseconds.
const MOST_FOR_A_LINE: f64 = 50.0;

pub(crate) fn measure() -> Result<Table> {
    let framework = Framework::parse(PRODUCT).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let (record, bytes) = record(&framework);
    let mut table = Table::of_figures(format!(
        "Search over {PIECES} pieces of evidence, {} KB of text, {RUNS} times each",
        bytes >> 10
    ));
    for typed in QUERIES {
        let query = Query::parse(typed).ok_or_else(|| anyhow::anyhow!("‘{typed}’ has no word"))?;
        let mut found = 0;
        let runs = Runs::of((0..RUNS).map(|_| {
            let begun = Instant::now();
            found = black_box(search(&record, &framework, TODAY, &query)).len();
            begun.elapsed().as_secs_f64() * 1e3
        }));
        let plain = Runs::of((0..RUNS).map(|_| {
            let begun = Instant::now();
            black_box(contains(&record, typed));
            begun.elapsed().as_secs_f64() * 1e3
        }));
        table.row([
            format!("‘{typed}’, {found} found"),
            runs.shown(2, "ms"),
            format!("under {MOST_FOR_A_SEARCH:.0} ms"),
            format!("`str::contains` over the same: {}", plain.shown(2, "ms")),
            ratio(runs.median(), plain.median()),
            verdict(runs.median() < MOST_FOR_A_SEARCH),
        ]);
    }
    Ok(table)
}

/// Pieces from the reference record, as often as it takes, and how much text they have.
fn record(framework: &Framework) -> (Record, usize) {
    let entries: Vec<_> = career::acts(framework).into_iter().flatten().collect();
    let pieces: Vec<&Evidence> = entries
        .iter()
        .filter_map(|entry| match &entry.change {
            Change::Put(item) => match &item.content {
                Content::Evidence(it) => Some(it),
                _ => None,
            },
            Change::Withdraw(_) | Change::Redacted => None,
        })
        .collect();
    let mut ids = CountedIds::from(1 << 40);
    let mut bytes = 0;
    let stored = pieces
        .iter()
        .cycle()
        .take(PIECES)
        .zip(1..)
        .map(|(piece, seq)| {
            let texts = [
                Some(&piece.what),
                piece.so_what.as_ref(),
                piece.my_part.as_ref(),
            ];
            bytes += texts.into_iter().flatten().map(String::len).sum::<usize>();
            let mut entry = entries[0].clone();
            entry.entry_id = ids.entry();
            entry.revises = None;
            entry.change = Change::Put(Box::new(Item {
                id: ids.item(),
                content: (*piece).clone().into(),
            }));
            Stored {
                seq,
                received_at: Timestamp::UNIX_EPOCH,
                imported: false,
                entry,
            }
        });
    let record = Record::fold(stored.collect::<Vec<_>>());
    (record, bytes)
}

/// The plainest search there is: no forms, no case, no accents.
fn contains(record: &Record, word: &str) -> usize {
    let all = record.all::<Evidence>();
    let fits = all.filter(|of| {
        let it = of.it;
        let texts = [Some(&it.what), it.so_what.as_ref(), it.my_part.as_ref()];
        texts.into_iter().flatten().any(|text| text.contains(word))
    });
    fits.count()
}

/// `windward log` from start to exit. It writes into the record, so it is measured after everything else.
pub(crate) fn measure_log(reference: &Reference) -> Result<Table> {
    let run = |arguments: &[&str]| -> Result<f64> {
        let begun = Instant::now();
        let mut command = Command::new(program());
        command.args(arguments).arg("--data").arg(reference.path());
        let status = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(status.success(), "{arguments:?} failed");
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    };
    let (mut lines, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        lines.push(run(&["log", "Shipped annual pricing"])?);
        bare.push(run(&["completions", "bash"])?);
    }
    let (lines, bare) = (Runs::of(lines), Runs::of(bare));
    let mut table = Table::of_figures(format!(
        "A line, on a record of {} entries, {RUNS} times; durable when it ends",
        reference.entries
    ));
    table.row([
        "`windward log`, start to end".to_owned(),
        lines.shown(1, "ms"),
        format!("under {MOST_FOR_A_LINE:.0} ms"),
        format!("a command that opens nothing: {}", bare.shown(1, "ms")),
        ratio(lines.median(), bare.median()),
        verdict(lines.median() < MOST_FOR_A_LINE),
    ]);
    Ok(table)
}
