//! From one database to another: `windward migrate-store`, and the backup of a database on a server.
//!
//! Everything is copied in small steps that change nothing when they are done again, so what was interrupted
//! goes on where it was. Then every entry is read from both and compared, sealed as it lies. Sessions and
//! links that sign in or set a password anew stay behind. A backup, which may be put back long after, leaves out what
//! would then be sent or used a second time as well: letters, digests, settings of mail, invitations.

use std::{future::Future, path::Path};

use jiff::Timestamp;
use thiserror::Error;

use crate::{
    accounts::{Accounts, WholeAccount},
    brought::Brings,
    error::StoreError,
    ids::{PersonKey, Tenant, TenantId},
    instance,
    journal::{Head, Journal, Person, Row},
    ladders::LADDERS,
    law::Law,
    locks::Locks,
    open_error::OpenError,
    place::Place,
    post::{LetterRow, MAIL, Post},
    postgres::Postgres,
    sealing::{KeyFile, SlotSecret},
    sharing::{Sharing, WholeSharing},
    sqlite::Sqlite,
    store::Store,
};

/// How many entries, or people, are read at a time.
const PAGE: u32 = 500;

/// How often it is gone through again because somebody goes on writing.
const ROUNDS: u32 = 20;

/// What a store does for a copy, beside what every [`Journal`] does.
pub(crate) trait Copied: Journal + Accounts + Sharing + Law + Brings + Post {
    /// An account as it is elsewhere, with all that signs in to it.
    fn put_account(
        &self,
        account: WholeAccount,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What a person shares, as it is elsewhere.
    fn put_sharing(
        &self,
        person: PersonKey,
        sharing: WholeSharing,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Letters as they are elsewhere, however far they have come.
    fn put_letters(
        &self,
        letters: Vec<LetterRow>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Entries as they are elsewhere, and the head that the journal has with them.
    fn put_rows(
        &self,
        person: PersonKey,
        rows: Vec<Row>,
        head: Head,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What is noted about the instance under a name.
    fn about(
        &self,
        name: &'static str,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Notes it.
    fn note_about(
        &self,
        name: &'static str,
        value: String,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes it if what is noted until then is `before`, or nothing is and that is none; whether it was. Done a second time,
    /// because an answer was lost, it says that it was not: whoever asks reads again and finds it there.
    fn renote_about(
        &self,
        name: &'static str,
        before: Option<String>,
        value: String,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// All tenants with the time when each came.
    fn dated_tenants(
        &self,
    ) -> impl Future<Output = Result<Vec<(Tenant, Timestamp)>, StoreError>> + Send;
}

/// How far a copy goes while somebody writes to what is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// To the last entry: what comes in meanwhile is brought too, until nothing does.
    Last,
    /// To where each record ended when its turn came. What comes in meanwhile stays out, as of any backup.
    Moment,
}

/// What was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// How many people.
    pub people: u64,
    /// How many entries, each compared with the one it is a copy of.
    pub entries: u64,
    /// How many of them were there already, from an attempt before.
    pub already: u64,
}

/// Why an instance was not moved. Where it was it is as before.
#[derive(Debug, Error)]
pub enum MoveError {
    /// Nowhere to go.
    #[error("both are the same database; name another one")]
    Same,
    /// Something else is there.
    #[error(
        "the database to move to holds another record, and two are never mixed; choose an empty one"
    )]
    Another,
    /// Both were written to.
    #[error(
        "the database to move to was written to by itself: its record ends at {there}, the one to move at {here}. Nothing was changed there; choose an empty database"
    )]
    Further {
        /// Where the one to move ends.
        here: u64,
        /// Where the other ends.
        there: u64,
    },
    /// A copy that is none.
    #[error(
        "entry number {seq} is another in the database to move to. It is not the same record any more; choose an empty database"
    )]
    Differs {
        /// Which.
        seq: u64,
    },
    /// No end of it.
    #[error(
        "the record is being written to all the while; stop every Windward that uses it and start again"
    )]
    Moving,
    /// The copy does not open here.
    #[error(
        "everything was copied, but the key file of this data directory does not open it. Put the key file of the record into {} and start again", .0.display()
    )]
    Key(std::path::PathBuf),
    /// One of the databases.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// One of the databases, while it is opened.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Moves the instance of a data directory from one place to another; `progress` is told how many entries are
