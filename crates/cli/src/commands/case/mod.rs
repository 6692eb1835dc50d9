//! `windward case`: the argument for a promotion: begun, checked, taken away, handed in, answered.

mod check;
mod list;
mod new;
mod outcome;
mod packet;
mod submit;

use anyhow::Result;
use clap::Subcommand;
use windward_core::{
    id::ItemId,
    record::{Case as Argument, Of},
    views::{
        case::{open, rung_name},
        facts::Facts,
    },
};

use crate::{home::Home, names, stop::Stop};

/// Cases for a promotion: begun, checked, taken away as a packet, handed in, answered
#[derive(Debug, Subcommand)]
pub(crate) enum Case {
    New(new::New),
    List(list::List),
    Check(check::Check),
    Packet(packet::Packet),
    Submit(submit::Submit),
    Outcome(outcome::Outcome),
}

impl Case {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::New(new) => new.run(home),
            Self::List(list) => list.run(home),
            Self::Check(check) => check.run(home),
            Self::Packet(packet) => packet.run(home),
            Self::Submit(submit) => submit.run(home),
            Self::Outcome(outcome) => outcome.run(home),
        }
    }
}

/// All cases, those that are open first, then the latest.
fn all<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Argument>> {
    let mut all = open(facts);
    let over = facts.cases.all.iter().rev();
    let over = over.filter(|of| !windward_core::views::case::is_open(facts, of.it));
    all.extend(over.copied());
    all
}

/// The case that a number of the list, an id, or a part of its rung means; where nothing is said, the one that is open.
fn find<'a>(facts: &Facts<'a>, typed: Option<&str>) -> Result<Of<'a, Argument>> {
    let Some(typed) = typed else {
        return match open(facts).as_slice() {
            [of] => Ok(*of),
            [] => Err(Stop::usage(
                "no case is open; `windward case new --rung RUNG` begins one",
            )),
            _ => Err(Stop::usage(
                "several cases are open; say which by its number: `windward case list`",
            )),
        };
    };
    let all = all(facts);
    let named: Vec<(ItemId, &str, Of<'_, Argument>)> = all
        .iter()
        .map(|of| (of.id, rung_name(facts, of.it), *of))
        .collect();
    names::item("case", typed, &named)
}
