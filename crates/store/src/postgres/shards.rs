//! Where tables lie on a sharded PostgreSQL (Citus). On a plain one there is nothing to say.

use super::session::Session;
use crate::error::StoreError;

/// How the rows of a table are spread over machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// On every machine, for tables of a few rows.
    Everywhere,
    /// By a column.
    By(&'static str),
    /// By the distribution key, a person's rows beside those of the table `people`.
    BesidePeople,
}

/// Every table. One that is forgotten would lie on one machine, and nobody would notice for long.
pub(super) const SPREAD: &[(&str, Spread)] = &[
    ("leases", Spread::Everywhere),
    ("schema_version", Spread::Everywhere),
    ("instance", Spread::Everywhere),
    ("tenants", Spread::Everywhere),
    ("people", Spread::By("dkey")),
    ("entries", Spread::BesidePeople),
    ("slots", Spread::BesidePeople),
    ("letters", Spread::BesidePeople),
    ("digests", Spread::BesidePeople),
    ("server_settings", Spread::Everywhere),
    ("runners", Spread::Everywhere),
    ("due", Spread::BesidePeople),
    ("due_heads", Spread::BesidePeople),
    ("feeds", Spread::By("token_hash")),
    ("frameworks", Spread::By("tenant_id")),
    ("sessions", Spread::By("token_hash")),
    ("sign_in_links", Spread::By("token_hash")),
    ("accounts", Spread::BesidePeople),
    ("account_names", Spread::By("name")),
    ("spare_codes", Spread::BesidePeople),
    ("passkeys", Spread::By("credential_hash")),
    ("identities", Spread::By("identity_hash")),
    ("invitations", Spread::By("token_hash")),
    ("resets", Spread::By("token_hash")),
    ("spent", Spread::By("spent_hash")),
    ("shown_names", Spread::BesidePeople),
    ("grants", Spread::BesidePeople),
    ("share_links", Spread::By("token_hash")),
    ("lines", Spread::BesidePeople),
    ("looks", Spread::BesidePeople),
    ("brought", Spread::BesidePeople),
    ("called_names", Spread::By("name")),
    ("audit", Spread::By("tenant_id")),
    ("audit_ends", Spread::By("tenant_id")),
];

/// Whether the database is sharded.
pub(super) async fn are_there(db: &Session) -> Result<bool, StoreError> {
    let extensions = db
        .texts("SELECT extname::text FROM pg_catalog.pg_extension")
        .await?;
    Ok(extensions.iter().any(|it| it == "citus"))
}

/// The table that a statement of a migration makes.
pub(super) fn table_made_by(statement: &str) -> Option<&str> {
    let rest = statement.strip_prefix("CREATE TABLE ")?;
    rest.split([' ', '(']).next()
}

/// Tables that refer to each other are spread in one transaction only so.
pub(super) async fn one_at_a_time(db: &Session) -> Result<(), StoreError> {
    db.plain("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'")
        .await
}

/// Spreads a table that was made just now, unless it is spread already.
pub(super) async fn place(db: &Session, table: &str) -> Result<(), StoreError> {
    let placed = "SELECT logicalrelid::text FROM pg_catalog.pg_dist_partition";
    if db.texts(placed).await?.iter().any(|it| it == table) {
        return Ok(());
    }
    let spread = SPREAD.iter().find(|(name, _)| *name == table);
    let call = match spread.map(|(_, spread)| spread) {
        None => return Err(StoreError::Malformed("a table of no known place")),
        Some(Spread::Everywhere) => format!("SELECT create_reference_table('{table}')"),
        Some(Spread::By(column)) => {
            format!(
                "SELECT create_distributed_table('{table}', '{column}', colocate_with => 'none')"
            )
        }
        Some(Spread::BesidePeople) => {
            format!("SELECT create_distributed_table('{table}', 'dkey', colocate_with => 'people')")
        }
    };
    db.plain(&call).await
}

/// What is wrong with how tables lie, one sentence each.
pub(super) async fn faults(db: &Session) -> Result<Vec<String>, StoreError> {
    let tables = "SELECT table_name::text || ' ' || citus_table_type || ' ' || distribution_column || ' ' || colocation_id::text
        FROM citus_tables";
    let there = db.texts(tables).await?;
    let find = |name: &str| {
        let line = there.iter().find(|it| it.split(' ').next() == Some(name))?;
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        <[&str; 3]>::try_from(words).ok()
    };
    let beside = find("people").map(|[_, _, group]| group);
    let mut faults = Vec::new();
    for (table, spread) in SPREAD {
        let Some([kind, column, group]) = find(table) else {
            faults.push(format!("the table {table} lies on one machine alone"));
            continue;
        };
        let right = match spread {
            Spread::Everywhere => kind == "reference",
            Spread::By(by) => kind == "distributed" && column == *by,
            Spread::BesidePeople => {
                kind == "distributed" && column == "dkey" && Some(group) == beside
            }
        };
        if !right {
            faults.push(format!(
                "the table {table} is {kind}, by {column} in group {group}, and should be {spread:?}"
            ));
        }
    }
    Ok(faults)
}

/// Statements of a person that would ask more than one machine.
pub(super) async fn fanning_out(db: &Session) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for (name, statement) in crate::sql::ALL {
        if !statement.is_of_one_person(name) {
            continue;
        }
        let plan = db.explain(statement).await?;
        let tasks = plan
            .iter()
            .find_map(|line| line.trim().strip_prefix("Task Count: "));
        if tasks != Some("1") {
            faults.push(format!(
                "the statement {name} of one person is {} tasks",
                tasks.unwrap_or("no")
            ));
        }
    }
    Ok(faults)
}

/// Version of what shards the database, if it is.
pub(super) async fn version(db: &Session) -> Result<Option<String>, StoreError> {
    let found = "SELECT extversion::text FROM pg_catalog.pg_extension WHERE extname = 'citus'";
    db.texts(found).await.map(|it| it.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{LEASES, MIGRATIONS};

    #[test]
    fn every_table_has_its_place() {
        let made = MIGRATIONS.iter().flat_map(|it| it.statements);
        let mut made: Vec<&str> = made.filter_map(|it| table_made_by(it)).collect();
        assert!(LEASES.contains(" leases "));
        made.push("leases");
        let mut placed: Vec<&str> = SPREAD.iter().map(|it| it.0).collect();
        made.sort_unstable();
        placed.sort_unstable();
        assert_eq!(made, placed);
    }
}
