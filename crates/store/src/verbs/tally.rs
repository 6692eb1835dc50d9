//! How much there is, for whoever watches the server.

use jiff::Timestamp;

use super::{millis, rows};
use crate::{
    connection::{Connection, one, values},
    error::StoreError,
    sql,
    tally::Tally,
};

pub(crate) async fn tally<C: Connection>(db: &mut C, now: Timestamp) -> Result<Tally, StoreError> {
    let letters = one(db, &sql::WAITING_LETTERS, values![], |row| {
        let oldest = row.some_number(1)?.map(rows::instant).transpose()?;
        Ok((rows::count(row.number(0)?, "letters below nought")?, oldest))
    })
    .await?;
    let (letters_waiting, oldest_letter) = letters.unwrap_or_default();
    let sessions = one(db, &sql::GOOD_SESSIONS, values![millis(now)], |row| {
        rows::count(row.number(0)?, "sessions below nought")
    })
    .await?;
    Ok(Tally {
        letters_waiting,
        oldest_letter,
        sessions: sessions.unwrap_or_default(),
    })
}
