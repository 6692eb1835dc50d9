//! What lies on the disk: nothing that was sealed, nothing that was redacted, and nothing that could be moved.

use std::{fs, path::Path};

use rusqlite::{Connection, params};
use windward_core::{id::EntryId, record::Change};
use windward_store::{Instance, RowFault, SealError, StoreError};

use crate::{
    instance::{COMMAND, again, first},
    pen::{Pen, at, hex, new_session},
};

/// Long enough that no other text holds it, and of an odd length, so that every alignment of base64 differs.
const CANARY: &str = "Kanarienvogel: they think I will leave in June";

fn base64(bytes: &[u8], skip: usize) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes[skip..]
        .chunks_exact(3)
        .flat_map(|it| {
            let bits = u32::from_be_bytes([0, it[0], it[1], it[2]]);
            [18, 12, 6, 0].map(|shift| DIGITS[(bits >> shift) as usize & 63])
        })
        .collect()
}

/// Every form in which a text could lie in a file.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let hex = hex(text.as_bytes());
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        utf16.iter().flat_map(|it| it.to_le_bytes()).collect(),
        utf16.iter().flat_map(|it| it.to_be_bytes()).collect(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        text.replace(' ', "%20").into_bytes(),
        text.replace(' ', "+").into_bytes(),
    ];
    forms.extend((0..3).map(|skip| base64(text.as_bytes(), skip)));
    forms
}

/// The files below a directory in whose bytes a text lies, in any form.
pub(crate) fn found_in(dir: &Path, text: &str) -> Vec<String> {
    let forms = forms(text);
    let mut found = Vec::new();
    for file in fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(found_in(&path, text));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        if forms
            .iter()
            .any(|form| bytes.windows(form.len()).any(|part| part == form))
        {
            found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found
}

#[tokio::test]
async fn a_canary_is_nowhere_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, code) = first(dir.path());
    let mut pen = Pen::new(0);
    let entry = pen.put(CANARY);
    instance
        .owner()
        .unwrap()
        .append(vec![entry.clone(), pen.put(&CANARY.repeat(50))], None)
        .await
        .unwrap();
    instance
        .owner()
        .unwrap()
        .append(vec![pen.revise(&entry, &format!("x{CANARY}"))], None)
        .await
        .unwrap();
    let link = instance.new_sign_in_link(at(0), at(9)).await.unwrap();
    let secret = instance
        .sign_in(&link, new_session(at(0), at(9)))
        .await
        .unwrap()
        .unwrap();
    instance
        .backup(&dir.path().join("backup.windward"))
        .await
        .unwrap();
    // While it is open (the log is there), and when all is written back.
    for _ in 0..2 {
        assert_eq!(found_in(dir.path(), CANARY), Vec::<String>::new());
        for secret in [
            &*link.reveal(),
            &*secret.reveal(),
            &*code.reveal(),
            &code.reveal().replace('-', ""),
        ] {
            assert_eq!(found_in(dir.path(), secret), Vec::<String>::new());
        }
        // Nor does the kind of an item show, or who wrote it.
        for word in ["destination", "\"author\"", "Head of Product"] {
            assert_eq!(found_in(dir.path(), word), Vec::<String>::new(), "{word}");
        }
        instance.close();
    }
    // The search does find what is there to be found.
    drop(instance);
    let instance = again(dir.path());
    instance
        .owner()
        .unwrap()
        .append(vec![pen.share(CANARY)], None)
        .await
        .unwrap();
    assert_eq!(found_in(dir.path(), CANARY), ["windward.db-wal"]);
}

#[tokio::test]
async fn what_is_redacted_is_gone_from_every_byte() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let store = instance.owner().unwrap();
    let mut pen = Pen::new(0);
    // Long enough to lie on pages of its own, short enough to lie among others, and neighbours of both.
    let copies: Vec<_> = [1, 400]
        .map(|times| pen.share(&CANARY.repeat(times)))
        .into();
    for copy in &copies {
        store
            .append(
                vec![pen.put("before"), copy.clone(), pen.put("after")],
                None,
            )
            .await
            .unwrap();
    }
    let sealed = pen.put("to be taken back");
    store.append(vec![sealed.clone()], None).await.unwrap();
    let row = |id: EntryId| -> Vec<u8> {
        let connection = Connection::open(dir.path().join("windward.db")).unwrap();
        connection
            .query_row(
                "SELECT sealed FROM entries WHERE entry_id = ?1",
                [id.0.as_bytes()],
                |row| row.get(0),
            )
            .unwrap()
    };
    let before = row(sealed.entry_id);
    let nonce = |envelope: &[u8]| envelope[5..29].to_vec();
    let holds = |part: &[u8]| {
        fs::read_dir(dir.path()).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(part.len()).any(|it| it == part)
        })
    };
    assert!(!found_in(dir.path(), CANARY).is_empty());
    assert!(holds(&nonce(&before)));
    for entry in copies.iter().chain([&sealed]) {
        assert!(!store.redact(entry.entry_id, at(5)).await.unwrap().traces);
    }
    assert_eq!(found_in(dir.path(), CANARY), Vec::<String>::new());
    assert!(!holds(&nonce(&before)));
    assert_ne!(row(sealed.entry_id), before);
    assert_eq!(
        fs::metadata(dir.path().join("windward.db-wal"))
            .unwrap()
            .len(),
        0
    );
    let entries = store.load().await.unwrap().entries;
    assert_eq!(
        entries
            .iter()
            .filter(|it| it.entry.change == Change::Redacted)
            .count(),
        3
    );
    assert_eq!(entries.len(), 7);
}

