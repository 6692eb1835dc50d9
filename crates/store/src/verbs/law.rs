//! The audit log, erasing, and putting away what is old.

use jiff::Timestamp;

use super::{columns, hold, millis, person, put_slot, rows, sharing};
use crate::{
    connection::{Cells, Connection, one, values},
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::Slot,
    law::{AuditEnd, AuditEnds, AuditRow, By, Doer, Kept, NOTHING, Note},
    sql::{self, Statement},
};

fn hash(row: &Cells<'_>, column: usize) -> Result<[u8; 32], StoreError> {
    let bytes = row.bytes(column)?.try_into();
    bytes.map_err(|_| StoreError::Malformed("a hash of other than 32 bytes"))
}

fn number(row: &Cells<'_>, column: usize) -> Result<u64, StoreError> {
    rows::count(row.number(column)?, "a negative number in the audit log")
}

/// The columns of `sql::AUDIT_AFTER` and its like.
fn audit_row(row: &Cells<'_>) -> Result<AuditRow, StoreError> {
    let about = row.some_text(5)?.map(str::parse).transpose();
    Ok(AuditRow {
        seq: number(row, 0)?,
        id: row.number(1)?,
        at: rows::instant(row.number(2)?)?,
        word: row.text(3)?.to_owned(),
        by: By::read(row.text(4)?).ok_or(StoreError::Malformed("a row by nobody"))?,
        about: about.map_err(|_| StoreError::Malformed("a row about nobody"))?,
        hash: hash(row, 6)?,
    })
}

/// Whoever is meant, by their number: of somebody who is gone, nothing is known.
async fn pseudonym<C: Connection>(db: &mut C, of: PersonKey) -> Result<Option<i64>, StoreError> {
    Ok(person(db, of).await?.map(|it| it.pseudonym))
}

pub(crate) async fn note<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    note: &Note,
) -> Result<(), StoreError> {
    let id = tenant.get();
    let written = values![id, note.id];
    if one(db, &sql::AUDIT_WRITTEN, written, |row| number(row, 0))
        .await?
        .is_some()
    {
        return Ok(());
    }
    let by = match note.by {
        Doer::Server => By::Server,
        Doer::Machine => By::Machine,
        // Erased meanwhile: it was somebody.
        Doer::Person(key) => By::Somebody(pseudonym(db, key).await?.unwrap_or_default()),
    };
    let about = match note.about {
        Some(key) => pseudonym(db, key).await?,
        None => None,
    };
    db.run(&sql::AUDIT_BEGIN, values![id, &NOTHING]).await?;
    let before = one(db, &sql::AUDIT_NEXT, values![id], |row| {
        Ok((number(row, 0)?, hash(row, 1)?))
    })
    .await?;
    let (seq, before) = before.ok_or(StoreError::Malformed("an audit log without an end"))?;
    let mut row = AuditRow {
        seq,
        id: note.id,
        // As it is read again.
        at: rows::instant(millis(note.at))?,
        word: note.deed.word().to_owned(),
        by,
        about,
        hash: NOTHING,
    };
    row.hash = row.hash_after(tenant, &before);
    add(db, tenant, &row).await?;
    db.run(&sql::AUDIT_LAST, values![id, &row.hash])
        .await
        .map(drop)
}

async fn add<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    row: &AuditRow,
) -> Result<(), StoreError> {
    let (by, about) = (row.by.to_string(), row.about.map(|it| it.to_string()));
    let columns = values![
        tenant.get(),
        row.seq,
        row.id,
        millis(row.at),
        &*row.word,
        &*by,
        about.as_deref(),
        &row.hash,
    ];
    db.run(&sql::AUDIT_ADD, columns).await.map(drop)
}

pub(crate) async fn audit_ends<C: Connection>(
    db: &mut C,
    tenant: TenantId,
) -> Result<Option<AuditEnds>, StoreError> {
    one(db, &sql::AUDIT_ENDS, values![tenant.get()], |row| {
        let end = |first| {
            Ok::<_, StoreError>(AuditEnd {
                seq: number(row, first)?,
                hash: hash(row, first + 1)?,
            })
        };
        Ok(AuditEnds {
            begun: end(0)?,
            last: end(2)?,
        })
    })
    .await
}

