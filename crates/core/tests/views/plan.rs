//! Plans for records made by hand, read against the shipped ladder.

use jiff::civil::date;
use serde_json::Map;
use windward_core::{
    framework::{FrameworkHash, PRODUCT, PlayId, RungId, Setting, SkillId},
    record::{
        Action, Choice, Decision, Destination, Experiment, ExperimentKind, Focus, PlanSettings,
    },
    views::{
        facts::Facts,
        plan::{Plan, Why, changed, plan, solve, wishes},
    },
};

use super::writer::{TODAY, Writer, product};

fn day(text: &str) -> windward_core::date::PartialDate {
    text.parse().expect("a date")
}

fn asked() -> PlanSettings {
    PlanSettings::assumed(day("2026-11-01"), FrameworkHash::of(PRODUCT))
}

/// A senior product manager who wants to be a principal and says where they stand on some skills.
fn senior() -> Writer {
    let mut writer = Writer::default();
    writer.role("senior", "2023-01", "ongoing");
    for (skill, level) in [
        ("vision", 3),
        ("market", 3),
        ("business", 2),
        ("communication", 3),
        ("data", 3),
    ] {
        writer.rate(skill, level, "2026-10-01");
    }
    writer.put(Destination {
        rung: Some(RungId::new("principal")),
        role: None,
        by: None,
        why: None,
        on: day("2026-10-01"),
        framework: FrameworkHash::of(PRODUCT),
        unknown: Map::new(),
    });
    writer
}

fn with<T>(
    writer: &Writer,
    wishes: PlanSettings,
    read: impl FnOnce(&Facts<'_>, &Plan<'_>) -> T,
) -> T {
    let (record, framework) = (writer.record(), product());
    let facts = Facts::of(&record, &framework, TODAY);
    let plan = plan(&facts, &solve(&facts, wishes));
    read(&facts, &plan)
}

fn ids(plan: &Plan<'_>) -> Vec<String> {
    plan.plays.iter().map(|it| it.play.id.to_string()).collect()
}

#[test]
fn a_plan_keeps_to_the_hours_of_every_week_and_to_what_comes_first() {
    for (hours, weeks) in [(1, 13), (2, 26), (4, 13), (7, 52), (20, 13), (60, 52)] {
        let wishes = PlanSettings {
            hours_a_week: hours,
            weeks,
            ..asked()
        };
        with(&senior(), wishes, |_, plan| {
            assert_eq!(plan.load.len(), usize::from(weeks));
            assert!(
                plan.load
                    .iter()
                    .all(|load| load.total() <= u32::from(hours)),
                "{plan:?}"
            );
            for it in &plan.plays {
                let total = u32::from(it.play.hours_a_week) * u32::from(it.play.weeks);
                assert_eq!(it.hours.iter().sum::<u32>(), total, "{}", it.play.id);
                for before in &it.play.after {
                    let before = plan.plays.iter().find(|it| it.play.id == *before);
                    assert!(
                        before.expect("it is planned too").last < it.first,
                        "{}",
                        it.play.id
                    );
                }
            }
            assert!(
                plan.reach.proven,
                "{hours} hours, {weeks} weeks: {:?}",
                plan.reach
            );
            assert!(plan.reach.steps > 0);
        });
    }
}

#[test]
fn more_hours_never_take_less() {
    let weight = |hours| {
        let wishes = PlanSettings {
            hours_a_week: hours,
            ..asked()
        };
        with(&senior(), wishes, |_, plan| plan.reach.weight)
    };
    let weights: Vec<u32> = [1, 2, 4, 8, 16].map(weight).to_vec();
    assert!(
        weights.is_sorted() && weights[0] < weights[4],
        "{weights:?}"
    );
}

#[test]
fn a_play_says_which_gaps_it_serves_and_the_rest_why_it_is_not_there() {
    with(&senior(), asked(), |facts, plan| {
        let first = &plan.plays[0];
        let reason = plan.reason(first);
        assert!(reason.starts_with("Chosen because it serves "), "{reason}");
        assert!(
            reason.contains("of Lead / Principal Product Manager ("),
            "{reason}"
        );
        for serves in plan.plays.iter().flat_map(|it| &it.serves) {
            let gap = facts.standing(plan.aims[0].rung).lines.iter();
            let mut gap = gap.filter(|line| line.skill.is_some_and(|it| it.id == serves.skill.id));
            let line = gap.next().expect("the rung asks for it");
            assert!(line.shortfall() > 0 && line.asked() >= Some(serves.to));
        }
        assert!(
            plan.left_out
                .iter()
                .any(|(_, why)| matches!(why, Why::NoRoom { adds: 1.., .. }))
        );
        assert!(!plan.in_words().is_empty() && plan.bound_in_words().contains("proven"));
        let steps: usize = plan.outlook.iter().map(|it| it.steps).sum();
        assert_eq!(
            steps, plan.reach.steps,
            "one destination, so every step is one of its gaps"
        );
    });
}

