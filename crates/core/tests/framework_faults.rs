//! Every fault an author can make is said, all at once, with its place.

use windward_core::framework::{Framework, PRODUCT, Position};

/// A small ladder without a fault: two rungs, one skill, one play.
const GOOD: &str = r#"format = 1
id = "small"
version = "1"
name = "Small"
summary = "Two rungs."
proficiencies = ["a", "b", "c", "d", "e"]

[[sources]]
title = "T"
by = "B"
note = "N"

[[phases]]
id = "one"
name = "One"
about = "First."
core = ["Begin"]

[[groups]]
id = "craft"
name = "Craft"

[[skills]]
id = "rowing"
group = "craft"
name = "Rowing"
about = "Moving a boat."
anchors = ["1", "2", "3", "4", "5"]

[[rungs]]
id = "deckhand"
name = "Deckhand"
short = "Deckhand"
aliases = ["Hand"]
track = "shared"
phase = "one"
years = { from = 0, to = 2, of = "sailing" }
about = "Begins."
background = "None."

[[rungs.responsibilities]]
id = "deckhand-row"
text = "Row"
skills = ["rowing"]

[[rungs.asks]]
id = "deckhand-rowing"
skill = "rowing"
proficiency = 3
text = "Rows"

[[rungs]]
id = "mate"
name = "Mate"
short = "Mate"
track = "shared"
phase = "one"
years = { from = 2, of = "sailing" }
about = "Goes on."
background = "Deckhand."
hands_on = ["deckhand-row"]
responsibilities = []

[[rungs.asks]]
id = "mate-rowing"
skill = "rowing"
proficiency = 4
text = "Rows further"

[[moves]]
from = "deckhand"
to = "mate"
kind = "up"
about = "More of it."

[[plays]]
id = "row-more"
name = "Row more"
about = "It helps."
kind = "learn"
works_on = [{ skill = "rowing", up_to = 4 }]
setting = "outside"
hours_a_week = 1
weeks = 2
leaves = "A log"
first_step = "Find a boat"

[[plays]]
id = "row-again"
name = "Row again"
about = "It helps more."
kind = "learn"
works_on = [{ skill = "rowing", up_to = 5 }]
setting = "outside"
hours_a_week = 1
weeks = 2
leaves = "A log"
first_step = "Find the boat"
after = ["row-more"]
"#;

/// The faults of the good ladder with one text replaced, each as `line:column message (help)`.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    match Framework::parse(&text) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.to_string().lines().map(str::to_owned).collect(),
    }
}

#[test]
fn the_good_one_has_none() {
    Framework::parse(GOOD).unwrap();
}

#[test]
fn the_example_in_the_docs_has_none() {
    let page = include_str!("../../../docs/reference/framework-file.md");
    let block = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    Framework::parse(block.expect("an example")).unwrap_or_else(|faults| panic!("{faults}"));
}

