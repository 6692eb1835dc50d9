//! Contacts as vCard 4.0 (RFC 6350).

use std::fmt::Write as _;

use windward_core::{
    id::ItemId,
    record::{Contact, Reach, ReachKind},
};

use super::card::{ADDRESS_PARTS, HOW_KNOWN, in_one};
use crate::folded::put;

/// An address book. `notes` brings along what one wrote about people.
///
/// ```
/// use windward_core::{id::{CountedIds, NewIds}, record::Contact};
/// let id = CountedIds::default().item();
/// let text = windward_formats::vcard::to_vcard(&[(id, &Contact::named("Zoë; Ann"))], false);
/// assert!(text.contains("\r\nFN:Zoë\\; Ann\r\n"));
/// ```
#[must_use]
pub fn to_vcard(people: &[(ItemId, &Contact)], notes: bool) -> String {
    let mut out = String::new();
    for (id, it) in people {
        card(&mut out, *id, it, notes);
    }
    out
}

fn card(out: &mut String, id: ItemId, it: &Contact, notes: bool) {
    let text = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
    put(out, "BEGIN:VCARD");
    put(out, "VERSION:4.0");
    put(out, &format!("UID:urn:uuid:{id}"));
    put(out, &format!("FN:{}", escaped(&it.name)));
    let parts = [
        &it.family,
        &it.given,
        &it.additional,
        &it.prefix,
        &it.suffix,
    ]
    .map(text);
    if parts.iter().any(|it| !it.is_empty()) {
        put(out, &format!("N:{}", parts.join(";")));
    }
    let mut said = |name: &str, value: &Option<String>| {
        if value.is_some() {
            put(out, &format!("{name}:{}", text(value)));
        }
    };
    said("NICKNAME", &it.nickname);
    said("ORG", &it.organisation);
    said("TITLE", &it.title);
    if let Some(day) = &it.birthday {
        // Dates have no strokes in version 4, but for a month without a day.
        let whole = day.len() != 7;
        let day = day.strip_prefix("--").map_or_else(
            || {
                if whole {
                    day.replace('-', "")
                } else {
                    day.clone()
                }
            },
            |rest| format!("--{}", rest.replace('-', "")),
        );
        put(out, &format!("BDAY:{day}"));
    }
    for (number, way) in (1..).zip(&it.reach) {
        reach(out, number, way);
    }
    if !it.tags.is_empty() {
        let tags: Vec<String> = it.tags.iter().map(|it| escaped(it)).collect();
        put(out, &format!("CATEGORIES:{}", tags.join(",")));
    }
    if notes {
        // Each in a place of its own, so that what goes out comes in as it was.
        for (name, said) in [(HOW_KNOWN, &it.how_known), ("NOTE", &it.notes)] {
            if said.is_some() {
                put(out, &format!("{name}:{}", text(said)));
            }
        }
    }
    put(out, "END:VCARD");
}

fn reach(out: &mut String, number: usize, way: &Reach) {
    let value = escaped(&way.value);
    let (name, value) = match way.kind {
        ReachKind::Email => ("EMAIL", value),
        ReachKind::Phone => ("TEL;VALUE=text", value),
        // An address on the web is no text: nothing in it is escaped.
        ReachKind::Url => ("URL", without_controls(&way.value)),
        ReachKind::Address
            if way.parts.len() == ADDRESS_PARTS && in_one(&way.parts) == way.value =>
        {
            let parts: Vec<String> = way.parts.iter().map(|it| escaped(it)).collect();
            ("ADR", parts.join(";"))
        }
        ReachKind::Address => ("ADR", format!(";;{value};;;;")),
        ReachKind::Handle => ("X-SOCIALPROFILE", value),
    };
    let mut head = name.to_owned();
    let label = way.label.as_deref().unwrap_or_default();
    let known = match label {
        "mobile" => Some("cell"),
        "work" | "home" => Some(label),
        _ => None,
    };
    match known {
        Some(known) => _ = write!(head, ";TYPE={known}"),
        None if !label.is_empty() => head = format!("item{number}.{head}"),
        None => {}
    }
    put(out, &format!("{head}:{value}"));
    if known.is_none() && !label.is_empty() {
        put(out, &format!("item{number}.X-ABLabel:{}", escaped(label)));
    }
}

/// A text as a value: on one line, and without what no text has.
fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' | ',' | ';' => out.extend(['\\', letter]),
            _ if letter.is_control() && letter != '\t' => {}
            _ => out.push(letter),
        }
    }
    out
}

/// Without what would begin a line of its own.
fn without_controls(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect()
}
