//! JSON Resume: <https://jsonresume.org/schema>, version 1.0.0.
//!
//! What the schema has no name for stands under a name of its own, which it allows, so that the import has all of it
//! back: until when a certificate is valid, for which cause one volunteered, who said a word of praise as what.

use serde_json::{Map, Value, json};
use windward_core::{
    date::PartialDate,
    record::{Kind, Project, RoleEnd, Volunteering},
    views::resume::{Item, Job, Piece, Sheet, with_points},
};

use crate::paper::leads_out;

/// The schema that it is written by.
const SCHEMA: &str =
    "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";

/// A kind, the section it stands in, and what its fields are called there.
type Section = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// The sections beside work. What they are called is what the import reads.
const SECTIONS: [Section; 8] = [
    (
        "education",
        "education",
        &[
            ("school", "institution"),
            ("degree", "studyType"),
            ("from", "startDate"),
            ("to", "endDate"),
            ("grade", "score"),
            ("note", "summary"),
        ],
    ),
    (
        "certificate",
        "certificates",
        &[
            ("name", "name"),
            ("issuer", "issuer"),
            ("on", "date"),
            ("until", "until"),
            ("number", "number"),
            ("url", "url"),
            ("note", "summary"),
        ],
    ),
    (
        "training",
        "trainings",
        &[
            ("title", "name"),
            ("provider", "provider"),
            ("number", "number"),
            ("on", "date"),
            ("url", "url"),
            ("note", "summary"),
        ],
    ),
    (
        "project",
        "projects",
        &[
            ("title", "name"),
            ("part", "roles"),
            ("from", "startDate"),
            ("to", "endDate"),
            ("url", "url"),
            ("note", "description"),
        ],
    ),
    (
        "volunteering",
        "volunteer",
        &[
            ("title", "position"),
            ("organisation", "organization"),
            ("cause", "cause"),
            ("from", "startDate"),
            ("to", "endDate"),
            ("url", "url"),
            ("note", "summary"),
        ],
    ),
    (
        "award",
        "awards",
        &[
            ("title", "title"),
            ("issuer", "awarder"),
            ("on", "date"),
            ("note", "summary"),
        ],
    ),
    (
        "praise",
        "references",
        &[
            ("words", "reference"),
            ("from", "name"),
            ("from_role", "position"),
            ("for_what", "about"),
            ("on", "date"),
        ],
    ),
    (
        "listed-skill",
        "skills",
        &[("name", "name"), ("level", "level"), ("note", "summary")],
    ),
];

/// A résumé as JSON Resume.
#[must_use]
pub fn json(sheet: &Sheet<'_>) -> String {
    let mut out = Map::new();
    out.insert("$schema".to_owned(), json!(SCHEMA));
    out.insert("basics".to_owned(), Value::Object(basics(sheet)));
    let work: Vec<Value> = sheet.jobs.iter().map(job).collect();
    put(&mut out, "work", work);
    for part in &sheet.parts {
        let section = SECTIONS.iter().find(|it| it.0 == part.outline.kind);
        if let Some((_, name, fields)) = section {
            let items: Vec<Value> = part.items.iter().map(|it| item(it, fields)).collect();
            put(&mut out, name, items);
        }
    }
    // Of a time in which no role stands in it: they are somebody’s work all the same.
    let elsewhere: Vec<Value> = sheet.elsewhere.iter().map(project).collect();
    extend(&mut out, "projects", elsewhere);
    let shown: Vec<Value> = sheet.shown.iter().map(|it| json!({ "name": it })).collect();
    extend(&mut out, "skills", shown);
    out.insert(
        "meta".to_owned(),
        json!({ "version": "v1.0.0", "lastModified": format!("{}T00:00:00Z", sheet.day) }),
    );
    let mut text = format!("{:#}", Value::Object(out));
    text.push('\n');
    text
}

fn basics(sheet: &Sheet<'_>) -> Map<String, Value> {
    let mut out = Map::new();
    say(&mut out, "name", sheet.name);
    let Some(kept) = sheet.kept.map(|of| of.it) else {
        return out;
    };
    say(&mut out, "label", kept.headline.as_deref());
    say(&mut out, "email", kept.email.as_deref());
    say(&mut out, "phone", kept.phone.as_deref());
    say(&mut out, "summary", kept.summary.as_deref());
    if let Some(place) = &kept.place {
        out.insert("location".to_owned(), json!({ "address": place }));
    }
    let mut links = kept.links.iter().filter(|it| leads_out(it));
    say(&mut out, "url", links.next().map(String::as_str));
    let profiles: Vec<Value> = links
        .map(|it| json!({ "network": network(it), "url": it }))
        .collect();
    put(&mut out, "profiles", profiles);
    out
}

