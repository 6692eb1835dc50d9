//! Full-text search over a record: word forms, beginnings of words, whatever the case and the accents.
//!
//! A word is found where it is written, where a word begins with it, and where another form of it is written:
//! ‘shipping’ finds ‘shipped’. Forms are those of English, by Porter's second stemmer (Snowball); in other languages
//! the beginning of a word finds its forms. All words of a query must be found in one item.
//!
//! There is no index: a record is read through, and nothing that is kept beside it can fall behind. What makes that
//! quick is that only places where a wanted word may stand are looked at: its rarest letter, found many bytes at a time.

use std::{cmp::Reverse, ops::Range};

use jiff::civil::Date;
use memchr::memchr2_iter;
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    /// As it was typed, folded; never empty.
    word: String,
    /// What is left of it without its ending.
    stem: String,
    /// What every word begins with that can be a form of it: as far as word and stem agree, without an
    /// ‘e’, ‘i’ or ‘y’ at its end. At least one byte.
    both: usize,
    /// Which of those bytes is the rarest in texts: the places of that one are looked at.
    rare: usize,
}

/// Letters of English from the one most often written to the rarest, by which fewer places are looked at. In another
/// language a search is as right, and a little slower.
const OFTEN: &[u8] = b"etaoinsrhldcumfpgwybvkxjqz";

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
            let both = (both - usize::from(parts)).max(1);
            let plain = folded.as_bytes()[..both].iter();
            let plain = plain.take_while(|letter| letter.is_ascii_alphabetic());
            let rank = |letter: &u8| OFTEN.iter().position(|it| it == letter);
            let rarest = plain.enumerate().max_by_key(|(_, letter)| rank(letter));
            words.push(Wanted {
                both,
                rare: rarest.map_or(0, |(place, _)| place),
                stem,
                word: folded,
            });
        });
        (!words.is_empty()).then_some(Self { words })
    }

    /// How well some texts fit; `None` where a word is in none of them. Quickest where those that weigh most come
    /// first: what could not be better than what was found is not looked at.
    pub(super) fn weigh(&self, search: &mut Search, texts: &[(u32, &str)]) -> Option<u32> {
        let mut sum = 0;
        for wanted in &self.words {
            let mut best = None;
            for (weight, text) in texts {
                if best < Some(weight + EXACT) {
                    let forms = best < Some(*weight);
                    let found = wanted.best_in(text, forms, search);
                    best = best.max(found.map(|found| weight + found.fits));
                }
            }
            sum += best?;
        }
        Some(sum)
    }

    /// Where its words stand in a text, each at its best place, in the order of the text.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut search = Search::new();
        let found = self.words.iter();
        let found = found.filter_map(|wanted| wanted.best_in(text, true, &mut search));
        let mut places: Vec<Range<usize>> = found
            .map(|found| found.at..found.at + word_at(text, found.at).len())
            .collect();
        places.sort_unstable_by_key(|place| place.start);
        places.dedup();
        places
    }

    /// A passage of an item that shows why it was found, where `line`, by which it is told, does not: of the texts with the
    /// most words that the line lacks, the one that weighs most.
    #[must_use]
    pub fn passage(&self, framework: &Framework, content: &Content, line: &str) -> Option<String> {
        let mut search = Search::new();
        let words = self.words.iter();
        let missing: Vec<&Wanted> = words
            .filter(|wanted| wanted.best_in(line, true, &mut search).is_none())
            .collect();
        if missing.is_empty() {
            return None;
        }
        let mut best: Option<(usize, u32, usize, &str)> = None;
        texts(framework, content, &mut |(weight, text)| {
            let places = missing.iter();
            let places = places.filter_map(|wanted| wanted.best_in(text, true, &mut search));
            let (number, first) = places.fold((0, text.len()), |(number, first), found| {
                (number + 1, first.min(found.at))
            });
            let is_better = best.is_none_or(|best| (number, weight) > (best.0, best.1));
            if number > 0 && is_better {
                best = Some((number, weight, first, text));
            }
        });
        best.map(|(_, _, at, text)| around(text, at))
    }
}

