//! Small things to do after a setback, each with a first step and a day. As many as the person wants, and none is fine.

use crate::{
    record::{LookBack, SetbackKind},
    views::{facts::Facts, setback::Story, words::lower},
};

/// Something small to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What it is known by.
    pub key: &'static str,
    /// What to do.
    pub what: String,
    /// The first step, which takes minutes.
    pub first_step: &'static str,
    /// In how many days it is proposed.
    pub days: i64,
    /// The page on which it is done, if it is one of Windward’s.
    pub place: Option<&'static str>,
}

/// What fits a setback and was not taken yet.
#[must_use]
pub fn acts(facts: &Facts<'_>, story: &Story<'_>) -> Vec<Act> {
    let kind = story.of.it.kind;
    let mut all = Vec::new();
    match kind {
        SetbackKind::PassedOver => {
            all.push(Act {
                key: "ask",
                what: "Ask what would have made the difference".to_owned(),
                first_step: "Write the question down in one sentence.",
                days: 7,
                place: Some("/conversations/prepare"),
            });
            all.push(Act {
                key: "case",
                what: "Look at the case again, with what was said".to_owned(),
                first_step: "Mark the one line that was doubted.",
                days: 14,
                place: Some("/cases"),
            });
        }
        SetbackKind::PoorReview => all.push(Act {
            key: "example",
            what: "Ask for one example".to_owned(),
            first_step: "Choose the sentence of the review that you understand least.",
            days: 7,
            place: Some("/conversations/prepare"),
        }),
        SetbackKind::FailedLaunch => {
            all.push(Act {
                key: "thank",
                what: "Thank those who worked on it".to_owned(),
                first_step: "One name, and one thing they did.",
                days: 3,
                place: None,
            });
            all.push(Act {
                key: "page",
                what: "Write down on one page what it taught".to_owned(),
                first_step: "What did we believe, and what was so?",
                days: 14,
                place: Some("/evidence"),
            });
        }
        SetbackKind::TeamDissolved => all.push(Act {
            key: "team",
            what: "Ask the others where they go".to_owned(),
            first_step: "Write to one of them.",
            days: 7,
            place: Some("/people"),
        }),
        SetbackKind::LaidOff | SetbackKind::Other => {}
    }
    if kind != SetbackKind::FailedLaunch {
        all.push(Act {
            key: "resume",
            what: "Bring the résumé up to date".to_owned(),
            first_step: "Open it and change one line.",
            days: 7,
            place: Some("/resume"),
        });
    }
    all.push(Act {
        key: "write",
        what: "Write to somebody I have not spoken to for a while".to_owned(),
        first_step: "Choose one name.",
        days: 4,
        place: Some("/people"),
    });
    if kind.is_leaving() || kind.was_judged() {
        all.push(Act {
            key: "roles",
            what: "Look at three roles, without applying".to_owned(),
            first_step: "Read one posting, and note what draws you and what does not.",
            days: 10,
            place: Some("/opportunities"),
        });
    }
    all.push(learn(facts, story));
    let taken = |act: &Act| story.acts.iter().any(|of| of.it.what == act.what);
    all.retain(|act| !taken(act));
    all
}

/// Something to learn: what one wrote oneself, else a skill in focus, else anything.
fn learn(facts: &Facts<'_>, story: &Story<'_>) -> Act {
    let own = story.reflections.iter().rev();
    let own = own.filter(|of| of.it.question == LookBack::Skills);
    let own = own.filter_map(|of| of.it.answer.lines().next());
    let own = own.map(|line| line.trim().trim_end_matches('.'));
    let mut own = own.filter(|line| !line.is_empty() && line.chars().count() <= 80);
    let focus = || {
        let skill = *crate::views::today::focus(facts).first()?;
        Some(skill.name.as_str())
    };
    let what = match own.next().or_else(focus) {
        Some(what) => format!("Spend half an hour learning: {}", lower(what)),
        None => "Spend half an hour learning something".to_owned(),
    };
    Act {
        key: "learn",
        what,
        first_step: "Put the half hour into the calendar.",
        days: 7,
        place: None,
    }
}
