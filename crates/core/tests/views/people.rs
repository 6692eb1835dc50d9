//! People: found, told apart, merged, and written to in time.

use std::sync::LazyLock;

use jiff::{Timestamp, civil::Date};
use proptest::prelude::*;
use serde_json::{Map, json};
use windward_core::{
    framework::{Framework, FrameworkHash},
    id::{CountedIds, ItemId},
    record::{
        Act, Cadence, Contact, Content, Conversation, Evidence, Moment, MomentKind, Reach,
        ReachKind, Record, Relation, Role, RoleEnd, Stored, TagCadence, Touch,
    },
    views::{
        facts::Facts,
        people::{
            self, Directory, Filter, Suggestion, Why, duplicates, identity, merged, story,
            touches::unanswered,
        },
    },
};

use crate::writer::{TODAY, product};

/// Whom to write to, where nothing was put aside or something was.
fn reconnect<'a>(record: &'a Record, directory: &Directory) -> Vec<Suggestion<'a>> {
    static FRAMEWORK: LazyLock<Framework> = LazyLock::new(product);
    people::reconnect(&Facts::of(record, &FRAMEWORK, directory.day), directory)
}

#[derive(Default)]
struct Pen {
    record: Record,
    ids: CountedIds,
}

impl Pen {
    fn write(&mut self, compose: impl FnOnce(&mut Act<'_>)) {
        let long_ago: Timestamp = "2020-01-01T00:00:00Z".parse().expect("a time");
        let mut act = Act::new(&mut self.ids, long_ago);
        compose(&mut act);
        let seq = self.record.seq();
        let entries = act.into_entries().into_iter().zip(seq + 1..);
        self.record.extend(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }));
    }

    fn add(&mut self, content: impl Into<Content>) -> ItemId {
        let mut id = None;
        self.write(|act| id = Some(act.add(content)));
        id.expect("it was written")
    }

    fn touch(&mut self, with: ItemId, on: &str, change: impl FnOnce(&mut Touch)) -> ItemId {
        let mut touch = Touch::new(vec![with], on.parse().expect("a date"));
        change(&mut touch);
        self.add(touch)
    }

    fn directory(&self) -> Directory {
        Directory::of(&self.record, TODAY)
    }

    /// Merges the first group, as the page does.
    fn merge_first(&mut self) {
        let mut ids = self.ids.clone();
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        let groups = duplicates(&self.record);
        let (keep, others) = groups[0].people.split_first().expect("a group");
        act.revise(*keep, merged(*keep, others));
        for other in others {
            act.withdraw(other.id, other.revision.entry_id);
        }
        let entries = act.into_entries();
        let seq = self.record.seq();
        self.ids = ids;
        self.record.extend(
            entries
                .into_iter()
                .zip(seq + 1..)
                .map(|(entry, seq)| Stored {
                    seq,
                    received_at: Timestamp::UNIX_EPOCH,
                    imported: false,
                    entry,
                }),
        );
    }
}

fn contact(name: &str, organisation: &str) -> Contact {
    Contact {
        organisation: (!organisation.is_empty()).then(|| organisation.to_owned()),
        ..Contact::named(name)
    }
}

fn reached(contact: Contact, kind: ReachKind, values: &[&str]) -> Contact {
    let reach = values.iter().map(|it| Reach::new(kind, *it)).collect();
    Contact { reach, ..contact }
}

fn names(pen: &Pen, filter: &Filter<'_>) -> Vec<String> {
    let directory = pen.directory();
    let found = directory.find(filter);
    let name = |id| {
        pen.record
            .get::<Contact>(id)
            .expect("a contact")
            .it
            .name
            .clone()
    };
    found.iter().map(|it| name(it.id)).collect()
}

fn typed(text: &str) -> Filter<'_> {
    Filter {
        text,
        ..Filter::default()
    }
}

