//! Who can see what of mine: everything that is shared, with whom, until when, and how to end it.

pub(crate) mod ask;
pub(in crate::pages) mod copy;
pub(crate) mod managers;
pub(crate) mod offer;
mod sheet;
pub(crate) mod written;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Content, FeedbackAsk, Of, SharedCopy},
    views::{
        facts::Facts,
        sharing::{Freshness, copy_of, copy_of_course, freshness, is_confidential},
    },
};
use windward_store::{GrantRow, LinkFor, LookRow, NotAName, Reader, ShareLink};

use self::sheet::Sheet;
pub(in crate::pages) use self::sheet::{own_name, signs_in_as};
use super::record::not_in_the_sample;
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks},
    edge,
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    limits::Against,
    path::Path,
    session::Me,
    words::{self, Day},
};

/// How many looks stand on the page before one asks for all.
const FIRST_LOOKS: usize = 8;

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(of_the_sample(&me));
    }
    page(&me, &Form::default()).await
}

/// What stands here while one looks around in the sample: nobody's record is shared with nobody.
pub(in crate::pages) fn of_the_sample(me: &Me) -> Response {
    let mut page = not_in_the_sample(me, "Sharing");
    *page.status_mut() = StatusCode::OK;
    page
}

/// The page; a form of it that was refused keeps what was typed.
pub(super) async fn page(me: &Me, form: &Form) -> Result<Response, WebError> {
    let sheet = Sheet::read(me).await?;
    let facts = me.book.facts();
    let zone = edge::zone(&me.book.record);
    let head = Head {
        title: "Who sees what",
        lede: html! { p { (lede(&sheet)) } },
        section: Section::Sharing,
    };
    let body = html! {
        @if sheet.people.is_empty() && sheet.links.iter().all(|it| !it.row.stands(sheet.now)) {
            (empty("Nothing is shared", "Everything in your record is sealed to you. What somebody should see you share as a copy: one piece of evidence, an agreement, a packet, your course. You see here who has what, and end it with one button.", &go("/evidence", "Choose a piece of evidence")))
        }
        @for (reader, name, grants) in &sheet.people {
            section.card { (one_reader(me, facts, &zone, &sheet, *reader, name, grants)) }
        }
        (links(me, facts, &zone, &sheet))
        @if me.app.options.accounts { (managers::section(&zone, &sheet, form)) }
        section.card #share {
            h2 { "Share something more" }
            p { "Open a piece of evidence, an agreement, a promise, an experiment, a takeaway, a destination or a packet that you handed in, and choose ‘Share a copy’ there. Two things are made of the whole record:" }
            div.actions { (go_quietly("/sharing/new?of=course", "Share your course")) (go_quietly("/sharing/new?of=handover", "Share a handover")) }
            p { "Somebody who saw your work can also tell you what they saw, by a link that you send them." }
            div.actions { (go_quietly("/sharing/ask", "Ask somebody for feedback")) }
        }
        (looks(&zone, &sheet))
        (your_name(&sheet, form))
        (ended(&zone, &sheet))
        (limits(me))
    };
    let mut response = layout::page(me, facts, &head, &body);
    if !form.is_good() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn lede(sheet: &Sheet) -> String {
    let links = sheet.links.iter().filter(|it| it.row.stands(sheet.now));
    match (sheet.people.len(), links.count()) {
        (0, 0) => "Of your record, nobody can see anything but you.".to_owned(),
        (people, 0) => format!(
            "{} copies of something. Nobody sees more than stands here.",
            words::capital(&words::several(people, "person sees", "people see"))
        ),
        (0, links) => format!(
            "{} something. Nobody sees more than stands here.",
            words::capital(&words::several(links, "link opens", "links open"))
        ),
        (people, links) => format!(
            "{} copies of something, and {} something. Nobody sees more than stands here.",
            words::capital(&words::several(people, "person sees", "people see")),
            words::several(links, "link opens", "links open")
        ),
    }
}

fn day(at: Timestamp, zone: &TimeZone) -> Day {
    Day(at.to_zoned(zone.clone()).date())
}

fn until(grant: &GrantRow, zone: &TimeZone) -> Markup {
    html! {
        @match grant.until {
            Some(at) => { "until " (day(at, zone)) }
            None => { "until you end it" }
        }
    }
}

