//! The stored words of the kinds of conversations: promises, so they are held to here.

use windward_core::record::{
    AllyPlace, Answer, Change, Content, Entry, FeedbackSort, Knows, Manner, PromiseOwner,
    PromiseState, Relation, StepSort,
};

#[test]
fn the_word_of_a_choice_is_its_stored_word() {
    fn same<T: serde::Serialize>(words: &[(&str, T)]) {
        for (word, it) in words {
            assert_eq!(serde_json::to_value(it).unwrap(), *word);
        }
    }
    same(AllyPlace::WORDS);
    same(Answer::WORDS);
    same(FeedbackSort::WORDS);
    same(Knows::WORDS);
    same(Manner::WORDS);
    same(PromiseOwner::WORDS);
    same(Relation::WORDS);
    same(StepSort::WORDS);
}

#[test]
fn a_promise_says_what_became_of_it_and_keeps_what_it_does_not_know() {
    let states: Vec<PromiseState> = include_str!("corpus/talks.jsonl")
        .lines()
        .map(|line| Entry::from_json(line).unwrap())
        .filter_map(|entry| match entry.change {
            Change::Put(item) => match item.content {
                Content::Promise(it) => Some(it.state),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let on = |text: &str| Some(text.parse().unwrap());
    let ended: Vec<_> = states.iter().map(PromiseState::ended).collect();
    assert_eq!(
        ended,
        [on("2027-01-04"), None, on("2026-12-01"), on("2026-12")]
    );
    let PromiseState::Broken { why, unknown, .. } = &states[0] else {
        panic!("broken: {states:?}");
    };
    assert_eq!(why.as_deref(), Some("The budget went."));
    assert_eq!(unknown["later"], 1);
}
