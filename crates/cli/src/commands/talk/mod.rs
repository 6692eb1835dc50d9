//! `windward talk`: conversations about a career, before, while and after.

mod prepare;
mod record;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use windward_core::{
    date::PartialDate,
    record::{Contact, Counterpart, Goal, Of, Promise, Relation, TalkNote},
    views::{
        facts::Facts,
        talks::{
            handover::{Handover as Over, Pick, handover},
            paper,
            partners::{Partner, With, goes_on, manager, partners},
            who::{Who, unnamed},
        },
    },
};
use windward_web::book::Book;

use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, DIM, OPEN, PLAIN, Screen},
    stop::Stop,
    words::halves,
};

/// Conversations about your career: with whom, prepared, recorded
#[derive(Debug, Subcommand)]
pub(crate) enum Talk {
    List(List),
    With(WithWhom),
    Add(Add),
    Prepare(prepare::Prepare),
    Record(Box<record::Record>),
    Handover(Handover),
}

impl Talk {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::With(with) => with.run(home),
            Self::Add(add) => add.run(home),
            Self::Prepare(prepare) => prepare.run(home),
            Self::Record(record) => record.run(home),
            Self::Handover(handover) => handover.run(home),
        }
    }
}

/// Show whom you talk with, when it is due, and what waits to be said
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
        let all = partners(facts);
        if self.json {
            let all: Vec<Value> = all.iter().map(|it| answer(facts, it)).collect();
            return screen::json(&all);
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("Nobody is noted yet. `windward talk with NAME --relation manager --every 3` says whom you talk with, and how often.");
        }
        for it in &all {
            let (style, due) = if it.is_due(book.today) {
                (OPEN, ", due".to_owned())
            } else {
                let due = it.due.map(|due| format!(", due {due}"));
                (BOLD, due.unwrap_or_default())
            };
            let relation = it.of.it.relation.label();
            screen.paragraph(
                2,
                style,
                &format!("{}, {relation}{due}", name(facts, it.of)),
            );
            let last = it.last.map_or_else(
                || "You have not talked yet.".to_owned(),
                |last| format!("You last talked {}.", last.it.on),
            );
            screen.paragraph(4, DIM, &last);
            for goal in &it.of.it.goals {
                let how = goal.my_part.as_deref();
                let how = how.map_or_else(String::new, |how| format!(" (you: {how})"));
                screen.paragraph(4, DIM, &format!("Wants to reach: {}{how}", goal.what));
            }
            for note in &it.notes {
                screen.paragraph(
                    4,
                    PLAIN,
                    &format!("For the next conversation: {}", note.it.line),
                );
            }
        }
        Ok(screen.show()?)
    }
}

fn answer(facts: &Facts<'_>, it: &Partner<'_>) -> Value {
    let notes = it
        .notes
        .iter()
        .map(|of| json!({ "item": of.id, "line": of.it.line, "on": of.it.on }));
    json!({ "item": it.of.id, "who": name(facts, it.of), "relation": it.of.it.relation.word(),
            "every_months": it.of.it.every_months, "due": it.due, "is_due": it.is_due(facts.day),
            "last": it.last.map(|of| of.it.on), "planned": it.planned.map(|of| json!({ "item": of.id, "for": of.it.planned })),
            "goals": it.of.it.goals.iter().map(|goal| json!({ "what": goal.what, "my_part": goal.my_part })).collect::<Vec<_>>(),
            "notes": notes.collect::<Vec<_>>() })
}

