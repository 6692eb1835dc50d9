use crate::words::words;

/// When one sign of a plateau is told: a number to compare with, and how much must be logged to compare at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignRule {
    /// Which sign.
    pub sign: Sign,
    /// The number it is compared with; [`Sign::unit`] says of what.
    pub threshold: u16,
    /// How many months back it looks, where it looks back.
    pub months: u8,
    /// With less than this logged it says 'cannot tell'; [`Sign::least_of`] says of what.
    pub least: u8,
    /// What the threshold rests on.
    pub basis: Basis,
    /// Why it has this size; the study, where one stands behind it.
    pub why: String,
}

words! {
    /// A sign of a plateau.
    Sign {
        /// Longer on a rung than one's own measure.
        LongOnRung = "long-on-rung", "Long on a rung, by your own measure";
        /// No new skill and no evidence at a higher proficiency.
        NothingNew = "nothing-new", "Nothing new, nothing deeper";
        /// The same work again and again.
        SameWork = "same-work", "The same work again and again";
        /// Energy or learning falling.
        Falling = "falling", "Energy or learning falling";
        /// Being passed over.
        PassedOver = "passed-over", "Being passed over";
    }
}

words! {
    /// What a threshold rests on.
    Basis {
        /// Nobody measured it: a reasonable size, to be changed by whoever knows better.
        Judgement = "judgement", "a judgement";
        /// A study, named beside it.
        Study = "study", "a study";
    }
}

impl Sign {
    /// What the threshold counts.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::LongOnRung => "% of your longest earlier time on a rung",
            Self::NothingNew => "months",
            Self::SameWork => "% of the pieces of evidence",
            Self::Falling => "% of one word a year",
            Self::PassedOver => "times",
        }
    }

    /// What there has to be enough of.
    #[must_use]
    pub const fn least_of(self) -> &'static str {
        match self {
            Self::LongOnRung => "earlier rungs",
            Self::NothingNew | Self::SameWork => "pieces of evidence with skills",
            Self::Falling => "check-ins with an answer",
            Self::PassedOver => "check-ins",
        }
    }

    /// Whether it looks back over a number of months that the file sets.
    #[must_use]
    pub const fn looks_back(self) -> bool {
        matches!(self, Self::SameWork | Self::Falling | Self::PassedOver)
    }
}

impl SignRule {
    /// Months that a sign looks back where its table does not say.
    pub const MONTHS: u8 = 12;

    /// The rules of a ladder that says nothing of them, which are those of the shipped one.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let rule = |sign, threshold, months, least, why: &str| Self {
            sign,
            threshold,
            months,
            least,
            basis: Basis::Judgement,
            why: why.to_owned(),
        };
        vec![
            rule(
                Sign::LongOnRung,
                100,
                Self::MONTHS,
                2,
                "Longer than ever before is worth a thought; one earlier rung is no measure yet.",
            ),
            rule(
                Sign::NothingNew,
                12,
                Self::MONTHS,
                4,
                "Most work brings something new within a year; a year also covers every season of a product.",
            ),
            rule(
                Sign::SameWork,
                80,
                Self::MONTHS,
                6,
                "Four pieces in five: some repetition is what mastery looks like.",
            ),
            rule(
                Sign::Falling,
                100,
                24,
                6,
                "From one word to the next within a year is what a person notices. Two years back, because in simulated careers a shorter look seldom tells a fall from chance.",
            ),
            rule(
                Sign::PassedOver,
                1,
                Self::MONTHS,
                3,
                "Once is enough to ask why; three check-ins show that it would have been written down.",
            ),
        ]
    }
}
