//! Many who edit the same few things at once, often from pages that are stale, send forms twice, and send again what was
//! not answered: nothing is overwritten that its writer had not seen, nothing is lost, nothing is there twice, and whoever
//! was too late is shown both texts.
//!
//! In the **control** whoever is too late takes the mark of the newest version and sends the same text again without having
//! read it: that is what a program does that does not look, and the check has to find it.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    net::SocketAddr,
    path::Path,
    thread,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    dice::Dice,
    http::{Answer, Connection, form, hidden},
    ledger::{self, Fate, Write, mark},
    person::{export, once, sign_in},
    progress::Progress,
    server::Program,
};

/// How many edit at once, and how many pieces of evidence.
const CLIENTS: u64 = 64;
const ITEMS: usize = 16;

/// Operations on one record before another is begun: one of a hundred thousand entries is nobody’s.
const OF_A_RECORD: u64 = 4_000;

/// The most faults that are told; there are more only where everything is wrong.
const TOLD: usize = 20;

/// What divides the page that shows both texts.
const BETWEEN: &str = "What stands now";

/// What was done and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Forms that somebody wanted to save, however often each was sent.
    pub operations: u64,
    /// Of these, saved.
    pub saved: u64,
    /// Refused, with both texts shown.
    pub conflicts: u64,
    /// Sent twice at once, or again after an answer.
    pub doubled: u64,
    /// Sent again after an answer that was not waited for.
    pub retried: u64,
    /// Versions that stand over one that their writer had not seen.
    pub overwritten: u64,
    /// Saved and not there, there twice, there though refused, an answer that is none of those.
    pub faults: Vec<String>,
}

impl Found {
    /// Whether all is as it has to be.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.overwritten == 0 && self.faults.is_empty() && self.saved > 0 && self.conflicts > 0
    }

    fn fault(&mut self, fault: String) {
        if self.faults.len() < TOLD {
            self.faults.push(fault);
        }
    }

    fn add(&mut self, other: Self) {
        self.operations += other.operations;
        self.saved += other.saved;
        self.conflicts += other.conflicts;
        self.doubled += other.doubled;
        self.retried += other.retried;
        self.overwritten += other.overwritten;
        other.faults.into_iter().for_each(|it| self.fault(it));
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} operations: {} saved, {} conflicts with both texts shown, {} sent twice, {} sent again unanswered; \
             {} overwritten unseen, {} other faults",
            self.operations,
            self.saved,
            self.conflicts,
            self.doubled,
            self.retried,
            self.overwritten,
            self.faults.len()
        )?;
        self.faults.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

/// Has `CLIENTS` do so many operations in all; `blind` makes it the control.
pub fn run(binary: &Path, operations: u64, seed: u64, blind: bool) -> Result<Found> {
    let mut dice = Dice::seeded(seed);
    let (mut found, mut progress) = (Found::default(), Progress::begin());
    while found.operations < operations && found.faults.is_empty() {
        let now = OF_A_RECORD.min(operations - found.operations);
        found.add(one_record(binary, now, &mut dice, blind)?);
        progress.tell(|| format!("{} of {operations} operations so far", found.operations));
    }
    Ok(found)
}

fn one_record(binary: &Path, operations: u64, dice: &mut Dice, blind: bool) -> Result<Found> {
    let home = tempfile::tempdir()?;
    let program = Program::new(binary, home.path(), "sqlite".to_owned())?;
    let server = program.start()?;
    let cookie = sign_in(&server)?;
    let mut client = |run: u64| Client {
        address: server.address,
        cookie: cookie.clone(),
        dice: dice.others(),
        run,
        blind,
        known: HashMap::new(),
        edits: Vec::new(),
        found: Found::default(),
    };
    let mut first = client(0);
    let mut connection = server.connect()?;
    let items: Vec<String> = (0..ITEMS)
        .map(|_| first.begin(&mut connection))
        .collect::<Result<_>>()?;
    let each = operations.div_ceil(CLIENTS);
    let clients: Vec<Client> = (1..=CLIENTS).map(client).collect();
    let mut edits = first.edits;
    let mut found = Found::default();
    let done: Vec<Result<Client>> = thread::scope(|scope| {
        let items = &items;
        let threads: Vec<_> = clients
            .into_iter()
            .map(|client| scope.spawn(move || client.work(items, each)))
            .collect();
        let joined = threads.into_iter().map(|it| match it.join() {
            Ok(done) => done,
            Err(_) => bail!("a client panicked"),
        });
        joined.collect()
    });
    for client in done {
        let client = client?;
        edits.extend(client.edits);
        found.add(client.found);
    }
    check(&edits, &export(&server, &cookie)?, &mut found)?;
    // The server ended the one from the beginning if nobody used it for long.
    let mut connection = server.connect()?;
    for item in &items {
        shows_the_last(&mut connection, &cookie, item, &edits, &mut found)?;
    }
    found.faults.extend(program.faults()?);
    Ok(found)
}

