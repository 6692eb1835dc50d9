//! The same load for long: memory, handles and latency stay where they were.
//!
//! What is written makes a record longer, which costs memory and time by itself, so little is: one request in a hundred.
//! In the **control** one more connection is opened each second and never closed, which has to be found.

use std::{
    fmt,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, sleep},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    dice::Dice,
    http::{Connection, form},
    person::{once, sign_in},
    process,
    progress::Progress,
    server::{Program, Server},
};

/// How many ask, and how often each: a load that a small machine carries lying down.
const CLIENTS: u64 = 4;
const EACH: Duration = Duration::from_millis(100);

/// One request in so many writes.
const WRITES: u64 = 100;

/// Entries that are there at the start.
const ENTRIES: usize = 300;

const PAGES: [&str; 6] = [
    "/",
    "/course",
    "/skills",
    "/evidence",
    "/timeline",
    "/search?q=pricing",
];

/// What is called flat, from the first third to the last: memory by a fifth, handles by a few that come and go.
const MORE_MEMORY: f64 = 1.2;
const MORE_HANDLES: usize = 6;

/// What one third of the time was like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Third {
    /// Bytes in memory, the median of the samples.
    pub memory: u64,
    /// Handles, the most.
    pub handles: usize,
    /// Half of the answers took no longer.
    pub half: Duration,
    /// All but one in a hundred took no longer.
    pub most: Duration,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// How long it went on.
    pub took: Duration,
    /// Answers, and of these how many to writes.
    pub answers: usize,
    /// Of these, to writes.
    pub writes: usize,
    /// Answers that were none of those expected.
    pub errors: usize,
    /// The beginning, the middle and the end.
    pub thirds: [Third; 3],
}

impl Found {
    /// Whether memory and handles stayed where they were. Latency is told and not judged: the machine has other guests.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        let [first, _, last] = self.thirds;
        #[expect(clippy::cast_precision_loss, reason = "bytes of a process, to compare")]
        let memory = last.memory as f64 <= first.memory as f64 * MORE_MEMORY;
        memory && last.handles <= first.handles + MORE_HANDLES
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} s, {} answers, {} of them to writes, {} errors",
            self.took.as_secs(),
            self.answers,
            self.writes,
            self.errors
        )?;
        writeln!(f, "third  memory   handles  p50       p99")?;
        for (number, it) in self.thirds.iter().enumerate() {
            writeln!(
                f,
                "{:<5}  {:>4} MB  {:>7}  {:>6.1} ms  {:>6.1} ms",
                number + 1,
                it.memory / 1_000_000,
                it.handles,
                it.half.as_secs_f64() * 1e3,
                it.most.as_secs_f64() * 1e3
            )?;
        }
        write!(f, "{}", if self.is_flat() { "flat" } else { "NOT FLAT" })
    }
}

/// Asks for so long; `leaking` makes it the control.
pub fn run(binary: &Path, time: Duration, seed: u64, leaking: bool) -> Result<Found> {
    let home = tempfile::tempdir()?;
    let program = Program::new(binary, home.path(), "sqlite".to_owned())?;
    let server = program.start()?;
    let cookie = sign_in(&server)?;
    let mut dice = Dice::seeded(seed);
    begin(&server, &cookie, &mut dice)?;
    let clients: Vec<Dice> = (0..CLIENTS).map(|_| dice.others()).collect();
    let (asked, stop) = (Mutex::new(Asked::default()), AtomicBool::new(false));
    let begun = Instant::now();
    let samples = thread::scope(|scope| {
        for dice in clients {
            let (asked, stop, cookie) = (&asked, &stop, &cookie);
            let server = &server;
            scope.spawn(move || {
                if client(server, cookie, dice, begun, stop, asked).is_err() {
                    lock(asked).errors += 1;
                }
            });
        }
        let samples = watch(&server, begun, time, leaking);
        stop.store(true, Ordering::Relaxed);
        samples
    })?;
    let asked = asked.into_inner().unwrap_or_default();
    Ok(Found {
        took: begun.elapsed(),
        answers: asked.took.len(),
        writes: asked.writes,
        errors: asked.errors,
        thirds: [0, 1, 2].map(|third| of_a_third(&samples, &asked.took, time, third)),
    })
}

#[derive(Debug, Default)]
struct Asked {
    /// When each answer was asked for, and how long it took.
    took: Vec<(Duration, Duration)>,
    writes: usize,
    errors: usize,
}

