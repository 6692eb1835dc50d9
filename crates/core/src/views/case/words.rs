//! What others said of the work: their own words and what one noted never look alike.

use std::cmp::Reverse;

use crate::{
    date::PartialDate,
    id::ItemId,
    order::InOrder,
    record::{Case, FeedbackSort, Hand, Of, Praise},
    views::facts::Facts,
};

/// The most that are offered, the latest: more than anybody chooses from.
pub const MOST_OFFERED: usize = 100;

/// The importer whose praise its writers published themselves.
const PUBLISHED: &str = "linkedin";

/// What somebody said.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The praise or the feedback.
    pub item: ItemId,
    /// Their words.
    pub words: &'a str,
    /// Who.
    pub by: Option<&'a str>,
    /// What they were then.
    pub role: Option<&'a str>,
    /// When.
    pub on: Option<PartialDate>,
    /// By whose hand it is here. A recommendation that was imported and not touched since is given.
    pub hand: Hand,
    /// Whether it is chosen for the packet.
    pub chosen: bool,
}

/// Everything that others said in one's favour: what is chosen for the packet first, then the latest.
#[must_use]
pub fn said<'a>(facts: &Facts<'a>, it: &Case) -> Vec<Said<'a>> {
    let praise = facts.praise.iter().map(|of| Said {
        item: of.id,
        words: of.it.words.as_str(),
        by: of.it.from.as_deref(),
        role: of.it.from_role.as_deref(),
        on: of.it.on,
        hand: hand(*of),
        chosen: it.words.contains(&of.id),
    });
    let noted = facts.talks.feedback.iter();
    // What was saved as praise stands there already.
    let noted = noted.filter(|of| of.it.sort == FeedbackSort::Praise && of.it.praise.is_none());
    let noted = noted.map(|of| Said {
        item: of.id,
        words: of.it.words.as_str(),
        by: facts.talks.who(of.it).name,
        role: None,
        on: Some(of.it.on),
        hand: of.revision.hand(),
        chosen: it.words.contains(&of.id),
    });
    let mut all: Vec<Said<'a>> = praise.chain(noted).collect();
    all.order_by_key(|it| (!it.chosen, Reverse(it.on)));
    all.truncate(MOST_OFFERED.max(it.words.len()));
    all
}

/// By whose hand praise is here.
fn hand(of: Of<'_, Praise>) -> Hand {
    let untouched = of.it.origin.as_ref().is_some_and(|origin| {
        let words = origin.values.get("words").and_then(|it| it.as_str());
        origin.importer == PUBLISHED && words == Some(of.it.words.as_str())
    });
    if untouched {
        Hand::Given
    } else {
        of.revision.hand()
    }
}
