//! The store on a server: PostgreSQL, for more people than one machine should hold.

mod check;
mod engine;
mod fault;
mod migrate;
mod session;
mod shards;
mod tls;
mod turns;
mod url;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use windward_core::{framework::FrameworkHash, id::EntryId, record::Stored};

pub use self::url::{BadUrl, Url};
use self::{
    engine::Engine,
    fault::{no_connection, passes},
    session::{Failed, Session, Under},
    tls::Tls,
    turns::Turns,
};
use crate::{
    accounts::WholeAccount,
    due::{DueRows, FeedRow},
    error::StoreError,
    ids::{PersonKey, Tenant, TenantId},
    journal::{
        Appended, Body, Gone, Head, Journal, LinkRow, MOST_PARTS, NewRows, Open, Person, Row, Rows,
        SessionRow, Slot, State, parts,
    },
    locks::Locks,
    moving::Copied,
    open_error::OpenError,
    person::away,
    post::LetterRow,
    sharing::WholeSharing,
    sqlite::Stats,
    verbs,
};

/// How long each attempt may take, with an act of the largest size in it.
const PATIENCE: Duration = Duration::from_mins(2);

/// How long a connection of the pool is waited for.
const TURN: Duration = Duration::from_secs(30);

/// Between attempts: some six seconds in all, which a server that is started again takes.
const WAITS: [u64; 9] = [10, 20, 50, 100, 200, 400, 800, 1600, 3000];

/// A database on a server, open. Cloning it is cheap.
///
/// Any number of programs may have it open. Reads and writes that fail because a connection broke, the server
/// was started again or two writers met are tried again for some seconds; what is stored twice is there once.
#[derive(Clone)]
pub struct Postgres {
    inner: Arc<Inner>,
    _locks: Option<Arc<Locks>>,
}

struct Inner {
    pool: Pool,
    prepared: bool,
    shown: String,
    appends: AtomicU64,
    commits: AtomicU64,
    turns: Turns,
    // Dropped last: some connections of the pool may live on it.
    engine: Engine,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postgres({})", self.inner.shown)
    }
}

impl fmt::Display for Postgres {
    /// Which database it is; no password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.shown)
    }
}

impl Postgres {
    /// Connects, and brings the tables up to this version.
    ///
    /// Blocks until the server has answered; needs no runtime.
    pub fn open(url: &Url) -> Result<Self, OpenError> {
        let it = Self::connect(url)?;
        it.migrate()?;
        it.leave_engine();
        Ok(it)
    }

    /// Connects to a server that is fit, and changes nothing.
    pub(crate) fn connect(url: &Url) -> Result<Self, OpenError> {
        let tls = Tls::trusting(url.root.as_deref())?;
        let manager = Manager::from_config(
            url.config.clone(),
            tls,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(url.pool)
            .wait_timeout(Some(TURN))
            .create_timeout(Some(TURN))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Database(Box::new(error)))?;
        let engine = Engine::start().map_err(|error| StoreError::Database(Box::new(error)))?;
        let it = Self {
            inner: Arc::new(Inner {
                pool,
                prepared: url.prepared,
                shown: url.to_string(),
                appends: AtomicU64::new(0),
                commits: AtomicU64::new(0),
                turns: Turns::new(),
                engine,
            }),
            _locks: None,
        };
        it.wait(it.check_server())?;
        it.leave_engine();
        Ok(it)
    }

    /// Closes the connections that were made while it was opened: they live on the engine’s thread, and whoever asks
    /// from now on makes theirs where they are.
    fn leave_engine(&self) {
        self.inner.pool.retain(|_, _| false);
    }

    /// Holds the locks of a data directory for as long as it is open.
    pub(crate) fn holding(self, locks: Locks) -> Self {
        Self {
            _locks: Some(Arc::new(locks)),
            ..self
        }
    }

