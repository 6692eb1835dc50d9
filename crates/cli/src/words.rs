//! Counts, lengths and views as a person would say them.

use std::fmt;

use windward_core::{
    framework::Years,
    record::{Hand, View},
};

/// ‘1 entry’, ‘2 entries’.
pub(crate) fn count<N>(number: N, one: &str, more: &str) -> String
where
    N: Copy + PartialEq + From<u8> + fmt::Display,
{
    let what = if number == N::from(1) { one } else { more };
    format!("{number} {what}")
}

/// ‘3 years 1 month’.
pub(crate) fn months(months: u32) -> String {
    let (years, rest) = (months / 12, months % 12);
    match (years, rest) {
        (0, 0) => "less than a month".to_owned(),
        (0, rest) => count(rest, "month", "months"),
        (years, 0) => count(years, "year", "years"),
        (years, rest) => format!(
            "{} {}",
            count(years, "year", "years"),
            count(rest, "month", "months")
        ),
    }
}

/// ‘8 to 12 years of product’.
pub(crate) fn years(years: &Years) -> String {
    let to = years
        .to
        .map_or_else(|| "or more".to_owned(), |to| format!("to {to}"));
    format!("{} {to} years of {}", years.from, years.of)
}

/// ‘Manager (Petra Lindqvist), as I noted it’: whose view it is, and by whose hand.
pub(crate) fn whose(view: View, by: Option<&str>, hand: Hand) -> String {
    let who = match view {
        View::Own => return "Your own view".to_owned(),
        View::Manager => "Manager",
        View::Peer => "Peer",
    };
    let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
    format!("{who}{by}, {}", hand.label())
}

/// What was typed as ‘what=how’: both, without what is empty.
pub(crate) fn halves(typed: &str) -> (Option<String>, Option<String>) {
    let (what, how) = typed.split_once('=').unwrap_or((typed, ""));
    (said(what), said(how))
}

/// What was typed, if it says anything.
pub(crate) fn said(typed: impl AsRef<str>) -> Option<String> {
    let typed = typed.as_ref().trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_said() {
        let said = [0, 1, 12, 37].map(months);
        assert_eq!(
            said,
            ["less than a month", "1 month", "1 year", "3 years 1 month"]
        );
    }

    #[test]
    fn halves_are_told_by_the_first_sign() {
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(
            halves("Ship it = churn = 3 %"),
            (said("Ship it"), said("churn = 3 %"))
        );
        assert_eq!(halves("Ship it"), (said("Ship it"), None));
        assert_eq!(halves(" = "), (None, None));
    }

    #[test]
    fn a_view_says_by_whose_hand_it_is() {
        let noted = whose(View::Manager, Some("Petra Lindqvist"), Hand::Own);
        assert_eq!(noted, "Manager (Petra Lindqvist), as I noted it");
        assert_eq!(whose(View::Peer, None, Hand::Given), "Peer, given by them");
    }
}
