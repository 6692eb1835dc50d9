//! Sharing, on every store: what another reads, what they write, and that it ends when it is ended.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde_json::Map;
use windward_core::{
    id::{CountedIds, ItemId, NewIds},
    record::{
        Audience, Author, Change, Content, Dispute, Entry, Feedback, FeedbackSort, Hidden, Item,
        Record,
    },
    views::sharing::theirs,
};
use windward_store::{
    AccountRole, Body, Chosen, Instance, Join, Journal, LinkFor, MAX_MANAGERS, NewAccount, NewLink,
    NewSession, NotAName, NotShared, OpenOptions, Password, PersonStore, Place, Reader, Role,
    State, StoreError, Way,
};

use crate::{
    pen::{Pen, at},
    places::each_place,
};

pub(crate) fn open(dir: &Path, place: &Place) -> Instance {
    let options = OpenOptions {
        role: Role::Server,
        create: true,
    };
    let opened = Instance::open_for_accounts(dir, place, options);
    opened.unwrap().instance
}

/// Somebody with an account, their record open.
pub(crate) async fn somebody(instance: &Instance, name: &str, role: AccountRole) -> PersonStore {
    let password = "four words of mine";
    let token = instance.invite(&name.parse().unwrap(), role, at(0)).await;
    let account = NewAccount {
        name: name.parse().unwrap(),
        remembered: Chosen::new(password.to_owned(), &[]).unwrap(),
        identity: None,
    };
    let joined = instance.join(Some(&token.unwrap()), account, at(1)).await;
    assert!(matches!(joined.unwrap(), Join::Yes(..)));
    let new = NewSession {
        way: Way::Password,
        browser: String::new(),
        now: at(2),
        expires_at: at(9_000_000),
    };
    let typed = Password::typed(password.to_owned());
    let entry = instance.sign_in_by_password(name, typed, new).await;
    let idle = SignedDuration::from_hours(1);
    let secret = entry.unwrap().unwrap().secret;
    let session = instance.session(&secret, at(3), idle).await;
    session.unwrap().unwrap().store.unwrap()
}

pub(crate) fn reader(store: &PersonStore) -> Reader {
    Reader::Person(store.person().person())
}

pub(crate) fn item(entry: &Entry) -> ItemId {
    match &entry.change {
        Change::Put(item) => item.id,
        _ => panic!("an entry that puts"),
    }
}

/// What a reader sees, by the number of their items.
async fn seen(instance: &Instance, of: &PersonStore, by: Reader, now: Timestamp) -> Option<usize> {
    let looked = instance.look_at(of.person(), by, now).await.unwrap();
    looked.map(|it| {
        let standing = it.record.threads();
        standing
            .filter(|(_, thread)| thread.last().content.is_some())
            .count()
    })
}

pub(crate) fn written(ids: &mut CountedIds, by: &Author, content: impl Into<Content>) -> Entry {
    Entry {
        entry_id: ids.entry(),
        act: ids.act(),
        revises: None,
        recorded_at: at(5),
        author: by.clone(),
        audience: Audience::Shared,
        change: Change::Put(Box::new(Item {
            id: ids.item(),
            content: content.into(),
        })),
        unknown: Map::new(),
    }
}

