//! Conflicts, retries and many at once.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use windward_store::{Appended, Conflict, StoreError};

use crate::{
    instance::{first, first_at},
    pen::{Pen, why},
    places::places,
};

fn conflict(result: Result<Appended, StoreError>) -> Conflict {
    match result {
        Err(StoreError::Conflict(conflict)) => conflict,
        other => panic!("no conflict: {other:?}"),
    }
}

#[tokio::test]
async fn the_second_to_revise_is_told_who_was_first() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let store = instance.owner().unwrap();
        let mut pen = Pen::new(0);
        let base = pen.put("base");
        store.append(vec![base.clone()], None).await.unwrap();
        let (one, two) = (pen.revise(&base, "one"), pen.revise(&base, "two"));
        store.append(vec![one.clone()], None).await.unwrap();
        let refused = conflict(
            store
                .append(vec![pen.put("with it"), two.clone()], None)
                .await,
        );
        assert_eq!(
            refused,
            Conflict::Revised {
                revises: base.entry_id,
                by: one.entry_id,
                by_seq: 2
            }
        );
        // Nothing of the refused act is there, and its numbers are given to the next.
        let next = store
            .append(vec![pen.revise(&one, "after one")], None)
            .await
            .unwrap();
        assert_eq!(next.seqs, [3]);
        let says: Vec<_> = store
            .load()
            .await
            .unwrap()
            .entries
            .iter()
            .map(|it| why(&it.entry).unwrap().to_owned())
            .collect();
        assert_eq!(says, ["base", "one", "after one"]);
        // A withdrawal is a revision too, and so is one of what is not there.
        assert!(matches!(
            conflict(store.append(vec![pen.withdraw(&base)], None).await),
            Conflict::Revised { .. }
        ));
        let nowhere = pen.put("never stored");
        let refused = conflict(
            store
                .append(vec![pen.revise(&nowhere, "on nothing")], None)
                .await,
        );
        assert_eq!(
            refused,
            Conflict::Unknown {
                revises: nowhere.entry_id
            }
        );
    }
}

#[tokio::test]
async fn an_act_may_revise_itself_but_not_twice() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let mut pen = Pen::new(0);
        let base = pen.put("base");
        let (one, two) = (pen.revise(&base, "one"), pen.revise(&base, "two"));
        let refused = instance
            .owner()
            .unwrap()
            .append(vec![base.clone(), one.clone(), two], None)
            .await;
        assert!(matches!(
            conflict(refused),
            Conflict::Revised { by_seq: 2, .. }
        ));
        let stored = instance
            .owner()
            .unwrap()
            .append(vec![base, one], None)
            .await
            .unwrap();
        assert_eq!(stored.seqs, [1, 2]);
    }
}

#[tokio::test]
async fn an_act_on_the_whole_record_needs_it_unmoved() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let store = instance.owner().unwrap();
        let mut pen = Pen::new(0);
        let elsewhere = pen.put("was never here");
        // An import may bring a fork, and a revision whose base it does not have.
        let act = vec![pen.revise(&elsewhere, "a"), pen.revise(&elsewhere, "b")];
        let stored = store.append_import(act.clone(), 0).await.unwrap();
        assert_eq!(stored.seqs, [1, 2]);
        assert!(
            store
                .load()
                .await
                .unwrap()
                .entries
                .iter()
                .all(|it| it.imported)
        );
        let refused = conflict(store.append(vec![pen.put("late")], Some(1)).await);
        assert_eq!(
            refused,
            Conflict::Head {
                expected: 1,
                actual: 2
            }
        );
        // A retry of the import is answered as the first time, though the record has moved.
        store
            .append(vec![pen.put("meanwhile")], Some(2))
            .await
            .unwrap();
        let retried = store.append_import(act, 0).await.unwrap();
        assert_eq!(
            (retried.seqs, retried.already, retried.head.seq),
            (vec![1, 2], true, 3)
        );
    }
}

