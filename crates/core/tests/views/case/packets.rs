//! What is in a packet and what is not, and what was handed in.

use serde_json::Map;
use windward_core::{
    id::ItemId,
    record::{
        Case, CaseVerdict, Disclosed, Disclosure, Evidence, Feedback, FeedbackSort, Origin, Praise,
        Record, Story, Submission,
    },
    views::{
        case::{self, Stage, compare::changes, lines, packet, words},
        facts::Facts,
    },
};

use super::{RECENT, asked, expectation, full, on, principal, standing, text};
use crate::writer::{TODAY, Writer, product};

/// A case over a plain piece and a confidential one, with what is to become of the latter.
pub(super) fn with_secret(choice: Option<Disclosed>, summary: &str) -> (Record, Case, ItemId) {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    writer.put(full("In the open", RECENT, "business", asked));
    let secret = writer.add(Evidence {
        confidential: true,
        witnesses: vec!["Wei Chen".to_owned()],
        ..full("Priced the joint offer", "2026-09-09", "business", asked)
    });
    let mut it = principal();
    it.stories = vec![Story {
        evidence: vec![secret],
        ..Story::new("A story")
    }];
    it.disclosures = choice
        .map(|choice| Disclosure {
            evidence: secret,
            choice,
            summary: text(summary),
            unknown: Map::new(),
        })
        .into_iter()
        .collect();
    (writer.record(), it, secret)
}

#[test]
fn what_is_confidential_leaves_only_as_it_was_chosen() {
    let framework = product();
    let made = |choice, summary: &str| {
        let (record, it, _) = with_secret(choice, summary);
        let facts = Facts::of(&record, &framework, TODAY);
        let lines = lines(&facts, &it);
        let packet = packet(&facts, &it, &lines);
        (serde_json::to_string(&packet).unwrap(), packet)
    };
    for (text, packet) in [
        made(None, ""),
        made(Some(Disclosed::LeftOut), "A summary"),
        made(Some(Disclosed::Summarised), ""),
    ] {
        for secret in ["joint offer", "Wei Chen", "2026-09-09", "A summary"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert_eq!(packet.evidence.len(), 1);
        assert!(packet.stories[0].evidence.is_empty());
    }
    let (text, packet) = made(Some(Disclosed::Summarised), "A price for two partners");
    let summarised = packet.evidence.iter().find(|it| it.confidential);
    let summarised = summarised.expect("the confidential piece");
    for secret in ["joint offer", "Wei Chen", "2026-09-09", "77"] {
        let of_it = serde_json::to_string(summarised).unwrap();
        assert!(!of_it.contains(secret), "{secret} in {of_it}");
    }
    assert!(!text.contains("Wei Chen") && text.contains("A price for two partners"));
    assert!(summarised.summarised);
    let (text, packet) = made(Some(Disclosed::Included), "");
    assert!(text.contains("Priced the joint offer") && text.contains("Wei Chen"));
    assert!(packet.evidence.iter().any(|it| it.confidential));
}

#[test]
fn a_packet_says_verdicts_and_words_only_where_they_were_chosen() {
    let framework = product();
    let mut writer = Writer::default();
    let praise = writer.add(Praise {
        words: "I voted for you.".to_owned(),
        from: text("Ines Duarte"),
        ..Praise::default()
    });
    let published = writer.add(Praise {
        words: "The best.".to_owned(),
        from: text("Amara Nwosu"),
        origin: Some(Origin {
            importer: "linkedin".to_owned(),
            key: "1".to_owned(),
            values: [("words".to_owned(), "The best.".into())]
                .into_iter()
                .collect(),
        }),
        ..Praise::default()
    });
    writer.put(Feedback::new(
        "Well done.",
        FeedbackSort::Praise,
        on(RECENT),
        framework.hash,
    ));
    writer.put(Feedback::new(
        "Too slow.",
        FeedbackSort::Criticism,
        on(RECENT),
        framework.hash,
    ));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let mut it = principal();
    let read = lines(&facts, &it);
    let nothing = packet(&facts, &it, &read);
    assert!(
        nothing.words.is_empty(),
        "praise is private until it is chosen"
    );
    assert!(nothing.matrix.iter().all(|it| it.verdict.is_none()));
    it.words = vec![praise, published];
    it.verdicts = true;
    let offered = words::said(&facts, &it);
    assert_eq!(offered.len(), 3, "criticism is not offered");
    let chosen = packet(&facts, &it, &lines(&facts, &it));
    let given: Vec<(&str, bool)> = chosen
        .words
        .iter()
        .map(|it| (it.words.as_str(), it.given))
        .collect();
    assert!(given.contains(&("I voted for you.", false)), "{given:?}");
    assert!(given.contains(&("The best.", true)), "{given:?}");
    assert!(chosen.matrix.iter().all(|it| it.verdict.is_some()));
}

#[test]
fn what_was_handed_in_stays_and_what_changed_since_is_said() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    let piece = writer.add(full("One", RECENT, "business", asked));
    let mut it = principal();
    it.summary = text("Short.");
    it.stories = vec![Story::new("A story")];
    let case = writer.add(it.clone());
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let read = lines(&facts, &it);
    let before = packet(&facts, &it, &read);
    let handed_in =
        Submission::freeze(case, before.clone(), on("2026-11-22"), framework.hash).unwrap();
    assert!(handed_in.is_whole());
    assert!(changes(&before, &packet(&facts, &it, &read)).is_empty());
    writer.put(handed_in);

    // The record goes on; what was handed in does not.
    writer.again(piece, full("One, told anew", RECENT, "business", asked));
    writer.put(full("Another", RECENT, "business", asked));
    it.summary = text("Shorter.");
    it.stories[0].did = text("I did it.");
    it.line_mut(&expectation(&framework, "business")).comment = text("Mine.");
    writer.again(case, it.clone());
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let frozen = facts.cases.of(case);
    assert_eq!(frozen[0].it.packet, before);
    assert_eq!(case::stage(&facts, standing(&record)), Stage::HandedIn);
    let after = packet(&facts, &it, &lines(&facts, &it));
    let said = changes(&frozen[0].it.packet, &after);
    for part in [
        "The summary is worded otherwise.",
        "The story ‘A story’ is told otherwise.",
        "one more piece of evidence",
        "another comment",
        "‘Another’ is in it now.",
        "‘One, told anew’ says something else.",
    ] {
        assert!(
            said.iter().any(|it| it.says.contains(part)),
            "{part}: {said:?}"
        );
    }
}

