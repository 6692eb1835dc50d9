//! What an import says: row by row to people, and to programs.

use clap::builder::styling::Style;
use serde_json::{Value, json};
use windward_core::{id::ActId, record::Content};
use windward_formats::{Difference, Importer, Place, Plan, Tone, Verdict, describe};

use crate::{
    screen::{BOLD, Cell, DIM, OPEN, PLAIN, Screen},
    words::count,
};

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Added { again: false } => "new",
        Verdict::Added { again: true } => "new, again after an undo",
        Verdict::Changed { .. } => "changed",
        Verdict::Same { .. } => "the same",
        Verdict::KeptYours { .. } => "kept as you have it",
        Verdict::Asked { .. } => "for you to decide",
        Verdict::Already { .. } => "here from another source",
        Verdict::Removed { .. } => "removed by you before",
    }
}

/// The verdict as the counts call it.
fn key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Added { .. } => "added",
        Verdict::Changed { .. } => "changed",
        Verdict::Same { .. } => "same",
        Verdict::KeptYours { .. } => "kept_yours",
        Verdict::Asked { .. } => "asked",
        Verdict::Already { .. } => "already",
        Verdict::Removed { .. } => "removed",
    }
}

fn differences(verdict: &Verdict) -> Vec<&Difference> {
    match verdict {
        Verdict::Changed { fields, .. }
        | Verdict::KeptYours { fields, .. }
        | Verdict::Already { fields, .. } => fields.iter().collect(),
        Verdict::Asked { fields, also, .. } => fields.iter().chain(also).collect(),
        Verdict::Added { .. } | Verdict::Same { .. } | Verdict::Removed { .. } => Vec::new(),
    }
}

/// People told row by row; nobody reads thousands, and `--json` has them all.
pub(super) const MOST_PEOPLE: usize = 20;

/// The preview: how many of what, then row by row, then what else there is to say.
pub(super) fn tell(screen: &mut Screen, plan: &Plan) {
    let counts = plan.counts();
    let there = counts.parts();
    let there: Vec<String> = there
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    screen.heading(&match plan.importer {
        Importer::Text => plan.label.clone(),
        other => format!("{}, a {}", plan.label, other.label()),
    });
    screen.line(format_args!(
        "{}: {}",
        count(counts.rows(), "row", "rows"),
        there.join(", ")
    ));
    screen.gap();
    let mut rows = Vec::new();
    let mut people = 0;
    for line in &plan.lines {
        people += usize::from(matches!(line.content, Content::Contact(_)));
        if matches!(line.content, Content::Contact(_)) && people > MOST_PEOPLE {
            continue;
        }
        let style = match line.verdict {
            Verdict::Added { .. } | Verdict::Changed { .. } => BOLD,
            Verdict::Asked { .. } => OPEN,
            _ => PLAIN,
        };
        rows.push(row(
            word(&line.verdict),
            style,
            &line.place,
            &describe(&line.content),
        ));
        rows.extend(
            differences(&line.verdict)
                .into_iter()
                .map(|it| below(difference(it))),
        );
    }
    if people > MOST_PEOPLE {
        rows.push(below(format!(
            "and {} more",
            count(people - MOST_PEOPLE, "person", "people")
        )));
    }
    for skipped in &plan.skipped {
        rows.push(row("skipped", OPEN, &skipped.place, &skipped.what));
        rows.push(below(skipped.reason.clone()));
    }
    screen.table(&rows);
    if !plan.notices.is_empty() {
        screen.gap();
    }
    for notice in &plan.notices {
        let place = notice.place.as_ref();
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let style = if notice.tone == Tone::Aside {
            DIM
        } else {
            OPEN
        };
        screen.paragraph(0, style, &format!("{}{place}", notice.text));
    }
}

fn row(verdict: &str, style: Style, place: &Place, what: &str) -> Vec<Cell> {
    vec![
        Cell::new(verdict, style),
        Cell::new(place.to_string(), DIM),
        what.into(),
    ]
}

fn below(what: String) -> Vec<Cell> {
    vec!["".into(), "".into(), Cell::new(what, DIM)]
}

/// ‘organisation: here ‘Acme’, in the file ‘Acme Ltd’’.
fn difference(it: &Difference) -> String {
    let quoted = |text: String| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            format!("‘{text}’")
        }
    };
    format!(
        "{}: here {}, in the file {}",
        it.label,
        quoted(it.mine_text()),
        quoted(it.theirs_text())
    )
}

pub(super) fn answer(plan: &Plan, act: Option<ActId>, jobs: usize) -> Value {
    let counts = plan.counts();
    let lines = plan.lines.iter().map(|line| {
        let differences = differences(&line.verdict)
            .into_iter()
            .map(|it| json!({ "field": it.field, "mine": it.mine, "theirs": it.theirs }));
        json!({
            "file": line.place.file,
            "line": line.place.line,
            "kind": line.content.kind(),
            "what": describe(&line.content),
            "verdict": key(&line.verdict),
            "differences": differences.collect::<Vec<_>>(),
        })
    });
    let skipped = plan.skipped.iter().map(|it| {
        json!({ "file": it.place.file, "line": it.place.line, "what": it.what, "reason": it.reason })
    });
    let notices = plan.notices.iter().map(|it| {
        json!({
            "tone": match it.tone { Tone::Alarm => "alarm", Tone::Look => "look", Tone::Aside => "aside" },
            "place": it.place.as_ref().map(ToString::to_string),
            "text": it.text,
        })
    });
    let new_jobs = plan
        .new_jobs()
        .into_iter()
        .map(|it| json!({ "person": it.person, "name": it.name, "what": it.what }));
    let files = plan
        .files
        .iter()
        .map(|it| json!({ "file": it.file, "read": it.read, "ignored": it.ignored }));
    json!({
        "file": plan.label,
        "importer": plan.importer.word(),
        "written": act.is_some(),
        "act": act,
        "counts": {
            "rows": counts.rows(),
            "added": counts.added,
            "changed": counts.changed,
            "asked": counts.asked,
            "same": counts.same,
            "kept_yours": counts.kept_yours,
            "already": counts.already,
            "removed": counts.removed,
            "skipped": counts.skipped,
            "ignored": counts.ignored,
        },
        "lines": lines.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
        "notices": notices.collect::<Vec<_>>(),
        "files": files.collect::<Vec<_>>(),
        "connections": plan.connections,
        "new_jobs": new_jobs.collect::<Vec<_>>(),
        "jobs_noted": jobs,
    })
}
