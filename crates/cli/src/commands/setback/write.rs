//! Writing: for oneself, answers, pairs, small things to do, staying or going.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    framework::FrameworkHash,
    id::ItemId,
    record::{
        Action, Content, LookBack, Reflection, Reframe, Setback as Item, SetbackNote, StayGo,
        StayOrGo,
    },
    views::setback::text,
};

use super::find;
use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// What every one of these commands writes: about which setback, on which day.
struct About {
    setback: ItemId,
    today: PartialDate,
    framework: FrameworkHash,
}

/// Writes one item about a setback, and says so.
fn put(
    home: &Home,
    which: Option<&str>,
    (json, says): (bool, &str),
    item: impl FnOnce(About) -> Content,
) -> Result<()> {
    let desk = home.open(Begin::Refuse)?;
    let book = desk.book()?;
    let about = About {
        setback: find(book.facts(), which)?.id,
        today: PartialDate::day(book.today),
        framework: book.framework.hash,
    };
    let setback = about.setback;
    let item = desk.act(|act| act.add(item(about)))?;
    screen::done(json, &json!({ "item": item, "setback": setback }), says)
}

fn said(text: String, missing: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Err(Stop::usage(missing));
    }
    Ok(text)
}

/// Write something for yourself; nothing is asked of it
#[derive(Debug, Args)]
pub(crate) struct Write {
    /// Whatever is there
    words: String,
    /// About which: its number in the list, its id, or a part of its words; without it the latest
    #[arg(long, value_name = "WHICH")]
    about: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Write {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let words = said(self.words, "there is nothing to keep yet")?;
        put(home, self.about.as_deref(), (self.json, "Kept."), |about| {
            Content::from(SetbackNote {
                setback: about.setback,
                words,
                on: about.today,
                unknown: Map::new(),
            })
        })
    }
}

/// Answer a question that looks back
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Which: not-mine, held, skills, relationships, priorities, next
    question: String,
    /// The answer; without it the question is shown
    #[arg(value_name = "ANSWER")]
    words: Option<String>,
    /// About which: its number in the list, its id, or a part of its words; without it the latest
    #[arg(long, value_name = "WHICH")]
    about: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Answer {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let question = names::word("question", &self.question, LookBack::WORDS)?;
        let Some(answer) = self.words else {
            let asked = text(question);
            return Ok(screen::say(format_args!("{}\n{}", asked.asks, asked.hint))?);
        };
        let answer = said(answer, "there is no answer yet")?;
        put(home, self.about.as_deref(), (self.json, "Kept."), |about| {
            Content::from(Reflection {
                setback: about.setback,
                question,
                answer,
                hypothesis: None,
                on: about.today,
                unknown: Map::new(),
            })
        })
    }
}

/// Say it otherwise: what you tell yourself, and what you would tell a friend
#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// What you tell yourself
    told_myself: String,
    /// What you would tell a friend
    #[arg(long, value_name = "TEXT")]
    friend: Option<String>,
    /// What you learned
    #[arg(long, value_name = "TEXT")]
    learned: Option<String>,
    /// About which: its number in the list, its id, or a part of its words; without it the latest
    #[arg(long, value_name = "WHICH")]
    about: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Pair {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let told_myself = said(self.told_myself, "what do you hear yourself say?")?;
        put(home, self.about.as_deref(), (self.json, "Kept."), |about| {
            Content::from(Reframe {
                setback: about.setback,
                told_myself,
                tell_a_friend: self.friend,
                learned: self.learned,
                on: about.today,
                unknown: Map::new(),
            })
        })
    }
}

/// Put down one small thing to do, with a day
#[derive(Debug, Args)]
pub(crate) struct Do {
    /// What
    what: String,
    /// On which day; with one it stands on Today, in a slow time too
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// A step small enough for an ordinary day
    #[arg(long, value_name = "TEXT")]
    first_step: Option<String>,
    /// After which: its number in the list, its id, or a part of its words; without it the latest
    #[arg(long, value_name = "WHICH")]
    about: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Do {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let what = said(self.what, "say what there is to do")?;
        let says = match self.on {
            Some(on) => format!("Noted for {}.", on.in_words()),
            None => "Noted.".to_owned(),
        };
        put(home, self.about.as_deref(), (self.json, &says), |about| {
            Content::from(Action {
                due: self.on,
                first_step: self.first_step,
                setback: Some(about.setback),
                ..Action::new(what, about.today, about.framework)
            })
        })
    }
}

/// Set a day to decide whether to stay or go, or say what you decided
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// What you decided: stay or go
    #[arg(required_unless_present = "on")]
    choice: Option<String>,
    /// The day on which you decide
    #[arg(long, value_name = "DATE", conflicts_with = "choice")]
    on: Option<PartialDate>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "choice")]
    why: Option<String>,
    /// After which: its number in the list, its id, or a part of its words; without it the latest
    #[arg(long, value_name = "WHICH")]
    about: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Decide {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(book.facts(), self.about.as_deref())?;
        let today = PartialDate::day(book.today);
        let mut changed: Item = of.it.clone();
        let says = if let Some(choice) = self.choice {
            let choice = names::word("decision", &choice, StayGo::WORDS)?;
            changed.decided = Some(StayOrGo {
                choice,
                why: self.why,
                on: today,
                unknown: Map::new(),
            });
            format!("You decided to {}.", choice.label())
        } else {
            let on = self.on.filter(|on| on.last_day() >= book.today);
            let on = on.ok_or_else(|| Stop::usage("that day is over; give a later one"))?;
            changed.decide_on = Some(on);
            format!("You decide on {on}; until then the question can rest.")
        };
        desk.act(|act| act.revise(of, changed))?;
        screen::done(self.json, &json!({ "item": of.id, "says": says }), &says)
    }
}
