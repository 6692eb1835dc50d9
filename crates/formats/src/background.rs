//! From the words of any source to an item of any kind but a role.

use serde_json::{Map, Value};
use windward_core::record::{Content, Kind, Outline, Shape, Volunteering};

use crate::{
    date::When,
    error::ImportError,
    incoming::{Gathering, Place, Tone, describe},
    limits,
    role::Dates,
    text::{clean, clean_line, quote},
};

/// What a source says of one item: a field of its outline, and the words for it.
pub(crate) type Said = Vec<(&'static str, String)>;

/// Takes in one item, or says why not. Whatever had to be guessed or left out is noticed.
pub(crate) fn gather(
    gathering: &mut Gathering,
    place: Place,
    outline: &Outline,
    said: &Said,
    dates: Dates,
) -> Result<(), ImportError> {
    let mut fields = Map::new();
    let mut odd = Vec::new();
    for (name, text) in said {
        let Some(field) = outline.field(name) else {
            continue;
        };
        let label = field.label;
        let (kept, cut) = match field.shape {
            Shape::Line | Shape::Link => clean_line(text, limits::WORDS),
            Shape::Text => clean(text, limits::NOTE),
            Shape::Date => {
                let read = dates.read(Some(text));
                let text = quote(text);
                match read {
                    When::Unread => odd.push(format!(
                        "‘{text}’ ({label}) is no date that could be read, so it comes without it."
                    )),
                    When::Roughly(year) => odd.push(format!(
                        "of ‘{text}’ ({label}) only the year {year} was read."
                    )),
                    When::On(_) | When::Now | When::Blank => {}
                }
                (read.date().map(|it| it.to_string()), false)
            }
        };
        if cut {
            odd.push(format!("its {label} is very long and was cut."));
        }
        if let Some(kept) = kept {
            fields.insert((*name).to_owned(), Value::String(kept));
        }
    }
    // Who says for whom they volunteered but not as what has said enough.
    if outline.kind == Volunteering::KIND
        && !fields.contains_key(outline.title)
        && let Some(organisation) = fields.remove("organisation")
    {
        fields.insert(outline.title.to_owned(), organisation);
    }
    if !fields.contains_key(outline.title) {
        let label = outline.field(outline.title).map_or("name", |it| it.label);
        // In the order of a form: that of a map is not the same in every build.
        let given = outline.fields.iter().filter_map(|it| fields.get(it.name));
        let what: Vec<&str> = given.filter_map(Value::as_str).collect();
        let reason = match label {
            "as what" => "It says neither as what nor for whom.".to_owned(),
            "words" => "There are no words in it.".to_owned(),
            label => format!("It has no {label}."),
        };
        let what = if what.is_empty() {
            outline.one.to_owned()
        } else {
            what.join(", ")
        };
        return gathering.skip(place, &what, &reason);
    }
    let reversed = outline
        .date(&fields, outline.from)
        .zip(outline.date(&fields, outline.to))
        .is_some_and(|(from, to)| to.last_day() < from.first_day());
    let content = Content::from_fields(outline.kind, fields)
        .expect("texts and dates under the names of its outline make an item of a kind");
    let what = describe(&content);
    if reversed {
        odd.push("it ends before it begins; it is kept as it stands.".to_owned());
    }
    if gathering.found(place.clone(), content)? {
        for text in odd {
            gathering.notice(Tone::Look, Some(place.clone()), format!("‘{what}’: {text}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        date::Order,
        incoming::{Importer, Incoming},
    };

    fn read(kind: &str, rows: &[&[(&'static str, &str)]]) -> Incoming {
        let mut gathering = Gathering::new(Importer::LinkedIn, "x.csv");
        gathering.wants_roles = false;
        let dates = Dates {
            order: Order::MonthFirst,
            open_ended: true,
            months: true,
        };
        for row in rows {
            let place = Place::of("x.csv");
            let said = row.iter().map(|(name, text)| (*name, (*text).to_owned()));
            let outline = Outline::of(kind).unwrap();
            gather(&mut gathering, place, outline, &said.collect(), dates).unwrap();
        }
        gathering.finish("")
    }

    #[test]
    fn what_is_odd_is_kept_and_said() {
        let incoming = read(
            "education",
            &[&[
                ("school", " Bergen\n"),
                ("from", "2012"),
                ("to", "11/1/2009"),
                ("grade", "some time"),
            ]],
        );
        assert_eq!(
            describe(&incoming.found[0].content),
            "Bergen, 2012 to 2009-11"
        );
        assert_eq!(
            incoming.notices[0].text,
            "‘Bergen, 2012 to 2009-11’: it ends before it begins; it is kept as it stands."
        );
        let incoming = read("certificate", &[&[("name", "A"), ("on", "long ago")]]);
        assert_eq!(
            incoming.notices[0].text,
            "‘A’: ‘long ago’ (given) is no date that could be read, so it comes without it."
        );
    }

    #[test]
    fn what_has_no_name_is_skipped_and_said() {
        let incoming = read(
            "certificate",
            &[
                &[("issuer", "Guild"), ("url", "https://x")],
                &[("name", "A")],
            ],
        );
        assert_eq!(incoming.skipped[0].reason, "It has no name.");
        assert_eq!(incoming.skipped[0].what, "Guild, https://x");
        assert_eq!((incoming.rows, incoming.found.len()), (2, 1));
        assert_eq!(incoming.notices, []);
    }

    #[test]
    fn one_name_in_two_kinds_is_two_things() {
        let mut gathering = Gathering::new(Importer::LinkedIn, "x.csv");
        let dates = Dates {
            order: Order::MonthFirst,
            open_ended: true,
            months: true,
        };
        for (kind, name) in [("project", "title"), ("award", "title"), ("award", "title")] {
            let place = Place::of("x.csv");
            let said = vec![(name, "Tides".to_owned())];
            gather(
                &mut gathering,
                place,
                Outline::of(kind).unwrap(),
                &said,
                dates,
            )
            .unwrap();
        }
        let incoming = gathering.finish("");
        let keys: Vec<&str> = incoming.found.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, [" | tides | ?", " | tides | ?"]);
        assert_eq!(incoming.skipped.len(), 1);
    }
}
