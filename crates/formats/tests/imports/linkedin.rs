//! LinkedIn exports of both kinds, single tables, and tables after somebody saved them.

use std::fs;

use windward_core::record::Content;
use windward_formats::{Importer, Tone, read};

use crate::files::{export, fixture, fixtures, incoming_text, packed};

#[test]
fn a_full_export_comes_in_with_every_missing_row_explained() {
    let zip = packed(&export(true, &[]));
    let incoming = read(
        "C:\\Downloads\\Complete_LinkedInDataExport_05-12-2025.zip",
        &zip,
    )
    .unwrap();
    insta::assert_snapshot!(incoming_text(&incoming));
}

#[test]
fn a_basic_export_says_the_same_of_roles() {
    let full = read("x.zip", &packed(&export(true, &[]))).unwrap();
    let basic = read("x.zip", &packed(&export(false, &[]))).unwrap();
    let roles = |it: &windward_formats::Incoming| -> Vec<windward_formats::Found> {
        let roles = it.found.iter().filter(|it| it.content.kind() == "role");
        roles.cloned().collect()
    };
    assert_eq!(roles(&full), roles(&basic));
    assert_eq!(roles(&full).len(), 8);
    // What both have says the same too; the Basic kind has no certificates.
    assert!(basic.found.iter().all(|it| full.found.contains(it)));
    assert!(
        basic
            .found
            .iter()
            .all(|it| it.content.kind() != "certificate")
    );
}

#[test]
fn positions_alone_have_the_keys_that_the_archive_gives_them() {
    let zip = read("x.zip", &packed(&export(true, &[]))).unwrap();
    let alone = read("Positions.csv", &fixture("linkedin/full/Positions.csv")).unwrap();
    assert_eq!(alone.importer, Importer::LinkedIn);
    let roles = |it: &&windward_formats::Found| matches!(it.content, Content::Role(_));
    assert_eq!(
        zip.found.iter().filter(roles).collect::<Vec<_>>(),
        alone.found.iter().collect::<Vec<_>>()
    );
}

#[test]
fn the_name_on_the_profile_is_read() {
    let incoming = read("Profile.csv", &fixture("linkedin/full/Profile.csv")).unwrap();
    let Content::Profile(profile) = &incoming.found[0].content else {
        panic!("a profile")
    };
    assert_eq!(profile.name.as_deref(), Some("Noor Hallgrim"));
    assert_eq!(incoming.notices[0].tone, Tone::Alarm);
}

#[test]
fn connections_are_people_below_their_preamble() {
    let incoming = read("Connections.csv", &fixture("linkedin/full/Connections.csv")).unwrap();
    assert_eq!((incoming.connections, incoming.rows), (Some(4), 4));
    assert_eq!((incoming.found.len(), incoming.skipped.len()), (3, 1));
    // Years ago there was no column for the address.
    let older =
        "First Name,Last Name,Email Address,Company,Position,Connected On\nAda,B,,,,1 May 2019\n";
    assert_eq!(
        read("Connections.csv", older.as_bytes())
            .unwrap()
            .connections,
        Some(1)
    );
}

#[test]
fn a_table_alone_is_read_or_says_which_file_to_choose() {
    let mut read_alone = Vec::new();
    for path in fs::read_dir(fixtures().join("linkedin/full")).unwrap() {
        let path = path.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            continue;
        }
        match read(&name, &fs::read(&path).unwrap()) {
            Ok(incoming) => {
                let kinds = incoming.found.iter().map(|it| it.content.kind().to_owned());
                let kinds: std::collections::BTreeSet<String> = kinds.collect();
                let kinds: Vec<String> = kinds.into_iter().collect();
                // A single table that was read needs no word about roles that are not in it.
                let loud = incoming.notices.iter().any(|it| it.tone == Tone::Alarm);
                assert_eq!(loud, name == "Profile.csv", "{name}");
                read_alone.push(format!("{name}: {}", kinds.join(", ")));
            }
            Err(error) => {
                let error = error.to_string();
                assert!(
                    error.contains("‘Positions.csv’") || error.contains("looks like a role"),
                    "{name}: {error}"
                );
            }
        }
    }
    read_alone.sort();
    insta::assert_snapshot!(read_alone.join("\n"));
}

