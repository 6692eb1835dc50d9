//! Sharing: who may read what, by what link, whose manager somebody is, and who looked.

use std::cmp::Reverse;

use jiff::Timestamp;
use uuid::Uuid;
use windward_core::{
    id::{EntryId, ItemId},
    record::Stored,
};

pub(crate) use super::names::{going_by, take_name};
use super::{columns, hold, millis, names, redact, rows};
use crate::{
    connection::{Cells, Connection, Value, one, values},
    error::StoreError,
    ids::{PersonId, PersonKey, Tenant, TenantId},
    journal::Row,
    person::shared_entry,
    sharing::{
        GrantRow, LineRow, LinkFor, LookRow, MAX_GRANTS, MAX_LOOKS, MAX_REPORTS, Reader,
        ShareLinkRow, WholeSharing,
        copies::{Which, readable, tombstone, unread},
        folded,
    },
    sql,
};

/// How long looking again at the same thing is the same look, in milliseconds.
const HOUR: i64 = 3_600_000;

fn most(limit: usize) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX)
}

pub(crate) async fn shared_rows<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<Row>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::SHARED_ENTRIES, values![dkey, tenant, id], rows::entry)
        .await
}

pub(crate) async fn shown_name<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Option<String>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    one(db, &sql::SHOWN_NAME, values![dkey, tenant, id], |row| {
        Ok(row.text(0)?.to_owned())
    })
    .await
}

pub(crate) async fn put_shown_name<C: Connection>(
    db: &mut C,
    person: PersonKey,
    name: &str,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, name];
    db.run(&sql::PUT_SHOWN_NAME, row).await.map(drop)
}

pub(super) async fn called<C: Connection>(
    db: &mut C,
    tenant: TenantId,
    name: &str,
) -> Result<Vec<PersonKey>, StoreError> {
    // No database folds letters as another does, so that they are compared here.
    let key = values![tenant.get()];
    let all = db.all(&sql::SHOWN_NAMES, key, |row| {
        let is_it = folded(row.text(3)?) == name;
        is_it.then(|| rows::key(row)).transpose()
    });
    Ok(all.await?.into_iter().flatten().collect())
}

pub(crate) async fn sharing<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    after: i64,
    limit: u32,
) -> Result<Vec<PersonKey>, StoreError> {
    let page = values![tenant.id.get(), after, i64::from(limit)];
    db.all(&sql::SHARING, page, rows::key).await
}

/// The shared entries of a person, as they are once their lock is taken.
async fn held<C: Connection>(db: &mut C, person: PersonKey) -> Result<Vec<Stored>, StoreError> {
    hold(db, person).await?;
    let rows = shared_rows(db, person).await?;
    rows.iter().map(shared_entry).collect()
}

/// Under the lock that [`close_unread`] takes as well: a grant is there before it looks, or sees what it took away.
pub(crate) async fn add_grants<C: Connection>(
    db: &mut C,
    person: PersonKey,
    grants: &[GrantRow],
) -> Result<bool, StoreError> {
    let readable = readable(&held(db, person).await?);
    if !grants.iter().all(|it| readable.contains(&it.item)) {
        return Ok(false);
    }
    put_grants(db, person, grants).await?;
    Ok(true)
}

pub(crate) async fn close_unread<C: Connection>(
    db: &mut C,
    person: PersonKey,
    which: Which,
    now: Timestamp,
) -> Result<(), StoreError> {
    let entries = held(db, person).await?;
    let grants = grants(db, person).await?;
    let said: Vec<EntryId> = unread(&entries, &grants, which, now).concat();
    for stored in entries {
        if said.contains(&stored.entry.entry_id) {
            let id = stored.entry.entry_id;
            redact(db, person, id, &tombstone(&stored.entry), now).await?;
        }
    }
    Ok(())
}

async fn put_grants<C: Connection>(
    db: &mut C,
    person: PersonKey,
    grants: &[GrantRow],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let readers: Vec<String> = grants.iter().map(|it| it.reader.to_string()).collect();
    let lists: Vec<Vec<Value<'_>>> = grants
        .iter()
        .zip(&readers)
        .map(|(grant, reader)| {
            values![
                dkey,
                tenant,
                id,
                grant.id,
                &**reader,
                grant.item.0.as_bytes(),
                millis(grant.created_at),
                grant.until.map(millis),
                grant.ended_at.map(millis),
            ]
            .to_vec()
        })
        .collect();
    db.run_each(&sql::ADD_GRANT, &lists).await.map(drop)
}

