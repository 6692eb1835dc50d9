//! How often somebody may try to sign in.
//!
//! Each attempt counts against three things: the address that it comes from, the name that it is for, and, where the
//! browser has signed in to that account before, that browser. A browser that is known is not held up by what strangers
//! try: whoever guesses at a name shuts out other strangers, and not its owner. Successes do not count.
//!
//! It is kept in memory, for each server by itself: a restart forgets it, and `n` servers let through `n` times as much.
//! No attempt of somebody who is not signed in is stored.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// Within how long attempts are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Attempts that one address may make, with many people behind it perhaps.
const BY_ADDRESS: u32 = 60;

/// Attempts at one name by browsers that are not known there, and by one that is.
const BY_NAME: u32 = 10;

/// Letters to one address that anybody may have sent.
const BY_LETTER: u32 = 2;

/// How many things are counted at once; when there are more, the older half is forgotten.
const MOST: usize = 50_000;

/// What attempts are counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Against {
    /// An address; of the newer kind, the network of one customer.
    Address(u128),
    /// A name, whether or not anybody has it.
    Name([u8; 32]),
    /// A browser that is known.
    Browser([u8; 32]),
    /// Something that is no name: by its kind, and whose it is.
    Thing([u8; 32]),
    /// A letter, by whom it is for.
    Letter([u8; 32]),
}

impl Against {
    /// The address of a request.
    pub(crate) fn address(address: IpAddr) -> Self {
        Self::Address(match address {
            IpAddr::V4(four) => four.to_ipv6_mapped().to_bits(),
            IpAddr::V6(six) => six.to_bits() >> 64 << 64,
        })
    }

    /// A name as it is typed, in whatever capitals.
    pub(crate) fn name(name: &str) -> Self {
        Self::Name(Sha256::digest(name.trim().to_lowercase()).into())
    }

    /// A proof of some kind, of somebody or something: apart from every name that could be typed.
    pub(crate) fn thing(kind: &str, whose: &str) -> Self {
        let hash = Sha256::new().chain_update(kind).chain_update([0]);
        Self::Thing(hash.chain_update(whose).finalize().into())
    }

    /// A letter to an address.
    pub(crate) fn letter(to: &str) -> Self {
        Self::Letter(Sha256::digest(to.trim().to_lowercase()).into())
    }

    /// What is said of it in the log: its kind, and never whose it is.
    const fn kind(self) -> &'static str {
        match self {
            Self::Address(_) => "an address",
            Self::Name(_) => "a name",
            Self::Browser(_) => "a browser",
            Self::Thing(_) => "a proof",
            Self::Letter(_) => "a letter",
        }
    }

    const fn most(self) -> u32 {
        match self {
            Self::Address(_) => BY_ADDRESS,
            Self::Name(_) | Self::Browser(_) | Self::Thing(_) => BY_NAME,
            Self::Letter(_) => BY_LETTER,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Count {
    since: Timestamp,
    attempts: u32,
}

/// Attempts of late.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<Against, Count>>);

impl Limits {
    fn lock(&self) -> MutexGuard<'_, HashMap<Against, Count>> {
        // A panic while it was held leaves counts that are whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt before it is made, so that many at once count as many; how long to wait where it is one too
    /// many of something.
    pub(crate) fn count(&self, against: &[Against], now: Timestamp) -> Result<(), SignedDuration> {
        let mut counts = self.lock();
        if counts.len() + against.len() > MOST {
            make_room(&mut counts, now);
        }
        let mut wait = SignedDuration::ZERO;
        for key in against {
            let count = counts.entry(*key).or_insert(Count {
                since: now,
                attempts: 0,
            });
            let passed = now.duration_since(count.since);
            if passed >= WINDOW || passed.is_negative() {
                *count = Count {
                    since: now,
                    attempts: 0,
                };
            }
            if count.attempts >= key.most() {
                tracing::warn!(by = key.kind(), "refused: tried too often");
                wait = wait.max(WINDOW - now.duration_since(count.since));
            }
        }
        if wait.is_positive() {
            return Err(wait);
        }
        for key in against {
            if let Some(count) = counts.get_mut(key) {
                count.attempts += 1;
            }
        }
        Ok(())
    }

    /// Takes an attempt back that went well.
    pub(crate) fn forgive(&self, against: &[Against]) {
        let mut counts = self.lock();
        for key in against {
            if let Some(count) = counts.get_mut(key) {
                count.attempts = count.attempts.saturating_sub(1);
            }
        }
    }
}

/// Forgets what is over; and where that leaves too much, the older half, so that room is seldom made.
fn make_room(counts: &mut HashMap<Against, Count>, now: Timestamp) {
    counts.retain(|_, it| now.duration_since(it.since) < WINDOW);
    if counts.len() > MOST / 2 {
        let mut begun: Vec<Timestamp> = counts.values().map(|it| it.since).collect();
        let middle = begun.len() / 2;
        let (_, middle, _) = begun.select_nth_unstable(middle);
        let middle = *middle;
        counts.retain(|_, it| it.since > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_name_is_guessed_at_ten_times_and_its_owner_gets_in_all_the_same() {
        let limits = Limits::default();
        let name = Against::name("Ada");
        for second in 0..10 {
            assert_eq!(limits.count(&[name], at(second)), Ok(()));
        }
        let wait = limits.count(&[Against::name(" ada ")], at(60));
        assert_eq!(wait, Err(SignedDuration::from_secs(14 * 60)));
        let known = Against::Browser([1; 32]);
        assert_eq!(limits.count(&[known], at(60)), Ok(()), "a browser of hers");
        assert_eq!(limits.count(&[Against::name("kim")], at(60)), Ok(()));
        assert_eq!(limits.count(&[name], at(15 * 60)), Ok(()), "it is over");
    }

    #[test]
    fn what_goes_well_does_not_count_and_an_attempt_that_is_refused_neither() {
        let limits = Limits::default();
        let (name, address) = (
            Against::name("ada"),
            Against::address("192.0.2.1".parse().unwrap()),
        );
        for _ in 0..100 {
            limits.count(&[name, address], at(0)).unwrap();
            limits.forgive(&[name, address]);
        }
        for _ in 0..10 {
            limits.count(&[name, address], at(0)).unwrap();
        }
        for _ in 0..200 {
            limits.count(&[name, address], at(1)).unwrap_err();
        }
        for other in 0..50 {
            let other = Against::name(&format!("other{other}"));
            let counted = limits.count(&[other, address], at(2));
            assert_eq!(counted, Ok(()), "sixty of an address");
        }
        limits.count(&[address], at(3)).unwrap_err();
    }

    #[test]
    fn it_stays_bounded() {
        let limits = Limits::default();
        for number in 0..60_000_u32 {
            let address = Against::address(IpAddr::from(number.to_be_bytes()));
            limits
                .count(&[address], at(i64::from(number / 1_000)))
                .unwrap();
        }
        assert!(limits.lock().len() <= MOST);
        let six = |text: &str| Against::address(text.parse().unwrap());
        assert_eq!(six("2001:db8::1"), six("2001:db8::ffff:1"), "one customer");
        assert_ne!(six("2001:db8::1"), six("2001:db8:0:1::1"));
    }
}