/// Characters of a passage before the word that was found.
const BEFORE: usize = 60;

/// Characters of a passage from that word on.
const FROM_THERE: usize = 120;

/// Some words before a place of a text and some after it, in one line; whatever was cut has an ellipsis.
fn around(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let start = before.char_indices().rev().take(BEFORE).last();
    let start = start.map_or(0, |(start, _)| start);
    // What the cut goes through is left out.
    let start = match start {
        0 => 0,
        cut => before[cut..]
            .find(char::is_whitespace)
            .map_or(at, |it| cut + it),
    };
    let end = after.char_indices().nth(FROM_THERE);
    let end = end.map_or(after.len(), |(cut, _)| {
        after[..cut].rfind(char::is_whitespace).unwrap_or(cut)
    });
    let shown: Vec<&str> = text[start..at + end].split_whitespace().collect();
    let (more_before, more_after) = (start > 0, end < after.len());
    format!(
        "{}{}{}",
        if more_before { "… " } else { "" },
        shown.join(" "),
        if more_after { " …" } else { "" }
    )
}

/// The best place of a word in a text.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// What it adds to the weight of the text.
    fits: u32,
    /// Where the word begins.
    at: usize,
}

/// The better of two; of equals the first.
fn better(one: Option<Found>, other: Option<Found>) -> Option<Found> {
    match (one, other) {
        (Some(a), Some(b)) if b.fits > a.fits => Some(b),
        (None, b) => b,
        (a, _) => a,
    }
}

impl Wanted {
    /// Its best place in a text; `None` where it is not there. Without `forms` only the word itself is looked for.
    fn best_in(&self, text: &str, forms: bool, search: &mut Search) -> Option<Found> {
        let bytes = text.as_bytes();
        // Where letters have accents, a place is not as many bytes after another as letters.
        let rare = if text.is_ascii() { self.rare } else { 0 };
        let letter = self.word.as_bytes()[rare];
        let mut best: Option<Found> = None;
        if letter.is_ascii() {
            let places = memchr2_iter(letter, letter.to_ascii_uppercase(), bytes);
            for at in places.filter_map(|at| at.checked_sub(rare)) {
                if self.may_be(&bytes[at..]) && begins_word(text, at) {
                    let forms = forms && best.is_none();
                    let fits = self.fits(word_at(text, at), forms, search);
                    best = better(best, fits.map(|fits| Found { fits, at }));
                    if best.is_some_and(|best| best.fits == EXACT) {
                        return best;
                    }
                }
            }
        }
        if !text.is_ascii() {
            // An accented letter may fold to any, and other scripts are read letter by letter.
            for (at, letter) in text.char_indices().filter(|(_, it)| !it.is_ascii()) {
                if is_of_a_word(letter) && begins_word(text, at) {
                    let forms = forms && best.is_none();
                    let fits = self.fits(word_at(text, at), forms, search);
                    best = better(best, fits.map(|fits| Found { fits, at }));
                }
            }
        }
        best
    }

    /// Whether what begins here may be a form of it: as far as both are plain letters, they are the same.
    fn may_be(&self, bytes: &[u8]) -> bool {
        let wanted = &self.word.as_bytes()[..self.both];
        let pairs = wanted.iter().zip(bytes).take_while(|(_, it)| it.is_ascii());
        let mut same = 0;
        for (wanted, it) in pairs {
            if *wanted != it.to_ascii_lowercase() {
                return false;
            }
            same += 1;
        }
        same == self.both || bytes.get(same).is_some_and(|it| !it.is_ascii())
    }

    /// What a word adds to the weight, if it fits.
    fn fits(&self, word: &str, forms: bool, search: &mut Search) -> Option<u32> {
        if word == self.word {
            return Some(EXACT);
        }
        let folded = &mut search.folded;
        folded.clear();
        fold_word(word, folded);
        let folded = folded.as_str();
        if folded == self.word {
            return Some(EXACT);
        }
        let begins = folded
            .as_bytes()
            .starts_with(&self.word.as_bytes()[..self.both]);
        let form = || search.stemmer.stem(folded) == self.stem;
        (forms && begins && (folded.starts_with(&self.word) || form())).then_some(0)
    }
}

