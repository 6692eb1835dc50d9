//! `windward ladder`: the framework that a record is read against, and files that may become one.

mod check;
mod diff;
mod new;
mod preview;
mod show;
mod switch;

use anyhow::Result;
use clap::Subcommand;

use crate::home::Home;

/// Look at the ladder, write one of your own, check a file, compare two versions, read the record against another
#[derive(Debug, Subcommand)]
pub(crate) enum Ladder {
    Show(show::Show),
    New(new::New),
    Check(check::Check),
    Preview(preview::Preview),
    Diff(diff::Diff),
    Use(switch::Use),
}

impl Ladder {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Show(show) => show.run(home),
            Self::New(new) => new.run(),
            Self::Check(check) => check.run(),
            Self::Preview(preview) => preview.run(),
            Self::Diff(diff) => diff.run(),
            Self::Use(switch) => switch.run(home),
        }
    }
}
