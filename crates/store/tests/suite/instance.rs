//! Opening a data directory, signing in, recovery, frameworks.

use std::{fs, path::Path};

use jiff::{SignedDuration, ToSpan};
use windward_core::framework::FrameworkHash;
use windward_store::{
    Instance, Journal, KeyFileError, OpenError, OpenOptions, Place, RecoveryCode, Role,
    SessionSecret, SignInToken,
};

use crate::{
    pen::{Pen, at, new_session},
    places::places,
    trips::somebody,
};

pub(crate) const SERVER: OpenOptions = OpenOptions {
    role: Role::Server,
    create: true,
};
pub(crate) const COMMAND: OpenOptions = OpenOptions {
    role: Role::CommandLine,
    create: false,
};

/// A new instance and its recovery code.
pub(crate) fn first_at(dir: &Path, place: &Place) -> (Instance, RecoveryCode) {
    let opened = Instance::open_at(dir, place, SERVER).unwrap();
    (opened.instance, opened.first_start.unwrap().recovery_code)
}

pub(crate) fn again_at(dir: &Path, place: &Place) -> Instance {
    let opened = Instance::open_at(dir, place, SERVER).unwrap();
    assert!(opened.first_start.is_none());
    opened.instance
}

pub(crate) fn first(dir: &Path) -> (Instance, RecoveryCode) {
    first_at(dir, &Place::File)
}

pub(crate) fn again(dir: &Path) -> Instance {
    again_at(dir, &Place::File)
}

#[tokio::test]
async fn what_was_appended_is_there_when_opened_again() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let dir = &dir.path().join("deep").join("data");
        let (instance, _) = first_at(dir, &place);
        let tenant = instance.tenant();
        let entry = Pen::new(0).put("because");
        let appended = instance
            .owner()
            .unwrap()
            .append(vec![entry.clone()], None)
            .await
            .unwrap();
        assert_eq!((appended.seqs, appended.already), (vec![1], false));
        drop(instance);

        let instance = again_at(dir, &place);
        assert_eq!(instance.tenant(), tenant);
        let loaded = instance.owner().unwrap().load().await.unwrap();
        assert_eq!(loaded.head, appended.head);
        assert_eq!(loaded.entries.len(), 1);
        assert_eq!(loaded.entries[0].entry, entry);
        assert_eq!(
            instance
                .owner()
                .unwrap()
                .load_since(1)
                .await
                .unwrap()
                .entries,
            []
        );
    }
}

#[tokio::test]
async fn nothing_is_made_unless_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("nowhere");
    assert!(matches!(
        Instance::open(&nowhere, COMMAND),
        Err(OpenError::Nothing(_))
    ));
    assert!(!nowhere.exists());
}

#[tokio::test]
async fn one_serves_and_commands_work_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let (server, _) = first(dir.path());
    assert!(matches!(
        Instance::open(dir.path(), SERVER),
        Err(OpenError::Served { .. })
    ));
    let command = Instance::open(dir.path(), COMMAND).unwrap().instance;
    let mut pen = Pen::new(0);
    command
        .owner()
        .unwrap()
        .append(vec![pen.put("beside")], None)
        .await
        .unwrap();
    let head = server.owner().unwrap().head().await.unwrap();
    assert_eq!(head.seq, 1);
    server
        .owner()
        .unwrap()
        .append(vec![pen.put("and back")], None)
        .await
        .unwrap();
    assert_eq!(
        command.owner().unwrap().load().await.unwrap().entries.len(),
        2
    );
    // The lock goes with the last of what came from it.
    let store = server.owner().unwrap().clone();
    drop(server);
    assert!(matches!(
        Instance::open(dir.path(), SERVER),
        Err(OpenError::Served { .. })
    ));
    drop(store);
    again(dir.path());
}

#[cfg(unix)]
#[test]
fn files_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (_instance, _) = first(&data);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let mut names = Vec::new();
    for file in fs::read_dir(&data).unwrap() {
        let file = file.unwrap();
        assert_eq!(mode(&file.path()), 0o600, "{:?}", file.path());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(
        names,
        [
            "key",
            "schema.lock",
            "server.lock",
            "windward.db",
            "windward.db-shm",
            "windward.db-wal"
        ]
    );
}

