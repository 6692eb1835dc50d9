//! What a store keeps for mail: letters that wait, digests, settings of the server, and whose turn it is.
//!
//! A letter is sent at most once by Windward's own doing. Whoever is about to hand its words to a mail server
//! first changes its row from waiting to sending, which one of any number of programs can; from there it goes
//! on to sent, to waiting again or to refused as the mail server says. When no answer came the row is
//! *unclear* and stays so until its owner says what to do: the letter may have arrived.

use std::future::Future;

use jiff::Timestamp;

use crate::{error::StoreError, ids::PersonKey};

/// The longest letter, in bytes: what one envelope of [`crate::sealing`] holds.
pub const MAX_LETTER: usize = crate::sealing::MAX_TEXT;

/// The one setting of the server there is: how mail is sent.
pub const MAIL: &str = "mail";

/// What a letter is known by: a hash, under the server's key, of what it is and to whom it goes.
pub type LetterId = [u8; 32];

/// How far a letter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// To be sent when it is due.
    Waiting,
    /// Its words are on the way to a mail server.
    Sending,
    /// The mail server took it.
    Sent,
    /// The mail server will not take it, or did not for three days.
    Refused,
    /// Its words were on the way when the connection or the program broke off.
    Unclear,
}

impl LetterState {
    /// As the database names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Unclear => "unclear",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        [
            Self::Waiting,
            Self::Sending,
            Self::Sent,
            Self::Refused,
            Self::Unclear,
        ]
        .into_iter()
        .find(|it| it.word() == word)
    }
}

/// A letter to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// Whose.
    pub person: PersonKey,
    /// What it is known by.
    pub id: LetterId,
    /// What kind of letter it is: a word that Windward gives.
    pub kind: &'static str,
    /// The letter, sealed under the server's key.
    pub sealed: Vec<u8>,
    /// To whom it goes, sealed in the same way; this stays when the letter is gone.
    pub answer: Vec<u8>,
}

/// A letter as it lies in the queue, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// Whose.
    pub person: PersonKey,
    /// What it is known by.
    pub id: LetterId,
    /// What kind of letter it is.
    pub kind: String,
    /// How far it has come.
    pub state: LetterState,
    /// The letter, sealed; gone once it is sent, refused or three days old.
    pub sealed: Option<Vec<u8>>,
    /// To whom it went and what the mail server said, sealed.
    pub answer: Option<Vec<u8>>,
    /// How often it was tried.
    pub tries: u64,
    /// Since when it is in the queue.
    pub queued_at: Timestamp,
    /// Before when it is not tried.
    pub due_at: Timestamp,
    /// When its state changed.
    pub changed_at: Timestamp,
}

/// How an attempt came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The new state.
    pub state: LetterState,
    /// The letter if it is to be kept, sealed.
    pub sealed: Option<Vec<u8>>,
    /// To whom it went and what the mail server said, sealed.
    pub answer: Vec<u8>,
    /// When it is to be tried again, if it is.
    pub due_at: Timestamp,
    /// Now.
    pub at: Timestamp,
}

/// That somebody wants digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestRow {
    /// Who.
    pub person: PersonKey,
    /// How often, where to and in which time zone, sealed under the server's key.
    pub sealed: Vec<u8>,
    /// SHA-256 of the secret in the link that stops them.
    pub stop_hash: [u8; 32],
    /// When the next one is due.
    pub next_at: Timestamp,
}

/// Whose turn it is to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnRow {
    /// How often another program took over.
    pub fence: u64,
    /// A random number of the program whose turn it is.
    pub holder: i64,
    /// Until when, unless it is prolonged.
    pub held_until: Timestamp,
    /// When the turn was last taken or prolonged.
    pub ran_at: Timestamp,
    /// What went wrong with the whole of the last round, sealed under the server's key.
    pub fault: Option<Vec<u8>>,
}

