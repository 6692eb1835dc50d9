//! Looking whether a server's database is what the store needs.

use super::{Postgres, attempts, session::Session, shards};
use crate::{
    error::StoreError,
    examination::Examination,
    schema::{self, LEASE_COLUMNS, MIGRATIONS},
};

/// Settings that the store depends on, and what they must not be.
const SETTINGS: [(&str, &str, &str); 4] = [
    (
        "fsync",
        "off",
        "what is said to be saved is lost when the machine loses power",
    ),
    (
        "full_page_writes",
        "off",
        "a power cut in the middle of a write can damage the database",
    ),
    (
        "synchronous_commit",
        "off",
        "what is said to be saved may not be on the disk yet",
    ),
    (
        "transaction_read_only",
        "on",
        "this server takes no writes: it is a standby, or was told so",
    ),
];

impl Postgres {
    /// Examines server, tables and, where the database is sharded, how they are spread.
    pub(crate) async fn examine(&self) -> Result<Examination, StoreError> {
        let shown = self.to_string();
        let prepared = self.inner.prepared;
        attempts!(self, Yes, session, db => examine(&mut db, shown.clone(), prepared)).await
    }
}

async fn examine(
    db: &mut Session,
    shown: String,
    prepared: bool,
) -> Result<Examination, StoreError> {
    let mut it = Examination {
        facts: vec![
            ("database", shown),
            (
                "postgresql",
                db.texts("SHOW server_version").await?.concat(),
            ),
            (
                "statements",
                if prepared { "prepared" } else { "unprepared" }.to_owned(),
            ),
        ],
        ..Examination::default()
    };
    for (name, wrong, because) in SETTINGS {
        let value = db.texts(&format!("SHOW {name}")).await?.concat();
        if value == wrong {
            it.problems.push(format!("{name} is {value}: {because}"));
        }
        it.settings.push((name, value));
    }
    let encoding = db.texts("SHOW server_encoding").await?.concat();
    if encoding != "UTF8" {
        it.problems.push(format!(
            "the database’s encoding is {encoding} and must be UTF8; make one with ‘CREATE DATABASE … ENCODING 'UTF8'’ and move the record there"
        ));
    }
    it.settings.push(("server_encoding", encoding));
    columns(db, &mut it.problems).await?;
    indexes(db, &mut it.problems).await?;
    if let Some(version) = shards::version(db).await? {
        it.facts.push(("citus", version));
        it.problems.extend(shards::faults(db).await?);
        it.problems.extend(shards::fanning_out(db).await?);
    }
    if !it.problems.is_empty() {
        return Ok(it);
    }
    for table in shards::SPREAD.iter().map(|it| it.0) {
        let count = db
            .texts(&format!("SELECT count(*)::text FROM {table}"))
            .await?;
        let count = count.concat().parse().unwrap_or(0);
        it.rows.push((table.to_owned(), count));
    }
    Ok(it)
}

async fn columns(db: &Session, problems: &mut Vec<String>) -> Result<(), StoreError> {
    let there = db
        .texts(
            "SELECT c.relname::text || '.' || a.attname::text || ' ' || format_type(a.atttypid, a.atttypmod)
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped",
        )
        .await?;
    for column in schema::columns().chain(LEASE_COLUMNS) {
        let found = there
            .iter()
            .filter_map(|it| it.split_once(' '))
            .find(|(name, _)| *name == column.name);
        match found {
            None => problems.push(format!("the column {} is missing", column.name)),
            Some((_, "bigint" | "text" | "bytea")) => {}
            Some((name, kind)) => problems.push(format!("the column {name} is {kind}")),
        }
    }
    Ok(())
}

async fn indexes(db: &Session, problems: &mut Vec<String>) -> Result<(), StoreError> {
    let there = db
        .texts(
            "SELECT c.relname::text FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND i.indisvalid",
        )
        .await?;
    let made = MIGRATIONS.iter().flat_map(|it| it.statements);
    for statement in made {
        let name = ["CREATE UNIQUE INDEX ", "CREATE INDEX "]
            .iter()
            .find_map(|it| statement.strip_prefix(it))
            .and_then(|rest| rest.split(' ').next());
        if let Some(name) = name.filter(|name| !there.iter().any(|it| it == name)) {
            problems.push(format!("the index {name} is missing, or not valid"));
        }
    }
    Ok(())
}
