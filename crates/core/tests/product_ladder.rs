//! The ladder that ships with Windward, held against what it has to say.

use std::collections::{HashMap, HashSet};

use windward_core::framework::{
    Basis, ExpectationId, Framework, Level, MoveKind, PRODUCT, PlayKind, Proficiency, Rung, RungId,
    Setting, Sign, Track,
};

fn product() -> Framework {
    Framework::parse(PRODUCT).unwrap_or_else(|faults| panic!("frameworks/product.toml:\n{faults}"))
}

fn rung<'a>(framework: &'a Framework, id: &str) -> &'a Rung {
    framework
        .rung(&RungId::new(id))
        .unwrap_or_else(|| panic!("no rung {id}"))
}

#[test]
fn every_fact_is_carried_by_something_that_is_there() {
    let framework = product();
    let mut carried: HashSet<&str> = HashSet::new();
    let facts = include_str!("ladder_facts.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for line in facts {
        let (fact, ids) = line.split_once(" -> ").expect("a fact, an arrow, ids");
        let (of, _) = fact.split_once(':').expect("a fact names its rung first");
        count += 1;
        for id in ids.split(", ") {
            if let Some((of, field)) = id.split_once('.') {
                let rung = rung(&framework, of);
                let said = match field {
                    "background" => !rung.background.is_empty(),
                    "aliases" => fact_names(fact, &rung.aliases),
                    "loose_aliases" => fact_names(fact, &rung.loose_aliases),
                    other => panic!("{line}: no field {other}"),
                };
                assert!(said, "{line}");
                continue;
            }
            let (found, _) = framework
                .expectation(&ExpectationId::new(id))
                .unwrap_or_else(|| panic!("{line}: there is no {id}"));
            assert_eq!(
                found.id.as_str(),
                of,
                "{line}: {id} belongs to another rung"
            );
            carried.insert(id);
        }
    }
    assert!(count >= 175, "only {count} facts are listed");
    let expected = framework.rungs.iter().flat_map(Rung::expectations);
    for expectation in expected {
        assert!(
            carried.contains(expectation.id().as_str()),
            "{} carries no listed fact",
            expectation.id()
        );
    }
}

/// Whether each name after 'also called' in the fact is among the aliases.
fn fact_names(fact: &str, aliases: &[String]) -> bool {
    let names = fact.split("also called ").nth(1).unwrap_or_default();
    let names = names.trim_start_matches("(low confidence) ");
    names
        .split(", ")
        .all(|name| aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name)))
}

