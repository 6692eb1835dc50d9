//! Who brought which ladder: what each may bring, and what goes with the last who lets go of one.

use jiff::Timestamp;
use windward_core::framework::FrameworkHash;

use super::{columns, hold, millis, rows};
use crate::{
    brought::{Bounds, BroughtRow, Ladder, StoredLadder},
    connection::{Connection, one, values},
    error::StoreError,
    ids::{PersonKey, TenantId},
    sql,
};

/// Refuses one that is beyond the bound of any.
pub(crate) fn check(ladders: &[Ladder]) -> Result<(), StoreError> {
    ladders
        .iter()
        .try_for_each(|it| super::check_framework(&it.text))
}

/// All of them or none; whether they fit within the bounds. Under the lock of the person, so that two at once do not both
/// take what is left.
pub(crate) async fn bring<C: Connection>(
    db: &mut C,
    person: PersonKey,
    ladders: &[Ladder],
    bounds: Bounds,
    at: Timestamp,
) -> Result<bool, StoreError> {
    hold(db, person).await?.ok_or(StoreError::NoSuchPerson)?;
    let there = brought(db, person).await?;
    let is_new = |it: &&Ladder| !there.iter().any(|row| row.hash == it.hash);
    let (mut count, mut size) = (there.len(), there.iter().map(|it| it.size).sum());
    for ladder in ladders.iter().filter(is_new) {
        count += 1;
        size += ladder.size();
    }
    if ladders.iter().any(|it| is_new(&it)) && !bounds.hold(count, size) {
        return Ok(false);
    }
    let (dkey, tenant, id) = columns(person);
    for ladder in ladders {
        let hash = ladder.hash.to_string();
        let text = values![tenant, &*hash, &*ladder.text, millis(at)];
        db.run(&sql::BRING_FRAMEWORK, text).await?;
        let row = values![dkey, tenant, id, &*hash, ladder.size(), millis(at)];
        db.run(&sql::ADD_BROUGHT, row).await?;
    }
    Ok(true)
}

/// The ladders that a person brought, in the order in which they did.
pub(crate) async fn brought<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<BroughtRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::BROUGHT, values![dkey, tenant, id], |row| {
        Ok(BroughtRow {
            hash: rows::framework_hash(row)?,
            size: rows::count(row.number(1)?, "a ladder of a negative size")?,
            at: rows::instant(row.number(2)?)?,
        })
    })
    .await
}

/// Takes it away from a person, and its text if it was theirs alone.
pub(crate) async fn let_go<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hash: FrameworkHash,
) -> Result<(), StoreError> {
    hold(db, person).await?;
    drop_brought(db, person, hash).await
}

async fn drop_brought<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hash: FrameworkHash,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let hash = hash.to_string();
    let key = values![dkey, tenant, id, &*hash];
    if db.run(&sql::DROP_BROUGHT, key).await? == 0 {
        return Ok(());
    }
    // The row of the ladder first: whoever brings it at this moment either has done so, and is seen, or waits.
    let ladder = values![tenant, &*hash];
    if db.run(&sql::HOLD_FRAMEWORK, ladder).await? == 0 {
        return Ok(());
    }
    let others = one(db, &sql::BROUGHT_BY, ladder, |row| row.number(0)).await?;
    if others.is_none() {
        db.run(&sql::DROP_FRAMEWORK, ladder).await?;
    }
    Ok(())
}

/// Takes all of them away from a person who is erased. In the order of their hashes, so that two who go at once wait for each
/// other in turn.
pub(super) async fn erase<C: Connection>(db: &mut C, person: PersonKey) -> Result<(), StoreError> {
    let mut hashes: Vec<FrameworkHash> = brought(db, person)
        .await?
        .into_iter()
        .map(|it| it.hash)
        .collect();
    hashes.sort_unstable_by_key(ToString::to_string);
    for hash in hashes {
        drop_brought(db, person, hash).await?;
    }
    Ok(())
}

/// The text of a ladder that a person may read: everybody’s, or one that they brought.
pub(crate) async fn framework_for<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hash: FrameworkHash,
) -> Result<Option<String>, StoreError> {
    let (_, tenant, _) = columns(person);
    let named = hash.to_string();
    let key = values![tenant, &*named];
    let found = one(db, &sql::FRAMEWORK, key, |row| {
        Ok((row.text(0)?.to_owned(), row.some_number(1)?.is_some()))
    });
    match found.await? {
        Some((text, false)) => Ok(Some(text)),
        Some((text, true)) => Ok(has_brought(db, person, hash).await?.then_some(text)),
        None => Ok(None),
    }
}

/// Whether a ladder is others’ alone.
pub(crate) async fn is_of_others<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hash: FrameworkHash,
) -> Result<bool, StoreError> {
    let (_, tenant, _) = columns(person);
    let named = hash.to_string();
    let ladder = values![tenant, &*named];
    let owned = one(db, &sql::FRAMEWORK_OWNED, ladder, |row| row.some_number(0)).await?;
    let is_owned = owned.flatten().is_some();
    Ok(is_owned && !has_brought(db, person, hash).await?)
}

async fn has_brought<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hash: FrameworkHash,
) -> Result<bool, StoreError> {
    let there = brought(db, person).await?;
    Ok(there.iter().any(|it| it.hash == hash))
}

/// The ladders of a tenant as they are stored, in the order in which they came.
pub(crate) async fn stored_ladders<C: Connection>(
    db: &mut C,
    tenant: TenantId,
) -> Result<Vec<StoredLadder>, StoreError> {
    db.all(&sql::FRAMEWORKS, values![tenant.get()], |row| {
        Ok(StoredLadder {
            hash: rows::framework_hash(row)?,
            at: rows::instant(row.number(1)?)?,
            owned: row.some_number(2)?.is_some(),
        })
    })
    .await
}

/// A ladder as it is elsewhere.
pub(crate) async fn put_ladder<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    ladder: StoredLadder,
    text: &str,
) -> Result<(), StoreError> {
    super::put_framework(db, tenant, ladder.hash, text, ladder.at).await?;
    if ladder.owned {
        let hash = ladder.hash.to_string();
        let key = values![tenant.get(), &*hash];
        db.run(&sql::OWN_FRAMEWORK, key).await?;
    }
    Ok(())
}

/// What a person brought, as it is elsewhere.
pub(crate) async fn put_brought<C: Connection>(
    db: &mut C,
    person: PersonKey,
    brought: &[BroughtRow],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    for it in brought {
        let hash = it.hash.to_string();
        let row = values![dkey, tenant, id, &*hash, it.size, millis(it.at)];
        db.run(&sql::ADD_BROUGHT, row).await?;
    }
    Ok(())
}
