//! A case for a promotion: its verdicts, its flags, its packet, what was handed in, and what came of it.

use serde_json::Map;
use windward_core::{
    framework::{ExpectationId, Framework, FrameworkHash, PRODUCT, Proficiency, RungId, SkillId},
    id::{CountedIds, ItemId},
    record::{
        Act, Ally, AllyPlace, Author, Case, CaseDecider, CaseDecision, CaseLine, CaseVerdict,
        Content, Counterpart, Disclosed, Disclosure, Evidence, Feedback, FeedbackSort, Figure,
        Knows, Of, Origin, Praise, Promise, Record, Relation, Role, RoleEnd, Shown, Story,
        Submission, View, Vouch, Voucher,
    },
    views::{
        case::{
            self, Coverage, Fit, Lined, Makes, Stage, begin,
            compare::changes,
            deciders, flags,
            flags::Sort,
            lines,
            outcome::{Decided, Reason, again, decide},
            packet, vouching, ways, words,
        },
        due::{Matter, everything},
        facts::Facts,
    },
};

use crate::writer::{TODAY, Writer, product, rating, rung};

const RECENT: &str = "2026-08-01";
const OLD: &str = "2024-01-01";

fn on(text: &str) -> windward_core::date::PartialDate {
    text.parse().expect("a date")
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A piece that shows a skill.
fn piece(what: &str, day: &str, skill: &str, level: u8) -> Evidence {
    Evidence {
        skills: vec![Shown {
            skill: SkillId::new(skill),
            proficiency: Proficiency::new(level).expect("1 to 5"),
        }],
        ..Evidence::line(what, on(day), FrameworkHash::of(PRODUCT))
    }
}

/// The same with my part, a figure, its source and a witness.
fn full(what: &str, day: &str, skill: &str, level: u8) -> Evidence {
    Evidence {
        so_what: text("Renewals up 6 points"),
        figure: Some(Figure {
            to: text("77"),
            ..Figure::default()
        }),
        my_part: text("I wrote the plan."),
        witnesses: vec!["Ines Duarte, finance".to_owned()],
        links: vec!["https://example.org/renewals".to_owned()],
        ..piece(what, day, skill, level)
    }
}

fn principal() -> Case {
    Case::new(
        RungId::new("principal"),
        on("2026-11-01"),
        FrameworkHash::of(PRODUCT),
    )
}

/// What the rung asks of a skill.
fn asked(framework: &Framework, skill: &str) -> u8 {
    let ask = rung(framework, "principal").ask(&SkillId::new(skill));
    let level = ask.and_then(|ask| ask.level.proficiency());
    level.expect("the rung asks for it").get()
}

fn line<'l, 'a>(lines: &'l [Lined<'a>], name: &str) -> &'l Lined<'a> {
    let found = lines
        .iter()
        .find(|it| it.line.expectation.id().as_str() == name);
    found.unwrap_or_else(|| panic!("no {name}"))
}

/// The id of the expectation of a skill.
fn expectation(framework: &Framework, skill: &str) -> ExpectationId {
    let ask = rung(framework, "principal").ask(&SkillId::new(skill));
    ask.expect("the rung asks for it").id.clone()
}

/// The verdict on one skill, after what was written.
fn verdict_on(write: impl FnOnce(&mut Writer, u8)) -> (CaseVerdict, String) {
    let framework = product();
    let mut writer = Writer::default();
    write(&mut writer, asked(&framework, "business"));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = principal();
    let lines = lines(&facts, &it);
    let line = line(&lines, expectation(&framework, "business").as_str());
    (
        line.verdict.expect("it asks for it"),
        line.reason(&framework),
    )
}

fn standing(record: &Record) -> Of<'_, Case> {
    record.all::<Case>().next().expect("a case")
}

