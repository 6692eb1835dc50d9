use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{Details, find};
use crate::{
    home::{Begin, Home},
    screen,
    stop::Stop,
};

/// Say more of a piece of evidence: what is given replaces what was there, skills and names are added
#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// The id, or the end of it that `evidence list` shows
    id: String,
    /// What was done, in other words
    #[arg(long, value_name = "TEXT")]
    what: Option<String>,
    /// It may be told outside after all
    #[arg(long, conflicts_with = "confidential")]
    not_confidential: bool,
    #[command(flatten)]
    details: Details,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Edit {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        if self.what.is_none() && !self.not_confidential && self.details.is_empty() {
            return Err(Stop::usage(
                "say what to change: `windward evidence edit --help` lists what there is",
            ));
        }
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(&book.record, &self.id)?;
        let mut evidence = of.it.clone();
        if let Some(what) = self.what {
            evidence.what = what;
        }
        if self.not_confidential {
            evidence.confidential = false;
        }
        self.details
            .fill(&mut evidence, &book.framework, book.today)?;
        let what = evidence.what.clone();
        desk.act(|act| act.revise(of, evidence))?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "what": what }),
            format_args!("Saved: {what}"),
        )
    }
}
