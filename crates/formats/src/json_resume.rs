//! JSON Resume, in the spellings of every version: <https://jsonresume.org/schema>.
//!
//! The first drafts had `bio` for `basics` and `company` for the `name` of a job; files that call themselves
//! 1.0.0 still do. Everything is read leniently: a year may be a number, a field may be missing or `null`.

use serde_json::{Map, Value, value::RawValue};
use windward_core::record::{Content, Outline, Resume, Shape};

use crate::{
    background::{self, Said},
    date::Order,
    error::ImportError,
    incoming::{Gathering, Importer, Incoming, Place, Tone},
    json::{self, Lines, Object, words},
    limits,
    name::{full_name, named_profile},
    paper::leads_out,
    role::{Dates, Words, gather},
    roles,
    text::{clean, clean_line},
};

/// How the entries of a section become items of a kind.
struct Section {
    /// What the versions call it.
    names: &'static [&'static str],
    kind: &'static str,
    /// The fields of an item, and what the versions call them.
    fields: &'static [(&'static str, &'static [&'static str])],
}

const STARTS: &[&str] = &["startDate", "start"];
const ENDS: &[&str] = &["endDate", "end"];
const NOTES: &[&str] = &["description", "summary", "highlights"];
const LINKS: &[&str] = &["url", "website"];

const WORK: Section = Section {
    names: &["work"],
    kind: "role",
    fields: &[
        ("title", &["position", "title", "role"]),
        (
            "organisation",
            &["name", "company", "organization", "employer"],
        ),
        ("from", STARTS),
        ("to", ENDS),
        // What `description` says here is what the company does.
        ("note", &["summary", "highlights"]),
    ],
};

/// The sections beside work.
const SECTIONS: [Section; 8] = [
    Section {
        names: &["education"],
        kind: "education",
        fields: &[
            ("school", &["institution", "school", "name"]),
            ("degree", &["studyType", "degree"]),
            ("from", STARTS),
            ("to", ENDS),
            ("grade", &["score", "gpa"]),
            ("note", &["summary", "courses"]),
        ],
    },
    Section {
        names: &["certificates", "certifications"],
        kind: "certificate",
        fields: &[
            ("name", &["name", "title"]),
            ("issuer", &["issuer", "authority"]),
            ("on", &["date", "issueDate"]),
            ("until", &["until", "expires"]),
            ("number", &["number"]),
            ("url", LINKS),
            ("note", &["summary"]),
        ],
    },
    // The schema has no section for courses; this is what Windward writes.
    Section {
        names: &["trainings"],
        kind: "training",
        fields: &[
            ("title", &["name", "title"]),
            ("provider", &["provider", "institution"]),
            ("number", &["number"]),
            ("on", &["date"]),
            ("url", LINKS),
            ("note", &["summary"]),
        ],
    },
    Section {
        names: &["projects"],
        kind: "project",
        fields: &[
            ("title", &["name", "title"]),
            ("part", &["roles", "role"]),
            ("from", STARTS),
            ("to", ENDS),
            ("url", LINKS),
            ("note", NOTES),
        ],
    },
    Section {
        names: &["volunteer"],
        kind: "volunteering",
        fields: &[
            ("title", &["position", "role"]),
            ("organisation", &["organization", "organisation", "name"]),
            ("cause", &["cause"]),
            ("from", STARTS),
            ("to", ENDS),
            ("url", LINKS),
            ("note", NOTES),
        ],
    },
    Section {
        names: &["awards"],
        kind: "award",
        fields: &[
            ("title", &["title", "name"]),
            ("issuer", &["awarder", "issuer"]),
            ("on", &["date", "awardDate"]),
            ("note", &["summary"]),
        ],
    },
    Section {
        names: &["references"],
        kind: "praise",
        fields: &[
            ("words", &["reference"]),
            ("from", &["name"]),
            ("from_role", &["position"]),
            ("for_what", &["about"]),
            ("on", &["date"]),
        ],
    },
    Section {
        names: &["skills"],
        kind: "listed-skill",
        fields: &[
            ("name", &["name", "skill"]),
            ("level", &["level"]),
            ("note", &["summary", "keywords"]),
        ],
    },
];

/// What a record has no place for, and so is said to be left alone.
const LEFT: [&str; 4] = ["publications", "languages", "interests", "hobbies"];

/// Whether an object is a résumé, by its sections.
pub(crate) fn is_one(object: &Object<'_>) -> bool {
    let telling = ["basics", "bio", "work", "education"];
    telling.iter().any(|it| object.contains_key(*it)) && !object.contains_key("profiles")
}

