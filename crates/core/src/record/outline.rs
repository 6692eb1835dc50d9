//! How the kinds that come from files are told: one table for all of them.
//!
//! An importer compares fields, a page edits fields, a list shows a name, what stands beside it and when. None of
//! them knows the kinds; they know this table. A kind that is to be imported gets a row here.

use serde_json::{Map, Value};

use super::{Contact, Content, Evidence, Kind, Origin, Role};
use crate::date::PartialDate;

/// What a kind is called, which fields it has, and which of them an item is told by.
#[derive(Debug, PartialEq, Eq)]
pub struct Outline {
    /// The pinned name of the kind.
    pub kind: &'static str,
    /// One of it, in a sentence.
    pub one: &'static str,
    /// Several of it, in a sentence.
    pub many: &'static str,
    /// The fields that a file or a form sets, in the order of a form.
    pub fields: &'static [Field],
    /// The field that names an item. It is never empty.
    pub title: &'static str,
    /// The field that tells apart two of one name.
    pub beside: Option<&'static str>,
    /// The field that says since when, or when.
    pub from: Option<&'static str>,
    /// The field that says until when.
    pub to: Option<&'static str>,
}

/// One field of a kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in stored entries.
    pub name: &'static str,
    /// What a person calls it, in the middle of a sentence.
    pub label: &'static str,
    /// What it holds.
    pub shape: Shape,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// Some text.
    Text,
    /// A date of any precision.
    Date,
    /// An address on the web.
    Link,
}

const fn line(name: &'static str, label: &'static str) -> Field {
    Field {
        name,
        label,
        shape: Shape::Line,
    }
}

const fn date(name: &'static str, label: &'static str) -> Field {
    Field {
        name,
        label,
        shape: Shape::Date,
    }
}

const NOTE: Field = Field {
    name: "note",
    label: "note",
    shape: Shape::Text,
};

const LINK: Field = Field {
    name: "url",
    label: "link",
    shape: Shape::Link,
};

const FROM: Field = date("from", "from");
const TO: Field = date("to", "until");

/// Every kind that files bring, in the order in which a person looks for them.
pub static OUTLINES: [Outline; 11] = [
    Outline {
        kind: "role",
        one: "role",
        many: "roles",
        fields: &[
            line("title", "title"),
            line("organisation", "organisation"),
            FROM,
            TO,
            NOTE,
        ],
        title: "title",
        beside: Some("organisation"),
        from: Some("from"),
        to: Some("to"),
    },
    Outline {
        kind: "education",
        one: "school or degree",
        many: "schools and degrees",
        fields: &[
            line("school", "school"),
            line("degree", "degree"),
            FROM,
            TO,
            line("grade", "grade"),
            NOTE,
        ],
        title: "school",
        beside: Some("degree"),
        from: Some("from"),
        to: Some("to"),
    },
    Outline {
        kind: "certificate",
        one: "certificate",
        many: "certificates",
        fields: &[
            line("name", "name"),
            line("issuer", "issuer"),
            date("on", "given"),
            date("until", "expires"),
            line("number", "number"),
            LINK,
            NOTE,
        ],
        title: "name",
        beside: Some("issuer"),
        from: Some("on"),
        to: None,
    },
    Outline {
        kind: "training",
        one: "training course",
        many: "training courses",
        fields: &[
            line("title", "title"),
            line("provider", "provider"),
            line("number", "number"),
            date("on", "ended"),
            LINK,
            NOTE,
        ],
        title: "title",
        beside: Some("provider"),
        from: Some("on"),
        to: None,
    },
    Outline {
        kind: "project",
        one: "project",
        many: "projects",
        fields: &[
            line("title", "title"),
            line("part", "your part"),
            FROM,
            TO,
            LINK,
            NOTE,
        ],
        title: "title",
        beside: None,
        from: Some("from"),
        to: Some("to"),
    },
    Outline {
        kind: "volunteering",
        one: "voluntary role",
        many: "voluntary roles",
        fields: &[
            line("title", "as what"),
            line("organisation", "for whom"),
            line("cause", "cause"),
            FROM,
            TO,
            LINK,
            NOTE,
        ],
        title: "title",
        beside: Some("organisation"),
        from: Some("from"),
        to: Some("to"),
    },
    Outline {
        kind: "award",
        one: "award",
        many: "awards",
        fields: &[
            line("title", "title"),
            line("issuer", "given by"),
            date("on", "given"),
            NOTE,
        ],
        title: "title",
        beside: Some("issuer"),
        from: Some("on"),
        to: None,
    },
    Outline {
        kind: "praise",
        one: "word of praise",
        many: "words of praise",
        fields: &[
            Field {
                name: "words",
                label: "words",
                shape: Shape::Text,
            },
            line("from", "who said it"),
            line("from_role", "what they were then"),
            line("for_what", "for what"),
            date("on", "said"),
        ],
        title: "words",
        beside: Some("from"),
        from: Some("on"),
        to: None,
    },
    Outline {
        kind: "evidence",
        one: "piece of evidence",
        many: "pieces of evidence",
        fields: &[
            line("what", "what"),
            Field {
                name: "so_what",
                label: "so what",
                shape: Shape::Text,
            },
            Field {
                name: "my_part",
                label: "my part",
                shape: Shape::Text,
            },
            date("on", "when"),
            date("to", "until"),
        ],
        title: "what",
        beside: None,
        from: Some("on"),
        to: None,
    },
    Outline {
        kind: "listed-skill",
        one: "listed skill",
        many: "listed skills",
        fields: &[line("name", "name"), line("level", "level"), NOTE],
        title: "name",
        beside: None,
        from: None,
        to: None,
    },
    Outline {
        kind: "contact",
        one: "person",
        many: "people",
        fields: &[
            line("name", "name"),
            line("given", "given name"),
            line("additional", "other names"),
            line("family", "family name"),
            line("prefix", "before the name"),
            line("suffix", "behind the name"),
            line("nickname", "nickname"),
            line("organisation", "organisation"),
            line("title", "title"),
            line("how_known", "how you know them"),
            line("birthday", "birthday"),
            date("connected_on", "connected since"),
            Field {
                name: "notes",
                label: "notes",
                shape: Shape::Text,
            },
        ],
        title: "name",
        beside: Some("organisation"),
        from: None,
        to: None,
    },
];

