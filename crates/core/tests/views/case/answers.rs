//! Who decides, and what came of it.

use serde_json::Map;
use windward_core::{
    framework::RungId,
    id::CountedIds,
    record::{
        Act, Ally, AllyPlace, CaseDecider, CaseDecision, Counterpart, Feedback, Knows, Promise,
        Record, Relation, Role, RoleEnd,
    },
    views::{
        case::{
            self, Stage, begin, deciders,
            outcome::{Decided, Reason, again, decide},
        },
        due::{Matter, everything},
        facts::Facts,
    },
};

use super::{on, principal, standing, text};
use crate::writer::{TODAY, Writer, product, rung};

fn ally(name: &str, place: AllyPlace, knows: Knows) -> Ally {
    Ally {
        contact: None,
        whom: text(name),
        place,
        knows,
        because: None,
        update: None,
        step: None,
        ended: None,
        on: on("2026-10-01"),
        unknown: Map::new(),
    }
}

#[test]
fn those_who_decide_come_from_the_map_and_the_manager_may_change() {
    let framework = product();
    let mut writer = Writer::default();
    writer
        .role("senior", "2022", "ongoing")
        .put(Counterpart::new(
            "Petra",
            Relation::Manager,
            on("2025-01-01"),
        ))
        .put(ally("Anders", AllyPlace::Committee, Knows::Hearsay))
        .put(ally("Omar", AllyPlace::Other, Knows::WouldSpeak));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let mut it = begin(&facts, rung(&framework, "principal"));
    let named: Vec<_> = it.deciders.iter().map(|it| it.whom.as_deref()).collect();
    assert_eq!(named, [Some("Petra"), Some("Anders")]);
    let all = deciders(&facts, &it);
    assert_eq!(all.len(), 3, "and Omar, whom the case does not name");
    assert!(all[0].manager && all[0].knows().is_none());
    assert_eq!(all[1].knows(), Some(Knows::Hearsay));
    assert!(all[2].said.is_none());

    it.deciders[1] = CaseDecider {
        say: text("One story"),
        by: Some(on("2026-11-24")),
        ..it.deciders[1].clone()
    };
    it.by = Some(on("2026-12-01"));
    it.on = on("2026-11-10");
    let case = writer.add(it.clone());
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let due = everything(&facts);
    let say = due
        .iter()
        .find(|it| it.id.matter == Matter::CaseSay)
        .expect("to say");
    assert_eq!(say.what, "Speak with Anders about your case");
    assert!(say.stands(TODAY), "two days before");
    let hand_in = due
        .iter()
        .find(|it| it.id.matter == Matter::Case)
        .expect("to hand in");
    assert_eq!(hand_in.id.item, Some(case));
    assert!(hand_in.stands(TODAY));
    assert!(case::new_manager(&facts, &it).is_none());
    assert!(deciders(&facts, &it).iter().all(|it| it.name != "Kim"));

    let mut kim = Counterpart::new("Kim", Relation::Manager, on("2026-11-20"));
    kim.from = Some(on("2026-11-20"));
    writer.put(kim);
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let of = case::new_manager(&facts, standing(&record).it).expect("Kim");
    assert_eq!(facts.talks.who(of.it).name, Some("Kim"));
    // On no map yet, and offered first of those whom the case does not name.
    let all = deciders(&facts, &it);
    let offered = all.iter().find(|it| it.said.is_none()).expect("somebody");
    assert_eq!((offered.name, offered.manager), ("Kim", true));
    assert!(offered.known.is_none());
}

/// What the record says once something was decided.
fn decided(decided: Decided) -> Record {
    let framework = product();
    let mut writer = Writer::default();
    writer
        .put(Role {
            title: "Senior PM".to_owned(),
            organisation: text("Tidepool"),
            from: Some(on("2023-01")),
            to: RoleEnd::Ongoing,
            placement: windward_core::record::Placement::Rung {
                id: RungId::new("senior"),
                framework: framework.hash,
            },
            ..Role::default()
        })
        .put(principal());
    let mut record = writer.record();
    let entries = {
        let facts = Facts::of(&record, &framework, TODAY);
        let mut ids = CountedIds::default();
        // Ids that the writer has not given yet.
        for _ in 0..100 {
            windward_core::id::NewIds::uuid(&mut ids);
        }
        let mut act = Act::new(&mut ids, jiff::Timestamp::UNIX_EPOCH);
        decide(&facts, standing(&record), decided, &mut act);
        act.into_entries()
    };
    let seq = record.seq();
    record.extend(entries.into_iter().zip(seq + 1..).map(|(entry, seq)| {
        windward_core::record::Stored {
            seq,
            received_at: jiff::Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }
    }));
    record
}

#[test]
fn a_promotion_changes_the_course() {
    let framework = product();
    let record = decided(Decided {
        decision: CaseDecision::Promoted,
        on: on("2026-11-20"),
        note: None,
        from: Some(on("2026-11-21")),
        role: Some("Principal PM".to_owned()),
        reasons: Vec::new(),
    });
    let facts = Facts::of(&record, &framework, TODAY);
    let held = facts.held.expect("a rung");
    assert_eq!(held.rung.id.as_str(), "principal");
    assert_eq!(held.role.it.organisation.as_deref(), Some("Tidepool"));
    assert_eq!(facts.roles[0].it.to, RoleEnd::On(on("2026-11-20")));
    let of = standing(&record);
    let outcome = of.it.outcome.as_ref().expect("an outcome");
    assert_eq!(outcome.role, Some(held.role.id));
    assert_eq!(case::stage(&facts, of), Stage::Over);
    assert!(case::open(&facts).is_empty());
}

#[test]
fn not_now_becomes_feedback_and_what_one_does_about_it() {
    let framework = product();
    let record = decided(Decided {
        decision: CaseDecision::NotNow,
        on: on("2026-11-20"),
        note: text("Again in the spring."),
        from: Some(on("2027-01-01")),
        role: Some("Principal PM".to_owned()),
        reasons: vec![
            Reason {
                words: "No line of your own.".to_owned(),
                whom: text("Anders"),
                follow: text("Ask for the add-on line"),
                due: Some(on("2027-01-15")),
                ..Reason::default()
            },
            Reason {
                words: "Too few know you.".to_owned(),
                ..Reason::default()
            },
        ],
    });
    let facts = Facts::of(&record, &framework, TODAY);
    assert_eq!(facts.held.expect("a rung").rung.id.as_str(), "senior");
    let outcome = standing(&record).it.outcome.as_ref().expect("an outcome");
    assert_eq!((outcome.from, outcome.role), (None, None));
    assert_eq!(outcome.feedback.len(), 2);
    let said = record
        .get::<Feedback>(outcome.feedback[0])
        .expect("feedback");
    assert_eq!(said.it.whom.as_deref(), Some("Anders"));
    let promise = record.all::<Promise>().next().expect("a promise");
    assert_eq!(promise.it.answers, Some(said.id));
    let anew = again(&facts, standing(&record).it);
    assert!(anew.outcome.is_none() && anew.on == on("2026-11-22"));
}