#[test]
fn a_missing_or_foreign_key_file_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    drop(first(dir.path()));
    let key = dir.path().join("key");
    let own = fs::read(&key).unwrap();
    fs::write(&key, [1; 32]).unwrap();
    let wrong = Instance::open(dir.path(), SERVER).unwrap_err();
    assert!(matches!(wrong, OpenError::WrongKey(_)), "{wrong}");
    fs::remove_file(&key).unwrap();
    let missing = Instance::open(dir.path(), SERVER).unwrap_err();
    assert!(
        matches!(missing, OpenError::Key(KeyFileError::Missing(_))),
        "{missing}"
    );
    assert!(missing.to_string().contains("windward restore"));
    assert!(!key.exists(), "no new key for an old vault");
    fs::write(&key, own).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let readable = Instance::open(dir.path(), SERVER).unwrap_err();
        assert!(
            matches!(readable, OpenError::Key(KeyFileError::Readable(_))),
            "{readable}"
        );
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }
    again(dir.path());
}

#[test]
fn a_first_start_that_was_cut_off_is_finished_by_the_next() {
    // After the key file, before the database.
    let dir = tempfile::tempdir().unwrap();
    drop(first(dir.path()));
    let key = fs::read(dir.path().join("key")).unwrap();
    fs::remove_file(dir.path().join("windward.db")).unwrap();
    drop(first(dir.path()));
    assert_eq!(fs::read(dir.path().join("key")).unwrap(), key);
    // After the file of the database, before its tables.
    fs::write(dir.path().join("windward.db"), "").unwrap();
    drop(first(dir.path()));
    drop(again(dir.path()));
}

#[tokio::test]
async fn a_link_signs_in_once_and_in_time() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let (now, later) = (at(0), at(60_000));
        let week = at(7 * 24 * 3_600_000);
        let link = instance.new_sign_in_link(now, later).await.unwrap();
        let link = SignInToken::parse(&link.reveal()).unwrap();
        let secret = instance
            .sign_in(&link, new_session(now, week))
            .await
            .unwrap()
            .unwrap();
        assert!(
            instance
                .sign_in(&link, new_session(now, week))
                .await
                .unwrap()
                .is_none(),
            "twice"
        );
        let late = instance.new_sign_in_link(now, later).await.unwrap();
        assert!(
            instance
                .sign_in(&late, new_session(later, week))
                .await
                .unwrap()
                .is_none(),
            "late"
        );
        let made_up = SignInToken::random().unwrap();
        assert!(
            instance
                .sign_in(&made_up, new_session(now, week))
                .await
                .unwrap()
                .is_none()
        );

        // What the browser holds opens the vault, on any process over the same database.
        let secret = SessionSecret::parse(&secret.reveal()).unwrap();
        let idle = SignedDuration::from_hours(24);
        instance
            .owner()
            .unwrap()
            .append(vec![Pen::new(0).put("mine")], None)
            .await
            .unwrap();
        drop(instance);
        let instance = again_at(dir.path(), &place);
        let signed_in = instance.session(&secret, now, idle).await.unwrap().unwrap();
        assert_eq!(
            signed_in
                .store
                .as_ref()
                .unwrap()
                .load()
                .await
                .unwrap()
                .entries
                .len(),
            1
        );
        assert_eq!((signed_in.created_at, signed_in.expires_at), (now, week));

        // How far the record has come is told along to whoever knows whose session it is, and to nobody else.
        let mine = signed_in.person;
        let tenant = instance.journal().tenants().await.unwrap()[0];
        let other = somebody(instance.journal(), tenant).await.person();
        for (known, seq) in [(Some(mine), Some(1)), (Some(other), None), (None, None)] {
            let told = instance.session_of(&secret, known, now, idle).await;
            let told = told.unwrap().expect("it is good");
            assert_eq!(told.head.map(|it| it.seq), seq);
        }
    }
}