#[test]
fn a_recommendation_that_is_not_visible_is_skipped_and_said() {
    let csv = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nAda,B,Acme,CPO,Good.,\"12/09/22, 07:18 PM\",HIDDEN\nLee,C,,,Better.,25-Jan-21,visible\nKim,D,,,,,VISIBLE\n";
    let incoming = read("Recommendations_Received.csv", csv.as_bytes()).unwrap();
    insta::assert_snapshot!(incoming_text(&incoming));
}

#[test]
fn awards_are_known_in_both_spellings() {
    let csv = fixture("linkedin/full/Honors.csv");
    for name in ["Honors.csv", "Honours (1).csv"] {
        assert_eq!(read(name, &csv).unwrap().found[0].content.kind(), "award");
    }
}

#[test]
fn tables_saved_by_spreadsheets_are_read() {
    let german = read(
        "Positions (1).csv",
        &fixture("linkedin/resaved/Positions (1).csv"),
    )
    .unwrap();
    insta::assert_snapshot!(incoming_text(&german), @r#"
    Positions (1).csv from LinkedIn export
    found    Positions (1).csv, line 2: Senior Product Manager, Kestrel Bay, 2022-03 to now
             note "Own the berth booking for 41 harbours."
    found    Positions (1).csv, line 3: Product Owner, Lantern Works, 2014 to 2015-05
             note "Für Hafenämter."
    look     The file is not in UTF-8; it was read as Windows-1252. Look whether the accents are right.
    rows     2
    "#);
    let doubled = read("Positions.csv", &fixture("linkedin/resaved/Positions.csv")).unwrap();
    insta::assert_snapshot!(incoming_text(&doubled), @r#"
    Positions.csv from LinkedIn export
    found    Positions.csv, line 2: Senior Product Manager, 2022-03 to now
             note "Own the berth booking."
    found    Positions.csv, line 3: Product Owner, 2014 to 2015-05
    rows     2
    "#);
}

#[test]
fn a_workbook_named_csv_inside_is_said_and_the_rest_is_read() {
    let workbook = packed(&[("xl/workbook.xml", "<x/>")]);
    let zip = packed(&export(true, &[("Positions.csv", workbook)]));
    let incoming = read("x.zip", &zip).unwrap();
    assert_eq!(incoming.notices[0].tone, Tone::Alarm);
    insta::assert_snapshot!(incoming.notices[0].text, @"‘Positions.csv’ is a workbook of a spreadsheet program; open it there, save the sheet as CSV, and choose that file.");
    insta::assert_snapshot!(incoming.notices[1].text, @"No role was found in ‘x.zip’. There is no ‘Positions.csv’ with roles in it. LinkedIn sends an export in two parts: see whether the other one has it.");
    assert_eq!(incoming.connections, Some(4));
}

#[test]
fn an_archive_packed_again_or_with_renamed_positions_is_read() {
    let positions = fixture("linkedin/full/Positions.csv");
    let folder = packed(&[
        ("__MACOSX/Export/._Positions.csv", b"\0\x05\x16".to_vec()),
        ("Export/Positions.csv", positions.clone()),
    ]);
    assert_eq!(read("x.zip", &folder).unwrap().found.len(), 8);
    let renamed = packed(&[
        ("my jobs.csv", positions.clone()),
        ("Skills.csv", fixture("linkedin/full/Skills.csv")),
    ]);
    // The roles, and the two skills.
    assert_eq!(read("x.zip", &renamed).unwrap().found.len(), 10);
    let single = packed(&[("jobs.csv", positions)]);
    let incoming = read("x.zip", &single).unwrap();
    assert_eq!(
        (incoming.label.as_str(), incoming.found.len()),
        ("x.zip", 8)
    );
    assert_eq!(incoming.found[0].place.file, "jobs.csv");
}

#[test]
fn an_export_without_positions_says_so_loudly() {
    let part: Vec<_> = export(false, &[])
        .into_iter()
        .filter(|(name, _)| *name != "Positions.csv")
        .collect();
    let incoming = read("x.zip", &packed(&part)).unwrap();
    assert_eq!(incoming.notices[0].tone, Tone::Alarm);
    insta::assert_snapshot!(incoming.notices[0].text, @"No role was found in ‘x.zip’. There is no ‘Positions.csv’ with roles in it. LinkedIn sends an export in two parts: see whether the other one has it.");
}
