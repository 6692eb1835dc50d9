//! Bringing a server's database to this version's schema, and the very first rows: each once, whoever else
//! is at it.
//!
//! Who changes tables takes the row of a lease first and holds it until its transaction ends. Unlike a lock of
//! the server's own kind it is one lock on a sharded database too, and behind a pooler; and it ends with the
//! transaction, however that ends.

use super::{Postgres, attempts, session::Session, shards};
use crate::{
    connection::{Connection, values},
    error::StoreError,
    ids::Tenant,
    journal::{Person, Slot},
    open_error::OpenError,
    schema::{self, LEASES, MIGRATIONS, SCHEMA_VERSION},
    sql,
    verbs::{self, Found},
};

/// The oldest server that the statements are known to work on.
const OLDEST: u32 = 13;

/// The tables in reach, whoever made them.
const TABLES: &str = "SELECT c.relname::text FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')";

/// Makes the row of the lease, once.
const MAKE_LEASE: &str =
    "INSERT INTO leases (name, fence, taken_at) VALUES ($1, 0, $2) ON CONFLICT (name) DO NOTHING";

/// Takes the lease, once whoever holds it is done. The number tells takers apart.
const TAKE_LEASE: &str = "UPDATE leases SET fence = fence + 1, taken_at = $2 WHERE name = $1";

/// The one lease there is: for the tables, and for the first rows in them.
const LEASE: &str = "schema";

impl Postgres {
    pub(super) async fn check_server(&self) -> Result<(), OpenError> {
        let session = self.session().await?;
        let outcome = session
            .texts("SHOW server_version_num")
            .await
            .map(|answer| answer.concat());
        let number = session.finish(outcome).await.map_err(|it| it.error)?;
        let major = number.parse::<u32>().unwrap_or(0) / 10_000;
        if major < OLDEST {
            return Err(OpenError::OldPostgres {
                found: major.to_string(),
                needed: OLDEST,
            });
        }
        Ok(())
    }

    /// Which version of the schema there is; 0 for none. Changes nothing.
    pub(crate) fn version(&self) -> Result<i64, OpenError> {
        self.wait(self.version_now())
    }

    async fn version_now(&self) -> Result<i64, OpenError> {
        let found = attempts!(self, Yes, session, db => version_within(&mut db)).await?;
        known(found)
    }

    /// Brings the tables up to this version, unless they are.
    pub(crate) fn migrate(&self) -> Result<(), OpenError> {
        self.wait(async {
            let current = self.version_now().await? == SCHEMA_VERSION;
            if current && attempts!(self, Yes, session, db => has_lease(&mut db)).await? {
                return Ok(());
            }
            attempts!(self, Yes, session, db => make_lease(&mut db)).await?;
            let found = attempts!(self, Yes, transaction, db => migrate_within(&mut db)).await?;
            known(found).map(drop)
        })
    }

    /// The one person of the database.
    pub(crate) fn find(&self) -> Result<Found, StoreError> {
        self.wait(attempts!(self, Yes, session, db => verbs::find(&mut db)))
    }

    /// Makes an instance in which everybody will have an account.
    pub(crate) fn establish_accounts(&self, tenant: Tenant) -> Result<(), StoreError> {
        let at = jiff::Timestamp::now();
        self.wait(
            attempts!(self, Yes, transaction, db => verbs::establish_accounts(&mut db, tenant, at)),
        )
    }

    /// Adds the first person, and the tenant if it is new; `false` if another was first.
    pub(crate) fn establish(
        &self,
        new_tenant: Option<Tenant>,
        person: Person,
        slots: Vec<Slot>,
    ) -> Result<bool, StoreError> {
        self.wait(attempts!(self, Yes, transaction, db =>
            establish_within(&mut db, new_tenant, &person, &slots)))
    }
}

fn known(found: Option<i64>) -> Result<i64, OpenError> {
    match found {
        None => Err(OpenError::NotWindward),
        Some(found) if found > SCHEMA_VERSION => Err(OpenError::Newer {
            found,
            known: SCHEMA_VERSION,
        }),
        Some(found) => Ok(found),
    }
}

/// The version of the tables, 0 if there are none of our names; `None` if some are another program's.
async fn version_within(db: &mut Session) -> Result<Option<i64>, StoreError> {
    let there = db.texts(TABLES).await?;
    let is_there = |name: &str| there.iter().any(|it| it == name);
    let mut ours = schema::columns().filter_map(|it| it.name.split('.').next());
    if !ours.any(is_there) {
        return Ok(Some(0));
    }
    if !["schema_version", "instance", "people", "entries"]
        .into_iter()
        .all(is_there)
    {
        return Ok(None);
    }
    let versions = db
        .all(&sql::VERSION, values![], |row| row.number(0))
        .await?;
    Ok(versions.first().copied())
}

async fn has_lease(db: &mut Session) -> Result<bool, StoreError> {
    Ok(db.texts(TABLES).await?.iter().any(|it| it == "leases"))
}

async fn make_lease(db: &mut Session) -> Result<(), StoreError> {
    // Two at once may both find nothing, and one then meets what the other made.
    if let Err(error) = db.plain(LEASES).await
        && !has_lease(db).await?
    {
        return Err(error);
    }
    if shards::are_there(db).await? {
        shards::place(db, "leases").await?;
    }
    db.change(MAKE_LEASE, values![LEASE, now()]).await.map(drop)
}

/// Waits for the lease. Until the transaction ends nobody else has it.
async fn take_lease(db: &Session) -> Result<(), StoreError> {
    match db.change(TAKE_LEASE, values![LEASE, now()]).await? {
        1 => Ok(()),
        _ => Err(StoreError::Malformed("no lease for its tables")),
    }
}

/// What was found, before anything was changed.
async fn migrate_within(db: &mut Session) -> Result<Option<i64>, StoreError> {
    take_lease(db).await?;
    let found = match version_within(db).await? {
        Some(found) if found <= SCHEMA_VERSION => found,
        other => return Ok(other),
    };
    let sharded = shards::are_there(db).await?;
    if sharded {
        shards::one_at_a_time(db).await?;
    }
    for migration in MIGRATIONS.iter().filter(|it| it.version > found) {
        for statement in migration.statements {
            db.plain(statement).await?;
            if let Some(table) = shards::table_made_by(statement).filter(|_| sharded) {
                shards::place(db, table).await?;
            }
        }
        db.run(&sql::ADD_VERSION, values![migration.version, now()])
            .await?;
        tracing::info!(version = migration.version, "schema brought up to date");
    }
    if found == 0 {
        let (by, at) = (env!("CARGO_PKG_VERSION"), now().to_string());
        for (name, value) in [("created_by", by), ("created_at", &*at)] {
            db.run(&sql::SET_INSTANCE, values![name, value]).await?;
        }
    }
    Ok(Some(found))
}

async fn establish_within(
    db: &mut Session,
    new_tenant: Option<Tenant>,
    person: &Person,
    slots: &[Slot],
) -> Result<bool, StoreError> {
    take_lease(db).await?;
    let found = verbs::find(db).await?;
    if let Some(there) = found.person {
        // Ourselves, if the answer of the first attempt was lost.
        return Ok(there.key == person.key);
    }
    if found.tenant.is_some() && new_tenant.is_some() {
        return Ok(false);
    }
    verbs::establish(db, new_tenant, person, slots).await?;
    Ok(true)
}

fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
