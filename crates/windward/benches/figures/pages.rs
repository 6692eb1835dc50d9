//! Figures of each page over loopback: what it costs warm, how many a second there can be, how long one takes.
//!
//! Client and server share this machine's processors, so rates and latencies are of both together; time on the
//! processor is the server's alone.

use std::{
    fs,
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use tokio::runtime::Runtime;
use windward_core::record::{Evidence, Record, Role};

use crate::{
    bare::Bare,
    http::{Connection, request},
    process::{Cpu, Program},
    reference::{Reference, scratch},
    table::{Runs, Table, ratio, verdict},
};

/// Pages whose address says nothing of the record.
const PAGES: [&str; 18] = [
    "/",
    "/course",
    "/skills",
    "/skills/business",
    "/ladder",
    "/ladder/principal",
    "/ladder/compare",
    "/expectations/principal-pnl",
    "/evidence",
    "/plan",
    "/evidence/drafts",
    "/search?q=pricing",
    "/timeline",
    "/changes",
    "/roles",
    "/destinations",
    "/settings",
    "/standing",
];

/// Time on the processor that a page may take, in microseconds.
const TARGET: f64 = 250.0;

/// The same for the page that searches all evidence at each request.
const SEARCH_TARGET: f64 = 5_000.0;

/// Batches of requests a page, and how many there are in one: enough in all that a warm page is measured over
/// half a second on the processor.
const BATCHES: usize = 5;
const BATCH: usize = 400;

/// Connections at once, and for how long, where as much is asked as there can be and half of that.
const CONNECTIONS: usize = 8;
const FULL: Duration = Duration::from_millis(600);
const PACED: Duration = Duration::from_secs(1);

/// A paced run that lags behind ends after as many times its length.
const LAG: u32 = 3;

/// Prints as it goes, because this takes a minute.
pub(crate) fn measure(reference: &Reference, runtime: &Runtime) -> Result<[Table; 2]> {
    let (server, address) = reference.serve()?;
    let cookie = Reference::sign_in(&reference.open(false)?, runtime)?;
    let paths = paths(reference, runtime)?;
    let kept = scratch()?;
    let mut lengths = Vec::new();
    let mut connection = Connection::to(address)?;
    for (place, path) in paths.iter().enumerate() {
        let page = request(address, path, Some(&cookie));
        lengths.push(
            connection
                .page(&page)
                .with_context(|| format!("cannot read {path}"))?,
        );
        fs::write(
            kept.path().join(place.to_string()),
            connection.ask(&page)?.body,
        )?;
    }
    let bare = Bare::start(kept.path())?;

    let columns = [
        "page",
        "size",
        "CPU a request",
        "target",
        "bare axum, the same bytes",
        "ratio",
        "",
    ];
    let heading = format!(
        "Pages, warm, signed in, one connection that is kept: CPU of the server a request, {BATCHES} times {BATCH}"
    );
    let mut warm = Table::new(heading, &columns);
    let columns = [
        "page",
        "at most",
        "CPU then",
        "at half of that: p50",
        "p99",
        "bare, the same rate: p50",
        "p99",
    ];
    let heading = format!(
        "Pages, {CONNECTIONS} connections: requests a second, and how long one takes at half of that"
    );
    let mut rates = Table::new(heading, &columns);
    for (place, path) in paths.iter().enumerate() {
        let asked = Asked {
            page: &request(address, path, Some(&cookie)),
            bare_page: &request(bare.address, &format!("/{place}"), None),
            server: &server,
            address,
            bare: &bare,
        };
        let (of_page, of_bare) = asked.cpu()?;
        let target = if path.starts_with("/search?") {
            SEARCH_TARGET
        } else {
            TARGET
        };
        warm.row([
            name(path),
            size(lengths[place]),
            of_page.shown(0, "µs"),
            format!("under {target:.0} µs"),
            of_bare.shown(0, "µs"),
            ratio(of_page.median(), of_bare.median()),
            verdict(of_page.median() < target),
        ]);
        rates.row(asked.rates(name(path))?);
    }
    bare.program.stop()?;
    server.stop()?;
    Ok([warm, rates])
}

/// The pages, one evidence and one role among them.
pub(crate) fn paths(reference: &Reference, runtime: &Runtime) -> Result<Vec<String>> {
    let instance = reference.open(false)?;
    let record = Record::fold(
        runtime
            .block_on(instance.owner().expect("one person keeps it").load())?
            .entries,
    );
    let evidence = record
        .all::<Evidence>()
        .next()
        .context("there is evidence")?
        .id;
    let role = record.all::<Role>().next().context("there is a role")?.id;
    let of_record = [format!("/evidence/{evidence}"), format!("/roles/{role}")];
    Ok(PAGES
        .iter()
        .map(|path| (*path).to_owned())
        .chain(of_record)
        .collect())
}

/// A path without what is another at every run.
pub(crate) fn name(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((before, id)) if id.len() == 36 => format!("{before}/…"),
        _ => path.to_owned(),
    }
}

