//! What a new manager gets to read: what was agreed, what was shown, and what was promised.

use std::collections::HashSet;

use super::{
    agreement::{Agreed, agreed, goes_on},
    partners::With,
    promises::{self, Promises},
};
use crate::{
    id::ItemId,
    record::{Evidence, Of, Record},
    views::facts::Facts,
};

/// Pieces of evidence on the page unless they were chosen: what somebody reads in one go.
pub const MOST_EVIDENCE: usize = 15;

/// Pieces to choose from, the latest: more than any handover should have.
pub const MOST_OFFERED: usize = 100;

/// Which evidence is to be on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// The latest that is not confidential.
    Open,
    /// The latest, what is confidential as well: whoever comes next is of the same employer.
    All,
    /// These pieces and no others.
    These(HashSet<ItemId>),
}

/// The page.
#[derive(Debug, Clone)]
pub struct Handover<'a> {
    /// With whom it was.
    pub with: With<'a>,
    /// Agreements with them that go on.
    pub agreements: Vec<Agreed<'a>>,
    /// Evidence of their time, latest first, without what is confidential unless it was chosen.
    pub evidence: Vec<Of<'a, Evidence>>,
    /// Evidence of their time to choose from, latest first.
    pub offered: Vec<Of<'a, Evidence>>,
    /// How many more pieces there are.
    pub more: usize,
    /// How many were left out because they are confidential.
    pub left_out: usize,
    /// Open promises between the two.
    pub promises: Promises<'a>,
}

/// Gathers it. Evidence counts from the day they became the manager; where that is not known, as long as it backs
/// something.
#[must_use]
pub fn handover<'a>(
    record: &'a Record,
    facts: &Facts<'a>,
    with: With<'a>,
    pick: &Pick,
) -> Handover<'a> {
    let agreements = facts.talks.agreements.iter().copied();
    let agreements = agreements.filter(|of| {
        let who = facts.talks.who(of.it);
        goes_on(facts, of.it) && (who.is_nobody() || who.is(with.who))
    });
    let counterpart = with.counterpart.map(|of| of.it);
    let since = counterpart.and_then(|it| it.from);
    let until = counterpart.and_then(|it| it.to);
    let of_their_time = |it: &Evidence| {
        let begun = match since {
            Some(since) => it.until().last_day() >= since.first_day(),
            None => facts.is_fresh(it),
        };
        begun && until.is_none_or(|until| it.on.first_day() <= until.last_day())
    };
    let theirs = facts.evidence.iter().filter(|of| of_their_time(of.it));
    let theirs: Vec<Of<'a, Evidence>> = theirs.copied().collect();
    let (mut evidence, mut left_out, mut more) = (Vec::new(), 0, 0);
    for of in &theirs {
        let (picked, most) = match pick {
            Pick::These(these) => (these.contains(&of.id), MOST_OFFERED),
            Pick::All => (true, MOST_EVIDENCE),
            Pick::Open => (!of.it.confidential, MOST_EVIDENCE),
        };
        match pick {
            _ if picked && evidence.len() < most => evidence.push(*of),
            _ if picked => more += 1,
            // What somebody chose is what they chose: nothing is said to be missing.
            Pick::These(_) => {}
            Pick::All | Pick::Open => left_out += 1,
        }
    }
    let offered = theirs.into_iter().take(MOST_OFFERED).collect();
    Handover {
        with,
        agreements: agreements.map(|of| agreed(record, facts, of)).collect(),
        evidence,
        offered,
        more,
        left_out,
        promises: promises::with(facts, &with),
    }
}
