//! Whether feedback can be acted on: three marks that anybody can check, and a question for the first that is missing.
//!
//! The rule, written for people in `docs/reference/feedback.md`:
//!
//! - Three marks are looked for: something one **did** (a verb of doing), a **situation** (when or where), and a
//!   **next step**. Praise needs no next step.
//! - With at least two of them it can be acted on, else it is vague. With a word that may mean many things
//!   (‘strategic’) it takes all three, unless the situation is named.
//! - A text that is not English cannot be told.
//!
//! The words were gathered by hand. It is a way to think of the question in time, not a measure of anybody.

mod words;

use self::words::{ADVISING, BEGINNING, DOING, ENGLISH, LOOSE, PLACED};
use crate::{
    record::{Feedback, FeedbackSort},
    views::search,
};

/// Words of one text that are read; what comes after is left out.
pub const MOST_WORDS: usize = 400;

/// How a text was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What was looked for, and the word that was found for it.
    pub marks: Vec<Mark>,
    /// A word that may mean many things.
    pub loose: Option<String>,
    /// What the rule says.
    pub verdict: Clarity,
    /// What the person says instead.
    pub overruled: Option<bool>,
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which.
    pub of: Sought,
    /// The word that speaks for it; `None` where there is none.
    pub found: Option<String>,
}

/// What is looked for in feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sought {
    /// Something one did.
    Behaviour,
    /// When or where.
    Situation,
    /// What to do next time.
    NextStep,
}

impl Sought {
    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Behaviour => "something you did",
            Self::Situation => "when or where",
            Self::NextStep => "what to do next time",
        }
    }

    const fn question(self, sort: FeedbackSort) -> &'static str {
        match (self, sort) {
            (Self::Behaviour, FeedbackSort::Praise) => {
                "What exactly did I do there that worked, so that I can do it again?"
            }
            (Self::Behaviour, _) => "What did you see or hear me do that makes you say so?",
            (Self::Situation, _) => "When was that? Can we take the last time it happened?",
            (Self::NextStep, _) => "What would you want to see me do next time instead?",
        }
    }
}

/// What the rule says of feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clarity {
    /// One can do something with it.
    Actionable,
    /// It needs a question.
    Vague,
    /// It is not in English, and the rule knows no other language.
    CannotTell,
}

impl Clarity {
    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Actionable => "can be acted on",
            Self::Vague => "vague",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Words in a text from which on it ought to have an English one.
const ENOUGH: usize = 4;

/// Reads feedback: its words, and what made them clearer.
#[must_use]
pub fn heard(it: &Feedback) -> Heard {
    let mut text = it.words.clone();
    if let Some(sharpened) = &it.sharpened {
        text.push_str(". ");
        text.push_str(sharpened);
    }
    let mut heard = read(&text, it.sort);
    heard.overruled = it.actionable;
    heard
}

/// Reads a text as feedback of a kind.
#[must_use]
pub fn read(text: &str, sort: FeedbackSort) -> Heard {
    let words: Vec<Word<'_>> = words(text);
    let found = |stems: &[&str]| {
        let word = words.iter().find(|it| stems.contains(&it.stem.as_str()));
        word.map(|it| it.text.to_owned())
    };
    let first = |wanted: &[&str]| {
        let begins = words
            .iter()
            .find(|it| it.first && wanted.contains(&it.text.to_lowercase().as_str()));
        begins.map(|it| it.text.to_owned())
    };
    let named = || {
        let name = words.iter().find(|it| it.named);
        name.map(|it| it.text.to_owned())
    };
    let situation = found(PLACED).or_else(named);
    // A sentence that begins with ‘Put’ says what to do, and not what somebody did: no word is read both ways.
    let is_order = |it: &Word<'_>| it.first && BEGINNING.contains(&it.text.to_lowercase().as_str());
    let did = words
        .iter()
        .find(|it| DOING.contains(&it.stem.as_str()) && !is_order(it));
    let behaviour = did.map(|it| it.text.to_owned());
    let next = found(ADVISING).or_else(|| first(BEGINNING));
    let loose = found(LOOSE);
    let english = words.len() < ENOUGH
        || words
            .iter()
            .any(|it| ENGLISH.contains(&it.text.to_lowercase().as_str()));
    let mut marks = vec![
        Mark {
            of: Sought::Behaviour,
            found: behaviour,
        },
        Mark {
            of: Sought::Situation,
            found: situation,
        },
    ];
    if sort != FeedbackSort::Praise {
        marks.push(Mark {
            of: Sought::NextStep,
            found: next,
        });
    }
    let there = marks.iter().filter(|it| it.found.is_some()).count();
    let placed = marks[1].found.is_some();
    let enough = if loose.is_some() && !placed { 3 } else { 2 };
    let verdict = if there >= enough {
        Clarity::Actionable
    } else if english {
        Clarity::Vague
    } else {
        Clarity::CannotTell
    };
    Heard {
        marks,
        loose,
        verdict,
        overruled: None,
    }
}

impl Heard {
    /// How it counts: as the person says, else as the rule does.
    #[must_use]
    pub const fn counts_as(&self) -> Clarity {
        match self.overruled {
            Some(true) => Clarity::Actionable,
            Some(false) => Clarity::Vague,
            None => self.verdict,
        }
    }

    /// A question that would make it usable; `None` where it can be acted on or nothing is missing.
    #[must_use]
    pub fn question(&self, sort: FeedbackSort) -> Option<String> {
        if self.counts_as() != Clarity::Vague {
            return None;
        }
        if let Some(loose) = &self.loose {
            let loose = loose.to_lowercase();
            return Some(format!(
                "When you say ‘{loose}’: what would you see me do that you do not see now?"
            ));
        }
        let missing = self.marks.iter().find(|it| it.found.is_none());
        missing.map(|it| it.of.question(sort).to_owned())
    }

