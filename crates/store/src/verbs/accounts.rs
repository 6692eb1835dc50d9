//! Accounts: getting one, what its password is checked with, and its second factor.

mod ways_in;

use jiff::Timestamp;

pub(crate) use self::ways_in::{
    add_identity, add_invitation, add_passkey, add_reset, drop_identity, drop_passkey,
    end_invitation, end_session_of, identities, identity, invitation, invitations, note_passkey,
    passkey, passkeys, replace_session, reset, sessions, spend,
};
use super::{ACCOUNTS, add_person, columns, millis, names, person, put_slot, rows};
use crate::{
    accounts::{AccountRole, AccountRow, Joined, Joining, NewPassword, Verifier, WholeAccount},
    connection::{Cells, Connection, one, values},
    error::StoreError,
    ids::{PersonKey, Tenant},
    sharing::folded,
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
    if names::is_of_another(db, account.person, &folded(&account.name)).await? {
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
    if !add_named_account(db, account).await? {
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

/// The same where nobody may be called so either.
async fn add_named_account<C: Connection>(
    db: &mut C,
    account: &AccountRow,
) -> Result<bool, StoreError> {
    let claimed = names::claim(db, account.person, &folded(&account.name)).await?;
    Ok(claimed && add_account(db, account).await?)
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
    names::claim(db, person, &folded(&row.name)).await?;
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
    super::sessions::end_sessions(db, person).await?;
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
    let (dkey, tenant, id) = columns(person);
    // In one statement: a password that was changed at this moment is not put back.
    let row = values![
        dkey,
        tenant,
        id,
        &*new.verifier.kdf,
        &*new.verifier.salt,
        &*new.verifier.hash,
        millis(new.verifier.since),
        &*before.hash,
    ];
    if db.run(&sql::RAISE_PASSWORD, row).await? != 1 {
        // Asked again because an answer was lost: it is done.
        let there = account(db, person).await?.and_then(|it| it.verifier);
        return Ok(there.as_ref() == Some(&new.verifier));
    }
    if let Some(slot) = &new.slot {
        put_slot(db, person, slot).await?;
    }
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

fn hash(row: &Cells<'_>, column: usize) -> Result<[u8; 32], StoreError> {
    let bytes = row.bytes(column)?.try_into();
    bytes.map_err(|_| StoreError::Malformed("a hash of other than 32 bytes"))
}
