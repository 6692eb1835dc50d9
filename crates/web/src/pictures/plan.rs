//! The plan: weeks across, plays as bars, and beneath them the hours of each week under their limit.

use std::fmt::Write as _;

use maud::{Markup, html};
use windward_core::views::plan::Plan;

use crate::words::{self, Day};

/// Where things lie on the sheet, in units of the drawing.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    name: &'static str,
    width: f64,
    left: f64,
    right: f64,
    /// Characters of a name that fit over the whole width.
    characters: usize,
    /// Weeks between two dates, by the number of weeks: a quarter, a half-year, more.
    every: [usize; 3],
}

const WIDE: Sheet = Sheet {
    name: "wide",
    width: 860.0,
    left: 34.0,
    right: 10.0,
    characters: 110,
    every: [2, 4, 6],
};

/// For a phone.
const NARROW: Sheet = Sheet {
    name: "narrow",
    width: 360.0,
    left: 26.0,
    right: 6.0,
    characters: 44,
    every: [4, 8, 13],
};

/// Height of a row: a name and its bar.
const ROW: f64 = 36.0;

/// Height of the part with the hours.
const HOURS: f64 = 70.0;

/// Rough width of a character.
const CHARACTER: f64 = 6.6;

/// Rough width of a date above a week.
const DATE: f64 = 44.0;

/// A bar with its name.
struct Bar<'a> {
    name: &'a str,
    from: usize,
    to: usize,
    runs: bool,
}

/// Draws a plan, once for wide and once for narrow screens; the stylesheet shows one of them.
pub(crate) fn plan(plan: &Plan<'_>) -> Markup {
    html! {
        (drawing(plan, &WIDE))
        (drawing(plan, &NARROW))
        figcaption {
            @if !plan.running.is_empty() { span { span.k {} "runs already" } }
            @if !plan.plays.is_empty() { span { span.k.planned {} "planned" } }
            span { span.k.load {} "hours of a week" }
            span { span.k.limit {} "your limit" }
        }
    }
}

/// The plan in a few sentences, for those who read rather than look.
pub(crate) fn described(plan: &Plan<'_>) -> String {
    let weeks = plan.load.len();
    let plays = plan.plays.iter().map(|it| {
        let name = &it.play.name;
        format!("{name}: week {} to {}", it.first + 1, it.last + 1)
    });
    let running = plan.running.iter().map(|it| {
        let what = it.what;
        format!(
            "{what}, which runs already: week {} to {}",
            it.from + 1,
            it.to
        )
    });
    let mut bars: Vec<String> = running.chain(plays).collect();
    if bars.is_empty() {
        bars.push("Nothing is planned".to_owned());
    }
    let most = plan.load.iter().map(|it| it.total()).max().unwrap_or(0);
    format!(
        "{weeks} weeks from {}. {}. At most {} a week, of {}.",
        Day(plan.begins),
        bars.join(". "),
        words::count(most as usize, "hour", "hours"),
        plan.wishes.hours_a_week
    )
}

