//! The board: seats and who is due, approaches and their steps, drafts, what is prepared, lopsidedness, reviews.

use jiff::civil::date;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT, RungId, SkillId},
    id::{CountedIds, ItemId, NewIds},
    record::{
        Approach, BoardReview, Cadence, Contact, Conversation, Destination, Gift, GiftKind, Lesson,
        Medium, Perspective, Profile, Question, Relation, Seat, Step, StepDraft, StepKind,
        Takeaway, Touch,
    },
    views::{
        board::{
            Because, Circle, Doubt, MOST_SEATS, SeatState, Serves, Stage, approaches, board,
            doubts, draft, prepare, seats, serves,
        },
        facts::Facts,
        people::Directory,
    },
};

use super::writer::{TODAY, Writer, product};

fn on(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn seat(area: &str, person: Option<ItemId>) -> Seat {
    Seat {
        person,
        cadence: Some(Cadence::Quarter),
        since: person.map(|_| on("2026-06-01")),
        ..Seat::new(area, on("2026-06-01"), FrameworkHash::of(PRODUCT))
    }
}

fn steps(steps: &[(StepKind, &str)]) -> Vec<Step> {
    let step = |(kind, when): &(StepKind, &str)| Step {
        kind: *kind,
        on: on(when),
        note: None,
        touch: None,
        unknown: Map::new(),
    };
    steps.iter().map(step).collect()
}

fn touch(with: ItemId, when: &str) -> Touch {
    Touch::new(vec![with], on(when))
}

#[test]
fn a_seat_is_due_when_its_cadence_has_run_since_the_last_touch() {
    let framework = product();
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    let tom = writer.add(Contact::named("Tom"));
    writer
        .put(seat("Prices", Some(ines)))
        .put(seat("Data", Some(tom)));
    writer.put(seat("Finance", None));
    writer.put(Seat {
        resting: Some(on("2026-10-01")),
        ..seat("Talks", Some(tom))
    });
    // Three months before the day on which the test reads, and one day less.
    writer
        .put(touch(ines, "2026-08-22"))
        .put(touch(tom, "2026-08-23"));
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let board = board(&record, &directory, &facts);
    let told: Vec<_> = board
        .seats
        .iter()
        .map(|it| (it.of.it.area.as_str(), it.state, it.is_due))
        .collect();
    assert_eq!(
        told,
        [
            ("Prices", SeatState::Taken, true),
            ("Data", SeatState::Taken, false),
            ("Finance", SeatState::Open, false),
            ("Talks", SeatState::Resting, false),
        ]
    );
    assert_eq!(board.seats[1].due, Some(date(2026, 11, 23)));
    assert_eq!(board.due(), 1);
    assert_eq!(board.perspectives.people, 2, "what rests is not counted");
}

#[test]
fn a_conversation_that_was_held_moves_the_day_of_a_seat() {
    let framework = product();
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    writer
        .put(seat("Prices", Some(ines)))
        .put(touch(ines, "2026-08-01"))
        .put(Conversation {
            contact: Some(ines),
            whom: None,
            relation: Relation::Mentor,
            planned: None,
            held: true,
            prepared: None,
            note: None,
            on: on("2026-10-01"),
            framework: FrameworkHash::of(PRODUCT),
            unknown: Map::new(),
        });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let board = board(&record, &directory, &facts);
    assert_eq!(board.seats[0].last, Some(on("2026-10-01")));
    assert_eq!(board.seats[0].due, Some(date(2027, 1, 1)));
    let ready = prepare(&facts, Circle::of(&record, &directory), ines).expect("known");
    assert_eq!(ready.last, Some(on("2026-10-01")));
}

#[test]
fn while_an_approach_is_on_its_way_it_says_what_comes_next() {
    let framework = product();
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    writer.put(seat("Prices", Some(ines)));
    let mut approach = Approach::new(ines, on("2026-06-01"));
    approach.steps = steps(&[(StepKind::Asked, "2026-11-10")]);
    let id = writer.add(approach.clone());
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    assert_eq!(seats(&facts, circle)[0].due, None);
    assert!(record.get::<Approach>(id).is_some());

    approach.steps = steps(&[(StepKind::Habit, "2026-07-01")]);
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    writer.put(seat("Prices", Some(ines)));
    writer.put(Approach {
        person: ines,
        ..approach
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    assert!(seats(&facts, circle)[0].is_due, "a habit has a rhythm");
}

/// The steps taken, where it stands by them, and what is offered.
type Case<'a> = (&'a [(StepKind, &'a str)], Stage, Vec<StepKind>);

#[test]
fn an_approach_offers_one_step_and_an_unanswered_question_rests() {
    use StepKind::{Answered, Asked, Habit, Noticed, Thanked};
    let framework = product();
    let round = [
        (Asked, "2026-03-01"),
        (Answered, "2026-03-02"),
        (Thanked, "2026-03-09"),
    ];
    let again = [
        (Asked, "2026-09-01"),
        (Answered, "2026-09-02"),
        (Thanked, "2026-11-01"),
    ];
    let twice: Vec<_> = round.into_iter().chain(again).collect();
    let cases: Vec<Case<'_>> = vec![
        (&[], Stage::Noticed, vec![Asked]),
        (&[(Noticed, "2026-11-01")], Stage::Noticed, vec![Asked]),
        (&[(Asked, "2026-11-01")], Stage::Asked, vec![]),
        (&[(Asked, "2026-10-31")], Stage::Resting, vec![]),
        (&round[..2], Stage::Answered, vec![Thanked]),
        (&round, Stage::Thanked, vec![Asked]),
        (&twice, Stage::Thanked, vec![Habit, Asked]),
        (&[(Habit, "2026-01-01")], Stage::Habit, vec![]),
        (
            &[(Noticed, "2026-11-01"), (Asked, "2027-01-01")],
            Stage::Noticed,
            vec![Asked],
        ),
    ];
    for (taken, stage, offered) in cases {
        let mut writer = Writer::default();
        let ines = writer.add(Contact::named("Ines"));
        writer.put(Approach {
            steps: steps(taken),
            ..Approach::new(ines, on("2026-02-01"))
        });
        let record = writer.record();
        let facts = Facts::of(&record, &framework, date(2026, 11, 22));
        let directory = Directory::of(&record, date(2026, 11, 22));
        let circle = Circle::of(&record, &directory);
        let it = &approaches(&facts, circle)[0];
        assert_eq!(it.stage, stage, "{taken:?}");
        let steps: Vec<_> = it.offers.iter().map(|offer| offer.step).collect();
        assert_eq!(steps, offered, "{taken:?}");
    }
}

#[test]
fn asking_again_is_offered_a_month_after_the_last_question() {
    let framework = product();
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    writer.put(Approach {
        steps: steps(&[
            (StepKind::Asked, "2026-11-10"),
            (StepKind::Answered, "2026-11-11"),
            (StepKind::Thanked, "2026-11-20"),
        ]),
        ..Approach::new(ines, on("2026-11-01"))
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    let offers = &approaches(&facts, circle)[0].offers;
    assert_eq!(offers[0].from, Some(date(2026, 12, 10)));
}

#[test]
fn the_small_ask_is_short_specific_and_free_of_large_words() {
    let framework = product();
    let mut writer = Writer::default();
    writer.put(Profile {
        name: Some("Noor".to_owned()),
        ..Profile::default()
    });
    let ines = writer.add(Contact {
        given: Some("Ines".to_owned()),
        ..Contact::named("Dr Ines Dahl")
    });
    writer.put(Question::new(
        ines,
        "Which fence did you try first?",
        on("2026-11-01"),
    ));
    let mut approach = Approach::new(ines, on("2026-11-01"));
    approach.steps = steps(&[(StepKind::Noticed, "2026-11-01")]);
    approach.steps[0].note = Some("your talk on fares in spring.".to_owned());
    writer.put(approach.clone());
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    let it = &approaches(&facts, circle)[0];
    let ask = draft(&facts, circle, it, StepKind::Asked).expect("asking has words");
    assert_eq!(
        ask.text,
        "Hello Ines,\n\nI still think about your talk on fares in spring.\n\nIt left me with one question, and two \
         lines are plenty: Which fence did you try first?\n\nIf now is a bad time, leave it; that is quite all \
         right.\n\nNoor"
    );
    assert_eq!(doubts(StepKind::Asked, &ask.text), []);
    assert!(draft(&facts, circle, it, StepKind::Habit).is_none());

    // What was written already is not written over.
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    writer.put(Approach {
        person: ines,
        draft: Some(StepDraft {
            kind: StepKind::Asked,
            subject: None,
            text: "Mine".to_owned(),
            unknown: Map::new(),
        }),
        ..approach
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    let it = &approaches(&facts, circle)[0];
    let kept = draft(&facts, circle, it, StepKind::Asked).expect("it was kept");
    assert_eq!(kept.text, "Mine");
    let thanks = draft(&facts, circle, it, StepKind::Thanked).expect("thanking has words");
    assert_eq!(doubts(StepKind::Thanked, &thanks.text), [Doubt::Unfinished]);
}

#[test]
fn what_was_not_asked_is_carried_over_and_what_is_for_them_comes_first() {
    let framework = product();
    let hash = FrameworkHash::of(PRODUCT);
    let mut writer = Writer::default();
    // A contact that was merged into her, and so stands no more.
    let old = CountedIds::from(900).item();
    let ines = writer.add(Contact {
        merged: vec![old],
        ..Contact::named("Ines Dahl")
    });
    let tom = writer.add(Contact::named("Tom"));
    writer.put(Question::new(old, "Why per seat?", on("2026-10-01")));
    writer.put(Question::new(ines, "Who decides?", on("2026-11-10")));
    writer.put(Question::new(tom, "Not for her", on("2026-10-01")));
    writer.put(Question {
        asked: Some(on("2026-11-05")),
        ..Question::new(ines, "Asked already", on("2026-10-01"))
    });
    writer.put(Touch {
        answered: Some("By the seat".to_owned()),
        gave: Some("A book".to_owned()),
        ..touch(ines, "2026-11-05")
    });
    writer.put(Lesson::new(old, "Fences first", on("2026-11-05"), hash));
    let takeaway = |title: &str, whom: Option<&str>, when: &str| Takeaway {
        title: title.to_owned(),
        medium: Medium::Book,
        by: None,
        link: None,
        took: Some("Something".to_owned()),
        for_whom: whom.map(str::to_owned),
        skill: None,
        experiment: None,
        on: on(when),
        framework: hash,
        unknown: Map::new(),
    };
    writer.put(takeaway("Lately", None, "2026-10-01"));
    writer.put(takeaway("Long ago", None, "2020-10-01"));
    writer.put(takeaway("For her", Some("Ines, perhaps"), "2019-10-01"));
    let given = writer.add(takeaway("Given", Some("Ines"), "2026-10-02"));
    writer.put(Gift {
        takeaway: Some(given),
        given: Some(on("2026-11-05")),
        ..Gift::new(ines, "Given", GiftKind::Article, on("2026-11-01"))
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    let it = prepare(&facts, circle, old).expect("who was merged is still known");
    assert_eq!(it.person.it.name, "Ines Dahl");
    let questions: Vec<_> = it
        .questions
        .iter()
        .map(|question| (question.of.it.ask.as_str(), question.carried_over))
        .collect();
    assert_eq!(
        questions,
        [("Why per seat?", true), ("Who decides?", false)]
    );
    assert_eq!(it.told.expect("she told something").it.on, on("2026-11-05"));
    assert!(it.helped.is_some() && it.gifts.is_empty());
    assert_eq!(it.lessons.len(), 1);
    let ideas: Vec<_> = it
        .ideas
        .iter()
        .map(|idea| (idea.takeaway.it.title.as_str(), idea.for_them))
        .collect();
    assert_eq!(ideas, [("For her", true), ("Lately", false)]);
}

fn of_kinds(kinds: &[&[Perspective]]) -> Vec<String> {
    let framework = product();
    let mut writer = Writer::default();
    for kinds in kinds {
        let person = writer.add(Contact::named("Somebody"));
        writer.put(Seat {
            perspectives: kinds.to_vec(),
            ..seat("Something", Some(person))
        });
    }
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    board(&record, &directory, &facts).perspectives.says
}

#[test]
fn a_board_is_lopsided_where_more_than_two_of_three_are_alike() {
    use Perspective::{Author, OneStepAhead, OtherCountry, PastColleague, Peer};
    let past: &[Perspective] = &[PastColleague];
    let six = [
        past,
        past,
        past,
        past,
        &[PastColleague, OneStepAhead],
        &[Author, OtherCountry],
    ];
    assert_eq!(of_kinds(&six), ["Five of six are past colleagues."]);
    assert_eq!(of_kinds(&[past, past, past]), [""; 0], "three say nothing");
    let four_of_six = [
        past,
        past,
        past,
        past,
        &[OneStepAhead, Author],
        &[OtherCountry],
    ];
    assert_eq!(of_kinds(&four_of_six), [""; 0]);
    let said = of_kinds(&[past, past, past, &[Peer]]);
    assert_eq!(said[0], "Three of four are past colleagues.");
    assert_eq!(
        said.len(),
        4,
        "and nobody is from outside, ahead, or the craft: {said:?}"
    );
    assert_eq!(of_kinds(&[past; 4])[0], "All four are past colleagues.");
}

#[test]
fn somebody_on_two_seats_is_one_person() {
    let framework = product();
    let mut writer = Writer::default();
    let ines = writer.add(Contact::named("Ines"));
    writer.put(Seat {
        perspectives: vec![Perspective::Peer],
        ..seat("Prices", Some(ines))
    });
    writer.put(Seat {
        perspectives: vec![Perspective::Author],
        ..seat("Writing", Some(ines))
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let perspectives = board(&record, &directory, &facts).perspectives;
    assert_eq!((perspectives.people, perspectives.unsaid), (1, 0));
    let bring = |kind| {
        perspectives
            .kinds
            .iter()
            .find(|it| it.0 == kind)
            .map(|it| it.1)
    };
    assert_eq!(bring(Perspective::Author), Some(1));
}

#[test]
fn gaps_propose_seats_until_there_is_one() {
    let framework = product();
    let mut writer = Writer::default();
    writer
        .role("senior", "2022-01", "ongoing")
        .rate("business", 1, "2026-05-01");
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let proposed = board(&record, &directory, &facts).proposals;
    assert_eq!(proposed.len(), 3);
    let first = proposed[0].skill.id.clone();
    assert_eq!(
        first,
        SkillId::new("business"),
        "the widest gap comes first"
    );
    writer.put(Seat {
        skill: Some(first.clone()),
        ..seat("Finance", None)
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let proposed = board(&record, &directory, &facts).proposals;
    assert!(proposed.iter().all(|it| it.skill.id != first));
}

#[test]
fn a_review_is_due_by_season_and_at_a_new_rung_or_destination() {
    let framework = product();
    let hash = FrameworkHash::of(PRODUCT);
    let due = |writer: &Writer, day| {
        let record = writer.record();
        let facts = Facts::of(&record, &framework, day);
        let directory = Directory::of(&record, day);
        board(&record, &directory, &facts)
            .review
            .map(|because| match because {
                Because::Season { .. } => "season",
                Because::Destination(_) => "destination",
                Because::Rung(_) => "rung",
            })
    };
    let mut writer = Writer::default();
    assert_eq!(due(&writer, TODAY), None, "no seat, no review");
    writer.put(seat("Prices", None));
    assert_eq!(due(&writer, date(2026, 8, 31)), None);
    assert_eq!(due(&writer, date(2026, 9, 1)), Some("season"));
    writer.put(BoardReview {
        seats: Vec::new(),
        note: None,
        on: on("2026-11-01"),
        unknown: Map::new(),
    });
    assert_eq!(due(&writer, TODAY), None);
    writer.put(Destination {
        rung: Some(RungId::new("principal")),
        role: None,
        by: None,
        why: None,
        on: on("2026-11-10"),
        framework: hash,
        unknown: Map::new(),
    });
    assert_eq!(due(&writer, TODAY), Some("destination"));
    writer.role("senior", "2026-11-15", "ongoing");
    assert_eq!(due(&writer, TODAY), Some("rung"));
}

#[test]
fn a_seat_is_read_against_where_one_is_going() {
    let framework = product();
    let mut writer = Writer::default();
    writer
        .role("senior", "2022-01", "ongoing")
        .rate("business", 1, "2026-05-01");
    writer.put(Seat {
        skill: Some(SkillId::new("business")),
        ..seat("Finance", None)
    });
    writer.put(seat("A difficult stakeholder", None));
    let gone = writer.add(Contact::named("No destination"));
    writer.put(Seat {
        destination: Some(gone),
        ..seat("Something else", None)
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let circle = Circle::of(&record, &directory);
    let seats = seats(&facts, circle);
    let read: Vec<_> = seats.iter().map(|seat| serves(&facts, seat)).collect();
    assert!(matches!(read[0], Serves::Gap(_)), "{:?}", read[0]);
    assert!(matches!(read[1], Serves::Situation));
    assert!(matches!(read[2], Serves::LetGo));
    assert!(MOST_SEATS > seats.len());
}
