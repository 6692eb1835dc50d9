use std::collections::BTreeMap;

use serde_json::{Map, Value};
use windward_core::{
    date::{PartialDate, Precision},
    record::{Figure, Outline, Reach},
};

use super::{
    fields::{NOT_COMPARED, says_nothing},
    lists,
};
use crate::text::fold;

/// A field in which the file and the record differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The field's name in stored items.
    pub field: String,
    /// What the file said last time; `None` also where there was no last time.
    pub before: Option<Value>,
    /// What the record says.
    pub mine: Option<Value>,
    /// What the file says.
    pub theirs: Option<Value>,
    /// What a page calls the field.
    pub label: &'static str,
}

impl Difference {
    /// The record's value as text; empty for none.
    #[must_use]
    pub fn mine_text(&self) -> String {
        side(self.mine.as_ref(), self.theirs.as_ref())
    }

    /// The file's value as text; empty for none.
    #[must_use]
    pub fn theirs_text(&self) -> String {
        side(self.theirs.as_ref(), self.mine.as_ref())
    }
}

/// Parts of a long list that are told, those that the other side has not first; the rest is counted.
const TOLD: usize = 3;

/// One side of a difference as text, where the other side is known. Nobody reads through ten ways to reach somebody
/// for the one that is new.
fn side(value: Option<&Value>, other: Option<&Value>) -> String {
    let Some(Value::Array(items)) = value else {
        return text(value);
    };
    if items.len() <= TOLD {
        return text(value);
    }
    let others = other
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let is_there = |it: &&Value| others.iter().any(|of| lists::same(of, it));
    let (old, new): (Vec<&Value>, Vec<&Value>) = items.iter().partition(is_there);
    let told = new.into_iter().chain(old).take(TOLD - 1);
    format!("{}, {} more", said(told, ", "), items.len() + 1 - TOLD)
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::Array(items)) => said(items.iter(), ", "),
        Some(Value::Object(fields)) => {
            way(fields).or_else(|| figure(fields)).unwrap_or_else(|| {
                // The order of a map's fields is not the same in every build.
                let sorted: BTreeMap<_, _> = fields.iter().collect();
                said(sorted.into_values(), " ")
            })
        }
        Some(other) => other.to_string(),
    }
}

/// A way to reach somebody: ‘ines@example.org (work)’.
fn way(fields: &Map<String, Value>) -> Option<String> {
    let way: Reach = serde_json::from_value(Value::Object(fields.clone())).ok()?;
    Some(match way.label {
        Some(label) => format!("{} ({label})", way.value),
        None => way.value,
    })
}

/// A figure as it is told elsewhere: ‘Renewals: 71 to 77 of 100’.
fn figure(fields: &Map<String, Value>) -> Option<String> {
    let figure: Figure = serde_json::from_value(Value::Object(fields.clone())).ok()?;
    (!figure.is_empty()).then(|| figure.to_string())
}

fn said<'v>(values: impl Iterator<Item = &'v Value>, between: &str) -> String {
    let texts: Vec<String> = values.map(|it| text(Some(it))).collect();
    texts.join(between)
}

/// What a page calls a field that is no line and no date of an outline.
fn label_of(field: &str) -> &'static str {
    match field {
        "confidential" => "confidential",
        "email" => "e-mail",
        "figure" => "in figures",
        "headline" => "below your name",
        "links" => "links",
        "phone" => "telephone",
        "place" => "where you live",
        "reach" => "ways to reach them",
        "responsibilities" => "duties",
        "skills" => "skills",
        "summary" => "a few sentences at the top",
        "tags" => "tags",
        "witnesses" => "who saw it",
        _ => "name",
    }
}

/// Differences by who has changed.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// Only the file has.
    pub(super) there: Vec<Difference>,
    /// Only the record has.
    pub(super) here: Vec<Difference>,
    /// Both have, differently.
    pub(super) both: Vec<Difference>,
}

/// Compares items of a kind three ways. Without a base, whoever says nothing has not changed.
pub(super) fn compare(
    kind: &str,
    base: Option<&Map<String, Value>>,
    mine: &Map<String, Value>,
    theirs: &Map<String, Value>,
) -> Compared {
    let mut compared = Compared::default();
    let outline = Outline::of(kind);
    let label = |name: &str| {
        outline
            .and_then(|it| it.field(name))
            .map_or_else(|| label_of(name), |it| it.label)
    };
    let only_before = base
        .into_iter()
        .flat_map(Map::keys)
        .filter(|it| !theirs.contains_key(*it));
    let compared_ones = theirs.keys().chain(only_before);
    for field in compared_ones.filter(|it| !NOT_COMPARED.contains(&it.as_str())) {
        let said =
            |fields: &Map<String, Value>| fields.get(field).filter(|it| !it.is_null()).cloned();
        let it = Difference {
            field: field.clone(),
            before: base.and_then(said),
            mine: said(mine),
            theirs: said(theirs),
            label: label(field),
        };
        if it.mine == it.theirs {
            continue;
        }
        if lists::is_one(kind, field) {
            let theirs = lists::together(it.before.as_ref(), it.mine.as_ref(), it.theirs.as_ref());
            if theirs.is_some() {
                compared.there.push(Difference { theirs, ..it });
            }
            continue;
        }
        if base.is_none() && same_words(it.mine.as_ref(), it.theirs.as_ref()) {
            continue;
        }
        match who(&it, base.is_some()) {
            Who::File => compared.there.push(it),
            Who::Record => compared.here.push(it),
            Who::Both => compared.both.push(it),
        }
    }
    compared
}

