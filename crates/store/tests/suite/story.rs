//! One story, told to every store: join, append, conflict, retry, share, redact, export, import, erase.
//!
//! [`tell`] takes a store and a way to look into all of its tables. A store that is added later calls it too.

use std::{path::Path, sync::Arc};

use rusqlite::{Connection, types::ValueRef};
use windward_core::record::{Audience, Change, Entry, Record};
use windward_store::{
    Body, Brings, Conflict, Head, Journal, Layout, Person, PersonId, PersonKey, PersonStore,
    Sqlite, State, StoreError, Tenant, TenantId, VaultKey,
};

use crate::{
    beside::{due, feeds, frameworks, sessions, slot, slots},
    brought::{brings, goes_with_her},
    model::Model,
    pen::{Pen, at, hex, why},
    places::{citus, open, servers},
    postgres::sql,
};

fn person(tenant: Tenant) -> Person {
    Person {
        key: PersonKey::new(tenant, PersonId::random().unwrap()),
        pseudonym: PersonId::random().unwrap().get(),
        state: State::Active,
        created_at: at(0),
        head: Head::default(),
    }
}

/// What would betray a person, were it found after they are erased.
pub(crate) struct Traces {
    pub(crate) numbers: Vec<i64>,
    pub(crate) bytes: Vec<Vec<u8>>,
}

/// Tells the story to `journal`. `search` looks through every table there is, from the catalogue, and names
/// those in which a trace is found. `keeps_traces`: as a server does, for a while.
pub(crate) async fn tell<J: Journal + Brings>(
    journal: J,
    layout: Layout,
    keeps_traces: bool,
    search: impl AsyncFn(&Traces) -> Vec<String>,
) {
    // Two join a tenant, one another.
    let tenant = Tenant {
        id: TenantId::random().unwrap(),
        layout,
    };
    let elsewhere = Tenant {
        id: TenantId::random().unwrap(),
        layout,
    };
    let (ada, ben, eve) = (person(tenant), person(tenant), person(elsewhere));
    for tenant in [tenant, elsewhere] {
        journal.add_tenant(tenant, at(0)).await.unwrap();
    }
    let tenants = journal.tenants().await.unwrap();
    assert!(tenants.len() == 2 && tenants.contains(&tenant) && tenants.contains(&elsewhere));
    for person in [ada, ben, eve] {
        journal
            .add_person(person, vec![slot(2, 2), slot(1, 1)])
            .await
            .unwrap();
        assert_eq!(journal.person(person.key).await.unwrap(), Some(person));
    }
    let mut both = vec![ada, ben];
    both.sort_by_key(|it| it.key.person());
    assert_eq!(journal.people(tenant, 0, 10).await.unwrap(), both);
    assert_eq!(journal.people(tenant, 0, 1).await.unwrap(), both[..1]);
    assert_eq!(
        journal
            .people(tenant, both[0].key.person().get(), 10)
            .await
            .unwrap(),
        both[1..]
    );
    let stranger = PersonKey::new(elsewhere, ada.key.person());
    assert_eq!(journal.person(stranger).await.unwrap(), None);

    slots(&journal, ada.key).await;
    let sessions = sessions(&journal, ada.key, ben.key).await;
    frameworks(&journal, tenant.id, elsewhere.id).await;
    brings(&journal, ada.key, ben.key).await;

    let vault = || Arc::new(VaultKey::random().unwrap());
    let hers = PersonStore::new(journal.clone(), ada.key, vault());
    let his = PersonStore::new(journal.clone(), ben.key, vault());
    let mut pen = Pen::new(0);
    append(&hers, &mut pen).await;
    let stranger = PersonStore::new(journal.clone(), stranger, vault());
    assert!(matches!(
        stranger.load().await,
        Err(StoreError::NoSuchPerson)
    ));
    assert!(matches!(
        stranger.append(vec![pen.put("in")], None).await,
        Err(StoreError::NoSuchPerson)
    ));
    assert_eq!(his.load().await.unwrap().entries, []);

    share_and_redact(&journal, &hers, &mut pen, keeps_traces).await;
    due(&journal, &hers, &mut pen).await;
    let feeds = feeds(&journal, ada.key, ben.key).await;
    export_and_import(&hers, &his, &mut pen).await;

    // She leaves, and is gone from every table.
    journal
        .set_state(ada.key, State::Leaving(at(9)))
        .await
        .unwrap();
    assert_eq!(
        journal.person(ada.key).await.unwrap().unwrap().state,
        State::Leaving(at(9))
    );
    let entries = hers.load().await.unwrap().entries;
    let traces = Traces {
        numbers: vec![ada.key.person().get(), ada.pseudonym],
        // His record holds copies of her entries, which are his own now; her sessions are hers alone.
        bytes: sessions[..2]
            .iter()
            .chain(&feeds[..1])
            .map(|it| it.to_vec())
            .collect(),
    };
    assert!(
        search(&traces).await.len() >= 5,
        "the search finds what is there"
    );
    for _ in 0..2 {
        assert_eq!(journal.erase(ada.key).await.unwrap().traces, keeps_traces);
        assert_eq!(search(&traces).await, Vec::<String>::new());
    }
    assert!(matches!(hers.head().await, Err(StoreError::NoSuchPerson)));
    assert!(matches!(
        hers.append(vec![pen.put("back")], None).await,
        Err(StoreError::NoSuchPerson)
    ));
    assert!(matches!(
        journal.set_state(ada.key, State::Active).await,
        Err(StoreError::NoSuchPerson)
    ));
    assert_eq!(journal.slots(ada.key).await.unwrap(), []);
    // Nobody else is.
    assert_eq!(his.load().await.unwrap().entries.len(), entries.len());
    assert_eq!(journal.slots(ben.key).await.unwrap().len(), 2);
    assert_eq!(journal.people(tenant, 0, 10).await.unwrap().len(), 1);
    assert!(journal.session(sessions[2]).await.unwrap().is_some());
    assert!(journal.feed(feeds[1]).await.unwrap().is_some());
    assert_eq!(journal.due(ada.key).await.unwrap(), None);
    goes_with_her(&journal, ben.key).await;
}

