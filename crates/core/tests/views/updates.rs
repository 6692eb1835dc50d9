//! Updates: drafted from a month, to whom they go, what is amiss with them.

use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT},
    id::ItemId,
    record::{
        Ally, AllyPlace, Contact, Evidence, Figure, FridayMinute, Knows, Outcome, Profile, Reach,
        ReachKind, Recipient, Record, Update, UpdateGroup, UpdateState,
    },
    views::{
        due::{Matter, everything},
        facts::Facts,
        people::Directory,
        updates::{
            Doubt, archive, copies, corrected, doubts, draft, find, given, members, month, ready,
            received, taken,
        },
    },
};

use crate::writer::{TODAY, Writer, product};

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn did(what: &str, on: &str) -> Evidence {
    Evidence::line(what, day(on), FrameworkHash::of(PRODUCT))
}

fn person(name: &str, email: &str) -> Contact {
    let reach = (!email.is_empty()).then(|| Reach::new(ReachKind::Email, email));
    Contact {
        reach: reach.into_iter().collect(),
        ..Contact::named(name)
    }
}

fn friday(learned: &str, helped: &str, on: &str) -> FridayMinute {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    FridayMinute {
        did: Some("Shipped the pricing page".to_owned()),
        learned: said(learned),
        helped: said(helped),
        on: day(on),
        unknown: Map::new(),
    }
}

fn note(body: &str, to: &[ItemId]) -> Update {
    Update {
        to: to.iter().copied().map(Recipient::new).collect(),
        ..Update::new(day("2026-10"), "October", body, day("2026-11-20"))
    }
}

/// What to look at, in words.
fn amiss(record: &Record, update: &Update) -> Vec<String> {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let directory = Directory::of(record, TODAY);
    let copies = copies(record, &directory, update);
    let found = doubts(&facts, update, &copies);
    found.iter().map(Doubt::says).collect()
}

#[test]
fn a_draft_tells_what_the_month_left_and_leaves_out_what_is_confidential() {
    let mut writer = Writer::default();
    writer
        .put(Profile {
            name: Some("Marta Öberg".to_owned()),
            ..Profile::default()
        })
        .put(Evidence {
            witnesses: vec!["Ines Duarte, finance".to_owned(), "Tom\nReyes".to_owned()],
            figure: Some(Figure {
                what: Some("renewals".to_owned()),
                from: Some("71".to_owned()),
                to: Some("77 %".to_owned()),
                ..Figure::default()
            }),
            ..did("Per-seat prices for the mid market.", "2026-10-20")
        })
        .put(Evidence {
            so_what: Some("Two teams use it".to_owned()),
            to: Some(day("2026-10-02")),
            ..did("Interview guide", "2026-09-20")
        })
        .put(Evidence {
            confidential: true,
            ..did("Bought a competitor", "2026-10-11")
        })
        .put(did("Not of this month", "2026-11-01"))
        .put(did("Of the year only", "2026"))
        .put(friday(
            "Ask before building",
            "Ada, with the data",
            "2026-10-09",
        ))
        .put(friday("Not of this month", "", "2026-11-06"));
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let drafted = draft(&facts, day("2026-10"));
    insta::assert_snapshot!(drafted.body);
    assert_eq!(drafted.pieces.len(), 2);
    assert_eq!(drafted.confidential.len(), 1);
    assert_eq!(drafted.further, 0);
    let update = drafted.update(day("2026-10"), day("2026-11-01"));
    assert_eq!(update.evidence.len(), 2);
    assert!(update.state.is_draft() && update.to.is_empty());
}

#[test]
fn a_month_with_nothing_in_it_is_all_questions_and_a_long_one_is_cut() {
    let mut writer = Writer::default();
    for number in 1..=15 {
        let long = format!("{number}: {}", "word ".repeat(2_000));
        writer.put(did(&long, &format!("2026-10-{number:02}")));
    }
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let full = draft(&facts, day("2026-10"));
    assert_eq!(full.further, 3);
    assert!(full.body.chars().count() < Update::BODY);
    assert!(
        !full.body.contains("- 3:") && full.body.contains("- 4:"),
        "the latest stay"
    );
    let empty = draft(&facts, day("2026-02"));
    assert!(amiss(&record, &note(&empty.body, &[]))[0].contains("still to be written"));
}

#[test]
fn until_the_middle_of_a_month_a_note_is_about_the_one_before() {
    let on = |text: &str| month(day(text).first_day()).to_string();
    assert_eq!(on("2026-11-15"), "2026-10");
    assert_eq!(on("2026-11-16"), "2026-11");
    assert_eq!(on("2026-01-03"), "2025-12");
}