    /// What was written since it was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            appends: self.inner.appends.load(Ordering::Relaxed),
            commits: self.inner.commits.load(Ordering::Relaxed),
        }
    }

    /// Takes nothing more; what is under way goes on to its end.
    pub fn close(&self) {
        self.inner.pool.close();
    }

    /// For what is done on the engine, which may end a moment after its answer is there: the locks of the data
    /// directory go with those who use it, not with that.
    fn without_locks(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            _locks: None,
        }
    }

    fn wait<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        self.inner.engine.wait(work)
    }

    /// A connection of the pool.
    fn session(&self) -> Under<'_, Result<Session, StoreError>> {
        Box::pin(async {
            let client = self.inner.pool.get().await.map_err(no_connection)?;
            Ok(Session::new(client, self.inner.prepared))
        })
    }

    fn transaction(&self) -> Under<'_, Result<Session, StoreError>> {
        Box::pin(async {
            let mut session = self.session().await?;
            session.begin().await?;
            Ok(session)
        })
    }

    /// The same for what looks or locks before it changes anything.
    fn transaction_with_first(&self) -> Under<'_, Result<Session, StoreError>> {
        Box::pin(async {
            let mut session = self.session().await?;
            session.begin_with_first();
            Ok(session)
        })
    }
}

/// Whether what was done without an answer may be done again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    /// It changes nothing the second time.
    Yes,
    /// So it is, and it is done for several people: where it waits for the rows of one, that is soon told, so that it
    /// can be done for the others.
    Together,
    /// Its answer would be another one.
    No,
}

/// Attempts at one verb.
struct Attempts {
    again: Again,
    waits: std::slice::Iter<'static, u64>,
}

impl Attempts {
    fn new(again: Again) -> Self {
        Self {
            again,
            waits: WAITS.iter(),
        }
    }

    /// What is final about a failure, unless it is worth another attempt, after a while.
    fn judge(&mut self, failed: Failed) -> Under<'_, Option<StoreError>> {
        Box::pin(async move {
            let Failed { error, unclear } = failed;
            if unclear && self.again == Again::No {
                return Some(StoreError::Unclear);
            }
            let waited = WAITS.len() - self.waits.len();
            let is_held = self.again == Again::Together && matches!(error, StoreError::Busy);
            if !passes(&error) || (is_held && waited >= 2) {
                return Some(error);
            }
            let Some(wait) = self.waits.next() else {
                return Some(error);
            };
            tracing::debug!(%error, "trying again in {wait} ms");
            tokio::time::sleep(Duration::from_millis(*wait)).await;
            None
        })
    }
}

/// Gives an attempt up when nothing is heard for too long.
fn bounded<'a, T: Send + 'a>(
    attempt: Under<'a, Result<T, Failed>>,
) -> Under<'a, Result<T, Failed>> {
    Box::pin(async move {
        let outcome = tokio::time::timeout(PATIENCE, attempt).await;
        outcome.unwrap_or_else(|_| {
            Err(Failed {
                error: StoreError::Unreachable("it does not answer".to_owned()),
                unclear: true,
            })
        })
    })
}

/// Does a verb on a connection as often as is worth it; for whoever goes on by themselves.
macro_rules! tried {
    ($store:ident, $again:ident, $begin:ident, $db:ident => $work:expr) => {{
        use $crate::postgres::{Again, Attempts, Failed, bounded};
        let mut attempts = Attempts::new(Again::$again);
        loop {
            let attempt = bounded(Box::pin(async {
                let mut $db = $store.$begin().await.map_err(Failed::before)?;
                let outcome = $work.await;
                $db.finish(outcome).await
            }));
            match attempt.await {
                Ok(answer) => break Ok(answer),
                Err(failed) => {
                    if let Some(error) = attempts.judge(failed).await {
                        break Err(error);
                    }
                }
            }
        }
    }};
}
use tried;

/// The same on the engine: to its end, whether or not anybody waits.
macro_rules! attempts {
    ($self:ident, $again:ident, $begin:ident, $db:ident => $work:expr) => {{
        let store = $self.without_locks();
        $self.inner.engine.run(async move {
            $crate::postgres::tried!(store, $again, $begin, $db => $work)
        })
    }};
}
use attempts;

