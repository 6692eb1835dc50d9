//! A long walk: every verb of a journal in whatever order, told to a store and to the model, which must say the same.
//!
//! Where [`laws`](crate::laws) finds the shortest way to a difference, this one goes far: tens of thousands of steps over
//! one database, which is closed and opened again on the way. The seed is printed and gives the same walk again; for a
//! longer one set `WINDWARD_MODEL_STEPS` and `WINDWARD_SEED`, or run `cargo xtask proof model`.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use windward_core::{
    framework::FrameworkHash,
    id::{ActId, EntryId},
    views::due::Class,
};
use windward_store::{
    Body, DueRow, DueRows, FeedRow, Head, Journal, Layout, LinkRow, NewRow, NewRows, Person,
    PersonId, PersonKey, SessionRow, Shows, Slot, Sqlite, Stage, State, Tenant, TenantId, Way,
};
use windward_torture::progress::Progress;

use crate::{
    beside::slot,
    dice::Dice,
    hand::{Hand, seed, size},
    model::Model,
    pen::at,
    places::{open, servers},
};

/// How many are here at a time; one who is erased is followed by somebody new.
const PEOPLE: usize = 6;

/// Ids that one person's entries have, few enough that a later act meets those of an earlier one.
const IDS: usize = 80;

/// Steps between which the store is closed and opened again, and everything is compared.
const LEG: usize = 1_000;

/// One thing asked of a journal.
#[derive(Debug, Clone)]
enum Step {
    Append(PersonKey, NewRows),
    Head(PersonKey),
    Load(PersonKey, u64),
    Scan(PersonKey, u64, u32),
    Entry(PersonKey, EntryId),
    Redact(PersonKey, EntryId, Body),
    State(PersonKey, State),
    Person(PersonKey),
    People(Tenant, i64, u32),
    Slots(PersonKey),
    PutSlot(PersonKey, Slot),
    ConfirmSlot(PersonKey, i64, Timestamp),
    AddSession(SessionRow),
    Session([u8; 32]),
    TouchSession([u8; 32], Timestamp),
    EndSession([u8; 32]),
    EndSessions(PersonKey),
    AddLink(LinkRow),
    TakeLink([u8; 32], Timestamp),
    PutFramework(TenantId, String),
    Framework(TenantId, String),
    Frameworks(TenantId),
    PutDue(PersonKey, DueRows),
    Due(PersonKey),
    AddFeed(FeedRow),
    Feed([u8; 32]),
    Feeds(PersonKey),
    TouchFeed([u8; 32], Timestamp),
    EndFeed(PersonKey, i64),
    Erase(PersonKey),
    Join(Person, Vec<Slot>),
}

/// What a journal says to a step, in words, so that refusals compare too.
async fn said<J: Journal>(journal: &J, step: Step) -> String {
    macro_rules! words {
        ($asked:expr) => {
            format!("{:?}", $asked.await)
        };
    }
    match step {
        Step::Append(who, act) => words!(journal.append(who, act)),
        Step::Head(who) => words!(journal.head(who)),
        Step::Load(who, since) => words!(journal.load_since(who, since)),
        Step::Scan(who, since, limit) => words!(journal.scan(who, since, limit)),
        Step::Entry(who, id) => words!(journal.entry(who, id)),
        Step::Redact(who, id, tombstone) => {
            let gone = words!(journal.redact(who, id, tombstone, at(2)));
            // What a server keeps for a while the model does not.
            gone.replace("traces: true", "traces: false")
        }
        Step::State(who, state) => words!(journal.set_state(who, state)),
        Step::Person(who) => words!(journal.person(who)),
        Step::People(tenant, after, limit) => words!(journal.people(tenant, after, limit)),
        Step::Slots(who) => words!(journal.slots(who)),
        Step::PutSlot(who, slot) => words!(journal.put_slot(who, slot)),
        Step::ConfirmSlot(who, id, when) => words!(journal.confirm_slot(who, id, when)),
        Step::AddSession(session) => words!(journal.add_session(session)),
        Step::Session(hash) => words!(journal.session(hash)),
        Step::TouchSession(hash, when) => words!(journal.touch_session(hash, when)),
        Step::EndSession(hash) => words!(journal.end_session(hash)),
        Step::EndSessions(who) => words!(journal.end_sessions(who)),
        Step::AddLink(link) => words!(journal.add_link(link)),
        Step::TakeLink(hash, when) => words!(journal.take_link(hash, when)),
        Step::PutFramework(tenant, text) => {
            words!(journal.put_framework(tenant, FrameworkHash::of(&text), text, at(3)))
        }
        Step::Framework(tenant, text) => {
            words!(journal.framework(tenant, FrameworkHash::of(&text)))
        }
        Step::Frameworks(tenant) => {
            let mut all = journal.frameworks(tenant).await;
            // Those of one moment are in no order.
            if let Ok(all) = &mut all {
                all.sort_by_key(ToString::to_string);
            }
            format!("{all:?}")
        }
        Step::PutDue(who, due) => words!(journal.put_due(who, due)),
        Step::Due(who) => {
            let mut due = journal.due(who).await;
            if let Ok(Some(due)) = &mut due {
                due.rows.sort_by_key(|it| (it.day, it.id));
            }
            format!("{due:?}")
        }
        Step::AddFeed(feed) => words!(journal.add_feed(feed)),
        Step::Feed(hash) => words!(journal.feed(hash)),
        Step::Feeds(who) => words!(journal.feeds(who)),
        Step::TouchFeed(hash, when) => words!(journal.touch_feed(hash, when)),
        Step::EndFeed(who, id) => words!(journal.end_feed(who, id)),
        Step::Erase(who) => {
            let gone = words!(journal.erase(who));
            gone.replace("traces: true", "traces: false")
        }
        Step::Join(person, slots) => words!(journal.add_person(person, slots)),
    }
}

