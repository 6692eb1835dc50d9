//! Welcome: a first course from a title and a year, an import, a form, or a look around in a sample.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    record::{Placement, Profile, Role, RoleEnd},
    title,
};

use crate::{
    components::{Field, Kind, field, go_quietly, marks},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    pages::titles,
    session::Me,
};

pub(crate) async fn show(me: Me) -> Response {
    page(&me, &Form::default())
}

/// Writes the first role: a title, and the year it was taken on.
pub(crate) async fn begin(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let title = form.needed("title", LINE, "Which title do you have now, or had last?");
    let since = form.date("since");
    if since.is_none() && form.fault_of("since").is_none() {
        form.fault(
            "since",
            "In which year did you take it on? A year is enough.",
        );
    }
    if since.is_some_and(|since| since.is_after(me.book.today)) {
        form.fault(
            "since",
            "That lies ahead. In which year did you take it on?",
        );
    }
    let organisation = form.text("organisation", LINE);
    let (Some(title), true) = (title, form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    let framework = &me.book.framework;
    let reading = title::read(framework, &title);
    // A reading that is sure needs no confirmation; any other is asked about on the next page.
    let placement = titles::sure(&reading, framework);
    let asks = placement == Placement::Open;
    let role = Role {
        title,
        organisation,
        from: since,
        to: RoleEnd::Ongoing,
        placement,
        ..Role::default()
    };
    let profile = Profile {
        framework: Some(framework.hash),
        ..Profile::default()
    };
    let has_profile = me.book.record.profile().is_some();
    me.act(once, |act| {
        if !has_profile {
            act.add(profile);
        }
        act.add(role);
    })
    .await?;
    Ok(Redirect::to(if asks { "/titles" } else { "/course" }).into_response())
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let whose = if me.app.options.accounts {
        "Everything you write here is sealed under what you remember, and is yours alone: whoever runs this server cannot read it."
    } else if me.app.instance.server().is_some() {
        "Everything you write here stays in a database of yours, sealed under a key on this machine, and is yours alone."
    } else {
        "Everything you write here stays on this machine, sealed, and is yours alone."
    };
    let head = Head {
        title: "Welcome",
        lede: html! { p { "Run your career the way you run a product: know where you stand, see which ways are open, and what stands between. " (whose) } },
        section: Section::Today,
    };
    let rungs: Vec<&str> = me
        .book
        .framework
        .rungs
        .iter()
        .map(|rung| rung.name.as_str())
        .collect();
    let body = html! {
        section.card {
            h2 { "Your first course, from a title and a year" }
            form method="post" action="/welcome" {
                (marks(None))
                (field(form, Field { name: "title", label: "Your title now", hint: "As it stands on your card. The last one, if you are between roles.", kind: Kind::Line { autocomplete: "organization-title" } }))
                div.pair {
                    (field(form, Field { name: "since", label: "Since", hint: "A year is enough.", kind: Kind::Rough }))
                    (field(form, Field { name: "organisation", label: "Where", hint: "You can leave this out.", kind: Kind::Line { autocomplete: "organization" } }))
                }
                button { "Draw my course" }
            }
        }
        section {
            h2 { "Or begin another way" }
            div.halves {
                (way("Bring the past in", "The archive LinkedIn makes of your profile, a JSON Resume file, a table of roles, or a few lines of text. You see what it would add before anything is written.", &go_quietly("/import", "Import a file")))
                (way("You have a record already", "A file that you took away from another Windward, encrypted or not. It comes in as it is.", &go_quietly("/settings#data", "Bring a record in")))
                (way("By hand", "One role after the other, with dates as far as you remember them: a year is enough.", &go_quietly("/roles/new", "Add a role")))
                (way("Look around first", "The record of somebody who does not exist, with everything filled in. Nothing you do there stays.", &html! { form method="post" action="/sample" { button.quiet { "Open the sample" } } }))
            }
        }
        section {
            p.soft { "Titles are read against " a href="/ladder" { (me.book.framework.name) } ": " (rungs.join(", ")) "." }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn way(title: &str, says: &str, step: &Markup) -> Markup {
    html! {
        div.card {
            h3 { (title) }
            p { (says) }
            div.actions { (step) }
        }
    }
}
