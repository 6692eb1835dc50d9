//! Brag documents: what comes in, again, and back.

use windward_core::{
    framework::{ExpectationId, Framework, FrameworkHash, PRODUCT, Proficiency, SkillId},
    record::{Evidence, Figure, Shown},
};
use windward_formats::{Choices, Incoming, Verdict, brag, read, read_brag, read_text};

use crate::files::{Desk, plan_text};

const DOCUMENT: &str = "\
# My brag document

Notes to myself.

## 2026

### October

- **Shipped** annual pricing, see [the plan](https://example.org/plan)
  - Impact: renewals up
    in the pilot
  - Metric: Renewals: 71 to 77 of 100
  - my role: found it in the tickets
  - Seen by: Tom Okafor, Ines Duarte
  - Skills: Execution
* [x] Answered the auditors (2026-10-02)
  It took two days.

### Q2

1. Ran the summit
   - Confidential: yes

## Ideas

- Learn to sail
";

fn evidence(incoming: &Incoming) -> Vec<Evidence> {
    let found = incoming.found.iter();
    let found = found.filter(|it| it.content.kind() == "evidence");
    let found = found.map(|it| it.content.fields());
    found
        .map(|fields| serde_json::from_value(fields.into()).unwrap())
        .collect()
}

#[test]
fn headings_are_periods_bullets_are_evidence_and_what_is_below_says_more() {
    let incoming = read("brag.md", DOCUMENT.as_bytes()).unwrap();
    let found = evidence(&incoming);
    let whats: Vec<&str> = found.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(
        whats,
        [
            "Shipped annual pricing, see the plan",
            "Answered the auditors It took two days.",
            "Ran the summit"
        ]
    );
    let first = &found[0];
    assert_eq!(first.on.to_string(), "2026-10");
    assert_eq!(first.so_what.as_deref(), Some("renewals up in the pilot"));
    assert_eq!(
        first.figure.as_ref().unwrap().to_string(),
        "Renewals: 71 to 77 of 100"
    );
    assert_eq!(first.my_part.as_deref(), Some("found it in the tickets"));
    assert_eq!(first.witnesses, ["Tom Okafor", "Ines Duarte"]);
    assert_eq!(first.links, ["https://example.org/plan"]);
    assert_eq!(found[2].on.to_string(), "2026-04");
    assert_eq!(found[2].to.unwrap().to_string(), "2026-06");
    assert!(found[2].confidential);
    assert_eq!(incoming.skipped.len(), 1, "{:?}", incoming.skipped);
    assert!(
        incoming.skipped[0].reason.contains("Nothing says when"),
        "{}",
        incoming.skipped[0].reason
    );
    let notices: Vec<&str> = incoming.notices.iter().map(|it| it.text.as_str()).collect();
    assert!(
        notices
            .iter()
            .any(|it| it.starts_with("1 line stands outside")),
        "{notices:?}"
    );
    assert!(
        notices.iter().any(|it| it.starts_with("Skills and duties")),
        "{notices:?}"
    );
}

#[test]
fn a_table_of_wins_is_read_by_its_headings() {
    let table = "Date;Win;Impact;With\n2026-10-08;Shipped pricing;Renewals up;Tom; \nsoon;Nothing;;\n2026;;x;\n";
    let incoming = read("wins.csv", table.as_bytes()).unwrap();
    let found = evidence(&incoming);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].so_what.as_deref(), Some("Renewals up"));
    let reasons: Vec<&str> = incoming
        .skipped
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "‘soon’ is no date; write a year, a month or a day.",
            "It does not say what was done."
        ]
    );
    assert_eq!(
        evidence(&read_text(DOCUMENT).unwrap()).len(),
        3,
        "pasted as well"
    );
    assert_eq!(
        evidence(&read_text("Senior PM, Acme, 2019 to now").unwrap_or_else(|it| panic!("{it}")))
            .len(),
        0
    );
}

