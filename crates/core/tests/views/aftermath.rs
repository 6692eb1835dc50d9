//! After a setback: people to turn to, what is open where one leaves, what stays and what is said.

use jiff::Timestamp;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::RungId,
    id::{CountedIds, ItemId},
    record::{
        Act, Action, Ally, AllyPlace, AskedAbout, Case, CaseDecider, CaseDecision, CaseOutcome,
        Contact, Counterpart, Evidence, Experiment, ExperimentKind, Knows, LookBack, Moment,
        MomentKind, Of, Opportunity, OpportunityPlace, Praise, Promise, PromiseOwner, Reflection,
        Relation, Role, RoleEnd, Seat, Setback, SetbackKind, Support, SupportKind,
    },
    views::{
        board::Circle,
        course::course,
        due::Matter,
        facts::Facts,
        people::Directory,
        setback::{
            acts, belief, draft, leaving, let_go, open_ends, praise, setbacks, story, suggested,
        },
        today::today,
    },
};

use crate::{
    setback::{action, day, slow},
    writer::{TODAY, Writer, product},
};

/// A layoff from Tidepool, with people around it.
fn laid_off() -> (Writer, ItemId) {
    let mut writer = Writer::default();
    let role = writer.add(Role {
        title: "Senior Product Manager".to_owned(),
        organisation: Some("Tidepool Ltd".to_owned()),
        from: Some(day("2023-01")),
        to: RoleEnd::Ongoing,
        ..Role::default()
    });
    let setback = writer.add(Setback {
        role: Some(role),
        ..Setback::new(SetbackKind::LaidOff, day("2026-11-20"))
    });
    (writer, setback)
}

fn somebody(name: &str, organisation: &str, tags: &[&str]) -> Contact {
    Contact {
        organisation: (!organisation.is_empty()).then(|| organisation.to_owned()),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Contact::named(name)
    }
}

fn names(writer: &Writer, setback: ItemId, kind: SupportKind) -> Vec<String> {
    let (record, framework) = (writer.record(), product());
    let directory = Directory::of(&record, TODAY);
    let facts = Facts::of(&record, &framework, TODAY);
    let circle = Circle::of(&record, &directory);
    let of = facts.setbacks.get(setback).expect("the setback");
    suggested(&facts, circle, of, kind)
        .iter()
        .map(|it| it.contact.it.name.clone())
        .collect()
}

#[test]
fn friends_and_family_come_first_and_nobody_is_proposed_twice() {
    let (mut writer, setback) = laid_off();
    let sister = writer.add(somebody("Leila", "", &["Family"]));
    writer.put(somebody("Sam", "Tidepool", &["colleague"]));
    let ines = writer.add(somebody("Ines Duarte", "Tidepool", &[]));
    let ana = writer.add(somebody("Ana Reis", "Lumen", &[]));
    writer.put(Moment {
        of: ana,
        kind: MomentKind::HardTime,
        what: "Laid off from Lumen".to_owned(),
        on: day("2025-02-01"),
        answered: Some(day("2025-02-03")),
        unknown: Map::new(),
    });
    writer.put(Seat {
        person: Some(ines),
        ..Seat::new("Finance", day("2026-01-01"), product().hash)
    });
    writer.put(Praise {
        words: "Clear as glass".to_owned(),
        from: Some("ines duarte".to_owned()),
        on: Some(day("2026-10-01")),
        ..Praise::default()
    });
    writer.put(Ally {
        contact: Some(ana),
        whom: None,
        place: AllyPlace::Other,
        knows: Knows::WouldSpeak,
        because: None,
        update: None,
        step: None,
        ended: None,
        on: day("2026-02-01"),
        unknown: Map::new(),
    });
    let company = names(&writer, setback, SupportKind::Company);
    assert_eq!(company, ["Leila"]);
    let counsel = names(&writer, setback, SupportKind::Counsel);
    assert_eq!(counsel, ["Ana Reis", "Ines Duarte"]);
    let references = names(&writer, setback, SupportKind::Reference);
    assert_eq!(references, ["Ana Reis", "Ines Duarte"]);
    writer.put(Support {
        setback,
        contact: Some(sister),
        whom: Some("Leila".to_owned()),
        kind: SupportKind::Company,
        words: None,
        told: None,
        answer: None,
        on: day("2026-11-21"),
        unknown: Map::new(),
    });
    assert!(names(&writer, setback, SupportKind::Company).is_empty());
}

