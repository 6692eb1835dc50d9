//! Short notes to people, to begin with. They are in the person’s own voice, ask for one thing at most, and blame
//! nobody: a note that is sent on a bad day should still be right on a good one.

use crate::record::{Setback, SetbackKind, SupportKind};

/// A few lines for somebody: `name` as one calls them, `employer` where it happened.
#[must_use]
pub fn draft(it: &Setback, kind: SupportKind, name: &str, employer: Option<&str>) -> String {
    let happened = happened(it.kind, employer);
    let (middle, end) = match kind {
        SupportKind::Company => (
            "I do not need advice yet, only company.",
            "Do you have time this week, for a walk or a call?",
        ),
        SupportKind::Counsel => (
            counsel(it.kind),
            "Could we talk for twenty minutes in the next weeks? There is no hurry.",
        ),
        SupportKind::Tell => (
            "I wanted you to hear it from me.",
            if it.kind.is_leaving() {
                "It was good to work with you, and I would like to stay in touch. You reach me at [my own address]."
            } else {
                "[I am all right, and] I will tell you more when I know more."
            },
        ),
        SupportKind::Reference => (
            "I am writing down what I did there while I remember it, and you saw some of it: [what they saw].",
            "If somebody asks you one day, would you say a few words about it? A yes is enough for now, and a no is fine too.",
        ),
    };
    format!("Hi {name},\n\n{happened} {middle}\n\n{end}\n\n[me]\n")
}

/// What happened, in the first sentence.
fn happened(kind: SetbackKind, employer: Option<&str>) -> String {
    let at = employer.map_or_else(String::new, |name| format!(" at {name}"));
    match kind {
        SetbackKind::LaidOff => format!("My job{at} has ended; I was laid off."),
        SetbackKind::PassedOver => "The promotion that I had asked for went elsewhere.".to_owned(),
        SetbackKind::PoorReview => "I had a review that was harder than I expected.".to_owned(),
        SetbackKind::FailedLaunch => {
            "Something that I had worked on for a long time did not work out.".to_owned()
        }
        SetbackKind::TeamDissolved => format!("My team{at} is being dissolved."),
        SetbackKind::Other => "[What happened, in a sentence.]".to_owned(),
    }
}

const fn counsel(kind: SetbackKind) -> &'static str {
    match kind {
        SetbackKind::LaidOff | SetbackKind::TeamDissolved => {
            "I am taking it slowly, and I would like your view on one thing: what you would do first in my place."
        }
        SetbackKind::PassedOver | SetbackKind::PoorReview => {
            "Before I do anything I would like to understand it. You know me [, and you were not in the room]; I would like to hear what you would ask in my place."
        }
        SetbackKind::FailedLaunch => {
            "I would like to learn the right thing from it, and to hear what you would look at first."
        }
        SetbackKind::Other => "I would like your view on one thing: [your question].",
    }
}