pub(crate) async fn grants<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<GrantRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    // As many that stand as may, and as many that ended.
    let page = values![dkey, tenant, id, most(2 * MAX_GRANTS)];
    let grants = db.all(&sql::GRANTS, page, |row| {
        let item = Uuid::from_slice(row.bytes(2)?);
        Ok(GrantRow {
            id: row.number(0)?,
            reader: reader(row.text(1)?)?,
            item: ItemId(item.map_err(|_| StoreError::Malformed("an id of other than 16 bytes"))?),
            created_at: rows::instant(row.number(3)?)?,
            until: row.some_number(4)?.map(rows::instant).transpose()?,
            ended_at: row.some_number(5)?.map(rows::instant).transpose()?,
        })
    });
    let mut grants: Vec<GrantRow> = grants.await?;
    grants.sort_by_key(|it| Reverse(it.created_at));
    Ok(grants)
}

fn reader(text: &str) -> Result<Reader, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Malformed("a grant to nobody"))
}

pub(crate) async fn givers<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    reader: Reader,
) -> Result<Vec<PersonKey>, StoreError> {
    let reader = reader.to_string();
    let key = values![tenant.id.get(), &*reader, most(MAX_REPORTS)];
    db.all(&sql::GIVERS, key, rows::key).await
}

pub(crate) async fn run_out<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    now: Timestamp,
) -> Result<Vec<PersonKey>, StoreError> {
    let page = values![tenant.id.get(), millis(now), most(MAX_REPORTS)];
    db.all(&sql::RUN_OUT, page, rows::key).await
}

pub(crate) async fn end_run_out<C: Connection>(
    db: &mut C,
    person: PersonKey,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, millis(now)];
    db.run(&sql::END_RUN_OUT, key).await.map(drop)
}

pub(crate) async fn end_grants<C: Connection>(
    db: &mut C,
    person: PersonKey,
    ids: &[i64],
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let lists: Vec<Vec<Value<'_>>> = ids
        .iter()
        .map(|grant| values![dkey, tenant, id, *grant, millis(at)].to_vec())
        .collect();
    db.run_each(&sql::END_GRANT, &lists).await.map(drop)
}

async fn end_grants_to<C: Connection>(
    db: &mut C,
    person: PersonKey,
    reader: Reader,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let reader = reader.to_string();
    let key = values![dkey, tenant, id, &*reader, millis(at)];
    db.run(&sql::END_GRANTS_TO, key).await.map(drop)
}

pub(crate) async fn add_share_link<C: Connection>(
    db: &mut C,
    link: &ShareLinkRow,
    grants: &[GrantRow],
) -> Result<bool, StoreError> {
    if !add_grants(db, link.person, grants).await? {
        return Ok(false);
    }
    put_share_link(db, link).await?;
    Ok(true)
}

async fn put_share_link<C: Connection>(db: &mut C, link: &ShareLinkRow) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(link.person);
    let row = values![
        &link.token_hash,
        dkey,
        tenant,
        id,
        link.id,
        link.is_for.word(),
        &*link.label,
        millis(link.created_at),
        millis(link.expires_at),
        link.ended_at.map(millis),
        link.answered_at.map(millis),
    ];
    db.run(&sql::ADD_SHARE_LINK, row).await.map(drop)
}

/// The columns of `sql::SHARE_LINK` and `sql::SHARE_LINKS`.
fn share_link_row(row: &Cells<'_>) -> Result<ShareLinkRow, StoreError> {
    let token_hash = row.bytes(3)?.try_into();
    Ok(ShareLinkRow {
        person: rows::key(row)?,
        token_hash: token_hash
            .map_err(|_| StoreError::Malformed("a hash of other than 32 bytes"))?,
        id: row.number(4)?,
        is_for: LinkFor::of(row.text(5)?),
        label: row.bytes(6)?.to_vec(),
        created_at: rows::instant(row.number(7)?)?,
        expires_at: rows::instant(row.number(8)?)?,
        ended_at: row.some_number(9)?.map(rows::instant).transpose()?,
        answered_at: row.some_number(10)?.map(rows::instant).transpose()?,
    })
}

pub(crate) async fn share_link<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
) -> Result<Option<ShareLinkRow>, StoreError> {
    one(db, &sql::SHARE_LINK, values![&token_hash], share_link_row).await
}

pub(crate) async fn share_links<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<ShareLinkRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::SHARE_LINKS, values![dkey, tenant, id], share_link_row)
        .await
}

