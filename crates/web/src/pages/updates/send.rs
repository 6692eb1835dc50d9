//! Sending an update through one's mail server: what leaves is looked at once more, and goes.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, PreEscaped, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Outcome, Update, UpdateState},
    views::updates::{self, Copy, Doubt, doubts},
};
use windward_formats::mail::markdown;
use windward_post::{PostError, SentBy, update_letters};

use super::{copies, draft, found, sends_from, take, title};
use crate::{
    components::{go_quietly, marks},
    error::WebError,
    form::{Form, sentence},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{capital, count, several},
};

/// What leaves, to whom, before it does.
pub(crate) async fn ready(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    if !of.it.state.is_draft() {
        return Ok(Redirect::to(&format!("/updates/{id}")).into_response());
    }
    let from = sends_from(&me, of.it).await;
    Ok(page(&me, of, from.as_deref(), &Form::default()))
}

/// Notes that it is given to the mail server, and puts a letter for each person into the queue. Sent twice, the form
/// does it once: a letter that was handed in is known again.
pub(crate) async fn send(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let there = Redirect::to(&format!("/updates/{id}")).into_response();
    if me.sample {
        me.say("The sample sends nothing. Leave it to send updates of your own.");
        return Ok(there);
    }
    let all = copies(&me, me.book.people(), of.it);
    if !may_leave(&me, of, &all, &mut form) {
        let from = sends_from(&me, of.it).await;
        let page = page(&me, of, from.as_deref(), &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let office = me.app.office()?;
    let Some(settings) = office.settings().await? else {
        me.say(sentence(&PostError::NoServer));
        return Ok(there);
    };
    let today = PartialDate::day(me.book.today);
    let update = match of.it.state {
        UpdateState::Draft => updates::given(of.it, &all, today),
        _ => updates::corrected(of.it, &all),
    };
    let name = me.book.facts().profile;
    let name = name.and_then(|of| of.it.name.as_deref());
    let going = copies(&me, me.book.people(), &update);
    let leaving = Of { it: &update, ..of };
    let by = if me.app.options.accounts {
        SentBy::Server
    } else {
        SentBy::Owner
    };
    let out = match update_letters(leaving, name, &settings.server, by, &going) {
        Ok(letters) if !letters.is_empty() => letters,
        Ok(_) => {
            me.say("There is nobody to send it to: nobody chosen has an address and has not got it yet.");
            return Ok(there);
        }
        Err(error) => {
            me.say(format!("It is not sent. {}", sentence(&error)));
            return Ok(there);
        }
    };
    if update != *of.it {
        me.act(once, |act| act.put(id, revises, update.clone()))
            .await?;
    }
    let queued = office
        .queue(me.store().person(), &out, me.app.now())
        .await?;
    let new = queued.iter().filter(|it| it.new).count();
    me.say(format!(
        "{} on the way. What the mail server says of each stands under Settings, Mail, and here when it is done.",
        capital(&several(new, "letter is", "letters are"))
    ));
    Ok(there)
}

/// Whether nothing stops a draft, or the person said that it goes all the same.
pub(super) fn may_leave(me: &Me, of: Of<'_, Update>, copies: &[Copy<'_>], form: &mut Form) -> bool {
    let stops = of.it.state.is_draft() && {
        let found = doubts(me.book.facts(), of.it, copies);
        found.iter().any(Doubt::stops)
    };
    if stops && !form.ticked("anyway") {
        form.fault(
            "anyway",
            "Go back and put it right, or say that it goes all the same.",
        );
    }
    form.is_good()
}

fn page(me: &Me, of: Of<'_, Update>, from: Option<&str>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = of.it;
    let copies = copies(me, me.book.people(), it);
    let doubts = doubts(facts, it, &copies);
    let going = updates::ready(&copies).count();
    let head = Head {
        title: title(it),
        lede: html! { p { "This is what leaves. Nothing has gone yet." } },
        section: Section::Updates,
    };
    let body = html! {
        div.cols {
            div {
                section.card.note {
                    p.soft { "Subject: " (it.subject)
                        @if me.app.options.accounts {
                            br; "It comes from the mail server of this Windward, in your name."
                            @if let Some(from) = from { br; "Answers go to " (from) }
                        } @else if let Some(from) = from { br; "From: " (from) }
                    }
                    (PreEscaped(markdown::html(&it.body)))
                }
                section {
                    h2 { "To " small { (going) } }
                    ul.plain.close {
                        @for copy in copies.iter().filter(|it| it.is_ready()) {
                            li { (copy.name()) " " span.soft { (copy.address.unwrap_or_default()) } }
                        }
                    }
                }
            }
            div {
                (draft::before(&doubts))
                @if going > 0 {
                    section {
                        h2 { "Send it" }
                        form method="post" action={ "/updates/" (of.id) "/send" } {
                            (marks(Some(of.revision.entry_id)))
                            (anyway(&doubts, form))
                            div.actions { button { "Send it to " (count(going, "person", "people")) } }
                        }
                    }
                    (take::by_hand(of, going, &doubts, form))
                }
                div.actions { (go_quietly(&format!("/updates/{}", of.id), "Back to the text")) }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The tick without which nothing leaves that is unfinished or confidential.
pub(super) fn anyway(doubts: &[Doubt<'_>], form: &Form) -> Markup {
    html! {
        @if doubts.iter().any(Doubt::stops) {
            label.check { input type="checkbox" name="anyway" value="yes" aria-invalid=[form.fault_of("anyway").map(|_| "true")]; "It goes all the same, with what is unfinished or confidential" }
            @if let Some(fault) = form.fault_of("anyway") { p.error role="alert" { (fault) } }
        }
    }
}

/// The button of a draft: it keeps the text, and shows what leaves.
pub(super) fn section(of: Of<'_, Update>) -> Markup {
    html! {
        section {
            h2 { "Send it" }
            p { "Through your mail server, a letter to each, so that nobody sees another’s address. " a href="/settings/mail" { "The mail server" } " is under Settings." }
            button.quiet form="update" formaction={ "/updates/" (of.id) "/ready" } { "Save, and see what leaves" }
        }
    }
}

/// The buttons of one that was given to the mail server: for copies that came back and whose address is another by now,
/// and for those that never got into the queue.
pub(super) fn rest(of: Of<'_, Update>, copies: &[Copy<'_>]) -> Markup {
    let waits = of.it.to.iter().any(|it| it.outcome == Outcome::Waiting);
    let sent = matches!(of.it.state, UpdateState::Sent { .. });
    let corrected = copies.iter().filter(|it| it.corrected.is_some());
    let corrected: Vec<&Copy<'_>> = corrected.filter(|it| !it.again).collect();
    html! {
        @if sent && !corrected.is_empty() {
            p.soft { "You put an address right since then. Whoever got it does not get it again." }
            (button(of, &match corrected[..] {
                [one] => format!("Send it to {}", one.corrected.unwrap_or_default()),
                _ => format!("Send it to {}", count(corrected.len(), "corrected address", "corrected addresses")),
            }))
        } @else if sent && waits {
            p.soft { "Those not sent yet wait in " a href="/settings/mail#letters" { "the queue" } ". Nobody gets it twice." }
            (button(of, "Put the rest into the queue"))
        } @else if sent && of.it.to.iter().any(|it| it.outcome.came_back()) {
            p.soft { "Where it came back, put the address right on the person’s page; then it can be sent there from here." }
        }
    }
}

fn button(of: Of<'_, Update>, label: &str) -> Markup {
    html! {
        form method="post" action={ "/updates/" (of.id) "/send" } {
            (marks(Some(of.revision.entry_id)))
            button.quiet { (label) }
        }
    }
}
