//! Today: what stands on it, in which order, what is put aside, and what is done with a word.

use jiff::{Timestamp, civil::date};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT},
    id::CountedIds,
    record::{
        Act, Action, Cadence, CheckIn, Contact, Conversation, Experiment, ExperimentKind, Kind,
        Moment, MomentKind, Profile, Promise, PromiseOwner, Quiet, Record, Relation, Seat, Snooze,
        Stored, Touch,
    },
    views::{
        aside::Until,
        due::{self, DueId, Matter, NotDone, Press, dated},
        facts::Facts,
        today::{MOST_TOUCHES, list, today, waiting},
    },
};

use crate::writer::{TODAY, Writer, product};

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn hash() -> FrameworkHash {
    FrameworkHash::of(PRODUCT)
}

fn promise(what: &str, due: Option<&str>) -> Promise {
    Promise {
        due: due.map(day),
        whom: Some("Petra".to_owned()),
        ..Promise::new(what, PromiseOwner::Mine, day("2026-11-01"))
    }
}

fn action(what: &str, due: Option<&str>) -> Action {
    Action {
        due: due.map(day),
        ..Action::new(what, day("2026-11-20"), hash())
    }
}

fn experiment(what: &str, to: &str) -> Experiment {
    let kind = ExperimentKind::Lead;
    Experiment {
        from: Some(day("2026-10-01")),
        to: Some(day(to)),
        ..Experiment::new(what, kind, day("2026-10-01"), hash())
    }
}

fn friend(name: &str) -> Contact {
    Contact {
        cadence: Some(Cadence::Quarter),
        ..Contact::named(name)
    }
}

/// Somebody with a role, so that no first step is asked for before everything else.
fn begun() -> Writer {
    let mut writer = Writer::default();
    writer.role("senior", "2023-10", "ongoing");
    writer
}

/// What stands on Today, but for what can wait.
fn seen(record: &Record) -> Vec<String> {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let mut list = list(&facts);
    list.retain(|due| due.id.matter.press() != Press::Whenever);
    list.into_iter().map(|due| due.what).collect()
}

/// The record after an act.
fn after(record: &Record, compose: impl FnOnce(&Facts<'_>, &mut Act<'_>)) -> Record {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY);
    let mut ids = CountedIds::from(10_000 + u128::from(record.seq()));
    let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
    compose(&facts, &mut act);
    let mut after = record.clone();
    let next = record.seq() + 1;
    after.extend(
        act.into_entries()
            .into_iter()
            .zip(next..)
            .map(|(entry, seq)| Stored {
                seq,
                received_at: Timestamp::UNIX_EPOCH,
                imported: false,
                entry,
            }),
    );
    after
}

fn the<T: Kind>(record: &Record, matter: Matter) -> DueId {
    DueId::of(matter, record.all::<T>().next().expect("one of them").id)
}

#[test]
fn what_others_count_on_comes_before_what_is_due_and_that_before_what_comes_round() {
    let mut writer = begun();
    writer.put(CheckIn::skipped(day("2026-10-01")));
    writer.put(friend("Ines"));
    writer.put(action("Some time", None));
    writer.put(action("Ask finance", Some("2026-11-30")));
    writer.put(experiment("Lead the guild", "2026-11-10"));
    writer.put(promise("Send the memo", None));
    writer.put(promise("Look at the deck", Some("2026-11-24")));
    writer.put(promise("In good time", Some("2026-12-24")));
    let seen = seen(&writer.record());
    assert_eq!(
        seen,
        [
            "Look at the deck",
            "Send the memo",
            "Decide on ‘Lead the guild’",
            "Ask finance",
            "Some time",
            "Get in touch with Ines",
            "Check in",
        ]
    );
}