#[tokio::test]
async fn a_session_ends_by_time_by_idleness_and_by_hand() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let (now, idle) = (at(0), SignedDuration::from_hours(1));
        let sign_in = async |now, until| {
            let link = instance.new_sign_in_link(now, until).await.unwrap();
            instance
                .sign_in(&link, new_session(now, until))
                .await
                .unwrap()
                .unwrap()
        };
        let good = async |secret: &SessionSecret, now| {
            instance.session(secret, now, idle).await.unwrap().is_some()
        };

        let absolute = sign_in(now, now + 2.hours()).await;
        assert!(good(&absolute, now + 59.minutes()).await);
        assert!(good(&absolute, now + 118.minutes()).await, "use keeps it");
        assert!(
            !good(&absolute, now + 2.hours()).await,
            "not beyond its end"
        );

        let unused = sign_in(now, now + 24.hours()).await;
        assert!(!good(&unused, now + 60.minutes()).await);
        assert!(
            !good(&unused, now).await,
            "one that was idle does not come back"
        );

        let (one, two) = (
            sign_in(now, now + 24.hours()).await,
            sign_in(now, now + 24.hours()).await,
        );
        instance.end_session(&one).await.unwrap();
        assert!(!good(&one, now).await);
        assert!(good(&two, now).await);
        let link = instance
            .new_sign_in_link(now, now + 1.hours())
            .await
            .unwrap();
        assert_eq!(
            instance
                .end_all_sessions(instance.owner().unwrap().person())
                .await
                .unwrap(),
            1
        );
        assert!(!good(&two, now).await);
        assert!(
            instance
                .sign_in(&link, new_session(now, now + 1.hours()))
                .await
                .unwrap()
                .is_none()
        );
        assert!(!good(&SessionSecret::random().unwrap(), now).await);
    }
}

#[tokio::test]
async fn the_recovery_code_is_shown_once_confirmed_and_replaced() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, code) = first_at(dir.path(), &place);
        assert!(
            !instance
                .owner()
                .unwrap()
                .recovery_confirmed()
                .await
                .unwrap()
        );
        let typed: RecoveryCode = code.reveal().to_lowercase().parse().unwrap();
        assert!(instance.owner().unwrap().opens_with(&typed).await.unwrap());
        assert!(
            !instance
                .owner()
                .unwrap()
                .opens_with(&RecoveryCode::random().unwrap())
                .await
                .unwrap()
        );
        instance
            .owner()
            .unwrap()
            .confirm_recovery(at(5))
            .await
            .unwrap();
        assert!(
            instance
                .owner()
                .unwrap()
                .recovery_confirmed()
                .await
                .unwrap()
        );
        let new = instance
            .owner()
            .unwrap()
            .new_recovery_code(at(6))
            .await
            .unwrap();
        assert!(
            !instance
                .owner()
                .unwrap()
                .recovery_confirmed()
                .await
                .unwrap()
        );
        assert!(!instance.owner().unwrap().opens_with(&code).await.unwrap());
        assert!(instance.owner().unwrap().opens_with(&new).await.unwrap());
    }
}

#[tokio::test]
async fn frameworks_lie_under_their_hash() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let one = instance.put_framework("name = 'one'").await.unwrap();
        assert_eq!(one, FrameworkHash::of("name = 'one'"));
        let two = instance.put_framework("name = 'two'").await.unwrap();
        instance.put_framework("name = 'one'").await.unwrap();
        let hashes = instance.framework_hashes().await.unwrap();
        assert!(hashes.len() == 2 && hashes.contains(&one) && hashes.contains(&two));
        assert_eq!(
            instance.framework(two).await.unwrap().unwrap(),
            "name = 'two'"
        );
        assert_eq!(
            instance.framework(FrameworkHash::of("")).await.unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn erased_is_gone_and_the_directory_begins_anew() {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        let (instance, _) = first_at(dir.path(), &place);
        let person = instance.owner().unwrap().person();
        instance
            .owner()
            .unwrap()
            .append(vec![Pen::new(0).put("gone")], None)
            .await
            .unwrap();
        let traces = instance.erase().await.unwrap().traces;
        assert_eq!(traces, matches!(place, Place::Server(_)));
        assert!(instance.owner().unwrap().head().await.is_err());
        assert!(!dir.path().join("key").exists());
        drop(instance);
        let (instance, _) = first_at(dir.path(), &place);
        assert_ne!(instance.owner().unwrap().person(), person);
        assert_eq!(instance.tenant(), person.tenant());
        assert_eq!(instance.owner().unwrap().load().await.unwrap().entries, []);
    }
}
