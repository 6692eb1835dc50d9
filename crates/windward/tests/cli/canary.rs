//! Marked words, and whether they are anywhere at rest: whatever a person writes, in whatever form a store, a log or a queue
//! could keep it.

use std::{
    fmt::Write as _,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
};

use memchr::memmem;

use crate::{
    accounts::{Place, as_ada, cookies, done, form, marked, path_in, shop},
    postgres::{Server as Database, sql},
    serve::{Server, ask_at},
};

/// Words that must be nowhere, as a person would write them.
const CANARY: &str = "zeisig-hinter-glas";

/// A name that is in the database, as names are, and in no log.
const INVITED: &str = "amsel-im-apfelbaum";

/// The forms in which a text could be written down: as it is, in UTF-16, in base64, in hexadecimal digits.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ];
    let hex = text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    forms.extend([hex.to_uppercase().into_bytes(), hex.into_bytes()]);
    // At each of the three places within a group of base64, without what its neighbours decide.
    for before in 0..3 {
        let padded = [&vec![b'x'; before], text.as_bytes()].concat();
        let whole = base64(&padded);
        let first = if before == 0 { 0 } else { 4 };
        forms.push(whole.as_bytes()[first..whole.len() - 4].to_vec());
    }
    forms
}

fn has(bytes: &[u8], text: &str) -> bool {
    let found = |form: &Vec<u8>| memmem::find(bytes, form).is_some();
    forms(text).iter().any(found)
}

/// The files at or under a path in which a text is, in any of its forms.
pub(crate) fn found_in(path: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
        } else if has(&fs::read(&path).unwrap(), text) {
            found.push(path);
        }
    }
    found
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = three
            .iter()
            .fold(0_usize, |all, it| all << 8 | usize::from(*it))
            << (8 * (3 - three.len()));
        for place in (0..4).rev() {
            out.push(DIGITS[number >> (6 * place) & 63].into());
        }
    }
    out
}

#[test]
fn what_is_looked_for_would_be_found() {
    assert!(has(b"..zeisig-hinter-glas..", CANARY));
    assert!(has(b"7a65697369672d68696e7465722d676c6173", CANARY));
    assert!(has(
        base64(b"12 zeisig-hinter-glas, and more").as_bytes(),
        CANARY
    ));
    assert!(!has(b"zeisig hinter glas", CANARY));
}

/// Every row of every table, as text.
fn rows_of(url: &str) -> String {
    let tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
                  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
    let tables = sql(url, tables);
    assert!(
        tables.contains("letters") && tables.contains("entries"),
        "{tables}"
    );
    let rows = tables
        .lines()
        .map(|it| sql(url, &format!("SELECT t::text FROM {it} t")));
    rows.collect()
}

