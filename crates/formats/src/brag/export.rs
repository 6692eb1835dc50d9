//! Evidence written out: Markdown to read, a table to work with. Both come back by import.

use std::fmt::Write as _;

use windward_core::{
    framework::Framework,
    record::{Evidence, Figure},
};

use super::{COLUMNS, labels};
use crate::{table::write_row, text::one_line};

/// Between the parts of one cell. A part that holds one is written with a space in its place.
const BETWEEN: &str = "; ";

/// A table (CSV with CRLF, as RFC 4180 has it). A cell that a table program would take for a formula begins with an
/// apostrophe, which such programs hide and the import takes off again.
#[must_use]
pub fn to_csv(pieces: &[&Evidence]) -> String {
    let mut out = String::new();
    write_row(&mut out, &COLUMNS.map(str::to_owned));
    for it in pieces {
        write_row(&mut out, &cells(it));
    }
    out
}

fn cells(it: &Evidence) -> [String; COLUMNS.len()] {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let figure = |part: fn(&Figure) -> Option<&String>| text(it.figure.as_ref().and_then(part));
    let skills = it.skills.iter();
    let skills = skills.map(|shown| format!("{} {}", shown.skill, shown.proficiency.get()));
    let duties = it.responsibilities.iter().map(ToString::to_string);
    [
        it.what.clone(),
        text(it.so_what.as_ref()),
        figure(|it| it.what.as_ref()),
        figure(|it| it.from.as_ref()),
        figure(|it| it.to.as_ref()),
        figure(|it| it.unit.as_ref()),
        text(it.my_part.as_ref()),
        it.on.to_string(),
        it.to.map(|to| to.to_string()).unwrap_or_default(),
        joined(skills),
        joined(duties),
        joined(it.witnesses.iter().cloned()),
        joined(it.links.iter().cloned()),
        if it.confidential { "yes" } else { "" }.to_owned(),
        it.framework.to_string(),
    ]
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.map(|part| part.replace(';', " ")).collect();
    parts.join(BETWEEN)
}

/// A brag document in Markdown: a heading for each year and month, a bullet for each piece, what is known of it below.
/// Pieces come as they are given; those of one month in a row share its heading.
#[must_use]
pub fn to_markdown(framework: &Framework, pieces: &[&Evidence]) -> String {
    let mut out = String::from("# Evidence\n");
    let mut heading = String::new();
    for it in pieces {
        let month = it.on.to_string();
        let month = month.get(..7).unwrap_or(&month).to_owned();
        if month != heading {
            _ = write!(out, "\n## {month}\n\n");
            heading = month;
        }
        piece(&mut out, framework, it);
    }
    out
}

fn piece(out: &mut String, framework: &Framework, it: &Evidence) {
    _ = writeln!(out, "- {}", one_line(&it.what));
    let mut detail = |label: &str, text: &str| {
        if !text.is_empty() {
            _ = writeln!(out, "  - {label}: {}", one_line(text));
        }
    };
    let until = it.to.map(|to| format!(" to {to}")).unwrap_or_default();
    detail(labels::ON, &format!("{}{until}", it.on));
    detail(labels::SO_WHAT, it.so_what.as_deref().unwrap_or_default());
    let figure = it
        .figure
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    detail(labels::FIGURE, &figure);
    detail(labels::MY_PART, it.my_part.as_deref().unwrap_or_default());
    let skills = it.skills.iter().map(|shown| {
        let skill = framework.skill(&shown.skill);
        let name = skill.map_or(shown.skill.as_str(), |skill| &skill.name);
        format!("{name} ({})", framework.word(shown.proficiency))
    });
    detail(labels::SKILLS, &joined(skills));
    let duties = it.responsibilities.iter().map(|id| {
        let known = framework.expectation(id);
        known.map_or_else(|| id.to_string(), |(_, duty)| duty.text().to_owned())
    });
    detail(labels::DUTIES, &joined(duties));
    detail(labels::WITNESSES, &joined(it.witnesses.iter().cloned()));
    for link in &it.links {
        detail(labels::LINK, link);
    }
    if it.confidential {
        detail(labels::CONFIDENTIAL, "yes");
    }
}

#[cfg(test)]
mod tests {
    use windward_core::framework::{FrameworkHash, PRODUCT};

    use super::*;

    fn piece(what: &str) -> Evidence {
        let on = "2026-10-08".parse().unwrap();
        Evidence::line(what, on, FrameworkHash::of(PRODUCT))
    }

    #[test]
    fn markdown_reads_as_a_document() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let full = Evidence {
            so_what: Some("Renewals rose\nby six points".to_owned()),
            figure: Some(Figure {
                what: Some("Renewals".to_owned()),
                from: Some("71".to_owned()),
                to: Some("77".to_owned()),
                ..Figure::default()
            }),
            witnesses: vec!["Tom Okafor".to_owned()],
            confidential: true,
            ..piece("Shipped annual pricing")
        };
        insta::assert_snapshot!(to_markdown(&framework, &[&full, &piece("Second")]), @r"
        # Evidence

        ## 2026-10

        - Shipped annual pricing
          - When: 2026-10-08
          - So what: Renewals rose by six points
          - In figures: Renewals: 71 to 77
          - Seen by: Tom Okafor
          - Confidential: yes
        - Second
          - When: 2026-10-08
        ");
    }
}
