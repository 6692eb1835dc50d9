//! The words for a step: a small question, and thanks with what came of the answer.

use super::{Approaching, Circle, called};
use crate::{
    record::{Step, StepDraft, StepKind},
    views::facts::Facts,
};

/// Words beyond which a mail is long. A judgement: what is read on a phone without scrolling.
pub const LONG_WORDS: usize = 120;

/// A mail, as far as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its subject.
    pub subject: String,
    /// Its text. What stands in square brackets is for the person to fill in.
    pub text: String,
}

/// Three questions about an area that can be answered in two lines, for whoever has none yet.
#[must_use]
pub fn question_ideas(area: &str) -> [String; 3] {
    [
        format!("When you look at somebody’s {area}, what do you check first?"),
        format!("Which one thing about {area} would you have liked to know a few years earlier?"),
        format!("If I tried one thing about {area} this month, which should it be?"),
    ]
}

/// The mail for a step as it was kept, else a first version of it.
///
/// Only asking and thanking are done by mail; any other step has no words.
#[must_use]
pub fn draft(
    facts: &Facts<'_>,
    circle: Circle<'_>,
    approaching: &Approaching<'_>,
    step: StepKind,
) -> Option<Draft> {
    let kept = approaching.of.it.draft.as_ref();
    if let Some(StepDraft { subject, text, .. }) = kept.filter(|it| it.kind == step) {
        return Some(Draft {
            subject: subject.clone().unwrap_or_default(),
            text: text.clone(),
        });
    }
    match step {
        StepKind::Asked => Some(ask(facts, circle, approaching)),
        StepKind::Thanked => Some(thanks(facts, circle, approaching)),
        _ => None,
    }
}

/// ‘Hello Ines,’ and the name below: what every mail has.
fn letter(facts: &Facts<'_>, approaching: &Approaching<'_>, paragraphs: &[String]) -> String {
    let to = approaching.person.map_or("", |of| called(of.it));
    let name = facts.profile.and_then(|of| of.it.name.as_deref());
    let name = name.unwrap_or("[your name]");
    format!("Hello {to},\n\n{}\n\n{name}", paragraphs.join("\n\n"))
}

fn ask(facts: &Facts<'_>, circle: Circle<'_>, approaching: &Approaching<'_>) -> Draft {
    let person = approaching.of.it.person;
    let mut waiting = facts.board.questions.iter();
    let waiting = waiting.find(|of| of.it.waits() && circle.same(of.it.person, person));
    let question = waiting.map_or("[your question, in one sentence]", |of| of.it.ask.trim());
    let paragraphs = if approaching.answers == 0 {
        let noticed = note(&approaching.steps, StepKind::Noticed);
        let why = noticed.unwrap_or("[what it was that you noticed them for]");
        vec![
            format!("I still think about {}.", bare(why)),
            format!("It left me with one question, and two lines are plenty: {question}"),
            "If now is a bad time, leave it; that is quite all right.".to_owned(),
        ]
    } else {
        vec![
            "Your last answer was of real use to me.".to_owned(),
            format!("May I ask one more thing, as small as before? {question}"),
            "As before: two lines are plenty, and none is all right.".to_owned(),
        ]
    };
    Draft {
        subject: if approaching.answers == 0 {
            "One small question".to_owned()
        } else {
            "One more small question".to_owned()
        },
        text: letter(facts, approaching, &paragraphs),
    }
}

fn thanks(facts: &Facts<'_>, circle: Circle<'_>, approaching: &Approaching<'_>) -> Draft {
    let person = approaching.of.it.person;
    let mut lessons = facts.board.lessons.iter().rev();
    let lesson = lessons.find(|of| circle.same(of.it.person, person));
    let answered = note(&approaching.steps, StepKind::Answered);
    let told = lesson.map(|of| of.it.learned.as_str()).or(answered);
    let told = told.unwrap_or("[what they told you]");
    let came = lesson.and_then(|of| of.it.outcome.as_deref());
    let came = came.unwrap_or("[what you did with it, and what came of it]");
    let mut gifts = facts.board.gifts.iter();
    let gift = gifts.find(|of| of.it.waits() && circle.same(of.it.person, person));
    let mut paragraphs = vec![
        format!("You told me: {}", ended(told)),
        format!("I want you to know what came of it: {}", ended(came)),
        "Thank you. It helped.".to_owned(),
    ];
    paragraphs.extend(gift.map(|of| {
        format!(
            "Something in return, in case it is of use: {}",
            ended(&of.it.what)
        )
    }));
    Draft {
        subject: "What came of your answer".to_owned(),
        text: letter(facts, approaching, &paragraphs),
    }
}

