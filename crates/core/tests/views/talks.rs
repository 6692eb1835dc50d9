//! Conversations and what comes of them: prepared, said, promised, agreed, handed over.

use serde_json::Map;
use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    id::ItemId,
    record::{
        Agreement, Ally, AllyPlace, Answer, Author, Contact, Conversation, Counterpart, Decider,
        Evidence, Feedback, FeedbackSort, Knows, Of, Promise, PromiseOwner, PromiseState, Relation,
        TalkNote, Term, Touch,
    },
    views::{
        facts::Facts,
        talks::{
            agreement::{agreed, changes},
            allies::allies,
            handover::{Pick, handover},
            partners::{With, manager, partners},
            promises::{is_late, promises},
            said::{Answered, of_conversation, you_said},
        },
    },
};

use crate::writer::{TODAY, Writer, product};

pub(crate) fn hash() -> FrameworkHash {
    FrameworkHash::of(PRODUCT)
}

pub(crate) fn day(text: &str) -> windward_core::date::PartialDate {
    text.parse().expect("a date")
}

pub(crate) fn text(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn ines() -> Counterpart {
    Counterpart {
        from: Some(day("2025-03")),
        every_months: Some(3),
        ..Counterpart::new("Ines Duarte", Relation::Manager, day("2026-01-10"))
    }
}

pub(crate) fn talked(on: &str) -> Conversation {
    Conversation {
        contact: None,
        whom: Some(text("Ines Duarte")),
        relation: Relation::Manager,
        planned: None,
        held: true,
        prepared: None,
        note: None,
        on: day(on),
        framework: hash(),
        unknown: Map::new(),
    }
}

pub(crate) fn feedback(
    words: &str,
    sort: FeedbackSort,
    on: &str,
    from: Option<ItemId>,
) -> Feedback {
    Feedback {
        whom: Some(text("ines duarte")),
        from,
        ..Feedback::new(words, sort, day(on), hash())
    }
}

pub(crate) fn promise(what: &str, owner: PromiseOwner, due: Option<&str>) -> Promise {
    Promise {
        whom: Some(text("Ines Duarte")),
        due: due.map(day),
        ..Promise::new(what, owner, day("2026-09-01"))
    }
}

pub(crate) fn with<'a>(facts: &Facts<'a>) -> With<'a> {
    With::counterpart(facts, manager(facts).expect("a manager"))
}

#[test]
fn a_conversation_is_due_by_its_rhythm_and_not_while_one_is_planned() {
    let mut writer = Writer::default();
    writer.put(ines()).put(talked("2026-08-22"));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let all = partners(&facts);
    assert_eq!(all[0].due, Some(TODAY), "three months later");
    assert!(all[0].is_due(TODAY));
    assert!(!all[0].is_due(TODAY.yesterday().unwrap()));
    writer.put(Conversation {
        held: false,
        planned: Some(day("2026-12-01")),
        ..talked("2026-11-20")
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let all = partners(&facts);
    assert!(all[0].planned.is_some() && !all[0].is_due(TODAY));
}

#[test]
fn whoever_is_no_manager_any_more_is_not_asked_and_the_latest_one_is() {
    let mut writer = Writer::default();
    writer
        .put(Counterpart {
            to: Some(day("2026-06")),
            ..ines()
        })
        .put(Counterpart {
            from: Some(day("2026-07")),
            ..Counterpart::new("Tom Okafor", Relation::Manager, day("2026-07-01"))
        })
        .put(Counterpart::new("Ada", Relation::Mentor, day("2026-07-01")));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let names: Vec<_> = partners(&facts)
        .iter()
        .map(|it| it.of.it.whom.clone())
        .collect();
    assert_eq!(names, [Some(text("Tom Okafor")), Some(text("Ada"))]);
    assert_eq!(manager(&facts).unwrap().it.whom, Some(text("Tom Okafor")));
}

#[test]
fn a_line_without_a_name_waits_for_the_manager_until_it_was_brought_up() {
    let mut writer = Writer::default();
    writer.put(ines());
    let held = writer.add(talked("2026-10-01"));
    let note = |line: &str| TalkNote::new(line, day("2026-09-20"));
    writer
        .put(note("Ask about the reorganisation"))
        .put(TalkNote {
            raised: Some(held),
            ..note("The budget")
        })
        .put(TalkNote {
            whom: Some(text("Ada")),
            ..note("Thank her")
        })
        .put(TalkNote {
            dropped: Some(day("2026-10-02")),
            ..note("Nothing")
        });
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let waiting = &partners(&facts)[0].notes;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].it.line, "Ask about the reorganisation");
}

