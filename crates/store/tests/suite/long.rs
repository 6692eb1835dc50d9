//! A journal that is long enough to be read in parts.

use rusqlite::Connection;
use windward_core::record::{Change, Entry, Stored};

use crate::{
    instance::first_at,
    pen::{Pen, at},
    places::each_place,
    postgres::{Server, sql},
};

const LONG: u64 = 2_300;

fn written(count: u64) -> Vec<Entry> {
    let mut pen = Pen::new(0);
    (0..count)
        .map(|number| pen.put(&format!("entry {number}")))
        .collect()
}

fn numbers(entries: &[Stored]) -> impl Iterator<Item = u64> {
    entries.iter().map(|it| it.seq)
}

#[tokio::test]
async fn it_is_whole_and_in_order_on_every_store() {
    each_place(async |dir, place| {
        let (instance, _) = first_at(dir, place);
        let owner = instance.owner().unwrap();
        let act = written(LONG);
        owner.append(act.clone(), None).await.unwrap();
        let all = owner.load().await.unwrap();
        assert_eq!(all.head.seq, LONG);
        assert!(numbers(&all.entries).eq(1..=LONG), "{place:?}");
        let said = all.entries.iter().map(|it| &it.entry);
        assert!(said.eq(&act), "{place:?}");
        for since in [1, 700, LONG - 1, LONG, LONG + 5] {
            let some = owner.load_since(since).await.unwrap();
            assert!(numbers(&some.entries).eq(since + 1..=LONG), "{place:?}");
        }
        let gone = owner.redact(act[1_200].entry_id, at(9)).await;
        gone.unwrap();
        let all = owner.load().await.unwrap();
        assert_eq!(all.head.rewrites, 1);
        let redacted = all
            .entries
            .iter()
            .filter(|it| it.entry.change == Change::Redacted);
        assert!(redacted.map(|it| it.seq).eq([1_201]), "{place:?}");
    })
    .await;
}

#[tokio::test]
async fn where_entries_are_missing_each_of_the_others_is_there_once() {
    for server in [None, Some(Server::shared().database())] {
        let dir = tempfile::tempdir().unwrap();
        let place = server.as_deref().unwrap_or("sqlite");
        let (instance, _) = first_at(dir.path(), &place.parse().unwrap());
        let owner = instance.owner().unwrap();
        owner.append(written(LONG), None).await.unwrap();
        let mut left: Vec<u64> = (1..=LONG).collect();
        for (from, to) in [(300, 450), (LONG, LONG), (1, 8)] {
            let delete = format!("DELETE FROM entries WHERE seq BETWEEN {from} AND {to}");
            if let Some(url) = &server {
                sql(url, &delete);
            } else {
                let connection = Connection::open(dir.path().join("windward.db")).unwrap();
                connection.execute(&delete, []).unwrap();
            }
            left.retain(|seq| !(from..=to).contains(seq));
            let all = owner.load().await.unwrap().entries;
            let there = left.iter().copied();
            assert!(numbers(&all).eq(there), "{place} without {from} to {to}");
        }
    }
}
