//! What was agreed: its versions, what has been shown, and who has agreed to which version.

use crate::{
    date::PartialDate,
    record::{Agreement, Answer, Decider, Kind, Of, Record},
    views::facts::Facts,
};

/// An agreement with its versions.
#[derive(Debug, Clone)]
pub struct Agreed<'a> {
    /// As it stands.
    pub of: Of<'a, Agreement>,
    /// Its versions, first to last; never empty.
    pub versions: Vec<Version<'a>>,
    /// Who has to agree.
    pub deciders: Vec<Deciding<'a>>,
    /// How many terms have been shown.
    pub shown: usize,
    /// Whether it goes on.
    pub goes_on: bool,
}

/// One version of the terms.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// From 1.
    pub number: usize,
    /// What it said, as it was left.
    pub it: &'a Agreement,
    /// The day of its terms.
    pub on: PartialDate,
}

/// Somebody who has to agree.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    /// Who, and what they said.
    pub it: &'a Decider,
    /// To which version they said it.
    pub to: usize,
    /// Whether they agreed to terms that have changed since.
    pub outdated: bool,
}

impl Agreed<'_> {
    /// The number of the version that stands.
    #[must_use]
    pub fn version(&self) -> usize {
        self.versions.len()
    }

    /// Whether all who have to agree do, to the terms as they stand; nobody named is not all.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let agrees = |it: &Deciding<'_>| it.it.answer == Answer::Agreed && !it.outdated;
        !self.deciders.is_empty() && self.deciders.iter().all(agrees)
    }

    /// How it stands, in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        let terms = self.of.it.terms.len();
        let shown = match (terms, self.shown) {
            (0, _) => "Nothing says yet what must be shown".to_owned(),
            (1, 0) => "One thing to show, and it is still ahead".to_owned(),
            (terms, 0) => format!("{terms} things to show, all of them still ahead"),
            (terms, shown) if terms == shown => "All of it has been shown".to_owned(),
            (terms, shown) => format!("{shown} of {terms} things shown"),
        };
        let agree = self.deciders.iter();
        let agree = agree
            .filter(|it| it.it.answer == Answer::Agreed && !it.outdated)
            .count();
        let who = match (self.deciders.len(), agree) {
            (0, _) => "who has to agree is not written down".to_owned(),
            (all, agree) if all == agree => "everybody who has to agree does".to_owned(),
            (all, agree) => format!("{agree} of {all} who have to agree do"),
        };
        format!("{shown}; {who}.")
    }
}

/// Whether an agreement goes on at the day.
#[must_use]
pub fn goes_on(facts: &Facts<'_>, it: &Agreement) -> bool {
    it.ended.is_none_or(|on| on.is_after(facts.day))
}

/// Reads an agreement through its revisions.
#[must_use]
pub fn agreed<'a>(record: &'a Record, facts: &Facts<'a>, of: Of<'a, Agreement>) -> Agreed<'a> {
    let thread = record.thread(of.id);
    let revisions = thread.map_or(&[][..], |thread| thread.revisions());
    let through = || {
        let all = revisions
            .iter()
            .filter_map(|it| Agreement::of(it.content.as_ref()?));
        all.chain(revisions.is_empty().then_some(of.it))
    };
    let mut versions: Vec<Version<'a>> = Vec::new();
    for it in through() {
        match versions.last_mut() {
            Some(last) if last.it.same_terms(it) => last.it = it,
            _ => versions.push(Version {
                number: versions.len() + 1,
                it,
                on: it.on,
            }),
        }
    }
    let standing = versions.len();
    let deciders = of.it.deciders.iter().map(|it| {
        let to = it.version.map_or(standing, usize::from);
        Deciding {
            it,
            to,
            outdated: it.answer == Answer::Agreed && to < standing,
        }
    });
    Agreed {
        of,
        deciders: deciders.collect(),
        shown: of.it.terms.iter().filter(|it| it.shown.is_some()).count(),
        goes_on: goes_on(facts, of.it),
        versions,
    }
}

/// The agreement again once somebody who has to agree has answered: to the version that stands. `None` where there is
/// nobody at that place.
#[must_use]
pub fn answered(
    it: &Agreed<'_>,
    place: usize,
    answer: Answer,
    on: PartialDate,
) -> Option<Agreement> {
    let mut again = it.of.it.clone();
    let decider = again.deciders.get_mut(place)?;
    let asked = answer != Answer::NotAsked;
    decider.answer = answer;
    decider.on = asked.then_some(on);
    decider.version = u16::try_from(it.version()).ok().filter(|_| asked);
    Some(again)
}

/// What a version changed against the one before it, in sentences.
#[must_use]
pub fn changes(before: &Agreement, after: &Agreement) -> Vec<String> {
    let mut said = Vec::new();
    if before.what != after.what {
        said.push(format!("For ‘{}’, before ‘{}’.", after.what, before.what));
    }
    if before.by != after.by {
        let by =
            |by: Option<PartialDate>| by.map_or_else(|| "no day".to_owned(), PartialDate::in_words);
        said.push(format!("By {}, before {}.", by(after.by), by(before.by)));
    }
    let missing = |one: &Agreement, other: &Agreement| -> Vec<String> {
        let terms = one.terms.iter();
        let gone = terms.filter(|term| {
            let same =
                |it: &crate::record::Term| it.what == term.what && it.known_by == term.known_by;
            !other.terms.iter().any(same)
        });
        gone.map(|it| it.what.clone()).collect()
    };
    said.extend(
        missing(after, before)
            .into_iter()
            .map(|it| format!("New: {it}.")),
    );
    said.extend(
        missing(before, after)
            .into_iter()
            .map(|it| format!("Gone: {it}.")),
    );
    if said.is_empty() {
        said.push("The order of the terms, or the rung.".to_owned());
    }
    said
}
