//! Updates: the notes about a month, which of them is being written, and who got which.

pub(crate) mod draft;
pub(crate) mod groups;
pub(crate) mod left;
pub(crate) mod send;
pub(crate) mod take;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::{PartialDate, Precision},
    id::ItemId,
    record::{Of, Recipient, Update, UpdateGroup, UpdateState},
    views::{
        people::Directory,
        updates::{self, Copy, members},
    },
};
use windward_formats::mail::note;
use windward_post::MailServer;

use super::choices::or_none;
use crate::{
    components::{Field, Kind, empty, field, marks, not_saved, switch},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    post,
    session::Me,
    words::{capital, near, several},
};

/// What the page of one is called: its subject.
fn title(it: &Update) -> &str {
    match it.subject.trim() {
        "" => "Update",
        subject => subject,
    }
}

pub(crate) async fn list(me: Me) -> Result<Response, WebError> {
    if is_news(&me).await? {
        return Ok(Redirect::to("/updates").into_response());
    }
    let month = updates::month(me.book.today);
    let group = updates::last_group(&me.book.record);
    let group = group.map_or_else(String::new, |of| of.id.to_string());
    let form = Form::filled([("month", month.to_string()), ("group", group)]);
    Ok(listing(&me, &form))
}

/// Begins one from the evidence of a month, for everybody whom a group means.
pub(crate) async fn begin(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let month = form.typed("month").trim().parse::<PartialDate>().ok();
    let month = month.filter(|month| month.precision() == Precision::Month);
    match month {
        None => form.fault(
            "month",
            "Which month is it about? Write a year and a month: 2026-10.",
        ),
        Some(month) if month.is_after(me.book.today) => form.fault(
            "month",
            "That month lies ahead; there is nothing of it yet.",
        ),
        Some(_) => {}
    }
    let group = form.typed("group").parse().ok();
    let group = group.and_then(|id| me.book.record.get::<UpdateGroup>(id));
    let Some(month) = month.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    let update = begun(&me, month, group);
    let mut id = None;
    me.act(once, |act| id = Some(act.add(update))).await?;
    let id = id.expect("an act that adds an item says which");
    Ok(Redirect::to(&format!("/updates/{id}")).into_response())
}

fn begun(me: &Me, month: PartialDate, group: Option<Of<'_, UpdateGroup>>) -> Update {
    let facts = me.book.facts();
    let people = group.map(|of| members(facts, me.book.people(), of.it));
    let to = people.unwrap_or_default().into_iter().map(Recipient::new);
    Update {
        group: group.map(|of| of.id),
        to: to.collect(),
        from: updates::last_from(&me.book.record).map(str::to_owned),
        ..updates::draft(facts, month).update(month, PartialDate::day(me.book.today))
    }
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    if !of.it.state.is_draft() && is_news(&me).await? {
        return Ok(Redirect::to(&format!("/updates/{id}")).into_response());
    }
    let from = sends_from(&me, of.it).await;
    let from = from.as_deref();
    Ok(if of.it.state.is_draft() {
        draft::page(&me, of, &draft::filled(of, from), from)
    } else {
        left::page(&me, of, &Form::default(), from)
    })
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<Update>(&me, id, &form, "/updates", |_| None).await
}

/// The mail server, where one is set up.
async fn server(me: &Me) -> Option<MailServer> {
    // The sample has none; and where the mail cannot be opened, the page of it says why.
    let office = me.app.office().ok().filter(|_| !me.sample)?;
    let settings = office.settings().await.ok()??;
    Some(settings.server)
}

/// The address that an update comes from, or that answers go to: its own, that of the one before, that of the account, that
/// of the mail server where it is of one person.
async fn sends_from(me: &Me, update: &Update) -> Option<String> {
    let own = update.from.as_deref();
    if let Some(from) = own.or_else(|| updates::last_from(&me.book.record)) {
        return Some(from.to_owned());
    }
    if me.app.options.accounts {
        return me.address().await;
    }
    let server = server(me).await?;
    Some(server.from.address().to_owned())
}