/// done. Nothing may serve the directory meanwhile.
pub async fn move_store(
    data_dir: &Path,
    from: &Place,
    to: &Place,
    progress: &(impl Fn(u64) + Sync),
) -> Result<Moved, MoveError> {
    if matches!((from, to), (Place::File, Place::File)) {
        return Err(MoveError::Same);
    }
    if let (Place::Server(from), Place::Server(to)) = (from, to)
        && from.is_same_as(to)
    {
        return Err(MoveError::Same);
    }
    if !data_dir.try_exists().map_err(OpenError::io(data_dir))? {
        return Err(OpenError::Nothing(data_dir.to_owned()).into());
    }
    let _locks = Locks::take(data_dir, true)?;
    let from = source(data_dir, from)?;
    let to = match to {
        Place::File => Store::Sqlite(Sqlite::open(&instance::database(data_dir))?),
        Place::Server(url) => Store::Postgres(Postgres::open(url)?),
    };
    let moved = copy(&from, &to, Until::Last, progress).await?;
    opens(data_dir, &to).await?;
    to.close();
    Ok(moved)
}

fn source(data_dir: &Path, from: &Place) -> Result<Store, OpenError> {
    match from {
        Place::File => {
            let path = instance::database(data_dir);
            if !path.try_exists().map_err(OpenError::io(&path))? {
                return Err(OpenError::Nothing(data_dir.to_owned()));
            }
            Ok(Store::Sqlite(Sqlite::open(&path)?))
        }
        Place::Server(url) => {
            let server = Postgres::connect(url)?;
            if server.version()? == 0 {
                return Err(OpenError::Empty(url.to_string()));
            }
            server.migrate()?;
            Ok(Store::Postgres(server))
        }
    }
}

/// Whether the key file of the directory opens what is there now.
async fn opens(data_dir: &Path, store: &Store) -> Result<(), MoveError> {
    if store.about("accounts").await?.is_some() {
        return Ok(());
    }
    let key = KeyFile::read(&KeyFile::path(data_dir)).map_err(OpenError::Key)?;
    for tenant in store.tenants().await? {
        for person in store.people(tenant, 0, 2).await? {
            let slots = store.slots(person.key).await?;
            instance::open_slots(person.key, &slots, SlotSecret::KeyFile(&key))
                .map_err(|_| MoveError::Key(data_dir.to_owned()))?;
        }
    }
    Ok(())
}

/// Copies everything but sessions and links that sign in or set a password anew, and compares.
pub(crate) async fn copy<A: Copied, B: Copied>(
    from: &A,
    to: &B,
    until: Until,
    progress: &(impl Fn(u64) + Sync),
) -> Result<Moved, MoveError> {
    let tenants = from.dated_tenants().await?;
    let there = to.tenants().await?;
    if there
        .iter()
        .any(|tenant| !tenants.iter().any(|it| it.0 == *tenant))
    {
        return Err(MoveError::Another);
    }
    for name in ["created_by", "created_at", "accounts", LADDERS] {
        if let Some(value) = from.about(name).await? {
            to.note_about(name, value).await?;
        }
    }
    for (tenant, _) in &tenants {
        strangers(from, to, *tenant).await?;
    }
    if until == Until::Last {
        mail(from, to).await?;
    }
    let mut moved = Moved::default();
    for (tenant, at) in tenants {
        if !there.contains(&tenant) {
            to.add_tenant(tenant, at).await?;
        }
        for ladder in from.stored_ladders(tenant.id).await? {
            if let Some(text) = from.framework(tenant.id, ladder.hash).await? {
                to.put_ladder(tenant.id, ladder, text).await?;
            }
        }
        audit(from, to, tenant.id).await?;
        if until == Until::Last {
            invitations(from, to, tenant).await?;
        }
        let mut after = 0;
        loop {
            let people = from.people(tenant, after, PAGE).await?;
            let Some(last) = people.last() else { break };
            after = last.key.person().get();
            for person in people {
                one_person(from, to, person, until, &mut moved, progress).await?;
            }
        }
    }
    Ok(moved)
}