#[test]
fn the_day_of_an_experiments_end_and_the_next_check_in_are_known_before() {
    let mut writer = begun();
    writer.put(CheckIn::skipped(day("2026-11-20")));
    writer.put(experiment("Lead the guild", "2026-12-20"));
    let record = writer.record();
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let days: Vec<(Matter, String)> = dated(&facts)
        .iter()
        .map(|it| (it.due.id.matter, it.day.to_string()))
        .collect();
    let expected = [
        (Matter::Pulse, "2026-10-01"),
        (Matter::CheckIn, "2026-12-18"),
        (Matter::Decide, "2026-12-21"),
    ];
    assert_eq!(days, expected.map(|(matter, day)| (matter, day.to_owned())));
    assert_eq!(seen(&record), ["How is ‘Lead the guild’ going?"]);
}

#[test]
fn a_conversation_is_prepared_from_two_days_before_and_asked_after_when_it_was_not_recorded() {
    let planned = |on: &str| {
        let mut writer = begun();
        writer.put(Conversation {
            contact: None,
            whom: Some("Petra".to_owned()),
            relation: Relation::Manager,
            planned: Some(day(on)),
            held: false,
            prepared: None,
            note: None,
            on: day("2026-11-01"),
            framework: hash(),
            unknown: Map::new(),
        });
        writer.put(CheckIn::skipped(day("2026-11-20")));
        seen(&writer.record())
    };
    assert_eq!(planned("2026-11-25"), Vec::<String>::new());
    assert_eq!(planned("2026-11-24"), ["Talk with Petra"]);
    assert_eq!(planned("2026-11-20"), ["How did it go with Petra?"]);
}

#[test]
fn a_promise_of_theirs_stands_from_the_day_after_with_the_day_it_was_due() {
    let mut writer = begun();
    writer.put(Promise {
        owner: PromiseOwner::Theirs,
        ..promise("An introduction", Some("2026-11-16"))
    });
    let (record, framework) = (writer.record(), product());
    let on = |today| {
        let facts = Facts::of(&record, &framework, today);
        let mut list = list(&facts).into_iter();
        let due = list.find(|it| it.id.matter == Matter::TheirPromise);
        let mut dated = dated(&facts).into_iter();
        let dated = dated.find(|it| it.due.id.matter == Matter::TheirPromise);
        (
            due.map(|it| (it.day, it.why)),
            dated.map(|it| it.day).expect("it is dated"),
        )
    };
    let (none, asked) = on(date(2026, 11, 16));
    assert_eq!((none, asked), (None, date(2026, 11, 17)));
    let (due, asked) = on(date(2026, 11, 20));
    let (day, why) = due.expect("it stands on Today");
    assert_eq!(day, Some(date(2026, 11, 16)));
    assert!(why.contains("due 4 days ago"), "{why}");
    assert_eq!(asked, date(2026, 11, 17));
}

#[test]
fn not_everybody_is_met_at_once_and_whoever_has_a_seat_is_met_for_it() {
    let mut writer = begun();
    for name in ["Ada", "Ben", "Cleo", "Dev", "Eva"] {
        writer.put(friend(name));
    }
    writer.put(CheckIn::skipped(day("2026-11-20")));
    let record = writer.record();
    assert_eq!(seen(&record).len(), MOST_TOUCHES);
    let ada = record.all::<Contact>().next().expect("Ada").id;
    let with_seat = after(&record, |_, act| {
        act.add(Seat {
            person: Some(ada),
            cadence: Some(Cadence::Month),
            ..Seat::new("Pricing", day("2026-01-01"), hash())
        });
    });
    let framework = product();
    let facts = Facts::of(&with_seat, &framework, TODAY);
    let of_ada = due::everything(&facts)
        .into_iter()
        .filter(|due| due.what.contains("Ada"));
    let of_ada: Vec<Matter> = of_ada.map(|due| due.id.matter).collect();
    assert_eq!(of_ada, [Matter::Seat]);
}