enum Who {
    File,
    Record,
    Both,
}

fn who(it: &Difference, has_base: bool) -> Who {
    let (by_file, by_record) = if has_base {
        (it.before != it.theirs, it.before != it.mine)
    } else {
        let vaguer = is_finer(it.theirs.as_ref(), it.mine.as_ref());
        let silent = |value: &Option<Value>| says_nothing(&it.field, value.as_ref());
        (!silent(&it.theirs), !silent(&it.mine) && !vaguer)
    };
    match (by_file, by_record) {
        (true, false) => Who::File,
        (true, true) => Who::Both,
        (false, _) => Who::Record,
    }
}

fn same_words(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::String(a)), Some(Value::String(b))) => fold(a) == fold(b),
        _ => false,
    }
}

/// Whether `a` is a date within the vaguer date `b`: 2019-03 says more than 2019.
fn is_finer(a: Option<&Value>, b: Option<&Value>) -> bool {
    let date = |value: Option<&Value>| value?.as_str()?.parse::<PartialDate>().ok();
    match (date(a), date(b)) {
        (Some(a), Some(b)) => {
            let within = b.first_day() <= a.first_day() && a.last_day() <= b.last_day();
            within && a.precision() > b.precision() && b.precision() < Precision::Day
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            _ => panic!("an object"),
        }
    }

    fn said(base: Option<Value>, mine: Value, theirs: Value) -> String {
        let base = base.map(map);
        let compared = compare("role", base.as_ref(), &map(mine), &map(theirs));
        let names = |list: &[Difference]| {
            list.iter()
                .map(|it| it.field.clone())
                .collect::<Vec<_>>()
                .join(",")
        };
        format!(
            "there {}; here {}; both {}",
            names(&compared.there),
            names(&compared.here),
            names(&compared.both)
        )
    }

    #[test]
    fn with_a_base_it_is_known_who_changed() {
        let base = json!({"a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "1"});
        let mine = json!({"a": "1", "b": "2", "c": "2", "d": "2", "e": "1", "g": "1"});
        let theirs = json!({"a": "2", "b": "1", "c": "3", "d": "2", "f": "1"});
        // d: both in the same way; e: gone there; f: gone here; g is not the importer's.
        assert_eq!(
            said(Some(base), mine, theirs),
            "there a,e; here b,f; both c"
        );
    }

    #[test]
    fn without_a_base_only_what_is_missing_is_filled_in() {
        let mine = json!({"title": "PM", "from": "2019", "to": "unknown", "note": "mine", "organisation": "ACME "});
        let theirs =
            json!({"title": "Lead", "from": "2019-03", "to": "2021", "organisation": "Acme"});
        assert_eq!(said(None, mine, theirs), "there from,to; here ; both title");
        assert_eq!(
            said(None, json!({"to": "2021"}), json!({"to": "unknown"})),
            "there ; here to; both "
        );
        assert_eq!(
            said(None, json!({"from": "2019"}), json!({"from": "2020-03"})),
            "there ; here ; both from"
        );
    }

    #[test]
    fn of_a_long_list_the_new_is_told_and_the_rest_counted() {
        let way = |value: &str| json!({ "kind": "phone", "value": value });
        let mine: Vec<Value> = ["+47 551 11 11 11", "+47 551 22 22 22", "+47 551 33 33 33"]
            .map(way)
            .to_vec();
        let mut theirs = mine.clone();
        theirs.push(json!({ "kind": "email", "value": "ines@example.org", "label": "work" }));
        let it = Difference {
            field: "reach".to_owned(),
            before: None,
            mine: Some(Value::Array(mine)),
            theirs: Some(Value::Array(theirs)),
            label: "ways to reach them",
        };
        assert_eq!(
            it.theirs_text(),
            "ines@example.org (work), +47 551 11 11 11, 2 more"
        );
        assert_eq!(
            it.mine_text(),
            "+47 551 11 11 11, +47 551 22 22 22, +47 551 33 33 33"
        );
    }
}
