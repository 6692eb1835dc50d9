//! The course: years in product across, rungs up, what one has been as a line, what is open as dots.

use maud::{Markup, html};
use windward_core::{
    date::months_between,
    framework::{Framework, Rung},
    views::{
        course::{Break, Course, DAYS_A_YEAR_100, Mark},
        facts::Held,
    },
};

use crate::words;

/// What a course picture is drawn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picture<'a> {
    pub(crate) framework: &'a Framework,
    pub(crate) course: &'a Course<'a>,
    pub(crate) held: Option<Held<'a>>,
    /// Whose it is: ‘you’, or a name.
    pub(crate) whose: &'a str,
    /// Leave typical experience out.
    pub(crate) hide_bands: bool,
    /// Tells pictures on one page apart.
    pub(crate) id: &'a str,
}

/// Where things lie on the sheet, in units of the drawing.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    name: &'static str,
    width: f64,
    left: f64,
    right: f64,
    top: f64,
    row: f64,
    /// Rung labels stand above their row rather than to its left.
    labels_above: bool,
    /// Rough width of a character, to keep labels apart.
    character: f64,
}

const WIDE: Sheet = Sheet {
    name: "wide",
    width: 860.0,
    left: 150.0,
    right: 84.0,
    top: 18.0,
    row: 49.6,
    labels_above: false,
    character: 6.9,
};

/// For a phone: the same picture with its labels inside, and without the rung beside the time on it.
const NARROW: Sheet = Sheet {
    name: "narrow",
    width: 360.0,
    left: 4.0,
    right: 8.0,
    top: 6.0,
    row: 58.0,
    labels_above: true,
    character: 6.9,
};

/// Draws the course, once for wide and once for narrow screens; the stylesheet shows one of them.
pub(crate) fn course(picture: &Picture<'_>) -> Markup {
    html! {
        (drawing(picture, &WIDE))
        (drawing(picture, &NARROW))
        figcaption {
            span { span.k {} "been" }
            @if picture.course.line.iter().any(|it| it.rough) { span { span.k.rough {} "been, known only by the year" } }
            @if !picture.course.open.is_empty() { span { span.k.ahead {} "open to you" } }
            @if picture.course.marks.iter().any(|it| it.setback.is_some()) { span { span.k.setback {} "setback" } }
            @if !picture.hide_bands { span { span.k.band {} "typical experience, never due" } }
        }
    }
}

/// The course in a sentence or two, for those who read rather than look.
pub(crate) fn described(picture: &Picture<'_>) -> String {
    let course = picture.course;
    let mut says = Vec::new();
    let changes: Vec<String> = course
        .line
        .iter()
        .map(|it| format!("{} after {}", it.rung.short, words::length(months(it.from))))
        .collect();
    match changes.split_first() {
        None => says.push("No role on the ladder yet.".to_owned()),
        Some((_, [])) => says.push(format!("On the ladder as {}.", course.line[0].rung.short)),
        Some((_, later)) => says.push(format!(
            "Began as {}; {}.",
            course.line[0].rung.short,
            words::list(later)
        )),
    }
    if let Some(held) = picture.held {
        says.push(format!(
            "{} as {} so far.",
            words::length(course.months_on_rung),
            held.rung.short
        ));
    }
    let open: Vec<String> = course
        .open
        .iter()
        .map(|it| {
            format!(
                "{} ({} of {} met)",
                it.standing.rung.short, it.readiness.met, it.readiness.of
            )
        })
        .collect();
    let setbacks = course.marks.iter().filter(|it| it.setback.is_some());
    let setbacks: Vec<String> = setbacks
        .map(|it| format!("{} ({})", words::lower(&it.what), words::Known(it.on)))
        .collect();
    if !setbacks.is_empty() {
        says.push(format!("On the way: {}.", words::list(&setbacks)));
    }
    if !open.is_empty() {
        says.push(format!("Open next: {}.", words::list(&open)));
    }
    says.join(" ")
}

const fn months(days: u32) -> u32 {
    days * 1200 / DAYS_A_YEAR_100
}

fn years(days: u32) -> f64 {
    f64::from(days) * 100.0 / f64::from(DAYS_A_YEAR_100)
}

/// A text with the place it stands at.
#[derive(Debug, Clone, PartialEq)]
struct Label {
    text: String,
    x: f64,
    y: f64,
    /// Written to the left of the point rather than to its right.
    ends_here: bool,
    mine: bool,
}

impl Label {
    /// The box it covers: left, right, top, bottom.
    fn covers(&self, sheet: &Sheet) -> [f64; 4] {
        let width = sheet.length(&self.text);
        let left = if self.ends_here {
            self.x - width
        } else {
            self.x
        };
        [left, left + width, self.y - 11.0, self.y + 3.0]
    }

