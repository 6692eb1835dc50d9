//! Where a reader would ask: what did this person actually do?
//!
//! Every flag has a rule that `docs/reference/packet.md` states. They are said and stop nobody.

use std::collections::{BTreeMap, HashSet};

use super::{
    lines::Lined,
    proposal::{Fit, has_figure},
};
use crate::{
    framework::Expectation,
    id::ItemId,
    record::{Case, Evidence, Of, Story},
    views::{
        facts::Facts,
        months_before,
        words::{capital, several},
    },
};

/// Months after which nothing new makes a case look like a memory.
pub const LATELY_MONTHS: u32 = 12;

/// How many expectations have to be shown before one piece can be said to carry them.
const CARRIED: usize = 4;

/// Where something stands in a case.
#[derive(Debug, Clone, Copy)]
pub enum Where<'a> {
    /// In the summary.
    Summary,
    /// In a story: its place from 0, and its title.
    Story(usize, &'a str),
    /// In a piece of evidence.
    Piece(Of<'a, Evidence>),
    /// In the case as a whole.
    Whole,
}

impl Where<'_> {
    /// What it is called in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Summary => "The summary".to_owned(),
            Self::Story(_, title) => format!("The story ‘{title}’"),
            Self::Piece(of) => format!("‘{}’", of.it.what.trim()),
            Self::Whole => "The case".to_owned(),
        }
    }
}

/// One of the ways in which cases fail.
#[derive(Debug, Clone)]
pub struct Flag<'a> {
    /// Which.
    pub sort: Sort<'a>,
    /// Where.
    pub at: Where<'a>,
}

/// What is the matter.
#[derive(Debug, Clone)]
pub enum Sort<'a> {
    /// It says ‘we’ and never ‘I’.
    WeWithoutI,
    /// It does not say my part, or what would not have happened without me.
    NoPart,
    /// It says what came of it without a figure.
    NoFigure,
    /// It says a figure and not where it comes from.
    NoSource,
    /// One piece is the best of half of what is shown, or more: which, how many, of how many.
    OnePiece(Of<'a, Evidence>, usize, usize),
    /// Every story rests on the same piece.
    OneStory(Of<'a, Evidence>),
    /// Nothing of the last year is in it.
    NothingLately,
    /// Everything that shows a skill shows it below what is asked.
    AllBelow,
    /// There are fewer stories than are remembered; how many there are.
    FewStories(usize),
    /// It says what is marked as confidential and is not to be in the packet.
    Confidential(Of<'a, Evidence>),
}

impl Sort<'_> {
    /// The word for programs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::WeWithoutI => "we-without-i",
            Self::NoPart => "no-part",
            Self::NoFigure => "no-figure",
            Self::NoSource => "no-source",
            Self::OnePiece(..) => "one-piece",
            Self::OneStory(_) => "one-story",
            Self::NothingLately => "nothing-lately",
            Self::AllBelow => "all-below",
            Self::FewStories(_) => "few-stories",
            Self::Confidential(_) => "confidential",
        }
    }
}

impl Flag<'_> {
    /// What it says, in a sentence or two.
    #[must_use]
    pub fn says(&self) -> String {
        let at = self.at.says();
        match &self.sort {
            Sort::WeWithoutI => format!("{at} says ‘we’ and never ‘I’. What did you do?"),
            Sort::NoPart => match self.at {
                Where::Story(..) => format!(
                    "{at} does not say your part and what would not have happened without you; it takes both."
                ),
                _ => format!("{at} does not say your part: what would not have happened without you?"),
            },
            Sort::NoFigure => format!("{at} says what came of it, and no figure."),
            Sort::NoSource => {
                format!("{at} has a figure, and nothing says where it comes from: a link, a report, a name.")
            }
            Sort::OnePiece(of, shown, all) => format!(
                "‘{}’ carries {shown} of the {all} expectations that are shown. One project can be luck; what else is there?",
                of.it.what.trim()
            ),
            Sort::OneStory(of) => format!(
                "All stories rest on ‘{}’. One project can be luck; tell of another.",
                of.it.what.trim()
            ),
            Sort::NothingLately => "Nothing in it is of the last year. A reader will ask what happened since.".to_owned(),
            Sort::AllBelow => "Everything in it shows its skills below what the rung asks: it argues for the rung you hold.".to_owned(),
            Sort::FewStories(0) => "There is no story yet. Three are remembered; a list is not.".to_owned(),
            Sort::FewStories(stories) => format!(
                "There {} of the three that are remembered.",
                match stories {
                    1 => "is one story".to_owned(),
                    more => format!("are {}", several(*more, "story", "stories")),
                }
            ),
            Sort::Confidential(of) => format!(
                "{at} says ‘{}’, which is confidential and not in the packet.",
                of.it.what.trim()
            ),
        }
    }
}