#[test]
fn a_pin_is_in_and_a_refusal_is_out_with_all_that_builds_on_it() {
    let pinned = PlanSettings {
        hours_a_week: 6,
        weeks: 26,
        pinned: vec![
            PlayId::new("communication-two-pages"),
            PlayId::new("vision-several-products"),
        ],
        ..asked()
    };
    with(&senior(), pinned.clone(), |_, plan| {
        let ids = ids(plan);
        for id in [
            "communication-two-pages",
            "vision-several-products",
            "vision-unasked-strategy",
        ] {
            assert!(ids.iter().any(|it| it == id), "{id}: {ids:?}");
        }
        assert!(plan.unkept.is_empty());
    });
    let refused = PlanSettings {
        refused: vec![PlayId::new("vision-unasked-strategy")],
        ..pinned
    };
    with(&senior(), refused, |_, plan| {
        assert!(
            ids(plan)
                .iter()
                .all(|it| !it.starts_with("vision-several") && !it.starts_with("vision-unasked"))
        );
        let (play, why) = plan.unkept[0];
        assert_eq!(play.id.as_str(), "vision-several-products");
        assert_eq!(
            why.in_words(),
            "It builds on ‘Write a strategy that nobody asked for’, which is out."
        );
    });
}

#[test]
fn pins_that_do_not_fit_are_said_and_the_others_kept() {
    let wishes = PlanSettings {
        hours_a_week: 3,
        pinned: vec![
            PlayId::new("vision-unasked-strategy"),
            PlayId::new("innovation-new-line"),
            PlayId::new("business-price-test"),
        ],
        ..asked()
    };
    with(&senior(), wishes, |_, plan| {
        let unkept: Vec<_> = plan
            .unkept
            .iter()
            .map(|(play, why)| (play.id.as_str(), *why))
            .collect();
        assert_eq!(unkept[0], ("innovation-new-line", Why::TooLong));
        assert!(matches!(
            unkept[1],
            ("business-price-test", Why::NoRoom { .. })
        ));
        assert!(
            plan.plays
                .iter()
                .any(|it| it.pinned && it.play.id.as_str() == "vision-unasked-strategy")
        );
    });
}

#[test]
fn only_the_settings_allowed_are_used() {
    let wishes = PlanSettings {
        settings: vec![Setting::Outside],
        ..asked()
    };
    with(&senior(), wishes, |_, plan| {
        assert!(!plan.plays.is_empty());
        assert!(
            plan.plays
                .iter()
                .all(|it| it.play.setting == Setting::Outside)
        );
        assert!(
            plan.left_out
                .iter()
                .any(|(_, why)| *why == Why::Setting(Setting::InTheJob))
        );
    });
}

#[test]
fn what_runs_takes_its_hours_and_lets_what_builds_on_it_begin_after() {
    let mut writer = senior();
    let hash = FrameworkHash::of(PRODUCT);
    writer.put(Experiment {
        play: Some(PlayId::new("vision-unasked-strategy")),
        hours_a_week: Some(3),
        from: Some(day("2026-11-02")),
        to: Some(day("2026-12-06")),
        ..Experiment::new(
            "A strategy for billing",
            ExperimentKind::Stretch,
            day("2026-11-01"),
            hash,
        )
    });
    writer.put(Experiment {
        hours_a_week: Some(1),
        from: Some(day("2026-12-07")),
        to: Some(day("2026-12-20")),
        ..Experiment::new(
            "A reading group",
            ExperimentKind::Learn,
            day("2026-11-01"),
            hash,
        )
    });
    let wishes = PlanSettings {
        hours_a_week: 5,
        weeks: 20,
        pinned: vec![PlayId::new("vision-several-products")],
        ..asked()
    };
    with(&writer, wishes, |_, plan| {
        assert_eq!(plan.begins, date(2026, 11, 23));
        let running: Vec<u32> = plan.load.iter().map(|load| load.running).collect();
        assert_eq!(running[..5], [3, 3, 1, 1, 0]);
        assert!(plan.load.iter().all(|load| load.total() <= 5));
        assert!(ids(plan).iter().all(|it| it != "vision-unasked-strategy"));
        let next = plan
            .plays
            .iter()
            .find(|it| it.play.id.as_str() == "vision-several-products");
        assert!(
            next.expect("the pin").first >= 2,
            "not before what it builds on ends"
        );
    });
}

