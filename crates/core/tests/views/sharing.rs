//! Copies for others: what is in them, what is not, and how they stand to what they were made of.

use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{
        Agreement, Author, Contact, Content, Decider, Evidence, Experiment, Feedback, FeedbackSort,
        Hidden, Promise, PromiseOwner, Record, Role, Seat, SharedCopy, Shows,
    },
    views::{
        course::course,
        facts::Facts,
        search::{Query, search},
        sharing::{
            Freshness, NotCopied, called, copy_of, copy_of_course, freshness, is_confidential,
            news, theirs, unfolded,
        },
        timeline::timeline,
    },
};

use crate::{
    talks::{day, hash, text},
    writer::{TODAY, Writer, product},
};

fn only(copy: &SharedCopy) -> &Content {
    assert_eq!(copy.items.len(), 1);
    &copy.items[0].content
}

fn contact(name: &str) -> Contact {
    serde_json::from_value(json!({"name": name})).expect("a contact has a name")
}

#[test]
fn a_copy_says_names_and_leads_nowhere() {
    let ladder = product();
    let mut writer = Writer::default();
    let ines = writer.add(contact("Ines Duarte"));
    let later = |map: &mut Map<String, serde_json::Value>| {
        map.insert("later".to_owned(), json!("what nobody can show"));
    };
    let mut promise = Promise::new("Introduce me", PromiseOwner::Theirs, day("2026-10-02"));
    (promise.contact, promise.from, promise.answers) = (Some(ines), Some(ines), Some(ines));
    later(&mut promise.unknown);
    let promise = writer.add(promise);
    let mut agreement = Agreement::new("Senior", day("2026-10-02"), hash());
    (agreement.contact, agreement.from) = (Some(ines), Some(ines));
    let fields = json!({"contact": ines}).as_object().cloned().unwrap();
    let decider: Decider = serde_json::from_value(fields.into()).unwrap();
    agreement.deciders.push(decider);
    let agreement = writer.add(agreement);
    let record = writer.record();
    let facts = Facts::of(&record, &ladder, TODAY);

    let copy = copy_of(&facts, promise).unwrap();
    let Content::Promise(it) = only(&copy) else {
        panic!("a promise");
    };
    assert_eq!(it.whom.as_deref(), Some("Ines Duarte"));
    assert!(it.contact.is_none() && it.from.is_none() && it.answers.is_none());
    assert!(it.unknown.is_empty());
    assert_eq!((copy.copy_of, called(&copy)), (Some(promise), "promise"));

    let copy = copy_of(&facts, agreement).unwrap();
    let Content::Agreement(it) = only(&copy) else {
        panic!("an agreement");
    };
    assert_eq!(it.whom.as_deref(), Some("Ines Duarte"));
    assert_eq!(it.deciders[0].whom.as_deref(), Some("Ines Duarte"));
    assert!(it.contact.is_none() && it.from.is_none() && it.deciders[0].contact.is_none());
    let told = serde_json::to_string(&copy).unwrap();
    assert!(!told.contains(&ines.to_string()), "{told}");
}

#[test]
fn what_was_learned_about_oneself_and_what_is_ones_own_is_not_copied() {
    let ladder = product();
    let mut writer = Writer::default();
    let fields = json!({
        "what": "Lead for a month", "sort": "lead", "on": "2026-09-01", "framework": hash(),
        "hypothesis": "00000000-0000-7000-8000-000000000001",
        "decision": {"choice": "keep", "about_work": "It is mostly hiring", "about_self": "I hate it", "on": "2026-10-01"},
    });
    let experiment: Experiment = serde_json::from_value(fields).unwrap();
    let experiment = writer.add(experiment);
    let seat: Seat =
        serde_json::from_value(json!({"area": "Prices", "framework": hash(), "on": "2026-10-01"}))
            .unwrap();
    let seat = writer.add(seat);
    let by_kim = Author::Other {
        id: text("7"),
        name: text("Kim"),
    };
    writer.by(
        by_kim,
        Feedback::new(
            "Fewer slides",
            FeedbackSort::Advice,
            day("2026-10-01"),
            hash(),
        ),
    );
    let record = writer.record();
    let facts = Facts::of(&record, &ladder, TODAY);
    let copy = copy_of(&facts, experiment).unwrap();
    let told = serde_json::to_string(&copy).unwrap();
    assert!(told.contains("mostly hiring") && !told.contains("I hate it"));
    assert!(!told.contains("hypothesis"));
    assert_eq!(copy_of(&facts, seat), Err(NotCopied::Kind));
    let said = theirs(&record);
    assert_eq!(copy_of(&facts, said[0].id), Err(NotCopied::OfAnother));
}