fn one_reader(
    me: &Me,
    facts: &Facts<'_>,
    zone: &TimeZone,
    sheet: &Sheet,
    reader: Reader,
    name: &str,
    grants: &[GrantRow],
) -> Markup {
    html! {
        h2 { (name) " can see" }
        (sheet.signs_in_as(reader))
        ul.plain {
            @for grant in grants {
                li {
                    (shared(me, facts, grant.item))
                    p.soft { "Since " (day(grant.created_at, zone)) ", " (until(grant, zone)) "." }
                    form method="post" action={ "/sharing/grants/" (grant.id) "/end" } { (marks(None)) button.quiet { "End this" span.seen-not { " for " (name) } } }
                }
            }
        }
        @if grants.len() > 1 {
            form method="post" action={ "/sharing/readers/" (reader) "/end" } { (marks(None)) button.quiet { "End all of it" span.seen-not { " for " (name) } } }
        }
    }
}

/// What is shared, and whether it still says what the record says.
fn shared(me: &Me, facts: &Facts<'_>, item: ItemId) -> Markup {
    let copy = facts.copies.iter().find(|of| of.id == item);
    let ask = me.book.record.get::<FeedbackAsk>(item);
    html! {
        @if let Some(of) = copy {
            strong { (copy::name(of.it)) } " "
            a href={ "/sharing/copies/" (item) } { "As they see it" }
            @match freshness(facts, of.it) {
                Freshness::Same | Freshness::Frozen => {}
                Freshness::Changed => {
                    p { span.tag.warn { "changed since" } " They see it as it was " (words::near(of.it.on, facts.day)) "." }
                    form method="post" action={ "/sharing/copies/" (item) "/renew" } { (marks(Some(of.revision.entry_id))) button.quiet { "Bring it up to date" span.seen-not { ", " (of.it.title) } } }
                }
                Freshness::Gone => { p { span.tag.warn { "removed since" } " You removed it from your record; they still see the copy." } }
            }
        }
        @else if let Some(of) = ask { strong { "A question about your work" } " to " (of.it.whom) }
        @else { strong { "Something that says nothing any more" } }
    }
}

fn links(me: &Me, facts: &Facts<'_>, zone: &TimeZone, sheet: &Sheet) -> Markup {
    let standing: Vec<&ShareLink> = sheet
        .links
        .iter()
        .filter(|it| it.row.stands(sheet.now))
        .collect();
    html! {
        @if !standing.is_empty() {
            section.card #links {
                h2 { "Whoever has a link can see" }
                ul.plain {
                    @for link in standing {
                        @let label = link.label.as_deref().unwrap_or("somebody");
                        @let reader = Reader::Link(link.row.id);
                        li {
                            @for grant in sheet.grants.iter().filter(|it| it.reader == reader && it.stands(sheet.now)) { (shared(me, facts, grant.item)) br; }
                            p.soft {
                                "Made for " (label) " on " (day(link.row.created_at, zone)) ", good until " (day(link.row.expires_at, zone)) ". "
                                @if let Some(at) = link.row.answered_at { "Answered " (day(at, zone)) ". " a href="/written" { "What they wrote" } }
                                @else if link.row.is_for == LinkFor::Answering { "Not answered yet." }
                                @else if sheet.looks.iter().any(|it| it.viewer == reader.to_string()) { "It was opened." }
                                @else { "Nobody has opened it yet." }
                            }
                            form method="post" action={ "/sharing/links/" (link.row.id) "/end" } { (marks(None)) button.quiet { "End this link" span.seen-not { ", for " (label) } } }
                        }
                    }
                }
            }
        }
    }
}

fn looks(zone: &TimeZone, sheet: &Sheet) -> Markup {
    html! {
        section #looks {
            h2 { "Who looked" }
            @if sheet.looks.is_empty() { p.soft { "Nobody yet. Each time somebody opens what you share, it stands here: who, what, and when; once an hour for the same thing." } }
            @else {
                (looked(zone, sheet, FIRST_LOOKS))
                @if sheet.looks.len() > FIRST_LOOKS { details { summary { "All " (sheet.looks.len()) } (looked(zone, sheet, usize::MAX)) } }
            }
        }
    }
}

