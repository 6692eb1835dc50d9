//! A data directory that is open: one person, their vault opened by the key file, and their sessions.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use windward_core::framework::FrameworkHash;

use crate::{
    accounts::{self, NewSession},
    error::StoreError,
    files,
    ids::{Layout, PersonId, PersonKey, Tenant, TenantId},
    journal::{Gone, Head, Journal, LinkRow, Person, Slot, Stage, State, Way},
    law::Law,
    locks::Locks,
    open_error::OpenError,
    person::PersonStore,
    place::Place,
    postgres::{Postgres, Url},
    random,
    sealing::{
        self, KeyFile, KeyFileError, RecoveryCode, SealError, ServerKey, SessionSecret,
        SignInToken, SlotSecret, VaultKey,
    },
    sqlite::{self, Sqlite, Stats},
    store::Store,
    verbs::Found,
};

/// The database within a data directory.
const DATABASE: &str = "windward.db";

pub(crate) const KEY_FILE_SLOT: i64 = 1;
pub(crate) const RECOVERY_SLOT: i64 = 2;

/// How many passwords are stretched at a time: each takes 64 MiB and a quarter of a second of a processor.
const STRETCHED_AT_ONCE: usize = 2;

/// How exactly it is known when a session was last used: noting it costs a write.
const SEEN: SignedDuration = SignedDuration::from_mins(1);

/// Who opens a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Serves it; one at a time.
    Server,
    /// Does one thing and ends, beside a server or alone.
    CommandLine,
}

/// How to open a data directory.
#[derive(Debug, Clone, Copy)]
pub struct OpenOptions {
    /// Who opens it.
    pub role: Role,
    /// Whether to begin a new record where there is none.
    pub create: bool,
}

/// Who keeps the records of a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// One person, whose vault a key file opens.
    One,
    /// Everybody by an account of their own.
    Accounts,
}

/// An open data directory.
#[derive(Debug)]
pub struct Opened {
    /// It.
    pub instance: Instance,
    /// What is to be shown once, when it was made just now.
    pub first_start: Option<FirstStart>,
}

/// What a first start is to show: it cannot be read again later.
#[derive(Debug)]
pub struct FirstStart {
    /// Opens the record on another machine when this one is lost.
    pub recovery_code: RecoveryCode,
}

/// A data directory that is open. Cloning it is cheap; the locks go with the last clone, and with the last
/// [`PersonStore`] that came from it.
#[derive(Debug, Clone)]
pub struct Instance {
    tenant: TenantId,
    owner: Arc<Mutex<Option<PersonStore>>>,
    pub(crate) journal: Store,
    stretching: Arc<Semaphore>,
    dir: Arc<Path>,
}

/// A session that is good.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Whose.
    pub person: PersonKey,
    /// The record it opens; `None` while the vault is closed, or a second factor is still to be shown.
    pub store: Option<PersonStore>,
    /// Tells the sessions of a person apart.
    pub id: i64,
    /// How they signed in.
    pub way: Way,
    /// Whether a second factor is still to be shown.
    pub stage: Stage,
    /// When they last showed who they are.
    pub proved_at: Timestamp,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used before now, to the minute.
    pub last_seen_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
    /// How far their record had come at that moment, where it was known that it would be theirs.
    pub head: Option<Head>,
}

impl Instance {
    /// Opens a data directory with its rows in a file of it; makes it if there is none and `options.create` says
    /// so.
    ///
    /// Blocks for as long as disks take; needs no runtime.
    pub fn open(data_dir: &Path, options: OpenOptions) -> Result<Opened, OpenError> {
        Self::open_at(data_dir, &Place::File, options)
    }

    /// The same with its rows wherever they are. The key file is in the data directory in any case.
    pub fn open_at(
        data_dir: &Path,
        place: &Place,
        options: OpenOptions,
    ) -> Result<Opened, OpenError> {
        Self::open_as(data_dir, place, options, Keeping::One)
    }

    /// Opens a data directory to be served to more than one person; makes it, with nobody in it, if there is none and
    /// `options.create` says so. Where one person's record is, it stays theirs until the first account takes it over.
    pub fn open_for_accounts(
        data_dir: &Path,
        place: &Place,
        options: OpenOptions,
    ) -> Result<Opened, OpenError> {
        Self::open_as(data_dir, place, options, Keeping::Accounts)
    }

    fn open_as(
        data_dir: &Path,
        place: &Place,
        options: OpenOptions,
        keeping: Keeping,
    ) -> Result<Opened, OpenError> {
        match place {
            Place::File => Self::open_file(data_dir, options, keeping),
            Place::Server(url) => Self::open_server(data_dir, url, options, keeping),
        }
    }

