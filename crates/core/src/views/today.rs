//! What needs a person now, and why: one ranked list over everything that is due.
//!
//! The rule, which `docs/reference/today.md` tells: what stands on the day, by how pressing its kind is; of one kind
//! what is due first comes first, and what has no day after what has one. Three are 'now', the rest a click away.

use crate::{
    framework::Skill,
    record::{Destination, Of, Quiet, Snooze},
    views::{
        due::{self, Due, Matter},
        facts::Facts,
        readiness::{Open, open},
        routes::{Destined, destinations},
    },
};

/// How many things are shown as now.
pub const AT_ONCE: usize = 3;

/// How many people one is asked to be in touch with at once; the next comes up when one of them is done.
pub const MOST_TOUCHES: usize = 3;

/// The page of the day.
#[derive(Debug, Clone)]
pub struct Today<'a> {
    /// Everything that stands on the day, the most pressing first. While it is quiet, what waits.
    pub list: Vec<Due>,
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
    /// What is shown as now; nothing while it is quiet.
    #[must_use]
    pub fn now(&self) -> &[Due] {
        match self.quiet {
            Some(_) => &[],
            None => &self.list[..self.list.len().min(AT_ONCE)],
        }
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
    let everything = due::everything(facts);
    Today {
        aside: due::aside(facts, &everything),
        list: ranked(facts, everything),
        quiet: facts.aside.quiet(facts.day),
        open: open(facts),
        destinations: destinations(facts),
        focus: focus(facts),
    }
}

/// Everything that stands on the day, the most pressing first.
#[must_use]
pub fn list(facts: &Facts<'_>) -> Vec<Due> {
    ranked(facts, due::everything(facts))
}

fn ranked(facts: &Facts<'_>, everything: Vec<Due>) -> Vec<Due> {
    let mut list = due::unless_aside(facts, everything);
    list.retain(|due| due.stands(facts.day));
    list.sort_by_key(|due| {
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

/// How many things ask to be looked at: none while it is quiet.
#[must_use]
pub fn waiting(facts: &Facts<'_>) -> usize {
    match facts.aside.quiet(facts.day) {
        Some(_) => 0,
        None => list(facts).len(),
    }
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