fn looked(zone: &TimeZone, sheet: &Sheet, most: usize) -> Markup {
    html! {
        ul.plain.close {
            @for look in sheet.looks.iter().take(most) {
                li { (sheet.viewer(look)) (sheet.viewer_signs_in_as(look)) ", " (sheet.what(look)) " " span.soft { (words::moment(look.at, zone)) } }
            }
        }
    }
}

fn your_name(sheet: &Sheet, form: &Form) -> Markup {
    let mut filled = form.clone();
    if filled.typed("shown_name").is_empty() && filled.fault_of("shown_name").is_none() {
        filled.set("shown_name", sheet.name.clone());
    }
    html! {
        section.card #name {
            h2 { "The name that they see" }
            form method="post" action="/sharing/name" {
                (marks(None))
                (field(&filled, Field { name: "shown_name", label: "Your name", hint: "Where you share something, and where you write to somebody. It is readable for whoever runs the server.", kind: Kind::Line { autocomplete: "name" } }))
                div.actions { button.quiet { "Save the name" } }
            }
        }
    }
}

fn ended(zone: &TimeZone, sheet: &Sheet) -> Markup {
    let over: Vec<&GrantRow> = sheet
        .grants
        .iter()
        .filter(|it| !it.stands(sheet.now))
        .collect();
    html! {
        @if !over.is_empty() {
            section {
                details {
                    summary { (words::capital(&words::count(over.len(), "share", "shares"))) " that ended" }
                    ul.plain.close {
                        @for grant in over.iter().take(100) {
                            li { (sheet.named(grant.reader)) (sheet.signs_in_as(grant.reader)) ": from " (day(grant.created_at, zone)) " to " (day(grant.ended_at.or(grant.until).unwrap_or(sheet.now), zone)) }
                        }
                    }
                }
            }
        }
    }
}

/// Who else can read what, in plain words.
fn limits(me: &Me) -> Markup {
    html! {
        section #who {
            h2 { "Who can read what" }
            ul {
                li { strong { "Your record" } ": you, and nobody else. It is sealed under a key that only what you know or have opens." }
                li { strong { "A copy that you share" } ": those who stand above, for as long as they stand there. It lies readable in the database, so whoever runs this Windward" @if me.app.options.accounts { ", with access to the machine," } " can read it too. The original stays sealed." }
                li { strong { "What others write to you" } ": you, and whoever wrote it for as long as they are your manager. It lies readable in the database as well." }
                @if me.app.options.accounts {
                    li { strong { "An administrator" } ", in the program: that you have an account, its name, when you last signed in. No page of theirs shows a record, a copy, or with whom you share." }
                }
                li { strong { "After you end it" } ": the copy says nothing any more, in the database too. What somebody wrote down, printed or took a picture of meanwhile stays with them; so does what an older backup holds, for whoever can open that." }
                li { strong { "Your board and your setbacks" } " cannot be shared at all." }
            }
        }
    }
}

/// A copy as those see it who may read it.
pub(crate) async fn as_seen(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let of = facts.copies.iter().find(|of| of.id == id);
    let of = of.ok_or(WebError::NotFound)?;
    let hash = of.it.framework;
    let framework = me.app.frameworks.get(&me.app.instance, hash).await?;
    let owner = own_name(&me).await?;
    let reading = copy::Reading {
        framework: &framework,
        day: me.book.today,
        owner: &owner,
    };
    let head = Head {
        title: &of.it.title,
        lede: html! { p { "As those see it who may read it, copied " (words::near(of.it.on, facts.day)) ". " a href="/sharing" { "Who that is" } } },
        section: Section::Sharing,
    };
    let body = copy::card(of.it, reading);
    Ok(layout::page(&me, facts, &head, &body))
}

/// Saves the name that others see.
pub(crate) async fn rename(me: Me, mut form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Sharing"));
    }
    let name = form.needed("shown_name", LINE, "What are you called?");
    let Some(name) = name else {
        return page(&me, &form).await;
    };
    let (instance, person) = (&me.app.instance, me.store().person());
    let asks = [Against::thing("names", &person.person().to_string())];
    if let Err(wait) = me.app.limits.count(&asks, me.app.now()) {
        let minutes = wait.as_mins() + 1;
        form.fault(
            "shown_name",
            format!("Those were many names. Try again in {minutes} minutes."),
        );
        return page(&me, &form).await;
    }
    match instance.call(person, &name).await {
        Ok(()) => {}
        Err(NotAName::Store(error)) => return Err(error.into()),
        Err(why) => {
            form.fault("shown_name", sentence(&why));
            return page(&me, &form).await;
        }
    }
    me.app.limits.forgive(&asks);
    me.say("Saved.");
    Ok(Redirect::to("/sharing#name").into_response())
}