    fn touches(&self, other: &Self, sheet: &Sheet) -> bool {
        let (a, b) = (self.covers(sheet), other.covers(sheet));
        a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3]
    }
}

#[derive(Debug, Clone, Copy)]
struct Goal {
    x: f64,
    y: f64,
}

struct Layout {
    last_year: u32,
    you: Option<(f64, f64)>,
    goals: Vec<Goal>,
    labels: Vec<Label>,
}

impl Sheet {
    fn height(&self, rungs: usize) -> f64 {
        self.top + self.row * as_f64(rungs) + 44.0
    }

    fn x(&self, year: f64, last_year: u32) -> f64 {
        self.left + (self.width - self.left - self.right) * year / f64::from(last_year)
    }

    /// The middle of a rung's row; rung 0 is at the bottom.
    fn y(&self, height: usize, rungs: usize) -> f64 {
        let from_top = as_f64(rungs - 1 - height);
        let middle = if self.labels_above { 0.64 } else { 0.5 };
        self.top + self.row * (from_top + middle)
    }

    /// Roughly how long a text is.
    fn length(&self, text: &str) -> f64 {
        as_f64(text.chars().count()) * self.character
    }

    /// Puts a label beside a point, on the side where it fits: to its right if it can be, where no way leads.
    fn label(&self, text: String, x: f64, y: f64, mine: bool) -> Label {
        let width = self.length(&text);
        let gap = if mine { 12.0 } else { 10.0 };
        let fits_right = x + gap + width <= self.width;
        let fits_left = x - gap - width >= self.left;
        let ends_here = !fits_right && (fits_left || x > self.width / 2.0);
        let x = match (ends_here, fits_right || fits_left) {
            (true, true) => x - gap,
            (false, true) => x + gap,
            // It fits on neither side: against the edge of the sheet, where all of it can be read.
            (true, false) => self.width - 2.0,
            (false, false) => self.left + 2.0,
        };
        let dy = match (mine, ends_here) {
            (true, _) => 20.0,
            (false, false) => 4.0,
            // A way comes from the left: above it.
            (false, true) => -8.0,
        };
        Label {
            text,
            x,
            y: y + dy,
            ends_here,
            mine,
        }
    }
}

/// Rungs, characters and years are few; every one of them is exact as a float.
fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The last year on the axis: room for what was, for what is open, and for the typical bands if they are shown.
fn last_year(picture: &Picture<'_>, now: f64) -> u32 {
    let bands = picture
        .framework
        .rungs
        .iter()
        .filter(|_| !picture.hide_bands);
    let bands = bands.map(|rung| u32::from(rung.years.to.unwrap_or(rung.years.from + 1)));
    let mut needed = 4;
    // Whole years beyond now, so that the way ahead has room.
    while f64::from(needed) < now + 2.5 {
        needed += 1;
    }
    let last = bands.max().unwrap_or(0).max(needed);
    last + last % 2
}

fn layout(picture: &Picture<'_>, sheet: &Sheet) -> Layout {
    let course = picture.course;
    let rungs = picture.framework.rungs.len();
    let height = |rung: &Rung| picture.framework.height(&rung.id).unwrap_or(0);
    let now = years(course.line.last().map_or(0, |it| it.to));
    let last_year = last_year(picture, now);
    let here = course
        .line
        .last()
        .map(|it| it.rung)
        .or(picture.held.map(|held| held.rung));
    let you = here.map(|rung| (sheet.x(now, last_year), sheet.y(height(rung), rungs)));
    let mut labels = Vec::new();
    let mut goals = Vec::new();
    let whose = picture.whose;
    if let (Some(you), Some(held)) = (you, picture.held) {
        let text = match (held.ongoing, sheet.labels_above) {
            (true, false) => format!(
                "{whose}, {} {}",
                words::length(course.months_on_rung),
                held.rung.short
            ),
            (true, true) => format!("{whose}, {}", words::length(course.months_on_rung)),
            (false, _) => format!("{whose}, between roles"),
        };
        labels.push(sheet.label(text, you.0, you.1, true));
    }
    for (index, open) in course.open.iter().enumerate() {
        let rung = open.standing.rung;
        // Where it is typical, but ahead of where one is; a direction, not a date.
        let ahead = now + 1.4 + as_f64(index) * 0.6;
        let typical = if picture.hide_bands {
            0.0
        } else {
            f64::from(rung.years.from)
        };
        let year = ahead.max(typical).min(f64::from(last_year) - 0.4);
        let (x, y) = (sheet.x(year, last_year), sheet.y(height(rung), rungs));
        goals.push(Goal { x, y });
        // The row says which rung it is.
        let text = format!("{} of {} met", open.readiness.met, open.readiness.of);
        labels.push(sheet.label(text, x, y, false));
    }
    for it in &course.breaks {
        let (x, y) = away(picture, sheet, last_year, it);
        let text = format!("{} away", words::length(months_between(it.from, it.to)));
        let ends_here = x + 6.0 + sheet.length(&text) > sheet.width;
        let label = Label {
            text,
            x: if ends_here { x - 6.0 } else { x + 6.0 },
            y: y + sheet.row * 0.3 + 2.0,
            ends_here,
            mine: false,
        };
        // Where there is no room the stroke alone says it, and the table beneath in words.
        if !labels.iter().any(|it| label.touches(it, sheet)) {
            labels.push(label);
        }
    }
    Layout {
        last_year,
        you,
        goals,
        labels,
    }
}

