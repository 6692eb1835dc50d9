//! Many who write to a server at the same time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::civil::date;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, NoTls};
use windward_core::{record::Entry, views::due::Class};
use windward_store::{
    Appended, Conflict, DueRow, DueRows, Layout, PersonStore, Postgres, StoreError,
};

use crate::{
    pen::Pen,
    places::open,
    postgres::{Server, sql},
    trips::{somebody, tenant},
};

/// Another program, in whose transaction rows of people are.
async fn holding(url: &str, which: &str) -> Client {
    let (other, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let hold = format!("BEGIN; UPDATE people SET head = head WHERE {which}");
    other.batch_execute(&hold).await.unwrap();
    other
}

type Answer = Result<Appended, StoreError>;

/// Hands in acts of one entry each, and lets go of what is held when all have come.
async fn at_once(acts: Vec<(PersonStore<Postgres>, Entry)>, other: Client) -> Vec<Answer> {
    let (come, all) = (Arc::new(AtomicUsize::new(0)), acts.len());
    let hand_in = |(store, entry): (PersonStore<Postgres>, Entry)| {
        let come = Arc::clone(&come);
        tokio::spawn(async move {
            come.fetch_add(1, Ordering::Relaxed);
            store.append(vec![entry], None).await
        })
    };
    let tasks: Vec<JoinHandle<Answer>> = acts.into_iter().map(hand_in).collect();
    // There is one thread, and nothing to wait for between coming and handing in.
    while come.load(Ordering::Relaxed) < all {
        tokio::task::yield_now().await;
    }
    other.batch_execute("COMMIT").await.unwrap();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test]
async fn those_who_write_at_the_same_time_share_a_commit_and_conflict_alone() {
    let url = Server::shared().database();
    let server = open(&url);
    let everybody = tenant(&server, Layout::Packed).await;
    let mut pen = Pen::new(0);
    let (mut acts, mut stores) = (Vec::new(), Vec::new());
    for number in 0..40 {
        let store = somebody(&server, everybody).await;
        let base = pen.put("base");
        let revision = pen.revise(&base, "the first to");
        let act = vec![base.clone(), revision];
        store.append(act, None).await.unwrap();
        acts.push(match number % 8 {
            6 => (store.clone(), pen.revise(&base, "too late")),
            7 => (store.clone(), base),
            _ => (store.clone(), pen.put("one of many")),
        });
        stores.push(store);
    }
    let before = server.stats();
    let other = holding(&url, "true").await;
    for (number, answer) in at_once(acts, other).await.into_iter().enumerate() {
        match (number % 8, answer) {
            (6, Err(StoreError::Conflict(Conflict::Revised { by_seq: 2, .. }))) => {}
            (
                7,
                Ok(Appended {
                    already: true,
                    seqs,
                    ..
                }),
            ) => assert_eq!(seqs, [1]),
            (
                0..6,
                Ok(Appended {
                    already: false,
                    seqs,
                    ..
                }),
            ) => assert_eq!(seqs, [3]),
            (_, other) => panic!("{number}: {other:?}"),
        }
    }
    for (number, store) in stores.iter().enumerate() {
        let expected = if number % 8 < 6 { 3 } else { 2 };
        assert_eq!(store.head().await.unwrap().seq, expected, "{number}");
        let entries = store.load().await.unwrap().entries;
        assert_eq!(entries.len() as u64, expected, "{number}");
    }
    // Two that came first, the others together, and five by themselves that were there already.
    let commits = server.stats().commits - before.commits;
    assert!(commits <= 10, "{commits}");
}

/// Where a runtime has threads, whoever comes first writes for the others too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_up_is_done_and_nobody_is_left_waiting() {
    let url = Server::shared().database();
    let server = open(&url);
    let everybody = tenant(&server, Layout::Packed).await;
    let mut pen = Pen::new(0);
    let other = holding(&url, "true").await;
    let (mut stores, mut tasks) = (Vec::new(), Vec::new());
    for number in 0..6 {
        let (store, entry) = (somebody(&server, everybody).await, pen.put("one of many"));
        let row = format!("person_id = {}", store.person().person());
        other
            .batch_execute(&format!("UPDATE people SET head = head WHERE {row}"))
            .await
            .unwrap();
        stores.push(store.clone());
        tasks.push(tokio::spawn(async move {
            store.append(vec![entry], None).await
        }));
        // The first two write, each until the row is free; the others wait for them.
        let writing = if number == 0 { 1 } else { 2 };
        while sql(&url, WAITING).trim().parse::<u32>().unwrap() < writing {
            tokio::task::yield_now().await;
        }
    }
    for given_up in tasks.drain(..3) {
        given_up.abort();
        assert!(given_up.await.unwrap_err().is_cancelled());
    }
    other.batch_execute("COMMIT").await.unwrap();
    for waits in tasks {
        assert_eq!(waits.await.unwrap().unwrap().seqs, [1]);
    }
    for store in stores {
        tokio::time::timeout(Duration::from_secs(20), async {
            while store.load().await.unwrap().entries.is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .expect("it is done");
    }
}

#[tokio::test]
async fn more_than_a_group_holds_are_done_in_several() {
    let url = Server::shared().database();
    let server = open(&url);
    let everybody = tenant(&server, Layout::Packed).await;
    let mut pen = Pen::new(0);
    let mut acts = Vec::new();
    for _ in 0..200 {
        acts.push((somebody(&server, everybody).await, pen.put("one of many")));
    }
    let stores: Vec<_> = acts.iter().map(|(store, _)| store.clone()).collect();
    let before = server.stats();
    for answer in at_once(acts, holding(&url, "true").await).await {
        assert_eq!(answer.unwrap().seqs, [1]);
    }
    for store in stores {
        assert_eq!(store.load().await.unwrap().entries.len(), 1);
    }
    // One or two that came first, and the others, sixty-four at a time.
    let commits = server.stats().commits - before.commits;
    assert!((4..=8).contains(&commits), "{commits}");
}

#[tokio::test]
async fn those_who_wait_for_one_person_share_a_commit_and_conflict_alone() {
    let url = Server::shared().database();
    let server = open(&url);
    let store = somebody(&server, tenant(&server, Layout::Packed).await).await;
    let mut pen = Pen::new(0);
    let base = pen.put("base");
    store.append(vec![base.clone()], None).await.unwrap();
    let before = server.stats();
    let acts = (0..60).map(|number| match number % 10 {
        0 => (store.clone(), pen.revise(&base, "mine")),
        _ => (store.clone(), pen.put("one of many")),
    });
    let acts = acts.collect();
    let answers = at_once(acts, holding(&url, "true").await).await;
    let refused = answers
        .iter()
        .filter(|answer| matches!(answer, Err(StoreError::Conflict(Conflict::Revised { .. }))));
    assert_eq!(refused.count(), 5);
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 55);
    let after = server.stats();
    assert_eq!(after.appends - before.appends, 55);
    assert!(after.commits - before.commits <= 3, "{after:?} {before:?}");
    assert_eq!(store.head().await.unwrap().seq, 56);
}

/// How many in this database wait for a row.
const WAITING: &str = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

#[tokio::test]
async fn within_a_group_each_has_its_own_end_and_its_own_days() {
    let url = Server::shared().database();
    let server = open(&url);
    let everybody = tenant(&server, Layout::Packed).await;
    let (mut pen, mut stores) = (Pen::new(0), Vec::new());
    for _ in 0..24 {
        let store = somebody(&server, everybody).await;
        store.append(vec![pen.put("before")], None).await.unwrap();
        stores.push(store);
    }
    let other = holding(&url, "true").await;
    let due = |number: u8, seq| DueRows {
        seq,
        rows: vec![DueRow {
            id: [number; 16],
            day: date(2026, 12, 1),
            class: Class::Own,
        }],
    };
    let tasks: Vec<_> = (0_u8..)
        .zip(&stores)
        .map(|(number, store)| {
            let (store, entry) = (store.clone(), pen.put("one of many"));
            // One in three is of a page that knows of one entry more or fewer than there are.
            let (expected, seq) = match number % 6 {
                1 => (Some(2), 3),
                4 => (None, 3),
                _ => (Some(1), 2),
            };
            tokio::spawn(async move {
                store
                    .append_with_due(vec![entry], expected, due(number, seq))
                    .await
            })
        })
        .collect();
    other.batch_execute("COMMIT").await.unwrap();
    for ((number, store), task) in (0_u8..).zip(&stores).zip(tasks) {
        let answer = task.await.unwrap();
        let days = store.due().await.unwrap();
        match number % 6 {
            1 => {
                let ended = Conflict::Head {
                    expected: 2,
                    actual: 1,
                };
                assert!(
                    matches!(&answer, Err(StoreError::Conflict(it)) if *it == ended),
                    "{answer:?}"
                );
                assert_eq!(days, None);
            }
            // Worked out from another journal than this one became.
            4 => assert_eq!((answer.unwrap().seqs, days), (vec![2], None)),
            _ => {
                assert_eq!(answer.unwrap().seqs, [2]);
                assert_eq!(days, Some(due(number, 2)));
            }
        }
    }
}

#[tokio::test]
async fn those_in_a_group_with_one_whose_row_is_held_are_done_without_them() {
    let url = Server::shared().database();
    let server = open(&url);
    let everybody = tenant(&server, Layout::Packed).await;
    let mut stores = Vec::new();
    for _ in 0..12 {
        stores.push(somebody(&server, everybody).await);
    }
    let held = stores[7].person();
    let other = holding(&url, &format!("person_id = {}", held.person())).await;
    let mut pen = Pen::new(0);
    let tasks: Vec<_> = stores
        .iter()
        .map(|store| {
            let (store, entry) = (store.clone(), pen.put("at once"));
            let append = async move { store.append(vec![entry], None).await };
            tokio::spawn(tokio::time::timeout(Duration::from_secs(40), append))
        })
        .collect();
    let mut waits = None;
    for (store, task) in stores.iter().zip(tasks) {
        if store.person() == held {
            waits = Some(task);
        } else {
            task.await.unwrap().expect("done without them").unwrap();
        }
    }
    let waits = waits.unwrap();
    assert!(!waits.is_finished());
    other.batch_execute("COMMIT").await.unwrap();
    waits.await.unwrap().expect("let go").unwrap();
    for store in &stores {
        assert_eq!(store.head().await.unwrap().seq, 1);
    }
}

#[tokio::test]
async fn who_comes_later_does_not_wait_for_those_whose_rows_another_server_holds() {
    let url = Server::shared().database();
    let server = open(&url);
    let everybody = tenant(&server, Layout::Packed).await;
    let mut stores = Vec::new();
    for _ in 0..5 {
        stores.push(somebody(&server, everybody).await);
    }
    // As many as write at once, and one more.
    let held = stores.split_off(2);
    let which: Vec<_> = held
        .iter()
        .map(|store| store.person().person().to_string())
        .collect();
    let which = format!("person_id IN ({})", which.join(", "));
    let other = holding(&url, &which).await;
    let mut pen = Pen::new(0);
    let waits: Vec<_> = held
        .iter()
        .map(|store| {
            let (store, entry) = (store.clone(), pen.put("held up"));
            tokio::spawn(async move { store.append(vec![entry], None).await })
        })
        .collect();
    // They wait for their rows once the server says so.
    while sql(&url, WAITING) == "0\n" {
        tokio::task::yield_now().await;
    }
    for store in &stores {
        let appended = store.append(vec![pen.put("at once")], None);
        let appended = tokio::time::timeout(Duration::from_secs(20), appended).await;
        appended.expect("nobody waits").unwrap();
    }
    // All of them wait by themselves by and by, and nobody waits for that either.
    tokio::time::timeout(Duration::from_secs(30), async {
        while sql(&url, WAITING) != "3\n" {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await
    .expect("each waits");
    let appended = stores[0].append(vec![pen.put("still at once")], None);
    let appended = tokio::time::timeout(Duration::from_secs(20), appended).await;
    appended.expect("nobody waits").unwrap();
    assert!(waits.iter().all(|it| !it.is_finished()));
    other.batch_execute("COMMIT").await.unwrap();
    for (store, waits) in held.iter().zip(waits) {
        waits.await.unwrap().unwrap();
        assert_eq!(store.head().await.unwrap().seq, 1);
    }
}