#[test]
fn leaving_lists_what_is_confidential_and_the_promises_of_those_who_stay() {
    let (mut writer, setback) = laid_off();
    let framework = product();
    let ines = writer.add(somebody("Ines Duarte", "tidepool", &[]));
    let ana = writer.add(somebody("Ana Reis", "Lumen", &[]));
    writer.put(Counterpart::new(
        "Petra Lindqvist",
        Relation::Manager,
        day("2023-02-01"),
    ));
    for (contact, whom) in [
        (Some(ines), "Ines"),
        (Some(ana), "Ana"),
        (None, "Petra Lindqvist"),
        (None, "Somebody else"),
    ] {
        writer.put(Promise {
            contact,
            whom: Some(whom.to_owned()),
            ..Promise::new(format!("For {whom}"), PromiseOwner::Mine, day("2026-10-01"))
        });
    }
    let secret = |what: &str, on: &str| Evidence {
        confidential: true,
        ..Evidence::line(what, day(on), framework.hash)
    };
    writer.put(secret("The job before", "2021-05-01"));
    let figures = writer.add(secret("The figures", "2025-05-01"));
    writer.put(Evidence::line(
        "In the open",
        day("2025-06-01"),
        framework.hash,
    ));
    let role = writer.record().all::<Role>().next().expect("the role").id;
    writer.again(
        setback,
        Setback {
            role: Some(role),
            asked: vec![AskedAbout {
                evidence: figures,
                note: "The works council answers in writing.".to_owned(),
                unknown: Map::new(),
            }],
            ..Setback::new(SetbackKind::LaidOff, day("2026-11-20"))
        },
    );
    let record = writer.record();
    let directory = Directory::of(&record, TODAY);
    let facts = Facts::of(&record, &framework, TODAY);
    let of = facts.setbacks.get(setback).expect("the setback");
    let it = leaving(&facts, Circle::of(&record, &directory), of);
    let promises: Vec<&str> = it
        .ends
        .promises
        .iter()
        .map(|of| of.it.what.as_str())
        .collect();
    assert_eq!(promises, ["For Ines", "For Petra Lindqvist"]);
    let [(evidence, asked)] = it.confidential[..] else {
        panic!("{:?}", it.confidential);
    };
    assert_eq!(evidence.it.what, "The figures");
    assert!(asked.expect("a note").note.starts_with("The works council"));
    assert_eq!(it.employer, Some("Tidepool Ltd"));
}

#[test]
fn small_things_are_proposed_once_and_learning_is_what_one_wrote() {
    let (mut writer, setback) = laid_off();
    let framework = product();
    let keys = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let story = story(&facts, facts.setbacks.get(setback).expect("it"));
        let acts = acts(&facts, &story);
        (
            acts.iter().map(|it| it.key).collect::<Vec<_>>(),
            acts.last().expect("one").what.clone(),
        )
    };
    assert_eq!(
        keys(&writer),
        (
            vec!["resume", "write", "roles", "learn"],
            "Spend half an hour learning something".to_owned()
        )
    );
    writer.put(Reflection {
        setback,
        question: LookBack::Skills,
        answer: "Finance.\nAnd more".to_owned(),
        hypothesis: None,
        on: day("2026-11-21"),
        unknown: Map::new(),
    });
    assert_eq!(keys(&writer).1, "Spend half an hour learning: finance");
    writer.put(Action {
        setback: Some(setback),
        ..action("Bring the résumé up to date", Some("2026-12-01"))
    });
    assert_eq!(keys(&writer).0, ["write", "roles", "learn"]);
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    assert_eq!(setbacks(&facts)[0].acts.len(), 1);
    assert_eq!(setbacks(&facts)[0].title, "Laid off, Tidepool Ltd");
}

