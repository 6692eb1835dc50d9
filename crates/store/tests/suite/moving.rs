//! From a file to a server and back, with nothing lost on the way.

use std::path::Path;

use windward_core::record::Stored;
use windward_store::{
    Instance, MoveError, Moved, Place, RecoveryCode, Unlock, move_store, restore,
};

use crate::{
    instance::{again, again_at, first, first_at},
    pen::{Pen, at},
    places::servers,
    postgres::{Server, sql},
};

/// More than is copied in one step.
const MANY: u64 = 1200;

/// A record of many entries, some of them special.
async fn fill(instance: &Instance) {
    let mut pen = Pen::new(0);
    let base = pen.put("base");
    let copy = pen.share("a copy");
    let more = (2..MANY).map(|_| pen.put("one of many"));
    let act = [base.clone(), copy.clone()].into_iter().chain(more);
    instance
        .owner()
        .unwrap()
        .append(act.collect(), None)
        .await
        .unwrap();
    instance.put_framework("a ladder").await.unwrap();
    for entry in [base, copy] {
        let owner = instance.owner().unwrap();
        owner.redact(entry.entry_id, at(5)).await.unwrap();
    }
    instance
        .owner()
        .unwrap()
        .confirm_recovery(at(6))
        .await
        .unwrap();
}

async fn move_all(dir: &Path, from: &Place, to: &Place) -> Result<Moved, MoveError> {
    move_store(dir, from, to, &|_| {}).await
}

async fn entries(instance: &Instance) -> Vec<Stored> {
    instance.owner().unwrap().load().await.unwrap().entries
}

