//! People: address books and tables as programs really write them, what an import makes of those that are here already,
//! and the way out again.

use std::fmt::Write as _;

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};
use windward_core::{
    id::{CountedIds, ItemId, NewIds},
    record::{Act, Contact, Content, Reach, ReachKind},
    views::people::{duplicates, merged},
};
use windward_formats::{
    Choice, Choices, Importer, Incoming, Tone, people::to_csv, read, read_with_people,
    vcard::to_vcard,
};

use crate::files::{Desk, export, fixture, packed, plan_text};

fn contacts(incoming: &Incoming) -> Vec<&Contact> {
    let found = incoming.found.iter();
    found
        .map(|it| match &it.content {
            Content::Contact(it) => it,
            other => panic!("a {}", other.kind()),
        })
        .collect()
}

/// Everything that was read of people, a line each, and what else there is to say.
fn told(incoming: &Incoming) -> String {
    let mut out = String::new();
    for it in contacts(incoming) {
        let mut parts = vec![it.name.clone()];
        let said = [
            ("given", &it.given),
            ("family", &it.family),
            ("additional", &it.additional),
            ("prefix", &it.prefix),
            ("suffix", &it.suffix),
            ("nickname", &it.nickname),
            ("at", &it.organisation),
            ("as", &it.title),
            ("born", &it.birthday),
        ];
        let said = said
            .into_iter()
            .filter_map(|(name, it)| Some((name, it.as_ref()?)));
        parts.extend(said.map(|(name, it)| format!("{name} {it}")));
        for way in &it.reach {
            let label = way.label.as_deref().unwrap_or("-");
            parts.push(format!("{} {label} {}", way.kind.word(), way.value));
        }
        parts.extend(it.tags.iter().map(|it| format!("#{it}")));
        parts.extend(it.connected_on.map(|it| format!("since {it}")));
        parts.extend(it.notes.iter().map(|it| format!("note {it:?}")));
        writeln!(out, "{}", parts.join(" | ")).unwrap();
    }
    for it in &incoming.skipped {
        writeln!(out, "skipped {}: {}: {}", it.place, it.what, it.reason).unwrap();
    }
    for it in &incoming.notices {
        let place = it
            .place
            .as_ref()
            .map(|it| format!("{it}: "))
            .unwrap_or_default();
        writeln!(out, "{:?} {place}{}", it.tone, it.text).unwrap();
    }
    out
}

pub(crate) fn card(text: &str) -> Incoming {
    read("book.vcf", text.replace('\n', "\r\n").as_bytes()).unwrap()
}

#[test]
fn outlook_writes_version_2_with_soft_breaks_and_bare_parameters() {
    // Windows-1252 where it says so, UTF-8 where a phone forgets to, and an encoding without a name before it.
    let text = "BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=de;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Dr.
FN;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:J=F6rg M=FCller
ORG:Acme, Inc.;R&D
TITLE:Head; of Product
TEL;WORK;VOICE:+49 30 1234567
TEL;CELL;VOICE:+49 170 1234567
ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Weg 1=0D=0A=
Hinterhaus;Berlin;;10115;Germany
NOTE;QUOTED-PRINTABLE:Zeile eins=0D=0A=
Zeile zwei =C3=BCber Karten
EMAIL;PREF;INTERNET:joerg@example.org
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQEAYABgAAD/4QAiRXhpZgAA
 TU0AKgAAAAgAAQESAAMAAAAB

REV:20200101T000000Z
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2=D0=B0;=D0=90=
=D0=BD=D0=BD=D0=B0
AGENT:
BEGIN:VCARD
VERSION:2.1
N:Inner;Ina
END:VCARD
TEL;HOME:0170 7654321
END:VCARD
";
    insta::assert_snapshot!(told(&card(text)));
}

#[test]
fn apple_and_google_write_version_3_with_groups_and_labels() {
    let text = "BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iOS 17//EN
N:Dahl;Ines;Maria;;MBA
FN:Ines Dahl
NICKNAME:Inge
ORG:Fjord Rail\\, AS;
item1.EMAIL;type=INTERNET:ines@home.example
item1.X-ABLabel:_$!<School>!$_
EMAIL;type=INTERNET;type=WORK;type=pref:ines@fjord.example
TEL;type=CELL;type=VOICE;type=pref:tel:+4755123456
item2.URL;type=pref:http\\://example.org/ines
X-SOCIALPROFILE;type=linkedin;x-user=ines:http://www.linkedin.com/in/ines
IMPP;X-SERVICE-TYPE=Skype;type=HOME:skype:ines.dahl
BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12
NOTE:One\\ntwo\\, three\\; and a fol
 ded word
CATEGORIES:rail,a\\,b,myContacts
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Book club
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1
END:VCARD
";
    insta::assert_snapshot!(told(&card(text)));
}

