//! Sending an update through one's mail server.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Outcome, Update, UpdateState},
    views::updates::{self, Copy},
};
use windward_post::{PostError, update_letters};

use super::{copies, found};
use crate::{
    components::marks,
    error::WebError,
    form::{Form, sentence},
    session::Me,
    words::count,
};

/// Notes that it is given to the mail server, and puts a letter for each person into the queue. Sent twice, the form
/// does it once: a letter that was handed in is known again.
pub(crate) async fn send(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let there = Redirect::to(&format!("/updates/{id}")).into_response();
    if me.sample {
        me.say("The sample sends nothing. Leave it to send updates of your own.");
        return Ok(there);
    }
    let office = me.app.office()?;
    let Some(settings) = office.settings().await? else {
        me.say(sentence(&PostError::NoServer));
        return Ok(there);
    };
    let all = copies(&me, me.book.people(), of.it);
    let name = me.book.facts().profile;
    let name = name.and_then(|of| of.it.name.as_deref());
    let out = match update_letters(of, name, &settings.server, &all) {
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
    if of.it.state.is_draft() {
        let today = PartialDate::day(me.book.today);
        let update = updates::given(of.it, &all, today);
        me.act(once, |act| act.put(id, revises, update)).await?;
    }
    let queued = office
        .queue(me.store().person(), &out, me.app.now())
        .await?;
    let new = queued.iter().filter(|it| it.new).count();
    me.say(format!(
        "{} on the way. What the mail server says of each stands under Settings, Mail, and here when it is done.",
        count(new, "letter is", "letters are")
    ));
    Ok(there)
}

/// The button of a draft.
pub(super) fn section(of: Of<'_, Update>, copies: &[Copy<'_>]) -> Markup {
    let going = updates::ready(copies).count();
    html! {
        section {
            h2 { "Send it" }
            p { "Through your mail server, a letter to each, so that nobody sees another’s address. Save first. " a href="/settings/mail" { "The mail server" } " is under Settings." }
            @if going > 0 { (button(of, &format!("Send it to {}", count(going, "person", "people")))) }
        }
    }
}

/// The button of one that was given to the mail server, for copies that never got into the queue.
pub(super) fn rest(of: Of<'_, Update>) -> Markup {
    let waits = of.it.to.iter().any(|it| it.outcome == Outcome::Waiting);
    let sent = matches!(of.it.state, UpdateState::Sent { .. });
    html! {
        @if sent && waits {
            p.soft { "Those not sent yet wait in " a href="/settings/mail#letters" { "the queue" } ". Nobody gets it twice." }
            (button(of, "See that everybody’s letter is in the queue"))
        }
    }
}

fn button(of: Of<'_, Update>, label: &str) -> Markup {
    html! {
        form method="post" action={ "/updates/" (of.id) "/send" } {
            (marks(Some(of.revision.entry_id)))
            button { (label) }
        }
    }
}
