//! A handover: what a new manager gets to read.

use std::collections::HashSet;

use axum::{
    extract::RawQuery,
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Author, Counterpart, Of, Promise},
    views::{
        case,
        facts::Facts,
        talks::{
            handover::{Handover, MOST_OFFERED, Pick, handover},
            paper,
            partners::{With, manager},
        },
    },
};

use super::family;
use crate::{
    components::{empty, go, go_quietly},
    error::WebError,
    layout::{self, Head, Section},
    session::Me,
    words::{self, Known, near},
};

/// Whose time it is about, and which evidence is to be in it.
#[derive(Debug)]
struct Asked {
    with: String,
    pick: Pick,
}

impl Asked {
    /// Reads what the page was asked with: whose time, and the pieces that were ticked, once they were chosen.
    fn read(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let (mut with, mut chosen, mut pieces) = (String::new(), false, HashSet::new());
        for (name, value) in pairs.take(MOST_OFFERED + 2) {
            match &*name {
                "with" => with = value.into_owned(),
                "chosen" => chosen = true,
                "piece" => pieces.extend(value.parse::<ItemId>()),
                _ => {}
            }
        }
        let pick = if chosen {
            Pick::These(pieces)
        } else {
            Pick::Open
        };
        Self { with, pick }
    }
}

pub(crate) async fn show(me: Me, RawQuery(query): RawQuery) -> Result<Response, WebError> {
    let asked = Asked::read(query.as_deref());
    let facts = me.book.facts();
    let Some(with) = with(&me, &asked)? else {
        return Ok(nobody(&me));
    };
    let it = handover(&me.book.record, facts, with, &asked.pick);
    Ok(page(&me, &asked, &it))
}

/// The page as a text.
pub(crate) async fn text(me: Me, RawQuery(query): RawQuery) -> Result<Response, WebError> {
    let asked = Asked::read(query.as_deref());
    let facts = me.book.facts();
    let with = with(&me, &asked)?.ok_or(WebError::NotFound)?;
    let it = handover(&me.book.record, facts, with, &asked.pick);
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/markdown; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"handover-{}.md\"", me.book.today),
        ),
    ];
    Ok((headers, paper::handover(facts, &it)).into_response())
}

/// Whoever was asked for, else the manager, else whoever was it last.
fn with<'a>(me: &'a Me, asked: &Asked) -> Result<Option<With<'a>>, WebError> {
    let facts = me.book.facts();
    let of = if asked.with.is_empty() {
        manager(facts).or_else(|| last(facts))
    } else {
        let id = asked.with.parse().map_err(|_| WebError::NotFound)?;
        Some(
            me.book
                .record
                .get::<Counterpart>(id)
                .ok_or(WebError::NotFound)?,
        )
    };
    Ok(of.map(|of| With::counterpart(facts, of)))
}

fn last<'a>(facts: &Facts<'a>) -> Option<Of<'a, Counterpart>> {
    let all = facts.talks.counterparts.iter();
    let managers = all.filter(|of| of.it.relation == windward_core::record::Relation::Manager);
    managers
        .max_by_key(|of| (of.it.to, of.revision.seq))
        .copied()
}

fn nobody(me: &Me) -> Response {
    let head = Head {
        title: "Handover",
        lede: html! { p { "What was agreed, shown and promised, on one page for whoever comes next." } },
        section: Section::Conversations,
    };
    let body = html! {
        (family("/handover"))
        (empty("Nobody to take over from", "When a manager changes, what was agreed is easily gone with them. Say who your manager is; when they leave, this page has what the next one should know.", &html! { (go("/conversations#whom", "Say who it is")) }))
    };
    layout::page(me, me.book.facts(), &head, &body)
}

