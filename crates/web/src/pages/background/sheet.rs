//! The form for an item, made from its outline.

use maud::{Markup, html};
use serde_json::Value;
use windward_core::record::{Content, Field, Outline, Shape};

use crate::{
    components::{self, Kind, field},
    form::{Form, LINE, TEXT},
    words::capital,
};

/// The form of an item as it stands.
pub(super) fn filled(content: &Content) -> Form {
    let (fields, outline) = (content.fields(), content.outline());
    let names = outline.into_iter().flat_map(|it| it.fields);
    Form::filled(names.filter_map(|it| {
        let text = fields.get(it.name)?.as_str()?;
        Some((it.name, text.to_owned()))
    }))
}

/// Every field of a kind.
pub(super) fn fields(form: &Form, outline: &Outline) -> Markup {
    html! {
        @for together in outline.fields.chunk_by(|one, next| is_date(one) && is_date(next)) {
            @if together.len() > 1 { div.pair { @for it in together { (one(form, it)) } } }
            @else { @for it in together { (one(form, it)) } }
        }
    }
}

/// Dates that follow each other are the two ends of a time, and stand side by side.
const fn is_date(field: &Field) -> bool {
    matches!(field.shape, Shape::Date)
}

fn one(form: &Form, it: &Field) -> Markup {
    let kind = match it.shape {
        Shape::Line | Shape::Link => Kind::Line {
            autocomplete: "off",
        },
        Shape::Text => Kind::Text,
        Shape::Date => Kind::Date,
    };
    let say = components::Field {
        name: it.name,
        label: &capital(it.label),
        hint: hint(it),
        kind,
    };
    field(form, say)
}

const fn hint(field: &Field) -> &'static str {
    match field.shape {
        Shape::Link => "An address that begins with https://",
        Shape::Line | Shape::Text | Shape::Date => "",
    }
}

/// What was typed, in place of what stands; `None` if something is wrong with it. What the form has no field for,
/// stays.
pub(super) fn read(
    form: &mut Form,
    outline: &Outline,
    standing: Option<&Content>,
) -> Option<Content> {
    let mut fields = standing.map(Content::fields).unwrap_or_default();
    for it in outline.fields {
        let typed = match it.shape {
            Shape::Line | Shape::Link if it.name == outline.title => {
                form.needed(it.name, LINE, "This has to be there.")
            }
            Shape::Text if it.name == outline.title => {
                form.needed(it.name, TEXT, "This has to be there.")
            }
            Shape::Line | Shape::Link => form.text(it.name, LINE),
            Shape::Text => form.text(it.name, TEXT),
            Shape::Date => form.date(it.name).map(|date| date.to_string()),
        };
        match typed {
            Some(text) => fields.insert(it.name.to_owned(), Value::String(text)),
            None => fields.remove(it.name),
        };
    }
    form.is_good().then(|| {
        Content::from_fields(outline.kind, fields)
            .expect("texts and dates under the names of its outline make an item of a kind")
    })
}

#[cfg(test)]
mod tests {
    use windward_core::record::{Certificate, Origin};

    use super::*;

    #[test]
    fn what_the_form_does_not_ask_stays() {
        let origin = Origin {
            importer: "linkedin".to_owned(),
            key: "k".to_owned(),
            values: serde_json::Map::new(),
        };
        let mut before = Certificate {
            name: "Skipper".to_owned(),
            issuer: Some("Guild".to_owned()),
            origin: Some(origin),
            ..Certificate::default()
        };
        let text = |text: &str| Value::String(text.to_owned());
        before.unknown.insert("later".to_owned(), text("kept"));
        let content = Content::from(before.clone());
        let outline = content.outline().unwrap();
        let mut form = filled(&content);
        assert_eq!(
            read(&mut form, outline, Some(&content)),
            Some(content.clone())
        );
        let mut form = Form::filled([("name", "Coxswain".to_owned()), ("on", "2022".to_owned())]);
        let expected = Certificate {
            name: "Coxswain".to_owned(),
            issuer: None,
            on: Some("2022".parse().unwrap()),
            ..before
        };
        assert_eq!(
            read(&mut form, outline, Some(&content)),
            Some(expected.into())
        );
    }

    #[test]
    fn what_is_wrong_is_said_beside_the_field() {
        let mut form = Form::filled([("name", " ".to_owned()), ("on", "soon".to_owned())]);
        assert_eq!(
            read(&mut form, Outline::of("certificate").unwrap(), None),
            None
        );
        assert!(form.fault_of("name").is_some() && form.fault_of("on").is_some());
    }
}