/// Somebody who is here: how many of their ids were handed out.
#[derive(Debug, Clone, Copy)]
struct Here {
    key: PersonKey,
    ids: usize,
}

/// What decides the next step. It remembers only what makes steps meet.
#[derive(Debug)]
struct Walker {
    dice: Dice,
    tenants: [Tenant; 2],
    here: Vec<Here>,
    /// Somebody who was here.
    gone: PersonKey,
    /// How many steps were taken, which is what time it is.
    now: i64,
    /// Numbers of the last session, link and calendar.
    last: u64,
}

impl Walker {
    fn new(seed: u64) -> Self {
        let tenant = |layout| Tenant {
            id: TenantId::random().unwrap(),
            layout,
        };
        let tenants = [tenant(Layout::Packed), tenant(Layout::Spread)];
        Self {
            dice: Dice::seeded(seed),
            tenants,
            here: Vec::new(),
            gone: PersonKey::new(tenants[0], PersonId::random().unwrap()),
            now: 0,
            last: 0,
        }
    }

    /// Somebody new.
    fn join(&mut self) -> Step {
        let tenant = *self.dice.pick(&self.tenants);
        let key = PersonKey::new(tenant, PersonId::random().unwrap());
        self.here.push(Here { key, ids: 0 });
        let person = Person {
            key,
            pseudonym: PersonId::random().unwrap().get(),
            state: State::Active,
            created_at: at(self.now),
            head: Head::default(),
        };
        Step::Join(person, vec![slot(1, 1)])
    }

    /// Somebody, now and then one who is gone.
    fn anyone(&mut self) -> PersonKey {
        if self.dice.one_in(40) {
            return self.gone;
        }
        self.dice.pick(&self.here).key
    }

    fn someone(&mut self) -> PersonKey {
        self.dice.pick(&self.here).key
    }

    fn id(&mut self, below: usize) -> EntryId {
        EntryId(Uuid::from_u128(self.dice.below(below.max(1)) as u128 + 1))
    }

    /// An act: mostly new entries, of which some revise the last; now and then one that was sent before, in part too.
    fn append(&mut self) -> Step {
        let place = self.dice.below(self.here.len());
        let Here { key, ids } = self.here[place];
        let mut next = ids;
        let mut rows = Vec::new();
        for _ in 0..self.dice.below(4) {
            let fresh = next < IDS && !self.dice.one_in(5);
            let entry_id = if fresh {
                next += 1;
                EntryId(Uuid::from_u128(next as u128))
            } else {
                self.id(next + 1)
            };
            let revises = match self.dice.below(5) {
                0 | 1 => None,
                2 | 3 => Some(EntryId(Uuid::from_u128(next.max(2) as u128 - 1))),
                _ => Some(self.id(next + 2)),
            };
            let bytes = 40 + self.dice.below(200);
            rows.push(NewRow {
                entry_id,
                act: ActId(Uuid::from_u128(self.now.unsigned_abs().into())),
                revises,
                body: if self.dice.one_in(9) {
                    Body::Shared("{}".repeat(bytes))
                } else {
                    Body::Sealed(vec![7; bytes])
                },
            });
        }
        self.here[place].ids = next;
        let expected = self.dice.one_in(6);
        let due = self.dice.one_in(8).then(|| self.due(next as u64));
        let act = NewRows {
            rows,
            expected: expected.then(|| self.dice.below(next + 2) as u64),
            imported: expected && self.dice.one_in(2),
            received_at: at(self.now),
            due,
        };
        Step::Append(if self.dice.one_in(60) { self.gone } else { key }, act)
    }