impl Sort<'_> {
    /// What several places of one sort have in common, in a sentence; none where each says its own.
    #[must_use]
    pub fn of_several(&self, places: usize) -> Option<String> {
        let places = capital(&several(places, "place", "places"));
        Some(match self {
            Self::WeWithoutI => format!("{places} say ‘we’ and never ‘I’. What did you do?"),
            Self::NoPart => {
                format!("{places} do not say your part: what would not have happened without you?")
            }
            Self::NoFigure => format!("{places} say what came of it, and no figure."),
            Self::NoSource => format!(
                "{places} have a figure, and nothing says where it comes from: a link, a report, a name."
            ),
            Self::OnePiece(..)
            | Self::OneStory(_)
            | Self::NothingLately
            | Self::AllBelow
            | Self::FewStories(_)
            | Self::Confidential(_) => return None,
        })
    }
}

/// Flags by what they ask, in the order of the first of each; what each says for itself stands alone.
#[must_use]
pub fn grouped<'f, 'a>(flags: &'f [Flag<'a>]) -> Vec<Vec<&'f Flag<'a>>> {
    let mut groups: Vec<Vec<&'f Flag<'a>>> = Vec::new();
    for flag in flags {
        let shares = flag.sort.of_several(2).is_some();
        let same = groups
            .iter_mut()
            .find(|it| shares && it.iter().all(|it| it.sort.word() == flag.sort.word()));
        match same {
            Some(group) => group.push(flag),
            None => groups.push(vec![flag]),
        }
    }
    groups
}

/// What a group of flags says: what they share, or the one what it says.
#[must_use]
pub fn says(group: &[&Flag<'_>]) -> String {
    match group {
        [] => String::new(),
        [one] => one.says(),
        [first, ..] => first
            .sort
            .of_several(group.len())
            .unwrap_or_else(|| first.says()),
    }
}

/// Everything that a reader would ask about, what weighs most first.
#[must_use]
pub fn flags<'a>(facts: &Facts<'a>, it: &'a Case, lines: &[Lined<'a>]) -> Vec<Flag<'a>> {
    let mut found = Vec::new();
    let whole = |sort| Flag {
        sort,
        at: Where::Whole,
    };
    let pieces = pieces(facts, it, lines);
    secrets(facts, it, &pieces, &mut found);
    if !pieces.is_empty() {
        let since = months_before(facts.day, LATELY_MONTHS);
        if pieces.iter().all(|of| of.it.until().last_day() < since) {
            found.push(whole(Sort::NothingLately));
        }
        if all_below(lines) {
            found.push(whole(Sort::AllBelow));
        }
    }
    found.extend(one_piece(lines).map(whole));
    found.extend(one_story(facts, it).map(whole));
    if let Some(summary) = &it.summary
        && we_without_i(&[summary])
    {
        found.push(Flag {
            sort: Sort::WeWithoutI,
            at: Where::Summary,
        });
    }
    for (place, story) in it.stories.iter().enumerate() {
        of_story(facts, place, story, &mut found);
    }
    if it.stories.len() < Case::MOST_STORIES {
        found.push(whole(Sort::FewStories(it.stories.len())));
    }
    for of in pieces {
        of_piece(of, &mut found);
    }
    found
}

/// The pieces that a case rests on, each once: those beside its expectations, then those of its stories.
#[must_use]
pub fn pieces<'a>(facts: &Facts<'a>, it: &Case, lines: &[Lined<'a>]) -> Vec<Of<'a, Evidence>> {
    let mut seen: HashSet<ItemId> = HashSet::new();
    let beside = lines.iter().flat_map(|line| &line.pieces).map(|it| it.of);
    let told = it.stories.iter().flat_map(|story| &story.evidence);
    let told = told.filter_map(|id| facts.evidence.iter().find(|of| of.id == *id).copied());
    beside.chain(told).filter(|of| seen.insert(of.id)).collect()
}

fn of_story<'a>(facts: &Facts<'a>, place: usize, it: &'a Story, found: &mut Vec<Flag<'a>>) {
    let at = Where::Story(place, &it.title);
    let mut say = |sort| found.push(Flag { sort, at });
    let told: Vec<&String> = [&it.situation, &it.did, &it.without_me, &it.changed]
        .into_iter()
        .flatten()
        .collect();
    if we_without_i(&told) {
        say(Sort::WeWithoutI);
    }
    if it.did.is_none() || it.without_me.is_none() {
        say(Sort::NoPart);
    }
    let pieces: Vec<&Evidence> = it
        .evidence
        .iter()
        .filter_map(|id| facts.evidence.iter().find(|of| of.id == *id))
        .map(|of| of.it)
        .collect();
    let written = it.changed.as_ref().is_some_and(|it| digits(it));
    let figure = written || pieces.iter().any(|it| it.figure.is_some());
    if it.changed.is_some() && !figure {
        say(Sort::NoFigure);
    }
    let source = it.source.is_some() || pieces.iter().any(|it| !it.links.is_empty());
    if figure && !source {
        say(Sort::NoSource);
    }
}

