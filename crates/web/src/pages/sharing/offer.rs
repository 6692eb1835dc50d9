//! Sharing something: what others would see, with whom, and for how long.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    id::ItemId,
    record::{SharedCopy, Shows},
    views::{
        facts::Facts,
        sharing::{NotCopied, copy_of, copy_of_course, copy_of_handover, is_confidential},
        talks::{
            handover::{Pick, handover},
            paper,
            partners::{With, manager},
        },
    },
};
use windward_store::{LinkFor, NewLink, NotShared, Reader, ShareToken};

use super::{
    copy::{Reading, card},
    managers,
    sheet::Sheet,
};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks, not_saved, to_copy},
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    pages::record::not_in_the_sample,
    session::Me,
};

/// Of what a copy is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    of: String,
}

/// For how long, by its word, what a page calls it, and the days of it.
const TIMES: [(&str, &str, Option<i64>); 4] = [
    ("month", "a month", Some(31)),
    ("quarter", "three months", Some(92)),
    ("year", "a year", Some(366)),
    ("open", "until I end it", None),
];

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    if me.sample {
        return Ok(super::of_the_sample(&me));
    }
    let copy = match copied(me.book.facts(), &asked.of) {
        Ok(copy) => copy,
        Err(why) => return refused(&me, why),
    };
    let form = Form::filled([("time", "quarter".to_owned())]);
    page(&me, &asked.of, &copy, &form).await
}

/// The copy that is asked for, made of the record as it stands.
fn copied(facts: &Facts<'_>, of: &str) -> Result<SharedCopy, NotCopied> {
    match of {
        "course" => copy_of_course(facts),
        "handover" => {
            let with = manager(facts).or(facts.talks.counterparts.first().copied());
            let with = with.ok_or(NotCopied::Nothing)?;
            let with = With::counterpart(facts, with);
            let it = handover(facts.record, facts, with, &Pick::Open);
            Ok(copy_of_handover(facts, paper::handover(facts, &it)))
        }
        id => copy_of(facts, id.parse().map_err(|_| NotCopied::Gone)?),
    }
}

