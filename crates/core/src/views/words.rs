//! Days and counts in the sentences that views give, as a person would say them.

use std::fmt;

use jiff::civil::{Date, Weekday};

use crate::date::{MONTHS, PartialDate, Precision};

/// A text that a person wrote, ending as a sentence does.
#[must_use]
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '…', ':', '’', '”', ')']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// A day in full: ‘22 November 2026’.
#[derive(Debug, Clone, Copy)]
pub struct Day(pub Date);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.0.day(), month(self.0), self.0.year())
    }
}

/// The name of a day's month.
#[must_use]
pub fn month(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

/// The name of a day's weekday.
#[must_use]
pub fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A date beside today: ‘today’, ‘2 days ago’, ‘Friday’, and in full beyond a week.
#[must_use]
pub fn near(date: PartialDate, today: Date) -> String {
    if date.precision() != Precision::Day {
        return date.in_words();
    }
    let day = date.first_day();
    match (day - today).get_days() {
        0 => "today".to_owned(),
        -1 => "yesterday".to_owned(),
        1 => "tomorrow".to_owned(),
        days @ -6..=-2 => format!("{} days ago", -days),
        2..=6 => weekday(day).to_owned(),
        _ => Day(day).to_string(),
    }
}

/// ‘1 role’, ‘2 roles’, ‘3,841 connections’: for headings, measures and whatever is read as a figure.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        thousands(number),
        if number == 1 { one } else { many }
    )
}

/// ‘one role’, ‘two roles’, ‘3,841 connections’: things in a sentence.
#[must_use]
pub fn several(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", small(number), if number == 1 { one } else { many })
}

/// A number with commas between thousands.
#[must_use]
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// ‘a’, ‘a and b’, ‘a, b and c’.
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// A small number as a word.
#[must_use]
pub fn small(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    WORDS
        .get(number)
        .map_or_else(|| thousands(number), |word| (*word).to_owned())
}

/// The same with a capital first letter, for the beginning of a sentence.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// The same with a small first letter, for the middle of a sentence; names that begin with two capitals stay.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn near_days_are_said_and_far_ones_written() {
        let today = date(2026, 11, 22);
        let said = |text: &str| near(text.parse().unwrap(), today);
        assert_eq!(said("2026-11-22"), "today");
        assert_eq!(said("2026-11-20"), "2 days ago");
        assert_eq!(said("2026-11-27"), "Friday");
        assert_eq!(said("2026-08-19"), "19 August 2026");
        assert_eq!(said("2026-08"), "August 2026");
    }

    #[test]
    fn words_join() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(
            count(3841, "connection", "connections"),
            "3,841 connections"
        );
        assert_eq!(several(2, "role", "roles"), "two roles");
        assert_eq!(several(1, "role", "roles"), "one role");
        assert_eq!(several(12, "role", "roles"), "12 roles");
        assert_eq!(lower("Product sense"), "product sense");
        assert_eq!(lower("PM work"), "PM work");
        assert_eq!(capital(&small(2)), "Two");
    }
}
