use super::{Order, Token, tokens, without_time};
use crate::text::fold;

/// What the dates of a whole table say about their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// No date depends on it.
    Unneeded,
    /// One of them settles it.
    Certain(Order),
    /// All of them can be read both ways; here is one.
    Open(String),
}

/// Looks through the dates of a table for one that settles the order of days and months.
pub(crate) fn evidence<'a>(texts: impl IntoIterator<Item = &'a str>) -> Evidence {
    // Who opens ‘Nov 2022’ in a spreadsheet and saves it gets the first of November in the order of their
    // country: where one of the two numbers is always 1 and the other is not, that one is the day.
    let (mut open, mut firsts, mut seconds) = (None, false, false);
    for text in texts.into_iter().filter(|text| text.len() <= 40) {
        let folded = fold(text);
        let [
            Token::Number(first, _),
            Token::Number(second, _),
            Token::Number(..),
        ] = tokens(without_time(&folded))[..]
        else {
            continue;
        };
        if first > 31 || folded.contains('.') {
            continue;
        }
        match (first > 12, second > 12) {
            (true, false) => return Evidence::Certain(Order::DayFirst),
            (false, true) => return Evidence::Certain(Order::MonthFirst),
            _ => {}
        }
        firsts |= first != 1;
        seconds |= second != 1;
        if first != second {
            open.get_or_insert_with(|| text.trim().to_owned());
        }
    }
    match (open, firsts, seconds) {
        (None, ..) => Evidence::Unneeded,
        (Some(_), false, true) => Evidence::Certain(Order::DayFirst),
        (Some(_), true, false) => Evidence::Certain(Order::MonthFirst),
        (Some(example), ..) => Evidence::Open(example),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_settles_the_order_of_all() {
        let certain = |texts: &[&str]| evidence(texts.iter().copied());
        assert_eq!(
            certain(&["3/4/2019", "13/4/2019"]),
            Evidence::Certain(Order::DayFirst)
        );
        assert_eq!(
            certain(&["3/4/2019", "4/13/2019"]),
            Evidence::Certain(Order::MonthFirst)
        );
        assert_eq!(
            certain(&["01/11/2022", "01/02/2021"]),
            Evidence::Certain(Order::DayFirst)
        );
        assert_eq!(
            certain(&["3/4/2019", "5/6/2019"]),
            Evidence::Open("3/4/2019".to_owned())
        );
        assert_eq!(
            certain(&["2019-03-04", "Nov 2022", "3.4.2019", "5/5/2019"]),
            Evidence::Unneeded
        );
    }
}
