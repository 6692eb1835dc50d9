//! A candidate in the JSON of HR Open, 4.x: <https://www.hropenstandards.org>.
//!
//! Read is what samples of 4.2 show and no more: the name, the positions of each employment, education,
//! certifications and licences by name. Competencies are cited there by number in three rival ways, which says
//! nothing to a reader, so they are left alone unless they have a name.

use serde_json::{Map, Value, value::RawValue};
use windward_core::record::Outline;

use crate::{
    background::{self, Said},
    date::Order,
    error::ImportError,
    incoming::{Gathering, Importer, Incoming, Place, Tone},
    json::{self, Lines, Object, words},
    limits,
    name::{full_name, named_profile},
    role::{Dates, Words, gather},
    text::clean_line,
};

/// ISO dates: no order of day and month is open.
const DATES: Dates = Dates {
    order: Order::DayFirst,
    open_ended: false,
    months: false,
};

/// Fields of an item, with what the samples call them.
type Fields = &'static [(&'static str, &'static [&'static str])];

/// A section, what its entries become, and their fields.
type Section = (&'static str, &'static str, Fields);

/// What certifications and licences say alike.
const CERTIFICATE: Fields = &[
    ("name", &["name", "title", "type.name"]),
    ("issuer", &["issuingAuthority.name", "issuingAuthority"]),
    ("on", &["issued", "start"]),
    ("until", &["end"]),
    ("note", &["descriptions", "description"]),
];

const SECTIONS: [Section; 4] = [
    (
        "education",
        "education",
        &[
            ("school", &["institution.name", "institution", "school"]),
            ("from", &["start"]),
            ("to", &["end"]),
            ("note", &["descriptions", "description"]),
        ],
    ),
    ("certifications", "certificate", CERTIFICATE),
    ("licenses", "certificate", CERTIFICATE),
    (
        "qualifications",
        "listed-skill",
        &[("name", &["competencyName", "name"])],
    ),
];

/// The candidate in an object: itself, or within an envelope; `None` if there is none.
pub(crate) fn candidate<'t>(object: &Object<'t>) -> Option<Object<'t>> {
    let is_one = |it: &Object<'t>| it.contains_key("profiles");
    if is_one(object) {
        return Some(object.clone());
    }
    if let Some(inner) = object.get("candidate").and_then(|it| json::object(it)) {
        return Some(inner).filter(is_one);
    }
    let envelope = json::object(object.get("transferObject")?)?;
    let data = json::list(envelope.get("data")?)?;
    data.first().and_then(|it| json::object(it)).filter(is_one)
}

pub(crate) fn read(
    file: &str,
    text: &str,
    candidate: &Object<'_>,
) -> Result<Incoming, ImportError> {
    let mut reading = Reading {
        gathering: Gathering::new(Importer::HrOpen, file),
        file,
        lines: Lines::of(text),
    };
    if let Some(person) = candidate.get("person") {
        reading.name(person)?;
    }
    let profiles = candidate.get("profiles").and_then(|it| json::list(it));
    // A candidate may have a profile for each kind of job; what they share comes once.
    for profile in profiles.unwrap_or_default() {
        let Some(profile) = json::object(profile) else {
            continue;
        };
        if let Some(jobs) = profile.get("employment") {
            reading.employment(jobs)?;
        }
        for section in &SECTIONS {
            if let Some(part) = profile.get(section.0) {
                reading.section(section, part)?;
            }
        }
    }
    Ok(reading
        .gathering
        .finish("Its list ‘employment’ is empty or missing."))
}

struct Reading<'t> {
    gathering: Gathering,
    file: &'t str,
    lines: Lines<'t>,
}

