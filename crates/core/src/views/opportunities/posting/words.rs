//! Texts as stems with the words that they come from, as the search in evidence reads them.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use rust_stemmers::Stemmer;

use super::phrases::{EMPTY, OF_THEIR_OWN, PHRASES, WEAK};
use crate::views::search::{folded_words, stemmer};

/// A word of a text.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// Its stem.
    pub(super) stem: String,
}

/// How much a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    Nothing,
    Little,
    Much,
}

/// What a reading looks up: the stemmer, and the phrases by their stems.
pub(super) struct Lexicon {
    stemmer: Stemmer,
    empty: HashSet<&'static str>,
    weak: HashSet<&'static str>,
    /// By the first stem: the others, and the ways in which ladders say it.
    phrases: HashMap<String, Vec<Phrase>>,
}

/// A phrase of postings.
#[derive(Debug)]
pub(super) struct Phrase {
    /// Its stems after the first.
    rest: Vec<String>,
    /// What ladders call it: each way its stems.
    pub(super) stands_for: Vec<Vec<String>>,
}

/// A phrase in a text.
#[derive(Debug)]
pub(super) struct Spoken<'l> {
    pub(super) phrase: &'l Phrase,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// The same for every reading, so made once.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    pub(super) fn get() -> &'static Self {
        &LEXICON
    }

    fn new() -> Self {
        let mut it = Self {
            stemmer: stemmer(),
            empty: EMPTY.iter().copied().collect(),
            weak: WEAK.iter().copied().collect(),
            phrases: HashMap::new(),
        };
        for (stands_for, phrases) in PHRASES {
            let ways = stands_for.split('|').map(|way| it.stems(way));
            let ways: Vec<Vec<String>> = ways.collect();
            for phrase in *phrases {
                let mut stems = it.stems(phrase).into_iter();
                if let Some(first) = stems.next() {
                    it.phrases.entry(first).or_default().push(Phrase {
                        rest: stems.collect(),
                        stands_for: ways.clone(),
                    });
                }
            }
        }
        it
    }

    /// The stem of a folded word. American and British spellings have the same.
    fn stem(&self, folded: &str) -> String {
        let mut own = OF_THEIR_OWN.iter();
        if let Some(own) = own.find(|own| folded.starts_with(**own)) {
            return (*own).to_owned();
        }
        for (british, american) in [
            ("isation", "ization"),
            ("ise", "ize"),
            ("ised", "ized"),
            ("ises", "izes"),
            ("ising", "izing"),
            ("isational", "izational"),
        ] {
            if let Some(begin) = folded.strip_suffix(british).filter(|it| it.len() > 2) {
                return self
                    .stemmer
                    .stem(&format!("{begin}{american}"))
                    .into_owned();
            }
        }
        self.stemmer.stem(folded).into_owned()
    }

    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        folded_words(text, |at, folded| {
            // ‘rivals’ pages’, ‘the company’s’: what an apostrophe leaves is no word.
            if folded != "s" {
                let stem = self.stem(folded);
                words.push(Word { at, stem });
            }
        });
        words
    }

    /// The stems of a text, in order, with those that are there twice.
    pub(super) fn stems(&self, text: &str) -> Vec<String> {
        self.words(text).into_iter().map(|it| it.stem).collect()
    }

    pub(super) fn tells(&self, stem: &str) -> Tells {
        if self.empty.contains(stem) || stem.chars().all(|it| it.is_ascii_digit()) {
            Tells::Nothing
        } else if self.weak.contains(stem) {
            Tells::Little
        } else {
            Tells::Much
        }
    }

    /// The phrases that stand in some words of a text.
    pub(super) fn spoken<'l>(&'l self, words: &[Word]) -> Vec<Spoken<'l>> {
        let mut spoken = Vec::new();
        for (place, first) in words.iter().enumerate() {
            for phrase in self.phrases.get(&first.stem).into_iter().flatten() {
                let Some(rest) = words.get(place + 1..=place + phrase.rest.len()) else {
                    continue;
                };
                let mut pairs = rest.iter().zip(&phrase.rest);
                if pairs.all(|(word, stem)| word.stem == *stem) {
                    let end = rest.last().unwrap_or(first).at.end;
                    let at = first.at.start..end;
                    spoken.push(Spoken { phrase, at });
                }
            }
        }
        spoken
    }
}
