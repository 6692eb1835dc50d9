//! The course: years in product across, rungs up, what one has been as a line, what is open as dots.

mod labels;
#[cfg(test)]
mod tests;

use maud::{Markup, html};
use windward_core::{
    date::months_between,
    framework::{Framework, Rung},
    views::{
        course::{Break, Course, DAYS_A_YEAR_100, Mark},
        facts::Held,
    },
};

use self::labels::{Area, Label, taken};
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
            @if picture.course.line.iter().any(|it| !it.rough) { span { span.k {} "been" } }
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
        .map(|it| {
            let after = words::spent(months(it.from), it.rough);
            format!("{} after {after}", it.rung.short)
        })
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
            words::capital(&on_rung(course, held)),
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

/// How long one has been on a rung, as exactly as its dates are known.
fn on_rung(course: &Course<'_>, held: Held<'_>) -> String {
    words::spent(course.months_on_rung, course.is_rough_on(&held.rung.id))
}

const fn months(days: u32) -> u32 {
    days * 1200 / DAYS_A_YEAR_100
}

fn years(days: u32) -> f64 {
    f64::from(days) * 100.0 / f64::from(DAYS_A_YEAR_100)
}

/// Straight pieces that a bent way is taken for when labels are put beside it.
const PIECES: u8 = 24;

#[derive(Debug, Clone, Copy)]
struct Goal {
    x: f64,
    y: f64,
}

struct Layout {
    last_year: u32,
    you: Option<(f64, f64)>,
    goals: Vec<Goal>,
    /// What the rungs are called, the lowest first.
    rungs: Vec<Label>,
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

    /// Where a label may stand beside a point, the best place first: right of it if it can be.
    fn beside(&self, text: &str, x: f64, y: f64, mine: bool) -> Vec<Label> {
        let gap = if mine { 12.0 } else { 10.0 };
        let places: &[(bool, f64)] = if mine {
            &[
                (false, 20.0),
                (true, 20.0),
                (false, -12.0),
                (true, -12.0),
                (false, 34.0),
                (true, 34.0),
            ]
        } else {
            // A way comes from the left: above it.
            &[
                (false, 4.0),
                (true, -8.0),
                (false, -8.0),
                (false, 18.0),
                (true, 20.0),
                (true, -20.0),
            ]
        };
        let label = |x: f64, (ends_here, dy): (bool, f64)| Label {
            text: text.to_owned(),
            x,
            y: y + dy,
            ends_here,
            mine,
        };
        let beside = places.iter().map(|place| {
            let x = if place.0 { x - gap } else { x + gap };
            label(x, *place)
        });
        // It fits on neither side: against an edge of the sheet, where all of it can be read.
        let at_edge = places.iter().map(|place| {
            let x = if place.0 {
                self.width - 2.0
            } else {
                self.left + 2.0
            };
            label(x, *place)
        });
        beside.chain(at_edge).collect()
    }

    /// Where the name of a rung may stand: beside its row, or over it as far to the left as it can be.
    fn named(&self, text: &str, y: f64) -> Vec<Label> {
        let label = |x: f64, y: f64, ends_here: bool| Label {
            text: text.to_owned(),
            x,
            y,
            ends_here,
            mine: false,
        };
        if !self.labels_above {
            return vec![label(self.left - 14.0, y + 4.0, true)];
        }
        let room = self.width - self.length(text) - 2.0;
        let mut places = Vec::new();
        let mut x = self.left;
        while x <= room {
            places.push(label(x, y - self.row * 0.37, false));
            x += 4.0;
        }
        places
    }

    /// The first of some places that harms nothing, or the one that harms least.
    fn best(&self, places: Vec<Label>, others: &[Label], drawn: &[Area]) -> Option<Label> {
        let all = places.into_iter();
        all.min_by_key(|it| it.harm(self, others, drawn))
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
    }
    let drawn = drawn(picture, sheet, last_year, you, &goals);
    if let (Some(you), Some(held)) = (you, picture.held) {
        let long = on_rung(course, held);
        let text = match (held.ongoing, sheet.labels_above) {
            (true, false) => format!("{whose}, {long} {}", held.rung.short),
            (true, true) => format!("{whose}, {long}"),
            (false, _) => format!("{whose}, between roles"),
        };
        let places = sheet.beside(&text, you.0, you.1, true);
        labels.extend(sheet.best(places, &labels, &drawn));
    }
    for (open, goal) in course.open.iter().zip(&goals) {
        // The row says which rung it is.
        let text = format!("{} of {} met", open.readiness.met, open.readiness.of);
        let places = sheet.beside(&text, goal.x, goal.y, false);
        labels.extend(sheet.best(places, &labels, &drawn));
    }
    let mut names = Vec::new();
    for (height, rung) in picture.framework.rungs.iter().enumerate() {
        let places = sheet.named(&rung.short, sheet.y(height, rungs));
        names.extend(sheet.best(places, &labels, &drawn));
    }
    for it in &course.breaks {
        let (x, y) = away(picture, sheet, last_year, it);
        let text = format!("{} away", words::length(months_between(it.from, it.to)));
        let places = [false, true].map(|ends_here| Label {
            text: text.clone(),
            x: if ends_here { x - 6.0 } else { x + 6.0 },
            y: y + sheet.row * 0.3 + 2.0,
            ends_here,
            mine: false,
        });
        let others: Vec<Label> = labels.iter().chain(&names).cloned().collect();
        // Where there is no room the stroke alone says it, and the table beneath in words.
        let free = |it: &Label| it.harm(sheet, &others, &drawn) == 0;
        labels.extend(places.into_iter().find(free));
    }
    Layout {
        last_year,
        you,
        goals,
        rungs: names,
        labels,
    }
}

