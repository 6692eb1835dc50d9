//! Accounts as processes: a server for several people, `windward user` beside it, and that nothing of a record is anywhere
//! at rest.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use crate::{
    canary::found_in,
    serve::{Server, ask_at},
    shell::Shell,
};

/// Words that must be in no file, as a person would write them.
const CANARY: &str = "kanarienvogel-im-bergwerk";

/// Where the record of several people lies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    File,
    /// A database on a server, by its URL.
    Postgres(&'a str),
}

/// A data directory that says where others reach it, which is on this machine, and names a mail server that never answers.
pub(crate) fn shop(place: Place<'_>) -> (Shell, String) {
    let shell = Shell::new();
    let free = || {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap()
    };
    let (address, nobody) = (free(), free().port());
    let base = format!("http://{address}");
    fs::create_dir_all(shell.path("data")).unwrap();
    let store = match place {
        Place::File => String::new(),
        Place::Postgres(url) => format!("store = '{url}'\n"),
    };
    shell.write(
        "data/windward.toml",
        format!(
            "{store}[serve]\npublic = '{base}'\nlisten = '{address}'\nproxies = ['127.0.0.1']\n\
             [mail]\nhost = '127.0.0.1'\nport = {nobody}\nsecurity = 'none'\nfrom = 'windward@example.org'\n"
        ),
    );
    shell.write("password", "four words of mine\n");
    (shell, base)
}

/// The path of a link in what was printed.
pub(crate) fn path_in(told: &str, base: &str, kind: &str) -> String {
    let start = format!("{base}/{kind}/");
    let at = told.find(&start).unwrap_or_else(|| panic!("{told}"));
    format!("/{kind}/{}", &told[at + start.len()..][..64])
}

pub(crate) fn cookies(answer: &str) -> String {
    let set = answer.lines().filter_map(|line| {
        let line = line.strip_prefix("set-cookie: ")?;
        line.split(';').next()
    });
    set.collect::<Vec<_>>().join("; ")
}

/// A form that makes an account, or chooses a password.
pub(crate) fn form(name: &str, password: &str) -> String {
    let password = password.replace(' ', "+");
    format!("name={name}&password={password}&again={password}")
}

pub(crate) fn as_ada(shell: &Shell, typed: &str) -> Output {
    let mut command = shell.command(typed);
    command.env("WINDWARD_ACCOUNT", "ada");
    command.env("WINDWARD_PASSWORD_FILE", shell.path("password"));
    command.env("WINDWARD_PASSPHRASE", "a phrase to take it away");
    command.output().unwrap()
}