/// A verb of one statement, and verbs that only read.
macro_rules! each {
    ($self:ident, $verb:ident $(, $argument:expr)*) => {
        attempts!($self, Yes, session, db => verbs::$verb(&mut db $(, $argument)*)).await
    };
}

/// A verb of several statements that belong together.
macro_rules! whole {
    ($self:ident, $verb:ident $(, $argument:expr)*) => {
        attempts!($self, Yes, transaction, db => verbs::$verb(&mut db $(, $argument)*)).await
    };
}

// Here, after the macros that they use.
mod accounts;
mod brought;
mod law;
mod post;
mod sharing;

impl Journal for Postgres {
    async fn append(&self, person: PersonKey, act: NewRows) -> Result<Appended, StoreError> {
        verbs::check_size(&act)?;
        self.append_in_turn(person, act).await
    }

    async fn head(&self, person: PersonKey) -> Result<Head, StoreError> {
        each!(self, head, person)
    }

    async fn load_since(&self, person: PersonKey, seq: u64) -> Result<Rows, StoreError> {
        each!(self, load_since, person, seq)
    }

    async fn scan(&self, person: PersonKey, seq: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        each!(self, scan, person, seq, limit)
    }

    /// In parts, all asked for at once: the server reads the one while another is opened here.
    async fn open_all(
        &self,
        person: PersonKey,
        seq: u64,
        until: u64,
        open: Open,
    ) -> Result<Vec<Stored>, StoreError> {
        let parts = parts(seq, until, MOST_PARTS).map(|(after, last)| {
            let (store, open) = (self.without_locks(), Arc::clone(&open));
            self.inner.engine.run_beside(async move {
                let limit = u32::try_from(last - after).unwrap_or(u32::MAX);
                let mut rows = store.scan(person, after, limit).await?;
                // Where some are missing, which is not for here to say, the next part begins earlier.
                rows.retain(|row| row.seq <= last);
                let count = rows.len();
                let opened = move || rows.into_iter().map(&*open).collect::<Result<Vec<_>, _>>();
                away(count, opened).await
            })
        });
        let parts = try_join_all(parts).await?;
        Ok(parts.into_iter().flatten().collect())
    }

    async fn entry(&self, person: PersonKey, entry_id: EntryId) -> Result<Option<Row>, StoreError> {
        each!(self, entry, person, entry_id)
    }

    async fn redact(
        &self,
        person: PersonKey,
        entry_id: EntryId,
        tombstone: Body,
        at: Timestamp,
    ) -> Result<Gone, StoreError> {
        whole!(self, redact, person, entry_id, &tombstone, at)?;
        // A server keeps the earlier version of a row until it has vacuumed, and its log for as long again.
        Ok(Gone { traces: true })
    }

    async fn erase(&self, person: PersonKey) -> Result<Gone, StoreError> {
        whole!(self, erase, person)?;
        Ok(Gone { traces: true })
    }

    async fn add_tenant(&self, tenant: Tenant, at: Timestamp) -> Result<(), StoreError> {
        each!(self, add_tenant, tenant, at)
    }

