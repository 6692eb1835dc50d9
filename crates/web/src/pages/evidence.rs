//! Evidence: what one did that others can verify. One line is enough; the rest can follow.

mod answers;
pub(crate) mod drafts;
mod filters;
pub(crate) mod one;
pub(crate) mod take;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::views::{
    drafts as waiting,
    evidence::{Carries, Piece, pieces},
    facts::Facts,
};

use self::filters::Asked;
use super::titles::undo_import;
use crate::{
    components::{go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    session::Me,
    text::Text,
    words::{self, near},
};

/// Pieces on one page of the list.
const ON_A_PAGE: usize = 50;

/// The pages about evidence: address and name.
const PAGES: [(&str, &str); 5] = [
    ("/evidence", "All evidence"),
    ("/evidence/drafts", "To complete"),
    ("/praise", "Praise"),
    ("/friday", "Friday minute"),
    ("/review", "Self-review"),
];

pub(crate) async fn list(me: Me, Query(asked): Query<Asked>) -> Response {
    listing(&me, &Form::default(), &asked)
}

/// Logs a piece of evidence, from one line or from a whole form.
pub(crate) async fn log(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(evidence) = answers::read(&me, &mut form) else {
        let page = listing(&me, &form, &Asked::default());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let bare = evidence.is_bare();
    let mut id = None;
    me.act(once, |act| id = Some(act.add(evidence))).await?;
    me.say(if bare {
        "Logged, and kept as it is. What more you say below can wait."
    } else {
        "Logged."
    });
    let to = match (form.back(), id) {
        // A line alone backs nothing yet; its page asks what it shows.
        (_, Some(id)) if bare => format!("/evidence/{id}"),
        (Some(back), _) => back.to_owned(),
        (None, _) => "/evidence".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// The way between the pages about evidence.
pub(super) fn switch(facts: &Facts<'_>, here: &str) -> Markup {
    between(waiting::count(facts), here)
}

/// The same, where so many lines wait to be completed.
fn between(waiting: usize, here: &str) -> Markup {
    html! {
        nav.switch aria-label="Evidence" {
            @for (href, name) in PAGES {
                a.button.quiet href=(href) aria-current=[(href == here).then_some("page")] {
                    (name)
                    @if href == "/evidence/drafts" && waiting > 0 { " (" (waiting) ")" }
                }
            }
        }
    }
}

/// ‘Five lines want two minutes.’
pub(super) fn wants(lines: usize) -> String {
    let minutes = waiting::minutes(lines);
    format!(
        "{} {} {}.",
        words::capital(&words::small(lines)),
        if lines == 1 {
            "line wants"
        } else {
            "lines want"
        },
        if minutes == 1 {
            "a minute".to_owned()
        } else {
            format!("{} minutes", words::small(minutes))
        },
    )
}

fn listing(me: &Me, form: &Form, asked: &Asked) -> Response {
    let facts = me.book.facts();
    let all = &facts.evidence;
    let (filter, faults) = asked.read(facts);
    let found = pieces(facts, &filter);
    let pages = found.len().div_ceil(ON_A_PAGE).max(1);
    let page = asked.page().clamp(1, pages);
    let shown = found.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE);
    let backs = |pieces: &[Piece<'_>]| {
        let backing = pieces.iter().filter(|it| it.carries == Carries::Backs);
        backing.count()
    };
    let backing = if filter.is_set() {
        backs(&pieces(facts, &filters::all()))
    } else {
        backs(&found)
    };
    let waiting = waiting::count(facts);
    let head = Head {
        title: "Evidence",
        lede: html! {
            p {
                @if all.is_empty() { "What you did that others can verify: it turns ‘I can’ into ‘here is where’. One line is enough to start." }
                @else {
                    (words::capital(&words::several(all.len(), "piece", "pieces")))
                    @if all.len() > 1 { ", " @if backing == 0 { "none" } @else { (words::small(backing)) } " of them backing what your rung and the next ask. " }
                    @else if backing == 0 { ", which does not back what your rung and the next ask. " }
                    @else { ", which backs what your rung and the next ask. " }
                    a.how href="/standing" { "How it counts" }
                }
            }
        },
        section: Section::Evidence,
    };
    let body = html! {
        @if let Some((act, count)) = asked.came(&me.book.record) {
            div.notice role="status" {
                p { (words::capital(&words::several(count, "piece", "pieces"))) " of evidence came in." }
                (undo_import(act))
            }
        }
        (between(waiting, "/evidence"))
        section.card.quick {
            form method="post" action="/evidence" {
                (marks(None))
                label for="what" { "What did you do that someone should remember?" }
                div.row {
                    input id="what" name="what" value=(form.typed("what")) autocomplete="off" placeholder="Shipped annual pricing; renewals up 6 points in the pilot"
                        aria-invalid=[form.fault_of("what").map(|_| "true")] aria-describedby=[form.fault_of("what").map(|_| "what-fault")];
                    button { "Log evidence" }
                }
                @if let Some(fault) = form.fault_of("what") { p.error #what-fault { (fault) } }
            }
        }
        @if waiting > 0 {
            div.notice { p { a href="/evidence/drafts" { (wants(waiting)) } " " (waiting::said_and_not(waiting)) } }
        }
        @if !all.is_empty() { (filters::form(facts, asked, &faults, filter.is_set())) }
        section {
            @if all.is_empty() { h2 { "Nothing is logged yet" } p { "Think of the last thing you shipped, decided or taught: what was it, and what came of it?" } }
            @else if filter.is_set() {
                h2 { (words::count(found.len(), "piece fits", "pieces fit")) }
                @if found.is_empty() { p { "No piece is like that. Leave something out of what you ask for, or look through everything: " a href="/search" { "search your whole record" } "." } }
            }
            ul.plain { @for piece in shown { (line(facts, piece)) } }
            @if pages > 1 {
                div.actions role="navigation" aria-label="Pages of evidence" {
                    @if page > 1 { (go_quietly(&asked.at(page - 1), "Newer")) }
                    span.soft { "Page " (page) " of " (pages) }
                    @if page < pages { (go_quietly(&asked.at(page + 1), "Older")) }
                }
            }
        }
        (take::section(all.len()))
    };
    layout::page(me, facts, &head, &body)
}

fn line(facts: &Facts<'_>, piece: &Piece<'_>) -> Markup {
    let it = piece.of.it;
    html! {
        li {
            a href={ "/evidence/" (piece.of.id) } { strong { (Text(&it.what)) } }
            div.soft {
                (near(it.on, facts.day)) " " (carries(piece.carries))
                @if it.confidential { " " span.tag.warn { "confidential" } }
            }
            @if let Some(so_what) = &it.so_what { p { (Text(so_what)) } }
            @if let Some(figure) = &it.figure { p { (figure) } }
            @if !it.skills.is_empty() {
                p.soft {
                    @for (index, shown) in it.skills.iter().enumerate() {
                        @if index > 0 { ", " }
                        @match facts.framework.skill(&shown.skill) {
                            Some(skill) => { a href={ "/skills/" (Text(skill.id.as_str())) } { (Text(&skill.name)) } " (" (Text(facts.framework.word(shown.proficiency))) ")" }
                            None => { (shown.skill) }
                        }
                    }
                }
            }
        }
    }
}

/// What a piece carries, as a tag.
fn carries(carries: Carries) -> Markup {
    let class = match carries {
        Carries::Backs => "tag good",
        Carries::Beside | Carries::Aged => "tag quiet",
        Carries::Bare => "tag ahead",
    };
    html! { span class=(class) { (carries.label()) } }
}
