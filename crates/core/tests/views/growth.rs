//! Hypotheses, experiments, check-ins and things to do, as of a day.

use jiff::civil::date;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT, PlayId},
    id::ItemId,
    record::{
        Action, Bearing, CheckIn, Choice, Decision, Dial, Experiment, ExperimentKind, Hypothesis,
        HypothesisAbout, HypothesisStatus, Overruled, Pulse, Reading, Record,
    },
    views::{
        action,
        check_in::{check_ins, is_due},
        due::Matter,
        experiment::{self, Risk, State, experiments, risks, state},
        facts::Facts,
        hypothesis::hypotheses,
        today::today,
    },
};

use crate::writer::{TODAY, Writer, product};

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn hash() -> FrameworkHash {
    FrameworkHash::of(PRODUCT)
}

fn experiment(from: &str, to: &str) -> Experiment {
    Experiment {
        from: (!from.is_empty()).then(|| day(from)),
        to: (!to.is_empty()).then(|| day(to)),
        ..Experiment::new(
            "Lead the guild",
            ExperimentKind::Lead,
            day("2026-01-05"),
            hash(),
        )
    }
}

fn decided(mut it: Experiment, bearing: Option<Bearing>, on: &str) -> Experiment {
    it.decision = Some(Decision {
        choice: Choice::Stop,
        bearing,
        about_work: None,
        opened: None,
        about_self: None,
        on: day(on),
        unknown: Map::new(),
    });
    it
}

fn hypothesis() -> Hypothesis {
    Hypothesis::new(
        "I like to lead",
        HypothesisAbout::Role,
        day("2026-01-04"),
        hash(),
    )
}

/// A record of one hypothesis and experiments that test it.
fn testing(hypothesis: Hypothesis, tests: impl IntoIterator<Item = Experiment>) -> Record {
    let mut writer = Writer::default();
    writer.put(hypothesis);
    let id = writer.record().all::<Hypothesis>().next().expect("one").id;
    for mut test in tests {
        test.hypothesis = Some(id);
        writer.put(test);
    }
    writer.record()
}

fn status(record: &Record) -> (HypothesisStatus, String) {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let one = &hypotheses(&facts)[0];
    (one.status, one.because.clone())
}

#[test]
fn a_hypothesis_stands_as_its_experiments_say() {
    use HypothesisStatus as S;
    let run = || experiment("2026-11-01", "2026-12-20");
    let over = |bearing| {
        decided(
            experiment("2026-02-01", "2026-03-01"),
            bearing,
            "2026-03-02",
        )
    };
    let cases: [(Vec<Experiment>, S); 8] = [
        (vec![], S::Untested),
        (vec![experiment("", "")], S::Untested),
        (vec![run()], S::Testing),
        (vec![over(None)], S::Unclear),
        (vec![over(Some(Bearing::Neither))], S::Unclear),
        (vec![over(Some(Bearing::For)), run()], S::Holds),
        (vec![over(Some(Bearing::Against))], S::Fails),
        (
            vec![over(Some(Bearing::For)), over(Some(Bearing::Against))],
            S::Unclear,
        ),
    ];
    for (tests, expected) in cases {
        let record = testing(hypothesis(), tests.clone());
        let (status, because) = status(&record);
        assert_eq!(status, expected, "{tests:#?} {because}");
    }
}

#[test]
fn a_verdict_of_ones_own_stands_beside_what_the_experiments_say() {
    let mut it = hypothesis();
    it.overruled = Some(Overruled {
        status: HypothesisStatus::Holds,
        reason: "The team was dissolved half way".to_owned(),
        on: day("2026-06-01"),
        unknown: Map::new(),
    });
    let against = decided(
        experiment("2026-02-01", "2026-03-01"),
        Some(Bearing::Against),
        "2026-03-02",
    );
    let record = testing(it, [against]);
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let one = &hypotheses(&facts)[0];
    assert_eq!(one.status, HypothesisStatus::Holds);
    assert_eq!(one.by_experiments, HypothesisStatus::Fails);
    let before = Facts::of(&record, &framework, date(2026, 5, 1));
    assert_eq!(
        hypotheses(&before)[0].status,
        HypothesisStatus::Fails,
        "not overruled by then"
    );
}

#[test]
fn an_experiment_is_an_idea_runs_ends_and_is_decided() {
    let at = |it: &Experiment, on: &str| state(it, day(on).first_day());
    let it = experiment("2026-03-02", "2026-03-29");
    assert_eq!(at(&experiment("", ""), "2026-03-02"), State::Idea);
    assert_eq!(at(&it, "2026-03-01"), State::Idea, "it begins tomorrow");
    assert_eq!(
        at(&it, "2026-03-02"),
        State::Running {
            week: 1,
            weeks: Some(4)
        }
    );
    assert_eq!(
        at(&it, "2026-03-29"),
        State::Running {
            week: 4,
            weeks: Some(4)
        },
        "its last day belongs to it"
    );
    assert_eq!(at(&it, "2026-03-30"), State::Ended);
    let left = Experiment {
        left_open: Some(day("2026-04-02")),
        ..it.clone()
    };
    assert_eq!(at(&left, "2026-04-01"), State::Ended);
    assert_eq!(at(&left, "2026-04-02"), State::LeftOpen);
    let it = decided(it, None, "2026-03-20");
    assert_eq!(
        at(&it, "2026-03-19"),
        State::Running {
            week: 3,
            weeks: Some(4)
        }
    );
    assert_eq!(at(&it, "2026-03-20"), State::Decided, "before its end too");
}

