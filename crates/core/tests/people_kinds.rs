//! The stored words of the kinds about people: promises, as those of every kind.

use windward_core::record::{Cadence, Channel, CommunityKind, MomentKind, ReachKind};

#[test]
fn the_word_of_a_choice_is_its_stored_word() {
    fn same<T: serde::Serialize>(words: &[(&str, T)]) {
        for (word, it) in words {
            assert_eq!(serde_json::to_value(it).unwrap(), *word);
        }
    }
    same(Cadence::WORDS);
    same(Channel::WORDS);
    same(CommunityKind::WORDS);
    same(MomentKind::WORDS);
    same(ReachKind::WORDS);
}
