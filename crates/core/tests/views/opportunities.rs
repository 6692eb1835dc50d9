//! Opportunities: how a posting is read for somebody, what is put right by hand, what is due, and two side by side.

use jiff::Timestamp;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT, RungId},
    id::{CountedIds, ItemId},
    record::{
        Act, Bearing, Choice, ClaimState, Criterion, Decision, Destination, Experiment,
        ExperimentKind, Hypothesis, HypothesisAbout, Matters, NextStep, Offer, Opportunity,
        OpportunityPlace, Placement, Quiet, Reading, Record, Stage, StageEntered, Weighed,
    },
    views::{
        due::{self, DueId, Matter},
        facts::Facts,
        opportunities::{
            Against, Side, Speaks, Target, against, against::Because, against::Have, compare,
            on_rung, opportunities,
        },
        today::{list, today},
    },
};

use crate::writer::{TODAY, Writer, product};

const POSTING: &str = "\
You will own the P&L of ticketing
You mentor product managers
You run user interviews
You keep bees
Benefits:
A P&L of your own
";

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn hash() -> FrameworkHash {
    FrameworkHash::of(PRODUCT)
}

fn lead() -> Opportunity {
    Opportunity {
        organisation: Some("Fjord Rail".to_owned()),
        posting: Some(POSTING.to_owned()),
        ..Opportunity::new(
            "Lead Product Manager",
            OpportunityPlace::Outside,
            day("2026-11-01"),
            hash(),
        )
    }
}

fn at(stage: Stage, on: &str, it: Opportunity) -> Opportunity {
    let mut it = it;
    it.stages.push(StageEntered::new(stage, day(on)));
    it
}

/// A senior product manager who aims for Principal.
fn senior() -> Writer {
    let mut writer = Writer::default();
    writer.role("senior", "2023-10", "ongoing");
    writer
        .rate("business", 2, "2026-10-01")
        .rate("mentoring", 4, "2026-10-01")
        .claim("principal-pnl", ClaimState::NotYet, "2026-10-01");
    writer.put(Destination {
        rung: Some(RungId::new("principal")),
        role: None,
        by: None,
        why: None,
        on: day("2026-01-01"),
        framework: hash(),
        unknown: serde_json::Map::new(),
    });
    writer
}

