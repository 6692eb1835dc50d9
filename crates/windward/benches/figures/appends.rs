//! Figures of writing: how long until an entry is durable, and how many share an fsync.

use std::{
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use windward_core::{
    framework::{Framework, PRODUCT},
    id::CountedIds,
    record::{Act, Change, Content, Entry, Evidence},
};
use windward_store::{
    Head, Journal, Layout, Person, PersonId, PersonKey, PersonStore, Sqlite, State, Tenant,
    TenantId, VaultKey,
};

use crate::{
    career,
    reference::scratch,
    table::{Runs, Table, ratio, verdict},
};

/// As often as this a batch of appends and one of raw writes take turns, so that both meet the same disk.
const BATCH: usize = 50;

/// The log of a database grows until it is copied the first time; then its place is used again.
const FIRST: usize = 200;
const UNTIL_COPIED: usize = 1_500;
const TURNS: usize = 40;

/// The file of the raw writes: as large as the log is when it is copied.
const RAW: u64 = 16 << 20;

/// People, or clients, at once.
const MANY: usize = 64;

/// How often and how long they write.
const RUNS: usize = 3;
const TIME: Duration = Duration::from_secs(2);

pub(crate) fn measure(runtime: &Runtime) -> Result<Table> {
    let dir = scratch()?;
    let path = dir.path().join("appends.db");
    let journal = Sqlite::open(&path)?;
    let stores = runtime.block_on(people(&journal, MANY + 1))?;
    let texts = Arc::new(texts()?);
    let mut pen = Pen::new(0, &texts);
    let one = &stores[MANY];
    let log = || fs::metadata(path.with_extension("db-wal")).map_or(0, |it| it.len());

    let empty = log();
    let first = alone(runtime, one, &mut pen, FIRST)?;
    let bytes = usize::try_from((log() - empty) / FIRST as u64)?;
    let mut raw = Raw::new(dir.path(), bytes)?;
    alone(runtime, one, &mut pen, UNTIL_COPIED)?;
    let (mut appends, mut writes) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        appends.extend(alone(runtime, one, &mut pen, BATCH)?);
        writes.extend(raw.write(BATCH)?);
    }
    let mean = |took: &[Duration]| {
        Runs::micros([took.iter().sum::<Duration>() / u32::try_from(took.len()).unwrap_or(1)])
    };
    let means = (mean(&appends), mean(&writes));
    let (first, appends, writes) = (
        Runs::micros(first),
        Runs::micros(appends),
        Runs::micros(writes),
    );

    let mut table = Table::of_figures(format!(
        "Durable append, one entry at a time, {bytes} bytes to the log each; raw: as many written and synced \
         (fdatasync) in a file that is there"
    ));
    let middle = |runs: &Runs| format!("{:.0} µs (p99 {:.0})", runs.median(), runs.quantile(0.99));
    for (figure, runs, reference) in [
        ("one client, median", &appends, &writes),
        ("one client, mean", &means.0, &means.1),
    ] {
        let shown = |runs: &Runs| {
            if runs.quantile(0.99) > runs.median() {
                middle(runs)
            } else {
                runs.shown(0, "µs")
            }
        };
        table.row([
            figure.to_owned(),
            shown(runs),
            "within 1.5 times".to_owned(),
            format!("raw: {}", shown(reference)),
            ratio(runs.median(), reference.median()),
            verdict(runs.median() <= 1.5 * reference.median()),
        ]);
    }
    table.row([
        format!("the first {FIRST} of a new log, median"),
        middle(&first),
        String::new(),
        format!("raw: {}", middle(&writes)),
        ratio(first.median(), writes.median()),
        String::new(),
    ]);
    let raw_rate = 1e6 / means.1.median();
    let people = many(runtime, &journal, &stores[..MANY], &texts, 1)?;
    let clients = many(runtime, &journal, &stores[..1], &texts, 2)?;
    for (who, (rate, shared), wanted) in [
        (format!("{MANY} people at once"), people, true),
        (format!("{MANY} clients on one person"), clients, false),
    ] {
        table.row([
            who.clone(),
            rate.shown(0, "/s"),
            if wanted {
                "at least 10000 /s".to_owned()
            } else {
                String::new()
            },
            format!("raw, one after another: {raw_rate:.0} /s"),
            ratio(rate.median(), raw_rate),
            if wanted {
                verdict(rate.median() >= 10_000.0)
            } else {
                String::new()
            },
        ]);
        table.row([
            format!("{who}: appends a commit"),
            shared.shown(1, "a commit"),
            if wanted {
                "at least 8".to_owned()
            } else {
                String::new()
            },
            "raw: 1 a sync".to_owned(),
            ratio(shared.median(), 1.0),
            if wanted {
                verdict(shared.median() >= 8.0)
            } else {
                String::new()
            },
        ]);
    }
    journal.close();
    Ok(table)
}

