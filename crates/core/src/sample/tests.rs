//! What the sample has to show.

use jiff::civil::date;

use super::*;
use crate::{
    framework::{Framework, PRODUCT},
    id::CountedIds,
    record::{Evidence, Record, Stored, Submission},
    views::{facts::Facts, today::today},
};

/// The sample as a journal, on a fixed day.
fn sample(today: Date) -> (Framework, Record) {
    let framework = Framework::parse(PRODUCT).unwrap();
    let now = Timestamp::from_second(1_795_000_000).unwrap();
    let entries = entries(framework.hash, today, now, &mut CountedIds::default());
    let stored = entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| Stored {
            seq: index as u64 + 1,
            received_at: now,
            imported: false,
            entry,
        });
    let record = Record::fold(stored);
    (framework, record)
}

#[test]
fn what_was_handed_in_rests_on_evidence_that_is_there() {
    let (_, record) = sample(date(2026, 11, 22));
    let mut all = record.all::<Submission>().peekable();
    assert!(all.peek().is_some(), "something was handed in");
    for piece in all.flat_map(|of| &of.it.packet.evidence) {
        let of = record.get::<Evidence>(piece.item).expect("evidence");
        assert_eq!(of.it.what, piece.what);
        assert_eq!(of.it.my_part, piece.my_part);
    }
}

#[test]
fn it_names_only_what_the_shipped_ladder_has() {
    let (framework, record) = sample(date(2026, 11, 22));
    for of in record.all::<Rating>() {
        assert!(framework.skill(&of.it.skill).is_some(), "{}", of.it.skill);
    }
    for of in record.all::<Claim>() {
        assert!(
            framework.expectation(&of.it.expectation).is_some(),
            "{}",
            of.it.expectation
        );
    }
    for of in record.all::<Evidence>() {
        let it = of.it;
        assert!(
            it.skills
                .iter()
                .all(|shown| framework.skill(&shown.skill).is_some())
        );
        assert!(
            it.responsibilities
                .iter()
                .all(|id| framework.expectation(id).is_some()),
            "{:?}",
            it.responsibilities
        );
    }
    for of in record.all::<crate::record::PlanSettings>() {
        let mut plays = of.it.pinned.iter().chain(&of.it.refused);
        assert!(plays.all(|id| framework.play(id).is_some()));
    }
    for of in record.all::<Role>() {
        let rung = of.it.placement.rung();
        assert!(rung.is_none_or(|id| framework.rung(id).is_some()));
    }
}

#[test]
fn it_tells_of_a_senior_with_two_ways_on() {
    let (framework, record) = sample(date(2026, 11, 22));
    let facts = Facts::of(&record, &framework, date(2026, 11, 22));
    assert_eq!(facts.held.unwrap().rung.id.as_str(), "senior");
    let today = today(&facts);
    let open: Vec<&str> = today
        .open
        .iter()
        .map(|it| it.standing.rung.id.as_str())
        .collect();
    assert_eq!(open, ["principal", "director"]);
    assert_eq!(today.focus.len(), 2);
    assert!(!today.list.is_empty());
}
#[test]
fn it_tells_of_a_plateau_after_a_setback_and_of_a_fork_that_is_tried_out() {
    use crate::{
        framework::Sign,
        record::{Hypothesis, HypothesisStatus},
        views::{experiment::experiments, hypothesis::hypotheses, plateau::plateau},
    };
    let (framework, record) = sample(date(2026, 11, 22));
    let facts = Facts::of(&record, &framework, date(2026, 11, 22));
    let told: Vec<Sign> = plateau(&facts)
        .told()
        .iter()
        .map(|it| it.rule.sign)
        .collect();
    assert_eq!(told, [Sign::LongOnRung, Sign::Falling, Sign::PassedOver]);
    let statuses: Vec<HypothesisStatus> = hypotheses(&facts).iter().map(|it| it.status).collect();
    assert_eq!(record.all::<Hypothesis>().count(), 3);
    for status in [
        HypothesisStatus::Holds,
        HypothesisStatus::Fails,
        HypothesisStatus::Testing,
    ] {
        assert!(statuses.contains(&status), "{statuses:?}");
    }
    let states: Vec<&str> = experiments(&facts)
        .iter()
        .map(|it| it.state.word())
        .collect();
    assert_eq!(states, ["ended", "running", "idea", "decided", "decided"]);
    // A year earlier there was nothing of it.
    let before = Facts::of(&record, &framework, date(2025, 11, 22));
    assert!(plateau(&before).told().is_empty());
}

#[test]
fn it_tells_of_a_board_of_five_with_an_open_seat_where_four_are_past_colleagues() {
    use crate::views::{board::board, people::Directory};
    let day = date(2026, 11, 22);
    let (framework, record) = sample(day);
    let facts = Facts::of(&record, &framework, day);
    let directory = Directory::of(&record, day);
    let it = board(&record, &directory, &facts);
    assert_eq!(it.seats.iter().filter(|it| it.is_taken()).count(), 5);
    assert_eq!(it.seats.len(), 6);
    assert_eq!(it.due(), 1, "the finance seat");
    assert_eq!(it.perspectives.says[0], "Four of five are past colleagues.");
    assert!(it.review.is_some() && it.approaches.len() == 3);
    for of in record.all::<crate::record::Seat>() {
        let skill = of.it.skill.as_ref();
        assert!(skill.is_none_or(|id| framework.skill(id).is_some()));
    }
}

