//! People from files: address books, connections, tables of contacts. What every reader hands on is made a contact here.

mod connections;
mod csv;
mod headings;
mod table;

use std::fmt::Write as _;

use windward_core::{
    date::PartialDate,
    record::{Contact, Reach, ReachKind},
    views::people::{duplicates::same_way, identity},
};

pub use self::csv::to_csv;
pub(crate) use self::{
    connections::gather_connections,
    table::{gather_table, is_heading},
};
use crate::{
    error::ImportError,
    incoming::{Gathering, Place, Tone},
    limits,
    text::{clean, clean_line, fold, quote},
};

/// Takes in one contact, or says why not. A person without a name is called by what else is known of them.
pub(crate) fn gather(
    gathering: &mut Gathering,
    place: Place,
    contact: Contact,
    nameless: &str,
) -> Result<(), ImportError> {
    let cut = is_cut(&contact);
    let mut it = bounded(contact);
    if it.name.is_empty() {
        let parts = [
            &it.prefix,
            &it.given,
            &it.additional,
            &it.family,
            &it.suffix,
        ];
        let parts: Vec<&str> = parts.into_iter().filter_map(|it| it.as_deref()).collect();
        it.name = parts.join(" ");
    }
    if it.name.is_empty() {
        let reach = it.reach.iter().find(|it| it.kind != ReachKind::Address);
        let called = it.nickname.as_ref().or(it.organisation.as_ref());
        let called = called
            .or(reach.map(|it| &it.value))
            .filter(|_| nameless.is_empty());
        it.name = called.cloned().unwrap_or_default();
    }
    if it.name.is_empty() {
        let known = it.organisation.as_deref().or(it.title.as_deref());
        let reason = if nameless.is_empty() {
            "There is nothing in it that they could be called by."
        } else {
            nameless
        };
        return gathering.skip(place, known.unwrap_or("somebody without a name"), reason);
    }
    let what = quote(&it.name);
    if gathering.found(place.clone(), it.into())? && cut {
        let text = format!("‘{what}’: something about them is very long and was cut.");
        gathering.notice(Tone::Look, Some(place), text);
    }
    Ok(())
}

fn is_cut(it: &Contact) -> bool {
    let long = |text: &str, most: usize| text.chars().nth(most).is_some();
    long(&it.name, limits::WORDS)
        || it.notes.as_deref().is_some_and(|it| long(it, limits::NOTE))
        || it.reach.len() > limits::WAYS
        || it.tags.len() > limits::TAGS
}

/// A contact with every text on one line, clean and within its bound, and nothing said twice.
fn bounded(mut it: Contact) -> Contact {
    let line = |text: &str| clean_line(text, limits::WORDS).0;
    it.name = line(&it.name).unwrap_or_default();
    for text in [
        &mut it.given,
        &mut it.family,
        &mut it.additional,
        &mut it.prefix,
        &mut it.suffix,
        &mut it.nickname,
        &mut it.organisation,
        &mut it.title,
        &mut it.how_known,
    ] {
        *text = text.take().and_then(|it| line(&it));
    }
    it.notes = it.notes.and_then(|text| clean(&text, limits::NOTE).0);
    let mut reach: Vec<Reach> = Vec::new();
    for way in it.reach {
        let Some(value) = line(&way.value) else {
            continue;
        };
        let way = Reach {
            value,
            label: way.label.as_deref().and_then(line),
            ..way
        };
        if reach.len() < limits::WAYS && !reach.iter().any(|known| same_way(known, &way)) {
            reach.push(way);
        }
    }
    it.reach = reach;
    let mut tags: Vec<String> = Vec::new();
    for tag in it.tags.iter().filter_map(|it| line(it)) {
        let known = tags.iter().any(|it| fold(it) == fold(&tag));
        if tags.len() < limits::TAGS && !known {
            tags.push(tag);
        }
    }
    it.tags = tags;
    it
}

/// What a contact is known by at every import: their profile, their e-mail address, else name and organisation.
/// Written into stored items, so it never changes.
pub(crate) fn key(it: &Contact) -> String {
    let profile = it.ways(ReachKind::Url).find_map(identity::profile);
    let email = || it.ways(ReachKind::Email).find_map(identity::email);
    if let Some(profile) = profile {
        return format!("profile {profile}");
    }
    if let Some(email) = email() {
        return format!("email {email}");
    }
    let organisation = it.organisation.as_deref().unwrap_or_default();
    let mut key = format!(
        "name {} | {}",
        identity::name(&it.name),
        identity::organisation(organisation)
    );
    if organisation.is_empty()
        && let Some(phone) = it.ways(ReachKind::Phone).find_map(identity::phone)
    {
        _ = write!(key, " | {phone}");
    }
    key
}

/// A birthday as contacts keep it: `1980-04-12`, `--04-12` without a year, `1980` or `1980-04`; `None` for anything else.
#[must_use]
pub fn birthday(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    let plain = day.chars().all(|it| it.is_ascii_digit() || it == '-');
    if !plain {
        return None;
    }
    let written = match (day.starts_with("--"), digits.len()) {
        (true, 4) => format!("--{}-{}", &digits[..2], &digits[2..]),
        (false, 8) => format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]),
        (false, 6) => format!("{}-{}", &digits[..4], &digits[4..]),
        (false, 4) => digits,
        _ => return None,
    };
    // Without a year it is of a leap year, so that the 29th of February is a day. People were born before the years that
    // a career may name: the same day a hundred years later is one in the same years.
    let near = match (written.strip_prefix("--"), written.strip_prefix("18")) {
        (Some(day), _) => format!("2000-{day}"),
        (None, Some(rest)) => format!("19{rest}"),
        (None, None) => written.clone(),
    };
    near.parse::<PartialDate>().is_ok().then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays_are_kept_in_one_form() {
        for (text, kept) in [
            ("1980-04-12", Some("1980-04-12")),
            ("19800412", Some("1980-04-12")),
            ("1980-04-12T00:00:00Z", Some("1980-04-12")),
            ("--0412", Some("--04-12")),
            ("--02-29", Some("--02-29")),
            ("--1304", None),
            ("18960229", Some("1896-02-29")),
            ("1899", Some("1899")),
            ("18991399", None),
            ("18970229", None),
            ("12.4.1980", None),
            ("", None),
        ] {
            assert_eq!(birthday(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn keys_are_what_stored_items_have() {
        let mut it = Contact::named("Jörg Müller");
        it.organisation = Some("Fjord AS".to_owned());
        assert_eq!(key(&it), "name jorg muller | fjord");
        it.reach = vec![Reach::new(ReachKind::Email, "JM@fjord.example")];
        assert_eq!(key(&it), "email jm@fjord.example");
        it.reach
            .push(Reach::new(ReachKind::Url, "https://no.linkedin.com/in/JM/"));
        assert_eq!(key(&it), "profile linkedin/in/jm");
        it = Contact::named("Mum");
        it.reach = vec![Reach::new(ReachKind::Phone, "+47 551 23 45 67")];
        assert_eq!(key(&it), "name mum |  | 551234567");
    }
}
