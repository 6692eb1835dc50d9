//! Calendars that read a record at a secret address.

use jiff::Timestamp;

use super::{columns, millis, rows};
use crate::{
    connection::{Cells, Connection, one, values},
    due::{FeedRow, Shows},
    error::StoreError,
    ids::PersonKey,
    sql,
};

pub(crate) async fn add_feed<C: Connection>(db: &mut C, feed: &FeedRow) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(feed.person);
    let row = values![
        &feed.token_hash,
        dkey,
        tenant,
        id,
        feed.id,
        feed.shows.word(),
        millis(feed.created_at),
        feed.read_at.map(millis),
    ];
    db.run(&sql::ADD_FEED, row).await.map(drop)
}

pub(crate) async fn feed<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
) -> Result<Option<FeedRow>, StoreError> {
    one(db, &sql::FEED, values![&token_hash], row).await
}

pub(crate) async fn feeds<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<FeedRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::FEEDS, values![dkey, tenant, id], row).await
}

pub(crate) async fn touch_feed<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
    at: Timestamp,
) -> Result<(), StoreError> {
    let values = values![&token_hash, millis(at)];
    db.run(&sql::TOUCH_FEED, values).await.map(drop)
}

pub(crate) async fn end_feed<C: Connection>(
    db: &mut C,
    person: PersonKey,
    feed: i64,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, feed];
    db.run(&sql::END_FEED, key).await.map(drop)
}

/// The columns of `sql::FEED` and `sql::FEEDS`.
fn row(row: &Cells<'_>) -> Result<FeedRow, StoreError> {
    let token_hash = row.bytes(7)?.try_into();
    Ok(FeedRow {
        person: rows::key(row)?,
        id: row.number(3)?,
        shows: Shows::named(row.text(4)?),
        created_at: rows::instant(row.number(5)?)?,
        read_at: row.some_number(6)?.map(rows::instant).transpose()?,
        token_hash: token_hash
            .map_err(|_| StoreError::Malformed("a hash of other than 32 bytes"))?,
    })
}
