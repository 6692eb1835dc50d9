//! Numbers that look thrown and follow from a seed.

/// The `SplitMix64` generator: Guy Steele, Doug Lea and Christine Flood, ‘Fast splittable pseudorandom number generators’
/// (2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same throws.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not zero.
    pub const fn below(&mut self, end: u64) -> u64 {
        self.throw() % end
    }

    /// One time in `times`.
    pub const fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// Dice of their own for somebody else, which do not depend on how often these are thrown afterwards.
    #[must_use]
    pub const fn others(&mut self) -> Self {
        Self(self.throw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_another_does_not() {
        let throws = |seed| {
            let mut dice = Dice::seeded(seed);
            [dice.throw(), dice.below(100), dice.others().throw()]
        };
        assert_eq!(throws(1), throws(1));
        assert_ne!(throws(1), throws(2));
        // The first number of the reference implementation for the seed 0.
        assert_eq!(Dice::seeded(0).throw(), 0xe220_a839_7b1d_cdaf);
    }
}
