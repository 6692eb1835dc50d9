//! What Noor and her manager said to each other: a promise that was broken, two that were kept, and an agreement.

use serde_json::Map;

use super::{Sample, people::People, text};
use crate::{
    framework::{RungId, SkillId},
    id::ItemId,
    record::{
        Agreement, Ally, AllyPlace, AllyStep, Answer, Conversation, Counterpart, Decider, Feedback,
        FeedbackSort, Goal, Knows, Manner, Prepared, Promise, PromiseOwner, PromiseState, Relation,
        StepSort, TalkNote, Term,
    },
};

/// Adds it all.
pub(super) fn add(sample: &mut Sample<'_>, people: &People) {
    manager(sample, people.petra);
    let (after, spring, last) = conversations(sample, people.petra);
    let paper = feedback(sample, people, (after, spring, last));
    promises(sample, people, (after, spring, last), paper);
    agreement(sample, people, last);
    allies(sample, people);
    for (days_ago, line) in [
        (8, "The guild: whose is it after the summer?"),
        (
            3,
            "Two directors say to hand over what one is proudest of. Ask what she handed over",
        ),
    ] {
        let on = sample.day(days_ago);
        sample.act.add(TalkNote {
            contact: Some(people.petra),
            ..TalkNote::new(line, on)
        });
    }
}

fn manager(sample: &mut Sample<'_>, petra: ItemId) {
    let (from, on) = (Some(sample.month(-37)), sample.day(139));
    let goals = [
        (
            "One price list for both product lines by the summer",
            "The plan for it, and the half hour each week in which it is decided",
        ),
        (
            "To spend less of her week on exceptions",
            "I sort them with Tom, so that she sees three a month",
        ),
    ];
    let goals = goals.map(|(what, my_part)| Goal {
        what: what.to_owned(),
        my_part: text(my_part),
        unknown: Map::new(),
    });
    sample.act.add(Counterpart {
        contact: Some(petra),
        whom: None,
        from,
        every_months: Some(2),
        goals: goals.to_vec(),
        ..Counterpart::new("", Relation::Manager, on)
    });
}

/// Three that were held and one that lies ahead; answers those held, earliest first.
fn conversations(sample: &mut Sample<'_>, petra: ItemId) -> (ItemId, ItemId, ItemId) {
    let mut held = |days_ago, note: &str| {
        let it = Conversation {
            held: true,
            note: text(note),
            ..talk(sample, petra, days_ago)
        };
        sample.act.add(it)
    };
    let after = held(
        139,
        "Two weeks after the pricing group went to Omar. I asked what spoke for him before I asked what speaks for me.",
    );
    let spring = held(
        98,
        "The guild came up by itself. She had heard of it from Wei, not from me.",
    );
    let last = held(
        55,
        "The first time that we wrote it down. It took twenty minutes and saved a year of guessing.",
    );
    let planned = sample.day(-6);
    let ahead = Conversation {
        planned: Some(planned),
        prepared: Some(Prepared {
            manner: Some(Manner::Direct),
            aspiration: text(
                "I want to be Principal in a year and a half. What should I put first now, so that I am ready when there is a place?",
            ),
            gaps: ["business", "executive-influence"]
                .map(SkillId::new)
                .to_vec(),
            question: text("When you read my board paper, where did you stop believing it?"),
            ask: text("Let me present the add-on line’s quarter myself, with you in the room"),
            ..Prepared::default()
        }),
        ..talk(sample, petra, 2)
    };
    sample.act.add(ahead);
    (after, spring, last)
}

fn talk(sample: &Sample<'_>, petra: ItemId, days_ago: i32) -> Conversation {
    Conversation {
        contact: Some(petra),
        whom: None,
        relation: Relation::Manager,
        planned: None,
        held: false,
        prepared: None,
        note: None,
        on: sample.day(days_ago),
        framework: sample.framework,
        unknown: Map::new(),
    }
}

/// What was said in them; answers the one that a promise answers.
fn feedback(
    sample: &mut Sample<'_>,
    people: &People,
    (after, spring, last): (ItemId, ItemId, ItemId),
) -> ItemId {
    let petra = people.petra;
    let did_on = Some(sample.day(82));
    let vague = said(
        sample,
        petra,
        (after, 139),
        FeedbackSort::Advice,
        "You are doing all the right things, only not for long enough.",
    );
    sample.act.add(Feedback {
        sharpened: text("Show that a team which is not yours follows you."),
        did: text("Led the guild for eight weeks, and kept it"),
        did_on,
        ..vague
    });
    let heard = said(
        sample,
        petra,
        (spring, 98),
        FeedbackSort::Praise,
        "When sales asked for the exception in front of everybody, you said you would answer by noon, and you did.",
    );
    sample.act.add(Feedback {
        skill: Some(SkillId::new("stakeholders")),
        ..heard
    });
    let paper = said(
        sample,
        petra,
        (last, 55),
        FeedbackSort::Criticism,
        "In the second board paper the number came on page three. Put it in the first sentence.",
    );
    let paper = sample.act.add(Feedback {
        skill: Some(SkillId::new("executive-influence")),
        ..paper
    });
    let presence = said(
        sample,
        petra,
        (last, 55),
        FeedbackSort::Criticism,
        "More presence.",
    );
    sample.act.add(presence);
    paper
}

