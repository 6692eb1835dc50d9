//! Signs of a plateau, each with what it rests on, and four ways out. No alarm, and no score.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::Sign,
    record::{RungTime, Settled},
    views::{
        facts::Facts,
        plateau::{
            Answer, Makes, Plateau, Proposal, Read, Rest, plateau, proposal, rule_in_words,
            ways_out,
        },
    },
};

use crate::{
    components::{Field, Kind, field, marks, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    session::Me,
    words::{self, Known, near},
};

pub(crate) async fn show(me: Me) -> Response {
    page(&me, &Form::default())
}

/// Takes a proposal: it becomes an experiment or an action, with its first step on Today.
pub(crate) async fn take(me: Me, form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let facts = me.book.facts();
    // A second click finds it taken already.
    let Some(taken) = proposal(facts, form.typed("key")) else {
        return Ok(Redirect::to("/actions").into_response());
    };
    let (on, framework) = (PartialDate::day(me.book.today), me.book.framework.hash);
    let mut experiment = None;
    me.act(once, |act| experiment = taken.take(act, on, framework))
        .await?;
    let to = experiment.map_or_else(|| "/actions".to_owned(), |id| format!("/experiments/{id}"));
    Ok(Redirect::to(&to).into_response())
}

/// 'This is where I want to be', until a day; or no longer.
pub(crate) async fn settle(me: Me, mut form: Form) -> Result<Response, WebError> {
    let (once, revises) = (form.once()?, form.revises()?);
    let standing = plateau(me.book.facts()).settled;
    if form.ticked("end") {
        if let Some(of) = standing {
            let revises = revises.unwrap_or(of.revision.entry_id);
            me.act(once, |act| act.withdraw(of.id, revises)).await?;
        }
        return Ok(Redirect::to("/plateau").into_response());
    }
    let until = form.date("until");
    match until {
        None if form.fault_of("until").is_none() => {
            form.fault("until", "Until when? You can say it again then.");
        }
        Some(until) if until.last_day() < me.book.today => {
            form.fault("until", "That is over already.");
        }
        _ => {}
    }
    let why = form.text("why", TEXT);
    let Some(until) = until.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    let settled = Settled {
        until,
        why,
        on: PartialDate::day(me.book.today),
        unknown: Map::new(),
    };
    me.act(once, |act| {
        act.put_one(standing.map(|of| of.id), revises, settled);
    })
    .await?;
    Ok(Redirect::to("/plateau").into_response())
}

/// Sets after how many months on a rung one wants to be asked; nothing goes back to one's own earlier spells.
pub(crate) async fn time(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let typed = form.text("months", LINE);
    let months = typed.as_ref().and_then(|text| {
        let number: Option<u16> = text.parse().ok();
        number.filter(|it| (1..=RungTime::MOST_MONTHS).contains(it))
    });
    if typed.is_some() && months.is_none() {
        form.fault(
            "months",
            format!(
                "Write whole months, from 1 to {}, or nothing.",
                RungTime::MOST_MONTHS
            ),
        );
    }
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    }
    let time = RungTime {
        months,
        on: PartialDate::day(me.book.today),
        unknown: Map::new(),
    };
    me.act(once, |act| {
        act.add(time);
    })
    .await?;
    Ok(Redirect::to("/plateau").into_response())
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let read = plateau(facts);
    let told = read.told().len();
    let head = Head {
        title: "Still moving?",
        lede: html! {
            p {
                @match (read.settled, told) {
                    _ if read.slow.is_some() => { "The signs rest, because it is a slow time. They are read, and they are told again when it is over." }
                    (Some(of), _) => { "This is where you want to be, you said " (near(of.it.on, facts.day)) ". The signs rest until " (Known(of.it.until)) "." }
                    (None, 0) if read.cannot_tell() => { "Too little is logged to say. That is not the same as standing still." }
                    (None, 0) => { "No sign of a plateau, as far as your record can tell." }
                    (None, 1) => { "One sign of a plateau. It may be a rest as well; only you know." }
                    (None, told) => { (words::capital(&words::small(told))) " signs of a plateau. They may be a rest as well; only you know." }
                }
            }
        },
        section: Section::CheckIns,
    };
    let body = html! {
        (super::check_in::family("/plateau"))
        (not_saved(form))
        section {
            ul.plain.signs { @for it in &read.signs { (sign(it, &read)) } }
            p.soft #rules { "Signs are listed, never added up. What is typical of a rung plays no part in them. " a.how href={ "/ladder" } { "The thresholds are those of your ladder’s file" } "; no study gives numbers that hold, so each says that it is a judgement." }
        }
        @if told > 0 { section { (super::talks::for_the_next(facts, "Whether I am still moving, and what could come next", None, "/plateau")) } }
        (settling(facts, &read, form))
        (ways(facts))
        (own_time(facts, form))
    };
    layout::page(me, facts, &head, &body)
}

