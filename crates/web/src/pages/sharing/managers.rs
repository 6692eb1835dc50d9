//! Who one's manager is on this server: whoever one names, for as long as one says so.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use windward_store::{NotShared, PersonId, Reader};

use super::{day, page, sheet::Sheet};
use crate::{
    components::{Field, Kind, field, marks},
    error::WebError,
    form::{Form, LINE, sentence},
    limits::Against,
    pages::record::not_in_the_sample,
    path::Path,
    session::Me,
};

/// The part of the page about them.
pub(super) fn section(zone: &TimeZone, sheet: &Sheet, form: &Form) -> Markup {
    let managers = &sheet.managers;
    html! {
        section.card #managers {
            h2 { "Your manager here" }
            @if managers.is_empty() { p { "You have named nobody yet. A manager whom you name sees on a page of their own what you share with them, and can write feedback, ratings and promises into your record under their name. They see nothing else, and not whether or when you write." } }
            ul.plain {
                @for (id, name, since) in managers {
                    li {
                        strong { (name) } (sheet.signs_in_as(Reader::Person(*id))) " " span.soft { "since " (day(*since, zone)) }
                        p.soft { "They read what you share with them and what they wrote themselves." }
                        form method="post" action={ "/sharing/managers/" (id) "/end" } { (marks(None)) button.quiet { "They are not my manager any more" span.seen-not { ", " (name) } } }
                    }
                }
            }
            @if !managers.is_empty() { p.soft { "When it ends, they see nothing from that moment: neither what you shared nor what they wrote. What they wrote stays yours. " a href="/sharing/new?of=handover" { "A handover" } " is for you to give to whoever comes next." } }
            form method="post" action="/sharing/managers" {
                (marks(None))
                (field(form, Field { name: "manager", label: if managers.is_empty() { "Who is it?" } else { "Name another" }, hint: "The name or address that they sign in with here.", kind: Kind::Line { autocomplete: "off" } }))
                div.actions { button.quiet { "Name them" } }
            }
        }
    }
}

/// The account that a name typed into a field means. Whoever asks for many names that nobody has is slowed down.
pub(super) async fn account(
    me: &Me,
    form: &mut Form,
    name: &str,
    missing: &str,
) -> Result<Option<PersonId>, WebError> {
    let Some(typed) = form.needed(name, LINE, missing) else {
        return Ok(None);
    };
    let own = me.store().person();
    let asks = [Against::thing("whose account", &own.person().to_string())];
    if let Err(wait) = me.app.limits.count(&asks, me.app.now()) {
        let minutes = wait.as_mins() + 1;
        form.fault(
            name,
            format!("Those were many names that nobody has here. Try again in {minutes} minutes."),
        );
        return Ok(None);
    }
    let account = me.app.instance.account_named(&typed).await?;
    let account = account.filter(|it| it.disabled_at.is_none());
    let Some(account) = account else {
        form.fault(
            name,
            "Nobody signs in here under that name. Ask them which it is, or make a link instead.",
        );
        return Ok(None);
    };
    me.app.limits.forgive(&asks);
    if account.person == own {
        form.fault(name, "That is your own account.");
        return Ok(None);
    }
    Ok(Some(account.person.person()))
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    if me.sample || !me.app.options.accounts {
        return Ok(not_in_the_sample(&me, "Naming a manager"));
    }
    let Some(manager) = account(&me, &mut form, "manager", "Who is it?").await? else {
        return page(&me, &form).await;
    };
    let person = me.store().person();
    match me
        .app
        .instance
        .name_manager(person, manager, me.app.now())
        .await
    {
        Ok(()) => {}
        Err(NotShared::Store(error)) => return Err(error.into()),
        Err(why) => {
            form.fault("manager", sentence(&why));
            return page(&me, &form).await;
        }
    }
    super::sheet::go_by_own_name(&me).await?;
    me.say("They are named. What you share with them stands on their page from now on.");
    Ok(Redirect::to("/sharing#managers").into_response())
}

pub(crate) async fn end(me: Me, Path(id): Path<PersonId>) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Naming a manager"));
    }
    let (instance, person, now) = (&me.app.instance, me.store().person(), me.app.now());
    let lines = instance.managers_of(person).await?;
    if !lines.iter().any(|it| it.manager == id) {
        return Err(WebError::NotFound);
    }
    instance.end_line(person, id, now).await?;
    instance.close_copies(person, now).await?;
    me.say("From now on they see nothing of yours.");
    Ok(Redirect::to("/sharing#managers").into_response())
}
