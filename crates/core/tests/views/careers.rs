//! Simulated careers with planted plateaus and steady climbs: how many the signs catch, and how often they cry wolf.
//!
//! The figures are those of `docs/check-ins.md`, and this test fails when the two part.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{Span, civil::Date};
use windward_core::{
    date::PartialDate,
    framework::{Framework, Sign},
    record::{CheckIn, Reading},
    views::{
        facts::Facts,
        plateau::{Answer, plateau},
    },
};

use crate::writer::{TODAY, Writer, product};

/// Careers of each sort.
const CAREERS: u32 = 300;

/// Months of each career that are lived, the last of them ending today.
const MONTHS: i32 = 84;

/// A plain generator (`SplitMix64`, by S. Vigna), so that the figures are the same for ever.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    fn within(&mut self, low: i32, high: i32) -> i32 {
        let span = u64::from((high - low + 1).unsigned_abs());
        low + i32::try_from(self.next() % span).expect("small")
    }

    fn chance(&mut self, of_100: i32) -> bool {
        self.within(1, 100) <= of_100
    }
}

/// What the dice decide for one career.
struct Career {
    /// Months ago that the plateau began; none is a steady climb.
    since: Option<i32>,
    /// Share of months with a check-in, and of those with evidence.
    diligence: i32,
}

const SKILLS: [&str; 14] = [
    "execution",
    "agile",
    "technical",
    "design",
    "consumer-science",
    "product-sense",
    "data",
    "market",
    "vision",
    "prioritisation",
    "business",
    "communication",
    "collaboration",
    "stakeholders",
];

fn ago(months: i32, day: i32) -> Date {
    TODAY
        .saturating_sub(Span::new().months(months))
        .saturating_sub(Span::new().days(day))
}

fn live(dice: &mut Dice, career: &Career) -> Writer {
    let mut writer = Writer::default();
    // Two earlier rungs of 18 to 36 months; on the third since 6 to 30 months, or for as long as the plateau and more.
    let here = match career.since {
        Some(since) => since + dice.within(6, 18),
        None => dice.within(6, 30),
    };
    let (second, first) = (dice.within(18, 36), dice.within(18, 36));
    let text = |months: i32| ago(months, 0).to_string();
    writer.role(
        "associate",
        &text(here + second + first),
        &text(here + second),
    );
    writer.role("pm", &text(here + second), &text(here));
    writer.role("senior", &text(here), "ongoing");
    let mut levels: Vec<(usize, u8)> = (0..4).map(|skill| (skill, 2)).collect();
    let mut mood = 35;
    for month in (0..MONTHS).rev() {
        let stuck = career.since.is_some_and(|since| month < since);
        for piece in 0..dice.within(0, 2) {
            if !dice.chance(career.diligence) {
                continue;
            }
            // A climb brings something new about every fourth piece; a plateau does the same two things.
            if !stuck && dice.chance(25) {
                if levels.len() < SKILLS.len() && dice.chance(50) {
                    levels.push((levels.len(), 2));
                } else {
                    let grown = dice.within(0, i32::try_from(levels.len()).expect("small") - 1);
                    let level = &mut levels[grown.unsigned_abs() as usize].1;
                    *level = (*level + 1).min(5);
                }
            }
            let many = i32::try_from(levels.len()).expect("small");
            // New work mixes two skills as it comes; repeated work is of the last two.
            let (one, two) = if stuck {
                (many - 1, many - 2)
            } else {
                (dice.within(0, many - 1), dice.within(0, many - 1))
            };
            let shown = |at: i32| {
                let (skill, level) = levels[at.unsigned_abs() as usize];
                (SKILLS[skill], level)
            };
            let mut skills = vec![shown(one)];
            if one != two && dice.chance(60) {
                skills.push(shown(two));
            }
            writer.did(&ago(month, 3 + piece * 9).to_string(), &skills, &[]);
        }
        // Mood wanders around a middle; on a plateau learning falls by one to two words a year.
        mood = (mood * 7 + 35 * 3) / 10 + dice.within(-8, 8);
        let fallen = if stuck {
            (career.since.unwrap_or(0) - month) * dice.within(8, 16) / 10
        } else {
            0
        };
        if dice.chance(career.diligence) {
            let said = |tenths: i32| {
                Reading::new(u8::try_from(((tenths + 5) / 10).clamp(1, 5)).expect("small"))
            };
            let passed = stuck && dice.chance(6);
            writer.put(CheckIn {
                energy: said(mood + dice.within(-7, 7)),
                learning: said(mood + dice.within(-7, 7) - fallen),
                passed_over: passed.then(|| "The larger team".to_owned()),
                ..CheckIn::skipped(PartialDate::day(ago(month, 1)))
            });
        }
    }
    writer
}

/// How often each sign is told among careers of one sort, and how often at least one and at least two are.
fn told(framework: &Framework, plateaued: bool) -> BTreeMap<&'static str, u32> {
    let mut counts = BTreeMap::new();
    for seed in 0..CAREERS {
        let mut dice = Dice(u64::from(seed) * 2 + u64::from(plateaued));
        let since = plateaued.then(|| dice.within(14, 24));
        let career = Career {
            since,
            diligence: dice.within(50, 95),
        };
        let record = live(&mut dice, &career).record();
        let facts = Facts::of(&record, framework, TODAY);
        let read = plateau(&facts);
        for one in &read.signs {
            let name = one.rule.sign.label();
            *counts.entry(name).or_default() += u32::from(one.answer == Answer::Seen);
        }
        let seen = read.told().len();
        *counts.entry("At least one sign").or_default() += u32::from(seen >= 1);
        *counts.entry("At least two signs").or_default() += u32::from(seen >= 2);
    }
    counts
}

#[test]
fn planted_plateaus_are_caught_and_steady_climbs_are_mostly_left_alone() {
    let framework = product();
    let (caught, wolf) = (told(&framework, true), told(&framework, false));
    let mut table = format!(
        "| told | of {CAREERS} planted plateaus | of {CAREERS} steady climbs |\n| --- | --- | --- |\n"
    );
    let signs = Sign::WORDS.iter().map(|(_, sign)| sign.label());
    for name in signs.chain(["At least one sign", "At least two signs"]) {
        writeln!(table, "| {name} | {} | {} |", caught[name], wolf[name]).expect("a string");
    }
    let of = |share: u32| CAREERS * share / 100;
    assert!(caught["At least one sign"] >= of(95), "{table}");
    assert!(caught["Nothing new, nothing deeper"] >= of(85), "{table}");
    assert!(wolf["Nothing new, nothing deeper"] <= of(15), "{table}");
    assert!(wolf["At least two signs"] <= of(10), "{table}");
    let docs = include_str!("../../../../docs/check-ins.md");
    assert!(
        docs.contains(&table),
        "the chapter says something else than:\n{table}"
    );
}
