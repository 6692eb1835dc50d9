//! A real mail server for the tests: aiosmtpd, with what it does in `tests/smtpd.py`.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use windward_formats::mail::Mailbox;
use windward_post::{MailServer, Security};

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../post");

/// A mail server, gone when dropped.
pub(crate) struct Smtpd {
    child: Child,
    pub(crate) port: u16,
    directory: tempfile::TempDir,
}

impl Drop for Smtpd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The Python that aiosmtpd was installed for: its program says so in its first line.
fn python() -> PathBuf {
    let named = env::var_os("WINDWARD_SMTPD").map(PathBuf::from);
    let usual = PathBuf::from("/usr/bin/aiosmtpd");
    let program = named.unwrap_or(usual);
    let script = fs::read_to_string(&program).unwrap_or_else(|error| {
        panic!(
            "{} is no aiosmtpd ({error}); `cargo xtask test` installs it, and WINDWARD_SMTPD names it",
            program.display()
        )
    });
    // ‘#!/usr/bin/python3’, or ‘#!/usr/bin/env python3’; what only leads to it names no Python.
    let first = script.lines().next().unwrap().trim_start_matches("#!");
    let last = first.split_whitespace().last().unwrap_or_default();
    let named = Some(last).filter(|it| it.contains("python"));
    PathBuf::from(named.unwrap_or("python3"))
}

pub(crate) fn tls(file: &str) -> PathBuf {
    Path::new(HERE)
        .join("../store/tests/fixtures/tls")
        .join(file)
}

impl Smtpd {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut command = Command::new(python());
        command
            .arg(Path::new(HERE).join("tests/smtpd.py"))
            .arg(directory.path())
            .args(arguments);
        if arguments.contains(&"--tls") {
            command.arg("--cert").arg(tls("server.pem"));
            command.arg("--key").arg(tls("server.key"));
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        Self {
            child,
            port: line.trim().parse().expect("its port"),
            directory,
        }
    }

    /// How it is reached without TLS.
    pub(crate) fn plain(&self) -> MailServer {
        MailServer {
            host: "localhost".to_owned(),
            port: self.port,
            security: Security::None,
            user: None,
            password: None,
            from: Mailbox::new(Some("Ada"), "ada@example.org").unwrap(),
            root: None,
        }
    }

    /// Where it keeps what it took.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The letters that it took, in their order, the envelope in the first line.
    pub(crate) fn taken(&self) -> Vec<String> {
        let mut letters = Vec::new();
        while let Ok(bytes) = fs::read(self.directory().join(format!("{}.eml", letters.len() + 1)))
        {
            letters.push(String::from_utf8(bytes).unwrap());
        }
        letters
    }

    /// To whom it took one, in their order.
    pub(crate) fn recipients(&self) -> Vec<String> {
        let letters = self.taken();
        let envelopes = letters.iter().filter_map(|it| it.lines().next());
        envelopes
            .filter_map(|it| it.split(' ').nth(1).map(str::to_owned))
            .collect()
    }
}
