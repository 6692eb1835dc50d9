//! What every request shares.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;
use uuid::Uuid;
use webauthn_rs::Webauthn;
use windward_core::{
    id::{ActId, EntryId},
    record::{Entry, Record},
    sample,
};
use windward_formats::Incoming;
use windward_post::Office;
use windward_sso::Provider;
use windward_store::{Deed, Doer, Head, Instance, Keeping, PersonKey, ServerKey, StoreError};

use crate::{
    book::{Arranged, Frameworks, Planned, append},
    edge::{self, FreshIds},
    error::WebError,
    figures::Counts,
    guard::{self, Elsewhere},
    limits::Limits,
    network::Network,
    passkeys,
};

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address that is listened on; requests for any other host are refused.
    pub listen: SocketAddr,
    /// Where the pages are reached from other machines, through a proxy, if they are: without a slash at its end.
    pub address: Option<String>,
    /// What time it is: [`edge::now`], but for those who need a day to stand still.
    pub clock: fn() -> Timestamp,
    /// The mail of the instance, or why there is none, in a sentence.
    pub office: Result<Office, String>,
    /// Whether everybody has an account: there is no other way in then.
    pub accounts: bool,
    /// The proxies that are believed to say where a request comes from.
    pub proxies: Vec<Network>,
    /// The provider of single sign-on, where accounts have one.
    pub sso: Option<Provider>,
    /// How long what is kept, and which backups are made.
    pub keeping: Keeping,
}

impl Options {
    /// Whether an address is that of a proxy that is believed.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|it| it.has(address))
    }
}

/// How long a session lives without a request.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(24 * 14);

/// How long a session lives at most.
pub(crate) const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What names a session in memory: the hash of its secret, never the secret.
pub(crate) type SessionKey = [u8; 32];

/// What every request shares.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) instance: Instance,
    pub(crate) options: Options,
    pub(crate) elsewhere: Option<Elsewhere>,
    /// The hosts that requests may be for.
    pub(crate) hosts: Vec<String>,
    /// Whether browsers reach it over TLS, and not otherwise.
    tls: bool,
    pub(crate) cookie: String,
    pub(crate) limits: Limits,
    /// What checks passkeys, where browsers keep some for this address.
    pub(crate) passkeys: Option<Webauthn>,
    pub(crate) frameworks: Frameworks,
    pub(crate) drawers: Drawers,
    /// Set once the text of the shipped ladder is in the store.
    pub(crate) shipped: OnceCell<()>,
    /// What is counted for whoever watches the server.
    pub(crate) counts: Counts,
}

impl App {
    pub(crate) fn new(instance: Instance, options: Options) -> Arc<Self> {
        // Two instances on one host would else overwrite each other's cookie: ports do not separate them.
        let tls = options
            .address
            .as_deref()
            .is_some_and(|it| options.accounts && it.starts_with("https://"));
        let prefix = if tls { "__Host-" } else { "" };
        let cookie = format!("{prefix}windward-{}", instance.tenant());
        let elsewhere = options.address.as_deref().and_then(Elsewhere::of);
        let hosts = guard::hosts(options.listen, elsewhere.as_ref());
        let address = options.address.as_deref().filter(|_| options.accounts);
        let passkeys = address.and_then(passkeys::party);
        Arc::new(Self {
            instance,
            options,
            elsewhere,
            hosts,
            tls,
            cookie,
            limits: Limits::default(),
            passkeys,
            frameworks: Frameworks::new(),
            drawers: Drawers::default(),
            shipped: OnceCell::new(),
            counts: Counts::default(),
        })
    }
}

impl App {
    /// The mail of the instance.
    pub(crate) fn office(&self) -> Result<&Office, WebError> {
        self.options
            .office
            .as_ref()
            .map_err(|why| WebError::NoPost(why.clone()))
    }

    /// The key that the server seals with what it must read while every vault is closed.
    pub(crate) fn server_key(&self) -> Result<ServerKey, WebError> {
        let key = self.instance.server_key();
        key.map_err(|error| StoreError::Database(Box::new(error)).into())
    }

    /// Whether everything between a browser and here is over TLS.
    pub(crate) const fn is_over_tls(&self) -> bool {
        self.tls
    }

    /// The name of another cookie, of whatever is not a session.
    pub(crate) fn cookie_named(&self, what: &str) -> String {
        format!("{}-{what}", self.cookie)
    }

    /// Where the pages are, for whoever is told.
    pub(crate) fn address(&self) -> String {
        let here = || format!("http://{}", self.options.listen);
        self.options.address.clone().unwrap_or_else(here)
    }

    /// Notes in the audit log what somebody did just now. It is done, so that nothing is held up where it cannot be noted;
    /// the log of the program says so then.
    pub(crate) async fn note(&self, deed: Deed, by: PersonKey, about: Option<PersonKey>) {
        let by = Doer::Person(by);
        if let Err(error) = self.instance.note(deed, by, about, self.now()).await {
            tracing::error!(%error, deed = deed.word(), "the audit log was not written");
        }
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        (self.options.clock)()
    }
}

