//! A posting taken apart into passages.

use super::{
    phrases::{ASIDE, ASKING, LEGAL},
    words::Lexicon,
};

/// Passages that are read; the longest postings have near a hundred.
pub const MOST_PASSAGES: usize = 300;

/// Characters up to which a line is one passage, whatever it says; of a longer one each sentence is one.
const ONE_PASSAGE: usize = 160;

/// Words of a heading, at most.
const HEADING: usize = 7;

/// A part of a posting that is read by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its words, without what marks an item of a list.
    pub words: String,
    /// What it is.
    pub sort: Sort,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// It may ask for something.
    Asks,
    /// It is a heading.
    Heading,
    /// It stands under a heading that tells of the employer, or says what the law asks for.
    Aside,
}

impl Passage {
    /// Whether it is read for what it asks.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.sort == Sort::Asks
    }
}

/// The passages of a text, and whether there were more than are read.
pub(super) fn passages(text: &str, lexicon: &Lexicon) -> (Vec<Passage>, bool) {
    let headings = |all: &[&str]| all.iter().map(|it| lexicon.stems(it)).collect::<Vec<_>>();
    let (aside, asking, legal) = (headings(ASIDE), headings(ASKING), headings(LEGAL));
    let mut passages = Vec::new();
    let mut sort = Sort::Asks;
    let text = text.replace("**", "");
    for line in text.lines().map(unmarked).filter(|it| !it.is_empty()) {
        if let Some(under) = heading(line, sort, &aside, &asking, lexicon) {
            sort = under;
            push(&mut passages, line, Sort::Heading);
        } else if line.chars().count() <= ONE_PASSAGE {
            push(&mut passages, line, under(line, sort, &legal, lexicon));
        } else {
            for sentence in sentences(line) {
                push(
                    &mut passages,
                    sentence,
                    under(sentence, sort, &legal, lexicon),
                );
            }
        }
        if passages.len() > MOST_PASSAGES {
            passages.truncate(MOST_PASSAGES);
            return (passages, true);
        }
    }
    (passages, false)
}

fn push(passages: &mut Vec<Passage>, words: &str, sort: Sort) {
    passages.push(Passage {
        words: words.to_owned(),
        sort,
    });
}

/// What a passage is that stands under a heading of a sort: what the law asks for asks for nothing.
fn under(words: &str, sort: Sort, legal: &[Vec<String>], lexicon: &Lexicon) -> Sort {
    let stems = lexicon.stems(words);
    let says = |known: &Vec<String>| stems.windows(known.len()).any(|it| it == known.as_slice());
    if legal.iter().any(says) {
        Sort::Aside
    } else {
        sort
    }
}

/// A line without the mark of a list or a heading before it.
fn unmarked(line: &str) -> &str {
    let line = line.trim();
    let marks = |it: char| {
        matches!(
            it,
            '-' | '*'
                | '•'
                | '·'
                | '–'
                | '—'
                | '▪'
                | '●'
                | '○'
                | '►'
                | '✓'
                | '✔'
                | '#'
                | '>'
        ) || it.is_whitespace()
    };
    let rest = line.trim_start_matches(marks);
    let digits = rest.trim_start_matches(|it: char| it.is_ascii_digit());
    let numbered = rest.len() - digits.len();
    let rest = match digits.strip_prefix(['.', ')']) {
        Some(after) if (1..=2).contains(&numbered) && after.starts_with(' ') => after,
        _ => rest,
    };
    rest.trim()
}

/// What the lines under a line are, if it is a heading; what they were before where it does not say.
fn heading(
    line: &str,
    before: Sort,
    aside: &[Vec<String>],
    asking: &[Vec<String>],
    lexicon: &Lexicon,
) -> Option<Sort> {
    let stems = lexicon.stems(line);
    if stems.is_empty() || stems.len() > HEADING || line.ends_with(['.', ';', ',']) {
        return None;
    }
    let is = |known: &Vec<String>| stems.starts_with(known) && stems.len() <= known.len() + 2;
    if aside.iter().any(is) {
        Some(Sort::Aside)
    } else if asking.iter().any(is) {
        Some(Sort::Asks)
    } else {
        line.ends_with([':', '?']).then_some(before)
    }
}

/// The sentences of a line, and the parts between semicolons.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = rest.char_indices().find(|(at, letter)| {
            let after = &rest[at + letter.len_utf8()..];
            let mut after = after.chars();
            let space = after.next().is_some_and(char::is_whitespace);
            match letter {
                ';' => space,
                '.' | '!' | '?' => space && after.next().is_some_and(|it| !it.is_lowercase()),
                _ => false,
            }
        });
        let (sentence, after) = match ends {
            Some((at, letter)) => rest.split_at(at + letter.len_utf8()),
            None => (rest, ""),
        };
        rest = after.trim_start();
        Some(sentence.trim().trim_end_matches(';'))
    })
}

#[cfg(test)]
mod tests {
    use super::{
        Sort::{Aside, Asks, Heading},
        *,
    };

    fn taken(text: &str) -> Vec<(String, Sort)> {
        let (passages, _) = passages(text, Lexicon::get());
        passages.into_iter().map(|it| (it.words, it.sort)).collect()
    }

    #[test]
    fn lines_lose_their_marks_and_long_ones_are_sentences() {
        let long = "You will own the roadmap of our ticketing product from the first idea to the launch. You will mentor two product managers; together you keep the backlog in order, e.g. by impact.";
        let text = format!("## What you will do\n\n• Set goals\n 2. **Lead** teams\n{long}");
        let words: Vec<String> = taken(&text).into_iter().map(|(it, _)| it).collect();
        assert_eq!(
            words,
            [
                "What you will do",
                "Set goals",
                "Lead teams",
                "You will own the roadmap of our ticketing product from the first idea to the launch.",
                "You will mentor two product managers",
                "together you keep the backlog in order, e.g. by impact."
            ]
        );
    }

    #[test]
    fn what_stands_under_a_heading_about_the_employer_asks_for_nothing() {
        let text =
            "About us\nWe ship data.\nRequirements:\nYou know data.\nWhat we offer\nA data budget.";
        let sorts: Vec<Sort> = taken(text).into_iter().map(|(_, it)| it).collect();
        assert_eq!(sorts, [Heading, Aside, Heading, Asks, Heading, Aside]);
    }

    #[test]
    fn what_the_law_asks_for_asks_for_nothing() {
        let text = "We are an Equal Opportunity Employer. We communicate openly.\nYou ship regardless of weather.";
        let sorts: Vec<Sort> = taken(text).into_iter().map(|(_, it)| it).collect();
        assert_eq!(sorts, [Aside, Asks]);
    }

    #[test]
    fn a_text_without_end_is_cut() {
        let (passages, cut) = passages(&"Own the roadmap\n".repeat(5_000), Lexicon::get());
        assert_eq!((passages.len(), cut), (MOST_PASSAGES, true));
    }
}
