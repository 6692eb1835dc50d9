//! The stored words of the kinds of cases: promises, so they are held to here.

use windward_core::record::{
    CaseDecision, CaseVerdict, Change, Content, Disclosed, Entry, Submission, Vouch,
};

#[test]
fn the_word_of_a_choice_is_its_stored_word() {
    fn same<T: serde::Serialize>(words: &[(&str, T)]) {
        for (word, it) in words {
            assert_eq!(serde_json::to_value(it).unwrap(), *word);
        }
    }
    same(CaseDecision::WORDS);
    same(CaseVerdict::WORDS);
    same(Disclosed::WORDS);
    same(Vouch::WORDS);
}

/// The hashes in the corpus were made by another program, from what `docs/reference/packet.md` says.
#[test]
fn the_hash_is_that_of_the_published_text_form() {
    let submissions: Vec<Submission> = include_str!("corpus/cases.jsonl")
        .lines()
        .map(|line| Entry::from_json(line).unwrap())
        .filter_map(|entry| match entry.change {
            Change::Put(item) => match item.content {
                Content::Submission(it) => Some(it),
                _ => None,
            },
            _ => None,
        })
        .collect();
    assert_eq!(submissions.len(), 2);
    for it in submissions {
        assert!(it.is_whole());
        let mut other = it.clone();
        other.packet.summary = Some("Something else".to_owned());
        assert!(!other.is_whole(), "another text");
        let mut other = it;
        other.on = "2027-01-16".parse().unwrap();
        assert!(!other.is_whole(), "another day");
    }
}