/// What was said in a conversation of so many days ago.
fn said(
    sample: &Sample<'_>,
    by: ItemId,
    (from, days_ago): (ItemId, i32),
    sort: FeedbackSort,
    words: &str,
) -> Feedback {
    Feedback {
        contact: Some(by),
        from: Some(from),
        ..Feedback::new(words, sort, sample.day(days_ago), sample.framework)
    }
}

fn promises(
    sample: &mut Sample<'_>,
    people: &People,
    (after, spring, last): (ItemId, ItemId, ItemId),
    paper: ItemId,
) {
    let (kept, broken, done) = (sample.day(118), sample.day(60), sample.day(40));
    let said = [
        (
            "Tell me before the next lead role is decided, not after",
            PromiseOwner::Theirs,
            people.petra,
            after,
            (139, None),
            PromiseState::kept(kept),
        ),
        (
            "A seat in the steering of the pricing group",
            PromiseOwner::Theirs,
            people.petra,
            spring,
            (98, Some(65)),
            PromiseState::broken(
                broken,
                text("The group was cut to four; she said so herself, a day late."),
            ),
        ),
        (
            "The pricing plan on one page, for Anders",
            PromiseOwner::Mine,
            people.petra,
            last,
            (55, Some(38)),
            PromiseState::kept(done),
        ),
        (
            "Fifteen minutes with Anders about the add-on line",
            PromiseOwner::Theirs,
            people.petra,
            last,
            (55, Some(10)),
            PromiseState::Open,
        ),
    ];
    for (what, owner, contact, from, (made, due), state) in said {
        let (made, due) = (sample.day(made), due.map(|due| sample.day(due)));
        sample.act.add(Promise {
            contact: Some(contact),
            due,
            from: Some(from),
            state,
            ..Promise::new(what, owner, made)
        });
    }
    let (made, due) = (sample.day(55), Some(sample.day(-3)));
    sample.act.add(Promise {
        contact: Some(people.petra),
        due,
        from: Some(last),
        answers: Some(paper),
        ..Promise::new(
            "A draft of the third board paper with the number in the first sentence",
            PromiseOwner::Mine,
            made,
        )
    });
    let made = sample.day(12);
    let due = Some(sample.day(-9));
    sample.act.add(Promise {
        contact: Some(people.tom),
        due,
        ..Promise::new(
            "The exceptions of this quarter, sorted by what they cost us",
            PromiseOwner::Mine,
            made,
        )
    });
}

fn agreement(sample: &mut Sample<'_>, people: &People, from: ItemId) {
    let (by, on, framework) = (sample.month(16), sample.day(55), sample.framework);
    let shown = sample.day(40);
    let term = |what: &str, known_by: &str, shown| Term {
        what: what.to_owned(),
        known_by: text(known_by),
        shown,
        unknown: Map::new(),
    };
    let decider = |contact, answer, on| Decider {
        contact: Some(contact),
        whom: None,
        answer,
        version: (answer != Answer::NotAsked).then_some(1),
        on,
        unknown: Map::new(),
    };
    let asked = sample.day(38);
    sample.act.add(Agreement {
        rung: Some(RungId::new("principal")),
        contact: Some(people.petra),
        terms: vec![
            term(
                "A plan for prices that others follow without me in the room",
                "Both product lines plan by it for two quarters",
                Some(shown),
            ),
            term(
                "A line of my own with its result",
                "The add-on line’s quarter, explained by me and not by Ines",
                None,
            ),
            term(
                "A board paper that needs no second meeting",
                "Approved with questions and without changes",
                None,
            ),
        ],
        by: Some(by),
        deciders: vec![
            decider(people.petra, Answer::Agreed, Some(on)),
            decider(people.anders, Answer::Asked, Some(asked)),
            decider(people.tom, Answer::NotAsked, None),
        ],
        from: Some(from),
        ..Agreement::new("Principal, by the spring after next", on, framework)
    });
}

fn allies(sample: &mut Sample<'_>, people: &People) {
    let on = sample.day(50);
    let by = Some(sample.day(-20));
    let step = |sort, what: &str| AllyStep {
        sort,
        what: what.to_owned(),
        by,
        done: None,
        unknown: Map::new(),
    };
    let told = [
        (
            people.tom,
            AllyPlace::ManagersPeer,
            Knows::Seen,
            "Ran the price change with me for ten weeks",
            step(
                StepSort::WorkTogether,
                "Go through the exceptions of the quarter together",
            ),
        ),
        (
            people.anders,
            AllyPlace::Leader,
            Knows::Hearsay,
            "Has read the strategy, and Petra’s summary of it",
            step(
                StepSort::ShareInsight,
                "What the add-on line taught us about renewals",
            ),
        ),
        (
            people.omar,
            AllyPlace::Other,
            Knows::WouldSpeak,
            "Asked me to read his first plan",
            step(
                StepSort::ShareWork,
                "The teardown of the rivals, before the group meets",
            ),
        ),
    ];
    for (contact, place, knows, because, step) in told {
        sample.act.add(Ally {
            contact: Some(contact),
            whom: None,
            place,
            knows,
            because: text(because),
            update: text(super::update::GROUP),
            step: Some(step),
            ended: None,
            on,
            unknown: Map::new(),
        });
    }
}
