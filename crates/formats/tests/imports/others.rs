//! JSON Resume, tables of roles, and text.

use windward_formats::{Importer, describe, read, read_text};

use crate::files::{fixture, incoming_text};

#[test]
fn every_version_of_json_resume_is_read() {
    for name in ["draft", "v1-old-spellings", "head"] {
        let file = format!("{name}.json");
        let incoming = read(&file, &fixture(&format!("json-resume/{file}"))).unwrap();
        assert_eq!(incoming.importer, Importer::JsonResume);
        insta::assert_snapshot!(name, incoming_text(&incoming));
    }
}

#[test]
fn a_candidate_of_hr_open_is_read() {
    let incoming = read("cv.json", &fixture("hr-open/candidate.json")).unwrap();
    assert_eq!(incoming.importer, Importer::HrOpen);
    insta::assert_snapshot!(incoming_text(&incoming));
}

#[test]
fn one_job_is_one_job_in_every_version() {
    let keys = |name: &str| -> Vec<String> {
        let incoming = read("r.json", &fixture(&format!("json-resume/{name}.json"))).unwrap();
        incoming.found.into_iter().map(|it| it.key).collect()
    };
    let (draft, v1) = (keys("draft"), keys("v1-old-spellings"));
    assert!(v1.contains(&draft[1]), "{draft:?} in {v1:?}");
}

#[test]
fn tables_are_read_in_seven_languages() {
    for (name, said) in [
        (
            "english.csv",
            [
                "Head of Product, Lantern Works, 2021-03-15 to now",
                "Product Manager, Lantern Works, 2018-11-01 to 2021-03-14",
            ],
        ),
        (
            "german.csv",
            [
                "Produktmanagerin (m/w/d), Hafenwerk GmbH, 2019-03-01 to now",
                "Fachinformatiker, Stadtwerke Kiel, 2012-08 to 2019-01",
            ],
        ),
        (
            "french.csv",
            [
                "Cheffe de produit, Phare SARL, 2019-03 to now",
                "Analyste, Phare SARL, 2017-04-03 to 2019-02",
            ],
        ),
        (
            "spanish.csv",
            [
                "Jefa de producto, Muelle Norte, 2019-04 to now",
                "Analista, Muelle Norte, 2017-02-13 to 2019-03-31",
            ],
        ),
        (
            "portuguese.csv",
            [
                "Gerente de produto, Farol, 2019-03 to now",
                "Analista, Farol, 2016-10 to 2019-02",
            ],
        ),
        (
            "italian.csv",
            [
                "Responsabile di prodotto, Molo Antico, 2019-01 to now",
                "Analista, Molo Antico, 2016-09 to 2018-12",
            ],
        ),
        (
            "dutch.tsv",
            [
                "Productmanager, De Kade, 2019-03 to now",
                "Analist, De Kade, 2016-05 to 2019-02",
            ],
        ),
    ] {
        let incoming = read(name, &fixture(&format!("tables/{name}"))).unwrap();
        assert_eq!(incoming.importer, Importer::Table, "{name}");
        let found: Vec<String> = incoming
            .found
            .iter()
            .map(|it| describe(&it.content))
            .collect();
        assert_eq!(found[..2], said, "{name}");
        assert!(incoming.skipped.is_empty(), "{name}");
    }
}

#[test]
fn dates_that_can_be_read_both_ways_are_said() {
    let french = read("french.csv", &fixture("tables/french.csv")).unwrap();
    insta::assert_snapshot!(french.notices[0].text, @"Dates such as ‘03/04/2017’ were read with the day first; look whether that is right.");
    let english = read("english.csv", &fixture("tables/english.csv")).unwrap();
    assert!(english.notices.is_empty());
}

#[test]
fn a_table_reads_the_same_in_every_encoding() {
    let text = String::from_utf8(fixture("tables/german.csv")).unwrap();
    let wanted = read("roles.csv", text.as_bytes()).unwrap();
    let wide = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    for bytes in [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replacen('\n', "\r\n", 1).into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        [&b"\xff\xfe"[..], &wide(u16::to_le_bytes)].concat(),
        [&b"\xfe\xff"[..], &wide(u16::to_be_bytes)].concat(),
        wide(u16::to_le_bytes),
    ] {
        assert_eq!(read("roles.csv", &bytes).unwrap(), wanted);
    }
    let old: Vec<u8> = text.chars().map(|it| u8::try_from(it).unwrap()).collect();
    let read = read("roles.csv", &old).unwrap();
    assert_eq!(read.found, wanted.found);
    assert!(read.notices[0].text.contains("Windows-1252"));
}

#[test]
fn roles_as_text_are_read_one_a_line() {
    let text = String::from_utf8(fixture("texts/roles.txt")).unwrap();
    let pasted = read_text(&text).unwrap();
    insta::assert_snapshot!(incoming_text(&pasted), @r#"
    pasted text from pasted text
    found    pasted text, line 1: Senior PM, Kestrel Bay, 2022-03 to now
    found    pasted text, line 2: Product Manager, Hollis, Marsh & Daughters, 2020 to 2022
    found    pasted text, line 3: Produktmanagerin, Hafenwerk GmbH, 2019-03 to now
    found    pasted text, line 5: Cheffe de produit, Phare SARL, 2019-03 to now
    found    pasted text, line 6: Product Owner, Lantern Works, 2014 to 2015
    skipped  pasted text, line 7: "Waiter" No dates were found in it; write it as ‘Senior PM, Acme, 2019 to now’.
    rows     6
    "#);
    let file = read("roles.txt", text.as_bytes()).unwrap();
    let contents = |it: windward_formats::Incoming| {
        it.found
            .into_iter()
            .map(|it| it.content)
            .collect::<Vec<_>>()
    };
    assert_eq!(contents(file), contents(pasted));
}

#[test]
fn a_pasted_table_is_read_as_one() {
    let incoming = read_text("Title\tCompany\tFrom\tTo\nPM\tAcme\t2019\t\n").unwrap();
    assert_eq!(incoming.importer, Importer::Table);
    assert_eq!(
        describe(&incoming.found[0].content),
        "PM, Acme, 2019 to now"
    );
}
