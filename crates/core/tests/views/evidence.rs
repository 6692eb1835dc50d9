//! Evidence: what it carries, which is asked for, the timeline, two days compared, a draft of a review.

use jiff::civil::date;
use serde_json::Map;
use windward_core::{
    framework::{Framework, FrameworkHash, PRODUCT, Proficiency, SkillId},
    record::{Evidence, Figure, FridayMinute, Praise, Shown},
    views::{
        change::changes,
        drafts::{Missing, drafts},
        evidence::{Carries, Filter, pieces},
        facts::Facts,
        review::{Wanted, review},
        search::{Query, search},
        standing::Verdict,
        timeline::timeline,
    },
};

use crate::writer::{TODAY, Writer, product, rung};

fn piece(what: &str, on: &str) -> Evidence {
    Evidence::line(
        what,
        on.parse().expect("a date"),
        FrameworkHash::of(PRODUCT),
    )
}

fn shows(what: &str, on: &str, skills: &[(&str, u8)]) -> Evidence {
    let shown = skills.iter().map(|(skill, level)| Shown {
        skill: SkillId::new(*skill),
        proficiency: Proficiency::new(*level).expect("1 to 5"),
    });
    Evidence {
        skills: shown.collect(),
        ..piece(what, on)
    }
}

/// A Senior with six pieces, from one that backs to one that says nothing.
fn senior() -> Writer {
    let mut writer = Writer::default();
    writer.role("senior", "2022-01", "ongoing");
    writer.put(Evidence {
        so_what: Some("Renewals rose".to_owned()),
        figure: Some(Figure {
            what: Some("Renewals".to_owned()),
            from: Some("71".to_owned()),
            to: Some("77".to_owned()),
            ..Figure::default()
        }),
        my_part: Some("Found it in the tickets".to_owned()),
        witnesses: vec!["Tom Okafor".to_owned()],
        ..shows("Shipped annual pricing", "2026-10-08", &[("execution", 4)])
    });
    writer.put(shows("Rebuilt billing", "2021-05", &[("execution", 4)]));
    writer.put(piece("Answered 40 tickets", "2026-11-01"));
    writer.put(shows("Drew a mock-up", "2026-09-01", &[("design", 1)]));
    writer.put(Evidence {
        confidential: true,
        ..shows("Prepared the merger", "2026-08-01", &[("communication", 4)])
    });
    writer
}