fn size(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

struct Asked<'a> {
    page: &'a [u8],
    bare_page: &'a [u8],
    server: &'a Program,
    address: SocketAddr,
    bare: &'a Bare,
}

impl Asked<'_> {
    /// CPU a request of the page and of the bare one, in turns, so that both meet the same weather.
    fn cpu(&self) -> Result<(Runs, Runs)> {
        let mut to_page = Connection::to(self.address)?;
        let mut to_bare = Connection::to(self.bare.address)?;
        let (mut of_page, mut of_bare) = (Vec::new(), Vec::new());
        // The first ones fill caches.
        batch(&mut to_page, self.page, BATCH / 10, self.server)?;
        batch(&mut to_bare, self.bare_page, BATCH / 10, &self.bare.program)?;
        for _ in 0..BATCHES {
            of_page.push(batch(&mut to_page, self.page, BATCH, self.server)?);
            of_bare.push(batch(
                &mut to_bare,
                self.bare_page,
                BATCH,
                &self.bare.program,
            )?);
        }
        Ok((Runs::micros(of_page), Runs::micros(of_bare)))
    }

    fn rates(&self, name: String) -> Result<[String; 7]> {
        let before = self.server.cpu()?;
        let begun = Instant::now();
        let count = flat_out(self.address, self.page)?;
        let rate = per_second(count, begun.elapsed());
        let cpu = each(&before, &self.server.cpu()?, count);
        let page = paced(self.address, self.page, rate / 2.0)?;
        let bare = paced(self.bare.address, self.bare_page, rate / 2.0)?;
        let micros = |runs: &Runs, part: f64| format!("{:.0} µs", runs.quantile(part));
        Ok([
            name,
            format!("{rate:.0}/s"),
            format!("{:.0} µs", cpu.as_secs_f64() * 1e6),
            micros(&page, 0.5),
            micros(&page, 0.99),
            micros(&bare, 0.5),
            micros(&bare, 0.99),
        ])
    }
}

fn each(before: &Cpu, after: &Cpu, count: usize) -> Duration {
    after.since(before) / u32::try_from(count.max(1)).unwrap_or(u32::MAX)
}

/// CPU of the server a request, of so many.
pub(crate) fn batch(
    connection: &mut Connection,
    page: &[u8],
    count: usize,
    server: &Program,
) -> Result<Duration> {
    let before = server.cpu()?;
    for _ in 0..count {
        connection.page(page)?;
    }
    Ok(each(&before, &server.cpu()?, count))
}

/// Each connection asks again as soon as it is answered; how many were.
fn flat_out(address: SocketAddr, page: &[u8]) -> Result<usize> {
    let count = AtomicUsize::new(0);
    at_once(|_| {
        let mut connection = Connection::to(address)?;
        let begun = Instant::now();
        while begun.elapsed() < FULL {
            connection.page(page)?;
            count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    })?;
    Ok(count.into_inner())
}

/// Requests at set times, whether earlier ones were answered or not, so that a slow answer is charged for those
/// it kept waiting. A client that overslept is not charged to the server.
fn paced(address: SocketAddr, page: &[u8], rate: f64) -> Result<Runs> {
    let between = Duration::from_secs_f64(1.0 / rate);
    let connections = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
    let took = at_once(|place| {
        let mut connection = Connection::to(address)?;
        let mut took = Vec::new();
        let begun = Instant::now();
        let mut due = between * place;
        while due < PACED && begun.elapsed() < PACED * LAG {
            let from = if let Some(early) = due.checked_sub(begun.elapsed()) {
                thread::sleep(early);
                Instant::now()
            } else {
                begun + due
            };
            connection.page(page)?;
            took.push(from.elapsed());
            due += between * connections;
        }
        Ok(took)
    })?;
    Ok(Runs::micros(took.into_iter().flatten()))
}

/// Runs `work` once a connection, all at once.
fn at_once<T: Send>(work: impl Fn(u32) -> Result<T> + Sync) -> Result<Vec<T>> {
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..)
            .take(CONNECTIONS)
            .map(|place| scope.spawn(move || work(place)))
            .collect();
        let joined = threads
            .into_iter()
            .map(|thread| thread.join().expect("no client panics"));
        joined.collect()
    })
}

pub(crate) fn per_second(count: usize, time: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    let count = count as f64;
    count / time.as_secs_f64()
}
