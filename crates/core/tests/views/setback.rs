//! Setbacks: what rests and what stays, whom one could turn to, and what they mean elsewhere.

use jiff::civil::date;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::Sign,
    id::ItemId,
    record::{
        Action, CheckIn, Promise, PromiseOwner, Quiet, Reading, Seat, Setback, SetbackKind, StayGo,
        StayOrGo,
    },
    views::{
        board::after_setback,
        course::course,
        due::{Matter, dated},
        facts::Facts,
        plateau::{Answer, plateau},
        today::{today, waiting},
    },
};

use crate::writer::{TODAY, Writer, product};

pub(crate) fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

pub(crate) fn slow(setback: ItemId, on: &str, until: &str) -> Quiet {
    Quiet {
        until: day(until),
        why: None,
        setback: Some(setback),
        on: day(on),
        unknown: Map::new(),
    }
}

pub(crate) fn action(what: &str, due: Option<&str>) -> Action {
    Action {
        due: due.map(day),
        ..Action::new(what, day("2026-11-10"), product().hash)
    }
}

fn promise(what: &str, due: Option<&str>) -> Promise {
    Promise {
        whom: Some("Tom".to_owned()),
        due: due.map(day),
        ..Promise::new(what, PromiseOwner::Mine, day("2026-11-10"))
    }
}

#[test]
fn slowly_means_that_nothing_asks_but_what_was_dated_by_hand() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("senior", "2023-01-01", "ongoing");
    writer.put(action("Send the form", Some("2026-11-22")));
    writer.put(action("Read the book", None));
    writer.put(promise("Send the memo", Some("2026-11-23")));
    writer.put(promise("Tell Tom some day", None));
    let before = writer.record();
    let facts = Facts::of(&before, &framework, TODAY);
    assert!(today(&facts).list.len() > 4, "goals and nudges ask");

    let setback = writer.add(Setback {
        decide_on: Some(day("2026-11-22")),
        ..Setback::new(SetbackKind::LaidOff, day("2026-11-20"))
    });
    writer.put(slow(setback, "2026-11-20", "2026-12-20"));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let view = today(&facts);
    assert!(view.is_slow());
    let asks: Vec<&str> = view.now().iter().map(|due| due.what.as_str()).collect();
    assert_eq!(asks, ["Send the memo", "Stay or go?", "Send the form"]);
    assert_eq!(waiting(&facts), 3);
    let rests: Vec<Matter> = view.resting().iter().map(|due| due.id.matter).collect();
    assert!(
        rests.contains(&Matter::ChooseDestination) && rests.contains(&Matter::Promise),
        "{rests:?}"
    );
    // A calendar has what stays on its day, and the rest after the slow time.
    for it in dated(&facts) {
        let own = matches!(
            it.due.id.matter,
            Matter::Act | Matter::Promise | Matter::StayOrGo
        );
        assert!(own || it.day >= date(2026, 12, 20), "{it:?}");
    }
    let of = dated(&facts);
    let form = of.iter().find(|it| it.due.what == "Send the form");
    assert_eq!(form.expect("it").day, TODAY);

    let over = Facts::of(&record, &framework, date(2026, 12, 20));
    assert!(!today(&over).is_slow());
    assert!(waiting(&over) > 3);
}

#[test]
fn whoever_decided_is_not_asked_again() {
    let framework = product();
    let mut writer = Writer::default();
    let decided = |on: &str| StayOrGo {
        choice: StayGo::Stay,
        why: None,
        on: day(on),
        unknown: Map::new(),
    };
    let asks = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let list = today(&facts).list;
        list.iter().any(|due| due.id.matter == Matter::StayOrGo)
    };
    let setback = Setback {
        decide_on: Some(day("2026-11-20")),
        ..Setback::new(SetbackKind::PassedOver, day("2026-10-20"))
    };
    let id = writer.add(setback.clone());
    assert!(asks(&writer));
    writer.again(
        id,
        Setback {
            decided: Some(decided("2026-11-21")),
            ..setback
        },
    );
    assert!(!asks(&writer));
}

