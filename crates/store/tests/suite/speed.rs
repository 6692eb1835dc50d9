//! Prints how fast the store is. Nothing is asserted about time: run it on a quiet machine with
//! `cargo test --release -p windward-store --test suite speed -- --ignored --nocapture`.

use std::{
    fs::File,
    io::{Seek, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use windward_core::record::Record;
use windward_store::{
    Head, Journal, Layout, Person, PersonId, PersonKey, PersonStore, Sqlite, State, Tenant,
    TenantId, VaultKey,
};

use crate::pen::{Pen, at};

const TEXT: &str = "Interviewed nine people who had cancelled, wrote up what they had hoped for, and changed the plan";

async fn people(journal: &Sqlite, count: usize) -> Vec<PersonStore<Sqlite>> {
    let tenant = Tenant {
        id: TenantId::random().unwrap(),
        layout: Layout::Packed,
    };
    journal.add_tenant(tenant, at(0)).await.unwrap();
    let mut stores = Vec::new();
    for _ in 0..count {
        let key = PersonKey::new(tenant, PersonId::random().unwrap());
        let person = Person {
            key,
            pseudonym: 1,
            state: State::Active,
            created_at: at(0),
            head: Head::default(),
        };
        journal.add_person(person, Vec::new()).await.unwrap();
        stores.push(PersonStore::new(
            journal.clone(),
            key,
            Arc::new(VaultKey::random().unwrap()),
        ));
    }
    stores
}

/// One client beside a raw write of the same 16 KiB and fdatasync, in turns, so that both meet the same disk.
async fn one_client(dir: &std::path::Path, store: &PersonStore<Sqlite>) {
    let mut file = File::create(dir.join("raw")).unwrap();
    file.write_all(&vec![0; 16 << 20]).unwrap();
    file.sync_all().unwrap();
    let mut pen = Pen::new((1 << 40) + u128::from(store.head().await.unwrap().seq));
    let (mut raw, mut appends) = (Vec::new(), Vec::new());
    for turn in 0..1000 {
        let begun = Instant::now();
        file.seek(std::io::SeekFrom::Start(turn * 16384)).unwrap();
        file.write_all(&[7; 16384]).unwrap();
        file.sync_data().unwrap();
        raw.push(begun.elapsed());
        let act = vec![pen.put(TEXT)];
        let begun = Instant::now();
        store.append(act, None).await.unwrap();
        appends.push(begun.elapsed());
    }
    raw.sort_unstable();
    appends.sort_unstable();
    println!(
        "1 client: raw write and fdatasync {:?}, append {:?} (medians; {:.2} times)",
        raw[500],
        appends[500],
        appends[500].as_secs_f64() / raw[500].as_secs_f64(),
    );
}

async fn appends(
    journal: &Sqlite,
    stores: &[PersonStore<Sqlite>],
    clients: usize,
    time: Duration,
    what: &str,
) {
    let before = journal.stats();
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let store = stores[client % stores.len()].clone();
            tokio::spawn(async move {
                let mut pen = Pen::new(client as u128 * 1_000_000);
                let mut slowest = Duration::ZERO;
                while begun.elapsed() < time {
                    let sent = Instant::now();
                    store.append(vec![pen.put(TEXT)], None).await.unwrap();
                    slowest = slowest.max(sent.elapsed());
                }
                slowest
            })
        })
        .collect();
    let mut slowest = Duration::ZERO;
    for task in tasks {
        slowest = slowest.max(task.await.unwrap());
    }
    let after = journal.stats();
    let (count, commits) = (
        after.appends - before.appends,
        after.commits - before.commits,
    );
    println!(
        "{what}: {:.0} appends/s, {:.0} µs each, {:.1} per commit, slowest {:.1} ms",
        f64::from(u32::try_from(count).unwrap()) / begun.elapsed().as_secs_f64(),
        begun.elapsed().as_secs_f64() * 1e6 / f64::from(u32::try_from(count).unwrap()),
        f64::from(u32::try_from(count).unwrap()) / f64::from(u32::try_from(commits).unwrap()),
        slowest.as_secs_f64() * 1e3,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints, asserts nothing"]
async fn speed() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let journal = Sqlite::open(&dir.path().join("speed.db")).unwrap();
    let stores = people(&journal, 65).await;
    let time = Duration::from_secs(4);
    one_client(dir.path(), &stores[64]).await;
    one_client(dir.path(), &stores[64]).await;
    appends(&journal, &stores[..64], 64, time, "64 clients, 64 people").await;
    appends(&journal, &stores[..1], 64, time, "64 clients, one person").await;

    let store = &stores[64];
    let mut pen = Pen::new(1 << 60);
    let have = store.head().await.unwrap().seq;
    if have < 2000 {
        let act = (have..2000).map(|_| pen.put(TEXT)).collect();
        store.append(act, None).await.unwrap();
    }
    for _ in 0..5 {
        let begun = Instant::now();
        let rows = journal.load(store.person()).await.unwrap();
        let read = begun.elapsed();
        let begun = Instant::now();
        let loaded = store.load().await.unwrap();
        let both = begun.elapsed();
        let count = loaded.entries.len();
        let folding = Instant::now();
        let record = Record::fold(loaded.entries);
        println!(
            "{count} entries: rows {read:?}; rows, unsealed, parsed {both:?}; folded in {:?} ({} bytes sealed)",
            folding.elapsed(),
            rows.rows.iter().map(|it| it.body.len()).sum::<usize>(),
        );
        drop(record);
    }
    let begun = Instant::now();
    for _ in 0..10_000 {
        store.head().await.unwrap();
    }
    println!("head: {:?}", begun.elapsed() / 10_000);
}
