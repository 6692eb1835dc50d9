//! `windward role`: the jobs held, one by one.

mod add;
mod list;
mod place;

use anyhow::Result;
use clap::Subcommand;
use windward_core::{
    framework::Framework,
    record::{Of, Placement, Record, Role as Held},
};

use crate::home::Home;

/// List your roles, add one, say which rung one stands on
#[derive(Debug, Subcommand)]
pub(crate) enum Role {
    List(list::List),
    Add(add::Add),
    Place(place::Place),
    Confirm(place::Confirm),
}

impl Role {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Add(add) => add.run(home),
            Self::Place(place) => place.run(home),
            Self::Confirm(confirm) => confirm.run(home),
        }
    }
}

/// Every role by when it began, those without a date last: their numbers are the places in this list, from 1.
fn in_order(record: &Record) -> Vec<Of<'_, Held>> {
    let mut roles: Vec<Of<'_, Held>> = record.all().collect();
    roles.sort_by_key(|of| (of.it.from.is_none(), of.it.from, of.id));
    roles
}

fn placed(framework: &Framework, placement: &Placement) -> String {
    match placement {
        Placement::Open => "not placed yet".to_owned(),
        Placement::Outside => "outside product".to_owned(),
        Placement::Rung { id, .. } => match framework.rung(id) {
            Some(rung) => rung.name.clone(),
            None => format!("{id}, of another ladder"),
        },
    }
}
