//! Being erased, the audit log, what is put away, and backups to a key: as commands beside a server and without one.

use std::fs;

use serde_json::Value;

use crate::{
    accounts::{Place, as_ada, cookies, done, form, path_in, shop},
    serve::{Server, ask_at},
    shell::Shell,
};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Ada and Kim on a server that is stopped again.
fn two() -> (Shell, String) {
    let (mut shell, base) = shop(Place::File);
    let server = Server::start(&shell, "serve --no-open");
    let path = path_in(server.greeting(), &base, "join");
    let to = format!("POST {path}");
    let joined = ask_at(&base, &to, "", &form("ada", "four words of mine"));
    assert!(joined.contains("Your recovery code"), "{joined}");
    let added = shell.done("user add kim");
    let path = path_in(&added, &base, "join");
    let joined = ask_at(
        &base,
        &format!("POST {path}"),
        "",
        &form("kim", "vier worte von mir"),
    );
    assert!(!cookies(&joined).is_empty(), "{joined}");
    (shell, base)
}

#[test]
fn an_account_is_removed_in_thirty_days_or_now_and_the_log_tells_it() {
    let (mut shell, _) = two();
    let asked = shell.run("user remove kim");
    assert!(
        asked.is_empty(),
        "nobody is there to type the name: {asked}"
    );
    let leaving = json(&shell.done("user remove kim --yes --json"));
    assert!(leaving["erased_at"].is_string(), "{leaving}");
    let listed = json(&shell.done("user list --json"));
    let of = |name: &str| {
        let all = listed["accounts"].as_array().unwrap();
        all.iter().find(|it| it["name"] == name).unwrap().clone()
    };
    assert_eq!(of("kim")["erased_at"], leaving["erased_at"]);
    assert!(of("ada")["erased_at"].is_null());
    assert!(shell.done("user list").contains("leaving, erased"));
    shell.done("user remove kim --back");
    assert!(!shell.done("user list").contains("leaving"));
    let gone = shell.done("user remove kim --now --yes");
    assert!(gone.contains("the name is free"), "{gone}");
    assert!(!shell.done("user list").contains("kim"));

    let output = shell
        .command("user remove ada --yes --json")
        .output()
        .unwrap();
    assert!(output.status.success(), "alone, she may: {output:?}");
    for (typed, says) in [
        ("user remove kim --json", "nobody has the name"),
        ("user disable kim --json", "nobody has the name"),
        ("user add 'k m' --json", "cannot be part"),
    ] {
        let output = shell.command(typed).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{typed}");
        // After what is said about the configuration file.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let told = json(said.lines().last().unwrap_or_default());
        assert!(told["error"].as_str().unwrap().contains(says), "{told}");
        assert_eq!((&told["code"], output.stdout.len()), (&Value::from(2), 0));
    }

    let log = shell.done("audit --all");
    for says in [
        "somebody who is gone",
        "somebody at the machine",
        "invited somebody",
        "got an account",
        "began to leave",
        "stayed",
        "erased the account and its record",
    ] {
        assert!(log.contains(says), "{says}: {log}");
    }
    assert!(log.contains("ada") && !log.contains("kim"), "{log}");
    let rows = json(&shell.done("audit --all --json"));
    let rows = rows.as_array().unwrap();
    assert_eq!(rows[0]["row"], 1);
    let sound = json(&shell.done("audit verify --json"));
    assert_eq!(sound["rows"].as_u64().unwrap(), rows.len() as u64);
    let last = sound["last"].as_str().unwrap().to_owned();
    shell.done(&format!("audit verify --expect {last}"));
    let other = last
        .replace(':', ":00")
        .chars()
        .take(last.len())
        .collect::<String>();
    let output = shell
        .command(&format!("audit verify --expect {other}"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));

    let connection = rusqlite::Connection::open(shell.path("data/windward.db")).unwrap();
    let tampered = "UPDATE audit SET act = 'opened' WHERE seq = 2";
    connection.execute(tampered, []).unwrap();
    let output = shell.command("audit verify").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("row 2 is not as it was written"), "{told}");
}