/// What is too old: ends of time, each before the one above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sweep {
    /// Now.
    pub now: Timestamp,
    /// Whose words went out before then and have no answer are unclear.
    pub sending_before: Timestamp,
    /// What was queued before then is not sent any more, and its words go.
    pub queued_before: Timestamp,
    /// What was settled before then is forgotten.
    pub settled_before: Timestamp,
}

/// What every store does for mail. Every write is durable when its future is ready.
pub trait Post: Clone + Send + Sync + 'static {
    /// Puts letters into the queue, all or none of them; for each whether it was new. One that is there
    /// already, in whatever state, stays as it is.
    fn queue_letters(
        &self,
        letters: Vec<NewLetter>,
        at: Timestamp,
    ) -> impl Future<Output = Result<Vec<bool>, StoreError>> + Send;

    /// Puts a letter into the queue again that was refused or is unclear. `false` if it is in another state.
    fn queue_again(
        &self,
        letter: NewLetter,
        at: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Takes a letter out that waits. `false` if it does not.
    fn drop_letter(
        &self,
        person: PersonKey,
        id: LetterId,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// At most `limit` letters of a person, the one that changed last first.
    fn letters(
        &self,
        person: PersonKey,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<LetterRow>, StoreError>> + Send;

    /// One letter.
    fn letter(
        &self,
        person: PersonKey,
        id: LetterId,
    ) -> impl Future<Output = Result<Option<LetterRow>, StoreError>> + Send;

    /// At most `limit` letters of anybody that wait and are due.
    fn due_letters(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<LetterRow>, StoreError>> + Send;

    /// Notes that a letter's words are about to go out. `true` for one of those who ask, which alone may
    /// send it; not asked again when the answer was lost, because it would be another one.
    fn begin_letter(
        &self,
        person: PersonKey,
        id: LetterId,
        at: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Notes how an attempt came out.
    fn settle_letter(
        &self,
        person: PersonKey,
        id: LetterId,
        settled: Settled,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts away what is too old.
    fn sweep_letters(&self, sweep: Sweep) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts the wish for digests in the place of the one there is.
    fn put_digest(&self, digest: DigestRow) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A person's wish for digests.
    fn digest(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Option<DigestRow>, StoreError>> + Send;

    /// A person wants none any more.
    fn end_digest(&self, person: PersonKey) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends the digests that a link belongs to. `false` if there are none, or no more.
    fn stop_digest(
        &self,
        stop_hash: [u8; 32],
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// At most `limit` digests of anybody that are due.
    fn due_digests(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<DigestRow>, StoreError>> + Send;

    /// Moves a digest on from one day to the next.
    fn advance_digest(
        &self,
        person: PersonKey,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A setting of the server, sealed under its key.
    fn server_setting(
        &self,
        name: &'static str,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>> + Send;

    /// Puts a setting of the server, or takes it away.
    fn put_server_setting(
        &self,
        name: &'static str,
        sealed: Option<Vec<u8>>,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Takes the turn until `until`, or prolongs it: how often it changed hands, or `None` while it is
    /// another's.
    fn take_turn(
        &self,
        name: &'static str,
        holder: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Option<u64>, StoreError>> + Send;

    /// Notes what went wrong with a round, and until when the turn is kept.
    fn leave_turn(
        &self,
        name: &'static str,
        holder: i64,
        until: Timestamp,
        fault: Option<Vec<u8>>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Whose turn it is.
    fn turn(
        &self,
        name: &'static str,
    ) -> impl Future<Output = Result<Option<TurnRow>, StoreError>> + Send;

    /// The fingerprint of the server's key, if one was ever noted.
    fn key_print(&self) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Notes the fingerprint of the server's key, and throws away what was sealed under another one.
    fn begin_anew(&self, print: String) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes the fingerprint if there is none; the one that is there then.
    fn note_key(&self, print: String) -> impl Future<Output = Result<String, StoreError>> + Send;
}
