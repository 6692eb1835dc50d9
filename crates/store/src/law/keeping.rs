//! The pass that a server makes over what it keeps: who has left is erased, what is old is put away, a backup is made when
//! one is due. Of any number of servers one does it at a time.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Deed, Doer, Kept, LEAVING_LASTS, Law, Retention};
use crate::{
    error::StoreError, ids::PersonKey, instance::Instance, moving::Copied, post::Post,
    sealing::AgeRecipient,
};

/// Under which name the turn is noted.
const TURN: &str = "keeping";

/// How long a turn lasts at most, with a backup in it: where a server died in the middle, another takes over then.
const TURN_LASTS: SignedDuration = SignedDuration::from_hours(2);

/// When one that failed is tried again: with the next pass.
const AGAIN: SignedDuration = SignedDuration::from_mins(50);

/// How many people are erased between two looks at who is left.
const AT_A_TIME: u32 = 100;

/// Under which name the last backup is noted.
const LAST_BACKUP: &str = "last_backup";

/// How a server keeps what it has.
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// How long.
    pub retention: Retention,
    /// Whether it makes backups by itself, and where.
    pub backups: Option<Plan>,
}

/// When backups are made by themselves, and where they go.
#[derive(Debug, Clone)]
pub struct Plan {
    /// A directory that is there.
    pub to: PathBuf,
    /// How often.
    pub every: Every,
    /// How many are left there; older ones are taken away.
    pub keep: usize,
    /// The public keys that they are encrypted to.
    pub recipients: Vec<AgeRecipient>,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// Once a day.
    #[default]
    Day,
    /// Once a week.
    Week,
}

impl Every {
    const fn period(self) -> SignedDuration {
        match self {
            // An hour less, so that a pass a moment early does not put it off by an hour each day.
            Self::Day => SignedDuration::from_hours(23),
            Self::Week => SignedDuration::from_hours(7 * 24 - 1),
        }
    }
}

/// How the last backup came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When it was begun.
    pub at: Timestamp,
    /// Where it is.
    pub file: String,
    /// How large.
    pub bytes: u64,
    /// How many entries of all journals it holds.
    pub entries: u64,
    /// Whether it was read again after it was written, and was what was written.
    pub verified: bool,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// What a pass did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pass {
    /// Whether it was another server's turn, so that nothing was done.
    pub elsewhere: bool,
    /// People who were erased because they had left.
    pub erased: u64,
    /// Closed accounts that were erased because of their age.
    pub closed: u64,
    /// What else was put away.
    pub forgotten: Vec<(Kept, u64)>,
    /// The backup that was due.
    pub backup: Option<LastBackup>,
}

impl Instance {
    /// Makes a pass, if it is this server's turn. `holder` is a random number of the program.
    pub async fn keep(
        &self,
        keeping: &Keeping,
        holder: i64,
        now: Timestamp,
    ) -> Result<Pass, StoreError> {
        let until = now + TURN_LASTS;
        let turn = self.journal().take_turn(TURN, holder, now, until).await?;
        if turn.is_none() {
            return Ok(Pass {
                elsewhere: true,
                ..Pass::default()
            });
        }
        let done = self.done_in_turn(keeping, now).await;
        // Whoever looks next may: it is held only so that two do not do it at once.
        self.journal().leave_turn(TURN, holder, now, None).await?;
        done
    }

    async fn done_in_turn(&self, keeping: &Keeping, now: Timestamp) -> Result<Pass, StoreError> {
        let put_away = self.put_away(&keeping.retention, now).await;
        let swept = self.sweep_shares(now).await;
        // A backup is made whatever came of these.
        let backup = match &keeping.backups {
            Some(plan) if self.is_due(plan, now).await? => {
                Some(self.backup_by(plan, Doer::Server, now).await?)
            }
            _ => None,
        };
        swept?;
        Ok(Pass {
            backup,
            ..put_away?
        })
    }

    /// Erases whoever has left, and puts away what is old.
    pub async fn put_away(
        &self,
        retention: &Retention,
        now: Timestamp,
    ) -> Result<Pass, StoreError> {
        let mut pass = Pass::default();
        let (journal, tenant) = (self.journal(), self.tenant());
        loop {
            let since = now - LEAVING_LASTS;
            let left = journal.leaving(tenant, since, AT_A_TIME).await?;
            if left.is_empty() {
                break;
            }
            pass.erased += self.erase_all(left, now).await?;
        }
        if let Some(period) = retention.period(Kept::Closed) {
            loop {
                let closed = journal.closed(tenant, now - period, AT_A_TIME).await?;
                if closed.is_empty() {
                    break;
                }
                pass.closed += self.erase_all(closed, now).await?;
            }
        }
        for kept in Kept::ALL {
            let Some(period) = retention.period(kept) else {
                continue;
            };
            let rows = journal.forget(tenant, kept, now - period).await?;
            if rows > 0 {
                pass.forgotten.push((kept, rows));
            }
        }
        // What is over anyhow, as it goes at each sign-in, is not told of.
        let told = [Kept::Audit, Kept::Looks, Kept::Letters];
        let is_told = pass.forgotten.iter().any(|(kept, _)| told.contains(kept));
        if is_told || pass.closed > 0 {
            self.note(Deed::Retention, Doer::Server, None, now).await?;
        }
        Ok(pass)
    }

    async fn erase_all(&self, people: Vec<PersonKey>, now: Timestamp) -> Result<u64, StoreError> {
        let mut erased = 0;
        for person in people {
            self.erase_person(person, Doer::Server, now).await?;
            erased += 1;
        }
        Ok(erased)
    }

    async fn is_due(&self, plan: &Plan, now: Timestamp) -> Result<bool, StoreError> {
        let last = self.last_backup().await?;
        Ok(last.is_none_or(|it| {
            let period = if it.verified {
                plan.every.period()
            } else {
                AGAIN
            };
            now.duration_since(it.at) >= period
        }))
    }

    /// How the last backup came out that was made by a plan.
    pub async fn last_backup(&self) -> Result<Option<LastBackup>, StoreError> {
        let noted = self.journal().about(LAST_BACKUP).await?;
        Ok(noted.and_then(|it| serde_json::from_str(&it).ok()))
    }

    /// Notes how one came out.
    pub(crate) async fn note_backup(&self, last: &LastBackup) -> Result<(), StoreError> {
        let text =
            serde_json::to_string(last).map_err(|error| StoreError::Database(error.into()))?;
        self.journal().note_about(LAST_BACKUP, text).await
    }
}
