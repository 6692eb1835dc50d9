//! What is no role is compared, undone and listed as roles are.

use windward_core::record::Certificate;
use windward_formats::{Choices, past, read};

use crate::{
    again::{PM, by_hand},
    files::{Desk, export, packed, plan_text},
};

/// The certificates of an export, with these rows of `name,authority,from,number`.
fn certificates(rows: &[&str]) -> windward_formats::Incoming {
    let rows = rows.join("\n");
    let csv = format!("Name,Authority,Started On,License Number\n{rows}\n");
    read("Certifications.csv", csv.as_bytes()).unwrap()
}

#[test]
fn every_kind_is_compared_as_roles_are() {
    let mut desk = Desk::default();
    let (_, act) = desk.import(
        certificates(&["Skipper,Guild,Jan 2022,", "Radio,Guild,Jan 2022,"]),
        &Choices::new(),
    );
    // Changed there, the same, and put right at the source, which is no second one.
    let again = || {
        certificates(&[
            "Skipper,Guild,Jan 2022,R-17",
            "Radio Operator,Guild,Jan 2022,",
        ])
    };
    assert_eq!(
        plan_text(&desk.plan(again())),
        [
            "Skipper, Guild, 2022-01: changed number ‘’ → ‘R-17’",
            "Radio Operator, Guild, 2022-01: changed name ‘Radio’ → ‘Radio Operator’"
        ]
    );
    desk.import(again(), &Choices::new());
    assert!(desk.plan(again()).is_settled());
    // Removed by hand stays away, undone comes back.
    let skipper = desk.record.all::<Certificate>().next().unwrap();
    let (id, revises) = (skipper.id, skipper.revision.entry_id);
    desk.withdraw(id, revises);
    assert_eq!(
        plan_text(&desk.plan(again())),
        [
            "Skipper, Guild, 2022-01: removed by hand",
            "Radio Operator, Guild, 2022-01: same"
        ]
    );
    let second = past(&desk.record)[0].act;
    desk.undo(second);
    desk.undo(act);
    assert_eq!(desk.record.all::<Certificate>().count(), 0);
    assert_eq!(
        plan_text(&desk.plan(again())),
        [
            "Skipper, Guild, 2022-01: removed by hand",
            "Radio Operator, Guild, 2022-01: added again"
        ]
    );
}

#[test]
fn one_thing_from_two_sources_is_one_thing() {
    let mut desk = Desk::default();
    desk.import(certificates(&["Skipper,Guild,Jan 2022,"]), &Choices::new());
    let resume = || {
        let json = r#"{"work": [], "certificates": [
            {"name": "skipper", "issuer": "The Guild", "date": "2022-01-05"},
            {"name": "Skipper", "issuer": "Guild", "date": "2022-01-05", "url": "https://example.org"}
        ], "skills": [{"name": "Sailing"}]}"#;
        read("cv.json", json.as_bytes()).unwrap()
    };
    assert_eq!(
        plan_text(&desk.plan(resume())),
        [
            "skipper, The Guild, 2022-01-05: added",
            "Skipper, Guild, 2022-01-05: changed given ‘2022-01’ → ‘2022-01-05’, link ‘’ → ‘https://example.org’",
            "Sailing: added"
        ]
    );
    desk.import(resume(), &Choices::new());
    assert!(desk.plan(resume()).is_settled());
    let skills = read("Skills.csv", b"Name\nsailing\n").unwrap();
    assert_eq!(
        plan_text(&desk.plan(skills)),
        ["sailing: already from json-resume"]
    );
}

#[test]
fn past_imports_are_listed_with_what_they_brought() {
    let mut desk = Desk::default();
    assert_eq!(past(&desk.record), []);
    let (_, first) = desk.import(
        read("x.zip", &packed(&export(true, &[]))).unwrap(),
        &Choices::new(),
    );
    // By hand, which is no import, even of an item that came with one.
    desk.put(by_hand("Sailor", None, "2000"), None);
    desk.edit("Advisor", |role| {
        role.note = Some("Now and then".to_owned());
    });
    let (_, second) =
        desk.import_csv(&["Kestrel Bay,Senior Product Manager,,Mar 2022,Jan 2025", PM]);
    let told = |desk: &Desk| -> Vec<String> {
        let told = past(&desk.record).into_iter().map(|it| {
            let brought: Vec<String> = it
                .brought
                .iter()
                .map(|(of, number)| of.count(*number))
                .collect();
            let undone = if it.undone { ", undone" } else { "" };
            format!(
                "{}: {}; {} changed{undone}",
                it.importer,
                brought.join(", "),
                it.changed
            )
        });
        told.collect()
    };
    let both = [
        "linkedin: 1 role; 1 changed",
        "linkedin: 8 roles, 1 school or degree, 3 certificates, 1 training course, 2 projects, 2 voluntary roles, 1 award, 1 word of praise, 2 listed skills; 0 changed",
    ];
    assert_eq!(told(&desk), both);
    assert_eq!(
        past(&desk.record)
            .iter()
            .map(|it| it.act)
            .collect::<Vec<_>>(),
        [second, first]
    );
    desk.undo(second);
    assert_eq!(told(&desk), [&format!("{}, undone", both[0]), both[1]]);
}
