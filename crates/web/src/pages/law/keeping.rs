//! What the server keeps for how long, what goes next, and its backups: for whoever administers it.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_store::{Doer, Every, LastBackup, Old};

use super::leave::zone;
use crate::{
    components::{go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::account::{accounts::administrator, proven},
    session::Me,
    words::{self, Day},
};

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    administrator(&me).await?;
    let (instance, keeping) = (&me.app.instance, &me.app.options.keeping);
    let old = instance.old(&keeping.retention, me.app.now()).await?;
    let last = instance.last_backup().await?;
    let head = Head {
        title: "What is kept, and backups",
        lede: html! { p { "How long this server keeps what, and what goes with its next pass, which it makes once an hour. The periods stand in " span.code { "windward.toml" } "; nothing here opens a record." } },
        section: Section::Settings,
    };
    let body = html! {
        section {
            div.card.flush {
                table.stack {
                    thead { tr { th scope="col" { "What" } th scope="col" { "Kept for" } th.num scope="col" { "Goes now" } th scope="col" { "Next" } } }
                    tbody { @for old in &old { (row(&me, old)) } }
                }
            }
        }
        (backups(&me, last.as_ref()))
        div.actions { (go_quietly("/accounts", "Back to the accounts")) }
    };
    Ok(layout::page(&me, me.book.facts(), &head, &body))
}

fn row(me: &Me, old: &Old) -> Markup {
    let zone = zone(me);
    html! {
        tr {
            th scope="row" { (old.kept.told()) }
            td data-label="Kept for" {
                @match old.days {
                    None => "for ever",
                    Some(0) => "goes at once",
                    Some(days) => (words::count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days")),
                }
            }
            td.num data-label="Goes now" { (old.rows) }
            td data-label="Next" {
                @match old.next { Some(at) => (Day(at.to_zoned(zone).date())), None => span.soft { "nothing" } }
            }
        }
    }
}

fn backups(me: &Me, last: Option<&LastBackup>) -> Markup {
    let zone = zone(me);
    html! {
        section #backups {
            h2 { "Backups" }
            @match last {
                None => p { "None was made by the server yet." },
                Some(last) => {
                    p {
                        "The last was begun " (words::moment(last.at, &zone)) ". "
                        @if last.verified { "It was read again after it was written, and holds " (last.entries) " sealed entries in " (last.bytes >> 10) " kB: " span.code { (last.file) } "." }
                        @else { span.tag.warn { "it failed" } }
                    }
                    @if let Some(fault) = &last.fault { div.notice.warn { p { (words::capital(fault)) "." } } }
                }
            }
            @match &me.app.options.keeping.backups {
                Some(plan) => {
                    p {
                        "One is made " (match plan.every { Every::Day => "every day", Every::Week => "every week" })
                        " into " span.code { (plan.to.display()) } ", encrypted to " (words::count(plan.recipients.len(), "public key", "public keys")) "; the last "
                        (plan.keep) " are kept. Whether one can be restored is shown by " span.code { "windward backup rehearse" } "."
                    }
                    form method="post" action="/accounts/backup" { (marks(None)) button.quiet { "Make one now" } }
                }
                None => p { "No schedule is set. With " span.code { "[backup]" } " in " span.code { "windward.toml" } " the server makes them by itself, encrypted to a key that does not lie here; " span.code { "windward backup FILE" } " makes one at the machine." },
            }
        }
    }
}

/// Makes a backup now, as the schedule would.
pub(crate) async fn back_up(me: Me, form: Form) -> Result<Response, WebError> {
    let mine = administrator(&me).await?;
    proven(&me.visitor)?;
    let to = Redirect::to("/accounts/keeping#backups");
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(to.into_response());
    }
    let Some(plan) = &me.app.options.keeping.backups else {
        me.say("No schedule is set, so there is nowhere to put one.");
        return Ok(to.into_response());
    };
    let by = Doer::Person(mine.person);
    let last = me.app.instance.backup_by(plan, by, me.app.now()).await?;
    me.say(if last.verified {
        "The backup is made, and was read again."
    } else {
        "The backup could not be made; the reason stands below."
    });
    Ok(to.into_response())
}
