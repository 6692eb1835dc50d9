//! How long solving a plan takes, and how often the choice is proven to be the best: over seeded careers on the
//! shipped ladder, and over made-up catalogues that are larger and tighter than any ladder.

use std::time::Instant;

use anyhow::Result;
use jiff::{Timestamp, civil::Date, civil::date};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{Framework, PRODUCT, Proficiency, Setting},
    id::CountedIds,
    record::{Act, Destination, Placement, PlanSettings, Rating, Record, Role, Stored, View},
    views::{
        facts::Facts,
        plan::{
            case::{Candidate, Case, Step},
            choose::choose,
            plan, solve,
        },
    },
};

use crate::{
    dice::Dice,
    table::{Runs, Table, verdict},
};

const CASES: usize = 200;

/// A plan may take this long, in milliseconds.
const TARGET: f64 = 1_000.0;

const TODAY: Date = date(2026, 11, 23);

pub(crate) fn measure() -> Result<Table> {
    let framework = Framework::parse(PRODUCT)?;
    let mut dice = Dice::seeded(2026);
    let (mut solving, mut reading) = (Vec::new(), Vec::new());
    let mut proven = 0;
    for _ in 0..CASES {
        let (record, wishes) = career(&framework, &mut dice);
        let facts = Facts::of(&record, &framework, TODAY);
        let begun = Instant::now();
        let solved = solve(&facts, wishes);
        solving.push(begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        let plan = plan(&facts, &solved);
        reading.push(begun.elapsed().as_secs_f64() * 1e6);
        proven += usize::from(plan.reach.proven);
    }
    let (mut choosing, mut sure) = (Vec::new(), 0);
    for _ in 0..CASES {
        let case = catalogue(&mut dice);
        let begun = Instant::now();
        let choice = choose(&case);
        choosing.push(begun.elapsed().as_secs_f64() * 1e3);
        sure += usize::from(choice.is_proven());
    }
    let heading =
        format!("Plans, {CASES} seeded cases each: time on this machine, median (least..most)");
    let mut table = Table::of_figures(heading);
    let mut row = |figure: &str, runs: Vec<f64>, proven: usize| {
        let runs = Runs::of(runs);
        table.row([
            figure.to_owned(),
            runs.shown(1, "ms"),
            format!("each under {TARGET:.0} ms"),
            format!("proven best: {proven} of {CASES}"),
            String::new(),
            verdict(runs.quantile(1.0) < TARGET),
        ]);
    };
    row("careers on the shipped ladder, solved", solving, proven);
    row(
        "80 plays, 30 skills, 25 prerequisites, chosen and laid",
        choosing,
        sure,
    );
    let reading = Runs::of(reading);
    table.row([
        "a solved plan read, once a change".to_owned(),
        reading.shown(0, "µs"),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    Ok(table)
}

/// Somebody on a rung with some skills rated, one to three destinations, and what they ask for.
fn career(framework: &Framework, dice: &mut Dice) -> (Record, PlanSettings) {
    let mut ids = CountedIds::default();
    let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
    let on = PartialDate::day(TODAY);
    let rung = dice.pick(&framework.rungs);
    act.add(Role {
        title: rung.name.clone(),
        from: PartialDate::year(2024).ok(),
        placement: Placement::Rung {
            id: rung.id.clone(),
            framework: framework.hash,
        },
        ..Role::default()
    });
    for skill in &framework.skills {
        if dice.one_in(3) {
            continue;
        }
        let level = u8::try_from(1 + dice.below(4)).unwrap_or(1);
        act.add(Rating {
            skill: skill.id.clone(),
            proficiency: Proficiency::new(level).unwrap_or(Proficiency::ALL[0]),
            view: View::Own,
            by: None,
            on,
            note: None,
            framework: framework.hash,
            unknown: Map::new(),
        });
    }
    for _ in 0..=dice.below(3) {
        act.add(Destination {
            rung: Some(dice.pick(&framework.rungs).id.clone()),
            role: None,
            by: None,
            why: None,
            on,
            framework: framework.hash,
            unknown: Map::new(),
        });
    }
    let entries = act.into_entries().into_iter().zip(1..);
    let record = Record::fold(entries.map(|(entry, seq)| Stored {
        seq,
        received_at: Timestamp::UNIX_EPOCH,
        imported: false,
        entry,
    }));
    let mut wishes = PlanSettings::assumed(on, framework.hash);
    wishes.hours_a_week = u8::try_from(1 + dice.below(12)).unwrap_or(1);
    wishes.weeks = *dice.pick(&[13, 26, 52]);
    if dice.one_in(4) {
        wishes.settings.retain(|it| *it != Setting::InTheJob);
    }
    for play in &framework.plays {
        if dice.one_in(20) {
            wishes.refused.push(play.id.clone());
        }
    }
    (record, wishes)
}

/// A catalogue of plays with what is missing, both thrown.
fn catalogue(dice: &mut Dice) -> Case {
    const PLAYS: usize = 80;
    const SKILLS: usize = 30;
    const LINKS: usize = 25;
    let number = |dice: &mut Dice, from: usize, to: usize| from + dice.below(to - from + 1);
    let mut plays: Vec<Candidate> = (0..PLAYS)
        .map(|_| {
            let grows = (0..number(dice, 1, 3)).map(|_| {
                let level = u8::try_from(number(dice, 2, 5)).unwrap_or(5);
                (dice.below(SKILLS), level)
            });
            let mut grows: Vec<(usize, u8)> = grows.collect();
            grows.sort_unstable();
            grows.dedup_by_key(|(skill, _)| *skill);
            Candidate {
                rate: u32::try_from(number(dice, 1, 8)).unwrap_or(1),
                weeks: u32::try_from(number(dice, 3, 16)).unwrap_or(3),
                opens: 0,
                after: Vec::new(),
                grows,
                must: false,
            }
        })
        .collect();
    for _ in 0..LINKS {
        let later = number(dice, 1, PLAYS - 1);
        let earlier = dice.below(later);
        if !plays[later].after.contains(&earlier) {
            plays[later].after.push(earlier);
        }
    }
    let skills = (0..SKILLS).map(|_| {
        let lowest = u8::try_from(number(dice, 2, 4)).unwrap_or(2);
        let mut weight = u32::try_from(number(dice, 1, 10)).unwrap_or(1);
        let steps = (lowest..=5).take(number(dice, 0, 3)).map(|level| {
            let step = Step { level, weight };
            weight = weight.div_ceil(2);
            step
        });
        steps.collect()
    });
    let skills = skills.collect();
    let hours = u32::try_from(number(dice, 2, 12)).unwrap_or(2);
    Case {
        hours: vec![hours; *dice.pick(&[13, 26, 52])],
        plays,
        skills,
    }
}