async fn append<J: Journal>(store: &PersonStore<J>, pen: &mut Pen) {
    assert_eq!(store.head().await.unwrap(), Head::default());
    let base = pen.put("base");
    let act = vec![base.clone(), pen.put("another")];
    let appended = store.append(act.clone(), None).await.unwrap();
    assert_eq!((&appended.seqs[..], appended.already), (&[1, 2][..], false));
    assert_eq!(appended.head, store.head().await.unwrap());

    let (first, second) = (pen.revise(&base, "mine"), pen.revise(&base, "theirs"));
    store.append(vec![first.clone()], None).await.unwrap();
    let refused = store.append(vec![pen.put("with it"), second], None).await;
    let Err(StoreError::Conflict(conflict)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        conflict,
        Conflict::Revised {
            revises: base.entry_id,
            by: first.entry_id,
            by_seq: 3
        }
    );
    let late = store.append(vec![pen.put("late")], Some(2)).await;
    assert!(matches!(
        late,
        Err(StoreError::Conflict(Conflict::Head {
            expected: 2,
            actual: 3
        }))
    ));

    let retried = store.append(act, None).await.unwrap();
    assert_eq!(
        (&retried.seqs[..], retried.already, retried.head.seq),
        (&[1, 2][..], true, 3)
    );
    let mut other = base.clone();
    other.change = pen.put("something else").change;
    assert!(matches!(
        store.append(vec![other], None).await,
        Err(StoreError::Taken { .. })
    ));

    store
        .append(vec![pen.withdraw(&first)], None)
        .await
        .unwrap();
    let loaded = store.load().await.unwrap();
    assert!(loaded.entries.iter().map(|it| it.seq).eq(1..=4));
    assert_eq!(
        loaded.head,
        Head {
            seq: 4,
            rewrites: 0
        }
    );
    assert_eq!(
        store.load_since(3).await.unwrap().entries,
        loaded.entries[3..]
    );
    // What the store received is not what the writer wrote, and both are kept.
    assert!(
        loaded
            .entries
            .iter()
            .all(|it| it.received_at > it.entry.recorded_at && !it.imported)
    );
}

async fn share_and_redact<J: Journal>(
    journal: &J,
    store: &PersonStore<J>,
    pen: &mut Pen,
    keeps_traces: bool,
) {
    let (copy, secret) = (
        pen.share("for you to read"),
        pen.put("never meant to be written"),
    );
    let revised = pen.revise(&secret, "softer");
    store
        .append(vec![copy.clone(), secret.clone(), revised.clone()], None)
        .await
        .unwrap();
    let rows = journal.scan(store.person(), 4, 2).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].body, Body::Shared(copy.to_json()));
    assert!(matches!(rows[1].body, Body::Sealed(_)));
    assert_eq!(
        journal
            .entry(store.person(), copy.entry_id)
            .await
            .unwrap()
            .as_ref(),
        Some(&rows[0])
    );

    for (count, entry) in [&copy, &secret].into_iter().enumerate() {
        for _ in 0..2 {
            let gone = store.redact(entry.entry_id, at(8)).await.unwrap();
            assert_eq!(gone.traces, keeps_traces);
            assert_eq!(store.head().await.unwrap().rewrites, count as u64 + 1);
        }
    }
    let entries = store.load().await.unwrap().entries;
    let tombstones = [&entries[4], &entries[5]];
    for (stored, entry) in tombstones.into_iter().zip([&copy, &secret]) {
        assert_eq!(
            stored.entry,
            Entry {
                change: Change::Redacted,
                ..entry.clone()
            }
        );
    }
    assert_eq!(entries[6].entry, revised, "what came after stands");
    assert_eq!(entries[4].entry.audience, Audience::Shared);
    assert_eq!(
        journal
            .entry(store.person(), copy.entry_id)
            .await
            .unwrap()
            .unwrap()
            .redacted_at,
        Some(at(8))
    );
    // A retry of what is redacted by now is still a retry.
    let retried = store
        .append(vec![copy, secret, revised], None)
        .await
        .unwrap();
    assert!(retried.already);
    let nowhere = pen.put("never stored").entry_id;
    let missing = store.redact(nowhere, at(8)).await;
    assert!(matches!(missing, Err(StoreError::NoSuchEntry(id)) if id == nowhere));
}

