//! Days, lengths and counts as a person would say them; what views say too is theirs.

use jiff::{Timestamp, tz::TimeZone};

pub(crate) use windward_core::{
    date::Known,
    views::words::{
        Day, capital, count, list, lower, month, near, sentence, several, small, thousands, weekday,
    },
};

/// A day and a time, where somebody is: ‘27 November 2026, 09:30’.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    format!("{}, {}", Day(at.date()), at.strftime("%H:%M"))
}

/// What so many things are called once they were named.
pub(crate) const fn it_or_them(number: usize) -> &'static str {
    if number == 1 { "it" } else { "them" }
}

/// Months as a length: ‘5 months’, ‘1 year’, ‘3.1 years’.
pub(crate) fn length(months: u32) -> String {
    match months {
        0 => "less than a month".to_owned(),
        1 => "1 month".to_owned(),
        2..=11 => format!("{months} months"),
        12 => "1 year".to_owned(),
        _ => {
            let tenths = (months * 10 + 6) / 12;
            match tenths % 10 {
                0 => format!("{} years", tenths / 10),
                tenth => format!("{}.{tenth} years", tenths / 10),
            }
        }
    }
}

/// Months as a length, rounded to years where a date in it is known only by its year: ‘about 3 years’.
pub(crate) fn spent(months: u32, rough: bool) -> String {
    match (rough, months) {
        (false, _) => length(months),
        (true, 0..=8) => "less than a year".to_owned(),
        (true, 9..=17) => "about a year".to_owned(),
        (true, _) => format!("about {} years", (months + 6) / 12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_it_and_more_are_them() {
        assert_eq!([1, 2, 10].map(it_or_them), ["it", "them", "them"]);
    }

    #[test]
    fn lengths_round_to_a_tenth_of_a_year() {
        assert_eq!(
            [0, 1, 11, 12, 18, 24, 37].map(length),
            [
                "less than a month",
                "1 month",
                "11 months",
                "1 year",
                "1.5 years",
                "2 years",
                "3.1 years"
            ]
        );
    }

    #[test]
    fn a_length_says_no_more_than_a_year_can() {
        assert_eq!(
            [5, 12, 17, 18, 41].map(|months| spent(months, true)),
            [
                "less than a year",
                "about a year",
                "about a year",
                "about 2 years",
                "about 3 years"
            ]
        );
        assert_eq!(spent(41, false), "3.4 years");
    }
}
