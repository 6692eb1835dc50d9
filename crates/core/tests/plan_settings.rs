//! The stored form of what a plan is asked for with: a promise, so it is written out here once.

use serde_json::Value;
use windward_core::record::{Change, Content, Entry};

const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const ID: &str = "00000000-0000-7000-8000-00000000000a";

fn canonical(fields: &str) -> String {
    let text = format!(
        r#"{{"act":"00000000-0000-7000-8000-000000000001","audience":"owner","author":"owner","entry_id":"00000000-0000-7000-8000-000000000002","put":{{"id":"00000000-0000-7000-8000-000000000003","kind":"plan-settings","framework":"{HASH}","on":"2026-11-02",{fields}}},"recorded_at":1700000000000,"revises":null}}"#
    );
    let mut value: Value = serde_json::from_str(&text).expect("JSON");
    value.sort_all_objects();
    value.to_string()
}

#[test]
fn it_is_read_and_written_as_published_with_what_a_newer_version_adds() {
    let least = r#""hours_a_week":4,"settings":[],"weeks":13"#;
    let most = format!(
        r#""destinations":["{ID}"],"hours_a_week":60,"pinned":["a"],"planned":[{{"from":"2026-11-23","play":"a","tide":1,"to":"2026-12-06"}}],"refused":["b"],"settings":["in-the-job","beside-it","outside"],"weeks":52"#
    );
    let newer = format!(r#""wind":{{"b":1,"a":2}},{most}"#);
    for fields in [least, &most, &newer] {
        let text = canonical(fields);
        let read = Entry::from_json(&text).expect("an entry");
        let Change::Put(item) = &read.change else {
            panic!("a put")
        };
        assert!(matches!(item.content, Content::PlanSettings(_)));
        assert!(item.content.happened().is_some());
        assert_eq!(read.to_json(), text);
    }
}
