//! `windward undo`: takes back what was done in one go.

use anyhow::Result;
use clap::Args;
use windward_core::id::ActId;
use windward_formats::undo;
use windward_web::edge::{self, FreshIds};

use crate::{
    home::{Begin, Home},
    screen::say,
    stop::Stop,
    words::count,
};

/// Take back an import or a decision, as far as nothing of it was edited since
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// What `windward import` or `windward experiment decide` printed
    act: ActId,
}

impl Undo {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let record = desk.book()?.record;
        if record.touched_by(self.act).next().is_none() {
            return Err(Stop::usage(format!(
                "nothing in this record was done by {}",
                self.act
            )));
        }
        let undo = undo(&record, self.act, &mut FreshIds, edge::now());
        let (withdrawn, restored, kept) =
            (undo.withdrawn.len(), undo.restored.len(), undo.kept.len());
        if undo.entries.is_empty() {
            say("There is nothing left of it to take back.")?;
        } else {
            desk.append_entries(undo.entries, Some(record.seq()))?;
            if withdrawn > 0 {
                say(format_args!(
                    "{}.",
                    count(withdrawn, "item is gone", "items are gone")
                ))?;
            }
            if restored > 0 {
                say(format_args!(
                    "{} as before.",
                    count(restored, "item is", "items are")
                ))?;
            }
        }
        if kept > 0 {
            say(format_args!(
                "{} since, and stay.",
                count(kept, "item was edited", "items were edited")
            ))?;
        }
        Ok(())
    }
}
