//! By which names people go: each is one person’s, also where two take it at the same moment.

use super::{accounts, columns, hold, rows, sharing};
use crate::{
    connection::{Connection, one, values},
    error::StoreError,
    ids::{PersonKey, TenantId},
    sharing::folded,
    sql,
};

/// Calls a person so, if nobody else goes by that name; whether they are.
///
/// Whoever has it already is found by looking. Of two who take it at the same moment one waits for the other’s claim, and
/// then finds it made.
pub(crate) async fn take_name<C: Connection>(
    db: &mut C,
    person: PersonKey,
    name: &str,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    hold(db, person).await?.ok_or(StoreError::NoSuchPerson)?;
    let small = folded(name);
    if is_of_another(db, person, &small).await? || !claim(db, person, &small).await? {
        return Ok(false);
    }
    let account = accounts::account(db, person).await?;
    let signs_in = account.map(|it| folded(&it.name)).unwrap_or_default();
    let all_but = values![dkey, tenant, id, &*small, &*signs_in];
    db.run(&sql::LET_NAMES_GO, all_but).await?;
    sharing::put_shown_name(db, person, name).await?;
    Ok(true)
}

/// Makes a name a person’s, as it is compared; whether it is theirs.
pub(crate) async fn claim<C: Connection>(
    db: &mut C,
    person: PersonKey,
    small: &str,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![small, dkey, tenant, id];
    if db.run(&sql::CLAIM_NAME, row).await? == 1 {
        return Ok(true);
    }
    let there = claimed(db, person.tenant(), small).await?;
    Ok(there.is_none_or(|it| it == person))
}

async fn claimed<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    small: &str,
) -> Result<Option<PersonKey>, StoreError> {
    let key = values![small, tenant.get()];
    one(db, &sql::CLAIMED_NAME, key, rows::key).await
}

/// Whether somebody but a person signs in with a name, or is called so. What was there before there were claims has none.
pub(crate) async fn is_of_another<C: Connection>(
    db: &mut C,
    person: PersonKey,
    small: &str,
) -> Result<bool, StoreError> {
    let all = going_by(db, person.tenant(), small).await?;
    Ok(all.into_iter().any(|it| it != person))
}

/// Who goes by a name.
pub(crate) async fn going_by<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    small: &str,
) -> Result<Vec<PersonKey>, StoreError> {
    let mut all = sharing::called(db, tenant, small).await?;
    all.extend(claimed(db, tenant, small).await?);
    all.extend(one(db, &sql::ACCOUNT_NAME, values![small], rows::key).await?);
    Ok(all)
}

/// Takes all of them from a person who is erased.
pub(super) async fn erase<C: Connection>(db: &mut C, person: PersonKey) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.run(&sql::ERASE_NAMES, values![dkey, tenant, id])
        .await
        .map(drop)
}