/// Ends one share.
pub(crate) async fn end_grant(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    end(&me, |it| it.id == id).await
}

/// Ends all that somebody sees.
pub(crate) async fn end_reader(me: Me, Path(reader): Path<String>) -> Result<Response, WebError> {
    let reader: Reader = reader.parse().map_err(|_| WebError::NotFound)?;
    end(&me, |it| it.reader == reader).await
}

async fn end(me: &Me, which: impl Fn(&GrantRow) -> bool) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(me, "Sharing"));
    }
    let (instance, person, now) = (&me.app.instance, me.store().person(), me.app.now());
    let grants = instance.grants_of(person).await?;
    let ids: Vec<i64> = grants
        .iter()
        .filter(|it| which(it))
        .map(|it| it.id)
        .collect();
    if ids.is_empty() {
        return Err(WebError::NotFound);
    }
    instance.end_grants(person, ids, now).await?;
    instance.close_copies(person, now).await?;
    me.say("It is ended. They see nothing of it any more.");
    Ok(Redirect::to("/sharing").into_response())
}

/// Ends a link.
pub(crate) async fn end_link(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Sharing"));
    }
    let (instance, person, now) = (&me.app.instance, me.store().person(), me.app.now());
    let links = instance.share_links_of(person).await?;
    if !links.iter().any(|it| it.row.id == id) {
        return Err(WebError::NotFound);
    }
    instance.end_share_link(person, id, now).await?;
    instance.close_copies(person, now).await?;
    me.say("The link is ended. It leads nowhere any more.");
    Ok(Redirect::to("/sharing").into_response())
}

/// Puts what the record says now in the place of what a copy says.
pub(crate) async fn renew(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Sharing"));
    }
    let facts = me.book.facts();
    let of = facts.copies.iter().find(|of| of.id == id);
    let of: Of<'_, SharedCopy> = *of.ok_or(WebError::NotFound)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let now = match of.it.copy_of {
        Some(original) => copy_of(facts, original),
        None => copy_of_course(facts),
    };
    let now = now.map_err(|why| WebError::Form(sentence(&why)))?;
    if is_confidential(&now) && !is_confidential(of.it) {
        // It was marked since: sharing it is decided anew.
        let original = of.it.copy_of.map(|it| it.to_string()).unwrap_or_default();
        return Ok(Redirect::to(&format!("/sharing/new?of={original}")).into_response());
    }
    me.act(form.once()?, |act| act.share().put(id, Some(revises), now))
        .await?;
    let person = me.store().person();
    let instance = &me.app.instance;
    instance.close_earlier(person, id, me.app.now()).await?;
    me.say("They see it as it is now.");
    Ok(Redirect::to("/sharing").into_response())
}

/// On the page of an item: whether a copy of it is shared, and the way to share one.
pub(in crate::pages) fn status(me: &Me, id: ItemId) -> Markup {
    let facts = me.book.facts();
    let copied = facts.copies.iter().any(|of| of.it.copy_of == Some(id));
    html! {
        @if !me.sample {
            @if copied { span.tag.course { "a copy is shared" } " " a.button.quiet href="/sharing" { "Who sees it" } }
            (go_quietly(&format!("/sharing/new?of={id}"), "Share a copy"))
        }
    }
}

/// What a look was at, where it is a copy or a question of this record.
fn titled(me: &Me, look: &LookRow) -> Option<String> {
    let id: ItemId = look.what.parse().ok()?;
    let thread = me.book.record.thread(id)?;
    let said = thread.revisions().iter().rev();
    let mut said = said.filter_map(|it| it.content.as_ref());
    said.find_map(|content| match content {
        Content::SharedCopy(it) => Some(it.title.clone()),
        Content::FeedbackAsk(_) => Some("a question about your work".to_owned()),
        _ => None,
    })
}
