//! Noor's board: five people and an open seat, four of the five from where she worked before.

use serde_json::Map;

use super::{Sample, people::People, text};
use crate::{
    framework::SkillId,
    id::ItemId,
    record::{
        Approach, BoardReview, Cadence, Channel, Gift, GiftKind, Lesson, Perspective, Question,
        Seat, SeatChoice, SeatReview, Step, StepKind, Touch,
    },
};

/// Adds it. `principal` is a destination, `leading` the belief that leading people would suit her.
pub(super) fn add(sample: &mut Sample<'_>, people: &People, principal: ItemId, leading: ItemId) {
    let finance = finance(sample, people, principal);
    let leading_people = leading_people(sample, people, leading);
    let pricing = pricing(sample, people);
    let sales = sales(sample, people);
    peer(sample, people);
    let executives = seat(sample, "Influencing executives", 150, |it| Seat {
        skill: Some(SkillId::new("executive-influence")),
        looking_for: text("Somebody who has had a board say no, and later yes"),
        ..it
    });
    let executives = sample.act.add(executives);
    let on = sample.day(50);
    let asked = text("When a board paper fails, what had been missing before anybody wrote it?");
    approach(
        sample,
        people.johanna,
        None,
        &[
            (StepKind::Noticed, 58, "your piece on board papers"),
            (StepKind::Asked, 50, asked.as_deref().unwrap_or_default()),
        ],
    );
    sample.act.add(Touch {
        channel: Some(Channel::Message),
        asked,
        ..Touch::new(vec![people.johanna], on)
    });
    let kept = [finance, leading_people, pricing, sales];
    let seats = kept.map(|seat| review(seat, SeatChoice::Keep, ""));
    let open = review(
        executives,
        SeatChoice::Invite,
        "nobody on my board has sat in that room",
    );
    let on = sample.day(108);
    sample.act.add(BoardReview {
        seats: seats.into_iter().chain([open]).collect(),
        note: text("I ask people who know me. That is comfortable, and it shows."),
        on,
        unknown: Map::new(),
    });
}

/// A seat whose touch is due, with questions that wait and something to give.
fn finance(sample: &mut Sample<'_>, people: &People, principal: ItemId) -> ItemId {
    let marit = people.marit;
    let it = seat(sample, "Owning a P&L", 420, |it| Seat {
        skill: Some(SkillId::new("business")),
        destination: Some(principal),
        person: Some(marit),
        perspectives: vec![
            Perspective::PastColleague,
            Perspective::OtherIndustry,
            Perspective::OtherFunction,
        ],
        track_record: text("Took a loss-making line at Brightwater to even in two years."),
        cadence: Some(Cadence::Quarter),
        knows: true,
        ..it
    });
    let seat = sample.act.add(it);
    touch(
        sample,
        seat,
        marit,
        210,
        "Where do I begin with a statement that I cannot read alone?",
        "With the line that moved most, and with who could have known.",
        "",
    );
    let last = touch(
        sample,
        seat,
        marit,
        99,
        "What do you look at before you approve a price?",
        "Who pays for it if it is wrong. If the answer is ‘nobody’, it is not a price.",
        "The teardown of the rivals’ price pages",
    );
    let learned = lesson(
        sample,
        seat,
        marit,
        (last, 99),
        "Ask who pays if a price is wrong, before asking what it brings",
        "business",
    );
    let known = sample.day(41);
    sample.act.add(Lesson {
        outcome: text("It became the first question of our price review, and stopped one change"),
        outcome_on: Some(known),
        ..learned
    });
    for (days_ago, ask) in [
        (
            104,
            "How much of a budget did you leave unsaid, and for how long?",
        ),
        (21, "Which number of mine would you have doubted first?"),
    ] {
        let on = sample.day(days_ago);
        sample.act.add(Question {
            seat: Some(seat),
            ..Question::new(marit, ask, on)
        });
    }
    let on = sample.day(14);
    sample.act.add(Gift::new(
        marit,
        "The retention teardown, with the two pages on fares",
        GiftKind::Article,
        on,
    ));
    seat
}

/// A habit with somebody one step ahead.
fn leading_people(sample: &mut Sample<'_>, people: &People, leading: ItemId) -> ItemId {
    let rafael = people.rafael;
    let it = seat(sample, "Letting go of the product work", 300, |it| Seat {
        skill: Some(SkillId::new("people-management")),
        person: Some(rafael),
        perspectives: vec![Perspective::PastColleague, Perspective::OneStepAhead],
        track_record: text(
            "Went from Senior to Director a year and a half ago, and says what it cost.",
        ),
        cadence: Some(Cadence::HalfYear),
        knows: true,
        ..it
    });
    let seat = sample.act.add(it);
    let last = touch(
        sample,
        seat,
        rafael,
        47,
        "What did you stop doing in the first half-year, and miss?",
        "Writing. I missed it for a year, then I noticed that I did not.",
        "An introduction to Hanneke’s evening course",
    );
    let learned = lesson(
        sample,
        seat,
        rafael,
        (last, 47),
        "The first thing to hand over is the one I am proudest of",
        "people-management",
    );
    sample.act.add(Lesson {
        hypotheses: vec![leading],
        ..learned
    });
    approach(
        sample,
        rafael,
        Some(seat),
        &[
            (
                StepKind::Noticed,
                300,
                "how you told your team that you were leaving it",
            ),
            (
                StepKind::Asked,
                296,
                "What would you have wanted to be asked in your first week?",
            ),
            (StepKind::Answered, 290, "What I was afraid of. Nobody did."),
            (StepKind::Thanked, 270, ""),
            (StepKind::Habit, 230, ""),
        ],
    );
    seat
}