fn feedback(words: &str) -> Feedback {
    Feedback::new(
        words,
        FeedbackSort::Advice,
        "2026-11-02".parse().unwrap(),
        windward_core::framework::FrameworkHash::of(""),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_read_by_whom_it_is_for_until_it_ends() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let lea = somebody(&instance, "lea", AccountRole::Member).await;
        let mut pen = Pen::new(0);
        let (own, copy, other) = (
            pen.put("mine"),
            pen.share("for Kim"),
            pen.share("for nobody"),
        );
        let stored = vec![own.clone(), copy.clone(), other.clone()];
        ada.append(stored, None).await.unwrap();

        assert_eq!(seen(&instance, &ada, reader(&kim), at(4)).await, None);
        let until = Some(at(10_000));
        // A sealed item is not granted, nor what was asked for with it.
        let items = [item(&copy), item(&own)];
        let refused = instance.share(ada.person(), &items, reader(&kim), until, at(4));
        assert!(matches!(refused.await, Err(NotShared::Emptied)));
        assert_eq!(seen(&instance, &ada, reader(&kim), at(5)).await, None);
        let shared = instance.share(ada.person(), &items[..1], reader(&kim), until, at(4));
        shared.await.unwrap();
        assert_eq!(seen(&instance, &ada, reader(&kim), at(5)).await, Some(1));
        assert_eq!(seen(&instance, &ada, reader(&lea), at(5)).await, None);
        assert_eq!(seen(&instance, &kim, reader(&ada), at(5)).await, None);
        assert_eq!(
            instance.givers_to(kim.person()).await.unwrap(),
            [ada.person()]
        );
        assert_eq!(
            seen(&instance, &ada, reader(&kim), at(10_000)).await,
            None,
            "over"
        );

        // Ended, and redacted after: nothing of it is left, for anybody.
        let grants = instance.grants_of(ada.person()).await.unwrap();
        let ids = grants.iter().map(|it| it.id).collect();
        instance.end_grants(ada.person(), ids, at(6)).await.unwrap();
        assert_eq!(seen(&instance, &ada, reader(&kim), at(7)).await, None);
        assert_eq!(instance.givers_to(kim.person()).await.unwrap(), []);
        ada.redact(copy.entry_id, at(7)).await.unwrap();
        let again = instance.share(ada.person(), &items[..1], reader(&kim), None, at(8));
        assert!(
            matches!(again.await, Err(NotShared::Emptied)),
            "nobody is shown what says nothing"
        );
        let other = [item(&other)];
        let shared = instance.share(ada.person(), &other, reader(&kim), None, at(8));
        shared.await.unwrap();
        assert_eq!(seen(&instance, &ada, reader(&kim), at(9)).await, Some(1));

        let grants = instance.grants_of(ada.person()).await.unwrap();
        assert_eq!(grants.len(), 2, "those that ended are listed too");
        assert_eq!(grants.iter().filter(|it| it.stands(at(9))).count(), 1);
        let oneself = instance
            .share(ada.person(), &items, reader(&ada), None, at(8))
            .await;
        assert!(matches!(oneself, Err(NotShared::Oneself)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_shown_of_an_account_that_is_closed_or_leaving() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let copy = Pen::new(0).share("for Kim");
        ada.append(vec![copy.clone()], None).await.unwrap();
        let shared = instance
            .share(ada.person(), &[item(&copy)], reader(&kim), None, at(4))
            .await;
        shared.unwrap();
        let sees = async || seen(&instance, &ada, reader(&kim), at(5)).await;
        assert_eq!(sees().await, Some(1));
        instance.disable(ada.person(), at(5)).await.unwrap();
        assert_eq!(sees().await, None);
        instance.enable(ada.person()).await.unwrap();
        assert_eq!(sees().await, Some(1));
        let journal = instance.journal();
        let leaving = journal.set_state(ada.person(), State::Leaving(at(5)));
        leaving.await.unwrap();
        assert_eq!(sees().await, None);
        journal
            .set_state(ada.person(), State::Active)
            .await
            .unwrap();
        assert_eq!(sees().await, Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shared_elsewhere_is_sealed_when_it_comes_in() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let mut pen = Pen::new(0);
        let shared = pen.share("for somebody elsewhere");
        ada.append_import(vec![shared.clone()], 0).await.unwrap();

        let row = async || {
            let row = instance.journal().entry(ada.person(), shared.entry_id);
            row.await.unwrap().expect("there")
        };
        assert!(matches!(row().await.body, Body::Sealed(_)));
        let read = ada.load().await.unwrap().entries;
        assert_eq!(read[0].entry, shared, "its owner takes it along as it was");
        // It is not granted by mistake.
        let items = [item(&shared)];
        let granted = instance.share(ada.person(), &items, reader(&kim), None, at(4));
        assert!(matches!(granted.await, Err(NotShared::Emptied)));
        assert_ne!(seen(&instance, &ada, reader(&kim), at(5)).await, Some(1));

        ada.redact(shared.entry_id, at(6)).await.unwrap();
        assert!(matches!(row().await.body, Body::Sealed(_)));
        let read = ada.load().await.unwrap().entries;
        assert_eq!(read[0].entry.change, Change::Redacted);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_writes_and_reads_their_own_words_until_they_are_it_no_more() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let lea = somebody(&instance, "lea", AccountRole::Member).await;
        let manager = kim.person().person();
        let named = instance.name_manager(ada.person(), manager, at(4));
        named.await.unwrap();
        let looked = instance.look_at(ada.person(), reader(&kim), at(5)).await;
        assert!(looked.unwrap().unwrap().writes);
        assert_eq!(
            instance.reports_of(kim.person()).await.unwrap()[0].person,
            ada.person()
        );

        let mut ids = CountedIds::from(500);
        let by_kim = Author::Other {
            id: manager.to_string(),
            name: "Kim".to_owned(),
        };
        let by_lea = Author::Other {
            id: lea.person().person().to_string(),
            name: "Lea".to_owned(),
        };
        let said = written(&mut ids, &by_kim, feedback("Fewer slides"));
        let theirs_too = written(&mut ids, &by_lea, feedback("More slides"));
        for (entry, by) in [(&said, &kim), (&theirs_too, &lea)] {
            let wrote = instance
                .write_for(ada.person(), reader(by), std::slice::from_ref(entry), at(5))
                .await;
            assert!(!wrote.unwrap().already);
        }
        let retry = instance
            .write_for(
                ada.person(),
                reader(&kim),
                std::slice::from_ref(&said),
                at(6),
            )
            .await;
        assert!(retry.unwrap().already);
        // In nobody else's name, and nothing that is sealed.
        let forged = [
            written(&mut ids, &Author::Owner, feedback("I am great")),
            written(&mut ids, &by_lea, feedback("Lea says")),
            Entry {
                audience: Audience::Owner,
                ..written(&mut ids, &by_kim, feedback("sealed"))
            },
        ];
        for entry in forged {
            let wrote = instance
                .write_for(ada.person(), reader(&kim), &[entry], at(6))
                .await;
            assert!(matches!(wrote, Err(StoreError::Malformed(_))));
        }

        // The owner says something against both, and hides one.
        let against = |about| Dispute {
            about,
            words: "There were three".to_owned(),
            on: "2026-11-03".parse().unwrap(),
            unknown: Map::new(),
        };
        let own = [
            written(&mut ids, &Author::Owner, against(item(&said))),
            written(&mut ids, &Author::Owner, against(item(&theirs_too))),
            Entry {
                audience: Audience::Owner,
                ..written(
                    &mut ids,
                    &Author::Owner,
                    Hidden {
                        about: item(&said),
                        on: "2026-11-03".parse().unwrap(),
                        unknown: Map::new(),
                    },
                )
            },
        ];
        ada.append(own.to_vec(), None).await.unwrap();
        let looked = instance.look_at(ada.person(), reader(&kim), at(7)).await;
        let record = looked.unwrap().unwrap().record;
        let found = theirs(&record);
        assert_eq!(found.len(), 1, "not what another wrote");
        assert_eq!(found[0].id, item(&said));
        assert!(
            found[0].dispute.is_some() && !found[0].hidden,
            "hiding is not told"
        );
        let full = Record::fold(ada.load().await.unwrap().entries);
        assert!(full.is_hidden(item(&said)) && !full.is_hidden(item(&theirs_too)));
        assert_eq!(full.all::<Feedback>().count(), 1);

        // Two more may be named, and then it is enough.
        for _ in 1..MAX_MANAGERS {
            let other = windward_store::PersonId::random().unwrap();
            let named = instance.name_manager(ada.person(), other, at(8));
            named.await.unwrap();
        }
        let one_more = windward_store::PersonId::random().unwrap();
        let named = instance.name_manager(ada.person(), one_more, at(8));
        assert!(matches!(named.await, Err(NotShared::TooManyManagers)));

        let copy = Pen::new(900).share("for Kim");
        ada.append(vec![copy.clone()], None).await.unwrap();
        let shared = instance
            .share(ada.person(), &[item(&copy)], reader(&kim), None, at(8))
            .await;
        shared.unwrap();
        assert_eq!(seen(&instance, &ada, reader(&kim), at(9)).await, Some(3));
        instance
            .end_line(ada.person(), manager, at(9))
            .await
            .unwrap();
        assert_eq!(
            seen(&instance, &ada, reader(&kim), at(9)).await,
            None,
            "neither what was shared nor what they wrote"
        );
        assert!(instance.reports_of(kim.person()).await.unwrap().is_empty());
        assert_eq!(full.all::<Feedback>().count(), 1, "it is hers");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_there_until_it_ends_and_looks_are_noted_once_an_hour() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let copy = Pen::new(0).share("for Ines");
        ada.append(vec![copy.clone()], None).await.unwrap();
        let new = NewLink {
            is_for: LinkFor::Reading,
            label: "Ines Duarte".to_owned(),
            items: vec![item(&copy)],
            expires_at: at(10_000),
        };
        let token = instance.new_share_link(ada.person(), new.clone(), at(4));
        let token = token.await.unwrap();
        let other = instance.new_share_link(ada.person(), new, at(4)).await;
        let other = other.unwrap();
        let link = instance.share_link(&token, at(5)).await.unwrap().unwrap();
        let by = Reader::Link(link.id);
        assert_eq!(seen(&instance, &ada, by, at(5)).await, Some(1));
        let listed = instance.share_links_of(ada.person()).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].label.as_deref(), Some("Ines Duarte"));
        assert!(
            instance
                .share_link(&token, at(10_000))
                .await
                .unwrap()
                .is_none()
        );

        let hour = 3_600_000;
        let what = Some(item(&copy));
        for (after, what) in [(0, what), (1, what), (1, None), (hour, what)] {
            let looked = instance.note_look(ada.person(), by, what, at(after));
            looked.await.unwrap();
        }
        let looks = instance.looks_at(ada.person()).await.unwrap();
        let told: Vec<(&str, bool)> = looks
            .iter()
            .map(|it| (&*it.what, it.viewer == by.to_string()))
            .collect();
        let copy = item(&copy).to_string();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], (&*copy, true));

        instance.note_answer(&token, at(6)).await.unwrap();
        instance.note_answer(&token, at(7)).await.unwrap();
        let link = instance.share_link(&token, at(8)).await.unwrap().unwrap();
        assert_eq!(link.answered_at, Some(at(6)));
        let ended = instance.end_share_link(ada.person(), link.id, at(9));
        ended.await.unwrap();
        assert!(instance.share_link(&token, at(9)).await.unwrap().is_none());
        assert_eq!(
            seen(&instance, &ada, by, at(9)).await,
            None,
            "nor for who has its number"
        );
        assert!(instance.share_link(&other, at(9)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_in_nothing_that_others_share() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let copy = Pen::new(0).share("for Kim");
        ada.append(vec![copy.clone()], None).await.unwrap();
        let shared = instance
            .share(ada.person(), &[item(&copy)], reader(&kim), None, at(4))
            .await;
        shared.unwrap();
        let named = instance.name_manager(ada.person(), kim.person().person(), at(4));
        named.await.unwrap();
        let looked = instance.note_look(ada.person(), reader(&kim), None, at(5));
        looked.await.unwrap();
        instance
            .set_shown_name(kim.person(), "Kim Lee")
            .await
            .unwrap();
        assert_eq!(
            instance.shown_name(kim.person()).await.unwrap().as_deref(),
            Some("Kim Lee")
        );
        assert_eq!(
            instance.shown_name(ada.person()).await.unwrap().as_deref(),
            Some("ada")
        );
        instance.journal().erase(kim.person()).await.unwrap();
        assert!(instance.grants_of(ada.person()).await.unwrap().is_empty());
        assert!(instance.managers_of(ada.person()).await.unwrap().is_empty());
        let looks = instance.looks_at(ada.person()).await.unwrap();
        assert_eq!(looks.len(), 1, "that somebody looked is hers to know");
        assert!(looks[0].viewer.starts_with("gone-"));
        assert!(!looks[0].viewer.contains(&kim.person().person().to_string()));
        assert_eq!(instance.shown_name(kim.person()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_as_another_is_or_signs_in() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        let named = instance.set_shown_name(ada.person(), "Ada Byron");
        named.await.unwrap();
        let may =
            async |who: &PersonStore, name: &str| instance.may_be_called(who.person(), name).await;
        for taken in ["ada", " A D A", "adabyron", "ADA  byron"] {
            let refused = may(&kim, taken).await;
            assert!(matches!(refused, Err(NotAName::Another)), "{taken}");
            assert!(may(&ada, taken).await.is_ok(), "{taken} is hers");
        }
        for unseen in ["Ad\u{200b}a", "\u{202e}ada", "Kim\nLee", "\u{3164}"] {
            let refused = may(&kim, unseen).await;
            assert!(matches!(refused, Err(NotAName::Unseen)), "{unseen:?}");
        }
        let refused = may(&kim, "Wind Ward administrator").await;
        assert!(matches!(refused, Err(NotAName::Windward)));
        may(&kim, "Kim Lee").await.unwrap();
    })
    .await;
}