fn refused(me: &Me, why: NotCopied) -> Result<Response, WebError> {
    if why == NotCopied::Gone {
        return Err(WebError::NotFound);
    }
    let head = Head {
        title: "Share a copy",
        lede: html! { p { (sentence(&why)) } },
        section: Section::Sharing,
    };
    let body = empty(
        "Nothing to share here",
        "A course is made of roles, a handover of what you agreed and promised with your manager.",
        &html! { (go("/roles", "Your roles")) (go_quietly("/conversations#whom", "Say who your manager is")) },
    );
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

async fn page(me: &Me, of: &str, copy: &SharedCopy, form: &Form) -> Result<Response, WebError> {
    let sheet = Sheet::of_now(me).await?;
    let reading = Reading {
        framework: &me.book.framework,
        day: me.book.today,
        owner: &sheet.name,
    };
    let head = Head {
        title: "Share a copy",
        lede: html! { p { "This is all that they would see. The original stays sealed, and the copy stays as it is here until you bring it up to date or end it." } },
        section: Section::Sharing,
    };
    let body = html! {
        (not_saved(form))
        section { h2 { (super::copy::name(copy)) } (card(copy, reading)) }
        form method="post" action="/sharing/new" {
            (marks(None))
            input type="hidden" name="of" value=(of);
            @if is_confidential(copy) { (confidential(form)) }
            section.card {
                h2 { "With whom" }
                (readers(me, &sheet, form))
            }
            section.card {
                h2 { "For how long" }
                (field(form, Field { name: "time", label: "They can see it for", hint: "A link is good for a year at most. You can end it earlier at any time.", kind: Kind::One(&TIMES.map(|(word, label, _)| (word.to_owned(), label.to_owned()))) }))
            }
            div.actions { button { "Share it" } (go_quietly("/sharing", "Who sees what")) }
        }
        section { p.soft { "A copy lies readable in the database for whoever runs this Windward, for as long as it is shared. Everybody who opens it is noted, and you see it. " a.how href="/sharing#who" { "Who can read what" } } }
    };
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    if !form.is_good() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(page)
}

/// What must not leave the employer leaves by a decision alone.
fn confidential(form: &Form) -> Markup {
    let fault = form.fault_of("may_leave");
    html! {
        div.notice.warn {
            p { "It is marked as confidential: it must not leave your employer. Whether whoever gets it may read it is for you to know." }
            label.check { input type="checkbox" id="may_leave" name="may_leave" value="yes" checked[form.ticked("may_leave")] aria-describedby=[fault.map(|_| "may_leave-fault")]; span { "They may read it" } }
            @if let Some(fault) = fault { p.error #may_leave-fault { (fault) } }
        }
    }
}

fn readers(me: &Me, sheet: &Sheet, form: &Form) -> Markup {
    let accounts = me.app.options.accounts;
    let chosen = form.typed("to");
    let known = known(sheet);
    let first = known.first().map_or("link", |(id, _)| id.as_str());
    let is_chosen = |it: &str| {
        if chosen.is_empty() {
            it == first
        } else {
            it == chosen
        }
    };
    let fault = form.fault_of("to");
    html! {
        @if let Some(fault) = fault { p.error { (fault) } }
        @if accounts {
            fieldset #to {
                legend { "They get it" }
                @for (id, name) in &known {
                    label.check { input type="radio" name="to" value=(id) checked[is_chosen(id)]; span { (name) } }
                }
                label.check { input type="radio" name="to" value="account" checked[is_chosen("account")]; span { "Somebody else with an account here" } }
                label.check { input type="radio" name="to" value="link" checked[is_chosen("link")]; span { "Whoever has a link that I make now" } }
            }
            (field(form, Field { name: "account", label: "The name they sign in with", hint: "For somebody else with an account.", kind: Kind::Line { autocomplete: "off" } }))
        } @else {
            input type="hidden" name="to" value="link";
            @if me.app.elsewhere.is_none() {
                div.notice.warn { p { "This Windward is reached from this machine alone, and so is a link to it. To show something to somebody elsewhere, take it away as a file: an agreement, a packet, a handover and your résumé each have one." } }
            }
        }
        (field(form, Field { name: "label", label: "Who gets the link", hint: "So that you know later which link is whose. They do not see it.", kind: Kind::Line { autocomplete: "off" } }))
    }
}

/// Whoever is a manager or sees something already, by number and name.
fn known(sheet: &Sheet) -> Vec<(String, String)> {
    let managers = sheet.managers.iter();
    let managers = managers.map(|(id, name, _)| {
        let name = told_apart(sheet, Reader::Person(*id), name);
        (id.to_string(), format!("{name}, your manager"))
    });
    let mut known: Vec<(String, String)> = managers.collect();
    for (reader, name, _) in &sheet.people {
        let id = reader.to_string();
        if !known.iter().any(|it| it.0 == id) {
            known.push((id, told_apart(sheet, *reader, name)));
        }
    }
    known
}

/// A name, with the one that nobody else can have.
fn told_apart(sheet: &Sheet, reader: Reader, name: &str) -> String {
    match sheet.account(reader) {
        Some(account) => format!("{name} (signs in as {account})"),
        None => name.to_owned(),
    }
}

/// Shares it.
pub(crate) async fn make(me: Me, mut form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Sharing"));
    }
    let of = form.typed("of").to_owned();
    let copy = match copied(me.book.facts(), &of) {
        Ok(copy) => copy,
        Err(why) => return refused(&me, why),
    };
    if is_confidential(&copy) && !form.ticked("may_leave") {
        form.fault(
            "may_leave",
            "Say that they may read it, or share something else.",
        );
    }
    let (now, to) = (me.app.now(), form.typed("to").to_owned());
    let days = TIMES.iter().find(|it| it.0 == form.typed("time"));
    let days = days.map_or(Some(92), |it| it.2);
    let until = days.map(|days| now + SignedDuration::from_hours(24 * days));
    let reader = match &*to {
        "link" => {
            form.needed("label", LINE, "Who gets it?");
            None
        }
        "account" => {
            let missing = "Which name do they sign in with?";
            let id = managers::account(&me, &mut form, "account", missing).await?;
            id.map(Reader::Person)
        }
        known => {
            let reader = known.parse().ok();
            let sheet = Sheet::of_now(&me).await?;
            let reader = reader.filter(|_| self::known(&sheet).iter().any(|it| it.0 == known));
            if reader.is_none() {
                form.fault("to", "With whom?");
            }
            reader
        }
    };
    if !form.is_good() {
        return page(&me, &of, &copy, &form).await;
    }
    let Some(reader) = reader else {
        return link(&me, &form, copy, until).await;
    };
    let (instance, person) = (&me.app.instance, me.store().person());
    if let Err(why) = instance.may_share(person, false, now).await {
        return not_shared(&me, why);
    }
    let item = write(&me, &form, copy).await?;
    if let Err(why) = instance.share(person, &[item], reader, until, now).await {
        instance.close_refused(person, item, now).await?;
        return not_shared(&me, why);
    }
    me.say("It is shared. You can end it here at any time.");
    Ok(Redirect::to("/sharing").into_response())
}