/// An approach that waits for thanks.
fn pricing(sample: &mut Sample<'_>, people: &People) -> ItemId {
    let agnes = people.agnes;
    let it = seat(sample, "Prices that people understand", 66, |it| Seat {
        skill: Some(SkillId::new("market")),
        person: Some(agnes),
        perspectives: vec![
            Perspective::Speaker,
            Perspective::Author,
            Perspective::OtherCountry,
        ],
        track_record: text("Wrote ‘The Price Page’; has taken apart four hundred of them."),
        ..it
    });
    let seat = sample.act.add(it);
    let ask = "Of the fences you have seen, which one did customers explain to each other?";
    let answer = "The seat. Everybody counts chairs.";
    let last = touch(sample, seat, agnes, 36, ask, answer, "");
    let learned = lesson(
        sample,
        seat,
        agnes,
        (last, 36),
        "A fence is good when one customer can explain it to another",
        "market",
    );
    let known = sample.day(6);
    sample.act.add(Lesson {
        outcome: text("We tested two fences that way; one fell in an afternoon, and the pilot runs with the other"),
        outcome_on: Some(known),
        ..learned
    });
    approach(
        sample,
        agnes,
        Some(seat),
        &[
            (
                StepKind::Noticed,
                66,
                "your talk in Utrecht, and the fence that nobody could explain",
            ),
            (StepKind::Asked, 40, ask),
            (StepKind::Answered, 36, answer),
        ],
    );
    seat
}

/// A situation rather than a skill.
fn sales(sample: &mut Sample<'_>, people: &People) -> ItemId {
    let henk = people.henk;
    let it = seat(sample, "Sales goes to Petra before me", 140, |it| Seat {
        person: Some(henk),
        perspectives: vec![Perspective::PastColleague, Perspective::OtherFunction],
        track_record: text("Sat on the other side of that door for eleven years."),
        cadence: Some(Cadence::Quarter),
        ..it
    });
    let seat = sample.act.add(it);
    touch(
        sample,
        seat,
        henk,
        52,
        "What made you go past a product manager?",
        "Waiting. A no in the morning was better than a yes on Friday.",
        "",
    );
    seat
}

/// Somebody in the same place elsewhere.
fn peer(sample: &mut Sample<'_>, people: &People) {
    let it = seat(sample, "How my work looks from next door", 200, |it| Seat {
        person: Some(people.priya),
        perspectives: vec![Perspective::PastColleague, Perspective::Peer],
        cadence: Some(Cadence::Quarter),
        ..it
    });
    sample.act.add(it);
}

fn seat(sample: &Sample<'_>, area: &str, days_ago: i32, more: impl FnOnce(Seat) -> Seat) -> Seat {
    let on = sample.day(days_ago);
    let it = more(Seat::new(area, on, sample.framework));
    Seat {
        since: it.person.map(|_| on),
        ..it
    }
}

fn touch(
    sample: &mut Sample<'_>,
    seat: ItemId,
    with: ItemId,
    days_ago: i32,
    asked: &str,
    answered: &str,
    gave: &str,
) -> ItemId {
    let on = sample.day(days_ago);
    sample.act.add(Touch {
        channel: Some(Channel::Email),
        asked: text(asked),
        answered: text(answered),
        gave: text(gave),
        seat: Some(seat),
        ..Touch::new(vec![with], on)
    })
}

/// Something learned in a touch of so many days ago.
fn lesson(
    sample: &Sample<'_>,
    seat: ItemId,
    person: ItemId,
    (touch, days_ago): (ItemId, i32),
    learned: &str,
    skill: &str,
) -> Lesson {
    Lesson {
        seat: Some(seat),
        touch: Some(touch),
        skills: vec![SkillId::new(skill)],
        ..Lesson::new(person, learned, sample.day(days_ago), sample.framework)
    }
}

fn approach(
    sample: &mut Sample<'_>,
    person: ItemId,
    seat: Option<ItemId>,
    steps: &[(StepKind, i32, &str)],
) {
    let began = steps.first().map_or(0, |(_, days_ago, _)| *days_ago);
    let on = sample.day(began);
    let steps = steps.iter().map(|(kind, days_ago, note)| Step {
        kind: *kind,
        on: sample.day(*days_ago),
        note: text(note),
        touch: None,
        unknown: Map::new(),
    });
    let steps = steps.collect();
    sample.act.add(Approach {
        seat,
        steps,
        ..Approach::new(person, on)
    });
}

fn review(seat: ItemId, choice: SeatChoice, why: &str) -> SeatReview {
    SeatReview {
        seat,
        choice,
        why: text(why),
        unknown: Map::new(),
    }
}
