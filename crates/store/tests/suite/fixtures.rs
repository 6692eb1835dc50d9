//! Databases of earlier versions, kept for good: each must open, come up to this version and fold.
//!
//! `tests/fixtures/schema-N.sqlite` is a database as version N of the schema left it, `schema-N.json` holds
//! what opens it and what it must give. When the schema changes, run
//! `cargo test -p windward-store --test suite fixtures::make -- --ignored` on the version before and commit
//! what it writes. What is there is never made again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, types::ValueRef};
use serde_json::{Map, Value, json};
use windward_core::{
    framework::FrameworkHash,
    id::{ActId, CountedIds, NewIds},
    record::{Audience, Change, Entry, Record},
    sample,
    views::due::{Dated, Due, Matter},
};
use windward_store::{
    Brings as _, FeedToken, Instance, Ladder, OpenError, SCHEMA_VERSION, SessionSecret, Shows,
    Unlock, restore,
};

use crate::{
    instance::{SERVER, again, again_at, first},
    pen::{at, hex, new_session},
    places::servers,
    postgres::{Server, sql},
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

/// A data directory with the database of a fixture and its key file.
fn unpack(sqlite: &Path, about: &Value, dir: &Path) {
    fs::copy(sqlite, dir.join("windward.db")).unwrap();
    let digits = about["key"].as_str().unwrap().as_bytes();
    let key: Vec<u8> = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let path = dir.join("key");
    fs::write(&path, key).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

fn fixtures() -> Vec<(PathBuf, Value)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "sqlite"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let about = fs::read_to_string(path.with_extension("json")).unwrap();
            let about = serde_json::from_str(&about).unwrap();
            (path, about)
        })
        .collect()
}

#[tokio::test]
async fn every_earlier_database_opens_and_folds() {
    let fixtures = fixtures();
    let versions: Vec<i64> = fixtures
        .iter()
        .map(|it| it.1["schema"].as_i64().unwrap())
        .collect();
    assert!(
        versions.contains(&SCHEMA_VERSION),
        "make a fixture of this version"
    );
    for (path, about) in fixtures {
        let dir = tempfile::tempdir().unwrap();
        unpack(&path, &about, dir.path());
        let statements = as_statements(&dir.path().join("windward.db"));
        comes_up(&again(dir.path()), &about).await;
        for (_, url) in servers() {
            sql(&url.replace("?prepared=off", ""), &statements);
            comes_up(&again_at(dir.path(), &url.parse().unwrap()), &about).await;
        }
    }
}

/// A backup of an earlier version is its database: see `backup.rs` for one that is made.
#[tokio::test]
async fn every_earlier_backup_is_restored_into_this_version() {
    for (path, about) in fixtures() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("backup"), dir.path().join("new"));
        fs::create_dir(&from).unwrap();
        unpack(&path, &about, &from);
        // On another machine there is no key file.
        fs::remove_file(from.join("key")).unwrap();
        let code = about["recovery_code"].as_str().unwrap().parse().unwrap();
        let report = restore(&from, &to, Unlock::Recovery(&code)).unwrap();
        let expected = about["entries"].as_array().unwrap();
        assert_eq!(report.entries, expected.len() as u64, "{}", path.display());
        let instance = again(&to);
        let entries = instance.owner().unwrap().load().await.unwrap().entries;
        let lines: Vec<String> = entries.iter().map(|it| it.entry.to_json()).collect();
        assert_eq!(
            lines,
            expected
                .iter()
                .map(|it| it.as_str().unwrap())
                .collect::<Vec<_>>()
        );
        let mut problems = instance.doctor().await.unwrap().problems();
        problems.retain(|it| !it.starts_with("fsync is off"));
        assert_eq!(problems, Vec::<String>::new());
    }
}

