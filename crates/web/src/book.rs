//! A record with the framework it is read against: what a page and a command begin with.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::{Timestamp, civil::Date};
use self_cell::self_cell;
use thiserror::Error;
use windward_core::{
    framework::{Faults, Framework, FrameworkHash, PRODUCT},
    record::{Act, Change, Content, Entry, Profile, Record, Stored},
    views::{
        due::{self, Due, dated},
        facts::Facts,
        people::Directory,
        plan::{Plan, plan, solve, wishes},
        timeline::{Timeline, timeline},
        today::{Today, today_of, waiting_of},
    },
};
use windward_store::{DueRows, Instance, PersonKey, PersonStore, StoreError};

use crate::edge::{self, FormIds};

pub use crate::frameworks::Frameworks;

/// A folded record, the framework it is read against, and the day for its owner.
#[derive(Debug, Clone)]
pub struct Book {
    /// The record.
    pub record: Arc<Record>,
    /// The framework that its profile names, else the shipped one.
    pub framework: Arc<Framework>,
    /// What day it is for the owner.
    pub today: Date,
    /// Why the framework that the record names is not the one it is read against, in a sentence.
    pub instead: Option<String>,
    arranged: Arc<Arranged>,
    /// Whose it is; nobody’s where nothing is stored.
    person: Option<PersonKey>,
}

self_cell! {
    /// Facts together with what they are about, so that they can be kept from one request to the next: arranging
    /// a long record costs more than all else that a page does.
    struct Cell {
        owner: (Arc<Record>, Arc<Framework>),
        #[covariant]
        dependent: Facts,
    }

    impl {Debug}
}

/// What a record says on a day, against a framework, arranged once for as long as neither of the three changes; and
/// what was made of it.
#[derive(Debug)]
pub struct Arranged {
    cell: Cell,
    due: OnceLock<Vec<Due>>,
    waiting: OnceLock<usize>,
    people: OnceLock<Directory>,
    timeline: OnceLock<Timeline>,
    /// The days that this one was last compared with, the latest at the end.
    others: Mutex<Vec<Arc<Arranged>>>,
}

/// Other days kept beside a day; two are compared.
const MOST_OTHERS: usize = 2;

impl Arranged {
    /// Arranges what `record` says by the end of `day`.
    #[must_use]
    pub fn of(record: Arc<Record>, framework: Arc<Framework>, day: Date) -> Self {
        Self::kept(record, framework, day, false)
    }

    /// The same; `served` where the record lies on a server that others run.
    fn kept(record: Arc<Record>, framework: Arc<Framework>, day: Date, served: bool) -> Self {
        let cell = Cell::new((record, framework), |(record, framework)| {
            Facts::of(record, framework, day).served(served)
        });
        Self {
            cell,
            due: OnceLock::new(),
            waiting: OnceLock::new(),
            people: OnceLock::new(),
            timeline: OnceLock::new(),
            others: Mutex::default(),
        }
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> &Facts<'_> {
        self.cell.borrow_dependent()
    }

    /// Which framework they are read against.
    fn framework(&self) -> FrameworkHash {
        let (_, against) = self.cell.borrow_owner();
        against.hash
    }

    /// How many things wait on Today; every page says so.
    pub(crate) fn waiting(&self) -> usize {
        let count = || waiting_of(self.facts(), self.due());
        *self.waiting.get_or_init(count)
    }

    /// Everything that is due: found when a page first asks for it.
    fn due(&self) -> &[Due] {
        self.due.get_or_init(|| due::everything(self.facts()))
    }

    /// The people of the record, in order: arranged when a page first asks for them, as most do not.
    #[must_use]
    pub fn people(&self) -> &Directory {
        let (record, _) = self.cell.borrow_owner();
        self.people
            .get_or_init(|| Directory::of(record, self.facts().day))
    }

    /// What happened, in order: put in order when a page first asks for it.
    fn timeline(&self) -> &Timeline {
        let (record, _) = self.cell.borrow_owner();
        self.timeline
            .get_or_init(|| timeline(record, self.facts().day))
    }

    /// The same record and framework on another day.
    fn on(&self, day: Date) -> Arc<Self> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let known = others.iter().position(|it| it.facts().day == day);
        let other = if let Some(place) = known {
            others.remove(place)
        } else {
            let (record, framework) = self.cell.borrow_owner();
            let (record, framework) = (Arc::clone(record), Arc::clone(framework));
            let served = self.facts().served;
            Arc::new(Self::kept(record, framework, day, served))
        };
        if others.len() >= MOST_OTHERS {
            others.remove(0);
        }
        others.push(Arc::clone(&other));
        other
    }

    /// Whether they are of this very record, against this framework, on this day.
    fn is_of(&self, record: &Arc<Record>, framework: &Framework, day: Date) -> bool {
        let (mine, against) = self.cell.borrow_owner();
        Arc::ptr_eq(mine, record) && against.hash == framework.hash && self.facts().day == day
    }
}

