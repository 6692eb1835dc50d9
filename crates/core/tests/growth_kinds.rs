//! The stored form of the kinds of the growth loop: a promise, so it is written out here once.

use windward_core::record::{
    Bearing, Choice, Content, Dial, Entry, ExperimentKind, HypothesisAbout, HypothesisStatus,
    Medium, Reading,
};

const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const ID: &str = "00000000-0000-7000-8000-00000000000a";

/// Kind, with nothing optional in it, and with everything in it.
fn forms() -> Vec<(&'static str, String, String)> {
    let framework = format!(r#""framework":"{HASH}""#);
    vec![
        (
            "action",
            format!(r#"{framework},"on":"2026-11-02","what":"Ask Ines""#),
            format!(
                r#""done":"2026-11-09","dropped":"2026-11-10","due":"2026-12","experiment":"{ID}","first_step":"Write","hours_a_week":2,"on":"2026","outcome":"A yes","play":"business-pnl","put_off":"2026-11-05","way_out":"move","what":"Ask","whom":"Ines",{framework}"#
            ),
        ),
        (
            "check-in",
            r#""on":"2026-11-02""#.to_owned(),
            r#""challenge":5,"energy":1,"learning":2,"line":"A line","on":"2026-11-02","passed_over":"The lead","recognition":3"#.to_owned(),
        ),
        (
            "experiment",
            format!(r#"{framework},"on":"2026-11-02","sort":"side-project","what":"Help a bakery""#),
            format!(
                r#""at_stake":"An evening","decision":{{"about_self":"c","about_work":"a","bearing":"for","choice":"keep","on":"2026","opened":"b","tide":1}},"first_step":"Ring","from":"2026","hours_a_week":3,"hypothesis":"{ID}","irreversible":true,"left_open":"2027","look_for":"Joy","on":"2026-11","play":"x","public":true,"sort":"time-out","to":"2026-12","what":"Rest",{framework}"#
            ),
        ),
        (
            "hypothesis",
            format!(r#""about":"energy","belief":"I like prices","on":"2026",{framework}"#),
            format!(
                r#""about":"role","because":"b","belief":"I like prices","destination":"{ID}","know_when":"w","on":"2026","overruled":{{"on":"2026","reason":"r","status":"fails"}},"skill":"data",{framework}"#
            ),
        ),
        (
            "pulse",
            format!(r#""experiment":"{ID}","on":"2026-11-02""#),
            format!(r#""energy":4,"experiment":"{ID}","learning":5,"line":"Yes","on":"2026-11-02""#),
        ),
        (
            "rung-time",
            r#""on":"2026-11-02""#.to_owned(),
            r#""months":30,"on":"2026-11-02""#.to_owned(),
        ),
        (
            "settled",
            r#""on":"2026-11-02","until":"2027-05""#.to_owned(),
            r#""on":"2026-11-02","until":"2027-05","why":"A small child""#.to_owned(),
        ),
        (
            "takeaway",
            format!(r#""medium":"book","on":"2026","title":"Prices",{framework}"#),
            format!(
                r#""by":"A. Writer","experiment":"{ID}","for_whom":"Jonas","link":"https://example.org","medium":"other","on":"2026","skill":"business","title":"Prices","took":"Ask first",{framework}"#
            ),
        ),
    ]
}

fn entry(kind: &str, fields: &str) -> String {
    format!(
        r#"{{"act":"00000000-0000-7000-8000-000000000001","audience":"owner","author":"owner","entry_id":"00000000-0000-7000-8000-000000000002","put":{{"id":"00000000-0000-7000-8000-000000000003","kind":"{kind}",{fields}}},"recorded_at":1700000000000,"revises":null}}"#
    )
}

fn canonical(text: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    value.sort_all_objects();
    value.to_string()
}

#[test]
fn each_kind_is_read_and_written_as_published_with_what_a_newer_version_adds() {
    for (kind, least, most) in forms() {
        for fields in [&least, &most, &format!(r#""wind":{{"b":1,"a":2}},{most}"#)] {
            let text = canonical(&entry(kind, fields));
            let read = Entry::from_json(&text).unwrap();
            let windward_core::record::Change::Put(item) = &read.change else {
                panic!("a put")
            };
            assert!(!matches!(item.content, Content::Unknown(_)), "{kind}");
            assert_eq!(item.content.kind(), kind);
            assert!(item.content.happened().is_some(), "{kind}");
            assert_eq!(read.to_json(), text, "{kind}");
        }
    }
}

#[test]
fn an_answer_outside_one_to_five_is_refused() {
    for wrong in ["0", "6", "-1", r#""3""#] {
        let fields = format!(r#""energy":{wrong},"on":"2026-11-02""#);
        assert!(
            Entry::from_json(&entry("check-in", &fields)).is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn the_word_of_a_choice_is_its_stored_word() {
    fn same<T: serde::Serialize>(words: &[(&str, T)]) {
        for (word, it) in words {
            assert_eq!(serde_json::to_value(it).unwrap(), *word);
        }
    }
    same(Bearing::WORDS);
    same(Choice::WORDS);
    same(Dial::WORDS);
    same(ExperimentKind::WORDS);
    same(HypothesisAbout::WORDS);
    same(HypothesisStatus::WORDS);
    same(Medium::WORDS);
}

#[test]
fn every_answer_has_a_word_of_its_own() {
    for (_, dial) in Dial::WORDS {
        let mut words = Reading::ALL.map(|reading| dial.says(reading)).to_vec();
        words.dedup();
        assert_eq!(words.len(), 5);
    }
}