/// Writes marked words wherever a command or a page takes some, with a letter that waits because no mail server answers.
fn wherever_there_is_room(place: Place) {
    // In one place as text, in the other as objects.
    let (format, number) = match place {
        Place::File => ("text", "request{number="),
        Place::Postgres(_) => ("json", "\"span\":{\"number\":\""),
    };
    let (shell, base) = shop(place);
    // At its most talkative, as nobody runs it but to find a fault.
    let environment = [("WINDWARD_LOG", "trace"), ("WINDWARD_LOG_FORMAT", format)];
    let server = Server::start_with(&shell, "serve --no-open", &environment);
    let path = path_in(server.greeting(), &base, "join");
    let joined = ask_at(
        &base,
        &format!("POST {path}"),
        "",
        &form("ada", "four words of mine"),
    );
    let cookie = cookies(&joined);
    let typed = format!("what={CANARY}&on=2026-03&outcome={CANARY}");
    let written = ask_at(&base, "POST /evidence", &cookie, &marked(&typed));
    assert!(written.starts_with("HTTP/1.1 303"), "{written}");
    let server_id = server.id();
    let limits = fs::read_to_string(format!("/proc/{server_id}/limits")).unwrap();
    let dumps = limits
        .lines()
        .find(|it| it.starts_with("Max core file size"))
        .unwrap();
    let dumps: Vec<&str> = dumps.split_whitespace().collect();
    assert_eq!(
        dumps[4..6],
        ["0", "0"],
        "a crash leaves no copy of memory behind"
    );

    shell.write(
        "people.csv",
        format!("Name,Email,Tags,Notes\n{CANARY},wait@example.org,team,{CANARY}\n"),
    );
    let ada = |typed: &str| done(&as_ada(&shell, typed));
    ada("people import people.csv");
    ada(&format!("setback add passed-over {CANARY}"));
    ada(&format!(
        "board seat {CANARY} --who {CANARY} --looking-for {CANARY}"
    ));
    ada(&format!("talk add {CANARY}"));
    ada(&format!("opportunity add {CANARY} --at {CANARY}"));
    ada("update draft --month 2026-03");
    let all: serde_json::Value = serde_json::from_str(&ada("update list --json")).unwrap();
    let update = all[0]["item"].as_str().unwrap().to_owned();
    ada(&format!(
        "update change {update} --subject {CANARY} --tag team"
    ));
    as_ada(&shell, &format!("update send {update} --anyway"));
    let page = ask_at(&base, "GET /settings/mail", &cookie, "");
    assert!(page.contains("One letter waits"), "{page}");

    wherever_it_could_be_logged(&base, &cookie);
    let told = server.stop_and_tell();
    for line in [
        "refused: asked for under another name",
        "refused: a change that another site asked for",
        "refused: a name and a password",
        "somebody signed in",
        number,
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    for words in [CANARY, INVITED] {
        assert!(!has(told.as_bytes(), words), "in what it logs: {told}");
    }
    for secret in [&cookie[..], &path[6..], "four words", "four+words"] {
        assert!(!told.contains(secret), "a secret in what it logs: {told}");
    }
    fs::remove_file(shell.path("people.csv")).unwrap();
    let found = found_in(&shell.path("."), CANARY);
    assert!(found.is_empty(), "{found:?}");
    if let Place::Postgres(url) = place {
        assert!(!has(rows_of(url).as_bytes(), CANARY), "in a row");
        let ahead = sql(url, "SHOW data_directory");
        let ahead = Path::new(ahead.trim()).join("pg_wal");
        let found = found_in(&ahead, CANARY);
        assert!(found.is_empty(), "{found:?}");
    }
    assert!(
        done(&as_ada(&shell, "evidence list")).contains(CANARY),
        "and it is there"
    );
}

/// Sends marked words in every part of a request, good ones and such as are refused on the way.
fn wherever_it_could_be_logged(base: &str, cookie: &str) {
    let again = ask_at(
        base,
        "POST /sign-in",
        "",
        &form("ada", "four words of mine"),
    );
    assert!(again.starts_with("HTTP/1.1 303"), "{again}");
    let name = format!("name={CANARY}&password={CANARY}");
    for (what, form) in [
        ("POST /sign-in", &*name),
        ("POST /forgotten", &*name),
        ("POST /prove", &*name),
        ("POST /evidence", "what=%FF%FE"),
        (
            "POST /evidence",
            &*marked(&format!("what={CANARY}&on={CANARY}")),
        ),
        (
            "POST /roles/new",
            &*marked(&format!("title={CANARY}&since={CANARY}")),
        ),
        (
            "POST /settings/mail",
            &*marked(&format!("host={CANARY}&user={CANARY}")),
        ),
        (
            "POST /accounts/invite",
            &*marked(&format!("name={INVITED}")),
        ),
        ("POST /import", &*name),
    ] {
        ask_at(base, what, cookie, form);
    }
    let long = CANARY.repeat(600);
    for path in [
        format!("/search?q={CANARY}"),
        format!("/evidence?q={CANARY}&from={CANARY}"),
        format!("/{CANARY}"),
        format!("/roles/{CANARY}"),
        format!("/skills/{CANARY}"),
        format!("/join/{CANARY}"),
        format!("/reset/{CANARY}"),
        format!("/calendar/{CANARY}.ics"),
        format!("/digest/stop/{CANARY}"),
        format!("/sso/back?code={CANARY}&state={CANARY}"),
        format!("/course?as_of={CANARY}"),
        format!("/search?q={long}"),
    ] {
        ask_at(base, &format!("GET {path}"), cookie, "");
    }
    let host = base.strip_prefix("http://").expect("an address");
    let headers = format!(
        "User-Agent: {CANARY}\r\nReferer: {base}/{CANARY}\r\nX-Request-Id: {CANARY}\r\nX-Forwarded-For: {CANARY}\r\n\
         Accept-Language: {CANARY}\r\nCookie: {cookie}; {CANARY}={CANARY}\r\n"
    );
    for sent in [
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {CANARY}\r\nConnection: close\r\n\r\n"),
        format!(
            "POST / HTTP/1.1\r\nHost: {host}\r\nOrigin: https://{CANARY}\r\nConnection: close\r\n\r\n"
        ),
        format!("{CANARY} / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET /{CANARY}\u{1} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{CANARY}\r\n\r\n"),
        format!(
            "GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {}\r\n\r\n",
            long.repeat(5)
        ),
    ] {
        let mut stream = TcpStream::connect(host).unwrap();
        // It may give up while this still sends.
        _ = stream.write_all(sent.as_bytes());
        _ = stream.read_to_end(&mut Vec::new());
    }
}

#[test]
fn marked_words_are_nowhere_in_a_file() {
    wherever_there_is_room(Place::File);
}

#[test]
fn marked_words_are_nowhere_on_postgresql() {
    let url = Database::shared().database();
    wherever_there_is_room(Place::Postgres(&url));
}
