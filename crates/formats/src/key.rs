//! What an item is known by at every import.

use serde_json::{Map, Value};
use windward_core::record::Content;

use crate::{limits, people, text::fold};

/// What an item is known by: what stands beside its name, its name, and when it began, whatever their case, accents
/// and spaces. Written into stored items, so it never changes.
///
/// For a role these are organisation, title and beginning: the beginning tells two spells in the same job apart, and
/// the end is left out, because it is filled in later.
pub(crate) fn key(content: &Content) -> String {
    if let Content::Contact(it) = content {
        return people::key(it);
    }
    let Some(outline) = content.outline() else {
        // There is one profile, and one résumé.
        let is_resume = matches!(content, Content::Resume(_));
        return if is_resume { "résumé" } else { "name" }.to_owned();
    };
    let fields = content.fields();
    // A recommendation is named by its words, which are many.
    let short = |name| -> String {
        let folded = fold(says(&fields, name));
        folded.chars().take(limits::WORDS).collect()
    };
    let from = match says(&fields, outline.from) {
        "" => "?",
        from => from,
    };
    format!(
        "{} | {} | {from}",
        short(outline.beside),
        short(Some(outline.title))
    )
}

/// The text of a field; empty where it says nothing or is none.
pub(crate) fn says<'f>(fields: &'f Map<String, Value>, name: Option<&str>) -> &'f str {
    let value = name.and_then(|name| fields.get(name));
    value.and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use windward_core::record::{ListedSkill, Praise, Role};

    use super::*;

    #[test]
    fn keys_are_what_stored_items_have() {
        let role = Role {
            title: "Señior  PM".to_owned(),
            organisation: Some("ACME".to_owned()),
            from: Some("2019-11".parse().unwrap()),
            ..Role::default()
        };
        assert_eq!(key(&role.into()), "acme | senior pm | 2019-11");
        let skill = ListedSkill {
            name: "Sailing".to_owned(),
            ..ListedSkill::default()
        };
        assert_eq!(key(&skill.into()), " | sailing | ?");
        let praise = Praise {
            words: "x ".repeat(5_000),
            from: Some("Kim".to_owned()),
            ..Praise::default()
        };
        assert!(key(&praise.into()).len() < 400);
    }
}
