//! JSON Resume, in the spellings of every version: <https://jsonresume.org/schema>.
//!
//! The first drafts had `bio` for `basics` and `company` for the `name` of a job; files that call themselves
//! 1.0.0 still do. Everything is read leniently: a year may be a number, a field may be missing or `null`.

use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

use crate::{
    date::Order,
    error::ImportError,
    incoming::{Gathering, Importer, Incoming, Place, Tone},
    limits,
    linkedin::{NAME_KEY, full_name, named_profile},
    role::{Dates, Words, gather},
    roles,
    text::clean_line,
};

/// The sections, as the text that they are: a mistake in one is no mistake in another.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sections<'a> {
    #[serde(borrow)]
    basics: Option<&'a RawValue>,
    #[serde(borrow)]
    bio: Option<&'a RawValue>,
    #[serde(borrow)]
    work: Option<&'a RawValue>,
    #[serde(borrow)]
    volunteer: Option<&'a RawValue>,
    #[serde(borrow)]
    education: Option<&'a RawValue>,
    #[serde(borrow)]
    awards: Option<&'a RawValue>,
    #[serde(borrow)]
    certificates: Option<&'a RawValue>,
    #[serde(borrow)]
    publications: Option<&'a RawValue>,
    #[serde(borrow)]
    skills: Option<&'a RawValue>,
    #[serde(borrow)]
    languages: Option<&'a RawValue>,
    #[serde(borrow)]
    projects: Option<&'a RawValue>,
    #[serde(borrow)]
    references: Option<&'a RawValue>,
}

pub(crate) fn read(file: &str, text: &str) -> Result<Incoming, ImportError> {
    if text.len() > limits::JSON {
        let (file, most) = (file.to_owned(), limits::JSON);
        return Err(ImportError::Size { file, most });
    }
    if depth(text) > limits::DEPTH {
        let file = file.to_owned();
        return Err(ImportError::Depth { file });
    }
    let sections = sections(file, text)?;
    let mut gathering = Gathering::new(Importer::JsonResume, file);
    if let Some(basics) = sections.basics.or(sections.bio) {
        name(&mut gathering, basics, &place(text, file, basics))?;
    }
    if let Some(work) = sections.work {
        let here = place(text, file, work);
        match serde_json::from_str::<Vec<&RawValue>>(work.get()) {
            Ok(jobs) => read_work(&mut gathering, &jobs, text, file)?,
            Err(_) if work.get() == "null" => {}
            Err(_) => gathering.notice(
                Tone::Alarm,
                Some(here),
                "‘work’ is no list, so no role could be read from it.",
            ),
        }
    }
    let left = left_alone(&sections);
    if !left.is_empty() {
        let text = format!(
            "Only roles and your name are read; left alone: {}.",
            left.join(", ")
        );
        gathering.notice(Tone::Aside, None, text);
    }
    Ok(gathering.finish("Its list ‘work’ is empty or missing."))
}

/// The sections of a résumé, or what else the JSON is.
fn sections<'t>(file: &str, text: &'t str) -> Result<Sections<'t>, ImportError> {
    let file = file.to_owned();
    // A list would pass for the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err(ImportError::JsonShape { file });
    }
    match serde_json::from_str::<Sections<'_>>(text) {
        Ok(it) if it.basics.is_none() && it.bio.is_none() && it.work.is_none() => {
            Err(ImportError::JsonShape { file })
        }
        Ok(it) => Ok(it),
        Err(error) => Err(ImportError::Json {
            file,
            line: error.line(),
            column: error.column(),
        }),
    }
}

fn name(gathering: &mut Gathering, basics: &RawValue, place: &Place) -> Result<(), ImportError> {
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
            .found(place.clone(), NAME_KEY, named_profile(name))
            .map(drop),
        None => gathering.skip(place.clone(), "basics", "There is no name in it."),
    }
}

