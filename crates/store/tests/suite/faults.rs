//! What goes wrong between us and a server: it is tried again or told, and never done twice.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use tokio_postgres::NoTls;
use windward_core::record::Entry;
use windward_store::{
    Head, Journal, Layout, LinkRow, Person, PersonId, PersonKey, PersonStore, Postgres, Slot,
    State, StoreError, Tenant, TenantId, VaultKey,
};

use crate::{
    pen::{Pen, at},
    places::{open, servers},
    postgres::{Server, sql},
    proxy::{Proxy, Way},
    trips,
};

/// Somebody with a record in a database, and their store.
async fn somebody(journal: &Postgres) -> PersonStore<Postgres> {
    let tenant = Tenant {
        id: TenantId::random().unwrap(),
        layout: Layout::Packed,
    };
    journal.add_tenant(tenant, at(0)).await.unwrap();
    let person = Person {
        key: PersonKey::new(tenant, PersonId::random().unwrap()),
        pseudonym: 1,
        state: State::Active,
        created_at: at(0),
        head: Head::default(),
    };
    journal.add_person(person, Vec::new()).await.unwrap();
    let vault = Arc::new(VaultKey::random().unwrap());
    PersonStore::new(journal.clone(), person.key, vault)
}

/// As many entries as were acknowledged, each once and without a hole.
async fn holds(store: &PersonStore<Postgres>, count: u64) {
    let loaded = store.load().await.unwrap();
    assert_eq!(loaded.head.seq, count);
    assert!(loaded.entries.iter().map(|it| it.seq).eq(1..=count));
    let ids: HashSet<_> = loaded.entries.iter().map(|it| it.entry.entry_id).collect();
    assert_eq!(ids.len() as u64, count);
}