#[tokio::test]
async fn a_retry_is_answered_as_the_first_time() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let store = instance.owner().unwrap();
        let mut pen = Pen::new(0);
        let base = pen.put("base");
        let act = vec![base.clone(), pen.revise(&base, "revised")];
        let stored = store.append(act.clone(), None).await.unwrap();
        store
            .append(vec![pen.put("meanwhile")], None)
            .await
            .unwrap();
        let retried = store.append(act.clone(), None).await.unwrap();
        assert_eq!(
            (&retried.seqs, retried.already, retried.head.seq),
            (&stored.seqs, true, 3)
        );
        assert_eq!(store.load().await.unwrap().entries.len(), 3);
        assert_eq!(
            store
                .append(vec![pen.put("next")], None)
                .await
                .unwrap()
                .seqs,
            [4]
        );

        let taken =
            async |act| matches!(store.append(act, None).await, Err(StoreError::Taken { .. }));
        // Sent, changed and sent again: not a retry, or the change would be lost without a word.
        let mut changed = act.clone();
        changed[0].change = pen.put("changed").change;
        assert!(taken(changed).await);
        // Partly new, in either order, and twice the same id.
        assert!(taken(vec![act[0].clone(), pen.put("new")]).await);
        assert!(taken(vec![pen.put("new"), act[0].clone()]).await);
        let twice = pen.put("twice");
        assert!(taken(vec![twice.clone(), twice]).await);
        let loaded = store.load().await.unwrap();
        assert_eq!((loaded.entries.len(), loaded.head.seq), (4, 4));
        // A retry later than another writer's clock is one all the same.
        let mut later = act;
        later[0].recorded_at = crate::pen::at(99);
        assert!(store.append(later, None).await.unwrap().already);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_revise_the_same_one_wins_and_the_rest_stand() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let mut pen = Pen::new(0);
        let base = pen.put("base");
        instance
            .owner()
            .unwrap()
            .append(vec![base.clone()], None)
            .await
            .unwrap();
        let mut tasks = Vec::new();
        for number in 0..64 {
            let store = instance.owner().unwrap().clone();
            let act = if number % 4 == 0 {
                pen.revise(&base, "mine")
            } else {
                pen.put("my own")
            };
            tasks.push(tokio::spawn(
                async move { store.append(vec![act], None).await },
            ));
        }
        let (mut won, mut lost, mut seqs) = (0, 0, vec![1]);
        for (number, task) in tasks.into_iter().enumerate() {
            match task.await.unwrap() {
                Ok(appended) => {
                    won += usize::from(number % 4 == 0);
                    seqs.extend(appended.seqs);
                }
                Err(StoreError::Conflict(Conflict::Revised { revises, .. })) => {
                    assert_eq!(revises, base.entry_id);
                    lost += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((won, lost), (1, 15));
        seqs.sort_unstable();
        assert_eq!(seqs, (1..=50).collect::<Vec<_>>());
        let loaded = instance.owner().unwrap().load().await.unwrap();
        assert!(loaded.entries.iter().map(|it| it.seq).eq(1..=50));
        assert_eq!(loaded.head.seq, 50);
    }
}

#[tokio::test]
async fn those_who_wait_share_one_commit() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let before = instance.stats();
    let mut pen = Pen::new(0);
    // Another program holds the database until all have come.
    let other = rusqlite::Connection::open(dir.path().join("windward.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let come = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..200)
        .map(|_| {
            let (store, entry) = (instance.owner().unwrap().clone(), pen.put("one of many"));
            let come = Arc::clone(&come);
            tokio::spawn(async move {
                come.fetch_add(1, Ordering::Relaxed);
                store.append(vec![entry], None).await.unwrap()
            })
        })
        .collect();
    // There is one thread, and nothing to wait for between coming and handing in.
    while come.load(Ordering::Relaxed) < 200 {
        tokio::task::yield_now().await;
    }
    other.execute_batch("COMMIT").unwrap();
    for task in tasks {
        task.await.unwrap();
    }
    let after = instance.stats();
    assert_eq!(after.appends - before.appends, 200);
    assert_eq!(after.commits - before.commits, 1);
}
