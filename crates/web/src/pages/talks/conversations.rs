//! Conversations: with whom next, what waits for it, and those that were held.

use axum::response::Response;
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    record::{Conversation, Of},
    views::{
        facts::Facts,
        talks::{
            partners::{Partner, partners, waiting},
            promises::promises,
            said,
            who::unnamed,
        },
    },
};

use super::{counterpart, family, known_people, notes};
use crate::{
    components::{empty, go, go_quietly, marks, not_saved},
    form::Form,
    layout::{self, Head, Section},
    session::Me,
    words::{self, near},
};

/// Conversations on the page; earlier ones are on the timeline.
const AT_ONCE: usize = 30;

/// Open feedback on the page.
const MOST_OPEN: usize = 10;

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(super) fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let partners = partners(facts);
    let head = Head {
        title: "Conversations",
        lede: html! { p { (lede(facts, &partners)) } },
        section: Section::Conversations,
    };
    let waiting = waiting(facts);
    let open = said::open(facts);
    let (ahead, past): (Vec<_>, Vec<_>) = facts
        .talks
        .conversations
        .iter()
        .copied()
        .partition(|of| !of.it.held);
    let in_note = form.fault_of("line").is_some();
    let in_who = !form.is_good() && !in_note;
    let body = html! {
        (family("/conversations"))
        (not_saved(form))
        @if partners.is_empty() {
            (empty("Managers are not mind readers", "Say who your manager is and how often you want to talk about your career, apart from the weekly one-to-one. The sheet for the first conversation is then ready in a minute.", &html! { (go("#whom", "Say who it is")) (go_quietly("/conversations/prepare", "See a sheet first")) }))
        } @else {
            section.halves { @for it in &partners { (card(facts, it)) } }
        }
        section #notes {
            h2 { "For the next conversation" }
            @if waiting.is_empty() { p.soft { "Nothing waits. What comes to mind between two conversations is forgotten by the next; a line here is on its sheet." } }
            @else { (notes::list(facts, &waiting)) }
            (notes::add_form(facts, form, &partners))
        }
        @if !open.is_empty() {
            section {
                h2 { "Said, and not answered yet" }
                ul.plain { @for it in open.iter().take(MOST_OPEN) { (super::feedback::line(facts, it)) } }
                @if open.len() > MOST_OPEN { p.soft { "And " (words::thousands(open.len() - MOST_OPEN)) " earlier ones." } }
            }
        }
        @if !ahead.is_empty() {
            section {
                h2 { "Ahead" }
                ul.plain { @for of in &ahead { (line(facts, *of)) } }
            }
        }
        @if !past.is_empty() {
            section {
                h2 { "Held" }
                ul.plain { @for of in past.iter().take(AT_ONCE) { (line(facts, *of)) } }
                @if past.len() > AT_ONCE { p.soft { "These are the latest " (AT_ONCE) "; " a href="/timeline?kind=conversation" { "the timeline has all of them" } "." } }
            }
        }
        section.card {
            details open[in_who || partners.is_empty()] {
                summary { (if partners.is_empty() { "Whom you talk with" } else { "Somebody else you talk with" }) }
                form method="post" action="/conversations/with" {
                    (marks(None))
                    (counterpart::fields(form))
                    div.actions { button { "Keep it" } }
                }
            }
        }
        (known_people(me))
    };
    layout::page(me, facts, &head, &body)
}

fn lede(facts: &Facts<'_>, partners: &[Partner<'_>]) -> String {
    let name = |it: &Partner<'_>| {
        facts
            .talks
            .who(it.of.it)
            .or(unnamed(it.of.it.relation))
            .to_owned()
    };
    let due: Vec<String> = partners
        .iter()
        .filter(|it| it.is_due(facts.day))
        .map(name)
        .collect();
    let open = promises(facts);
    let promised = match open.mine.len() + open.theirs.len() {
        0 => "No promise is open.".to_owned(),
        number => format!(
            "{} open.",
            words::capital(&words::several(number, "promise is", "promises are"))
        ),
    };
    if partners.is_empty() {
        return "What you want, what was said about your work, and what both of you promised."
            .to_owned();
    }
    if due.is_empty() {
        return format!("No conversation is due. {promised}");
    }
    let due_now = match due.as_slice() {
        [one] => format!("A conversation with {one} is due."),
        several => format!("Conversations with {} are due.", words::list(several)),
    };
    format!("{due_now} {promised}")
}

fn card(facts: &Facts<'_>, it: &Partner<'_>) -> Markup {
    let of = it.of;
    let name = facts.talks.who(of.it).or(unnamed(of.it.relation));
    html! {
        div.card.play {
            h2 { (name) " " span.tag.quiet { (of.it.relation.label()) } @if it.is_due(facts.day) { " " span.tag.ahead { "due" } } }
            p.soft {
                @match it.last {
                    Some(last) => { "You last talked " a href={ "/conversations/" (last.id) } { (near(last.it.on, facts.day)) } ". " }
                    None => { "You have not talked yet. " }
                }
                @if let Some(planned) = it.planned {
                    a href={ "/conversations/" (planned.id) } { "The next one" }
                    @match planned.it.planned { Some(on) => { " is " (near(on, facts.day)) ". " } None => { " is begun. " } }
                } @else if let Some(due) = it.due.filter(|due| *due > facts.day) {
                    "The next one is due " (near(PartialDate::day(due), facts.day)) ". "
                }
                @if !it.notes.is_empty() { (words::capital(&words::several(it.notes.len(), "line waits", "lines wait"))) " for it. " }
                @if !of.it.goals.is_empty() { (words::capital(&words::several(of.it.goals.len(), "goal", "goals"))) " of theirs noted." }
            }
            div.acts {
                (go(&format!("/conversations/prepare?with={}", of.id), "Prepare"))
                (go_quietly(&format!("/conversations/record?with={}", of.id), "Record"))
                (go_quietly(&format!("/conversations/with/{}", of.id), "Change it"))
            }
        }
    }
}

fn line(facts: &Facts<'_>, of: Of<'_, Conversation>) -> Markup {
    let it = of.it;
    let name = facts.talks.who(it).or(unnamed(it.relation));
    let said = said::of_conversation(facts, of.id).len();
    html! {
        li {
            a href={ "/conversations/" (of.id) } { strong { (name) } } " "
            span.soft {
                @if it.held { (near(it.on, facts.day)) }
                @else {
                    @match it.planned { Some(on) => { (near(on, facts.day)) } None => { "no day yet" } }
                    @if it.prepared.is_some() { ", prepared" }
                }
                @if said > 0 { ", " (words::several(said, "thing", "things")) " said" }
            }
            @if let Some(note) = &it.note { p.soft { (short(note)) } }
        }
    }
}

/// The beginning of a note.
fn short(note: &str) -> String {
    const MOST: usize = 160;
    let mut short: String = note.chars().take(MOST).collect();
    if note.chars().count() > MOST {
        short.push('…');
    }
    short
}