#[test]
fn low_risk_is_computed_and_says_why_not() {
    assert_eq!(
        risks(&experiment("2026-03-02", "2026-05-31")),
        [],
        "thirteen weeks are a quarter"
    );
    let mut it = experiment("2026-03-02", "2026-06-01");
    it.hours_a_week = Some(8);
    assert_eq!(risks(&it), [Risk::Long { weeks: 14 }]);
    it.hours_a_week = Some(9);
    it.irreversible = true;
    it.public = true;
    it.to = None;
    assert_eq!(
        risks(&it),
        [
            Risk::NoEnd,
            Risk::ManyHours { hours: 9 },
            Risk::Irreversible,
            Risk::Public
        ]
    );
    assert!(risks(&it).iter().all(|risk| risk.says().len() > 30));
}

#[test]
fn a_pulse_is_asked_for_once_a_week_while_it_runs() {
    let record = testing(hypothesis(), [experiment("2026-11-01", "2026-12-20")]);
    let id: ItemId = record.all::<Experiment>().next().expect("one").id;
    let framework = product();
    let due = |on: Option<&str>| {
        let mut writer = Writer::default();
        writer
            .put(hypothesis())
            .put(experiment("2026-11-01", "2026-12-20"));
        if let Some(on) = on {
            writer.put(Pulse {
                experiment: id,
                energy: Reading::new(4),
                learning: None,
                line: None,
                on: day(on),
                unknown: Map::new(),
            });
        }
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let one = &experiments(&facts)[0];
        (
            one.pulse_due,
            experiment::pulse_of_the_week(one, TODAY).is_some(),
        )
    };
    assert_eq!(due(None), (true, false));
    assert_eq!(due(Some("2026-11-15")), (true, false));
    assert_eq!(due(Some("2026-11-16")), (false, true), "six days ago");
}

#[test]
fn a_play_keeps_its_hours_and_first_step() {
    let framework = product();
    let play = framework
        .play(&PlayId::new("company-strategy-say-back"))
        .expect("a play");
    let it = experiment::from_play(play, day("2026-11-22"), framework.hash);
    assert_eq!(it.hours_a_week, Some(1));
    assert_eq!(it.first_step.as_deref(), Some(play.first_step.as_str()));
    assert_eq!(
        experiment::last_day(play, date(2026, 11, 23)),
        date(2026, 12, 20),
        "four weeks"
    );
}

#[test]
fn today_shows_what_is_under_way() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("senior", "2023-10", "ongoing");
    writer.put(experiment("2026-09-01", "2026-10-01"));
    writer.put(experiment("2026-11-01", "2026-12-20"));
    writer.put(Action::new("Write to Ines", day("2026-11-20"), hash()));
    let soon = Action {
        due: Some(day("2026-11-23")),
        ..Action::new("Ask Petra", day("2026-11-21"), hash())
    };
    writer.put(soon);
    for (put_off, done) in [(Some("2026-11-23"), None), (None, Some("2026-11-21"))] {
        writer.put(Action {
            put_off: put_off.map(day),
            done: done.map(day),
            ..Action::new("Not now", day("2026-11-20"), hash())
        });
    }
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let under_way = [Matter::Decide, Matter::Act, Matter::Pulse, Matter::CheckIn];
    let today = today(&facts);
    let seen: Vec<&str> = today
        .list
        .iter()
        .filter(|due| under_way.contains(&due.id.matter))
        .map(|due| match due.id.matter {
            Matter::Act => &*due.what,
            other => other.word(),
        })
        .collect();
    assert_eq!(
        seen,
        ["decide", "Ask Petra", "Write to Ines", "pulse", "check-in"]
    );
    assert_eq!(action::later(&facts).len(), 1);
    assert_eq!(action::over(&facts).len(), 1);
}

#[test]
fn a_skipped_month_is_not_asked_about_again_and_is_no_answer() {
    let framework = product();
    let with = |check_in: CheckIn| {
        let mut writer = Writer::default();
        writer.put(check_in);
        writer.record()
    };
    let skipped = with(CheckIn::skipped(day("2026-11-01")));
    let facts = Facts::of(&skipped, &framework, TODAY);
    assert!(!is_due(&facts));
    assert!(check_ins(&facts).answered.is_empty());
    let old = with(CheckIn::skipped(day("2026-10-25")));
    assert!(
        is_due(&Facts::of(&old, &framework, TODAY)),
        "four weeks ago"
    );
    let nothing = Record::default();
    assert!(is_due(&Facts::of(&nothing, &framework, TODAY)));
}

#[test]
fn the_line_of_a_year_ago_stands_beside_and_no_trend_is_claimed_on_five() {
    let framework = product();
    let mut writer = Writer::default();
    for (on, energy) in [
        ("2025-11-30", 5),
        ("2026-06-20", 5),
        ("2026-07-20", 4),
        ("2026-08-20", 3),
        ("2026-09-20", 2),
        ("2026-10-20", 1),
    ] {
        writer.put(CheckIn {
            energy: Reading::new(energy),
            line: Some(format!("Written {on}")),
            ..CheckIn::skipped(day(on))
        });
    }
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let read = check_ins(&facts);
    let before = read.a_year_ago.expect("one of last November");
    assert_eq!(before.it.line.as_deref(), Some("Written 2025-11-30"));
    let energy = read
        .series
        .iter()
        .find(|it| it.dial == Dial::Energy)
        .expect("energy");
    assert_eq!(energy.points.len(), 6);
    assert!(energy.trend.is_ok());
    let early = Facts::of(&record, &framework, date(2026, 10, 19));
    let read = check_ins(&early);
    assert!(
        read.series.iter().all(|it| it.trend.is_err()),
        "five points"
    );
}