#[test]
fn the_same_file_twice_changes_nothing_and_what_was_added_by_hand_stays() {
    let mut desk = Desk::default();
    desk.import(
        read("brag.md", DOCUMENT.as_bytes()).unwrap(),
        &Choices::new(),
    );
    assert_eq!(desk.record.all::<Evidence>().count(), 3);
    let again = desk.plan(read("brag.md", DOCUMENT.as_bytes()).unwrap());
    assert!(again.is_settled(), "{:?}", plan_text(&again));
    let changed = DOCUMENT.replace("renewals up", "renewals far up");
    let plan = desk.plan(read("brag.md", changed.as_bytes()).unwrap());
    assert_eq!(plan.counts().changed, 1, "{:?}", plan_text(&plan));
    let more = DOCUMENT
        .replace("71 to 77", "71 to 78")
        .replace("Ines Duarte", "Wei Chen");
    let plan = desk.plan(read("brag.md", more.as_bytes()).unwrap());
    let Verdict::Changed { fields, .. } = &plan.lines[0].verdict else {
        panic!("{:?}", plan_text(&plan))
    };
    let told: Vec<_> = fields
        .iter()
        .map(|it| (it.label, it.theirs_text()))
        .collect();
    assert_eq!(
        told,
        [
            ("in figures", "Renewals: 71 to 78 of 100".to_owned()),
            ("who saw it", "Tom Okafor, Wei Chen".to_owned()),
        ]
    );
}

fn full() -> Evidence {
    Evidence {
        so_what: Some("=Renewals rose;\nby six points".to_owned()),
        figure: Some(Figure {
            what: Some("Renewals".to_owned()),
            from: Some("-71".to_owned()),
            to: Some("77".to_owned()),
            unit: Some("of 100".to_owned()),
            ..Figure::default()
        }),
        my_part: Some("'Found it' in the \"tickets\"".to_owned()),
        to: Some("2026-10-08".parse().unwrap()),
        skills: vec![Shown {
            skill: SkillId::new("execution"),
            proficiency: Proficiency::new(4).unwrap(),
        }],
        responsibilities: vec![ExpectationId::new("senior-mentor")],
        witnesses: vec!["Tom Okafor".to_owned(), "Ines Duarte".to_owned()],
        links: vec!["https://example.org/plan".to_owned()],
        confidential: true,
        ..Evidence::line(
            "+Shipped, at last",
            "2026-08".parse().unwrap(),
            FrameworkHash::of(PRODUCT),
        )
    }
}

#[test]
fn what_goes_out_as_a_table_comes_back_whole() {
    let (full, bare) = (
        full(),
        Evidence::line(
            "Answered",
            "2026".parse().unwrap(),
            FrameworkHash::of(PRODUCT),
        ),
    );
    let table = brag::to_csv(&[&full, &bare]);
    assert_eq!(
        evidence(&read("evidence.csv", table.as_bytes()).unwrap()),
        [full, bare]
    );
}

#[test]
fn what_goes_out_as_a_document_comes_back_but_for_what_only_a_ladder_names() {
    let full = full();
    let framework = Framework::parse(PRODUCT).unwrap();
    let text = brag::to_markdown(&framework, &[&full]);
    let back = evidence(&read_brag("x", text.as_bytes()).unwrap());
    let expected = Evidence {
        // A bullet is one line, and the skills are called otherwise elsewhere.
        so_what: Some("=Renewals rose; by six points".to_owned()),
        skills: Vec::new(),
        responsibilities: Vec::new(),
        ..full
    };
    assert_eq!(back, [expected]);
}

#[test]
fn hostile_documents_are_bounded_and_never_panic() {
    let deep = (0..2_000)
        .map(|at| format!("{}- x\n", " ".repeat(at)))
        .collect::<Vec<_>>()
        .concat();
    let long = format!("# 2026\n- {}\n", "[".repeat(200_000));
    let many = format!("# 2026\n{}", "- x\n".repeat(20_000));
    for text in [
        deep.as_str(),
        &long,
        "# 2026\n- \n-\n#\n",
        "# 9999\n- x (((((\n- (2026-13-40)\n",
    ] {
        assert!(
            read_brag("x.md", text.as_bytes()).is_ok(),
            "{:?}",
            &text[..20]
        );
    }
    assert!(
        read_brag("x.md", many.as_bytes()).is_err(),
        "more rows than a career has"
    );
}
