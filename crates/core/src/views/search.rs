//! Full-text search over a record: word forms, beginnings of words, whatever the case and the accents.
//!
//! A word is found where it is written, where a word begins with it, and where another form of it is written:
//! ‘shipping’ finds ‘shipped’. Forms are those of English, by Porter's second stemmer (Snowball); in other languages
//! the beginning of a word finds its forms. All words of a query must be found in one item.
//!
//! There is no index: a record is read through, which takes less than a page does, and nothing that is kept beside
//! the record can fall behind it. Only words that begin as a wanted one does are looked at closely.

use std::cmp::Reverse;

use jiff::civil::Date;
use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    framework::Framework,
    id::ItemId,
    record::{Content, Record, Revision},
    title::scan::{fold, is_silent},
    views::telling::texts,
};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    words: Vec<Wanted>,
    /// The ASCII letters and digits that a wanted word begins with, as a set of bits.
    begins: u128,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    /// As it was typed, folded.
    word: String,
    /// What is left of it without its ending.
    stem: String,
    /// What every word begins with that can be a form of it: as far as word and stem agree, without an
    /// ‘e’, ‘i’ or ‘y’ at its end.
    both: usize,
}

/// Something that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// What it is.
    pub id: ItemId,
    /// As it stands.
    pub revision: &'a Revision,
    /// What it says.
    pub content: &'a Content,
    /// How well it fits: the weight of the best place of each word, summed. Only for order.
    pub weight: u32,
}

/// Added where the word itself is written, rather than a form of it or a longer word.
const EXACT: u32 = 1;

impl Query {
    /// Words of a query that are looked for; what comes after is left out.
    pub const MOST_WORDS: usize = 16;

    /// Characters of a query that are read.
    pub const MOST_CHARS: usize = 400;

    /// Reads a query; `None` where it has no word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().take(Self::MOST_CHARS).collect();
        let stemmer = stemmer();
        let mut words: Vec<Wanted> = Vec::new();
        each_word(&text, |word| {
            let mut folded = String::new();
            fold_word(word, &mut folded);
            if folded.is_empty() || words.len() >= Self::MOST_WORDS {
                return;
            }
            let stem = stemmer.stem(&folded).into_owned();
            let agree = folded.bytes().zip(stem.bytes());
            let both = agree.take_while(|(a, b)| a == b).count();
            // ‘price’ and ‘pricing’, ‘strategy’ and ‘strategies’: forms part before such a letter.
            let parts = both > 2 && matches!(stem.as_bytes()[both - 1], b'e' | b'i' | b'y');
            let both = both - usize::from(parts);
            words.push(Wanted {
                both,
                stem,
                word: folded,
            });
        });
        let first = |wanted: &Wanted| wanted.word.bytes().next().unwrap_or_default();
        let ascii = words.iter().map(first).filter(u8::is_ascii);
        let begins = ascii.fold(0u128, |set, byte| set | 1 << byte);
        (!words.is_empty()).then_some(Self { words, begins })
    }

    /// How well some texts fit; `None` where a word is in none of them.
    pub(super) fn weigh(
        &self,
        search: &mut Search,
        look: impl FnOnce(&mut dyn FnMut((u32, &str))),
    ) -> Option<u32> {
        search.best.clear();
        search.best.resize(self.words.len(), 0);
        let Search {
            stemmer,
            folded,
            best,
        } = search;
        look(&mut |(weight, text)| {
            each_word(text, |word| {
                if !self.may_begin(word) {
                    return;
                }
                folded.clear();
                fold_word(word, folded);
                for (wanted, best) in self.words.iter().zip(best.iter_mut()) {
                    if *best < weight + EXACT
                        && let Some(fits) = wanted.fits(folded, stemmer)
                    {
                        *best = (*best).max(weight + fits);
                    }
                }
            });
        });
        (!best.contains(&0)).then(|| best.iter().sum())
    }

    fn may_begin(&self, word: &str) -> bool {
        match word.bytes().next() {
            Some(byte) if byte.is_ascii() => self.begins >> byte.to_ascii_lowercase() & 1 == 1,
            // An accented letter may fold to any.
            _ => true,
        }
    }
}

impl Wanted {
    /// What a folded word adds to the weight, if it fits.
    fn fits(&self, word: &str, stemmer: &Stemmer) -> Option<u32> {
        if word.len() < self.both
            || word.as_bytes()[..self.both] != self.word.as_bytes()[..self.both]
        {
            return None;
        }
        if word == self.word {
            return Some(EXACT);
        }
        (word.starts_with(&self.word) || stemmer.stem(word) == self.stem).then_some(0)
    }
}

