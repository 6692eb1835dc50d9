//! How long Today takes to be worked out over 5,000 entries, and the days of a calendar.

use std::{hint::black_box, time::Instant};

use anyhow::{Result, anyhow};
use jiff::{Span, Timestamp, civil::Date};
use windward_core::{
    date::PartialDate,
    framework::{Framework, PRODUCT},
    id::CountedIds,
    record::{Act, Action, Cadence, Contact, Promise, PromiseOwner, Record, Stored, Touch},
    views::{
        due::dated,
        facts::Facts,
        today::{list, today},
    },
};

use crate::{
    career,
    table::{Runs, Table, ratio, verdict},
};

/// Entries of the record: the reference record, and three things a day with people for some years.
const ENTRIES: usize = 5_000;

/// People with a rhythm: more than anybody keeps.
const PEOPLE: usize = 300;

/// Runs of each.
const RUNS: usize = 50;

/// The day, after all that is in the record.
const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// How long Today may take, in milliseconds.
const MOST: f64 = 2.0;

pub(crate) fn measure() -> Result<Table> {
    let framework = Framework::parse(PRODUCT).map_err(|faults| anyhow!("{faults}"))?;
    let record = record(&framework);
    let mut table = Table::of_figures(format!(
        "Today over {} entries, {PEOPLE} people with a rhythm among them, {RUNS} times each",
        record.entry_count()
    ));
    let arranging = timed(|| {
        black_box(Facts::of(&record, &framework, TODAY));
    });
    let facts = Facts::of(&record, &framework, TODAY);
    let listed = list(&facts).len();
    let whole = timed(|| {
        black_box(today(&facts));
    });
    let days = dated(&facts).len();
    let calendar = timed(|| {
        black_box(dated(&facts));
    });
    for (what, runs) in [
        (format!("the ranked list, {listed} things"), whole),
        (format!("the days of a calendar, {days} of them"), calendar),
    ] {
        table.row([
            what,
            runs.shown(2, "ms"),
            format!("under {MOST:.0} ms"),
            format!("arranging the record once: {}", arranging.shown(2, "ms")),
            ratio(runs.median(), arranging.median()),
            verdict(runs.median() < MOST),
        ]);
    }
    Ok(table)
}

fn timed(mut work: impl FnMut()) -> Runs {
    Runs::of((0..RUNS).map(|_| {
        let begun = Instant::now();
        work();
        begun.elapsed().as_secs_f64() * 1e3
    }))
}

fn record(framework: &Framework) -> Record {
    let mut entries: Vec<_> = career::acts(framework).into_iter().flatten().collect();
    let mut ids = CountedIds::from(1 << 50);
    let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
    let day = |back: usize| {
        let back = i64::try_from(back % 1_000).unwrap_or(0);
        PartialDate::day(TODAY.saturating_sub(Span::new().days(back)))
    };
    let people: Vec<_> = (0..PEOPLE)
        .map(|it| {
            act.add(Contact {
                cadence: Some(Cadence::Quarter),
                ..Contact::named(format!("Person {it}"))
            })
        })
        .collect();
    let left = ENTRIES.saturating_sub(entries.len() + PEOPLE);
    for it in 0..left {
        match it % 3 {
            0 => act.add(Touch::new(vec![people[it % PEOPLE]], day(it))),
            1 => act.add(Promise {
                due: Some(day(it / 2)),
                state: windward_core::record::PromiseState::kept(day(it / 2)),
                ..Promise::new(format!("Promise {it}"), PromiseOwner::Mine, day(it))
            }),
            _ => act.add(Action {
                done: (it % 60 != 2).then(|| day(it)),
                ..Action::new(format!("Do {it}"), day(it), framework.hash)
            }),
        };
    }
    entries.extend(act.into_entries());
    let stored = entries.into_iter().zip(1..).map(|(entry, seq)| Stored {
        seq,
        received_at: Timestamp::UNIX_EPOCH,
        imported: false,
        entry,
    });
    Record::fold(stored)
}
