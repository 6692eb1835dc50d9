//! What signing in costs, alone and with many at once, whether it tells who has an account, and the pages of somebody who has
//! one.

use std::{
    net::SocketAddr,
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tokio::runtime::Runtime;
use windward_store::{
    AccountRole, Chosen, Instance, Join, NewAccount, OpenOptions, Password, Place, Role,
};

use crate::{
    http::{Connection, request},
    process::{Program, first_200, free_address},
    reference::{Reference, program},
    table::{Runs, Table, ratio, verdict},
};

/// How many sign in at once.
const AT_ONCE: usize = 32;

/// Attempts of each kind.
const RUNS: usize = 15;

/// Requests of each page.
const BATCH: usize = 400;

const PAGES: [&str; 4] = ["/", "/course", "/skills", "/evidence"];

const PASSWORD: &str = "four words of mine";

pub(crate) fn measure(reference: &Reference, runtime: &Runtime) -> Result<[Table; 2]> {
    let stretching = adopt(reference.path(), runtime)?;
    let address = free_address()?;
    let base = format!("http://{address}");
    let mut serve = Command::new(program());
    serve.args(["serve", "--no-open", "--listen", &address.to_string()]);
    serve.args(["--public", &base, "--proxy", "127.0.0.1", "--data"]);
    let server = Program::start(serve.arg(reference.path()))?;
    first_200(address, &request(address, "/healthz", None))?;
    let signing_in = signing_in(address, &server, &stretching)?;
    let pages = pages(address, &server)?;
    server.stop()?;
    Ok([signing_in, pages])
}

/// Makes the record that of an account, and others beside it; how long a password takes to be stretched, in milliseconds.
fn adopt(dir: &Path, runtime: &Runtime) -> Result<Runs> {
    let options = OpenOptions {
        role: Role::Server,
        create: false,
    };
    let instance = Instance::open_for_accounts(dir, &Place::File, options)?.instance;
    runtime.block_on(async {
        for number in 0..AT_ONCE {
            let now = Timestamp::now();
            let name = name(number);
            let token = if number == 0 {
                instance.invite_first(now).await?
            } else {
                instance
                    .invite(&name.parse()?, AccountRole::Member, now)
                    .await?
            };
            let account = NewAccount {
                name: name.parse()?,
                remembered: Chosen::new(PASSWORD.to_owned(), &[])?,
                identity: None,
            };
            if let Join::No(why) = instance.join(Some(&token), account, now).await? {
                bail!("{why:?}");
            }
        }
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let begun = Instant::now();
            let other = Password::typed("another".to_owned());
            instance.open_record(&name(0), other).await?;
            runs.push(millis(begun));
        }
        Ok(Runs::of(runs))
    })
}

fn name(number: usize) -> String {
    format!("person{number}")
}

fn millis(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// Signs somebody in who comes from an address of their own; the status, and the cookie of the session.
pub(crate) fn sign_in(
    address: SocketAddr,
    name: &str,
    password: &str,
    from: usize,
) -> Result<(u16, String)> {
    let form = format!("name={name}&password={}", password.replace(' ', "+"));
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\
         X-Forwarded-For: 198.51.{}.{}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{form}",
        from / 250,
        from % 250,
        form.len()
    );
    let mut connection = Connection::to(address)?;
    let answer = connection.ask(request.as_bytes())?;
    let cookie = answer
        .head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie
        .and_then(|it| it.split(';').next())
        .unwrap_or_default();
    Ok((answer.status, cookie.to_owned()))
}

