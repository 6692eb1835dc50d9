//! Dates as files write them: in seven languages, in any order, with or without a time.

mod order;
mod range;

use jiff::civil::Date;
use windward_core::date::PartialDate;

pub(crate) use self::{
    order::{Evidence, evidence},
    range::range,
};
use crate::{language, limits, text::fold};

/// What a cell says about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// Nothing.
    Blank,
    /// Until today.
    Now,
    /// A date.
    On(PartialDate),
    /// Only the year could be made out: ‘summer 2019’, ‘Q3 2019’.
    Roughly(PartialDate),
    /// Something that is no date.
    Unread,
}

impl When {
    /// The date, if there is one.
    pub(crate) const fn date(self) -> Option<PartialDate> {
        match self {
            Self::On(date) | Self::Roughly(date) => Some(date),
            Self::Blank | Self::Now | Self::Unread => None,
        }
    }
}

/// Whether ‘3/4/2019’ is the third of April or the fourth of March.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// Two-digit years below this are of this century: nobody's career in a file ended before 1950.
const CENTURY: i16 = 50;

/// Letters around the numbers of a date that say nothing: ‘1er’, ‘4th’, ‘4 de julio de 2019’.
const FILLERS: [&str; 24] = [
    "st", "nd", "rd", "th", "er", "re", "eme", "e", "o", "a", "º", "ª", "de", "del", "do", "of",
    "the", "le", "el", "il", "den", "der", "om", "on",
];

/// How cells say that there is nothing in them.
const BLANKS: [&str; 11] = [
    "", "-", "--", "n/a", "na", "none", "null", "nil", "nan", "?", ".",
];

/// Reads one date.
pub(crate) fn when(text: &str, order: Order) -> When {
    if text.len() > limits::DATE {
        return When::Unread;
    }
    when_folded(fold(text).trim_matches(AROUND), order)
}

const AROUND: [char; 8] = [' ', ',', '.', ';', ':', '(', ')', '"'];

fn when_folded(text: &str, order: Order) -> When {
    if BLANKS.contains(&text) {
        return When::Blank;
    }
    if language::is_now(text) {
        return When::Now;
    }
    let text = without_time(text);
    let tokens = tokens(text);
    match read(&tokens, text, order) {
        Some(date) => When::On(date),
        None => only_year(&tokens).map_or(When::Unread, When::Roughly),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A number and how many digits it has.
    Number(i32, usize),
    Month(i8),
    Word,
}

/// A date has at most this many; longer texts are none.
const TOKENS: usize = 8;

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = |it: char| (it.is_ascii_digit(), it.is_alphabetic());
        let end = rest
            .find(|it| kind(it) != kind(first))
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            // Nine digits fit, and no date has more.
            let number = run.get(..run.len().min(9)).and_then(|it| it.parse().ok());
            tokens.push(number.map_or(Token::Word, |it| Token::Number(it, run.len())));
        } else if first.is_alphabetic() && !FILLERS.contains(&run) {
            tokens.push(language::month(run).map_or(Token::Word, Token::Month));
        }
        if tokens.len() > TOKENS {
            break;
        }
    }
    tokens
}

/// Cuts ‘, 07:18 PM’, ‘ 11:00:31 UTC’ and ‘T14:44Z’ off.
fn without_time(text: &str) -> &str {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let colon = text.match_indices(':').map(|(at, _)| at);
    let mut times = colon.filter(|at| *at > 0 && digit(at - 1) && digit(at + 1) && digit(at + 2));
    let Some(colon) = times.next() else {
        return text.strip_suffix(" utc").unwrap_or(text);
    };
    let before = text[..colon].trim_end_matches(|it: char| it.is_ascii_digit());
    before.trim_end_matches([' ', ',', 't'])
}

