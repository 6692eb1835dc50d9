//! What a reader would ask about a case.

use serde_json::Map;
use windward_core::framework::ExpectationId;
use windward_core::record::CaseLine;
use windward_core::{
    framework::{Proficiency, RungId, SkillId},
    record::{Case, Disclosed, Evidence, Record, Shown, Story},
    views::{
        case::{
            flags,
            flags::{Sort, grouped, says},
            lines, packet,
        },
        facts::Facts,
    },
};

use super::{RECENT, asked, full, packets::with_secret, piece, principal, text};
use crate::writer::{TODAY, Writer, product, rung};

/// The words of all flags of a case over a record.
fn told(record: &Record, it: &Case) -> Vec<(String, String)> {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let lines = lines(&facts, it);
    let found = flags(&facts, it, &lines);
    found
        .iter()
        .map(|it| (it.sort.word().to_owned(), it.at.says()))
        .collect()
}

fn has(told: &[(String, String)], word: &str, at: &str) -> bool {
    told.iter()
        .any(|(it, place)| it == word && place.contains(at))
}

#[test]
fn attribution_is_asked_after_where_it_is_missing_and_nowhere_else() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    let good = writer.add(full("Good", RECENT, "business", asked));
    let bare = writer.add(Evidence {
        so_what: text("It went well"),
        ..piece("Bare", RECENT, "business", asked)
    });
    let figure = writer.add(Evidence {
        so_what: text("Up 6 points"),
        my_part: text("Our team did it"),
        ..piece("Figure", RECENT, "business", asked)
    });
    let record = writer.record();
    let mut it = principal();
    it.stories = vec![
        Story {
            situation: text("We had no plan."),
            did: text("I wrote it."),
            without_me: text("My plan would not be there."),
            changed: text("From 71 to 77"),
            source: text("The renewal report"),
            evidence: vec![good],
            ..Story::new("Told well")
        },
        Story {
            did: text("We wrote it."),
            changed: text("It went better"),
            evidence: vec![bare],
            ..Story::new("Told by a team")
        },
        Story {
            did: text("I did."),
            without_me: text("I was alone."),
            changed: text("From 71 to 77"),
            evidence: vec![figure],
            ..Story::new("Without a source")
        },
    ];
    let told = told(&record, &it);
    assert!(
        !told.iter().any(|(_, at)| at.contains("Told well")),
        "{told:?}"
    );
    assert!(
        !told.iter().any(|(_, at)| at.contains("‘Good’")),
        "{told:?}"
    );
    for (word, at) in [
        ("we-without-i", "Told by a team"),
        ("no-part", "Told by a team"),
        ("no-figure", "Told by a team"),
        ("no-source", "Without a source"),
        ("no-part", "‘Bare’"),
        ("no-figure", "‘Bare’"),
        ("we-without-i", "‘Figure’"),
        ("no-source", "‘Figure’"),
    ] {
        assert!(has(&told, word, at), "{word} at {at}: {told:?}");
    }
    assert!(!has(&told, "no-source", "Told by a team"));
    assert!(!has(&told, "few-stories", ""));
    it.stories.pop();
    assert!(has(&self::told(&record, &it), "few-stories", ""));
}

#[test]
fn one_project_an_old_case_and_a_rung_too_low_are_told() {
    let framework = product();
    let skills = [
        "business",
        "market",
        "vision",
        "communication",
        "stakeholders",
    ];
    let levels = |less: u8| -> Vec<Shown> {
        skills
            .iter()
            .filter_map(|skill| {
                let ask = rung(&framework, "principal").ask(&SkillId::new(*skill))?;
                let asked = ask.level.proficiency()?.get();
                Some(Shown {
                    skill: SkillId::new(*skill),
                    proficiency: Proficiency::new(asked - less)?,
                })
            })
            .collect()
    };
    let one = |day: &str, less: u8| Evidence {
        skills: levels(less),
        ..full("The one project", day, "business", 1)
    };
    let mut writer = Writer::default();
    writer.put(one(RECENT, 0));
    let now = told(&writer.record(), &principal());
    assert!(has(&now, "one-piece", ""), "{now:?}");
    assert!(!has(&now, "nothing-lately", "") && !has(&now, "all-below", ""));

    let mut writer = Writer::default();
    writer.put(one("2025-11-01", 1));
    let old = told(&writer.record(), &principal());
    assert!(
        has(&old, "nothing-lately", "") && has(&old, "all-below", ""),
        "{old:?}"
    );

    let mut writer = Writer::default();
    for skill in skills {
        writer.put(full(skill, RECENT, skill, 5));
    }
    let many = told(&writer.record(), &principal());
    assert!(!has(&many, "one-piece", ""), "{many:?}");
    assert!(
        told(&Record::default(), &principal())
            .iter()
            .all(|(it, _)| it == "few-stories")
    );
}

#[test]
fn a_text_that_says_what_is_confidential_is_told() {
    let (record, mut it, _) = with_secret(None, "");
    it.summary = text("I priced the joint offer and more.");
    let found = told(&record, &it);
    assert!(has(&found, "confidential", "The summary"), "{found:?}");
    let (record, mut it, _) = with_secret(Some(Disclosed::Included), "");
    it.summary = text("I priced the joint offer and more.");
    assert!(!has(&told(&record, &it), "confidential", ""));
}

#[test]
fn a_case_for_a_rung_of_another_ladder_says_nothing_and_loses_nothing() {
    let framework = product();
    let mut it = principal();
    it.rung = RungId::new("grand-wizard");
    it.lines.push(CaseLine {
        expectation: ExpectationId::new("elsewhere"),
        evidence: None,
        comment: text("Kept"),
        waits: None,
        unknown: Map::new(),
    });
    let record = Record::default();
    let facts = Facts::of(&record, &framework, TODAY);
    let read = lines(&facts, &it);
    assert!(read.is_empty());
    assert_eq!(packet(&facts, &it, &read).rung, "grand-wizard");
    assert!(
        flags(&facts, &it, &read)
            .iter()
            .all(|it| matches!(it.sort, Sort::FewStories(_)))
    );
}

#[test]
fn what_several_places_share_is_asked_once() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    for what in ["One", "Two", "Three"] {
        writer.put(Evidence {
            so_what: text("It went well"),
            my_part: text("I did it"),
            ..piece(what, RECENT, "business", asked)
        });
    }
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = principal();
    let lines = lines(&facts, &it);
    let found = flags(&facts, &it, &lines);
    let groups = grouped(&found);
    let figures: Vec<_> = groups
        .iter()
        .filter(|it| it[0].sort.word() == "no-figure")
        .collect();
    let [figures] = figures[..] else {
        panic!("{groups:?}");
    };
    assert_eq!(
        says(figures),
        "Three places say what came of it, and no figure."
    );
    let all: usize = groups.iter().map(Vec::len).sum();
    assert_eq!(all, found.len(), "nothing is lost");
    let alone = groups.iter().find(|it| it.len() == 1).expect("few stories");
    assert_eq!(says(alone), alone[0].says());
}
