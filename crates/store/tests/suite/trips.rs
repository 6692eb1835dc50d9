//! Round trips: a record is written to one store, exported, taken in by the other, exported, and taken in again by the
//! first; every export is the same to the byte.
//!
//! A hundred and fifty records by themselves; `cargo xtask proof trips` sends ten thousand.

use std::{collections::BTreeMap, sync::Arc};

use windward_core::record::{Entry, export::RecordExport};
use windward_store::{
    Head, Journal, Layout, Person, PersonId, PersonKey, PersonStore, Sqlite, State, Tenant,
    TenantId, VaultKey,
};
use windward_torture::progress::Progress;

use crate::{
    dice::Dice,
    hand::{Hand, seed, size},
    made_up::Corpus,
    pen::at,
    places::{open, servers},
};

/// Somebody new, with a vault of their own.
pub(crate) async fn somebody<J: Journal>(journal: &J, tenant: Tenant) -> PersonStore<J> {
    let key = PersonKey::new(tenant, PersonId::random().unwrap());
    let person = Person {
        key,
        pseudonym: PersonId::random().unwrap().get(),
        state: State::Active,
        created_at: at(0),
        head: Head::default(),
    };
    journal.add_person(person, Vec::new()).await.unwrap();
    PersonStore::new(journal.clone(), key, Arc::new(VaultKey::random().unwrap()))
}

pub(crate) async fn tenant<J: Journal>(journal: &J, layout: Layout) -> Tenant {
    let tenant = Tenant {
        id: TenantId::random().unwrap(),
        layout,
    };
    journal.add_tenant(tenant, at(0)).await.unwrap();
    tenant
}

/// The record export, as the command and the page write it.
async fn export<J: Journal>(store: &PersonStore<J>) -> String {
    let entries = store.load().await.unwrap().entries;
    let export = RecordExport {
        frameworks: BTreeMap::new(),
        entries: entries.into_iter().map(|it| it.entry).collect(),
    };
    export.to_text()
}

/// Takes an export in, as the command and the page do.
async fn import<J: Journal>(store: &PersonStore<J>, text: &str) {
    let read =
        RecordExport::read(text.as_bytes()).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    store.append_import(read.entries, 0).await.unwrap();
}

/// Sends a record round; how many bytes its export has.
async fn round(
    record: Vec<Entry>,
    file: (&Sqlite, Tenant),
    server: (&impl Journal, Tenant),
    what: &str,
) -> usize {
    let first = somebody(file.0, file.1).await;
    let (count, lines): (usize, Vec<String>) =
        (record.len(), record.iter().map(Entry::to_json).collect());
    first.append_import(record, 0).await.unwrap();
    let written = export(&first).await;
    assert_eq!(written.lines().count(), count + 1, "{what}");
    assert!(
        written.lines().skip(1).eq(lines),
        "{what}: not what was written"
    );

    let second = somebody(server.0, server.1).await;
    import(&second, &written).await;
    assert!(
        export(&second).await == written,
        "{what}: not the same on the server"
    );

    let third = somebody(file.0, file.1).await;
    import(&third, &export(&second).await).await;
    assert!(
        export(&third).await == written,
        "{what}: not the same once it is back"
    );
    written.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_the_same_to_the_byte_wherever_it_was() {
    let (records, seed) = (size(Hand::Trips, 150), seed());
    let dir = tempfile::tempdir().unwrap();
    let file = Sqlite::open(&dir.path().join("trips.db")).unwrap();
    let (_, url) = servers().remove(0);
    let server = open(&url);
    let here = tenant(&file, Layout::Packed).await;
    let there = tenant(&server, Layout::Spread).await;
    let (corpus, mut dice) = (Corpus::read(), Dice::seeded(seed));
    let (mut bytes, mut progress) = (0, Progress::begin());
    for number in 0..records {
        progress.tell(|| format!("{number} of {records} records so far"));
        let record = corpus.record(&mut dice);
        let what = format!("record {number} of seed {seed}");
        bytes += round(record, (&file, here), (&server, there), &what).await;
    }
    println!(
        "{records} records, {bytes} bytes: SQLite to PostgreSQL and back, the same to the byte, seed {seed}"
    );
}