/// Say whom you talk with and how often; the same name again changes it
#[derive(Debug, Args)]
pub(crate) struct WithWhom {
    /// Their name
    name: String,
    /// manager, skip-level, peer, mentor or other
    #[arg(long, value_name = "WORD")]
    relation: Option<String>,
    /// Months from one conversation about your career to the next
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u8).range(1..=i64::from(Counterpart::MOST_MONTHS)))]
    every: Option<u8>,
    /// Since when
    #[arg(long, value_name = "DATE")]
    since: Option<PartialDate>,
    /// Until when, once they are it no more
    #[arg(long, value_name = "DATE")]
    until: Option<PartialDate>,
    /// What they want to reach themselves and how you help, as often as needed; the same words again change how
    #[arg(long, value_name = "WHAT[=HOW]")]
    goal: Vec<String>,
    /// Leave a goal of theirs out: its number, or a part of its words
    #[arg(long, value_name = "GOAL")]
    without_goal: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl WithWhom {
    fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let typed = self.name.trim();
        if typed.is_empty() {
            return Err(Stop::usage("say who it is"));
        }
        let relation = names::one_of("relation", self.relation.as_deref(), Relation::WORDS)?;
        let known = known(book, typed);
        let facts = book.facts();
        let mut all = facts.talks.counterparts.iter();
        let before = all.find(|of| goes_on(facts, of.it) && facts.talks.who(of.it).is(known));
        let today = PartialDate::day(book.today);
        let blank = Counterpart {
            contact: known.contact,
            ..Counterpart::new(typed, relation.unwrap_or(Relation::Other), today)
        };
        let was = before.map_or(&blank, |of| of.it);
        let it = Counterpart {
            relation: relation.unwrap_or(was.relation),
            every_months: self.every.or(was.every_months),
            from: self.since.or(was.from),
            to: self.until.or(was.to),
            goals: self.goals(&was.goals)?,
            ..was.clone()
        };
        let says = format!("{typed}, {}", it.relation.label());
        let relation = it.relation.word();
        let before = before.copied();
        let item = beginning.act(|act| act.revise_or_add(before, it))?;
        screen::done(
            self.json,
            &json!({ "item": item, "who": typed, "relation": relation }),
            format_args!("You talk with {says}."),
        )
    }
}

impl WithWhom {
    fn goals(&self, before: &[Goal]) -> Result<Vec<Goal>> {
        let words: Vec<&str> = before.iter().map(|it| it.what.as_str()).collect();
        let gone = self.without_goal.iter();
        let gone = gone.map(|typed| names::place("goal", typed, &words));
        let gone: Vec<usize> = gone.collect::<Result<_>>()?;
        let kept = before.iter().enumerate();
        let kept = kept.filter(|(at, _)| !gone.contains(at));
        let mut goals: Vec<Goal> = kept.map(|(_, goal)| goal.clone()).collect();
        for typed in &self.goal {
            let (what, my_part) = halves(typed);
            let what = what.ok_or_else(|| Stop::usage("say what they want to reach"))?;
            match goals.iter_mut().find(|it| it.what == what) {
                Some(goal) => goal.my_part = my_part.or_else(|| goal.my_part.take()),
                None => goals.push(Goal {
                    what,
                    my_part,
                    unknown: Map::new(),
                }),
            }
        }
        if goals.len() > Counterpart::MOST_GOALS {
            let most = Counterpart::MOST_GOALS;
            return Err(Stop::usage(format!("{most} goals of one person at most")));
        }
        Ok(goals)
    }
}

/// Keep a line for the next conversation
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What to bring up
    #[arg(required = true)]
    line: Vec<String>,
    /// With whom; without it, with your manager
    #[arg(long, value_name = "NAME")]
    with: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    fn run(self, home: &Home) -> Result<()> {
        let line = self.line.join(" ").trim().to_owned();
        if line.is_empty() {
            return Err(Stop::usage("say what to bring up"));
        }
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let note = TalkNote::new(line.clone(), PartialDate::day(book.today));
        let with = self.with.as_deref().map(|typed| find(book, typed));
        let note = match with {
            Some(with) if with.relation != Relation::Manager || with.counterpart.is_none() => {
                TalkNote {
                    contact: with.who.contact,
                    whom: with.who.name.map(str::to_owned),
                    ..note
                }
            }
            _ => note,
        };
        let whom = note.whom.clone();
        let item = beginning.act(|act| act.add(note))?;
        screen::done(
            self.json,
            &json!({ "item": item, "line": line, "with": whom }),
            "Kept for the next conversation.",
        )
    }
}

