use jiff::{ToSpan, civil::Date};

use crate::words::words;

words! {
    /// How often one wants to be in touch with somebody.
    Cadence {
        /// Never by the calendar. It also says so against the rhythm of a tag.
        None = "none", "no rhythm";
        /// Once a month.
        Month = "month", "every month";
        /// Once in three months.
        Quarter = "quarter", "every quarter";
        /// Once in six months.
        HalfYear = "half-year", "every half-year";
        /// Once a year.
        Year = "year", "every year";
    }
}

impl Cadence {
    /// Months from one time to the next; `None` without a rhythm.
    #[must_use]
    pub const fn months(self) -> Option<i8> {
        match self {
            Self::None => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
        }
    }

    /// The day on which it is time again; `None` without a rhythm, or beyond the calendar.
    #[must_use]
    pub fn next(self, last: Date) -> Option<Date> {
        last.checked_add(self.months()?.months()).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_rhythm_goes_by_the_calendar() {
        let last = date(2026, 8, 31);
        assert_eq!(Cadence::HalfYear.next(last), Some(date(2027, 2, 28)));
        assert_eq!(Cadence::Year.next(last), Some(date(2027, 8, 31)));
        assert_eq!(Cadence::None.next(last), None);
        assert_eq!(Cadence::Month.next(Date::MAX), None);
    }
}