#[test]
fn a_birthday_is_brought_up_of_whom_one_is_in_touch_with_for_a_week_and_until_a_line_was_written() {
    let mut writer = begun();
    writer.put(CheckIn::skipped(day("2026-11-20")));
    let born = |name: &str, on: &str, cadence| Contact {
        birthday: Some(on.to_owned()),
        cadence,
        ..Contact::named(name)
    };
    writer.put(born("Ines", "1980-11-20", Some(Cadence::Year)));
    writer.put(born("In an address book", "--11-22", None));
    writer.put(born("Asked for none", "--11-22", Some(Cadence::None)));
    writer.put(born("Last week", "--11-14", Some(Cadence::Year)));
    writer.put(born("Met", "--11-22", None));
    let people: Vec<_> = writer.record().all::<Contact>().map(|of| of.id).collect();
    writer.put(Touch::new(vec![people[3], people[4]], day("2026-10-02")));
    let record = writer.record();
    assert_eq!(seen(&record), ["Ines has a birthday", "Met has a birthday"]);
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let dated = dated(&facts);
    let of = |name: &str| {
        let mut days = dated.iter().filter(|it| it.due.what.contains(name));
        days.find(|it| it.due.id.matter == Matter::Birthday)
            .map(|it| it.day)
    };
    assert_eq!(of("Last week"), Some(date(2027, 11, 14)), "the next one");
    assert_eq!(of("address book"), None);
    let id = DueId::of(Matter::Birthday, people[0]);
    let written = after(&record, |facts, act| due::done(facts, id, act).unwrap());
    assert_eq!(seen(&written), ["Met has a birthday"]);
    let facts = Facts::of(&written, &framework, date(2027, 11, 20));
    assert!(list(&facts).iter().any(|due| due.id == id), "a year later");
}

#[test]
fn whom_to_write_to_before_one_needs_something_comes_last_and_not_beside_three_who_are_due() {
    let mut writer = begun();
    writer.put(CheckIn::skipped(day("2026-11-20")));
    writer.put(Contact::named("Tom"));
    writer.put(Contact {
        connected_on: Some(day("2015")),
        ..Contact::named("Merely listed")
    });
    let tom = writer.record().all::<Contact>().next().expect("Tom").id;
    writer.put(Touch::new(vec![tom], day("2024-03-01")));
    let asked = |record: &Record| {
        let framework = product();
        let facts = Facts::of(record, &framework, TODAY);
        let list = list(&facts).into_iter();
        let list = list.filter(|due| due.id.matter == Matter::Reconnect);
        list.map(|due| (due.id, due.why)).collect::<Vec<_>>()
    };
    let record = writer.record();
    let id = DueId::of(Matter::Reconnect, tom);
    let why = "You were in touch once, and it has become quiet. The last time was 1 March 2024.";
    assert_eq!(asked(&record), [(id, why.to_owned())]);
    let written = after(&record, |facts, act| due::done(facts, id, act).unwrap());
    assert_eq!(asked(&written), []);
    let aside = after(&record, |facts, act| {
        due::put_aside(facts, id, Until::ForGood, act);
    });
    assert_eq!(asked(&aside), []);
    for name in ["Ada", "Ben", "Cleo"] {
        writer.put(friend(name));
    }
    assert_eq!(asked(&writer.record()), [], "others are due");
}