#[test]
fn it_tells_of_two_who_belong_to_the_pricing_day_and_of_a_reply_by_mail() {
    use crate::{
        record::{Channel, Community, Contact, Touch, Update},
        views::people::{Directory, Filter},
    };
    let day = date(2026, 11, 22);
    let (_, record) = sample(day);
    let mut communities = record.all::<Community>();
    let conference = communities.find(|of| of.it.name == "The pricing day");
    let directory = Directory::of(&record, day);
    let found = directory.find(&Filter {
        community: conference.map(|of| of.id),
        ..Filter::default()
    });
    let names = found.iter().map(|it| record.get::<Contact>(it.id));
    let names: Vec<_> = names.flatten().map(|of| of.it.name.as_str()).collect();
    assert_eq!(names, ["Agnes Mbeki", "Priya Raman"]);
    let sent = record.all::<Update>().next().expect("an update");
    let replies = sent.it.to.iter().flat_map(|it| &it.replies);
    let replies = replies.filter_map(|id| record.get::<Touch>(*id));
    let ways: Vec<_> = replies.map(|of| of.it.channel).collect();
    assert_eq!(ways, [Some(Channel::Email)]);
}

#[test]
fn it_tells_of_a_case_that_was_put_off_and_of_one_in_the_making() {
    use crate::{
        record::{Case, Submission},
        views::case::{Coverage, Stage, flags, lines, packet, stage},
    };
    let day = date(2026, 11, 22);
    let (framework, record) = sample(day);
    let facts = Facts::of(&record, &framework, day);
    let cases: Vec<_> = record.all::<Case>().collect();
    let stages: Vec<Stage> = cases.iter().map(|of| stage(&facts, *of)).collect();
    assert_eq!(stages, [Stage::Over, Stage::Made]);
    let handed_in = record.all::<Submission>().next().expect("a packet");
    assert!(handed_in.it.is_whole() && handed_in.it.case == cases[0].id);
    let it = cases[1].it;
    for line in &it.lines {
        let known = framework.expectation(&line.expectation);
        assert!(known.is_some(), "{}", line.expectation);
        assert!(line.evidence.as_ref().is_none_or(|it| !it.is_empty()));
    }
    let lines = lines(&facts, it);
    let cover = Coverage::of(&lines);
    let all = [cover.strong, cover.enough, cover.thin, cover.missing];
    assert!(all.iter().all(|it| *it > 0), "{cover:?}");
    // It is not finished, and says so.
    let asked = flags(&facts, it, &lines);
    for word in ["we-without-i", "no-part", "no-source"] {
        assert!(asked.iter().any(|it| it.sort.word() == word), "{word}");
    }
    let packet = packet(&facts, it, &lines);
    let secret = packet.evidence.iter().find(|it| it.confidential);
    assert!(secret.is_some_and(|it| it.summarised));
    assert!(
        !serde_json::to_string(&packet)
            .unwrap()
            .contains("Larkfield")
    );
    assert_eq!(packet.words.len(), 1);
}

#[test]
fn it_tells_of_two_offers_that_are_weighed() {
    use crate::{
        record::Stage,
        views::opportunities::{compare, opportunities},
    };
    let day = date(2026, 11, 22);
    let (framework, record) = sample(day);
    let facts = Facts::of(&record, &framework, day);
    let all = opportunities(&facts);
    let stages: Vec<Stage> = all.iter().map(|it| it.stage).collect();
    assert_eq!(stages, [Stage::Offer, Stage::Offer, Stage::Declined]);
    let two = compare(&facts, all[0].of, all[1].of);
    let (railway, growth) = two.points();
    assert_eq!((railway, growth), (15, 10));
    assert_eq!(two.hangs_on().len(), 2);
    for side in &two.against {
        assert!(side.on.rung.is_some() && side.asked.len() > 3);
        assert!(!side.heard.is_empty());
    }
}

#[test]
fn it_tells_of_a_promotion_that_went_to_somebody_else_and_led_on() {
    use crate::{
        record::StayGo,
        views::setback::{setbacks, slow},
    };
    let day = date(2026, 11, 22);
    let (framework, record) = sample(day);
    let facts = Facts::of(&record, &framework, day);
    let all = setbacks(&facts);
    let [story] = &all[..] else {
        panic!("one setback: {}", all.len());
    };
    let decided = story.of.it.decided.as_ref().expect("a decision");
    assert_eq!(decided.choice, StayGo::Stay);
    assert!(story.acts.iter().all(|of| of.it.done.is_some()));
    assert!(slow(&facts).is_none(), "that was two years ago");
    let then = Facts::of(&record, &framework, date(2024, 10, 28));
    assert!(slow(&then).is_some());
}

#[test]
fn it_tells_of_promises_kept_and_broken_and_of_what_was_agreed() {
    use crate::record::{Agreement, Conversation, Promise, PromiseState};
    let (framework, record) = sample(date(2026, 11, 22));
    let promises: Vec<&Promise> = record.all::<Promise>().map(|of| of.it).collect();
    let kept = |it: &&&Promise| matches!(it.state, PromiseState::Kept { .. });
    let broken = |it: &&&Promise| matches!(it.state, PromiseState::Broken { .. });
    assert_eq!(promises.iter().filter(kept).count(), 2);
    assert_eq!(promises.iter().filter(broken).count(), 1);
    assert!(promises.iter().any(|it| it.state.is_open()));
    assert_eq!(
        record.all::<Conversation>().filter(|of| of.it.held).count(),
        3
    );
    for of in record.all::<Agreement>() {
        let rung = of.it.rung.as_ref();
        assert!(rung.is_none_or(|id| framework.rung(id).is_some()));
    }
}
