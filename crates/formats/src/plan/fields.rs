//! Items as fields: the comparison needs no knowledge of their kinds, beyond what stands here.

use serde_json::{Map, Value};
use windward_core::{
    id::ItemId,
    record::{Content, Item, Kind, Origin, Profile, Resume},
};

/// Fields that no file sets: who and what the item is, and what only the person says about it.
const NOT_IMPORTED: [&str; 4] = ["origin", "placement", "track", "scope"];

/// Fields that come along with the others and say nothing by themselves: by which ladder skills are named.
pub(super) const NOT_COMPARED: [&str; 1] = ["framework"];

/// Fields of a reading that the person confirmed: they say how the imported title is understood, so an item that
/// differs in nothing else is still as it was imported.
pub(super) const CONFIRMED: [&str; 2] = ["placement", "track"];

/// The fields that a file has set in what it brought.
pub(super) fn imported(content: &Content) -> Map<String, Value> {
    let mut fields = content.fields();
    fields.retain(|name, _| !NOT_IMPORTED.contains(&name.as_str()));
    fields
}

/// An item of a kind from its fields.
pub(super) fn item(id: ItemId, kind: &str, fields: Map<String, Value>) -> Item {
    let content = Content::from_fields(kind, fields)
        .expect("fields of items of one kind make an item of that kind");
    Item { id, content }
}

/// Where an item came from, if it was imported.
pub(super) fn origin(fields: &Map<String, Value>) -> Option<Origin> {
    serde_json::from_value(fields.get("origin")?.clone()).ok()
}

/// Whether a record has one item of this kind at most: it is matched with whatever a file says of it, and has no
/// origin.
pub(super) fn is_single(kind: &str) -> bool {
    [Profile::KIND, Resume::KIND].contains(&kind)
}

/// Whether a field says nothing that could stand against what a file says.
pub(super) fn says_nothing(name: &str, value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty() || (name == "to" && text == "unknown"),
        Some(_) => false,
    }
}