#[test]
fn a_verdict_is_what_its_rule_says() {
    use CaseVerdict::{Enough, Missing, Strong, Thin};
    let verdict = |write: &dyn Fn(&mut Writer, u8)| verdict_on(|it, asked| write(it, asked)).0;
    assert_eq!(verdict(&|_, _| {}), Missing);
    assert_eq!(
        verdict(&|it, asked| {
            it.put(piece("Below", RECENT, "business", asked - 1));
        }),
        Thin
    );
    assert_eq!(
        verdict(&|it, asked| {
            it.put(full("Long ago", OLD, "business", asked));
        }),
        Thin
    );
    assert_eq!(
        verdict(&|it, asked| {
            it.put(piece("Once", RECENT, "business", asked));
        }),
        Enough
    );
    assert_eq!(
        verdict(&|it, asked| {
            it.put(piece("Once", RECENT, "business", asked));
            it.put(piece("Twice", RECENT, "business", asked));
        }),
        Enough,
        "none of the two says my part, a figure and a witness"
    );
    assert_eq!(
        verdict(&|it, asked| {
            it.put(piece("Once", RECENT, "business", asked));
            it.put(full("Twice", RECENT, "business", asked));
        }),
        Strong
    );
    assert_eq!(
        verdict(&|it, asked| {
            it.put(full("Once", RECENT, "business", asked));
        }),
        Enough
    );
    let said = |author: Author| {
        verdict_on(|it, asked| {
            it.put(full("Once", RECENT, "business", asked));
            it.by(author, rating("business", asked, RECENT, View::Manager));
        })
    };
    let kim = Author::Other {
        id: "7".to_owned(),
        name: "Kim".to_owned(),
    };
    assert_eq!(said(kim).0, Strong, "they said so themselves");
    assert_eq!(said(Author::Owner).0, Enough, "I noted that they said so");
}

#[test]
fn a_reason_says_which_of_the_rule_it_was() {
    let (_, below) = verdict_on(|it, asked| {
        it.put(piece("Below", RECENT, "business", asked - 1));
    });
    assert!(below.contains("below what is asked"), "{below}");
    let (_, old) = verdict_on(|it, asked| {
        it.put(full("Long ago", OLD, "business", asked));
    });
    assert!(old.contains("older than two years"), "{old}");
}

#[test]
fn evidence_is_proposed_by_what_it_shows_then_freshness_impact_and_witnesses() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    writer
        .put(piece("below", RECENT, "business", asked - 1))
        .put(full("old", OLD, "business", asked))
        .put(Evidence {
            witnesses: vec!["Tom".to_owned()],
            ..piece("seen", "2026-07-01", "business", asked)
        })
        .put(piece("bare", "2026-09-01", "business", asked))
        .put(Evidence {
            so_what: text("It helped"),
            ..piece("impact", "2026-06-01", "business", asked)
        })
        .put(full("figure", "2026-05-01", "business", asked))
        .put(piece("of something else", RECENT, "market", 5));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let principal = rung(&framework, "principal");
    let ask = principal.ask(&SkillId::new("business")).expect("an ask");
    let found = case::proposal::candidates(
        &facts,
        principal,
        windward_core::framework::Expectation::Ask(ask),
    );
    let order: Vec<&str> = found.iter().map(|it| it.of.it.what.as_str()).collect();
    assert_eq!(order, ["figure", "impact", "seen", "bare", "old", "below"]);
    let it = self::principal();
    let lines = lines(&facts, &it);
    let line = line(&lines, ask.id.as_str());
    let proposed: Vec<&str> = line
        .pieces
        .iter()
        .map(|it| it.of.it.what.as_str())
        .collect();
    assert_eq!(proposed, ["figure", "impact", "seen"]);
    assert!(!line.by_hand);
}

#[test]
fn what_is_chosen_by_hand_stands_in_place_of_what_is_proposed() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    writer.put(full("proposed", RECENT, "business", asked));
    let chosen = writer.add(piece("chosen", RECENT, "market", 5));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let mut it = principal();
    it.line_mut(&expectation(&framework, "business")).evidence = Some(vec![chosen]);
    it.line_mut(&ExpectationId::new("principal-pnl")).evidence = Some(vec![chosen]);
    let lines = lines(&facts, &it);
    let skill = line(&lines, expectation(&framework, "business").as_str());
    assert!(skill.by_hand);
    assert_eq!(skill.pieces[0].fit, Fit::Unsaid, "it names another skill");
    assert_eq!(skill.verdict, Some(CaseVerdict::Thin));
    let duty = line(&lines, "principal-pnl");
    assert_eq!(
        duty.pieces[0].fit,
        Fit::AsAsked,
        "one says so by choosing it"
    );
    assert_eq!(duty.verdict, Some(CaseVerdict::Enough));
    it.line_mut(&ExpectationId::new("principal-pnl")).evidence = Some(Vec::new());
    let lines = case::lines(&facts, &it);
    assert_eq!(
        line(&lines, "principal-pnl").verdict,
        Some(CaseVerdict::Missing),
        "none is a choice, too"
    );
}

