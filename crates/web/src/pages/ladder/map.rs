//! The ladder as a map: rungs bottom to top, the two sides of the fork left and right, one's own marked.

use maud::{Markup, html};
use windward_core::framework::{Framework, Move, MoveKind, Rung, Track};

use super::{Marks, Mine};

/// Where things lie on the sheet, in units of the drawing.
struct Sheet {
    class: &'static str,
    /// Begins the ids of what describes it.
    id: &'static str,
    width: u32,
    individual: u32,
    shared: u32,
    people: u32,
}

const WIDE: Sheet = Sheet {
    class: "chart wide",
    id: "map",
    width: 800,
    individual: 310,
    shared: 430,
    people: 550,
};

/// For phones, at about the size of their screen, so that letters keep theirs.
const NARROW: Sheet = Sheet {
    class: "chart narrow",
    id: "map-narrow",
    width: 376,
    individual: 104,
    shared: 178,
    people: 252,
};

const TOP: u32 = 34;
const ROW: u32 = 62;

/// Where a rung's point lies: the highest rung on top, each side of the fork in its column.
fn point(sheet: &Sheet, framework: &Framework, rung: &Rung) -> (u32, u32) {
    let x = match rung.track {
        Track::Individual => sheet.individual,
        Track::Shared => sheet.shared,
        Track::People => sheet.people,
    };
    (x, TOP + ROW * row(framework, rung) + ROW / 2)
}

fn row(framework: &Framework, rung: &Rung) -> u32 {
    let above = framework
        .rungs
        .iter()
        .rev()
        .take_while(|it| it.id != rung.id)
        .count();
    // A ladder has a handful of rungs.
    u32::try_from(above).unwrap_or(u32::MAX / ROW / 2)
}

/// For wide screens.
pub(super) fn map(framework: &Framework, marks: &Marks<'_>) -> Markup {
    drawn(&WIDE, framework, marks)
}

/// For narrow ones.
pub(super) fn narrow(framework: &Framework, marks: &Marks<'_>) -> Markup {
    drawn(&NARROW, framework, marks)
}

fn drawn(sheet: &Sheet, framework: &Framework, marks: &Marks<'_>) -> Markup {
    let rows = u32::try_from(framework.rungs.len()).unwrap_or(0);
    let height = TOP + ROW * rows + 6;
    let has = |track: Track| framework.rungs.iter().any(|rung| rung.track == track);
    html! {
        svg class=(sheet.class) viewBox={ "0 0 " (sheet.width) " " (height) } role="img" aria-labelledby={ (sheet.id) "-title " (sheet.id) "-desc" } {
            title id={ (sheet.id) "-title" } { "The ladder" }
            desc id={ (sheet.id) "-desc" } { (described(framework, marks)) }
            @if has(Track::Individual) { text x=(sheet.individual) y="16" text-anchor="middle" { "deeper in the craft" } }
            @if has(Track::People) { text x=(sheet.people) y="16" text-anchor="middle" { "leading people" } }
            (phases(sheet, framework))
            @for step in &framework.moves { (way(sheet, framework, marks, step)) }
            @for rung in &framework.rungs { (stop(sheet, framework, marks, rung)) }
        }
    }
}

/// What the lines mean.
pub(super) fn key(marks: &Marks<'_>) -> Markup {
    html! {
        figcaption {
            @if !marks.been.is_empty() { span { span.k {} "been" } }
            @if !marks.open.is_empty() { span { span.k.ahead {} "open to you" } }
            span { span.k.across {} "across, both ways" }
        }
    }
}

fn described(framework: &Framework, marks: &Marks<'_>) -> String {
    let mut says: Vec<String> = Vec::new();
    for rung in framework.rungs.iter().rev() {
        let mine = match marks.of_rung(rung) {
            Mine::Held => ", where you are",
            Mine::Been => ", where you were",
            Mine::Open => ", open to you",
            Mine::Not => "",
        };
        says.push(format!("{}{mine}", rung.name));
    }
    format!(
        "From the top: {}. The list below says the same.",
        says.join("; ")
    )
}

/// A hairline where one phase ends and the next begins, and their names.
fn phases(sheet: &Sheet, framework: &Framework) -> Markup {
    let rungs: Vec<&Rung> = framework.rungs.iter().rev().collect();
    let begins = |place: usize| place == 0 || rungs[place - 1].phase != rungs[place].phase;
    html! {
        @for (place, rung) in rungs.iter().enumerate() {
            @if begins(place) {
                @let y = TOP + ROW * row(framework, rung);
                line.grid x1="0" x2=(sheet.width) y1=(y) y2=(y) {}
                @if let Some(phase) = framework.phase(&rung.phase) { text.phase x="4" y=(y + 13) { (phase.name) } }
            }
        }
    }
}

fn way(sheet: &Sheet, framework: &Framework, marks: &Marks<'_>, step: &Move) -> Markup {
    let from = step.from.as_ref().and_then(|id| framework.rung(id));
    let ends = from
        .zip(framework.rung(&step.to))
        .filter(|(from, to)| from.id != to.id);
    html! {
        @if let Some((from, to)) = ends {
            @let ((x1, y1), (x2, y2)) = (point(sheet, framework, from), point(sheet, framework, to));
            line class=(kind(step, marks.of_rung(from), marks.of_rung(to))) x1=(x1) y1=(y1) x2=(x2) y2=(y2) {}
        }
    }
}

const fn kind(step: &Move, from: Mine, to: Mine) -> &'static str {
    match (step.kind, from, to) {
        (MoveKind::Across, ..) => "away",
        (_, Mine::Held, Mine::Open) => "ahead",
        (_, Mine::Been, Mine::Been | Mine::Held) => "been",
        _ => "way",
    }
}

fn stop(sheet: &Sheet, framework: &Framework, marks: &Marks<'_>, rung: &Rung) -> Markup {
    let (x, y) = point(sheet, framework, rung);
    let mine = marks.of_rung(rung);
    let (class, r) = match mine {
        Mine::Held => ("you", 8),
        Mine::Open => ("goal", 6),
        Mine::Been => ("mark", 5),
        Mine::Not => ("stop", 5),
    };
    let (at, anchor) = match rung.track {
        Track::Individual => (x - 18, "end"),
        Track::Shared | Track::People => (x + 18, "start"),
    };
    html! {
        circle class=(class) cx=(x) cy=(y) r=(r) {}
        text class=(if mine == Mine::Held { "lab you-l halo" } else { "lab halo" }) x=(at) y=(if beside(marks, rung, mine).is_some() { y - 2 } else { y + 4 }) text-anchor=(anchor) { (rung.short) }
        @if let Some(beside) = beside(marks, rung, mine) { text.halo x=(at) y=(y + 14) text-anchor=(anchor) { (beside) } }
    }
}

fn beside(marks: &Marks<'_>, rung: &Rung, mine: Mine) -> Option<String> {
    match mine {
        Mine::Held => Some("you are here".to_owned()),
        Mine::Been => Some("you were here".to_owned()),
        Mine::Open => marks
            .open(rung)
            .map(|open| format!("{} of {} met", open.readiness.met, open.readiness.of)),
        Mine::Not => None,
    }
}