/// What a search needs while it goes on.
pub(super) struct Search {
    stemmer: Stemmer,
    folded: String,
    best: Vec<u32>,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            stemmer: stemmer(),
            folded: String::new(),
            best: Vec::new(),
        }
    }
}

/// Finds what a record says by the end of `day`: what fits best first, and of equals the latest.
#[must_use]
pub fn search<'a>(
    record: &'a Record,
    framework: &'a Framework,
    day: Date,
    query: &Query,
) -> Vec<Hit<'a>> {
    let mut search = Search::new();
    let mut hits: Vec<Hit<'a>> = Vec::new();
    for (id, thread) in record.threads() {
        let revision = thread.last();
        let Some(content) = &revision.content else {
            continue;
        };
        let weight = query.weigh(&mut search, |look| {
            texts(framework, content, &mut |text| look(text));
        });
        let Some(weight) = weight.filter(|_| revision.had_happened_by(day)) else {
            continue;
        };
        hits.push(Hit {
            id,
            revision,
            content,
            weight,
        });
    }
    hits.sort_by_key(|hit| Reverse((hit.weight, hit.content.happened(), hit.revision.seq)));
    hits
}

/// The stems of a text, each once, in the order of their first places.
pub(super) fn stems(text: &str) -> Vec<String> {
    let stemmer = stemmer();
    let mut stems: Vec<String> = Vec::new();
    each_word(text, |word| {
        let mut folded = String::new();
        fold_word(word, &mut folded);
        let stem = stemmer.stem(&folded).into_owned();
        if !stem.is_empty() && !stems.contains(&stem) {
            stems.push(stem);
        }
    });
    stems
}

fn stemmer() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// Goes through the words of a text: what lies between anything that is neither letter nor digit.
fn each_word<'t>(text: &'t str, mut with: impl FnMut(&'t str)) {
    let bytes = text.as_bytes();
    let mut begin = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let (inside, length) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric(), 1)
        } else {
            let letter = text[at..].chars().next().unwrap_or(' ');
            (
                letter.is_alphanumeric() || is_silent(letter),
                letter.len_utf8(),
            )
        };
        match (inside, begin) {
            (true, None) => begin = Some(at),
            (false, Some(from)) => {
                with(&text[from..at]);
                begin = None;
            }
            _ => {}
        }
        at += length;
    }
    if let Some(from) = begin {
        with(&text[from..]);
    }
}

/// Appends a word in lower case, without accents.
fn fold_word(word: &str, to: &mut String) {
    for letter in word.chars().filter(|it| !is_silent(*it)) {
        fold(letter, to);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weight(query: &str, texts: &[(u32, &str)]) -> Option<u32> {
        let query = Query::parse(query)?;
        query.weigh(&mut Search::new(), |look| {
            for text in texts {
                look(*text);
            }
        })
    }

    fn finds(query: &str, text: &str) -> bool {
        weight(query, &[(1, text)]).is_some()
    }

    #[test]
    fn forms_of_a_word_are_found_from_either_side() {
        for (query, text) in [
            ("shipping", "Shipped annual pricing"),
            ("shipped", "We are shipping it"),
            ("strategy", "Two strategies compared"),
            ("strategies", "The pricing strategy"),
            ("decide", "Deciding on it"),
            ("price", "New prices"),
        ] {
            assert!(finds(query, text), "{query} in {text}");
        }
        assert!(!finds("ship", "A leadership paper"), "not inside a word");
        assert!(!finds("prices", "A prize"));
    }

    #[test]
    fn beginnings_case_accents_and_marks_do_not_matter() {
        assert!(finds("pric", "Annual PRICING"));
        assert!(finds("resume", "Mon résumé"));
        assert!(finds("Straße", "an der strasse"));
        assert!(finds("rivals", "seven rivals’ pages"));
        assert!(finds("élan", "Elan"));
        assert!(finds("kund", "Mit Kunden gesprochen"));
        assert!(finds("71", "from 71 to 77"));
        assert!(!finds("7", "from 1 to 2"));
    }

    #[test]
    fn all_words_must_be_there_and_the_first_line_weighs_more() {
        let texts = [(4, "Shipped pricing"), (2, "Renewals rose")];
        assert_eq!(weight("pricing renewals", &texts), Some(4 + 1 + 2 + 1));
        assert_eq!(weight("price", &texts), Some(4));
        assert_eq!(weight("pricing churn", &texts), None);
        assert!(Query::parse(" – ? ").is_none());
    }

    proptest! {
        #[test]
        fn every_word_of_a_text_finds_it(text in "\\PC{0,60}") {
            let mut words = Vec::new();
            each_word(&text, |word| words.push(word));
            for word in words {
                if Query::parse(word).is_some() {
                    prop_assert!(finds(word, &text), "{word:?} in {text:?}");
                }
            }
        }
    }
}