#[test]
fn what_would_go_is_shown_and_then_goes() {
    let (mut shell, _) = two();
    let text = shell.read("data/windward.toml");
    shell.write(
        "data/windward.toml",
        format!("{text}[retention]\naudit = 30\n"),
    );
    let connection = rusqlite::Connection::open(shell.path("data/windward.db")).unwrap();
    let old = "INSERT INTO spent VALUES (x'00', 5), (x'01', 6)";
    connection.execute(old, []).unwrap();
    let count = || -> i64 {
        let counted = connection.query_row("SELECT count(*) FROM spent", [], |row| row.get(0));
        counted.unwrap()
    };
    let shown = json(&shell.done("retention --dry-run --json"));
    let of = |what: &str| {
        let all = shown["what"].as_array().unwrap();
        all.iter().find(|it| it["what"] == what).unwrap().clone()
    };
    assert_eq!((&of("spent")["rows"], count()), (&Value::from(2), 2));
    assert_eq!(of("audit")["days"], 30);
    assert!(of("closed")["days"].is_null() && of("audit")["next"].is_string());
    assert_eq!(shown["put_away"], false);
    assert!(shell.done("retention --dry-run").contains("kept for ever"));
    assert!(shell.done("retention").contains("Put away: 2 rows"));
    assert_eq!(count(), 0);
    shell.write(
        "data/windward.toml",
        format!("{text}[retention]\naudit = 0\n"),
    );
    let output = shell.command("retention").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_backup_goes_to_a_key_is_rehearsed_and_restored() {
    let (mut shell, _) = two();
    let made = shell.done("backup key backup.key");
    let public = made
        .split_whitespace()
        .find(|it| it.starts_with("age1"))
        .unwrap()
        .to_owned();
    let key = shell.read("backup.key");
    assert!(key.contains("AGE-SECRET-KEY-1") && key.contains(&public));
    let told = shell.done(&format!("backup copy.age --to {public} --json"));
    assert_eq!(json(&told)["encrypted"], true);
    let bytes = fs::read(shell.path("copy.age")).unwrap();
    assert!(!bytes.windows(3).any(|it| it == b"kim"));
    for wrong in [
        "backup other.age --to age1nonsense".to_owned(),
        format!("backup copy.age --to {public}"),
        "backup rehearse copy.age".to_owned(),
        "restore copy.age --data elsewhere".to_owned(),
    ] {
        let output = shell.command(&wrong).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong}: {output:?}");
    }
    assert!(!shell.path("other.age").exists() && !shell.path("elsewhere").exists());
    let found = json(&shell.done("backup rehearse copy.age --identity backup.key --json"));
    assert_eq!(
        (&found["accounts"], &found["problems"]),
        (&Value::from(2), &json("[]"))
    );
    assert!(found["milliseconds"].is_u64());
    let told = shell.done("backup rehearse copy.age --identity backup.key");
    assert!(
        told.contains("It can be restored") && told.contains("2 accounts"),
        "{told}"
    );
    shell.done("backup key another.key");
    let output = shell
        .command("backup rehearse copy.age --identity another.key")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    shell.done("restore copy.age --identity backup.key --data elsewhere");
    shell.move_to("elsewhere");
    assert!(shell.done("user list").contains("kim"));
    assert!(
        shell.done("audit --all").contains("made a backup")
            || shell.done("audit verify").contains("hold together")
    );
}

#[test]
fn a_server_makes_backups_by_itself_and_doctor_tells_of_the_last() {
    let (mut shell, _) = two();
    let made = shell.done("backup key backup.key --json");
    let public = json(&made)["public"].as_str().unwrap().to_owned();
    let to = shell.path("backups");
    fs::create_dir(&to).unwrap();
    let text = shell.read("data/windward.toml");
    shell.write(
        "data/windward.toml",
        format!(
            "{text}[backup]\nto = '{}'\nrecipients = ['{public}']\n",
            to.display()
        ),
    );
    let server = Server::start(&shell, "serve --no-open");
    let mut file = None;
    for _ in 0..200 {
        file = fs::read_dir(&to)
            .unwrap()
            .flatten()
            .map(|it| it.path())
            .find(|it| it.extension().is_some_and(|it| it == "age"));
        if file.is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let file = file.expect("made at the start");
    // It has its name a moment before it is noted as the last one.
    let mut told = || json(&shell.done("doctor --json"))["last_backup"].clone();
    let mut last = told();
    for _ in 0..200 {
        if !last.is_null() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        last = told();
    }
    drop(server);
    assert_eq!(
        (&last["verified"], last["file"].as_str()),
        (&Value::from(true), file.to_str())
    );
    assert!(shell.done("doctor").contains("read again"));
    let typed = format!("backup rehearse {} --identity backup.key", file.display());
    assert!(shell.done(&typed).contains("It can be restored"));
    assert!(shell.done("audit").contains("made a backup"));
    done(&as_ada(&shell, "export --encrypted mine.age"));
    assert!(
        shell
            .done("audit")
            .contains("took a sealed copy of the record")
    );
}

#[test]
fn the_record_of_one_person_is_erased_for_good() {
    let mut shell = Shell::new();
    shell.done("log Shipped annual pricing");
    shell.done("backup kept");
    let code = shell.code.clone();
    let asked = shell.command("erase").output().unwrap();
    assert_eq!(
        asked.status.code(),
        Some(2),
        "nobody is there to type the word"
    );
    assert!(shell.done("search pricing").contains("pricing"));
    let gone = shell.done("erase --yes");
    assert!(gone.contains("The record is erased"), "{gone}");
    assert!(!shell.path("data/key").exists());
    let none = shell.command("search pricing").output().unwrap();
    assert!(!String::from_utf8_lossy(&none.stdout).contains("annual"));
    let mut rehearse = shell.command("backup rehearse kept");
    rehearse.env("WINDWARD_RECOVERY_CODE", code);
    assert!(done(&rehearse.output().unwrap()).contains("each was opened"));
    let (shell, _) = two();
    let refused = shell.command("erase --yes").output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
}
