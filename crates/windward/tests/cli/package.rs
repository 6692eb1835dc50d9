//! The Debian package on a Debian: installed, started as its unit says, upgraded, removed, purged.
//!
//! It is done in a root file system of its own, laid over that of this machine and thrown away with all that was done in it. That
//! takes root, dpkg and a kernel that lets one; where they are not, the test says so.

use std::{
    io::{self, Write as _},
    net::TcpListener,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::shell::Shell;

const PACKAGING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging");

/// What is done in the root of its own, by one shell that ends at the first thing that goes wrong.
const WALK: &str = include_str!("package.sh");

/// A database of the first release, with what opens it.
const FIRST: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../store/tests/fixtures/schema-1"
);

fn missing() -> Option<String> {
    let needs = [
        ("dpkg-deb", "dpkg-deb --version"),
        ("deb-systemd-helper", "command -v deb-systemd-helper"),
        ("adduser", "command -v adduser"),
        ("curl", "curl --version"),
        (
            "root, and a kernel that lays one root over another",
            "unshare --mount --pid --fork sh -c 'd=$(mktemp -d) && mount -t tmpfs none $d && mkdir $d/a $d/b $d/c && \
             mount -t overlay none -o lowerdir=/,upperdir=$d/a,workdir=$d/b $d/c'",
        ),
    ];
    let lacks = needs.iter().find(|(_, how)| {
        let tried = Command::new("sh").args(["-c", how]).output();
        !tried.is_ok_and(|it| it.status.success())
    });
    lacks.map(|(what, _)| (*what).to_owned())
}

/// Says so past the test runner, which keeps what a passing test prints to itself.
fn skipped(what: &str) {
    let said = format!("skipped: {what}\n");
    io::stderr().write_all(said.as_bytes()).unwrap();
}

fn build(file: &Path, version: &str) {
    let built = Command::new(format!("{PACKAGING}/debian/build"))
        .args([
            env!("CARGO_BIN_EXE_windward"),
            file.to_str().unwrap(),
            version,
        ])
        // Neither packed nor unpacked for long: this is about what is in it.
        .env("WINDWARD_DEB_LEVEL", "0")
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", told(&built));
}

fn told(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// Two ports that nothing listens on.
fn free_ports() -> [u16; 2] {
    let both = [0, 0].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    both.map(|it| it.local_addr().unwrap().port())
}

#[test]
fn the_package_installs_serves_upgrades_and_keeps_what_it_should() {
    if let Some(what) = missing() {
        skipped(&format!(
            "the Debian package was NOT tried, for want of {what}"
        ));
        return;
    }
    let shell = Shell::new();
    let (first, second) = (shell.path("first.deb"), shell.path("second.deb"));
    build(&first, "0.0.1");
    build(&second, "0.0.2");
    let about: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{FIRST}.json")).unwrap()).unwrap();
    shell.write("walk.sh", WALK);
    let walked = Command::new("unshare")
        .args(["--mount", "--pid", "--fork", "--mount-proc", "bash"])
        .arg(shell.path("walk.sh"))
        .args([&first, &second])
        .arg(format!("{FIRST}.sqlite"))
        .arg(about["key"].as_str().unwrap())
        .args(free_ports().map(|it| it.to_string()))
        .output()
        .unwrap();
    let told = told(&walked);
    assert!(walked.status.success(), "{told}");
    let seen: Vec<&str> = told.lines().filter(|it| it.starts_with("== ")).collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn the_unit_may_do_little() {
    let asked = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=20"])
        .arg(format!("{PACKAGING}/windward.service"))
        .output();
    match asked {
        // Below two of ten: what is left is that it is on the network.
        Ok(answer) => assert!(answer.status.success(), "{}", told(&answer)),
        Err(_) => skipped("the unit was NOT looked at, for want of systemd-analyze"),
    }
}
