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
        Uuid::now_v7()
    }
}

/// Ids that follow from the one a form was rendered with, so that sending the form twice writes once.
#[derive(Debug, Clone, Copy)]
pub struct FormIds {
    once: Uuid,
    next: u32,
}

impl FormIds {
    /// Ids of the form that carries `once`, which has to be a UUIDv7.
    #[must_use]
    pub const fn of(once: Uuid) -> Self {
        Self { once, next: 0 }
    }
}

impl NewIds for FormIds {
    fn uuid(&mut self) -> Uuid {
        let made_at = self.once.as_u128() >> 80;
        let hash = Sha256::new()
            .chain_update(self.once.as_bytes())
            .chain_update(self.next.to_be_bytes())
            .finalize();
        self.next += 1;
        let mut random = [0; 10];
        random.copy_from_slice(&hash[..10]);
        let millis = u64::try_from(made_at).expect("48 bits fit");
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// The time now.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// What day it is for the person: in the time zone of their profile, else in the machine's.
#[must_use]
pub fn today(record: &Record, now: Timestamp) -> Date {
    let profile = record.profile();
    let named = profile.and_then(|of| of.it.time_zone.as_deref());
    let zone = named.and_then(|name| TimeZone::get(name).ok());
    now.to_zoned(zone.unwrap_or_else(TimeZone::system)).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_makes_the_same_ids_again_and_no_other_form_does() {
        let once = Uuid::now_v7();
        let of = |once| {
            let mut ids = FormIds::of(once);
            [ids.uuid(), ids.uuid(), ids.uuid()]
        };
        assert_eq!(of(once), of(once));
        let [a, b, c] = of(once);
        assert!(a != b && b != c && a != c);
        assert_eq!(a.get_version_num(), 7);
        assert_ne!(of(Uuid::now_v7())[0], a);
    }
}