#[test]
fn what_holds_for_many_is_said_once_and_a_verdict_in_full() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    writer.put(full("One", RECENT, "business", asked));
    writer.put(full("Two", RECENT, "business", asked));
    let it = Case {
        verdicts: true,
        ..principal()
    };
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let after = packet(&facts, &it, &lines(&facts, &it));
    let mut before = after.clone();
    before.evidence.clear();
    let known = expectation(&framework, "business");
    before.matrix.retain(|line| line.expectation == known);
    let [line] = before.matrix.as_mut_slice() else {
        panic!("one line is known: {:?}", before.matrix);
    };
    let (was, is) = (CaseVerdict::Missing, line.verdict.expect("a verdict"));
    assert_ne!(was, is, "or nothing changed");
    line.verdict = Some(was);
    let name = line.name.clone();
    let said = changes(&before, &after);
    let saying = |part: &str| {
        let mut found = said.iter().filter(|it| it.says.contains(part));
        let one = found.next().unwrap_or_else(|| panic!("{part}: {said:?}"));
        assert!(found.next().is_none(), "once: {part}: {said:?}");
        one
    };
    let new = saying("expected now, and were not before.");
    assert_eq!(new.which.len(), after.matrix.len() - 1);
    assert!(!new.which.contains(&name));
    let pieces = saying("Two pieces of evidence are in it now, and were not before.");
    assert_eq!(pieces.which.len(), 2);
    let (was, is) = (was.label(), is.label());
    let verdict = format!("‘{name}’: its verdict is ‘{is}’ now; it was ‘{was}’.");
    assert!(saying(&verdict).which.is_empty());
    // The other way round they are gone.
    before.matrix[0].verdict = None;
    let back = changes(&after, &before);
    for part in [
        "not expected any more.",
        "Two pieces of evidence are in it no more.",
        "its verdict is left out now; it was",
    ] {
        assert!(
            back.iter().any(|it| it.says.contains(part)),
            "{part}: {back:?}"
        );
    }
}

#[test]
fn a_packet_longer_than_an_entry_holds_is_refused() {
    let framework = product();
    let packet = windward_core::record::Packet {
        summary: Some("x".repeat(Submission::MOST_BYTES)),
        ..windward_core::record::Packet::default()
    };
    let id = Writer::default().add(principal());
    assert!(Submission::freeze(id, packet, on("2026"), framework.hash).is_err());
}