#[test]
fn what_was_said_is_answered_by_a_promise_that_was_kept() {
    let mut writer = Writer::default();
    writer.put(ines());
    let first = writer.add(talked("2026-03-01"));
    let last = writer.add(talked("2026-09-01"));
    let old = writer.add(feedback(
        "Write less.",
        FeedbackSort::Advice,
        "2026-03-01",
        Some(first),
    ));
    writer.put(Promise {
        answers: Some(old),
        state: PromiseState::kept(day("2026-04-01")),
        ..promise("One-page memos", PromiseOwner::Mine, None)
    });
    let memo = writer.add(feedback(
        "In the pricing review, send the memo the day before.",
        FeedbackSort::Criticism,
        "2026-09-01",
        Some(last),
    ));
    let kept = writer.add(Promise {
        answers: Some(memo),
        ..promise(
            "Send memos a day early",
            PromiseOwner::Mine,
            Some("2026-09-30"),
        )
    });
    writer
        .put(feedback(
            "Be more strategic.",
            FeedbackSort::Advice,
            "2026-09-01",
            Some(last),
        ))
        .put(feedback(
            "Great quarter.",
            FeedbackSort::Praise,
            "2026-09-01",
            Some(last),
        ));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let states = |facts: &Facts<'_>| -> Vec<(String, Answered)> {
        let all = you_said(facts, &with(facts)).into_iter();
        all.map(|it| (it.of.it.words.chars().take(6).collect(), it.state))
            .collect()
    };
    let of = |words: &str, state| (words.to_owned(), state);
    // What was done and told before the last conversation opens no other one.
    let before = states(&facts);
    assert!(
        before.contains(&of("In the", Answered::UnderWay)),
        "{before:?}"
    );
    assert!(before.contains(&of("Be mor", Answered::Open)), "{before:?}");
    assert_eq!(before.len(), 2, "{before:?}");
    let late = facts
        .talks
        .promises
        .iter()
        .find(|it| it.id == kept)
        .unwrap();
    assert!(is_late(&facts, late.it));

    writer.again(
        kept,
        Promise {
            answers: Some(memo),
            state: PromiseState::kept(day("2026-10-03")),
            ..promise(
                "Send memos a day early",
                PromiseOwner::Mine,
                Some("2026-09-30"),
            )
        },
    );
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let after = you_said(&facts, &with(&facts));
    let done = after.iter().find(|it| it.state == Answered::Done).unwrap();
    assert_eq!(done.did(), Some("Send memos a day early"));
    assert_eq!(done.did_on(), Some(day("2026-10-03")));
    assert_eq!(of_conversation(&facts, last).len(), 3);
    let as_of = Facts::of(&record, &framework, jiff::civil::date(2026, 10, 1));
    assert_eq!(promises(&as_of).mine.len(), 1, "it was open then");
    assert!(promises(&facts).mine.is_empty());
}

fn term(what: &str, shown: Option<&str>) -> Term {
    Term {
        what: what.to_owned(),
        known_by: None,
        shown: shown.map(day),
        unknown: Map::new(),
    }
}

fn decider(name: &str, answer: Answer, version: Option<u16>) -> Decider {
    Decider {
        contact: None,
        whom: Some(text(name)),
        answer,
        version,
        on: None,
        unknown: Map::new(),
    }
}