#[test]
fn what_was_kept_or_stopped_is_not_proposed_again() {
    let hash = FrameworkHash::of(PRODUCT);
    let proposed = |writer: &Writer| with(writer, asked(), |_, plan| ids(plan));
    let first = proposed(&senior()).swap_remove(0);
    for choice in [Choice::Keep, Choice::Stop] {
        let mut writer = senior();
        writer.put(Experiment {
            play: Some(PlayId::new(first.clone())),
            from: Some(day("2026-08-01")),
            decision: Some(Decision {
                choice,
                bearing: None,
                about_work: None,
                opened: None,
                about_self: None,
                on: day("2026-10-10"),
                unknown: Map::new(),
            }),
            ..Experiment::new("Tried", ExperimentKind::Learn, day("2026-08-01"), hash)
        });
        assert!(!proposed(&writer).contains(&first), "{choice:?}");
    }
    let mut writer = senior();
    writer.put(Action {
        play: Some(PlayId::new(first.clone())),
        done: Some(day("2026-10-10")),
        ..Action::new("Did it", day("2026-09-10"), hash)
    });
    assert!(!proposed(&writer).contains(&first));
}

#[test]
fn a_skill_in_focus_counts_double() {
    let mut writer = senior();
    let weight = |writer: &Writer| with(writer, asked(), |_, plan| plan.reach.of_weight);
    let before = weight(&writer);
    writer.put(Focus {
        skills: vec![SkillId::new("business")],
        until: None,
        on: day("2026-11-01"),
        framework: FrameworkHash::of(PRODUCT),
        unknown: Map::new(),
    });
    assert!(weight(&writer) > before);
    with(&writer, asked(), |_, plan| {
        let focused = plan
            .plays
            .iter()
            .find(|it| it.serves.iter().any(|it| it.in_focus));
        let focused = focused.expect("what counts double is served first");
        assert!(plan.reason(focused).contains("in focus, and counts double"));
    });
}

#[test]
fn what_changed_is_said_with_its_reason() {
    let mut writer = senior();
    let seen = with(&writer, asked(), |_, plan| {
        (plan.planned(), plan.plays[0].play.id.clone())
    });
    let kept = PlanSettings {
        planned: seen.0.clone(),
        ..asked()
    };
    writer.put(kept.clone());
    with(&writer, kept.clone(), |facts, plan| {
        assert_eq!(wishes(facts), kept);
        assert!(changed(facts, plan).is_none(), "the same plan as was seen");
    });
    let refused = PlanSettings {
        refused: vec![seen.1.clone()],
        ..kept
    };
    with(&writer, refused, |facts, plan| {
        let changed = changed(facts, plan).expect("one play is gone");
        assert_eq!(changed.gone[0].0.id, seen.1);
        assert_eq!(changed.gone[0].1, Why::Refused);
    });
    writer.put(Action {
        play: Some(seen.1.clone()),
        hours_a_week: Some(1),
        ..Action::new("Begun", day("2026-11-20"), FrameworkHash::of(PRODUCT))
    });
    with(&writer, asked(), |facts, plan| {
        let changed = changed(facts, plan).expect("one play was begun");
        assert_eq!(changed.begun[0].id, seen.1);
    });
}

#[test]
fn without_a_destination_the_nearest_rung_is_planned_towards_and_without_a_role_the_lowest() {
    let mut writer = Writer::default();
    with(&writer, asked(), |_, plan| {
        assert_eq!(plan.aims[0].rung.id.as_str(), "associate");
    });
    writer
        .role("pm", "2023-01", "ongoing")
        .rate("execution", 1, "2026-10-01");
    with(&writer, asked(), |_, plan| {
        assert!(plan.aims[0].destination.is_none());
        assert_eq!(plan.aims[0].rung.id.as_str(), "senior");
    });
}