impl Reading<'_> {
    fn place(&mut self, part: &RawValue) -> Place {
        Place::at(self.file, self.lines.line(part))
    }

    fn list<'p>(
        &mut self,
        name: &str,
        part: &'p RawValue,
    ) -> Result<Vec<&'p RawValue>, ImportError> {
        let list = json::list(part);
        if list.is_none() {
            let text = format!("‘{name}’ is no list, so nothing could be read from it.");
            let place = Some(self.place(part));
            self.gathering.notice(Tone::Alarm, place, text);
        }
        match list.unwrap_or_default() {
            list if list.len() > limits::ROWS => Err(ImportError::Rows {
                file: self.file.to_owned(),
            }),
            list => Ok(list),
        }
    }

    fn name(&mut self, person: &RawValue) -> Result<(), ImportError> {
        let place = self.place(person);
        let fields = serde_json::from_str::<Map<String, Value>>(person.get()).unwrap_or_default();
        let whole = words(&fields, &["name.formattedName", "name.formatted", "name"]);
        let whole = whole.and_then(|it| clean_line(&it, limits::WORDS).0);
        let (given, family) = (
            words(&fields, &["name.given"]),
            words(&fields, &["name.family"]),
        );
        match whole.or_else(|| full_name(given.as_deref(), family.as_deref())) {
            Some(name) => self.gathering.found(place, named_profile(name)).map(drop),
            None => self
                .gathering
                .skip(place, "person", "There is no name in it."),
        }
    }

    /// Each position of an employment is a role; one without positions is a role by itself.
    fn employment(&mut self, part: &RawValue) -> Result<(), ImportError> {
        for (number, job) in (1..).zip(self.list("employment", part)?) {
            let place = self.place(job);
            let Ok(fields) = serde_json::from_str::<Map<String, Value>>(job.get()) else {
                let what = format!("entry {number} of ‘employment’");
                self.gathering
                    .skip(place, &what, "It is no object with fields.")?;
                continue;
            };
            let histories = json::object(job).and_then(|it| it.get("positionHistories").copied());
            let positions = match histories {
                Some(part) => self.list("positionHistories", part)?,
                None => Vec::new(),
            };
            if positions.is_empty() {
                self.role(place, &fields, &Map::new())?;
            }
            for position in positions {
                let place = self.place(position);
                match serde_json::from_str::<Map<String, Value>>(position.get()) {
                    Ok(position) => self.role(place, &position, &fields)?,
                    Err(_) => {
                        self.gathering
                            .skip(place, "a position", "It is no object with fields.")?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A role from a position, and from its employment where the position is silent.
    fn role(
        &mut self,
        place: Place,
        position: &Map<String, Value>,
        job: &Map<String, Value>,
    ) -> Result<(), ImportError> {
        let of = |names: &[&str]| words(position, names).or_else(|| words(job, names));
        let title = of(&["title", "positionTitle"]);
        let organisation = of(&[
            "organization.name",
            "organization.legalName",
            "organization.legalId.value",
            "employer",
        ]);
        let (from, to) = (of(&["start"]), of(&["end"]));
        let notes = |it: &Map<String, Value>| {
            let mut names = ["descriptions", "description"].into_iter();
            names.find_map(|name| json::text(it.get(name)?, "\n"))
        };
        let note = notes(position).or_else(|| notes(job));
        let current = [position, job]
            .into_iter()
            .find_map(|it| it.get("current")?.as_bool());
        let words = Words {
            title: title.as_deref(),
            organisation: organisation.as_deref(),
            from: from.as_deref(),
            to: to.as_deref(),
            period: None,
            current: (current == Some(true)).then_some("yes"),
            note: note.as_deref(),
        };
        gather(&mut self.gathering, place, words, DATES)
    }

    fn section(
        &mut self,
        (name, kind, columns): &Section,
        part: &RawValue,
    ) -> Result<(), ImportError> {
        let outline = Outline::of(kind).expect("every section's kind has an outline");
        for (number, entry) in (1..).zip(self.list(name, part)?) {
            let place = self.place(entry);
            let Ok(fields) = serde_json::from_str::<Map<String, Value>>(entry.get()) else {
                let what = format!("entry {number} of ‘{name}’");
                self.gathering
                    .skip(place, &what, "It is no object with fields.")?;
                continue;
            };
            let said = columns
                .iter()
                .filter_map(|(field, names)| Some((*field, words(&fields, names)?)));
            let mut said: Said = said.collect();
            // The degrees are a list of objects; each has a name.
            if let Some(Value::Array(degrees)) = fields.get("educationDegrees") {
                let names = degrees.iter().filter_map(|it| it.get("name")?.as_str());
                let names: Vec<&str> = names.collect();
                said.push(("degree", names.join(", ")));
            }
            background::gather(&mut self.gathering, place, outline, &said, DATES)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_go_into_fields_that_are_there() {
        for (_, kind, columns) in SECTIONS {
            let outline = Outline::of(kind).unwrap();
            for (field, _) in columns {
                assert!(outline.field(field).is_some(), "{field}");
            }
        }
    }

    #[test]
    fn a_candidate_is_found_in_its_envelope_or_without() {
        let inner = "{\"profiles\":[]}";
        for (text, wanted) in [
            (inner.to_owned(), true),
            (format!("{{\"candidate\":{inner}}}"), true),
            (
                format!("{{\"transferObject\":{{\"data\":[{inner}]}}}}"),
                true,
            ),
            ("{\"transferObject\":{\"data\":[7]}}".to_owned(), false),
            ("{\"candidate\":7}".to_owned(), false),
            ("{\"people\":[]}".to_owned(), false),
        ] {
            let object = json::object_of("c.json", &text).unwrap();
            assert_eq!(candidate(&object).is_some(), wanted, "{text}");
        }
    }
}
