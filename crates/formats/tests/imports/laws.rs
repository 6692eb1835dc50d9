//! What holds for any bytes at all.

use proptest::{collection::vec, prelude::*};
use windward_formats::{Choices, Incoming, read, read_text};

use crate::files::{Desk, packed};

fn adds_up(incoming: &Incoming) -> Result<(), TestCaseError> {
    prop_assert_eq!(incoming.rows, incoming.found.len() + incoming.skipped.len());
    let read: usize = incoming.files.iter().map(|it| it.read).sum();
    prop_assert_eq!(incoming.rows, read);
    let mut keys: Vec<_> = incoming
        .found
        .iter()
        .map(|it| (it.content.kind(), &it.key))
        .collect();
    let all = keys.len();
    keys.sort();
    keys.dedup();
    prop_assert_eq!(keys.len(), all);
    Ok(())
}

/// A second import of the same changes nothing, whatever it holds.
fn settles(incoming: &Incoming) -> Result<(), TestCaseError> {
    let mut desk = Desk::default();
    let (plan, _) = desk.import(incoming.clone(), &Choices::new());
    prop_assert_eq!(plan.counts().rows(), incoming.rows);
    prop_assert_eq!(plan.counts().added, incoming.found.len());
    let again = desk.plan(incoming.clone());
    prop_assert!(again.is_settled(), "{:?}", again.counts());
    prop_assert_eq!(again.counts().same, incoming.found.len());
    prop_assert_eq!(again.counts().rows(), incoming.rows);
    Ok(())
}

/// Cells that people and machines write, among them ones that break things.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("Product Manager".to_owned()),
        Just("product  manager".to_owned()),
        Just("Acme, Inc.".to_owned()),
        Just("Nov 2019".to_owned()),
        Just("2019".to_owned()),
        Just("3/4/2020".to_owned()),
        Just("Present".to_owned()),
        Just("a \"b\"\nc".to_owned()),
        "\\PC{0,12}",
    ]
}

fn csv() -> impl Strategy<Value = String> {
    let headings = prop_oneof![
        Just("Company Name,Title,Description,Location,Started On,Finished On"),
        Just("Title,Company,From,To,Notes,Current"),
        Just("Funktion,Firma,Zeitraum,Zeitraum,Notiz,Notiz"),
    ];
    (headings, vec(vec(cell(), 0..8), 0..12)).prop_map(|(headings, rows)| {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(",");
        let rows: Vec<String> = rows.iter().map(line).collect();
        format!("{headings}\n{}\n", rows.join("\n"))
    })
}

/// Tables of an export whose rows are items, with their headings.
const TABLES: [(&str, &str); 8] = [
    (
        "Education.csv",
        "School Name,Start Date,End Date,Notes,Degree Name,Activities",
    ),
    (
        "Certifications.csv",
        "Name,Url,Authority,Started On,Finished On,License Number",
    ),
    ("Courses.csv", "Name,Number"),
    (
        "Projects.csv",
        "Title,Description,Url,Started On,Finished On",
    ),
    (
        "Volunteering.csv",
        "Company Name,Role,Cause,Started On,Finished On,Description",
    ),
    ("Honors.csv", "Title,Description,Issued On"),
    (
        "Recommendations_Received.csv",
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    ),
    ("Skills.csv", "Name"),
];

const SECTIONS: [&str; 12] = [
    "basics",
    "work",
    "education",
    "certificates",
    "projects",
    "volunteer",
    "awards",
    "references",
    "skills",
    "employment",
    "licenses",
    "qualifications",
];