#[tokio::test]
async fn what_is_erased_is_gone_from_every_byte() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let mut pen = Pen::new(0);
    let act = (0..300).map(|_| pen.share(CANARY)).collect();
    instance.owner().unwrap().append(act, None).await.unwrap();
    assert!(!instance.erase().await.unwrap().traces);
    assert_eq!(found_in(dir.path(), CANARY), Vec::<String>::new());
}

#[tokio::test]
async fn a_reader_in_the_middle_leaves_traces_until_it_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let mut pen = Pen::new(0);
    let copy = pen.share(CANARY);
    instance
        .owner()
        .unwrap()
        .append(vec![copy.clone()], None)
        .await
        .unwrap();
    let reader = Connection::open(dir.path().join("windward.db")).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM entries")
        .unwrap();
    assert!(
        instance
            .owner()
            .unwrap()
            .redact(copy.entry_id, at(5))
            .await
            .unwrap()
            .traces
    );
    assert!(!found_in(dir.path(), CANARY).is_empty());
    reader.execute_batch("COMMIT").unwrap();
    // With the next change, or when it is closed.
    instance
        .owner()
        .unwrap()
        .append(vec![pen.put("next")], None)
        .await
        .unwrap();
    instance.close();
    assert_eq!(found_in(dir.path(), CANARY), Vec::<String>::new());
}