pub(crate) async fn audit_after<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    seq: u64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let page = values![tenant.get(), seq, i64::from(limit)];
    db.all(&sql::AUDIT_AFTER, page, audit_row).await
}

pub(crate) async fn audit_before<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    seq: u64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let page = values![tenant.get(), seq, i64::from(limit)];
    db.all(&sql::AUDIT_BEFORE, page, audit_row).await
}

pub(crate) async fn audit_about<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    pseudonym: i64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let about = pseudonym.to_string();
    let page = values![tenant.get(), &*about, i64::from(limit)];
    db.all(&sql::AUDIT_ABOUT, page, audit_row).await
}

pub(crate) async fn named<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    numbers: &[i64],
) -> Result<Vec<(i64, String)>, StoreError> {
    let mut named = Vec::with_capacity(numbers.len());
    for number in numbers {
        let key = values![tenant.get(), *number];
        let Some(person) = one(db, &sql::PSEUDONYM, key, rows::key).await? else {
            continue;
        };
        let account = super::accounts::account(db, person).await?;
        named.extend(account.map(|it| (*number, it.name)));
    }
    Ok(named)
}

pub(crate) async fn put_audit<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    rows: &[AuditRow],
    ends: AuditEnds,
) -> Result<(), StoreError> {
    for row in rows {
        add(db, tenant, row).await?;
    }
    // Copied earlier, and put away meanwhile where they are copied from.
    let begun = values![tenant.get(), ends.begun.seq];
    db.run(&sql::AUDIT_FORGET, begun).await?;
    let row = values![
        tenant.get(),
        ends.begun.seq,
        &ends.begun.hash,
        ends.last.seq,
        &ends.last.hash,
    ];
    db.run(&sql::AUDIT_PUT_ENDS, row).await.map(drop)
}

pub(crate) async fn drop_keys<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    hold(db, person).await?;
    for statement in [
        &sql::ERASE_SLOTS,
        &sql::END_SESSIONS,
        &sql::END_LINKS,
        &sql::END_RESETS,
    ] {
        db.run(statement, values![dkey, tenant, id]).await?;
    }
    Ok(())
}

pub(crate) async fn erase_noted<C: Connection>(
    db: &mut C,
    person: PersonKey,
    note: &Note,
) -> Result<(), StoreError> {
    self::note(db, person.tenant(), note).await?;
    super::erase(db, person).await
}

pub(crate) async fn empty<C: Connection>(
    db: &mut C,
    person: PersonKey,
    slots: &[Slot],
    note: &Note,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let head = hold(db, person).await?.ok_or(StoreError::NoSuchPerson)?;
    for statement in [
        &sql::ERASE_SLOTS,
        &sql::ERASE_ENTRIES,
        &sql::ERASE_LETTERS,
        &sql::ERASE_DIGEST,
        &sql::END_SESSIONS,
        &sql::END_LINKS,
        &sql::END_RESETS,
        &sql::END_FEEDS,
        &sql::ERASE_DUE,
        &sql::ERASE_DUE_HEAD,
    ] {
        db.run(statement, values![dkey, tenant, id]).await?;
    }
    sharing::empty(db, person).await?;
    for slot in slots {
        put_slot(db, person, slot).await?;
    }
    // What was folded of the record of before is folded anew.
    let nothing = values![dkey, tenant, id, 0_i64, head.rewrites + 1];
    db.run(&sql::SET_HEAD, nothing).await?;
    let stays = values![dkey, tenant, id, None::<i64>];
    db.run(&sql::SET_STATE, stays).await?;
    self::note(db, person.tenant(), note).await
}

pub(crate) async fn leaving<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<PersonKey>, StoreError> {
    let page = values![tenant.get(), millis(since), i64::from(limit)];
    db.all(&sql::LEAVING, page, rows::key).await
}

