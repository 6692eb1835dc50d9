//! The signs of a plateau, one by one, each with what it rests on.

use jiff::civil::date;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{Framework, PRODUCT, Sign},
    record::{CheckIn, Experiment, ExperimentKind, Reading, RungTime, Settled},
    views::{
        facts::Facts,
        plateau::{Answer, Makes, Plateau, Way, plateau, proposal, ways_out},
    },
};

use crate::writer::{TODAY, Writer, product};

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn sign(read: &Plateau<'_>, sign: Sign) -> (Answer, String) {
    let one = read
        .signs
        .iter()
        .find(|it| it.rule.sign == sign)
        .expect("every sign is read");
    let rests: Vec<&str> = one
        .rests_on
        .iter()
        .map(windward_core::views::plateau::Rest::says)
        .collect();
    (one.answer, format!("{} {rests:?}", one.says))
}

fn answer(framework: &Framework, writer: &Writer, of: Sign) -> (Answer, String) {
    let record = writer.record();
    let facts = Facts::of(&record, framework, TODAY);
    sign(&plateau(&facts), of)
}

#[test]
fn with_nothing_logged_every_sign_cannot_tell() {
    let framework = product();
    let record = Writer::default().record();
    let facts = Facts::of(&record, &framework, TODAY);
    let read = plateau(&facts);
    assert!(read.cannot_tell());
    assert_eq!(read.signs.len(), 5);
    assert!(read.told().is_empty());
}

#[test]
fn the_time_on_a_rung_is_measured_by_ones_own_and_never_by_the_bands() {
    let framework = product();
    let mut writer = Writer::default();
    // Far beyond the years that are typical of a Product Manager, and no measure of one's own.
    writer.role("pm", "2012-01", "ongoing");
    let (told, says) = answer(&framework, &writer, Sign::LongOnRung);
    assert_eq!(told, Answer::CannotTell, "{says}");
    writer.put(RungTime {
        months: Some(400),
        on: day("2026-01-01"),
        unknown: Map::new(),
    });
    let (told, says) = answer(&framework, &writer, Sign::LongOnRung);
    assert_eq!(told, Answer::NotSeen, "{says}");
    writer.put(RungTime {
        months: Some(120),
        on: day("2026-02-01"),
        unknown: Map::new(),
    });
    let (told, says) = answer(&framework, &writer, Sign::LongOnRung);
    assert_eq!(told, Answer::Seen, "{says}");
}

#[test]
fn ones_earlier_spells_are_the_measure_and_time_out_does_not_count() {
    let framework = product();
    let career = |since: &str| {
        let mut writer = Writer::default();
        writer.role("associate", "2016-01-01", "2018-01-01");
        writer.role("pm", "2018-01-01", "2021-01-01");
        writer.role("senior", since, "ongoing");
        writer
    };
    let (told, says) = answer(&framework, &career("2023-10-01"), Sign::LongOnRung);
    assert_eq!(told, Answer::Seen, "{says}");
    assert!(
        says.contains("38 months") && says.contains("36 months"),
        "{says}"
    );
    let (told, says) = answer(&framework, &career("2024-01-01"), Sign::LongOnRung);
    assert_eq!(told, Answer::NotSeen, "{says}");
    let mut rested = career("2023-10-01");
    rested.put(Experiment {
        from: Some(day("2025-03-01")),
        to: Some(day("2025-05-31")),
        ..Experiment::new(
            "Three months off",
            ExperimentKind::TimeOut,
            day("2025-01-01"),
            framework.hash,
        )
    });
    let (told, says) = answer(&framework, &rested, Sign::LongOnRung);
    assert_eq!(told, Answer::NotSeen, "{says}");
    assert!(says.contains("3 months of time out not counted"), "{says}");
}

#[test]
fn nothing_new_is_told_by_evidence_alone_and_only_with_enough_of_it() {
    let framework = product();
    let mut writer = Writer::default();
    writer.did("2024-05-01", &[("execution", 4), ("data", 3)], &[]);
    for on in ["2026-01-10", "2026-03-10", "2026-05-10"] {
        writer.did(on, &[("execution", 4)], &[]);
    }
    let (told, says) = answer(&framework, &writer, Sign::NothingNew);
    assert_eq!(told, Answer::CannotTell, "{says}");
    writer.did("2026-07-10", &[("data", 2)], &[]);
    let (told, says) = answer(&framework, &writer, Sign::NothingNew);
    assert_eq!(told, Answer::Seen, "{says}");
    assert!(
        says.contains("for the first time"),
        "it opens to the last that was new: {says}"
    );
    // One's own rating is no evidence.
    writer.rate("data", 5, "2026-08-01");
    assert_eq!(
        answer(&framework, &writer, Sign::NothingNew).0,
        Answer::Seen
    );
    writer.did("2026-08-10", &[("data", 4)], &[]);
    let (told, says) = answer(&framework, &writer, Sign::NothingNew);
    assert_eq!(told, Answer::NotSeen, "{says}");
    assert!(says.contains("from solid to leading"), "{says}");
}

