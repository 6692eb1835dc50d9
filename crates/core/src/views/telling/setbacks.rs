//! What setbacks and what follows from them say in lists.

use std::borrow::Cow;

use super::{FIRST, FURTHER, Weighed, some};
use crate::record::{Content, Support};

/// An item of one of these kinds in a line; of another kind, nothing.
pub(super) fn first_line(content: &Content) -> Cow<'_, str> {
    match content {
        Content::Setback(it) => match it.what.as_deref().and_then(|what| what.lines().next()) {
            Some(line) => format!("{}: {line}", it.kind.label()).into(),
            None => Cow::Borrowed(it.kind.label()),
        },
        Content::SetbackNote(it) => Cow::Borrowed(it.words.lines().next().unwrap_or_default()),
        Content::Support(it) => support(it, it.whom.as_deref()),
        Content::Reflection(it) => {
            let line = it.answer.lines().next().unwrap_or_default();
            format!("{}: {line}", it.question.label()).into()
        }
        Content::Reframe(it) => {
            let learned = it.learned.as_deref().or(it.tell_a_friend.as_deref());
            let line = learned.unwrap_or(&it.told_myself).lines().next();
            Cow::Borrowed(line.unwrap_or_default())
        }
        _ => Cow::Borrowed(""),
    }
}

/// Whom one turns to, and what for.
pub(super) fn support(it: &Support, whom: Option<&str>) -> Cow<'static, str> {
    format!("{}, {}", whom.unwrap_or("Somebody"), it.kind.label()).into()
}

/// Hands every text of an item of one of these kinds to `look`, with its weight.
pub(super) fn texts<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    match content {
        Content::Setback(it) => {
            some(look, FIRST, &[&it.what]);
            some(look, FURTHER, &[&it.said, &it.meant, &it.ask]);
            let notes = it.asked.iter().map(|it| (FURTHER, it.note.as_str()));
            notes.for_each(look);
        }
        Content::SetbackNote(it) => look((FIRST, &it.words)),
        Content::Support(it) => {
            some(look, FIRST, &[&it.whom]);
            some(look, FURTHER, &[&it.words, &it.answer]);
        }
        Content::Reflection(it) => look((FIRST, &it.answer)),
        Content::Reframe(it) => {
            some(look, FURTHER, &[&it.tell_a_friend, &it.learned]);
            look((FIRST, &it.told_myself));
        }
        _ => {}
    }
}