#[test]
fn what_is_put_aside_comes_back_on_its_day_and_never_if_it_is_for_good() {
    let mut writer = begun();
    writer.put(experiment("Lead the guild", "2026-11-10"));
    writer.put(CheckIn::skipped(day("2026-11-20")));
    let record = writer.record();
    let id = the::<Experiment>(&record, Matter::Decide);
    assert_eq!(seen(&record).len(), 1);
    let later = |until: Until| after(&record, |facts, act| due::put_aside(facts, id, until, act));
    let aside = later(Until::Day(date(2026, 11, 25)));
    assert!(seen(&aside).is_empty());
    let framework = product();
    let facts = Facts::of(&aside, &framework, TODAY);
    assert_eq!(today(&facts).aside.len(), 1);
    assert_eq!(
        dated(&facts)[0].day,
        date(2026, 11, 25),
        "in the calendar too"
    );
    let back = Facts::of(&aside, &framework, date(2026, 11, 25));
    assert!(list(&back).iter().any(|due| due.id == id));
    let never = later(Until::ForGood);
    let facts = Facts::of(&never, &framework, date(2027, 11, 25));
    assert!(!list(&facts).iter().any(|due| due.id == id));
    assert!(!dated(&facts).iter().any(|it| it.due.id == id));
    // Said again it is not written again; another day takes the place of the first.
    let again = after(&aside, |facts, act| {
        due::put_aside(facts, id, Until::Day(date(2026, 11, 25)), act);
    });
    assert_eq!(again.entry_count(), aside.entry_count());
    let other = after(&aside, |facts, act| {
        due::put_aside(facts, id, Until::ForGood, act);
    });
    assert_eq!(other.all::<Snooze>().count(), 1);
    assert!(seen(&other).is_empty());
}

#[test]
fn a_thing_to_do_is_put_off_and_dropped_by_its_own_words() {
    let mut writer = begun();
    writer.put(action("Ask finance", None));
    let record = writer.record();
    let id = the::<Action>(&record, Matter::Act);
    let put_off = after(&record, |facts, act| {
        due::put_aside(facts, id, Until::Day(date(2026, 11, 25)), act);
    });
    let it = put_off.all::<Action>().next().expect("it").it;
    assert_eq!(it.put_off, Some(day("2026-11-25")));
    let dropped = after(&record, |facts, act| {
        due::put_aside(facts, id, Until::ForGood, act);
    });
    let it = dropped.all::<Action>().next().expect("it").it;
    assert_eq!(it.dropped, Some(PartialDate::day(TODAY)));
    assert_eq!(dropped.all::<Snooze>().count(), 0);
}

#[test]
fn quiet_is_quiet_everywhere_until_its_day() {
    let mut writer = begun();
    writer.put(promise("Send the memo", Some("2026-11-20")));
    writer.put(Quiet {
        until: day("2026-12-07"),
        why: None,
        setback: None,
        on: day("2026-11-20"),
        unknown: Map::new(),
    });
    let record = writer.record();
    let framework = product();
    let facts = Facts::of(&record, &framework, TODAY);
    let view = today(&facts);
    assert!(view.quiet.is_some());
    assert!(view.now().is_empty());
    assert_eq!(view.rest()[0].what, "Send the memo", "it waits");
    assert_eq!(waiting(&facts), 0);
    assert!(dated(&facts).iter().all(|it| it.day >= date(2026, 12, 7)));
    let over = Facts::of(&record, &framework, date(2026, 12, 7));
    assert_eq!(today(&over).now()[0].what, "Send the memo");
    assert_ne!(waiting(&over), 0);
    let quiet = record.all::<Quiet>().next().expect("quiet");
    let ended = after(&record, |_, act| {
        act.withdraw(quiet.id, quiet.revision.entry_id);
    });
    let facts = Facts::of(&ended, &framework, TODAY);
    assert!(today(&facts).quiet.is_none());
}

