//! Ladders that people brought, on every store: whose they are, how many, and that they go with the last who brought them.

use windward_core::framework::FrameworkHash;
use windward_store::{
    AccountRole, Bounds, Brings, Doer, Instance, Journal, Ladder, MAX_BROUGHT, MAX_FRAMEWORK,
    NotBrought, PersonKey, PersonStore, Place, StoreError, move_store,
};

use crate::{
    pen::at,
    places::{each_place, servers},
    sharing::{open, somebody},
};

/// As the story has it: two bring the same, one of them another too.
pub(crate) async fn brings<J: Journal + Brings>(journal: &J, hers: PersonKey, his: PersonKey) {
    let (both, own) = (Ladder::of("of both"), Ladder::of("hers alone"));
    let bounds = Bounds { count: 2, size: 18 };
    for _ in 0..2 {
        let two = vec![both.clone(), own.clone()];
        assert!(journal.bring(hers, two, bounds, at(1)).await.unwrap());
    }
    for more in [vec![Ladder::of("x")], vec![own.clone(), Ladder::of("y")]] {
        assert!(!journal.bring(hers, more, bounds, at(2)).await.unwrap());
    }
    let bounds = Bounds { count: 9, size: 7 };
    let large = vec![Ladder::of("eight at")];
    assert!(!journal.bring(his, large, bounds, at(3)).await.unwrap());
    let one = vec![both.clone()];
    assert!(journal.bring(his, one, bounds, at(3)).await.unwrap());
    let brought = journal.brought(hers).await.unwrap();
    let sizes: u64 = brought.iter().map(|it| it.size).sum();
    assert_eq!((brought.len(), sizes), (2, 17));
    assert_eq!(journal.brought(his).await.unwrap()[0].at, at(3));
    let reads = async |who, of: &Ladder| journal.framework_for(who, of.hash).await.unwrap();
    assert_eq!(reads(his, &both).await.as_deref(), Some("of both"));
    assert_eq!(reads(his, &own).await, None);
    assert!(journal.is_of_others(his, own.hash).await.unwrap());
    assert!(!journal.is_of_others(hers, own.hash).await.unwrap());
}

/// She was erased since.
pub(crate) async fn goes_with_her<J: Journal + Brings>(journal: &J, his: PersonKey) {
    let tenant = his.tenant();
    let text = async |of: &str| {
        let found = journal.framework(tenant, FrameworkHash::of(of)).await;
        found.unwrap()
    };
    assert_eq!(text("of both").await.as_deref(), Some("of both"));
    assert_eq!(text("hers alone").await, None);
    assert_eq!(journal.brought(his).await.unwrap().len(), 1);
    let hash = FrameworkHash::of("of both");
    for _ in 0..2 {
        journal.let_go(his, hash).await.unwrap();
        assert_eq!(text("of both").await, None);
    }
}