    fn due(&mut self, seq: u64) -> DueRows {
        let days = ["2026-11-20", "2026-11-27", "2026-12-01", "2027-02-28"];
        let mut rows: Vec<DueRow> = Vec::new();
        for id in 0..6 {
            if self.dice.one_in(2) {
                rows.push(DueRow {
                    id: [id; 16],
                    day: self.dice.pick(&days).parse().unwrap(),
                    class: *self.dice.pick(&[Class::Own, Class::People]),
                });
            }
        }
        DueRows { seq, rows }
    }

    /// The hash of a new secret, or of one of the last.
    fn hash(&mut self, fresh: bool) -> [u8; 32] {
        let number = if fresh {
            self.last += 1;
            self.last
        } else {
            self.last.saturating_sub(self.dice.below(30) as u64)
        };
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&number.to_be_bytes());
        hash
    }

    fn time(&mut self) -> Timestamp {
        at(self.now + self.number(60) - 30)
    }

    fn number(&mut self, below: usize) -> i64 {
        i64::try_from(self.dice.below(below)).unwrap()
    }

    fn next(&mut self) -> Step {
        self.now += 1;
        match self.dice.below(1_000) {
            0..440 => self.append(),
            440..480 => Step::Head(self.anyone()),
            480..510 => Step::Load(self.anyone(), self.dice.below(IDS) as u64),
            510..540 => {
                let limit = self.dice.below(9);
                Step::Scan(
                    self.anyone(),
                    self.dice.below(IDS) as u64,
                    u32::try_from(limit).unwrap(),
                )
            }
            540..570 => Step::Entry(self.anyone(), self.id(IDS)),
            570..640 => {
                let (sealed, shared) = (Body::Sealed(vec![3; 10]), Body::Shared("{}".to_owned()));
                let tombstone = if self.dice.one_in(5) { shared } else { sealed };
                Step::Redact(self.anyone(), self.id(IDS), tombstone)
            }
            640..660 => {
                let leaving = State::Leaving(self.time());
                let state = *self.dice.pick(&[State::Active, leaving]);
                Step::State(self.anyone(), state)
            }
            660..670 => Step::Person(self.anyone()),
            670..685 => {
                let after = *self.dice.pick(&[0, self.gone.person().get()]);
                let limit = self.dice.below(PEOPLE + 2);
                let tenant = *self.dice.pick(&self.tenants);
                Step::People(tenant, after, u32::try_from(limit).unwrap())
            }
            685..985 => self.beside(),
            _ => {
                let place = self.dice.below(self.here.len());
                let key = self.here.swap_remove(place).key;
                self.gone = key;
                Step::Erase(key)
            }
        }
    }

    /// What lies beside the journal.
    fn beside(&mut self) -> Step {
        let texts = ["a ladder", "another", "one of three rungs", ""];
        let tenant = self.dice.pick(&self.tenants).id;
        match self.dice.below(19) {
            0 => Step::Slots(self.anyone()),
            1 => {
                let id = self.number(4);
                Step::PutSlot(self.someone(), slot(id, 9))
            }
            2 => {
                let id = self.number(5);
                Step::ConfirmSlot(self.someone(), id, self.time())
            }
            3 => {
                let created_at = at(self.now);
                Step::AddSession(SessionRow {
                    token_hash: self.hash(true),
                    person: self.someone(),
                    wrapped: vec![1; 60],
                    created_at,
                    last_seen_at: created_at,
                    expires_at: created_at + SignedDuration::from_millis(self.number(900)),
                    id: self.now,
                    stage: *self.dice.pick(&[Stage::Open, Stage::Second]),
                    way: *self.dice.pick(&[Way::Link, Way::Password]),
                    browser: "Firefox on Linux".to_owned(),
                    proved_at: created_at,
                })
            }
            4 => Step::Session(self.hash(false)),
            5 => Step::TouchSession(self.hash(false), self.time()),
            6 => Step::EndSession(self.hash(false)),
            7 => Step::EndSessions(self.anyone()),
            8 => {
                let created_at = at(self.now);
                Step::AddLink(LinkRow {
                    token_hash: self.hash(true),
                    person: self.someone(),
                    created_at,
                    expires_at: created_at + SignedDuration::from_millis(self.number(900)),
                })
            }
            9 => Step::TakeLink(self.hash(false), self.time()),
            10 => Step::PutFramework(tenant, (*self.dice.pick(&texts)).to_owned()),
            11 => Step::Framework(tenant, (*self.dice.pick(&texts)).to_owned()),
            12 => Step::Frameworks(tenant),
            13 => {
                let seq = self.dice.below(IDS) as u64;
                let due = self.due(seq);
                Step::PutDue(self.anyone(), due)
            }
            14 => Step::Due(self.anyone()),
            15 => Step::AddFeed(FeedRow {
                token_hash: self.hash(true),
                person: self.someone(),
                id: self.now,
                shows: *self.dice.pick(&[Shows::Dates, Shows::Words]),
                created_at: at(self.now),
                read_at: None,
            }),
            16 => {
                if self.dice.one_in(2) {
                    return Step::Feeds(self.anyone());
                }
                Step::Feed(self.hash(false))
            }
            17 => Step::TouchFeed(self.hash(false), self.time()),
            _ => {
                let id = self.now - self.number(300);
                Step::EndFeed(self.someone(), id)
            }
        }
    }
}

