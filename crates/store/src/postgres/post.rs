//! What the server keeps for mail.

use jiff::Timestamp;

use super::Postgres;
use crate::{
    error::StoreError,
    ids::PersonKey,
    post::{DigestRow, LetterId, LetterRow, NewLetter, Post, Settled, Sweep, TurnRow},
    tally::Tally,
    verbs,
};

impl Postgres {
    pub(crate) async fn tally(&self, now: Timestamp) -> Result<Tally, StoreError> {
        each!(self, tally, now)
    }
}

impl Post for Postgres {
    async fn queue_letters(
        &self,
        letters: Vec<NewLetter>,
        at: Timestamp,
    ) -> Result<Vec<bool>, StoreError> {
        attempts!(self, No, transaction, db => verbs::queue_letters(&mut db, &letters, at)).await
    }

    async fn queue_again(&self, letter: NewLetter, at: Timestamp) -> Result<bool, StoreError> {
        attempts!(self, No, transaction, db => verbs::queue_again(&mut db, &letter, at)).await
    }

    async fn drop_letter(&self, person: PersonKey, id: LetterId) -> Result<bool, StoreError> {
        attempts!(self, No, session, db => verbs::drop_letter(&mut db, person, id)).await
    }

    async fn letters(&self, person: PersonKey, limit: u32) -> Result<Vec<LetterRow>, StoreError> {
        each!(self, letters, person, limit)
    }

    async fn letter(
        &self,
        person: PersonKey,
        id: LetterId,
    ) -> Result<Option<LetterRow>, StoreError> {
        each!(self, letter, person, id)
    }

    async fn due_letters(&self, now: Timestamp, limit: u32) -> Result<Vec<LetterRow>, StoreError> {
        each!(self, due_letters, now, limit)
    }

    async fn begin_letter(
        &self,
        person: PersonKey,
        id: LetterId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        attempts!(self, No, session, db => verbs::begin_letter(&mut db, person, id, at)).await
    }

    async fn settle_letter(
        &self,
        person: PersonKey,
        id: LetterId,
        settled: Settled,
    ) -> Result<(), StoreError> {
        each!(self, settle_letter, person, id, &settled)
    }

    async fn sweep_letters(&self, sweep: Sweep) -> Result<(), StoreError> {
        whole!(self, sweep_letters, sweep)
    }

    async fn put_digest(&self, digest: DigestRow) -> Result<(), StoreError> {
        each!(self, put_digest, &digest)
    }

    async fn digest(&self, person: PersonKey) -> Result<Option<DigestRow>, StoreError> {
        each!(self, digest, person)
    }

    async fn end_digest(&self, person: PersonKey) -> Result<(), StoreError> {
        each!(self, end_digest, person)
    }

    async fn stop_digest(&self, stop_hash: [u8; 32]) -> Result<bool, StoreError> {
        attempts!(self, No, session, db => verbs::stop_digest(&mut db, stop_hash)).await
    }

    async fn due_digests(&self, now: Timestamp, limit: u32) -> Result<Vec<DigestRow>, StoreError> {
        each!(self, due_digests, now, limit)
    }

    async fn advance_digest(
        &self,
        person: PersonKey,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(), StoreError> {
        each!(self, advance_digest, person, from, to)
    }

    async fn server_setting(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        each!(self, server_setting, name)
    }

    async fn put_server_setting(
        &self,
        name: &'static str,
        sealed: Option<Vec<u8>>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        each!(self, put_server_setting, name, sealed.as_deref(), at)
    }

    async fn take_turn(
        &self,
        name: &'static str,
        holder: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        each!(self, take_turn, name, holder, now, until)
    }

    async fn leave_turn(
        &self,
        name: &'static str,
        holder: i64,
        until: Timestamp,
        fault: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        each!(self, leave_turn, name, holder, until, fault.as_deref())
    }

    async fn turn(&self, name: &'static str) -> Result<Option<TurnRow>, StoreError> {
        each!(self, turn, name)
    }

    async fn key_print(&self) -> Result<Option<String>, StoreError> {
        each!(self, key_print)
    }

    async fn begin_anew(&self, print: String) -> Result<(), StoreError> {
        whole!(self, begin_anew, &print)
    }

    async fn note_key(&self, print: String) -> Result<String, StoreError> {
        whole!(self, note_key, &print)
    }
}
