//! The Friday minute: did, learned, who helped. Nobody has to.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    record::{Evidence, FridayMinute, Of},
    views::{due::same_week, facts::Facts},
};

use super::evidence::switch;
use crate::{
    components::{Field, Kind, field, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    session::Me,
    words::{self, near},
};

/// Earlier minutes on the page.
const AT_ONCE: usize = 26;

pub(crate) async fn show(me: Me) -> Response {
    let form = this_week(&me).map_or_else(Form::default, |of| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Form::filled([
            ("did", text(&of.it.did)),
            ("learned", text(&of.it.learned)),
            ("helped", text(&of.it.helped)),
        ])
    });
    page(&me, &form)
}

/// Writes the minute of this week; a second one in the same week replaces it.
pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let (once, revises) = (form.once()?, form.revises()?);
    let [did, learned, helped] = ["did", "learned", "helped"].map(|name| form.text(name, TEXT));
    if did.is_none() && learned.is_none() && helped.is_none() && form.is_good() {
        form.fault("did", "One of the three is enough; a few words will do.");
    }
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    }
    let on = PartialDate::day(me.book.today);
    let before = this_week(&me);
    let logged = did.clone().filter(|_| form.ticked("log"));
    let minute = FridayMinute {
        did,
        learned,
        helped,
        on: before.map_or(on, |of| of.it.on),
        unknown: before.map(|of| of.it.unknown.clone()).unwrap_or_default(),
    };
    let says = if logged.is_some() {
        "Kept, and logged as evidence too. Have a good weekend."
    } else {
        "Kept. Have a good weekend."
    };
    let hash = me.book.framework.hash;
    me.act(once, |act| {
        act.put_one(before.map(|of| of.id), revises, minute);
        if let Some(did) = logged {
            act.add(Evidence::line(did, on, hash));
        }
    })
    .await?;
    me.say(says);
    Ok(Redirect::to("/friday").into_response())
}

fn this_week(me: &Me) -> Option<Of<'_, FridayMinute>> {
    let facts = me.book.facts();
    let minutes = facts.fridays.iter();
    minutes.copied().find(|of| same_week(of.it.on, facts.day))
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let before = this_week(me);
    let all = &facts.fridays;
    let head = Head {
        title: "Friday minute",
        lede: html! {
            p {
                "What you did this week, what you learned, who helped. A minute, if you like; nobody counts the weeks without one. "
                @if before.is_some() { "This week’s is below, and can still be changed." }
            }
        },
        section: Section::Evidence,
    };
    let earlier = all
        .iter()
        .filter(|of| before.is_none_or(|it| it.id != of.id));
    let body = html! {
        (switch(facts, "/friday"))
        (not_saved(form))
        form.card method="post" action="/friday" {
            (marks_again(form, before.map(|of| of.revision.entry_id)))
            (field(form, Field { name: "did", label: "Did", hint: "What moved this week because of you?", kind: Kind::Text }))
            @if before.is_none() {
                label.check { input type="checkbox" name="log" value="yes" checked[form.ticked("log")]; "Log this as evidence too" }
            }
            (field(form, Field { name: "learned", label: "Learned", hint: "About the product, the work or yourself.", kind: Kind::Text }))
            (field(form, Field { name: "helped", label: "Who helped", hint: "And with what. Thank them, if you have not yet.", kind: Kind::Text }))
            div.actions { button { "Keep it" } }
        }
        @if earlier.clone().next().is_some() {
            section {
                h2 { "Earlier weeks" }
                ul.plain { @for of in earlier.clone().take(AT_ONCE) { (week(facts, *of)) } }
                @if all.len() > AT_ONCE + 1 { p.soft { (words::count(all.len(), "week", "weeks")) " in all: " a href="/timeline?kind=friday-minute" { "the timeline has every one" } "." } }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn week(facts: &Facts<'_>, of: Of<'_, FridayMinute>) -> Markup {
    let parts = [
        ("Did", &of.it.did),
        ("Learned", &of.it.learned),
        ("Helped", &of.it.helped),
    ];
    html! {
        li {
            h3 { (words::capital(&near(of.it.on, facts.day))) }
            dl {
                @for (label, text) in parts {
                    @if let Some(text) = text { dt { (label) } dd { (text) } }
                }
            }
            @if let Some(line) = of.it.learned.as_ref().or(of.it.did.as_ref()) { (super::talks::for_the_next(facts, line, Some(of.id), "/friday")) }
        }
    }
}