#[test]
fn whoever_did_it_or_decided_it_is_not_to_be_told() {
    let (mut writer, setback) = laid_off();
    let (petra, ines) = (
        writer.add(somebody("Petra Lindqvist", "Tidepool", &[])),
        writer.add(somebody("Ines Duarte", "Tidepool", &[])),
    );
    let jonas = writer.add(somebody("Jonas Weber", "Tidepool", &[]));
    let case = writer.add(Case {
        deciders: vec![decider(ines)],
        ..Case::new(RungId::new("principal"), day("2026-05-01"), product().hash)
    });
    for from in ["Petra Lindqvist", "Ines Duarte", "Jonas Weber"] {
        writer.put(Praise {
            words: "Clear as glass".to_owned(),
            from: Some(from.to_owned()),
            ..Praise::default()
        });
    }
    let mut manager = Counterpart::new("Petra", Relation::Manager, day("2023-02-01"));
    manager.contact = Some(petra);
    writer.put(manager);
    let passed_over = writer.add(Setback {
        case: Some(case),
        ..Setback::new(SetbackKind::PassedOver, day("2026-11-20"))
    });
    assert_eq!(
        names(&writer, passed_over, SupportKind::Tell),
        ["Jonas Weber"]
    );
    // The layoff answers no case, and the manager knows of it all the same.
    let told = names(&writer, setback, SupportKind::Tell);
    assert_eq!(told, ["Jonas Weber", "Ines Duarte"]);
    let vouch = names(&writer, setback, SupportKind::Reference);
    assert!(vouch.contains(&"Petra Lindqvist".to_owned()), "{vouch:?}");
    assert!(writer.record().get::<Contact>(jonas).is_some());
}

fn decider(contact: ItemId) -> CaseDecider {
    CaseDecider {
        contact: Some(contact),
        whom: None,
        say: None,
        by: None,
        said: None,
        unknown: Map::new(),
    }
}

#[test]
fn what_was_dated_for_a_decider_or_an_experiment_stays() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("senior", "2023-01-01", "ongoing");
    let ines = writer.add(somebody("Ines Duarte", "Tidepool", &[]));
    let say = CaseDecider {
        say: Some("One story".to_owned()),
        by: Some(day("2026-11-23")),
        ..decider(ines)
    };
    writer.put(Case {
        deciders: vec![say],
        ..Case::new(RungId::new("principal"), day("2026-10-01"), framework.hash)
    });
    let mut experiment = Experiment::new(
        "Shadow sales",
        ExperimentKind::Learn,
        day("2026-10-01"),
        framework.hash,
    );
    experiment.from = Some(day("2026-10-01"));
    experiment.to = Some(day("2026-11-20"));
    writer.put(experiment);
    let setback = writer.add(Setback::new(SetbackKind::PassedOver, day("2026-11-20")));
    writer.put(slow(setback, "2026-11-20", "2026-12-20"));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let view = today(&facts);
    let asks: Vec<Matter> = view.now().iter().map(|due| due.id.matter).collect();
    assert_eq!(asks, [Matter::Decide, Matter::CaseSay]);
}

