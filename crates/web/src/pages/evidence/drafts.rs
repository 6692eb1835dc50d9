//! The lines that want to be completed: a few at a time, whenever there is a minute.

use axum::response::Response;
use maud::html;
use windward_core::views::drafts::drafts;

use super::{switch, wants};
use crate::{
    components::{empty, go, go_quietly},
    layout::{self, Head, Section},
    session::Me,
    words::{self, near},
};

/// Lines shown at once; the others follow when these are done.
const AT_ONCE: usize = 20;

pub(crate) async fn show(me: Me) -> Response {
    let facts = me.book.facts();
    let waiting = drafts(facts);
    let head = Head {
        title: "Lines to complete",
        lede: html! {
            p {
                @if waiting.is_empty() { "Lines you logged in passing wait here until you say what they show and what came of it." }
                @else { (wants(waiting.len())) " Say what came of them while you remember it." }
            }
        },
        section: Section::Evidence,
    };
    let body = html! {
        (switch(facts, "/evidence/drafts"))
        @if facts.evidence.is_empty() {
            (empty("Nothing is logged yet", "One line of what you did is enough to begin; it then waits here for the rest.", &go("/evidence#what", "Log the first")))
        } @else if waiting.is_empty() {
            (empty("Nothing waits", "Every line of the last two years says what it shows and what came of it.", &go("/evidence#what", "Log another")))
        } @else {
            @if let Some(first) = waiting.first() {
                div.actions { (go(&format!("/evidence/{}?queue=yes", first.of.id), "Begin with the latest")) }
            }
            section {
                ul.todo {
                    @for draft in waiting.iter().take(AT_ONCE) {
                        @let labels: Vec<&str> = draft.missing.iter().map(|it| it.label()).collect();
                        li {
                            span.when { (near(draft.of.it.on, facts.day)) }
                            div {
                                a.what href={ "/evidence/" (draft.of.id) "?queue=yes" } { (draft.of.it.what) }
                                p { "It does not say " (words::list(&labels)) "." }
                                @if let Some(first) = draft.missing.first() { p { (first.why()) } }
                            }
                            (go_quietly(&format!("/evidence/{}?queue=yes", draft.of.id), "Complete"))
                        }
                    }
                }
                @if waiting.len() > AT_ONCE { p.soft { (words::capital(&words::several(waiting.len() - AT_ONCE, "more line follows", "more lines follow"))) " when these are done." } }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}