/// Copies how mail is sent. It opens with the server’s key, which lies beside the database and stays there.
async fn mail<A: Post, B: Post>(from: &A, to: &B) -> Result<(), StoreError> {
    if let Some(print) = from.key_print().await?
        && to.note_key(print.clone()).await? != print
    {
        // What an attempt before has brought opens with a key that is in use no more.
        to.begin_anew(print).await?;
    }
    let sealed = from.server_setting(MAIL).await?;
    to.put_server_setting(MAIL, sealed, Timestamp::now()).await
}

/// Copies the invitations that nobody has taken, and ends those that an attempt before had brought and somebody has.
async fn invitations<A: Accounts, B: Accounts>(
    from: &A,
    to: &B,
    tenant: Tenant,
) -> Result<(), StoreError> {
    let open = from.invitations(tenant).await?;
    for there in to.invitations(tenant).await? {
        if !open.iter().any(|it| it.id == there.id) {
            to.end_invitation(tenant, there.id).await?;
        }
    }
    for invitation in open {
        to.add_invitation(invitation).await?;
    }
    Ok(())
}

/// Copies a person’s letters and digest as they are now; what an attempt before has brought and nobody waits for any more
/// goes.
async fn letters<A: Post, B: Copied>(
    from: &A,
    to: &B,
    person: PersonKey,
) -> Result<(), StoreError> {
    match from.digest(person).await? {
        Some(digest) => to.put_digest(digest).await?,
        None => to.end_digest(person).await?,
    }
    let letters = from.letters(person, u32::MAX).await?;
    for there in to.letters(person, u32::MAX).await? {
        if !letters.iter().any(|it| it.id == there.id) {
            to.drop_letter(person, there.id).await?;
        }
    }
    to.put_letters(letters).await
}

/// Copies the audit log, which goes on where it ended.
async fn audit<A: Law, B: Law>(from: &A, to: &B, tenant: TenantId) -> Result<(), StoreError> {
    let Some(ends) = from.audit_ends(tenant).await? else {
        return Ok(());
    };
    let mut seq = ends.begun.seq;
    while seq < ends.last.seq {
        let mut page = from.audit_after(tenant, seq, PAGE).await?;
        // What was written since is not part of what is copied.
        page.retain(|it| it.seq <= ends.last.seq);
        let Some(last) = page.last().map(|it| it.seq) else {
            break;
        };
        to.put_audit(tenant, page, ends).await?;
        seq = last;
    }
    to.put_audit(tenant, Vec::new(), ends).await
}

/// Nobody may be there who is not here, and nobody's record may have gone on there.
async fn strangers<A: Journal, B: Journal>(
    from: &A,
    to: &B,
    tenant: Tenant,
) -> Result<(), MoveError> {
    let mut after = 0;
    loop {
        let people = to.people(tenant, after, PAGE).await?;
        let Some(last) = people.last() else {
            return Ok(());
        };
        after = last.key.person().get();
        for person in people {
            let Some(here) = from.person(person.key).await? else {
                return Err(MoveError::Another);
            };
            let (here, there) = (here.head.seq, person.head.seq);
            if there > here {
                return Err(MoveError::Further { here, there });
            }
        }
    }
}