pub(super) fn not_shared(me: &Me, why: NotShared) -> Result<Response, WebError> {
    match why {
        NotShared::Store(error) => Err(error.into()),
        why => {
            me.say(sentence(&why));
            Ok(Redirect::to("/sharing").into_response())
        }
    }
}

/// Writes a copy, unless the very same one is there; its id.
async fn write(me: &Me, form: &Form, copy: SharedCopy) -> Result<ItemId, WebError> {
    let facts = me.book.facts();
    let same = |it: &SharedCopy| {
        it.shows == copy.shows
            && it.copy_of == copy.copy_of
            && it.revision == copy.revision
            && it.items == copy.items
            && it.text == copy.text
    };
    // One that came in with an import lies sealed, and nobody could be let read it.
    let there = facts.copies.iter();
    let mut there = there.filter(|of| !of.revision.imported);
    let there = there.find(|of| same(of.it));
    let item = if let Some(of) = there {
        of.id
    } else {
        let mut made = None;
        me.act(form.once()?, |act| {
            made = Some(act.share().add(copy));
        })
        .await?;
        made.ok_or(WebError::NotFound)?
    };
    super::sheet::go_by_own_name(me).await?;
    Ok(item)
}

/// Makes a link, and shows it this once.
async fn link(
    me: &Me,
    form: &Form,
    copy: SharedCopy,
    until: Option<Timestamp>,
) -> Result<Response, WebError> {
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(Redirect::to("/sharing#links").into_response());
    }
    let year = SignedDuration::from_hours(24 * 366);
    let label = form.typed("label").trim().to_owned();
    let what = match copy.shows {
        Shows::Course => "your course",
        _ => "it",
    };
    let lede = html! { p { "Whoever has it sees " (what) ", and nothing else of yours." } };
    let (instance, person, now) = (&me.app.instance, me.store().person(), me.app.now());
    if let Err(why) = instance.may_share(person, true, now).await {
        return not_shared(me, why);
    }
    let item = write(me, form, copy).await?;
    let new = NewLink {
        is_for: LinkFor::Reading,
        label,
        items: vec![item],
        expires_at: until.unwrap_or(now + year),
    };
    match instance.new_share_link(person, new, now).await {
        Ok(token) => Ok(once(me, "The link", &lede, &token)),
        Err(why) => {
            instance.close_refused(person, item, now).await?;
            not_shared(me, why)
        }
    }
}

/// A link that is shown this once.
pub(super) fn once(me: &Me, title: &str, lede: &Markup, token: &ShareToken) -> Response {
    let address = format!("{}/s/{}", me.app.address(), token.reveal().as_str());
    let head = Head {
        title,
        lede: lede.clone(),
        section: Section::Sharing,
    };
    let body = html! {
        section.card {
            (to_copy("link", "The link", &address))
            p.soft { "It is shown this once and stored nowhere. Send it in a way that nobody else reads: whoever has it can open it." }
            div.actions { (go_quietly("/sharing#links", "I have it")) }
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}