#[test]
fn who_agreed_to_older_terms_has_not_agreed_to_these() {
    let mut writer = Writer::default();
    let first = Agreement {
        whom: Some(text("Ines Duarte")),
        terms: vec![term("A strategy for two lines", None)],
        deciders: vec![decider("Sofie", Answer::NotAsked, None)],
        ..Agreement::new("Principal", day("2026-01-10"), hash())
    };
    let id = writer.add(first.clone());
    let yes = Agreement {
        deciders: vec![
            decider("Sofie", Answer::Agreed, Some(1)),
            decider("Ravi", Answer::Asked, Some(1)),
        ],
        ..first.clone()
    };
    writer.again(id, yes.clone());
    let framework = product();
    let read =
        |writer: &Writer, check: &dyn Fn(&windward_core::views::talks::agreement::Agreed<'_>)| {
            let record = writer.record();
            let facts = Facts::of(&record, &framework, TODAY);
            let of: Of<'_, Agreement> = record.get(id).unwrap();
            check(&agreed(&record, &facts, of));
        };
    read(&writer, &|it| {
        assert_eq!(it.version(), 1, "an answer is no new version");
        assert!(!it.deciders[0].outdated && !it.is_settled());
        assert_eq!(
            it.says(),
            "One thing to show, and it is still ahead; 1 of 2 who have to agree do."
        );
    });
    let harder = Agreement {
        terms: vec![
            term("A strategy for two lines", Some("2026-05-01")),
            term("Mentor two seniors", None),
        ],
        on: day("2026-06-01"),
        ..yes.clone()
    };
    writer.again(id, harder.clone());
    read(&writer, &|it| {
        assert_eq!(it.version(), 2);
        assert_eq!(it.versions[1].on, day("2026-06-01"));
        assert_eq!((it.deciders[0].to, it.deciders[0].outdated), (1, true));
        assert!(
            !it.deciders[1].outdated,
            "who was only asked has agreed to nothing"
        );
        assert_eq!(
            it.says(),
            "1 of 2 things shown; 0 of 2 who have to agree do."
        );
        assert_eq!(
            changes(it.versions[0].it, it.versions[1].it),
            ["New: Mentor two seniors."]
        );
    });
    writer.again(
        id,
        Agreement {
            deciders: vec![decider("Sofie", Answer::Agreed, Some(2))],
            ..harder
        },
    );
    read(&writer, &|it| {
        assert_eq!(it.deciders[0].to, 2);
        assert!(it.is_settled());
    });
}

fn ally(name: &str, place: AllyPlace, knows: Knows) -> Ally {
    Ally {
        contact: None,
        whom: Some(text(name)),
        place,
        knows,
        because: None,
        update: None,
        step: None,
        ended: None,
        on: day("2026-06-01"),
        unknown: Map::new(),
    }
}