fn drawing(picture: &Picture<'_>, sheet: &Sheet) -> Markup {
    let rungs = picture.framework.rungs.len();
    let Layout {
        last_year,
        you,
        goals,
        labels,
    } = layout(picture, sheet);
    let bottom = sheet.top + sheet.row * as_f64(rungs);
    let right = sheet.width - sheet.right;
    let x = |year: f64| sheet.x(year, last_year);
    let title = format!("{}-{}-title", picture.id, sheet.name);
    let description = format!("{}-{}-text", picture.id, sheet.name);
    let held = picture.held.map(|held| &held.rung.id);
    let tick = if last_year > 20 && sheet.labels_above {
        4
    } else {
        2
    };
    html! {
        svg class={ "chart " (sheet.name) } viewBox={ "0 0 " (sheet.width) " " (sheet.height(rungs)) }
            role="img" aria-labelledby={ (title) " " (description) } {
            title id=(title) { "Your course" }
            desc id=(description) { (described(picture)) }
            @for (height, rung) in picture.framework.rungs.iter().enumerate() {
                @let y = sheet.y(height, rungs);
                @let line = sheet.top + sheet.row * as_f64(rungs - height);
                line.grid x1=(n(sheet.left)) x2=(n(right)) y1=(n(line)) y2=(n(line)) {}
                @if !picture.hide_bands {
                    @let from = x(f64::from(rung.years.from));
                    @let to = rung.years.to.map_or(right, |to| x(f64::from(to)).min(right));
                    @let half = if sheet.labels_above { 0.3 } else { 0.4 };
                    rect.band x=(n(from)) y=(n(y - sheet.row * half)) width=(n((to - from).max(0.0))) height=(n(sheet.row * half * 2.0)) rx="6" {}
                }
                @let class = if held == Some(&rung.id) { "rung now" } else { "rung" };
                @if !sheet.labels_above {
                    text class=(class) x=(n(sheet.left - 14.0)) y=(n(y + 4.0)) text-anchor="end" { (rung.short) }
                }
            }
            @for year in (0..=last_year).step_by(tick) {
                @let anchor = if sheet.labels_above && year == 0 { "start" } else if year == last_year { "end" } else { "middle" };
                text.tick x=(n(x(f64::from(year)))) y=(n(bottom + 17.0)) text-anchor=(anchor) { (year) }
            }
            text.tick x=(n(right)) y=(n(bottom + 35.0)) text-anchor="end" { "years in product" }
            @for it in &picture.course.breaks {
                @let (x, y) = away(picture, sheet, last_year, it);
                @let half = sheet.row * 0.3;
                line.away x1=(n(x)) x2=(n(x)) y1=(n(y - half)) y2=(n(y + half)) {
                    title { "away from product from " (words::Day(it.from)) " to " (words::Day(it.to)) }
                }
            }
            @if let Some((you_x, you_y)) = you {
                // Each leaves upright and arrives level, so that two in one direction are still two.
                @for goal in &goals {
                    path.ahead d={ "M" (n(you_x)) " " (n(you_y)) " Q" (n(you_x)) " " (n(goal.y)) " " (n(goal.x)) " " (n(goal.y)) } {}
                }
            }
            @for (rough, path) in line(picture, sheet, last_year) { path.been.rough[rough] d=(path) {} }
            @if sheet.labels_above {
                // Inside the picture a name lies over the line that steps past it, so that it can be read.
                @for (height, rung) in picture.framework.rungs.iter().enumerate() {
                    @let class = if held == Some(&rung.id) { "rung now halo" } else { "rung halo" };
                    text class=(class) x=(n(sheet.left)) y=(n(sheet.y(height, rungs) - sheet.row * 0.37)) { (rung.short) }
                }
            }
            @for it in picture.course.line.iter().skip(1) {
                @let y = sheet.y(picture.framework.height(&it.rung.id).unwrap_or(0), rungs);
                circle.mark cx=(n(x(years(it.from)))) cy=(n(y)) r="4" {}
            }
            @for mark in picture.course.marks.iter().filter(|it| it.setback.is_some()) {
                @let (cx, cy) = (x(years(mark.at)), set_back(picture, sheet, mark));
                path.setback d={ "M" (n(cx)) " " (n(cy - 5.5)) " L" (n(cx + 5.5)) " " (n(cy)) " L" (n(cx)) " " (n(cy + 5.5)) " L" (n(cx - 5.5)) " " (n(cy)) " Z" } {
                    title { (mark.what) ", " (words::Known(mark.on)) }
                }
            }
            @for goal in &goals {
                circle.goal cx=(n(goal.x)) cy=(n(goal.y)) r="4.5" {}
            }
            @if let Some((x, y)) = you { circle.you cx=(n(x)) cy=(n(y)) r="7" {} }
            @for label in &labels {
                @let class = if label.mine { "lab halo you-l" } else { "lab halo" };
                text class=(class) x=(n(label.x)) y=(n(label.y)) text-anchor=[label.ends_here.then_some("end")] { (label.text) }
            }
        }
    }
}

