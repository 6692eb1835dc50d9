//! The ways in to an account: links, passkeys, who somebody is elsewhere, and the sessions that they began.

use jiff::Timestamp;

use super::{
    super::{columns, millis, rows, sessions as stored},
    hash,
};
use crate::{
    accounts::{AccountRole, IdentityRow, InvitationRow, MAX_INVITATIONS, PasskeyRow, ResetRow},
    connection::{Cells, Connection, one, values},
    error::StoreError,
    ids::{PersonKey, Tenant},
    journal::SessionRow,
    sql,
};

pub(crate) async fn add_invitation<C: Connection>(
    db: &mut C,
    invitation: &InvitationRow,
) -> Result<(), StoreError> {
    let created = millis(invitation.created_at);
    db.run(&sql::EXPIRE_INVITATIONS, values![created]).await?;
    let row = values![
        &invitation.token_hash,
        invitation.tenant.id.get(),
        invitation.id,
        &*invitation.name,
        invitation.role.word(),
        created,
        millis(invitation.expires_at),
    ];
    db.run(&sql::ADD_INVITATION, row).await.map(drop)
}

fn invitation_row(row: &Cells<'_>, tenant: Tenant) -> Result<InvitationRow, StoreError> {
    Ok(InvitationRow {
        token_hash: hash(row, 0)?,
        tenant,
        id: row.number(1)?,
        name: row.text(2)?.to_owned(),
        role: AccountRole::of(row.text(3)?),
        created_at: rows::instant(row.number(4)?)?,
        expires_at: rows::instant(row.number(5)?)?,
    })
}

pub(crate) async fn invitation<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    token_hash: [u8; 32],
) -> Result<Option<InvitationRow>, StoreError> {
    let key = values![&token_hash, tenant.id.get()];
    one(db, &sql::INVITATION, key, |row| invitation_row(row, tenant)).await
}

pub(crate) async fn invitations<C: Connection>(
    db: &mut C,
    tenant: Tenant,
) -> Result<Vec<InvitationRow>, StoreError> {
    let most = u64::try_from(MAX_INVITATIONS).unwrap_or(u64::MAX);
    let page = values![tenant.id.get(), most];
    db.all(&sql::INVITATIONS, page, |row| invitation_row(row, tenant))
        .await
}

pub(crate) async fn end_invitation<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    id: i64,
) -> Result<(), StoreError> {
    let key = values![tenant.id.get(), id];
    db.run(&sql::END_INVITATION, key).await.map(drop)
}

pub(crate) async fn add_reset<C: Connection>(
    db: &mut C,
    reset: &ResetRow,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(reset.person);
    let created = millis(reset.created_at);
    db.run(&sql::EXPIRE_RESETS, values![created]).await?;
    let row = values![
        &reset.token_hash,
        dkey,
        tenant,
        id,
        created,
        millis(reset.expires_at)
    ];
    db.run(&sql::ADD_RESET, row).await.map(drop)
}

pub(crate) async fn reset<C: Connection>(
    db: &mut C,
    token_hash: [u8; 32],
) -> Result<Option<ResetRow>, StoreError> {
    one(db, &sql::RESET, values![&token_hash], |row| {
        Ok(ResetRow {
            token_hash,
            person: rows::key(row)?,
            created_at: rows::instant(row.number(3)?)?,
            expires_at: rows::instant(row.number(4)?)?,
        })
    })
    .await
}

pub(crate) async fn add_passkey<C: Connection>(
    db: &mut C,
    passkey: &PasskeyRow,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(passkey.person);
    let row = values![
        &passkey.credential_hash,
        dkey,
        tenant,
        id,
        passkey.id,
        &*passkey.credential,
        &*passkey.label,
        millis(passkey.created_at),
        passkey.used_at.map(millis),
    ];
    if db.run(&sql::ADD_PASSKEY, row).await? == 1 {
        return Ok(true);
    }
    let there = self::passkey(db, passkey.credential_hash).await?;
    Ok(there.is_some_and(|it| it.id == passkey.id))
}