/// Two entries, changed by somebody with SQL, and what loading them says.
async fn tampered(change: impl FnOnce(&Connection, [EntryId; 2])) -> Option<(u64, RowFault)> {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let mut pen = Pen::new(0);
    let one = pen.put("one");
    let two = pen.revise(&one, "two");
    instance
        .owner()
        .unwrap()
        .append(vec![one.clone(), two.clone()], None)
        .await
        .unwrap();
    instance
        .owner()
        .unwrap()
        .append(vec![pen.share("three")], None)
        .await
        .unwrap();
    let connection = Connection::open(dir.path().join("windward.db")).unwrap();
    change(&connection, [one.entry_id, two.entry_id]);
    drop(connection);
    let command = Instance::open(dir.path(), COMMAND).unwrap().instance;
    let doctor = command.doctor().await.unwrap();
    let loaded = command.owner().unwrap().load().await;
    assert_eq!(
        doctor.problems().is_empty(),
        loaded.is_ok(),
        "{:?}",
        doctor.problems()
    );
    match loaded {
        Ok(_) => None,
        Err(StoreError::Row { seq, fault }) => Some((seq, fault)),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_row_that_was_touched_is_named_and_not_skipped() {
    assert!(tampered(|_, _| {}).await.is_none());
    let set = |sql: &'static str| {
        move |connection: &Connection, _: [EntryId; 2]| {
            assert_eq!(connection.execute(sql, []).unwrap(), 1);
        }
    };
    let key =
        |found: Option<(u64, RowFault)>| matches!(found, Some((2, RowFault::Seal(SealError::Key))));

    // Swapped, moved, replayed from elsewhere.
    let swapped = tampered(|connection, _| {
        let sealed = |seq: i64| -> Vec<u8> {
            connection
                .query_row("SELECT sealed FROM entries WHERE seq = ?1", [seq], |row| {
                    row.get(0)
                })
                .unwrap()
        };
        for (seq, bytes) in [(1, sealed(2)), (2, sealed(1))] {
            connection
                .execute(
                    "UPDATE entries SET sealed = ?2 WHERE seq = ?1",
                    params![seq, bytes],
                )
                .unwrap();
        }
    });
    assert!(matches!(
        swapped.await,
        Some((1, RowFault::Seal(SealError::Key)))
    ));
    assert!(key(tampered(set(
        "UPDATE entries SET revises = NULL WHERE seq = 2"
    ))
    .await));
    assert!(key(tampered(set(
        "UPDATE entries SET revises = randomblob(16) WHERE seq = 2"
    ))
    .await));
    assert!(key(tampered(set(
        "UPDATE entries SET entry_id = randomblob(16) WHERE seq = 2"
    ))
    .await));
    let act = tampered(set("UPDATE entries SET act = randomblob(16) WHERE seq = 2")).await;
    assert!(matches!(act, Some((2, RowFault::Differs("act")))));

    // Changed, cut, downgraded.
    let last = |sealed: &[u8]| sealed.len() - 1;
    let flipped = tampered(|connection, _| {
        let mut sealed: Vec<u8> = connection
            .query_row("SELECT sealed FROM entries WHERE seq = 2", [], |row| {
                row.get(0)
            })
            .unwrap();
        let at = last(&sealed);
        sealed[at] ^= 1;
        connection
            .execute("UPDATE entries SET sealed = ?1 WHERE seq = 2", [sealed])
            .unwrap();
    });
    assert!(matches!(
        flipped.await,
        Some((2, RowFault::Seal(SealError::Changed)))
    ));
    let cut = tampered(set(
        "UPDATE entries SET sealed = substr(sealed, 1, 60) WHERE seq = 2",
    ))
    .await;
    assert!(matches!(
        cut,
        Some((2, RowFault::Seal(SealError::Malformed)))
    ));
    let text = tampered(set("UPDATE entries SET sealed = 'text' WHERE seq = 2")).await;
    assert!(matches!(text, Some((2, RowFault::Malformed(_)))));
    let newer = tampered(set(
        "UPDATE entries SET sealed = CAST(x'02' || substr(sealed, 2) AS blob) WHERE seq = 2",
    ))
    .await;
    assert!(matches!(
        newer,
        Some((2, RowFault::Seal(SealError::Newer(2))))
    ));
    let epoch = tampered(set("UPDATE entries SET sealed = CAST(x'0100000002' || substr(sealed, 6) AS blob) WHERE seq = 2")).await;
    assert!(matches!(
        epoch,
        Some((2, RowFault::Seal(SealError::Epoch { found: 2, held: 1 })))
    ));
    // A redaction that was never asked for, and one taken back in the column alone.
    let redacted = tampered(set("UPDATE entries SET redacted_at = 1 WHERE seq = 2")).await;
    assert!(matches!(
        redacted,
        Some((2, RowFault::Differs("redaction")))
    ));
    // A shared copy is readable, but not under another id or in another act.
    let shared = tampered(set(
        "UPDATE entries SET entry_id = randomblob(16) WHERE seq = 3",
    ))
    .await;
    assert!(matches!(shared, Some((3, RowFault::Differs("entry id")))));
    let nonsense = tampered(set("UPDATE entries SET shared = '{}' WHERE seq = 3")).await;
    assert!(matches!(nonsense, Some((3, RowFault::Entry(_)))));
}

#[tokio::test]
async fn a_gap_in_the_journal_is_seen_by_the_doctor() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    let mut pen = Pen::new(0);
    let entries: Vec<_> = (0..5).map(|_| pen.put("five")).collect();
    let last = pen.revise(&entries[1], "sixth");
    instance
        .owner()
        .unwrap()
        .append(entries.iter().cloned().chain([last]).collect(), None)
        .await
        .unwrap();
    let healthy = instance.doctor().await.unwrap();
    assert_eq!(healthy.problems(), Vec::<String>::new());
    assert_eq!((healthy.sound, healthy.head.seq), (6, 6));
    assert_eq!(
        healthy
            .database
            .rows
            .iter()
            .find(|it| it.0 == "entries")
            .unwrap()
            .1,
        6
    );
    assert!(
        healthy.bytes.unwrap().0 > 0
            && healthy.created_at.is_some()
            && healthy.created_by.is_some()
    );
    let connection = Connection::open(dir.path().join("windward.db")).unwrap();
    connection
        .execute("DELETE FROM entries WHERE seq = 2", [])
        .unwrap();
    let doctor = instance.doctor().await.unwrap();
    assert_eq!(
        (doctor.gaps.clone(), doctor.missing.clone()),
        (vec![2], vec![entries[1].entry_id])
    );
    connection
        .execute("DELETE FROM entries WHERE seq > 3", [])
        .unwrap();
    let doctor = instance.doctor().await.unwrap();
    assert_eq!(doctor.gaps, [2, 4, 5, 6]);
    assert_eq!(doctor.problems().len(), 4);
}
