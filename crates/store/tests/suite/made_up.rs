//! Records that nobody wrote: entries of every kind there is, in acts, revised, withdrawn, redacted, shared, with fields
//! of later versions and texts that hurt.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use windward_core::{
    id::{ActId, EntryId},
    record::{Audience, Author, Change, Entry},
};

use crate::dice::Dice;

/// The most acts of one record.
const ACTS: usize = 12;

/// Texts at which others have stumbled.
const TEXTS: [&str; 10] = [
    "",
    " with spaces around ",
    "two\nlines\r\nand\ttabs",
    "\u{0}\u{1f}\u{7f}",
    "“typographic” – ‘quotes’",
    "e\u{301} and é",
    "\u{202e}the other way\u{202c}",
    "👩🏽\u{200d}💻🇺🇳",
    "\\u0041 \\\" {\"a\":1}",
    "\u{10ffff}\u{feff}",
];

/// Every kind of item as releases wrote it: what is never changed and only grows.
pub(crate) struct Corpus(Vec<Entry>);

impl Corpus {
    pub(crate) fn read() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/tests/corpus");
        let mut entries = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            entries.extend(text.lines().map(|line| Entry::from_json(line).unwrap()));
        }
        // In the same order on every machine.
        entries.sort_by_key(|it| it.entry_id);
        Self(entries)
    }

    /// A record: its entries, in the order of its journal.
    pub(crate) fn record(&self, dice: &mut Dice) -> Vec<Entry> {
        let mut made = Vec::new();
        // The last entry of each item, which the next one revises.
        let mut last: BTreeMap<Uuid, Entry> = BTreeMap::new();
        for _ in 0..=dice.below(ACTS) {
            let act = ActId(uuid(dice));
            for _ in 0..=dice.below(3) {
                let earlier = (!last.is_empty() && dice.one_in(3))
                    .then(|| dice.below(last.len()))
                    .and_then(|place| last.keys().nth(place).copied());
                let entry = match earlier {
                    Some(item) => next(&last[&item], dice),
                    None => with_own_item(dice.pick(&self.0), dice),
                };
                let entry = Entry {
                    entry_id: EntryId(uuid(dice)),
                    act,
                    recorded_at: moment(dice),
                    ..entry
                };
                if let Some(item) = item(&entry) {
                    last.insert(item, entry.clone());
                }
                made.push(entry);
            }
        }
        made
    }
}

/// An id as they are made, but thrown.
fn uuid(dice: &mut Dice) -> Uuid {
    let mut bytes = [0; 16];
    for byte in &mut bytes {
        *byte = u8::try_from(dice.below(256)).unwrap();
    }
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    Uuid::from_bytes(bytes)
}

/// A moment between 1901 and 2096, to the millisecond.
fn moment(dice: &mut Dice) -> Timestamp {
    let second = i64::try_from(dice.below(4_000_000_000)).unwrap();
    let millis = i64::try_from(dice.below(1_000)).unwrap();
    let second = if dice.one_in(20) { -second / 2 } else { second };
    Timestamp::from_millisecond(second * 1_000 + millis).unwrap()
}

fn item(entry: &Entry) -> Option<Uuid> {
    entry.change.item().map(|id| id.0)
}

/// The entry, of an item of its own, by whom and for whom it falls, and with another text in it.
fn with_own_item(entry: &Entry, dice: &mut Dice) -> Entry {
    let mut entry = Entry {
        revises: None,
        audience: *dice.pick(&[Audience::Owner, Audience::Owner, Audience::Shared]),
        author: if dice.one_in(10) {
            Author::Other {
                id: "7".to_owned(),
                name: (*dice.pick(&TEXTS)).to_owned(),
            }
        } else {
            Author::Owner
        },
        ..entry.clone()
    };
    if let Change::Put(item) = &mut entry.change {
        item.id.0 = uuid(dice);
    }
    if dice.one_in(6) {
        entry.unknown = Map::from_iter([
            ("tide".to_owned(), json!(*dice.pick(&TEXTS))),
            (
                "reefs".to_owned(),
                json!([1, null, {"deep": [true, u64::MAX, i64::MIN]}]),
            ),
        ]);
    }
    rewritten(entry, dice)
}

/// What comes after an entry: its item again, withdrawn, or with nothing left of it.
fn next(before: &Entry, dice: &mut Dice) -> Entry {
    let after = Entry {
        revises: (!dice.one_in(8)).then_some(before.entry_id),
        ..before.clone()
    };
    match (dice.below(6), item(before)) {
        (0, Some(item)) => Entry {
            change: Change::Withdraw(windward_core::id::ItemId(item)),
            ..after
        },
        (1, _) => Entry {
            change: Change::Redacted,
            unknown: Map::new(),
            ..after
        },
        _ => rewritten(after, dice),
    }
}

/// The same with one of its texts replaced, where the kind takes any text there.
fn rewritten(entry: Entry, dice: &mut Dice) -> Entry {
    let mut json: Value = serde_json::from_str(&entry.to_json()).unwrap();
    let Some(fields) = json["put"].as_object_mut() else {
        return entry;
    };
    let names: Vec<String> = fields
        .iter()
        .filter(|(name, value)| value.is_string() && *name != "id" && *name != "kind")
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        return entry;
    }
    let name = dice.pick(&names).clone();
    fields.insert(name, json!(*dice.pick(&TEXTS)));
    // A date or a choice does not take any.
    Entry::from_json(&json.to_string()).unwrap_or(entry)
}
