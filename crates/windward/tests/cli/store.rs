//! A record on a server: moved there and back, served by two at once, and what is wrong said.

use crate::{
    postgres::{Server as Database, sql},
    serve::Server,
    shell::Shell,
};

/// A new data directory that has a copy of the key of the first.
fn with_key(shell: &Shell, name: &str) {
    std::fs::create_dir(shell.path(name)).unwrap();
    std::fs::copy(shell.path("data/key"), shell.path(&format!("{name}/key"))).unwrap();
}

#[test]
fn moved_to_a_server_and_back() {
    let url = Database::shared().database();
    let mut shell = Shell::with_shop();
    shell.done("role add --title 'Product Manager' --from 2020 --rung pm");
    let (course, export) = (shell.done("course"), shell.done("export"));
    shell.forget();
    let moved = shell.done(&format!("migrate-store --from sqlite --to {url}"));
    assert!(
        moved.contains("copied and compared: all are the same in PostgreSQL"),
        "{moved}"
    );
    // What was there stays as it was, until the configuration says otherwise.
    shell.write("data/windward.toml", format!("store = '{url}'"));
    let count = || {
        sql(&url, "SELECT count(*) FROM entries")
            .trim()
            .parse::<usize>()
            .unwrap()
    };
    let before = count();
    assert_eq!(shell.done("course"), course);
    assert_eq!(shell.done("export"), export);
    shell.done("role add --title 'Senior Product Manager' --from 2023 --rung pm");
    assert!(count() > before);
    let story = shell.story();
    assert!(
        story.contains("chmod 600"),
        "a password could be in it: {story}"
    );
    let after = shell.done("export");

    let check = shell.run("store check --json");
    let check: serde_json::Value = serde_json::from_str(&check).unwrap();
    // The tests’ server does not wait for the disk, and that is all there is to find.
    let problems = check["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{check}");
    assert!(problems[0].as_str().unwrap().starts_with("fsync is off"));
    assert_eq!(check["schema"], windward_store::SCHEMA_VERSION);
    shell.forget();
    shell.run("store check");
    assert!(shell.story().contains("1 thing to mend") && shell.story().contains("[exit code 1]"));

    with_key(&shell, "back");
    shell.move_to("back");
    shell.done(&format!("migrate-store --from {url} --to sqlite"));
    assert_eq!(shell.done("export"), after);
    let check = shell.done("store check");
    assert!(check.contains("Nothing to mend."), "{check}");
}

#[test]
fn two_servers_show_what_the_other_wrote_at_the_next_request() {
    let url = Database::shared().database();
    let mut shell = Shell::new();
    let serve = format!("serve --no-open --listen 127.0.0.1:0 --store {url}");
    let one = Server::start(&shell, &serve);
    with_key(&shell, "other");
    shell.move_to("other");
    let two = Server::start(&shell, &serve);
    // The link of one signs in at the other.
    let path = one.link().split_once(one.address()).unwrap().1;
    let signed_in = two.ask(&format!("GET {path}"), "", "");
    let cookie = signed_in
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .and_then(|line| line.split(';').next())
        .unwrap_or_else(|| panic!("{signed_in}"));
    // Where the record lies is said where it is asked.
    let there = "PostgreSQL, database ";
    let greeting = one.greeting();
    assert!(greeting.contains(&format!("serves {there}")), "{greeting}");
    assert!(one.ask("GET /settings", cookie, "").contains(there));
    let welcome = one.ask("GET /welcome", cookie, "");
    assert!(welcome.contains("in a database of yours"), "{welcome}");
    assert!(
        !one.ask("GET /roles", cookie, "")
            .contains("Head of Product")
    );
    let form = "once=0198e8a0-0000-7000-8000-000000000001&title=Head+of+Product&since=2021";
    let written = two.ask("POST /welcome", cookie, form);
    assert!(written.starts_with("HTTP/1.1 303"), "{written}");
    assert!(
        one.ask("GET /roles", cookie, "")
            .contains("Head of Product")
    );
    // The same form at the other server is the same act.
    one.ask("POST /welcome", cookie, form);
    assert_eq!(
        sql(
            &url,
            "SELECT count(*) = count(DISTINCT entry_id) AND max(seq) = count(*) FROM entries"
        ),
        "t\n"
    );
    // Signed out at one is signed out at the other.
    one.ask("POST /sign-out", cookie, "");
    assert!(
        two.ask("GET /roles", cookie, "")
            .starts_with("HTTP/1.1 401")
    );
}

#[test]
fn what_is_wrong_with_a_store_is_said() {
    let mut shell = Shell::new();
    for (typed, says, code) in [
        (
            "course --store mysql://db/x",
            "a store is ‘sqlite’ or a URL",
            2,
        ),
        (
            "demo --store postgres://windward:hidden@127.0.0.1:1/x",
            "cannot be reached",
            4,
        ),
        ("course --config none.toml", "none.toml cannot be read", 3),
        (
            "migrate-store --from sqlite --to sqlite",
            "both are the same database",
            2,
        ),
        (
            "migrate-store --from sqlite --to postgres://a@127.0.0.1/x",
            "no Windward data",
            4,
        ),
        (
            "restore a.backup --code x --store postgres://a@127.0.0.1/x",
            "migrate-store",
            2,
        ),
    ] {
        shell.forget();
        shell.run(typed);
        let story = shell.story();
        assert!(story.contains(says), "{story}");
        assert!(story.contains(&format!("[exit code {code}]")), "{story}");
        assert!(!story.replace(typed, "").contains("hidden"), "{story}");
    }
}
