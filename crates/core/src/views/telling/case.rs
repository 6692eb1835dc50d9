//! What cases and what was handed in say in lists.

use std::borrow::Cow;

use super::{BESIDE, FIRST, FURTHER, Weighed};
use crate::{framework::Framework, record::Content};

/// An item of one of these kinds in a line; of another kind, nothing.
pub(super) fn first_line<'a>(framework: &'a Framework, content: &'a Content) -> Cow<'a, str> {
    match content {
        Content::Case(it) => {
            let rung = framework.rung(&it.rung);
            let name = rung.map_or(it.rung.as_str(), |rung| &rung.name);
            match &it.outcome {
                Some(outcome) => format!("For {name}: {}", outcome.decision.label()).into(),
                None => format!("For {name}").into(),
            }
        }
        Content::Submission(it) => match &it.to {
            Some(to) => format!("For {}, handed to {to}", it.packet.rung).into(),
            None => format!("For {}, handed in", it.packet.rung).into(),
        },
        _ => Cow::Borrowed(""),
    }
}

/// Hands every text of an item of one of these kinds to `look`, with its weight. What was handed in says what the case
/// said that day: it is found by its summary and its stories’ titles.
pub(super) fn texts<'a>(
    framework: &'a Framework,
    content: &'a Content,
    look: &mut dyn FnMut(Weighed<'a>),
) {
    let mut say = |weight: u32, texts: &[Option<&'a String>]| {
        for text in texts.iter().copied().flatten() {
            look((weight, text));
        }
    };
    match content {
        Content::Case(it) => {
            say(FIRST, &[it.summary.as_ref(), it.ask.as_ref()]);
            say(FURTHER, &[it.why_now.as_ref()]);
            for story in &it.stories {
                say(FIRST, &[Some(&story.title)]);
                say(FURTHER, &[story.situation.as_ref(), story.did.as_ref()]);
                say(
                    FURTHER,
                    &[story.without_me.as_ref(), story.changed.as_ref()],
                );
            }
            for objection in &it.objections {
                say(FURTHER, &[Some(&objection.what), objection.answer.as_ref()]);
            }
            for line in &it.lines {
                say(BESIDE, &[line.comment.as_ref()]);
            }
            for decider in &it.deciders {
                say(BESIDE, &[decider.whom.as_ref(), decider.say.as_ref()]);
            }
            if let Some(outcome) = &it.outcome {
                say(FURTHER, &[outcome.note.as_ref()]);
            }
            if let Some(rung) = framework.rung(&it.rung) {
                look((FIRST, &rung.name));
            }
        }
        Content::Submission(it) => {
            say(FURTHER, &[it.packet.summary.as_ref(), it.to.as_ref()]);
            for story in &it.packet.stories {
                say(BESIDE, &[Some(&story.title)]);
            }
            say(FIRST, &[Some(&it.packet.rung)]);
        }
        _ => {}
    }
}
