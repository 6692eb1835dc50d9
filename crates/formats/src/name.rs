//! The name of whoever a file is of.

use windward_core::record::{Content, Profile};

use crate::{limits, text::clean_line};

/// A profile that says the name alone.
pub(crate) fn named_profile(name: String) -> Content {
    Content::from(Profile {
        name: Some(name),
        ..Profile::default()
    })
}

/// A first and a last name as one; `None` when both are empty.
pub(crate) fn full_name(first: Option<&str>, last: Option<&str>) -> Option<String> {
    let both = [first.unwrap_or_default(), last.unwrap_or_default()].join(" ");
    clean_line(&both, limits::WORDS).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_name_is_a_name() {
        assert_eq!(full_name(Some(" Ada "), None).as_deref(), Some("Ada"));
        assert_eq!(full_name(Some(" "), Some("")), None);
    }
}
