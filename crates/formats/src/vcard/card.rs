//! What the properties of one card say of somebody.

use windward_core::record::{Reach, ReachKind};

use super::{Property, Read, way};
use crate::{limits, people::birthday, text::quote};

/// Messengers that old cards name in a property of their own.
const MESSENGERS: [&str; 9] = [
    "X-AIM",
    "X-GADUGADU",
    "X-GOOGLE-TALK",
    "X-ICQ",
    "X-JABBER",
    "X-MSN",
    "X-QQ",
    "X-SKYPE",
    "X-YAHOO",
];

/// Parts that an address has in a card.
pub(super) const ADDRESS_PARTS: usize = 7;

/// How one knows somebody, which no property of the standard says.
pub(super) const HOW_KNOWN: &str = "X-WINDWARD-HOW-KNOWN";

/// Reads a card.
pub(super) fn contact(properties: &[Property]) -> Read {
    let mut read = Read::default();
    // The preferred way comes first, and then those of the card in their order.
    let (preferred, others): (Vec<_>, Vec<_>) = properties.iter().partition(|it| is_preferred(it));
    let label = |of: &Property| label(of, properties);
    for property in properties {
        take(property, &mut read);
    }
    for property in preferred.into_iter().chain(others) {
        reach(property, label(property), &mut read);
    }
    read
}

fn take(property: &Property, read: &mut Read) {
    let it = &mut read.contact;
    let text = || Some(plain(&property.value)).filter(|it| !it.trim().is_empty());
    match property.name.as_str() {
        "FN" if it.name.is_empty() => it.name = text().unwrap_or_default(),
        "N" => {
            let mut parts = structured(&property.value).into_iter();
            let mut next = || parts.next().filter(|it| !it.trim().is_empty());
            (it.family, it.given, it.additional) = (next(), next(), next());
            (it.prefix, it.suffix) = (next(), next());
        }
        "NICKNAME" => it.nickname = text(),
        "ORG" => {
            let mut parts = structured(&property.value).into_iter();
            let mut next = || {
                parts
                    .next()
                    .map(|it| it.trim().to_owned())
                    .filter(|it| !it.is_empty())
            };
            it.organisation = next().or(it.organisation.take());
            if let Some(department) = next() {
                below(&mut it.notes, &format!("Department: {department}"));
            }
        }
        "TITLE" => it.title = text().or(it.title.take()),
        "ROLE" if it.title.is_none() => it.title = text(),
        HOW_KNOWN => it.how_known = text(),
        "NOTE" => {
            if let Some(note) = text() {
                below(&mut it.notes, &note);
            }
        }
        "BDAY" => {
            let written = plain(&property.value);
            // Apple writes a year that it says is none.
            let none = property.param("X-APPLE-OMIT-YEAR");
            let day = none
                .and_then(|year| written.strip_prefix(year))
                .map_or_else(
                    || written.clone(),
                    |rest| format!("--{}", rest.trim_start_matches('-')),
                );
            match birthday(&day) {
                Some(day) => it.birthday = Some(day),
                None if written.trim().is_empty() => {}
                None => read.doubts.push(format!(
                    "‘{}’ is no birthday that could be read.",
                    quote(&written)
                )),
            }
        }
        "CATEGORIES" => {
            let tags = separated(&property.value, ',');
            let tags = tags.into_iter().map(|it| it.trim().to_owned());
            // Google's own group of all contacts says nothing. More than are kept are looked at, since some may be the
            // same, but not millions.
            let tags = tags.filter(|it| !it.eq_ignore_ascii_case("myContacts"));
            let left = (4 * limits::TAGS).saturating_sub(it.tags.len());
            it.tags.extend(tags.take(left));
        }
        "PHOTO" | "LOGO" | "SOUND" => read.pictures += 1,
        "KIND" | "X-ADDRESSBOOKSERVER-KIND" => {
            read.is_group = property.value.trim().eq_ignore_ascii_case("group");
        }
        _ => {}
    }
}