pub(crate) fn read(file: &str, text: &str, object: &Object<'_>) -> Result<Incoming, ImportError> {
    let mut gathering = Gathering::new(Importer::JsonResume, file);
    if let Some(basics) = object.get("basics").or(object.get("bio")) {
        let place = Place::at(file, Lines::of(text).line(basics));
        top(&mut gathering, basics, &place)?;
    }
    for section in [&WORK].into_iter().chain(&SECTIONS) {
        for name in section.names {
            if let Some(part) = object.get(*name) {
                read_section(&mut gathering, section, name, part, (file, text))?;
            }
        }
    }
    let is_left = |it: &&str| {
        let part = object.get(*it);
        part.is_some_and(|it| !matches!(it.get(), "null" | "[]"))
    };
    let left: Vec<String> = LEFT
        .iter()
        .filter(|it| is_left(it))
        .map(|it| format!("‘{it}’"))
        .collect();
    if !left.is_empty() {
        let text = format!(
            "Not looked at, because a record has no place for them: {}.",
            left.join(", ")
        );
        gathering.notice(Tone::Aside, None, text);
    }
    Ok(gathering.finish("Its list ‘work’ is empty or missing."))
}

/// The name, and what a résumé has on top: a headline, how to reach somebody, a few sentences.
fn top(gathering: &mut Gathering, basics: &RawValue, place: &Place) -> Result<(), ImportError> {
    let Ok(basics) = serde_json::from_str::<Map<String, Value>>(basics.get()) else {
        let text = "‘basics’ is no object, so no name was read.";
        gathering.notice(Tone::Look, Some(place.clone()), text);
        return Ok(());
    };
    let whole = words(&basics, &["name"]).and_then(|it| clean_line(&it, limits::WORDS).0);
    let parts = || {
        let (first, last) = (
            words(&basics, &["firstName"]),
            words(&basics, &["lastName"]),
        );
        full_name(first.as_deref(), last.as_deref())
    };
    match whole.or_else(parts) {
        Some(name) => gathering
            .found(place.clone(), named_profile(name))
            .map(drop)?,
        None => gathering.skip(place.clone(), "basics", "There is no name in it.")?,
    }
    let choices = choices(&basics);
    if choices != Resume::default() {
        gathering.found(place.clone(), Content::from(choices))?;
    }
    if basics
        .get("image")
        .is_some_and(|it| it.as_str().is_some_and(|it| !it.is_empty()))
    {
        let text = "The picture in ‘basics’ is not taken: a résumé of Windward has none.";
        gathering.notice(Tone::Aside, Some(place.clone()), text);
    }
    Ok(())
}

/// What stands on top of a résumé beside the name, as the next one begins with it.
fn choices(basics: &Map<String, Value>) -> Resume {
    let line =
        |names: &[&str]| words(basics, names).and_then(|it| clean_line(&it, limits::WORDS).0);
    let empty = Map::new();
    let location = basics.get("location").and_then(Value::as_object);
    let location = location.unwrap_or(&empty);
    let place: Vec<String> = ["address", "postalCode", "city", "region", "countryCode"]
        .iter()
        .filter_map(|name| words(location, &[name]))
        .collect();
    let profiles = basics.get("profiles").and_then(Value::as_array);
    let profiles = profiles.into_iter().flatten().filter_map(Value::as_object);
    let profiles = profiles.filter_map(|it| words(it, LINKS));
    let links = words(basics, LINKS).into_iter().chain(profiles);
    let links = links.filter_map(|it| clean_line(&it, limits::WORDS).0);
    let mut links: Vec<String> = links
        .filter(|it| leads_out(it))
        .take(Resume::MOST_LINKS)
        .collect();
    let mut seen = Vec::new();
    links.retain(|it| {
        let new = !seen.contains(it);
        seen.push(it.clone());
        new
    });
    Resume {
        headline: line(&["label", "title"]),
        summary: json::lines(basics, &["summary", "description"])
            .and_then(|it| clean(&it, limits::NOTE).0),
        place: clean_line(&place.join(", "), limits::WORDS).0,
        email: line(&["email"]),
        phone: line(&["phone"]),
        links,
        ..Resume::default()
    }
}

