//! Facts about an instance, for `windward doctor`: what is beneath, whether it is sound, and whether every
//! entry opens.

use std::{collections::HashSet, fs};

use jiff::Timestamp;
use windward_core::id::EntryId;

use crate::{
    error::StoreError,
    examination::Examination,
    instance::{Instance, database},
    journal::{Head, Journal},
    moving::Copied,
    person::{self, PersonStore},
    schema::SCHEMA_VERSION,
    sealing::Sealer,
    store::Store,
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
    /// Version of the schema.
    pub schema: i64,
    /// Which version of Windward made the instance.
    pub created_by: Option<String>,
    /// When.
    pub created_at: Option<Timestamp>,
    /// What the database is, and what it or we find wrong with it.
    pub database: Examination,
    /// Bytes of the database file and of its log; `None` where there is no file.
    pub bytes: Option<(u64, u64)>,
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
    /// Whether the person said that they saved the recovery code; `None` where everybody has an account, and nobody
    /// else opens an entry.
    pub recovery_confirmed: Option<bool>,
}

impl Doctor {
    /// What is wrong, one sentence each; empty if nothing is. Missing revisions are no fault.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = self.database.problems.clone();
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
        let journal = self.journal();
        let (database, bytes) = match journal {
            Store::Sqlite(file) => (file.examine().await?, Some(self.bytes())),
            Store::Postgres(server) => (server.examine().await?, None),
        };
        let created_at = journal.about("created_at").await?;
        let mut doctor = Doctor {
            windward: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA_VERSION,
            created_by: journal.about("created_by").await?,
            created_at: created_at
                .and_then(|it| it.parse().ok())
                .and_then(|it| Timestamp::from_millisecond(it).ok()),
            database,
            bytes,
            head: Head::default(),
            sound: 0,
            faults: Vec::new(),
            gaps: Vec::new(),
            missing: Vec::new(),
            recovery_confirmed: None,
        };
        if let Some(owner) = self.owner() {
            doctor.recovery_confirmed = Some(owner.recovery_confirmed().await?);
            self.examine_entries(&owner, &mut doctor).await?;
        }
        Ok(doctor)
    }

    fn bytes(&self) -> (u64, u64) {
        let path = database(self.data_dir());
        let size = |suffix: &str| {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            fs::metadata(name).map_or(0, |it| it.len())
        };
        (size(""), size("-wal"))
    }

    async fn examine_entries(
        &self,
        store: &PersonStore,
        doctor: &mut Doctor,
    ) -> Result<(), StoreError> {
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
