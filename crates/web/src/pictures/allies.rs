//! Who knows one's work: four steps to the middle, everybody on theirs.
//!
//! Wide, the steps are columns from ‘nothing yet’ on the left to ‘would speak for it’ on the right; on a narrow screen they are
//! rows from top to bottom. A ring is somebody one was not in touch with for a while.

use maud::{Markup, html};
use windward_core::{
    record::Knows,
    views::talks::allies::{Allies, Known, QUIET_MONTHS},
};

/// People drawn on one step; the list below has all of them.
const MOST: usize = 8;

const WIDTH: usize = 720;
const COLUMN: usize = WIDTH / 4;
const LINE: usize = 24;
const TOP: usize = 44;

/// Characters of a name that fit beside its dot in a column, and in a row.
const LETTERS: [usize; 2] = [19, 34];

/// The picture, wide and narrow. The list under it is the same as text.
pub(crate) fn map(it: &Allies<'_>) -> Markup {
    let steps: Vec<(Knows, Vec<&Known<'_>>)> = Knows::WORDS
        .iter()
        .map(|(_, knows)| (*knows, it.of(*knows).collect()))
        .collect();
    html! {
        (wide(&steps, &it.says()))
        (narrow(&steps, &it.says()))
        figcaption {
            span { span.k.dot {} "in touch within " (QUIET_MONTHS) " months" }
            span { span.k.ring {} "longer ago, or not yet" }
        }
    }
}

type Steps<'s, 'a> = [(Knows, Vec<&'s Known<'a>>)];

fn wide(steps: &Steps<'_, '_>, says: &str) -> Markup {
    let rows = steps
        .iter()
        .map(|(_, all)| rows(all.len()))
        .max()
        .unwrap_or(0);
    let height = TOP + rows.max(1) * LINE + 14;
    html! {
        svg.chart.wide viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-labelledby="allies-t" aria-describedby="allies-d" {
            title #allies-t { "How well they know your work" }
            desc #allies-d { (says) }
            @for (place, (knows, all)) in steps.iter().enumerate() {
                @let x = place * COLUMN;
                @if place > 0 { line.grid x1=(x) x2=(x) y1="6" y2=(height - 6) {} }
                text.lab x=(x + 14) y="24" { (crate::words::capital(knows.label())) " · " (all.len()) }
                @for (row, one) in all.iter().take(MOST).enumerate() { (dot(x + 20, TOP + row * LINE + 8, one, LETTERS[0])) }
                (rest(all.len(), x + 14, TOP + MOST * LINE + 12))
            }
        }
    }
}

fn narrow(steps: &Steps<'_, '_>, says: &str) -> Markup {
    let blocks: Vec<usize> = steps
        .iter()
        .map(|(_, all)| 34 + rows(all.len()) * LINE)
        .collect();
    let height: usize = blocks.iter().sum::<usize>() + 6;
    html! {
        svg.chart.narrow viewBox={ "0 0 330 " (height) } role="img" aria-labelledby="allies-nt" aria-describedby="allies-nd" {
            title #allies-nt { "How well they know your work" }
            desc #allies-nd { (says) }
            @for (place, (knows, all)) in steps.iter().enumerate() {
                @let y = blocks[..place].iter().sum::<usize>();
                @if place > 0 { line.grid x1="0" x2="330" y1=(y) y2=(y) {} }
                text.lab x="4" y=(y + 22) { (crate::words::capital(knows.label())) " · " (all.len()) }
                @for (row, one) in all.iter().take(MOST).enumerate() { (dot(12, y + 42 + row * LINE, one, LETTERS[1])) }
                (rest(all.len(), 4, y + 46 + MOST * LINE))
            }
        }
    }
}

/// Rows that a step takes.
fn rows(people: usize) -> usize {
    people.min(MOST) + usize::from(people > MOST)
}

fn dot(x: usize, y: usize, it: &Known<'_>, letters: usize) -> Markup {
    let mut name: String = it.name.chars().take(letters).collect();
    if it.name.chars().count() > letters {
        name.push('…');
    }
    html! {
        circle class=(if it.quiet { "mark" } else { "dot" }) cx=(x) cy=(y) r="5" {}
        text x=(x + 12) y=(y + 4) { (name) }
    }
}

fn rest(people: usize, x: usize, y: usize) -> Markup {
    html! { @if people > MOST { text x=(x) y=(y) { "and " (people - MOST) " more" } } }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use windward_core::{
        framework::{Framework, PRODUCT},
        id::CountedIds,
        record::{Act, Ally, AllyPlace, Record, Stored},
        views::{facts::Facts, talks::allies::allies},
    };

    use super::*;

    #[test]
    fn everybody_stands_on_their_step_and_names_are_no_markup() {
        let mut ids = CountedIds::default();
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        for number in 0..10 {
            act.add(Ally {
                contact: None,
                whom: Some(format!("<b>{number}</b> of a very long name indeed")),
                place: AllyPlace::Leader,
                knows: Knows::Seen,
                because: None,
                update: None,
                step: None,
                ended: None,
                on: "2026".parse().unwrap(),
                unknown: serde_json::Map::new(),
            });
        }
        let entries = act.into_entries().into_iter().zip(1..);
        let record = Record::fold(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }));
        let framework = Framework::parse(PRODUCT).unwrap();
        let facts = Facts::of(&record, &framework, jiff::civil::date(2026, 11, 22));
        let svg = map(&allies(&facts)).into_string();
        assert_eq!(svg.matches("<circle").count(), 2 * MOST);
        assert!(svg.contains("and 2 more") && svg.contains("Has seen it · 10"));
        assert!(!svg.contains("<b>") && svg.contains('…'));
    }
}
