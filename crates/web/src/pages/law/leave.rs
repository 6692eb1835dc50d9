//! Leaving: what goes and what stays, said before; thirty days in which it is taken back with one button; or at once.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use windward_store::{AccountRow, Doer, LEAVING_LASTS, Store};

use crate::{
    components::{Field, Kind, field, go, go_quietly, marks},
    edge,
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    letters,
    pages::account::{entrance, mine::account, proven},
    session::{Me, set_cookie},
    visitor::Visitor,
    words::Day,
};

/// What is typed by whoever means it.
const WORD: &str = "leave";

/// The day on which it is over.
pub(crate) fn last_day(since: Timestamp, zone: &TimeZone) -> Date {
    (since + LEAVING_LASTS).to_zoned(zone.clone()).date()
}

/// Where it begins, on the page of the account.
pub(crate) fn section(me: &Me) -> Markup {
    html! {
        section #leave {
            h2 { "Leave" }
            @if me.leaving_since.is_some() { p { "You are leaving; the notice above says until when it can be taken back." } }
            @else { p { "Your account and your record are erased thirty days after you say so. Until then you can take it back." } }
            div.actions { (go_quietly("/account/leave", "What that means")) }
        }
    }
}

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    Ok(page(&me, &account, &Form::default()))
}

fn page(me: &Me, account: &AccountRow, form: &Form) -> Response {
    let head = Head {
        title: "Leave",
        lede: html! { p { "Thirty days after you say so, your account and your record are erased for good. Until then everything stays as it is, and one button takes it back." } },
        section: Section::Settings,
    };
    let body = html! {
        section.card {
            h2 { "First, take your record along" }
            p { "Everything that is in it, what others wrote for you too, in one file. It opens in any other Windward." }
            div.actions { (go("/settings/take-away", "Take it encrypted")) (go_quietly("/settings/export", "Export it as it is")) }
        }
        section { div.halves {
            section {
                h2 { "What goes" }
                ul {
                    li { "The keys to your record, first: from then on what is left here opens for nobody, even if the rest broke off." }
                    li { "Every entry, every letter that waits, your calendars, digests, sessions, passkeys and codes." }
                    li { "What you shared: whoever could read it sees nothing of it at the same moment." }
                    li { "Your account and its name, which somebody else may then take." }
                }
            }
            (stays(me))
        } }
        @if me.leaving_since.is_none() {
            section.card {
                h2 { "Leave in thirty days" }
                form method="post" action="/account/leave" {
                    (marks(None))
                    (field(form, Field { name: "word", label: "Type ‘leave’", hint: "So that it is no slip of the hand.", kind: Kind::Line { autocomplete: "off" } }))
                    p.soft { "Nothing is sent to you in these days: no digest, no reminder. You can sign in all the while, and every page says on which day it is over." }
                    div.actions { button { "Leave" } (go_quietly("/account", "Not now")) }
                }
            }
        }
        section {
            details open[form.fault_of("name").is_some()] {
                summary { "Or erase everything at once" }
                form method="post" action="/account/erase" {
                    (marks(None))
                    (field(form, Field { name: "name", label: "Type the name that you sign in with", hint: "There are no thirty days then: it is done when you press the button.", kind: Kind::Line { autocomplete: "off" } }))
                    div.actions { button.danger { "Erase " (account.name) " now" } }
                }
            }
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}

/// What stays, and why.
fn stays(me: &Me) -> Markup {
    let on_a_server = matches!(me.app.instance.journal(), Store::Postgres(_));
    html! {
        section {
            h2 { "What stays, and why" }
            ul {
                li { "Backups made before: they hold your entries sealed, and the keys as they were then. Whoever has such a backup and also your password, passphrase, key file or recovery code of that time could open it; nobody else. They go as the backups do." }
                li { "Packets, updates and files that you handed out: they are with whoever has them." }
                li { "Letters that were sent." }
                li { "A ladder that you brought, where somebody else brought it too, where it was offered to everybody, or where it came before it was noted whose one is. Any other goes with you." }
                li { "What you wrote into somebody else’s record, such as feedback or a promise: it is theirs, with the name you wrote it under." }
                li { "The log of what was done on this server, which has no names: a random number in it stands for you, and nothing says any more that it was you. Rows go with their age." }
                @if on_a_server { li { "Traces in the log of the database server, until it has overwritten them: sealed, as everything." } }
            }
        }
    }
}

/// Whoever is the last to administer makes somebody else able to first.
async fn hindrance(me: &Me) -> Result<Option<&'static str>, WebError> {
    let last = me
        .app
        .instance
        .is_last_administrator(me.visitor.person()?)
        .await?;
    Ok(last.then_some("You are the last who administers this server, and others are on it. Make one of them an administrator first, under ‘Accounts’."))
}

/// Begins the thirty days.
pub(crate) async fn begin(me: Me, mut form: Form) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    if !form.typed("word").trim().eq_ignore_ascii_case(WORD) {
        form.fault("word", "Type the word ‘leave’, if you mean it.");
    } else if let Some(why) = hindrance(&me).await? {
        form.fault("word", why);
    }
    if !form.is_good() {
        let mut page = page(&me, &account, &form);
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    }
    let (app, person) = (&me.app, account.person);
    if me.leaving_since.is_none() {
        // The last letter: whoever did not ask for this has to learn of it.
        let day = (app.now() + LEAVING_LASTS).strftime("%-d %B %Y");
        let what = format!(
            "It was said that you leave: account and record are erased on {day}, unless you sign in and press ‘Stay’."
        );
        letters::tell(app, person, &what).await;
    }
    let by = Doer::Person(person);
    app.instance.leave(person, by, app.now()).await?;
    Ok(Redirect::to("/account").into_response())
}

