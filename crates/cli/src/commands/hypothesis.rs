//! `windward hypothesis`: what one believes about one's own career, and how it stands.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use windward_core::{
    date::PartialDate,
    record::{Hypothesis as Belief, HypothesisAbout, HypothesisStatus, Of, Overruled},
    views::{
        facts::Facts,
        hypothesis::{Tested, tested},
        today::destination_name,
    },
};

use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
    stop::Stop,
};

/// What you believe about your own career, and what your experiments say of it
#[derive(Debug, Subcommand)]
pub(crate) enum Hypothesis {
    Add(Add),
    List(List),
    Overrule(Overrule),
}

impl Hypothesis {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Add(add) => add.run(home),
            Self::List(list) => list.run(home),
            Self::Overrule(overrule) => overrule.run(home),
        }
    }
}

/// Form a hypothesis: ‘I believe that …’
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What you believe: the words after ‘I believe that’
    belief: String,
    /// Why: the words after ‘because’
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// What would show it: the words after ‘I will know it when’
    #[arg(long, value_name = "TEXT")]
    know_when: Option<String>,
    /// What it is about: energy, fit, skill, experience or role
    #[arg(long, value_name = "WORD", default_value = "energy")]
    about: String,
    /// The skill that it is about
    #[arg(long, value_name = "SKILL")]
    skill: Option<String>,
    /// The destination that it serves: a part of its name
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    fn run(self, home: &Home) -> Result<()> {
        // What was typed is understood before a record is begun for it.
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let belief = self.belief.trim();
        if belief.is_empty() {
            return Err(Stop::usage("a hypothesis says what you believe"));
        }
        let about = names::word(
            "subject of a hypothesis",
            &self.about,
            HypothesisAbout::WORDS,
        )?;
        let skill = self
            .skill
            .as_deref()
            .map(|typed| names::skill(facts.framework, typed));
        let aims: Vec<_> = facts
            .destinations
            .iter()
            .map(|of| (of.id, destination_name(facts, of.it), of.id))
            .collect();
        let destination = self
            .destination
            .as_deref()
            .map(|typed| names::item("destination", typed, &aims));
        let hypothesis = Belief {
            because: self.because,
            know_when: self.know_when,
            skill: skill.transpose()?.map(|it| it.id.clone()),
            destination: destination.transpose()?,
            ..Belief::new(
                belief,
                about,
                PartialDate::day(book.today),
                facts.framework.hash,
            )
        };
        let item = beginning.act(|act| act.add(hypothesis))?;
        let number = facts.growth.hypotheses.len() + 1;
        if self.json {
            return screen::json(&json!({ "item": item, "number": number, "belief": belief }));
        }
        let mut screen = Screen::new();
        screen.line(format_args!("{number}. I believe that {belief}"));
        screen.paragraph(
            2,
            PLAIN,
            &format!("To find out: `windward experiment add WHAT --hypothesis {number}`"),
        );
        Ok(screen.show()?)
    }
}

/// Show every hypothesis and how it stands
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all: Vec<Tested<'_>> = facts
            .growth
            .hypotheses
            .iter()
            .map(|of| tested(facts, *of))
            .collect();
        if self.json {
            return screen::json(&all.iter().map(|it| answer(facts, it)).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("There is no hypothesis yet. `windward hypothesis add \"leading people would suit me\"` forms one.");
        }
        for (it, number) in all.iter().zip(1..) {
            screen.table(&[vec![
                format!("{number}.").into(),
                Cell::new(it.of.it.belief.as_str(), BOLD),
            ]]);
            screen.paragraph(5, PLAIN, &format!("{}: {}", it.status.label(), it.because));
            if let Some(overruled) = it.overruled {
                screen.paragraph(
                    5,
                    PLAIN,
                    &format!(
                        "You see it otherwise, since {}: {}",
                        overruled.on, overruled.reason
                    ),
                );
            }
            if let Some(when) = &it.of.it.know_when {
                screen.paragraph(5, DIM, &format!("You will know it when {when}"));
            }
        }
        Ok(screen.show()?)
    }
}

fn answer(facts: &Facts<'_>, it: &Tested<'_>) -> Value {
    let Belief {
        belief,
        because,
        know_when,
        about,
        skill,
        on,
        ..
    } = it.of.it;
    json!({
        "item": it.of.id,
        "belief": belief,
        "because": because,
        "know_when": know_when,
        "about": about.word(),
        "skill": skill,
        "destination": it.destination.map(|of| destination_name(facts, of.it)),
        "on": on,
        "status": it.status.word(),
        "by_experiments": it.by_experiments.word(),
        "why": it.because,
        "overruled": it.overruled.map(|it| json!({ "status": it.status.word(), "reason": it.reason, "on": it.on })),
        "experiments": it.experiments.iter().map(|it| json!({ "item": it.of.id, "what": it.of.it.what, "state": it.state.word() })).collect::<Vec<_>>(),
    })
}

/// Set your own verdict against that of your experiments
#[derive(Debug, Args)]
pub(crate) struct Overrule {
    /// Which: its number in the list, its id, or a part of its words
    hypothesis: String,
    /// How it stands: untested, testing, holds, fails or unclear; ‘experiments’ takes your verdict back
    status: String,
    /// Why; only ‘experiments’ needs no reason
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Overrule {
    fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, &self.hypothesis)?;
        let overruled = match self.status.as_str() {
            "experiments" => None,
            typed => {
                let status = names::word("verdict", typed, HypothesisStatus::WORDS)?;
                let reason = self.reason.filter(|it| !it.trim().is_empty());
                let reason = reason.ok_or_else(|| {
                    Stop::usage("give a reason with ‘--reason’; in a year you will want to know")
                })?;
                let before = of.it.overruled.as_ref();
                Some(Overruled {
                    status,
                    reason,
                    on: PartialDate::day(book.today),
                    unknown: before.map(|it| it.unknown.clone()).unwrap_or_default(),
                })
            }
        };
        let says = overruled.as_ref().map_or_else(
            || "it stands as your experiments say".to_owned(),
            |it| format!("{}, by your own verdict", it.status.label()),
        );
        let value = json!({ "item": of.id, "belief": of.it.belief, "overruled": overruled.as_ref().map(|it| it.status.word()) });
        let changed = Belief {
            overruled,
            ..of.it.clone()
        };
        desk.act(|act| act.revise(of, changed))?;
        screen::done(self.json, &value, format_args!("{}: {says}.", of.it.belief))
    }
}

/// A hypothesis by what was typed.
pub(super) fn find<'a>(facts: &Facts<'a>, typed: &str) -> Result<Of<'a, Belief>> {
    let all: Vec<_> = facts
        .growth
        .hypotheses
        .iter()
        .map(|of| (of.id, of.it.belief.as_str(), *of))
        .collect();
    names::item("hypothesis", typed, &all)
}