fn read_work(
    gathering: &mut Gathering,
    jobs: &[&RawValue],
    text: &str,
    file: &str,
) -> Result<(), ImportError> {
    if jobs.len() > limits::ROWS {
        let file = file.to_owned();
        return Err(ImportError::Rows { file });
    }
    let read: Vec<_> = jobs
        .iter()
        .map(|job| serde_json::from_str::<Map<String, Value>>(job.get()))
        .collect();
    let texts: Vec<String> = read
        .iter()
        .flatten()
        .flat_map(|job| [words(job, STARTS), words(job, ENDS)])
        .flatten()
        .collect();
    let dates = Dates {
        order: roles::order(
            gathering,
            file,
            texts.iter().map(String::as_str),
            Order::MonthFirst,
        ),
        open_ended: true,
        months: false,
    };
    let mut lines = Lines::of(text);
    for (number, (raw, job)) in (1..).zip(jobs.iter().zip(read)) {
        let place = Place {
            file: file.to_owned(),
            line: Some(lines.line(raw)),
        };
        let Ok(job) = job else {
            gathering.skip(
                place,
                &format!("entry {number} of ‘work’"),
                "It is no object with fields.",
            )?;
            continue;
        };
        let [title, organisation, from, to] =
            [TITLES, ORGANISATIONS, STARTS, ENDS].map(|names| words(&job, names));
        let note = note(&job);
        let words = Words {
            title: title.as_deref(),
            organisation: organisation.as_deref(),
            from: from.as_deref(),
            to: to.as_deref(),
            note: note.as_deref(),
            ..Words::default()
        };
        gather(gathering, place, words, dates)?;
    }
    Ok(())
}

const TITLES: &[&str] = &["position", "title", "role"];
const ORGANISATIONS: &[&str] = &["name", "company", "organization", "employer"];
const STARTS: &[&str] = &["startDate", "start"];
const ENDS: &[&str] = &["endDate", "end"];

/// The first of these fields that says something, as text.
fn words(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let said = |value: &Value| match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    names
        .iter()
        .find_map(|name| fields.get(*name).and_then(said))
}

/// The summary, and the highlights below it, one a line.
fn note(job: &Map<String, Value>) -> Option<String> {
    let mut lines: Vec<String> = words(job, &["summary"]).into_iter().collect();
    if let Some(Value::Array(highlights)) = job.get("highlights") {
        let texts = highlights.iter().filter_map(Value::as_str);
        lines.extend(
            texts
                .filter(|it| !it.trim().is_empty())
                .map(|it| format!("- {}", it.trim())),
        );
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn left_alone(sections: &Sections<'_>) -> Vec<String> {
    let named = [
        ("volunteer", sections.volunteer),
        ("education", sections.education),
        ("awards", sections.awards),
        ("certificates", sections.certificates),
        ("publications", sections.publications),
        ("skills", sections.skills),
        ("languages", sections.languages),
        ("projects", sections.projects),
        ("references", sections.references),
    ];
    let filled = named
        .into_iter()
        .filter(|(_, raw)| raw.is_some_and(|it| !matches!(it.get(), "null" | "[]")));
    filled.map(|(name, _)| format!("‘{name}’")).collect()
}

fn place(text: &str, file: &str, raw: &RawValue) -> Place {
    Place {
        file: file.to_owned(),
        line: Some(Lines::of(text).line(raw)),
    }
}

/// Line numbers of parts of a text, asked for in the order of the text.
#[derive(Debug)]
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    const fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
        }
    }

    fn line(&mut self, part: &RawValue) -> u64 {
        // The part borrows from the text, so the distance of their addresses is its place.
        let at = part
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr());
        let between = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += between
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        self.at = at.max(self.at);
        self.line
    }
}

/// How deep the brackets of a JSON text go, without reading it: no recursion, whatever stands in it.
fn depth(text: &str) -> usize {
    let (mut deepest, mut open) = (0usize, 0usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incoming::describe;

    #[test]
    fn depth_is_counted_outside_of_texts() {
        assert_eq!(depth(r#"{"a":[1,{"b":"[[[[\"[["}]}"#), 3);
        assert_eq!(depth(&"[".repeat(100_000)), 100_000);
    }

    #[test]
    fn every_job_is_read_by_itself() {
        let text = "{\n\"work\": [\n{\"position\": \"PM\", \"startDate\": 2019},\n7,\n{\"position\": null, \"name\": \"Acme\"}\n]}";
        let incoming = read("r.json", text).unwrap();
        assert_eq!(incoming.rows, 3);
        assert_eq!(describe(&incoming.found[0].content), "PM, 2019 to now");
        assert_eq!(incoming.found[0].place.to_string(), "r.json, line 3");
        let skipped: Vec<String> = incoming
            .skipped
            .iter()
            .map(|it| format!("{}: {} {}", it.place, it.what, it.reason))
            .collect();
        assert_eq!(
            skipped,
            [
                "r.json, line 4: entry 2 of ‘work’ It is no object with fields.",
                "r.json, line 5: Acme It has no title."
            ]
        );
    }
}
