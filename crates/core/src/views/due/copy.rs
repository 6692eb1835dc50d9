//! A sealed copy on a device of one's own, once a month, where the record lies with somebody else.

use jiff::Span;

use super::{Due, Matter};
use crate::{
    date::PartialDate,
    record::{Act, Profile},
    views::facts::Facts,
};

/// Entries from which on a copy is asked for: what is shorter is quickly written again.
const LEAST: usize = 20;

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    if !facts.served || facts.record.entry_count() < LEAST {
        return;
    }
    let what = "Take a sealed copy to a device of your own";
    let why = "This server belongs to somebody else; access to it may end before you know.";
    let last = facts.profile.and_then(|of| of.it.copied);
    all.push(match last {
        Some(last) => {
            let next = last.last_day().saturating_add(Span::new().months(1));
            Due::on(Matter::Copy.into(), next, what, why)
        }
        None => Due::whenever(Matter::Copy.into(), what, why),
    });
}

/// Writes that a sealed copy was taken today; nothing where that is known, or where none is asked for.
pub fn copy_taken(facts: &Facts<'_>, act: &mut Act<'_>) {
    let today = PartialDate::day(facts.day);
    if !facts.served {
        return;
    }
    match facts.profile {
        Some(of) if of.it.copied == Some(today) => {}
        Some(of) => act.revise(
            of,
            Profile {
                copied: Some(today),
                ..of.it.clone()
            },
        ),
        None => {
            act.add(Profile {
                copied: Some(today),
                ..Profile::default()
            });
        }
    }
}