/// ‘linkedin.com’ of an address there.
fn network(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

fn job(job: &Job<'_>) -> Value {
    let role = job.of.it;
    let mut out = Map::new();
    say(&mut out, "name", role.organisation.as_deref());
    say(&mut out, "position", Some(role.title.as_str()));
    date(&mut out, "startDate", role.from);
    match role.to {
        RoleEnd::On(to) => date(&mut out, "endDate", Some(to)),
        // The schema takes dates alone, and no date would say that the role goes on.
        RoleEnd::Unknown => say(&mut out, "end", Some("unknown")),
        RoleEnd::Ongoing => {}
    }
    let (summary, points) = with_points(job.words().unwrap_or_default());
    say(&mut out, "summary", Some(summary));
    let points = points.into_iter().map(|it| json!(it));
    let pieces = job.pieces.iter().map(|it| json!(it.words()));
    put(&mut out, "highlights", points.chain(pieces).collect());
    Value::Object(out)
}

/// A piece of evidence as a project: its first line names it.
fn project(piece: &Piece<'_>) -> Value {
    let words = piece.words();
    let (name, rest) = match piece.own_words {
        Some(own) => own.split_once('\n').unwrap_or((own, "")),
        None => (piece.of.it.what.as_str(), words.as_str()),
    };
    let mut out = Map::new();
    say(&mut out, "name", Some(name));
    say(&mut out, "description", Some(rest));
    date(&mut out, "startDate", Some(piece.of.it.on));
    date(&mut out, "endDate", Some(piece.of.it.until()));
    Value::Object(out)
}

fn item(item: &Item, fields: &[(&str, &str)]) -> Value {
    let mut out = Map::new();
    for (field, name) in fields {
        let text = item.told.outline.text(&item.told.fields, Some(field));
        match (*name, text) {
            // What is no address would be refused there; ‘website’ was its name once, and the import knows it.
            ("url", Some(text)) if !leads_out(text) => say(&mut out, "website", Some(text)),
            ("roles", Some(text)) => put(&mut out, "roles", vec![json!(text)]),
            // ‘MSc, Industrial Design’: the schema has the subject apart, and the import puts the two together again.
            ("studyType", Some(text)) => {
                let (degree, area) = text.split_once(", ").unwrap_or((text, ""));
                say(&mut out, "studyType", Some(degree));
                say(&mut out, "area", Some(area));
            }
            (name, Some(text)) if *field == "note" && has_highlights(item) => {
                let (note, points) = with_points(text);
                say(&mut out, name, Some(note));
                put(
                    &mut out,
                    "highlights",
                    points.into_iter().map(|it| json!(it)).collect(),
                );
            }
            (name, text) => say(&mut out, name, text),
        }
    }
    Value::Object(out)
}

/// Whether the schema has a list of points for a kind.
fn has_highlights(item: &Item) -> bool {
    [Project::KIND, Volunteering::KIND].contains(&item.told.outline.kind)
}

fn say(out: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|it| !it.trim().is_empty()) {
        out.insert(name.to_owned(), json!(text));
    }
}

fn date(out: &mut Map<String, Value>, name: &str, date: Option<PartialDate>) {
    let text = date.map(|it| it.to_string());
    say(out, name, text.as_deref());
}

fn put(out: &mut Map<String, Value>, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        out.insert(name.to_owned(), Value::Array(list));
    }
}

fn extend(out: &mut Map<String, Value>, name: &str, list: Vec<Value>) {
    match out.get_mut(name) {
        Some(Value::Array(there)) => there.extend(list),
        _ => put(out, name, list),
    }
}

#[cfg(test)]
mod tests {
    use windward_core::record::OUTLINES;

    use super::*;

    #[test]
    fn every_kind_of_a_background_has_its_section_and_all_its_fields() {
        for outline in OUTLINES.iter().filter(|it| it.is_background()) {
            let section = SECTIONS.iter().find(|it| it.0 == outline.kind);
            let (_, _, fields) = section.unwrap_or_else(|| panic!("{}", outline.kind));
            for field in outline.fields {
                let has = fields.iter().any(|it| it.0 == field.name);
                assert!(has, "{} {}", outline.kind, field.name);
            }
        }
    }

    #[test]
    fn a_network_is_named_by_its_host() {
        assert_eq!(network("https://www.linkedin.com/in/ada?x"), "linkedin.com");
        assert_eq!(network("mailto:a"), "mailto:a");
    }
}