async fn bring(instance: &Instance, who: &PersonStore, text: &str) -> FrameworkHash {
    let ladder = Ladder::of(text);
    let hash = ladder.hash;
    let brought = instance.bring(who.person(), vec![ladder], at(5)).await;
    brought.unwrap();
    hash
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_they_brought_goes_when_they_are_erased() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let own = bring(&instance, &kim, "kim's alone").await;
        let both = bring(&instance, &kim, "of both").await;
        bring(&instance, &ada, "of both").await;
        let offered = bring(&instance, &kim, "offered since").await;
        // An administrator offers the same text to everybody: from then on it is nobody's.
        instance.put_framework("offered since").await.unwrap();
        // Of before there were owners; brought again, it is hers too and stays.
        instance.put_framework("of before").await.unwrap();
        let before = bring(&instance, &kim, "of before").await;
        assert_eq!(instance.brought_by(kim.person()).await.unwrap().len(), 4);

        let ladder = async |who: &PersonStore, hash| {
            let found = instance.framework_for(who.person(), hash).await;
            found.unwrap().is_some()
        };
        assert!(ladder(&kim, own).await && !ladder(&ada, own).await);
        assert!(ladder(&ada, offered).await && ladder(&ada, before).await);
        let gone = instance.erase_person(kim.person(), Doer::Machine, at(9));
        gone.await.unwrap();
        for (hash, stays) in [(own, false), (both, true), (offered, true), (before, true)] {
            let text = instance.framework(hash).await.unwrap();
            assert_eq!(text.is_some(), stays, "{text:?}");
        }
        assert!(ladder(&ada, both).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_brings_so_many_and_lets_go_of_some() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let kim = somebody(&instance, "kim", AccountRole::Administrator).await;
        let mut first = None;
        for number in 0..MAX_BROUGHT {
            let hash = bring(&instance, &kim, &format!("number {number}")).await;
            first.get_or_insert(hash);
        }
        let first = first.unwrap();
        let one_more = || vec![Ladder::of("one more")];
        let full = instance.bring(kim.person(), one_more(), at(6)).await;
        assert!(matches!(full, Err(NotBrought::Full)), "{full:?}");
        let hash = FrameworkHash::of("one more");
        assert_eq!(instance.framework(hash).await.unwrap(), None);
        bring(&instance, &kim, "number 7").await;
        instance.let_go_of(kim.person(), first).await.unwrap();
        assert_eq!(instance.framework(first).await.unwrap(), None);
        let fits = instance.bring(kim.person(), one_more(), at(7)).await;
        fits.unwrap();

        for other in instance.brought_by(kim.person()).await.unwrap() {
            instance.let_go_of(kim.person(), other.hash).await.unwrap();
        }
        let large =
            |number: usize| Ladder::of(format!("{number}{}", "-".repeat(MAX_FRAMEWORK - 1)));
        let four = (0..4).map(large).collect();
        instance.bring(kim.person(), four, at(8)).await.unwrap();
        let full = instance.bring(kim.person(), one_more(), at(9)).await;
        assert!(matches!(full, Err(NotBrought::Full)), "{full:?}");
        let beyond = vec![Ladder::of("-".repeat(MAX_FRAMEWORK + 1))];
        let beyond = instance.bring(kim.person(), beyond, at(9)).await;
        let Err(NotBrought::Store(StoreError::TooLarge { .. })) = beyond else {
            panic!("{beyond:?}")
        };
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_brought_and_let_go_of_at_once_is_there_for_whom_it_is() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        for round in 0..12 {
            let text = format!("round {round}");
            let hash = bring(&instance, &kim, &text).await;
            let ladders = vec![Ladder::of(text.as_str())];
            let (gone, brought) = tokio::join!(
                instance.let_go_of(kim.person(), hash),
                instance.bring(ada.person(), ladders, at(6)),
            );
            gone.unwrap();
            brought.unwrap();
            let found = instance.framework_for(ada.person(), hash).await.unwrap();
            assert_eq!(found.as_deref(), Some(&*text));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_a_ladder_is_moves_along() {
    for (name, url) in servers() {
        println!("{name}");
        let server: Place = url.parse().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let instance = open(&data, &Place::File);
        let kim = somebody(&instance, "kim", AccountRole::Administrator).await;
        let own = bring(&instance, &kim, "kim's alone").await;
        instance.put_framework("everybody's").await.unwrap();
        instance
            .set_shown_name(kim.person(), "Kim Lee")
            .await
            .unwrap();
        let (person, before) = (
            kim.person(),
            instance.brought_by(kim.person()).await.unwrap(),
        );
        drop((kim, instance));
        for _ in 0..2 {
            move_store(&data, &Place::File, &server, &|_| {})
                .await
                .unwrap();
        }
        let there = open(&data, &server);
        assert_eq!(there.brought_by(person).await.unwrap(), before);
        let lea = somebody(&there, "lea", AccountRole::Member).await;
        assert!(there.is_of_others(lea.person(), own).await.unwrap());
        assert!(!there.set_shown_name(lea.person(), "kim LEE").await.unwrap());
        there
            .erase_person(person, Doer::Machine, at(9))
            .await
            .unwrap();
        assert_eq!(there.framework(own).await.unwrap(), None);
        let all = there.framework_hashes().await.unwrap();
        assert_eq!(all, [FrameworkHash::of("everybody's")]);
        assert!(there.set_shown_name(lea.person(), "kim LEE").await.unwrap());
    }
}
