//! Accounts, and what signs in to them.

use jiff::Timestamp;

use super::{ACCOUNTS, add_person, columns, millis, person, put_slot, rows, sessions};
use crate::{
    accounts::{
        AccountRole, AccountRow, IdentityRow, InvitationRow, Joined, Joining, MAX_INVITATIONS,
        NewPassword, PasskeyRow, ResetRow, Verifier, WholeAccount,
    },
    connection::{Cells, Connection, one, values},
    error::StoreError,
    ids::{PersonKey, Tenant},
    journal::SessionRow,
    sql,
};

/// What `accounts.second` says where a password alone is not enough.
const ON: &str = "on";

pub(crate) async fn join<C: Connection>(
    db: &mut C,
    joining: &Joining,
    now: Timestamp,
) -> Result<Joined, StoreError> {
    let account = &joining.account;
    // Asked again because an answer was lost.
    if let Some(there) = self::account(db, account.person).await? {
        let same = there.handle == account.handle && there.name == account.name;
        return Ok(if same { Joined::Yes } else { Joined::NameTaken });
    }
    if account_named(db, &account.name).await?.is_some() {
        return Ok(Joined::NameTaken);
    }
    if let Some(identity) = &joining.identity
        && self::identity(db, identity.hash).await?.is_some()
    {
        return Ok(Joined::IdentityTaken);
    }
    if let Some(hash) = joining.invitation {
        let row = values![&hash, millis(now)];
        if db.run(&sql::TAKE_INVITATION, row).await? != 1 {
            return Ok(Joined::NotInvited);
        }
    }
    if person(db, account.person).await?.is_none() {
        add_person(db, &joining.person, &joining.slots).await?;
    } else {
        for slot in &joining.slots {
            put_slot(db, account.person, slot).await?;
        }
    }
    for slot in &joining.without {
        drop_slot(db, account.person, *slot).await?;
    }
    if !add_account(db, account).await? {
        // Somebody else was quicker by a moment: asked again, the name is taken.
        return Err(StoreError::Busy);
    }
    if let Some(identity) = &joining.identity
        && !add_identity(db, identity).await?
    {
        return Err(StoreError::Busy);
    }
    let accounts = values![ACCOUNTS, ON];
    db.run(&sql::SET_INSTANCE, accounts).await?;
    Ok(Joined::Yes)
}

/// Adds an account and its name; `false` if the name is somebody's.
async fn add_account<C: Connection>(db: &mut C, account: &AccountRow) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(account.person);
    let name = values![&*account.name, dkey, tenant, id];
    if db.run(&sql::ADD_ACCOUNT_NAME, name).await? != 1 {
        return Ok(false);
    }
    let verifier = account.verifier.as_ref();
    let row = values![
        dkey,
        tenant,
        id,
        &*account.name,
        account.role.word(),
        verifier.map(|it| &*it.kdf),
        verifier.map(|it| &*it.salt),
        verifier.map(|it| &*it.hash),
        verifier.map(|it| millis(it.since)),
        &*account.handle,
        millis(account.created_at),
    ];
    db.run(&sql::ADD_ACCOUNT, row).await?;
    Ok(true)
}

/// Puts an account as it is elsewhere in the place of what is there.
pub(crate) async fn put_account<C: Connection>(
    db: &mut C,
    account: &WholeAccount,
) -> Result<(), StoreError> {
    let (row, person) = (&account.row, account.row.person);
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id];
    for statement in [
        &sql::ERASE_ACCOUNT_NAME,
        &sql::ERASE_ACCOUNT,
        &sql::ERASE_PASSKEYS,
        &sql::ERASE_IDENTITIES,
    ] {
        db.run(statement, key).await?;
    }
    if !add_account(db, row).await? {
        return Err(StoreError::Malformed("two accounts of one name"));
    }
    set_second(db, person, row.second).await?;
    set_totp(db, person, row.totp.as_deref()).await?;
    put_spare(db, person, &account.spare).await?;
    if let Some(at) = row.signed_in_at {
        note_sign_in(db, person, at).await?;
    }
    let disabled = values![dkey, tenant, id, row.disabled_at.map(millis)];
    db.run(&sql::SET_DISABLED, disabled).await?;
    for passkey in &account.passkeys {
        add_passkey(db, passkey).await?;
    }
    for identity in &account.identities {
        add_identity(db, identity).await?;
    }
    Ok(())
}

/// The columns of `sql::ACCOUNT` and `sql::ACCOUNTS`.
fn account_row(row: &Cells<'_>) -> Result<AccountRow, StoreError> {
    let instant = |column| row.some_number(column)?.map(rows::instant).transpose();
    let verifier = match (
        row.some_text(5)?,
        row.some_bytes(6)?,
        row.some_bytes(7)?,
        instant(8)?,
    ) {
        (Some(kdf), Some(salt), Some(hash), Some(since)) => Some(Verifier {
            kdf: kdf.to_owned(),
            salt: salt.to_vec(),
            hash: hash.to_vec(),
            since,
        }),
        _ => None,
    };
    Ok(AccountRow {
        person: rows::key(row)?,
        name: row.text(3)?.to_owned(),
        role: AccountRole::of(row.text(4)?),
        verifier,
        second: row.text(14)? == ON,
        totp: row.some_bytes(9)?.map(<[u8]>::to_vec),
        handle: row.bytes(10)?.to_vec(),
        created_at: rows::instant(row.number(11)?)?,
        signed_in_at: instant(12)?,
        disabled_at: instant(13)?,
    })
}

pub(crate) async fn account<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Option<AccountRow>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    one(db, &sql::ACCOUNT, values![dkey, tenant, id], account_row).await
}

