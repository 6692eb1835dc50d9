use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    framework::Framework,
    record::{Of, Placement, Role as Held},
    title::{Confidence, Reader, TitleReading},
};

use super::{in_order, placed};
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, DIM, Screen},
    stop::Stop,
    words::count,
};

/// Of readings that claim this much, at least 95 in 100 are right; see `windward_core::title`.
const SURE: Confidence = Confidence::of_percent(80);

/// Say which rung a role stands on
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Its number, as `role list` shows it
    number: usize,
    /// The rung, or ‘outside’ for a role outside product
    rung: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Take the rungs that the titles were read as
///
/// Without numbers: of every role that is not placed yet and whose title reads with a confidence of 0.80 or more.
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// Numbers, as `role list` shows them
    numbers: Vec<usize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Place {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let role = numbered(&in_order(&book.record), self.number)?;
        let placement = names::placement(&book.framework, &self.rung)?;
        let said = placed(&book.framework, &placement);
        let value = json!({ "item": role.id, "title": role.it.title, "placement": placement });
        let changed = Held {
            placement,
            ..role.it.clone()
        };
        desk.act(|act| act.revise(role, changed))?;
        screen::done(
            self.json,
            &value,
            format_args!("{}: {said}.", role.it.title),
        )
    }
}

impl Confirm {
    pub(super) fn run(mut self, home: &Home) -> Result<()> {
        self.numbers.sort_unstable();
        self.numbers.dedup();
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let roles = in_order(&book.record);
        let reader = Reader::new(&book.framework);
        let chosen: Vec<Of<'_, Held>> = if self.numbers.is_empty() {
            let open = roles.iter().filter(|of| of.it.placement == Placement::Open);
            open.copied().collect()
        } else {
            let numbered = self.numbers.iter().map(|number| numbered(&roles, *number));
            numbered.collect::<Result<_>>()?
        };
        let mut screen = Screen::new();
        let (mut unsure, mut taken) = (0, Vec::new());
        desk.act(|act| {
            for role in chosen {
                let reading = reader.read(&role.it.title);
                if self.numbers.is_empty() && reading.confidence < SURE {
                    unsure += 1;
                    continue;
                }
                let placement = read_as(&book.framework, &reading);
                let said = placed(&book.framework, &placement);
                screen.line(format_args!("{}: {said}.", role.it.title));
                screen.paragraph(2, DIM, &reading.reason);
                taken.push(
                    json!({ "item": role.id, "title": role.it.title, "placement": placement }),
                );
                act.revise(
                    role,
                    Held {
                        placement,
                        ..role.it.clone()
                    },
                );
            }
        })?;
        if taken.is_empty() && unsure == 0 {
            screen.line("There is nothing to confirm.");
        }
        if unsure > 0 {
            screen.line(format_args!(
                "{}, and left: `windward role confirm NUMBER` takes it all the same,\n\
                 `windward role place NUMBER RUNG` says another.",
                count(unsure, "reading is not sure", "readings are not sure")
            ));
        }
        if self.json {
            return screen::json(&json!({ "placed": taken, "not_sure": unsure }));
        }
        Ok(screen.show()?)
    }
}

fn read_as(framework: &Framework, reading: &TitleReading) -> Placement {
    match &reading.rung {
        Some(id) => Placement::Rung {
            id: id.clone(),
            framework: framework.hash,
        },
        None => Placement::Outside,
    }
}

fn numbered<'a>(roles: &[Of<'a, Held>], number: usize) -> Result<Of<'a, Held>> {
    let role = number.checked_sub(1).and_then(|at| roles.get(at));
    role.copied().ok_or_else(|| {
        Stop::usage(format!(
            "there is no role number {number}; `windward role list` shows them"
        ))
    })
}
