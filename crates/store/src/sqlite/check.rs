//! Looking whether a database is sound.

use rusqlite::Connection;

use super::Sqlite;
use crate::{error::StoreError, examination::Examination};

/// How many faults are listed at most.
const FAULTS: u32 = 100;

/// A table, index, view or trigger as the database remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) sql: Option<String>,
}

/// Everything in the schema. What SQLite makes by itself (the index of a primary key) has no text.
pub(crate) fn objects(connection: &Connection) -> Result<Vec<Object>, StoreError> {
    let mut statement = connection.prepare("SELECT type, name, sql FROM sqlite_schema")?;
    let objects = statement.query_map([], |row| {
        Ok(Object {
            kind: row.get(0)?,
            name: row.get(1)?,
            sql: row.get(2)?,
        })
    })?;
    Ok(objects.collect::<Result<_, _>>()?)
}

/// What is wrong with the file and with references between rows; empty if nothing is.
pub(crate) fn integrity(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({FAULTS})"))?;
    let faults = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut faults: Vec<String> = faults.collect::<Result<_, _>>()?;
    faults.retain(|it| it != "ok");
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let orphans = statement.query_map([], |row| row.get::<_, String>(0))?;
    for table in orphans.take(FAULTS as usize) {
        faults.push(format!("a row of {} belongs to nobody", table?));
    }
    Ok(faults)
}

/// Settings that the store depends on, and what they must be.
const SETTINGS: [(&str, &str); 5] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("secure_delete", "1"),
    ("foreign_keys", "1"),
    ("trusted_schema", "0"),
];

impl Sqlite {
    /// Examines the file, its settings and its tables.
    pub(crate) async fn examine(&self) -> Result<Examination, StoreError> {
        let settings = self.write(settings).await?;
        let (rows, damage) = self
            .read(|connection| Ok((counts(connection)?, integrity(connection)?)))
            .await?;
        let wrong = settings.iter().zip(SETTINGS);
        let mut problems: Vec<String> = wrong
            .filter(|((_, value), (_, expected))| value != expected)
            .map(|((name, value), (_, expected))| {
                format!("{name} is {value} and must be {expected}")
            })
            .collect();
        problems.extend(
            damage
                .iter()
                .map(|it| format!("the database is damaged: {it}")),
        );
        Ok(Examination {
            facts: vec![("sqlite", rusqlite::version().to_owned())],
            settings,
            rows,
            problems,
        })
    }
}

fn settings(connection: &Connection) -> Result<Vec<(&'static str, String)>, StoreError> {
    let read = |name: &'static str| {
        let value = connection.pragma_query_value(None, name, |row| {
            Ok(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str()?.to_owned(),
            })
        })?;
        Ok((name, value))
    };
    SETTINGS.into_iter().map(|(name, _)| read(name)).collect()
}

fn counts(connection: &Connection) -> Result<Vec<(String, u64)>, StoreError> {
    let tables = objects(connection)?
        .into_iter()
        .filter(|it| it.kind == "table");
    tables
        .map(|table| {
            // The names are the schema's own.
            let query = format!("SELECT count(*) FROM {}", table.name);
            let count = connection.query_row(&query, [], |row| row.get(0))?;
            Ok((table.name, count))
        })
        .collect()
}
