//! `windward case new`: begins a case.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::Case,
    views::case::{Coverage, begin, begin::likely_rung, lines},
};

use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Begin a case for a rung, with the evidence and those who decide as far as they are known
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The rung; without it the one that is nearest, or aimed for
    #[arg(long, value_name = "RUNG")]
    rung: Option<String>,
    /// By when it is to be handed in
    #[arg(long, value_name = "DATE")]
    by: Option<PartialDate>,
    /// When it is decided
    #[arg(long, value_name = "DATE")]
    decided: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl New {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let rung = match &self.rung {
            Some(typed) => names::rung(&book.framework, typed)?,
            None => likely_rung(facts).ok_or_else(|| {
                Stop::usage("say for which rung: --rung RUNG; `windward ladder show` lists them")
            })?,
        };
        let it = Case {
            by: self.by,
            decided: self.decided,
            ..begin(facts, rung)
        };
        let says = format!(
            "A case for {}. {}",
            rung.name,
            Coverage::of(&lines(facts, &it)).says()
        );
        let item = desk.act(|act| act.add(it))?;
        if self.json {
            return screen::json(&json!({ "item": item, "rung": rung.id }));
        }
        screen::hint(
            "`windward case check` says what is thin; the pages under /cases have the rest.",
        );
        Ok(screen::say(&says)?)
    }
}
