//! Sessions, and links that sign in once.

use jiff::Timestamp;

use super::{columns, millis, rows};
use crate::{
    connection::{Connection, one, values},
    error::StoreError,
    ids::PersonKey,
    journal::{Head, LinkRow, SessionRow},
    sql,
};

pub(crate) async fn add_session<C: Connection>(
    db: &mut C,
    session: &SessionRow,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(session.person);
    let created = millis(session.created_at);
    db.run(&sql::EXPIRE_SESSIONS, values![created]).await?;
    let row = values![
        &session.token_hash,
        dkey,
        tenant,
        id,
        &*session.wrapped,
        created,
        millis(session.last_seen_at),
        millis(session.expires_at),
        session.id,
        session.stage.word(),
        session.way.word(),
        &*session.browser,
        millis(session.proved_at),
    ];
    db.run(&sql::ADD_SESSION, row).await.map(drop)
}

pub(crate) async fn session<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
) -> Result<Option<SessionRow>, StoreError> {
    one(db, &sql::SESSION, values![&token_hash], |row| {
        rows::session(row, token_hash)
    })
    .await
}

pub(crate) async fn session_and_head<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
    person: PersonKey,
) -> Result<(Option<SessionRow>, Option<Head>), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let asked = [
        (&sql::SESSION, values![&token_hash].to_vec()),
        (&sql::HEAD, values![dkey, tenant, id].to_vec()),
    ];
    let told = db.answers(&asked, |place, row| {
        Ok(match place {
            0 => (Some(rows::session(row, token_hash)?), None),
            _ => (None, Some(rows::head(row)?)),
        })
    });
    let told = told.await?.into_iter().flatten();
    Ok(told.fold((None, None), |(session, head), it| {
        (session.or(it.0), head.or(it.1))
    }))
}

pub(crate) async fn touch_session<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
    at: Timestamp,
) -> Result<(), StoreError> {
    db.run(&sql::TOUCH_SESSION, values![&token_hash, millis(at)])
        .await
        .map(drop)
}

pub(crate) async fn end_session<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
) -> Result<(), StoreError> {
    db.run(&sql::END_SESSION, values![&token_hash])
        .await
        .map(drop)
}

pub(crate) async fn end_sessions<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<u64, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id];
    db.run(&sql::END_LINKS, key).await?;
    db.run(&sql::END_SESSIONS, key).await
}

pub(crate) async fn add_link<C: Connection>(db: &mut C, link: &LinkRow) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(link.person);
    let created = millis(link.created_at);
    db.run(&sql::EXPIRE_LINKS, values![created]).await?;
    let row = values![
        &link.token_hash,
        dkey,
        tenant,
        id,
        created,
        millis(link.expires_at)
    ];
    db.run(&sql::ADD_LINK, row).await.map(drop)
}

pub(crate) async fn take_link<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<PersonKey>, StoreError> {
    let taken = one(db, &sql::TAKE_LINK, values![&token_hash], |row| {
        Ok((rows::key(row)?, rows::instant(row.number(3)?)?))
    })
    .await?;
    Ok(taken
        .filter(|(_, expires_at)| now < *expires_at)
        .map(|(person, _)| person))
}