/// JSON of any shape, with the names that readers look for.
fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(|it| json!(it)),
        any::<f64>().prop_map(|it| json!(it)),
        cell().prop_map(Value::String),
    ];
    let names = prop::sample::select(vec![
        "name",
        "title",
        "position",
        "institution",
        "educationDegrees",
        "startDate",
        "start",
        "end",
        "endDate",
        "reference",
        "keywords",
        "highlights",
        "organization",
        "current",
        "type",
        "issued",
        "odd",
    ]);
    leaf.prop_recursive(3, 20, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((names.clone(), inner), 0..5).prop_map(|it| Value::Object(
                it.into_iter()
                    .map(|(name, it)| (name.to_owned(), it))
                    .collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_break_it(bytes in vec(any::<u8>(), 0..400), start in 0..8usize) {
        let magic: [&[u8]; 8] = [b"", b"PK\x03\x04", b"PK\x05\x06", b"{\"work\":", b"[", b"\xff\xfe", b"Title,Company\n", b"<"];
        let bytes = [magic[start], &bytes].concat();
        for name in ["x.zip", "Positions.csv", "cv.json", ""] {
            if let Ok(incoming) = read(name, &bytes) {
                adds_up(&incoming)?;
            }
        }
    }

    #[test]
    fn no_damage_to_an_archive_breaks_it(at in any::<prop::sample::Index>(), bytes in vec(any::<u8>(), 1..6)) {
        let mut zip = packed(&[
            ("Positions.csv", "Company Name,Title,Started On\nAcme,PM,Nov 2019\n"),
            ("Profile.csv", "First Name,Last Name\nKim,Lee\n"),
        ]);
        let at = at.index(zip.len() - bytes.len());
        zip[at..at + bytes.len()].copy_from_slice(&bytes);
        if let Ok(incoming) = read("x.zip", &zip) {
            adds_up(&incoming)?;
        }
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,200}") {
        for incoming in [read_text(&text), read("x.txt", text.as_bytes())].into_iter().flatten() {
            adds_up(&incoming)?;
            settles(&incoming)?;
        }
    }

    #[test]
    fn totals_add_up_and_a_second_import_changes_nothing(csv in csv()) {
        let incoming = read("roles.csv", csv.as_bytes()).unwrap();
        adds_up(&incoming)?;
        settles(&incoming)?;
    }

    #[test]
    fn every_table_of_an_export_settles(
        (name, headings) in prop::sample::select(TABLES.to_vec()),
        rows in vec(vec(cell(), 0..8), 0..10),
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(",");
        let rows: Vec<String> = rows.iter().map(line).collect();
        let csv = format!("{headings}\n{}\n", rows.join("\n"));
        let alone = read(name, csv.as_bytes()).unwrap();
        adds_up(&alone)?;
        settles(&alone)?;
        let zip = packed(&[(name, csv.as_str()), ("messages.csv", csv.as_str())]);
        let packed = read("x.zip", &zip).unwrap();
        prop_assert_eq!(&packed.found, &alone.found);
        adds_up(&packed)?;
    }

    #[test]
    fn no_value_in_any_section_breaks_it(
        section in prop::sample::select(SECTIONS.to_vec()),
        values in vec(value(), 0..6),
        whole in value(),
    ) {
        let list = serde_json::Value::Array(values);
        for part in [list, whole] {
            for json in [
                serde_json::json!({"work": [], section: part}),
                serde_json::json!({"person": part, "profiles": [{section: part, "employment": [{"positionHistories": part}, part]}]}),
                serde_json::json!({"candidate": {"profiles": part}}),
                serde_json::json!({"transferObject": {"data": [{"profiles": [part]}]}}),
            ] {
                if let Ok(incoming) = read("cv.json", json.to_string().as_bytes()) {
                    adds_up(&incoming)?;
                    settles(&incoming)?;
                }
            }
        }
    }

    #[test]
    fn no_json_breaks_it(
        jobs in vec(prop_oneof![
            Just("7".to_owned()),
            Just("null".to_owned()),
            Just("{\"position\":[],\"name\":{}}".to_owned()),
            (cell(), cell(), cell()).prop_map(|(title, name, from)| {
                serde_json::json!({"position": title, "company": name, "startDate": from}).to_string()
            }),
        ], 0..8),
        tail in prop_oneof![Just("]}"), Just("]"), Just("]}}"), Just("],\"basics\":{\"name\":3}}")],
    ) {
        let text = format!("{{\"work\":[{}{tail}", jobs.join(",\n"));
        if let Ok(incoming) = read("cv.json", text.as_bytes()) {
            adds_up(&incoming)?;
            settles(&incoming)?;
        }
    }
}
