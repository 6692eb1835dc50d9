//! Entries as releases wrote them. Whatever is in `corpus/` is read by every later version, known by its kind, folded,
//! and written again to the byte. Files are only ever appended to.

use jiff::Timestamp;
use windward_core::record::{Change, Content, Entry, Record, Stored};

const FILES: &[(&str, &str)] = &[
    ("board.jsonl", include_str!("corpus/board.jsonl")),
    ("cases.jsonl", include_str!("corpus/cases.jsonl")),
    ("evidence.jsonl", include_str!("corpus/evidence.jsonl")),
    ("kinds.jsonl", include_str!("corpus/kinds.jsonl")),
    ("law.jsonl", include_str!("corpus/law.jsonl")),
    ("resume.jsonl", include_str!("corpus/resume.jsonl")),
    (
        "opportunities.jsonl",
        include_str!("corpus/opportunities.jsonl"),
    ),
    ("sample.jsonl", include_str!("corpus/sample.jsonl")),
    ("sharing.jsonl", include_str!("corpus/sharing.jsonl")),
    ("setbacks.jsonl", include_str!("corpus/setbacks.jsonl")),
    ("talks.jsonl", include_str!("corpus/talks.jsonl")),
    ("updates.jsonl", include_str!("corpus/updates.jsonl")),
];

#[test]
fn what_was_written_once_is_read_for_ever() {
    let mut kinds = Vec::new();
    let mut stored = Vec::new();
    for (file, text) in FILES {
        for (line, text) in text.lines().enumerate() {
            let place = format!("{file}:{}", line + 1);
            let entry = Entry::from_json(text).unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(entry.to_json(), text, "{place}");
            if let Change::Put(item) = &entry.change {
                let known = !matches!(item.content, Content::Unknown(_));
                assert!(known, "{place}: the kind {} is known", item.content.kind());
                kinds.push(item.content.kind().to_owned());
            }
            stored.push(Stored {
                seq: stored.len() as u64 + 1,
                received_at: Timestamp::UNIX_EPOCH,
                imported: false,
                entry,
            });
        }
    }
    kinds.sort();
    kinds.dedup();
    for kind in Content::KINDS {
        assert!(kinds.iter().any(|it| it == kind), "no {kind} in the corpus");
    }
    let items = stored.len();
    assert_eq!(Record::fold(stored).threads().count(), items);
}
