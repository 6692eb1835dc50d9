//! Several programs over one database on a server.

use std::{fs, path::Path, sync::Barrier, thread};

use jiff::SignedDuration;
use windward_store::{
    Conflict, Instance, Journal, KeyFileError, OpenError, Place, Postgres, SCHEMA_VERSION,
    StoreError, Url, examine,
};

use crate::{
    instance::{COMMAND, SERVER, again_at, first_at},
    pen::{Pen, at, new_session},
    places::{citus, open, servers},
    postgres::{Server, sql},
};

/// A second data directory with the key file of the first, as another machine has it.
fn another(dir: &Path) -> tempfile::TempDir {
    let other = tempfile::tempdir().unwrap();
    fs::copy(dir.join("key"), other.path().join("key")).unwrap();
    other
}

#[tokio::test]
async fn what_one_writes_the_other_shows_at_its_next_request() {
    for (name, url) in servers() {
        println!("{name}");
        let place: Place = url.parse().unwrap();
        let here = tempfile::tempdir().unwrap();
        let (one, _) = first_at(here.path(), &place);
        let there = another(here.path());
        let two = again_at(there.path(), &place);
        assert_eq!(one.owner().unwrap().person(), two.owner().unwrap().person());

        let mut pen = Pen::new(0);
        for (writes, reads) in [(&one, &two), (&two, &one)] {
            let before = reads.owner().unwrap().head().await.unwrap();
            let entry = pen.put("seen");
            let act = vec![entry.clone()];
            writes.owner().unwrap().append(act, None).await.unwrap();
            let since = reads.owner().unwrap().load_since(before.seq).await.unwrap();
            assert_eq!(since.head, reads.owner().unwrap().head().await.unwrap());
            assert_eq!(since.entries.len(), 1);
            assert_eq!(since.entries[0].entry, entry);
            writes
                .owner()
                .unwrap()
                .redact(entry.entry_id, at(2))
                .await
                .unwrap();
            assert_eq!(
                reads.owner().unwrap().head().await.unwrap().rewrites,
                before.rewrites + 1
            );
        }

        let idle = SignedDuration::from_hours(1);
        let link = one.new_sign_in_link(at(0), at(90_000)).await.unwrap();
        let secret = two
            .sign_in(&link, new_session(at(0), at(90_000)))
            .await
            .unwrap();
        let secret = secret.expect("made here, used there");
        assert!(one.session(&secret, at(1), idle).await.unwrap().is_some());
        one.end_session(&secret).await.unwrap();
        assert!(two.session(&secret, at(1), idle).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_expect_the_same_end_through_two_servers_one_wins() {
    for (name, url) in servers() {
        println!("{name}");
        let place: Place = url.parse().unwrap();
        let here = tempfile::tempdir().unwrap();
        let (one, _) = first_at(here.path(), &place);
        let there = another(here.path());
        let two = again_at(there.path(), &place);
        let mut pen = Pen::new(0);
        let tasks: Vec<_> = (0..24)
            .map(|number| {
                let at = if number % 2 == 0 { &one } else { &two };
                let (store, entry) = (at.owner().unwrap().clone(), pen.put("mine"));
                tokio::spawn(async move { store.append(vec![entry], Some(0)).await })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => won += 1,
                Err(StoreError::Conflict(Conflict::Head { actual: 1, .. })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(two.owner().unwrap().load().await.unwrap().entries.len(), 1);
    }
}

#[test]
fn many_that_bring_up_the_tables_at_once_do_it_once() {
    for (name, url) in servers() {
        println!("{name}");
        let together = Barrier::new(6);
        thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let url = Url::parse(&url).unwrap();
                    together.wait();
                    Postgres::open(&url).unwrap();
                });
            }
        });
        let plain = url.replace("?prepared=off", "");
        let versions = (1..=SCHEMA_VERSION).fold(String::new(), |all, it| format!("{all}{it}\n"));
        assert_eq!(
            sql(
                &plain,
                "SELECT version FROM schema_version ORDER BY version"
            ),
            versions
        );
        assert_eq!(sql(&plain, "SELECT count(*) FROM instance"), "2\n");
    }
}

#[test]
fn of_many_first_starts_at_once_one_begins_a_record() {
    // More than once, as they must meet between looking and writing.
    for _ in 0..6 {
        let url = Server::shared().database();
        let place: Place = url.parse().unwrap();
        drop(open(&url));
        let dirs = [(); 6].map(|()| tempfile::tempdir().unwrap());
        let together = Barrier::new(dirs.len());
        let opened = thread::scope(|scope| {
            let starts = dirs.each_ref().map(|dir| {
                scope.spawn(|| {
                    together.wait();
                    Instance::open_at(dir.path(), &place, SERVER)
                })
            });
            starts.map(|start| start.join().unwrap())
        });
        let mut began = 0;
        for opened in opened {
            match opened {
                Ok(opened) => began += usize::from(opened.first_start.is_some()),
                // Another’s record is there by now, which a key file of one’s own, or none, does not open.
                Err(OpenError::WrongKey(_) | OpenError::Key(KeyFileError::Missing(_))) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(began, 1);
        assert_eq!(sql(&url, "SELECT count(*) FROM people"), "1\n");
    }
}

#[test]
fn commands_begin_nothing_and_another_programs_tables_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let url = Server::shared().database();
    let place: Place = url.parse().unwrap();
    let refused = Instance::open_at(dir.path(), &place, COMMAND).unwrap_err();
    assert!(matches!(refused, OpenError::Empty(_)), "{refused}");
    // Tables of other names are no matter; one of a name of ours is.
    sql(&url, "CREATE TABLE recipes (name text)");
    let refused = Instance::open_at(dir.path(), &place, COMMAND).unwrap_err();
    assert!(matches!(refused, OpenError::Empty(_)), "{refused}");
    sql(&url, "CREATE TABLE people (name text)");
    let refused = Instance::open_at(dir.path(), &place, SERVER).unwrap_err();
    assert!(matches!(refused, OpenError::NotWindward), "{refused}");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(sql(&url, tables), "2\n");
    assert!(!dir.path().join("key").exists());
}

#[tokio::test]
async fn a_check_proves_an_installation() {
    let dir = tempfile::tempdir().unwrap();
    for (name, url) in servers() {
        println!("{name}");
        let (place, plain): (Place, _) = (url.parse().unwrap(), url.replace("?prepared=off", ""));
        let empty = examine(dir.path(), &place).await.unwrap_err();
        assert!(matches!(empty, OpenError::Empty(_)), "{empty}");
        drop(open(&url));
        let problems = async || -> Vec<String> {
            let found = examine(dir.path(), &place).await.unwrap();
            assert!(found.facts.iter().any(|it| it.0 == "postgresql"));
            // The tests’ server does not wait for the disk, and the check sees it.
            let (disk, others): (Vec<_>, _) = found
                .problems
                .into_iter()
                .partition(|it| it.starts_with("fsync is off"));
            assert_eq!(disk.len(), 1);
            others
        };
        assert_eq!(problems().await, Vec::<String>::new());
        for (harm, mend, says) in [
            (
                "ALTER TABLE people RENAME COLUMN head TO hat",
                "ALTER TABLE people RENAME COLUMN hat TO head",
                "the column people.head is missing",
            ),
            (
                "ALTER TABLE leases ALTER COLUMN fence TYPE integer",
                "ALTER TABLE leases ALTER COLUMN fence TYPE bigint",
                "the column leases.fence is integer",
            ),
            (
                "DROP INDEX entries_entry_id",
                "CREATE UNIQUE INDEX entries_entry_id ON entries (dkey, tenant_id, person_id, entry_id)",
                "the index entries_entry_id is missing, or not valid",
            ),
        ] {
            sql(&plain, harm);
            assert_eq!(problems().await, [says]);
            sql(&plain, mend);
        }
        assert_eq!(problems().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_sharded_installation_is_proved_too() {
    let Some(url) = citus() else { return };
    drop(open(&url));
    let dir = tempfile::tempdir().unwrap();
    let found = examine(dir.path(), &url.parse().unwrap()).await.unwrap();
    assert!(found.facts.iter().any(|it| it.0 == "citus"));
    assert_eq!(found.problems, Vec::<String>::new());
}

#[tokio::test]
async fn whoever_is_at_the_other_end_of_tls_is_verified() {
    let file = |name: &str| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/tls")
            .join(name)
    };
    let server = Server::start(&format!(
        "fsync = off\nssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'",
        Server::private_copy(&file("server.pem")).display(),
        Server::private_copy(&file("server.key")).display(),
    ));
    let url = server.database();
    let root = file("root.pem").display().to_string();
    let connect = |url: &str| Postgres::open(&Url::parse(url).unwrap());
    let known = format!("{url}?sslmode=verify-full&sslrootcert={root}");
    let store = connect(&known).unwrap();
    store.tenants().await.unwrap();
    let encrypted = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND application_name = 'windward'";
    assert_ne!(sql(&url, encrypted), "0\n");
    drop(store);
    // A root that browsers do not know.
    let unknown = connect(&format!("{url}?sslmode=require")).unwrap_err();
    assert!(unknown.to_string().contains("certificate"), "{unknown}");
    // Another name than the certificate’s.
    let elsewhere = known.replace("@127.0.0.1:", "@db.example:");
    let elsewhere = connect(&format!("{elsewhere}&hostaddr=127.0.0.1")).unwrap_err();
    assert!(elsewhere.to_string().contains("certificate"), "{elsewhere}");
    // No certificates.
    let none = connect(&known.replace("root.pem", "server.key")).unwrap_err();
    assert!(matches!(none, OpenError::Root { .. }), "{none}");
}
