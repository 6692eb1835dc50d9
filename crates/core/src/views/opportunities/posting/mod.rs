//! A posting read against a ladder: which of its passages name which skill or responsibility, and by which words.
//!
//! The rule, written for people in `docs/reference/posting.md`:
//!
//! - A posting is taken apart into **passages**: its lines, and of long lines the sentences. What stands under a
//!   heading such as ‘Benefits’ asks for nothing.
//! - Words are compared by their stems, as the search in evidence compares them. Words that stand in every posting
//!   tell nothing; words that stand for much tell little.
//! - A passage names a **skill** with two points or more. A word of the skill's name counts two, one that tells little
//!   counts one; a telling word of what the ladder says of it counts one. A phrase of postings that stands for words of
//!   the name counts two.
//! - A passage names a **responsibility** when half of the telling words of its text stand in it, or phrases for them.
//!   Of another rung than the one it is read for only where none of that rung is named, and by two words at least.
//! - Whatever the rule says, the person's own word on a passage stands.
//!
//! It is a way to read a posting line by line, not a measure of it or of anybody.

mod passages;
mod phrases;
mod words;

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    ops::Range,
};

pub use self::passages::{MOST_PASSAGES, Passage, Sort};
use self::{
    passages::passages,
    words::{Lexicon, Tells, Word},
};
use crate::{
    framework::{Framework, Responsibility, Rung, Skill},
    order::InOrder,
    record::{Correction, Opportunity},
};

/// Points from which on a passage names a skill.
const ENOUGH: u32 = 2;

/// Skills that one passage names at most, those with the most points: a sentence that names everything names nothing.
const MOST_SKILLS: usize = 3;

/// Responsibilities that one passage names at most.
const MOST_DUTIES: usize = 2;

/// Telling words of another rung's responsibility that have to stand in a passage.
const OF_ANOTHER: usize = 2;

/// A posting as it was read.
#[derive(Debug, Clone)]
pub struct Posting<'f> {
    /// Its passages, in order.
    pub passages: Vec<Passage>,
    /// What they name, in the order of the passages; of one passage what is named most clearly first.
    pub named: Vec<Named<'f>>,
    /// What the rule sees and the person says is not asked.
    pub denied: Vec<Named<'f>>,
    /// Whether there was more of it than is read.
    pub cut: bool,
}

/// Something that a passage names.
#[derive(Debug, Clone)]
pub struct Named<'f> {
    /// The place of the passage.
    pub passage: usize,
    /// What it names.
    pub target: Target<'f>,
    /// The words of the passage that make it so; none where only the person says it.
    pub by: Vec<String>,
    /// Whether the person says so.
    pub by_hand: bool,
}

/// What a passage can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'f> {
    /// A skill of the ladder.
    Skill(&'f Skill),
    /// A responsibility, and the rung that it is of.
    Duty(&'f Rung, &'f Responsibility),
}

impl<'f> Target<'f> {
    /// The name of the skill, or the text of the responsibility.
    #[must_use]
    pub fn name(self) -> &'f str {
        match self {
            Self::Skill(skill) => &skill.name,
            Self::Duty(_, duty) => &duty.text,
        }
    }

    /// What it is called in a form: `skill.ID` or `duty.ID`.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Skill(skill) => format!("skill.{}", skill.id),
            Self::Duty(_, duty) => format!("duty.{}", duty.id),
        }
    }

    /// What a word of a form names.
    #[must_use]
    pub fn of_word(framework: &'f Framework, word: &str) -> Option<Self> {
        match word.split_once('.')? {
            ("skill", id) => {
                let mut skills = framework.skills.iter();
                skills.find(|it| it.id.as_str() == id).map(Self::Skill)
            }
            ("duty", id) => framework.rungs.iter().find_map(|rung| {
                let mut duties = rung.responsibilities.iter();
                let duty = duties.find(|it| it.id.as_str() == id)?;
                Some(Self::Duty(rung, duty))
            }),
            _ => None,
        }
    }

    /// The person's word on whether some words name it.
    #[must_use]
    pub fn correction(self, words: impl Into<String>, asks: bool) -> Correction {
        let (skill, expectation) = match self {
            Self::Skill(skill) => (Some(skill.id.clone()), None),
            Self::Duty(_, duty) => (None, Some(duty.id.clone())),
        };
        Correction {
            words: words.into(),
            skill,
            expectation,
            asks,
            unknown: serde_json::Map::new(),
        }
    }

    /// What a correction is about, where this ladder has it.
    fn of(framework: &'f Framework, it: &Correction) -> Option<Self> {
        if let Some(skill) = it.skill.as_ref().and_then(|id| framework.skill(id)) {
            return Some(Self::Skill(skill));
        }
        let (rung, expectation) = framework.expectation(it.expectation.as_ref()?)?;
        let mut duties = rung.responsibilities.iter();
        let duty = duties.find(|duty| duty.id == *expectation.id())?;
        Some(Self::Duty(rung, duty))
    }
}

