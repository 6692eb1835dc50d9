//! The queue, the settings and the digests of an instance.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;
use tokio::sync::Notify;
use uuid::Uuid;
use windward_formats::mail::{Letter, MailError, Mailbox, Stamp};
use windward_store::{
    DigestRow, Instance, KeyFileError, LetterId, LetterRow, LetterState, MAX_LETTER, NewLetter,
    NoRandomness, PersonKey, Post, SealError, ServerKey, ServerPlace, Settled, StopToken, Store,
    StoreError, TurnRow,
};

use crate::{
    answer,
    digest::Wish,
    server::MailServer,
    smtp::{Line, LineError},
};

/// Letters that are queued in one go: more people than one writes to, and few enough for one transaction.
pub const MOST_LETTERS: usize = 500;

/// Letters of a person that are shown or counted.
const SHOWN: u32 = 500;

/// Under which name the mail server is noted.
const MAIL: &str = "mail";

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

/// What kind of letter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An update to one of its group.
    Update,
    /// A digest.
    Digest,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Digest => "digest",
        }
    }
}

/// A letter that is to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// What kind it is.
    pub kind: Kind,
    /// What it belongs to: of the same kind and about the same, nobody gets a second one.
    pub about: Uuid,
    /// It.
    pub letter: Letter,
}

/// A letter that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// What it is known by.
    pub id: LetterId,
    /// Whether it is new; if not, it was handed in before and stays as it is.
    pub new: bool,
}

/// A letter of the queue, or what is left of it, for its owner to see.
#[derive(Debug, Clone)]
pub struct Posted {
    /// What it is known by.
    pub id: LetterId,
    /// What kind it is: a word.
    pub kind: String,
    /// What it belongs to.
    pub about: Uuid,
    /// To whom; `None` if that does not open any more.
    pub to: Option<Mailbox>,
    /// What it is about.
    pub subject: String,
    /// How far it has come.
    pub state: LetterState,
    /// What the mail server said last.
    pub said: Option<String>,
    /// How often it was tried.
    pub tries: u64,
    /// Since when it is in the queue.
    pub queued_at: Timestamp,
    /// When it is tried next, if it waits.
    pub due_at: Timestamp,
    /// When its state changed.
    pub changed_at: Timestamp,
    /// Whether its words are still there, so that it can be sent again.
    pub whole: bool,
}

impl Posted {
    /// Whether nothing more happens to it by itself.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self.state, LetterState::Sent | LetterState::Refused)
    }
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

/// What a letter is in the queue, sealed.
#[derive(Serialize, Deserialize)]
struct Inside {
    letter: Letter,
    at: Timestamp,
    id: Uuid,
}

