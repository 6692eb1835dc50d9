//! How one skill stands and was seen: in words, beside its anchors, and by whom.

use std::fmt::Write as _;

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::{Framework, Proficiency, Rung},
    record::View,
    views::{
        facts::Facts,
        standing::{Basis, Line, Said, Seen},
    },
};

use super::sheet::Question;
use crate::{components::hand, text::Text, words::near};

/// Where a skill stands, in words: ‘solid, assumed; Principal PM asks leading’.
pub(in crate::pages) fn said(
    framework: &Framework,
    question: &Question<'_>,
    next: Option<&Rung>,
) -> String {
    let mut says = question
        .now()
        .map_or("not looked at yet", |now| framework.word(now))
        .to_owned();
    if question.is_assumed() {
        says.push_str(", assumed");
    } else if let Some(Line {
        basis: Basis::Evidence(_),
        ..
    }) = question.line
    {
        says.push_str(", shown by evidence");
    }
    if let (Some(asked), Some(next)) = (question.asked, next) {
        // Writing to a text cannot fail.
        let _ = write!(says, "; {} asks {}", next.short, framework.word(asked));
    }
    says
}

/// The five anchors, with where one is and what is asked marked.
pub(in crate::pages) fn anchors(framework: &Framework, question: &Question<'_>) -> Markup {
    html! {
        ol.anchors {
            @for step in Proficiency::ALL {
                @let now = question.now() == Some(step);
                @let asked = question.asked == Some(step);
                li class=[class(now, asked)] {
                    strong { (framework.word(step)) }
                    @if now { " " span.tag.course { (if question.is_assumed() { "you, assumed" } else { "you" }) } }
                    @if asked { " " span.tag.ahead { "asked" } }
                    br;
                    (Text(question.skill.anchor(step)))
                }
            }
        }
    }
}

pub(in crate::pages) const fn class(now: bool, asked: bool) -> Option<&'static str> {
    match (now, asked) {
        (true, true) => Some("now asked"),
        (true, false) => Some("now"),
        (false, true) => Some("asked"),
        (false, false) => None,
    }
}

/// What others think, beside one's own view. What was noted and what was given never look alike.
pub(in crate::pages) fn views(
    facts: &Facts<'_>,
    own: Option<(&str, PartialDate)>,
    seen: &[Seen<'_>],
) -> Markup {
    let framework = facts.framework;
    html! {
        ul.views {
            @if let Some((says, on)) = own {
                li.own { span.soft { "You" } strong { (says) } span.soft { (near(on, facts.day)) } }
            }
            @for it in seen {
                li class=(if it.hand.is_theirs() { "given" } else { "noted" }) {
                    span.soft { (whose(it.view, it.by)) }
                    strong {
                        @match it.said {
                            Said::Proficiency(said) => (framework.word(said)),
                            Said::State(said) => (said.label()),
                        }
                    }
                    span.soft {
                        (hand(it.hand))
                        " " (near(it.on, facts.day))
                    }
                }
            }
        }
    }
}

pub(in crate::pages) fn whose(view: View, by: Option<&str>) -> String {
    let who = match view {
        View::Own => return "You".to_owned(),
        View::Manager => "Your manager",
        View::Peer => "A peer",
    };
    by.map_or_else(|| who.to_owned(), |name| format!("{who}, {name}"))
}