self_cell! {
    /// A plan together with the facts that it is about.
    struct PlanCell {
        owner: Arc<Arranged>,
        #[covariant]
        dependent: Plan,
    }

    impl {Debug}
}

/// The plan for arranged facts, solved and read once for as long as they are the same: solving takes longer than
/// any page.
#[derive(Debug)]
pub struct Planned(PlanCell);

impl Planned {
    /// Solves the plan that was last asked for.
    #[must_use]
    pub fn of(arranged: Arc<Arranged>) -> Self {
        Self(PlanCell::new(arranged, |arranged| {
            let facts = arranged.facts();
            plan(facts, &solve(facts, wishes(facts)))
        }))
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan<'_> {
        self.0.borrow_dependent()
    }

    /// Whether it is of these very facts.
    pub(crate) fn is_of(&self, arranged: &Arc<Arranged>) -> bool {
        Arc::ptr_eq(self.0.borrow_owner(), arranged)
    }
}

/// Writes entries to the end of a folded record, as a store would number them.
pub(crate) fn append(
    record: &mut Record,
    entries: impl IntoIterator<Item = Entry>,
    now: Timestamp,
) {
    let next = record.seq() + 1;
    record.extend(entries.into_iter().zip(next..).map(|(entry, seq)| Stored {
        seq,
        received_at: now,
        imported: false,
        entry,
    }));
}

/// The ladder that new records of a shared server begin with, where its administrators chose one.
async fn first(instance: &Instance) -> Result<Option<FrameworkHash>, StoreError> {
    if instance.owner().is_some() {
        return Ok(None);
    }
    Ok(instance.ladders().await?.first)
}

/// Whose a record is, and whether it lies on a server that others run.
#[derive(Debug, Clone, Copy, Default)]
struct Whose {
    person: Option<PersonKey>,
    served: bool,
}

/// A ladder that a record names. One that somebody else brought for themselves is not here for others, whatever a file that
/// came in says.
async fn theirs(
    instance: &Instance,
    person: Option<PersonKey>,
    frameworks: &Frameworks,
    hash: FrameworkHash,
) -> Result<Arc<Framework>, BookError> {
    let is_here = match person {
        Some(person) if hash != frameworks.product().hash => {
            !instance.is_of_others(person, hash).await?
        }
        _ => true,
    };
    if is_here {
        frameworks.get(instance, hash).await
    } else {
        Err(BookError::NoFramework(hash))
    }
}

/// Why a book cannot be opened.
#[derive(Debug, Error)]
pub enum BookError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The framework that the record names is not installed here.
    #[error(
        "the record is read against framework {0}, which is not installed here; install it again with `windward ladder use FILE`"
    )]
    NoFramework(FrameworkHash),
    /// The framework that the record names is installed and does not parse.
    #[error("the installed framework {0} has faults:\n{1}")]
    Framework(FrameworkHash, Faults),
}

impl Book {
    /// Loads a record and what it is read against.
    pub async fn open(
        instance: &Instance,
        store: &PersonStore,
        frameworks: &Frameworks,
        now: Timestamp,
    ) -> Result<Self, BookError> {
        let record = Arc::new(Record::fold(store.load().await?.entries));
        let person = Some(store.person());
        Self::of(record, None, instance, person, frameworks, now).await
    }

    /// A record in which nothing is written yet.
    #[must_use]
    pub fn blank(frameworks: &Frameworks, now: Timestamp) -> Self {
        let shipped = frameworks.product();
        let of = Whose::default();
        Self::against(Arc::default(), shipped, None, None, now, of)
    }