/// How high a setback lies: on the line, or at the bottom before there was one.
fn set_back(picture: &Picture<'_>, sheet: &Sheet, mark: &Mark<'_>) -> f64 {
    let height = mark
        .rung
        .and_then(|rung| picture.framework.height(&rung.id));
    sheet.y(height.unwrap_or(0), picture.framework.rungs.len())
}

/// Where time away from product crosses the line.
fn away(picture: &Picture<'_>, sheet: &Sheet, last_year: u32, it: &Break) -> (f64, f64) {
    let mut before = picture.course.line.iter().rev();
    let before = before.find(|stretch| stretch.from < it.at);
    let height = before
        .and_then(|stretch| picture.framework.height(&stretch.rung.id))
        .unwrap_or(0);
    let rungs = picture.framework.rungs.len();
    (sheet.x(years(it.at), last_year), sheet.y(height, rungs))
}

/// The line of what one has been, as one SVG path a stretch, with the step up or down to it; and whether it is rough.
fn line(picture: &Picture<'_>, sheet: &Sheet, last_year: u32) -> Vec<(bool, String)> {
    let rungs = picture.framework.rungs.len();
    let mut before = None;
    let mut paths = Vec::new();
    for it in &picture.course.line {
        let y = n(sheet.y(picture.framework.height(&it.rung.id).unwrap_or(0), rungs));
        let [from, to] = [it.from, it.to].map(|at| n(sheet.x(years(at), last_year)));
        let step = before.map_or(String::new(), |(x, y)| format!("{x} {y} L"));
        paths.push((it.rough, format!("M{step}{from} {y} L{to} {y}")));
        before = Some((to, y));
    }
    paths
}

/// A number of the drawing, to a tenth: as short as it goes, and without a minus before nothing.
fn n(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use windward_core::{
        framework::PRODUCT,
        id::CountedIds,
        record::{Act, Placement, Record, Role, RoleEnd, Stored},
        views::{course, facts::Facts},
    };

    use super::*;

    /// One role on `rung` since `year`.
    fn record(framework: &Framework, rung: &Rung, year: i16) -> Record {
        let mut ids = CountedIds::default();
        let mut act = Act::new(&mut ids, jiff::Timestamp::UNIX_EPOCH);
        act.add(Role {
            title: rung.name.clone(),
            from: windward_core::date::PartialDate::year(year).ok(),
            to: RoleEnd::Ongoing,
            placement: Placement::Rung {
                id: rung.id.clone(),
                framework: framework.hash,
            },
            ..Role::default()
        });
        Record::fold(act.into_entries().into_iter().map(|entry| Stored {
            seq: 1,
            received_at: jiff::Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }))
    }

    #[test]
    fn labels_stay_on_the_sheet_and_apart() {
        let framework = Framework::parse(PRODUCT).unwrap();
        for (rung, year) in framework
            .rungs
            .iter()
            .flat_map(|rung| (1985..2027).map(move |year| (rung, year)))
        {
            let record = record(&framework, rung, year);
            let facts = Facts::of(&record, &framework, date(2026, 11, 22));
            let course = course::course(&facts);
            for (sheet, hide_bands) in [
                (&WIDE, false),
                (&WIDE, true),
                (&NARROW, false),
                (&NARROW, true),
            ] {
                let picture = Picture {
                    framework: &framework,
                    course: &course,
                    held: facts.held,
                    whose: "you",
                    hide_bands,
                    id: "t",
                };
                let labels = layout(&picture, sheet).labels;
                for (index, label) in labels.iter().enumerate() {
                    let covered = label.covers(sheet);
                    assert!(
                        covered[0] >= 0.0 && covered[1] <= sheet.width + 1.0,
                        "{} {rung:?} {year}: {label:?}",
                        sheet.name
                    );
                    for other in &labels[index + 1..] {
                        assert!(
                            !label.touches(other, sheet),
                            "{} {} {year}: {label:?} and {other:?}",
                            sheet.name,
                            rung.id
                        );
                    }
                }
            }
        }
    }
}
