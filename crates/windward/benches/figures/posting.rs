//! How long it takes to read a posting against the ladder.

use std::{hint::black_box, time::Instant};

use anyhow::{Context, Result};
use windward_core::{
    framework::{Framework, PRODUCT, RungId},
    record::{Opportunity, OpportunityPlace},
    views::{opportunities::posting, search::Query},
};

use crate::table::{Runs, Table, ratio, verdict};

/// A posting as they come, with twenty lines.
const USUAL: &str = include_str!("../../../core/tests/postings/rail-lead.txt");

const RUNS: usize = 50;

/// Milliseconds that a reading may take.
const MOST: f64 = 20.0;

pub(crate) fn measure() -> Result<Table> {
    let framework = Framework::parse(PRODUCT).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let rung = framework.rung(&RungId::new("principal"));
    let on = "2026-11-22".parse().context("a day")?;
    let mut table = Table::of_figures(format!("A posting read against the ladder, {RUNS} times"));
    // Without its labels.
    let lines = USUAL.lines();
    let lines = lines.map(|line| line.split("=>").next().unwrap_or(line));
    let usual = lines.collect::<Vec<_>>().join("\n");
    let longest: String = usual.chars().cycle().take(Opportunity::POSTING).collect();
    for (name, text) in [
        ("of twenty lines", usual),
        ("of 20,000 characters", longest),
    ] {
        let it = Opportunity {
            posting: Some(text.clone()),
            ..Opportunity::new("Lead", OpportunityPlace::Outside, on, framework.hash)
        };
        let mut named = 0;
        let took = Runs::of((0..RUNS).map(|_| {
            let begun = Instant::now();
            named = black_box(posting::read(&framework, rung, &it)).named.len();
            begun.elapsed().as_secs_f64() * 1e3
        }));
        // The words of every line by the same stemmer, with nothing to compare them to.
        let plain = Runs::of((0..RUNS).map(|_| {
            let begun = Instant::now();
            for line in text.lines() {
                black_box(Query::parse(line));
            }
            begun.elapsed().as_secs_f64() * 1e3
        }));
        table.row([
            format!("{name}, {named} named"),
            took.shown(2, "ms"),
            format!("under {MOST:.0} ms"),
            format!(
                "its first words in a line stemmed: {}",
                plain.shown(2, "ms")
            ),
            ratio(took.median(), plain.median()),
            verdict(took.median() < MOST),
        ]);
    }
    Ok(table)
}
