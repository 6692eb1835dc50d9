//! Backups that are encrypted to a key, made by themselves, and rehearsed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::SignedDuration;
use windward_store::{
    AccountRole, AgeIdentity, BackupError, Every, Instance, Keeping, Place, Plan, RestoreError,
    Unlock, UnlockError, rehearse,
};

use crate::{
    accounts::{join, open, record, sign_in},
    instance::first,
    pen::{Pen, at},
    places::each_place,
};

fn names(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = names
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn with_kim(dir: &Path, place: &Place) -> Instance {
    let instance = open(dir, place);
    join(
        &instance,
        "kim",
        "vier worte von mir",
        AccountRole::Administrator,
    )
    .await;
    let kim = sign_in(&instance, "kim", "vier worte von mir")
        .await
        .unwrap();
    let store = record(&instance, &kim.secret).await.unwrap();
    let mut pen = Pen::new(0);
    let act = (0..5).map(|it| pen.put(&format!("entry {it}"))).collect();
    store.append(act, None).await.unwrap();
    instance
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_backup_says_nothing_and_is_rehearsed_by_its_key_alone() {
    each_place(async |dir, place| {
        let instance = with_kim(dir, place).await;
        let (key, other) = (
            AgeIdentity::random().unwrap(),
            AgeIdentity::random().unwrap(),
        );
        let to = dir.with_file_name("backup.age");
        let report = instance.backup_to(&to, &[key.recipient()]).await.unwrap();
        assert_eq!(report.entries, 5);
        assert_eq!(report.bytes, fs::metadata(&to).unwrap().len());
        let bytes = fs::read(&to).unwrap();
        let plain = dir.with_file_name("plain");
        instance.backup(&plain).await.unwrap();
        let plain = fs::read(&plain).unwrap();
        // How Kim signs in, beside the name, which is so short that it may stand in any noise.
        for word in [&b"argon2id"[..], b"SQLite", b"CREATE TABLE"] {
            let is_in = |bytes: &[u8]| bytes.windows(word.len()).any(|it| it == word);
            assert!(is_in(&plain) && !is_in(&bytes));
        }
        let left: Vec<String> = names(dir);
        assert!(!left.iter().any(|it| it.starts_with("backup-")), "{left:?}");
        let again = instance.backup_to(&to, &[key.recipient()]).await;
        assert!(matches!(again, Err(BackupError::Exists(_))));

        let keys = [key];
        let found = rehearse(&to, &keys, Unlock::Nothing).await.unwrap();
        assert_eq!((found.entries, found.accounts), (5, Some(1)));
        assert!(
            found.made_at.is_some() && found.problems.is_empty(),
            "{found:?}"
        );
        let refused = rehearse(&to, &[other], Unlock::Nothing).await.unwrap_err();
        let wrong = matches!(refused, RestoreError::Unlock(UnlockError::Identity));
        assert!(wrong, "{refused}");
        let refused = rehearse(&to, &[], Unlock::Nothing).await.unwrap_err();
        assert!(matches!(refused, RestoreError::Encrypted), "{refused}");
        for cut in [bytes.len() - 1, bytes.len() / 2, 300] {
            fs::write(&to, &bytes[..cut]).unwrap();
            let refused = rehearse(&to, &keys, Unlock::Nothing).await.unwrap_err();
            assert!(matches!(refused, RestoreError::Unlock(_)), "{refused}");
        }
        let nobody = instance.backup_to(&dir.with_file_name("no.age"), &[]).await;
        assert!(matches!(nobody, Err(BackupError::Lock(_))));
        assert!(!dir.with_file_name("no.age").exists());
    })
    .await;
}

#[tokio::test]
async fn of_one_person_it_takes_the_code_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, code) = first(&dir.path().join("data"));
    let act = vec![Pen::new(0).put("mine")];
    instance.owner().unwrap().append(act, None).await.unwrap();
    let key = AgeIdentity::random().unwrap();
    let to = dir.path().join("backup.age");
    instance.backup_to(&to, &[key.recipient()]).await.unwrap();
    let keys = [key];
    let found = rehearse(&to, &keys, Unlock::Recovery(&code)).await.unwrap();
    assert_eq!((found.entries, found.accounts), (1, None));
    let refused = rehearse(&to, &keys, Unlock::Nothing).await.unwrap_err();
    assert!(matches!(refused, RestoreError::WrongCode));
    // One in clear is rehearsed just so.
    let plain = dir.path().join("plain");
    instance.backup(&plain).await.unwrap();
    let found = rehearse(&plain, &[], Unlock::Recovery(&code))
        .await
        .unwrap();
    assert_eq!(found.entries, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_are_made_by_themselves_and_the_oldest_go() {
    each_place(async |dir, place| {
        let instance = with_kim(dir, place).await;
        let to: PathBuf = dir.with_file_name("backups");
        fs::create_dir_all(&to).unwrap();
        for other in ["windward-notes.age", "windward-2026.age", "mine.txt"] {
            fs::write(to.join(other), "not ours").unwrap();
        }
        let key = AgeIdentity::random().unwrap();
        let keeping = Keeping {
            backups: Some(Plan {
                to: to.clone(),
                every: Every::Day,
                keep: 2,
                recipients: vec![key.recipient()],
            }),
            ..Keeping::default()
        };
        let hour = SignedDuration::from_hours(1);
        let mut made = 0;
        for passes in 0..73 {
            let pass = instance
                .keep(&keeping, 1, at(0) + hour * passes)
                .await
                .unwrap();
            if let Some(last) = pass.backup {
                assert!(last.verified && last.fault.is_none(), "{last:?}");
                assert_eq!(instance.last_backup().await.unwrap(), Some(last));
                made += 1;
            }
        }
        assert_eq!(made, 4, "one a day");
        let names = names(&to);
        let ours: Vec<_> = names.iter().filter(|it| it.contains('T')).collect();
        assert_eq!((ours.len(), names.len()), (2, 5), "{names:?}");
        let newest = to.join(ours[1]);
        let found = rehearse(&newest, &[key], Unlock::Nothing).await.unwrap();
        assert_eq!(found.entries, 5);

        // Where it cannot be written, that is noted, and everything else goes on.
        fs::remove_dir_all(&to).unwrap();
        let pass = instance
            .keep(&keeping, 1, at(0) + hour * 200)
            .await
            .unwrap();
        let last = pass.backup.unwrap();
        assert!(!last.verified && last.fault.is_some(), "{last:?}");
        let rows = instance.audit_before(None, 1).await.unwrap();
        assert_eq!(rows[0].word, "backup-failed");
        fs::create_dir_all(&to).unwrap();
        let next = instance.keep(&keeping, 1, at(0) + hour * 201).await;
        assert!(next.unwrap().backup.unwrap().verified, "and tried again");
    })
    .await;
}