/// The database of `url` through a proxy, over one connection.
async fn broken_way(url: &str) -> (Proxy, Postgres) {
    let server = Server::shared().port();
    let proxy = Proxy::before(server).await;
    let through = url.replace(&format!(":{server}/"), &format!(":{}/", proxy.port));
    let journal = open(&format!("{through}?pool=1"));
    (proxy, journal)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_at_any_byte_of_an_append_stores_it_once() {
    let url = Server::shared().database();
    let direct = open(&url);
    let (proxy, journal) = broken_way(&url).await;
    let store = somebody(&direct).await;
    let vault = Arc::new(VaultKey::random().unwrap());
    let store = PersonStore::new(journal, store.person(), vault);
    let mut pen = Pen::new(0);
    let base = pen.put("base");
    store.append(vec![base], None).await.unwrap();
    let (mut count, mut lost_at_commit) = (1, 0);
    for (way, step) in [(Way::There, 23), (Way::Back, 3)] {
        for bytes in (0..).step_by(step) {
            proxy.cut(way, bytes);
            let appended = store.append(vec![pen.put("once")], None).await.unwrap();
            count += 1;
            lost_at_commit += u32::from(appended.already);
            if !proxy.has_cut() {
                assert!(bytes > 50, "an append is more than {bytes} bytes {way:?}");
                break;
            }
        }
    }
    holds(&store, count).await;
    assert!(
        lost_at_commit > 0,
        "some of the answers that were lost said that it is stored"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_at_any_byte_of_a_group_stores_each_act_once() {
    let url = Server::shared().database();
    let direct = open(&url);
    let (proxy, journal) = broken_way(&url).await;
    let everybody = trips::tenant(&direct, Layout::Packed).await;
    let mut stores = Vec::new();
    for _ in 0..5 {
        let person = trips::somebody(&direct, everybody).await.person();
        let vault = Arc::new(VaultKey::random().unwrap());
        stores.push(PersonStore::new(journal.clone(), person, vault));
    }
    let mut pen = Pen::new(0);
    let (mut count, mut lost_at_commit) = (0, 0);
    for (way, step) in [(Way::There, 211), (Way::Back, 13)] {
        for bytes in (0..).step_by(step) {
            proxy.cut(way, bytes);
            let acts = stores
                .iter()
                .map(|it| it.append(vec![pen.put("once")], None));
            for appended in join_all(acts.collect::<Vec<_>>()).await {
                lost_at_commit += u32::from(appended.unwrap().already);
            }
            count += 1;
            if !proxy.has_cut() {
                assert!(bytes > 50, "a group is more than {bytes} bytes {way:?}");
                break;
            }
        }
    }
    for store in &stores {
        holds(store, count).await;
    }
    assert!(lost_at_commit > 0, "some of what was lost was stored");
    let stats = journal.stats();
    assert!(stats.commits < stats.appends, "no group: {stats:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_whose_answer_is_lost_is_not_said_to_be_used() {
    let url = Server::shared().database();
    let direct = open(&url);
    let person = somebody(&direct).await.person();
    let (proxy, journal) = broken_way(&url).await;
    let mut unclear = 0;
    for number in 0..60 {
        let link = LinkRow {
            token_hash: [number; 32],
            person,
            created_at: at(0),
            expires_at: at(10),
        };
        direct.add_link(link).await.unwrap();
        proxy.cut(Way::Back, usize::from(number) * 3);
        match journal.take_link([number; 32], at(1)).await {
            Ok(taken) => assert_eq!(taken, Some(person), "never: used already"),
            Err(StoreError::Unclear) => unclear += 1,
            Err(other) => panic!("{other}"),
        }
        if !proxy.has_cut() {
            break;
        }
    }
    assert!(unclear > 0);
}

/// Appends one after another until each is acknowledged; what the store reports is tried again by hand.
async fn write(store: PersonStore<Postgres>, acts: Vec<Entry>, written: Arc<AtomicU64>) {
    for act in acts {
        loop {
            match store.append(vec![act.clone()], None).await {
                Ok(_) => break,
                Err(StoreError::Unreachable(_) | StoreError::Busy) => {}
                Err(other) => panic!("{other}"),
            }
        }
        written.fetch_add(1, Ordering::Relaxed);
    }
}

const WRITERS: u128 = 4;
const EACH: u64 = 60;

/// Starts some that write to one record.
fn writers(
    store: &PersonStore<Postgres>,
    written: &Arc<AtomicU64>,
) -> Vec<tokio::task::JoinHandle<()>> {
    (0..WRITERS)
        .map(|writer| {
            let mut pen = Pen::new(writer << 20);
            let acts = (0..EACH).map(|_| pen.put("kept")).collect();
            tokio::spawn(write(store.clone(), acts, Arc::clone(written)))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backends_that_are_killed_lose_and_double_nothing() {
    for (name, url) in servers() {
        println!("{name}");
        let store = somebody(&open(&url)).await;
        let written = Arc::new(AtomicU64::new(0));
        let tasks = writers(&store, &written);
        let over = Arc::new(AtomicBool::new(false));
        let (ended, plain) = (Arc::clone(&over), url.replace("?prepared=off", ""));
        let killing = tokio::task::spawn_blocking(move || {
            let database = plain.rsplit('/').next().unwrap();
            let direct = format!(
                "postgres://windward@127.0.0.1:{}/postgres",
                Server::shared().port()
            );
            let kill = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
            );
            let mut killed = 0;
            while !ended.load(Ordering::Relaxed) {
                killed += sql(&direct, &kill).lines().count();
                std::thread::sleep(Duration::from_millis(30));
            }
            killed
        });
        for task in tasks {
            task.await.unwrap();
        }
        over.store(true, Ordering::Relaxed);
        assert!(killing.await.unwrap() > 0);
        let all = u64::try_from(WRITERS).unwrap() * EACH;
        holds(&store, all).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_started_again_in_the_middle_loses_and_doubles_nothing() {
    let server = Server::start("fsync = off");
    let store = somebody(&open(&server.database())).await;
    let written = Arc::new(AtomicU64::new(0));
    let tasks = writers(&store, &written);
    for part in 1..=2 {
        while written.load(Ordering::Relaxed) < part * 50 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::task::block_in_place(|| server.restart());
    }
    for task in tasks {
        task.await.unwrap();
    }
    let all = u64::try_from(WRITERS).unwrap() * EACH;
    holds(&store, all).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_every_transaction_is_serialised_those_that_fail_are_tried_again() {
    let url = Server::shared().database();
    let name = url.rsplit('/').next().unwrap();
    sql(
        &url,
        &format!("ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'"),
    );
    let store = somebody(&open(&url)).await;
    let tasks = writers(&store, &Arc::default());
    for task in tasks {
        task.await.unwrap();
    }
    let all = u64::try_from(WRITERS).unwrap() * EACH;
    holds(&store, all).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    let url = Server::shared().database();
    let journal = open(&url);
    let person = somebody(&journal).await.person();
    let slot = Slot {
        id: 1,
        kind: "recovery".to_owned(),
        kdf: "hkdf-sha256".to_owned(),
        salt: vec![1],
        wrapped: vec![2],
        created_at: at(0),
        confirmed_at: None,
    };
    journal.put_slot(person, slot).await.unwrap();
    // Another program takes the slot, and then wants the person, whom the erasure has by then.
    let (other, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    tokio::spawn(connection);
    other
        .batch_execute("SET deadlock_timeout = '1min'; BEGIN; UPDATE slots SET kind = 'keyfile'")
        .await
        .unwrap();
    let erasing = tokio::spawn({
        let journal = journal.clone();
        async move { journal.erase(person).await }
    });
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while sql(&url, waiting).trim() == "0" {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    other
        .batch_execute("UPDATE people SET pseudonym = 5; COMMIT")
        .await
        .unwrap();
    erasing.await.unwrap().unwrap();
    assert_eq!(journal.person(person).await.unwrap(), None);
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    // What is counted is told with some delay.
    while sql(&url, deadlocks).trim() == "0" {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_as_such() {
    let url = "postgres://windward@127.0.0.1:1/windward".parse().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let refused =
        windward_store::Instance::open_at(dir.path(), &url, crate::instance::SERVER).unwrap_err();
    assert!(
        refused.to_string().contains("cannot be reached"),
        "{refused}"
    );
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}
