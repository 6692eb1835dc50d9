//! From where the people of a board look at one's work, and where that is lopsided.

use super::Seated;
use crate::{order::InOrder, record::Perspective};

/// People from whom on one can speak of lopsided: of three, two who are alike say nothing.
pub const FEWEST: usize = 4;

/// Kinds of perspective that answer one question: where does a view come from?
pub const GROUPS: [Group; 4] = [
    Group {
        name: "From your work",
        kinds: &[
            Perspective::PastColleague,
            Perspective::Colleague,
            Perspective::Peer,
        ],
        missing: "Nobody knows your work from close by: no colleague, past or present, and no peer.",
    },
    Group {
        name: "From outside",
        kinds: &[
            Perspective::OtherIndustry,
            Perspective::OtherFunction,
            Perspective::OtherCountry,
        ],
        missing: "Nobody looks from another industry, function or country; that is where habits of the trade are noticed.",
    },
    Group {
        name: "From ahead",
        kinds: &[Perspective::OneStepAhead, Perspective::ThreeStepsAhead],
        missing: "Nobody is ahead of you on the way. One step is near enough to remember how it was.",
    },
    Group {
        name: "From the craft",
        kinds: &[
            Perspective::Teacher,
            Perspective::Speaker,
            Perspective::Author,
        ],
        missing: "Nobody teaches, speaks or writes about what they do; such people have put it in order already.",
    },
];

/// A group of perspectives.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What it is called.
    pub name: &'static str,
    /// The kinds in it.
    pub kinds: &'static [Perspective],
    /// What to say where nobody brings one of them.
    pub missing: &'static str,
}

/// From where the people on a board look.
#[derive(Debug, Clone, Default)]
pub struct Perspectives {
    /// People on seats that are taken, each once.
    pub people: usize,
    /// Of how many of them nobody said from where they look.
    pub unsaid: usize,
    /// How many bring each kind, in the order of [`Perspective::WORDS`].
    pub kinds: Vec<(Perspective, usize)>,
    /// How many bring one of each group, in the order of [`GROUPS`].
    pub groups: Vec<(&'static str, usize)>,
    /// Where that is lopsided and what is missing, in sentences, the weightiest first.
    pub says: Vec<String>,
}

/// Counts the perspectives of the people on seats that are taken.
///
/// The rule: from [`FEWEST`] people on, a kind that more than two of three bring is lopsided, and a group that
/// nobody brings is missing. Seats that rest do not count.
#[must_use]
pub(super) fn perspectives(seats: &[Seated<'_>]) -> Perspectives {
    let mut people: Vec<(crate::id::ItemId, Vec<Perspective>)> = Vec::new();
    for seat in seats.iter().filter(|it| it.is_taken()) {
        let Some(id) = seat.person.map(|of| of.id) else {
            continue;
        };
        let kinds = seat.of.it.perspectives.iter().copied();
        match people.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => known.extend(kinds),
            None => people.push((id, kinds.collect())),
        }
    }
    let bring = |wanted: &[Perspective]| {
        let has = |kinds: &[Perspective]| kinds.iter().any(|it| wanted.contains(it));
        people.iter().filter(|(_, kinds)| has(kinds)).count()
    };
    let kinds: Vec<_> = Perspective::WORDS
        .iter()
        .map(|(_, kind)| (*kind, bring(&[*kind])))
        .collect();
    let groups: Vec<_> = GROUPS
        .iter()
        .map(|group| (group.name, bring(group.kinds)))
        .collect();
    let all = people.len();
    let mut says = Vec::new();
    if all >= FEWEST {
        let mut lopsided: Vec<_> = kinds
            .iter()
            .filter(|(_, many)| many * 3 > all * 2)
            .collect();
        lopsided.order_by_key(|(_, many)| std::cmp::Reverse(*many));
        says.extend(
            lopsided
                .into_iter()
                .map(|(kind, many)| lopsided_words(*kind, *many, all)),
        );
        let empty = GROUPS
            .iter()
            .zip(&groups)
            .filter(|(_, (_, many))| *many == 0);
        says.extend(empty.map(|(group, _)| group.missing.to_owned()));
    }
    Perspectives {
        people: all,
        unsaid: people.iter().filter(|(_, kinds)| kinds.is_empty()).count(),
        kinds,
        groups,
        says,
    }
}

/// ‘Five of six are past colleagues.’
fn lopsided_words(kind: Perspective, many: usize, all: usize) -> String {
    let count = if many == all {
        format!("All {}", number(all))
    } else {
        let many = number(many);
        let mut chars = many.chars();
        let first = chars.next().map(|it| it.to_ascii_uppercase());
        let many: String = first.into_iter().chain(chars).collect();
        format!("{many} of {}", number(all))
    };
    format!("{count} {}.", several(kind))
}

fn number(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let word = WORDS.get(number).map(|word| (*word).to_owned());
    word.unwrap_or_else(|| number.to_string())
}

const fn several(kind: Perspective) -> &'static str {
    match kind {
        Perspective::Teacher => "are teachers",
        Perspective::Speaker => "are speakers",
        Perspective::Author => "are authors",
        Perspective::PastColleague => "are past colleagues",
        Perspective::Colleague => "are colleagues",
        Perspective::OtherIndustry => "are from another industry",
        Perspective::OtherFunction => "are from another function",
        Perspective::OtherCountry => "are from another country",
        Perspective::OneStepAhead => "are one step ahead",
        Perspective::ThreeStepsAhead => "are three steps ahead",
        Perspective::Peer => "are peers",
    }
}