#[test]
fn cards_that_are_broken_cost_nobody_but_themselves() {
    let text = "BEGIN:VCARD
VERSION:4.0
FN;PREF=1:Zoë
BDAY:--0412
TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555-0100-200;ext=1
BEGIN:VCARD
VERSION:3.0
FN:No end before
NOTE:a phone breaks
its notes
as they are
END:VCARD
BEGIN:VCARD
VERSION:3.0
REV:1
END:VCARD
BEGIN:VCARD
VERSION:3.0
EMAIL:only@example.org
BDAY:soon
END:VCARD
BEGIN:VCARD
FN:Cut sh";
    insta::assert_snapshot!(told(&card(text)));
}

#[test]
fn tables_of_google_and_outlook_are_read_by_their_headings() {
    let google = "First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Formatted,Address 1 - Street,Address 1 - City\nInes,,Dahl,Fjord Rail,CPO,1980-04-12,Likes maps,* myContacts ::: rail,* Work,ines@fjord.example ::: i@fjord.example,,,Mobile,+47 55 12 34 56,\"Kaia 1\n5003 Bergen\",Kaia 1,Bergen\n,,,,,,,,,,,,,,,,\n,,,,,,,,,solo@example.org,,,,,,,\n";
    let incoming = read("contacts.csv", google.as_bytes()).unwrap();
    assert_eq!(incoming.importer, Importer::Contacts);
    insta::assert_snapshot!(told(&incoming));
    let outlook = "\u{feff}Title,First Name,Last Name,Company,Department,Job Title,Business Street,Business City,Business Postal Code,Business Phone,Mobile Phone,Business Fax,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Birthday,Categories,Web Page\r\nDr.,Jörg,Müller,Acme,R&D,Head of Product,Weg 1,Berlin,10115,+49 30 1234567,+49 170 1234567,+49 30 9,joerg@example.org,SMTP,Jörg (joerg@example.org),jm@example.org,0/0/00,rail;press,https://example.org\r\n";
    let incoming = read("contacts.csv", outlook.as_bytes()).unwrap();
    insta::assert_snapshot!(told(&incoming));
    // A table of roles is none, nor is one of evidence.
    let roles = read("roles.csv", b"Title,Company,From,To\nPM,Acme,2019,\n").unwrap();
    assert_eq!(roles.importer, Importer::Table);
}

#[test]
fn connections_come_in_with_every_missing_row_explained() {
    let incoming = read("Connections.csv", &fixture("linkedin/full/Connections.csv")).unwrap();
    insta::assert_snapshot!(told(&incoming));
    // In an archive they are counted, until people are asked for.
    let zip = packed(&export(true, &[]));
    let counted = read("x.zip", &zip).unwrap();
    assert!(
        counted
            .found
            .iter()
            .all(|it| it.content.kind() != "contact")
    );
    let whole = read_with_people("x.zip", &zip).unwrap();
    let people = whole.only_people();
    assert_eq!(
        (people.found.len(), people.skipped.len(), people.rows),
        (3, 1, 4)
    );
    assert_eq!(contacts(&people), contacts(&incoming));
}

/// A record with what LinkedIn says, an address book read after it.
fn second(book: &str) -> (Desk, Vec<String>) {
    let mut desk = Desk::default();
    let table = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nInes,Dahl,https://www.linkedin.com/in/ines,,Fjord Rail,CPO,04 Jul 2023\nTom,Okafor,https://www.linkedin.com/in/tom,,Acme,Designer,12 May 2022\n";
    desk.import(
        read("Connections.csv", table.as_bytes()).unwrap(),
        &Choices::new(),
    );
    let (plan, _) = desk.import(card(book), &Choices::new());
    (desk, plan_text(&plan))
}

const BOOK: &str = "BEGIN:VCARD
VERSION:3.0
FN:Ines Dahl
ORG:Fjord Rail AS
TITLE:Chief Product Officer
EMAIL:ines@fjord.example
NOTE:Likes maps
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Mum
TEL:+47 55 12 34 56
END:VCARD
";

