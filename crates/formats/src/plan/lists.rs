//! Fields of a contact that are put together rather than chosen between: ways to reach somebody, tags, notes.

use serde_json::Value;
use windward_core::{
    record::{Contact, Kind, Reach},
    views::people::duplicates::same_way,
};

use crate::text::fold;

/// Whether a field of a kind is put together.
pub(super) fn is_one(kind: &str, field: &str) -> bool {
    kind == Contact::KIND && ["reach", "tags", "notes"].contains(&field)
}

/// What stands, with what the file has and did not have last time; `None` where that is nothing new. What the file no
/// longer has stays: it may be what another source brought.
pub(super) fn together(
    base: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
) -> Option<Value> {
    match (mine, theirs?) {
        (None, theirs) => (base != Some(theirs)).then(|| theirs.clone()),
        (Some(Value::Array(mine)), Value::Array(theirs)) => {
            let known = base.and_then(Value::as_array);
            let mut all = mine.clone();
            for it in theirs {
                let before = known.is_some_and(|known| known.iter().any(|of| same(of, it)));
                if !before && !all.iter().any(|of| same(of, it)) {
                    all.push(it.clone());
                }
            }
            (all.len() > mine.len()).then_some(Value::Array(all))
        }
        (Some(Value::String(mine)), Value::String(theirs)) => {
            let old = base.and_then(Value::as_str) == Some(theirs);
            let new = !old && !fold(mine).contains(&fold(theirs));
            new.then(|| Value::String(format!("{mine}\n\n{theirs}")))
        }
        _ => None,
    }
}

/// Whether two parts of a list say the same, however they are written.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    if let (Value::String(a), Value::String(b)) = (a, b) {
        return fold(a) == fold(b);
    }
    let way = |value: &Value| serde_json::from_value::<Reach>(value.clone()).ok();
    way(a).zip(way(b)).is_some_and(|(a, b)| same_way(&a, &b))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_new_in_the_file_is_added_and_nothing_is_taken_away() {
        let way = |value: &str| json!({"kind": "email", "value": value});
        let (a, b, c) = (way("a@x.org"), way("b@x.org"), way("c@x.org"));
        let mine = json!([a, b]);
        let put = |base: Value, theirs: Value| together(Some(&base), Some(&mine), Some(&theirs));
        assert_eq!(put(json!([a]), json!([a, c])), Some(json!([a, b, c])));
        assert_eq!(
            put(json!([a, c]), json!([a, c])),
            None,
            "taken away by hand, it stays away"
        );
        assert_eq!(put(json!([a]), json!([])), None);
        assert_eq!(
            together(None, Some(&mine), Some(&json!([way("A@X.org")]))),
            None
        );
        let (tags, more) = (json!(["Rail"]), json!(["rail", "press"]));
        assert_eq!(
            together(None, Some(&tags), Some(&more)),
            Some(json!(["Rail", "press"]))
        );
        let (note, other) = (json!("Likes maps"), json!("Met in Oslo"));
        let both = Some(json!("Likes maps\n\nMet in Oslo"));
        assert_eq!(together(None, Some(&note), Some(&other)), both);
        assert_eq!(together(Some(&other), Some(&note), Some(&other)), None);
    }
}