fn lock(asked: &Mutex<Asked>) -> std::sync::MutexGuard<'_, Asked> {
    asked.lock().expect("no client panics with it")
}

fn evidence(dice: &mut Dice) -> String {
    let once = once(dice).to_string();
    form(&[
        ("once", &once),
        ("what", "Tried three prices in two regions, and kept one"),
    ])
}

fn begin(server: &Server, cookie: &str, dice: &mut Dice) -> Result<()> {
    let mut connection = server.connect()?;
    // A course to look at, without which pages lead to the first question.
    let once = once(dice).to_string();
    let title = [
        ("once", once.as_str()),
        ("title", "Product Manager"),
        ("since", "2021"),
    ];
    connection.post("/welcome", cookie, &form(&title))?;
    for _ in 0..ENTRIES {
        let answer = connection.post("/evidence", cookie, &evidence(dice))?;
        if answer.status != 303 {
            bail!("nothing was written: {}", answer.status);
        }
    }
    for page in PAGES {
        let status = connection.get(page, cookie)?.status;
        if status != 200 {
            bail!("{page} was answered with {status}");
        }
    }
    Ok(())
}

/// Asks at set times until it is told to stop.
fn client(
    server: &Server,
    cookie: &str,
    mut dice: Dice,
    begun: Instant,
    stop: &AtomicBool,
    asked: &Mutex<Asked>,
) -> Result<()> {
    let mut connection = server.connect()?;
    while !stop.load(Ordering::Relaxed) {
        let writes = dice.one_in(WRITES);
        let page = PAGES[usize::try_from(dice.below(PAGES.len() as u64))?];
        let at = Instant::now();
        let (answer, expected) = if writes {
            let form = evidence(&mut dice);
            (connection.post("/evidence", cookie, &form)?, 303)
        } else {
            (connection.get(page, cookie)?, 200)
        };
        let took = at.elapsed();
        let mut asked = lock(asked);
        asked.took.push((at - begun, took));
        asked.writes += usize::from(writes);
        asked.errors += usize::from(answer.status != expected);
        drop(asked);
        sleep(EACH.saturating_sub(took));
    }
    Ok(())
}

/// When, how much memory, how many handles.
type Sample = (Duration, u64, usize);

fn watch(server: &Server, begun: Instant, time: Duration, leaking: bool) -> Result<Vec<Sample>> {
    let (mut samples, mut kept) = (Vec::new(), Vec::new());
    let mut progress = Progress::begin();
    while begun.elapsed() < time {
        let (memory, handles) = (
            process::resident(server.id())?,
            process::handles(server.id())?,
        );
        samples.push((begun.elapsed(), memory, handles));
        progress.tell(|| {
            let (now, memory) = (begun.elapsed().as_secs(), memory / 1_000_000);
            format!("{now} s so far: {memory} MB, {handles} handles")
        });
        if leaking {
            kept.push(Connection::to(server.address)?);
        }
        sleep(Duration::from_secs(1).min(time / 30));
    }
    Ok(samples)
}

fn of_a_third(
    samples: &[Sample],
    took: &[(Duration, Duration)],
    time: Duration,
    third: u32,
) -> Third {
    let within = |at: Duration| (time * third / 3..time * (third + 1) / 3).contains(&at);
    let samples = samples.iter().filter(|it| within(it.0));
    let (mut memory, handles): (Vec<u64>, Vec<usize>) = samples.map(|it| (it.1, it.2)).unzip();
    memory.sort_unstable();
    let took = took.iter().filter(|it| within(it.0));
    let mut took: Vec<Duration> = took.map(|it| it.1).collect();
    took.sort_unstable();
    let part = |hundredths: usize| took.get(took.len() * hundredths / 100).copied();
    Third {
        memory: memory.get(memory.len() / 2).copied().unwrap_or_default(),
        handles: handles.into_iter().max().unwrap_or_default(),
        half: part(50).unwrap_or_default(),
        most: part(99).unwrap_or_default(),
    }
}

/// The control: handles that are never given back are found.
pub fn control(binary: &Path, time: Duration, seed: u64) -> Result<Found> {
    let found = run(binary, time, seed, true)?;
    let [first, _, last] = found.thirds;
    (!found.is_flat()).then_some(found).with_context(|| {
        format!(
            "{} handles became {}, and nobody noticed",
            first.handles, last.handles
        )
    })
}
