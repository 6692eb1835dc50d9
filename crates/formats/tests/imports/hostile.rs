//! Files that are not what they seem, are broken, or mean harm. Each gets one sentence and changes nothing.

use std::{fmt::Write as _, io::Write as _};

use windward_core::record::{Contact, Kind as _};
use windward_formats::{ImportError, limits, read, read_text};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::files::{export, packed};

fn refusal(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).unwrap_err().to_string()
}

#[test]
fn every_refusal_is_a_sentence_that_says_what_to_do() {
    let zip = packed(&export(true, &[]));
    let deep = |open: &str, close: &str| {
        format!(
            "{{\"work\":{}{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    let many: String =
        (0..=limits::ROWS).fold("Title,Company,From\n".to_owned(), |mut csv, row| {
            writeln!(csv, "PM {row},Acme,2019").unwrap();
            csv
        });
    let jobs = format!("{{\"work\":[{}7]}}", "7,".repeat(limits::ROWS));
    let files: [(&str, Vec<u8>); 31] = [
        ("empty.csv", Vec::new()),
        ("blank.csv", b"\xef\xbb\xbf \r\n\t\n".to_vec()),
        ("big.zip", vec![b'P'; limits::FILE + 1]),
        ("export.zip", zip[..zip.len() / 2].to_vec()),
        ("export.zip", b"this is no archive".to_vec()),
        (
            "export.zip",
            (0..=255u8).cycle().step_by(97).take(2_000).collect(),
        ),
        ("nothing.zip", packed::<&[u8]>(&[])),
        ("again.zip", packed(&[("export.zip", zip.clone())])),
        ("photos.zip", packed(&[("beach.jpg", b"\xff\xd8\xff")])),
        (
            "Positions.csv",
            packed(&[("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")]),
        ),
        (
            "cv.docx",
            packed(&[("[Content_Types].xml", "x"), ("word/document.xml", "x")]),
        ),
        (
            "roles.ods",
            packed(&[("content.xml", "x"), ("META-INF/manifest.xml", "x")]),
        ),
        ("roles.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("Profile.pdf", b"%PDF-1.7\n".to_vec()),
        ("cv.rtf", b"{\\rtf1 hello}".to_vec()),
        ("export.tar.gz", b"\x1f\x8b\x08\x00".to_vec()),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0".to_vec()),
        (
            "export.csv",
            b"\n<!DOCTYPE html><html><title>Sign in</title>".to_vec(),
        ),
        ("cv.xml", b"<?xml version='1.0'?><SkillsPassport/>".to_vec()),
        ("cv.json", deep("[", "]").into_bytes()),
        ("cv.json", deep("{\"a\":", "1}").into_bytes()),
        ("cv.json", b"{\"basics\": {\n\"name\": \"Kim\",}}".to_vec()),
        ("cv.json", b"{\"people\": []}".to_vec()),
        ("cv.json", b"[{\"work\": []}]".to_vec()),
        (
            "record.jsonl",
            b"{\"entries\":0,\"format\":1,\"frameworks\":0,\"windward\":\"record\"}\n".to_vec(),
        ),
        (
            "record.jsonl.age",
            b"age-encryption.org/v1\n-> scrypt \x80\x81".to_vec(),
        ),
        ("big.csv", vec![b','; limits::TABLE + 1]),
        ("cv.json", jobs.into_bytes()),
        (
            "Languages.csv",
            b"Name,Proficiency\nDutch,Native\n".to_vec(),
        ),
        ("notes.txt", b"Remember the milk\nand the bread\n".to_vec()),
        ("many.csv", many.into_bytes()),
    ];
    let said: Vec<String> = files
        .iter()
        .map(|(name, bytes)| refusal(name, bytes))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_archive_cut_anywhere_is_refused_or_read_whole() {
    let zip = packed(&export(false, &[]));
    let whole = read("x.zip", &zip).unwrap();
    for end in (5..zip.len()).step_by(7) {
        match read("x.zip", &zip[..end]) {
            Err(ImportError::Truncated { .. } | ImportError::Damaged { .. }) => {}
            other => assert_eq!(other, Ok(whole.clone()), "cut at {end}"),
        }
    }
}

#[test]
fn damage_within_a_table_is_noticed() {
    let mut zip = packed(&export(false, &[]));
    // The first file's data begins behind its header and name.
    zip[30 + "Positions.csv".len() + 40] ^= 0x55;
    insta::assert_snapshot!(refusal("x.zip", &zip), @"‘Positions.csv’ inside ‘x.zip’ is damaged and does not unpack; download the archive again and choose the new file.");
}

/// A ZIP of one file of `length` bytes of the same letter.
fn bomb(name: &str, length: usize) -> Vec<u8> {
    headed_bomb(name, "", length)
}

/// The same below a heading.
fn headed_bomb(name: &str, heading: &str, length: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file(name, options).unwrap();
    zip.write_all(heading.as_bytes()).unwrap();
    let chunk = vec![b'x'; 1 << 20];
    for _ in 0..length >> 20 {
        zip.write_all(&chunk).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_stopped_while_it_unpacks() {
    let zip = bomb("Positions.csv", 40 << 20);
    assert!(zip.len() < 1 << 20);
    insta::assert_snapshot!(refusal("x.zip", &zip), @"‘Positions.csv’ inside ‘x.zip’ unpacks to far more than any export does, as files made to do harm are; nothing of it was read. Download your export again from where it was made.");
    // Long before it is too large: no table packs a thousand times.
    let small = read("x.zip", &bomb("Positions.csv", 3 << 20));
    assert!(matches!(small, Err(ImportError::Bomb { .. })), "{small:?}");
}

#[test]
fn many_files_that_are_large_together_are_a_bomb_too() {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let table = vec![b'x'; limits::TABLE];
    for folder in 0..=limits::UNPACKED / limits::TABLE {
        zip.start_file(format!("{folder}/Positions.csv"), options)
            .unwrap();
        zip.write_all(&table).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let error = read("x.zip", &zip).unwrap_err();
    assert!(
        matches!(&error, ImportError::Bomb { entry, .. } if entry.starts_with("4/")),
        "{error}"
    );
}

#[test]
fn an_archive_of_too_many_files_is_refused_before_they_are_listed() {
    let names: Vec<String> = (0..=limits::ENTRIES).map(|it| it.to_string()).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "")).collect();
    insta::assert_snapshot!(refusal("x.zip", &packed(&files)), @"‘x.zip’ holds more than 10,000 files, which no export of a career does; choose the export as it was downloaded.");
}

#[test]
fn a_locked_archive_says_so() {
    let mut zip = packed(&export(false, &[]));
    // Bit 0 of the flags says ‘locked’; they stand at 6 in a local header and at 8 in a central one.
    for at in 0..zip.len() - 10 {
        match &zip[at..at + 4] {
            b"PK\x03\x04" => zip[at + 6] |= 1,
            b"PK\x01\x02" => zip[at + 8] |= 1,
            _ => {}
        }
    }
    insta::assert_snapshot!(refusal("x.zip", &zip), @"‘x.zip’ is locked with a password; unpack it with the password and choose ‘Positions.csv’ from it.");
}

#[test]
fn a_path_that_climbs_out_is_left_out_and_said() {
    let positions =
        "Company Name,Title,Description,Location,Started On,Finished On\nAcme,PM,,,2019,\n";
    let zip = packed(&[
        ("../../Positions.csv", positions),
        ("Positions.csv", positions),
    ]);
    let incoming = read("x.zip", &zip).unwrap();
    assert_eq!((incoming.found.len(), incoming.rows), (1, 1));
    insta::assert_snapshot!(incoming.notices[0].text, @"‘../../Positions.csv’ would be unpacked outside of its folder, as no export does; it was left out.");
}

#[test]
fn an_archive_of_nothing_but_climbing_paths_says_so() {
    let zip = packed(&[("../../Positions.csv", "Company Name,Title\nAcme,PM\n")]);
    insta::assert_snapshot!(refusal("x.zip", &zip));
}

/// A ZIP whose list names the one file in it many times, each unpacking to a megabyte: 10 kB that say they are 10 GB.
fn overlapping(single: &[u8], times: usize) -> Vec<u8> {
    let find = |mark: &[u8]| single.windows(4).position(|it| it == mark).unwrap();
    let (list, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
    let mut zip = single[..list].to_vec();
    for number in 0..times {
        let mut header = single[list..end].to_vec();
        // The name stands behind 46 bytes of header.
        header[46..50].copy_from_slice(format!("{number:04}").as_bytes());
        zip.extend_from_slice(&header);
    }
    let length = u32::try_from(zip.len() - list).unwrap();
    let mut tail = single[end..].to_vec();
    let count = u16::try_from(times).unwrap().to_le_bytes();
    tail[8..10].copy_from_slice(&count);
    tail[10..12].copy_from_slice(&count);
    tail[12..16].copy_from_slice(&length.to_le_bytes());
    zip.extend_from_slice(&tail);
    zip
}

#[test]
fn ten_kilobytes_that_say_they_are_ten_gigabytes_are_stopped() {
    let zip = overlapping(&bomb("0000/Positions.csv", 1 << 20), 9_999);
    assert!(zip.len() < 1 << 20, "{}", zip.len());
    let refused = refusal("x.zip", &zip);
    assert!(
        refused.contains("unpacks to far more") || refused.contains("damaged"),
        "{refused}"
    );
}

#[test]
fn a_file_of_any_size_is_refused_by_its_size_alone() {
    // The command line reads one byte more than this of a file of 300 MB, the pages refuse it before that.
    let big = vec![b'x'; limits::FILE + 1];
    for name in ["export.zip", "Positions.csv", "cv.json"] {
        let refused = refusal(name, &big);
        assert!(refused.contains("is larger than 100 MB"), "{refused}");
    }
}

#[test]
fn an_export_whose_letters_are_of_another_encoding_is_read() {
    let wide = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xff\xfe".iter().copied().chain(units).collect()
    };
    let csv = "School Name,Start Date,End Date,Notes,Degree Name,Activities\r\nÉcole,2009,2012,,Diplôme,\r\n";
    let old: Vec<u8> = csv.chars().map(|it| u8::try_from(it).unwrap()).collect();
    let mixed = csv.replacen("\r\n", "\n", 1);
    for bytes in [csv.as_bytes().to_vec(), wide(csv), old, mixed.into_bytes()] {
        let zip = packed(&[("Education.csv", bytes)]);
        let incoming = read("x.zip", &zip).unwrap();
        assert_eq!(
            windward_formats::describe(&incoming.found[0].content),
            "École, Diplôme, 2009 to 2012"
        );
    }
}

#[test]
fn rows_are_not_counted_for_ever() {
    let heading = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL\n";
    let times = (limits::COUNTED >> 20) + 40;
    let zip = overlapping(&headed_bomb("0000/messages.csv", heading, 1 << 20), times);
    let incoming = read("x.zip", &zip).unwrap();
    assert!(incoming.files.iter().all(|it| it.ignored == 1));
    let counted = incoming.files.len();
    assert!(
        100 < counted && counted <= limits::COUNTED >> 20,
        "{counted}"
    );
}

#[test]
fn an_archive_within_an_export_is_left_alone_and_named() {
    let mut files = export(false, &[]);
    files.push((
        "Media.zip",
        packed(&[("Positions.csv", "Company Name,Title\nAcme,PM\n")]),
    ));
    let incoming = read("x.zip", &packed(&files)).unwrap();
    let left = incoming
        .notices
        .iter()
        .find(|it| it.text.starts_with("Not looked at"));
    assert!(left.unwrap().text.contains("‘Media.zip’"), "{left:?}");
}

#[test]
fn a_preamble_of_any_length_costs_nothing() {
    let csv = format!(
        "{}Title,Company,From\nPM,Acme,2019\n",
        "A note, in a line\n\"\n".repeat(3_000)
    );
    let incoming = read("roles.csv", csv.as_bytes()).unwrap();
    assert_eq!(incoming.found.len(), 1);
    assert_eq!(incoming.found[0].place.line, Some(6_002));
}

#[test]
fn columns_may_move_and_double_and_go_missing() {
    let wanted = read("r.csv", b"Title,Company,From,To\nPM,Acme,2019,2021\n").unwrap();
    for csv in [
        "To,From,Company,Title\n2021,2019,Acme,PM\n",
        "Title,Title,Company,From,To,To\n,PM,Acme,2019,2021,\n",
        "x,Title,y,Company,From,,To\n1,PM,2,Acme,2019,3,2021\n",
        "Title;Company;From;To\r\nPM;Acme;2019;2021\n",
    ] {
        let read = read("r.csv", csv.as_bytes()).unwrap();
        assert_eq!(read.found[0].content, wanted.found[0].content, "{csv}");
    }
    let less = read("r.csv", b"Title,From\nPM,2019\n").unwrap();
    assert_eq!((less.found.len(), less.skipped.len()), (1, 0));
}

#[test]
fn a_europass_is_named_and_says_what_to_do_instead() {
    for xml in [
        "<?xml version='1.0'?><SkillsPassport xmlns='http://europass.cedefop.europa.eu/Europass'/>",
        "<Candidate xmlns='http://www.europass.eu/1.0'/>",
    ] {
        assert!(matches!(
            read("cv.xml", xml.as_bytes()),
            Err(ImportError::Europass { .. })
        ));
    }
}

#[test]
fn no_line_of_pasted_text_is_too_much() {
    assert!(matches!(read_text(" \n"), Err(ImportError::Empty { .. })));
    let long = "x, ".repeat(limits::PASTED);
    let error = read_text(&long).unwrap_err().to_string();
    assert!(
        error.starts_with("‘pasted text’ is larger than 128 kB"),
        "{error}"
    );
    let line = format!("{}\nPM, Acme, 2019", "y, ".repeat(limits::LINE));
    let incoming = read_text(&line).unwrap();
    assert_eq!((incoming.found.len(), incoming.rows), (1, 2));
}

#[test]
fn one_bad_row_never_costs_the_others() {
    let csv = "Title,Company,From,To\nPM,Acme,2019,\nPM,Acme, Inc.,2020,2021\n,,,\n\"Lead,Acme,2021,\nHead,Acme,2023,\n";
    let incoming = read("roles.csv", csv.as_bytes()).unwrap();
    assert_eq!(
        (incoming.found.len(), incoming.skipped.len(), incoming.rows),
        (2, 2, 4)
    );
}

/// Cards that are longer, deeper or more broken than any address book: what is read of them is bounded, and the person
/// beside them comes in.
#[test]
fn a_card_that_means_harm_costs_no_more_than_its_length() {
    const BIG: usize = 4 << 20;
    let long = |what: &str| what.repeat(BIG / what.len());
    let good = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ines Dahl\r\nEND:VCARD\r\n";
    for (case, inside) in [
        ("a line of megabytes", format!("FN:{}\r\n", long("x"))),
        (
            "a line folded at every letter",
            format!("NOTE:{}\r\n", long("x\r\n ")),
        ),
        (
            "soft breaks without end",
            format!("NOTE;ENCODING=QUOTED-PRINTABLE:{}\r\n", long("=41=\r\n")),
        ),
        (
            "parameters without end",
            format!("TEL{}:1\r\n", long(";TYPE=home")),
        ),
        (
            "one parameter with values without end",
            format!("TEL;TYPE={}:1\r\n", long("home,")),
        ),
        (
            "quotes that never close",
            format!("ADR;LABEL=\"{}\r\n", long("a;\"b")),
        ),
        ("ways without end", long("EMAIL:a@example.org\r\n")),
        (
            "tags without end",
            format!("CATEGORIES:{}\r\n", long("a,b,")),
        ),
        ("groups without end", long("a.b.TEL:1\r\n")),
        ("cards within cards", long("AGENT:\r\nBEGIN:VCARD\r\n")),
        (
            "a picture that is none",
            format!("PHOTO;ENCODING=b:{}\r\n", long("////")),
        ),
        ("nothing but backslashes", format!("N:{}\r\n", long("\\"))),
    ] {
        let book =
            format!("{good}BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mallory\r\n{inside}END:VCARD\r\n");
        let incoming = read("people.vcf", book.as_bytes()).unwrap();
        assert!(incoming.found.len() <= limits::PEOPLE, "{case}");
        let people: Vec<&Contact> = incoming
            .found
            .iter()
            .filter_map(|it| Contact::of(&it.content))
            .collect();
        assert_eq!(people[0].name, "Ines Dahl", "{case}");
        for it in people {
            let stored = serde_json::to_string(it).unwrap().len();
            assert!(stored <= 200_000, "{case}: {stored} bytes of one person");
            assert!(
                it.reach.len() <= limits::WAYS && it.tags.len() <= limits::TAGS,
                "{case}"
            );
            assert!(it.name.chars().count() <= limits::WORDS, "{case}");
        }
        assert!(incoming.notices.len() <= limits::NOTICES + 1, "{case}");
    }
}
