//! Letters, digests, settings of the server, and whose turn it is.

use jiff::Timestamp;

use super::{columns, millis, rows};
use crate::{
    connection::{Cells, Connection, one, values},
    error::StoreError,
    ids::PersonKey,
    post::{DigestRow, LetterId, LetterRow, LetterState, MAIL, NewLetter, Settled, Sweep, TurnRow},
    sql,
};

/// Under which name the fingerprint of the server's key is noted.
const KEY_PRINT: &str = "server_key";

pub(crate) async fn queue_letters<C: Connection>(
    db: &mut C,
    letters: &[NewLetter],
    at: Timestamp,
) -> Result<Vec<bool>, StoreError> {
    let at = millis(at);
    let lists: Vec<_> = letters
        .iter()
        .map(|letter| {
            let (dkey, tenant, id) = columns(letter.person);
            values![
                dkey,
                tenant,
                id,
                &letter.id,
                letter.kind,
                &*letter.sealed,
                &*letter.answer,
                at
            ]
            .to_vec()
        })
        .collect();
    let changed = db.run_each(&sql::QUEUE_LETTER, &lists).await?;
    Ok(changed.into_iter().map(|rows| rows == 1).collect())
}

/// Letters as they are elsewhere, however far they have come.
pub(crate) async fn put_letters<C: Connection>(
    db: &mut C,
    letters: &[LetterRow],
) -> Result<(), StoreError> {
    let lists: Vec<_> = letters
        .iter()
        .map(|letter| {
            let (dkey, tenant, id) = columns(letter.person);
            values![
                dkey,
                tenant,
                id,
                &letter.id,
                &*letter.kind,
                letter.state.word(),
                letter.sealed.as_deref(),
                letter.answer.as_deref(),
                letter.tries,
                millis(letter.queued_at),
                millis(letter.due_at),
                millis(letter.changed_at),
            ]
            .to_vec()
        })
        .collect();
    db.run_each(&sql::PUT_LETTER, &lists).await.map(drop)
}

pub(crate) async fn queue_again<C: Connection>(
    db: &mut C,
    letter: &NewLetter,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(letter.person);
    let key = values![dkey, tenant, id, &letter.id];
    db.run(&sql::DROP_SETTLED_LETTER, key).await?;
    let queued = queue_letters(db, std::slice::from_ref(letter), at).await?;
    Ok(queued == [true])
}

pub(crate) async fn drop_letter<C: Connection>(
    db: &mut C,
    person: PersonKey,
    letter: LetterId,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, &letter];
    Ok(db.run(&sql::DROP_WAITING_LETTER, key).await? == 1)
}

pub(crate) async fn letters<C: Connection>(
    db: &mut C,
    person: PersonKey,
    limit: u32,
) -> Result<Vec<LetterRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let page = values![dkey, tenant, id, i64::from(limit)];
    db.all(&sql::LETTERS, page, letter_row).await
}

pub(crate) async fn letter<C: Connection>(
    db: &mut C,
    person: PersonKey,
    letter: LetterId,
) -> Result<Option<LetterRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    one(
        db,
        &sql::LETTER,
        values![dkey, tenant, id, &letter],
        letter_row,
    )
    .await
}

pub(crate) async fn due_letters<C: Connection>(
    db: &mut C,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<LetterRow>, StoreError> {
    let page = values![millis(now), i64::from(limit)];
    db.all(&sql::DUE_LETTERS, page, letter_row).await
}

pub(crate) async fn begin_letter<C: Connection>(
    db: &mut C,
    person: PersonKey,
    letter: LetterId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, &letter, millis(at)];
    Ok(db.run(&sql::BEGIN_LETTER, row).await? == 1)
}

pub(crate) async fn settle_letter<C: Connection>(
    db: &mut C,
    person: PersonKey,
    letter: LetterId,
    settled: &Settled,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![
        dkey,
        tenant,
        id,
        &letter,
        settled.state.word(),
        settled.sealed.as_deref(),
        &*settled.answer,
        millis(settled.due_at),
        millis(settled.at),
    ];
    db.run(&sql::SETTLE_LETTER, row).await.map(drop)
}

pub(crate) async fn sweep_letters<C: Connection>(
    db: &mut C,
    sweep: Sweep,
) -> Result<(), StoreError> {
    let (now, queued) = (millis(sweep.now), millis(sweep.queued_before));
    db.run(
        &sql::LEFT_LETTERS,
        values![now, millis(sweep.sending_before)],
    )
    .await?;
    db.run(&sql::OLD_LETTERS, values![now, queued]).await?;
    db.run(&sql::OLD_UNCLEAR_LETTERS, values![queued]).await?;
    db.run(&sql::FORGET_LETTERS, values![millis(sweep.settled_before)])
        .await
        .map(drop)
}

pub(crate) async fn put_digest<C: Connection>(
    db: &mut C,
    digest: &DigestRow,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(digest.person);
    let row = values![
        dkey,
        tenant,
        id,
        &*digest.sealed,
        &digest.stop_hash,
        millis(digest.next_at)
    ];
    db.run(&sql::PUT_DIGEST, row).await.map(drop)
}

pub(crate) async fn digest<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Option<DigestRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    one(db, &sql::DIGEST, values![dkey, tenant, id], digest_row).await
}