fn of_piece<'a>(of: Of<'a, Evidence>, found: &mut Vec<Flag<'a>>) {
    let it = of.it;
    let mut say = |sort| {
        found.push(Flag {
            sort,
            at: Where::Piece(of),
        });
    };
    match &it.my_part {
        None => say(Sort::NoPart),
        Some(part) if we_without_i(&[part]) => say(Sort::WeWithoutI),
        Some(_) => {}
    }
    if it.so_what.is_some() && !has_figure(it) {
        say(Sort::NoFigure);
    }
    if has_figure(it) && it.links.is_empty() {
        say(Sort::NoSource);
    }
}

/// The text says what is confidential and is to be left out, or summarised.
fn secrets<'a>(
    facts: &Facts<'a>,
    it: &'a Case,
    pieces: &[Of<'a, Evidence>],
    found: &mut Vec<Flag<'a>>,
) {
    /// Characters from which on a first line is looked for; a shorter one may stand there by chance.
    const TELLING: usize = 12;
    let kept = |of: &&Of<'a, Evidence>| {
        let disclosed = it.disclosure(of.id).map(|it| it.choice);
        of.it.confidential && disclosed != Some(crate::record::Disclosed::Included)
    };
    let secret: Vec<(&Of<'a, Evidence>, String)> = facts
        .evidence
        .iter()
        .chain(pieces)
        .filter(kept)
        .map(|of| (of, of.it.what.trim().to_lowercase()))
        .filter(|(_, what)| what.chars().count() >= TELLING)
        .collect();
    let mut said: HashSet<(usize, ItemId)> = HashSet::new();
    let mut look = |number: usize, at: Where<'a>, texts: &[&Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            let text = text.to_lowercase();
            for (of, what) in &secret {
                if text.contains(what.as_str()) && said.insert((number, of.id)) {
                    found.push(Flag {
                        sort: Sort::Confidential(**of),
                        at,
                    });
                }
            }
        }
    };
    look(0, Where::Summary, &[&it.summary, &it.ask, &it.why_now]);
    for (place, story) in it.stories.iter().enumerate() {
        let title = Some(story.title.clone());
        let at = Where::Story(place, &story.title);
        let texts = [
            &title,
            &story.situation,
            &story.did,
            &story.without_me,
            &story.changed,
        ];
        look(place + 1, at, &texts);
    }
}

/// One piece that is the best of half of the expectations that anything shows, or more.
fn one_piece<'a>(lines: &[Lined<'a>]) -> Option<Sort<'a>> {
    let mut beside: BTreeMap<ItemId, (Of<'a, Evidence>, usize)> = BTreeMap::new();
    let mut all = 0;
    for best in lines.iter().filter_map(|line| line.pieces.first()) {
        all += 1;
        beside.entry(best.of.id).or_insert((best.of, 0)).1 += 1;
    }
    let (of, carried) = beside.into_values().max_by_key(|(_, carried)| *carried)?;
    (all >= CARRIED && carried * 2 >= all).then_some(Sort::OnePiece(of, carried, all))
}

/// One piece in every story.
fn one_story<'a>(facts: &Facts<'a>, it: &Case) -> Option<Sort<'a>> {
    let (first, rest) = it.stories.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let mut all = first.evidence.iter();
    let common = all.find(|id| rest.iter().all(|story| story.evidence.contains(id)))?;
    let of = facts.evidence.iter().find(|of| of.id == *common)?;
    Some(Sort::OneStory(*of))
}

/// Whether skills are shown, and every one of them below what is asked.
fn all_below(lines: &[Lined<'_>]) -> bool {
    let skills = lines
        .iter()
        .filter(|line| matches!(line.line.expectation, Expectation::Ask(_)));
    let mut shown = skills
        .flat_map(|line| &line.pieces)
        .filter(|it| it.fit != Fit::Unsaid)
        .peekable();
    shown.peek().is_some() && shown.all(|it| it.fit == Fit::Below)
}

fn digits(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Whether texts speak of ‘we’ and never of ‘I’. English only, as the rule says.
fn we_without_i(texts: &[&String]) -> bool {
    const WE: [&str; 4] = ["we", "us", "our", "ours"];
    const I: [&str; 4] = ["i", "me", "my", "mine"];
    let mut we = false;
    for text in texts {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            // ‘US’ is a country.
            if word == "US" {
                continue;
            }
            let word = word.to_lowercase();
            if I.contains(&word.as_str()) {
                return false;
            }
            we |= WE.contains(&word.as_str());
        }
    }
    we
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn we_is_told_only_where_no_i_stands_beside_it() {
        let says = |text: &str| we_without_i(&[&text.to_owned()]);
        assert!(says("We shipped it."));
        assert!(says("Our team’s launch; it helped us."));
        assert!(!says("We shipped it; I wrote the plan."));
        assert!(!says("It was my idea, and we built it."));
        assert!(!says("I’ve led what we did."));
        assert!(!says("Launched in the US, however."));
        assert!(!says("Shipped it."));
    }
}