/// A version that somebody sent, and the one that they had before them.
#[derive(Debug)]
struct Edit {
    write: Write,
    seen: Option<String>,
}

#[derive(Debug)]
struct Client {
    address: SocketAddr,
    cookie: String,
    dice: Dice,
    run: u64,
    blind: bool,
    /// The version of each page that this one saw last, however long ago.
    known: HashMap<String, String>,
    edits: Vec<Edit>,
    found: Found,
}

impl Client {
    fn edit(&mut self, path: &str, seen: Option<&str>) -> Edit {
        let mark = mark(self.run, self.edits.len() as u64 + 1);
        let once = once(&mut self.dice).to_string();
        let what = format!("{mark} Shipped the pricing page, as {} tells it", self.run);
        let fields = [
            ("once", once.as_str()),
            ("revises", seen.unwrap_or_default()),
            ("what", &what),
        ];
        Edit {
            write: Write {
                mark,
                entries: 1,
                path: path.to_owned(),
                form: form(&fields),
                fate: Fate::Unanswered,
            },
            seen: seen.map(str::to_owned),
        }
    }

    /// Writes a new piece of evidence; where it is.
    fn begin(&mut self, connection: &mut Connection) -> Result<String> {
        let mut edit = self.edit("/evidence", None);
        let answer = connection.post(&edit.write.path, &self.cookie, &edit.write.form)?;
        let path = answer.header("location").map(str::to_owned);
        edit.write.fate = Fate::Acknowledged;
        self.edits.push(edit);
        path.with_context(|| format!("nothing was written: {}", answer.status))
    }

    fn work(mut self, items: &[String], operations: u64) -> Result<Self> {
        let mut connection = Connection::to(self.address)?;
        for _ in 0..operations {
            let place = self.dice.below(items.len() as u64);
            let item = &items[usize::try_from(place)?];
            self.operate(&mut connection, item)?;
        }
        Ok(self)
    }

    /// Looks at the page, unless it was looked at once, and saves; what comes of it is noted and judged.
    fn operate(&mut self, connection: &mut Connection, item: &str) -> Result<()> {
        if !self.known.contains_key(item) || self.dice.one_in(3) {
            let page = connection.get(item, &self.cookie)?;
            let version = hidden(&page.body, "revises").context("a page without a version")?;
            self.known.insert(item.to_owned(), version.to_owned());
        }
        let seen = self.known.get(item).cloned();
        let mut edit = self.edit(item, seen.as_deref());
        self.found.operations += 1;
        let (path, text) = (edit.write.path.clone(), edit.write.form.clone());
        let answer = match self.dice.below(20) {
            0 => {
                self.found.retried += 1;
                Connection::to(self.address)?.post_unheard(&path, &self.cookie, &text)?;
                connection.post(&path, &self.cookie, &text)?
            }
            1 => {
                self.found.doubled += 1;
                self.at_once(connection, &path, &text)?
            }
            2 => {
                self.found.doubled += 1;
                let first = connection.post(&path, &self.cookie, &text)?;
                let second = connection.post(&path, &self.cookie, &text)?;
                self.alike(&first, &second, &edit.write.mark);
                first
            }
            _ => connection.post(&path, &self.cookie, &text)?,
        };
        edit.write.fate = self.judge(&answer, &edit.write.mark);
        match edit.write.fate {
            Fate::Refused if self.blind => self.insist(connection, &mut edit)?,
            Fate::Refused => drop(self.known.remove(item)),
            // Half of them go on from the page that they have, which is of an earlier version now.
            _ if self.dice.one_in(2) => drop(self.known.remove(item)),
            _ => {}
        }
        self.edits.push(edit);
        Ok(())
    }

