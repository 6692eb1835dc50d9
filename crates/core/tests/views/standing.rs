//! The rule of standing, case by case, as `docs/reference/standing.md` states it.

use crate::writer::{TODAY, Writer, product, rating, rung};
use windward_core::{
    framework::{Framework, Level, SkillId},
    record::{Author, ClaimState, Record, View},
    views::{
        facts::Facts,
        phase::{WorkPhase, work_phase},
        readiness::{Because, Readiness, gaps, nearest, open},
        standing::{Basis, Line, Verdict},
    },
};

/// What the line of one expectation of `of` says.
fn line<T>(record: &Record, of: &str, id: &str, read: impl Fn(&Line<'_>, &Framework) -> T) -> T {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let standing = facts.standing(rung(&framework, of));
    let line = standing
        .lines
        .iter()
        .find(|it| it.expectation.id().as_str() == id);
    read(line.unwrap_or_else(|| panic!("no line {id}")), &framework)
}

fn verdict(record: &Record, of: &str, id: &str) -> Verdict {
    line(record, of, id, |line, _| line.verdict)
}

fn manager() -> Author {
    Author::Other {
        id: "7".to_owned(),
        name: "Petra".to_owned(),
    }
}

#[test]
fn what_the_rung_held_asks_is_assumed_and_nothing_else_is() {
    let record = Writer::default().role("senior", "2023", "ongoing").record();
    assert_eq!(
        verdict(&record, "senior", "senior-vision"),
        Verdict::Assumed
    );
    assert_eq!(
        verdict(&record, "senior", "senior-mentor"),
        Verdict::Assumed
    );
    assert_eq!(verdict(&record, "pm", "pm-data"), Verdict::Assumed);
    assert_eq!(
        verdict(&record, "principal", "principal-vision"),
        Verdict::Gap
    );
    assert_eq!(verdict(&record, "principal", "principal-pnl"), Verdict::Gap);
    let nothing = Record::default();
    assert_eq!(
        verdict(&nothing, "associate", "associate-data"),
        Verdict::Gap
    );
}

#[test]
fn a_rating_of_ones_own_replaces_what_is_assumed() {
    let record = Writer::default()
        .role("senior", "2023", "ongoing")
        .rate("vision", 4, "2026-10-01")
        .rate("market", 2, "2026-10-01")
        .record();
    assert_eq!(
        verdict(&record, "senior", "senior-vision"),
        Verdict::Unproven
    );
    assert_eq!(verdict(&record, "senior", "senior-market"), Verdict::Gap);
    let words = line(&record, "senior", "senior-market", |line, framework| {
        line.in_words(framework)
    });
    assert!(words.starts_with("practising, expected "), "{words}");
}

#[test]
fn the_latest_rating_counts_and_the_future_does_not() {
    let mut writer = Writer::default();
    writer
        .rate("vision", 2, "2026-10-01")
        .rate("vision", 4, "2025-01-01")
        .rate("vision", 5, "2027-01-01");
    let now = line(&writer.record(), "senior", "senior-vision", |line, _| {
        line.now.map(u8::from)
    });
    assert_eq!(now, Some(2));
}

#[test]
fn evidence_backs_for_two_years_at_the_proficiency_asked() {
    let asked = {
        let framework = product();
        match rung(&framework, "senior")
            .ask(&SkillId::new("vision"))
            .unwrap()
            .level
        {
            Level::At(asked) => asked.get(),
            Level::HandedOn => panic!("asked"),
        }
    };
    let with = |day: &str, level: u8| {
        let record = Writer::default()
            .rate("vision", asked, "2026-10-01")
            .did(day, &[("vision", level)], &[])
            .record();
        verdict(&record, "senior", "senior-vision")
    };
    assert_eq!(with("2026-01-15", asked), Verdict::Backed);
    assert_eq!(
        with("2024-11-22", asked),
        Verdict::Backed,
        "two years to the day"
    );
    assert_eq!(with("2024-11-21", asked), Verdict::Unproven, "a day more");
    assert_eq!(
        with("2026-01-15", asked - 1),
        Verdict::Unproven,
        "it shows less than is asked"
    );
}

#[test]
fn evidence_that_shows_more_than_was_rated_outranks_the_rating() {
    let record = Writer::default()
        .rate("vision", 1, "2026-10-01")
        .did("2026-09-01", &[("vision", 5)], &[])
        .record();
    assert_eq!(verdict(&record, "senior", "senior-vision"), Verdict::Backed);
    line(&record, "senior", "senior-vision", |line, _| {
        assert!(matches!(line.basis, Basis::Evidence(_)));
    });
}

#[test]
fn a_view_given_by_its_owner_backs_and_one_noted_by_me_does_not() {
    let asked = 5;
    let noted = Writer::default()
        .rate("vision", asked, "2026-10-01")
        .put(rating("vision", asked, "2026-10-02", View::Manager))
        .record();
    assert_eq!(
        verdict(&noted, "senior", "senior-vision"),
        Verdict::Unproven
    );
    let given = Writer::default()
        .rate("vision", asked, "2026-10-01")
        .by(
            manager(),
            rating("vision", asked, "2026-10-02", View::Manager),
        )
        .record();
    assert_eq!(verdict(&given, "senior", "senior-vision"), Verdict::Backed);
    line(&given, "senior", "senior-vision", |line, _| {
        assert_eq!(line.views[0].hand, windward_core::record::Hand::Given);
        assert_eq!(line.views[0].by, Some("Petra"));
    });
    let lower = Writer::default()
        .rate("vision", asked, "2026-10-01")
        .by(manager(), rating("vision", 1, "2026-10-02", View::Manager))
        .record();
    assert_eq!(
        verdict(&lower, "senior", "senior-vision"),
        Verdict::Unproven,
        "kept apart, never averaged"
    );
}

#[test]
fn a_duty_is_met_by_a_claim_and_backed_by_evidence_that_names_it() {
    let claimed = |state| {
        Writer::default()
            .claim("principal-pnl", state, "2026-10-01")
            .record()
    };
    assert_eq!(
        verdict(&claimed(ClaimState::Doing), "principal", "principal-pnl"),
        Verdict::Unproven
    );
    assert_eq!(
        verdict(&claimed(ClaimState::Partly), "principal", "principal-pnl"),
        Verdict::Gap
    );
    assert_eq!(
        verdict(&claimed(ClaimState::NotYet), "principal", "principal-pnl"),
        Verdict::Gap
    );
    let shown = Writer::default()
        .did("2026-01-15", &[], &["principal-pnl"])
        .record();
    assert_eq!(
        verdict(&shown, "principal", "principal-pnl"),
        Verdict::Backed
    );
}

#[test]
fn handed_on_is_neither_met_nor_a_gap() {
    let record = Writer::default()
        .role("director", "2023", "ongoing")
        .record();
    assert_eq!(
        verdict(&record, "director", "director-agile"),
        Verdict::HandedOn
    );
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let director = rung(&framework, "director");
    let standing = facts.standing(director);
    let handed_on = standing
        .lines
        .iter()
        .filter(|it| it.verdict == Verdict::HandedOn)
        .count();
    let readiness = Readiness::of(standing);
    assert!(handed_on > 0);
    assert_eq!(readiness.of, director.expectations().count() - handed_on);
    assert_eq!(readiness.met, readiness.of);
    assert_eq!(readiness.assumed, readiness.of);
    assert_eq!(
        readiness.to_string(),
        format!("{0} of {0} met (0 backed, {0} assumed)", readiness.of)
    );
}

#[test]
fn both_sides_of_the_fork_are_open_after_senior() {
    let framework = product();
    let record = Writer::default().role("senior", "2023", "ongoing").record();
    let facts = Facts::of(&record, &framework, TODAY);
    let open = open(&facts);
    let rungs: Vec<&str> = open.iter().map(|it| it.standing.rung.id.as_str()).collect();
    assert_eq!(rungs, ["principal", "director"]);
    for it in &open {
        let gaps = gaps(it.standing);
        assert_eq!(gaps.len(), it.readiness.of - it.readiness.met);
        let weights: Vec<usize> = gaps
            .iter()
            .map(|gap| usize::from(gap.line.shortfall()) * (1 + gap.called_on))
            .collect();
        assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    }
}

#[test]
fn a_skill_that_nobody_looked_at_is_no_far_gap() {
    let record = Writer::default().role("senior", "2023", "ongoing").record();
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let gaps = gaps(facts.standing(rung(&framework, "principal")));
    let reason = |id: &str| {
        let gap = gaps
            .iter()
            .find(|it| it.line.expectation.id().as_str() == id);
        gap.map(|it| (it.line.shortfall(), it.reason())).unwrap()
    };
    let (steps, says) = reason("principal-innovation");
    assert_eq!(steps, 1, "nothing says that it is more");
    assert!(says.starts_with("not looked at yet"), "{says}");
    let (_, says) = reason("principal-vision");
    assert!(
        says.starts_with("one step short of what is assumed"),
        "{says}"
    );
    let said = line(&record, "principal", "principal-vision", |it, framework| {
        (it.is_assumed(), it.in_words(framework))
    });
    assert_eq!(said, (true, "solid (assumed), expected leading".to_owned()));
}

#[test]
fn the_rung_to_look_at_first_says_why_it_is() {
    let framework = product();
    let first = |held: &str, rated: &[(&str, u8)], wanted: &[&str]| {
        let mut writer = Writer::default();
        writer.role(held, "2020", "ongoing");
        for (skill, level) in rated {
            writer.rate(skill, *level, "2026-10-01");
        }
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        let open = open(&facts);
        let wanted: Vec<_> = wanted.iter().map(|id| rung(&framework, id)).collect();
        let first = nearest(&open, &wanted).unwrap();
        let because = match first.because {
            Because::Wanted => "wanted".to_owned(),
            Because::OnlyWayUp => "only".to_owned(),
            Because::FewestMissing => "fewest".to_owned(),
            Because::AsNearAs(other) => format!("as {}", other.standing.rung.id),
        };
        format!("{} {because}", first.open.standing.rung.id)
    };
    // Of a principal much of a director is met, but that way leads across.
    assert_eq!(first("principal", &[], &[]), "executive only");
    assert_eq!(first("principal", &[], &["director"]), "director wanted");
    assert_eq!(first("senior", &[], &[]), "principal fewest");
    let record = Writer::default().role("senior", "2020", "ongoing").record();
    let facts = Facts::of(&record, &framework, TODAY);
    let mut open = open(&facts);
    for it in &mut open {
        it.readiness.of = it.readiness.met + 20;
    }
    let first = nearest(&open, &[]).unwrap();
    assert!(
        matches!(first.because, Because::AsNearAs(other) if other.standing.rung.id.as_str() == "director")
    );
}

#[test]
fn without_a_rung_the_ways_into_product_are_open() {
    let framework = product();
    let record = Writer::default().role("", "2020", "ongoing").record();
    let facts = Facts::of(&record, &framework, TODAY);
    let open = open(&facts);
    assert_eq!(
        open.first().map(|it| it.standing.rung.id.as_str()),
        Some("associate")
    );
}

#[test]
fn the_phase_is_read_from_the_work_whatever_the_title_says() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("pm", "2023", "ongoing");
    let read = |writer: &Writer| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, TODAY);
        match work_phase(&facts) {
            WorkPhase::Reads { rung, phase, .. } => format!("{} {}", rung.id, phase.id),
            WorkPhase::CannotTell { rung, .. } => format!("cannot tell {}", rung.id),
            WorkPhase::NoRung => "no rung".to_owned(),
        }
    };
    assert_eq!(read(&writer), "cannot tell pm", "all is assumed");
    let senior = rung(&framework, "senior");
    for ask in &senior.asks {
        if let Level::At(asked) = ask.level {
            writer.rate(ask.skill.as_str(), asked.get(), "2026-10-01");
            writer.did("2026-09-01", &[(ask.skill.as_str(), asked.get())], &[]);
        }
    }
    assert_ne!(
        read(&writer),
        "senior strategy",
        "skills alone are not three quarters"
    );
    for duty in &senior.responsibilities {
        writer.claim(duty.id.as_str(), ClaimState::Doing, "2026-10-01");
    }
    assert_eq!(read(&writer), "senior strategy");
}