#[test]
fn people_are_found_by_the_beginnings_of_words_and_names_come_first() {
    let mut pen = Pen::default();
    pen.add(contact("Zoë Acme", ""));
    pen.add(contact("Ben Olsen", "Acme Ltd"));
    pen.add(reached(
        contact("Jörg Müller", "Fjord"),
        ReachKind::Email,
        &["jm@acme.org"],
    ));
    pen.add(Contact {
        tags: vec!["Mentor".to_owned()],
        nickname: Some("Lefty".to_owned()),
        ..contact("Ann O’Neil", "")
    });
    assert_eq!(
        names(&pen, &typed("acm")),
        ["Zoë Acme", "Ben Olsen", "Jörg Müller"]
    );
    assert_eq!(names(&pen, &typed("JORG mull")), ["Jörg Müller"]);
    assert_eq!(names(&pen, &typed("muller fjord")), ["Jörg Müller"]);
    assert_eq!(names(&pen, &typed("left")), ["Ann O’Neil"]);
    assert_eq!(names(&pen, &typed("oneil")), ["Ann O’Neil"]);
    assert_eq!(names(&pen, &typed("cme")), [""; 0]);
    assert_eq!(names(&pen, &typed("")).len(), 4);
    let of_tag = Filter {
        tag: Some("mentor"),
        ..Filter::default()
    };
    assert_eq!(names(&pen, &of_tag), ["Ann O’Neil"]);
    let of_none = Filter {
        tag: Some("press"),
        ..Filter::default()
    };
    assert_eq!(names(&pen, &of_none), [""; 0]);
}