fn reach(property: &Property, label: Option<String>, read: &mut Read) {
    let value = plain(&property.value);
    let without = |scheme: &str| {
        let start = value
            .get(..scheme.len())
            .filter(|it| it.eq_ignore_ascii_case(scheme));
        start.map_or(value.as_str(), |_| &value[scheme.len()..])
    };
    let found = match property.name.as_str() {
        "EMAIL" => way(ReachKind::Email, without("mailto:"), label),
        "TEL" => {
            // What follows a semicolon in a number's address says where it is valid.
            let number = without("tel:").split(';').next().unwrap_or_default();
            way(ReachKind::Phone, number, label)
        }
        "URL" => way(ReachKind::Url, &value, label),
        "ADR" => {
            let parts = structured(&property.value);
            let part = |at: usize| {
                parts
                    .get(at)
                    .map_or("", |it| it.trim())
                    .replace(['\n', '\r'], ", ")
            };
            let parts: Vec<String> = (0..ADDRESS_PARTS).map(part).collect();
            // A text in the field of the street is no address in parts.
            let in_parts = parts.iter().filter(|it| !it.is_empty()).count() > 1;
            let whole = in_one(&parts);
            Reach {
                parts: if in_parts { parts } else { Vec::new() },
                ..way(ReachKind::Address, &whole, label)
            }
        }
        "X-SOCIALPROFILE" => {
            let handle = property.param("X-USER").map(str::to_owned);
            if value.contains("://") && !value.starts_with("x-apple:") {
                way(ReachKind::Url, &value, label)
            } else {
                let handle = handle.filter(|it| !it.is_empty());
                way(ReachKind::Handle, &handle.unwrap_or(value), label)
            }
        }
        "IMPP" => {
            let handle = value
                .split_once(':')
                .map_or(value.as_str(), |(_, handle)| handle);
            way(ReachKind::Handle, handle, label)
        }
        name if MESSENGERS.contains(&name) => {
            way(ReachKind::Handle, &value, Some(name[2..].to_lowercase()))
        }
        _ => return,
    };
    read.contact.reach.push(found);
}

/// The parts of an address as one line.
pub(super) fn in_one(parts: &[String]) -> String {
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    let town = [part(5), part(3)].join(" ");
    let all = [part(2), part(1), part(0), town.trim(), part(4), part(6)];
    let all: Vec<&str> = all.into_iter().filter(|it| !it.is_empty()).collect();
    all.join(", ")
}

fn is_preferred(property: &Property) -> bool {
    property.types().any(|it| it == "pref") || property.param("PREF") == Some("1")
}

/// What a way is for: what its group calls it, else its type.
fn label(of: &Property, properties: &[Property]) -> Option<String> {
    if let Some(group) = &of.group {
        let named = properties
            .iter()
            .find(|it| it.name == "X-ABLABEL" && it.group.as_ref() == Some(group));
        if let Some(named) = named {
            // Apple writes its own words as `_$!<HomePage>!$_`.
            let text = plain(&named.value);
            let text = text
                .trim_start_matches("_$!<")
                .trim_end_matches(">!$_")
                .trim()
                .to_owned();
            return Some(text.to_lowercase()).filter(|it| !it.is_empty());
        }
    }
    let unsaid = [
        "internet",
        "voice",
        "pref",
        "x400",
        "quoted-printable",
        "dom",
        "intl",
        "postal",
        "parcel",
        "text",
        "msg",
        "",
    ];
    let mut types = of.types().filter(|it| !unsaid.contains(&it.as_str()));
    let first = types.next()?;
    // A mobile that is for work is a mobile first.
    let mobile = ["cell", "mobile", "iphone"];
    let is_mobile =
        mobile.contains(&first.as_str()) || types.any(|it| mobile.contains(&it.as_str()));
    Some(if is_mobile {
        "mobile".to_owned()
    } else {
        first
    })
}

fn below(notes: &mut Option<String>, text: &str) {
    match notes {
        Some(notes) => {
            notes.push('\n');
            notes.push_str(text);
        }
        None => *notes = Some(text.to_owned()),
    }
}

/// A value as text: `\n`, `\,`, `\;` and `\\` are what they stand for.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(it @ ('\\' | ',' | ';' | ':')) => out.push(it),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out.replace("\r\n", "\n")
}

/// The parts of a value between semicolons.
fn structured(value: &str) -> Vec<String> {
    separated(value, ';')
}

fn separated(value: &str, by: char) -> Vec<String> {
    let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
    for letter in value.chars() {
        if letter == by && !escaped {
            parts.push(plain(&part));
            part.clear();
        } else {
            part.push(letter);
        }
        escaped = letter == '\\' && !escaped;
    }
    parts.push(plain(&part));
    parts
}