fn page(me: &Me, asked: &Asked, it: &Handover<'_>) -> Response {
    let facts = me.book.facts();
    let managers = facts.talks.counterparts.iter();
    let managers: Vec<_> = managers
        .filter(|of| of.it.relation == windward_core::record::Relation::Manager)
        .collect();
    let here = it.with.counterpart.map(|of| of.id);
    let head = Head {
        title: "Handover",
        lede: html! { p { "What was agreed, shown and promised with " (it.with.name()) ", for whoever comes next. What they said about your work is not in it: that is for you to tell." } },
        section: Section::Conversations,
    };
    let body = html! {
        (family("/handover"))
        @if managers.len() > 1 {
            form.row method="get" action="/handover" {
                label for="with" { "With" }
                select id="with" name="with" {
                    @for of in &managers { option value=(of.id) selected[Some(of.id) == here] { (facts.talks.who(of.it).or("your manager")) } }
                }
                button.quiet { "Show" }
            }
        }
        (confidential(it))
        @for case in case::open(facts) {
            div.notice.screen-only {
                p { "Your case for " a href={ "/cases/" (case.id) } { (case::rung_name(facts, case.it)) } " is open. It is yours and not in this text; whether you tell of it is for you to say. " a href={ "/cases/" (case.id) "/deciders" } { "Who decides" } " may have changed." }
            }
        }
        section {
            h2 { "Agreements" }
            @if it.agreements.is_empty() { p.soft { "None goes on. " a.screen-only href="/agreements/new" { "Write down what was agreed" } } }
            @for agreed in &it.agreements {
                div.card {
                    h3 { a href={ "/agreements/" (agreed.of.id) } { (agreed.of.it.what) } " " span.tag.quiet { "version " (agreed.version()) } }
                    p.soft { @if let Some(by) = agreed.of.it.by { "By " (Known(by)) ". " } (agreed.says()) }
                    ol.terms {
                        @for term in &agreed.of.it.terms {
                            li { (term.what) @if let Some(on) = term.shown { " " span.tag.good { "shown " (near(on, facts.day)) } } @if let Some(known_by) = &term.known_by { p.soft { (known_by) } } }
                        }
                    }
                    @if !agreed.deciders.is_empty() {
                        p.soft { "Who has to agree:" }
                        ul.plain.close {
                            @for decider in &agreed.deciders {
                                li { (facts.talks.who(decider.it).or("somebody")) ", " (decider.it.answer.label()) @if decider.outdated { ", to terms that have changed since" } }
                            }
                        }
                    }
                }
            }
        }
        section { div.halves {
            (promised(facts, "You promised", &it.promises.mine))
            (promised(facts, &format!("{} promised", words::capital(it.with.name())), &it.promises.theirs))
        } }
        (given(facts, &it.promises.given))
        section {
            h2 { "What was done" }
            @if it.evidence.is_empty() { p.soft { (if it.offered.is_empty() { "Nothing is logged of their time." } else { "Nothing of it is in here." }) } }
            ul.plain {
                @for of in &it.evidence {
                    li {
                        a href={ "/evidence/" (of.id) } { (of.it.what) } " " span.soft { (Known(of.it.on)) }
                        @if of.it.confidential { " " span.tag.warn { "confidential" } }
                        @if let Some(so_what) = &of.it.so_what { p.soft { (so_what) } }
                    }
                }
            }
            @if it.more > 0 { p.soft { "And " (words::several(it.more, "more piece", "more pieces")) ", in your evidence." } }
            (choice(asked, it))
        }
        div.actions { (go(&as_text(asked, it), "Take it away as a text")) (go_quietly("/sharing/new?of=handover", "Share a copy")) }
    };
    layout::page(me, facts, &head, &body)
}

/// What was left out, and that what is in it is not for everybody.
fn confidential(it: &Handover<'_>) -> Markup {
    html! {
        @if it.left_out > 0 {
            div.notice.screen-only {
                p { (words::capital(&words::several(it.left_out, "confidential piece of evidence is", "confidential pieces of evidence are"))) " left out. If the next manager is of the same employer, you can " a href="#choose" { "tick " (words::it_or_them(it.left_out)) } "." }
            }
        }
        @if it.evidence.iter().any(|of| of.it.confidential) {
            div.notice.warn.screen-only { p { "What is marked as confidential is in it. Whether it may go to whoever reads this is for you to find out; Windward does not know and does not say." } }
        }
    }
}

/// A tick for each piece; what is confidential has none until somebody sets it.
fn choice(asked: &Asked, it: &Handover<'_>) -> Markup {
    html! {
        @if !it.offered.is_empty() {
            details #choose.screen-only {
                summary { "Choose what is in it" }
                form method="get" action="/handover" {
                    input type="hidden" name="with" value=(whose(asked, it));
                    input type="hidden" name="chosen" value="yes";
                    @for of in &it.offered {
                        label.check {
                            input type="checkbox" name="piece" value=(of.id) checked[it.evidence.iter().any(|it| it.id == of.id)];
                            span {
                                (of.it.what) " " span.soft { (Known(of.it.on)) }
                                @if of.it.confidential { " " span.tag.warn { "confidential" } }
                            }
                        }
                    }
                    div.actions { button.quiet { "Show these" } }
                }
            }
        }
    }
}

fn whose(asked: &Asked, it: &Handover<'_>) -> String {
    let counterpart = it.with.counterpart;
    counterpart.map_or_else(|| asked.with.clone(), |of| of.id.to_string())
}

/// Where the same page is as a text.
fn as_text(asked: &Asked, it: &Handover<'_>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("with", &whose(asked, it));
    if let Pick::These(_) = asked.pick {
        query.append_pair("chosen", "yes");
        for of in &it.evidence {
            query.append_pair("piece", &of.id.to_string());
        }
    }
    format!("/handover/text?{}", query.finish())
}

/// What managers promised by their own hand, under the names that they wrote it with.
pub(super) fn given(facts: &Facts<'_>, promises: &[Of<'_, Promise>]) -> Markup {
    html! {
        @if !promises.is_empty() {
            section {
                h3 { "Promised by their own hand" }
                ul.plain {
                    @for of in promises {
                        li {
                            @if let Author::Other { name, .. } = &of.revision.author { strong { (name) } @if of.revision.imported { " (imported, author claimed)" } ": " }
                            (of.it.what) @if let Some(due) = of.it.due { " " span.soft { "by " (near(due, facts.day)) } }
                        }
                    }
                }
            }
        }
    }
}

fn promised(facts: &Facts<'_>, title: &str, promises: &[Of<'_, Promise>]) -> Markup {
    html! {
        section {
            h2 { (title) }
            @if promises.is_empty() { p.soft { "Nothing that is open." } }
            ul.plain {
                @for of in promises {
                    li { (of.it.what) @if let Some(due) = of.it.due { " " span.soft { "by " (near(due, facts.day)) } } }
                }
            }
        }
    }
}
