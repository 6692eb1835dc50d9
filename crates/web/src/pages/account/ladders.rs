//! The ladders of a server, for whoever administers it: which are offered to everybody, and which one new people begin
//! with. A record stays on the ladder that its owner chose, and none is opened here.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::framework::{Framework, FrameworkHash};
use windward_store::{Deed, Ladders};

use super::{accounts::administrator, proven};
use crate::{
    components::{go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::{
        import::Upload,
        settings::{Brought, TOO_LARGE, Whose, bring, faulty, short},
    },
    path::Path,
    session::Me,
};

const HERE: &str = "/accounts/ladders";

pub(crate) async fn list(me: Me) -> Result<Response, WebError> {
    administrator(&me).await?;
    page(&me, &Form::default()).await
}

/// Takes a ladder from a file, and offers it.
pub(crate) async fn install(
    me: Me,
    upload: Result<Upload, WebError>,
) -> Result<Response, WebError> {
    let mine = administrator(&me).await?;
    proven(&me.visitor)?;
    let brought = match upload {
        Ok(Upload { file, .. }) => bring(&me, file, Whose::Everybodys).await?,
        Err(WebError::TooLarge(_)) => Brought::No(TOO_LARGE.into()),
        Err(error) => return Err(error),
    };
    let refused = match brought {
        Brought::Faulty { name, faults } => return Ok(faulty(&me, &name, &faults, HERE)),
        Brought::No(says) => says,
        Brought::Ladder(hash) => {
            let is_new = hash != me.app.frameworks.product().hash;
            let offer = |ladders: &mut Ladders| !is_new || ladders.offer(hash);
            if me.app.instance.change_ladders(offer).await? {
                me.app.note(Deed::LaddersOffered, mine.person, None).await;
                me.say("The ladder is installed, and everybody is offered it.");
                return Ok(Redirect::to(HERE).into_response());
            }
            "As many ladders are offered as can be. Offer one of them no longer, then install this one again.".into()
        }
    };
    let mut form = Form::default();
    form.fault("file", refused);
    let mut page = page(&me, &form).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

/// Offers one no longer, or has new people begin with it.
pub(crate) async fn act(
    me: Me,
    Path((hash, verb)): Path<(FrameworkHash, String)>,
) -> Result<Redirect, WebError> {
    let mine = administrator(&me).await?;
    proven(&me.visitor)?;
    let shipped = me.app.frameworks.product().hash;
    let withdraws = match verb.as_str() {
        "withdraw" if hash != shipped => true,
        "first" => false,
        _ => return Err(WebError::NotFound),
    };
    let is_offered = |ladders: &Ladders| hash == shipped || ladders.offered.contains(&hash);
    if !is_offered(&me.app.instance.ladders().await?) {
        return Err(WebError::NotFound);
    }
    let found = me.app.frameworks.get(&me.app.instance, hash).await?;
    let change = |ladders: &mut Ladders| {
        let offered = is_offered(ladders);
        if withdraws {
            ladders.withdraw(hash);
        } else if offered {
            ladders.first = Some(hash).filter(|hash| *hash != shipped);
        }
        offered
    };
    // Somebody else may have withdrawn it since it was looked at.
    if !me.app.instance.change_ladders(change).await? {
        return Err(WebError::NotFound);
    }
    let named = format!("{} {}", found.name, found.version);
    me.say(if withdraws {
        format!("{named} is offered no longer. Whoever uses it stays on it.")
    } else {
        format!("New people begin with {named}. Whoever is here stays on what they have.")
    });
    me.app.note(Deed::LaddersOffered, mine.person, None).await;
    Ok(Redirect::to(HERE))
}

async fn page(me: &Me, form: &Form) -> Result<Response, WebError> {
    let ladders = me.app.instance.ladders().await?;
    let shipped = me.app.frameworks.product();
    let mut offered = vec![Arc::clone(&shipped)];
    for hash in &ladders.offered {
        // One that an older version stored and this one cannot read is no choice for anybody.
        offered.extend(me.app.frameworks.get(&me.app.instance, *hash).await.ok());
    }
    let first = ladders.first.unwrap_or(shipped.hash);
    let fault = form.fault_of("file");
    let head = Head {
        title: "Ladders",
        lede: html! { p { "What everybody on this server can choose from, and what new people begin with. A record stays on the ladder that its owner chose: nothing said here changes how anybody stands." } },
        section: Section::Settings,
    };
    let body = html! {
        section {
            div.card.flush {
                table.stack {
                    thead { tr { th scope="col" { "Ladder" } th.num scope="col" { "Rungs" } th.num scope="col" { "Skills" } th scope="col" { "What" } } }
                    tbody { @for it in &offered { (row(it, shipped.hash, first)) } }
                }
            }
            p.soft { "A ladder that somebody brings for themselves is shown to nobody else, and is not in this list." }
        }
        section.card #install {
            h2 { "Offer another" }
            form method="post" action=(HERE) enctype="multipart/form-data" {
                (marks(None))
                div.field {
                    label for="file" { "A ladder file" }
                    p.hint #file-hint { "TOML, as " a href="/settings#framework" { "settings" } " take it. " span.code { "windward ladder check FILE" } " says beforehand what is wrong with it." }
                    input #file type="file" name="file" accept=".toml" aria-invalid=[fault.map(|_| "true")] aria-describedby=(if fault.is_some() { "file-hint file-fault" } else { "file-hint" });
                    @if let Some(fault) = fault { p.error #file-fault role="alert" { (fault) } }
                }
                div.actions { button { "Install and offer it" } }
            }
        }
        div.actions { (go_quietly("/accounts", "Back to the accounts")) }
    };
    Ok(layout::page(me, me.book.facts(), &head, &body))
}

fn row(ladder: &Framework, shipped: FrameworkHash, first: FrameworkHash) -> Markup {
    let hash = ladder.hash;
    let named = format!("{} {}", ladder.name, ladder.version);
    let act = |verb: &str, label: &str| {
        html! {
            form method="post" action={ (HERE) "/" (hash) "/" (verb) } { (marks(None)) button.quiet { (label) span.seen-not { ", " (named) } } }
        }
    };
    html! {
        tr {
            th scope="row" {
                (ladder.name) " " (ladder.version) " " span.code title=(hash) { (short(hash)) }
                @if hash == shipped { " " span.tag.quiet { "comes with Windward" } }
                @if hash == first { " " span.tag.course { "new people begin with it" } }
            }
            td.num data-label="Rungs" { (ladder.rungs.len()) }
            td.num data-label="Skills" { (ladder.skills.len()) }
            td {
                div.actions {
                    @if hash != first { (act("first", "Begin new people with it")) }
                    @if hash != shipped { (act("withdraw", "Offer it no longer")) }
                }
            }
        }
    }
}
