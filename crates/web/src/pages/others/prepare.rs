//! A conversation to prepare, from the manager's side: what was promised, what was agreed and is not shown yet, what is new.

use maud::{Markup, html};
use windward_core::order::InOrder;
use windward_core::record::{Agreement, Content, Evidence, Of, SharedCopy};
use windward_store::Looked;

use super::promised;
use crate::{
    session::Me,
    words::{Known, near},
};

/// Pieces of evidence worth a word in one conversation.
const MOST_EVIDENCE: usize = 5;

pub(super) fn section(me: &Me, it: &Looked, copies: &[Of<'_, SharedCopy>]) -> Markup {
    let shared: Vec<&SharedCopy> = copies.iter().map(|of| of.it).collect();
    let items = || shared.iter().flat_map(|it| &it.items);
    let agreements: Vec<&Agreement> = items()
        .filter_map(|item| match &item.content {
            Content::Agreement(it) if it.ended.is_none() => Some(it),
            _ => None,
        })
        .collect();
    let mut evidence: Vec<&Evidence> = items()
        .filter_map(|item| match &item.content {
            Content::Evidence(it) => Some(it),
            _ => None,
        })
        .collect();
    evidence.order_by_key(|it| std::cmp::Reverse(it.until()));
    html! {
        section.card #prepare {
            h2 { "To prepare a conversation" }
            (promised(it, &shared, me.book.today))
            @for agreement in &agreements {
                @let open: Vec<_> = agreement.terms.iter().filter(|term| term.shown.is_none()).collect();
                h3 { (agreement.what) @if let Some(by) = agreement.by { " " span.soft { "by " (Known(by)) } } }
                @if open.is_empty() { p.soft { "Everything in it was shown." } }
                @else {
                    p.soft { "Not shown yet:" }
                    ul.plain.close { @for term in &open { li { (term.what) @if let Some(known) = &term.known_by { p.soft { (known) } } } } }
                }
            }
            @if !evidence.is_empty() {
                h3 { "What they did lately" }
                ul.plain.close { @for it in evidence.iter().take(MOST_EVIDENCE) { li { (it.what) " " span.soft { (near(it.until(), me.book.today)) } } } }
            }
            p { "Worth asking: what they would like to do next, what they need from you for it, and what you could stop doing." }
            @if agreements.is_empty() && evidence.is_empty() { p.soft { "What they share of agreements, promises and evidence is gathered here before you talk." } }
        }
    }
}
