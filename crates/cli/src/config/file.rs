//! The file: which keys stand in it, at which places, and what of it is none.

use strsim::damerau_levenshtein;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    fault::{Fault, Place},
    keys::{KEYS, Key},
    said::{By, Given},
    value::Value,
};

/// What a file says, and what is wrong with it.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> Given {
    let mut given = Given::new();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        faults.push(Fault {
            message: error.message().to_owned(),
            help: None,
            place: error.span().map(|at| Place { at, seen_to: None }),
        });
    }
    // What follows a slip of the pen is not what was meant.
    if errors.is_empty() {
        walk(text, "", table.get_ref(), &mut given, faults);
    }
    faults.sort_by_key(|it| it.place.as_ref().map(|it| it.at.start));
    given
}

fn walk(text: &str, before: &str, table: &DeTable<'_>, given: &mut Given, faults: &mut Vec<Fault>) {
    for (key, value) in table {
        let name = format!("{before}{}", key.get_ref());
        let at_key = Place {
            at: key.span(),
            seen_to: None,
        };
        let is_table = before.is_empty() && KEYS.iter().any(|it| it.table() == Some(&name));
        match (value.get_ref(), Key::named(&name)) {
            (DeValue::Table(inner), None) if is_table => {
                walk(text, &format!("{name}."), inner, given, faults);
            }
            (_, None) if is_table => faults.push(Fault {
                message: format!("‘{name}’ is a table, and begins with a line [{name}]"),
                help: None,
                place: Some(at_key),
            }),
            (_, None) => faults.push(Fault {
                // A key in quotes may hold anything.
                message: format!("there is no key ‘{}’", shown(&name)),
                help: nearest(&name).map(|it| format!("did you mean ‘{it}’?")),
                place: Some(at_key),
            }),
            (_, Some(key)) => match value_of(value).filter(|it| it.fits(key.kind)) {
                Some(read) => {
                    let by = By::File {
                        key: at_key.at,
                        value: value.span(),
                        line: text[..value.span().start].matches('\n').count() + 1,
                    };
                    given.insert(key.name, (read, by));
                }
                None => faults.push(Fault {
                    message: key.takes(),
                    help: None,
                    place: Some(Place {
                        at: value.span(),
                        seen_to: (!key.is_secret()).then_some(value.span().end),
                    }),
                }),
            },
        }
    }
}

/// A name that others chose, without what a terminal would act upon, and not longer than a line.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(64).collect();
    short.escape_debug().to_string()
}

/// The value that something in a file is, if a key can be given it.
fn value_of(value: &Spanned<DeValue<'_>>) -> Option<Value> {
    match value.get_ref() {
        DeValue::String(text) => Some(Value::Text(text.to_string())),
        DeValue::Boolean(yes) => Some(Value::YesNo(*yes)),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix());
            number.ok().map(Value::Number)
        }
        DeValue::Array(parts) => {
            let texts = parts.iter().map(|it| it.get_ref().as_str());
            let texts = texts.map(|it| it.map(str::to_owned));
            texts.collect::<Option<_>>().map(Value::List)
        }
        _ => None,
    }
}

/// The key or table that a name is a slip of the pen away from.
fn nearest(name: &str) -> Option<&'static str> {
    let tables = KEYS.iter().filter_map(Key::table);
    let names = KEYS.iter().map(|it| it.name).chain(tables);
    let near = names.map(|it| (damerau_levenshtein(it, name), it));
    let (away, nearest) = near.min()?;
    (away <= name.chars().count() / 3).then_some(nearest)
}
