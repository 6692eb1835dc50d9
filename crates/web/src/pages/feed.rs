//! Today in one's own calendar: addresses that a calendar reads, each of which can be ended; and what they give.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};
use windward_store::{FeedRow, FeedToken, Journal, PersonKey, PersonStore, Shows};

use super::record::not_in_the_sample;
use crate::{
    book::Book,
    components::{go_quietly, marks, to_copy},
    edge,
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    reminders::{by_day, in_words},
    session::Me,
    state::App,
    words::{self, Day},
};

/// The calendars there are, and a way to make another.
pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Your calendar"));
    }
    let feeds = me.app.instance.feeds(me.store().person()).await?;
    let zone = edge::zone(&me.book.record);
    let facts = me.book.facts();
    let head = Head {
        title: "In your calendar",
        lede: html! {
            p { "What has a day on Today can stand in your calendar too. It reads a secret address here, from time to time, and you can end that address at any time." }
        },
        section: Section::Today,
    };
    let body = html! {
        @if !feeds.is_empty() {
            section {
                h2 { (words::capital(&words::small(feeds.len()))) " " (if feeds.len() == 1 { "calendar reads" } else { "calendars read" }) " it" }
                ul.plain { @for feed in &feeds { li { (one(&zone, feed)) } } }
            }
        }
        section.card {
            h2 { @if feeds.is_empty() { "Make an address" } @else { "Make another" } }
            form method="post" action="/feed" {
                (marks(None))
                fieldset {
                    legend { "What the calendar is to say" }
                    label.check { input type="radio" name="shows" value="dates" checked; span { "‘A private reminder’ on the day, and nothing else" } }
                    label.check { input type="radio" name="shows" value="words"; span { "What it is. Whoever runs your calendar can read it then, and whoever sees it over your shoulder" } }
                }
                div.actions { button { "Make the address" } (go_quietly("/", "Back to Today")) }
            }
        }
        section {
            h2 { "Good to know" }
            p { (who_can_read(&me.app)) }
            p { "One address for each device makes it easy to end the one you lost. A reminder is there for the whole day, rings at nine, and leaves you free for others who look for an hour." }
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

/// Which calendars reach this Windward.
fn who_can_read(app: &App) -> Markup {
    html! {
        @match &app.options.address {
            Some(address) => {
                "Its configuration says that this Windward is reached at " strong { (address) } ": every calendar that reaches it there can read it, one in the network too."
                @if !address.starts_with("https://") { " The way there is not protected, so whoever is on it can read it as well." }
            }
            None => { "This Windward answers at " (app.options.listen) " alone, which is this machine: a calendar program here can read it, a calendar in the network cannot. For that one, take a file: " code { "windward today --ics FILE" } "." }
        }
    }
}

fn one(zone: &TimeZone, feed: &FeedRow) -> Markup {
    let day = |at: Timestamp| Day(at.to_zoned(zone.clone()).date());
    html! {
        p {
            strong { @match feed.shows { Shows::Dates => "Days alone", Shows::Words => "In words" } }
            ", made " (day(feed.created_at)) ". "
            span.soft {
                @match feed.read_at {
                    Some(at) => { "Last read " (day(at)) "." }
                    None => { "Not read yet." }
                }
            }
        }
        form method="post" action={ "/feed/" (feed.id) "/end" } {
            (marks(None))
            button.quiet { "End this address" span.seen-not { ", made " (day(feed.created_at)) } }
        }
    }
}

/// Makes an address, and shows it this once. The page of it, loaded again, makes no other.
pub(crate) async fn make(me: Me, form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Your calendar"));
    }
    me.sure()?;
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(Redirect::to("/feed").into_response());
    }
    let shows = Shows::named(form.typed("shows"));
    let token = me
        .app
        .instance
        .new_feed(me.store().person(), shows, me.app.now())
        .await?;
    let facts = me.book.facts();
    let address = format!("{}{}", me.app.address(), path(&token));
    let head = Head {
        title: "The address for your calendar",
        lede: html! { p { "It is shown this once and stored nowhere. Copy it into your calendar now, where it says ‘subscribe’ or ‘from URL’." } },
        section: Section::Today,
    };
    let body = html! {
        section.card {
            (to_copy("address", "Address", &address))
            p.soft { "Whoever has it reads your calendar. If somebody else got hold of it, end it and make another." }
            div.actions { (go_quietly("/feed", "I have it")) }
        }
        section {
            h2 { "Where it goes" }
            ul {
                li { "Apple Calendar: File, New Calendar Subscription." }
                li { "Thunderbird: New Calendar, On the Network." }
                li { "Outlook: Add Calendar, From Internet." }
                @if me.app.elsewhere.is_some() { li { "Google Calendar: Other calendars, From URL." } }
            }
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

/// Ends an address.
pub(crate) async fn end(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    if !me.sample {
        me.app.instance.end_feed(me.store().person(), id).await?;
        me.say("The address is ended. A calendar that asks there finds nothing any more.");
    }
    Ok(Redirect::to("/feed").into_response())
}

/// Where a calendar asks.
fn path(token: &FeedToken) -> String {
    format!("/calendar/{}.ics", token.reveal().as_str())
}

/// What a calendar gets. There is no session: the address is all it has.
pub(crate) async fn calendar(
    State(app): State<Arc<App>>,
    Path(file): Path<String>,
) -> Result<Response, WebError> {
    let now = app.now();
    let token = file.strip_suffix(".ics").and_then(FeedToken::parse);
    let feed = match token {
        Some(token) => app.instance.feed(&token, now).await?,
        None => None,
    };
    let Some(feed) = feed else {
        return Ok((StatusCode::NOT_FOUND, "There is no calendar at this address. It may have been ended; Windward makes another.\n").into_response());
    };
    let owner = app.instance.owner();
    let owner = owner.filter(|it| it.person() == feed.person);
    let text = match (feed.shows, owner) {
        (Shows::Words, Some(owner)) => in_words(&open(&app, &owner).await?, &owner, now),
        (_, owner) => days(&app, feed.person, owner.as_ref()).await?,
    };
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"windward.ics\"",
        ),
    ];
    Ok((headers, text).into_response())
}

/// The days as they were stored; where somebody wrote to the record without them, and the key is here, as they are.
async fn days(
    app: &Arc<App>,
    person: PersonKey,
    owner: Option<&PersonStore>,
) -> Result<String, WebError> {
    let journal = app.instance.journal();
    let due = journal.due(person).await?;
    let head = journal.head(person).await?;
    let stored = match (due, owner) {
        (Some(due), None) => due,
        (Some(due), _) if due.seq == head.seq => due,
        (_, Some(owner)) => {
            let due = open(app, owner).await?.due_rows(owner);
            owner.put_due(due.clone()).await?;
            due
        }
        (None, None) => return Ok(by_day(&[], app.now())),
    };
    Ok(by_day(&stored.rows, app.now()))
}

async fn open(app: &Arc<App>, owner: &PersonStore) -> Result<Book, WebError> {
    let (instance, now) = (&app.instance, app.now());
    Ok(Book::open(instance, owner, &app.frameworks, now).await?)
}