    fn open_file(
        data_dir: &Path,
        options: OpenOptions,
        keeping: Keeping,
    ) -> Result<Opened, OpenError> {
        let path = database(data_dir);
        let there = path.try_exists().map_err(OpenError::io(&path))?;
        if !there && !options.create {
            return Err(OpenError::Nothing(data_dir.to_owned()));
        }
        files::create_private_dir(data_dir).map_err(OpenError::io(data_dir))?;
        let locks = Locks::take(data_dir, options.role == Role::Server)?;
        let first_start = if is_ready(&path)? {
            None
        } else {
            locks.alone(data_dir, || make_ready(data_dir, &path, keeping))?
        };
        let journal = Sqlite::open(&path)?.holding(locks);
        let found = sqlite::find(&sqlite::reader(&path)?)?;
        Self::with_key_file(data_dir, Store::Sqlite(journal), &found, first_start)
    }

    fn open_server(
        data_dir: &Path,
        url: &Url,
        options: OpenOptions,
        keeping: Keeping,
    ) -> Result<Opened, OpenError> {
        let journal = Postgres::connect(url)?;
        let empty = || OpenError::Empty(url.to_string());
        if journal.version()? == 0 && !options.create {
            return Err(empty());
        }
        files::create_private_dir(data_dir).map_err(OpenError::io(data_dir))?;
        let locks = Locks::take(data_dir, options.role == Role::Server)?;
        journal.migrate()?;
        let mut found = journal.find()?;
        let mut first_start = None;
        if found.person.is_none() && !found.accounts {
            if !options.create {
                return Err(empty());
            }
            if keeping == Keeping::Accounts {
                let tenant = found.tenant.map_or_else(new_tenant, Ok)?;
                journal.establish_accounts(tenant)?;
            } else {
                let new = Newcomer::with(&key_file(data_dir)?, found.tenant)?;
                if journal.establish(new.tenant, new.person, new.slots)? {
                    first_start = Some(new.first_start);
                }
            }
            found = journal.find()?;
        }
        let journal = Store::Postgres(journal.holding(locks));
        Self::with_key_file(data_dir, journal, &found, first_start)
    }

    /// Opens the vault by the key file, where one person keeps it.
    fn with_key_file(
        data_dir: &Path,
        journal: Store,
        found: &Found,
        first_start: Option<FirstStart>,
    ) -> Result<Opened, OpenError> {
        let tenant = found.tenant.ok_or(OpenError::Malformed("no tenant"))?.id;
        let owner = if found.accounts {
            None
        } else {
            let person = found
                .person
                .ok_or(OpenError::Malformed("nobody’s record"))?;
            let key = KeyFile::read(&KeyFile::path(data_dir))?;
            let vault = open_slots(person.key, &found.slots, SlotSecret::KeyFile(&key))
                .map_err(OpenError::WrongKey)?;
            Some(PersonStore::new(
                journal.clone(),
                person.key,
                Arc::new(vault),
            ))
        };
        Ok(Opened {
            instance: Self {
                tenant,
                owner: Arc::new(Mutex::new(owner)),
                journal,
                stretching: Arc::new(Semaphore::new(STRETCHED_AT_ONCE)),
                dir: data_dir.into(),
            },
            first_start,
        })
    }

    /// The one person's record, opened by the key file; `None` where everybody has an account.
    #[must_use]
    pub fn owner(&self) -> Option<PersonStore> {
        self.owned().clone()
    }

    /// The record is an account's from now on.
    pub(crate) fn forget_owner(&self) {
        self.owned().take();
    }