#[test]
fn done_is_written_where_it_belongs_and_once() {
    let mut writer = begun();
    writer.put(promise("Send the memo", None));
    writer.put(friend("Ines"));
    let ines = writer.record().all::<Contact>().next().expect("Ines").id;
    writer.put(Moment {
        of: ines,
        kind: MomentKind::NewJob,
        what: "Head of Product at Lumen".to_owned(),
        on: day("2026-11-20"),
        answered: None,
        unknown: Map::new(),
    });
    writer.put(experiment("Lead the guild", "2026-11-10"));
    writer.put(CheckIn::skipped(day("2026-10-01")));
    let record = writer.record();
    let said = |record: &Record, id: DueId| {
        let mut outcome = Ok(());
        let after = after(record, |facts, act| outcome = due::done(facts, id, act));
        (after, outcome)
    };
    let ids = [
        the::<Promise>(&record, Matter::Promise),
        DueId::of(Matter::Touch, ines),
        the::<Moment>(&record, Matter::Moment),
        Matter::CheckIn.into(),
    ];
    for id in ids {
        let (after, outcome) = said(&record, id);
        assert_eq!(outcome, Ok(()), "{id}");
        let framework = product();
        let facts = Facts::of(&after, &framework, TODAY);
        assert!(list(&facts).iter().all(|due| due.id != id), "{id}");
        let (twice, outcome) = said(&after, id);
        assert_eq!(outcome, Err(NotDone::Gone), "{id}");
        assert_eq!(twice.entry_count(), after.entry_count(), "{id}");
    }
    let (touched, _) = said(&record, ids[1]);
    let touch = touched.all::<Touch>().next().expect("a touch").it;
    assert_eq!(
        (&touch.with[..], touch.on),
        (&[ines][..], PartialDate::day(TODAY))
    );
    let (answered, _) = said(&record, ids[2]);
    let touch = answered.all::<Touch>().next().expect("a touch").it;
    assert_eq!(touch.with, [ines], "to answer a moment is to be in touch");
    let note = touch.note.as_deref();
    assert_eq!(note, Some("Congratulated: Head of Product at Lumen"));
    let decide = the::<Experiment>(&record, Matter::Decide);
    let (same, outcome) = said(&record, decide);
    assert_eq!(outcome, Err(NotDone::NeedsMore));
    assert_eq!(same.entry_count(), record.entry_count());
}

/// What is pinned stays: snoozes are stored under these words, and calendars know reminders by them.
#[test]
fn the_words_of_matters_are_pinned() {
    let words: Vec<&str> = Matter::WORDS.iter().map(|(word, _)| *word).collect();
    insta::assert_snapshot!(words.join("\n"));
}

/// A record of so many lines on a server that others run.
fn served(lines: usize, copied: Option<&str>) -> Record {
    let mut writer = begun();
    writer.put(Profile {
        copied: copied.map(day),
        ..Profile::default()
    });
    for line in 0..lines {
        writer.put(action(&format!("Line {line}"), None));
    }
    writer.record()
}

/// When a sealed copy is asked for: on a day, on any, or not at all.
fn copy_on(record: &Record, served: bool) -> String {
    let framework = product();
    let facts = Facts::of(record, &framework, TODAY).served(served);
    let mut all = due::everything(&facts).into_iter();
    let copy = all.find(|it| it.id.matter == Matter::Copy);
    copy.map_or_else(
        || "never".to_owned(),
        |it| {
            it.day
                .map_or_else(|| "now".to_owned(), |day| day.to_string())
        },
    )
}

#[test]
fn a_sealed_copy_is_asked_for_a_month_after_the_last_and_on_servers_alone() {
    assert_eq!(copy_on(&served(30, None), false), "never", "one's own");
    assert_eq!(copy_on(&served(2, None), true), "never", "soon written");
    assert_eq!(copy_on(&served(30, None), true), "now");
    let record = served(30, Some("2026-10-31"));
    assert_eq!(copy_on(&record, true), "2026-11-30");

    let framework = product();
    let taken = |record: &Record, served| {
        let facts = Facts::of(record, &framework, TODAY).served(served);
        let mut ids = CountedIds::from(90_000);
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        due::copy_taken(&facts, &mut act);
        act.into_entries()
    };
    assert!(taken(&record, false).is_empty());
    assert_eq!(taken(&record, true).len(), 1);
    let after = after(&record, |facts, act| {
        due::copy_taken(&facts.clone().served(true), act);
    });
    let profile = after.profile().expect("a profile");
    assert_eq!(profile.it.copied, Some(PartialDate::day(TODAY)));
    assert!(taken(&after, true).is_empty(), "once a day");
}