#[test]
fn the_same_work_again_is_a_piece_that_one_earlier_had_shown_all_of() {
    let framework = product();
    let mut writer = Writer::default();
    writer.did(
        "2024-05-01",
        &[("execution", 3), ("data", 3)],
        &["pm-lead-development"],
    );
    for month in 1..=5 {
        writer.did(&format!("2026-{month:02}-10"), &[("execution", 3)], &[]);
    }
    let (told, says) = answer(&framework, &writer, Sign::SameWork);
    assert_eq!(told, Answer::CannotTell, "{says}");
    // A duty that no earlier piece shows, a skill shown better, a skill that is new.
    writer.did("2026-06-10", &[("execution", 3)], &["senior-mentor"]);
    assert_eq!(
        answer(&framework, &writer, Sign::SameWork).0,
        Answer::Seen,
        "five of six"
    );
    writer.did("2026-07-10", &[("execution", 5)], &[]);
    assert_eq!(
        answer(&framework, &writer, Sign::SameWork).0,
        Answer::NotSeen,
        "five of seven"
    );
}

fn month(number: i8, energy: u8, learning: u8) -> CheckIn {
    CheckIn {
        energy: Reading::new(energy),
        learning: Reading::new(learning),
        ..CheckIn::skipped(PartialDate::day(date(2026, number, 3)))
    }
}

#[test]
fn falling_is_told_only_when_the_interval_says_so() {
    let framework = product();
    let mut writer = Writer::default();
    for (number, learning) in (1..).zip([5, 5, 4, 4, 3]) {
        writer.put(month(number, 3, learning));
    }
    let (told, says) = answer(&framework, &writer, Sign::Falling);
    assert_eq!(told, Answer::CannotTell, "{says}");
    for (number, learning) in (6..).zip([3, 2, 2, 2]) {
        writer.put(month(number, 3, learning));
    }
    let (told, says) = answer(&framework, &writer, Sign::Falling);
    assert_eq!(told, Answer::Seen, "{says}");
    assert!(
        says.starts_with("Learning has been falling") && says.contains("Energy: no trend"),
        "{says}"
    );
    let mut restless = Writer::default();
    for (number, energy) in (1..).zip([4, 2, 3, 5, 2, 4, 3, 2, 4]) {
        restless.put(month(number, energy, 3));
    }
    let (told, says) = answer(&framework, &restless, Sign::Falling);
    assert_eq!(told, Answer::NotSeen, "{says}");
}

#[test]
fn being_passed_over_is_what_a_check_in_says() {
    let framework = product();
    let mut writer = Writer::default();
    writer.put(month(8, 3, 3)).put(month(9, 3, 3));
    assert_eq!(
        answer(&framework, &writer, Sign::PassedOver).0,
        Answer::CannotTell
    );
    writer.put(month(10, 3, 3));
    assert_eq!(
        answer(&framework, &writer, Sign::PassedOver).0,
        Answer::NotSeen
    );
    writer.put(CheckIn {
        passed_over: Some("The platform lead went to Omar".to_owned()),
        ..month(11, 3, 3)
    });
    let (told, says) = answer(&framework, &writer, Sign::PassedOver);
    assert_eq!(told, Answer::Seen);
    assert!(says.contains("The platform lead went to Omar"), "{says}");
}

#[test]
fn being_where_one_wants_to_be_silences_the_signs_until_a_day() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("pm", "2012-01", "ongoing");
    writer.put(RungTime {
        months: Some(12),
        on: day("2026-01-01"),
        unknown: Map::new(),
    });
    writer.put(Settled {
        until: day("2026-11"),
        why: Some("A small child".to_owned()),
        on: day("2026-06-01"),
        unknown: Map::new(),
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let read = plateau(&facts);
    assert!(read.settled.is_some() && read.told().is_empty());
    assert_eq!(
        sign(&read, Sign::LongOnRung).0,
        Answer::Seen,
        "it can still be looked at"
    );
    let december = Facts::of(&record, &framework, date(2026, 12, 1));
    assert_eq!(plateau(&december).told().len(), 1);
}

#[test]
fn thresholds_are_those_of_the_framework_file() {
    let adjusted = PRODUCT.replace("threshold = 12\nleast = 4", "threshold = 6\nleast = 1");
    let framework = Framework::parse(&adjusted).unwrap_or_else(|faults| panic!("{faults}"));
    assert_ne!(framework.plateau, product().plateau);
    let mut writer = Writer::default();
    writer
        .did("2026-01-10", &[("data", 3)], &[])
        .did("2026-07-10", &[("data", 3)], &[]);
    assert_eq!(
        answer(&product(), &writer, Sign::NothingNew).0,
        Answer::NotSeen
    );
    assert_eq!(
        answer(&framework, &writer, Sign::NothingNew).0,
        Answer::Seen
    );
}

#[test]
fn each_of_four_ways_out_has_something_to_do_that_is_not_taken_already() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("senior", "2022-01", "ongoing");
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let ways = ways_out(&facts);
    assert_eq!(
        ways.iter().map(|it| it.way).collect::<Vec<_>>(),
        [Way::Challenge, Way::Learning, Way::OutsideView, Way::Move]
    );
    assert!(ways.iter().all(|it| it.proposals.len() >= 2));
    let first = &ways[0].proposals[0];
    assert_eq!(first.makes, Makes::Experiment);
    let play = first.play.expect("a play");
    writer.put(windward_core::views::experiment::from_play(
        play,
        day("2026-11-01"),
        framework.hash,
    ));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    assert!(proposal(&facts, &first.key).is_none(), "taken");
    assert!(proposal(&facts, "ask-strength").is_some());
}
