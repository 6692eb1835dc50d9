//! What a new manager gets to read: what was agreed, what was shown, and what was promised.

use super::{
    agreement::{Agreed, agreed, goes_on},
    partners::With,
    promises::{self, Promises},
};
use crate::{
    record::{Evidence, Of, Record},
    views::facts::Facts,
};

/// Pieces of evidence on the page: what somebody reads in one go.
pub const MOST_EVIDENCE: usize = 15;

/// The page.
#[derive(Debug, Clone)]
pub struct Handover<'a> {
    /// With whom it was.
    pub with: With<'a>,
    /// Agreements with them that go on.
    pub agreements: Vec<Agreed<'a>>,
    /// Evidence of their time, latest first, without what is confidential unless it was chosen.
    pub evidence: Vec<Of<'a, Evidence>>,
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
    confidential: bool,
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
    let theirs = || facts.evidence.iter().filter(|of| of_their_time(of.it));
    let shown = theirs().filter(|of| confidential || !of.it.confidential);
    let left_out = theirs()
        .filter(|of| of.it.confidential && !confidential)
        .count();
    let mut evidence: Vec<_> = shown.copied().collect();
    let more = evidence.len().saturating_sub(MOST_EVIDENCE);
    evidence.truncate(MOST_EVIDENCE);
    Handover {
        with,
        agreements: agreements.map(|of| agreed(record, facts, of)).collect(),
        evidence,
        more,
        left_out,
        promises: promises::with(facts, &with),
    }
}
