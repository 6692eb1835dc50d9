//! `windward board`: who gives guidance in what, and the small steps towards them.

mod approach;
mod prepare;
mod seat;
mod show;

use anyhow::Result;
use clap::{Args, Subcommand};
use windward_core::{
    id::ItemId,
    record::{Act, Contact, Of},
    views::board::{Circle, somebody, told},
};

use crate::{home::Home, stop::Stop};

/// Your personal board: who gives guidance in what, who is due, what is open
///
/// Nobody but you ever sees it: it is in nothing that you share or publish.
#[derive(Debug, Args)]
pub(crate) struct Board {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Seat(seat::Set),
    Rest(seat::Rest),
    Notice(approach::Notice),
    Draft(approach::Draft),
    Step(approach::Take),
    Prepare(prepare::Prepare),
    Ask(prepare::Ask),
    Give(prepare::Give),
    Learned(prepare::Learned),
}

impl Board {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self.command {
            None => show::show(home, self.json),
            Some(Command::Seat(set)) => set.run(home),
            Some(Command::Rest(rest)) => rest.run(home),
            Some(Command::Notice(notice)) => notice.run(home),
            Some(Command::Draft(draft)) => draft.run(home),
            Some(Command::Step(step)) => step.run(home),
            Some(Command::Prepare(prepare)) => prepare.run(home),
            Some(Command::Ask(ask)) => ask.run(home),
            Some(Command::Give(give)) => give.run(home),
            Some(Command::Learned(learned)) => learned.run(home),
        }
    }
}

/// Somebody who is known: by their id, or by their name.
fn known<'a>(circle: Circle<'a>, typed: &str) -> Result<Of<'a, Contact>> {
    if let Some(of) = typed
        .trim()
        .parse()
        .ok()
        .and_then(|id: ItemId| circle.person(id))
    {
        return Ok(of);
    }
    match circle.named(typed).as_slice() {
        [one] => Ok(*one),
        [] => Err(Stop::usage(format!(
            "nobody among your people is called ‘{typed}’; `windward board notice ‘{typed}’` notes somebody new"
        ))),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|of| format!("‘{}’", told(of.it)))
                .collect();
            Err(Stop::usage(format!(
                "several people are called so; write one of them out: {}",
                names.join(", ")
            )))
        }
    }
}

/// Somebody by their name: known, or written down now.
fn known_or_new(circle: Circle<'_>, act: &mut Act<'_>, typed: &str) -> Result<ItemId> {
    if typed.trim().is_empty() {
        return Err(Stop::usage("give a name"));
    }
    if circle.named(typed).is_empty() {
        return Ok(act.add(somebody(typed)));
    }
    known(circle, typed).map(|of| of.id)
}
