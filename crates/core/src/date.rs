//! Dates as people remember them: a day, a month, or only a year.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A date known to the day, the month or the year.
///
/// Written and stored as `2019`, `2019-03` or `2019-03-15`. The ordering is by the first day covered, and of
/// two that begin on the same day the vaguer one comes first: `2019 < 2019-01 < 2019-01-01 < 2019-01-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    first: Date,
    precision: Precision,
}

/// How much of a [`PartialDate`] is known, vaguest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day itself.
    Day,
}

impl PartialDate {
    /// A year.
    pub fn year(year: i16) -> Result<Self, DateError> {
        Self::new(year, None, None)
    }

    /// A month of a year; `month` from 1 to 12.
    pub fn month(year: i16, month: i8) -> Result<Self, DateError> {
        Self::new(year, Some(month), None)
    }

    /// A day.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self {
            first: day,
            precision: Precision::Day,
        }
    }

    fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Self, DateError> {
        if !(1900..=2200).contains(&year) {
            return Err(DateError::Year(year));
        }
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1))
            .map_err(|_| DateError::NoSuchDay)?;
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        Ok(Self { first, precision })
    }

    /// How much is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// The first day that this date can mean.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.first
    }

    /// The last day that this date can mean.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self.precision {
            Precision::Year => self.first.last_of_year(),
            Precision::Month => self.first.last_of_month(),
            Precision::Day => self.first,
        }
    }

    /// The day this date stands for on a time axis: the middle of what it covers.
    ///
    /// A year counts from 1 July and a month from its 15th, so that spells known only by year or month are
    /// on average neither too long nor too short, and '2015 to 2017, 2017 to 2019' neither overlaps nor
    /// leaves a hole.
    #[must_use]
    pub fn middle_day(self) -> Date {
        match self.precision {
            Precision::Year => Date::constant(self.first.year(), 7, 1),
            Precision::Month => Date::constant(self.first.year(), self.first.month(), 15),
            Precision::Day => self.first,
        }
    }

    /// As a person writes it: ‘2019’, ‘March 2019’, ‘15 March 2019’.
    #[must_use]
    pub fn in_words(self) -> String {
        Known(self).to_string()
    }

    /// Whether this date lies wholly or partly after `day`: nothing of it has happened by then.
    #[must_use]
    pub fn is_after(self, day: Date) -> bool {
        self.first > day
    }
}

/// A date in words, as [`PartialDate::in_words`] has it, for what is written piece by piece.
#[derive(Debug, Clone, Copy)]
pub struct Known(pub PartialDate);

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PartialDate { first, precision } = self.0;
        let (year, month) = (first.year(), first.month());
        let month = MONTHS[usize::from(month.unsigned_abs()) - 1];
        match precision {
            Precision::Year => write!(f, "{year}"),
            Precision::Month => write!(f, "{month} {year}"),
            Precision::Day => write!(f, "{} {month} {year}", first.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = (self.first.year(), self.first.month(), self.first.day());
        match self.precision {
            Precision::Year => write!(f, "{y:04}"),
            Precision::Month => write!(f, "{y:04}-{m:02}"),
            Precision::Day => write!(f, "{y:04}-{m:02}-{d:02}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let number = |part: &str, digits: usize| -> Result<i16, DateError> {
            if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(DateError::Form(text.chars().take(40).collect()));
            }
            part.parse()
                .map_err(|_| DateError::Form(text.chars().take(40).collect()))
        };
        let small = |part: &str| -> Result<i8, DateError> {
            number(part, 2).and_then(|n| i8::try_from(n).map_err(|_| DateError::NoSuchDay))
        };
        let mut parts = text.splitn(3, '-');
        let year = number(parts.next().unwrap_or_default(), 4)?;
        let month = parts.next().map(small).transpose()?;
        if let Some(month) = month.filter(|month| !(1..=12).contains(month)) {
            return Err(DateError::Month(month));
        }
        let day = parts.next().map(small).transpose()?;
        Self::new(year, month, day)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = PartialDate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date as YYYY, YYYY-MM or YYYY-MM-DD")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<PartialDate, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The months by their names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateError {
    /// Not one of the three forms.
    #[error("‘{0}’ is not a date; write a year (2019), a month (2019-03) or a day (2019-03-15)")]
    Form(String),
    /// A year that no career has.
    #[error("the year {0} is outside 1900 to 2200")]
    Year(i16),
    /// A month that no year has.
    #[error("there is no month {0:02}; months go from 01 to 12, as in 2019-03")]
    Month(i8),
    /// The 31st of February.
    #[error(
        "there is no such day in the calendar; a month (2019-03) is enough where the day is not known"
    )]
    NoSuchDay,
}

/// Whole months from one day to a later one, rounded to the nearest (30.44 days a month); 0 if `to` is not later.
#[must_use]
pub fn months_between(from: Date, to: Date) -> u32 {
    let days = (to - from).get_days().max(0);
    // 30.44 days a month: the mean over the Gregorian cycle, in integers to stay exact.
    u32::try_from((i64::from(days) * 100 + 1522) / 3044).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn orders_by_first_day_then_vaguer_first() {
        let mut dates = ["2019-01-02", "2019-01-01", "2019-01", "2019", "2018-12-31"].map(parse);
        dates.sort_unstable();
        assert_eq!(
            dates.map(|d| d.to_string()),
            ["2018-12-31", "2019", "2019-01", "2019-01-01", "2019-01-02"]
        );
    }

    #[test]
    fn covers_what_it_says() {
        assert_eq!(parse("2020-02").last_day(), date(2020, 2, 29));
        assert_eq!(parse("2020").last_day(), date(2020, 12, 31));
        assert_eq!(parse("2020").middle_day(), date(2020, 7, 1));
    }

    #[test]
    fn is_written_as_far_as_it_is_known() {
        let words = ["2019", "2019-03", "2019-03-05"].map(|text| parse(text).in_words());
        assert_eq!(words, ["2019", "March 2019", "5 March 2019"]);
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "19",
            "2019-13",
            "2019-02-30",
            "2019-3",
            "03/2019",
            "2019-01-01-01",
            "0019",
            "２０１９",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn counts_months() {
        assert_eq!(months_between(date(2020, 1, 15), date(2021, 1, 15)), 12);
        assert_eq!(months_between(date(2021, 1, 15), date(2020, 1, 15)), 0);
    }

    proptest! {
        #[test]
        fn text_form_is_the_identity(y in 1900i16..=2200, m in 1i8..=12, d in 1i8..=28, p in 0..3) {
            let date = match p {
                0 => PartialDate::year(y),
                1 => PartialDate::month(y, m),
                _ => PartialDate::new(y, Some(m), Some(d)),
            }.unwrap();
            prop_assert_eq!(parse(&date.to_string()), date);
            prop_assert!(date.first_day() <= date.middle_day() && date.middle_day() <= date.last_day());
        }
    }
}