/// Walks over what `open` opens, and holds every answer against the model's; how many were refusals.
async fn walk<J: Journal>(open: impl Fn() -> J, seed: u64, steps: usize) -> usize {
    let mut walker = Walker::new(seed);
    let (model, mut journal) = (Model::default(), open());
    for tenant in walker.tenants {
        journal.add_tenant(tenant, at(0)).await.unwrap();
        model.add_tenant(tenant, at(0)).await.unwrap();
    }
    let (mut refused, mut progress) = (0, Progress::begin());
    for number in 0..steps {
        progress.tell(|| format!("{number} of {steps} steps so far"));
        let step = if walker.here.len() < PEOPLE {
            walker.join()
        } else {
            walker.next()
        };
        let answer = said(&journal, step.clone()).await;
        let expected = said(&model, step.clone()).await;
        assert_eq!(answer, expected, "step {number} of seed {seed}: {step:?}");
        refused += usize::from(answer.starts_with("Err"));
        if number % LEG == LEG - 1 || number == steps - 1 {
            drop(journal);
            journal = open();
            for Here { key, .. } in &walker.here {
                let load = Step::Load(*key, 0);
                let answer = said(&journal, load.clone()).await;
                assert_eq!(
                    answer,
                    said(&model, load).await,
                    "after step {number} of seed {seed}"
                );
            }
        }
    }
    refused
}

/// That some were refused and most were not: else the walk goes where nothing is.
fn told(what: &str, steps: usize, seed: u64, refused: usize) {
    println!("{what}: {steps} steps, {refused} refused alike, seed {seed}");
    assert!((steps / 50..steps / 2).contains(&refused), "{refused}");
}

#[tokio::test]
async fn sqlite_goes_a_long_way_with_the_model() {
    let (steps, seed) = (size(Hand::Model, 10_000), seed());
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("walk.db");
    let refused = walk(|| Sqlite::open(&path).unwrap(), seed, steps).await;
    told("SQLite", steps, seed, refused);
    let connection = rusqlite::Connection::open(&path).unwrap();
    let sound: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    let stray = connection
        .prepare("PRAGMA foreign_key_check")
        .unwrap()
        .exists([])
        .unwrap();
    assert!(!stray, "a row of nobody");
}

#[tokio::test]
async fn postgres_goes_a_long_way_with_the_model() {
    let (steps, seed) = (size(Hand::Model, 20_000) / 10, seed());
    let (_, url) = servers().remove(0);
    let refused = walk(|| open(&url), seed, steps).await;
    told("PostgreSQL", steps, seed, refused);
}
