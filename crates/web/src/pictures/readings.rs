//! Answers over time: a dot each, on five lines, and the trend where one is claimed.

use jiff::civil::Date;
use maud::{Markup, html};
use windward_core::record::{Dial, Reading};

use crate::words::Day;

/// What is drawn: answers to one question or two, and a line.
#[derive(Debug)]
pub(crate) struct Picture<'a> {
    /// What it shows, in a few words.
    pub(crate) title: &'a str,
    /// The same in a sentence, for those who read rather than look.
    pub(crate) described: String,
    /// Each question with its answers, earliest first.
    pub(crate) series: Vec<(Dial, Vec<(Date, Reading)>)>,
    /// The trend's height, 1 to 5, at the first and the last answer.
    pub(crate) line: Option<(f64, f64)>,
    /// Tells pictures on one page apart.
    pub(crate) id: &'a str,
}

const WIDTH: f64 = 360.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 10.0;
const STEP: f64 = 18.0;

/// Draws the answers, with a table of them below.
pub(crate) fn readings(picture: &Picture<'_>) -> Markup {
    let days: Vec<Date> = picture
        .series
        .iter()
        .flat_map(|(_, points)| points.iter().map(|(on, _)| *on))
        .collect();
    let (Some(first), Some(last)) = (days.iter().min().copied(), days.iter().max().copied()) else {
        return html! {};
    };
    let days = (last - first).get_days();
    let x = |on: Date| {
        let room = WIDTH - LEFT - RIGHT - 12.0;
        if days == 0 {
            WIDTH / 2.0
        } else {
            LEFT + 6.0 + room * f64::from((on - first).get_days()) / f64::from(days)
        }
    };
    let y = |height: f64| TOP + STEP * (5.0 - height);
    let bottom = y(1.0);
    let several = picture.series.len() > 1;
    html! {
        svg.chart.readings viewBox={ "0 0 " (WIDTH) " " (bottom + 30.0) } role="img" aria-labelledby={ (picture.id) "-t" } aria-describedby={ (picture.id) "-d" } {
            title id={ (picture.id) "-t" } { (picture.title) }
            desc id={ (picture.id) "-d" } { (picture.described) }
            @for step in 1..=5 {
                line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(f64::from(step))) y2=(y(f64::from(step))) {}
            }
            @if let Some((from, to)) = picture.line {
                line.trend x1=(x(first)) x2=(x(last)) y1=(short(y(from.clamp(1.0, 5.0)))) y2=(short(y(to.clamp(1.0, 5.0)))) {}
            }
            @for (number, (_, points)) in picture.series.iter().enumerate() {
                @for (on, reading) in points {
                    @let (cx, cy) = (x(*on), y(f64::from(reading.get())));
                    // Two answers of one day and one height lie side by side.
                    @if number == 0 { circle.dot cx=(short(cx)) cy=(short(cy)) r="4.5" {} }
                    @else { rect.dot.other x=(short(cx - 1.0)) y=(short(cy - 4.0)) width="8" height="8" {} }
                }
            }
            text x=(LEFT) y=(bottom + 22.0) { (Day(first)) }
            @if days > 0 { text x=(WIDTH - RIGHT) y=(bottom + 22.0) text-anchor="end" { (Day(last)) } }
        }
        @if several {
            figcaption {
                @for (number, (dial, _)) in picture.series.iter().enumerate() {
                    span { span class=(if number == 0 { "k dot" } else { "k dot other" }) {} (dial.label()) }
                }
            }
        }
    }
}

/// A tenth of a unit is finer than any screen.
fn short(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn of(points: &[(Date, u8)]) -> String {
        let points = points
            .iter()
            .map(|(on, it)| (*on, Reading::new(*it).unwrap()));
        let picture = Picture {
            title: "Energy",
            described: "Falling.".to_owned(),
            series: vec![(Dial::Energy, points.collect())],
            line: Some((9.0, -3.0)),
            id: "e",
        };
        readings(&picture).into_string()
    }

    #[test]
    fn a_higher_answer_stands_higher_and_all_stay_on_the_sheet() {
        let svg = of(&[(date(2026, 1, 1), 5), (date(2026, 6, 1), 1)]);
        assert!(
            svg.contains("cx=\"14\" cy=\"10\"") && svg.contains("cx=\"346\" cy=\"82\""),
            "{svg}"
        );
        assert!(
            svg.contains("y1=\"10\" y2=\"82\""),
            "the line stays on it: {svg}"
        );
    }

    #[test]
    fn one_answer_stands_in_the_middle_and_none_draws_nothing() {
        assert!(of(&[(date(2026, 1, 1), 3)]).contains("cx=\"180\""));
        assert_eq!(of(&[]), "");
    }
}
