//! Which column of which table says what about an item: data, no code.

/// How the rows of a table become items of a kind.
#[derive(Debug)]
pub(super) struct Items {
    /// What LinkedIn calls the table.
    table: &'static str,
    /// The kind of its rows.
    pub(super) kind: &'static str,
    pub(super) columns: &'static [Column],
    /// Whether its dates are months, so that a day was added by a spreadsheet.
    pub(super) months: bool,
}

/// What goes into one field.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) field: &'static str,
    /// The headings of the cells that make it, folded.
    pub(super) headings: &'static [&'static str],
    /// What stands between them, where there are several.
    pub(super) joint: &'static str,
}

const fn of(field: &'static str, headings: &'static [&'static str]) -> Column {
    Column {
        field,
        headings,
        joint: "\n",
    }
}

const ALL: [Items; 8] = [
    Items {
        table: "Education",
        kind: "education",
        columns: &[
            of("school", &["school name"]),
            of("degree", &["degree name"]),
            of("from", &["start date"]),
            of("to", &["end date"]),
            of("note", &["notes", "activities"]),
        ],
        months: true,
    },
    Items {
        table: "Certifications",
        kind: "certificate",
        columns: &[
            of("name", &["name"]),
            of("issuer", &["authority"]),
            of("on", &["started on"]),
            of("until", &["finished on"]),
            of("number", &["license number"]),
            of("url", &["url"]),
        ],
        months: true,
    },
    Items {
        table: "Courses",
        kind: "training",
        columns: &[of("title", &["name"]), of("number", &["number"])],
        months: true,
    },
    Items {
        table: "Projects",
        kind: "project",
        columns: &[
            of("title", &["title"]),
            of("from", &["started on"]),
            of("to", &["finished on"]),
            of("url", &["url"]),
            of("note", &["description"]),
        ],
        months: true,
    },
    Items {
        table: "Volunteering",
        kind: "volunteering",
        columns: &[
            of("title", &["role"]),
            of("organisation", &["company name"]),
            of("cause", &["cause"]),
            of("from", &["started on"]),
            of("to", &["finished on"]),
            of("note", &["description"]),
        ],
        months: true,
    },
    Items {
        table: "Honors",
        kind: "award",
        columns: &[
            of("title", &["title"]),
            of("on", &["issued on"]),
            of("note", &["description"]),
        ],
        months: true,
    },
    Items {
        table: "Recommendations_Received",
        kind: "praise",
        columns: &[
            of("words", &["text"]),
            Column {
                field: "from",
                headings: &["first name", "last name"],
                joint: " ",
            },
            Column {
                field: "from_role",
                headings: &["job title", "company"],
                joint: ", ",
            },
            of("on", &["creation date"]),
        ],
        months: false,
    },
    Items {
        table: "Skills",
        kind: "listed-skill",
        columns: &[of("name", &["name"])],
        months: true,
    },
];

/// How the rows of a table become items, if they do.
pub(super) fn of_table(table: &str) -> Option<&'static Items> {
    ALL.iter().find(|it| it.table == table)
}

#[cfg(test)]
mod tests {
    use windward_core::record::Outline;

    use super::*;
    use crate::linkedin::{Known, Use};

    #[test]
    fn columns_go_into_fields_that_are_there() {
        for items in &ALL {
            let outline = Outline::of(items.kind).unwrap();
            for column in items.columns {
                assert!(outline.field(column.field).is_some(), "{}", column.field);
            }
            let known = Known::named(&format!("{}.csv", items.table)).unwrap();
            assert_eq!(known.used, Use::Items, "{}", items.table);
        }
    }
}
