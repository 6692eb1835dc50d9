//! The law of a server: leaving and being erased, the door of a closed account, the audit log, how long what is kept, and
//! backups on a schedule.
//!
//! - [`audit`]: what was done, in a chain of hashes, without names.
//! - [`leaving`]: thirty days in which somebody can take it back, then nothing.
//! - [`door`]: whoever was shut out takes their record along.
//! - [`retention`]: what is put away when.
//! - [`keeping`]: the pass that does all this, once an hour, in one of any number of servers.

mod audit;
mod deed;
mod door;
mod keeping;
mod leaving;
mod retention;
mod rows;

use jiff::Timestamp;

use self::audit::Chain;
pub(crate) use self::audit::NOTHING;
pub use self::{
    audit::{AuditEnd, AuditEnds, AuditFault, AuditRow, AuditSound, By, Doer, NoAuditEnd, Note},
    deed::Deed,
    door::DOOR_LASTS,
    keeping::{Every, Keeping, LastBackup, Pass, Plan},
    leaving::{Anew, LEAVING_LASTS},
    retention::{Kept, Old, Retention},
    rows::Law,
};
use crate::{error::StoreError, ids::PersonKey, instance::Instance, journal::Journal, random};

/// How many rows of the audit log are read at a time.
const PAGE: u32 = 500;

impl Instance {
    /// Notes in the audit log that something was done.
    pub async fn note(
        &self,
        deed: Deed,
        by: Doer,
        about: Option<PersonKey>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let note = new_note(deed, by, about, at)?;
        Law::note(self.journal(), self.tenant(), note).await
    }

    /// At most `limit` rows of the audit log before a number, the latest first; without one, the latest.
    pub async fn audit_before(
        &self,
        seq: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let seq = seq.unwrap_or(u64::MAX);
        Law::audit_before(self.journal(), self.tenant(), seq, limit).await
    }

    /// At most `limit` rows of the audit log after a number, in order.
    pub async fn audit_after(&self, seq: u64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        Law::audit_after(self.journal(), self.tenant(), seq, limit).await
    }

    /// At most `limit` rows about a person, the latest first.
    pub async fn audit_about(
        &self,
        person: PersonKey,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let Some(found) = self.journal().person(person).await? else {
            return Ok(Vec::new());
        };
        let number = found.pseudonym;
        Law::audit_about(self.journal(), self.tenant(), number, limit).await
    }

    /// What the accounts are called whose owners have these numbers in the audit log, as long as they are here.
    pub async fn named(&self, numbers: Vec<i64>) -> Result<Vec<(i64, String)>, StoreError> {
        Law::named(self.journal(), self.tenant(), numbers).await
    }

    /// Goes along the whole audit log and checks every hash. `expected` is a place that was noted earlier.
    pub async fn verify_audit(
        &self,
        expected: Option<AuditEnd>,
    ) -> Result<Result<AuditSound, AuditFault>, StoreError> {
        let journal = self.journal();
        let ends = journal.audit_ends(self.tenant()).await?;
        // Nothing is noted of a log that nothing was written to yet.
        let nothing = AuditEnd {
            seq: 0,
            hash: NOTHING,
        };
        let ends = ends.unwrap_or(AuditEnds {
            begun: nothing,
            last: nothing,
        });
        let before = self.audit_before(Some(ends.begun.seq + 1), 1).await?;
        let mut chain = match Chain::begin(self.tenant(), ends, expected, before.first()) {
            Ok(chain) => chain,
            Err(fault) => return Ok(Err(fault)),
        };
        loop {
            let rows = self.audit_after(chain.seq(), PAGE).await?;
            if rows.is_empty() {
                return Ok(chain.end());
            }
            for row in &rows {
                if row.seq > ends.last.seq && self.grew(ends).await? {
                    // Written since it was begun to be read.
                    return Ok(chain.end());
                }
                if let Err(fault) = chain.take(row) {
                    return Ok(Err(fault));
                }
            }
        }
    }

    /// Whether the log has grown beyond what was its end.
    async fn grew(&self, ends: AuditEnds) -> Result<bool, StoreError> {
        let now = self.journal().audit_ends(self.tenant()).await?;
        Ok(now.is_some_and(|it| it.last.seq > ends.last.seq))
    }
}

pub(crate) fn new_note(
    deed: Deed,
    by: Doer,
    about: Option<PersonKey>,
    at: Timestamp,
) -> Result<Note, StoreError> {
    Ok(Note {
        id: random::positive()?,
        deed,
        by,
        about,
        at,
    })
}