/// The evidence of the reference record: what is appended most.
pub(crate) fn texts() -> Result<Vec<Evidence>> {
    let acts = career::acts(&Framework::parse(PRODUCT)?);
    let contents = acts
        .into_iter()
        .flatten()
        .filter_map(|entry| match entry.change {
            Change::Put(item) => Some(item.content),
            Change::Withdraw(_) | Change::Redacted => None,
        });
    Ok(contents
        .filter_map(|content| match content {
            Content::Evidence(it) => Some(it),
            _ => None,
        })
        .collect())
}

pub(crate) async fn people<J: Journal>(journal: &J, count: usize) -> Result<Vec<PersonStore<J>>> {
    let now = Timestamp::now();
    let tenant = Tenant {
        id: TenantId::random()?,
        layout: Layout::Packed,
    };
    journal.add_tenant(tenant, now).await?;
    let mut stores = Vec::new();
    for pseudonym in (1..).take(count) {
        let key = PersonKey::new(tenant, PersonId::random()?);
        let person = Person {
            key,
            pseudonym,
            state: State::Active,
            created_at: now,
            head: Head::default(),
        };
        journal.add_person(person, Vec::new()).await?;
        stores.push(PersonStore::new(
            journal.clone(),
            key,
            Arc::new(VaultKey::random()?),
        ));
    }
    Ok(stores)
}

/// Makes acts of one entry, with ids of its own.
#[derive(Debug)]
pub(crate) struct Pen {
    ids: CountedIds,
    texts: Arc<Vec<Evidence>>,
    next: usize,
}

impl Pen {
    /// Two pens of different numbers never write the same id.
    pub(crate) fn new(number: u128, texts: &Arc<Vec<Evidence>>) -> Self {
        Self {
            ids: CountedIds::from(number << 28),
            texts: Arc::clone(texts),
            next: 0,
        }
    }

    pub(crate) fn act(&mut self) -> Vec<Entry> {
        let evidence = self.texts[self.next % self.texts.len()].clone();
        self.next += 1;
        let mut act = Act::new(&mut self.ids, Timestamp::UNIX_EPOCH);
        act.add(evidence);
        act.into_entries()
    }
}

/// Appends one after another; how long each took.
pub(crate) fn alone<J: Journal>(
    runtime: &Runtime,
    store: &PersonStore<J>,
    pen: &mut Pen,
    count: usize,
) -> Result<Vec<Duration>> {
    runtime.block_on(async {
        let mut took = Vec::with_capacity(count);
        for _ in 0..count {
            let act = pen.act();
            let begun = Instant::now();
            store.append(act, None).await?;
            took.push(begun.elapsed());
        }
        Ok(took)
    })
}

/// All write as fast as they are answered, some runs long: appends a second, and appends a commit.
fn many(
    runtime: &Runtime,
    journal: &Sqlite,
    stores: &[PersonStore<Sqlite>],
    texts: &Arc<Vec<Evidence>>,
    numbers: u128,
) -> Result<(Runs, Runs)> {
    let (mut rates, mut shared) = (Vec::new(), Vec::new());
    let mut pens: Vec<Pen> = (0..)
        .take(MANY)
        .map(|number| Pen::new(numbers * 1_000 + number, texts))
        .collect();
    for _ in 0..RUNS {
        let before = journal.stats();
        let begun = Instant::now();
        let clients: Vec<_> = pens
            .drain(..)
            .enumerate()
            .map(|(place, mut pen)| {
                let store = stores[place % stores.len()].clone();
                runtime.spawn(async move {
                    while begun.elapsed() < TIME {
                        store.append(pen.act(), None).await?;
                    }
                    anyhow::Ok(pen)
                })
            })
            .collect();
        for client in clients {
            pens.push(runtime.block_on(client)??);
        }
        let took = begun.elapsed();
        let after = journal.stats();
        #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
        let (appends, commits) = (
            (after.appends - before.appends) as f64,
            (after.commits - before.commits) as f64,
        );
        rates.push(appends / took.as_secs_f64());
        shared.push(appends / commits);
    }
    Ok((Runs::of(rates), Runs::of(shared)))
}

/// Writes to a file whose bytes are all there, so that a sync has nothing but them to write.
#[derive(Debug)]
struct Raw {
    file: File,
    bytes: Vec<u8>,
    at: u64,
}

impl Raw {
    fn new(dir: &Path, length: usize) -> Result<Self> {
        let mut file = File::create(dir.join("raw"))?;
        file.write_all(&vec![0; usize::try_from(RAW)?])?;
        file.sync_all()?;
        Ok(Self {
            file,
            bytes: vec![7; length],
            at: 0,
        })
    }

    fn write(&mut self, count: usize) -> Result<Vec<Duration>> {
        let length = self.bytes.len() as u64;
        let mut took = Vec::with_capacity(count);
        for _ in 0..count {
            if self.at + length > RAW {
                self.at = 0;
            }
            let begun = Instant::now();
            self.file.seek(SeekFrom::Start(self.at))?;
            self.file.write_all(&self.bytes)?;
            self.file.sync_data()?;
            took.push(begun.elapsed());
            self.at += length;
        }
        Ok(took)
    }
}