/// Runs it with something on standard input.
fn piped(mut command: Command, input: &str) -> Output {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

pub(crate) fn done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn several_people_on_one_server_and_nothing_of_a_record_at_rest() {
    let (mut shell, base) = shop(Place::File);
    let server = Server::start(&shell, "serve --no-open");
    let path = path_in(server.greeting(), &base, "join");
    let page = ask_at(&base, &format!("GET {path}"), "", "");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let joined = ask_at(
        &base,
        &format!("POST {path}"),
        "",
        &form("ada", "four words of mine"),
    );
    assert!(joined.contains("Your recovery code"), "{joined}");
    let cookie = cookies(&joined);
    let written = ask_at(
        &base,
        "POST /evidence",
        &cookie,
        &marked(&format!("what={CANARY}&on=2026-03")),
    );
    assert!(written.starts_with("HTTP/1.1 303"), "{written}");

    // Who runs it, beside the server.
    let link = shell.done("user add kim@example.org");
    let invited = path_in(&link, &base, "join");
    let joined = ask_at(
        &base,
        &format!("POST {invited}"),
        "",
        &form("kim@example.org", "vier worte von mir"),
    );
    let kims = cookies(&joined);
    let list: Value = serde_json::from_str(&shell.done("user list --json")).unwrap();
    let names: Vec<&str> = list["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["ada", "kim@example.org"]);
    assert_eq!(list["accounts"][0]["role"], "administrator");
    assert!(
        !list.to_string().contains("argon2"),
        "nothing that checks a password"
    );
    let sessions: Value =
        serde_json::from_str(&shell.done("user sessions kim@example.org --json")).unwrap();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    shell.done("user disable kim@example.org");
    let out = ask_at(&base, "GET /settings", &kims, "");
    assert!(
        out.contains("location: /sign-in"),
        "at the next request: {out}"
    );
    assert!(
        shell.run("user reset kim@example.org").is_empty(),
        "not while it is closed"
    );
    shell.done("user enable kim@example.org");
    let reset = shell.done("user reset KIM@example.org");
    let reset = path_in(&reset, &base, "reset");
    let again = ask_at(
        &base,
        &format!("POST {reset}"),
        "",
        &form("", "ganz andere worte"),
    );
    assert!(again.contains("location: /unlock"), "{again}");
    shell.done("user sessions kim@example.org --end");

    // Her record, by her password, and by nobody else’s.
    let mut as_kim = shell.command("evidence list");
    as_kim.env("WINDWARD_ACCOUNT", "kim@example.org");
    as_kim.env("WINDWARD_PASSWORD_FILE", shell.path("password"));
    let wrong = as_kim.output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(shell.run("evidence list").is_empty(), "whose?");
    assert!(done(&as_ada(&shell, "evidence list")).contains(CANARY));
    let typed = format!("log \"{CANARY} on the command line\"");
    done(&as_ada(&shell, &typed));
    let page = ask_at(&base, "GET /evidence", &cookie, "");
    assert!(page.contains("on the command line"), "{page}");
    // A password that comes through a pipe is there once, and so it is asked for once.
    for typed in ["todo add 'Ask Kim'", "log 'Asked Kim' --skill execution=3"] {
        let mut once = shell.command(typed);
        once.env("WINDWARD_ACCOUNT", "ada");
        once.env("WINDWARD_PASSWORD_FILE", "/dev/stdin");
        done(&piped(once, &shell.read("password")));
    }

    shell.done("backup backup.windward");
    let found = found_in(&shell.path("."), CANARY);
    assert!(found.is_empty(), "while it runs: {found:?}");
    let told = server.stop_and_tell();
    assert!(!told.contains(CANARY), "in what it logs: {told}");
    let found = found_in(&shell.path("."), CANARY);
    assert!(found.is_empty(), "afterwards: {found:?}");
    for secret in [
        "four words of mine",
        "vier worte von mir",
        "ganz andere worte",
    ] {
        fs::remove_file(shell.path("password")).ok();
        assert!(found_in(&shell.path("."), secret).is_empty(), "{secret}");
    }

    // Restored elsewhere without any code, it opens for whom it opened for.
    shell.write("password", "four words of mine\n");
    shell.done("--data elsewhere restore backup.windward");
    assert!(done(&as_ada(&shell, "--data elsewhere evidence list")).contains(CANARY));

    // And what she takes away is opened by a program that knows the description alone.
    done(&as_ada(&shell, "export --encrypted taken.jsonl.age"));
    assert!(found_in(&shell.path("taken.jsonl.age"), CANARY).is_empty());
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/open_export.py");
    let opened = Command::new("python3")
        .arg(program)
        .arg(shell.path("taken.jsonl.age"))
        .env("WINDWARD_PASSPHRASE", "a phrase to take it away")
        .output()
        .unwrap();
    assert_eq!(done(&opened), "4\nevidence\nevidence\naction\nevidence\n");
}

#[test]
fn without_accounts_there_is_nobody_to_list() {
    let mut shell = Shell::with_shop();
    shell.run("user list");
    shell.run("user add kim");
    assert!(
        shell.story().contains("one person keeps this record"),
        "{}",
        shell.story()
    );
    for wrong in [
        "serve --listen 0.0.0.0:7878",
        "serve --public http://windward.example.org",
        "serve --public windward.example.org",
    ] {
        assert!(shell.run(wrong).is_empty(), "{wrong}");
    }
}

/// A form with a mark of its own, as a page gives it.
pub(crate) fn marked(form: &str) -> String {
    format!("once=01890a5d-ac96-774b-bcce-b302099a8057&{form}")
}
