//! `windward checkin`: how the month was, and where the answers go.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value, json};
use windward_core::{
    date::PartialDate,
    record::{CheckIn, Dial},
    views::{
        check_in::{CheckIns, Series, check_ins, is_due},
        plateau::slope_in_words,
    },
};

use crate::{
    home::Home,
    names,
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
    stop::Stop,
};

/// Say how the month was; without an answer, show the check-ins so far
#[derive(Debug, Args)]
pub(crate) struct Checkin {
    /// 1 drained, 2 low, 3 steady, 4 good, 5 full
    #[arg(long, value_name = "1-5")]
    energy: Option<String>,
    /// 1 nothing new, 2 little, 3 some, 4 much, 5 every day
    #[arg(long, value_name = "1-5")]
    learning: Option<String>,
    /// 1 asleep at it, 2 easy, 3 about right, 4 a stretch, 5 at my limit
    #[arg(long, value_name = "1-5")]
    challenge: Option<String>,
    /// 1 unseen, 2 seldom, 3 now and then, 4 mostly, 5 fully seen
    #[arg(long, value_name = "1-5")]
    recognition: Option<String>,
    /// What you had asked for, and went to somebody else or was put off
    #[arg(long, value_name = "TEXT")]
    passed_over: Option<String>,
    /// A line
    line: Option<String>,
    /// Skip this month; it is not asked about again
    #[arg(long, conflicts_with_all = ["energy", "learning", "challenge", "recognition", "passed_over", "line"])]
    skip: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Checkin {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let today = PartialDate::day(book.today);
        let reading = |dial, typed: &Option<String>| {
            typed
                .as_deref()
                .map(|it| names::reading(dial, it))
                .transpose()
        };
        let said = CheckIn {
            energy: reading(Dial::Energy, &self.energy)?,
            learning: reading(Dial::Learning, &self.learning)?,
            challenge: reading(Dial::Challenge, &self.challenge)?,
            recognition: reading(Dial::Recognition, &self.recognition)?,
            line: self.line,
            passed_over: self.passed_over,
            ..CheckIn::skipped(today)
        };
        if said.is_skipped() && !self.skip {
            return show(&check_ins(facts), self.json);
        }
        if self.json {
            return Err(Stop::usage(
                "‘--json’ prints the check-ins so far; leave the answers out",
            ));
        }
        if self.skip && !is_due(facts) {
            return Ok(screen::say(
                "No check-in is due, so there is none to skip.",
            )?);
        }
        // What is said later the same day stands in its place.
        let earlier = facts.growth.check_ins.last().copied();
        let earlier = earlier.filter(|of| of.it.on == today);
        let said = CheckIn {
            unknown: earlier.map_or_else(Map::new, |of| of.it.unknown.clone()),
            ..said
        };
        beginning.act(|act| act.revise_or_add(earlier, said))?;
        let mut screen = Screen::new();
        screen.line(if self.skip {
            "Skipped; the next one is offered in four weeks."
        } else {
            "Checked in."
        });
        if let Some(before) = check_ins(facts).a_year_ago.filter(|_| !self.skip) {
            screen.paragraph(
                2,
                DIM,
                &format!("A year ago, on {}: {}", before.it.on, in_words(before.it)),
            );
        }
        Ok(screen.show()?)
    }
}

fn in_words(it: &CheckIn) -> String {
    let said = Dial::WORDS
        .iter()
        .filter_map(|(word, dial)| Some(format!("{word} {}", dial.says(it.reading(*dial)?))));
    let mut parts: Vec<String> = it.line.iter().cloned().collect();
    let answers: Vec<String> = said.collect();
    if !answers.is_empty() {
        parts.push(format!("({})", answers.join(", ")));
    }
    parts.join(" ")
}

fn says(series: &Series) -> String {
    match &series.trend {
        Ok(trend) => slope_in_words(trend),
        Err(error) => format!("no trend: {error}"),
    }
}

fn show(read: &CheckIns<'_>, as_json: bool) -> Result<()> {
    if as_json {
        return screen::json(&answer(read));
    }
    let mut screen = Screen::new();
    if read.answered.is_empty() {
        screen.line("There is no check-in yet. `windward checkin --energy 4 --learning 3 \"A line\"` is the first.");
        return Ok(screen.show()?);
    }
    if read.due {
        screen.line("A check-in is due.");
    }
    screen.heading("Trends");
    let rows = read
        .series
        .iter()
        .map(|it| -> Vec<Cell> { vec![Cell::new(it.dial.label(), BOLD), says(it).into()] });
    screen.table(&rows.collect::<Vec<_>>());
    screen.heading("Check-ins");
    for of in read.answered.iter().rev() {
        screen.paragraph(2, PLAIN, &format!("{}  {}", of.it.on, in_words(of.it)));
    }
    Ok(screen.show()?)
}

fn answer(read: &CheckIns<'_>) -> Value {
    let trends = read.series.iter().map(|it| {
        let trend = it.trend.as_ref().ok();
        json!({ "question": it.dial.word(), "answers": it.points.len(), "says": says(it), "words_a_year": trend.map(|it| it.slope),
                "low": trend.map(|it| it.low), "high": trend.map(|it| it.high) })
    });
    let all = read.answered.iter().map(|of| {
        json!({ "item": of.id, "on": of.it.on, "energy": of.it.energy, "learning": of.it.learning, "challenge": of.it.challenge,
                "recognition": of.it.recognition, "line": of.it.line, "passed_over": of.it.passed_over })
    });
    json!({
        "due": read.due,
        "a_year_ago": read.a_year_ago.map(|of| of.id),
        "trends": trends.collect::<Vec<_>>(),
        "check_ins": all.collect::<Vec<_>>(),
    })
}