/// What stays of a letter, sealed.
#[derive(Serialize, Deserialize)]
struct Outside {
    to: Mailbox,
    subject: String,
    about: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

/// The mail of an instance. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Office(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    key: ServerKey,
    key_in: String,
    person: PersonKey,
    given: Option<MailServer>,
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
        let holder = Uuid::now_v7().as_u128() & 0x7fff_ffff_ffff_ffff;
        Ok(Self(Arc::new(Inner {
            store: instance.journal().clone(),
            key: instance.server_key()?,
            key_in: instance.data_dir().display().to_string(),
            person: instance.owner().person(),
            given,
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

    fn seal(
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

    fn unseal<T: DeserializeOwned>(
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

    /// Sends one letter at once, past the queue; what the mail server said.
    pub async fn test(
        &self,
        server: &MailServer,
        to: &Mailbox,
        at: Timestamp,
    ) -> Result<answer::Answer, PostError> {
        let letter = Letter {
            from: server.from.clone(),
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
        let mut line = Line::open(server).await?;
        let answer = line.send(to.address(), &bytes, async || Ok(true)).await?;
        line.close().await;
        Ok(answer)
    }

    fn new_letter(
        key: &ServerKey,
        person: PersonKey,
        out: &Outgoing,
        at: Timestamp,
    ) -> Result<NewLetter, PostError> {
        // The same person gets the same letter once, whatever capitals their address is written in.
        let address = out.letter.to.address().to_lowercase();
        let id = key.tag(&[
            b"letter",
            out.kind.word().as_bytes(),
            &person.tenant().get().to_be_bytes(),
            &person.person().get().to_be_bytes(),
            out.about.as_bytes(),
            address.as_bytes(),
        ]);
        let message_id: [u8; 16] = std::array::from_fn(|index| id[index]);
        let inside = Inside {
            letter: out.letter.clone(),
            at,
            id: Uuid::from_bytes(message_id),
        };
        // Written once before it is queued, so that what cannot be written is said to who asks for it.
        out.letter.message(inside.stamp())?;
        let outside = Outside {
            to: out.letter.to.clone(),
            subject: out.letter.subject.clone(),
            about: out.about,
            said: None,
        };
        Ok(NewLetter {
            person,
            id,
            kind: out.kind.word(),
            sealed: Self::seal(key, ServerPlace::Letter(person, id), &inside)?,
            answer: Self::seal(key, ServerPlace::Answer(person, id), &outside)?,
        })
    }

    /// Puts letters of the owner into the queue, all of them or none. One that was handed in before is not new,
    /// and is not sent again.
    pub async fn queue(&self, out: &[Outgoing], at: Timestamp) -> Result<Vec<Queued>, PostError> {
        self.queue_of(self.0.person, out, at).await
    }

    pub(crate) async fn queue_of(
        &self,
        person: PersonKey,
        out: &[Outgoing],
        at: Timestamp,
    ) -> Result<Vec<Queued>, PostError> {
        if out.len() > MOST_LETTERS {
            return Err(PostError::TooMany);
        }
        let key = self.key().await?;
        let mut letters: Vec<NewLetter> = Vec::with_capacity(out.len());
        for out in out {
            letters.push(Self::new_letter(key, person, out, at)?);
        }
        let ids: Vec<LetterId> = letters.iter().map(|it| it.id).collect();
        let new = self.0.store.queue_letters(letters, at).await?;
        self.wake();
        let queued = ids.into_iter().zip(new);
        Ok(queued.map(|(id, new)| Queued { id, new }).collect())
    }

    /// Puts a letter into the queue again that was refused or is unclear, because its owner says so.
    pub async fn queue_again(&self, out: &Outgoing, at: Timestamp) -> Result<bool, PostError> {
        let key = self.key().await?;
        let letter = Self::new_letter(key, self.0.person, out, at)?;
        let queued = self.0.store.queue_again(letter, at).await?;
        self.wake();
        Ok(queued)
    }

    /// The same with the words that are still kept. `false` if they are not, or the letter is in another state.
    pub async fn again(&self, id: LetterId, at: Timestamp) -> Result<bool, PostError> {
        let key = self.key().await?;
        let Some(row) = self.0.store.letter(self.0.person, id).await? else {
            return Ok(false);
        };
        let (Some(sealed), Some(answer)) = (row.sealed, row.answer) else {
            return Ok(false);
        };
        let kind = match &*row.kind {
            "digest" => Kind::Digest,
            _ => Kind::Update,
        };
        let place = ServerPlace::Letter(self.0.person, id);
        let inside: Inside = Self::unseal(key, place, &sealed)?;
        let outside: Outside = Self::unseal(key, ServerPlace::Answer(self.0.person, id), &answer)?;
        let out = Outgoing {
            kind,
            about: outside.about,
            letter: inside.letter,
        };
        self.queue_again(&out, at).await
    }

    /// Takes a letter out that waits. `false` if it does not.
    pub async fn drop_letter(&self, id: LetterId) -> Result<bool, PostError> {
        Ok(self.0.store.drop_letter(self.0.person, id).await?)
    }

    /// The letters of the owner, the one that changed last first; at most 500.
    pub async fn letters(&self) -> Result<Vec<Posted>, PostError> {
        let key = self.key().await?;
        let rows = self.0.store.letters(self.0.person, SHOWN).await?;
        Ok(rows.into_iter().map(|row| posted(key, row)).collect())
    }

    /// The letter in a row of the queue, and its bytes.
    pub(crate) fn opened(key: &ServerKey, row: &LetterRow) -> Result<(Letter, Vec<u8>), PostError> {
        let sealed = row.sealed.as_deref().ok_or(PostError::Malformed)?;
        let inside: Inside = Self::unseal(key, ServerPlace::Letter(row.person, row.id), sealed)?;
        let bytes = inside.letter.message(inside.stamp())?.formatted();
        Ok((inside.letter, bytes))
    }

    /// Notes how an attempt came out.
    pub(crate) async fn settle(
        &self,
        key: &ServerKey,
        row: &LetterRow,
        state: LetterState,
        said: &str,
        now: Timestamp,
    ) -> Result<(), PostError> {
        let place = ServerPlace::Answer(row.person, row.id);
        let answer = match row.answer.as_deref().map(|it| Self::unseal(key, place, it)) {
            Some(Ok(outside)) => {
                let outside: Outside = outside;
                let said = Some(said.to_owned());
                Self::seal(key, place, &Outside { said, ..outside })?
            }
            // What it was before does not open: nothing is left to say it beside.
            _ => row.answer.clone().unwrap_or_default(),
        };
        let keeps = matches!(state, LetterState::Waiting | LetterState::Unclear);
        let settled = Settled {
            state,
            sealed: row.sealed.clone().filter(|_| keeps),
            answer,
            due_at: answer::next(now, row.tries),
            at: now,
        };
        Ok(self
            .0
            .store
            .settle_letter(row.person, row.id, settled)
            .await?)
    }

    /// What the owner wants of digests.
    pub async fn wish(&self) -> Result<Option<Wish>, PostError> {
        let Some(row) = self.0.store.digest(self.0.person).await? else {
            return Ok(None);
        };
        self.wished(&row).await.map(Some)
    }

    pub(crate) async fn wished(&self, row: &DigestRow) -> Result<Wish, PostError> {
        let place = ServerPlace::Digest(row.person);
        Self::unseal(self.key().await?, place, &row.sealed)
    }

    /// Notes what the owner wants of digests; `None` for none. The secret of the link that stops them is made
    /// anew.
    pub async fn put_wish(&self, wish: Option<Wish>, now: Timestamp) -> Result<(), PostError> {
        let Some(wish) = wish else {
            return Ok(self.0.store.end_digest(self.0.person).await?);
        };
        let token = StopToken::random()?;
        let stop = token.reveal().to_string();
        let wish = Wish { stop, ..wish };
        let digest = DigestRow {
            person: self.0.person,
            sealed: Self::seal(self.key().await?, ServerPlace::Digest(self.0.person), &wish)?,
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

impl Inside {
    const fn stamp(&self) -> Stamp {
        Stamp {
            at: self.at,
            id: self.id,
        }
    }
}

fn posted(key: &ServerKey, row: LetterRow) -> Posted {
    let place = ServerPlace::Answer(row.person, row.id);
    let outside: Option<Outside> = row
        .answer
        .as_deref()
        .and_then(|it| Office::unseal(key, place, it).ok());
    let (to, subject, about, said) = outside.map_or_else(
        || (None, String::new(), Uuid::nil(), None),
        |it| (Some(it.to), it.subject, it.about, it.said),
    );
    Posted {
        id: row.id,
        kind: row.kind,
        about,
        to,
        subject,
        state: row.state,
        said,
        tries: row.tries,
        queued_at: row.queued_at,
        due_at: row.due_at,
        changed_at: row.changed_at,
        whole: row.sealed.is_some(),
    }
}