/// A text of the good ladder, what to put in its place, and what is said of it; nothing where it is no fault.
const MISTAKES: &[(&str, &str, &[&str])] = &[
    (
        "after = [\"row-more\"]\n",
        "after = [\"row-more\"]\n\n[[plateau]]\nsign = \"falling\"\nthreshold = 50\nmonths = 18\nleast = 6\nbasis = \"study\"\nwhy = \"W\"\n",
        &[],
    ),
    (
        "after = [\"row-more\"]\n",
        "after = [\"row-more\"]\n\n[[plateau]]\nsign = \"falling\"\nthreshold = 50\nleast = 5\nbasis = \"judgement\"\nwhy = \"W\"\n\n[[plateau]]\nsign = \"falling\"\nthreshold = 0\nleast = 6\nbasis = \"rumour\"\nwhy = \"W\"\n",
        &[
            "no trend is claimed on 5 check-ins (at least 6)",
            "the sign ‘falling’ has a rule already",
            "‘threshold’ of a sign of ‘plateau’ is 0",
            "‘rumour’ is no ‘basis’ (one of judgement, study)",
        ],
    ),
    (
        "after = [\"row-more\"]\n",
        "after = [\"row-more\"]\n\n[[plateau]]\nsign = \"nothing-new\"\nthreshold = 12\nmonths = 12\nleast = 4\nbasis = \"judgement\"\nwhy = \"W\"\n",
        &["the sign ‘nothing-new’ takes no ‘months’ (remove it)"],
    ),
    (
        "name = \"Rowing\"",
        "nmae = \"Rowing\"",
        &[
            "23:1: a skill ‘rowing’ has no ‘name’",
            "26:1: a skill ‘rowing’ knows no ‘nmae’ (did you mean ‘name’?)",
        ],
    ),
    (
        "id = \"mate\"\n",
        "id = \"deckhand\"\n",
        &["two rungs have the id ‘deckhand’"],
    ),
    (
        "id = \"mate-rowing\"",
        "id = \"deckhand-rowing\"",
        &["two expectations have the id ‘deckhand-rowing’"],
    ),
    (
        "skills = [\"rowing\"]",
        "skills = [\"rwoing\"]",
        &["there is no skill ‘rwoing’ (did you mean ‘rowing’?)"],
    ),
    (
        "skill = \"rowing\"\nproficiency = 4",
        "skill = \"rowing\"\nproficiency = 6",
        &["‘proficiency’ of an ask ‘mate-rowing’ is 6; it goes from 1 to 5"],
    ),
    (
        "proficiency = 4",
        "proficiency = 2",
        &[
            "‘rowing’ falls from 3 on ‘deckhand’ to 2 on ‘mate’ (raise it, or mark it ‘handed_on = true’)",
        ],
    ),
    (
        "to = \"mate\"",
        "to = \"captain\"",
        &["there is no rung ‘captain’"],
    ),
    (
        "first_step = \"Find a boat\"",
        "first_step = \"Find a boat\"\nafter = [\"row-again\"]",
        &[
            "the play ‘row-more’ must come after itself",
            "the play ‘row-again’ must come after itself",
        ],
    ),
    (
        "to = 2, of",
        "to = 0, of",
        &["years contradict: from 0 to 0 is no span"],
    ),
    ("from = 2, of", "from = 0, of", &[]),
    (
        "from = 0, to = 2, of",
        "from = 5, to = 6, of",
        &["years contradict: ‘deckhand’ begins at 5, but leads up to ‘mate’, which begins at 2"],
    ),
    (
        "[\"1\", \"2\", \"3\", \"4\", \"5\"]",
        "[\"1\", \"2\"]",
        &["‘anchors’ of a skill ‘rowing’ has 2 texts, not five"],
    ),
    (
        "kind = \"up\"",
        "kind = \"upp\"",
        &["‘upp’ is no ‘kind’ (one of up, across, in)"],
    ),
    (
        "id = \"rowing\"",
        "id = \"Rowing!\"",
        &["‘Rowing!’ is no id"],
    ),
    ("id = \"small\"\n", "", &["the framework has no ‘id’"]),
    ("format = 1", "format = 2", &["1:10: format 2 is not known"]),
    (
        "from = \"deckhand\"",
        "from = \"mate\"",
        &["moves lead up from ‘mate’ back to itself"],
    ),
    (
        "short = \"Mate\"",
        "short = \"Second mate of the great ship\"",
        &["longer than 16 characters"],
    ),
    (
        "about = \"Begins.\"",
        "about = 7",
        &["‘about’ of a rung ‘deckhand’ is an integer, not a text"],
    ),
    (
        "hands_on = [\"deckhand-row\"]",
        "hands_on = [\"deckhand-rowing\"]",
        &["‘mate’ hands on ‘deckhand-rowing’, which is no responsibility"],
    ),
    (
        "proficiency = 4",
        "proficiency = 4\nhanded_on = true",
        &["a skill that is handed on asks for no proficiency"],
    ),
    ("proficiency = 4", "handed_on = true", &[]),
    (
        "name = \"Craft\"",
        "name = \"Craft",
        &["21:14: invalid basic string"],
    ),
];

#[test]
fn each_fault_is_said_where_it_is() {
    for (from, to, says) in MISTAKES {
        let found = faults(from, to);
        if says.is_empty() {
            assert!(found.is_empty(), "{to}: {found:?}");
        }
        for wanted in *says {
            assert!(
                found.iter().any(|it| it.contains(wanted)),
                "{to}:\n  wanted {wanted}\n  found {found:#?}"
            );
        }
    }
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_text() {
    let text = GOOD
        .replace("proficiency = 4", "proficiency = 0")
        .replace("kind = \"up\"", "kind = \"sideways\"")
        .replace("weeks = 2\n", "weeks = 0\n");
    let faults = Framework::parse(&text).unwrap_err();
    assert!(
        !faults.to_string().contains("falls"),
        "a fault is not told twice: {faults}"
    );
    let lines: Vec<usize> = faults
        .as_slice()
        .iter()
        .map(|fault| Position::of(faults.text(), fault.span.start).line)
        .collect();
    assert_eq!(lines.len(), 4, "{faults}");
    assert!(lines.is_sorted(), "{lines:?}");
}

#[test]
fn what_is_no_ladder_is_refused_without_harm() {
    for text in [
        "",
        "[",
        "rungs = 3",
        "a = \"\u{0}\"",
        &"[".repeat(100_000),
        &"a.".repeat(100_000),
    ] {
        assert!(Framework::parse(text).is_err());
    }
    let cut: Vec<usize> = (0..PRODUCT.len())
        .step_by(997)
        .filter(|at| PRODUCT.is_char_boundary(*at))
        .collect();
    for at in cut {
        // Cut between two plays it is whole; anywhere else it is said what is wrong, and where.
        if let Err(faults) = Framework::parse(&PRODUCT[..at]) {
            assert!(!faults.as_slice().is_empty(), "cut at {at}");
        }
    }
}
