//! The stored words of the kinds of setbacks: promises, as those of every kind.

use windward_core::record::{LookBack, SetbackKind, StayGo, SupportKind};

#[test]
fn the_word_of_a_choice_is_its_stored_word() {
    fn same<T: serde::Serialize>(words: &[(&str, T)]) {
        for (word, it) in words {
            assert_eq!(serde_json::to_value(it).unwrap(), *word);
        }
    }
    same(LookBack::WORDS);
    same(SetbackKind::WORDS);
    same(StayGo::WORDS);
    same(SupportKind::WORDS);
}