fn drawing(plan: &Plan<'_>, sheet: &Sheet) -> Markup {
    let weeks = plan.load.len();
    let running = plan.running.iter().map(|it| Bar {
        name: it.what,
        from: it.from,
        to: it.to,
        runs: true,
    });
    let plays = plan.plays.iter().map(|it| Bar {
        name: &it.play.name,
        from: it.first,
        to: it.last + 1,
        runs: false,
    });
    let bars: Vec<Bar<'_>> = running.chain(plays).collect();
    let top = 20.0;
    let rows = top + ROW * as_f64(bars.len());
    let floor = rows + HOURS + 14.0;
    let limit = f64::from(plan.wishes.hours_a_week);
    let most = plan.load.iter().map(|it| it.total()).max().unwrap_or(0);
    let scale = HOURS / limit.max(f64::from(most)).max(1.0);
    let y = |hours: f64| n(floor - hours * scale);
    let x = |week: usize| sheet.x(week, weeks);
    let every = sheet.every[usize::from(weeks > 14) + usize::from(weeks > 27)];
    let (title, description) = (
        format!("plan-{}-title", sheet.name),
        format!("plan-{}-text", sheet.name),
    );
    html! {
        svg class={ "chart " (sheet.name) } viewBox={ "0 0 " (sheet.width) " " (floor + 8.0) }
            role="img" aria-labelledby={ (title) " " (description) } {
            title id=(title) { "Your plan, week by week" }
            desc id=(description) { (described(plan)) }
            @for week in (0..weeks).step_by(every) {
                line.grid x1=(x(week)) x2=(x(week)) y1=(top - 4.0) y2=(floor) {}
                @let monday = plan.monday(week);
                @let ends = x(week) + DATE > sheet.width;
                text.tick x=(if ends { sheet.width } else { x(week) }) y="12" text-anchor=[ends.then_some("end")] { (monday.day()) " " (words::month(monday).get(..3).unwrap_or_default()) }
            }
            @for (row, bar) in bars.iter().enumerate() {
                @let row = top + ROW * as_f64(row);
                @let class = if bar.runs { "bar runs" } else { "bar" };
                @let label = label(bar, sheet, weeks);
                text.lab.halo x=(n(label.x)) y=(row + 13.0) text-anchor=[label.ends_here.then_some("end")] { (label.text) }
                rect class=(class) x=(x(bar.from)) y=(row + 19.0) width=(n(x(bar.to) - x(bar.from))) height="11" rx="3" {}
            }
            line.grid x1=(sheet.left) x2=(sheet.width - sheet.right) y1=(floor) y2=(floor) {}
            path.load d=(load(plan, sheet, y)) {}
            line.limit x1=(sheet.left) x2=(sheet.width - sheet.right) y1=(y(limit)) y2=(y(limit)) {}
            text.tick x=(sheet.left - 5.0) y=(y(limit) + 4.0) text-anchor="end" { (plan.wishes.hours_a_week) "h" }
            text.tick x=(sheet.left - 5.0) y=(floor + 4.0) text-anchor="end" { "0" }
        }
    }
}

/// The hours of each week as one line with steps.
fn load(plan: &Plan<'_>, sheet: &Sheet, y: impl Fn(f64) -> f64) -> String {
    let weeks = plan.load.len();
    let mut path = String::new();
    for (week, load) in plan.load.iter().enumerate() {
        let joint = if week == 0 { 'M' } else { 'L' };
        let (from, to) = (sheet.x(week, weeks), sheet.x(week + 1, weeks));
        let y = y(f64::from(load.total()));
        // Writing into a text cannot fail.
        _ = write!(path, "{joint}{from} {y} L{to} {y} ");
    }
    path.trim_end().to_owned()
}

/// The name of a bar, with the place it stands at.
#[derive(Debug)]
struct Label {
    text: String,
    x: f64,
    ends_here: bool,
}

/// A name begins where its bar does, unless it would leave the sheet: then it ends at the edge.
fn label(bar: &Bar<'_>, sheet: &Sheet, weeks: usize) -> Label {
    let mut text = bar.name.to_owned();
    if text.chars().count() > sheet.characters {
        text = text.chars().take(sheet.characters - 1).collect();
        text = format!("{}…", text.trim_end());
    }
    let x = sheet.x(bar.from, weeks);
    let ends_here = x + as_f64(text.chars().count()) * CHARACTER > sheet.width - sheet.right;
    Label {
        x: if ends_here {
            sheet.width - sheet.right
        } else {
            x
        },
        ends_here,
        text,
    }
}

impl Sheet {
    fn x(&self, week: usize, weeks: usize) -> f64 {
        let width = self.width - self.left - self.right;
        n(self.left + width * as_f64(week) / as_f64(weeks.max(1)))
    }
}

/// Counts of a drawing are small.
fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// A number of the drawing, to a tenth: as short as it goes, and without a minus before nothing.
fn n(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_on_the_sheet_whatever_their_length() {
        let long = "x".repeat(300);
        for sheet in [&WIDE, &NARROW] {
            for weeks in [1, 13, 26, 52] {
                for (name, from) in [
                    ("Short", 0),
                    ("Short", weeks - 1),
                    (&*long, 0),
                    (&*long, weeks - 1),
                ] {
                    let bar = Bar {
                        name,
                        from,
                        to: from + 1,
                        runs: false,
                    };
                    let label = label(&bar, sheet, weeks);
                    let width = as_f64(label.text.chars().count()) * CHARACTER;
                    let (from, to) = if label.ends_here {
                        (label.x - width, label.x)
                    } else {
                        (label.x, label.x + width)
                    };
                    assert!(
                        from >= 0.0 && to <= sheet.width,
                        "{}: {label:?}",
                        sheet.name
                    );
                }
            }
        }
    }
}
