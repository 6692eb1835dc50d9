//! What needs a person now, and why: one ranked list over everything that is due.
//!
//! The rule, which `docs/reference/today.md` tells: what stands on the day, by how pressing its kind is; of one kind
//! what is due first comes first, and what has no day after what has one. Three are 'now', the rest a click away.

use crate::{
    framework::Skill,
    order::InOrder,
    record::{Destination, Of, Quiet, Snooze},
    views::{
        due::{self, Due, Matter},
        facts::Facts,
        readiness::{Open, open},
        routes::{Destined, destinations},
        setback,
    },
};

/// How many things are shown as now.
pub const AT_ONCE: usize = 3;

/// How many people one is asked to be in touch with at once; the next comes up when one of them is done.
pub const MOST_TOUCHES: usize = 3;

/// The page of the day.
#[derive(Debug, Clone)]
pub struct Today<'a> {
    /// Everything that stands on the day, the most pressing first. While it is quiet, what waits; in a slow time what
    /// stays comes first.
    pub list: Vec<Due>,
    /// How many of the list ask now, from its beginning; the others wait for the end of the quiet.
    pub asking: usize,
    /// The quiet time, if it is quiet.
    pub quiet: Option<Of<'a, Quiet>>,
    /// What was put aside and would otherwise stand here.
    pub aside: Vec<(Of<'a, Snooze>, Due)>,
    /// The rungs open next.
    pub open: Vec<Open<'a>>,
    /// Where one wants to go.
    pub destinations: Vec<Destined<'a>>,
    /// The skills in focus.
    pub focus: Vec<&'a Skill>,
}

impl Today<'_> {
    /// Whether it is quiet because of a setback: Windward goes slowly, and what the person dated by hand stays.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.quiet.is_some_and(|of| of.it.setback.is_some())
    }

    /// What is shown as now: nothing while it is quiet, and in a slow time only what stays.
    #[must_use]
    pub fn now(&self) -> &[Due] {
        &self.list[..self.asking.min(AT_ONCE)]
    }

    /// What waits for the end of the quiet.
    #[must_use]
    pub fn resting(&self) -> &[Due] {
        &self.list[self.asking..]
    }

    /// The rest.
    #[must_use]
    pub fn rest(&self) -> &[Due] {
        &self.list[self.now().len()..]
    }
}

/// Works out what needs a person on the day of `facts`.
#[must_use]
pub fn today<'a>(facts: &'a Facts<'a>) -> Today<'a> {
    today_of(facts, &due::everything(facts))
}

/// The same, where [everything that is due](due::everything) is known already.
#[must_use]
pub fn today_of<'a>(facts: &'a Facts<'a>, everything: &[Due]) -> Today<'a> {
    let aside = due::aside(facts, everything);
    let (list, asking) = resting_last(facts, ranked(facts, everything));
    Today {
        aside,
        list,
        asking,
        quiet: facts.aside.quiet(facts.day),
        open: open(facts),
        destinations: destinations(facts),
        focus: focus(facts),
    }
}

/// Everything that stands on the day, the most pressing first; while it is quiet, what waits comes last.
#[must_use]
pub fn list(facts: &Facts<'_>) -> Vec<Due> {
    resting_last(facts, ranked(facts, &due::everything(facts))).0
}

fn ranked(facts: &Facts<'_>, everything: &[Due]) -> Vec<Due> {
    // What was put aside stands later, never earlier.
    let standing = everything.iter().filter(|due| due.stands(facts.day));
    let mut list = due::unless_aside(facts, standing.cloned().collect());
    list.retain(|due| due.stands(facts.day));
    list.order_by_key(|due| {
        let matter = due.id.matter;
        (matter.press(), due.day.is_none(), due.day, due.id)
    });
    // Whoever was away for a season is not met by everybody at once.
    let mut touches = 0;
    list.retain(|due| {
        let touch = matches!(
            due.id.matter,
            Matter::Touch | Matter::Seat | Matter::Reconnect
        );
        touches += usize::from(touch);
        !touch || touches <= MOST_TOUCHES
    });
    list
}

/// Puts what rests behind what asks, and says how many ask.
fn resting_last(facts: &Facts<'_>, list: Vec<Due>) -> (Vec<Due>, usize) {
    let quiet = facts.aside.quiet(facts.day);
    let slow = facts.aside.slow(facts.day);
    let asks = |due: &Due| quiet.is_none() || slow.is_some() && setback::stays(due);
    let (mut all, resting): (Vec<Due>, Vec<Due>) = list.into_iter().partition(asks);
    let asking = all.len();
    all.extend(resting);
    (all, asking)
}

/// What asks to be looked at on the day: nothing while it is quiet, in a slow time what stays.
#[must_use]
pub fn asking(facts: &Facts<'_>) -> Vec<Due> {
    let (mut list, asking) = resting_last(facts, ranked(facts, &due::everything(facts)));
    list.truncate(asking);
    list
}

/// How many things ask to be looked at.
#[must_use]
pub fn waiting(facts: &Facts<'_>) -> usize {
    waiting_of(facts, &due::everything(facts))
}

/// The same, where [everything that is due](due::everything) is known already.
#[must_use]
pub fn waiting_of(facts: &Facts<'_>, everything: &[Due]) -> usize {
    resting_last(facts, ranked(facts, everything)).1
}

/// The skills in focus on the day; none once the focus has run out.
#[must_use]
pub fn focus<'a>(facts: &Facts<'a>) -> Vec<&'a Skill> {
    let standing = facts.focus.filter(|of| {
        let until = of.it.until;
        until.is_none_or(|until| until.last_day() >= facts.day)
    });
    let skills = standing.map_or(&[][..], |of| of.it.skills.as_slice());
    skills
        .iter()
        .filter_map(|id| facts.framework.skill(id))
        .collect()
}

/// What a destination is called.
#[must_use]
pub fn destination_name<'a>(facts: &Facts<'a>, destination: &'a Destination) -> &'a str {
    let rung = destination
        .rung
        .as_ref()
        .and_then(|id| facts.framework.rung(id));
    match (&destination.role, rung) {
        (Some(role), _) => role,
        (None, Some(rung)) => &rung.name,
        (None, None) => "a destination of another ladder",
    }
}
