//! What a server tells to whoever watches it, and how it ends.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

use crate::{
    serve::{Server, ask_at},
    shell::Shell,
};

const PAGE: &str = include_str!("../../../../docs/operate/monitoring.md");

/// Where the numbers are, as the greeting says it.
fn watched(server: &Server) -> String {
    let line = server
        .greeting()
        .lines()
        .find_map(|it| it.strip_prefix("Watched at "));
    line.unwrap().strip_suffix("/metrics").unwrap().to_owned()
}

fn told(server: &Server, path: &str) -> String {
    ask_at(&watched(server), &format!("GET {path}"), "", "")
}

/// What is answered to these headers.
fn exchanged(at: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(at.trim_start_matches("http://")).unwrap();
    write!(
        stream,
        "GET /metrics HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Signs in by the link of the greeting: the cookie.
fn signed_in(server: &Server) -> String {
    let path = server.link().split_once(server.address()).unwrap().1;
    let answer = server.ask(&format!("GET {path}"), "", "");
    let lines = answer.lines().filter_map(|it| it.split_once(": "));
    let mut cookies = lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let cookie = cookies.next().unwrap().1;
    cookie.split_once(';').unwrap().0.to_owned()
}

/// The names of the numbers in a text, without what a histogram ends them with.
fn names(text: &str) -> BTreeSet<&str> {
    // A colon keeps the places of the log in one piece, which are no numbers.
    let word = |it: char| it.is_ascii_alphanumeric() || "_:".contains(it);
    let words = text.split(|it| !word(it)).filter(|it| !it.contains(':'));
    let words = words.filter(|it| it.starts_with("windward_") || it.starts_with("process_"));
    let endings = ["_bucket", "_sum", "_count"];
    let bare = |it| {
        endings
            .iter()
            .find_map(|end| str::strip_suffix(it, end))
            .unwrap_or(it)
    };
    words.map(bare).collect()
}

#[test]
fn numbers_by_address_and_never_by_what_was_asked_for() {
    let mut shell = Shell::new();
    shell.done("demo");
    let server = Server::start(
        &shell,
        "serve --no-open --listen 127.0.0.1:0 --metrics 127.0.0.1:0",
    );
    assert!(told(&server, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(told(&server, "/readyz").starts_with("HTTP/1.1 200"));
    let cookie = signed_in(&server);
    for path in [
        "/",
        "/search?q=zeisig-hinter-glas",
        "/people/0197c2a5-0000-7000-8000-0123456789ab",
        "/zeisig-hinter-glas",
    ] {
        server.ask(&format!("GET {path}"), &cookie, "");
    }
    server.ask("ZEISIG /", &cookie, "");
    let elsewhere = "Host: evil.example\r\n";
    let refused = exchanged(&watched(&server), elsewhere);
    assert!(refused.starts_with("HTTP/1.1 421"), "{refused}");
    let probed = exchanged(&watched(&server), "Host: 127.0.0.1\r\n");
    assert!(probed.starts_with("HTTP/1.1 200"), "{probed}");
    let numbers = told(&server, "/metrics");
    assert!(
        numbers.contains("content-type: text/plain; version=0.0.4"),
        "{numbers}"
    );
    for line in [
        "windward_http_requests_total{route=\"/\",method=\"GET\",status=\"200\"} 1",
        "windward_http_requests_total{route=\"/\",method=\"other\",status=\"404\"} 1",
        "windward_http_requests_total{route=\"/people/{id}\",method=\"GET\",status=\"404\"} 1",
        "windward_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
        "windward_http_request_seconds_count{route=\"/search\"} 1",
        "windward_http_requests_under_way 0",
        "windward_records_folded_total{how=\"anew\"} 1",
        "windward_sessions 1",
        "windward_sessions_in_memory 1",
        "windward_store_up 1",
        "windward_letters_waiting 0",
        "store=\"sqlite\"} 1",
    ] {
        assert!(numbers.contains(&format!("{line}\n")), "{line}\n{numbers}");
    }
    for word in ["eisig", "0197c2a5", &cookie] {
        assert!(!numbers.contains(word), "{word} in\n{numbers}");
    }
    // The page of the book names each, and none besides, but for those of a backup, which there was none of.
    let body = numbers.split_once("\r\n\r\n").unwrap().1;
    let mut listed = names(PAGE);
    for of_a_backup in [
        "windward_backup_timestamp_seconds",
        "windward_backup_verified",
    ] {
        assert!(listed.remove(of_a_backup));
    }
    assert_eq!(names(body), listed);
}

#[test]
fn what_is_under_way_is_finished_and_nothing_new_is_taken() {
    let shell = Shell::new();
    let server = Server::start(
        &shell,
        "serve --no-open --listen 127.0.0.1:0 --metrics 127.0.0.1:0",
    );
    let cookie = signed_in(&server);
    let address = server.address().to_owned();
    let mut slow = TcpStream::connect(&address).unwrap();
    let form = "name=Ada&zone=Europe%2FBerlin";
    write!(
        slow,
        "POST /settings HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        form.len(),
        &form[..4]
    )
    .unwrap();
    // It is under way once it is counted.
    while !told(&server, "/metrics").contains("windward_http_requests_under_way 1\n") {}
    server.ask_to_stop();
    while TcpStream::connect(&address).is_ok() {}
    let ready = told(&server, "/readyz");
    assert!(
        ready.starts_with("HTTP/1.1 503") && ready.ends_with("stopping\n"),
        "{ready}"
    );
    slow.write_all(&form.as_bytes()[4..]).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    assert!(
        answer.contains("x-request-id"),
        "it came from a page: {answer}"
    );
    assert_eq!(server.ended(), 0);
}

#[test]
fn a_log_of_objects() {
    let shell = Shell::new();
    let server = Server::start_with(
        &shell,
        "serve --no-open --listen 127.0.0.1:0 --log-format json",
        &[("WINDWARD_LOG", "info")],
    );
    signed_in(&server);
    let told = server.stop_and_tell();
    // A first start has its recovery code to show, before anything is logged.
    let lines: Vec<Value> = told
        .lines()
        .filter(|it| it.starts_with('{'))
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    for line in &lines {
        for field in ["timestamp", "level", "message", "target"] {
            assert!(line[field].is_string(), "{field} in {line}");
        }
    }
    let said = |text: &str| lines.iter().find(|it| it["message"] == text);
    let signed_in = said("somebody signed in by a link");
    let number = signed_in.map(|it| &it["span"]["number"]);
    assert!(number.is_some_and(Value::is_string), "{told}");
    assert!(said("stopping").is_some(), "{told}");
}

#[cfg(unix)]
#[test]
fn the_service_manager_is_told() {
    use std::os::unix::net::UnixDatagram;
    let shell = Shell::new();
    let path = shell.path("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    // Whoever says nothing fails here, instead of being waited for.
    let patience = Some(Duration::from_mins(2));
    manager.set_read_timeout(patience).unwrap();
    let server = Server::start_with(
        &shell,
        "serve --no-open --listen 127.0.0.1:0",
        &[("NOTIFY_SOCKET", path.to_str().unwrap())],
    );
    let mut told = [0; 64];
    let mut heard = || {
        let length = manager.recv(&mut told).unwrap();
        String::from_utf8(told[..length].to_vec()).unwrap()
    };
    assert_eq!(heard(), "READY=1");
    server.ask_to_stop();
    assert_eq!(heard(), "STOPPING=1");
    assert_eq!(server.ended(), 0);
}