fn signing_in(address: SocketAddr, server: &Program, stretching: &Runs) -> Result<Table> {
    let mut table = Table::of_figures(format!(
        "Signing in by password, {RUNS} times; {AT_ONCE} people at once; argon2id with 64 MiB and three passes"
    ));
    let mut from = 0;
    let mut timed = |name: &dyn Fn(usize) -> String, password: &str, status: u16| {
        let runs = (0..RUNS).map(|number| {
            from += 1;
            let begun = Instant::now();
            let (answered, _) = sign_in(address, &name(number), password, from)?;
            if answered != status {
                bail!("{} was answered with {answered}", name(number));
            }
            Ok(millis(begun))
        });
        anyhow::Ok(Runs::of(runs.collect::<Result<Vec<_>>>()?))
    };
    let right = timed(&name, PASSWORD, 303)?;
    let known = timed(&name, "wrong wrong wrong", 401)?;
    let unknown = timed(&|it| format!("nobody{it}"), "wrong wrong wrong", 401)?;
    let reference = format!("a password stretched once: {}", stretching.shown(0, "ms"));
    table.row([
        "one, right".to_owned(),
        right.shown(0, "ms"),
        "under 500 ms".to_owned(),
        reference.clone(),
        ratio(right.median(), stretching.median()),
        verdict(right.median() < 500.0),
    ]);
    let apart = (known.median() - unknown.median()).abs();
    table.row([
        "one, wrong: a name that is there".to_owned(),
        known.shown(1, "ms"),
        "within 5 ms of each other".to_owned(),
        format!("a name that is not: {}", unknown.shown(1, "ms")),
        ratio(known.median(), unknown.median()),
        verdict(apart < 5.0),
    ]);
    let (whole, memory) = at_once(address, server)?;
    table.row([
        format!("{AT_ONCE} at once, until the last is in"),
        format!("{:.1} s", whole.as_secs_f64()),
        "under 6 s".to_owned(),
        reference,
        ratio(whole.as_secs_f64() * 1e3, stretching.median()),
        verdict(whole < Duration::from_secs(6)),
    ]);
    table.row([
        "memory at its most meanwhile".to_owned(),
        format!("{memory:.0} MB"),
        "under 250 MB".to_owned(),
        String::new(),
        String::new(),
        verdict(memory < 250.0),
    ]);
    Ok(table)
}

/// Signs all of them in at once; how long it took, and how much memory the server had at its most, in MB.
fn at_once(address: SocketAddr, server: &Program) -> Result<(Duration, f64)> {
    let done = AtomicBool::new(false);
    let begun = Instant::now();
    thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = most.max(server.resident().unwrap_or_default());
                thread::sleep(Duration::from_millis(5));
            }
            most
        });
        let people: Vec<_> = (0..AT_ONCE)
            .map(|it| scope.spawn(move || sign_in(address, &name(it), PASSWORD, 1_000 + it)))
            .collect();
        let mut statuses = Vec::new();
        for person in people {
            statuses.push(person.join().ok().context("nobody panics")?.map(|it| it.0));
        }
        let took = begun.elapsed();
        done.store(true, Ordering::Relaxed);
        for status in statuses {
            if status? != 303 {
                bail!("somebody was not let in");
            }
        }
        let most = watching.join().ok().context("nobody panics")?;
        #[expect(clippy::cast_precision_loss, reason = "shown in whole megabytes")]
        Ok((took, most as f64 / 1e6))
    })
}

fn pages(address: SocketAddr, server: &Program) -> Result<Table> {
    let (_, cookie) = sign_in(address, &name(0), PASSWORD, 2_000)?;
    let heading = format!(
        "Pages of somebody with an account, warm: CPU of the server a request, {BATCH} times"
    );
    let columns = ["page", "size", "CPU a request", "target", "verdict"];
    let mut table = Table::new(heading, &columns);
    for path in PAGES {
        let page = request(address, path, Some(&cookie));
        let mut connection = Connection::to(address)?;
        let mut length = 0;
        for _ in 0..BATCH / 10 {
            length = connection.page(&page)?;
        }
        let before = server.cpu()?;
        for _ in 0..BATCH {
            connection.page(&page)?;
        }
        let spent = server.cpu()?.since(&before);
        #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
        let each = spent.as_secs_f64() * 1e6 / BATCH as f64;
        table.row([
            path.to_owned(),
            format!("{} kB", length.div_ceil(1000)),
            format!("{each:.0} µs"),
            "under 250 µs".to_owned(),
            verdict(each < 250.0),
        ]);
    }
    Ok(table)
}