pub(crate) async fn account_named<C: Connection>(
    db: &mut C,
    name: &str,
) -> Result<Option<AccountRow>, StoreError> {
    match one(db, &sql::ACCOUNT_NAME, values![name], rows::key).await? {
        Some(person) => account(db, person).await,
        None => Ok(None),
    }
}

pub(crate) async fn accounts<C: Connection>(
    db: &mut C,
    tenant: Tenant,
    after: i64,
    limit: u32,
) -> Result<Vec<AccountRow>, StoreError> {
    let page = values![tenant.id.get(), after, i64::from(limit)];
    db.all(&sql::ACCOUNTS, page, account_row).await
}

pub(crate) async fn note_sign_in<C: Connection>(
    db: &mut C,
    person: PersonKey,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, millis(at)];
    db.run(&sql::NOTE_SIGN_IN, row).await.map(drop)
}

pub(crate) async fn set_role<C: Connection>(
    db: &mut C,
    person: PersonKey,
    role: AccountRole,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, role.word()];
    db.run(&sql::SET_ROLE, row).await.map(drop)
}

pub(crate) async fn set_disabled<C: Connection>(
    db: &mut C,
    person: PersonKey,
    since: Option<Timestamp>,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, since.map(millis)];
    db.run(&sql::SET_DISABLED, row).await?;
    if since.is_some() {
        end_ways_in(db, person).await?;
    }
    Ok(())
}

/// Ends what lets somebody in without a password: sessions, links, resets.
async fn end_ways_in<C: Connection>(db: &mut C, person: PersonKey) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    sessions::end_sessions(db, person).await?;
    let key = values![dkey, tenant, id];
    db.run(&sql::END_RESETS, key).await.map(drop)
}

pub(crate) async fn set_password<C: Connection>(
    db: &mut C,
    person: PersonKey,
    new: &NewPassword,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if let Some(hash) = new.reset {
        let row = values![&hash, millis(now)];
        if db.run(&sql::TAKE_RESET, row).await? != 1 {
            // Asked again because an answer was lost: the link is used, and for this very password.
            let there = account(db, person).await?;
            return Ok(there.is_some_and(|it| it.verifier.as_ref() == Some(&new.verifier)));
        }
    }
    put_verifier(db, person, new).await?;
    end_ways_in(db, person).await?;
    Ok(true)
}

async fn put_verifier<C: Connection>(
    db: &mut C,
    person: PersonKey,
    new: &NewPassword,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![
        dkey,
        tenant,
        id,
        &*new.verifier.kdf,
        &*new.verifier.salt,
        &*new.verifier.hash,
        millis(new.verifier.since),
    ];
    if db.run(&sql::SET_PASSWORD, row).await? != 1 {
        return Err(StoreError::NoSuchPerson);
    }
    if let Some(slot) = &new.slot {
        put_slot(db, person, slot).await?;
    }
    Ok(())
}

pub(crate) async fn raise_password<C: Connection>(
    db: &mut C,
    person: PersonKey,
    before: &Verifier,
    new: &NewPassword,
) -> Result<bool, StoreError> {
    let there = account(db, person).await?.and_then(|it| it.verifier);
    if there.as_ref() != Some(before) {
        return Ok(there.as_ref() == Some(&new.verifier));
    }
    put_verifier(db, person, new).await?;
    Ok(true)
}

pub(crate) async fn set_second<C: Connection>(
    db: &mut C,
    person: PersonKey,
    on: bool,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let word = if on { ON } else { "" };
    db.run(&sql::SET_SECOND, values![dkey, tenant, id, word])
        .await?;
    if !on {
        set_totp(db, person, None).await?;
        put_spare(db, person, &[]).await?;
    }
    Ok(())
}

pub(crate) async fn set_totp<C: Connection>(
    db: &mut C,
    person: PersonKey,
    sealed: Option<&[u8]>,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, sealed];
    db.run(&sql::SET_TOTP, row).await.map(drop)
}

pub(crate) async fn put_spare<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hashes: &[[u8; 32]],
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.run(&sql::DROP_SPARE, values![dkey, tenant, id]).await?;
    let lists: Vec<_> = hashes
        .iter()
        .map(|hash| values![dkey, tenant, id, hash].to_vec())
        .collect();
    db.run_each(&sql::ADD_SPARE, &lists).await.map(drop)
}

pub(crate) async fn take_spare<C: Connection>(
    db: &mut C,
    person: PersonKey,
    hash: [u8; 32],
) -> Result<bool, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let row = values![dkey, tenant, id, &hash];
    Ok(db.run(&sql::TAKE_SPARE, row).await? == 1)
}

/// The spare codes of a person, as they are stored.
pub(crate) async fn spare<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<[u8; 32]>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    db.all(&sql::SPARE, values![dkey, tenant, id], |row| hash(row, 0))
        .await
}

pub(crate) async fn drop_slot<C: Connection>(
    db: &mut C,
    person: PersonKey,
    slot: i64,
) -> Result<(), StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id, slot];
    db.run(&sql::DROP_SLOT, key).await.map(drop)
}

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
    db.run(&sql::END_RESETS, values![dkey, tenant, id]).await?;
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
        return Ok(sessions::session(db, session.token_hash).await?.is_some());
    }
    sessions::add_session(db, session).await?;
    Ok(true)
}

fn hash(row: &Cells<'_>, column: usize) -> Result<[u8; 32], StoreError> {
    let bytes = row.bytes(column)?.try_into();
    bytes.map_err(|_| StoreError::Malformed("a hash of other than 32 bytes"))
}
