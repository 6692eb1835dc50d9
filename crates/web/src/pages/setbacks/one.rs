//! The calm page of a setback: what happened, the slow time, and what may help.

use axum::response::Response;
use maud::{Markup, html};
use windward_core::{
    record::{Of, Setback, SetbackKind},
    views::{
        setback::{Step, Story, story},
        words::count,
    },
};

use super::{SECTION, address, private, removal, sheet, slow};
use crate::{
    components::{marks_again, not_saved},
    form::Form,
    layout::{self, Head},
    session::Me,
    words::near,
};

pub(super) fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let head = Head {
        title: &it.title,
        lede: html! {
            p {
                (crate::words::capital(&near(of.it.on, facts.day))) "."
                @if let Some(sentence) = plainly(of.it.kind) { " " (sentence) }
            }
        },
        section: SECTION,
    };
    let refused = form.fault_of("on").is_some() || form.fault_of("what").is_some();
    let body = html! {
        @if let Some(what) = &of.it.what { section { blockquote.own { (what) } } }
        (slow::section(&it, form))
        @if of.it.kind.is_leaving() {
            section.card {
                h2 { "While you can still reach it" }
                p { "Take your record with you, ask for references while people remember, and note the dates that run. The rest has time." }
                div.actions { a.button href={ (address(of.id)) "/leaving" } { "See to it" } }
            }
        }
        @if of.it.kind.was_judged() {
            section.card {
                h2 { "What was said" }
                @if of.it.said.is_none() { p { "Write it down while you remember the words. What it means can come later, and so can what you do about it." } }
                @else { p { "You wrote it down. What it means can come later, and so can what you do about it." } }
                div.actions { a.button.quiet href={ (address(of.id)) "/judged" } { (if of.it.said.is_some() { "What was said, and what next" } else { "Write it down" }) } }
            }
        }
        section {
            h2 { "What may help" }
            p.soft { "In any order, whenever you like, or not at all. You can come back to each." }
            ul.plain { @for (word, step) in Step::WORDS { (line(&it, word, *step)) } }
        }
        section {
            details open[refused] {
                summary { "Change it" }
                @if refused { (not_saved(form)) }
                form method="post" action=(address(of.id)) {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (sheet::fields(me, form))
                    div.actions { button { "Save the changes" } }
                }
            }
        }
        (private())
        (removal(&format!("{}/withdraw", address(of.id)), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

/// What there is to say of it, once and plainly.
const fn plainly(kind: SetbackKind) -> Option<&'static str> {
    match kind {
        SetbackKind::LaidOff => {
            Some("Most people meet a layoff at some point, and it says nothing of their worth.")
        }
        SetbackKind::PassedOver => Some(
            "It was one decision, in one place, on one day. What it says need not be clear today.",
        ),
        SetbackKind::PoorReview => {
            Some("It is what somebody saw, and wrote down on a day. Whether it is right can wait.")
        }
        SetbackKind::FailedLaunch => {
            Some("Many launches do not work. What you saw on the way stays with you.")
        }
        SetbackKind::TeamDissolved => Some("A team was ended. What you did in it stays yours."),
        SetbackKind::Other => None,
    }
}

fn line(it: &Story<'_>, word: &str, step: Step) -> Markup {
    let (about, there) = match step {
        Step::Process => (
            "A place to write. Nothing is asked of it.",
            (it.notes.len(), "note", "notes"),
        ),
        Step::Lean => (
            "Friends and family first. A few lines to each, if you want to begin with some; and what people have said of you.",
            (it.supports.len(), "person noted", "people noted"),
        ),
        Step::Reflect => (
            "A few questions, one by one.",
            (it.reflections.len(), "answer", "answers"),
        ),
        Step::Reframe => (
            "What you tell yourself, and what you would tell a friend.",
            (it.reframes.len(), "pair", "pairs"),
        ),
        Step::Act => (
            "Something small, with a day. As many as you want.",
            (it.acts.len(), "thing", "things"),
        ),
    };
    let (number, one, many) = there;
    html! {
        li {
            a href={ (address(it.of.id)) "/" (word) } { strong { (step.label()) } }
            @if number > 0 { " " span.soft { (count(number, one, many)) } }
            p.soft { (about) }
        }
    }
}