/// Takes it back. It needs no open record, and no proof: nothing is lost by it.
pub(crate) async fn stay(visitor: Visitor) -> Result<Response, WebError> {
    let (app, person) = (&visitor.app, visitor.person()?);
    let leaving = app.instance.leaving_since(person).await?;
    let by = Doer::Person(person);
    app.instance.stay(person, by, app.now()).await?;
    if leaving.is_some() {
        let said = "You stay. Calendars and digests go on.".to_owned();
        app.drawers.say(&visitor.key, said);
    }
    Ok(Redirect::to("/").into_response())
}

/// Erases everything at once.
pub(crate) async fn erase(me: Me, mut form: Form) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    let typed = form.typed("name").trim().to_lowercase();
    if typed != account.name {
        form.fault("name", "This is not the name that you sign in with.");
    } else if let Some(why) = hindrance(&me).await? {
        form.fault("name", why);
    }
    if !form.is_good() {
        let mut page = page(&me, &account, &form);
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    }
    let (app, person) = (&me.app, account.person);
    app.instance
        .erase_person(person, Doer::Person(person), app.now())
        .await?;
    app.drawers.forget(&me.key);
    let body = html! {
        (stays(&me))
        div.actions { a.button.quiet href="/sign-in" { "To the entrance" } }
    };
    let lede = html! { p { "Your keys are gone, and then every row of yours. Nothing brings them back." } };
    let mut gone = entrance("It is erased", &lede, &body).into_response();
    let headers = gone.headers_mut();
    headers.append(header::SET_COOKIE, set_cookie(app, None));
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(gone)
}

/// What stands on a page before a record that is closed, where its owner is leaving.
pub(crate) async fn notice(visitor: &Visitor) -> Result<Markup, WebError> {
    let since = visitor
        .app
        .instance
        .leaving_since(visitor.person()?)
        .await?;
    let zone = TimeZone::system();
    Ok(html! {
        @if let Some(since) = since {
            div.notice.warn role="status" {
                p { "You are leaving. On " (Day(last_day(since, &zone))) " this account and its record are erased, and nothing brings them back." }
                form method="post" action="/account/stay" { button { "Stay" } }
            }
        }
    })
}

/// The time zone of whoever looks, for what says days.
pub(super) fn zone(me: &Me) -> TimeZone {
    edge::zone(&me.book.record)
}