#[test]
fn signs_of_a_plateau_rest_in_a_slow_time_and_being_passed_over_is_told_once() {
    let framework = product();
    let mut writer = Writer::default();
    let read = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let read = plateau(&facts);
        let one = read.signs.iter();
        let mut one = one.filter(|it| it.rule.sign == Sign::PassedOver);
        let one = one.next().expect("every sign is read");
        (one.answer, one.rests_on.len(), read.told().len())
    };
    assert_eq!(read(&writer), (Answer::CannotTell, 0, 0));
    let setback = writer.add(Setback::new(SetbackKind::PassedOver, day("2026-09-20")));
    assert_eq!(read(&writer), (Answer::Seen, 1, 1));
    // The check-in of that month speaks of the same thing; one of half a year before does not.
    let check_in = |on: &str| CheckIn {
        energy: Reading::new(2),
        passed_over: Some("The lead".to_owned()),
        ..CheckIn::skipped(day(on))
    };
    writer.put(check_in("2026-10-01"));
    assert_eq!(read(&writer), (Answer::Seen, 1, 1));
    writer.put(check_in("2026-03-01"));
    assert_eq!(read(&writer), (Answer::Seen, 2, 1));
    writer.put(slow(setback, "2026-11-20", "2026-12-20"));
    assert_eq!(read(&writer), (Answer::Seen, 2, 0));
    // A layoff is not being passed over.
    let mut other = Writer::default();
    other.put(Setback::new(SetbackKind::LaidOff, day("2026-09-20")));
    assert_eq!(read(&other).0, Answer::CannotTell);
}

#[test]
fn a_slow_time_is_no_standing_still() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("associate", "2016-01-01", "2018-01-01");
    writer.role("pm", "2018-01-01", "2021-01-01");
    writer.role("senior", "2023-10-01", "ongoing");
    let long = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let read = plateau(&facts);
        read.signs[0].answer
    };
    assert_eq!(long(&writer), Answer::Seen);
    let setback = writer.add(Setback::new(SetbackKind::FailedLaunch, day("2025-03-01")));
    writer.put(slow(setback, "2025-03-01", "2025-06-01"));
    assert_eq!(long(&writer), Answer::NotSeen);
}

#[test]
fn the_course_has_a_mark_for_a_setback_and_for_a_rung_that_is_new() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("pm", "2018-01-01", "2020-01-01");
    writer.role("senior", "2021-01-01", "2023-01-01");
    writer.role("pm", "2023-01-01", "ongoing");
    writer.put(Setback::new(SetbackKind::LaidOff, day("2020-01-01")));
    writer.put(Setback::new(SetbackKind::PassedOver, day("2022-01-01")));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let course = course(&facts);
    let marks: Vec<(&str, bool, u32)> = course
        .marks
        .iter()
        .map(|it| (it.what.as_str(), it.setback.is_some(), it.at))
        .collect();
    // The year away has no length on the axis.
    assert_eq!(
        marks,
        [
            ("Laid off", true, 730),
            ("First as Senior Product Manager", false, 730),
            ("Passed over", true, 1095),
        ]
    );
    let rungs: Vec<&str> = course
        .marks
        .iter()
        .filter_map(|it| Some(it.rung?.id.as_str()))
        .collect();
    assert_eq!(rungs[2], "senior");
}

#[test]
fn the_board_offers_seats_for_half_a_year_and_none_twice() {
    let framework = product();
    let mut writer = Writer::default();
    let offered = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let offered = after_setback(&facts).map(|(_, ideas)| ideas);
        let offered = offered.unwrap_or_default().into_iter();
        offered.map(|idea| idea.area).collect::<Vec<_>>()
    };
    writer.put(Setback::new(SetbackKind::PassedOver, day("2026-05-01")));
    assert!(offered(&writer).is_empty(), "more than half a year ago");
    writer.put(Setback::new(SetbackKind::PassedOver, day("2026-10-01")));
    assert_eq!(
        offered(&writer),
        ["How such decisions are made", "Staying or going"]
    );
    writer.put(Seat::new(
        "staying or going",
        day("2026-10-02"),
        framework.hash,
    ));
    assert_eq!(offered(&writer), ["How such decisions are made"]);
}
