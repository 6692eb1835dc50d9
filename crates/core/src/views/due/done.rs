//! Doing a thing, or putting it aside, from where it is listed.

use jiff::civil::Date;
use serde_json::Map;
use thiserror::Error;

use super::{DueId, Matter};
use crate::{
    date::PartialDate,
    id::ItemId,
    record::{
        Act, Action, Ally, CheckIn, Content, Gathering, Kind, Moment, Opportunity, Promise,
        PromiseState, Snooze, Touch,
    },
    views::{action::is_open, aside::Until, check_in::is_due, facts::Facts},
};

/// Why a thing was not done with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotDone {
    /// It takes more than a word.
    #[error("this one takes more than a word; do it on its page")]
    NeedsMore,
    /// It is not there any more.
    #[error("this is not there any more")]
    Gone,
}

impl Matter {
    /// What saying ‘done’ is called, where a word is enough; [`done`] does it.
    #[must_use]
    pub const fn done_word(self) -> Option<&'static str> {
        match self {
            Self::Act | Self::Moment | Self::FollowUp | Self::AllyStep | Self::OpportunityStep => {
                Some("Done")
            }
            Self::Promise | Self::TheirPromise => Some("Kept"),
            Self::CheckIn => Some("Skip"),
            Self::Seat | Self::Touch | Self::Birthday | Self::Reconnect => Some("Been in touch"),
            _ => None,
        }
    }
}

/// Writes that a thing is done, today.
///
/// # Errors
/// Where a word is not enough, or the thing is not there any more: then nothing is written.
pub fn done(facts: &Facts<'_>, id: DueId, act: &mut Act<'_>) -> Result<(), NotDone> {
    let today = PartialDate::day(facts.day);
    if id.matter.done_word().is_none() {
        return Err(NotDone::NeedsMore);
    }
    if id.matter == Matter::CheckIn {
        if !is_due(facts) {
            return Err(NotDone::Gone);
        }
        act.add(CheckIn::skipped(today));
        return Ok(());
    }
    let item = id.item.ok_or(NotDone::Gone)?;
    if matches!(
        id.matter,
        Matter::Touch | Matter::Birthday | Matter::Reconnect
    ) {
        return touch(facts, id, Touch::new(vec![item], today), act);
    }
    if id.matter == Matter::Seat {
        let person = facts.board.seat(item).and_then(|of| of.it.person);
        let touch_of_seat = Touch {
            seat: Some(item),
            ..Touch::new(vec![person.ok_or(NotDone::Gone)?], today)
        };
        return touch(facts, id, touch_of_seat, act);
    }
    match id.matter {
        Matter::Act => revise(facts, item, act, |it: &mut Action| {
            is_open(facts, it).then(|| it.done = Some(today))
        }),
        Matter::Promise | Matter::TheirPromise => revise(facts, item, act, |it: &mut Promise| {
            let open = it.state.is_open();
            open.then(|| it.state = PromiseState::kept(today))
        }),
        Matter::Moment => {
            revise(facts, item, act, |it: &mut Moment| {
                set(&mut it.answered, today)
            })?;
            if let Some(of) = facts.record.get::<Moment>(item) {
                act.add(Touch {
                    note: Some(of.it.answered_in_words()),
                    ..Touch::new(vec![of.it.of], today)
                });
            }
            Ok(())
        }
        Matter::FollowUp => revise(facts, item, act, |it: &mut Gathering| {
            set(&mut it.followed_up, today)
        }),
        Matter::AllyStep => revise(facts, item, act, |it: &mut Ally| {
            set(&mut it.step.as_mut()?.done, today)
        }),
        Matter::OpportunityStep => revise(facts, item, act, |it: &mut Opportunity| {
            set(&mut it.next.as_mut()?.done, today)
        }),
        _ => Err(NotDone::NeedsMore),
    }
}

/// Puts an item again as `change` leaves it; where that says nothing, it is not there any more.
fn revise<T: Kind + Clone + Into<Content>>(
    facts: &Facts<'_>,
    item: ItemId,
    act: &mut Act<'_>,
    change: impl FnOnce(&mut T) -> Option<()>,
) -> Result<(), NotDone> {
    let of = facts.record.get::<T>(item).ok_or(NotDone::Gone)?;
    let mut it = of.it.clone();
    change(&mut it).ok_or(NotDone::Gone)?;
    act.revise(of, it);
    Ok(())
}

/// Fills in a day that is not known yet.
fn set(day: &mut Option<PartialDate>, today: PartialDate) -> Option<()> {
    day.is_none().then(|| *day = Some(today))
}

/// Notes a touch, once: after it, it is not time any more.
fn touch(facts: &Facts<'_>, id: DueId, touch: Touch, act: &mut Act<'_>) -> Result<(), NotDone> {
    let mut everything = super::everything(facts).into_iter();
    if !everything.any(|due| due.id == id && due.stands(facts.day)) {
        return Err(NotDone::Gone);
    }
    act.add(touch);
    Ok(())
}

/// Puts a thing aside; writes nothing where it is so already. A thing to do says so itself, so that its own page
/// agrees.
pub fn put_aside(facts: &Facts<'_>, id: DueId, until: Until, act: &mut Act<'_>) {
    let today = PartialDate::day(facts.day);
    let action = id.item.filter(|_| id.matter == Matter::Act);
    if let Some(of) = action.and_then(|item| facts.growth.action(item)) {
        if !is_open(facts, of.it) {
            return;
        }
        let mut aside = of.it.clone();
        match until {
            Until::Day(day) => aside.put_off = Some(PartialDate::day(day)),
            Until::ForGood => aside.dropped = Some(today),
        }
        if aside != *of.it {
            act.revise(of, aside);
        }
        return;
    }
    if facts.aside.until(id.matter.word(), id.item, facts.day) == Some(until) {
        return;
    }
    let snooze = Snooze {
        matter: id.matter.word().to_owned(),
        item: id.item,
        until: match until {
            Until::Day(day) => Some(PartialDate::day(day)),
            Until::ForGood => None,
        },
        on: today,
        unknown: Map::new(),
    };
    match facts.aside.of(id.matter.word(), id.item) {
        Some(before) => {
            let unknown = before.it.unknown.clone();
            act.revise(before, Snooze { unknown, ..snooze });
        }
        None => {
            act.add(snooze);
        }
    }
}

/// The latest day to which a thing is put aside at once: a year, so that a slip of the key does not hide it for good.
#[must_use]
pub fn latest(day: Date) -> Date {
    day.saturating_add(jiff::Span::new().days(366))
}
