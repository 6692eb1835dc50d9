//! A table of evidence, its columns recognised by their headings.

use serde_json::Map;
use windward_core::{
    framework::{ExpectationId, Proficiency, SkillId},
    record::{Figure, Shown},
};

use super::{
    COLUMNS, detail, line, parts,
    period::{Period, period},
    says_yes, what,
};
use crate::{
    error::ImportError,
    incoming::{Gathering, Place},
    limits,
    table::{Row, Table, as_it_was, cell},
    text::clean_line,
};

/// What else people call the columns, folded.
const ALSO: [(&str, &[&str]); 7] = [
    (
        "what",
        &[
            "accomplishment",
            "accomplishments",
            "achievement",
            "achievements",
            "win",
            "wins",
            "evidence",
        ],
    ),
    (
        "so what",
        &["impact", "result", "results", "outcome", "outcomes"],
    ),
    ("my part", &["my role", "contribution"]),
    ("on", &["date", "when", "month", "day", "year", "quarter"]),
    ("figure", &["metric", "metrics"]),
    (
        "witnesses",
        &["seen by", "who", "stakeholders", "with", "people"],
    ),
    ("links", &["link", "url"]),
];

/// The column of ours that a heading names.
fn column(heading: &str) -> Option<&'static str> {
    let ours = COLUMNS.into_iter().find(|it| *it == heading);
    let also = || {
        ALSO.iter()
            .find(|(_, words)| words.contains(&heading))
            .map(|(name, _)| *name)
    };
    ours.or_else(also)
}

/// Whether these headings are of a table of evidence: what was done, and when.
pub(crate) fn is_heading(headings: &[String]) -> bool {
    let has = |wanted| headings.iter().any(|it| column(it) == Some(wanted));
    has("what") && has("on")
}

pub(super) fn gather(
    gathering: &mut Gathering,
    table: &Table<'_>,
    file: &str,
) -> Result<(), ImportError> {
    // One more than are taken, so that there being more is noticed.
    for row in table.rows().take(limits::ROWS + 1) {
        let place = |line| Place::at(file, line);
        match row {
            Err(bad) => gathering.skip(place(bad.line), &bad.what, &bad.reason)?,
            Ok(row) => one(gathering, place(row.line), table, &row)?,
        }
    }
    Ok(())
}

fn one(
    gathering: &mut Gathering,
    place: Place,
    table: &Table<'_>,
    row: &Row,
) -> Result<(), ImportError> {
    let at = |wanted: &str| {
        let cell = cell(&table.headings, row, |it| column(it) == Some(wanted));
        cell.map_or("", as_it_was)
    };
    let Some(what) = what(at("what")) else {
        return gathering.skip(
            place,
            &row.cells.join(" "),
            "It does not say what was done.",
        );
    };
    let Some(Period { on, to }) = period(at("on"), None) else {
        let reason = format!(
            "‘{}’ is no date; write a year, a month or a day.",
            crate::text::quote(at("on"))
        );
        return gathering.skip(place, &what, &reason);
    };
    let short = |name| clean_line(at(name), limits::WORDS).0;
    let figure = Figure {
        what: short("figure"),
        from: short("from"),
        to: short("to"),
        unit: short("unit"),
        unknown: Map::new(),
    };
    let mut it = line(&what, on);
    it.to = period(at("until"), None).map(|it| it.on).or(to);
    it.so_what = detail(at("so what"));
    it.my_part = detail(at("my part"));
    it.figure = (!figure.is_empty()).then_some(figure);
    it.witnesses = parts(at("witnesses"));
    it.links = parts(at("links"));
    it.confidential = says_yes(at("confidential"));
    // Ids mean something only beside the ladder they are of.
    if let Ok(framework) = at("framework").trim().parse() {
        it.framework = framework;
        it.skills = parts(at("skills"))
            .iter()
            .filter_map(|part| shown(part))
            .collect();
        it.responsibilities = parts(at("responsibilities"))
            .into_iter()
            .map(ExpectationId::new)
            .collect();
    }
    gathering.found(place, it.into()).map(drop)
}

/// ‘execution 4’.
fn shown(text: &str) -> Option<Shown> {
    let (skill, level) = text.rsplit_once(' ')?;
    Some(Shown {
        skill: SkillId::new(skill.trim()),
        proficiency: Proficiency::new(level.parse().ok()?)?,
    })
}