fn passkey_row(row: &Cells<'_>) -> Result<PasskeyRow, StoreError> {
    Ok(PasskeyRow {
        person: rows::key(row)?,
        credential_hash: hash(row, 3)?,
        id: row.number(4)?,
        credential: row.text(5)?.to_owned(),
        label: row.bytes(6)?.to_vec(),
        created_at: rows::instant(row.number(7)?)?,
        used_at: row.some_number(8)?.map(rows::instant).transpose()?,
    })
}

pub(crate) async fn passkey<C: Connection>(
    db: &mut C,
    credential_hash: [u8; 32],
) -> Result<Option<PasskeyRow>, StoreError> {
    one(db, &sql::PASSKEY, values![&credential_hash], passkey_row).await
}

pub(crate) async fn passkeys<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<PasskeyRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::PASSKEYS, values![dkey, tenant, id], passkey_row)
        .await
}

pub(crate) async fn note_passkey<C: Connection>(
    db: &mut C,
    credential_hash: [u8; 32],
    credential: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = values![&credential_hash, credential, millis(at)];
    db.run(&sql::NOTE_PASSKEY, row).await.map(drop)
}

pub(crate) async fn drop_passkey<C: Connection>(
    db: &mut C,
    person: PersonKey,
    passkey: i64,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, passkey];
    db.run(&sql::DROP_PASSKEY, key).await.map(drop)
}

pub(crate) async fn add_identity<C: Connection>(
    db: &mut C,
    identity: &IdentityRow,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(identity.person);
    let row = values![
        &identity.hash,
        dkey,
        tenant,
        id,
        &*identity.issuer,
        millis(identity.created_at)
    ];
    if db.run(&sql::ADD_IDENTITY, row).await? == 1 {
        return Ok(true);
    }
    let there = self::identity(db, identity.hash).await?;
    Ok(there.is_some_and(|it| it.person == identity.person))
}

fn identity_row(row: &Cells<'_>) -> Result<IdentityRow, StoreError> {
    Ok(IdentityRow {
        person: rows::key(row)?,
        hash: hash(row, 3)?,
        issuer: row.text(4)?.to_owned(),
        created_at: rows::instant(row.number(5)?)?,
    })
}

pub(crate) async fn identity<C: Connection>(
    db: &mut C,
    identity_hash: [u8; 32],
) -> Result<Option<IdentityRow>, StoreError> {
    one(db, &sql::IDENTITY, values![&identity_hash], identity_row).await
}

pub(crate) async fn identities<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<IdentityRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::IDENTITIES, values![dkey, tenant, id], identity_row)
        .await
}

pub(crate) async fn drop_identity<C: Connection>(
    db: &mut C,
    person: PersonKey,
    identity_hash: [u8; 32],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, &identity_hash];
    db.run(&sql::DROP_IDENTITY, key).await.map(drop)
}

pub(crate) async fn spend<C: Connection>(
    db: &mut C,
    spent_hash: [u8; 32],
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    db.run(&sql::EXPIRE_SPENT, values![millis(now)]).await?;
    let row = values![&spent_hash, millis(expires_at)];
    Ok(db.run(&sql::SPEND, row).await? == 1)
}

pub(crate) async fn sessions<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<SessionRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::SESSIONS, values![dkey, tenant, id], |row| {
        rows::session(row, hash(row, 12)?)
    })
    .await
}

pub(crate) async fn end_session_of<C: Connection>(
    db: &mut C,
    person: PersonKey,
    session: i64,
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, session];
    Ok(db.run(&sql::END_SESSION_OF, key).await? > 0)
}

pub(crate) async fn replace_session<C: Connection>(
    db: &mut C,
    before: [u8; 32],
    session: &SessionRow,
) -> Result<bool, StoreError> {
    if db.run(&sql::END_SESSION, values![&before]).await? != 1 {
        return Ok(stored::session(db, session.token_hash).await?.is_some());
    }
    stored::add_session(db, session).await?;
    Ok(true)
}