#[test]
fn who_is_here_from_another_source_gains_what_was_missing_and_stays_one() {
    let (mut desk, plan) = second(BOOK);
    insta::assert_snapshot!(plan.join("\n"));
    assert_eq!(desk.record.all::<Contact>().count(), 3);
    let ines = desk.record.all::<Contact>().next().unwrap();
    assert_eq!(
        ines.it.title.as_deref(),
        Some("CPO"),
        "what stands is not overwritten"
    );
    assert_eq!(ines.it.reach.len(), 2);
    // Both files again change nothing.
    assert!(desk.plan(card(BOOK)).is_settled());
    // A row may stand beside who it looks like instead.
    desk = Desk::default();
    desk.import(card(BOOK), &Choices::new());
    let table =
        "First Name,Last Name,Email Address,Phone\nI.,Dahl,INES@fjord.example,+1 555 0100200\n";
    let incoming = read("people.csv", table.as_bytes()).unwrap();
    desk.import(incoming, &Choices::from([(0, Choice::Both)]));
    assert_eq!(desk.record.all::<Contact>().count(), 3);
}

#[test]
fn a_new_job_in_the_file_is_a_change_and_ways_are_added() {
    let (mut desk, _) = second("BEGIN:VCARD\nFN:X\nEND:VCARD\n");
    let table = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nInes,Dahl,https://www.linkedin.com/in/ines,i@x.example,Nordlys,CEO,04 Jul 2023\n";
    let (plan, act) = desk.import(
        read("Connections.csv", table.as_bytes()).unwrap(),
        &Choices::new(),
    );
    insta::assert_snapshot!(plan_text(&plan).join("\n"));
    let gone = plan
        .notices
        .iter()
        .find(|it| it.text.contains("no longer in the file"));
    assert!(gone.unwrap().text.starts_with("1 person came"));
    desk.undo(act);
    let ines = desk.record.all::<Contact>().next().unwrap();
    assert_eq!(ines.it.organisation.as_deref(), Some("Fjord Rail"));
}

#[test]
fn two_who_were_merged_stay_one_when_their_files_come_again() {
    let mut desk = Desk::default();
    let table = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nInes,Dahl,https://www.linkedin.com/in/ines,,Fjord Rail,CPO,04 Jul 2023\nI.,Dahl,https://www.linkedin.com/in/ines-2,,Acme,,\nInes,Dahl,https://www.linkedin.com/in/ines-3,,Fjord Rail,,\n";
    let incoming = read("Connections.csv", table.as_bytes()).unwrap();
    desk.import(incoming.clone(), &Choices::new());
    let entries = {
        let groups = duplicates(&desk.record);
        let (keep, others) = groups[0].people.split_first().unwrap();
        let mut act = Act::new(&mut desk.ids, Timestamp::UNIX_EPOCH);
        act.revise(*keep, merged(*keep, others));
        for other in others {
            act.withdraw(other.id, other.revision.entry_id);
        }
        act.into_entries()
    };
    desk.append(entries);
    assert_eq!(desk.record.all::<Contact>().count(), 2);
    let again = desk.plan(incoming);
    assert!(again.is_settled());
    assert_eq!(again.counts().removed, 0);
    // What is new about the one that is gone is new about who it went into.
    let later = table.replace(
        "Ines,Dahl,https://www.linkedin.com/in/ines-3,,",
        "Ines,Dahl,https://www.linkedin.com/in/ines-3,i3@fjord.example,",
    );
    let alone = later.replace(
        "Ines,Dahl,https://www.linkedin.com/in/ines,,Fjord Rail,CPO,04 Jul 2023\n",
        "",
    );
    desk.import(
        read("Connections.csv", alone.as_bytes()).unwrap(),
        &Choices::new(),
    );
    let emails = desk
        .record
        .all::<Contact>()
        .filter_map(|of| of.it.email().map(str::to_owned));
    assert_eq!(emails.collect::<Vec<_>>(), ["i3@fjord.example"]);
    assert_eq!(desk.record.all::<Contact>().count(), 2);
}

/// Somebody with something odd in every field.
fn odd() -> Contact {
    let way = |kind, value: &str, label: Option<&str>| Reach {
        label: label.map(str::to_owned),
        ..Reach::new(kind, value)
    };
    Contact {
        given: Some("=cmd|' /C calc'!A0".to_owned()),
        family: Some("Dahl; Berg, x".to_owned()),
        nickname: Some("\\n".to_owned()),
        organisation: Some("Fjord; Rail, AS".to_owned()),
        title: Some("@SUM(A1)".to_owned()),
        reach: vec![
            way(ReachKind::Email, "ines@fjord.example", Some("work")),
            way(ReachKind::Phone, "+47 55 12 34 56", Some("mobile")),
            way(
                ReachKind::Url,
                "https://example.org/a,b;c?d=1",
                Some("the old one"),
            ),
            way(ReachKind::Address, "Kaia 1, 5003 Bergen; Norway", None),
            Reach {
                parts: ["", "", "Kaia 2; b", "Bergen", "", "5003", "Norway"]
                    .map(str::to_owned)
                    .to_vec(),
                ..way(
                    ReachKind::Address,
                    "Kaia 2; b, 5003 Bergen, Norway",
                    Some("home"),
                )
            },
            way(ReachKind::Handle, "@ines@example.social", Some("mastodon")),
        ],
        tags: vec!["a, b".to_owned(), "rail".to_owned()],
        notes: Some("One\ntwo\r\n\"three\"".to_owned()),
        how_known: Some("Met in Oslo; at the pier".to_owned()),
        birthday: Some("--04-12".to_owned()),
        ..Contact::named(format!("Inés {} Dahl", "æøå 漢字 ".repeat(20)))
    }
}