fn with<T>(writer: &Writer, read: impl Fn(&Facts<'_>, &Framework) -> T) -> T {
    let framework = product();
    let record = writer.record();
    read(&Facts::of(&record, &framework, TODAY), &framework)
}

fn found(writer: &Writer, filter: &Filter<'_>) -> Vec<String> {
    with(writer, |facts, _| {
        pieces(facts, filter)
            .iter()
            .map(|it| it.of.it.what.clone())
            .collect()
    })
}

#[test]
fn a_piece_says_what_it_carries() {
    let carried = with(&senior(), |facts, _| {
        let all = pieces(facts, &Filter::default());
        all.iter()
            .map(|it| (it.of.it.what.clone(), it.carries))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        carried,
        [
            ("Answered 40 tickets".to_owned(), Carries::Bare),
            ("Shipped annual pricing".to_owned(), Carries::Backs),
            ("Drew a mock-up".to_owned(), Carries::Beside),
            ("Prepared the merger".to_owned(), Carries::Backs),
            ("Rebuilt billing".to_owned(), Carries::Aged),
        ]
    );
}

#[test]
fn each_filter_takes_what_it_names() {
    let writer = senior();
    let framework = product();
    let none = Filter::default;
    let skill = framework.skill(&SkillId::new("execution"));
    assert_eq!(
        found(&writer, &Filter { skill, ..none() }),
        ["Shipped annual pricing", "Rebuilt billing"]
    );
    let asked = rung(&framework, "senior").expectations().find(|it| {
        matches!(it, windward_core::framework::Expectation::Ask(ask) if ask.skill.as_str() == "communication")
    });
    assert_eq!(
        found(
            &writer,
            &Filter {
                expectation: asked,
                ..none()
            }
        ),
        ["Prepared the merger"]
    );
    let date = |text: &str| Some(text.parse().expect("a date"));
    assert_eq!(
        found(
            &writer,
            &Filter {
                from: date("2026-09"),
                to: date("2026-10"),
                ..none()
            }
        ),
        ["Shipped annual pricing", "Drew a mock-up"]
    );
    assert_eq!(
        found(
            &writer,
            &Filter {
                to: date("2021"),
                ..none()
            }
        ),
        ["Rebuilt billing"]
    );
    assert_eq!(
        found(
            &writer,
            &Filter {
                confidential: Some(true),
                ..none()
            }
        ),
        ["Prepared the merger"]
    );
    assert_eq!(
        found(
            &writer,
            &Filter {
                backs: Some(true),
                ..none()
            }
        )
        .len(),
        2
    );
    assert_eq!(
        found(
            &writer,
            &Filter {
                backs: Some(false),
                ..none()
            }
        )
        .len(),
        3
    );
    let query = Query::parse("ship prices");
    assert_eq!(
        found(&writer, &Filter { query, ..none() }),
        ["Shipped annual pricing"]
    );
}

#[test]
fn a_search_goes_through_everything_that_was_by_that_day() {
    let mut writer = senior();
    writer.put(Praise {
        words: "Your pricing paper saved us a quarter".to_owned(),
        from: Some("Petra".to_owned()),
        on: Some("2026-11-20".parse().expect("a date")),
        ..Praise::default()
    });
    let framework = product();
    let record = writer.record();
    let kinds = |day, text: &str| {
        let query = Query::parse(text).expect("words");
        let hits = search(&record, &framework, day, &query);
        hits.iter()
            .map(|hit| hit.content.kind().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(TODAY, "prices"),
        ["praise", "evidence"],
        "of equals the latest first"
    );
    assert_eq!(kinds(date(2026, 11, 19), "prices"), ["evidence"]);
    assert_eq!(kinds(TODAY, "petra quarter"), ["praise"]);
    assert!(kinds(TODAY, "petra churn").is_empty());
}

#[test]
fn drafts_are_recent_lines_that_say_too_little() {
    let drafts = with(&senior(), |facts, _| {
        drafts(facts)
            .iter()
            .map(|it| (it.of.it.what.clone(), it.missing.clone()))
            .collect::<Vec<_>>()
    });
    let whats: Vec<&str> = drafts.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(
        whats,
        [
            "Answered 40 tickets",
            "Drew a mock-up",
            "Prepared the merger"
        ]
    );
    assert_eq!(
        drafts[0].1,
        [
            Missing::Shows,
            Missing::SoWhat,
            Missing::MyPart,
            Missing::Witness
        ]
    );
    assert_eq!(drafts[1].1[0], Missing::SoWhat);
}

#[test]
fn a_timeline_has_every_month_and_puts_one_days_ratings_together() {
    let mut writer = senior();
    writer
        .rate("execution", 4, "2026-10-08")
        .rate("vision", 3, "2026-10-08");
    writer.role("pm", "2019", "2021-12");
    let framework = product();
    let record = writer.record();
    let line = timeline(&record, TODAY);
    let (months, kinds) = (
        line.months(&record, &framework, None, None, usize::MAX).0,
        line.kinds(),
    );
    let of: Vec<String> = months.iter().map(|month| month.of.to_string()).collect();
    assert_eq!(
        of,
        [
            "2026-11", "2026-10", "2026-09", "2026-08", "2022-01", "2021-12", "2021-05", "2019"
        ]
    );
    let rated: Vec<_> = months[1]
        .moments
        .iter()
        .filter(|it| it.kind == "rating")
        .collect();
    assert_eq!(rated.len(), 1);
    assert_eq!(
        (&*rated[0].what, rated[0].others.len()),
        ("2 skills rated", 1)
    );
    assert!(kinds.contains(&("evidence".to_owned(), 5)), "{kinds:?}");
    assert!(
        kinds.contains(&("role".to_owned(), 3)),
        "two began, one ended: {kinds:?}"
    );
    let only = line
        .months(&record, &framework, Some("role"), None, usize::MAX)
        .0;
    let all = line.kinds();
    assert_eq!(only.len(), 3);
    assert_eq!(all, kinds, "the counts are of everything");
}

#[test]
fn two_days_differ_by_what_happened_and_by_what_grew_old() {
    let mut writer = senior();
    writer.put(shows(
        "Ran the summit",
        "2023-11-01",
        &[("stakeholders", 4)],
    ));
    writer.rate("stakeholders", 4, "2024-01-01");
    let framework = product();
    let record = writer.record();
    let on = |day| Facts::of(&record, &framework, day);
    let (before, after) = (on(date(2025, 10, 1)), on(TODAY));
    let changes = changes(&before, &after);
    let new: Vec<&str> = changes
        .evidence
        .iter()
        .map(|of| of.it.what.as_str())
        .collect();
    assert_eq!(new.len(), 4, "{new:?}");
    let aged: Vec<&str> = changes.aged.iter().map(|of| of.it.what.as_str()).collect();
    assert_eq!(aged, ["Ran the summit"]);
    let senior = &changes.rungs[0];
    assert_eq!(senior.rung.id.as_str(), "senior");
    let of = |skill: &str| {
        let line = senior
            .lines
            .iter()
            .find(|it| it.name.to_lowercase().contains(skill));
        line.map(|it| (it.before, it.after, it.is_better()))
    };
    assert_eq!(
        of("stakeholder"),
        Some((Verdict::Backed, Verdict::Unproven, false))
    );
    assert_eq!(
        of("execution"),
        Some((Verdict::Assumed, Verdict::Backed, true))
    );
    assert!(windward_core::views::change::changes(&after, &after).is_empty());
}

#[test]
fn a_review_puts_each_piece_under_the_heading_it_fits() {
    let mut writer = senior();
    writer.put(FridayMinute {
        did: None,
        learned: Some("Ask finance first".to_owned()),
        helped: None,
        on: "2026-11-06".parse().expect("a date"),
        unknown: Map::new(),
    });
    writer.put(Praise {
        words: "Clear as glass".to_owned(),
        on: Some("2026-11-06".parse().expect("a date")),
        ..Praise::default()
    });
    let mut wanted = Wanted {
        from: date(2026, 1, 1),
        to: TODAY,
        headings: [
            "What did you ship?",
            "How do you communicate?",
            "What did you learn?",
        ]
        .map(str::to_owned)
        .to_vec(),
        confidential: false,
    };
    let drafted = |wanted: &Wanted| with(&writer, |facts, _| review(facts, wanted).to_markdown());
    let text = drafted(&wanted);
    insta::assert_snapshot!(text);
    assert!(!text.contains("merger"));
    assert_eq!(with(&writer, |facts, _| review(facts, &wanted).left_out), 1);
    wanted.confidential = true;
    let text = drafted(&wanted);
    let (_, under) = text
        .split_once("## How do you communicate?")
        .expect("the heading");
    assert!(
        under.trim_start().starts_with("- Prepared the merger"),
        "{text}"
    );
}