pub(crate) async fn end_digest<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.run(&sql::ERASE_DIGEST, values![dkey, tenant, id])
        .await
        .map(drop)
}

pub(crate) async fn stop_digest<C: Connection>(
    db: &mut C,
    stop_hash: [u8; 32],
) -> Result<bool, StoreError> {
    Ok(db.run(&sql::STOP_DIGEST, values![&stop_hash]).await? > 0)
}

pub(crate) async fn due_digests<C: Connection>(
    db: &mut C,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<DigestRow>, StoreError> {
    let page = values![millis(now), i64::from(limit)];
    db.all(&sql::DUE_DIGESTS, page, digest_row).await
}

pub(crate) async fn advance_digest<C: Connection>(
    db: &mut C,
    person: PersonKey,
    from: Timestamp,
    to: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, millis(from), millis(to)];
    db.run(&sql::ADVANCE_DIGEST, row).await.map(drop)
}

pub(crate) async fn server_setting<C: Connection>(
    db: &mut C,
    name: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    one(db, &sql::SERVER_SETTING, values![name], |row| {
        Ok(row.bytes(0)?.to_vec())
    })
    .await
}

pub(crate) async fn put_server_setting<C: Connection>(
    db: &mut C,
    name: &str,
    sealed: Option<&[u8]>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let changed = match sealed {
        Some(sealed) => {
            let row = values![name, sealed, millis(at)];
            db.run(&sql::PUT_SERVER_SETTING, row).await
        }
        None => db.run(&sql::DROP_SERVER_SETTING, values![name]).await,
    };
    changed.map(drop)
}

pub(crate) async fn take_turn<C: Connection>(
    db: &mut C,
    name: &str,
    holder: i64,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<u64>, StoreError> {
    let row = values![name, holder, millis(now), millis(until)];
    one(db, &sql::TAKE_TURN, row, |row| count(row, 0)).await
}

pub(crate) async fn leave_turn<C: Connection>(
    db: &mut C,
    name: &str,
    holder: i64,
    until: Timestamp,
    fault: Option<&[u8]>,
) -> Result<(), StoreError> {
    let row = values![name, holder, millis(until), fault];
    db.run(&sql::LEAVE_TURN, row).await.map(drop)
}

pub(crate) async fn turn<C: Connection>(
    db: &mut C,
    name: &str,
) -> Result<Option<TurnRow>, StoreError> {
    one(db, &sql::TURN, values![name], |row| {
        Ok(TurnRow {
            fence: count(row, 0)?,
            holder: row.number(1)?,
            held_until: rows::instant(row.number(2)?)?,
            ran_at: rows::instant(row.number(3)?)?,
            fault: row.some_bytes(4)?.map(<[u8]>::to_vec),
        })
    })
    .await
}

pub(crate) async fn key_print<C: Connection>(db: &mut C) -> Result<Option<String>, StoreError> {
    super::about(db, KEY_PRINT).await
}

pub(crate) async fn note_key<C: Connection>(db: &mut C, print: &str) -> Result<String, StoreError> {
    db.run(&sql::SET_INSTANCE, values![KEY_PRINT, print])
        .await?;
    let noted = super::about(db, KEY_PRINT).await?;
    noted.ok_or(StoreError::Malformed("no note that was just written"))
}

pub(crate) async fn begin_anew<C: Connection>(db: &mut C, print: &str) -> Result<(), StoreError> {
    db.run(&sql::DROP_LETTERS, values![]).await?;
    db.run(&sql::DROP_DIGESTS, values![]).await?;
    db.run(&sql::DROP_SERVER_SETTING, values![MAIL]).await?;
    db.run(&sql::PUT_INSTANCE, values![KEY_PRINT, print])
        .await
        .map(drop)
}

fn count(row: &Cells<'_>, column: usize) -> Result<u64, StoreError> {
    u64::try_from(row.number(column)?).map_err(|_| StoreError::Malformed("a negative count"))
}

fn hash(bytes: &[u8]) -> Result<[u8; 32], StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::Malformed("a hash of other than 32 bytes"))
}

/// The columns of `sql::LETTERS` and its like.
fn letter_row(row: &Cells<'_>) -> Result<LetterRow, StoreError> {
    let state = LetterState::of(row.text(5)?);
    Ok(LetterRow {
        person: rows::key(row)?,
        id: hash(row.bytes(3)?)?,
        kind: row.text(4)?.to_owned(),
        state: state.ok_or(StoreError::Malformed("a letter in an unknown state"))?,
        sealed: row.some_bytes(6)?.map(<[u8]>::to_vec),
        answer: row.some_bytes(7)?.map(<[u8]>::to_vec),
        tries: count(row, 8)?,
        queued_at: rows::instant(row.number(9)?)?,
        due_at: rows::instant(row.number(10)?)?,
        changed_at: rows::instant(row.number(11)?)?,
    })
}

/// The columns of `sql::DIGEST` and its like.
fn digest_row(row: &Cells<'_>) -> Result<DigestRow, StoreError> {
    Ok(DigestRow {
        person: rows::key(row)?,
        sealed: row.bytes(3)?.to_vec(),
        stop_hash: hash(row.bytes(4)?)?,
        next_at: rows::instant(row.number(5)?)?,
    })
}
