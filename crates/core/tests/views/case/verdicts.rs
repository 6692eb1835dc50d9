//! Which evidence stands beside an expectation, how well it shows it, and what can be done about it.

use serde_json::Map;
use windward_core::framework::SkillId;
use windward_core::{
    framework::ExpectationId,
    id::CountedIds,
    record::{Act, Author, CaseVerdict, Content, Evidence, View, Vouch, Voucher},
    views::{
        case::{self, Coverage, Fit, Makes, lines, vouching, ways},
        facts::Facts,
    },
};

use super::{OLD, RECENT, asked, expectation, full, line, on, piece, principal, text};
use crate::writer::{TODAY, Writer, product, rating, rung};

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
    let it = super::principal();
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
    let business = line(&lines, expectation(&framework, "business").as_str());
    let mut seen = business.witnesses(&it);
    seen.sort_unstable();
    assert_eq!(
        seen.iter().map(|(_, it)| *it).collect::<Vec<_>>(),
        [Vouch::NotAsked, Vouch::Asked],
        "Tom, and Ines once: {seen:?}"
    );
}
