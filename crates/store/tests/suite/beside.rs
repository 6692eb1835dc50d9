//! What a store keeps beside the journal, as the story has it: what is due, calendars, slots, sessions, frameworks.

use windward_core::views::due::Class;
use windward_store::{
    DueRow, DueRows, FeedRow, Journal, Layout, LinkRow, MAX_DUE, PersonId, PersonKey, PersonStore,
    SessionRow, SessionSecret, Shows, SignInToken, Slot, Stage, StoreError, Tenant, TenantId, Way,
};

use crate::pen::{Pen, at};

pub(crate) fn slot(id: i64, salt: u8) -> Slot {
    Slot {
        id,
        kind: "recovery".to_owned(),
        kdf: "hkdf-sha256".to_owned(),
        salt: vec![salt; 32],
        wrapped: vec![salt; 100],
        created_at: at(0),
        confirmed_at: None,
    }
}

/// What is due goes with the entry that it follows from, and never back behind a later one.
pub(crate) async fn due<J: Journal>(journal: &J, hers: &PersonStore<J>, pen: &mut Pen) {
    let row = |id: u8, day: &str, class| DueRow {
        id: [id; 16],
        day: day.parse().unwrap(),
        class,
    };
    let person = hers.person();
    assert_eq!(journal.due(person).await.unwrap(), None);
    let seq = hers.head().await.unwrap().seq;
    let first = DueRows {
        seq: seq + 1,
        rows: vec![
            row(1, "2026-11-22", Class::Own),
            row(2, "2026-12-01", Class::People),
        ],
    };
    hers.append_with_due(vec![pen.put("due")], None, first.clone())
        .await
        .unwrap();
    assert_eq!(journal.due(person).await.unwrap(), Some(first.clone()));
    // Worked out before somebody else appended: it is of no state that there ever was.
    let late = DueRows {
        seq: seq + 1,
        rows: Vec::new(),
    };
    hers.append_with_due(vec![pen.put("meanwhile")], None, late)
        .await
        .unwrap();
    assert_eq!(journal.due(person).await.unwrap(), Some(first));
    let second = DueRows {
        seq: seq + 2,
        rows: vec![
            row(3, "2026-11-20", Class::Own),
            row(2, "2026-12-02", Class::People),
        ],
    };
    for _ in 0..2 {
        hers.put_due(second.clone()).await.unwrap();
        assert_eq!(journal.due(person).await.unwrap(), Some(second.clone()));
    }
    let earlier = DueRows {
        seq: seq + 1,
        rows: Vec::new(),
    };
    hers.put_due(earlier).await.unwrap();
    assert_eq!(journal.due(person).await.unwrap(), Some(second));
    let many = DueRows {
        seq: seq + 2,
        rows: vec![row(0, "2026-11-20", Class::Own); MAX_DUE + 1],
    };
    let refused = journal.put_due(person, many).await;
    assert!(matches!(refused, Err(StoreError::TooLarge { .. })));
}

/// Hashes of the addresses of a calendar of hers and one of his.
pub(crate) async fn feeds<J: Journal>(
    journal: &J,
    hers: PersonKey,
    his: PersonKey,
) -> [[u8; 32]; 2] {
    let row = |number: u8, person, shows| FeedRow {
        token_hash: [number; 32],
        person,
        id: number.into(),
        shows,
        created_at: at(1),
        read_at: None,
    };
    let (one, two, ben) = (
        row(201, hers, Shows::Dates),
        row(202, hers, Shows::Words),
        row(203, his, Shows::Dates),
    );
    for feed in [&two, &one, &ben] {
        journal.add_feed(feed.clone()).await.unwrap();
    }
    assert_eq!(journal.feeds(hers).await.unwrap(), [one.clone(), two]);
    assert_eq!(
        journal.feed(one.token_hash).await.unwrap(),
        Some(one.clone())
    );
    for second in [9, 7] {
        journal
            .touch_feed(one.token_hash, at(second))
            .await
            .unwrap();
    }
    let read = journal.feed(one.token_hash).await.unwrap().unwrap();
    assert_eq!(read.read_at, Some(at(9)));
    // Nobody ends another’s.
    journal.end_feed(his, 202).await.unwrap();
    assert_eq!(journal.feeds(hers).await.unwrap().len(), 2);
    journal.end_feed(hers, 202).await.unwrap();
    assert_eq!(journal.feed([202; 32]).await.unwrap(), None);
    journal.touch_feed([202; 32], at(10)).await.unwrap();
    assert_eq!(journal.feed([202; 32]).await.unwrap(), None);
    [one.token_hash, ben.token_hash]
}

