use super::{AROUND, Order, When, when_folded};
use crate::{
    language::{self, Language},
    limits,
    text::fold,
};

/// Reads a beginning and an end from one text: ‘Jan 2019 – Mar 2021’, ‘seit 2019’, ‘2019-2021’, ‘2019 –’.
/// An end of [`When::Blank`] is not known.
pub(crate) fn range(text: &str, order: Order) -> Option<(When, When)> {
    if text.len() > limits::DATE {
        return None;
    }
    let folded = fold(text);
    // ‘Jan 2019 – Present · 4 yrs’, as profile pages have it.
    let folded = folded.split('·').next().unwrap_or_default();
    let folded = folded.trim_matches(AROUND);
    let (folded, since) = without_word(folded, |it| it.since);
    let folded = folded.trim_matches(AROUND);
    let ends = |(left, right): (&str, &str)| {
        let from = when_folded(left.trim_matches(AROUND), order);
        let right = right.trim_matches(AROUND);
        // ‘to date’ begins with a word for ‘to’, and means today.
        let right = if language::is_now(right) {
            right
        } else {
            without_word(right, |it| it.until).0
        };
        let to = match when_folded(right.trim_matches(AROUND), order) {
            // Nothing after the dash: it goes on.
            When::Blank => When::Now,
            to => to,
        };
        (from, to)
    };
    let exact = |it: &(When, When)| matches!(it, (When::On(_), When::On(_) | When::Now));
    let rough = |it: &(When, When)| it.0.date().is_some() && it.1 != When::Unread;
    if let Some(both) = splits(folded).map(ends).find(exact) {
        return Some(both);
    }
    if let Some(both) = splits(folded).map(ends).find(rough) {
        return Some(both);
    }
    match when_folded(folded, order) {
        When::Unread | When::Blank | When::Now => None,
        from if since => Some((from, When::Now)),
        from => Some((from, When::Blank)),
    }
}

/// Every place where a range may be cut in two: at a word for ‘to’, at a dash.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let words = language::ALL
        .into_iter()
        .flat_map(|language| language.until);
    let at_words = words.flat_map(move |word| {
        let here = move |(at, _): (usize, &str)| {
            let (left, right) = (&text[..at], &text[at + word.len()..]);
            (left.ends_with(' ') && right.starts_with(' ')).then_some((left, right))
        };
        text.match_indices(word).filter_map(here)
    });
    let at_dashes = text
        .match_indices('-')
        .map(|(at, _)| (&text[..at], &text[at + 1..]));
    at_words.chain(at_dashes)
}

/// The text without one of these words before it, and whether there was one.
fn without_word(text: &str, words: impl Fn(&Language) -> &'static [&'static str]) -> (&str, bool) {
    for language in language::ALL {
        for word in words(language) {
            if let Some(rest) = text.strip_prefix(word).filter(|rest| rest.starts_with(' ')) {
                return (rest, true);
            }
        }
    }
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges() {
        let said = |text: &str| {
            range(text, Order::MonthFirst).map(|(from, to)| {
                let word = |it: When| it.date().map_or(format!("{it:?}"), |it| it.to_string());
                format!("{} to {}", word(from), word(to))
            })
        };
        for (text, wanted) in [
            ("2019 to now", Some("2019 to Now")),
            ("2019-2021", Some("2019 to 2021")),
            ("2019–", Some("2019 to Now")),
            ("Jan 2019 – Present · 4 yrs 2 mos", Some("2019-01 to Now")),
            ("von 3/2019 bis heute", Some("2019-03 to Now")),
            ("de mars 2019 à aujourd’hui", Some("2019-03 to Now")),
            ("dal 2019 al 2021", Some("2019 to 2021")),
            ("desde 2019 hasta la actualidad", Some("2019 to Now")),
            ("sinds 2019", Some("2019 to Now")),
            ("2019-03-01 - 2020-04-30", Some("2019-03-01 to 2020-04-30")),
            ("2019-03 - 2020-04", Some("2019-03 to 2020-04")),
            ("2019-03", Some("2019-03 to Blank")),
            ("Jan-19 to Mar-21", Some("2019-01 to 2021-03")),
            ("since 2019", Some("2019 to Now")),
            ("Acme", None),
            ("now", None),
            ("2 PM - 10 PM", None),
        ] {
            assert_eq!(said(text).as_deref(), wanted, "{text}");
        }
    }
}
