//! The server as a process: what it prints, what it answers, how it ends.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use crate::shell::Shell;

pub(crate) struct Server {
    child: Child,
    /// What it printed up to the last line of its greeting.
    greeting: String,
}

impl Server {
    pub(crate) fn start(shell: &Shell, typed: &str) -> Self {
        Self::start_with(shell, typed, &[])
    }

    /// The same with something in its environment.
    pub(crate) fn start_with(shell: &Shell, typed: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = shell.command(typed);
        command.envs(environment.iter().copied());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let mut greeting = String::new();
        while !greeting.contains("Ctrl+C") {
            let line = lines.next().expect("a greeting to its end").unwrap();
            greeting.push_str(&line);
            greeting.push('\n');
        }
        Self { child, greeting }
    }

    pub(crate) fn link(&self) -> &str {
        link(&self.greeting)
    }

    pub(crate) fn address(&self) -> &str {
        let link = self.link().strip_prefix("http://").unwrap();
        link.split_once('/').unwrap().0
    }

    /// The answer to a request, head and body.
    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "", "")
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it said when it began.
    pub(crate) fn greeting(&self) -> &str {
        &self.greeting
    }

    /// Ends it, and gives what it said to whoever runs it.
    pub(crate) fn stop_and_tell(mut self) -> String {
        let id = self.child.id().to_string();
        let ended = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(ended.success());
        let mut told = String::new();
        let errors = self.child.stderr.as_mut().unwrap();
        errors.read_to_string(&mut told).unwrap();
        self.child.wait().unwrap();
        told
    }

    /// The same with a cookie, and with a form if there is one.
    pub(crate) fn ask(&self, what: &str, cookie: &str, form: &str) -> String {
        ask_at(&format!("http://{}", self.address()), what, cookie, form)
    }

    fn stop(self) -> i32 {
        self.ask_to_stop();
        self.ended()
    }

    /// Tells it to stop, and does not wait until it has.
    pub(crate) fn ask_to_stop(&self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
    }

    /// What it ends with.
    pub(crate) fn ended(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failed assertion; after `stop` there is nothing left to kill.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// The answer of a server that is reached at an address, head and body.
pub(crate) fn ask_at(base: &str, what: &str, cookie: &str, form: &str) -> String {
    let host = base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = form.len();
    write!(
        stream,
        "{what} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn link(told: &str) -> &str {
    told.lines()
        .map(str::trim)
        .find(|line| line.starts_with("http://"))
        .unwrap()
}

#[test]
fn serves_signs_in_and_stops_when_asked() {
    let shell = Shell::new();
    let server = Server::start(&shell, "serve --no-open --listen 127.0.0.1:0");
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(shell.has("data/server.addr"));
    let path = server.link().split_once(server.address()).unwrap().1;
    let signed_in = server.get(path);
    assert!(signed_in.starts_with("HTTP/1.1 303"), "{signed_in}");
    assert!(
        signed_in.to_lowercase().contains("set-cookie: windward-"),
        "{signed_in}"
    );
    assert!(
        !server.get(path).starts_with("HTTP/1.1 303"),
        "a link works once"
    );
    assert_eq!(server.stop(), 0);
    assert!(!shell.has("data/server.addr"));
}

#[test]
fn a_second_windward_shows_the_way_to_the_first() {
    let mut shell = Shell::new();
    let server = Server::start(&shell, "serve --no-open --listen 127.0.0.1:0");
    let told = shell.done("");
    let second = link(&told);
    assert_ne!(second, server.link());
    let path = second.split_once(server.address()).unwrap().1;
    assert!(server.get(path).starts_with("HTTP/1.1 303"));
    // What a command writes beside the server is in the same record.
    shell.done("role add --title 'Product Manager' --from 2020 --rung pm");
    shell.forget();
    shell.run("serve");
    assert!(
        shell.story().contains("another Windward serves data"),
        "{}",
        shell.story()
    );
    assert!(shell.story().contains("[exit code 4]"), "{}", shell.story());
}

#[test]
fn an_address_that_others_could_reach_is_refused() {
    let mut shell = Shell::new();
    shell.run("serve --no-open --listen 0.0.0.0:0");
    let story = shell.story();
    assert!(
        story.contains("can be reached from other machines"),
        "{story}"
    );
    assert!(story.contains("[exit code 2]"), "{story}");
    assert!(!shell.has("data"));
}

#[test]
fn an_address_that_is_taken_is_said() {
    let mut shell = Shell::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    shell.run(&format!("serve --no-open --listen {address}"));
    let story = shell.story();
    assert!(
        story.contains(&format!("cannot listen on {address}")),
        "{story}"
    );
    assert!(story.contains("[exit code 4]"), "{story}");
    assert!(!shell.has("data"));
}
