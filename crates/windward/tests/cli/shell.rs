//! A shell in an empty directory: runs the program and writes down what was typed and answered.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A ladder of four rungs and three skills, short enough for whole answers.
pub(crate) const SHOP: &str = include_str!("../fixtures/shop.toml");

#[derive(Debug)]
pub(crate) struct Shell {
    dir: TempDir,
    data: &'static str,
    story: String,
    /// The recovery code that was shown last.
    pub(crate) code: String,
}

impl Shell {
    /// An empty directory; the data will be in `data` there.
    pub(crate) fn new() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
            data: "data",
            story: String::new(),
            code: String::new(),
        }
    }

    /// A record that is read against the small ladder.
    pub(crate) fn with_shop() -> Self {
        let mut shell = Self::new();
        shell.write("shop.toml", SHOP);
        shell.done("ladder use shop.toml");
        shell.forget();
        shell
    }

    /// Leaves what came so far out of the story.
    pub(crate) fn forget(&mut self) {
        self.story.clear();
    }

    /// Goes on in another data directory.
    pub(crate) fn move_to(&mut self, data: &'static str) {
        self.data = data;
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with these arguments, apart from the environment of whoever runs the tests.
    pub(crate) fn command(&self, typed: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_windward"));
        command
            .args(words(typed))
            .current_dir(self.dir.path())
            .env("WINDWARD_DATA", self.data)
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        for name in [
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "WINDWARD_ACCOUNT",
            "WINDWARD_CONFIG",
            "WINDWARD_LOG",
            "WINDWARD_PASSPHRASE",
            "WINDWARD_PASSWORD_FILE",
            "WINDWARD_RECOVERY_CODE",
            "WINDWARD_STORE",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// Runs it, writes the answer down, and gives standard output.
    pub(crate) fn run(&mut self, typed: &str) -> String {
        let output = self.command(typed).output().unwrap();
        self.note(typed, &output)
    }

    /// Runs it with something on standard input.
    pub(crate) fn run_with(&mut self, typed: &str, input: &str) -> String {
        let mut command = self.command(typed);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        self.note(typed, &output)
    }

    /// Runs it, and fails unless it did what was asked.
    pub(crate) fn done(&mut self, typed: &str) -> String {
        let before = self.story.len();
        let answer = self.run(typed);
        self.is_done_since(before);
        answer
    }

    /// The same with something on standard input.
    pub(crate) fn done_with(&mut self, typed: &str, input: &str) -> String {
        let before = self.story.len();
        let answer = self.run_with(typed, input);
        self.is_done_since(before);
        answer
    }

    fn is_done_since(&self, before: usize) {
        let told = &self.story[before..];
        assert!(!told.contains("[exit code"), "{told}");
    }

    fn note(&mut self, typed: &str, output: &Output) -> String {
        let stdout = String::from_utf8(output.stdout.clone()).unwrap();
        let stderr = String::from_utf8(output.stderr.clone()).unwrap();
        let shown = stderr
            .lines()
            .find_map(|line| line.strip_prefix("Recovery code: "));
        if let Some(code) = shown {
            code.clone_into(&mut self.code);
        }
        let story = &mut self.story;
        writeln!(story, "$ windward {typed}").unwrap();
        story.push_str(&stdout);
        if !stderr.is_empty() {
            writeln!(story, "[standard error]\n{}", stderr.trim_end()).unwrap();
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => writeln!(story, "[exit code {code}]").unwrap(),
            None => writeln!(story, "[killed]").unwrap(),
        }
        story.push('\n');
        stdout
    }

    /// What was typed and answered, without what differs from run to run.
    pub(crate) fn story(&self) -> String {
        let dir = self.dir.path().to_str().unwrap();
        let mut story = self.story.replace(&format!("{dir}/"), "");
        if !self.code.is_empty() {
            story = story.replace(&self.code, "CODE");
            story = story.replace(&self.code.to_lowercase(), "code");
        }
        let today = jiff::Zoned::now()
            .with_time_zone(jiff::tz::TimeZone::UTC)
            .date();
        without_ids(&story.replace(&today.to_string(), "TODAY"))
    }

    /// Whether a file is there.
    pub(crate) fn has(&self, name: impl AsRef<Path>) -> bool {
        self.dir.path().join(name).exists()
    }
}

/// What a shell would make of a line: words between spaces, single quotes keep them together.
fn words(typed: &str) -> Vec<String> {
    let parts = typed.split('\'').enumerate();
    let words = parts.flat_map(|(index, part)| -> Vec<String> {
        if index % 2 == 1 {
            vec![part.to_owned()]
        } else {
            part.split_whitespace().map(str::to_owned).collect()
        }
    });
    words.collect()
}

/// Ids of items, entries and acts are new at every run.
fn without_ids(text: &str) -> String {
    const SHAPE: &[u8; 36] = b"xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx";
    let bytes = text.as_bytes();
    let is_id = |at: usize| {
        bytes.get(at..at + SHAPE.len()).is_some_and(|part| {
            part.iter().zip(SHAPE).all(|(byte, shape)| match shape {
                b'x' => byte.is_ascii_hexdigit(),
                exact => byte == exact,
            })
        })
    };
    let mut out = String::new();
    let mut at = 0;
    while at < text.len() {
        if is_id(at) {
            out.push_str("ID");
            at += SHAPE.len();
        } else {
            let character = text[at..].chars().next().unwrap();
            out.push(character);
            at += character.len_utf8();
        }
    }
    out
}