/// What is kept in memory per session, and lost with it: the folded record, its facts of the day and their plan, a
/// sample, files not yet imported.
#[derive(Debug, Default)]
pub(crate) struct Drawers(Mutex<HashMap<SessionKey, Drawer>>);

#[derive(Debug)]
struct Drawer {
    used: Timestamp,
    /// Whose session it is, and their record, once it was asked for.
    folded: Option<(PersonKey, Head, Arc<Record>)>,
    arranged: Option<Arc<Arranged>>,
    planned: Option<Arc<Planned>>,
    sample: Option<Arc<Record>>,
    pending: Vec<(Uuid, Arc<Incoming>)>,
    /// The form that last made something that is no entry, and must not make it twice.
    made_by: Option<Uuid>,
    /// What the next page confirms.
    said: Option<Told>,
    /// Whether the recovery code was kept, and when the store last said so.
    code_kept: Option<(bool, Timestamp)>,
}

/// For how long it is believed whether the recovery code was kept. Where it is typed back, or another one is made, beside this
/// server, its pages ask for it that much longer, or later.
const CODE_KEPT: SignedDuration = SignedDuration::from_mins(1);

/// Sessions kept in memory at once; the one unused longest goes first.
const MOST_SESSIONS: usize = 64;

/// Files waiting for a decision, per session; the oldest goes first.
const MOST_PENDING: usize = 4;

/// Entries written into a sample before it takes no more: it is to look around in, not to live in.
const MOST_IN_SAMPLE: usize = 5_000;

impl Drawers {
    fn open<T>(&self, key: &SessionKey, with: impl FnOnce(&mut Drawer) -> T) -> T {
        let mut drawers = self.lock();
        if drawers.len() >= MOST_SESSIONS && !drawers.contains_key(key) {
            let longest_unused = drawers.iter().min_by_key(|(_, drawer)| drawer.used);
            if let Some(key) = longest_unused.map(|(key, _)| *key) {
                drawers.remove(&key);
            }
        }
        let now = edge::now();
        let drawer = drawers.entry(*key).or_insert_with(|| Drawer {
            used: now,
            folded: None,
            arranged: None,
            planned: None,
            sample: None,
            pending: Vec::new(),
            made_by: None,
            said: None,
            code_kept: None,
        });
        drawer.used = now;
        with(drawer)
    }