/// Print what a new manager should know: agreements, open promises, what was done
#[derive(Debug, Args)]
pub(crate) struct Handover {
    /// With whom it was; without it, your manager
    who: Option<String>,
    /// With evidence that is marked as confidential
    #[arg(long)]
    confidential: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Handover {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let with = match &self.who {
            Some(typed) => find(&book, typed),
            None => of_manager(facts),
        };
        let pick = if self.confidential {
            Pick::All
        } else {
            Pick::Open
        };
        let it = handover(&book.record, facts, with, &pick);
        if self.json {
            return screen::json(&handed_over(facts, &it));
        }
        if it.left_out > 0 {
            screen::hint(&format!(
                "{} left out because it is confidential; `--confidential` puts it in.",
                crate::words::count(
                    it.left_out,
                    "piece of evidence is",
                    "pieces of evidence are"
                )
            ));
        }
        Ok(screen::say(paper::handover(facts, &it).trim_end())?)
    }
}

/// A handover for programs.
fn handed_over(facts: &Facts<'_>, it: &Over<'_>) -> Value {
    let agreements = it.agreements.iter().map(|agreed| {
        let terms = agreed.of.it.terms.iter();
        let terms = terms.map(|it| json!({ "what": it.what, "known_by": it.known_by, "shown": it.shown }));
        let deciders = agreed.deciders.iter().map(|it| {
            json!({ "who": facts.talks.who(it.it).name, "answer": it.it.answer.word(), "outdated": it.outdated })
        });
        json!({ "item": agreed.of.id, "what": agreed.of.it.what, "by": agreed.of.it.by, "version": agreed.version(),
                "terms": terms.collect::<Vec<_>>(), "deciders": deciders.collect::<Vec<_>>() })
    });
    let side = |side: &[Of<'_, Promise>]| -> Vec<Value> {
        let all = side.iter();
        all.map(|of| json!({ "item": of.id, "what": of.it.what, "due": of.it.due }))
            .collect()
    };
    let evidence = it.evidence.iter().map(|of| {
        json!({ "item": of.id, "what": of.it.what, "so_what": of.it.so_what, "on": of.it.on, "confidential": of.it.confidential })
    });
    json!({ "with": it.with.name(), "agreements": agreements.collect::<Vec<_>>(), "mine": side(&it.promises.mine),
            "theirs": side(&it.promises.theirs), "evidence": evidence.collect::<Vec<_>>(), "more": it.more,
            "left_out": it.left_out })
}

/// What somebody is called.
pub(super) fn name<'a>(facts: &Facts<'a>, of: Of<'a, Counterpart>) -> &'a str {
    facts.talks.who(of.it).or(unnamed(of.it.relation))
}

/// The manager, or a manager without a name.
fn of_manager<'a>(facts: &Facts<'a>) -> With<'a> {
    manager(facts).map_or(
        With {
            who: Who::default(),
            relation: Relation::Manager,
            counterpart: None,
        },
        |of| With::counterpart(facts, of),
    )
}

/// Somebody one talks with, by their name or a part of it; else whoever has that name.
fn find<'a>(book: &'a Book, typed: &'a str) -> With<'a> {
    let facts = book.facts();
    let all: Vec<_> = facts
        .talks
        .counterparts
        .iter()
        .filter(|of| goes_on(facts, of.it))
        .map(|of| (of.id, name(facts, *of), *of))
        .collect();
    match names::item("talk", typed, &all) {
        Ok(of) => With::counterpart(facts, of),
        Err(_) => With {
            who: known(book, typed.trim()),
            relation: Relation::Other,
            counterpart: None,
        },
    }
}

/// A name, and the one contact that has it.
pub(super) fn known<'a>(book: &'a Book, typed: &'a str) -> Who<'a> {
    let wanted = typed.to_lowercase();
    let mut of_that_name = book
        .record
        .all::<Contact>()
        .filter(|of| of.it.name.trim().to_lowercase() == wanted);
    let contact = match (of_that_name.next(), of_that_name.next()) {
        (Some(of), None) => Some(of.id),
        _ => None,
    };
    Who {
        contact,
        name: Some(typed),
    }
}