/// Whether no letter and no digit stands before this place.
fn begins_word(text: &str, at: usize) -> bool {
    match at.checked_sub(1).map(|before| text.as_bytes()[before]) {
        None => true,
        Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        Some(_) => !text[..at].chars().next_back().is_some_and(is_of_a_word),
    }
}

/// The word that begins at this place.
fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest.find(|it: char| !is_of_a_word(it));
    &rest[..end.unwrap_or(rest.len())]
}

/// Letters and digits make words, and what shows nothing does not end them.
fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_silent(letter))
}

/// What a search needs while it goes on.
pub(super) struct Search {
    stemmer: Stemmer,
    folded: String,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            stemmer: stemmer(),
            folded: String::new(),
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
    let mut said = Vec::new();
    for (id, thread) in record.threads() {
        let revision = thread.last();
        let Some(content) = &revision.content else {
            continue;
        };
        said.clear();
        texts(framework, content, &mut |text| said.push(text));
        let weight = query.weigh(&mut search, &said);
        let is_seen = || revision.had_happened_by(day) && !record.is_hidden(id);
        let Some(weight) = weight.filter(|_| is_seen()) else {
            continue;
        };
        hits.push(Hit {
            id,
            revision,
            content,
            weight,
        });
    }
    hits.sort_by_cached_key(|hit| Reverse((hit.weight, hit.content.happened(), hit.revision.seq)));
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

/// Goes through the words of a text: each with its place, and folded.
pub(super) fn folded_words(text: &str, mut with: impl FnMut(Range<usize>, &str)) {
    let mut folded = String::new();
    let mut after = 0;
    each_word(text, |word| {
        // Nothing but what is of no word stands between two of them.
        let at = after + text[after..].find(word).unwrap_or_default();
        after = at + word.len();
        folded.clear();
        fold_word(word, &mut folded);
        if !folded.is_empty() {
            with(at..after, &folded);
        }
    });
}

pub(super) fn stemmer() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// Goes through the words of a text: what lies between anything that is neither letter nor digit.
fn each_word<'t>(text: &'t str, with: impl FnMut(&'t str)) {
    let words = text.split(|it: char| !is_of_a_word(it));
    words.filter(|word| !word.is_empty()).for_each(with);
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
        query.weigh(&mut Search::new(), texts)
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

    #[test]
    fn words_are_marked_where_they_stand_once_each() {
        let query = Query::parse("prices renew élan").unwrap();
        let text = "Elan, and the pricing of renewals";
        let places = query.places(text);
        let words: Vec<&str> = places.into_iter().map(|place| &text[place]).collect();
        assert_eq!(words, ["Elan", "pricing", "renewals"]);
        let twice = Query::parse("pricing prices").unwrap();
        assert_eq!(twice.places("New pricing"), vec![4..11]);
    }

    #[test]
    fn a_passage_is_cut_between_words_and_holds_the_word() {
        assert_eq!(around("Short  and\nplain", 11), "Short and plain");
        let long = format!("{}pricing {}", "before ".repeat(30), "after ".repeat(40));
        let shown = around(&long, 210);
        assert!(shown.starts_with("… before "), "{shown}");
        assert!(shown.contains(" pricing after "), "{shown}");
        assert!(shown.ends_with(" after …"), "{shown}");
        assert!(shown.chars().count() < 200, "{shown}");
        let one = "x".repeat(500);
        assert!(around(&one, 0).chars().count() < 200);
    }

    proptest! {
        #[test]
        fn a_passage_around_any_word_is_short_and_nothing_else(text in "\\PC{0,400}") {
            let mut at = 0;
            each_word(&text, |word| {
                at += text[at..].find(word).unwrap_or_default();
                let shown = around(&text, at);
                assert!(shown.chars().count() <= BEFORE + FROM_THERE + 4, "{shown}");
            });
        }

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