fn sign(it: &Read<'_>, read: &Plateau<'_>) -> Markup {
    let (class, word) = match it.answer {
        Answer::Seen if read.rests() => ("tag quiet", "there, and resting"),
        Answer::Seen => ("tag ahead", it.answer.label()),
        Answer::NotSeen => ("tag good", it.answer.label()),
        Answer::CannotTell => ("tag quiet", it.answer.label()),
    };
    html! {
        li {
            strong { (it.rule.sign.label()) } " " span class=(class) { (word) }
            p {
                (it.says)
                @if it.rule.sign == Sign::LongOnRung { " " a.how href="#months" { "Set your own measure" } }
            }
            details {
                summary { "What it rests on" span.seen-not { ": " (it.rule.sign.label()) } }
                @if !it.rests_on.is_empty() {
                    ul {
                        @for rest in &it.rests_on {
                            li {
                                @match rest {
                                    Rest::Evidence(of, says) => { a href={ "/evidence/" (of.id) } { (of.it.what) } ", " (Known(of.it.on)) ". " (says) }
                                    Rest::CheckIn(of, says) => { a href={ "/check-in/" (of.id) } { (Known(of.it.on)) } ": " (says) }
                                    Rest::Setback(of, says) => { a href={ "/setbacks/" (of.id) } { (Known(of.it.on)) } ": " (says) }
                                    Rest::Case(of, says) => { a href={ "/cases/" (of.id) "/outcome" } { (says) } }
                                    Rest::Figure(says) => { (says) }
                                }
                            }
                        }
                    }
                }
                p.soft { (rule_in_words(it.rule)) }
                p.soft { "The threshold is " (it.rule.basis.label()) ": " (it.rule.why) }
            }
        }
    }
}

fn settling(facts: &Facts<'_>, read: &Plateau<'_>, form: &Form) -> Markup {
    html! {
        section.card {
            @if let Some(of) = read.settled {
                p { "You said " (near(of.it.on, facts.day)) " that this is where you want to be." @if let Some(why) = &of.it.why { " " (why) } }
                form method="post" action="/plateau/settle" {
                    (marks(Some(of.revision.entry_id)))
                    input type="hidden" name="end" value="yes";
                    button.quiet { "No longer" }
                }
            } @else {
                details open[form.fault_of("until").is_some()] {
                    summary { "This is where I want to be" }
                    p { "A valid answer. The signs then rest until a day that you set." }
                    form method="post" action="/plateau/settle" {
                        (marks(None))
                        (field(form, Field { name: "until", label: "Until", hint: "", kind: Kind::Date }))
                        (field(form, Field { name: "why", label: "Why", hint: "For yourself, when you read it again.", kind: Kind::Line { autocomplete: "off" } }))
                        div.actions { button { "Let the signs rest" } }
                    }
                }
            }
        }
    }
}

fn ways(facts: &Facts<'_>) -> Markup {
    html! {
        section {
            h2 { "Four ways out" }
            p.soft { "Each becomes something with a first step on Today. None has to be taken." }
            div.halves { @for out in &ways_out(facts) { div.card {
                h3 { (out.way.label()) }
                p.soft { (out.way.about()) }
                ul.plain { @for it in &out.proposals { (offer(it)) } }
                @match out.way {
                    windward_core::views::plateau::Way::Challenge => { p { a.how href="/experiments/new" { "Or design an experiment of your own" } } }
                    windward_core::views::plateau::Way::Move => {
                        p { a.how href="/opportunities/new" { "Or write down a role that you have seen" } }
                        p { a.how href="/destinations" { "Or choose another destination" } }
                    }
                    _ => {}
                }
            } }
            }
        }
    }
}

fn offer(it: &Proposal<'_>) -> Markup {
    html! {
        li.with-act {
            div {
                strong { (it.what) }
                p.soft { @if !it.why.is_empty() { (it.why) " " } "First step: " (words::sentence(&it.first_step)) }
            }
            form method="post" action="/plateau/take" {
                (marks(None))
                input type="hidden" name="key" value=(it.key);
                button.quiet { (if it.makes == Makes::Experiment { "Make it an experiment" } else { "Put it on Today" }) span.seen-not { ": " (it.what) } }
            }
        }
    }
}

fn own_time(facts: &Facts<'_>, form: &Form) -> Markup {
    let own = facts.growth.rung_time.and_then(|of| of.it.months);
    let standing = Form::filled([("months", own.map_or_else(String::new, |it| it.to_string()))]);
    let form = if form.fault_of("months").is_some() {
        form
    } else {
        &standing
    };
    html! {
        section.card {
            details open[form.fault_of("months").is_some()] {
                summary { "Your own measure of a long time" }
                form method="post" action="/plateau/time" {
                    (marks(None))
                    (field(form, Field { name: "months", label: "Ask me after this many months on a rung", hint: "Left empty, your own earlier times on a rung are the measure.", kind: Kind::Line { autocomplete: "off" } }))
                    div.actions { button { "Set the measure" } }
                }
            }
        }
    }
}
