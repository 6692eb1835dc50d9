//! How long what is kept, and what goes when.

use jiff::{SignedDuration, Timestamp};

use super::{LEAVING_LASTS, Law};
use crate::{error::StoreError, instance::Instance};

/// How long things are kept, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Rows of the audit log.
    pub audit: u32,
    /// Who looked at what of somebody's.
    pub looks: u32,
    /// That a letter was sent; its words go at once, and it is known for ninety days at most.
    pub letters: u32,
    /// Closed accounts with their records, after they were closed; for ever without it.
    pub closed: Option<u32>,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            audit: 400,
            looks: 400,
            letters: 90,
            closed: None,
        }
    }
}

/// A kind of thing that is not kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Rows of the audit log.
    Audit,
    /// Who looked at what.
    Looks,
    /// Sessions that are over.
    Sessions,
    /// Sign-in links that are over.
    SignInLinks,
    /// Invitations that are over.
    Invitations,
    /// Links to a new password that are over.
    NewPasswords,
    /// What works once and was used.
    Spent,
    /// That letters were sent.
    Letters,
    /// Closed accounts.
    Closed,
    /// People who are leaving.
    Leaving,
}

impl Kept {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Leaving,
        Self::Closed,
        Self::Audit,
        Self::Looks,
        Self::Letters,
        Self::Sessions,
        Self::SignInLinks,
        Self::Invitations,
        Self::NewPasswords,
        Self::Spent,
    ];

    /// As JSON and the configuration name it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Looks => "looks",
            Self::Sessions => "sessions",
            Self::SignInLinks => "sign-in-links",
            Self::Invitations => "invitations",
            Self::NewPasswords => "new-passwords",
            Self::Spent => "spent",
            Self::Letters => "letters",
            Self::Closed => "closed",
            Self::Leaving => "leaving",
        }
    }

    /// What it is, for a person.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Audit => "Rows of the audit log",
            Self::Looks => "Who looked at what that was shared",
            Self::Sessions => "Sessions that are over",
            Self::SignInLinks => "Sign-in links that are over",
            Self::Invitations => "Invitations that are over",
            Self::NewPasswords => "Links to a new password that are over",
            Self::Spent => "Codes that were used up",
            Self::Letters => "That letters were sent, and what was answered",
            Self::Closed => "Closed accounts, with their records",
            Self::Leaving => "People who are leaving, with their records",
        }
    }
}

impl Retention {
    /// How many days a kind is kept; `None` for ever.
    #[must_use]
    pub const fn days(&self, kept: Kept) -> Option<u32> {
        match kept {
            Kept::Audit => Some(self.audit),
            Kept::Looks => Some(self.looks),
            Kept::Letters => Some(self.letters),
            Kept::Closed => self.closed,
            Kept::Leaving => Some(30),
            Kept::Sessions
            | Kept::SignInLinks
            | Kept::Invitations
            | Kept::NewPasswords
            | Kept::Spent => Some(0),
        }
    }

    /// How long a kind is kept.
    pub(super) fn period(&self, kept: Kept) -> Option<SignedDuration> {
        if kept == Kept::Leaving {
            return Some(LEAVING_LASTS);
        }
        let days = self.days(kept)?;
        Some(SignedDuration::from_hours(24 * i64::from(days)))
    }
}

/// What is old of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Old {
    /// Which.
    pub kept: Kept,
    /// How many days it is kept; `None` for ever.
    pub days: Option<u32>,
    /// How many go with the next pass.
    pub rows: u64,
    /// When the first of the others does.
    pub next: Option<Timestamp>,
}

impl Instance {
    /// What would be put away now, kind by kind; nothing is.
    pub async fn old(&self, retention: &Retention, now: Timestamp) -> Result<Vec<Old>, StoreError> {
        let mut all = Vec::with_capacity(Kept::ALL.len());
        for kept in Kept::ALL {
            let mut old = Old {
                kept,
                days: retention.days(kept),
                rows: 0,
                next: None,
            };
            if let Some(period) = retention.period(kept) {
                let (rows, next) = self.journal().aged(kept, now - period).await?;
                old.rows = rows;
                old.next = next.map(|it| it + period);
            }
            all.push(old);
        }
        Ok(all)
    }
}
