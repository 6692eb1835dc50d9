//! Marked words, and whether they are anywhere at rest: whatever a person writes, in whatever form a store, a log or a queue
//! could keep it.

use std::{
    fmt::Write as _,
    fs,
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
    let (shell, base) = shop(place);
    let server = Server::start(&shell, "serve --no-open");
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
    assert!(page.contains("1 letter waits"), "{page}");

    let told = server.stop_and_tell();
    assert!(!has(told.as_bytes(), CANARY), "in what it logs: {told}");
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

#[test]
fn marked_words_are_nowhere_in_a_file() {
    wherever_there_is_room(Place::File);
}

#[test]
fn marked_words_are_nowhere_on_postgresql() {
    let url = Database::shared().database();
    wherever_there_is_room(Place::Postgres(&url));
}