fn read(record: &Record, it: &Opportunity, look: impl FnOnce(&Against<'_>)) {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    look(&against(&facts, it));
}

fn names(against: &Against<'_>, have: Have) -> Vec<String> {
    against.having(have).map(|it| it.target.word()).collect()
}

#[test]
fn a_posting_is_read_for_the_rung_of_its_title_with_the_words_that_make_it_so() {
    let record = senior().record();
    read(&record, &lead(), |against| {
        assert_eq!(against.on.rung.map(|it| it.id.as_str()), Some("principal"));
        assert_eq!(
            names(against, Have::No),
            ["skill.business", "duty.principal-pnl"]
        );
        assert_eq!(names(against, Have::NotLookedAt), ["duty.principal-mentor"]);
        let has = names(against, Have::Yes);
        assert!(has.contains(&"skill.mentoring".to_owned()), "{has:?}");
        // The rung asks for no consumer science, so how much of it is wanted nobody says.
        assert_eq!(names(against, Have::CannotTell), ["skill.consumer-science"]);
        let first = &against.posting.named[0];
        assert_eq!(first.by, ["P&L"]);
        assert!(!first.by_hand);
        // Bees are no skill of the ladder, and what stands under ‘Benefits’ asks for nothing.
        assert!(against.posting.named.iter().all(|it| it.passage < 3));
    });
}

#[test]
fn a_hand_names_nothing_and_the_law_asks_for_nothing() {
    let record = senior().record();
    let mut it = lead();
    it.posting = Some(
        "Work hand in hand with marketing\nWe are an equal opportunity employer. We communicate openly."
            .to_owned(),
    );
    read(&record, &it, |against| {
        let named: Vec<String> = against.asked.iter().map(|it| it.target.word()).collect();
        assert!(
            named.contains(&"skill.collaboration".to_owned()),
            "{named:?}"
        );
        assert!(
            !named.contains(&"skill.communication".to_owned()),
            "{named:?}"
        );
        assert!(!named.iter().any(|it| it.starts_with("duty.")), "{named:?}");
    });
}

#[test]
fn nothing_is_read_where_nothing_is_written_and_the_rung_can_be_said() {
    let record = senior().record();
    let mut it = lead();
    it.posting = Some(" \n".to_owned());
    it.placement = Placement::Rung {
        id: RungId::new("director"),
        framework: hash(),
    };
    read(&record, &it, |against| {
        assert!(against.asked.is_empty() && against.posting.passages.is_empty());
        assert_eq!(against.on.confidence, None);
        assert!(against.unnamed.len() > 5, "the rung itself asks for much");
    });
    it.placement = Placement::Outside;
    read(&record, &it, |against| {
        assert!(against.on.rung.is_none() && against.unnamed.is_empty());
    });
}

#[test]
fn the_persons_word_on_a_passage_stands() {
    let record = senior().record();
    let framework = product();
    let target = |word| Target::of_word(&framework, word).expect("a target");
    let mut it = lead();
    it.corrections = vec![
        target("skill.business").correction("You will own the P&L of ticketing", true),
        target("skill.business").correction("You will own the P&L of ticketing", false),
        target("skill.product-sense").correction("You keep bees", true),
        target("duty.principal-pnl").correction("A P&L of your own", true),
        target("skill.vision").correction("It says so nowhere", true),
    ];
    read(&record, &it, |against| {
        let denied: Vec<String> = against
            .posting
            .denied
            .iter()
            .map(|it| it.target.word())
            .collect();
        assert_eq!(denied, ["skill.business"], "the later word stands");
        let by_hand = against.posting.named.iter().filter(|it| it.by_hand);
        let by_hand: Vec<_> = by_hand.map(|it| (it.passage, it.target.word())).collect();
        assert_eq!(
            by_hand,
            [
                (3, "skill.product-sense".to_owned()),
                (5, "duty.principal-pnl".to_owned())
            ]
        );
        let pnl = against
            .asked
            .iter()
            .find(|it| it.target.word() == "duty.principal-pnl");
        assert_eq!(pnl.expect("asked").named.len(), 2, "two passages name it");
    });
}

#[test]
fn it_tells_what_such_work_would_teach_and_what_experiments_said_of_it() {
    let mut writer = senior();
    let belief = writer.add(Hypothesis {
        skill: Some(windward_core::framework::SkillId::new("mentoring")),
        ..Hypothesis::new(
            "mentoring suits me",
            HypothesisAbout::Skill,
            day("2026-03-01"),
            hash(),
        )
    });
    let guild = Experiment {
        hypothesis: Some(belief),
        from: Some(day("2026-03-01")),
        to: Some(day("2026-05-01")),
        decision: Some(Decision {
            choice: Choice::Keep,
            bearing: Some(Bearing::For),
            about_work: None,
            opened: None,
            about_self: Some("I look forward to it".to_owned()),
            on: day("2026-05-02"),
            unknown: serde_json::Map::new(),
        }),
        ..Experiment::new(
            "Mentor Jonas",
            ExperimentKind::Help,
            day("2026-03-01"),
            hash(),
        )
    };
    writer.put(guild);
    writer.put(Hypothesis::new(
        "bees are calm",
        HypothesisAbout::Energy,
        day("2026-03-01"),
        hash(),
    ));
    read(&writer.record(), &lead(), |against| {
        let [taught] = against.teaches.as_slice() else {
            panic!("one destination");
        };
        let named = taught
            .by
            .iter()
            .filter(|(_, because)| *because == Because::Named);
        let named: Vec<_> = named
            .map(|(line, _)| line.expectation.id().as_str())
            .collect();
        assert_eq!(
            named,
            ["principal-business", "principal-mentor", "principal-pnl"]
        );
        assert!(taught.leaves.is_empty(), "it is that very rung");
        let [heard] = against.heard.as_slice() else {
            panic!("{:?}", against.heard);
        };
        assert!(matches!(heard.of, Speaks::Hypothesis(_)));
        assert_eq!(
            heard.because,
            "It is about Mentoring and coaching, which the posting names."
        );
    });
}

#[test]
fn offers_come_first_and_what_is_over_last() {
    let mut writer = senior();
    let at = |title: &str, stage, on| {
        at(
            stage,
            on,
            Opportunity {
                title: title.to_owned(),
                ..lead()
            },
        )
    };
    writer.put(at("Lost", Stage::Lost, "2026-11-20"));
    writer.put(at("Later", Stage::Offer, "2027-01-01"));
    writer.put(at("Offer", Stage::Offer, "2026-11-20"));
    writer.put(at("Applied", Stage::Applied, "2026-11-02"));
    let (record, framework) = (writer.record(), product());
    let facts = Facts::of(&record, &framework, TODAY);
    let all: Vec<_> = opportunities(&facts)
        .iter()
        .map(|it| (it.of.it.title.clone(), it.stage))
        .collect();
    let said: Vec<_> = all
        .iter()
        .map(|(title, stage)| (title.as_str(), *stage))
        .collect();
    assert_eq!(
        said,
        [
            ("Offer", Stage::Offer),
            ("Applied", Stage::Applied),
            ("Later", Stage::Seen),
            ("Lost", Stage::Lost)
        ]
    );
    assert_eq!(
        on_rung(&facts, &lead()).rung.map(|it| it.id.as_str()),
        Some("principal")
    );
}

fn seen(record: &Record) -> Vec<(Matter, String)> {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let wanted = [
        Matter::OfferAnswer,
        Matter::OpportunityStep,
        Matter::Opportunity,
    ];
    let due = list(&facts)
        .into_iter()
        .filter(|it| wanted.contains(&it.id.matter));
    due.map(|it| (it.id.matter, it.what)).collect()
}

#[test]
fn next_steps_and_answers_stand_on_today_and_silence_is_asked_about() {
    let mut writer = senior();
    let mut offer = at(Stage::Offer, "2026-11-19", lead());
    offer.offer = Some(Offer {
        answer_by: Some(day("2026-11-25")),
        ..Offer::default()
    });
    offer.next = Some(NextStep::new(
        "Ask Ada about the team",
        Some(day("2026-11-22")),
    ));
    let id = writer.add(offer.clone());
    writer.put(at(
        Stage::Applied,
        "2026-11-01",
        Opportunity {
            title: "Quiet".to_owned(),
            ..lead()
        },
    ));
    writer.put(at(
        Stage::Applied,
        "2026-11-02",
        Opportunity {
            title: "Recent".to_owned(),
            ..lead()
        },
    ));
    writer.put(at(
        Stage::Lost,
        "2026-09-02",
        Opportunity {
            next: offer.next.clone(),
            ..lead()
        },
    ));
    let record = writer.record();
    assert_eq!(
        seen(&record),
        [
            (
                Matter::OfferAnswer,
                "Answer the offer: Lead Product Manager, Fjord Rail".to_owned()
            ),
            (Matter::OpportunityStep, "Ask Ada about the team".to_owned()),
            (
                Matter::Opportunity,
                "What became of ‘Quiet, Fjord Rail’?".to_owned()
            ),
        ]
    );
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let mut ids = CountedIds::from(9_000);
    let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
    due::done(&facts, DueId::of(Matter::OpportunityStep, id), &mut act).expect("it is there");
    assert_eq!(act.into_entries().len(), 1);
    let mut done = offer;
    done.next.as_mut().expect("a step").done = Some(day("2026-11-22"));
    writer.again(id, done);
    let left: Vec<Matter> = seen(&writer.record()).into_iter().map(|it| it.0).collect();
    assert_eq!(left, [Matter::OfferAnswer, Matter::Opportunity]);
}

fn weighed(criterion: ItemId, reading: u8) -> Weighed {
    Weighed {
        criterion,
        reading: Reading::new(reading),
        says: None,
        unknown: serde_json::Map::new(),
    }
}

#[test]
fn two_offers_lie_side_by_side_with_what_each_line_counts_and_what_it_hangs_on() {
    let mut writer = senior();
    let on = day("2026-11-01");
    let pay = writer.add(Criterion::new("Pay", Matters::Little, on));
    let mornings = writer.add(Criterion::new("Mornings", Matters::Most, on));
    let teams = writer.add(Criterion::new("Small teams", Matters::Much, on));
    let sea = writer.add(Criterion::new("By the sea", Matters::Much, on));
    let one = writer.add(Opportunity {
        weighed: vec![
            weighed(pay, 2),
            weighed(mornings, 4),
            weighed(teams, 3),
            weighed(sea, 5),
        ],
        ..lead()
    });
    let other = writer.add(Opportunity {
        title: "Head of Pricing".to_owned(),
        organisation: None,
        weighed: vec![weighed(pay, 5), weighed(mornings, 2), weighed(teams, 3)],
        ..lead()
    });
    let (record, framework) = (writer.record(), product());
    let facts = Facts::of(&record, &framework, TODAY);
    let get = |id| record.get::<Opportunity>(id).expect("it is there");
    let two = compare(&facts, get(one), get(other));
    let lines: Vec<_> = two
        .lines
        .iter()
        .map(|it| (it.criterion.it.what.as_str(), it.speaks))
        .collect();
    assert_eq!(
        lines,
        [
            ("Mornings", Side::One(6)),
            ("Small teams", Side::Even),
            ("By the sea", Side::CannotTell),
            ("Pay", Side::Other(3)),
        ]
    );
    assert_eq!(two.points(), (6, 3));
    assert_eq!(
        two.says(),
        [
            "One line speaks for Lead Product Manager, Fjord Rail, 6 points in all; one line speaks for Head of Pricing, 3 points in all.",
            "It hangs on ‘Mornings’: without it, it would be even or the other way round.",
            "One line counts nothing yet, because it says nothing of one of the two.",
        ]
    );
}

#[test]
fn offers_and_dated_steps_stay_while_windward_goes_slowly() {
    let mut writer = senior();
    let mut offer = at(Stage::Offer, "2026-11-19", lead());
    offer.offer = Some(Offer {
        answer_by: Some(day("2026-11-23")),
        ..Offer::default()
    });
    offer.next = Some(NextStep::new("Ask Ada", Some(day("2026-11-22"))));
    let id = writer.add(offer);
    writer.put(at(Stage::Applied, "2026-10-01", lead()));
    let quiet = Quiet {
        until: day("2027-01-01"),
        why: None,
        setback: Some(id),
        on: day("2026-11-20"),
        unknown: serde_json::Map::new(),
    };
    writer.put(quiet);
    let (record, framework) = (writer.record(), product());
    let facts = Facts::of(&record, &framework, TODAY);
    let today = today(&facts);
    let matters: Vec<Matter> = today.now().iter().map(|it| it.id.matter).collect();
    assert_eq!(matters, [Matter::OfferAnswer, Matter::OpportunityStep]);
}
