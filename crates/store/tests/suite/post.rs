//! Mail as every store keeps it.

use std::fs;

use windward_store::{
    DigestRow, Instance, Journal, LetterState, NewLetter, Post, ServerPlace, Settled, Store, Sweep,
    Tally,
};

use crate::{
    instance::{first, first_at},
    pen::{at, hex},
    places::places,
};

const HOUR: i64 = 3_600_000;

fn letter(instance: &Instance, id: u8) -> NewLetter {
    let person = instance.owner().unwrap().person();
    let key = instance.server_key().unwrap();
    let seal = |place, text: &str| key.seal(place, text.as_bytes()).unwrap();
    NewLetter {
        person,
        id: [id; 32],
        kind: "update",
        sealed: seal(ServerPlace::Letter(person, [id; 32]), "Dear canary-in-mail"),
        answer: seal(ServerPlace::Answer(person, [id; 32]), "kim@example.org"),
    }
}

fn settled(state: LetterState, due: i64, now: i64) -> Settled {
    Settled {
        state,
        sealed: (state == LetterState::Waiting).then(|| vec![1]),
        answer: vec![2],
        due_at: at(due),
        at: at(now),
    }
}

async fn states(store: &Store, instance: &Instance) -> Vec<(u8, LetterState, bool)> {
    let letters = store
        .letters(instance.owner().unwrap().person(), 100)
        .await
        .unwrap();
    let mut states: Vec<_> = letters
        .iter()
        .map(|it| (it.id[0], it.state, it.sealed.is_some()))
        .collect();
    states.sort_by_key(|it| it.0);
    states
}

/// A new instance in each place, handed to a test.
fn everywhere() -> Vec<(tempfile::TempDir, Instance)> {
    places()
        .iter()
        .map(|place| {
            let dir = tempfile::tempdir().unwrap();
            let (instance, _) = first_at(dir.path(), place);
            (dir, instance)
        })
        .collect()
}

#[tokio::test]
async fn a_letter_is_queued_once_and_begun_once() {
    for (_dir, instance) in everywhere() {
        let (store, person) = (
            instance.journal().clone(),
            instance.owner().unwrap().person(),
        );
        let two = vec![letter(&instance, 1), letter(&instance, 2)];
        let none = instance.tally(at(0)).await.unwrap();
        assert_eq!(none, Tally::default());
        assert_eq!(
            store.queue_letters(two.clone(), at(0)).await.unwrap(),
            [true, true]
        );
        let tally = instance.tally(at(0)).await.unwrap();
        assert_eq!(
            (tally.letters_waiting, tally.oldest_letter),
            (2, Some(at(0)))
        );
        assert_eq!(
            store.queue_letters(two, at(1)).await.unwrap(),
            [false, false]
        );
        assert_eq!(store.due_letters(at(-1), 10).await.unwrap(), []);
        let due = store.due_letters(at(0), 1).await.unwrap();
        assert_eq!(due.len(), 1, "no more than asked for");

        let racers: Vec<_> = (0..8)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(
                    async move { store.begin_letter(person, [1; 32], at(2)).await.unwrap() },
                )
            })
            .collect();
        let mut begun = 0;
        for racer in racers {
            begun += usize::from(racer.await.unwrap());
        }
        assert_eq!(begun, 1);
        let tally = instance.tally(at(2)).await.unwrap();
        assert_eq!(tally.letters_waiting, 1, "one is on its way");

        store
            .settle_letter(person, [1; 32], settled(LetterState::Sent, 0, 3))
            .await
            .unwrap();
        // What comes later changes nothing: neither another answer nor another letter of the same name.
        let late = settled(LetterState::Waiting, 0, 4);
        store.settle_letter(person, [1; 32], late).await.unwrap();
        let again = vec![letter(&instance, 1)];
        assert_eq!(store.queue_letters(again, at(5)).await.unwrap(), [false]);
        assert!(
            !store
                .queue_again(letter(&instance, 1), at(5))
                .await
                .unwrap()
        );
        assert!(!store.begin_letter(person, [1; 32], at(5)).await.unwrap());
        assert_eq!(
            states(&store, &instance).await,
            [
                (1, LetterState::Sent, false),
                (2, LetterState::Waiting, true)
            ]
        );
        let row = store.letter(person, [1; 32]).await.unwrap().unwrap();
        assert_eq!((row.tries, row.changed_at), (1, at(3)));
    }
}

#[tokio::test]
async fn what_failed_waits_and_what_is_unclear_stays_until_somebody_decides() {
    for (_dir, instance) in everywhere() {
        let (store, person) = (
            instance.journal().clone(),
            instance.owner().unwrap().person(),
        );
        let four = (1..=4).map(|id| letter(&instance, id)).collect();
        store.queue_letters(four, at(0)).await.unwrap();
        let later = settled(LetterState::Waiting, HOUR, 1);
        store.settle_letter(person, [1; 32], later).await.unwrap();
        for id in [2, 3] {
            assert!(store.begin_letter(person, [id; 32], at(2)).await.unwrap());
        }
        let refused = settled(LetterState::Refused, 0, 3);
        store.settle_letter(person, [3; 32], refused).await.unwrap();
        let due = store.due_letters(at(HOUR - 1), 10).await.unwrap();
        assert_eq!(due.iter().map(|it| it.id[0]).collect::<Vec<_>>(), [4]);

        let sweep = |now, sending, queued, settled| Sweep {
            now: at(now),
            sending_before: at(sending),
            queued_before: at(queued),
            settled_before: at(settled),
        };
        store.sweep_letters(sweep(9, 2, -1, -1)).await.unwrap();
        assert_eq!(
            states(&store, &instance).await,
            [
                (1, LetterState::Waiting, true),
                (2, LetterState::Unclear, true),
                (3, LetterState::Refused, false),
                (4, LetterState::Waiting, true)
            ]
        );
        assert!(
            store
                .queue_again(letter(&instance, 3), at(10))
                .await
                .unwrap()
        );
        assert!(store.drop_letter(person, [4; 32]).await.unwrap());
        assert!(!store.drop_letter(person, [4; 32]).await.unwrap());
        // Three days later the words are gone, and those who were never reached are refused.
        store.sweep_letters(sweep(20, 2, 9, -1)).await.unwrap();
        assert_eq!(
            states(&store, &instance).await,
            [
                (1, LetterState::Refused, false),
                (2, LetterState::Unclear, false),
                (3, LetterState::Waiting, true)
            ]
        );
        store.sweep_letters(sweep(30, 2, 9, 20)).await.unwrap();
        assert_eq!(
            states(&store, &instance).await,
            [(3, LetterState::Waiting, true)],
            "forgotten"
        );
    }
}

