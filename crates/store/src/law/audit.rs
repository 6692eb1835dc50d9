//! The audit log: one row for each thing that was done to an account or to the server, each with the hash of the row
//! before it.
//!
//! A row says when, what (a word of a closed list), by whom and about whom, and nothing else: no name, no address, no word
//! of a record. People stand in it by the random number that is kept with their row; once they are erased, the number is
//! nobody's.
//!
//! # The chain
//! `hash` is SHA-256 over the 32 bytes of the hash before (zeros before the first) and this text in UTF-8, its parts each
//! ended by a line feed: tenant, number, id, time in milliseconds, word, actor, subject or `-`. Whoever can write to the
//! database can write a whole new chain; that, too, is noticed by whoever kept the number and hash of an earlier row, which
//! [`AuditEnd`] prints. Where a log begins is compared with what was kept as any row is; of a row that was put away before
//! that nothing can be shown, and that is said as a fault, since whoever writes a new chain says where it begins.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::deed::Deed;
use crate::ids::{PersonKey, TenantId};

/// A hash of the chain before its first row.
pub(crate) const NOTHING: [u8; 32] = [0; 32];

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// The server by itself.
    Server,
    /// Somebody at the machine, by the command line.
    Machine,
    /// Somebody with an account.
    Person(PersonKey),
}

/// Who did something, as the log says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The server by itself.
    Server,
    /// Somebody at the machine.
    Machine,
    /// The number of a person.
    Somebody(i64),
}

impl By {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "server" => Some(Self::Server),
            "machine" => Some(Self::Machine),
            number => number.parse().ok().map(Self::Somebody),
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => f.write_str("server"),
            Self::Machine => f.write_str("machine"),
            Self::Somebody(number) => number.fmt(f),
        }
    }
}

/// Something that is to be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Random: written again, because an answer was lost, it is there once.
    pub(crate) id: i64,
    /// What was done.
    pub deed: Deed,
    /// By whom.
    pub by: Doer,
    /// To whom.
    pub about: Option<PersonKey>,
    /// When.
    pub at: Timestamp,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, from 1 without holes.
    pub seq: u64,
    /// Random.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// What was done: a word of [`Deed`], or of a later version.
    pub word: String,
    /// By whom.
    pub by: By,
    /// About whom, by their number.
    pub about: Option<i64>,
    /// Over this row and the hash before.
    pub hash: [u8; 32],
}

impl AuditRow {
    /// What was done, if this version knows it.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        Deed::of(&self.word)
    }

    /// What was done, for a person to read.
    #[must_use]
    pub fn told(&self) -> &str {
        match self.deed() {
            Some(deed) => deed.told(),
            None => &self.word,
        }
    }

    /// The hash that it should have after another.
    #[must_use]
    pub fn hash_after(&self, tenant: TenantId, before: &[u8; 32]) -> [u8; 32] {
        let about = self.about.map_or("-".to_owned(), |it| it.to_string());
        let text = format!(
            "{}\n{}\n{}\n{}\n{}\n{}\n{about}\n",
            tenant.get(),
            self.seq,
            self.id,
            self.at.as_millisecond(),
            self.word,
            self.by,
        );
        let hash = Sha256::new().chain_update(before).chain_update(text);
        hash.finalize().into()
    }
}

/// Where the log begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditEnds {
    /// The last row that was put away because of its age; number 0 for none.
    pub begun: AuditEnd,
    /// The last row.
    pub last: AuditEnd,
}

/// A number and the hash of its row. Kept elsewhere, it shows later that nothing before it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditEnd {
    /// The number of the row.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl fmt::Display for AuditEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(64);
        for byte in self.hash {
            write!(text, "{byte:02x}")?;
        }
        write!(f, "{}:{text}", self.seq)
    }
}

/// A text that names no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is no place in the audit log: it is a number, a colon and 64 hexadecimal digits")]
pub struct NoAuditEnd;

impl std::str::FromStr for AuditEnd {
    type Err = NoAuditEnd;

    fn from_str(text: &str) -> Result<Self, NoAuditEnd> {
        let (seq, digits) = text.trim().split_once(':').ok_or(NoAuditEnd)?;
        let seq = seq.parse().map_err(|_| NoAuditEnd)?;
        if digits.len() != 64 || !digits.is_ascii() {
            return Err(NoAuditEnd);
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NoAuditEnd)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NoAuditEnd)?;
        }
        Ok(Self { seq, hash })
    }
}

/// What is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuditFault {
    /// A row is not as it was written, or stands in another's place.
    #[error("row {0} is not as it was written: it was changed, or put in the place of another")]
    Changed(u64),
    /// A row is gone.
    #[error("row {0} is missing")]
    Missing(u64),
    /// It ends elsewhere.
    #[error(
        "the log ends at row {there} and should end at row {noted}: rows were cut off or added"
    )]
    Ends {
        /// The last row that is there.
        there: u64,
        /// The last that was noted.
        noted: u64,
    },
    /// A row that was noted elsewhere is another.
    #[error(
        "row {0} is another than the one that you noted: the log was written anew since, or is of another server"
    )]
    NotAsNoted(u64),
    /// A row that was noted elsewhere lies before where the log begins.
    #[error(
        "row {noted}, which you noted, lies before the log begins, which is after row {begun}: it was put away because of its age, or somebody cut it off, and nothing can be said of what came before. Keep a later end than that"
    )]
    PutAway {
        /// The row that was noted.
        noted: u64,
        /// The row that the log begins after.
        begun: u64,
    },
    /// A row stands before where the log begins.
    #[error("row {0} stands before the log begins: it was put in")]
    Before(u64),
}

