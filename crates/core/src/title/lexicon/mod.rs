//! What words of titles mean: one table per language, one line per meaning.
//!
//! A line holds its spellings, separated by `|`, and what they mean. Spellings are folded as titles are
//! (see `scan`), so accents and case need no lines of their own; a German umlaut is also known as `ae`, `oe`, `ue`.
//! Where two languages have the same word it has the same meaning in both: a test holds them to it.

mod de;
mod doubts;
mod en;
mod es;
mod fr;
pub(super) mod functions;
mod it;
mod nl;
mod pt;

use std::{collections::HashMap, sync::LazyLock};

use super::{Function, Seniority, scan::scan};

/// What a word, or several in a row, say in a title.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// How senior: ‘Sr.’, ‘Head’, ‘stagiaire’.
    Level(Seniority),
    /// A whole job: ‘product manager’, ‘designer’.
    Role(Function),
    /// A whole job that names its seniority as well: ‘chief product officer’.
    Ranked(Function, Seniority),
    /// A job that the words may mean, or not: ‘PM’.
    Doubtful(&'static Doubt),
    /// What somebody leads or works in: ‘marketing’, ‘product management’.
    Field(Function),
    /// ‘Product’ itself, where it qualifies the word that follows: ‘product design’ is design.
    Bare,
    /// ‘Product’ in languages where it qualifies what stands before: ‘design produit’ is design.
    Tail,
    /// ‘Products’: goods as often as product work.
    Goods,
    /// A person without a subject who manages what is named: ‘manager’, ‘gestor’.
    Head,
    /// A person without a subject who may do anything with it: ‘officer’, ‘specialist’.
    Hand,
    /// What a product person looks after: ‘payments’, ‘platform’.
    Area,
    /// The same, but right after ‘product’ it makes another job of it: ‘product lifecycle’.
    Aspect,
    /// What follows belongs to what stands before: ‘of’, ‘for’.
    Of,
    /// What follows is somebody else: ‘assistant to the CPO’.
    To,
    /// Two things side by side: ‘and’.
    And,
    /// The company follows.
    At,
    /// For a while: ‘interim’.
    Interim,
    /// Not yet: ‘aspiring’.
    Wish,
    /// No longer: ‘former’.
    Past,
    /// Something that is neither level nor area, worth a word in the reason.
    Note(&'static str),
    /// Says nothing about the job: ‘remote’.
    Noise,
    /// A number follows that is a company's own level: ‘grade 7’.
    Grade,
}

/// A job that words may mean, and why that is not sure.
#[derive(Debug, PartialEq)]
pub(super) struct Doubt {
    /// What is meant most often.
    pub(super) function: Function,
    /// The seniority in it.
    pub(super) seniority: Option<Seniority>,
    /// In words.
    pub(super) means: &'static str,
    /// The most that a reading built on it may claim, in per cent.
    pub(super) cap: u8,
    /// A sentence that says why.
    pub(super) why: &'static str,
    /// What it means instead when one of these stands in the same title.
    pub(super) elsewhere: &'static [Function],
    /// Whether a level, an area or a company's own level beside it make it surer.
    pub(super) firms: bool,
}

/// A line of a table: spellings and what they mean.
type Line = (&'static str, Meaning);

const LANGUAGES: [(&str, &[Line]); 7] = [
    ("English", en::LINES),
    ("German", de::LINES),
    ("French", fr::LINES),
    ("Spanish", es::LINES),
    ("Portuguese", pt::LINES),
    ("Italian", it::LINES),
    ("Dutch", nl::LINES),
];

/// Every spelling of every language.
#[derive(Debug)]
pub(super) struct Lexicon(HashMap<String, Entry>);

/// What is known of a spelling, or of a word that begins longer ones.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    meaning: Option<Meaning>,
    /// Words of the longest spelling that begins with this one word; it saves looking for what cannot be there.
    longest: usize,
}

impl Lexicon {
    /// The one there is, built when first asked for.
    pub(super) fn get() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);
        &LEXICON
    }

    /// What folded words mean, if they stand in a table.
    pub(super) fn meaning(&self, key: &str) -> Option<Meaning> {
        self.0.get(key)?.meaning
    }

    /// Words of the longest spelling that begins with this word; 0 where none does.
    pub(super) fn longest(&self, first: &str) -> usize {
        self.0.get(first).map_or(0, |entry| entry.longest)
    }

    fn build() -> Self {
        let mut entries: HashMap<String, Entry> = HashMap::with_capacity(8192);
        for (spellings, meaning) in LANGUAGES.into_iter().flat_map(|(_, lines)| lines) {
            for key in keys(spellings) {
                let words = key.split(' ').count();
                if let Some(first) = key.split(' ').next() {
                    let first = entries.entry(first.to_owned()).or_default();
                    first.longest = first.longest.max(words);
                }
                entries.entry(key).or_default().meaning = Some(*meaning);
            }
        }
        Self(entries)
    }
}

/// The folded spellings of a line.
fn keys(spellings: &str) -> impl Iterator<Item = String> {
    spellings.split('|').flat_map(|spelling| {
        let spelled_out = spelling
            .replace('ä', "ae")
            .replace('ö', "oe")
            .replace('ü', "ue");
        let other = (spelled_out != spelling).then(|| scan(&spelled_out).folded);
        std::iter::once(scan(spelling).folded).chain(other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_agree_on_words_they_share() {
        let mut seen: HashMap<String, (Meaning, &str)> = HashMap::new();
        let mut disagree = Vec::new();
        for (language, lines) in LANGUAGES {
            for (spellings, meaning) in lines {
                for key in keys(spellings) {
                    assert!(
                        !key.is_empty(),
                        "{language}: an empty spelling in {spellings}"
                    );
                    if let Some((other, elsewhere)) = seen.get(&key)
                        && other != meaning
                    {
                        disagree.push(format!(
                            "‘{key}’ is {meaning:?} in {language}, {other:?} in {elsewhere}"
                        ));
                    }
                    seen.insert(key, (*meaning, language));
                }
            }
        }
        assert!(disagree.is_empty(), "{}", disagree.join("\n"));
    }
}
