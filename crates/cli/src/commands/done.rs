//! `windward done`: a thing on Today is done.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    record::Act,
    views::{
        due::{self, NotDone},
        today::list,
    },
};

use super::today::find;
use crate::{
    home::{Begin, Home},
    screen,
    stop::Stop,
};

/// Say that a thing on Today is done
///
/// A promise is kept with it, a touch is noted, a check-in is skipped. What takes more than a word says so.
#[derive(Debug, Args)]
pub(crate) struct Done {
    /// Which: its number in `windward today`, its id, or a part of its words
    #[arg(value_name = "ID")]
    which: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Done {
    pub(crate) fn run(&self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let list = list(facts);
        let thing = find(&list, "on Today", &self.which)?;
        let done = |act: &mut Act<'_>| due::done(facts, thing.id, act);
        desk.try_act(|act| done(act).map_err(|why| match why {
            NotDone::NeedsMore => Stop::usage(format!(
                "‘{}’ takes more than a word: do it on its page, or put it aside with `windward snooze`",
                thing.what
            )),
            NotDone::Gone => Stop::usage(format!("‘{}’ is not there any more", thing.what)),
        }))?;
        let word = thing.id.matter.done_word().unwrap_or("Done");
        screen::done(
            self.json,
            &json!({ "thing": thing.id.to_string(), "what": thing.what, "done": word }),
            format_args!("{word}: {}", thing.what),
        )
    }
}
