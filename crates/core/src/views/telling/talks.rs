//! What conversations, feedback, promises, agreements and allies say in lists.

use std::borrow::Cow;

use super::{BESIDE, FIRST, FURTHER, Weighed, beside};
use crate::{
    framework::Framework,
    record::{Content, Knows},
    views::talks::who::{Names as _, Who},
};

/// An item of one of these kinds in a line; of another kind, nothing.
pub(super) fn first_line(content: &Content) -> Cow<'_, str> {
    line(content, &|who| who.name)
}

/// The same, with a `name` for whoever is meant.
pub(super) fn line<'a>(
    content: &'a Content,
    name: &dyn Fn(Who<'a>) -> Option<&'a str>,
) -> Cow<'a, str> {
    match content {
        Content::Agreement(it) => beside(&it.what, name(it.who())),
        Content::Ally(it) => {
            let name = name(it.who()).unwrap_or(it.place.label());
            format!("{name}: knows your work {}", known(it.knows)).into()
        }
        Content::Conversation(it) => {
            let whom = name(it.who());
            let whom = whom.map_or_else(|| format!("your {}", it.relation.label()), str::to_owned);
            if it.held {
                format!("Talked with {whom}").into()
            } else {
                format!("A conversation with {whom}, not held yet").into()
            }
        }
        Content::Counterpart(it) => match name(it.who()) {
            Some(whom) => beside(whom, Some(it.relation.label())),
            None => format!("Your {}", it.relation.label()).into(),
        },
        Content::Dispute(it) => Cow::Borrowed(&it.words),
        Content::FeedbackAsk(it) => {
            let question = it.question.as_deref();
            format!(
                "Asked {}: {}",
                it.whom,
                question.unwrap_or("about your work")
            )
            .into()
        }
        Content::Feedback(it) => match name(it.who()) {
            Some(whom) => format!("{whom}: ‘{}’", it.words).into(),
            None => format!("‘{}’", it.words).into(),
        },
        Content::Promise(it) => Cow::Borrowed(&it.what),
        Content::TalkNote(it) => Cow::Borrowed(&it.line),
        _ => Cow::Borrowed(""),
    }
}

/// How well somebody knows one's work, in the middle of a sentence.
const fn known(knows: Knows) -> &'static str {
    match knows {
        Knows::Nothing => "not yet",
        Knows::Hearsay => "by hearsay",
        Knows::Seen => "from having seen it",
        Knows::WouldSpeak => "and would speak for it",
    }
}

/// Hands every text of an item of one of these kinds to `look`, with its weight.
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
        Content::Agreement(it) => {
            say(FIRST, &[Some(&it.what)]);
            say(FURTHER, &[it.whom.as_ref(), it.note.as_ref()]);
            for term in &it.terms {
                say(FURTHER, &[Some(&term.what), term.known_by.as_ref()]);
            }
            for decider in &it.deciders {
                say(BESIDE, &[decider.whom.as_ref()]);
            }
        }
        Content::Ally(it) => {
            say(FIRST, &[it.whom.as_ref()]);
            let step = it.step.as_ref().map(|step| &step.what);
            say(FURTHER, &[it.because.as_ref(), step]);
            say(BESIDE, &[it.update.as_ref()]);
        }
        Content::Conversation(it) => {
            say(FIRST, &[it.whom.as_ref()]);
            say(FURTHER, &[it.note.as_ref()]);
            if let Some(prepared) = &it.prepared {
                let (aspiration, ask) = (prepared.aspiration.as_ref(), prepared.ask.as_ref());
                say(FURTHER, &[aspiration, prepared.question.as_ref(), ask]);
            }
        }
        Content::Counterpart(it) => {
            say(FIRST, &[it.whom.as_ref()]);
            for goal in &it.goals {
                say(FURTHER, &[Some(&goal.what), goal.my_part.as_ref()]);
            }
        }
        Content::Feedback(it) => {
            say(FIRST, &[Some(&it.words)]);
            let (sharpened, did) = (it.sharpened.as_ref(), it.did.as_ref());
            say(FURTHER, &[it.whom.as_ref(), sharpened, did]);
            if let Some(skill) = it.skill.as_ref().and_then(|id| framework.skill(id)) {
                say(BESIDE, &[Some(&skill.name)]);
            }
        }
        Content::Dispute(it) => say(FIRST, &[Some(&it.words)]),
        Content::FeedbackAsk(it) => {
            say(FIRST, &[it.question.as_ref()]);
            say(FURTHER, &[Some(&it.whom)]);
        }
        Content::Promise(it) => {
            say(FIRST, &[Some(&it.what)]);
            say(FURTHER, &[it.whom.as_ref()]);
        }
        Content::TalkNote(it) => {
            say(FIRST, &[Some(&it.line)]);
            say(FURTHER, &[it.whom.as_ref()]);
        }
        _ => {}
    }
}