#[tokio::test]
async fn digests_move_on_once_and_stop_by_their_link() {
    for (_dir, instance) in everywhere() {
        let (store, person) = (
            instance.journal().clone(),
            instance.owner().unwrap().person(),
        );
        let digest = DigestRow {
            person,
            sealed: vec![1],
            stop_hash: [7; 32],
            next_at: at(HOUR),
        };
        store.put_digest(digest.clone()).await.unwrap();
        assert_eq!(store.digest(person).await.unwrap(), Some(digest.clone()));
        assert_eq!(store.due_digests(at(HOUR - 1), 9).await.unwrap(), []);
        assert_eq!(store.due_digests(at(HOUR), 9).await.unwrap(), [digest]);
        for _ in 0..2 {
            let moved = store.advance_digest(person, at(HOUR), at(5 * HOUR));
            moved.await.unwrap();
        }
        let next = store.digest(person).await.unwrap().unwrap().next_at;
        assert_eq!(next, at(5 * HOUR));
        assert!(!store.stop_digest([8; 32]).await.unwrap());
        assert!(store.stop_digest([7; 32]).await.unwrap());
        assert_eq!(store.digest(person).await.unwrap(), None);
    }
}

#[tokio::test]
async fn one_of_many_has_the_turn_until_it_runs_out() {
    for (_dir, instance) in everywhere() {
        let store = instance.journal().clone();
        let take = |holder, now, until| store.take_turn("post", holder, at(now), at(until));
        assert_eq!(take(1, 0, 100).await.unwrap(), Some(1));
        assert_eq!(take(2, 50, 150).await.unwrap(), None);
        assert_eq!(take(1, 60, 160).await.unwrap(), Some(1), "prolonged");
        assert_eq!(take(2, 159, 200).await.unwrap(), None);
        assert_eq!(take(2, 160, 260).await.unwrap(), Some(2));
        assert_eq!(take(1, 170, 270).await.unwrap(), None);
        let left = store.leave_turn("post", 1, at(0), None);
        left.await.unwrap();
        let turn = store.turn("post").await.unwrap().unwrap();
        assert_eq!((turn.holder, turn.held_until), (2, at(260)));
        let left = store.leave_turn("post", 2, at(0), Some(vec![5]));
        left.await.unwrap();
        assert_eq!(take(1, 171, 270).await.unwrap(), Some(3));
    }
}

#[tokio::test]
async fn a_new_key_begins_with_nothing_and_erasing_leaves_nothing() {
    for (_dir, instance) in everywhere() {
        let (store, person) = (
            instance.journal().clone(),
            instance.owner().unwrap().person(),
        );
        let note = |print: &str| store.note_key(print.to_owned());
        assert_eq!(store.key_print().await.unwrap(), None);
        assert_eq!(note("a").await.unwrap(), "a");
        assert_eq!(note("b").await.unwrap(), "a", "the first stays");
        let setting = store.put_server_setting("mail", Some(vec![4]), at(0));
        setting.await.unwrap();
        let queue = async || {
            let one = vec![letter(&instance, 1)];
            store.queue_letters(one, at(0)).await.unwrap();
        };
        queue().await;
        store.begin_anew("b".to_owned()).await.unwrap();
        assert_eq!(store.key_print().await.unwrap().as_deref(), Some("b"));
        assert_eq!(store.server_setting("mail").await.unwrap(), None);
        assert_eq!(states(&store, &instance).await, []);
        queue().await;
        store.erase(person).await.unwrap();
        assert_eq!(store.letters(person, 9).await.unwrap(), []);
    }
}

/// The key of the server is in no backup, so what it seals is in none either.
#[tokio::test]
async fn a_backup_holds_no_mail() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let store = instance.journal();
    let one = vec![letter(&instance, 1)];
    store.queue_letters(one, at(0)).await.unwrap();
    let setting = store.put_server_setting("mail", Some(vec![4]), at(0));
    setting.await.unwrap();
    let to = dir.path().join("backup");
    instance.backup(&to).await.unwrap();
    let copy = rusqlite::Connection::open(&to).unwrap();
    for table in ["letters", "digests", "server_settings", "runners"] {
        let count = format!("SELECT count(*) FROM {table}");
        let rows: i64 = copy.query_row(&count, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    let bytes = fs::read(dir.path().join("server-key")).unwrap();
    let found = fs::read(&to).unwrap();
    assert!(!found.windows(32).any(|it| it == bytes), "{}", hex(&bytes));
}