    fn owned(&self) -> std::sync::MutexGuard<'_, Option<PersonStore>> {
        // It is replaced in one go, so a panic while it was held leaves it whole.
        self.owner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) const fn stretching(&self) -> &Arc<Semaphore> {
        &self.stretching
    }

    /// The tenant made at the first start: random, so two instances never share it.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The key that the server seals with what it must read while every vault is closed; made if there is none.
    /// A file of the data directory, beside the key file.
    pub fn server_key(&self) -> Result<ServerKey, KeyFileError> {
        ServerKey::of(&self.dir)
    }

    /// Where its keys lie, and its rows unless they are on a [server](Self::server).
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.dir
    }

    /// The server that has its rows, without a password; `None` where they are in a file of the data directory.
    #[must_use]
    pub fn server(&self) -> Option<String> {
        self.journal.server()
    }

    /// The store beneath.
    #[must_use]
    pub const fn journal(&self) -> &Store {
        &self.journal
    }

    /// What was written since it was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.journal.stats()
    }

    /// Why nothing more is written until Windward is started again, if the disk failed so that it is not known what is on
    /// it. What was acknowledged is there, and can be read.
    #[must_use]
    pub fn broken(&self) -> Option<&str> {
        self.journal.broken()
    }

    /// Makes a link that signs the one person in once.
    ///
    /// # Errors
    /// [`StoreError::NoSuchPerson`] where everybody has an account: nobody else opens their vault.
    pub async fn new_sign_in_link(
        &self,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<SignInToken, StoreError> {
        let owner = self.owner().ok_or(StoreError::NoSuchPerson)?;
        let token = SignInToken::random()?;
        let link = LinkRow {
            token_hash: token.hash(),
            person: owner.person(),
            created_at: now,
            expires_at,
        };
        self.journal.add_link(link).await?;
        Ok(token)
    }

    /// Uses up a link and begins a session. `None` if there is no such link, it was used, or has expired.
    pub async fn sign_in(
        &self,
        link: &SignInToken,
        new: NewSession,
    ) -> Result<Option<SessionSecret>, StoreError> {
        let Some(person) = self.journal.take_link(link.hash(), new.now).await? else {
            return Ok(None);
        };
        let owner = self.owner().filter(|it| it.person() == person);
        let owner = owner.ok_or(StoreError::NoSuchPerson)?;
        let (secret, session) = accounts::begin(person, Some(owner.vault()), Stage::Open, &new)?;
        self.journal.add_session(session).await?;
        Ok(Some(secret))
    }

    /// The session of a secret, read anew on each request, so that one ended elsewhere is over at once. `None`
    /// if there is none, it has expired, or was not used for as long as `idle`; such a one is ended.
    pub async fn session(
        &self,
        secret: &SessionSecret,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Option<SignedIn>, StoreError> {
        self.session_of(secret, None, now, idle).await
    }

    /// The same for a session that is known, most often from the request before: how far the record has come is asked in
    /// the same go.
    pub async fn session_of(
        &self,
        secret: &SessionSecret,
        known: Option<PersonKey>,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Option<SignedIn>, StoreError> {
        let (row, head) = match known {
            Some(person) => self.journal.session_and_head(secret.hash(), person).await?,
            None => (self.journal.session(secret.hash()).await?, None),
        };
        let Some(row) = row else {
            return Ok(None);
        };
        let unused = now.duration_since(row.last_seen_at);
        if now >= row.expires_at || unused >= idle {
            // It is over whether or not its row goes.
            noticed(self.journal.end_session(row.token_hash).await);
            return Ok(None);
        }
        if unused >= SEEN {
            // Nobody’s page fails because it cannot be noted that they looked at it.
            noticed(self.journal.touch_session(row.token_hash, now).await);
        }
        let vault = match row.stage {
            Stage::Open => accounts::vault_of(secret, &row)?,
            Stage::Second => None,
        };
        let store =
            vault.map(|it| PersonStore::new(self.journal.clone(), row.person, Arc::new(it)));
        Ok(Some(SignedIn {
            person: row.person,
            store,
            id: row.id,
            way: row.way,
            stage: row.stage,
            proved_at: row.proved_at,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            head: head.filter(|_| known == Some(row.person)),
        }))
    }

    /// Ends a session.
    pub async fn end_session(&self, secret: &SessionSecret) -> Result<(), StoreError> {
        self.journal.end_session(secret.hash()).await
    }

    /// Ends all sessions of a person and withdraws links not yet used; how many sessions there were.
    pub async fn end_all_sessions(&self, person: PersonKey) -> Result<u64, StoreError> {
        self.journal.end_sessions(person).await
    }

    /// Stores a framework; the same text again changes nothing.
    pub async fn put_framework(&self, text: &str) -> Result<FrameworkHash, StoreError> {
        let hash = FrameworkHash::of(text);
        let now = Timestamp::now();
        self.journal
            .put_framework(self.tenant(), hash, text.to_owned(), now)
            .await?;
        Ok(hash)
    }

    /// The text of a framework.
    pub async fn framework(&self, hash: FrameworkHash) -> Result<Option<String>, StoreError> {
        self.journal.framework(self.tenant(), hash).await
    }

    /// The frameworks stored, in the order in which they came.
    pub async fn framework_hashes(&self) -> Result<Vec<FrameworkHash>, StoreError> {
        self.journal.frameworks(self.tenant()).await
    }

    /// Erases the one person for good: every row of theirs, and the key file, so that backups made earlier open
    /// with the recovery code alone. The next opening is a first start.
    pub async fn erase(&self) -> Result<Gone, StoreError> {
        let owner = self.owner().ok_or(StoreError::NoSuchPerson)?;
        // The keys first, in a commit of their own, so that what breaks off opens for nobody.
        self.journal.drop_keys(owner.person()).await?;
        let gone = self.journal.erase(owner.person()).await?;
        KeyFile::remove(&self.dir).map_err(|error| StoreError::Database(Box::new(error)))?;
        Ok(gone)
    }

    /// Does what was handed in, empties the database's log and takes nothing more. Dropping the last clone
    /// does the same.
    pub fn close(&self) {
        self.journal.close();
    }
}

/// Logs what went wrong with something that nobody waits for.
fn noticed(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::warn!(%error, "a session could not be noted");
    }
}

pub(crate) fn database(data_dir: &Path) -> PathBuf {
    data_dir.join(DATABASE)
}

/// Whether the database is there, of this version, and somebody's.
fn is_ready(path: &Path) -> Result<bool, OpenError> {
    if !path.try_exists().map_err(OpenError::io(path))? {
        return Ok(false);
    }
    if sqlite::version(path)? < crate::SCHEMA_VERSION {
        return Ok(false);
    }
    let found = sqlite::find(&sqlite::reader(path)?)?;
    Ok(found.person.is_some() || found.accounts)
}

/// Makes what is missing: the database, its tables, the tenant, the person and the key to their vault.
///
/// The key file is first: a crash before the database follows leaves a key that the next start uses, a crash
/// in the other order would leave a vault that nothing opens.
fn make_ready(
    data_dir: &Path,
    path: &Path,
    keeping: Keeping,
) -> Result<Option<FirstStart>, OpenError> {
    if !path.try_exists().map_err(OpenError::io(path))? {
        sqlite::create(path).map_err(OpenError::io(path))?;
    }
    sqlite::version(path)?;
    let mut connection = sqlite::writer(path)?;
    sqlite::migrate(&mut connection)?;
    let found = sqlite::find(&connection)?;
    if found.person.is_some() || found.accounts {
        return Ok(None);
    }
    if keeping == Keeping::Accounts {
        let tenant = found.tenant.map_or_else(new_tenant, Ok)?;
        sqlite::establish_accounts(&mut connection, tenant)?;
        return Ok(None);
    }
    let new = Newcomer::with(&key_file(data_dir)?, found.tenant)?;
    sqlite::establish(&mut connection, new.tenant, &new.person, &new.slots)?;
    Ok(Some(new.first_start))
}

/// The key file of a data directory; a new one if there is none.
fn key_file(data_dir: &Path) -> Result<KeyFile, OpenError> {
    let path = KeyFile::path(data_dir);
    if path.try_exists().map_err(OpenError::io(&path))? {
        Ok(KeyFile::read(&path)?)
    } else {
        Ok(KeyFile::create(data_dir)?)
    }
}

fn new_tenant() -> Result<Tenant, OpenError> {
    Ok(Tenant {
        id: TenantId::random()?,
        layout: Layout::Packed,
    })
}

/// Somebody who is to begin a record.
struct Newcomer {
    /// Their tenant, unless it is there.
    tenant: Option<Tenant>,
    person: Person,
    slots: Vec<Slot>,
    first_start: FirstStart,
}

impl Newcomer {
    fn with(key: &KeyFile, there: Option<Tenant>) -> Result<Self, OpenError> {
        let new = match there {
            None => Some(new_tenant()?),
            Some(_) => None,
        };
        let tenant = there.or(new).expect("one of the two");
        let now = Timestamp::now();
        let person = Person {
            key: PersonKey::new(tenant, PersonId::random()?),
            pseudonym: random::positive()?,
            state: State::Active,
            created_at: now,
            head: Head::default(),
        };
        let vault = VaultKey::random()?;
        let recovery_code = RecoveryCode::random()?;
        let slots = [
            (KEY_FILE_SLOT, SlotSecret::KeyFile(key)),
            (RECOVERY_SLOT, SlotSecret::Recovery(&recovery_code)),
        ]
        .into_iter()
        .map(|(id, secret)| sealing::slot(person.key, id, secret, &vault, now))
        .collect::<Result<Vec<Slot>, _>>()?;
        Ok(Self {
            tenant: new,
            person,
            slots,
            first_start: FirstStart { recovery_code },
        })
    }
}

/// The vault key, from whichever slot the secret opens.
pub(crate) fn open_slots(
    person: PersonKey,
    slots: &[Slot],
    secret: SlotSecret<'_>,
) -> Result<VaultKey, SealError> {
    let mut fault = SealError::Key;
    for slot in slots.iter().filter(|slot| slot.kind == secret.kind()) {
        match sealing::open_slot(person, slot, secret) {
            Ok(vault) => return Ok(vault),
            Err(error) => fault = error,
        }
    }
    Err(fault)
}

pub(crate) fn recovery(slots: &[Slot]) -> Option<&Slot> {
    slots.iter().find(|slot| slot.kind == "recovery")
}