    /// Finds what a folded record is read against. What was arranged before is taken if it still holds.
    pub(crate) async fn of(
        record: Arc<Record>,
        before: Option<Arc<Arranged>>,
        instance: &Instance,
        person: Option<PersonKey>,
        frameworks: &Frameworks,
        now: Timestamp,
    ) -> Result<Self, BookError> {
        let known = before.as_ref().map(|it| it.framework());
        let named = record.profile().and_then(|of| of.it.framework);
        let named = match named {
            Some(hash) if known == Some(hash) => frameworks.get(instance, hash).await,
            Some(hash) => theirs(instance, person, frameworks, hash).await,
            None if record.seq() == 0 => match first(instance).await? {
                Some(hash) => frameworks.get(instance, hash).await,
                None => Ok(frameworks.product()),
            },
            None => Ok(frameworks.product()),
        };
        // A record is never shut out by a ladder: everything in it can be read, exported and put right against
        // the shipped one.
        let (framework, instead) = match named {
            Ok(framework) => (framework, None),
            Err(BookError::Store(error)) => return Err(error.into()),
            Err(error) => (frameworks.product(), Some(error.to_string())),
        };
        let of = Whose {
            person,
            served: instance.owner().is_none(),
        };
        Ok(Self::against(record, framework, instead, before, now, of))
    }

    fn against(
        record: Arc<Record>,
        framework: Arc<Framework>,
        instead: Option<String>,
        before: Option<Arc<Arranged>>,
        now: Timestamp,
        of: Whose,
    ) -> Self {
        let Whose { person, served } = of;
        let today = edge::today(&record, now);
        let arrange = || Arranged::kept(Arc::clone(&record), Arc::clone(&framework), today, served);
        let arranged = before
            .filter(|it| it.is_of(&record, &framework, today) && it.facts().served == served)
            .unwrap_or_else(|| Arc::new(arrange()));
        Self {
            record,
            framework,
            today,
            instead,
            arranged,
            person,
        }
    }

    /// What an act writes, with what the first act of a record writes along: a record that begins on another ladder than the
    /// shipped one says so, and stays on it whatever is offered to others later.
    #[must_use]
    pub fn begun(&self, mut entries: Vec<Entry>, now: Timestamp) -> Vec<Entry> {
        let begins = self.record.seq() == 0 && self.framework.hash != FrameworkHash::of(PRODUCT);
        let is_said = entries.iter().any(|entry| match &entry.change {
            Change::Put(item) => matches!(item.content, Content::Profile(_)),
            _ => false,
        });
        if begins && !is_said {
            entries.extend(self.on_its_ladder(&entries, now));
        }
        entries
    }

    /// The profile that names the ladder, in the act of those entries. Its ids follow from theirs: sent twice, it is written
    /// once.
    fn on_its_ladder(&self, entries: &[Entry], now: Timestamp) -> Vec<Entry> {
        let Some(first) = entries.first() else {
            return Vec::new();
        };
        let hash = self.framework.hash.to_string();
        let mut ids = FormIds::of(first.entry_id.0, [("ladder", hash.as_str())]);
        let mut act = Act::new(&mut ids, now);
        act.add(Profile {
            framework: Some(self.framework.hash),
            ..Profile::default()
        });
        let mut along = act.into_entries();
        for entry in &mut along {
            entry.act = first.act;
        }
        along
    }

    /// The book as it will be once some entries are written to the end of this record.
    pub async fn and(
        &self,
        entries: &[Entry],
        instance: &Instance,
        frameworks: &Frameworks,
        now: Timestamp,
    ) -> Result<Self, BookError> {
        let mut record = Record::clone(&self.record);
        append(&mut record, entries.iter().cloned(), now);
        let before = Some(Arc::clone(&self.arranged));
        let record = Arc::new(record);
        Self::of(record, before, instance, self.person, frameworks, now).await
    }

    /// Everything in it that has a day, as a store keeps it.
    #[must_use]
    pub fn due_rows(&self, store: &PersonStore) -> DueRows {
        store.due_rows(self.record.seq(), &dated(self.facts()))
    }

    /// What the record says on the owner's day.
    #[must_use]
    pub fn facts(&self) -> &Facts<'_> {
        self.arranged.facts()
    }

    /// The people of the record, as they stand on the owner's day.
    #[must_use]
    pub fn people(&self) -> &Directory {
        self.arranged.people()
    }

    /// What needs the owner on their day.
    #[must_use]
    pub fn today(&self) -> Today<'_> {
        today_of(self.facts(), self.arranged.due())
    }

    /// What happened by the owner's day, in order.
    pub(crate) fn timeline(&self) -> &Timeline {
        self.arranged.timeline()
    }

    /// The plan for the owner's day, solved anew.
    #[must_use]
    pub fn planned(&self) -> Planned {
        Planned::of(Arc::clone(&self.arranged))
    }

    /// What the record says on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Arc<Arranged> {
        if day == self.today {
            return Arc::clone(&self.arranged);
        }
        self.arranged.on(day)
    }

    /// What is kept for the next request.
    pub(crate) const fn arranged(&self) -> &Arc<Arranged> {
        &self.arranged
    }
}
