//! The board: a table with its seats, who sits there, who is due, and from where they look.

use maud::{Markup, html};
use windward_core::{
    record::Contact,
    views::{
        board::{Board, SeatState, Seated},
        facts::Facts,
    },
};

use crate::words;

/// Seats that are drawn; the list below the picture has all of them.
const MOST: usize = 12;

/// Rough width of a character.
const CHARACTER: f64 = 6.6;

/// Height of a line of text.
const LINE: f64 = 15.0;

/// Radius of a seat.
const SEAT: f64 = 17.0;

const WIDE: f64 = 860.0;
const NARROW: f64 = 360.0;

/// Draws a board, once for wide and once for narrow screens; the stylesheet shows one of them.
pub(crate) fn board(board: &Board<'_>, facts: &Facts<'_>) -> Markup {
    let drawn: Vec<&Seated<'_>> = board.seats.iter().take(MOST).collect();
    let left = board.seats.len() - drawn.len();
    let any = |fits: &dyn Fn(&Seated<'_>) -> bool| drawn.iter().any(|it| fits(it));
    let said = described(board, facts);
    html! {
        (wide(board, &drawn, &said))
        (narrow(board, &drawn, &said))
        figcaption {
            @if any(&|it| it.is_taken() && !on_the_way(it)) { span { span.k.dot {} "sits there" } }
            @if any(&|it| it.is_taken() && on_the_way(it)) { span { span.k.dot.hollow {} "still getting to know" } }
            @if any(&|it| it.is_due) { span { span.k.dot.due {} "a touch is due" } }
            @if any(&|it| it.state == SeatState::Open) { span { span.k.dot.open {} "open" } }
            @if any(&|it| it.state == SeatState::Resting) { span { span.k.dot.rests {} "resting" } }
            @if left > 0 { span { "and " (words::small(left)) " more below" } }
        }
    }
}

/// The board in a few sentences, for those who read rather than look.
fn described(board: &Board<'_>, facts: &Facts<'_>) -> String {
    let one = |it: &Seated<'_>| {
        let who = match (it.state, it.person) {
            (SeatState::Open, _) | (_, None) => "open".to_owned(),
            (SeatState::Resting, Some(of)) => format!("{}, resting", of.it.name),
            (SeatState::Taken, Some(of)) if it.is_due => {
                let due = it.due.unwrap_or(facts.day);
                format!("{}, due since {}", of.it.name, words::Day(due))
            }
            (SeatState::Taken, Some(of)) => of.it.name.clone(),
        };
        format!("{}: {who}", it.of.it.area)
    };
    let seats: Vec<String> = board.seats.iter().map(one).collect();
    let groups = board.perspectives.groups.iter();
    let groups: Vec<String> = groups
        .map(|(name, many)| format!("{}: {many}", words::lower(name)))
        .collect();
    format!(
        "{}. {}.",
        seats.join(". "),
        words::capital(&groups.join(", "))
    )
}

fn on_the_way(it: &Seated<'_>) -> bool {
    it.stage
        .is_some_and(windward_core::views::board::Stage::is_on_the_way)
}

/// A long table with seats on both sides.
fn wide(board: &Board<'_>, drawn: &[&Seated<'_>], said: &str) -> Markup {
    let above = drawn.len().div_ceil(2).max(1);
    let room = WIDE / as_f64(above) - 14.0;
    // As much room for the labels as they take.
    let lines = |some: &[&Seated<'_>]| {
        let lines = some.iter().map(|it| label(it, room).len());
        as_f64(lines.max().unwrap_or(0))
    };
    let (first, second) = drawn.split_at(above.min(drawn.len()));
    let table = 34.0 + LINE * lines(first);
    let floor = table + 92.0;
    let bottom = floor + 28.0 + LINE * lines(second);
    let place = |index: usize| {
        let (row, at, of) = if index < above {
            (true, index, above)
        } else {
            (false, index - above, drawn.len() - above)
        };
        (row, WIDE * (as_f64(at) + 0.5) / as_f64(of))
    };
    html! {
        svg.chart.board.wide viewBox={ "0 0 " (WIDE) " " (bottom) } role="img" aria-labelledby="board-wide-title board-wide-text" {
            title #board-wide-title { "Your board" }
            desc #board-wide-text { (said) }
            rect.table x="16" y=(table) width=(WIDE - 32.0) height="92" rx="46" {}
            @for (index, (name, many)) in board.perspectives.groups.iter().enumerate() {
                @let middle = 16.0 + (WIDE - 32.0) * (as_f64(index) + 0.5) / 4.0;
                (group(name, *many, n(middle), table + 42.0, true))
            }
            @for (index, it) in drawn.iter().enumerate() {
                @let (up, x) = place(index);
                @let y = if up { table } else { floor };
                (seat(it, n(x), y))
                @let lines = label(it, room);
                @let first = if up { table - 28.0 - LINE * as_f64(lines.len().saturating_sub(1)) } else { floor + 38.0 };
                @for (line, (text, strong)) in lines.iter().enumerate() {
                    text class=(if *strong { "lab" } else { "soft" }) x=(n(x)) y=(first + LINE * as_f64(line)) text-anchor="middle" { (text) }
                }
            }
        }
    }
}