    /// What was found and what was not, in a sentence.
    #[must_use]
    pub fn why(&self) -> String {
        if self.verdict == Clarity::CannotTell {
            return "The rule reads English only; say yourself whether you can do something with it."
                .to_owned();
        }
        let parts = self.marks.iter().map(|it| match &it.found {
            Some(word) => format!("{}: ‘{word}’", it.of.label()),
            None => format!("{}: not said", it.of.label()),
        });
        let mut parts: Vec<String> = parts.collect();
        if let Some(loose) = &self.loose {
            parts.push(format!("‘{loose}’ may mean many things"));
        }
        let mut said = parts.join("; ");
        if let Some(first) = said.get(..1) {
            let first = first.to_uppercase();
            said.replace_range(..1, &first);
        }
        said.push('.');
        said
    }
}

/// A word of a text.
struct Word<'t> {
    text: &'t str,
    stem: String,
    /// Whether a sentence begins with it.
    first: bool,
    /// Whether it is a name or a number inside of a sentence.
    named: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut first = true;
    let mut words = Vec::new();
    for piece in text.split_whitespace().take(MOST_WORDS) {
        let ends = piece.ends_with(['.', '!', '?', ':', ';']);
        let word = piece.trim_matches(|it: char| !it.is_alphanumeric());
        if word.is_empty() {
            first |= ends;
            continue;
        }
        let upper = word.chars().next().is_some_and(char::is_uppercase);
        let alone = word.chars().count() == 1;
        let number = word.starts_with(|it: char| it.is_ascii_digit());
        words.push(Word {
            text: word,
            stem: search::stems(word).into_iter().next().unwrap_or_default(),
            first,
            named: (upper
                && !first
                && !alone
                && !word.starts_with("I’")
                && !word.starts_with("I'"))
                || number,
        });
        first = ends;
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn verdict(text: &str) -> Clarity {
        read(text, FeedbackSort::Criticism).verdict
    }

    #[test]
    fn what_nobody_can_act_on_is_vague() {
        for text in [
            "Be more strategic.",
            "You need more executive presence",
            "You're doing all the right things, you just have to do them for longer",
            "Work on your communication.",
            "Step up to the next level.",
            "You could be more visible.",
            "Not senior enough yet.",
        ] {
            assert_eq!(
                verdict(text),
                Clarity::Vague,
                "{text}: {:?}",
                read(text, FeedbackSort::Criticism)
            );
        }
    }

    #[test]
    fn what_says_when_and_what_is_not() {
        for text in [
            "In the pricing review you answered before Tom had finished.",
            "Next time, send the memo a day before the board meeting.",
            "You interrupted Sofie twice on Tuesday.",
            "Ask finance for the figures before the roadmap review.",
            "Write the decision down after each call.",
        ] {
            assert_eq!(
                verdict(text),
                Clarity::Actionable,
                "{text}: {:?}",
                read(text, FeedbackSort::Criticism)
            );
        }
        let praise = |text| read(text, FeedbackSort::Praise).verdict;
        assert_eq!(praise("Great job!"), Clarity::Vague);
        assert_eq!(
            praise("The way you told the board about the price change was clear."),
            Clarity::Actionable
        );
    }

    #[test]
    fn a_question_asks_for_what_is_missing_and_for_nothing_else() {
        let read = |text| read(text, FeedbackSort::Criticism);
        let loose = read("Be more strategic.").question(FeedbackSort::Criticism);
        assert!(loose.unwrap().contains("‘strategic’"));
        let bare = read("It was not good.").question(FeedbackSort::Criticism);
        assert_eq!(
            bare.unwrap(),
            Sought::Behaviour.question(FeedbackSort::Criticism)
        );
        let clear = read("You interrupted Sofie on Tuesday.");
        assert_eq!(clear.question(FeedbackSort::Criticism), None);
        assert!(
            clear.why().contains("Something you did: ‘interrupted’"),
            "{}",
            clear.why()
        );
        assert!(
            clear.why().contains("What to do next time: not said")
                || clear.why().contains("what to do next time: not said")
        );
    }

    #[test]
    fn a_word_is_not_read_as_what_was_done_and_as_what_to_do() {
        let read = read("Put the risk first.", FeedbackSort::Advice);
        let found = |of| {
            let mark = read.marks.iter().find(|it| it.of == of);
            mark.and_then(|it| it.found.as_deref())
        };
        assert_eq!(found(Sought::NextStep), Some("Put"));
        assert_eq!(found(Sought::Behaviour), None);
        let told = super::read("You put the risk first.", FeedbackSort::Criticism);
        assert!(told.why().contains("Something you did: ‘put’"));
    }

    #[test]
    fn the_person_has_the_last_word() {
        let mut heard = read("Be more strategic.", FeedbackSort::Advice);
        heard.overruled = Some(true);
        assert_eq!(heard.counts_as(), Clarity::Actionable);
        assert_eq!(heard.question(FeedbackSort::Advice), None);
        let mut heard = read("You interrupted Sofie on Tuesday.", FeedbackSort::Advice);
        heard.overruled = Some(false);
        assert_eq!(heard.counts_as(), Clarity::Vague);
    }

    #[test]
    fn another_language_cannot_be_told() {
        assert_eq!(
            verdict("Du solltest strategischer denken und handeln"),
            Clarity::CannotTell
        );
        assert_eq!(
            read("Vous devriez parler plus souvent", FeedbackSort::Advice)
                .question(FeedbackSort::Advice),
            None
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall_over(text in "\\PC{0,200}") {
            let heard = read(&text, FeedbackSort::Advice);
            let _ = (heard.why(), heard.question(FeedbackSort::Advice));
        }
    }
}
