//! What is done to a database before its threads start: looking who is there, and the very first rows.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{all, columns, leaving_since, put_slot, rows, run};
use crate::{
    error::StoreError,
    ids::{Layout, Tenant, TenantId},
    journal::{Person, Slot},
    sql,
};

/// What a one-person instance holds.
pub(crate) struct Found {
    pub(crate) tenant: Option<Tenant>,
    pub(crate) person: Option<Person>,
    pub(crate) slots: Vec<Slot>,
}

/// The one tenant, the one person and the slots of their vault.
pub(crate) fn find(connection: &Connection) -> Result<Found, StoreError> {
    let mut found = Found {
        tenant: None,
        person: None,
        slots: Vec::new(),
    };
    let tenants = tenants(connection)?;
    if tenants.len() > 1 {
        return Err(StoreError::Malformed("more than one tenant"));
    }
    found.tenant = tenants.first().copied();
    let Some(tenant) = found.tenant else {
        return Ok(found);
    };
    let people = people(connection, tenant, 0, 2)?;
    if people.len() > 1 {
        return Err(StoreError::Malformed("more than one person"));
    }
    found.person = people.first().copied();
    if let Some(person) = found.person {
        found.slots = all(connection, &sql::SLOTS, columns(person.key), rows::slot)?;
    }
    Ok(found)
}

/// Adds the first person, and the tenant if it is new, in one transaction.
pub(crate) fn establish(
    connection: &mut Connection,
    new_tenant: Option<Tenant>,
    person: &Person,
    slots: &[Slot],
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(tenant) = new_tenant {
        add_tenant(&transaction, tenant, person.created_at)?;
    }
    add_person(&transaction, person, slots)?;
    Ok(transaction.commit()?)
}

pub(super) fn add_tenant(
    connection: &Connection,
    tenant: Tenant,
    at: Timestamp,
) -> Result<(), StoreError> {
    let params = params![tenant.id.get(), tenant.layout.word(), at.as_millisecond()];
    run(connection, &sql::ADD_TENANT, params).map(drop)
}

pub(super) fn tenants(connection: &Connection) -> Result<Vec<Tenant>, StoreError> {
    all(connection, &sql::TENANTS, [], |row| {
        let id = TenantId::new(row.get(0)?);
        let layout = Layout::of(&row.get::<_, String>(1)?);
        id.zip(layout)
            .map(|(id, layout)| Tenant { id, layout })
            .ok_or(StoreError::Malformed("a tenant of an unknown layout"))
    })
}

pub(super) fn add_person(
    connection: &Connection,
    person: &Person,
    slots: &[Slot],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person.key);
    let leaving = leaving_since(person.state);
    let created = person.created_at.as_millisecond();
    let params = params![dkey, tenant, id, person.pseudonym, leaving, created];
    run(connection, &sql::ADD_PERSON, params)?;
    slots
        .iter()
        .try_for_each(|slot| put_slot(connection, person.key, slot))
}

pub(super) fn people(
    connection: &Connection,
    tenant: Tenant,
    after: i64,
    limit: u32,
) -> Result<Vec<Person>, StoreError> {
    all(
        connection,
        &sql::PEOPLE,
        params![tenant.id.get(), after, limit],
        |row| rows::person(row, tenant),
    )
}
