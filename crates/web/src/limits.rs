//! How often somebody may try to sign in.
//!
//! Each attempt counts against three things: the address that it comes from, the name that it is for, and, where the
//! browser has signed in to that account before, that browser. A browser that is known is not held up by what strangers
//! try: whoever guesses at a name shuts out other strangers, and not its owner. Successes do not count.
//!
//! It is kept in memory, for each server by itself: a restart forgets it, and `n` servers let through `n` times as much.
//! No attempt of somebody who is not signed in is stored.
//!
//! Nobody pushes a count out of memory: an attempt that is refused begins none, each kind of thing has room of its own, and
//! what was tried as often as it may be is not forgotten before its time. Where that fills a kind, which takes thousands of
//! addresses, what is not counted yet is refused; whoever comes by a browser that is known still gets in.

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

/// How many things of a kind are counted at once, 5 MB or so; when there are more, the older half of those that may still be
/// tried is forgotten.
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

    const fn place(self) -> usize {
        match self {
            Self::Address(_) => 0,
            Self::Name(_) => 1,
            Self::Browser(_) => 2,
            Self::Thing(_) => 3,
            Self::Letter(_) => 4,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Count {
    since: Timestamp,
    attempts: u32,
    /// Whether the log says that it was tried too often.
    told: bool,
}

impl Count {
    fn is_over(&self, now: Timestamp) -> bool {
        let passed = now.duration_since(self.since);
        passed >= WINDOW || passed.is_negative()
    }
}

/// What is counted, by its kind.
#[derive(Debug, Default)]
struct Counts([HashMap<Against, Count>; 5]);

impl Counts {
    fn of(&mut self, key: Against) -> &mut HashMap<Against, Count> {
        &mut self.0[key.place()]
    }

    /// How long to wait where it was tried too often.
    fn refusal(&mut self, key: Against, now: Timestamp) -> Option<SignedDuration> {
        let count = self.of(key).get_mut(&key)?;
        if count.is_over(now) || count.attempts < key.most() {
            return None;
        }
        // Once for each window: whoever goes on trying does not fill the log.
        if !std::mem::replace(&mut count.told, true) {
            tracing::warn!(by = key.kind(), "refused: tried too often");
        }
        Some(WINDOW - now.duration_since(count.since))
    }

    /// Whether it is counted, or there is room to.
    fn fits(&mut self, key: Against, now: Timestamp) -> bool {
        let counts = self.of(key);
        if counts.len() >= MOST && !counts.contains_key(&key) {
            make_room(counts, now);
        }
        counts.len() < MOST || counts.contains_key(&key)
    }
}

/// Attempts of late.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<Counts>);

impl Limits {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        // A panic while it was held leaves counts that are whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt before it is made, so that many at once count as many; how long to wait where it is one too
    /// many of something.
    pub(crate) fn count(&self, against: &[Against], now: Timestamp) -> Result<(), SignedDuration> {
        let mut counts = self.lock();
        let waits = against.iter().filter_map(|key| counts.refusal(*key, now));
        if let Some(wait) = waits.max() {
            return Err(wait);
        }
        if !against.iter().all(|key| counts.fits(*key, now)) {
            return Err(WINDOW);
        }
        for key in against {
            let count = counts.of(*key).entry(*key);
            let begun = Count {
                since: now,
                attempts: 0,
                told: false,
            };
            let count = count.or_insert(begun);
            if count.is_over(now) {
                *count = begun;
            }
            count.attempts += 1;
        }
        Ok(())
    }

    /// Takes an attempt back that went well.
    pub(crate) fn forgive(&self, against: &[Against]) {
        let mut counts = self.lock();
        for key in against {
            if let Some(count) = counts.of(*key).get_mut(key) {
                count.attempts = count.attempts.saturating_sub(1);
            }
        }
    }
}

/// Forgets what is over; and where that leaves too much, the older half of what may still be tried, so that room is seldom
/// made. What is refused stays.
fn make_room(counts: &mut HashMap<Against, Count>, now: Timestamp) {
    counts.retain(|_, it| !it.is_over(now));
    if counts.len() <= MOST / 2 {
        return;
    }
    let may_be_tried = |key: &Against, it: &Count| it.attempts < key.most();
    let tried = counts.iter().filter(|(key, it)| may_be_tried(key, it));
    let mut begun: Vec<Timestamp> = tried.map(|(_, it)| it.since).collect();
    if begun.is_empty() {
        return;
    }
    let middle = begun.len() / 2;
    let (_, middle, _) = begun.select_nth_unstable(middle);
    let middle = *middle;
    counts.retain(|key, it| !may_be_tried(key, it) || it.since > middle);
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
        assert!(counted(&limits) <= MOST);
        let six = |text: &str| Against::address(text.parse().unwrap());
        assert_eq!(six("2001:db8::1"), six("2001:db8::ffff:1"), "one customer");
        assert_ne!(six("2001:db8::1"), six("2001:db8:0:1::1"));
    }

    /// How many things are counted altogether.
    fn counted(limits: &Limits) -> usize {
        limits.lock().0.iter().map(HashMap::len).sum()
    }

    fn named(number: u32) -> Against {
        Against::name(&format!("made up {number}"))
    }

    #[test]
    fn whoever_is_refused_counts_nothing_and_pushes_nothing_out() {
        let limits = Limits::default();
        let (target, address) = (Against::name("ada"), Against::Address(7));
        for second in 0..10 {
            limits.count(&[target, address], at(second)).unwrap();
        }
        for number in 0..50 {
            limits.count(&[named(number), address], at(20)).unwrap();
        }
        let before = counted(&limits);
        for number in 0..60_000 {
            let refused = limits.count(&[named(number), address], at(30));
            assert!(refused.is_err(), "{number}");
        }
        assert_eq!(counted(&limits), before);
        assert!(limits.count(&[target], at(40)).is_err());
    }

    #[test]
    fn what_was_tried_as_often_as_it_may_be_is_not_forgotten_before_its_time() {
        let limits = Limits::default();
        let target = Against::name("ada");
        for _ in 0..10 {
            limits.count(&[target], at(0)).unwrap();
        }
        // From many addresses, and so as often as there is room for.
        for number in 0..120_000 {
            limits.count(&[named(number)], at(1)).unwrap();
        }
        assert!(limits.count(&[target], at(2)).is_err());
        assert!(counted(&limits) <= MOST);
    }

    #[test]
    fn where_there_is_no_room_strangers_wait_and_known_browsers_do_not() {
        let limits = Limits::default();
        let letter = |number: u32| Against::letter(&number.to_string());
        let many = u32::try_from(MOST).unwrap();
        for number in 0..many {
            limits.count(&[letter(number)], at(0)).unwrap();
            limits.count(&[letter(number)], at(0)).unwrap();
        }
        assert_eq!(limits.count(&[letter(many)], at(1)), Err(WINDOW));
        assert_eq!(counted(&limits), MOST);
        let known = [Against::Browser([1; 32]), Against::Address(7)];
        assert_eq!(limits.count(&known, at(1)), Ok(()));
        assert_eq!(limits.count(&[letter(many)], at(15 * 60)), Ok(()));
    }

    /// Counts what is logged.
    struct Lines(std::sync::Arc<std::sync::atomic::AtomicUsize>);

    impl tracing::Subscriber for Lines {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }

        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

        fn event(&self, _: &tracing::Event<'_>) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }

        fn enter(&self, _: &tracing::span::Id) {}

        fn exit(&self, _: &tracing::span::Id) {}
    }

    #[test]
    fn a_refusal_is_logged_once_for_each_window() {
        let lines = std::sync::Arc::default();
        let subscriber = Lines(std::sync::Arc::clone(&lines));
        tracing::subscriber::with_default(subscriber, || {
            let limits = Limits::default();
            for window in 0..2 {
                for _ in 0..500 {
                    _ = limits.count(&[Against::name("ada")], at(window * 15 * 60));
                }
            }
        });
        assert_eq!(lines.load(std::sync::atomic::Ordering::Relaxed), 2);
    }
}
