//! The mail of an instance: its settings, its digests, whose turn it is to send. The queue has a file of its own.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;
use tokio::sync::Notify;
use uuid::Uuid;
use windward_formats::mail::{Letter, MailError, Mailbox, Stamp};
use windward_outbound::{Host, Named, Outbound};
use windward_store::{
    DigestRow, Instance, KeyFileError, MAIL, MAX_LETTER, NoRandomness, PersonKey, Post, SealError,
    ServerKey, ServerPlace, StopToken, Store, StoreError, TurnRow,
};

use crate::{
    answer,
    digest::Wish,
    queue::MOST_LETTERS,
    server::MailServer,
    smtp::{Line, LineError},
};

/// Under which name the turn to send is noted.
pub(crate) const TURN: &str = "post";

/// Why mail was not done as asked.
#[derive(Debug, Error)]
pub enum PostError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of the server's key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// Mail was sealed under another key.
    #[error(
        "the mail of this record was sealed with another server key than the one in {0}. Copy the file ‘server-key’ from the server or disk where mail was set up, or begin anew: settings of mail, the digest and letters that wait are then given up"
    )]
    AnotherKey(String),
    /// Something that was sealed does not open.
    #[error("what is kept for mail does not open: {0}. Set mail up again")]
    Sealed(#[from] SealError),
    /// It opens, and is not understood.
    #[error("what is kept for mail is of another version of Windward; set mail up again")]
    Malformed,
    /// No mail server is set up.
    #[error("no mail server is set up yet; say under Settings, Mail which one you use")]
    NoServer,
    /// The operator said which server, so nobody else does.
    #[error("the mail server is set in windward.toml; change it there and start Windward again")]
    Given,
    /// A letter that cannot be written.
    #[error(transparent)]
    Letter(#[from] MailError),
    /// A letter too long for the queue.
    #[error("the letter is longer than the 256 KiB that fit; shorten it")]
    TooLong,
    /// Too many at once.
    #[error("that is more than {MOST_LETTERS} letters at once; choose a smaller group")]
    TooMany,
    /// The mail server.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The record of who wants a digest.
    #[error("{0}")]
    Record(String),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// Which mail server, and who says so.
#[derive(Debug, Clone)]
pub struct Settings {
    /// It.
    pub server: MailServer,
    /// Whether it stands in the configuration file, where pages do not change it.
    pub given: bool,
}

/// Whose turn it is to send.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Whether it is this program's.
    pub here: bool,
    /// When it was last taken or prolonged.
    pub ran_at: Timestamp,
    /// Until when it lasts.
    pub held_until: Timestamp,
    /// How often another program took over.
    pub fence: u64,
    /// What went wrong with the whole of the last round.
    pub fault: Option<String>,
}

/// The mail of an instance. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Office(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    key: ServerKey,
    key_in: String,
    given: Option<MailServer>,
    outbound: Outbound,
    base: String,
    holder: i64,
    wake: Notify,
    /// Up to when results were noted, in milliseconds.
    noted: AtomicI64,
}

impl Office {
    /// The mail of an instance, with the server that its configuration gives, if it does. `base` is what links
    /// in letters begin with: the address of the pages, without a slash at its end.
    pub fn open(
        instance: &Instance,
        given: Option<MailServer>,
        base: String,
    ) -> Result<Self, PostError> {
        Self::opening(instance, given, base, [])
    }

    /// The same where the configuration opens hosts beside the machine to those who set mail up on a page.
    pub fn opening(
        instance: &Instance,
        given: Option<MailServer>,
        base: String,
        hosts: impl IntoIterator<Item = Host>,
    ) -> Result<Self, PostError> {
        // Who keeps a record of their own here has the machine, and so may name a mail server on it.
        let outbound = match instance.owner() {
            Some(_) => Outbound::of_one(),
            None => Outbound::of_several(),
        };
        let holder = Uuid::now_v7().as_u128() & 0x7fff_ffff_ffff_ffff;
        Ok(Self(Arc::new(Inner {
            store: instance.journal().clone(),
            key: instance.server_key()?,
            key_in: instance.data_dir().display().to_string(),
            given,
            outbound: outbound.opening(hosts),
            base,
            holder: i64::try_from(holder).unwrap_or(1),
            wake: Notify::new(),
            noted: AtomicI64::new(0),
        })))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn holder(&self) -> i64 {
        self.0.holder
    }

    /// What links in letters begin with.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// Has the runner of this program look at once.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.0.wake.notified().await;
    }