/// What a fixture must give.
async fn comes_up(instance: &Instance, about: &Value) {
    let entries = instance.owner().unwrap().load().await.unwrap().entries;
    let lines: Vec<String> = entries.iter().map(|it| it.entry.to_json()).collect();
    let expected: Vec<&str> = about["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    assert_eq!(lines, expected);
    let record = Record::fold(entries);
    assert_eq!(record.entry_count(), expected.len());
    assert!(record.profile().is_some());
    assert!(record.threads().count() > 20);

    let text = about["framework"].as_str().unwrap();
    assert_eq!(
        instance
            .framework(FrameworkHash::of(text))
            .await
            .unwrap()
            .as_deref(),
        Some(text)
    );
    // Versions before the eighth did not know who brought a ladder: those that were there are everybody's.
    let owner = instance.owner().unwrap().person();
    let brought = instance.brought_by(owner).await.unwrap();
    let own = about["brought"].as_str().map(FrameworkHash::of);
    assert!(brought.iter().map(|it| it.hash).eq(own));
    let stored = instance
        .journal()
        .stored_ladders(owner.tenant())
        .await
        .unwrap();
    for ladder in stored {
        assert_eq!(ladder.owned, Some(ladder.hash) == own);
    }
    let code = about["recovery_code"].as_str().unwrap().parse().unwrap();
    assert!(instance.owner().unwrap().opens_with(&code).await.unwrap());
    let secret = SessionSecret::parse(about["session"].as_str().unwrap()).unwrap();
    let session = instance
        .session(&secret, at(1), SignedDuration::from_hours(1))
        .await
        .unwrap();
    assert_eq!(
        session
            .unwrap()
            .store
            .unwrap()
            .load()
            .await
            .unwrap()
            .entries
            .len(),
        expected.len()
    );
    // Versions before the second had neither calendars nor rows of what is due.
    if let Some(token) = about["feed"].as_str() {
        let token = FeedToken::parse(token).unwrap();
        let feed = instance.feed(&token, at(1)).await.unwrap().unwrap();
        assert_eq!(feed.shows, Shows::Words);
        let due = instance.owner().unwrap().due().await.unwrap().unwrap();
        assert_eq!(due.seq, expected.len() as u64);
        assert_eq!(
            due.rows[0].id,
            instance.owner().unwrap().due_id(Matter::CheckIn.into()),
            "calendars know a reminder by it"
        );
    }
    let mut problems = instance.doctor().await.unwrap().problems();
    problems.retain(|it| !it.starts_with("fsync is off"));
    assert_eq!(problems, Vec::<String>::new());
}

/// The database of a fixture as statements for a server: its tables in their own words, and its rows.
fn as_statements(sqlite: &Path) -> String {
    use std::fmt::Write as _;
    let connection = Connection::open(sqlite).unwrap();
    let mut schema = connection
        .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
        .unwrap();
    let objects: Vec<(String, String, String)> = schema
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut text = String::new();
    for (kind, name, made_by) in objects {
        writeln!(text, "{made_by};").unwrap();
        if kind != "table" {
            continue;
        }
        let mut rows = connection
            .prepare(&format!("SELECT * FROM {name}"))
            .unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..columns).map(|column| match row.get_ref(column).unwrap() {
                ValueRef::Null => "NULL".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => {
                    let text = std::str::from_utf8(text).unwrap();
                    format!("'{}'", text.replace('\'', "''"))
                }
                ValueRef::Blob(bytes) => format!("'\\x{}'", hex(bytes)),
                ValueRef::Real(_) => panic!("no column holds such"),
            });
            let values: Vec<String> = values.collect();
            writeln!(text, "INSERT INTO {name} VALUES ({});", values.join(", ")).unwrap();
        }
    }
    text
}

#[test]
fn a_later_database_on_a_server_is_refused_and_not_touched() {
    for (path, about) in fixtures() {
        let dir = tempfile::tempdir().unwrap();
        unpack(&path, &about, dir.path());
        let url = Server::shared().database();
        sql(&url, &as_statements(&dir.path().join("windward.db")));
        sql(&url, "INSERT INTO schema_version VALUES (999, 0)");
        let dump =
            "SELECT table_name, query_to_xml('SELECT * FROM ' || table_name, false, true, '')
            FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1";
        let before = sql(&url, dump);
        let refused = Instance::open_at(dir.path(), &url.parse().unwrap(), SERVER).unwrap_err();
        assert!(
            matches!(refused, OpenError::Newer { found: 999, .. }),
            "{refused}"
        );
        assert_eq!(sql(&url, dump), before);
    }
}

#[test]
fn a_later_database_is_refused_and_not_touched() {
    for (path, about) in fixtures() {
        let dir = tempfile::tempdir().unwrap();
        unpack(&path, &about, dir.path());
        let database = dir.path().join("windward.db");
        let connection = Connection::open(&database).unwrap();
        connection
            .execute_batch(
                "INSERT INTO schema_version VALUES (999, 0); PRAGMA wal_checkpoint(TRUNCATE)",
            )
            .unwrap();
        drop(connection);
        let bytes = fs::read(&database).unwrap();
        let refused = Instance::open(dir.path(), SERVER).unwrap_err();
        assert!(
            matches!(refused, OpenError::Newer { found: 999, .. }),
            "{refused}"
        );
        assert!(refused.to_string().contains("later version"));
        assert_eq!(fs::read(&database).unwrap(), bytes);
        let log = fs::metadata(dir.path().join("windward.db-wal")).map_or(0, |it| it.len());
        assert_eq!(log, 0);
    }
}

