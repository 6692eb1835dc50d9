//! Tenants, people and the keys to their vaults, and who is there at a start.

use jiff::Timestamp;

use super::{ACCOUNTS, about, columns, leaving_since, millis, rows};
use crate::{
    connection::{Connection, one, values},
    error::StoreError,
    ids::{Layout, PersonKey, Tenant},
    journal::{Person, Slot, State},
    sql,
};

/// What a one-person instance holds.
pub(crate) struct Found {
    pub(crate) tenant: Option<Tenant>,
    pub(crate) person: Option<Person>,
    pub(crate) slots: Vec<Slot>,
    /// Whether everybody has an account; then nobody is the one person.
    pub(crate) accounts: bool,
}

/// The one tenant, the one person and the slots of their vault.
pub(crate) async fn find<C: Connection>(db: &mut C) -> Result<Found, StoreError> {
    let mut found = Found {
        tenant: None,
        person: None,
        slots: Vec::new(),
        accounts: about(db, ACCOUNTS).await?.is_some(),
    };
    let tenants = tenants(db).await?;
    if tenants.len() > 1 {
        return Err(StoreError::Malformed("more than one tenant"));
    }
    found.tenant = tenants.first().copied();
    let Some(tenant) = found.tenant else {
        return Ok(found);
    };
    if found.accounts {
        return Ok(found);
    }
    let people = people(db, tenant, 0, 2).await?;
    if people.len() > 1 {
        return Err(StoreError::Malformed("more than one person"));
    }
    found.person = people.first().copied();
    if let Some(person) = found.person {
        found.slots = slots(db, person.key).await?;
    }
    Ok(found)
}

/// Adds the first person, and the tenant if it is new; within one transaction of the caller.
pub(crate) async fn establish<C: Connection>(
    db: &mut C,
    new_tenant: Option<Tenant>,
    person: &Person,
    slots: &[Slot],
) -> Result<(), StoreError> {
    if let Some(tenant) = new_tenant {
        add_tenant(db, tenant, person.created_at).await?;
    }
    add_person(db, person, slots).await
}

/// Makes an instance in which everybody will have an account, and adds the tenant if it is new; within one transaction
/// of the caller.
pub(crate) async fn establish_accounts<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    at: Timestamp,
) -> Result<(), StoreError> {
    add_tenant(db, tenant, at).await?;
    db.run(&sql::SET_INSTANCE, values![ACCOUNTS, "on"])
        .await
        .map(drop)
}

pub(crate) async fn add_tenant<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = values![tenant.id.get(), tenant.layout.word(), millis(at)];
    db.run(&sql::ADD_TENANT, row).await.map(drop)
}

pub(crate) async fn tenants<C: Connection>(db: &mut C) -> Result<Vec<Tenant>, StoreError> {
    db.all(&sql::TENANTS, values![], rows::tenant).await
}

pub(crate) async fn add_person<C: Connection>(
    db: &mut C,
    person: &Person,
    slots: &[Slot],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person.key);
    let row = values![
        dkey,
        tenant,
        id,
        person.pseudonym,
        leaving_since(person.state),
        millis(person.created_at)
    ];
    db.run(&sql::ADD_PERSON, row).await?;
    for slot in slots {
        put_slot(db, person.key, slot).await?;
    }
    Ok(())
}

pub(crate) async fn person<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Option<Person>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let found = one(db, &sql::PERSON, values![dkey, tenant, id], |row| {
        // The layout does not matter: the key is the one asked for.
        let layout = Layout::Packed;
        let tenant = Tenant {
            id: person.tenant(),
            layout,
        };
        rows::person(row, tenant)
    })
    .await?;
    Ok(found.map(|found| Person {
        key: person,
        ..found
    }))
}

pub(crate) async fn people<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    after: i64,
    limit: u32,
) -> Result<Vec<Person>, StoreError> {
    let page = values![tenant.id.get(), after, i64::from(limit)];
    db.all(&sql::PEOPLE, page, |row| rows::person(row, tenant))
        .await
}

pub(crate) async fn set_state<C: Connection>(
    db: &mut C,
    person: PersonKey,
    state: State,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, leaving_since(state)];
    match db.run(&sql::SET_STATE, row).await? {
        0 => Err(StoreError::NoSuchPerson),
        _ => Ok(()),
    }
}

pub(crate) async fn slots<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<Slot>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::SLOTS, values![dkey, tenant, id], rows::slot)
        .await
}

pub(crate) async fn put_slot<C: Connection>(
    db: &mut C,
    person: PersonKey,
    slot: &Slot,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![
        dkey,
        tenant,
        id,
        slot.id,
        &*slot.kind,
        &*slot.kdf,
        &*slot.salt,
        &*slot.wrapped,
        millis(slot.created_at),
        slot.confirmed_at.map(millis),
    ];
    db.run(&sql::PUT_SLOT, row).await.map(drop)
}

pub(crate) async fn confirm_slot<C: Connection>(
    db: &mut C,
    person: PersonKey,
    slot: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, slot, millis(at)];
    db.run(&sql::CONFIRM_SLOT, row).await.map(drop)
}
