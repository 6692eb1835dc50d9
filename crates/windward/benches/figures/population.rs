//! People that nobody is, put into a database by itself as a bulk load does: as many as one likes, each with an account, two
//! slots, a session and ten entries of half a kilobyte. Nothing of them opens; they are there to be passed over.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::Connection;
use tokio::runtime::Runtime;
use windward_store::{Layout, PersonId, PersonKey, Tenant, TenantId};

use crate::raw;

/// Entries of each, and bytes of one, sealed and padded.
pub(crate) const ENTRIES: u64 = 10;

/// When all of them came, which tells them from those that are real.
const CAME: u32 = 1;

/// What is done in a file. `?1` is the tenant, `?2` how many.
const FILE: [&str; 6] = [
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
     INSERT INTO people (dkey, tenant_id, person_id, head, rewrites, pseudonym, created_at)
     SELECT ?1, ?1, abs(random()), 10, 0, abs(random()), 1 FROM n",
    "WITH n (i) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10))
     INSERT INTO entries (dkey, tenant_id, person_id, seq, entry_id, act, audience, sealed, received_at, imported)
     SELECT dkey, tenant_id, person_id, i, randomblob(16), randomblob(16), 'owner', randomblob(512), ?2, 0
     FROM people CROSS JOIN n WHERE created_at = 1 AND tenant_id = ?1",
    "WITH n (i) AS (VALUES (1), (2))
     INSERT INTO slots (dkey, tenant_id, person_id, slot_id, kind, kdf, salt, wrapped_key, created_at)
     SELECT dkey, tenant_id, person_id, i, 'recovery', 'hkdf-sha256', randomblob(32), randomblob(72), ?2
     FROM people CROSS JOIN n WHERE created_at = 1 AND tenant_id = ?1",
    "INSERT INTO accounts (dkey, tenant_id, person_id, name, role, second, handle, created_at)
     SELECT dkey, tenant_id, person_id, 'filler' || person_id, 'member', '', randomblob(16), ?2
     FROM people WHERE created_at = 1 AND tenant_id = ?1",
    "INSERT INTO account_names (name, dkey, tenant_id, person_id)
     SELECT 'filler' || person_id, dkey, tenant_id, person_id
     FROM people WHERE created_at = 1 AND tenant_id = ?1 AND ?2 > 0",
    "INSERT INTO sessions (token_hash, dkey, tenant_id, person_id, wrapped_key, created_at, last_seen_at, expires_at,
         session_id, stage, way, browser, proved_at)
     SELECT randomblob(32), dkey, tenant_id, person_id, randomblob(72), ?2, ?2, 32503680000000,
         abs(random()), 'open', 'password', 'Firefox on Linux', ?2
     FROM people WHERE created_at = 1 AND tenant_id = ?1",
];

/// The same on a server. `$tenant` and `$many` are put in as numbers.
const SERVER: &str = "
    INSERT INTO people (dkey, tenant_id, person_id, head, rewrites, pseudonym, created_at)
    SELECT $tenant, $tenant, hashint8extended(i, 1) & 9223372036854775807, 10, 0,
        hashint8extended(i, 2) & 9223372036854775807, 1 FROM generate_series(1, $many::bigint) i;
    INSERT INTO entries (dkey, tenant_id, person_id, seq, entry_id, act, audience, sealed, received_at, imported)
    SELECT dkey, tenant_id, person_id, i, uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()), 'owner',
        decode(repeat(md5(person_id::text || i), 32), 'hex'), $many, 0
    FROM people CROSS JOIN generate_series(1, 10) i WHERE created_at = 1 ORDER BY person_id, i;
    INSERT INTO slots (dkey, tenant_id, person_id, slot_id, kind, kdf, salt, wrapped_key, created_at)
    SELECT dkey, tenant_id, person_id, i, 'recovery', 'hkdf-sha256', uuid_send(gen_random_uuid()),
        decode(repeat(md5(person_id::text), 4), 'hex'), 1
    FROM people CROSS JOIN generate_series(1, 2) i WHERE created_at = 1;
    INSERT INTO accounts (dkey, tenant_id, person_id, name, role, second, handle, created_at)
    SELECT dkey, tenant_id, person_id, 'filler' || person_id, 'member', '', uuid_send(gen_random_uuid()), 1
    FROM people WHERE created_at = 1;
    INSERT INTO account_names (name, dkey, tenant_id, person_id)
    SELECT 'filler' || person_id, dkey, tenant_id, person_id FROM people WHERE created_at = 1;
    INSERT INTO sessions (token_hash, dkey, tenant_id, person_id, wrapped_key, created_at, last_seen_at, expires_at,
        session_id, stage, way, browser, proved_at)
    SELECT sha256(person_id::text::bytea), dkey, tenant_id, person_id, decode(repeat(md5(person_id::text), 4), 'hex'),
        1, 1, 32503680000000, pseudonym, 'open', 'password', 'Firefox on Linux', 1
    FROM people WHERE created_at = 1;
    ANALYZE";

/// Puts so many into a file, in one transaction.
pub(crate) fn fill_file(path: &Path, tenant: TenantId, many: u64) -> Result<()> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    let load = connection.transaction()?;
    for statement in FILE {
        load.execute(statement, (tenant.get(), many))?;
    }
    load.commit()?;
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// The same into a database on a server.
pub(crate) fn fill_server(url: &str, tenant: TenantId, many: u64, runtime: &Runtime) -> Result<()> {
    let load = SERVER
        .replace("$tenant", &tenant.get().to_string())
        .replace("$many", &many.to_string());
    runtime.block_on(async { Ok(raw::connect(url).await?.batch_execute(&load).await?) })
}

/// Some of those that were put in, spread over all of them.
pub(crate) fn some(numbers: &[i64], tenant: Tenant) -> Result<Vec<PersonKey>> {
    let keys = numbers.iter().map(|number| {
        let person = PersonId::new(*number).context("an id above zero")?;
        Ok(PersonKey::new(tenant, person))
    });
    keys.collect()
}

/// The tenant that has everybody.
pub(crate) const fn whole(id: TenantId) -> Tenant {
    Tenant {
        id,
        layout: Layout::Packed,
    }
}

/// Numbers of so many of those that were put in, from the whole width of them.
pub(crate) fn numbers_in_file(path: &Path, many: usize) -> Result<Vec<i64>> {
    let connection = Connection::open(path)?;
    let mut query = connection.prepare(
        "SELECT person_id FROM people WHERE created_at = ?1 ORDER BY pseudonym LIMIT ?2",
    )?;
    let many = i64::try_from(many)?;
    let numbers = query.query_map((CAME, many), |row| row.get(0))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// The same on a server.
pub(crate) fn numbers_on_server(url: &str, many: usize, runtime: &Runtime) -> Result<Vec<i64>> {
    let query = format!(
        "SELECT person_id FROM people WHERE created_at = {CAME} ORDER BY pseudonym LIMIT {many}"
    );
    runtime.block_on(async {
        let rows = raw::connect(url).await?.query(&query, &[]).await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    })
}

/// Bytes of a database on a server.
pub(crate) fn size_on_server(url: &str, runtime: &Runtime) -> Result<u64> {
    let query = "SELECT pg_database_size(current_database())";
    runtime.block_on(async {
        let row = raw::connect(url).await?.query_one(query, &[]).await?;
        Ok(u64::try_from(row.get::<_, i64>(0))?)
    })
}