#[tokio::test]
#[ignore = "makes a fixture, tests nothing"]
async fn make() {
    let stem = Path::new(FOLDER).join(format!("schema-{SCHEMA_VERSION}"));
    let (sqlite, json) = (stem.with_extension("sqlite"), stem.with_extension("json"));
    assert!(!sqlite.exists(), "what is there is never made again");
    let dir = tempfile::tempdir().unwrap();
    let (instance, code) = first(dir.path());
    let store = instance.owner().unwrap();
    let ladder = "# A ladder of no rungs, for a fixture.\n";
    let framework = instance.put_framework(ladder).await.unwrap();
    let own = "# A ladder of one’s own, of no rungs either.\n";
    let brought = instance.bring(store.person(), vec![Ladder::of(own)], at(0));
    brought.await.unwrap();

    let mut ids = CountedIds::default();
    let act = sample::entries(framework, "2026-03-01".parse().unwrap(), at(0), &mut ids);
    let last = act.last().unwrap().clone();
    store.append(act.clone(), None).await.unwrap();
    // What the sample does not have: a revision, a copy, a withdrawal, a redaction, an import, and what a
    // later version wrote.
    let next = |ids: &mut CountedIds, entry: &Entry| Entry {
        entry_id: ids.entry(),
        act: ActId(ids.uuid()),
        revises: Some(entry.entry_id),
        ..entry.clone()
    };
    let revised = next(&mut ids, &last);
    let newer = json!({
        "act": ids.uuid(), "audience": "owner", "author": {"id": "7", "name": "Kim"}, "entry_id": ids.uuid(),
        "put": {"id": ids.uuid(), "kind": "sail", "reefs": [1, {"deep": true}]}, "recorded_at": 1_700_000_000_000_i64,
        "revises": null, "wind": "NW",
    });
    let newer = Entry::from_json(&newer.to_string()).unwrap();
    let shared = Entry {
        audience: Audience::Shared,
        revises: None,
        ..next(&mut ids, &act[1])
    };
    let Change::Put(item) = &act[3].change else {
        panic!("the sample only puts")
    };
    let withdrawn = Entry {
        change: Change::Withdraw(item.id),
        ..next(&mut ids, &act[3])
    };
    let later = vec![revised.clone(), newer, shared.clone(), withdrawn];
    store.append(later, None).await.unwrap();
    let mut elsewhere = next(&mut ids, &act[2]);
    elsewhere.unknown = Map::from_iter([("tide".to_owned(), json!("high"))]);
    let seq = store.head().await.unwrap().seq;
    store.append_import(vec![elsewhere], seq).await.unwrap();
    for entry in [&revised, &shared] {
        store.redact(entry.entry_id, at(5)).await.unwrap();
    }
    instance
        .owner()
        .unwrap()
        .confirm_recovery(at(6))
        .await
        .unwrap();
    let (now, end) = (at(0), Timestamp::from_second(32_503_680_000).unwrap());
    let link = instance.new_sign_in_link(now, end).await.unwrap();
    let secret = instance
        .sign_in(&link, new_session(now, end))
        .await
        .unwrap()
        .unwrap();
    instance.new_sign_in_link(now, end).await.unwrap();
    let feed = instance
        .new_feed(store.person(), Shows::Words, now)
        .await
        .unwrap();
    let seq = store.head().await.unwrap().seq;
    let day = "2026-03-02".parse().unwrap();
    let due = Due::on(Matter::CheckIn.into(), day, "", "");
    let due = store.due_rows(seq, &[Dated { day, due }]);
    store.put_due(due).await.unwrap();

    let entries: Vec<String> = store
        .load()
        .await
        .unwrap()
        .entries
        .iter()
        .map(|it| it.entry.to_json())
        .collect();
    let key = hex(&fs::read(dir.path().join("key")).unwrap());
    let about = json!({
        "schema": SCHEMA_VERSION, "key": key, "recovery_code": *code.reveal(), "session": *secret.reveal(),
        "feed": *feed.reveal(), "framework": ladder, "brought": own, "entries": entries,
    });
    drop((store, instance));
    fs::copy(dir.path().join("windward.db"), sqlite).unwrap();
    fs::write(json, format!("{about:#}\n")).unwrap();
}
