//! Backups, and the rehearsal: another data directory, no key file, opened by the code that was shown once.

use std::{fs, path::Path};

use rusqlite::Connection;
use windward_store::{
    BackupError, Instance, OpenError, RecoveryCode, RestoreError, Unlock, restore,
};

use crate::{
    instance::{SERVER, again, first},
    pen::{Pen, at, new_session},
};

/// An instance with some entries, its code, and a backup of it.
async fn backed_up(dir: &Path) -> (Instance, RecoveryCode, std::path::PathBuf) {
    let (instance, code) = first(&dir.join("data"));
    let mut pen = Pen::new(0);
    let act = (0..20)
        .map(|number| pen.put(&format!("entry {number}")))
        .collect();
    instance.owner().unwrap().append(act, None).await.unwrap();
    let link = instance.new_sign_in_link(at(0), at(100)).await.unwrap();
    instance
        .sign_in(&link, new_session(at(0), at(100)))
        .await
        .unwrap()
        .unwrap();
    instance.new_sign_in_link(at(0), at(100)).await.unwrap();
    let path = dir.join("backup.windward");
    instance.backup(&path).await.unwrap();
    (instance, code, path)
}

/// Names in a directory, hidden ones too.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn restored_elsewhere_by_the_code_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, code, backup) = backed_up(dir.path()).await;
    let entries = instance.owner().unwrap().load().await.unwrap().entries;
    let ladder = instance.put_framework("a ladder").await.unwrap();
    let second = dir.path().join("second.windward");
    let report = instance.backup(&second).await.unwrap();
    assert_eq!(
        (report.entries, report.recovery_confirmed),
        (20, Some(false))
    );
    assert_eq!(report.bytes, fs::metadata(&second).unwrap().len());
    instance
        .owner()
        .unwrap()
        .confirm_recovery(at(1))
        .await
        .unwrap();
    assert!(
        instance
            .backup(&dir.path().join("third"))
            .await
            .unwrap()
            .recovery_confirmed
            == Some(true)
    );
    drop(instance);
    fs::remove_dir_all(dir.path().join("data")).unwrap();

    let there = dir.path().join("new").join("place");
    let typed: RecoveryCode = code.reveal().parse().unwrap();
    let report = restore(&second, &there, Unlock::Recovery(&typed)).unwrap();
    assert_eq!(report.entries, 20);
    assert!(report.made_at.is_some());
    assert_eq!(names(&there), ["key", "windward.db"]);
    let instance = again(&there);
    assert_eq!(
        instance.owner().unwrap().load().await.unwrap().entries,
        entries
    );
    assert_eq!(
        instance.framework(ladder).await.unwrap().as_deref(),
        Some("a ladder")
    );
    assert!(instance.owner().unwrap().opens_with(&code).await.unwrap());
    assert!(
        instance
            .owner()
            .unwrap()
            .recovery_confirmed()
            .await
            .unwrap(),
        "who typed it has it"
    );
    assert_eq!(
        instance.doctor().await.unwrap().problems(),
        Vec::<String>::new()
    );
    instance
        .owner()
        .unwrap()
        .append(vec![Pen::new(900).put("and on")], None)
        .await
        .unwrap();
    assert!(backup.exists());
}

#[tokio::test]
async fn holds_no_key_no_session_and_no_link() {
    let dir = tempfile::tempdir().unwrap();
    let (_instance, _, backup) = backed_up(dir.path()).await;
    let key = fs::read(dir.path().join("data").join("key")).unwrap();
    let bytes = fs::read(&backup).unwrap();
    assert!(!bytes.windows(32).any(|it| it == key));
    assert_eq!(names(dir.path()), ["backup.windward", "data"]);
    let connection = Connection::open(&backup).unwrap();
    let count = |table: &str| -> i64 {
        connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap()
    };
    assert_eq!(
        (
            count("sessions"),
            count("sign_in_links"),
            count("backup_manifest")
        ),
        (0, 0, 4)
    );
    let data = Connection::open(dir.path().join("data").join("windward.db")).unwrap();
    for query in [
        "SELECT token_hash FROM sessions",
        "SELECT wrapped_key FROM sessions",
        "SELECT token_hash FROM sign_in_links",
    ] {
        let secret: Vec<u8> = data.query_row(query, [], |row| row.get(0)).unwrap();
        assert!(
            !bytes.windows(secret.len()).any(|it| it == secret),
            "{query}"
        );
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&backup).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_while_others_write_and_never_over_something() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, code, backup) = backed_up(dir.path()).await;
    let before = fs::read(&backup).unwrap();
    assert!(matches!(
        instance.backup(&backup).await,
        Err(BackupError::Exists(_))
    ));
    assert_eq!(fs::read(&backup).unwrap(), before);
    let nowhere = dir.path().join("no").join("such").join("place");
    assert!(matches!(
        instance.backup(&nowhere).await,
        Err(BackupError::Io { .. })
    ));

    let store = instance.owner().unwrap().clone();
    let writing = tokio::spawn(async move {
        let mut pen = Pen::new(5000);
        for _ in 0..100 {
            store
                .append(vec![pen.put("meanwhile")], None)
                .await
                .unwrap();
        }
    });
    let to = dir.path().join("meanwhile");
    let report = instance.backup(&to).await.unwrap();
    writing.await.unwrap();
    let there = dir.path().join("there");
    let restored = restore(&to, &there, Unlock::Recovery(&code)).unwrap();
    assert_eq!(restored.entries, report.entries);
    assert!((20..=120).contains(&report.entries));
}

