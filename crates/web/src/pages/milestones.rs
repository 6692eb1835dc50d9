//! Milestones: the few weeks that decide years, on one page.

use axum::response::Response;
use maud::html;
use windward_core::views::facts::Facts;

use crate::{
    components::go_quietly,
    layout::{self, Head, Section},
    session::Me,
};

/// One of the milestones, in a line.
#[derive(Debug)]
pub(crate) struct Card {
    /// What it is called.
    pub(crate) title: &'static str,
    /// Where it is.
    pub(crate) href: &'static str,
    /// What stands in it now.
    pub(crate) says: String,
    /// What the way there is called.
    pub(crate) step: &'static str,
}

/// All of them, in the order of the page.
const CARDS: &[fn(&Facts<'_>) -> Card] = &[
    super::cases::card,
    super::opportunities::card,
    super::resume::card,
    super::setbacks::card,
];

pub(crate) async fn show(me: Me) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Milestones",
        lede: html! { p { "A promotion, a new role, a setback: the few weeks that decide years. Each has a place of its own, and the rest of your record works for it." } },
        section: Section::Milestones,
    };
    let body = html! {
        section.halves {
            @for card in CARDS {
                @let card = card(facts);
                div.card {
                    h2 { a href=(card.href) { (card.title) } }
                    p { (card.says) }
                    div.actions { (go_quietly(card.href, card.step)) }
                }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}
