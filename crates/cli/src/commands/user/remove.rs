//! `windward user remove`: an account and its record are erased, in thirty days or now.

use anyhow::Result;
use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use windward_store::{Doer, LEAVING_LASTS};
use windward_web::edge;

use super::{account, instant};
use crate::{
    ask::ask_word,
    desk::Desk,
    screen::{self, say},
    stop::Stop,
};

/// Have an account and its record erased: in thirty days, or now
///
/// For whoever lost every key, so that their name becomes free, and for whoever asks for it. In the thirty days its owner can
/// sign in and stay.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option that is there or not"
)]
pub(crate) struct Remove {
    /// What they sign in with
    name: String,
    /// At once, without the thirty days: nothing brings it back
    #[arg(long, conflicts_with = "back")]
    now: bool,
    /// Have them stay, who were leaving
    #[arg(long)]
    back: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl Remove {
    pub(super) fn run(self, desk: &Desk) -> Result<()> {
        let (found, instance) = (account(desk, &self.name)?, &desk.instance);
        let (name, person, now) = (&found.name, found.person, edge::now());
        if self.back {
            desk.wait(instance.stay(person, Doer::Machine, now))?;
            return self.told(None, &format!("{name} stays."));
        }
        if desk.wait(instance.is_last_administrator(person))? {
            return Err(Stop::usage(format!(
                "{name} is the last who administers this server, and others are on it; make one of them an administrator first"
            )));
        }
        let without = "what is erased is gone: say `--yes`, or run this on a terminal and type what is asked for";
        if !self.yes {
            let what = if self.now { "now" } else { "in thirty days" };
            let prompt = format!(
                "The account of {name} and its record are erased {what}. Type its name to go on: "
            );
            ask_word(&prompt, name, without)?;
        }
        if !self.now {
            let since = desk.wait(instance.leave(person, Doer::Machine, now))?;
            let until = since + LEAVING_LASTS;
            let said = format!(
                "{name} is leaving: account and record are erased on {}. Until then they can sign in and stay; \
                 `windward user remove {name} --back` has them stay.",
                instant(until)
            );
            return self.told(Some(until), &said);
        }
        if !self.yes {
            let prompt = "Nothing brings it back. Type ‘erase’ to do it: ";
            ask_word(prompt, "erase", without)?;
        }
        desk.wait(instance.erase_person(person, Doer::Machine, now))?;
        self.told(
            Some(now),
            &format!("{name} is erased, and the name is free."),
        )
    }

    fn told(&self, erased_at: Option<Timestamp>, said: &str) -> Result<()> {
        if self.json {
            let erased_at = erased_at.map(|at| at.to_string());
            return screen::json(&json!({ "name": self.name, "erased_at": erased_at }));
        }
        Ok(say(said)?)
    }
}
