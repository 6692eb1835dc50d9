//! Facts about an instance, for `windward doctor`: what is beneath, whether it is sound, and whether every
//! entry opens.

use std::{collections::HashSet, fs};

use jiff::Timestamp;
use rusqlite::Connection;
use windward_core::id::EntryId;

use crate::{
    error::StoreError,
    instance::{Instance, database},
    journal::{Head, Journal},
    person,
    schema::SCHEMA_VERSION,
    sealing::Sealer,
    sqlite,
};

/// How many entries are looked at in one read.
const PAGE: u32 = 500;

/// How many faults of entries are listed; more are counted.
const FAULTS: usize = 100;

/// What an examination found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doctor {
    /// Version of Windward that looked.
    pub windward: &'static str,
    /// Version of SQLite that it carries.
    pub sqlite: &'static str,
    /// Version of the schema.
    pub schema: i64,
    /// Which version of Windward made the instance.
    pub created_by: Option<String>,
    /// When.
    pub created_at: Option<Timestamp>,
    /// Settings of the connection that writes, by their names in SQLite.
    pub settings: Vec<(&'static str, String)>,
    /// Rows of each table.
    pub rows: Vec<(String, u64)>,
    /// Bytes of the database file and of its log.
    pub bytes: (u64, u64),
    /// What SQLite finds wrong with the file, and rows that belong to nobody. At most some hundred.
    pub damage: Vec<String>,
    /// Where the journal ends.
    pub head: Head,
    /// How many entries open and say what is noted beside them.
    pub sound: u64,
    /// Entries that do not, with the reason; at most a hundred are listed.
    pub faults: Vec<(u64, String)>,
    /// Sequence numbers that should be there and are not; at most a hundred are listed.
    pub gaps: Vec<u64>,
    /// Entries that others say they revise and that are not here: usual after an import of a part.
    pub missing: Vec<EntryId>,
    /// Whether the person said that they saved the recovery code.
    pub recovery_confirmed: bool,
}

/// Settings that the store depends on, and what they must be.
const SETTINGS: [(&str, &str); 5] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("secure_delete", "1"),
    ("foreign_keys", "1"),
    ("trusted_schema", "0"),
];

impl Doctor {
    /// What is wrong, one sentence each; empty if nothing is. Missing revisions are no fault.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for ((name, value), (_, expected)) in self.settings.iter().zip(SETTINGS) {
            if value != expected {
                problems.push(format!("{name} is {value} and must be {expected}"));
            }
        }
        problems.extend(
            self.damage
                .iter()
                .map(|it| format!("the database is damaged: {it}")),
        );
        problems.extend(
            self.faults
                .iter()
                .map(|(seq, why)| format!("entry number {seq} cannot be read: {why}")),
        );
        problems.extend(
            self.gaps
                .iter()
                .map(|seq| format!("entry number {seq} is missing")),
        );
        problems
    }

    /// Numbers between two entries that should be there.
    fn miss(&mut self, after: u64, before: u64) {
        let left = FAULTS.saturating_sub(self.gaps.len());
        self.gaps.extend((after + 1..before).take(left));
    }

    fn note(&mut self, seq: u64, fault: String) {
        if self.faults.len() < FAULTS {
            self.faults.push((seq, fault));
        }
    }
}

impl Instance {
    /// Examines everything. Reads the whole record once, in bounded memory.
    pub async fn doctor(&self) -> Result<Doctor, StoreError> {
        let path = database(self.data_dir());
        let settings = self.journal().write(settings).await?;
        let (rows, damage, created) = self
            .journal()
            .read(|connection| {
                let created = (
                    about(connection, "created_by")?,
                    about(connection, "created_at")?,
                );
                Ok((counts(connection)?, sqlite::integrity(connection)?, created))
            })
            .await?;
        let size = |suffix: &str| {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            fs::metadata(name).map_or(0, |it| it.len())
        };
        let mut doctor = Doctor {
            windward: env!("CARGO_PKG_VERSION"),
            sqlite: rusqlite::version(),
            schema: SCHEMA_VERSION,
            created_by: created.0,
            created_at: created
                .1
                .and_then(|it| it.parse().ok())
                .and_then(|it| Timestamp::from_millisecond(it).ok()),
            settings,
            rows,
            bytes: (size(""), size("-wal")),
            damage,
            head: Head::default(),
            sound: 0,
            faults: Vec::new(),
            gaps: Vec::new(),
            missing: Vec::new(),
            recovery_confirmed: self.recovery_confirmed().await?,
        };
        self.examine_entries(&mut doctor).await?;
        Ok(doctor)
    }

    async fn examine_entries(&self, doctor: &mut Doctor) -> Result<(), StoreError> {
        let store = self.owner();
        doctor.head = store.head().await?;
        let sealer = Sealer::new(store.vault());
        let (mut ids, mut revised) = (HashSet::new(), Vec::new());
        let (mut seq, mut limit) = (0, PAGE);
        while seq < doctor.head.seq {
            let rows = match self.journal().scan(store.person(), seq, limit).await {
                Ok(rows) => rows,
                // One row of the page cannot even be read: go on one by one, and pass over it.
                Err(StoreError::Row { .. }) if limit > 1 => {
                    limit = 1;
                    continue;
                }
                Err(StoreError::Row { seq: bad, fault }) => {
                    doctor.miss(seq, bad);
                    doctor.note(bad, fault.to_string());
                    seq = bad;
                    continue;
                }
                Err(other) => return Err(other),
            };
            let Some(last) = rows.last().map(|row| row.seq) else {
                doctor.miss(seq, doctor.head.seq + 1);
                break;
            };
            for row in rows {
                doctor.miss(seq, row.seq);
                seq = row.seq;
                ids.insert(row.entry_id);
                revised.extend(row.revises);
                match person::unseal(&sealer, store.person(), row) {
                    Ok(_) => doctor.sound += 1,
                    Err(StoreError::Row { fault, .. }) => doctor.note(seq, fault.to_string()),
                    Err(other) => return Err(other),
                }
            }
            seq = last;
        }
        revised.retain(|id| !ids.contains(id));
        doctor.missing = revised;
        Ok(())
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

fn about(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare(crate::sql::INSTANCE.sqlite())?;
    let mut rows = statement.query([name])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

fn counts(connection: &Connection) -> Result<Vec<(String, u64)>, StoreError> {
    let tables = sqlite::objects(connection)?
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