#[test]
fn a_thin_spot_has_ways_and_may_wait() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    writer.put(Evidence {
        witnesses: vec!["Ines Duarte, finance".to_owned(), "ines duarte".to_owned()],
        ..piece("below", RECENT, "business", asked - 1)
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let business = expectation(&framework, "business");
    let mut it = principal();
    let read = lines(&facts, &it);
    let thin = line(&read, business.as_str());
    assert!(thin.is_thin());
    let ways = ways(&facts, thin);
    assert_eq!(ways[0].key, "log");
    assert!(
        ways[0]
            .what
            .contains(framework.word(thin.line.asked().expect("asked")))
    );
    let asks: Vec<&str> = ways.iter().filter_map(|it| it.whom).collect();
    assert_eq!(asks, ["Ines Duarte"], "once, by name");
    let plays = ways.iter().filter(|it| matches!(it.makes, Makes::Play(_)));
    assert!(plays.count() > 0);

    let mut ids = CountedIds::default();
    let mut act = Act::new(&mut ids, jiff::Timestamp::UNIX_EPOCH);
    ways[1].take(&mut act, on("2026-11-22"), framework.hash);
    let windward_core::record::Change::Put(item) = &act.into_entries()[0].change else {
        panic!("an item");
    };
    let Content::Action(action) = &item.content else {
        panic!("an action");
    };
    assert_eq!(action.whom.as_deref(), Some("Ines Duarte"));

    it.line_mut(&business).waits = Some(on("2027-01-01"));
    let waiting = lines(&facts, &it);
    assert!(!line(&waiting, business.as_str()).is_thin());
    it.line_mut(&business).waits = Some(on("2026-11-22"));
    let over = lines(&facts, &it);
    assert!(line(&over, business.as_str()).is_thin(), "the wait is over");
}

#[test]
fn coverage_counts_every_expectation_once() {
    let framework = product();
    let mut writer = Writer::default();
    writer.put(full(
        "One",
        RECENT,
        "business",
        asked(&framework, "business"),
    ));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let it = principal();
    let lines = lines(&facts, &it);
    let coverage = Coverage::of(&lines);
    let handed_on = lines.iter().filter(|it| it.verdict.is_none()).count();
    assert_eq!(coverage.all() + handed_on, lines.len());
    assert_eq!(coverage.handed_on, handed_on);
    assert!(coverage.enough >= 1 && coverage.missing > 0);
    let two = Coverage {
        strong: 2,
        enough: 1,
        thin: 1,
        missing: 3,
        handed_on: 0,
    };
    assert_eq!(
        two.says(),
        "3 of 7 expectations are shown, two of them strongly; one is thin and three missing."
    );
}

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

/// A case over a plain piece and a confidential one, with what is to become of the latter.
fn with_secret(choice: Option<Disclosed>, summary: &str) -> (Record, Case, ItemId) {
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
        "1 more of evidence",
        "another comment",
        "‘Another’ is in it now.",
        "‘One, told anew’ says something else.",
    ] {
        assert!(said.iter().any(|it| it.contains(part)), "{part}: {said:?}");
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

#[test]
fn whoever_saw_it_can_vouch_and_is_counted_once() {
    let framework = product();
    let asked = asked(&framework, "business");
    let mut writer = Writer::default();
    writer.put(full("One", RECENT, "business", asked));
    writer.put(Evidence {
        witnesses: vec!["ines duarte".to_owned(), "Tom Okafor".to_owned()],
        ..full("Two", RECENT, "business", asked)
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let mut it = principal();
    it.vouchers = vec![Voucher {
        whom: "Ines Duarte".to_owned(),
        answer: Vouch::Asked,
        on: None,
        unknown: Map::new(),
    }];
    let lines = lines(&facts, &it);
    let found = vouching(&facts, &it, &lines);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].pieces, 2);
    assert_eq!(found[0].answer(), Vouch::Asked);
    assert_eq!(found[1].answer(), Vouch::NotAsked);
}

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

    let mut kim = Counterpart::new("Kim", Relation::Manager, on("2026-11-20"));
    kim.from = Some(on("2026-11-20"));
    writer.put(kim);
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let of = case::new_manager(&facts, standing(&record).it).expect("Kim");
    assert_eq!(facts.talks.who(of.it).name, Some("Kim"));
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
        role: Some((on("2026-11-21"), "Principal PM".to_owned())),
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
        role: Some((on("2027-01-01"), "Principal PM".to_owned())),
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