    pub(crate) fn noted_until(&self) -> Timestamp {
        let noted = self.0.noted.load(Ordering::Relaxed);
        Timestamp::from_millisecond(noted).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub(crate) fn note_until(&self, at: Timestamp) {
        self.0.noted.store(at.as_millisecond(), Ordering::Relaxed);
    }

    /// The key, if it is the one that mail was sealed with so far.
    pub(crate) async fn key(&self) -> Result<&ServerKey, PostError> {
        let key = &self.0.key;
        let print = key.print();
        let noted = match self.0.store.key_print().await? {
            Some(noted) => noted,
            None => self.0.store.note_key(print.clone()).await?,
        };
        if noted == print {
            Ok(key)
        } else {
            Err(PostError::AnotherKey(self.0.key_in.clone()))
        }
    }

    /// Gives up what was sealed under another key, and begins with this one.
    pub async fn begin_anew(&self) -> Result<(), PostError> {
        Ok(self.0.store.begin_anew(self.0.key.print()).await?)
    }

    pub(crate) fn seal(
        key: &ServerKey,
        place: ServerPlace,
        it: &impl Serialize,
    ) -> Result<Vec<u8>, PostError> {
        let text = serde_json::to_vec(it).map_err(|_| PostError::Malformed)?;
        if text.len() > MAX_LETTER {
            return Err(PostError::TooLong);
        }
        Ok(key.seal(place, &text)?)
    }

    pub(crate) fn unseal<T: DeserializeOwned>(
        key: &ServerKey,
        place: ServerPlace,
        sealed: &[u8],
    ) -> Result<T, PostError> {
        let text = key.open(place, sealed)?;
        serde_json::from_slice(&text).map_err(|_| PostError::Malformed)
    }

    /// Which mail server letters go through.
    pub async fn settings(&self) -> Result<Option<Settings>, PostError> {
        if let Some(server) = &self.0.given {
            return Ok(Some(Settings {
                server: server.clone(),
                given: true,
            }));
        }
        let Some(sealed) = self.0.store.server_setting(MAIL).await? else {
            return Ok(None);
        };
        let server = Self::unseal(self.key().await?, ServerPlace::Setting(MAIL), &sealed)?;
        Ok(Some(Settings {
            server,
            given: false,
        }))
    }

    /// Notes which mail server letters go through, or that there is none.
    pub async fn put_settings(
        &self,
        server: Option<&MailServer>,
        at: Timestamp,
    ) -> Result<(), PostError> {
        if self.0.given.is_some() {
            return Err(PostError::Given);
        }
        let key = self.key().await?;
        let sealed = server
            .map(|it| Self::seal(key, ServerPlace::Setting(MAIL), it))
            .transpose()?;
        self.0.store.put_server_setting(MAIL, sealed, at).await?;
        self.wake();
        Ok(())
    }

    /// A connection to the mail server, as far as whoever named it may have one.
    pub(crate) async fn line(&self, server: &MailServer) -> Result<Line, LineError> {
        let named = match &self.0.given {
            Some(_) => Named::OnTheMachine,
            None => Named::FromOutside,
        };
        Line::open(server, named, &self.0.outbound).await
    }

    /// Sends one letter at once, past the queue; what the mail server said.
    pub async fn test(
        &self,
        server: &MailServer,
        to: &Mailbox,
        at: Timestamp,
    ) -> Result<answer::Answer, PostError> {
        let letter = Letter {
            from: server.from.clone(),
            reply_to: None,
            to: to.clone(),
            subject: "A test from Windward".to_owned(),
            text: "This letter came through the mail server that you named. Updates and digests take the same way.\n".to_owned(),
            html: None,
            stop: None,
        };
        let stamp = Stamp {
            at,
            id: Uuid::now_v7(),
        };
        let bytes = letter.message(stamp)?.formatted();
        let mut line = self.line(server).await?;
        let answer = line.send(to.address(), &bytes, async || Ok(true)).await?;
        line.close().await;
        Ok(answer)
    }

    /// What a person wants of digests.
    pub async fn wish(&self, person: PersonKey) -> Result<Option<Wish>, PostError> {
        let Some(row) = self.0.store.digest(person).await? else {
            return Ok(None);
        };
        self.wished(&row).await.map(Some)
    }

    pub(crate) async fn wished(&self, row: &DigestRow) -> Result<Wish, PostError> {
        let place = ServerPlace::Digest(row.person);
        Self::unseal(self.key().await?, place, &row.sealed)
    }

    /// Notes what a person wants of digests; `None` for none. The secret of the link that stops them is made
    /// anew.
    pub async fn put_wish(
        &self,
        person: PersonKey,
        wish: Option<Wish>,
        now: Timestamp,
    ) -> Result<(), PostError> {
        let Some(wish) = wish else {
            return Ok(self.0.store.end_digest(person).await?);
        };
        let token = StopToken::random()?;
        let stop = token.reveal().to_string();
        let wish = Wish { stop, ..wish };
        let digest = DigestRow {
            person,
            sealed: Self::seal(self.key().await?, ServerPlace::Digest(person), &wish)?,
            stop_hash: token.hash(),
            next_at: wish.next(now),
        };
        Ok(self.0.store.put_digest(digest).await?)
    }

    /// Stops the digests that a link belongs to. `false` if it belongs to none, or none any more.
    pub async fn stop_digest(&self, secret: &str) -> Result<bool, PostError> {
        let Some(token) = StopToken::parse(secret) else {
            return Ok(false);
        };
        Ok(self.0.store.stop_digest(token.hash()).await?)
    }

    /// Whose turn it is to send.
    pub async fn turn(&self) -> Result<Option<Turn>, PostError> {
        let key = self.key().await?;
        let turn = self.0.store.turn(TURN).await?;
        Ok(turn.map(|row: TurnRow| Turn {
            here: row.holder == self.0.holder,
            ran_at: row.ran_at,
            held_until: row.held_until,
            fence: row.fence,
            fault: row
                .fault
                .and_then(|it| Self::unseal(key, ServerPlace::Fault, &it).ok()),
        }))
    }

    pub(crate) async fn leave_turn(
        &self,
        until: Timestamp,
        fault: Option<&str>,
    ) -> Result<(), PostError> {
        let fault = match fault {
            Some(fault) => Some(Self::seal(self.key().await?, ServerPlace::Fault, &fault)?),
            None => None,
        };
        let left = self.0.store.leave_turn(TURN, self.0.holder, until, fault);
        Ok(left.await?)
    }
}