/// What lines and points take up on the sheet, so that labels keep clear of them.
fn drawn(
    picture: &Picture<'_>,
    sheet: &Sheet,
    last_year: u32,
    you: Option<(f64, f64)>,
    goals: &[Goal],
) -> Vec<Area> {
    let mut drawn: Vec<Area> = Vec::new();
    for (_, way) in been(picture, sheet, last_year) {
        drawn.extend(taken(&way));
    }
    for goal in you
        .iter()
        .flat_map(|you| goals.iter().map(move |goal| ahead(*you, *goal)))
    {
        drawn.extend(taken(&goal));
    }
    for it in &picture.course.breaks {
        let (x, y) = away(picture, sheet, last_year, it);
        let half = sheet.row * 0.3;
        drawn.extend(taken(&[(x, y - half), (x, y + half)]));
    }
    let marks = picture
        .course
        .marks
        .iter()
        .filter(|it| it.setback.is_some());
    let marks = marks.map(|it| {
        (
            sheet.x(years(it.at), last_year),
            set_back(picture, sheet, it),
        )
    });
    let points = you
        .into_iter()
        .chain(goals.iter().map(|goal| (goal.x, goal.y)));
    drawn.extend(points.chain(marks).map(|(x, y)| {
        let half = 7.0;
        [x - half, x + half, y - half, y + half]
    }));
    drawn
}

/// The way ahead to a goal, in straight pieces: it leaves upright and arrives level.
fn ahead(you: (f64, f64), goal: Goal) -> Vec<(f64, f64)> {
    let at = |piece: u8| {
        let gone = f64::from(piece) / f64::from(PIECES);
        let left = (1.0 - gone) * (1.0 - gone);
        (
            you.0 + (goal.x - you.0) * gone * gone,
            goal.y + (you.1 - goal.y) * left,
        )
    };
    (0..=PIECES).map(at).collect()
}

fn drawing(picture: &Picture<'_>, sheet: &Sheet) -> Markup {
    let rungs = picture.framework.rungs.len();
    let Layout {
        last_year,
        you,
        goals,
        rungs: names,
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
            @for (rough, way) in been(picture, sheet, last_year) { path.been.rough[rough] d=(path(&way)) {} }
            @for (rung, name) in picture.framework.rungs.iter().zip(&names) {
                text.rung.now[held == Some(&rung.id)].halo[sheet.labels_above] x=(n(name.x)) y=(n(name.y)) text-anchor=[name.ends_here.then_some("end")] { (name.text) }
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

/// The line of what one has been, a stretch each with the step up or down to it; and whether it is rough.
fn been(picture: &Picture<'_>, sheet: &Sheet, last_year: u32) -> Vec<(bool, Vec<(f64, f64)>)> {
    let rungs = picture.framework.rungs.len();
    let mut before = None;
    let mut ways = Vec::new();
    for it in &picture.course.line {
        let y = sheet.y(picture.framework.height(&it.rung.id).unwrap_or(0), rungs);
        let [from, to] = [it.from, it.to].map(|at| sheet.x(years(at), last_year));
        let way = before.into_iter().chain([(from, y), (to, y)]);
        ways.push((it.rough, way.collect()));
        before = Some((to, y));
    }
    ways
}

/// A way as an SVG path.
fn path(way: &[(f64, f64)]) -> String {
    let points = way.iter().map(|(x, y)| format!("{} {}", n(*x), n(*y)));
    format!("M{}", points.collect::<Vec<_>>().join(" L"))
}

/// A number of the drawing, to a tenth: as short as it goes, and without a minus before nothing.
fn n(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}
