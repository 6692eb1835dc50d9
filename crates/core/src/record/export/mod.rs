//! The record export: everything in a record as lines of JSON, the form that comes back to the byte.
//!
//! - The first line is `{"entries":63,"format":1,"frameworks":1,"windward":"record"}`; the counts show whether
//!   the file was cut short. Nothing in it depends on the clock, so the same record gives the same bytes.
//! - Then each framework that an entry names, in the order of the hashes: `{"framework":"<hash>","text":"…"}`.
//! - Then every entry in the order of the journal, in its one text form ([`Entry::to_json`]), with kinds and
//!   fields that this version does not know as they came.
//!
//! When a store received an entry, and where in its journal it stands, is the store's own and not in it.
//! `docs/formats/export.md` describes the format for people and other programs.

mod fault;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::fault::{ExportFaults, JsonFault, LineFault, Problem};
use super::{Change, Entry, Record};
use crate::framework::FrameworkHash;

/// A larger file is not read. An entry takes about half a kilobyte, so this is half a million of them.
pub const MAX_BYTES: usize = 256 << 20;

/// How many faults are told one by one; beyond that the file is something else altogether.
pub const MAX_FAULTS: usize = 100;

const FORMAT: u64 = 1;

/// What a record export holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecordExport {
    /// The texts of the frameworks that the entries name, as far as they are known.
    pub frameworks: BTreeMap<FrameworkHash, String>,
    /// Every entry, in the order of the journal.
    pub entries: Vec<Entry>,
}

/// What an export adds to a record.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Entries that the record does not have, in the order of the export.
    pub entries: Vec<Entry>,
    /// How many it has already; they stay as they are.
    pub already: usize,
}

// The fields stand in the order of their bytes, as everywhere in an export.
#[derive(Serialize, Deserialize)]
struct Header {
    entries: u64,
    format: u64,
    frameworks: u64,
    windward: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameworkLine {
    framework: FrameworkHash,
    text: String,
}

/// Every framework that one of the entries names, in kinds that this version does not know too.
pub fn frameworks_named<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
) -> BTreeSet<FrameworkHash> {
    let mut named = BTreeSet::new();
    for entry in entries {
        entry
            .unknown
            .iter()
            .for_each(|field| name(field, &mut named));
        if let Change::Put(item) = &entry.change
            && let Ok(fields) = item.content.to_fields()
        {
            fields.iter().for_each(|field| name(field, &mut named));
        }
    }
    named
}

// The depth is bounded: nothing deeper than `Entry::MAX_DEPTH` becomes an entry.
fn name((key, value): (&String, &Value), named: &mut BTreeSet<FrameworkHash>) {
    match value {
        Value::String(text) if key == "framework" => named.extend(text.parse::<FrameworkHash>()),
        Value::Array(items) => items.iter().for_each(|item| name((key, item), named)),
        Value::Object(fields) => fields.iter().for_each(|field| name(field, named)),
        _ => {}
    }
}