impl Outline {
    /// How a kind is told, if files bring it.
    #[must_use]
    pub fn of(kind: &str) -> Option<&'static Self> {
        OUTLINES.iter().find(|it| it.kind == kind)
    }

    /// A field by its name in stored entries.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|it| it.name == name)
    }

    /// Whether a field of this name is a date.
    #[must_use]
    pub fn is_date(&self, name: &str) -> bool {
        self.field(name).is_some_and(|it| it.shape == Shape::Date)
    }

    /// Whether it is looked up beside the roles: everything but the roles themselves, evidence and people.
    #[must_use]
    pub fn is_background(&self) -> bool {
        ![Role::KIND, Evidence::KIND, Contact::KIND].contains(&self.kind)
    }

    /// ‘1 role’, ‘7 roles’.
    #[must_use]
    pub fn count(&self, number: usize) -> String {
        format!(
            "{number} {}",
            if number == 1 { self.one } else { self.many }
        )
    }

    /// The text of one of the fields that items are told by.
    #[must_use]
    pub fn text<'f>(&self, fields: &'f Map<String, Value>, name: Option<&str>) -> Option<&'f str> {
        let text = fields.get(name?)?.as_str()?;
        Some(text).filter(|it| !it.trim().is_empty())
    }

    /// The date of one of the fields that items are told by.
    #[must_use]
    pub fn date(&self, fields: &Map<String, Value>, name: Option<&str>) -> Option<PartialDate> {
        self.text(fields, name)?.parse().ok()
    }
}

/// An item as lists show it, whatever its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its kind.
    pub outline: &'static Outline,
    /// Its fields, by the names that stored entries have.
    pub fields: Map<String, Value>,
}

impl Told {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        let title = self.outline.text(&self.fields, Some(self.outline.title));
        title.unwrap_or_default()
    }

    /// What stands beside the name: the issuer, the organisation, who said it.
    #[must_use]
    pub fn beside(&self) -> Option<&str> {
        self.outline.text(&self.fields, self.outline.beside)
    }

    /// Since when, or when.
    #[must_use]
    pub fn from(&self) -> Option<PartialDate> {
        self.outline.date(&self.fields, self.outline.from)
    }

    /// Until when.
    #[must_use]
    pub fn to(&self) -> Option<PartialDate> {
        self.outline.date(&self.fields, self.outline.to)
    }

    /// Whether it ends before it begins. It is kept as it is, and flagged.
    #[must_use]
    pub fn is_reversed(&self) -> bool {
        let both = self.from().zip(self.to());
        both.is_some_and(|(from, to)| to.last_day() < from.first_day())
    }

    /// What else it says, field by field: neither its name nor what stands beside it, nor when.
    pub fn rest(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        let told = [
            Some(self.outline.title),
            self.outline.beside,
            self.outline.from,
            self.outline.to,
        ];
        let fields = self.outline.fields.iter();
        fields
            .filter(move |it| !told.contains(&Some(it.name)))
            .filter_map(|it| Some((it, self.outline.text(&self.fields, Some(it.name))?)))
    }
}

