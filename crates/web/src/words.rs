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

#[cfg(test)]
mod tests {
    use super::*;

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
}