/// Reads the posting of an opportunity for a rung. Without a posting nothing is named.
#[must_use]
pub fn read<'f>(framework: &'f Framework, rung: Option<&'f Rung>, it: &Opportunity) -> Posting<'f> {
    let text = it.posting.as_deref().unwrap_or_default();
    if text.trim().is_empty() {
        return Posting {
            passages: Vec::new(),
            named: Vec::new(),
            denied: Vec::new(),
            cut: false,
        };
    }
    let lexicon = Lexicon::get();
    let ladder = Ladder::new(framework, rung, lexicon);
    let (passages, cut) = passages(text, lexicon);
    let mut posting = Posting {
        passages,
        named: Vec::new(),
        denied: Vec::new(),
        cut,
    };
    for place in 0..posting.passages.len() {
        let passage = &posting.passages[place];
        let seen = if passage.asks() {
            ladder.names(place, &passage.words)
        } else {
            Vec::new()
        };
        let said = it.corrections.iter();
        let said = said.filter(|it| it.words == passage.words);
        let said = said.filter_map(|it| Some((Target::of(framework, it)?, it.asks)));
        let said: Vec<(Target<'f>, bool)> = said.collect();
        settle(&mut posting, place, seen, &said);
    }
    posting
}

/// Brings together what the rule sees in a passage and what the person says of it.
fn settle<'f>(
    posting: &mut Posting<'f>,
    passage: usize,
    seen: Vec<Named<'f>>,
    said: &[(Target<'f>, bool)],
) {
    let asked = |target| said.iter().rev().find(|(it, _)| *it == target);
    for mut named in seen {
        match asked(named.target) {
            Some((_, false)) => posting.denied.push(named),
            Some((_, true)) => {
                named.by_hand = true;
                posting.named.push(named);
            }
            None => posting.named.push(named),
        }
    }
    for (place, (target, _)) in said.iter().enumerate() {
        let stands = asked(*target).is_some_and(|(_, asks)| *asks);
        let there = posting.named.iter();
        let mut there = there.filter(|it| it.passage == passage);
        let again = said[..place].iter().any(|(it, _)| it == target);
        if stands && !again && !there.any(|it| it.target == *target) {
            posting.named.push(Named {
                passage,
                target: *target,
                by: Vec::new(),
                by_hand: true,
            });
        }
    }
}

/// A ladder as stems, made once for a reading.
struct Ladder<'f, 'l> {
    lexicon: &'l Lexicon,
    rung: Option<&'f Rung>,
    skills: Vec<SkillStems<'f>>,
    duties: Vec<DutyStems<'f>>,
}

/// The words of a skill, with their points.
struct SkillStems<'f> {
    skill: &'f Skill,
    name: Vec<String>,
    points: HashMap<String, u32>,
}

/// The telling words of a responsibility.
struct DutyStems<'f> {
    rung: &'f Rung,
    duty: &'f Responsibility,
    stems: Vec<String>,
}

impl<'f, 'l> Ladder<'f, 'l> {
    fn new(framework: &'f Framework, rung: Option<&'f Rung>, lexicon: &'l Lexicon) -> Self {
        let skills = framework.skills.iter();
        let skills = skills.map(|skill| SkillStems::of(skill, rung, lexicon));
        let duties = framework.rungs.iter().flat_map(|rung| {
            let duties = rung.responsibilities.iter();
            duties.map(move |duty| DutyStems::of(rung, duty, lexicon))
        });
        Self {
            lexicon,
            rung,
            skills: skills.collect(),
            duties: duties.filter(|it| !it.stems.is_empty()).collect(),
        }
    }

    /// What a passage names by the rule.
    fn names(&self, passage: usize, text: &str) -> Vec<Named<'f>> {
        let words = self.lexicon.words(text);
        let spoken = self.lexicon.spoken(&words);
        let made = |target, places: Vec<Range<usize>>| Named {
            passage,
            target,
            by: quoted(text, places),
            by_hand: false,
        };
        let mut skills: Vec<(u32, Target<'f>, Vec<Range<usize>>)> = Vec::new();
        for it in &self.skills {
            let (mut points, mut places) = it.in_words(&words);
            for said in &spoken {
                let mut ways = said.phrase.stands_for.iter();
                if ways.any(|way| way.iter().all(|stem| it.name.contains(stem))) {
                    points += ENOUGH;
                    places.push(said.at.clone());
                }
            }
            if points >= ENOUGH {
                skills.push((points, Target::Skill(it.skill), places));
            }
        }
        skills.order_by_key(|(points, _, _)| Reverse(*points));
        skills.truncate(MOST_SKILLS);
        let mut named: Vec<Named<'f>> = skills
            .into_iter()
            .map(|(_, target, places)| made(target, places))
            .collect();
        named.extend(
            self.duties_in(&words, &spoken)
                .into_iter()
                .map(|(target, places)| made(target, places)),
        );
        named
    }