    /// For how many sessions something is kept.
    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionKey, Drawer>> {
        // A panic while it was held leaves every drawer whole: each field is replaced in one go.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose session it is, if it is known here.
    pub(crate) fn whose(&self, key: &SessionKey) -> Option<PersonKey> {
        let drawers = self.lock();
        let (person, ..) = drawers.get(key)?.folded.as_ref()?;
        Some(*person)
    }

    /// The record as last folded, if nothing was written or redacted since.
    pub(crate) fn folded(&self, key: &SessionKey) -> Option<(Head, Arc<Record>)> {
        let (_, head, record) = self.open(key, |drawer| drawer.folded.clone())?;
        Some((head, record))
    }

    pub(crate) fn keep_folded(
        &self,
        key: &SessionKey,
        person: PersonKey,
        head: Head,
        record: Arc<Record>,
    ) {
        self.open(key, |drawer| drawer.folded = Some((person, head, record)));
    }

    /// The facts of the last page, of the record or of the sample.
    pub(crate) fn arranged(&self, key: &SessionKey) -> Option<Arc<Arranged>> {
        self.open(key, |drawer| drawer.arranged.clone())
    }

    pub(crate) fn keep_arranged(&self, key: &SessionKey, arranged: &Arc<Arranged>) {
        self.open(key, |drawer| {
            drawer.arranged = Some(Arc::clone(arranged));
            // A plan of other facts would keep those in memory.
            drawer.planned.take_if(|it| !it.is_of(arranged));
        });
    }

    /// The plan of the last page that asked for one, if it is of these facts.
    pub(crate) fn planned(&self, key: &SessionKey, of: &Arc<Arranged>) -> Option<Arc<Planned>> {
        let planned = self.open(key, |drawer| drawer.planned.clone());
        planned.filter(|it| it.is_of(of))
    }

    pub(crate) fn keep_planned(&self, key: &SessionKey, planned: &Arc<Planned>) {
        self.open(key, |drawer| drawer.planned = Some(Arc::clone(planned)));
    }

    /// The sample that the session looks around in, if it does.
    pub(crate) fn sample(&self, key: &SessionKey) -> Option<Arc<Record>> {
        self.open(key, |drawer| drawer.sample.clone())
    }

    /// Begins to look around in a sample.
    pub(crate) fn begin_sample(&self, key: &SessionKey, frameworks: &Frameworks, now: Timestamp) {
        let today = edge::today(&Record::default(), now);
        let hash = frameworks.product().hash;
        let entries = sample::entries(hash, today, now, &mut FreshIds);
        let mut record = Record::default();
        append(&mut record, entries, now);
        self.open(key, |drawer| drawer.sample = Some(Arc::new(record)));
    }

    /// Leaves the sample; what was written into it is gone.
    pub(crate) fn leave_sample(&self, key: &SessionKey) {
        self.open(key, |drawer| drawer.sample = None);
    }

    /// Writes into the sample. The entry that got in first, if one of these is stale.
    pub(crate) fn append_to_sample(
        &self,
        key: &SessionKey,
        entries: Vec<Entry>,
    ) -> Result<(), SampleRefusal> {
        self.open(key, |drawer| {
            let sample = drawer.sample.as_mut().ok_or(SampleRefusal::Left)?;
            if sample.entry_count() + entries.len() > MOST_IN_SAMPLE {
                return Err(SampleRefusal::Full);
            }
            if entries.iter().all(|entry| sample.has_entry(entry.entry_id)) {
                return Ok(());
            }
            for revises in entries.iter().filter_map(|entry| entry.revises) {
                let standing = sample
                    .threads()
                    .any(|(_, it)| it.last().entry_id == revises);
                if !standing {
                    return Err(SampleRefusal::Stale { revises });
                }
            }
            append(Arc::make_mut(sample), entries, edge::now());
            Ok(())
        })
    }

    /// Keeps a file that was read until its owner decides; answers what to ask for it by.
    pub(crate) fn keep_pending(&self, key: &SessionKey, incoming: Incoming) -> Uuid {
        let id = edge::mark();
        self.open(key, |drawer| {
            if drawer.pending.len() >= MOST_PENDING {
                drawer.pending.remove(0);
            }
            drawer.pending.push((id, Arc::new(incoming)));
        });
        id
    }

    pub(crate) fn pending(&self, key: &SessionKey, id: Uuid) -> Option<Arc<Incoming>> {
        self.open(key, |drawer| {
            let found = drawer.pending.iter().find(|(pending, _)| *pending == id);
            found.map(|(_, incoming)| Arc::clone(incoming))
        })
    }

    /// Whether the form of that mark was not sent before the one sent last.
    pub(crate) fn is_first(&self, key: &SessionKey, mark: Uuid) -> bool {
        self.open(key, |drawer| drawer.made_by.replace(mark) != Some(mark))
    }

    /// Whether the recovery code was kept, if the store said so or not a moment ago.
    pub(crate) fn code_kept(&self, key: &SessionKey, now: Timestamp) -> Option<bool> {
        let (kept, since) = self.open(key, |drawer| drawer.code_kept)?;
        (now.duration_since(since).abs() < CODE_KEPT).then_some(kept)
    }

    pub(crate) fn note_code(&self, key: &SessionKey, kept: bool, now: Timestamp) {
        self.open(key, |drawer| drawer.code_kept = Some((kept, now)));
    }

    /// A recovery code was typed back, or another one made: every session asks the store again.
    pub(crate) fn forget_code(&self) {
        for drawer in self.lock().values_mut() {
            drawer.code_kept = None;
        }
    }

    /// Has the next page confirm what was done.
    pub(crate) fn say(&self, key: &SessionKey, sentence: String) {
        let undo = None;
        self.open(key, |drawer| drawer.said = Some(Told { sentence, undo }));
    }

    /// The same of an act, which the page offers to take back; then it leads to `back`.
    pub(crate) fn say_of(&self, key: &SessionKey, act: ActId, back: String, sentence: String) {
        let undo = Some((act, back));
        self.open(key, |drawer| drawer.said = Some(Told { sentence, undo }));
    }

    /// What the page confirms, once.
    pub(crate) fn take_said(&self, key: &SessionKey) -> Option<Told> {
        self.open(key, |drawer| drawer.said.take())
    }

    /// Forgets everything about a session.
    pub(crate) fn forget(&self, key: &SessionKey) {
        self.lock().remove(key);
    }
}

/// What a page says once of what was done.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// The sentence.
    pub(crate) sentence: String,
    /// The act, and the page to come back to once it is taken back.
    pub(crate) undo: Option<(ActId, String)>,
}

/// Why a sample takes no more.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SampleRefusal {
    /// It was left, in another tab or by a restart.
    Left,
    /// It is full.
    Full,
    /// What it revises does not stand any more.
    Stale {
        /// What was to be revised.
        revises: EntryId,
    },
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_plan_is_solved_once_for_the_same_facts_and_goes_with_them() {
        let (drawers, frameworks, key) = (Drawers::default(), Frameworks::new(), [7; 32]);
        let facts = |day| Arc::new(Arranged::of(Arc::default(), frameworks.product(), day));
        let (today, tomorrow) = (facts(date(2026, 11, 22)), facts(date(2026, 11, 23)));
        drawers.keep_arranged(&key, &today);
        assert!(drawers.planned(&key, &today).is_none());
        let planned = Arc::new(Planned::of(Arc::clone(&today)));
        drawers.keep_planned(&key, &planned);
        drawers.keep_arranged(&key, &today);
        let again = drawers.planned(&key, &today).unwrap();
        assert!(Arc::ptr_eq(&planned, &again));
        assert!(drawers.planned(&key, &tomorrow).is_none());
        drawers.keep_arranged(&key, &tomorrow);
        assert!(
            drawers.planned(&key, &today).is_none(),
            "let go with its facts"
        );
    }
}