impl Content {
    /// Whether it is looked up beside the roles, as education, certificates and praise are.
    #[must_use]
    pub const fn is_background(&self) -> bool {
        matches!(
            self,
            Self::Award(_)
                | Self::Certificate(_)
                | Self::Education(_)
                | Self::ListedSkill(_)
                | Self::Praise(_)
                | Self::Project(_)
                | Self::Training(_)
                | Self::Volunteering(_)
        )
    }

    /// The item as lists show it, if its kind is one that files bring.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        Some(Told {
            outline: self.outline()?,
            fields: self.fields(),
        })
    }

    /// How its kind is told, if files bring it.
    #[must_use]
    pub fn outline(&self) -> Option<&'static Outline> {
        Outline::of(self.kind())
    }

    /// All its fields, by the names that stored entries have and in their order.
    ///
    /// # Panics
    /// Never: every kind is written as an object with texts for keys.
    #[must_use]
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = self
            .to_fields()
            .expect("a kind has text keys and no floats, so it is JSON");
        // By name, whatever a build makes of the map.
        fields.sort_keys();
        fields
    }

    /// Where it was imported from, if it was.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Award(it) => it.origin.as_ref(),
            Self::Certificate(it) => it.origin.as_ref(),
            Self::Contact(it) => it.origin.as_ref(),
            Self::Education(it) => it.origin.as_ref(),
            Self::Evidence(it) => it.origin.as_ref(),
            Self::ListedSkill(it) => it.origin.as_ref(),
            Self::Praise(it) => it.origin.as_ref(),
            Self::Project(it) => it.origin.as_ref(),
            Self::Role(it) => it.origin.as_ref(),
            Self::Training(it) => it.origin.as_ref(),
            Self::Volunteering(it) => it.origin.as_ref(),
            // No file brings the others.
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// An item with something in every field of its outline.
    fn full(outline: &Outline) -> Map<String, Value> {
        let said = |field: &Field| match field.shape {
            Shape::Date => json!("2019-03"),
            Shape::Line | Shape::Text | Shape::Link => json!(field.label),
        };
        let fields = outline.fields.iter();
        let said = fields.map(|it| (it.name.to_owned(), said(it)));
        said.chain(needed(outline)).collect()
    }

    /// What an item of a kind has beside its title, always.
    fn needed(outline: &Outline) -> Vec<(String, Value)> {
        if outline.kind != Evidence::KIND {
            return Vec::new();
        }
        let hash = "0f".repeat(32);
        let needed = [("on", "2019-03"), ("framework", hash.as_str())];
        needed
            .map(|(name, text)| (name.to_owned(), json!(text)))
            .to_vec()
    }

    #[test]
    fn the_table_names_fields_that_the_kinds_have() {
        for outline in &OUTLINES {
            let content = Content::from_fields(outline.kind, full(outline)).unwrap();
            assert_eq!(content.outline(), Some(outline));
            assert_eq!(content.is_background(), outline.is_background());
            for field in outline.fields {
                let value = content.fields().remove(field.name);
                assert!(value.is_some(), "{}: {}", outline.kind, field.name);
            }
            // None of them was taken for a field of a newer version, which would be kept as well.
            let mut strange = full(outline);
            for field in outline.fields {
                strange.insert(field.name.to_owned(), json!({"no": "text"}));
                let kept = Content::from_fields(outline.kind, strange.clone());
                assert!(kept.is_err(), "{}: {}", outline.kind, field.name);
                strange = full(outline);
            }
            let named = [
                Some(outline.title),
                outline.beside,
                outline.from,
                outline.to,
            ];
            for name in named.into_iter().flatten() {
                assert!(outline.field(name).is_some(), "{}: {name}", outline.kind);
            }
        }
    }

    #[test]
    fn every_kind_with_an_outline_knows_where_it_came_from() {
        for outline in &OUTLINES {
            let mut fields = full(outline);
            fields.insert(
                "origin".to_owned(),
                json!({"importer": "x", "key": "k", "values": {}}),
            );
            let content = Content::from_fields(outline.kind, fields).unwrap();
            assert_eq!(content.origin().map(|it| it.key.as_str()), Some("k"));
        }
    }

    #[test]
    fn only_the_title_has_to_be_there() {
        for outline in &OUTLINES {
            let only = [(outline.title.to_owned(), json!("it"))];
            let content = Content::from_fields(
                outline.kind,
                only.into_iter().chain(needed(outline)).collect(),
            )
            .unwrap();
            assert_eq!(content.fields()[outline.title], "it", "{}", outline.kind);
        }
    }
}
