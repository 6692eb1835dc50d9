//! What happened to Noor two years ago, and what came of it: a lead that went to somebody from outside.

use serde_json::Map;

use super::{Sample, people::People, text};
use crate::record::{
    Action, LookBack, Quiet, Reflection, Reframe, Setback, SetbackKind, SetbackNote, StayGo,
    StayOrGo, Support, SupportKind,
};

/// Adds it all.
pub(super) fn add(sample: &mut Sample<'_>, people: &People) {
    let decided = sample.day(700);
    let setback = Setback {
        what: text(
            "The lead for pricing and packaging went to somebody from outside.\nI heard it in the team meeting, a minute before Petra had wanted to tell me.",
        ),
        said: text("‘We needed somebody who has owned a P&L.’"),
        meant: text("Nobody doubted the work. They had never seen me talk about money."),
        ask: text("Which decision of mine would you have wanted to see a figure behind?"),
        decide_on: Some(sample.day(702)),
        decided: Some(StayOrGo {
            choice: StayGo::Stay,
            why: text(
                "The pricing strategy is still to be written, and I want to be the one who writes it.",
            ),
            on: decided,
            unknown: Map::new(),
        }),
        ..Setback::new(SetbackKind::PassedOver, sample.day(762))
    };
    let setback = sample.act.add(setback);
    let (on, until) = (sample.day(761), sample.day(743));
    sample.act.add(Quiet {
        until,
        why: None,
        setback: Some(setback),
        on,
        unknown: Map::new(),
    });
    sample.act.add(SetbackNote {
        setback,
        words: "I was angry for two days and tired for a week. Both are gone, and I notice that I still like the work."
            .to_owned(),
        on: sample.day(752),
        unknown: Map::new(),
    });
    for (contact, whom, kind, days_ago, answer) in [
        (
            None,
            "My sister",
            SupportKind::Company,
            760,
            "She let me knead dough for a whole Saturday.",
        ),
        (
            Some(people.marit),
            "Marit Solberg",
            SupportKind::Counsel,
            751,
            "‘Do not argue with the decision. Ask what they could not see.’",
        ),
    ] {
        let on = sample.day(days_ago);
        sample.act.add(Support {
            setback,
            contact,
            whom: text(whom),
            kind,
            words: None,
            told: Some(on),
            answer: text(answer),
            on,
            unknown: Map::new(),
        });
    }
    for (question, answer) in [
        (
            LookBack::NotMine,
            "The job was written for somebody with a P&L before I knew that it existed.",
        ),
        (
            LookBack::Skills,
            "Finance, to the point where I ask before finance does.",
        ),
    ] {
        sample.act.add(Reflection {
            setback,
            question,
            answer: answer.to_owned(),
            hypothesis: None,
            on: sample.day(741),
            unknown: Map::new(),
        });
    }
    sample.act.add(Reframe {
        setback,
        told_myself: "They do not think that I can lead.".to_owned(),
        tell_a_friend: text(
            "They chose for one thing that you have not shown yet. That can be shown.",
        ),
        learned: text("What nobody sees does not count in the room, however good it is."),
        on: sample.day(740),
        unknown: Map::new(),
    });
    sample.act.add(Action {
        whom: text("Petra Lindqvist"),
        due: Some(sample.day(730)),
        setback: Some(setback),
        done: Some(sample.day(731)),
        outcome: text("She could not name one. She asked me to bring the next price change with its margin, and I did."),
        ..Action::new(
            "Ask Petra which decision wanted a figure",
            sample.day(741),
            sample.framework,
        )
    });
    sample.act.add(Action {
        due: Some(sample.day(720)),
        setback: Some(setback),
        done: Some(sample.day(722)),
        outcome: text("Found the evening course in finance."),
        ..Action::new(
            "Spend half an hour learning: finance",
            sample.day(741),
            sample.framework,
        )
    });
}