#[tokio::test]
async fn there_and_back_everything_is_as_it_was() {
    for (name, url) in servers() {
        println!("{name}");
        let server: Place = url.parse().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let (instance, code) = first(dir.path());
        fill(&instance).await;
        let (before, head) = (
            entries(&instance).await,
            instance.owner().unwrap().head().await.unwrap(),
        );
        let in_use = move_all(dir.path(), &Place::File, &server)
            .await
            .unwrap_err();
        assert!(
            in_use.to_string().contains("another Windward serves"),
            "{in_use}"
        );
        drop(instance);
        let moved = move_all(dir.path(), &Place::File, &server).await.unwrap();
        assert_eq!(
            moved,
            Moved {
                people: 1,
                entries: MANY,
                already: 0
            }
        );

        let there = again_at(dir.path(), &server);
        assert_eq!(entries(&there).await, before);
        assert_eq!(there.owner().unwrap().head().await.unwrap(), head);
        assert!(there.owner().unwrap().recovery_confirmed().await.unwrap());
        assert!(there.owner().unwrap().opens_with(&code).await.unwrap());
        assert_eq!(there.framework_hashes().await.unwrap().len(), 1);
        let made = |doctor: windward_store::Doctor| (doctor.created_by, doctor.created_at);
        let there_made = made(there.doctor().await.unwrap());
        there
            .owner()
            .unwrap()
            .append(vec![Pen::new(1 << 40).put("and on")], None)
            .await
            .unwrap();
        let after = entries(&there).await;
        drop(there);

        // Back, into a directory that has nothing but the key.
        let back = tempfile::tempdir().unwrap();
        std::fs::copy(dir.path().join("key"), back.path().join("key")).unwrap();
        let moved = move_all(back.path(), &server, &Place::File).await.unwrap();
        assert_eq!(moved.entries, MANY + 1);
        let home = again(back.path());
        assert_eq!(entries(&home).await, after);
        assert_eq!(made(home.doctor().await.unwrap()), there_made);
        assert_eq!(
            home.doctor().await.unwrap().problems(),
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn what_was_interrupted_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (instance, _) = first(dir.path());
    fill(&instance).await;
    drop(instance);
    let url = Server::shared().database();
    let server: Place = url.parse().unwrap();
    let (from, path, to) = (Place::File, dir.path().to_owned(), server.clone());
    let cut_off = tokio::spawn(async move {
        move_store(&path, &from, &to, &|_| panic!("the machine stops here")).await
    });
    assert!(cut_off.await.is_err());
    assert_eq!(sql(&url, "SELECT count(*) FROM entries"), "500\n");
    // Meanwhile something that was copied is redacted, and something is added.
    let instance = again(dir.path());
    let mut pen = Pen::new(1 << 40);
    let second = entries(&instance).await[2].entry.entry_id;
    instance
        .owner()
        .unwrap()
        .redact(second, at(9))
        .await
        .unwrap();
    instance
        .owner()
        .unwrap()
        .append(vec![pen.put("later")], None)
        .await
        .unwrap();
    let expected = entries(&instance).await;
    drop(instance);
    let moved = move_all(dir.path(), &Place::File, &server).await.unwrap();
    assert_eq!((moved.entries, moved.already), (MANY + 1, 500));
    let there = again_at(dir.path(), &server);
    assert_eq!(entries(&there).await, expected);
    assert_eq!(there.owner().unwrap().head().await.unwrap().rewrites, 3);
}

#[tokio::test]
async fn two_records_are_never_mixed() {
    let url = Server::shared().database();
    let server: Place = url.parse().unwrap();
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (instance, _) = first(dir.path());
    instance
        .owner()
        .unwrap()
        .append(vec![Pen::new(0).put("mine")], None)
        .await
        .unwrap();
    drop(instance);
    let (theirs, _) = first_at(other.path(), &server);
    theirs
        .owner()
        .unwrap()
        .append(vec![Pen::new(9).put("theirs")], None)
        .await
        .unwrap();
    drop(theirs);
    let refused = move_all(dir.path(), &Place::File, &server)
        .await
        .unwrap_err();
    assert!(matches!(refused, MoveError::Another), "{refused}");
    assert_eq!(sql(&url, "SELECT count(*) FROM entries"), "1\n");

    // One record that went on at both ends.
    let url = Server::shared().database();
    let server: Place = url.parse().unwrap();
    move_all(dir.path(), &Place::File, &server).await.unwrap();
    let there = again_at(dir.path(), &server);
    let mut pen = Pen::new(50);
    there
        .owner()
        .unwrap()
        .append(vec![pen.put("there")], None)
        .await
        .unwrap();
    drop(there);
    let refused = move_all(dir.path(), &Place::File, &server)
        .await
        .unwrap_err();
    assert!(
        matches!(refused, MoveError::Further { here: 1, there: 2 }),
        "{refused}"
    );
    let here = again(dir.path());
    here.owner()
        .unwrap()
        .append(vec![pen.put("here")], None)
        .await
        .unwrap();
    drop(here);
    let refused = move_all(dir.path(), &Place::File, &server)
        .await
        .unwrap_err();
    assert!(
        matches!(refused, MoveError::Differs { seq: 2 }),
        "{refused}"
    );
    let same = move_all(dir.path(), &server, &server).await.unwrap_err();
    assert!(matches!(same, MoveError::Same), "{same}");
}

#[tokio::test]
async fn a_backup_of_a_server_is_one_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let server: Place = Server::shared().database().parse().unwrap();
    let (instance, code) = first_at(&dir.path().join("data"), &server);
    fill(&instance).await;
    let path = dir.path().join("backup.windward");
    let report = instance.backup(&path).await.unwrap();
    assert_eq!(
        (report.entries, report.recovery_confirmed),
        (MANY, Some(true))
    );
    let expected = entries(&instance).await;
    let names = |dir: &Path| std::fs::read_dir(dir).unwrap().count();
    assert_eq!(names(dir.path()), 2, "nothing else is left beside it");
    let typed: RecoveryCode = code.reveal().parse().unwrap();
    let to = dir.path().join("restored");
    restore(&path, &to, Unlock::Recovery(&typed)).unwrap();
    assert_eq!(entries(&again(&to)).await, expected);
}