#[tokio::test]
async fn the_key_file_opens_it_too_and_another_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _, backup) = backed_up(dir.path()).await;
    let key = dir.path().join("data").join("key");
    let there = dir.path().join("there");
    restore(&backup, &there, Unlock::KeyFile(&key)).unwrap();
    assert_ne!(
        fs::read(there.join("key")).unwrap(),
        fs::read(&key).unwrap()
    );
    let restored = again(&there);
    assert_eq!(
        restored
            .owner()
            .unwrap()
            .load()
            .await
            .unwrap()
            .entries
            .len(),
        20
    );
    assert!(
        !restored
            .owner()
            .unwrap()
            .recovery_confirmed()
            .await
            .unwrap()
    );
    let other = there.join("key");
    let refused = restore(&backup, &dir.path().join("no"), Unlock::KeyFile(&other)).unwrap_err();
    assert!(matches!(refused, RestoreError::WrongKey), "{refused}");
    drop(instance);
}

#[tokio::test]
async fn a_wrong_code_or_a_bad_file_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, code, backup) = backed_up(dir.path()).await;
    drop(instance);
    let before = names(dir.path());
    let to = dir.path().join("to");
    let refused = |from: &Path, code: &RecoveryCode| {
        let error = restore(from, &to, Unlock::Recovery(code)).unwrap_err();
        assert_eq!(names(dir.path()), before, "{error}");
        error
    };
    let wrong = RecoveryCode::random().unwrap();
    assert!(matches!(refused(&backup, &wrong), RestoreError::WrongCode));
    assert!(matches!(
        refused(&dir.path().join("none"), &code),
        RestoreError::Missing(_)
    ));

    // Files that are no backup, or were one: written over one name, so that the listing stays the same.
    let good = fs::read(&backup).unwrap();
    let with = |bytes: &[u8]| {
        fs::write(&backup, bytes).unwrap();
        refused(&backup, &code)
    };
    assert!(matches!(with(b""), RestoreError::NotABackup(_)));
    assert!(matches!(
        with(b"PK\x03\x04 this is some other file"),
        RestoreError::NotABackup(_)
    ));
    let half = with(&good[..good.len() / 2]);
    assert!(matches!(half, RestoreError::Damaged(_)), "{half}");
    for page in 1..good.len() / 4096 {
        let mut changed = good.clone();
        changed[page * 4096..page * 4096 + 200].fill(0xff);
        let error = with(&changed);
        assert!(
            !matches!(error, RestoreError::WrongCode),
            "page {page}: {error}"
        );
    }
    fs::write(&backup, &good).unwrap();
    let strange = |sql: &str| {
        let connection = Connection::open(&backup).unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        let error = refused(&backup, &code);
        fs::write(&backup, &good).unwrap();
        error
    };
    for sql in [
        "CREATE TRIGGER spy AFTER INSERT ON slots BEGIN DELETE FROM entries; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (a text)",
        "ALTER TABLE people ADD COLUMN note text",
        "DROP INDEX entries_entry_id",
    ] {
        let error = strange(sql);
        assert!(matches!(error, RestoreError::Strange(_)), "{sql}: {error}");
    }
    assert!(matches!(
        strange("INSERT INTO schema_version VALUES (999, 0)"),
        RestoreError::Newer { found: 999, .. }
    ));
    assert!(matches!(
        strange("DELETE FROM entries; DELETE FROM slots; DELETE FROM people"),
        RestoreError::Empty
    ));
    assert!(matches!(
        strange("DELETE FROM entries WHERE seq > 5"),
        RestoreError::Damaged(_)
    ));
    assert!(matches!(
        strange("UPDATE entries SET sealed = zeroblob(600) WHERE seq = 3"),
        RestoreError::Store(_)
    ));
    assert!(matches!(
        strange("PRAGMA foreign_keys = OFF; UPDATE entries SET person_id = 1 WHERE seq = 3"),
        RestoreError::Damaged(_)
    ));
    // And it is good after all.
    assert_eq!(
        restore(&backup, &to, Unlock::Recovery(&code))
            .unwrap()
            .entries,
        20
    );
}

#[tokio::test]
async fn only_into_an_empty_directory() {
    let dir = tempfile::tempdir().unwrap();
    let (_instance, code, backup) = backed_up(dir.path()).await;
    let to = dir.path().join("to");
    fs::create_dir(&to).unwrap();
    fs::write(to.join("note"), "mine").unwrap();
    for taken in [&to, &dir.path().join("data"), &backup] {
        let error = restore(&backup, taken, Unlock::Recovery(&code)).unwrap_err();
        assert!(matches!(error, RestoreError::NotEmpty(_)), "{error}");
    }
    assert_eq!(fs::read(to.join("note")).unwrap(), b"mine");
    fs::remove_file(to.join("note")).unwrap();
    restore(&backup, &to, Unlock::Recovery(&code)).unwrap();
    again(&to);
}

#[tokio::test]
async fn a_directory_whose_key_is_lost_is_a_backup_of_itself() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, code, _) = backed_up(dir.path()).await;
    let (data, to) = (dir.path().join("data"), dir.path().join("to"));
    let served = restore(&data, &to, Unlock::Recovery(&code)).unwrap_err();
    assert!(
        matches!(served, RestoreError::Open(OpenError::Served { .. })),
        "{served}"
    );
    drop(instance);
    fs::remove_file(data.join("key")).unwrap();
    assert!(Instance::open(&data, SERVER).is_err());
    let report = restore(&data, &to, Unlock::Recovery(&code)).unwrap();
    assert_eq!((report.entries, report.made_at), (20, None));
    assert_eq!(
        again(&to)
            .owner()
            .unwrap()
            .load()
            .await
            .unwrap()
            .entries
            .len(),
        20
    );
}