    async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        each!(self, tenants)
    }

    async fn add_person(&self, person: Person, slots: Vec<Slot>) -> Result<(), StoreError> {
        whole!(self, add_person, &person, &slots)
    }

    async fn person(&self, person: PersonKey) -> Result<Option<Person>, StoreError> {
        each!(self, person, person)
    }

    async fn people(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Person>, StoreError> {
        each!(self, people, tenant, after, limit)
    }

    async fn set_state(&self, person: PersonKey, state: State) -> Result<(), StoreError> {
        each!(self, set_state, person, state)
    }

    async fn slots(&self, person: PersonKey) -> Result<Vec<Slot>, StoreError> {
        each!(self, slots, person)
    }

    async fn put_slot(&self, person: PersonKey, slot: Slot) -> Result<(), StoreError> {
        each!(self, put_slot, person, &slot)
    }

    async fn confirm_slot(
        &self,
        person: PersonKey,
        id: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        each!(self, confirm_slot, person, id, at)
    }

    async fn add_session(&self, session: SessionRow) -> Result<(), StoreError> {
        whole!(self, add_session, &session)
    }

    async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        each!(self, session, token_hash)
    }

    async fn session_and_head(
        &self,
        token_hash: [u8; 32],
        person: PersonKey,
    ) -> Result<(Option<SessionRow>, Option<Head>), StoreError> {
        each!(self, session_and_head, token_hash, person)
    }

    async fn touch_session(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        each!(self, touch_session, token_hash, at)
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        each!(self, end_session, token_hash)
    }

    async fn end_sessions(&self, person: PersonKey) -> Result<u64, StoreError> {
        attempts!(self, No, transaction, db => verbs::end_sessions(&mut db, person)).await
    }

    async fn add_link(&self, link: LinkRow) -> Result<(), StoreError> {
        whole!(self, add_link, &link)
    }

    async fn take_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<PersonKey>, StoreError> {
        attempts!(self, No, session, db => verbs::take_link(&mut db, token_hash, now)).await
    }

    async fn put_framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
        text: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        verbs::check_framework(&text)?;
        each!(self, put_framework, tenant, hash, &text, at)
    }

    async fn framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        each!(self, framework, tenant, hash)
    }

    async fn frameworks(&self, tenant: TenantId) -> Result<Vec<FrameworkHash>, StoreError> {
        each!(self, frameworks, tenant)
    }

    async fn put_due(&self, person: PersonKey, due: DueRows) -> Result<(), StoreError> {
        whole!(self, put_due, person, &due)
    }

    async fn due(&self, person: PersonKey) -> Result<Option<DueRows>, StoreError> {
        each!(self, due, person)
    }

    async fn add_feed(&self, feed: FeedRow) -> Result<(), StoreError> {
        each!(self, add_feed, &feed)
    }

    async fn feed(&self, token_hash: [u8; 32]) -> Result<Option<FeedRow>, StoreError> {
        each!(self, feed, token_hash)
    }

    async fn feeds(&self, person: PersonKey) -> Result<Vec<FeedRow>, StoreError> {
        each!(self, feeds, person)
    }

    async fn touch_feed(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        each!(self, touch_feed, token_hash, at)
    }

    async fn end_feed(&self, person: PersonKey, feed: i64) -> Result<(), StoreError> {
        each!(self, end_feed, person, feed)
    }
}

impl Copied for Postgres {
    async fn put_account(&self, account: WholeAccount) -> Result<(), StoreError> {
        whole!(self, put_account, &account)
    }

    async fn put_sharing(
        &self,
        person: PersonKey,
        sharing: WholeSharing,
    ) -> Result<(), StoreError> {
        whole!(self, put_sharing, person, &sharing)
    }

    async fn put_letters(&self, letters: Vec<LetterRow>) -> Result<(), StoreError> {
        whole!(self, put_letters, &letters)
    }

    async fn put_rows(
        &self,
        person: PersonKey,
        rows: Vec<Row>,
        head: Head,
    ) -> Result<(), StoreError> {
        whole!(self, put_rows, person, &rows, head)
    }

    async fn about(&self, name: &'static str) -> Result<Option<String>, StoreError> {
        each!(self, about, name)
    }

    async fn note_about(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        each!(self, note_about, name, &value)
    }

    async fn renote_about(
        &self,
        name: &'static str,
        before: Option<String>,
        value: String,
    ) -> Result<bool, StoreError> {
        each!(self, renote_about, name, before.as_deref(), &value)
    }

    async fn dated_tenants(&self) -> Result<Vec<(Tenant, Timestamp)>, StoreError> {
        each!(self, dated_tenants)
    }
}
