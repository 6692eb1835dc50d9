//! Mail from two servers over one database, one of which is killed while it sends.

use std::{fs, path::Path, thread, time::Duration};

use serde_json::Value;

use crate::{
    postgres::{Server as Database, sql},
    serve::Server,
    shell::Shell,
    smtpd::Smtpd,
};

/// How often it is looked whether something has happened, and how many times: a minute.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: u32 = 3000;

fn until(what: &str, mut happened: impl FnMut() -> bool) {
    for _ in 0..LOOKS {
        if happened() {
            return;
        }
        thread::sleep(LOOK);
    }
    panic!("never: {what}");
}

/// Sends an update from its page; the form that asked for it.
fn send(server: &Server, cookie: &str, update: &str) -> String {
    let page = server.ask(&format!("GET /updates/{update}/send"), cookie, "");
    let (_, form) = page
        .split_once("/send\"")
        .unwrap_or_else(|| panic!("{page}"));
    let field = |name: &str| {
        let (_, rest) = form
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let form = format!(
        "once={}&revises={}&anyway=yes",
        field("once"),
        field("revises")
    );
    let sent = server.ask(&format!("POST /updates/{update}/send"), cookie, &form);
    assert!(sent.starts_with("HTTP/1.1 303"), "{sent}");
    form
}

/// Drafts an update of a month for a tag; its id.
fn draft(shell: &mut Shell, month: &str, tag: &str) -> String {
    shell.done(&format!("update draft --month {month}"));
    let all: Value = serde_json::from_str(&shell.done("update list --json")).unwrap();
    let mut drafts = all.as_array().unwrap().iter();
    let it = drafts.find(|it| it["month"] == month).unwrap();
    let id = it["item"].as_str().unwrap().to_owned();
    shell.done(&format!("update change {id} --subject {month} --tag {tag}"));
    id
}

#[test]
fn of_two_servers_one_sends_and_when_it_is_killed_the_other_goes_on_and_nobody_gets_two() {
    let (url, smtpd) = (Database::shared().database(), Smtpd::start(&[]));
    let mut shell = Shell::new();
    let mail = smtpd.plain();
    let config = format!(
        "store = '{url}'\n[mail]\nhost = '{}'\nport = {}\nsecurity = 'none'\nfrom = '{}'\n",
        mail.host,
        mail.port,
        mail.from.address()
    );
    fs::create_dir(shell.path("data")).unwrap();
    fs::create_dir(shell.path("other")).unwrap();
    shell.write("data/windward.toml", &config);
    shell.write("other/windward.toml", &config);
    let people: Vec<String> = (0..12).map(|it| format!("p{it}")).collect();
    let rows = people
        .iter()
        .map(|it| format!("{it},{it}@example.org,team\n"));
    let rows: String = rows.collect();
    shell.write(
        "people.csv",
        format!("Name,Email,Tags\n{rows}Wait,wait@example.org,team\nLate,late@example.org,late\n"),
    );
    shell.done("people import people.csv");
    let first = draft(&mut shell, "2026-01", "team");
    let second = draft(&mut shell, "2026-02", "late");

    let serve = "serve --no-open --listen 127.0.0.1:0";
    let one = Server::start(&shell, serve);
    until("the first server has made its key", || {
        shell.has("data/server-key")
    });
    for key in ["key", "server-key"] {
        fs::copy(
            shell.path(&format!("data/{key}")),
            shell.path(&format!("other/{key}")),
        )
        .unwrap();
    }
    shell.move_to("other");
    let two = Server::start(&shell, serve);
    let path = one.link().split_once(one.address()).unwrap().1;
    let signed_in = one.ask(&format!("GET {path}"), "", "");
    let mut lines = signed_in.lines();
    let cookie = lines
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .unwrap();
    let cookie = cookie.split(';').next().unwrap();

    send(&one, cookie, &first);
    let waiting: &Path = &smtpd.directory().join("waiting");
    until("the first server is at the one that waits", || {
        waiting.exists()
    });
    let page = one.ask("GET /settings/mail", cookie, "");
    assert!(page.contains("This Windward looks after mail"), "{page}");
    let before = smtpd.taken().len();
    assert!(before < 13, "it is in the middle of them");
    // The second has something to send, and it is not its turn.
    let form = send(&two, cookie, &second);
    let page = two.ask("GET /settings/mail", cookie, "");
    assert!(page.contains("Another server of this record"), "{page}");
    assert_eq!(smtpd.taken().len(), before);

    drop(one);
    fs::write(smtpd.directory().join("go"), "").unwrap();
    // The turn of whoever is gone runs out, here at once.
    sql(&url, "UPDATE runners SET held_until = 0");
    // Asked once more it looks at once.
    two.ask(&format!("POST /updates/{second}/send"), cookie, &form);
    until("the second server sends the rest", || {
        smtpd.taken().len() >= 14
    });
    until("every letter is settled", || {
        sql(&url, "SELECT count(*) FROM letters WHERE state <> 'sent'") == "0\n"
    });
    let mut expected: Vec<String> = people
        .iter()
        .map(|it| format!("{it}@example.org"))
        .collect();
    expected.extend(["wait@example.org".to_owned(), "late@example.org".to_owned()]);
    expected.sort();
    let mut got = smtpd.recipients();
    got.sort();
    assert_eq!(got, expected, "each once");
}