fn item() -> ItemId {
    CountedIds::default().item()
}

#[test]
fn an_address_book_written_out_comes_back_as_it_was() {
    let it = odd();
    let text = to_vcard(&[(item(), &it)], true);
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert!(text.split("\r\n").all(|line| !line.contains(['\r', '\n'])));
    let back = read("book.vcf", text.as_bytes()).unwrap();
    let mut back = contacts(&back)[0].clone();
    let mut wanted = it.clone();
    // One kind of line end, one space, and the name as a line.
    wanted.notes = Some("One\ntwo\n\"three\"".to_owned());
    wanted.name = wanted.name.replace("  ", " ");
    back.name = back.name.trim().to_owned();
    assert_eq!(back, wanted);
    let without = to_vcard(&[(item(), &it)], false);
    assert!(!without.contains("NOTE") && !without.contains("pier"));
    assert!(text.contains(";Kaia 2\\; b;Bergen;;5003;Norway"), "{text}");
}

#[test]
fn another_reader_understands_what_is_written() {
    use calcard::vcard::{VCard, VCardProperty, VCardValue};
    let text = to_vcard(&[(item(), &odd())], true);
    let card = VCard::parse(&text).unwrap();
    let first = |name: &VCardProperty| -> Vec<String> {
        let entry = card.entries.iter().find(|it| it.name == *name).unwrap();
        let texts = entry.values.iter().map(|it| match it {
            VCardValue::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        });
        texts.collect()
    };
    assert_eq!(first(&VCardProperty::Version), ["4.0"]);
    assert_eq!(first(&VCardProperty::Fn), [odd().name]);
    assert_eq!(first(&VCardProperty::N)[0], "Dahl; Berg, x");
    assert_eq!(first(&VCardProperty::Org), ["Fjord; Rail, AS"]);
    assert_eq!(first(&VCardProperty::Note), ["One\ntwo\n\"three\""]);
    assert_eq!(first(&VCardProperty::Categories), ["a, b", "rail"]);
    assert_eq!(
        first(&VCardProperty::Url),
        ["https://example.org/a,b;c?d=1"]
    );
}

#[test]
fn nothing_said_of_somebody_begins_a_property_or_a_formula() {
    for danger in [
        "x\r\nEMAIL:evil@example.org",
        "x\nEND:VCARD",
        "x\rBEGIN:VCARD",
        "x\u{85}y",
    ] {
        let it = Contact {
            organisation: Some(danger.to_owned()),
            reach: vec![Reach {
                label: Some(danger.to_owned()),
                ..Reach::new(ReachKind::Url, danger)
            }],
            notes: Some(danger.to_owned()),
            tags: vec![danger.to_owned()],
            ..Contact::named(danger)
        };
        let text = to_vcard(&[(item(), &it)], true);
        let begins = |line: &&str| line.starts_with("EMAIL") || line.starts_with("BEGIN");
        assert_eq!(text.split("\r\n").filter(begins).count(), 1, "{text}");
        let back = read("x.vcf", text.as_bytes()).unwrap();
        assert_eq!(back.found.len(), 1);
        assert_eq!(contacts(&back)[0].email(), None);
    }
    for danger in ["=1+1", "+47 1", "-1", "@x", "\t=1", "'=1"] {
        let it = Contact {
            reach: vec![Reach::new(ReachKind::Phone, danger)],
            ..Contact::named(danger)
        };
        let text = to_csv(&[&it], true);
        let row = text.lines().nth(1).unwrap();
        assert!(row.starts_with('\''), "{row}");
    }
}

