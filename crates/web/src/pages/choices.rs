//! Choices of a form: what can be chosen, and what was.

use windward_core::framework::{Framework, Proficiency, RungId, SkillId};

use crate::form::{Form, LINE};

/// What a field offers, each by what it sends and what it is called.
pub(super) type Choices = Vec<(String, String)>;

/// Each of some words, called as `label` says.
pub(super) fn options<T: Copy, L: Into<String>>(
    words: &[(&str, T)],
    label: impl Fn(T) -> L,
) -> Choices {
    let all = words.iter();
    all.map(|(word, it)| ((*word).to_owned(), label(*it).into()))
        .collect()
}

/// None of them, which sends nothing, before the others.
pub(super) fn or_none(none: &str, others: impl IntoIterator<Item = (String, String)>) -> Choices {
    let none = (String::new(), none.to_owned());
    [none].into_iter().chain(others).collect()
}

/// The skills in the order of the ladder, none first.
pub(super) fn skills(framework: &Framework, none: &str) -> Choices {
    let skills = framework.skills.iter();
    or_none(none, skills.map(|it| (it.id.to_string(), it.name.clone())))
}

/// The proficiencies by their words, none first.
pub(super) fn levels(framework: &Framework, none: &str) -> Choices {
    let word = |it| framework.word(it).to_owned();
    or_none(
        none,
        Proficiency::ALL.map(|it| (it.get().to_string(), word(it))),
    )
}

/// The proficiencies by number and word, none first.
pub(super) fn numbered_levels(framework: &Framework, none: &str) -> Choices {
    let mut levels = levels(framework, none);
    for (number, word) in &mut levels[1..] {
        *word = format!("{number} {word}");
    }
    levels
}

/// The rungs of the ladder, the lowest first.
pub(super) fn rungs(framework: &Framework) -> impl DoubleEndedIterator<Item = (String, String)> {
    let rungs = framework.rungs.iter();
    rungs.map(|it| (it.id.to_string(), it.name.clone()))
}

/// The skill that was chosen, if one was; that the ladder has no such skill is noted as a fault.
pub(super) fn skill(form: &mut Form, framework: &Framework, name: &str) -> Option<SkillId> {
    let skill = form.text(name, LINE).map(SkillId::new);
    if skill
        .as_ref()
        .is_some_and(|id| framework.skill(id).is_none())
    {
        form.fault(name, "This ladder has no such skill.");
    }
    skill
}

/// The same of a rung.
pub(super) fn rung(form: &mut Form, framework: &Framework, name: &str) -> Option<RungId> {
    let rung = form.text(name, LINE).map(RungId::new);
    if rung.as_ref().is_some_and(|id| framework.rung(id).is_none()) {
        form.fault(name, "This ladder has no such rung.");
    }
    rung
}

/// The proficiency that was chosen, if one was.
pub(super) fn level(form: &Form, name: &str) -> Option<Proficiency> {
    form.typed(name).parse().ok().and_then(Proficiency::new)
}
