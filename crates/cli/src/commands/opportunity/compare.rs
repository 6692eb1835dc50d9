//! `windward opportunity compare`: two side by side, line by line.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    record::{Reading, Weighed},
    views::opportunities::{Comparison, Considered, Side, compare, compare::nearness},
};

use super::find;
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
    stop::Stop,
};

/// Put two opportunities side by side, by what matters to you
///
/// What matters, and what each is like in it, you say with `windward opportunity weigh` or on the page.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The one: its number in the list, its id, or a part of its words
    one: String,
    /// The other
    other: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Compare {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let (one, other) = (find(facts, &self.one)?, find(facts, &self.other)?);
        if one.id == other.id {
            return Err(Stop::usage("these are one and the same; name two"));
        }
        let two = compare(facts, one, other);
        if self.json {
            return screen::json(&answer(&two));
        }
        let mut screen = Screen::new();
        if two.lines.is_empty() {
            screen.line("You have not said what matters yet. `windward opportunity weigh WHICH ‘Small teams’ 4` begins.");
        }
        for line in &two.lines {
            let matters = line.criterion.it.matters.label();
            screen.table(&[vec![
                Cell::new(line.criterion.it.what.as_str(), BOLD),
                Cell::new(format!("matters {matters}"), DIM),
                speaks(&two, line.speaks).into(),
            ]]);
            for (it, said) in [(&two.one, line.one), (&two.other, line.other)] {
                screen.paragraph(4, PLAIN, &format!("{}: {}", it.name(), words(said)));
            }
        }
        if !two.lines.is_empty() {
            screen.gap();
        }
        for sentence in two.says() {
            screen.paragraph(0, PLAIN, &sentence);
        }
        Ok(screen.show()?)
    }
}

fn speaks(two: &Comparison<'_>, side: Side) -> String {
    match side {
        Side::One(points) => format!("for {}, {points}", two.one.of.it.title),
        Side::Other(points) => format!("for {}, {points}", two.other.of.it.title),
        Side::Even => "both alike".to_owned(),
        Side::CannotTell => "cannot tell yet".to_owned(),
    }
}

fn words(said: Option<&Weighed>) -> String {
    match said.map(|it| (it.reading, it.says.as_deref())) {
        Some((Some(reading), Some(says))) => format!("{}. {says}", nearness(reading)),
        Some((Some(reading), None)) => nearness(reading).to_owned(),
        Some((None, Some(says))) => says.to_owned(),
        _ => "nothing said yet".to_owned(),
    }
}

fn answer(two: &Comparison<'_>) -> Value {
    let side = |it: &Considered<'_>| json!({ "item": it.of.id, "name": it.name(), "stage": it.stage.word() });
    let said = |said: Option<&Weighed>| {
        said.map(|it| json!({ "near": it.reading.map(Reading::get), "says": it.says }))
    };
    let lines = two.lines.iter().map(|line| {
        let (speaks, points) = match line.speaks {
            Side::One(points) => ("one", points),
            Side::Other(points) => ("other", points),
            Side::Even => ("even", 0),
            Side::CannotTell => ("cannot-tell", 0),
        };
        json!({
            "criterion": line.criterion.id,
            "what": line.criterion.it.what,
            "matters": line.criterion.it.matters.word(),
            "one": said(line.one),
            "other": said(line.other),
            "speaks_for": speaks,
            "points": points,
        })
    });
    let (one, other) = two.points();
    let hangs = two.hangs_on();
    let hangs = hangs.iter().map(|line| line.criterion.id);
    json!({
        "one": side(&two.one),
        "other": side(&two.other),
        "lines": lines.collect::<Vec<_>>(),
        "points": { "one": one, "other": other },
        "hangs_on": hangs.collect::<Vec<_>>(),
        "says": two.says(),
    })
}
