//! The size of a long career's export. Figures are for the eye: `cargo test --release -- --ignored --nocapture speed`.

use std::{fmt::Write as _, time::Instant};

use windward_formats::{Choices, read};

use crate::files::{Desk, packed};

#[test]
#[ignore = "prints figures, asserts no times"]
fn a_large_archive() {
    let mut positions =
        "Company Name,Title,Description,Location,Started On,Finished On\n".to_owned();
    for it in 0..100 {
        let year = 1970 + it / 2;
        writeln!(
            positions,
            "Firm {it},Product Manager,Did this and that.,Here,Jan {year},Dec {year}"
        )
        .unwrap();
    }
    let mut connections =
        "Notes:\n\"x\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            .to_owned();
    for it in 0..30_000 {
        let name = format!(
            "Person {it},Family {it},https://www.linkedin.com/in/person-{it}-{:x}",
            it * 7919
        );
        writeln!(
            connections,
            "{name},,\"Company {it}, Inc.\",Engineer,04 Jul 2023"
        )
        .unwrap();
    }
    let mut messages = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n".to_owned();
    for it in 0..20_000 {
        let text = "Shall we talk about the plan on Thursday? ".repeat(10);
        writeln!(
            messages,
            "2-{it},,Person {it},https://x,Me,2023-06-11 15:33:58 UTC,,\"{text}{it}\",INBOX"
        )
        .unwrap();
    }
    let zip = packed(&[
        ("Positions.csv", positions),
        ("Connections.csv", connections),
        ("messages.csv", messages),
    ]);
    let mut desk = Desk::default();
    let start = Instant::now();
    let incoming = read("x.zip", &zip).unwrap();
    let read_in = start.elapsed();
    let (plan, _) = desk.import(incoming.clone(), &Choices::new());
    let applied_in = start.elapsed();
    let again = desk.plan(incoming);
    println!(
        "{} kB: read {read_in:?}, planned and applied {applied_in:?}, planned again {:?}; {:?} {:?}",
        zip.len() >> 10,
        start.elapsed(),
        plan.counts(),
        plan.connections,
    );
    assert!(again.is_settled());
}