#[test]
fn the_map_of_allies_says_who_has_not_seen_the_work() {
    let mut writer = Writer::default();
    let sofie = writer.add(Contact::named("Sofie Maes"));
    writer
        .put(ally("Ravi", AllyPlace::Leader, Knows::WouldSpeak))
        .put(Ally {
            contact: Some(sofie),
            ..ally("Sofie", AllyPlace::ManagersPeer, Knows::Seen)
        })
        .put(ally("Lena", AllyPlace::Committee, Knows::Hearsay))
        .put(Ally {
            ended: Some(day("2026-07")),
            ..ally("Gone", AllyPlace::Committee, Knows::Nothing)
        })
        .put(Touch::new(vec![sofie], day("2026-11-01")));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let map = allies(&facts);
    let names: Vec<_> = map.all.iter().map(|it| it.name).collect();
    assert_eq!(
        names,
        ["Lena", "Sofie Maes", "Ravi"],
        "least first, by the name of the contact"
    );
    assert_eq!(
        map.says(),
        "Two of the three have seen your work themselves, and one would speak for it. One who sits on the committee has not."
    );
    assert_eq!(map.all[1].touched, Some(day("2026-11-01")));
    assert!(map.all[0].quiet && !map.all[1].quiet);

    writer.put(Conversation {
        contact: Some(sofie),
        whom: None,
        ..talked("2026-11-12")
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let touched = allies(&facts).all[1].touched;
    assert_eq!(touched, Some(day("2026-11-12")), "by a conversation");
}

#[test]
fn a_merged_contact_is_still_the_same_person() {
    let mut writer = Writer::default();
    let old = writer.add(Contact::named("S. Maes"));
    let standing = writer.add(Contact {
        merged: vec![old],
        ..Contact::named("Sofie Maes")
    });
    writer.withdraw(old);
    writer
        .put(Ally {
            contact: Some(old),
            ..ally("S. Maes", AllyPlace::Leader, Knows::Seen)
        })
        .put(Touch::new(vec![standing], day("2026-11-01")));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let map = allies(&facts);
    assert_eq!(map.all[0].name, "Sofie Maes");
    assert_eq!(map.all[0].touched, Some(day("2026-11-01")));
}

#[test]
fn a_handover_leaves_out_what_is_confidential_and_says_how_much() {
    let mut writer = Writer::default();
    writer
        .put(ines())
        .put(Evidence::line("In her time", day("2025-06-01"), hash()))
        .put(Evidence {
            confidential: true,
            ..Evidence::line("Secret", day("2025-07-01"), hash())
        })
        .put(Evidence::line("Before her", day("2024-06-01"), hash()))
        .put(promise("The lead", PromiseOwner::Theirs, None))
        .put(Promise {
            whom: Some(text("Ada")),
            ..promise("A book", PromiseOwner::Mine, None)
        })
        .put(Agreement {
            ended: Some(day("2026-01")),
            ..Agreement::new("Over", day("2025-01-01"), hash())
        })
        .put(Agreement::new("Principal", day("2026-01-10"), hash()));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let page = handover(&record, &facts, with(&facts), &Pick::Open);
    let evidence: Vec<_> = page.evidence.iter().map(|of| of.it.what.as_str()).collect();
    assert_eq!(
        (evidence.as_slice(), page.left_out),
        (["In her time"].as_slice(), 1)
    );
    assert_eq!(page.agreements.len(), 1);
    assert_eq!(
        (page.promises.mine.len(), page.promises.theirs.len()),
        (0, 1)
    );
    let all = handover(&record, &facts, with(&facts), &Pick::All);
    assert_eq!((all.evidence.len(), all.left_out), (2, 0));
    let secret = page.offered.iter().find(|of| of.it.confidential);
    let these = Pick::These([secret.expect("to choose from").id].into());
    let chosen = handover(&record, &facts, with(&facts), &these);
    assert_eq!(chosen.evidence[0].it.what, "Secret");
    assert_eq!(
        (chosen.evidence.len(), chosen.left_out, chosen.more),
        (1, 0, 0)
    );
    let none = handover(&record, &facts, with(&facts), &Pick::These([].into()));
    assert!(none.evidence.is_empty() && none.offered.len() == 2);
}

#[test]
fn what_a_manager_promised_stands_under_their_own_name_whoever_is_called_so() {
    let mut writer = Writer::default();
    let mo = Author::Other {
        id: "77".to_owned(),
        name: "Ines Duarte".to_owned(),
    };
    writer
        .put(ines())
        .put(promise("The lead", PromiseOwner::Theirs, None))
        .by(
            mo,
            promise(
                "[Sign here](https://evil.example) \u{202e}x",
                PromiseOwner::Theirs,
                None,
            ),
        );
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let page = handover(&record, &facts, with(&facts), &Pick::Open);
    let what = |all: &[Of<'_, Promise>]| {
        let all = all.iter().map(|of| of.it.what.clone());
        all.collect::<Vec<_>>()
    };
    assert_eq!(what(&page.promises.theirs), ["The lead"], "hers alone");
    assert_eq!(page.promises.given.len(), 1);
    let text = windward_core::views::talks::paper::handover(&facts, &page);
    assert!(
        text.contains(r"- Ines Duarte, by their own hand: \[Sign here\]\(https"),
        "{text}"
    );
    assert!(!text.contains('\u{202e}') && !text.contains("]("), "{text}");
}