#[test]
fn six_rungs_stand_where_they_should() {
    let framework = product();
    let found: Vec<_> = framework
        .rungs
        .iter()
        .map(|it| {
            (
                it.id.as_str(),
                it.track,
                it.phase.as_str(),
                it.years.from,
                it.years.to,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("associate", Track::Shared, "execution", 0, Some(2)),
            ("pm", Track::Shared, "execution", 2, Some(5)),
            ("senior", Track::Shared, "strategy", 5, Some(8)),
            ("principal", Track::Individual, "strategy", 8, Some(12)),
            ("director", Track::People, "leadership", 12, None),
            ("executive", Track::People, "leadership", 15, None),
        ]
    );
    assert!(
        rung(&framework, "associate")
            .years
            .of
            .contains("related field")
    );
    assert!(rung(&framework, "pm").years.of.contains("related roles"));
    assert_eq!(framework.phases.len(), 3);
    assert_eq!(framework.sources.len(), 2);
    assert!(framework.sources.iter().any(|it| it.by.contains("Belsito")
        && it.by.contains("Biddle")
        && it.by.contains("Bavaro")));
}

#[test]
fn the_way_forks_after_senior_and_the_tracks_stay_connected() {
    let framework = product();
    let has = |from: Option<&str>, to: &str, kind| {
        framework.moves.iter().any(|it| {
            it.from.as_ref().map(RungId::as_str) == from && it.to.as_str() == to && it.kind == kind
        })
    };
    for (from, to) in [
        ("associate", "pm"),
        ("pm", "senior"),
        ("senior", "principal"),
        ("senior", "director"),
        ("director", "executive"),
    ] {
        assert!(has(Some(from), to, MoveKind::Up), "{from} to {to}");
    }
    assert!(has(Some("principal"), "director", MoveKind::Across));
    assert!(has(Some("director"), "principal", MoveKind::Across));
    for rung in &framework.rungs {
        assert!(
            has(None, rung.id.as_str(), MoveKind::In),
            "into {} from outside",
            rung.id
        );
    }
    assert!(has(Some("pm"), "pm", MoveKind::Across), "sideways");
}

#[test]
fn the_taxonomy_is_whole() {
    let framework = product();
    let groups: Vec<(&str, Vec<&str>)> = framework
        .groups
        .iter()
        .map(|group| {
            let skills = framework
                .skills_of(&group.id)
                .map(|skill| skill.id.as_str());
            (group.id.as_str(), skills.collect())
        })
        .collect();
    assert_eq!(
        groups,
        [
            (
                "craft",
                vec![
                    "execution",
                    "agile",
                    "technical",
                    "design",
                    "consumer-science",
                    "product-sense",
                    "data"
                ]
            ),
            (
                "strategy",
                vec![
                    "market",
                    "vision",
                    "prioritisation",
                    "business",
                    "innovation"
                ]
            ),
            (
                "influence",
                vec![
                    "communication",
                    "collaboration",
                    "stakeholders",
                    "executive-influence",
                    "network"
                ]
            ),
            (
                "people",
                vec![
                    "mentoring",
                    "people-management",
                    "team-building",
                    "org-design",
                    "portfolio",
                    "company-strategy"
                ]
            ),
        ]
    );
    let mut seen = HashSet::new();
    for skill in &framework.skills {
        for anchor in &skill.anchors {
            assert!(seen.insert(anchor), "two anchors say: {anchor}");
            let words = anchor.split_whitespace().count();
            assert!(
                (12..=40).contains(&words),
                "{}: {words} words: {anchor}",
                skill.id
            );
            // Adverbs of degree are no behaviour: nobody can observe ‘often’.
            for filler in [
                "often",
                "very",
                "consistently",
                "effectively",
                "deeply",
                "fully",
                "strongly",
                "highly",
                "occasionally",
                "sometimes",
                "excellent",
            ] {
                let has = anchor
                    .split(|c: char| !c.is_alphabetic())
                    .any(|word| word.eq_ignore_ascii_case(filler));
                assert!(!has, "{}: ‘{filler}’ in: {anchor}", skill.id);
            }
        }
    }
}

#[test]
fn each_phase_asks_its_skills_and_product_sense_guides_all() {
    let framework = product();
    let asks = |id: &str, skill: &str| {
        let rung = rung(&framework, id);
        rung.asks
            .iter()
            .any(|ask| ask.skill.as_str() == skill && ask.level != Level::HandedOn)
    };
    for (rungs, skills) in [
        (
            ["associate", "pm"],
            &["technical", "design", "consumer-science", "execution"][..],
        ),
        (
            ["senior", "principal"],
            &[
                "vision",
                "market",
                "people-management",
                "mentoring",
                "communication",
            ],
        ),
        (
            ["director", "executive"],
            &["org-design", "company-strategy", "network", "team-building"],
        ),
    ] {
        for rung in rungs {
            for skill in skills {
                assert!(asks(rung, skill), "{rung} asks for {skill}");
            }
        }
    }
    for rung in &framework.rungs {
        assert!(asks(rung.id.as_str(), "product-sense"), "{}", rung.id);
        assert!(
            rung.responsibilities
                .iter()
                .all(|duty| !duty.skills.is_empty()),
            "{}",
            rung.id
        );
    }
}

#[test]
fn every_skill_has_plays_of_many_kinds_that_reach_what_is_asked() {
    let framework = product();
    let mut plays: HashMap<&str, Vec<(Proficiency, Setting)>> = HashMap::new();
    for play in &framework.plays {
        for on in &play.works_on {
            plays
                .entry(on.skill.as_str())
                .or_default()
                .push((on.up_to, play.setting));
        }
        assert!(
            !play.first_step.is_empty() && !play.leaves.is_empty(),
            "{}",
            play.id
        );
    }
    for skill in &framework.skills {
        let of = plays.get(skill.id.as_str()).map_or(&[][..], Vec::as_slice);
        assert!(of.len() >= 4, "{} has {} plays", skill.id, of.len());
        let settings: HashSet<&Setting> = of.iter().map(|(_, setting)| setting).collect();
        assert!(
            settings.len() >= 2,
            "all plays for {} are in one setting",
            skill.id
        );
        let asked = framework
            .rungs
            .iter()
            .filter_map(|rung| rung.ask(&skill.id)?.level.proficiency())
            .max();
        let reached = of.iter().map(|(up_to, _)| *up_to).max();
        assert!(
            reached >= asked,
            "{}: plays reach {reached:?}, asked is {asked:?}",
            skill.id
        );
    }
    let kinds: HashSet<PlayKind> = framework.plays.iter().map(|play| play.kind).collect();
    assert_eq!(
        kinds.len(),
        PlayKind::WORDS.len(),
        "some kind of play has none"
    );
}

#[test]
fn a_ladder_that_names_no_sign_is_read_by_the_same_rules_and_every_threshold_says_what_it_is() {
    let shipped = product();
    let without = PRODUCT.split("\n[[plateau]]").next().unwrap();
    let without = Framework::parse(without).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(without.plateau, shipped.plateau);
    assert_eq!(shipped.plateau.len(), Sign::WORDS.len());
    // No study gives a threshold that holds.
    assert!(
        shipped
            .plateau
            .iter()
            .all(|rule| rule.basis == Basis::Judgement)
    );
}