proptest! {
    /// One walk over one text finds what looking at each person would.
    #[test]
    fn a_search_finds_what_asking_everybody_would(
        people in prop::collection::vec(("[a-cé ]{1,8}", "[a-c ,]{0,6}"), 0..12),
        wanted in "[a-c]{0,2}( [a-c]{1,2})?",
    ) {
        let mut pen = Pen::default();
        for (name, organisation) in &people {
            pen.add(contact(name, organisation));
        }
        let begins = |text: &str, word: &str| {
            identity::folded(text).split(' ').any(|it| it.starts_with(word))
        };
        let expected = people.iter().filter(|(name, organisation)| {
            let words = wanted.split(' ').filter(|it| !it.is_empty());
            let mut words = words.map(|word| begins(name, word) || begins(organisation, word));
            words.all(|found| found)
        });
        let mut expected: Vec<&str> = expected.map(|(name, _)| name.as_str()).collect();
        let found = names(&pen, &typed(&wanted));
        let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_rhythm_is_ones_own_or_the_shortest_of_the_tags() {
    let mut pen = Pen::default();
    pen.add(TagCadence {
        tag: "mentor".to_owned(),
        cadence: Cadence::Year,
        unknown: Map::new(),
    });
    pen.add(TagCadence {
        tag: "Peer".to_owned(),
        cadence: Cadence::Quarter,
        unknown: Map::new(),
    });
    let both = vec!["Mentor".to_owned(), "peer".to_owned()];
    let by_tag = pen.add(Contact {
        tags: both.clone(),
        ..contact("By tag", "")
    });
    let own = Contact {
        tags: both,
        cadence: Some(Cadence::None),
        ..contact("Own", "")
    };
    let never = pen.add(own);
    pen.touch(by_tag, "2026-08-22", |_| {});
    let directory = pen.directory();
    let person = directory.person(by_tag).unwrap();
    assert_eq!(
        (person.cadence, person.by_tag.as_deref()),
        (Some(Cadence::Quarter), Some("peer"))
    );
    assert_eq!(person.due, Some(Date::constant(2026, 11, 22)));
    assert!(person.is_due(TODAY) && !person.is_due(TODAY.yesterday().unwrap()));
    assert_eq!(directory.person(never).unwrap().due, None);
    let due: Vec<_> = directory.due().iter().map(|it| it.id).collect();
    assert_eq!(due, [by_tag]);
}

#[test]
fn last_helped_stands_beside_last_in_touch() {
    let mut pen = Pen::default();
    let ines = pen.add(contact("Ines", ""));
    pen.touch(ines, "2026-03-02", |it| {
        it.gave = Some("An introduction".to_owned());
    });
    pen.touch(ines, "2026-09", |it| {
        it.asked = Some("How do you price?".to_owned());
    });
    // What lies ahead has not been.
    pen.touch(ines, "2027", |it| it.gave = Some("Later".to_owned()));
    let directory = pen.directory();
    let person = directory.person(ines).unwrap();
    assert_eq!(person.last, Some("2026-09".parse().unwrap()));
    assert_eq!(person.helped, Some("2026-03-02".parse().unwrap()));
    assert_eq!(
        story(&pen.record, &directory, ines).unwrap().touches.len(),
        2
    );
}

#[test]
fn a_conversation_that_was_held_is_being_in_touch_and_a_planned_one_is_not() {
    let talk = |with, on: &str, held| Conversation {
        contact: Some(with),
        whom: None,
        relation: Relation::Mentor,
        planned: None,
        held,
        prepared: None,
        note: None,
        on: on.parse().unwrap(),
        framework: FrameworkHash::of(""),
        unknown: Map::new(),
    };
    let mut pen = Pen::default();
    let ines = pen.add(Contact {
        cadence: Some(Cadence::Month),
        ..contact("Ines", "")
    });
    pen.touch(ines, "2026-03-02", |_| {});
    pen.add(talk(ines, "2026-11-18", true));
    pen.add(talk(ines, "2026-11-21", false));
    pen.add(talk(ines, "2027-01-01", true));
    let directory = pen.directory();
    let person = directory.person(ines).unwrap();
    assert_eq!(person.last, Some("2026-11-18".parse().unwrap()));
    assert_eq!(person.due, Some(Date::constant(2026, 12, 18)));
    let story = story(&pen.record, &directory, ines).unwrap();
    assert_eq!((story.touches.len(), story.conversations.len()), (1, 1));

    // Whoever was talked with in the half-year before, or this month, is not written to.
    for (name, on, suggested) in [
        ("Long ago", "2025-01-10", true),
        ("In autumn", "2026-09-10", false),
        ("This month", "2026-11-03", false),
    ] {
        let mut pen = Pen::default();
        let id = pen.add(contact(name, ""));
        pen.add(talk(id, on, true));
        if !suggested {
            pen.touch(id, "2024-05", |_| {});
        }
        let found = reconnect(&pen.record, &pen.directory());
        assert_eq!(found.len(), usize::from(suggested), "{name}");
    }
}

#[test]
fn who_is_there_twice_is_told_by_what_the_two_share() {
    let mut pen = Pen::default();
    let url = ReachKind::Url;
    pen.add(reached(
        contact("Ines Dahl", "Fjord"),
        url,
        &["https://www.linkedin.com/in/ines"],
    ));
    pen.add(reached(
        contact("I. Dahl", ""),
        url,
        &["http://no.linkedin.com/in/INES/"],
    ));
    pen.add(contact("Tom Okafor", "Acme Ltd"));
    pen.add(contact("Okafor, Tom", "ACME"));
    pen.add(contact("Ada Byron", "Engine"));
    pen.add(contact("Ada Byron", ""));
    // Two of one name in two places are two, and so are two of one first name.
    pen.add(contact("Wei Zhang", "Fjord"));
    pen.add(contact("Wei Zhang", "Acme"));
    pen.add(contact("Kim", "Fjord"));
    pen.add(contact("Kim", ""));
    let groups = duplicates(&pen.record);
    let told: Vec<(Vec<&str>, &[Why])> = groups
        .iter()
        .map(|it| {
            (
                it.people.iter().map(|of| of.it.name.as_str()).collect(),
                &it.why[..],
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (vec!["Ines Dahl", "I. Dahl"], &[Why::Profile][..]),
            (
                vec!["Tom Okafor", "Okafor, Tom"],
                &[Why::NameAndOrganisation]
            ),
            (vec!["Ada Byron", "Ada Byron"], &[Why::Name]),
        ]
    );
}

#[test]
fn what_many_share_and_who_was_told_apart_is_not_proposed() {
    let mut pen = Pen::default();
    let email = ReachKind::Email;
    for number in 0..6 {
        pen.add(reached(
            contact(&format!("Nr {number}"), ""),
            email,
            &["team@acme.org"],
        ));
    }
    let first = pen.add(reached(contact("A", ""), email, &["a@acme.org"]));
    pen.add(Contact {
        not_same: vec![first],
        ..reached(contact("B", ""), email, &["a@acme.org"])
    });
    assert!(duplicates(&pen.record).is_empty());
}

#[test]
fn merging_loses_nothing_and_everything_said_of_either_is_of_the_one() {
    let mut pen = Pen::default();
    let mut brought = contact("Ines Dahl", "Fjord Rail");
    brought.title = Some("CPO".to_owned());
    brought.reach = vec![
        Reach::new(ReachKind::Url, "https://www.linkedin.com/in/ines"),
        Reach::new(ReachKind::Email, "ines@fjord.example"),
    ];
    brought.connected_on = Some("2019-07-04".parse().unwrap());
    let brought = pen.add(brought);
    let mut own = contact("Ines Dahl Berg", "Acme");
    own.reach = vec![
        Reach::new(ReachKind::Email, "INES@fjord.example"),
        Reach::new(ReachKind::Phone, "+47 1"),
    ];
    own.notes = Some("Likes maps".to_owned());
    own.boundaries = Some("No calls".to_owned());
    own.tags = vec!["rail".to_owned()];
    own.unknown.insert("wind".to_owned(), json!(1));
    let own = pen.add(own);
    pen.touch(brought, "2026-01", |_| {});
    pen.touch(own, "2026-02", |_| {});
    pen.merge_first();

    let directory = pen.directory();
    assert_eq!(directory.people().len(), 1);
    assert_eq!(
        directory.resolve(brought),
        Some(own),
        "who was written about by hand stays"
    );
    let story = story(&pen.record, &directory, brought).unwrap();
    assert_eq!(story.touches.len(), 2);
    let it = story.contact.it;
    let ways: Vec<&str> = it.reach.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(
        ways,
        [
            "INES@fjord.example",
            "+47 1",
            "https://www.linkedin.com/in/ines"
        ]
    );
    assert_eq!(
        (it.name.as_str(), it.title.as_deref()),
        ("Ines Dahl Berg", Some("CPO"))
    );
    assert_eq!(
        it.notes.as_deref(),
        Some("Likes maps\n\nAlso known as: Ines Dahl, Fjord Rail.")
    );
    assert_eq!(it.connected_on, Some("2019-07-04".parse().unwrap()));
    assert_eq!(it.merged, [brought]);
    assert_eq!(it.unknown["wind"], 1);

    // Taken back, both stand as they were.
    let act = pen.record.thread(own).unwrap().last().act;
    let mut ids = CountedIds::from(1 << 40);
    let mut undoing = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
    assert!(pen.record.undo(act, &mut undoing).is_empty());
    let entries = undoing.into_entries();
    let seq = pen.record.seq();
    pen.record.extend(
        entries
            .into_iter()
            .zip(seq + 1..)
            .map(|(entry, seq)| Stored {
                seq,
                received_at: Timestamp::UNIX_EPOCH,
                imported: false,
                entry,
            }),
    );
    let directory = pen.directory();
    assert_eq!(directory.people().len(), 2);
    assert_eq!(directory.person(brought).unwrap().touches.len(), 1);
}

#[test]
fn those_with_a_reason_are_suggested_three_a_month_and_not_once_written_to() {
    let mut pen = Pen::default();
    pen.add(Role {
        title: "PM".to_owned(),
        organisation: Some("Acme Ltd".to_owned()),
        to: RoleEnd::On("2024-06".parse().unwrap()),
        ..Role::default()
    });
    pen.add(Role {
        title: "Senior PM".to_owned(),
        organisation: Some("Tidepool".to_owned()),
        ..Role::default()
    });
    // Whoever sits in the next room is met anyway.
    pen.add(contact("Colleague of today", "Tidepool"));
    let mut seen = Evidence::line("x", "2025".parse().unwrap(), FrameworkHash::of(""));
    seen.witnesses = vec!["Okafor, Tom".to_owned()];
    pen.add(seen);
    let answered = pen.add(contact("Ines", ""));
    pen.touch(answered, "2025-04", |it| {
        it.answered = Some("By the seat".to_owned());
    });
    let saw = pen.add(contact("Tom Okafor", ""));
    let colleague = pen.add(contact("Ben", "ACME"));
    // No reason; lately in touch; has a rhythm; asked for none.
    pen.add(contact("Stranger", ""));
    let lately = pen.add(contact("Lately", "Acme"));
    pen.touch(lately, "2026-10", |_| {});
    for cadence in [Cadence::Year, Cadence::None] {
        pen.add(Contact {
            cadence: Some(cadence),
            ..contact("By calendar", "Acme")
        });
    }
    let ids = |pen: &Pen| -> Vec<ItemId> {
        let mut ids: Vec<_> = reconnect(&pen.record, &pen.directory())
            .iter()
            .map(|it| it.contact.id)
            .collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids(&pen), [answered, saw, colleague]);
    let directory = pen.directory();
    let suggestions = reconnect(&pen.record, &directory);
    let first = suggestions
        .iter()
        .find(|it| it.contact.id == answered)
        .unwrap();
    assert!(first.reason.says().contains("By the seat"));
    pen.touch(saw, "2026-11-05", |_| {});
    assert_eq!(
        ids(&pen),
        [answered, colleague],
        "and nobody comes in their place this month"
    );
}

#[test]
fn the_months_go_through_all_of_them() {
    let mut pen = Pen::default();
    for number in 0..7 {
        pen.add(Contact {
            connected_on: Some("2015".parse().unwrap()),
            ..contact(&format!("Nr {number}"), "")
        });
    }
    let in_month = |month| {
        let directory = Directory::of(&pen.record, Date::constant(2026, month, 9));
        let ids = reconnect(&pen.record, &directory)
            .into_iter()
            .map(|it| it.contact.id);
        ids.collect::<Vec<_>>()
    };
    let mut all: Vec<ItemId> = (1..=3).flat_map(in_month).collect();
    assert_eq!(in_month(1), in_month(1));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 7);
}

#[test]
fn whom_a_network_merely_lists_comes_up_where_there_are_not_enough_others() {
    let mut pen = Pen::default();
    for number in 0..9 {
        pen.add(Contact {
            connected_on: Some("2015".parse().unwrap()),
            ..contact(&format!("Listed {number}"), "")
        });
    }
    let ines = pen.add(contact("Ines", ""));
    pen.touch(ines, "2024-02", |_| {});
    for month in 1..=12 {
        let directory = Directory::of(&pen.record, Date::constant(2026, month, 9));
        let ids: Vec<ItemId> = reconnect(&pen.record, &directory)
            .iter()
            .map(|it| it.contact.id)
            .collect();
        assert_eq!((ids[0], ids.len()), (ines, 3), "month {month}");
    }
}

#[test]
fn a_moment_waits_for_an_answer_for_some_weeks() {
    let mut pen = Pen::default();
    let ines = pen.add(contact("Ines", ""));
    let mut moment = |on: &str, answered: Option<&str>| {
        pen.add(Moment {
            of: ines,
            kind: MomentKind::NewJob,
            what: on.to_owned(),
            on: on.parse().unwrap(),
            answered: answered.map(|it| it.parse().unwrap()),
            unknown: Map::new(),
        })
    };
    moment("2026-11", None);
    moment("2026-10-20", Some("2026-10-21"));
    moment("2026-01", None);
    let waiting = unanswered(&pen.record, &pen.directory());
    assert_eq!(
        waiting
            .iter()
            .map(|of| of.it.what.as_str())
            .collect::<Vec<_>>(),
        ["2026-11"]
    );
}
