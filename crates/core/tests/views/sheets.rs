//! The sheet that prepares a conversation: for whom, in which manner, and what is left out.

use serde_json::Map;
use windward_core::{
    framework::{RungId, SkillId},
    record::{
        Conversation, Counterpart, Destination, Evidence, FeedbackSort, Manner, Prepared, Promise,
        PromiseOwner, PromiseState, Relation, View,
    },
    views::{
        facts::Facts,
        talks::{
            partners::{With, partners},
            sheet::{Sheet, sheet},
        },
    },
};

use crate::{
    talks::{day, feedback, hash, ines, promise, talked, text, with},
    writer::{TODAY, Writer, product, rating},
};

#[test]
fn a_sheet_says_what_one_wants_in_either_manner_and_asks_for_one_thing() {
    let mut writer = Writer::default();
    writer
        .role("senior", "2022-03", "ongoing")
        .rate("business", 2, "2026-10-01")
        .put(rating("business", 1, "2026-10-02", View::Manager))
        .put(ines())
        .put(Destination {
            rung: Some(RungId::new("principal")),
            role: None,
            by: Some(day("2027-09")),
            why: None,
            on: day("2026-01-01"),
            framework: hash(),
            unknown: Map::new(),
        })
        .put(talked("2026-08-20"))
        .put(Evidence::line("Before", day("2026-08-01"), hash()))
        .put(Evidence::line("Since", day("2026-10-01"), hash()));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let direct = sheet(&facts, with(&facts), None);
    assert!(
        direct.aspiration.starts_with("I want to be Lead / Principal Product Manager by September 2027. What should I focus on now"),
        "{}",
        direct.aspiration
    );
    let happened: Vec<_> = direct
        .happened
        .iter()
        .map(|of| of.it.what.as_str())
        .collect();
    assert_eq!(happened, ["Since"]);
    assert_eq!(direct.gaps.len(), 2);
    let skills: Vec<_> = direct.gaps.iter().filter_map(|it| it.line.skill).collect();
    assert_eq!(skills.len(), 2, "skills can be asked about");
    let ask = &direct.asks[0];
    assert!(ask.play.works_on.iter().any(|it| it.skill == ask.skill.id));
    assert!(skills.iter().any(|it| it.id == ask.skill.id));
    assert_eq!(direct.ask.as_deref(), Some(ask.text.as_str()));
    assert!(!direct.question.is_empty());
    let exploratory = sheet(&facts, with(&facts), Some(Manner::Exploratory));
    assert!(
        exploratory
            .aspiration
            .starts_with("I am drawn to what Lead / Principal")
    );
    assert_ne!(exploratory.ask, direct.ask);
    for it in [&direct, &exploratory] {
        let all = it
            .questions
            .iter()
            .map(|it| &it.text)
            .chain([&it.aspiration]);
        assert!(all.clone().all(|it| !it.contains('!') && it.contains('?')));
    }
}

#[test]
fn a_sheet_says_which_promises_came_to_an_end_since_the_last_conversation() {
    let mut writer = Writer::default();
    let ended = |what: &str, state| Promise {
        state,
        ..promise(what, PromiseOwner::Mine, None)
    };
    let why = Some(text("The quarter was cut"));
    writer
        .put(ines())
        .put(talked("2026-10-01"))
        .put(ended(
            "Write the memo",
            PromiseState::broken(day("2026-11-01"), why),
        ))
        .put(ended("Told then", PromiseState::kept(day("2026-10-01"))));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = sheet(&facts, with(&facts), None);
    let over: Vec<&str> = it
        .promises
        .over
        .iter()
        .map(|of| of.it.what.as_str())
        .collect();
    assert_eq!(over, ["Write the memo"]);
    let state = &it.promises.over[0].it.state;
    assert_eq!(
        (state.label(), state.why()),
        ("broken", Some("The quarter was cut"))
    );
}

#[test]
fn a_sheet_for_whoever_does_not_decide_has_nothing_confidential_and_asks_for_no_backing() {
    let mut writer = Writer::default();
    writer
        .put(ines())
        .put(Counterpart::new("Ada", Relation::Mentor, day("2026-07-01")))
        .put(Destination {
            rung: Some(RungId::new("principal")),
            role: None,
            by: None,
            why: None,
            on: day("2026-01-01"),
            framework: hash(),
            unknown: Map::new(),
        })
        .put(Evidence {
            confidential: true,
            ..Evidence::line("Priced the joint offer", day("2026-11-10"), hash())
        })
        .put(Evidence::line("Ran the launch", day("2026-11-11"), hash()));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let all = partners(&facts);
    let told = |relation: Relation| {
        let of = all.iter().find(|it| it.of.it.relation == relation).unwrap();
        sheet(&facts, With::counterpart(&facts, of.of), None)
    };
    let (manager, mentor) = (told(Relation::Manager), told(Relation::Mentor));
    assert_eq!((manager.happened.len(), manager.left_out), (2, 0));
    assert_eq!((mentor.happened.len(), mentor.left_out), (1, 1));
    assert_eq!(mentor.happened[0].it.what, "Ran the launch");
    let asks = |it: &Sheet<'_>| it.ask.clone().expect("a play to ask for");
    assert!(asks(&manager).contains("Would you back that"));
    assert!(!asks(&mentor).contains("back"), "{}", asks(&mentor));
}

#[test]
fn what_was_worded_beforehand_stands_in_the_manner_it_was_worded_in() {
    let mut writer = Writer::default();
    writer.put(ines()).put(Conversation {
        held: false,
        planned: Some(day("2026-12-01")),
        prepared: Some(Prepared {
            manner: Some(Manner::Exploratory),
            aspiration: Some(text("In my own words.")),
            question: Some(text("Mine?")),
            ask: Some(text("An hour with finance.")),
            gaps: vec![SkillId::new("data")],
            ..Prepared::default()
        }),
        ..talked("2026-11-20")
    });
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = sheet(&facts, with(&facts), None);
    assert_eq!(it.manner, Manner::Exploratory);
    assert_eq!(
        (
            it.aspiration.as_str(),
            it.question.as_str(),
            it.ask.as_deref()
        ),
        ("In my own words.", "Mine?", Some("An hour with finance."))
    );
    let other = sheet(&facts, with(&facts), Some(Manner::Direct));
    assert_ne!(other.aspiration, "In my own words.");
    assert!(
        other.aspiration.starts_with("I want "),
        "{}",
        other.aspiration
    );
}

#[test]
fn vague_feedback_of_last_time_is_the_first_question() {
    let mut writer = Writer::default();
    writer.put(ines());
    let last = writer.add(talked("2026-09-01"));
    writer.put(feedback(
        "Be more strategic.",
        FeedbackSort::Criticism,
        "2026-09-01",
        Some(last),
    ));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = sheet(&facts, with(&facts), None);
    assert!(
        it.question
            .starts_with("You said ‘Be more strategic’. When you say ‘strategic’"),
        "{}",
        it.question
    );
}
