//! Connections as every part of the store wants them, and the guards on what is beneath.

use std::{fs, io, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::open_error::OpenError;

/// SQLite before this one can corrupt a database with a write-ahead log (the ‘WAL reset’ fault of 3.51.2 and
/// earlier).
const OLDEST: (i32, &str) = (3_051_003, "3.51.3");

/// Marks a database as Windward's: ‘WIND’.
const APPLICATION_ID: i32 = 0x5749_4e44;

/// How long a connection waits for a lock that another program holds.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many statements a connection keeps prepared: all of them.
const STATEMENTS: usize = 64;

/// Makes an empty database file that its owner alone may read.
pub(crate) fn create(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

/// Refuses a SQLite that is not to be trusted with a record.
pub(crate) fn check_version() -> Result<(), OpenError> {
    if rusqlite::version_number() < OLDEST.0 {
        return Err(OpenError::OldSqlite {
            found: rusqlite::version(),
            needed: OLDEST.1,
        });
    }
    Ok(())
}

/// A connection that writes. Sets up the write-ahead log and checks that it is really on.
pub(crate) fn writer(path: &Path) -> Result<Connection, OpenError> {
    check_version()?;
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&connection)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(OpenError::NoWal);
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Only macOS heeds these: its fsync alone leaves the bytes in the drive's cache.
    connection.pragma_update(None, "fullfsync", "ON")?;
    connection.pragma_update(None, "checkpoint_fullfsync", "ON")?;
    // The writer checkpoints by itself, where a failure is noticed.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(connection)
}

/// A connection that only reads.
pub(crate) fn reader(path: &Path) -> Result<Connection, OpenError> {
    check_version()?;
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&connection)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), OpenError> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else SQLite looks at the values that a statement is run with, and plans it anew for others. There are no
    // statistics here that could make another plan the better one.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A database file may come from elsewhere (a restored backup): nothing in its schema is run.
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    // What SQLite sorts or sets aside never reaches the disk.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Waits for locks as every connection does, after something waited less.
pub(super) fn be_patient(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)
}

/// Takes back what broke off before a database kept a log, in its very first start: whoever only reads cannot, and SQLite then
/// refuses to let them. What was there before that is what is there after it.
fn take_back(path: &Path) -> Result<(), OpenError> {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    if !Path::new(&journal).exists() {
        return Ok(());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // The first look at it does so.
    version_of(&connection).map(|_| ())
}

/// Which version of the schema a database file has; 0 for an empty one. Writes nothing of its own.
pub(crate) fn version(path: &Path) -> Result<i64, OpenError> {
    take_back(path)?;
    let connection = reader(path)?;
    let version = version_of(&connection)?;
    if version > crate::SCHEMA_VERSION {
        return Err(OpenError::Newer {
            found: version,
            known: crate::SCHEMA_VERSION,
        });
    }
    Ok(version)
}

pub(crate) fn version_of(connection: &Connection) -> Result<i64, OpenError> {
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    match (objects, id) {
        (0, 0) => Ok(0),
        (_, APPLICATION_ID) => {
            Ok(connection.query_row(crate::sql::VERSION.sqlite(), [], |row| row.get(0))?)
        }
        _ => Err(OpenError::NotWindward),
    }
}

/// Brings a database to this version's schema, in one transaction. The caller has it alone.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let now = jiff::Timestamp::now().as_millisecond();
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found = version_of(&transaction)?;
    for migration in crate::schema::MIGRATIONS {
        if migration.version <= found {
            continue;
        }
        for statement in migration.statements {
            transaction.execute(statement, [])?;
        }
        transaction.execute(crate::sql::ADD_VERSION.sqlite(), [migration.version, now])?;
        tracing::info!(version = migration.version, "schema brought up to date");
    }
    if found == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        for (name, value) in [
            ("created_by", env!("CARGO_PKG_VERSION").to_owned()),
            ("created_at", now.to_string()),
        ] {
            transaction.execute(crate::sql::SET_INSTANCE.sqlite(), [name, &value])?;
        }
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{schema, sql};

    fn fresh() -> (tempfile::TempDir, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        create(&path).unwrap();
        let mut connection = writer(&path).unwrap();
        migrate(&mut connection).unwrap();
        (dir, connection)
    }

    #[test]
    fn every_statement_is_one_that_the_schema_understands() {
        let (_dir, connection) = fresh();
        for (name, statement) in sql::ALL {
            connection
                .prepare(statement.sqlite())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    #[test]
    fn every_column_has_a_class() {
        let (_dir, connection) = fresh();
        let mut found: Vec<String> = connection
            .prepare("SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut listed: Vec<String> = schema::columns().map(|it| it.name.to_owned()).collect();
        found.sort();
        listed.sort();
        assert_eq!(found, listed);
        assert!(schema::columns().all(|it| !it.reason.is_empty()));
    }

    #[test]
    fn statements_on_a_persons_page_go_through_an_index() {
        let (_dir, connection) = fresh();
        for (name, statement) in sql::ALL {
            let text = statement.sqlite();
            if !text.contains("WHERE") || sql::FANNED_OUT.contains(name) || *name == "END_LINKS" {
                continue;
            }
            let mut plan = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {text}"))
                .unwrap();
            let count = plan.parameter_count();
            let steps: Vec<String> = plan
                .query_map(rusqlite::params_from_iter(vec![1; count]), |row| row.get(3))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            assert!(
                steps.iter().all(|it| !it.starts_with("SCAN")),
                "{name}: {steps:?}"
            );
            // By the key of the table it would go through a journal from its start for each entry that revises one.
            if *name == "EARLIER_REVISION" {
                let by_its_own = |it: &String| it.contains("entries_revises");
                assert!(steps.iter().any(by_its_own), "{steps:?}");
            }
        }
    }

    /// A statement whose plan looked at a value is planned anew with every other value, which costs more than
    /// running it.
    #[test]
    fn no_statement_is_planned_again_for_other_values() {
        let (_dir, connection) = fresh();
        connection.execute_batch("BEGIN").unwrap();
        let mut again = Vec::new();
        for (name, statement) in sql::ALL {
            let mut statement = connection.prepare(statement.sqlite()).unwrap();
            for value in 1..4 {
                for place in 1..=statement.parameter_count() {
                    statement.raw_bind_parameter(place, value).unwrap();
                }
                // What the schema refuses was planned all the same.
                let _ = statement.raw_query().next();
            }
            if statement.get_status(rusqlite::StatementStatus::RePrepare) > 0 {
                again.push(*name);
            }
        }
        assert!(again.is_empty(), "{again:?}");
    }

    #[test]
    fn migrating_again_changes_nothing() {
        let (_dir, mut connection) = fresh();
        let objects = |connection: &Connection| -> i64 {
            connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
                .unwrap()
        };
        let before = objects(&connection);
        migrate(&mut connection).unwrap();
        assert_eq!(objects(&connection), before);
        assert_eq!(version_of(&connection).unwrap(), crate::SCHEMA_VERSION);
    }

    #[test]
    fn another_programs_database_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE recipes (name text)")
            .unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(version(&path), Err(OpenError::NotWindward)));
        assert_eq!(fs::read(&path).unwrap(), before);
        fs::write(&path, "not a database at all, only some lines of text").unwrap();
        assert!(version(&path).is_err());
    }
}