/// Whether something new is noted of what became of letters. Where everybody has an account, a record is closed while its
/// owner is away, so it is noted as they look.
async fn is_news(me: &Me) -> Result<bool, WebError> {
    let (Ok(office), true, false) = (me.app.office(), me.app.options.accounts, me.sample) else {
        return Ok(false);
    };
    let noted = post::note_results(me.store(), &me.book, office, me.app.now()).await;
    Ok(noted.unwrap_or_else(|error| {
        tracing::warn!(%error, "what became of letters was not noted");
        false
    }))
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Update>, WebError> {
    me.book.record.get::<Update>(id).ok_or(WebError::NotFound)
}

/// Who gets one, with addresses that are none taken for no address.
fn copies<'a>(me: &'a Me, directory: &Directory, update: &'a Update) -> Vec<Copy<'a>> {
    note::checked(updates::copies(&me.book.record, directory, update))
}

/// The way between updates and their groups.
fn family(here: &str) -> Markup {
    switch(
        "Updates",
        &[("/updates", "Updates"), ("/updates/groups", "Groups")],
        here,
    )
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let all = updates::archive(&me.book.record);
    let (drafts, left): (Vec<&Of<'_, Update>>, Vec<_>) =
        all.iter().partition(|of| of.it.state.is_draft());
    let head = Head {
        title: "Updates",
        lede: html! {
            p {
                "A note once a month to the people who have a stake in your work: what the team did, with names, what it taught you, what comes next."
                @if let Some(last) = left.first() { " The last is about " (last.it.month.in_words()) "." }
                @if !drafts.is_empty() { " " (capital(&several(drafts.len(), "is", "are"))) " being written." }
            }
        },
        section: Section::Updates,
    };
    let body = html! {
        (family("/updates"))
        @if all.is_empty() && form.is_good() {
            (empty("No update yet", "Most people hear of your work by chance. A short note changes that, and it costs half an hour: Windward drafts it from the evidence of the month, you make it yours and say who gets it.", &start(me, form)))
        } @else {
            section.card { h2 { "Begin one" } (start(me, form)) }
        }
        @if !drafts.is_empty() {
            section { h2 { "Being written" } ul.plain { @for of in drafts { (line(me, of)) } } }
        }
        @if !left.is_empty() {
            section { h2 { "Archive " small { (left.len()) } } ul.plain { @for of in left { (line(me, of)) } } }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The form that begins one.
fn start(me: &Me, form: &Form) -> Markup {
    let groups = updates::groups(&me.book.record).into_iter();
    let groups = groups.map(|of| (of.id.to_string(), of.it.name.clone()));
    let groups = or_none("nobody yet", groups);
    let month = Kind::Line {
        autocomplete: "off",
    };
    html! {
        form method="post" action="/updates" {
            (not_saved(form))
            (marks(None))
            div.pair {
                (field(form, Field { name: "month", label: "Month", hint: "Year and month: 2026-10.", kind: month }))
                (field(form, Field { name: "group", label: "For", hint: "You can choose people by name and by tag next.", kind: Kind::One(&groups) }))
            }
            div.actions { button { "Draft it" } }
        }
    }
}

fn line(me: &Me, of: &Of<'_, Update>) -> Markup {
    let it = of.it;
    let people = it.to.len();
    html! {
        li {
            a href={ "/updates/" (of.id) } { strong { (it.subject) } }
            p.soft {
                (it.month.in_words()) ", "
                @if people == 0 { "to nobody yet" } @else { "to " (several(people, "person", "people")) }
                @match it.state.left() {
                    Some(on) => { ", " (gone(it)) " " (near(on, me.book.today)) }
                    None => { ", begun " (near(it.on, me.book.today)) }
                }
            }
        }
    }
}

/// Which updates somebody got, on their page.
pub(super) fn got_by(me: &Me, id: ItemId) -> Markup {
    let got = updates::received(&me.book.record, me.book.people(), id);
    html! {
        @if !got.is_empty() {
            section {
                h2 { "Updates they got" }
                ul.plain.close { @for of in got { li { a href={ "/updates/" (of.id) } { (of.it.subject) } } } }
            }
        }
    }
}

/// How an update left.
fn gone(it: &Update) -> &'static str {
    match it.state {
        UpdateState::Taken { .. } => "sent by your own mail program",
        _ => "sent",
    }
}
