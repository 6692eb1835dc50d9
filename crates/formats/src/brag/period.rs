//! Headings as periods: ‘2026’, ‘October 2026’, ‘Q3 2026’, ‘H1 2025’, ‘Week of 3 November 2026’.

use windward_core::date::PartialDate;

use crate::{
    date::{Order, When, when},
    text::fold,
};

/// The time that a heading or a bracket names: when it begins, and when it ends where it is no single date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) on: PartialDate,
    pub(super) to: Option<PartialDate>,
}

/// Words that stand before a date in a heading.
const BEFORE: [&str; 8] = [
    "week of ",
    "week ending ",
    "month of ",
    "sprint of ",
    "year ",
    "fy ",
    "on ",
    "in ",
];

/// Reads a period. A month or a quarter without a year is of the year of the heading above.
pub(super) fn period(text: &str, above: Option<Period>) -> Option<Period> {
    let folded = fold(text);
    let folded = folded.trim_matches(|it: char| !it.is_alphanumeric());
    let above = above.map(|it| it.on.first_day().year());
    if let Some(period) = part_of_a_year(folded, above) {
        return Some(period);
    }
    let stripped = BEFORE
        .iter()
        .find_map(|word| folded.strip_prefix(word))
        .unwrap_or(folded);
    let read = |text: &str| match when(text, Order::DayFirst) {
        When::On(on) => Some(Period { on, to: None }),
        _ => None,
    };
    read(stripped).or_else(|| {
        // ‘October’ below ‘2026’; a text that has a year of its own was read above or is none.
        let year = above
            .filter(|_| !stripped.contains(|it: char| it.is_ascii_digit()) || stripped.len() > 4)?;
        (stripped.split_whitespace().count() <= 3).then(|| read(&format!("{stripped} {year}")))?
    })
}

/// ‘Q3 2026’, ‘2026 Q3’, ‘H1’ below ‘2025’.
fn part_of_a_year(folded: &str, above: Option<i16>) -> Option<Period> {
    let words: Vec<&str> = folded
        .split([' ', '-', '/', ','])
        .filter(|it| !it.is_empty())
        .collect();
    if words.len() > 2 {
        return None;
    }
    let year = words
        .iter()
        .find_map(|it| (it.len() == 4).then(|| it.parse::<i16>().ok())?);
    let part = words.iter().find_map(|it| {
        let number: i8 = it.get(1..)?.parse().ok()?;
        match (it.get(..1)?, number) {
            ("q", 1..=4) => Some((number * 3 - 2, number * 3)),
            ("h", 1..=2) => Some((number * 6 - 5, number * 6)),
            _ => None,
        }
    });
    let (first, last) = part?;
    let year = year.or(above.filter(|_| words.len() == 1))?;
    Some(Period {
        on: PartialDate::month(year, first).ok()?,
        to: Some(PartialDate::month(year, last).ok()?),
    })
}

/// A date at the beginning or in a bracket at the end of a bullet, and the bullet without it.
pub(super) fn dated(text: &str, above: Option<Period>) -> (&str, Option<Period>) {
    let bracket = text
        .trim_end()
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    if let Some((rest, inside)) = bracket
        && let Some(period) = explicit(inside, above)
    {
        return (rest.trim_end(), Some(period));
    }
    for mark in [": ", " - ", " – ", " — "] {
        if let Some((first, rest)) = text.split_once(mark)
            && first.len() <= 20
            && let Some(period) = explicit(first, above)
        {
            return (rest.trim_start(), Some(period));
        }
    }
    (text, None)
}

/// A period that has a number in it: the word ‘May’ alone in a bullet is a word.
fn explicit(text: &str, above: Option<Period>) -> Option<Period> {
    text.contains(|it: char| it.is_ascii_digit())
        .then(|| period(text, above))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, above: Option<&str>) -> Option<String> {
        let above = above.and_then(|text| period(text, None));
        let period = period(text, above)?;
        Some(match period.to {
            Some(to) => format!("{} to {to}", period.on),
            None => period.on.to_string(),
        })
    }

    #[test]
    fn headings_are_read_as_people_write_them() {
        for (text, above, wanted) in [
            ("2026", None, Some("2026")),
            ("October 2026", None, Some("2026-10")),
            ("October", Some("2026"), Some("2026-10")),
            ("Q3 2026", None, Some("2026-07 to 2026-09")),
            ("2025 H1", None, Some("2025-01 to 2025-06")),
            ("Q1", Some("2024"), Some("2024-01 to 2024-03")),
            ("Week of 3 November 2026", None, Some("2026-11-03")),
            ("2026-10", None, Some("2026-10")),
            ("Projects", Some("2026"), None),
            ("Q1", None, None),
            ("Collaboration & mentorship", Some("2026"), None),
        ] {
            assert_eq!(
                said(text, above).as_deref(),
                wanted,
                "{text} below {above:?}"
            );
        }
    }

    #[test]
    fn a_bullet_may_have_a_date_of_its_own() {
        let of = |text: &'static str| {
            let (rest, period) = dated(text, None);
            (rest, period.map(|it| it.on.to_string()))
        };
        let day = Some("2026-10-08".to_owned());
        assert_eq!(of("Shipped it (2026-10-08)"), ("Shipped it", day.clone()));
        assert_eq!(of("2026-10-08: Shipped it"), ("Shipped it", day.clone()));
        assert_eq!(of("2026-10-08 – Shipped it"), ("Shipped it", day));
        assert_eq!(
            of("Shipped: the second try"),
            ("Shipped: the second try", None)
        );
        assert_eq!(of("Cut tickets (300)"), ("Cut tickets (300)", None));
    }
}