    /// The responsibilities that a passage names: of the rung it is read for, else of another.
    fn duties_in(
        &self,
        words: &[Word],
        spoken: &[words::Spoken<'_>],
    ) -> Vec<(Target<'f>, Vec<Range<usize>>)> {
        let fitting = self.duties.iter().filter_map(|it| {
            let mine = self.rung.is_none_or(|rung| rung.id == it.rung.id);
            let (there, places) = it.in_words(words, spoken);
            let fits = there > 0 && 2 * there >= it.stems.len();
            let enough = mine || there >= OF_ANOTHER;
            (fits && enough).then_some(Fitting {
                mine,
                there,
                it,
                places,
            })
        });
        let mut fitting: Vec<Fitting<'_, 'f>> = fitting.collect();
        if fitting.iter().any(|it| it.mine) {
            fitting.retain(|it| it.mine);
        }
        fitting.order_by_key(|it| (Reverse(it.there), it.it.stems.len()));
        fitting.truncate(MOST_DUTIES);
        let named = fitting.into_iter();
        named
            .map(|Fitting { it, places, .. }| (Target::Duty(it.rung, it.duty), places))
            .collect()
    }
}

/// A responsibility that fits a passage.
struct Fitting<'s, 'f> {
    /// Of the rung that the posting is read for.
    mine: bool,
    /// How many of its telling words are there.
    there: usize,
    it: &'s DutyStems<'f>,
    places: Vec<Range<usize>>,
}

impl<'f> SkillStems<'f> {
    fn of(skill: &'f Skill, rung: Option<&Rung>, lexicon: &Lexicon) -> Self {
        let name = lexicon.stems(&skill.name);
        let mut points = HashMap::new();
        let ask = rung.and_then(|rung| rung.ask(&skill.id));
        let says = ask.map_or("", |ask| ask.text.as_str());
        for stem in [skill.about.as_str(), says]
            .iter()
            .flat_map(|text| lexicon.stems(text))
        {
            if lexicon.tells(&stem) == Tells::Much {
                points.insert(stem, 1);
            }
        }
        for stem in &name {
            match lexicon.tells(stem) {
                Tells::Nothing => {}
                Tells::Little => _ = points.insert(stem.clone(), 1),
                Tells::Much => _ = points.insert(stem.clone(), ENOUGH),
            }
        }
        Self {
            skill,
            name,
            points,
        }
    }

    /// The points of some words for it, each stem once, and where they stand.
    fn in_words(&self, words: &[Word]) -> (u32, Vec<Range<usize>>) {
        let mut seen: Vec<&str> = Vec::new();
        let mut points = 0;
        let mut places = Vec::new();
        for word in words {
            if let Some(more) = self.points.get(&word.stem)
                && !seen.contains(&word.stem.as_str())
            {
                seen.push(&word.stem);
                points += more;
                places.push(word.at.clone());
            }
        }
        (points, places)
    }
}

impl<'f> DutyStems<'f> {
    fn of(rung: &'f Rung, duty: &'f Responsibility, lexicon: &Lexicon) -> Self {
        let mut stems = lexicon.stems(&duty.text);
        stems.retain(|stem| lexicon.tells(stem) == Tells::Much);
        stems.sort();
        stems.dedup();
        Self { rung, duty, stems }
    }

    /// How many of its telling words stand in some words, or phrases for them, and where.
    fn in_words(&self, words: &[Word], spoken: &[words::Spoken<'_>]) -> (usize, Vec<Range<usize>>) {
        let mut places = Vec::new();
        let there = self.stems.iter().filter(|stem| {
            let written = words.iter().find(|word| word.stem == **stem);
            let at = written.map(|word| word.at.clone()).or_else(|| {
                let mut said = spoken.iter();
                let stands = |it: &&words::Spoken<'_>| {
                    let mut ways = it.phrase.stands_for.iter();
                    ways.any(|way| way.contains(stem))
                };
                said.find(stands).map(|it| it.at.clone())
            });
            let is_there = at.is_some();
            places.extend(at);
            is_there
        });
        (there.count(), places)
    }
}

/// Some places of a text as it is written, in their order, each once; one within another is left out.
fn quoted(text: &str, mut places: Vec<Range<usize>>) -> Vec<String> {
    places.order_by_key(|at| (at.start, Reverse(at.end)));
    let mut quoted = Vec::new();
    let mut after = 0;
    for at in places {
        if at.start >= after {
            after = at.end;
            quoted.push(text[at].to_owned());
        }
    }
    quoted
}

/// Finds the telling words of texts.
pub(super) struct Teller(&'static Lexicon);

impl Teller {
    pub(super) fn new() -> Self {
        Self(Lexicon::get())
    }

    /// The telling words of some texts, each stem once, with the word as it is first written.
    pub(super) fn telling(&self, texts: &[&str]) -> Vec<(String, String)> {
        let mut told: Vec<(String, String)> = Vec::new();
        let mut seen = HashSet::new();
        for text in texts {
            for word in self.0.words(text) {
                if self.0.tells(&word.stem) == Tells::Much && seen.insert(word.stem.clone()) {
                    told.push((word.stem, text[word.at].to_owned()));
                }
            }
        }
        told
    }
}