#[test]
fn a_group_is_whoever_has_its_tags_or_was_chosen_and_is_not_left_out() {
    let mut writer = Writer::default();
    let tagged = |name: &str, tag: &str| Contact {
        tags: vec![tag.to_owned()],
        ..person(name, "x@example.org")
    };
    let ada = writer.add(tagged("Ada", "Stakeholder"));
    let bo = writer.add(tagged("Bo", "stakeholder"));
    let cleo = writer.add(person("Cleo", ""));
    let dan = writer.add(person("Dan", ""));
    let gone = writer.add(person("Daniel", ""));
    writer.add(person("Eve", ""));
    writer.again(
        dan,
        Contact {
            merged: vec![gone],
            ..person("Dan", "")
        },
    );
    writer.withdraw(gone);
    let ally = |contact, update: &str| Ally {
        contact: Some(contact),
        whom: None,
        place: AllyPlace::Committee,
        knows: Knows::Seen,
        because: None,
        update: Some(update.to_owned()),
        step: None,
        ended: None,
        on: day("2026-11-01"),
        unknown: Map::new(),
    };
    writer.put(ally(cleo, "friends of the Product"));
    writer.put(UpdateGroup {
        tags: vec!["stakeholder".to_owned()],
        people: vec![gone, ada],
        except: vec![bo],
        ..UpdateGroup::new("Friends of the product")
    });
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let directory = Directory::of(&record, TODAY);
    let group = find(&record, "FRIENDS of the product").expect("it is found by its name");
    assert_eq!(members(&facts, &directory, group.it), [ada, cleo, dan]);
}

#[test]
fn each_person_and_each_address_gets_one_copy() {
    let mut writer = Writer::default();
    let ines = writer.add(person("Ines", "ines@example.org"));
    let twin = writer.add(person("Ines Duarte", " INES@example.org"));
    let tom = writer.add(person("Tom", ""));
    let update = writer.add(note("Hello", &[ines, ines, twin, tom]));
    let record = writer.record();
    let directory = Directory::of(&record, TODAY);
    let it = record.get::<Update>(update).expect("it stands").it;
    let all = copies(&record, &directory, it);
    let again: Vec<bool> = all.iter().map(|it| it.again).collect();
    assert_eq!(again, [false, true, true, false]);
    assert_eq!(ready(&all).map(|it| it.person).collect::<Vec<_>>(), [ines]);
    let amiss = amiss(&record, it);
    assert!(
        amiss
            .iter()
            .any(|it| it.contains("no e-mail address of Tom")),
        "{amiss:?}"
    );
    assert!(
        amiss
            .iter()
            .any(|it| it.starts_with("Ines and Ines Duarte:")),
        "{amiss:?}"
    );

    let gone = taken(it, &all, day("2026-11-21"));
    let kept: Vec<_> = gone.to.iter().map(|it| (it.contact, it.outcome)).collect();
    assert_eq!(kept, [(ines, Outcome::Taken), (tom, Outcome::NoAddress)]);
    assert_eq!(gone.to[0].address.as_deref(), Some("ines@example.org"));
    assert_eq!(gone.state, UpdateState::taken(day("2026-11-21")));
    let sent = given(it, &all, day("2026-11-21"));
    assert_eq!(sent.to[0].outcome, Outcome::Waiting);
    assert_eq!(sent.to[0].on, None);
}

#[test]
fn where_it_went_stays_when_the_address_changes_and_who_got_it_is_known() {
    let mut writer = Writer::default();
    let ines = writer.add(person("Ines", "new@example.org"));
    let tom = writer.add(person("Tom", "tom@example.org"));
    let mut left = note("Hello", &[ines, tom]);
    left.state = UpdateState::sent(day("2026-10-05"));
    left.to[0].address = Some("old@example.org".to_owned());
    left.to[0].outcome = Outcome::Sent;
    left.to[1].outcome = Outcome::Refused;
    let left = writer.add(left);
    let draft = writer.add(note("Hello", &[ines]));
    let record = writer.record();
    let directory = Directory::of(&record, TODAY);
    let it = record.get::<Update>(left).expect("it stands").it;
    assert_eq!(
        copies(&record, &directory, it)[0].address,
        Some("old@example.org")
    );
    let got = |who| received(&record, &directory, who).len();
    assert_eq!(
        (got(ines), got(tom)),
        (1, 0),
        "refused is not got, and a draft neither"
    );
    let order: Vec<_> = archive(&record).iter().map(|of| of.id).collect();
    assert_eq!(order, [draft, left]);
}

