//! Looking whether a database is sound.

use rusqlite::Connection;

use crate::error::StoreError;

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