#[test]
fn a_copy_knows_when_the_original_has_changed() {
    let ladder = product();
    let mut writer = Writer::default();
    let mut evidence = Evidence::line("Renewals", day("2026-09"), hash());
    evidence.confidential = true;
    let id = writer.add(evidence.clone());
    let copy = {
        let record = writer.record();
        copy_of(&Facts::of(&record, &ladder, TODAY), id).unwrap()
    };
    assert!(is_confidential(&copy));
    let stands = |writer: &Writer| {
        let record = writer.record();
        freshness(&Facts::of(&record, &ladder, TODAY), &copy)
    };
    assert_eq!(stands(&writer), Freshness::Same);
    evidence.so_what = Some(text("From 71 to 77"));
    writer.again(id, evidence);
    assert_eq!(stands(&writer), Freshness::Changed);
    writer.withdraw(id);
    assert_eq!(stands(&writer), Freshness::Gone);
}

#[test]
fn a_course_is_read_from_its_copy_as_from_the_record() {
    let ladder = product();
    let mut writer = Writer::default();
    assert_eq!(
        copy_of_course(&Facts::of(&Record::default(), &ladder, TODAY)),
        Err(NotCopied::Nothing)
    );
    writer.role("pm", "2020-01", "2023-01");
    writer.role("senior", "2023-01", "ongoing");
    writer.put(Role {
        title: text("Advisor"),
        note: Some(text("what I thought of it")),
        ..Role::default()
    });
    let copy = {
        let record = writer.record();
        copy_of_course(&Facts::of(&record, &ladder, TODAY)).unwrap()
    };
    assert!(!serde_json::to_string(&copy).unwrap().contains("thought"));
    assert_eq!(copy.shows, Shows::Course);
    writer.put(copy);
    let record = writer.record();
    let facts = Facts::of(&record, &ladder, TODAY);
    let of = facts.copies[0];
    assert_eq!(freshness(&facts, of.it), Freshness::Same);
    let read = unfolded(of.it);
    let theirs = Facts::of(&read, &ladder, TODAY);
    let (mine, theirs) = (course(&facts), course(&theirs));
    assert_eq!(mine.months_in_product, theirs.months_in_product);
    assert_eq!(mine.spells.len(), theirs.spells.len());
    assert_eq!(mine.line.len(), theirs.line.len());
}

#[test]
fn what_is_hidden_is_in_no_view_and_is_told_where_it_is_asked_for() {
    let ladder = product();
    let mut writer = Writer::default();
    let by_kim = Author::Other {
        id: text("7"),
        name: text("Kim"),
    };
    let said = Feedback::new(
        "Fewer slides",
        FeedbackSort::Advice,
        day("2026-10-01"),
        hash(),
    );
    writer.by(by_kim.clone(), said.clone());
    let own = writer.add(said);
    let about = theirs(&writer.record())[0].id;
    let hidden = |about| Hidden {
        about,
        on: PartialDate::day(TODAY),
        unknown: Map::new(),
    };
    let hiding = writer.add(hidden(about));
    // One's own words are withdrawn, not hidden.
    writer.put(hidden(own));
    let record = writer.record();
    let facts = Facts::of(&record, &ladder, TODAY);
    assert_eq!(facts.talks.feedback.len(), 1);
    assert_eq!(facts.talks.feedback[0].id, own);
    let query = Query::parse("slides").expect("a word");
    let found = search(&record, &ladder, TODAY, &query);
    assert_eq!(found.iter().map(|hit| hit.id).collect::<Vec<_>>(), [own]);
    let line = timeline(&record, TODAY);
    let (months, _) = line.months(&record, &ladder, None, None, 99);
    let moments: Vec<_> = months.iter().flat_map(|it| &it.moments).collect();
    assert!(moments.len() == 1 && moments[0].hand == windward_core::record::Hand::Own);
    assert!(theirs(&record)[0].hidden);
    writer.withdraw(hiding);
    let record = writer.record();
    let facts = Facts::of(&record, &ladder, TODAY);
    assert_eq!(facts.talks.feedback.len(), 2);
    assert!(news(&facts).is_empty(), "it is of long ago");
    // Everything is written down at the beginning of 1970 here.
    let early = Feedback::new("Go on", FeedbackSort::Praise, day("1970-01-01"), hash());
    writer.by(by_kim, early);
    let record = writer.record();
    let in_january = |day| {
        let facts = Facts::of(&record, &ladder, jiff::civil::date(1970, 1, day));
        news(&facts).len()
    };
    assert_eq!((in_january(2), in_january(7), in_january(8)), (1, 1, 0));
}
