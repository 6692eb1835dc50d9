//! Where ids, the time and the day come from. Core takes them as arguments; here they are made.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};
use windward_core::{id::NewIds, record::Record};

/// Ids from the clock and the system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct FreshIds;

impl NewIds for FreshIds {
    fn uuid(&mut self) -> Uuid {
        mark()
    }
}

/// What tells a form, a file or a letter from every other.
#[must_use]
pub fn mark() -> Uuid {
    Uuid::now_v7()
}

/// Ids that follow from a form as it was filled in, so that sending it twice writes once.
///
/// They follow from the mark its page was rendered with *and* from every answer: the same page sent again with
/// other answers, after going back, is another act and not a retry of the first.
#[derive(Debug, Clone)]
pub struct FormIds {
    millis: u64,
    form: Sha256,
    next: u32,
}

impl FormIds {
    /// Ids of the form that carries the mark `once`, a UUIDv7, and these answers.
    #[must_use]
    pub fn of<'a>(once: Uuid, answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut form = Sha256::new().chain_update(once.as_bytes());
        for text in answers.into_iter().flat_map(|(name, value)| [name, value]) {
            // With its length, so that no two forms run together into the same bytes.
            form.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            form.update(text);
        }
        let made_at = once.get_timestamp().map(|time| time.to_unix());
        let (seconds, nanos) = made_at.unwrap_or_default();
        Self {
            millis: seconds * 1_000 + u64::from(nanos / 1_000_000),
            form,
            next: 0,
        }
    }
}

impl NewIds for FormIds {
    fn uuid(&mut self) -> Uuid {
        let counted = self.form.clone().chain_update(self.next.to_be_bytes());
        self.next += 1;
        let hash = counted.finalize();
        let random = std::array::from_fn(|index| hash[index]);
        Builder::from_unix_timestamp_millis(self.millis, &random).into_uuid()
    }
}

/// A number that no other program has, for whose turn it is.
#[must_use]
pub fn holder() -> i64 {
    let number = mark().as_u128() & 0x7fff_ffff_ffff_ffff;
    i64::try_from(number).unwrap_or(1)
}

/// The time now.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// What day it is for the person: in the time zone of their profile, else in the machine's.
#[must_use]
pub fn today(record: &Record, now: Timestamp) -> Date {
    now.to_zoned(zone(record)).date()
}

/// The time zone of the person: that of their profile, else the machine's.
#[must_use]
pub fn zone(record: &Record) -> TimeZone {
    let profile = record.profile();
    let named = profile.and_then(|of| of.it.time_zone.as_deref());
    let zone = named.and_then(|name| TimeZone::get(name).ok());
    zone.unwrap_or_else(TimeZone::system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_makes_the_same_ids_again_and_no_other_form_does() {
        let once = Uuid::now_v7();
        let of = |once, answers: &[(&str, &str)]| {
            let mut ids = FormIds::of(once, answers.iter().copied());
            [ids.uuid(), ids.uuid(), ids.uuid()]
        };
        let answers = [("what", "Shipped it")];
        assert_eq!(of(once, &answers), of(once, &answers));
        let [a, b, c] = of(once, &answers);
        assert!(a != b && b != c && a != c);
        assert_eq!(a.get_version_num(), 7);
        assert_ne!(of(Uuid::now_v7(), &answers)[0], a);
        assert_ne!(of(once, &[("what", "Shipped more")])[0], a, "other answers");
        assert_ne!(
            of(once, &[("whatS", "hipped it")])[0],
            a,
            "run together otherwise"
        );
    }
}
