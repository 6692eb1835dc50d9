//! Questions that look back, one at a time. Each can be left, and an answer can become a hypothesis.

use crate::{
    record::{HypothesisAbout, LookBack},
    views::words::lower,
};

/// The longest answer that is put into the beginning of a hypothesis, in characters: a line.
const LINE: usize = 120;

/// A question, and what helps to answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionText {
    /// The question.
    pub asks: &'static str,
    /// A sentence beneath it.
    pub hint: &'static str,
    /// What a hypothesis that comes of the answer is about; none where none does.
    pub about: Option<HypothesisAbout>,
}

/// The words of a question.
#[must_use]
pub const fn text(question: LookBack) -> QuestionText {
    match question {
        LookBack::NotMine => QuestionText {
            asks: "What of it was not in your hands?",
            hint: "A budget, a merger, a decision made in another room. It is good to have it written down.",
            about: None,
        },
        LookBack::Held => QuestionText {
            asks: "What did you do well, all the same?",
            hint: "What you would do again in the same place.",
            about: None,
        },
        LookBack::Skills => QuestionText {
            asks: "Is there a skill that you want to build?",
            hint: "One is enough. There may be none.",
            about: Some(HypothesisAbout::Skill),
        },
        LookBack::Relationships => QuestionText {
            asks: "Is there somebody you want to be closer to?",
            hint: "Somebody who did not know your work, or whom you lost sight of.",
            about: Some(HypothesisAbout::Experience),
        },
        LookBack::Priorities => QuestionText {
            asks: "What do you want to put first from now on, and what last?",
            hint: "At work or outside it.",
            about: Some(HypothesisAbout::Energy),
        },
        LookBack::Next => QuestionText {
            asks: "What would you look for in the next role, and what would you leave?",
            hint: "The people, the problem, the pace, the size of the place.",
            about: Some(HypothesisAbout::Fit),
        },
    }
}

/// A line up to the end of its first sentence.
fn first_sentence(line: &str) -> &str {
    let end = [". ", "! ", "? "]
        .iter()
        .filter_map(|it| line.find(it))
        .min();
    end.map_or(line, |end| &line[..=end])
}

/// How a hypothesis begins that comes of an answer; it goes on after ‘I believe that’, and is the person’s to word.
#[must_use]
pub fn belief(question: LookBack, answer: &str) -> String {
    let line = answer.lines().next().unwrap_or_default().trim();
    let line = first_sentence(line).trim_end_matches('.');
    if line.chars().count() > LINE {
        return String::new();
    }
    let line = lower(line);
    match question {
        LookBack::Skills => format!("it would make a difference to be better at this: {line}"),
        LookBack::Relationships => format!("it would make a difference to be closer: {line}"),
        LookBack::Priorities => format!("I am better off like this: {line}"),
        LookBack::Next => format!("this suits me: {line}"),
        LookBack::NotMine | LookBack::Held => String::new(),
    }
}
