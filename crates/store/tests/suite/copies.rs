//! Copies that nobody may read: refused, ended, forgotten, on every store. They say nothing, and those that another reads stay.

use serde_json::Map;
use windward_core::{
    id::{CountedIds, NewIds},
    record::{Author, Change, Content, Entry, Item, Record, SharedCopy},
};
use windward_store::{AccountRole, NotShared, PersonStore};

use crate::{
    pen::at,
    places::each_place,
    sharing::{item, open, reader, somebody, written},
};

fn copy(title: &str) -> SharedCopy {
    SharedCopy {
        copy_of: None,
        revision: None,
        shows: windward_core::record::Shows::Handover,
        title: title.to_owned(),
        items: Vec::new(),
        text: Some(format!("{title}, in words")),
        on: "2026-11-02".parse().unwrap(),
        framework: windward_core::framework::FrameworkHash::of(""),
        unknown: Map::new(),
    }
}

/// The copies that say something.
async fn said(store: &PersonStore) -> Vec<String> {
    let record = Record::fold(store.load().await.unwrap().entries);
    let all = record.threads().flat_map(|(_, it)| it.revisions().to_vec());
    let titles = all.filter_map(|it| match it.content? {
        Content::SharedCopy(it) => Some(it.title),
        _ => None,
    });
    titles.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_may_read_any_more_says_nothing() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let mut ids = CountedIds::from(0);
        let owner = Author::Owner;
        let first = written(&mut ids, &owner, copy("first"));
        let again = Entry {
            entry_id: ids.entry(),
            revises: Some(first.entry_id),
            change: Change::Put(Box::new(Item {
                id: item(&first),
                content: copy("again").into(),
            })),
            ..first.clone()
        };
        let (ended, kept) = (
            written(&mut ids, &owner, copy("ended")),
            written(&mut ids, &owner, copy("not granted yet")),
        );
        let all = vec![first.clone(), again, ended.clone(), kept];
        ada.append(all, None).await.unwrap();
        for (entry, until) in [(&first, None), (&ended, Some(at(100)))] {
            let items = [item(entry)];
            let shared = instance.share(ada.person(), &items, reader(&kim), until, at(4));
            shared.await.unwrap();
        }
        let person = ada.person();
        assert_eq!(instance.close_copies(person, at(50)).await.unwrap(), 0);
        instance
            .close_earlier(person, item(&first), at(50))
            .await
            .unwrap();
        assert_eq!(said(&ada).await, ["again", "ended", "not granted yet"]);
        assert_eq!(instance.sweep_shares(at(99)).await.unwrap(), 0);
        assert_eq!(instance.sweep_shares(at(100)).await.unwrap(), 1);
        assert_eq!(instance.sweep_shares(at(100)).await.unwrap(), 0);
        let grants = instance.grants_of(person).await.unwrap();
        assert!(grants.iter().any(|it| it.ended_at == Some(at(100))));
        assert_eq!(said(&ada).await, ["again", "not granted yet"]);
        let day = 86_400_000;
        assert_eq!(instance.close_copies(person, at(day + 9)).await.unwrap(), 1);
        assert_eq!(said(&ada).await, ["again"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_refused_goes_at_once_and_a_forgotten_one_within_the_hour() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let person = ada.person();
        let mut ids = CountedIds::from(0);
        let owner = Author::Owner;
        let [refused, forgotten, shared] =
            ["refused", "forgotten", "shared"].map(|title| written(&mut ids, &owner, copy(title)));
        let all = vec![refused.clone(), forgotten, shared.clone()];
        ada.append(all, None).await.unwrap();
        let items = [item(&shared)];
        let granted = instance.share(person, &items, reader(&kim), None, at(6));
        granted.await.unwrap();
        let refuse = async |entry: &Entry| {
            let closed = instance.close_refused(person, item(entry), at(7));
            closed.await.unwrap();
        };
        refuse(&refused).await;
        refuse(&shared).await;
        assert_eq!(said(&ada).await, ["forgotten", "shared"], "kim reads one");
        // No share of hers runs out or ends; the pass comes by in any case.
        assert_eq!(instance.sweep_shares(at(8)).await.unwrap(), 0);
        let hour = 3_600_000;
        assert_eq!(instance.sweep_shares(at(hour + 5)).await.unwrap(), 1);
        assert_eq!(said(&ada).await, ["shared"]);
        let items = [item(&refused)];
        let late = instance.share(person, &items, reader(&kim), None, at(9));
        assert!(
            matches!(late.await, Err(NotShared::Emptied)),
            "it says nothing, and nobody is shown that"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_made_while_another_ends_keeps_its_copy_or_is_refused() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let lea = somebody(&instance, "lea", AccountRole::Member).await;
        let person = ada.person();
        let mut ids = CountedIds::from(0);
        for turn in 0..12 {
            let entry = written(&mut ids, &Author::Owner, copy("the same"));
            let items = [item(&entry)];
            ada.append(vec![entry], None).await.unwrap();
            let first = instance.share(person, &items, reader(&kim), None, at(6));
            first.await.unwrap();
            let grants = instance.grants_of(person).await.unwrap();
            let of_kim = grants.iter().find(|it| it.item == items[0]);
            let ends = async {
                let ended = instance.end_grants(person, vec![of_kim.unwrap().id], at(7));
                ended.await.unwrap();
                instance.close_copies(person, at(7)).await.unwrap();
            };
            let shares = instance.share(person, &items, reader(&lea), None, at(7));
            let ((), given) = tokio::join!(ends, shares);
            let reads = instance.look_at(person, reader(&lea), at(8)).await.unwrap();
            let reads = reads.is_some_and(|it| it.record.get::<SharedCopy>(items[0]).is_some());
            match given {
                Ok(()) => assert!(reads, "turn {turn}"),
                Err(why) => assert!(matches!(why, NotShared::Emptied) && !reads, "turn {turn}"),
            }
        }
        // What another still reads stays, however many grants have ended since it was given.
        assert_eq!(instance.close_copies(person, at(9)).await.unwrap(), 0);
    })
    .await;
}
