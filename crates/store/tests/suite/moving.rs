//! From a file to a server and back, with nothing lost on the way.

use std::path::Path;

use windward_core::record::Stored;
use windward_store::{
    AccountRole, DigestRow, Entry, Instance, Join, LetterState, MAIL, MoveError, Moved, NewLetter,
    Place, Post, RecoveryCode, Unlock, move_store, restore,
};

use crate::{
    accounts,
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

#[tokio::test(flavor = "multi_thread")]
async fn people_sign_in_where_their_accounts_were_moved_to() {
    for (name, url) in servers() {
        println!("{name}");
        let server: Place = url.parse().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let here = accounts::open(dir.path(), &Place::File);
        let code = accounts::join(&here, "ada", "four words of mine", AccountRole::Member).await;
        accounts::join(&here, "kim", "vier worte von mir", AccountRole::Member).await;
        let (lea, max) = ("lea".parse().unwrap(), "max".parse().unwrap());
        let taken = here.invite(&lea, AccountRole::Member, at(0)).await;
        let open = here.invite(&max, AccountRole::Administrator, at(0)).await;
        let (taken, open) = (taken.unwrap(), open.unwrap());
        let ada = sign_in(&here, "ada", "four words of mine").await;
        let record = accounts::record(&here, &ada.secret).await.unwrap();
        record
            .append(vec![Pen::new(0).put("mine alone")], None)
            .await
            .unwrap();
        let before = record.load().await.unwrap();
        drop((record, here));
        assert_eq!(
            move_all(dir.path(), &Place::File, &server)
                .await
                .unwrap()
                .people,
            2
        );
        // It was not the end of it: somebody takes an invitation before the move is made again.
        let here = accounts::open(dir.path(), &Place::File);
        let lea = accounts::account("lea", "quattro parole mie");
        let joined = here.join(Some(&taken), lea, at(1)).await.unwrap();
        assert!(matches!(joined, Join::Yes(..)));
        drop(here);
        assert_eq!(
            move_all(dir.path(), &Place::File, &server)
                .await
                .unwrap()
                .people,
            3
        );

        let there = accounts::open(dir.path(), &server);
        assert!(
            accounts::record(&there, &ada.secret).await.is_none(),
            "a session stays behind"
        );
        let wrong = accounts::sign_in(&there, "ada", "four words of yours").await;
        assert!(wrong.is_none());
        let ada = sign_in(&there, "ada", "four words of mine").await;
        let record = accounts::record(&there, &ada.secret).await.unwrap();
        assert_eq!(record.load().await.unwrap(), before);
        assert!(record.opens_with(&code.unwrap()).await.unwrap());
        for (name, password) in [("kim", "vier worte von mir"), ("lea", "quattro parole mie")] {
            let secret = sign_in(&there, name, password).await.secret;
            let record = accounts::record(&there, &secret).await.unwrap();
            assert_eq!(record.load().await.unwrap().entries, [], "{name}");
        }
        assert!(there.invitation(&taken, at(2)).await.unwrap().is_none());
        let max = accounts::account("max", "quatre mots à moi");
        let joined = there.join(Some(&open), max, at(2)).await.unwrap();
        assert!(matches!(joined, Join::Yes(..)));
        drop((record, there));

        let back = tempfile::tempdir().unwrap();
        let moved = move_all_to(&dir, &back, &server).await;
        assert_eq!(moved.people, 4);
        let home = accounts::open(back.path(), &Place::File);
        sign_in(&home, "max", "quatre mots à moi").await;
        let ada = sign_in(&home, "ada", "four words of mine").await;
        let record = accounts::record(&home, &ada.secret).await.unwrap();
        assert_eq!(record.load().await.unwrap(), before);
    }
}

/// Moves from a server into another directory, which has the keys of the first.
async fn move_all_to(dir: &tempfile::TempDir, back: &tempfile::TempDir, from: &Place) -> Moved {
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_string_lossy().contains("key") {
            std::fs::copy(file.path(), back.path().join(file.file_name())).unwrap();
        }
    }
    move_all(back.path(), from, &Place::File).await.unwrap()
}

async fn sign_in(instance: &Instance, name: &str, password: &str) -> Entry {
    let entry = accounts::sign_in(instance, name, password).await;
    entry.unwrap_or_else(|| panic!("{name} does not get in"))
}

/// A letter that says nothing: what is sealed in it is looked at by whoever sends it.
fn letter(instance: &Instance, id: u8) -> NewLetter {
    NewLetter {
        person: instance.owner().unwrap().person(),
        id: [id; 32],
        kind: "update",
        sealed: vec![id],
        answer: vec![2],
    }
}

#[tokio::test]
async fn what_waits_to_be_sent_moves_along_as_it_is_now() {
    for (name, url) in servers() {
        println!("{name}");
        let server: Place = url.parse().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let (here, _) = first(dir.path());
        let (store, person) = (here.journal().clone(), here.owner().unwrap().person());
        let letters = (1..=3).map(|id| letter(&here, id)).collect();
        store.queue_letters(letters, at(0)).await.unwrap();
        store.note_key("of this server".to_owned()).await.unwrap();
        let digest = DigestRow {
            person,
            sealed: vec![5],
            stop_hash: [6; 32],
            next_at: at(60_000),
        };
        store.put_digest(digest.clone()).await.unwrap();
        let setting = store.put_server_setting(MAIL, Some(vec![4]), at(0));
        setting.await.unwrap();
        drop((store, here));
        move_all(dir.path(), &Place::File, &server).await.unwrap();
        // Before the move is made again one is on its way, one is taken back, and the digest is another.
        let here = again(dir.path());
        let store = here.journal().clone();
        assert!(store.begin_letter(person, [1; 32], at(1)).await.unwrap());
        assert!(store.drop_letter(person, [2; 32]).await.unwrap());
        let digest = DigestRow {
            stop_hash: [7; 32],
            ..digest
        };
        store.put_digest(digest.clone()).await.unwrap();
        let before = store.letters(person, 9).await.unwrap();
        drop((store, here));
        move_all(dir.path(), &Place::File, &server).await.unwrap();

        let there = again_at(dir.path(), &server);
        let store = there.journal();
        let after = store.letters(person, 9).await.unwrap();
        assert_eq!(after, before);
        assert_eq!(after.len(), 2);
        assert_eq!(after[0].state, LetterState::Sending);
        assert_eq!(store.digest(person).await.unwrap(), Some(digest));
        assert_eq!(store.server_setting(MAIL).await.unwrap(), Some(vec![4]));
        let print = store.key_print().await.unwrap();
        assert_eq!(print.as_deref(), Some("of this server"));
    }
}