async fn one_person<A: Copied, B: Copied>(
    from: &A,
    to: &B,
    person: Person,
    until: Until,
    moved: &mut Moved,
    progress: &(impl Fn(u64) + Sync),
) -> Result<(), MoveError> {
    let key = person.key;
    let slots = from.slots(key).await?;
    match to.person(key).await? {
        None => to.add_person(person, slots).await?,
        Some(there) => {
            moved.already += there.head.seq;
            for slot in slots {
                to.put_slot(key, slot).await?;
            }
            to.set_state(key, person.state).await?;
        }
    }
    // Their addresses go on to work, unlike sessions: no calendar can sign in again.
    for feed in from.feeds(key).await? {
        to.add_feed(feed).await?;
    }
    if let Some(row) = from.account(key).await? {
        let account = WholeAccount {
            row,
            spare: from.spare(key).await?,
            passkeys: from.passkeys(key).await?,
            identities: from.identities(key).await?,
        };
        to.put_account(account).await?;
    }
    let sharing = WholeSharing {
        name: from.shown_name(key).await?,
        grants: from.grants(key).await?,
        links: from.share_links(key).await?,
        lines: from.managers(key).await?,
        looks: from.looks(key).await?,
    };
    to.put_sharing(key, sharing).await?;
    to.put_brought(key, from.brought(key).await?).await?;
    if until == Until::Last {
        letters(from, to, key).await?;
    }
    for _ in 0..ROUNDS {
        let before = from.head(key).await?;
        let brought = |seq| progress(moved.entries + seq);
        bring(from, to, key, before.seq, &brought).await?;
        compare(from, to, key, before.seq).await?;
        let now = from.head(key).await?;
        // What was redacted meanwhile goes from the copy too, whichever it is.
        let done = match until {
            Until::Last => now == before,
            Until::Moment => now.rewrites == before.rewrites,
        };
        if done {
            to.put_rows(key, Vec::new(), before).await?;
            moved.people += 1;
            moved.entries += before.seq;
            return Ok(());
        }
    }
    Err(MoveError::Moving)
}

/// Copies the entries up to `until` that are not there yet.
async fn bring<A: Copied, B: Copied>(
    from: &A,
    to: &B,
    key: PersonKey,
    until: u64,
    progress: &(impl Fn(u64) + Sync),
) -> Result<(), MoveError> {
    let mut head = to.head(key).await?;
    loop {
        let page = up_to(until, from.scan(key, head.seq, PAGE).await?);
        let Some(last) = page.last() else {
            return Ok(());
        };
        head.seq = last.seq;
        to.put_rows(key, page, head).await?;
        progress(head.seq);
    }
}

/// Rows without those that came in since it was looked how far they go.
fn up_to(until: u64, mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| row.seq <= until);
    rows
}

/// Compares every entry up to `until`; one that was redacted since it was copied is redacted in the copy.
async fn compare<A: Copied, B: Copied>(
    from: &A,
    to: &B,
    key: PersonKey,
    until: u64,
) -> Result<(), MoveError> {
    let mut seq = 0;
    while seq < until {
        let here = up_to(until, from.scan(key, seq, PAGE).await?);
        let there = to.scan(key, seq, PAGE).await?;
        let Some(last) = here.last().map(|row| row.seq) else {
            return Err(MoveError::Differs { seq: seq + 1 });
        };
        let differing = differing(&here, &there);
        if !differing.is_empty() {
            let redacted = differing
                .into_iter()
                .filter(|row| row.redacted_at.is_some());
            let redacted: Vec<Row> = redacted.collect();
            let head = to.head(key).await?;
            to.put_rows(key, redacted, head).await?;
            let there = to.scan(key, seq, PAGE).await?;
            if let Some(row) = self::differing(&here, &there).first() {
                return Err(MoveError::Differs { seq: row.seq });
            }
        }
        seq = last;
    }
    Ok(())
}

/// The rows of which there is no exact copy.
fn differing(here: &[Row], there: &[Row]) -> Vec<Row> {
    let mut copies = there.iter().peekable();
    let mut differing = Vec::new();
    for row in here {
        while copies.next_if(|copy| copy.seq < row.seq).is_some() {}
        if copies.next_if(|copy| copy.seq == row.seq) != Some(row) {
            differing.push(row.clone());
        }
    }
    differing
}
