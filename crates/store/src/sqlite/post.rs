//! What the file keeps for mail.

use jiff::Timestamp;

use super::{OnSqlite, Sqlite, at_once};
use crate::{
    error::StoreError,
    ids::PersonKey,
    post::{DigestRow, LetterId, LetterRow, NewLetter, Post, Settled, Sweep, TurnRow},
    tally::Tally,
    verbs,
};

impl Sqlite {
    pub(crate) fn tally(&self, now: Timestamp) -> Result<Tally, StoreError> {
        look!(self, tally, now)
    }
}

impl Post for Sqlite {
    async fn queue_letters(
        &self,
        letters: Vec<NewLetter>,
        at: Timestamp,
    ) -> Result<Vec<bool>, StoreError> {
        write!(self, queue_letters, &letters, at)
    }

    async fn queue_again(&self, letter: NewLetter, at: Timestamp) -> Result<bool, StoreError> {
        write!(self, queue_again, &letter, at)
    }

    async fn drop_letter(&self, person: PersonKey, id: LetterId) -> Result<bool, StoreError> {
        write!(self, drop_letter, person, id)
    }

    async fn letters(&self, person: PersonKey, limit: u32) -> Result<Vec<LetterRow>, StoreError> {
        look!(self, letters, person, limit)
    }

    async fn letter(
        &self,
        person: PersonKey,
        id: LetterId,
    ) -> Result<Option<LetterRow>, StoreError> {
        look!(self, letter, person, id)
    }

    async fn due_letters(&self, now: Timestamp, limit: u32) -> Result<Vec<LetterRow>, StoreError> {
        look!(self, due_letters, now, limit)
    }

    async fn begin_letter(
        &self,
        person: PersonKey,
        id: LetterId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        write!(self, begin_letter, person, id, at)
    }

    async fn settle_letter(
        &self,
        person: PersonKey,
        id: LetterId,
        settled: Settled,
    ) -> Result<(), StoreError> {
        write!(self, settle_letter, person, id, &settled)
    }

    async fn sweep_letters(&self, sweep: Sweep) -> Result<(), StoreError> {
        write!(self, sweep_letters, sweep)
    }

    async fn put_digest(&self, digest: DigestRow) -> Result<(), StoreError> {
        write!(self, put_digest, &digest)
    }

    async fn digest(&self, person: PersonKey) -> Result<Option<DigestRow>, StoreError> {
        look!(self, digest, person)
    }

    async fn end_digest(&self, person: PersonKey) -> Result<(), StoreError> {
        write!(self, end_digest, person)
    }

    async fn stop_digest(&self, stop_hash: [u8; 32]) -> Result<bool, StoreError> {
        write!(self, stop_digest, stop_hash)
    }

    async fn due_digests(&self, now: Timestamp, limit: u32) -> Result<Vec<DigestRow>, StoreError> {
        look!(self, due_digests, now, limit)
    }

    async fn advance_digest(
        &self,
        person: PersonKey,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(), StoreError> {
        write!(self, advance_digest, person, from, to)
    }

    async fn server_setting(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        look!(self, server_setting, name)
    }

    async fn put_server_setting(
        &self,
        name: &'static str,
        sealed: Option<Vec<u8>>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        write!(self, put_server_setting, name, sealed.as_deref(), at)
    }

    async fn take_turn(
        &self,
        name: &'static str,
        holder: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        write!(self, take_turn, name, holder, now, until)
    }

    async fn leave_turn(
        &self,
        name: &'static str,
        holder: i64,
        until: Timestamp,
        fault: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        write!(self, leave_turn, name, holder, until, fault.as_deref())
    }

    async fn turn(&self, name: &'static str) -> Result<Option<TurnRow>, StoreError> {
        look!(self, turn, name)
    }

    async fn key_print(&self) -> Result<Option<String>, StoreError> {
        look!(self, key_print)
    }

    async fn begin_anew(&self, print: String) -> Result<(), StoreError> {
        write!(self, begin_anew, &print)
    }

    async fn note_key(&self, print: String) -> Result<String, StoreError> {
        write!(self, note_key, &print)
    }
}