pub(crate) async fn slots<J: Journal>(journal: &J, person: PersonKey) {
    assert_eq!(
        journal.slots(person).await.unwrap(),
        [slot(1, 1), slot(2, 2)]
    );
    journal.confirm_slot(person, 2, at(3)).await.unwrap();
    assert_eq!(
        journal.slots(person).await.unwrap()[1].confirmed_at,
        Some(at(3))
    );
    journal.put_slot(person, slot(2, 5)).await.unwrap();
    journal.put_slot(person, slot(3, 6)).await.unwrap();
    assert_eq!(
        journal.slots(person).await.unwrap(),
        [slot(1, 1), slot(2, 5), slot(3, 6)]
    );
}

/// Hashes of a session and a link of hers, and of a session of his, all good.
pub(crate) async fn sessions<J: Journal>(
    journal: &J,
    hers: PersonKey,
    his: PersonKey,
) -> [[u8; 32]; 3] {
    let hash = |text: &str| -> [u8; 32] {
        let bytes: Vec<u8> = text.bytes().take(32).collect();
        bytes.try_into().unwrap()
    };
    let new = || hash(&SessionSecret::random().unwrap().reveal());
    let row = |token_hash, person, from, until| SessionRow {
        token_hash,
        person,
        wrapped: vec![4; 50],
        created_at: at(from),
        last_seen_at: at(from),
        expires_at: at(until),
        id: 7,
        stage: Stage::Open,
        way: Way::Password,
        browser: "Firefox on Linux".to_owned(),
        proved_at: at(from),
    };
    let (one, two, old, ben) = (new(), new(), new(), new());
    journal.add_session(row(old, hers, 0, 10)).await.unwrap();
    assert!(journal.session(old).await.unwrap().is_some());
    journal.add_session(row(one, hers, 10, 100)).await.unwrap();
    assert_eq!(
        journal.session(old).await.unwrap(),
        None,
        "expired ones go when another comes"
    );
    assert_eq!(
        journal.session(one).await.unwrap(),
        Some(row(one, hers, 10, 100))
    );
    // With it goes how far a journal has come, whosever it is.
    let elsewhere = Tenant {
        id: TenantId::random().unwrap(),
        layout: Layout::Packed,
    };
    let nobody = PersonKey::new(elsewhere, PersonId::random().unwrap());
    for (token_hash, person) in [
        (one, hers),
        (one, his),
        (one, nobody),
        (old, hers),
        (old, nobody),
    ] {
        let session = journal.session(token_hash).await.unwrap();
        let head = journal.head(person).await.ok();
        assert_eq!(head.is_none(), person == nobody);
        let both = journal.session_and_head(token_hash, person).await;
        assert_eq!(both.unwrap(), (session, head));
    }
    journal.touch_session(one, at(20)).await.unwrap();
    journal.touch_session(one, at(15)).await.unwrap();
    assert_eq!(
        journal.session(one).await.unwrap().unwrap().last_seen_at,
        at(20)
    );
    journal.end_session(one).await.unwrap();
    journal.touch_session(one, at(30)).await.unwrap();
    assert_eq!(journal.session(one).await.unwrap(), None);
    journal.add_session(row(one, hers, 10, 100)).await.unwrap();
    journal.add_session(row(two, hers, 10, 100)).await.unwrap();
    journal.add_session(row(ben, his, 10, 100)).await.unwrap();

    let link = |token_hash| LinkRow {
        token_hash,
        person: hers,
        created_at: at(0),
        expires_at: at(10),
    };
    let new = || hash(&SignInToken::random().unwrap().reveal());
    let (first, late, withdrawn, kept) = (new(), new(), new(), new());
    for hash in [first, late, withdrawn] {
        journal.add_link(link(hash)).await.unwrap();
    }
    assert_eq!(journal.take_link(first, at(9)).await.unwrap(), Some(hers));
    assert_eq!(journal.take_link(first, at(9)).await.unwrap(), None);
    assert_eq!(journal.take_link(late, at(10)).await.unwrap(), None);
    assert_eq!(journal.end_sessions(hers).await.unwrap(), 2);
    assert_eq!(journal.take_link(withdrawn, at(9)).await.unwrap(), None);
    assert_eq!(journal.session(two).await.unwrap(), None);
    assert!(journal.session(ben).await.unwrap().is_some());
    journal.add_session(row(two, hers, 10, 100)).await.unwrap();
    journal.add_link(link(kept)).await.unwrap();
    [two, kept, ben]
}

pub(crate) async fn frameworks<J: Journal>(journal: &J, tenant: TenantId, elsewhere: TenantId) {
    let hash = windward_core::framework::FrameworkHash::of("a ladder");
    for _ in 0..2 {
        journal
            .put_framework(tenant, hash, "a ladder".to_owned(), at(1))
            .await
            .unwrap();
    }
    assert_eq!(
        journal.framework(tenant, hash).await.unwrap().as_deref(),
        Some("a ladder")
    );
    assert_eq!(journal.frameworks(tenant).await.unwrap(), [hash]);
    assert_eq!(journal.framework(elsewhere, hash).await.unwrap(), None);
    assert_eq!(journal.frameworks(elsewhere).await.unwrap(), []);
}