fn read_section(
    gathering: &mut Gathering,
    section: &Section,
    name: &str,
    part: &RawValue,
    (file, text): (&str, &str),
) -> Result<(), ImportError> {
    let mut lines = Lines::of(text);
    let place = |line| Place::at(file, line);
    let Some(entries) = json::list(part) else {
        let text = format!("‘{name}’ is no list, so nothing could be read from it.");
        gathering.notice(Tone::Alarm, Some(place(lines.line(part))), text);
        return Ok(());
    };
    if entries.len() > limits::ROWS {
        let file = file.to_owned();
        return Err(ImportError::Rows { file });
    }
    let outline = Outline::of(section.kind).expect("every section's kind has an outline");
    let read: Vec<Option<Said>> = entries
        .iter()
        .map(|it| said(section, outline, it))
        .collect();
    let texts = read.iter().flatten().flatten();
    let texts = texts
        .filter(|(name, _)| outline.is_date(name))
        .map(|(_, text)| text.as_str());
    let dates = Dates {
        order: roles::order(gathering, file, texts, Order::MonthFirst),
        open_ended: true,
        months: false,
    };
    for (number, (raw, said)) in (1..).zip(entries.into_iter().zip(read)) {
        let place = place(lines.line(raw));
        match said {
            None => {
                let what = format!("entry {number} of ‘{name}’");
                gathering.skip(place, &what, "It is no object with fields.")?;
            }
            Some(said) if outline.is_background() => {
                background::gather(gathering, place, outline, &said, dates)?;
            }
            Some(said) => role(gathering, place, &said, dates)?,
        }
    }
    Ok(())
}

/// What an entry says, field by field; nothing if it is no object. A skill may be a word alone.
fn said(section: &Section, outline: &Outline, entry: &RawValue) -> Option<Said> {
    let fields = match serde_json::from_str(entry.get()).ok()? {
        Value::Object(fields) => fields,
        Value::String(text) if section.kind == "listed-skill" => {
            return Some(vec![(outline.title, text)]);
        }
        _ => return None,
    };
    let mut said = Said::new();
    for (field, names) in section.fields {
        let many = outline
            .field(field)
            .is_some_and(|it| it.shape == Shape::Text);
        let text = if many {
            json::lines(&fields, names)
        } else {
            words(&fields, names)
        };
        said.extend(text.map(|text| (*field, text)));
    }
    // ‘BA’ says half of it where the subject stands apart.
    if section.kind == "education"
        && let Some(area) = words(&fields, &["area"])
    {
        match said.iter_mut().find(|(field, _)| *field == "degree") {
            Some((_, degree)) => *degree = format!("{degree}, {area}"),
            None => said.push(("degree", area)),
        }
    }
    Some(said)
}

fn role(
    gathering: &mut Gathering,
    place: Place,
    said: &Said,
    dates: Dates,
) -> Result<(), ImportError> {
    let of = |name: &str| {
        let mut named = said.iter().filter(|(it, _)| *it == name);
        named.next().map(|(_, text)| text.as_str())
    };
    let words = Words {
        title: of("title"),
        organisation: of("organisation"),
        from: of("from"),
        to: of("to"),
        note: of("note"),
        ..Words::default()
    };
    gather(gathering, place, words, dates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incoming::describe;

    fn read_all(text: &str) -> Incoming {
        read("r.json", text, &json::object_of("r.json", text).unwrap()).unwrap()
    }

    #[test]
    fn sections_go_into_fields_that_are_there() {
        for section in [&WORK].into_iter().chain(&SECTIONS) {
            let outline = Outline::of(section.kind).unwrap();
            for (field, _) in section.fields {
                assert!(outline.field(field).is_some(), "{field}");
            }
        }
    }

    #[test]
    fn every_entry_is_read_by_itself() {
        let text = "{\n\"work\": [\n{\"position\": \"PM\", \"startDate\": 2019},\n7,\n{\"position\": null, \"name\": \"Acme\"}\n],\n\"skills\": [\"Sailing\", {\"level\": \"well\"}]}";
        let incoming = read_all(text);
        let found: Vec<String> = incoming
            .found
            .iter()
            .map(|it| format!("{}: {}", it.place, describe(&it.content)))
            .collect();
        assert_eq!(
            found,
            ["r.json, line 3: PM, 2019 to now", "r.json, line 7: Sailing"]
        );
        let skipped: Vec<String> = incoming
            .skipped
            .iter()
            .map(|it| format!("{}: {} {}", it.place, it.what, it.reason))
            .collect();
        assert_eq!(
            skipped,
            [
                "r.json, line 4: entry 2 of ‘work’ It is no object with fields.",
                "r.json, line 5: Acme It has no title.",
                "r.json, line 7: well It has no name."
            ]
        );
        assert_eq!(incoming.rows, 5);
    }

    #[test]
    fn a_section_of_the_wrong_shape_costs_itself_only() {
        let incoming = read_all(
            "{\"work\": {\"a\": 1}, \"skills\": null, \"education\": [{\"institution\": \"Bergen\", \"area\": \"Law\"}]}",
        );
        assert_eq!(
            incoming.notices[0].text,
            "‘work’ is no list, so nothing could be read from it."
        );
        assert_eq!(describe(&incoming.found[0].content), "Bergen, Law");
    }
}
