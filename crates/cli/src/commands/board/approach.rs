//! Noticing somebody, the letter for the next step, and noting a step that was taken.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Approach, Channel, Seat, Step, StepKind, Touch},
    views::board::{Approaching, Circle, Stage, approaches, doubts, draft},
};
use windward_web::book::Book;

use super::{known_or_new, seat};
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, DIM, OPEN, PLAIN, Screen},
    stop::Stop,
};

/// Note somebody you noticed; it asks nothing of them
#[derive(Debug, Args)]
pub(crate) struct Notice {
    /// Who, with where they work if you like: ‘Ines Dahl, Fjord Rail’
    name: String,
    /// What you noticed them for: the words after ‘I still think about’
    #[arg(long = "for", value_name = "TEXT")]
    what: Option<String>,
    /// The seat that it may lead to: its id, or a part of its area
    #[arg(long, value_name = "SEAT")]
    seat: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Notice {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let today = PartialDate::day(book.today);
        let seat = self
            .seat
            .as_deref()
            .map(|typed| seat::find(facts, typed))
            .transpose()?;
        let directory = book.people();
        let circle = Circle::of(&book.record, directory);
        let (person, item) = beginning.try_act(|act| {
            let person = known_or_new(circle, act, &self.name)?;
            let item = act.add(Approach {
                seat: seat.map(|of| of.id),
                steps: vec![step(StepKind::Noticed, today, self.what, None)],
                ..Approach::new(person, today)
            });
            if let Some(of) = seat.filter(|of| of.it.person.is_none()) {
                let taken = Seat {
                    person: Some(person),
                    since: Some(today),
                    ..of.it.clone()
                };
                act.revise(of, taken);
            }
            Ok((person, item))
        })?;
        let name = self.name.trim();
        screen::done(
            self.json,
            &json!({ "item": item, "person": person, "name": name, "seat": seat.map(|of| of.id) }),
            format_args!(
                "Noted: {name}. `windward board draft ‘{name}’` has the words for one small question."
            ),
        )
    }
}

fn step(
    kind: StepKind,
    on: PartialDate,
    note: Option<String>,
    touch: Option<windward_core::id::ItemId>,
) -> Step {
    Step {
        kind,
        on,
        note,
        touch,
        unknown: Map::new(),
    }
}

/// The words for the next step: a small question, or thanks with what came of it
#[derive(Debug, Args)]
pub(crate) struct Draft {
    /// To whom
    name: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Draft {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let directory = book.people();
        let circle = Circle::of(&book.record, directory);
        let it = find(&book, circle, &self.name)?;
        let offers = it.offers.iter().filter(|offer| offer.from.is_none());
        let mut written =
            offers.filter_map(|offer| Some((offer.step, draft(facts, circle, &it, offer.step)?)));
        let Some((step, written)) = written.next_back() else {
            return Err(Stop::usage(format!(
                "there is nothing to write now. {}",
                it.stage.says()
            )));
        };
        let doubts = doubts(step, &written.text);
        if self.json {
            let doubts: Vec<String> = doubts
                .into_iter()
                .map(windward_core::views::board::Doubt::says)
                .collect();
            return screen::json(
                &json!({ "step": step.word(), "to": it.person.and_then(|of| of.it.email()), "subject": written.subject, "text": written.text, "doubts": doubts }),
            );
        }
        let mut screen = Screen::new();
        if let Some(to) = it.person.and_then(|of| of.it.email()) {
            screen.paragraph(0, DIM, &format!("To: {to}"));
        }
        screen.paragraph(0, DIM, &format!("Subject: {}", written.subject));
        screen.gap();
        screen.line(&written.text);
        for doubt in doubts {
            screen.gap();
            screen.paragraph(0, OPEN, &doubt.says());
        }
        screen.gap();
        screen.paragraph(
            0,
            PLAIN,
            &format!(
                "Windward sends nothing here. When it is sent: `windward board step ‘{}’ {} TEXT`",
                self.name,
                step.word()
            ),
        );
        Ok(screen.show()?)
    }
}

/// Note a step that was taken: asked, answered, thanked, habit, mentorship, noticed; or that you let it go
#[derive(Debug, Args)]
pub(crate) struct Take {
    /// With whom
    name: String,
    /// Which: noticed, asked, answered, thanked, habit, mentorship or let-go
    step: String,
    /// What was asked, what came back
    note: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Take {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let today = PartialDate::day(book.today);
        let directory = book.people();
        let circle = Circle::of(&book.record, directory);
        let it = find(&book, circle, &self.name)?;
        let touched = desk.try_act(|act| {
            let mut approach = it.of.it.clone();
            let mut touched = None;
            if self.step == "let-go" {
                approach.let_go = Some(today);
            } else {
                let kind = names::word("step", &self.step, StepKind::WORDS)?;
                let person = it.person.map_or(it.of.it.person, |of| of.id);
                let touch = touch(kind, self.note.clone(), today, &it, person);
                touched = touch.map(|touch| act.add(touch));
                approach.steps.push(step(kind, today, self.note, touched));
                approach.draft = None;
                approach.let_go = None;
            }
            act.revise(it.of, approach);
            Ok(touched)
        })?;
        let name = it.person.map_or("somebody", |of| &of.it.name);
        screen::done(
            self.json,
            &json!({ "item": it.of.id, "name": name, "step": self.step, "touch": touched }),
            format_args!("Noted: {name}, {}.", self.step),
        )
    }
}

/// The touch that a step is, if it is one.
fn touch(
    kind: StepKind,
    note: Option<String>,
    on: PartialDate,
    it: &Approaching<'_>,
    person: windward_core::id::ItemId,
) -> Option<Touch> {
    let blank = Touch {
        channel: Some(Channel::Email),
        seat: it.of.it.seat,
        ..Touch::new(vec![person], on)
    };
    match kind {
        StepKind::Asked => Some(Touch {
            asked: note,
            ..blank
        }),
        StepKind::Answered => Some(Touch {
            answered: note,
            ..blank
        }),
        StepKind::Thanked => Some(Touch { note, ..blank }),
        StepKind::Noticed | StepKind::Habit | StepKind::Mentorship => None,
    }
}

/// The approach to somebody that goes on, else the latest.
fn find<'a>(book: &'a Book, circle: Circle<'a>, typed: &str) -> Result<Approaching<'a>> {
    let person = super::known(circle, typed)?;
    let all = approaches(book.facts(), circle);
    let theirs = all
        .into_iter()
        .filter(|it| it.person.is_some_and(|of| of.id == person.id));
    let theirs: Vec<_> = theirs.collect();
    let going = theirs.iter().find(|it| it.stage != Stage::LetGo);
    going.or(theirs.last()).cloned().ok_or_else(|| {
        Stop::usage(format!(
            "there is no approach to {}; `windward board notice ‘{}’` begins one",
            person.it.name, person.it.name
        ))
    })
}