#[test]
fn a_table_written_out_comes_back_as_it_was() {
    let mut it = odd();
    it.name = "Inés Dahl".to_owned();
    it.tags = vec!["rail".to_owned(), "press".to_owned()];
    it.how_known = Some("From the fares project".to_owned());
    for value in ["b@x.example", "c@x.example", "d@x.example"] {
        it.reach.push(Reach::new(ReachKind::Email, value));
    }
    let back = read("people.csv", to_csv(&[&it], true).as_bytes()).unwrap();
    let back = contacts(&back)[0];
    let mut wanted = it.clone();
    wanted.notes = Some("One\ntwo\n\"three\"".to_owned());
    let ways = |it: &Contact| {
        let mut ways: Vec<_> = it
            .reach
            .iter()
            .map(|it| (it.kind, it.value.clone()))
            .collect();
        ways.sort();
        ways
    };
    assert_eq!(ways(back), ways(&wanted));
    wanted.reach.clone_from(&back.reach);
    assert_eq!(*back, wanted);
}

/// Cells that repeat, so that people share what tells them apart.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("Ines".to_owned()),
        Just("ines@example.org".to_owned()),
        Just("https://www.linkedin.com/in/ines".to_owned()),
        Just("04 Jul 2023".to_owned()),
        Just("+47 55 12 34 56".to_owned()),
        "[^,\"\n\r]{0,12}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("BEGIN:VCARD".to_owned()),
        Just("END:VCARD".to_owned()),
        Just("AGENT:".to_owned()),
        Just("FN:Ines".to_owned()),
        Just("N;ENCODING=QUOTED-PRINTABLE:M=FC=".to_owned()),
        Just(" folded".to_owned()),
        Just("PHOTO;ENCODING=b:AAAA".to_owned()),
        Just("TEL;TYPE=\"a:b;c\":+1".to_owned()),
        Just(String::new()),
        "[A-Z.;:=\\\\ é\"]{0,20}",
        "\\PC{0,20}",
    ]
}

proptest! {
    #[test]
    fn no_address_book_breaks_it_and_a_second_import_changes_nothing(lines in vec(line(), 0..40)) {
        let text = format!("BEGIN:VCARD\n{}", lines.join("\n"));
        if let Ok(incoming) = read("x.vcf", text.as_bytes()) {
            prop_assert_eq!(incoming.rows, incoming.found.len() + incoming.skipped.len());
            let mut desk = Desk::default();
            desk.import(incoming.clone(), &Choices::new());
            let again = desk.plan(incoming.clone());
            prop_assert!(again.is_settled());
            prop_assert_eq!(again.counts().same, incoming.found.len());
        }
    }

    #[test]
    fn no_table_of_people_breaks_it_and_a_second_import_changes_nothing(
        (name, headings) in prop_oneof![
            Just(("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On")),
            Just(("people.csv", "Name,E-mail 1 - Label,E-mail 1 - Value,Phone,Birthday,Labels,Address 1 - City")),
        ],
        rows in vec(vec(cell(), 0..8), 0..12),
    ) {
        let rows = rows.iter().map(|row| row.join(","));
        let text = format!("{headings}\n{}\n", rows.collect::<Vec<_>>().join("\n"));
        // Letters that no text has are refused as a whole.
        let Ok(incoming) = read(name, text.as_bytes()) else { return Ok(()) };
        prop_assert_eq!(incoming.rows, incoming.found.len() + incoming.skipped.len());
        let mut desk = Desk::default();
        desk.import(incoming.clone(), &Choices::new());
        let again = desk.plan(incoming.clone());
        prop_assert!(again.is_settled(), "{:?}", again.counts());
        prop_assert_eq!(again.counts().same, incoming.found.len());
    }

    #[test]
    fn whoever_is_written_out_comes_back(
        name in "\\PC{1,30}", family in "\\PC{0,30}", note in "[\\PC\n]{0,60}", tag in "[a-z,;]{1,9}",
    ) {
        prop_assume!(!name.trim().is_empty());
        let text = |it: &str| (!it.trim().is_empty()).then(|| it.trim().to_owned());
        let it = Contact {
            family: text(&family),
            notes: text(&note),
            tags: vec![tag],
            ..Contact::named(name)
        };
        let book = to_vcard(&[(item(), &it)], true);
        let first = read("x.vcf", book.as_bytes()).unwrap();
        // What reading makes of it once is what it makes of it always.
        if let [one] = contacts(&first)[..] {
            let again = to_vcard(&[(item(), one)], true);
            let second = read("x.vcf", again.as_bytes()).unwrap();
            prop_assert_eq!(contacts(&second)[0], one);
        }
    }
}

#[test]
fn what_is_odd_in_a_table_is_said() {
    let text = "Name,E-mail,Birthday\nIda,i@x.example,12.4.1980\n";
    let incoming = read("x.csv", text.as_bytes()).unwrap();
    assert_eq!(incoming.notices[0].tone, Tone::Look);
    assert!(incoming.notices[0].text.contains("1980-04-12"));
}
