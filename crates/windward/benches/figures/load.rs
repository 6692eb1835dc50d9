//! Much at once: sixty-four people with a connection each, who read and, one time in twenty, write.
//!
//! First each asks again as soon as it is answered, which is as much as there can be; then all ask at set times, half as
//! often in all, whether earlier requests were answered or not, so that a slow answer is charged for those that it kept
//! waiting. Client and server are two processes that share this machine.

use std::{
    env,
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tokio::runtime::Runtime;
use windward_core::id::NewIds;
use windward_web::edge::FreshIds;

use crate::{
    crowd::{Crowd, sign_in},
    dice::Dice,
    http::{Connection, request},
    pages::per_second,
    process::Program,
    table::{Runs, Table},
};

/// People, each with a connection of their own.
const PEOPLE: usize = 64;

/// One request in so many writes.
const WRITES: usize = 20;

/// How long each of the two goes on, in seconds, if `WINDWARD_LOAD_SECONDS` does not say otherwise.
const SECONDS: u64 = 60;

const PAGES: [&str; 8] = [
    "/",
    "/course",
    "/skills",
    "/evidence",
    "/timeline",
    "/plan",
    "/standing",
    "/search?q=pricing",
];

/// Prints as it goes.
pub(crate) fn measure(runtime: &Runtime) -> Result<()> {
    let seconds = env::var("WINDWARD_LOAD_SECONDS").ok();
    let seconds = seconds.map_or(Ok(SECONDS), |it| it.parse())?;
    let time = Duration::from_secs(seconds);
    let crowd = Crowd::join("sqlite", PEOPLE, runtime)?;
    let (server, address) = crowd.serve()?;
    let cookies = (0..PEOPLE).map(|number| sign_in(address, number));
    let cookies = cookies.collect::<Result<Vec<_>>>()?;
    // The first page of a session opens the record.
    for cookie in &cookies {
        Connection::to(address)?.page(&request(address, "/", Some(cookie)))?;
    }
    let heading = format!(
        "{PEOPLE} people at once, each with the sample record, one request in {WRITES} a write, {seconds} s each"
    );
    let columns = [
        "",
        "requests",
        "a second",
        "errors",
        "p50",
        "p99",
        "p99.9",
        "most",
        "CPU a request",
        "memory",
    ];
    let mut table = Table::new(heading, &columns);
    let full = Round {
        address,
        cookies: &cookies,
        time,
        rate: None,
    };
    let rate = full.run(&server, &mut table, "as much as there can be")?;
    let half = Round {
        rate: Some(rate / 2.0),
        ..full
    };
    half.run(&server, &mut table, "half of that, at set times")?;
    print!("{table}");
    server.stop()
}

struct Round<'a> {
    address: SocketAddr,
    cookies: &'a [String],
    time: Duration,
    /// Requests a second in all; as fast as they are answered without.
    rate: Option<f64>,
}

/// What one connection was answered.
#[derive(Debug, Default)]
struct Asked {
    reads: Vec<Duration>,
    writes: Vec<Duration>,
    errors: usize,
}

impl Round<'_> {
    /// Runs it, and adds its rows; how many requests there were a second.
    fn run(&self, server: &Program, table: &mut Table, what: &str) -> Result<f64> {
        let (before, begun) = (server.cpu()?, Instant::now());
        let asked = thread::scope(|scope| {
            let people = self.cookies.iter().zip(0_u32..);
            let threads: Vec<_> = people
                .map(|(cookie, number)| scope.spawn(move || self.one(cookie, number)))
                .collect();
            let joined = threads.into_iter().map(|it| match it.join() {
                Ok(asked) => asked,
                Err(_) => bail!("a client panicked"),
            });
            joined.collect::<Result<Vec<Asked>>>()
        })?;
        let took = begun.elapsed();
        let spent = server.cpu()?.since(&before);
        let all = |part: fn(&Asked) -> &Vec<Duration>| -> Vec<Duration> {
            asked.iter().flat_map(part).copied().collect()
        };
        let (reads, writes) = (all(|it| &it.reads), all(|it| &it.writes));
        let errors: usize = asked.iter().map(|it| it.errors).sum();
        let count = reads.len() + writes.len();
        let rate = per_second(count, took);
        for (kind, runs) in [("reads", reads), ("writes", writes)] {
            let first = kind == "reads";
            let of_all = |text: String| if first { text } else { String::new() };
            let requests = runs.len();
            let runs = Runs::micros(runs);
            let millis = |part: f64| format!("{:.1} ms", runs.quantile(part) / 1e3);
            table.row([
                format!("{what}: {kind}"),
                requests.to_string(),
                format!("{:.0}", per_second(requests, took)),
                of_all(errors.to_string()),
                millis(0.5),
                millis(0.99),
                millis(0.999),
                millis(1.0),
                of_all(format!(
                    "{:.0} µs",
                    spent.as_secs_f64() * 1e6 / per_second(count, Duration::from_secs(1))
                )),
                of_all(format!("{} MB", server.resident()? / 1_000_000)),
            ]);
        }
        if errors > 0 {
            println!("{errors} requests were answered otherwise than they should be");
        }
        Ok(rate)
    }

    fn one(&self, cookie: &str, number: u32) -> Result<Asked> {
        let mut connection = Connection::to(self.address)?;
        let mut dice = Dice::seeded(u64::from(number) + 1);
        let mut asked = Asked::default();
        let people = u32::try_from(self.cookies.len()).context("a few")?;
        let between = self
            .rate
            .map(|rate| Duration::from_secs_f64(f64::from(people) / rate));
        let begun = Instant::now();
        let mut due = between.map_or(Duration::ZERO, |it| it * number / people);
        while begun.elapsed() < self.time && due < self.time {
            let from = match due
                .checked_sub(begun.elapsed())
                .filter(|_| self.rate.is_some())
            {
                Some(early) => {
                    thread::sleep(early);
                    // A client that overslept is not charged to the server.
                    Instant::now()
                }
                None if self.rate.is_some() => begun + due,
                None => Instant::now(),
            };
            let writes = dice.one_in(WRITES);
            let (text, expected) = if writes {
                (self.form(cookie), 303)
            } else {
                let page = dice.pick(&PAGES);
                (request(self.address, page, Some(cookie)), 200)
            };
            let status = connection.ask(&text)?.status;
            let list = if writes {
                &mut asked.writes
            } else {
                &mut asked.reads
            };
            list.push(from.elapsed());
            asked.errors += usize::from(status != expected);
            due += between.unwrap_or_default();
        }
        Ok(asked)
    }

    /// A piece of evidence, as its page sends it.
    fn form(&self, cookie: &str) -> Vec<u8> {
        let (once, address) = (FreshIds.uuid(), self.address);
        let form = format!("once={once}&what=Tried+three+prices+in+two+regions+and+kept+one");
        let length = form.len();
        format!(
            "POST /evidence HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        )
        .into_bytes()
    }
}