#[test]
fn setbacks_of_one_day_keep_their_numbers_when_one_is_changed() {
    let framework = product();
    let mut writer = Writer::default();
    let first = writer.add(Setback::new(SetbackKind::LaidOff, day("2026-11-20")));
    let second = writer.add(Setback::new(SetbackKind::PoorReview, day("2026-11-20")));
    let order = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        setbacks(&facts)
            .iter()
            .map(|it| it.of.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(order(&writer), [second, first]);
    writer.again(
        first,
        Setback {
            what: Some("A call".to_owned()),
            ..Setback::new(SetbackKind::LaidOff, day("2026-11-20"))
        },
    );
    assert_eq!(order(&writer), [second, first]);
}

#[test]
fn a_belief_takes_the_first_sentence_of_an_answer() {
    let made = |answer: &str| belief(LookBack::Skills, answer);
    let begins = "it would make a difference to be better at this: ";
    assert_eq!(made("Finance. To read a P&L."), format!("{begins}finance"));
    assert_eq!(
        made("Version 2.0 of me"),
        format!("{begins}version 2.0 of me")
    );
    assert_eq!(made("Finance?\nOr law"), format!("{begins}finance?"));
}

#[test]
fn a_date_that_runs_is_no_small_thing_and_a_small_thing_no_date() {
    let (mut writer, setback) = laid_off();
    let framework = product();
    writer.put(Action {
        setback: Some(setback),
        runs: true,
        ..action("Health insurance ends", Some("2026-12-31"))
    });
    writer.put(Action {
        setback: Some(setback),
        ..action("Write to Ines", Some("2026-12-01"))
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = story(&facts, facts.setbacks.get(setback).expect("it"));
    let what = |all: &[Of<'_, Action>]| all.iter().map(|of| of.it.what.clone()).collect::<Vec<_>>();
    assert_eq!(what(&it.acts), ["Write to Ines"]);
    assert_eq!(what(&it.dates), ["Health insurance ends"]);
}

#[test]
fn what_is_open_with_an_employer_can_be_let_go() {
    let (mut writer, setback) = laid_off();
    let framework = product();
    let ines = writer.add(somebody("Ines Duarte", "tidepool", &[]));
    writer.put(somebody("Ana Reis", "Lumen", &[]));
    writer.put(Promise {
        contact: Some(ines),
        whom: Some("Ines".to_owned()),
        ..Promise::new("The memo", PromiseOwner::Mine, day("2026-10-01"))
    });
    for (what, whom) in [("Ask for the model", "Ines Duarte"), ("Lunch", "Ana Reis")] {
        writer.put(Action {
            whom: Some(whom.to_owned()),
            ..action(what, None)
        });
    }
    writer.put(Case::new(
        RungId::new("principal"),
        day("2026-05-01"),
        framework.hash,
    ));
    for (title, place) in [
        ("Group lead", OpportunityPlace::Inside),
        ("Head of Product", OpportunityPlace::Outside),
    ] {
        writer.put(Opportunity::new(
            title,
            place,
            day("2026-11-01"),
            framework.hash,
        ));
    }
    let record = writer.record();
    let directory = Directory::of(&record, TODAY);
    let facts = Facts::of(&record, &framework, TODAY);
    let of = facts.setbacks.get(setback).expect("the setback");
    let ends = open_ends(&facts, Circle::of(&record, &directory), of.it);
    let actions: Vec<&str> = ends.actions.iter().map(|of| of.it.what.as_str()).collect();
    assert_eq!(actions, ["Ask for the model"]);
    assert_eq!((ends.promises.len(), ends.cases.len()), (1, 1));
    let roles: Vec<&str> = ends
        .opportunities
        .iter()
        .map(|of| of.it.title.as_str())
        .collect();
    assert_eq!(roles, ["Group lead"]);
    let all: Vec<ItemId> = ends.ids().collect();
    let mut ids = CountedIds::default();
    let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
    let chosen = &all[1..];
    assert_eq!(let_go(&ends, chosen, PartialDate::day(TODAY), &mut act), 3);
    assert_eq!(act.into_entries().len(), 3, "the promise was not ticked");
    // Somebody whose role is not known has no employer to let go of.
    let nowhere = Setback::new(SetbackKind::LaidOff, day("2026-11-20"));
    let none = open_ends(&facts, Circle::of(&record, &directory), &nowhere);
    assert_eq!(none.ids().count(), 0);
}

#[test]
fn what_was_said_of_a_lost_case_is_not_read_after_a_layoff() {
    let framework = product();
    let mut writer = Writer::default();
    let not_now = CaseOutcome {
        decision: CaseDecision::NotNow,
        from: None,
        role: None,
        feedback: Vec::new(),
        note: None,
        on: day("2026-07-01"),
        unknown: Map::new(),
    };
    writer.put(Case {
        outcome: Some(not_now),
        ..Case::new(RungId::new("principal"), day("2026-05-01"), framework.hash)
    });
    for (words, on) in [
        ("I voted for you", "2026-07-03"),
        ("Clear as glass", "2026-05-01"),
    ] {
        writer.put(Praise {
            words: words.to_owned(),
            on: Some(day(on)),
            ..Praise::default()
        });
    }
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let read = |kind| -> Vec<&str> {
        let it = Setback::new(kind, day("2026-11-20"));
        praise(&facts, &it)
            .iter()
            .map(|of| of.it.words.as_str())
            .collect()
    };
    assert_eq!(read(SetbackKind::LaidOff), ["Clear as glass"]);
    assert_eq!(
        read(SetbackKind::PassedOver),
        ["I voted for you", "Clear as glass"]
    );
    // And the course has a mark for it.
    let marks = course(&facts).marks;
    assert_eq!(marks.len(), 1);
    assert!(marks[0].case.is_some() && marks[0].setback.is_none());
}

/// The notes are read on a bad day, and sent on one.
#[test]
fn every_draft_names_them_is_short_and_does_not_cheer() {
    for (_, kind) in SetbackKind::WORDS {
        for (_, support) in SupportKind::WORDS {
            let it = Setback::new(*kind, day("2026-11-20"));
            let text = draft(&it, *support, "Ines", Some("Tidepool"));
            let words = text.split_whitespace().count();
            assert!(text.starts_with("Hi Ines,\n"), "{text}");
            assert!(words <= 75, "{words} words: {text}");
            assert!(!text.contains(['!', '—']), "{text}");
            let asks = text.matches('?').count();
            assert!(asks <= 1, "asks for one thing at most: {text}");
        }
    }
}