    /// The same form over two connections at once, as an impatient hand sends it.
    fn at_once(&mut self, one: &mut Connection, path: &str, text: &str) -> Result<Answer> {
        let mut two = Connection::to(self.address)?;
        let cookie = &self.cookie;
        let (first, second) = thread::scope(|scope| {
            let second = scope.spawn(move || two.post(path, cookie, text));
            (one.post(path, cookie, text), second.join())
        });
        let second = second.ok().context("a client panicked")?;
        let (first, second) = (first?, second?);
        self.alike(&first, &second, "a form sent twice at once");
        Ok(first)
    }

    fn alike(&mut self, first: &Answer, second: &Answer, what: &str) {
        if first.status != second.status {
            let (first, second) = (first.status, second.status);
            self.found
                .fault(format!("{what}: answered with {first}, then {second}"));
        }
    }

    /// What an answer says of a write. A conflict has to show what was sent, and something else that stands.
    fn judge(&mut self, answer: &Answer, mark: &str) -> Fate {
        match answer.status {
            303 => {
                self.found.saved += 1;
                Fate::Acknowledged
            }
            409 => {
                let both = answer
                    .body
                    .split_once(BETWEEN)
                    .is_some_and(|(sent, stands)| {
                        let another = stands.contains(ledger::MARK) && !stands.contains(mark);
                        sent.contains(mark) && another
                    });
                if both {
                    self.found.conflicts += 1;
                } else {
                    let fault = format!("{mark}: a conflict that does not show both texts");
                    self.found.fault(fault);
                }
                Fate::Refused
            }
            status => {
                self.found.fault(format!("{mark}: answered with {status}"));
                Fate::Unanswered
            }
        }
    }

    /// What nobody should do: the same text over whatever stands now.
    fn insist(&mut self, connection: &mut Connection, edit: &mut Edit) -> Result<()> {
        let page = connection.get(&edit.write.path, &self.cookie)?;
        let version = hidden(&page.body, "revises").context("a page without a version")?;
        let again = self.edit(&edit.write.path, Some(version));
        let text = again.write.form;
        if connection
            .post(&edit.write.path, &self.cookie, &text)?
            .status
            == 303
        {
            self.found.saved += 1;
            // The mark is the same: this edit is not in the list yet.
            edit.write.fate = Fate::Acknowledged;
        }
        Ok(())
    }
}

/// Holds what is there against what was sent.
fn check(edits: &[Edit], export: &str, found: &mut Found) -> Result<()> {
    let differences = ledger::compare(edits.iter().map(|it| &it.write), export);
    if !differences.is_empty() {
        found.fault(format!("{differences:?}"));
    }
    let seen: HashMap<&str, Option<&str>> = edits
        .iter()
        .map(|it| (&*it.write.mark, it.seen.as_deref()))
        .collect();
    let mut revised = HashSet::new();
    for line in export.lines().filter(|it| it.contains(ledger::MARK)) {
        let entry: Value = serde_json::from_str(line)?;
        let over = entry["revises"].as_str();
        if let Some(over) = over.filter(|over| !revised.insert((*over).to_owned())) {
            found.fault(format!("two versions follow {over}"));
        }
        for mark in ledger::marks(line) {
            if seen.get(mark).is_some_and(|seen| *seen != over) {
                found.overwritten += 1;
            }
        }
    }
    Ok(())
}

/// The page of an item shows a version that was saved and that nothing followed.
fn shows_the_last(
    connection: &mut Connection,
    cookie: &str,
    item: &str,
    edits: &[Edit],
    found: &mut Found,
) -> Result<()> {
    let page = connection.get(item, cookie)?;
    let fates: BTreeMap<&str, Fate> = edits
        .iter()
        .map(|it| (&*it.write.mark, it.write.fate))
        .collect();
    let shown = ledger::marks(&page.body);
    let saved = |mark: &&str| fates.get(mark) == Some(&Fate::Acknowledged);
    if shown.is_empty() || !shown.iter().all(saved) {
        found.fault(format!("{item} shows {shown:?}, which nobody saved"));
    }
    Ok(())
}