/// A log that holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditSound {
    /// How many rows there are.
    pub rows: u64,
    /// Where it ends.
    pub last: AuditEnd,
}

/// Goes along a chain, row by row.
#[derive(Debug)]
pub(crate) struct Chain {
    tenant: TenantId,
    ends: AuditEnds,
    expected: Option<AuditEnd>,
    here: AuditEnd,
    rows: u64,
}

impl Chain {
    /// At the beginning. `before` is a row that stands there or earlier, where none may.
    pub(crate) fn begin(
        tenant: TenantId,
        ends: AuditEnds,
        expected: Option<AuditEnd>,
        before: Option<&AuditRow>,
    ) -> Result<Self, AuditFault> {
        let begun = ends.begun;
        if let Some(row) = before {
            return Err(AuditFault::Before(row.seq));
        }
        if begun.seq == 0 && begun.hash != NOTHING {
            return Err(AuditFault::Changed(1));
        }
        if let Some(noted) = expected.filter(|it| it.seq < begun.seq) {
            return Err(AuditFault::PutAway {
                noted: noted.seq,
                begun: begun.seq,
            });
        }
        let chain = Self {
            tenant,
            ends,
            expected,
            here: begun,
            rows: 0,
        };
        chain.compare().map(|()| chain)
    }

    pub(crate) const fn seq(&self) -> u64 {
        self.here.seq
    }

    /// Takes the next row.
    pub(crate) fn take(&mut self, row: &AuditRow) -> Result<(), AuditFault> {
        let next = self.here.seq + 1;
        if row.seq != next {
            return Err(AuditFault::Missing(next));
        }
        if row.hash_after(self.tenant, &self.here.hash) != row.hash {
            return Err(AuditFault::Changed(row.seq));
        }
        self.here = AuditEnd {
            seq: row.seq,
            hash: row.hash,
        };
        self.rows += 1;
        self.compare()
    }

    fn compare(&self) -> Result<(), AuditFault> {
        let noted = self.expected.filter(|it| it.seq == self.here.seq);
        match noted {
            Some(noted) if noted.hash != self.here.hash => Err(AuditFault::NotAsNoted(noted.seq)),
            _ => Ok(()),
        }
    }

    /// After the last row.
    pub(crate) fn end(self) -> Result<AuditSound, AuditFault> {
        let (there, noted) = (self.here, self.ends.last);
        if there.seq != noted.seq {
            return Err(AuditFault::Ends {
                there: there.seq,
                noted: noted.seq,
            });
        }
        if there.hash != noted.hash {
            return Err(AuditFault::Changed(there.seq));
        }
        if let Some(expected) = self.expected.filter(|it| it.seq > there.seq) {
            return Err(AuditFault::Ends {
                there: there.seq,
                noted: expected.seq,
            });
        }
        Ok(AuditSound {
            rows: self.rows,
            last: there,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        let row = AuditRow {
            seq: 1,
            id: 5,
            at: Timestamp::from_millisecond(1_800_000_000_000).unwrap(),
            word: "sign-in".to_owned(),
            by: By::Somebody(7),
            about: None,
            hash: NOTHING,
        };
        let tenant = TenantId::new(3).unwrap();
        let text = "3\n1\n5\n1800000000000\nsign-in\n7\n-\n";
        let expected: [u8; 32] = Sha256::new()
            .chain_update([0; 32])
            .chain_update(text)
            .finalize()
            .into();
        assert_eq!(row.hash_after(tenant, &NOTHING), expected);
    }

    #[test]
    fn where_a_log_begins_is_compared_with_what_was_noted() {
        let tenant = TenantId::new(3).unwrap();
        let place = |seq, hash| AuditEnd {
            seq,
            hash: [hash; 32],
        };
        let started = |begun, expected| {
            let ends = AuditEnds { begun, last: begun };
            Chain::begin(tenant, ends, expected, None).and_then(Chain::end)
        };
        let (here, other) = (place(56, 1), place(56, 2));
        assert_eq!(started(here, Some(here)).unwrap().last, here);
        assert_eq!(started(other, Some(here)), Err(AuditFault::NotAsNoted(56)));
        let away = AuditFault::PutAway {
            noted: 55,
            begun: 56,
        };
        assert_eq!(started(here, Some(place(55, 1))), Err(away));
        assert!(started(place(0, 0), Some(place(0, 0))).is_ok());
        assert_eq!(started(place(0, 1), None), Err(AuditFault::Changed(1)));
    }

    #[test]
    fn a_place_in_the_log_is_read_as_it_is_written() {
        let end = AuditEnd {
            seq: 12,
            hash: [0xab; 32],
        };
        assert_eq!(end.to_string().parse(), Ok(end));
        for wrong in ["", "12", "12:ab", "x:00", &format!("1:{}", "g".repeat(64))] {
            assert!(wrong.parse::<AuditEnd>().is_err(), "{wrong}");
        }
    }
}
