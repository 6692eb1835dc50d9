use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Action, Bearing, Choice, Decision, Destination, Experiment, Rating},
    views::today::destination_name,
};

use super::find;
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, DIM, PLAIN, Screen},
};

/// Decide on an experiment, with what changes by it, in one act
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Which: its number in the list, its id, or a part of its words
    experiment: String,
    /// keep, change or stop
    choice: String,
    /// What it says of the hypothesis: for, against or neither
    #[arg(long, value_name = "WORD")]
    bearing: Option<String>,
    /// What you learned about the work
    #[arg(long, value_name = "TEXT")]
    work: Option<String>,
    /// What you learned about yourself
    #[arg(long = "self", value_name = "TEXT")]
    about_self: Option<String>,
    /// What it opened
    #[arg(long, value_name = "TEXT")]
    opened: Option<String>,
    /// A skill that changes, and how well you do it now: ‘mentoring=3’
    #[arg(long, value_name = "SKILL=HOW-WELL")]
    skill: Vec<String>,
    /// A new destination: a rung
    #[arg(long, value_name = "RUNG")]
    aim: Option<String>,
    /// A destination to let go of: a part of its name
    #[arg(long, value_name = "NAME")]
    let_go: Vec<String>,
    /// The next experiment, as an idea for the same hypothesis
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// Something to do, for Today
    #[arg(long, value_name = "TEXT")]
    to_do: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Decide {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let framework = facts.framework;
        let of = find(facts, &self.experiment)?;
        let choice = names::word("decision", &self.choice, Choice::WORDS)?;
        let bearing = names::one_of(
            "bearing on a hypothesis",
            self.bearing.as_deref(),
            Bearing::WORDS,
        )?;
        let on = PartialDate::day(book.today);
        let before = of.it.decision.as_ref();
        let decision = Decision {
            choice,
            bearing,
            about_work: self.work,
            opened: self.opened,
            about_self: self.about_self,
            on: before.map_or(on, |it| it.on),
            unknown: before.map_or_else(Map::new, |it| it.unknown.clone()),
        };
        let note = format!("After ‘{}’", of.it.what);
        let mut screen = Screen::new();
        screen.line(format_args!("‘{}’: {}.", of.it.what, choice.label()));
        let act_id = desk.try_act(|act| {
            act.revise(
                of,
                Experiment {
                    decision: Some(decision),
                    ..of.it.clone()
                },
            );
            for typed in &self.skill {
                let (skill, proficiency) = names::skill_at(framework, typed)?;
                screen.paragraph(
                    2,
                    PLAIN,
                    &format!("{}: {} now.", skill.name, framework.word(proficiency)),
                );
                let rating = Rating {
                    note: Some(note.clone()),
                    ..Rating::own(skill.id.clone(), proficiency, on, framework.hash)
                };
                act.rate(&book.record, rating);
            }
            if let Some(typed) = &self.aim {
                let rung = names::rung(framework, typed)?;
                screen.paragraph(2, PLAIN, &format!("A new destination: {}.", rung.name));
                act.add(Destination {
                    rung: Some(rung.id.clone()),
                    role: None,
                    by: None,
                    why: Some(note),
                    on,
                    framework: framework.hash,
                    unknown: Map::new(),
                });
            }
            let aims: Vec<_> = facts
                .destinations
                .iter()
                .map(|of| (of.id, destination_name(facts, of.it), *of))
                .collect();
            for typed in &self.let_go {
                let gone = names::item("destination", typed, &aims)?;
                screen.paragraph(
                    2,
                    PLAIN,
                    &format!("Let go of {}.", destination_name(facts, gone.it)),
                );
                act.withdraw(gone.id, gone.revision.entry_id);
            }
            if let Some(next) = self.next {
                act.add(Experiment {
                    hypothesis: of.it.hypothesis,
                    play: of.it.play.clone(),
                    hours_a_week: of.it.hours_a_week,
                    ..Experiment::new(next, of.it.kind, on, framework.hash)
                });
            }
            if let Some(to_do) = self.to_do {
                act.add(Action {
                    experiment: Some(of.id),
                    ..Action::new(to_do, on, framework.hash)
                });
            }
            Ok(act.id())
        })?;
        screen.paragraph(
            2,
            DIM,
            &format!("All of it can be taken back: `windward undo {act_id}`"),
        );
        let value = json!({ "item": of.id, "choice": choice.word(), "act": act_id });
        if self.json {
            return screen::json(&value);
        }
        Ok(screen.show()?)
    }
}