#[test]
fn a_copy_that_came_back_can_go_to_the_address_of_today_and_to_nobody_who_got_it() {
    let mut writer = Writer::default();
    writer
        .put(person("Ines", "ines@old.example"))
        .put(person("Tom", "tom@example.org"))
        .put(person("Ada", ""));
    let record = writer.record();
    let ids: Vec<ItemId> = record.all::<Contact>().map(|of| of.id).collect();
    let mut update = note("Hello", &ids);
    update.state = UpdateState::sent(day("2026-11-01"));
    for (recipient, (outcome, address)) in update.to.iter_mut().zip([
        (Outcome::Refused, Some("ines@old.example")),
        (Outcome::Sent, Some("tom@example.org")),
        (Outcome::NoAddress, None),
    ]) {
        recipient.outcome = outcome;
        recipient.address = address.map(str::to_owned);
        recipient.said = Some("550 No such user".to_owned());
    }
    let directory = Directory::of(&record, TODAY);
    let all = copies(&record, &directory, &update);
    assert!(
        all.iter().all(|it| it.corrected.is_none()),
        "nothing is corrected yet"
    );

    let mut later = Writer::default();
    later
        .put(person("Ines", "ines@new.example"))
        .put(person("Tom", "tom@new.example"))
        .put(person("Ada", "tom@example.org"));
    let record = later.record();
    let now: Vec<ItemId> = record.all::<Contact>().map(|of| of.id).collect();
    for (recipient, id) in update.to.iter_mut().zip(now) {
        recipient.contact = id;
    }
    let directory = Directory::of(&record, TODAY);
    let all = copies(&record, &directory, &update);
    let again: Vec<Option<&str>> = all.iter().map(|it| it.corrected).collect();
    assert_eq!(
        again,
        [Some("ines@new.example"), None, None],
        "Tom got it, and it went to Ada’s address before"
    );
    let sent = corrected(&update, &all);
    assert_eq!(sent.to[0].outcome, Outcome::Waiting);
    assert_eq!(sent.to[0].address.as_deref(), Some("ines@new.example"));
    assert_eq!((&sent.to[0].said, sent.to[0].on), (&None, None));
    assert_eq!(sent.to[1..], update.to[1..]);
    let directory = Directory::of(&record, TODAY);
    let all = copies(&record, &directory, &sent);
    assert_eq!(ready(&all).count(), 1);
}

#[test]
fn every_place_to_fill_in_is_named_and_a_line_of_a_friday_is_brought_up() {
    let mut writer = Writer::default();
    writer.put(friday(
        "I can run these asleep,\nand I nearly did",
        "",
        "2026-10-09",
    ));
    let record = writer.record();
    let said = amiss(
        &record,
        &note(
            "[your name] [what is next]\n\nI can run these asleep, and I nearly did",
            &[],
        ),
    );
    for says in ["[your name]", "[what is next]", "on a Friday, for yourself"] {
        assert!(said.iter().any(|it| it.contains(says)), "{says}: {said:?}");
    }
    let said = amiss(&record, &note("A month of asking first", &[]));
    assert!(said.iter().all(|it| !it.contains("Friday")), "{said:?}");
}

#[test]
fn what_is_confidential_and_what_somebody_asked_is_brought_up() {
    let mut writer = Writer::default();
    writer.put(Evidence {
        confidential: true,
        ..did("Bought a competitor", "2026-10-11")
    });
    let ines = writer.add(Contact {
        boundaries: Some("No work mail at home".to_owned()),
        ..person("Ines", "ines@example.org")
    });
    let record = writer.record();
    let says = amiss(&record, &note("We BOUGHT a competitor.", &[ines]));
    assert!(
        says[0].contains("you marked that as confidential"),
        "{says:?}"
    );
    assert!(says[1].contains("No work mail at home"), "{says:?}");
    assert_eq!(says.len(), 2);
    let long = note(&"word ".repeat(601), &[ines]);
    assert!(amiss(&record, &long)[1].contains("601 words"));
    assert!(amiss(&record, &note("Hello", &[]))[0].contains("Nobody"));
}

/// What is due of updates on a day: what, and when.
fn asked(record: &Record, on: &str) -> Vec<(String, String)> {
    let framework = product();
    let facts = Facts::of(record, &framework, day(on).first_day());
    let all = everything(&facts).into_iter();
    all.filter(|due| due.id.matter == Matter::Update)
        .map(|due| (due.what, due.day.expect("a day").to_string()))
        .collect()
}

#[test]
fn whoever_writes_one_a_month_is_asked_for_the_next_and_drafts_wait() {
    let mut writer = Writer::default();
    let id = writer.add(note("Hello", &[]));
    let said = |what: &str, on: &str| vec![(what.to_owned(), on.to_owned())];
    let draft = said("Finish the update about October 2026", "2026-11-01");
    assert_eq!(asked(&writer.record(), "2026-11-22"), draft);
    let mut left = note("Hello", &[]);
    left.state = UpdateState::sent(day("2026-11-20"));
    writer.again(id, left);
    let record = writer.record();
    let next = said("Write the update about November 2026", "2026-12-01");
    assert_eq!(asked(&record, "2026-11-22"), next, "it lies ahead");
    let later = said("Write the update about December 2026", "2027-01-01");
    assert_eq!(
        asked(&record, "2027-01-09"),
        later,
        "a month that was left out is left out"
    );
    assert_eq!(
        asked(&record, "2027-03-09"),
        [],
        "and after a while nobody asks"
    );
    let mut november = note("Hello", &[]);
    november.month = day("2026-11");
    november.on = day("2026-12-02");
    writer.put(november);
    let waits = said("Finish the update about November 2026", "2026-12-01");
    assert_eq!(asked(&writer.record(), "2026-12-03"), waits, "one of both");
}