/// The same with the seats one below the other.
fn narrow(board: &Board<'_>, drawn: &[&Seated<'_>], said: &str) -> Markup {
    let row = 50.0;
    let floor = 16.0 + row * as_f64(drawn.len().max(1));
    html! {
        svg.chart.board.narrow viewBox={ "0 0 " (NARROW) " " (floor + 116.0) } role="img" aria-labelledby="board-narrow-title board-narrow-text" {
            title #board-narrow-title { "Your board" }
            desc #board-narrow-text { (said) }
            rect.table x="4" y="8" width="44" height=(floor - 16.0) rx="22" {}
            @for (index, it) in drawn.iter().enumerate() {
                @let y = 8.0 + row * (as_f64(index) + 0.5);
                (seat(it, 48.0, y))
                @for (line, (text, strong)) in label(it, NARROW - 84.0).iter().filter(|(text, _)| !text.is_empty()).enumerate().take(3) {
                    text class=(if *strong { "lab" } else { "soft" }) x="78" y=(y - 2.0 + LINE * as_f64(line)) { (text) }
                }
            }
            @for (index, (name, many)) in board.perspectives.groups.iter().enumerate() {
                (group(name, *many, 78.0, floor + 22.0 + 26.0 * as_f64(index), false))
            }
        }
    }
}

/// A seat: who sits there by their initials, or that nobody does.
fn seat(it: &Seated<'_>, x: f64, y: f64) -> Markup {
    let look = match it.state {
        SeatState::Taken if on_the_way(it) => "hollow",
        SeatState::Taken => "",
        SeatState::Open => "open",
        SeatState::Resting => "rests",
    };
    html! {
        @if it.is_due { circle.due cx=(x) cy=(y) r=(SEAT + 4.5) {} }
        circle class={ "seat " (look) } cx=(x) cy=(y) r=(SEAT) {}
        text class={ "in " (look) } x=(x) y=(y + 4.5) text-anchor="middle" {
            @match it.person { Some(of) => { (initials(of.it)) } None => { "+" } }
        }
    }
}

/// Up to two lines of the area and one of who sits there, as wide as there is room.
fn label(it: &Seated<'_>, room: f64) -> Vec<(String, bool)> {
    let mut lines: Vec<(String, bool)> = wrapped(&it.of.it.area, room, 2)
        .into_iter()
        .map(|line| (line, true))
        .collect();
    let who = match (it.state, it.person) {
        (SeatState::Open, _) | (_, None) => "open",
        (_, Some(of)) => &of.it.name,
    };
    lines.extend(wrapped(who, room, 1).into_iter().map(|line| (line, false)));
    lines
}

/// A text on so many lines at most; what does not fit ends in dots.
fn wrapped(text: &str, room: f64, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let fits = |line: &str| as_f64(line.chars().count()) * CHARACTER <= room;
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        let longer = if last.is_empty() {
            word.to_owned()
        } else {
            format!("{last} {word}")
        };
        if last.is_empty() || fits(&longer) {
            *last = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    if let Some(last) = lines.last_mut().filter(|last| cut || !fits(last)) {
        while !last.is_empty() && !fits(&format!("{last}…")) {
            last.pop();
        }
        *last = format!("{}…", last.trim_end());
    }
    for line in &mut lines {
        while !fits(line) && line.pop().is_some() {}
    }
    lines
}

/// The first letters of the first and the last word of a name.
fn initials(contact: &Contact) -> String {
    let mut words = contact
        .name
        .split_whitespace()
        .filter(|it| it.starts_with(char::is_alphanumeric));
    let first = words.next().and_then(|it| it.chars().next());
    let last = words.next_back().and_then(|it| it.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// From where they look: a dot for each who looks from there, and a hollow one for nobody.
fn group(name: &str, many: usize, x: f64, y: f64, above: bool) -> Markup {
    let shown = many.min(MOST);
    let (first, middle) = if above {
        (x - 6.0 * (as_f64(shown.max(1)) - 1.0), y + 20.0)
    } else {
        (x + 128.0, y - 4.0)
    };
    html! {
        text.phase x=(x) y=(y) text-anchor=[above.then_some("middle")] { (name) }
        @if many == 0 { circle.nobody cx=(n(first)) cy=(middle) r="4.2" {} }
        @for dot in 0..shown { circle.dot cx=(n(first + 12.0 * as_f64(dot))) cy=(middle) r="4.2" {} }
    }
}

/// Counts of a drawing are small.
fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// A number of the drawing, to a tenth.
fn n(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_to_their_room() {
        for text in [
            "Prices",
            "A head of sales who says no to everything we ask",
            &"x".repeat(80),
        ] {
            for room in [50.0, 129.0, 276.0] {
                let lines = wrapped(text, room, 2);
                assert!(lines.len() <= 2 && !lines[0].is_empty(), "{lines:?}");
                for line in lines {
                    assert!(as_f64(line.chars().count()) * CHARACTER <= room, "{line}");
                }
            }
        }
        assert_eq!(
            wrapped("Pricing and margin", 90.0, 2),
            ["Pricing and", "margin"]
        );
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        let of = |name: &str| initials(&Contact::named(name));
        assert_eq!(of("Ines Maria Dahl"), "ID");
        assert_eq!(of("(Tom)  Åberg"), "Å");
        assert_eq!(of("Élodie"), "É");
        assert_eq!(of("—"), "");
    }
}