fn read(tokens: &[Token], text: &str, order: Order) -> Option<PartialDate> {
    use Token::{Month, Number};
    match *tokens {
        [Number(year, 4)] => date(year, None, None),
        [Number(day, 8)] => date(day / 10_000, Some(day / 100 % 100), Some(day % 100)),
        // ‘11/2022’ is a month; ‘PM 3, 2022’ is a grade and a year.
        [Number(year, 4), Number(month, 1 | 2)] | [Number(month, 1 | 2), Number(year, 4)]
            if !text.contains([' ', ',']) =>
        {
            date(year, Some(month), None)
        }
        [Month(month), Number(year, 4)] | [Number(year, 4), Month(month)] => {
            date(year, Some(month.into()), None)
        }
        [Month(month), Number(year, 2)] => date(full(year), Some(month.into()), None),
        [Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => {
            date(year, Some(month), Some(day))
        }
        [
            Number(first, 1 | 2),
            Number(second, 1 | 2),
            Number(year, digits @ (2 | 4)),
        ] => {
            let year = if digits == 2 { full(year) } else { year };
            // With dots the day comes first wherever dates have dots.
            let day_first =
                first > 12 || (second <= 12 && (order == Order::DayFirst || text.contains('.')));
            let (day, month) = if day_first {
                (first, second)
            } else {
                (second, first)
            };
            date(year, Some(month), Some(day))
        }
        [
            Number(day, 1 | 2),
            Month(month),
            Number(year, digits @ (2 | 4)),
        ]
        | [
            Month(month),
            Number(day, 1 | 2),
            Number(year, digits @ (2 | 4)),
        ] => {
            let year = if digits == 2 { full(year) } else { year };
            date(year, Some(month.into()), Some(day))
        }
        [Number(year, 4), Month(month), Number(day, 1 | 2)] => {
            date(year, Some(month.into()), Some(day))
        }
        _ => None,
    }
}

/// The one year in a text that says more than that, but nothing that could be read.
fn only_year(tokens: &[Token]) -> Option<PartialDate> {
    let year = |token: &Token| match token {
        Token::Number(year, 4) => date(*year, None, None),
        _ => None,
    };
    let mut years = tokens.iter().filter_map(year);
    let only = years.next()?;
    (years.next().is_none() && tokens.len() <= 4).then_some(only)
}

fn full(two_digits: i32) -> i32 {
    if two_digits < i32::from(CENTURY) {
        2_000 + two_digits
    } else {
        1_900 + two_digits
    }
}

fn date(year: i32, month: Option<i32>, day: Option<i32>) -> Option<PartialDate> {
    let year = i16::try_from(year).ok()?;
    let small = |it: i32| i8::try_from(it).ok();
    let date = match (month, day) {
        (None, _) => PartialDate::year(year),
        (Some(month), None) => PartialDate::month(year, small(month)?),
        (Some(month), Some(day)) => {
            PartialDate::month(year, small(month)?).ok()?;
            Ok(PartialDate::day(
                Date::new(year, small(month)?, small(day)?).ok()?,
            ))
        }
    };
    date.ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(text: &str) -> String {
        match when(text, Order::MonthFirst) {
            When::On(date) => date.to_string(),
            When::Roughly(date) => format!("~{date}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn reads_every_grammar_of_one_linkedin_archive() {
        for (text, wanted) in [
            ("Nov 2022", "2022-11"),
            ("2015", "2015"),
            ("04 Jul 2023", "2023-07-04"),
            ("12/09/22, 07:18 PM", "2022-12-09"),
            ("6/17/23, 6:18\u{202f}AM", "2023-06-17"),
            ("10/25/17, 4:50 PM", "2017-10-25"),
            ("2021/08/11 11:00:31 UTC", "2021-08-11"),
            ("2018-09-16 14:44 UTC", "2018-09-16"),
            ("25-Jan-21", "2021-01-25"),
            ("Nov-22", "2022-11"),
            ("Present", "Now"),
            ("N/A", "Blank"),
            ("  ", "Blank"),
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
    }

    #[test]
    fn reads_dates_of_seven_languages() {
        for (text, wanted) in [
            ("1. März 2019", "2019-03-01"),
            ("Jänner 2019", "2019-01"),
            ("1er février 2019", "2019-02-01"),
            ("août 2019", "2019-08"),
            ("4 de julio de 2019", "2019-07-04"),
            ("diciembre de 2019", "2019-12"),
            ("março 2019", "2019-03"),
            ("out. 2019", "2019-10"),
            ("mag 2019", "2019-05"),
            ("3 mrt. 2019", "2019-03-03"),
            ("July 4th, 2019", "2019-07-04"),
            ("heute", "Now"),
            ("aujourd’hui", "Now"),
            ("la actualidad", "Now"),
            ("Atual", "Now"),
            ("in corso", "Now"),
            ("heden", "Now"),
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
    }

    #[test]
    fn reads_every_month_of_every_language_in_every_form() {
        for language in language::ALL {
            for (month, names) in (1..).zip(language.months) {
                for name in names {
                    for (text, wanted) in [
                        (format!("{name} 2019"), format!("2019-{month:02}")),
                        (
                            format!("{}. 2019", name.to_uppercase()),
                            format!("2019-{month:02}"),
                        ),
                        (format!("2019 {name}"), format!("2019-{month:02}")),
                        (format!("{name} ’19"), format!("2019-{month:02}")),
                        (format!("{name}-98"), format!("1998-{month:02}")),
                        (format!("4 {name} 2019"), format!("2019-{month:02}-04")),
                        (format!("04-{name}-19"), format!("2019-{month:02}-04")),
                        (format!("{name} 4, 2019"), format!("2019-{month:02}-04")),
                    ] {
                        assert_eq!(said(&text), wanted, "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn present_has_many_words() {
        let now = language::ALL.iter().flat_map(|it| it.now);
        for text in now.flat_map(|it| [(*it).to_owned(), format!("({}) ", it.to_uppercase())]) {
            assert_eq!(said(&text), "Now", "{text}");
            let range = range(&format!("2019 - {text}"), Order::DayFirst);
            assert!(
                matches!(range, Some((When::On(_), When::Now))),
                "{text}: {range:?}"
            );
        }
    }

    #[test]
    fn reads_what_standards_and_spreadsheets_write() {
        for (text, wanted) in [
            ("2018-09-16", "2018-09-16"),
            ("2018-9-6", "2018-09-06"),
            ("2022-11", "2022-11"),
            ("2018-09-16T14:44:00.000Z", "2018-09-16"),
            ("20180916", "2018-09-16"),
            ("11/2022", "2022-11"),
            ("11.2022", "2022-11"),
            ("03.04.2019", "2019-04-03"),
            ("3/4/2019", "2019-03-04"),
            ("13/4/2019", "2019-04-13"),
            ("12/31/49", "2049-12-31"),
            ("12/31/50", "1950-12-31"),
            ("summer 2019", "~2019"),
            ("Q3 2019", "~2019"),
            ("31 Feb 2019", "~2019"),
            ("2019 or 2020", "Unread"),
            ("99/99/9999", "Unread"),
            ("some day", "Unread"),
            ("1066", "Unread"),
            ("Nov 4", "Unread"),
            ("3, 2019", "~2019"),
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".*") {
            let _ = (when(&text, Order::DayFirst), range(&text, Order::DayFirst), evidence([text.as_str()]));
        }

        #[test]
        fn no_date_like_text_breaks_it(text in "[0-9 /.,:tT–-]{0,20}(jan|mar|heute|to)?[0-9 /.-]{0,8}") {
            let _ = (when(&text, Order::DayFirst), range(&text, Order::MonthFirst), evidence([text.as_str()]));
        }

        #[test]
        fn what_core_writes_is_read_back(year in 1900i16..=2200, month in 1i8..=12, day in 1i8..=28) {
            for date in [
                PartialDate::year(year).unwrap(),
                PartialDate::month(year, month).unwrap(),
                PartialDate::day(Date::new(year, month, day).unwrap()),
            ] {
                prop_assert_eq!(when(&date.to_string(), Order::MonthFirst), When::On(date));
            }
        }
    }
}