pub(crate) async fn closed<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<PersonKey>, StoreError> {
    let page = values![tenant.get(), millis(since), i64::from(limit)];
    db.all(&sql::CLOSED, page, rows::key).await
}

/// How many are old, of when the next is, and what puts them away, where one statement does.
const fn statements(
    kept: Kept,
) -> (
    &'static Statement,
    &'static Statement,
    Option<&'static Statement>,
) {
    match kept {
        Kept::Audit => (&sql::OLD_AUDIT, &sql::NEXT_AUDIT, None),
        Kept::Looks => (&sql::OLD_LOOKS, &sql::NEXT_LOOKS, Some(&sql::FORGET_LOOKS)),
        Kept::Sessions => (
            &sql::OLD_SESSIONS,
            &sql::NEXT_SESSIONS,
            Some(&sql::EXPIRE_SESSIONS),
        ),
        Kept::SignInLinks => (
            &sql::OLD_SIGN_IN_LINKS,
            &sql::NEXT_SIGN_IN_LINKS,
            Some(&sql::EXPIRE_LINKS),
        ),
        Kept::Invitations => (
            &sql::OLD_INVITATIONS,
            &sql::NEXT_INVITATIONS,
            Some(&sql::EXPIRE_INVITATIONS),
        ),
        Kept::NewPasswords => (
            &sql::OLD_RESETS,
            &sql::NEXT_RESETS,
            Some(&sql::EXPIRE_RESETS),
        ),
        Kept::Spent => (&sql::OLD_SPENT, &sql::NEXT_SPENT, Some(&sql::EXPIRE_SPENT)),
        Kept::Letters => (
            &sql::SETTLED_LETTERS,
            &sql::NEXT_LETTERS,
            Some(&sql::FORGET_LETTERS),
        ),
        Kept::Closed => (&sql::OLD_CLOSED, &sql::NEXT_CLOSED, None),
        Kept::Leaving => (&sql::OLD_LEAVING, &sql::NEXT_LEAVING, None),
    }
}

pub(crate) async fn aged<C: Connection>(
    db: &mut C,
    kept: Kept,
    until: Timestamp,
) -> Result<(u64, Option<Timestamp>), StoreError> {
    let (old, next, _) = statements(kept);
    let until = values![millis(until)];
    let old = one(db, old, until, |row| number(row, 0)).await?;
    let next = one(db, next, until, |row| {
        row.some_number(0)?.map(rows::instant).transpose()
    })
    .await?;
    Ok((old.unwrap_or_default(), next.flatten()))
}

pub(crate) async fn forget<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    kept: Kept,
    until: Timestamp,
) -> Result<u64, StoreError> {
    match statements(kept).2 {
        Some(statement) => db.run(statement, values![millis(until)]).await,
        None if kept == Kept::Audit => forget_audit(db, tenant, until).await,
        // Whoever is erased is erased one by one.
        None => Ok(0),
    }
}

/// Puts the beginning of the log away, up to the last row before the first that is younger.
async fn forget_audit<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    until: Timestamp,
) -> Result<u64, StoreError> {
    let id = tenant.get();
    let Some(ends) = audit_ends(db, tenant).await? else {
        return Ok(0);
    };
    let young = values![id, millis(until)];
    let young = one(db, &sql::AUDIT_YOUNG, young, |row| row.some_number(0)).await?;
    let last = match young.flatten() {
        Some(young) => rows::count(young, "a negative number in the audit log")? - 1,
        None => ends.last.seq,
    };
    if last <= ends.begun.seq {
        return Ok(0);
    }
    let hash = one(db, &sql::AUDIT_HASH, values![id, last], |row| hash(row, 0)).await?;
    // A row is missing: that is for whoever verifies to say, and not to be put away.
    let Some(hash) = hash else {
        return Ok(0);
    };
    db.run(&sql::AUDIT_REBEGIN, values![id, last, &hash])
        .await?;
    db.run(&sql::AUDIT_FORGET, values![id, last]).await
}