/// What was last noted with a step of a kind.
fn note<'a>(steps: &[&'a Step], kind: StepKind) -> Option<&'a str> {
    let mut of_kind = steps.iter().rev().filter(|step| step.kind == kind);
    of_kind.find_map(|step| step.note.as_deref())
}

/// A text for the middle of a sentence: without the full stop at its end.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// A text as a sentence of its own.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…', ']']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Something about a mail that makes it harder to answer. It is said, and sending it is the person's own affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Something in square brackets is still to be filled in.
    Unfinished,
    /// It speaks of mentoring before there is a habit.
    Mentor,
    /// It asks for time rather than for an answer.
    Time(&'static str),
    /// It asks nothing.
    NoQuestion,
    /// It asks several things.
    Several(usize),
    /// More than [`LONG_WORDS`].
    Long(usize),
}

impl Doubt {
    /// What it is and what would help, in a sentence or two.
    #[must_use]
    pub fn says(self) -> String {
        match self {
            Self::Unfinished => "Something in square brackets still waits for your words.".to_owned(),
            Self::Mentor => "It speaks of mentoring. That is a large word for a small question; leave it out, and let it come by itself or not at all.".to_owned(),
            Self::Time(word) => format!("It asks for time (‘{word}’). A question that two lines can answer costs them a minute."),
            Self::NoQuestion => "There is no question in it.".to_owned(),
            Self::Several(questions) => format!("There are {questions} questions in it. One is answered; of several, none."),
            Self::Long(words) => format!("It has {words} words; up to {LONG_WORDS} are read on a phone at once."),
        }
    }
}

/// What asks for somebody's time.
const TIME: [&str; 9] = [
    "coffee",
    "a call",
    "quick chat",
    "catch up",
    "pick your brain",
    "hop on",
    "30 minutes",
    "half an hour",
    "meet up",
];

/// What makes a mail harder to answer. Thanks ask nothing, so they are only looked at for what is unfinished, for
/// large words and for their length.
#[must_use]
pub fn doubts(step: StepKind, text: &str) -> Vec<Doubt> {
    let lower = text.to_lowercase();
    let mut doubts = Vec::new();
    if text.contains('[') && text.contains(']') {
        doubts.push(Doubt::Unfinished);
    }
    if lower.contains("mentor") {
        doubts.push(Doubt::Mentor);
    }
    if step == StepKind::Asked {
        let time = TIME.into_iter().find(|word| lower.contains(word));
        doubts.extend(time.map(Doubt::Time));
        match text.matches('?').count() {
            0 if !doubts.contains(&Doubt::Unfinished) => doubts.push(Doubt::NoQuestion),
            0 | 1 => {}
            // ‘May I ask one more thing?’ is a courtesy, and no question.
            2 if lower.contains("may i ask") => {}
            several => doubts.push(Doubt::Several(several)),
        }
    }
    let words = text.split_whitespace().count();
    if words > LONG_WORDS {
        doubts.push(Doubt::Long(words));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_is_hard_to_answer_is_told_why() {
        let of = |text: &str| doubts(StepKind::Asked, text);
        assert_eq!(of("Which fence did you try first?"), []);
        assert_eq!(
            of("Will you be my Mentor?"),
            [Doubt::Mentor],
            "in any spelling"
        );
        assert_eq!(of("May we have a coffee?"), [Doubt::Time("coffee")]);
        assert_eq!(of("I like fences."), [Doubt::NoQuestion]);
        assert_eq!(of("Why? And how? And when?"), [Doubt::Several(3)]);
        assert_eq!(of("[your question]"), [Doubt::Unfinished]);
        let long = "word ".repeat(LONG_WORDS + 1);
        assert_eq!(of(&format!("Why? {long}")), [Doubt::Long(LONG_WORDS + 2)]);
        assert_eq!(doubts(StepKind::Thanked, "Thank you."), []);
    }
}