async fn export_and_import<J: Journal>(hers: &PersonStore<J>, his: &PersonStore<J>, pen: &mut Pen) {
    let export = async |store: &PersonStore<J>| -> Vec<String> {
        store
            .load()
            .await
            .unwrap()
            .entries
            .iter()
            .map(|it| it.entry.to_json())
            .collect()
    };
    let lines = export(hers).await;
    let act: Vec<Entry> = lines
        .iter()
        .map(|line| Entry::from_json(line).unwrap())
        .collect();
    let imported = his.append_import(act.clone(), 0).await.unwrap();
    assert_eq!(imported.head.seq, lines.len() as u64);
    assert_eq!(export(his).await, lines);
    let loaded = his.load().await.unwrap();
    assert!(loaded.entries.iter().all(|it| it.imported));
    let says = |entries: &[windward_core::record::Stored]| -> Vec<String> {
        entries
            .iter()
            .filter_map(|it| why(&it.entry))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        says(&loaded.entries),
        ["base", "another", "mine", "softer", "due", "meanwhile"]
    );
    let record = Record::fold(loaded.entries);
    assert_eq!(record.seq(), imported.head.seq);
    assert!(his.append_import(act, 0).await.unwrap().already);
    let moved = his.append_import(vec![pen.put("late")], 0).await;
    assert!(matches!(
        moved,
        Err(StoreError::Conflict(Conflict::Head { expected: 0, .. }))
    ));
}

/// Looks for traces in every table that a SQLite database's catalogue names.
pub(crate) fn search_sqlite(path: &Path, traces: &Traces) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let betrays = |value: ValueRef<'_>| match value {
        ValueRef::Integer(number) => traces.numbers.contains(&number),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => traces
            .bytes
            .iter()
            .any(|trace| bytes.windows(trace.len()).any(|part| part == trace)),
        ValueRef::Null | ValueRef::Real(_) => false,
    };
    let found = |table: &String| {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            if (0..columns).any(|column| betrays(row.get_ref(column).unwrap())) {
                return true;
            }
        }
        false
    };
    tables.into_iter().filter(found).collect()
}

#[tokio::test]
async fn told_to_sqlite() {
    for layout in [Layout::Packed, Layout::Spread] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("story.db");
        let journal = Sqlite::open(&path).unwrap();
        tell(journal, layout, false, async |traces| {
            search_sqlite(&path, traces)
        })
        .await;
    }
}

/// The same in a database on a server.
fn search_server(url: &str, traces: &Traces) -> Vec<String> {
    let tables = "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE nspname = current_schema() AND relkind = 'r'";
    let betrays = |table: &str| {
        let rows = sql(url, &format!("SELECT t::text FROM {table} t"));
        let numbers = traces.numbers.iter().map(ToString::to_string);
        let mut hidden = numbers.chain(traces.bytes.iter().map(|it| hex(it)));
        hidden.any(|trace| rows.contains(&trace))
    };
    let tables = sql(url, tables);
    let found = tables.lines().filter(|table| betrays(table));
    found.map(str::to_owned).collect()
}

#[tokio::test]
async fn told_to_postgres() {
    for layout in [Layout::Packed, Layout::Spread] {
        for (name, url) in servers() {
            println!("{name}, {layout:?}");
            // The pooler does not know the words of another session.
            let plain = url.replace("?prepared=off", "");
            tell(open(&url), layout, true, async |traces| {
                search_server(&plain, traces)
            })
            .await;
        }
    }
}

#[tokio::test]
async fn told_to_citus() {
    let Some(url) = citus() else { return };
    let journal = open(&url);
    tell(journal, Layout::Spread, true, async |traces| {
        search_server(&url, traces)
    })
    .await;
}

#[tokio::test]
async fn told_to_the_model() {
    for layout in [Layout::Packed, Layout::Spread] {
        let model = Model::default();
        let tables = model.clone();
        tell(model, layout, false, async |traces| {
            // The model has no tables of its own: it is searched as many times as there are kinds of rows.
            let dump = tables.dump();
            let numbers = traces
                .numbers
                .iter()
                .filter(|it| dump.contains(&it.to_string()));
            numbers
                .flat_map(|it| (0..5).map(move |at| format!("{it} {at}")))
                .collect()
        })
        .await;
    }
}
