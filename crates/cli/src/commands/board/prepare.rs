//! Before and after a touch: what to ask and to give, and what was learned.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Contact, Content, Gift, GiftKind, Lesson, Of, Question},
    views::board::{Circle, Preparation, prepare},
};
use windward_web::book::Book;

use super::known;
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, DIM, OPEN, PLAIN, Screen},
    stop::Stop,
};

/// What there is for the next touch with somebody
#[derive(Debug, Args)]
pub(crate) struct Prepare {
    /// With whom
    name: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Prepare {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let directory = book.people();
        let circle = Circle::of(&book.record, directory);
        let person = known(circle, &self.name)?;
        let it = prepare(book.facts(), circle, person.id);
        let it = it.ok_or_else(|| Stop::usage("nobody among your people is called so"))?;
        if self.json {
            return screen::json(&answer(&it));
        }
        Ok(shown(&it).show()?)
    }
}

fn shown(it: &Preparation<'_>) -> Screen {
    let mut screen = Screen::new();
    screen.heading(&it.person.it.name);
    for seat in &it.seats {
        screen.paragraph(2, DIM, &seat.of.it.area);
    }
    if let Some(boundaries) = &it.person.it.boundaries {
        screen.paragraph(2, OPEN, &format!("They asked you: {boundaries}"));
    }
    if let Some(told) = it.told {
        screen.heading(&format!("What they told you last, {}", told.it.on));
        screen.paragraph(2, PLAIN, told.it.answered.as_deref().unwrap_or_default());
    }
    for of in it.lessons.iter().filter(|of| of.it.outcome.is_none()) {
        screen.paragraph(
            2,
            DIM,
            &format!("What became of it is still to be said: {}", of.it.learned),
        );
    }
    if !it.questions.is_empty() {
        screen.heading("To ask");
        for question in &it.questions {
            let carried = if question.carried_over {
                " (carried over)"
            } else {
                ""
            };
            screen.paragraph(2, BOLD, &format!("{}{carried}", question.of.it.ask));
        }
    }
    if !it.gifts.is_empty() || !it.ideas.is_empty() {
        screen.heading("To give");
        for of in &it.gifts {
            screen.paragraph(2, BOLD, &of.it.what);
        }
        for idea in &it.ideas {
            screen.paragraph(2, DIM, &format!("perhaps: {}", idea.takeaway.it.title));
        }
    }
    screen
}

fn answer(it: &Preparation<'_>) -> serde_json::Value {
    json!({
        "person": it.person.id,
        "name": it.person.it.name,
        "boundaries": it.person.it.boundaries,
        "seats": it.seats.iter().map(|seat| &seat.of.it.area).collect::<Vec<_>>(),
        "stage": it.approach.as_ref().map(|it| it.stage.word()),
        "last_in_touch": it.last,
        "last_helped": it.helped.map(|of| of.it.on),
        "told": it.told.map(|of| json!({ "on": of.it.on, "answered": of.it.answered })),
        "questions": it.questions.iter().map(|it| json!({ "item": it.of.id, "ask": it.of.it.ask, "carried_over": it.carried_over })).collect::<Vec<_>>(),
        "gifts": it.gifts.iter().map(|of| json!({ "item": of.id, "what": of.it.what, "kind": of.it.kind.word() })).collect::<Vec<_>>(),
        "ideas": it.ideas.iter().map(|idea| json!({ "takeaway": idea.takeaway.id, "title": idea.takeaway.it.title, "for_them": idea.for_them })).collect::<Vec<_>>(),
        "lessons": it.lessons.iter().map(|of| json!({ "item": of.id, "learned": of.it.learned, "on": of.it.on, "outcome": of.it.outcome })).collect::<Vec<_>>(),
    })
}

/// Puts something about somebody into the record, and says it.
fn keep(
    home: &Home,
    (name, text): (&str, &str),
    as_json: bool,
    make: impl FnOnce(&Book, Of<'_, Contact>, PartialDate) -> Result<Content>,
) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Stop::usage("there is nothing to keep"));
    }
    let desk = home.open(Begin::Refuse)?;
    let book = desk.book()?;
    let directory = book.people();
    let person = known(Circle::of(&book.record, directory), name)?;
    let content = make(&book, person, PartialDate::day(book.today))?;
    let kind = content.kind().to_owned();
    let item = desk.act(|act| act.add(content))?;
    let (name, text) = (&person.it.name, text.trim());
    screen::done(
        as_json,
        &json!({ "item": item, "kind": kind, "person": person.id, "name": name, "text": text }),
        format_args!("Kept for {name}: {text}"),
    )
}

/// Keep a question for the next touch with somebody; it waits until it is asked
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// Whom
    name: String,
    /// What to ask
    question: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Ask {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        keep(
            home,
            (&self.name, &self.question),
            self.json,
            |_, person, on| Ok(Question::new(person.id, self.question.trim(), on).into()),
        )
    }
}

/// Keep something to give somebody; it waits until it is given
#[derive(Debug, Args)]
pub(crate) struct Give {
    /// To whom
    name: String,
    /// What
    what: String,
    /// article, introduction, help or other
    #[arg(long, value_name = "WORD", default_value = "article")]
    kind: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Give {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let kind = names::word("gift", &self.kind, GiftKind::WORDS)?;
        keep(
            home,
            (&self.name, &self.what),
            self.json,
            |_, person, on| Ok(Gift::new(person.id, self.what.trim(), kind, on).into()),
        )
    }
}

/// Keep what somebody taught you
#[derive(Debug, Args)]
pub(crate) struct Learned {
    /// From whom
    name: String,
    /// What you learned
    text: String,
    /// The skill that it is about
    #[arg(long, value_name = "SKILL")]
    skill: Option<String>,
    /// The hypothesis that it bears on: its number, its id, or a part of its words
    #[arg(long, value_name = "HYPOTHESIS")]
    hypothesis: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Learned {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        keep(
            home,
            (&self.name, &self.text),
            self.json,
            |book, person, on| {
                let facts = book.facts();
                let skill = self
                    .skill
                    .as_deref()
                    .map(|typed| names::skill(facts.framework, typed));
                let belief = self
                    .hypothesis
                    .as_deref()
                    .map(|typed| super::super::hypothesis::find(facts, typed));
                let seats = facts.board.seats.iter();
                let seat = seats
                    .filter(|of| of.it.person == Some(person.id))
                    .map(|of| of.id)
                    .next();
                Ok(Lesson {
                    seat,
                    skills: skill
                        .transpose()?
                        .map(|it| it.id.clone())
                        .into_iter()
                        .collect(),
                    hypotheses: belief.transpose()?.map(|of| of.id).into_iter().collect(),
                    ..Lesson::new(person.id, self.text.trim(), on, facts.framework.hash)
                }
                .into())
            },
        )
    }
}