pub(crate) async fn note_answer<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = values![&token_hash, millis(at)];
    db.run(&sql::NOTE_ANSWER, row).await.map(drop)
}

pub(crate) async fn end_share_link<C: Connection>(
    db: &mut C,
    person: PersonKey,
    link: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, link, millis(at)];
    db.run(&sql::END_SHARE_LINK, row).await?;
    end_grants_to(db, person, Reader::Link(link), at).await
}

pub(crate) async fn add_line<C: Connection>(db: &mut C, line: &LineRow) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(line.person);
    let row = values![dkey, tenant, id, line.manager.get(), millis(line.since)];
    db.run(&sql::ADD_LINE, row).await.map(drop)
}

/// The columns of `sql::MANAGERS` and `sql::REPORTS`.
fn line_row(row: &Cells<'_>) -> Result<LineRow, StoreError> {
    let manager = PersonId::new(row.number(3)?);
    Ok(LineRow {
        person: rows::key(row)?,
        manager: manager.ok_or(StoreError::Malformed("a manager of a negative id"))?,
        since: rows::instant(row.number(4)?)?,
    })
}

pub(crate) async fn managers<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<LineRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::MANAGERS, values![dkey, tenant, id], line_row)
        .await
}

pub(crate) async fn reports<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    manager: PersonId,
) -> Result<Vec<LineRow>, StoreError> {
    let key = values![tenant.id.get(), manager.get(), most(MAX_REPORTS)];
    db.all(&sql::REPORTS, key, line_row).await
}

pub(crate) async fn end_line<C: Connection>(
    db: &mut C,
    person: PersonKey,
    manager: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, manager.get()];
    db.run(&sql::END_LINE, key).await?;
    end_grants_to(db, person, Reader::Person(manager), at).await
}

pub(crate) async fn note_looks<C: Connection>(
    db: &mut C,
    person: PersonKey,
    looks: &[LookRow],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let lists: Vec<Vec<Value<'_>>> = looks
        .iter()
        .map(|look| {
            let at = millis(look.at);
            let hour = at.div_euclid(HOUR);
            values![dkey, tenant, id, &*look.viewer, &*look.what, hour, at].to_vec()
        })
        .collect();
    db.run_each(&sql::NOTE_LOOK, &lists).await.map(drop)
}

pub(crate) async fn looks<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<LookRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let page = values![dkey, tenant, id, most(MAX_LOOKS)];
    db.all(&sql::LOOKS, page, |row| {
        Ok(LookRow {
            viewer: row.text(0)?.to_owned(),
            what: row.text(1)?.to_owned(),
            at: rows::instant(row.number(2)?)?,
        })
    })
    .await
}

/// Puts everything about sharing where it is not yet.
pub(crate) async fn put_sharing<C: Connection>(
    db: &mut C,
    person: PersonKey,
    sharing: &WholeSharing,
) -> Result<(), StoreError> {
    if let Some(name) = &sharing.name {
        put_shown_name(db, person, name).await?;
        names::claim(db, person, &folded(name)).await?;
    }
    put_grants(db, person, &sharing.grants).await?;
    for link in &sharing.links {
        put_share_link(db, link).await?;
    }
    for line in &sharing.lines {
        add_line(db, line).await?;
    }
    note_looks(db, person, &sharing.looks).await
}

/// Takes everything about sharing away from a person who is erased: what they shared, what others shared with them,
/// and their name in what others see of who looked.
pub(super) async fn erase<C: Connection>(
    db: &mut C,
    person: PersonKey,
    pseudonym: i64,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    empty(db, person).await?;
    db.run(&sql::ERASE_SHOWN_NAME, values![dkey, tenant, id])
        .await?;
    let reader = Reader::Person(person.person()).to_string();
    let gone = format!("gone-{pseudonym}");
    db.run(&sql::ERASE_GRANTS_TO, values![tenant, &*reader])
        .await?;
    db.run(&sql::ERASE_LINES_TO, values![tenant, id]).await?;
    db.run(&sql::FORGET_VIEWER, values![tenant, &*reader, &*gone])
        .await
        .map(drop)
}

/// Takes away what a person shared, whom they named as their managers, and who looked.
pub(super) async fn empty<C: Connection>(db: &mut C, person: PersonKey) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    for statement in [
        &sql::ERASE_GRANTS,
        &sql::ERASE_SHARE_LINKS,
        &sql::ERASE_LINES,
        &sql::ERASE_LOOKS,
    ] {
        db.run(statement, values![dkey, tenant, id]).await?;
    }
    Ok(())
}