impl RecordExport {
    /// The file: one line each, every line ended.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.lines().collect()
    }

    /// The lines of the file one by one, each with its end: whoever writes them holds one at a time.
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let header = Header {
            entries: self.entries.len() as u64,
            format: FORMAT,
            frameworks: self.frameworks.len() as u64,
            windward: "record".to_owned(),
        };
        let json = "texts and whole numbers are JSON";
        let header = serde_json::to_string(&header).expect(json);
        let frameworks = self.frameworks.iter().map(move |(hash, framework)| {
            let line = FrameworkLine {
                framework: *hash,
                text: framework.clone(),
            };
            serde_json::to_string(&line).expect(json)
        });
        let entries = self.entries.iter().map(Entry::to_json);
        let lines = std::iter::once(header).chain(frameworks).chain(entries);
        lines.map(|line| line + "\n")
    }

    /// Reads a file, and refuses it whole if anything in it is wrong.
    ///
    /// A byte order mark, other line ends and empty lines are what editors leave behind, and do no harm.
    pub fn read(bytes: &[u8]) -> Result<Self, ExportFaults> {
        read::export(bytes)
    }

    /// What of this export a record does not have yet.
    #[must_use]
    pub fn news_for(self, record: &Record) -> News {
        let all = self.entries.len();
        let mut entries = self.entries;
        entries.retain(|entry| !record.has_entry(entry.entry_id));
        News {
            already: all - entries.len(),
            entries,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::{collection::vec, prelude::*, sample::Index};
    use serde_json::{Map, json};

    use super::*;
    use crate::{
        id::{ActId, CountedIds, EntryId, ItemId, NewIds},
        record::{Audience, Author, Content, Destination, Item, Stored, UnknownItem},
    };

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 16, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                vec((any::<String>(), inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    /// Fields of a newer version: their names are none of ours.
    fn unknown() -> impl Strategy<Value = Map<String, Value>> {
        vec(("x-[a-z]{1,3}", value()), 0..3).prop_map(|fields| fields.into_iter().collect())
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        vec(any::<String>(), 1..3)
    }

    fn export() -> impl Strategy<Value = RecordExport> {
        let entry = (
            0..4,
            unknown(),
            unknown(),
            any::<Option<(String, String)>>(),
            any::<Option<Index>>(),
            -2_000_000_000_000_i64..4_000_000_000_000,
            any::<Index>(),
        );
        (vec(entry, 0..12), texts()).prop_map(|(entries, texts)| {
            let mut ids = CountedIds::default();
            let items: Vec<ItemId> = (0..3).map(|_| ids.item()).collect();
            let acts: Vec<ActId> = (0..3).map(|_| ids.act()).collect();
            let mut earlier: Vec<EntryId> = vec![ids.entry()];
            let entries =
                entries
                    .into_iter()
                    .map(|(what, fields, more, author, revises, at, index)| {
                        let id = *index.get(&items);
                        let framework = FrameworkHash::of(index.get::<String>(&texts));
                        let content: Content = if what == 0 {
                            let mut fields = fields;
                            let nested = json!({ "framework": framework });
                            fields.insert("deep".to_owned(), nested);
                            let kind = "sail".to_owned();
                            Content::Unknown(UnknownItem { kind, fields })
                        } else {
                            Content::from(destination(framework, fields))
                        };
                        let entry_id = ids.entry();
                        let revises = revises.map(|at| *at.get(&earlier));
                        earlier.push(entry_id);
                        Entry {
                            entry_id,
                            act: *index.get(&acts),
                            revises,
                            recorded_at: Timestamp::from_millisecond(at).unwrap(),
                            author: author
                                .map_or(Author::Owner, |(id, name)| Author::Other { id, name }),
                            audience: Audience::Owner,
                            change: match what {
                                2 => Change::Withdraw(id),
                                3 => Change::Redacted,
                                _ => Change::Put(Box::new(Item { id, content })),
                            },
                            unknown: more,
                        }
                    });
            let entries: Vec<Entry> = entries.collect();
            // The last text is not installed: an export goes without it.
            let installed = &texts[..texts.len() - 1];
            RecordExport {
                frameworks: named(&entries, |hash| {
                    installed
                        .iter()
                        .find(|text| FrameworkHash::of(text) == hash)
                        .cloned()
                }),
                entries,
            }
        })
    }

    fn named(
        entries: &[Entry],
        text: impl Fn(FrameworkHash) -> Option<String>,
    ) -> BTreeMap<FrameworkHash, String> {
        let named = frameworks_named(entries).into_iter();
        named.filter_map(|hash| Some((hash, text(hash)?))).collect()
    }

    fn destination(framework: FrameworkHash, unknown: Map<String, Value>) -> Destination {
        Destination {
            rung: None,
            role: Some("somewhere".to_owned()),
            by: None,
            why: None,
            on: "2026".parse().unwrap(),
            framework,
            unknown,
        }
    }

    fn stored(entries: Vec<Entry>) -> impl Iterator<Item = Stored> {
        entries.into_iter().zip(1..).map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: true,
            entry,
        })
    }

    proptest! {
        #[test]
        fn export_import_export_is_the_identity(export in export()) {
            let text = export.to_text();
            let read = RecordExport::read(text.as_bytes()).unwrap();
            prop_assert_eq!(&read, &export);
            // Into an empty record, and out of it again.
            let entries = read.clone().news_for(&Record::default()).entries;
            let frameworks = named(&entries, |hash| read.frameworks.get(&hash).cloned());
            prop_assert_eq!(RecordExport { frameworks, entries }.to_text(), text);
        }

        #[test]
        fn importing_twice_adds_nothing(export in export()) {
            let record = Record::fold(stored(export.entries.clone()));
            let all = export.entries.len();
            prop_assert_eq!(export.news_for(&record), News { entries: Vec::new(), already: all });
        }

        #[test]
        fn a_cut_never_goes_unnoticed(export in export(), cut in any::<Index>()) {
            let text = export.to_text();
            // Without its last line end the file is still whole.
            let cut = cut.index(text.len() - 1);
            prop_assert!(RecordExport::read(&text.as_bytes()[..cut]).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(mut bytes in vec(any::<u8>(), 0..200), export in export(), at in any::<Index>()) {
            _ = RecordExport::read(&bytes);
            let text = export.to_text();
            let at = at.index(text.len());
            bytes.splice(0..0, text.bytes().take(at));
            _ = RecordExport::read(&bytes);
        }
    }

    #[test]
    fn frameworks_are_found_wherever_they_are_named() {
        let [role, deep, beside] = ["role", "deep", "beside"].map(FrameworkHash::of);
        let put = format!(
            r#"{{"id":"00000000-0000-7000-8000-000000000003","kind":"role","title":"PM","placement":{{"rung":{{"framework":"{role}","id":"pm"}}}},"x-newer":[{{"framework":"{deep}"}}],"note":"{}"}}"#,
            FrameworkHash::of("only mentioned")
        );
        let text = ENTRY.replace(
            r#""redacted":true"#,
            &format!(r#""put":{put},"x-newer":{{"framework":"{beside}"}}"#),
        );
        let entry = Entry::from_json(&text).unwrap();
        assert_eq!(
            frameworks_named([&entry]),
            BTreeSet::from([role, deep, beside])
        );
    }

    const ENTRY: &str = r#"{"act":"00000000-0000-7000-8000-000000000001","audience":"owner","author":"owner","entry_id":"00000000-0000-7000-8000-000000000002","recorded_at":1700000000000,"redacted":true,"revises":null}"#;

    fn faults(lines: &[&str]) -> String {
        RecordExport::read(lines.join("\n").as_bytes())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let header = r#"{"entries":3,"format":1,"frameworks":1,"windward":"record"}"#;
        let framework = format!(
            r#"{{"framework":"{}","text":"changed"}}"#,
            FrameworkHash::of("text")
        );
        let decimal = ENTRY
            .replace("null", "null,\"wind\":1.5")
            .replace("0002", "0003");
        insta::assert_snapshot!(
            faults(&[header, &framework, ENTRY, "", "{\"act\":", "{\"act\":7}", ENTRY, &decimal, "{\"act\":1 2}"]),
            @r"
        line 2: the text is not the framework it is named as; it was changed since it was written
        line 5: the line ends in the middle; was the file cut short?
        line 6: not an entry of a record: invalid type: integer `7`, expected a formatted UUID string (column 8)
        line 7: the same entry as in line 3
        line 8: the number 1.5 is neither whole nor within 64 bits; decimals are written as texts
        line 9: not JSON: expected `,` or `}` (column 10)
        "
        );
    }

    #[test]
    fn another_kind_of_file_is_told_in_one_sentence() {
        for text in [
            "",
            "\n\n",
            "{}",
            "Title,Company\n",
            r#"{"format":1,"windward":"packet"}"#,
        ] {
            let faults = faults(&[text, "{", "{"]);
            assert!(faults.contains("this is not a record export"), "{faults}");
            assert_eq!(faults.lines().count(), 1, "{faults}");
        }
        let newer = r#"{"format":2,"windward":"record","volumes":9}"#;
        insta::assert_snapshot!(faults(&[newer]), @"line 1: written in format 2 by a newer version; this version reads format 1");
    }

    #[test]
    fn missing_lines_are_noticed() {
        let header = r#"{"entries":2,"format":1,"frameworks":0,"windward":"record"}"#;
        insta::assert_snapshot!(faults(&[header, ENTRY]), @"line 2: the first line announces 2 entries and the file has 1; it was cut short or changed");
    }

    #[test]
    fn what_editors_leave_behind_does_no_harm() {
        let header = r#"{"entries":1,"format":1,"frameworks":0,"windward":"record"}"#;
        let edited = format!("\u{feff}{header}\r\n\r\n{ENTRY}\r\n\r\n");
        assert_eq!(
            RecordExport::read(edited.as_bytes()).unwrap().entries.len(),
            1
        );
    }
}
