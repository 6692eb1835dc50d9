//! The recovery code: why there is one, proving that it was kept, and making a new one.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_store::{Deed, RecoveryCode};

use super::record::not_in_the_sample;
use crate::{
    components::{Field, Kind, field, go, go_quietly, marks},
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    letters,
    session::Me,
    words::Day,
};

/// Whether a new code was made already by the form that was sent again.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Made {
    #[serde(default)]
    made: String,
}

/// What the code is for, and whether it was kept.
pub(crate) async fn show(me: Me, Query(made): Query<Made>) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The recovery code"));
    }
    page(&me, &Form::default(), !made.made.is_empty()).await
}

/// Tries the code that was typed back, and notes that it was kept if it opens the record.
pub(crate) async fn confirm(me: Me, mut form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The recovery code"));
    }
    let store = me.store();
    if let Some(code) = code(&mut form) {
        if store.opens_with(&code).await? {
            store.confirm_recovery(me.app.now()).await?;
            me.app.drawers.forget_code();
            return Ok(Redirect::to("/recovery").into_response());
        }
        form.fault("code", "This is a well-formed code, but it does not open this record. It may be an older one, or that of another record.");
    }
    let page = page(&me, &form, false).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn code(form: &mut Form) -> Option<RecoveryCode> {
    let typed = form.needed("code", LINE, "Type the code as you kept it.")?;
    typed
        .parse()
        .map_err(|error| form.fault("code", sentence(&error)))
        .ok()
}

/// Makes a new code in place of the old one, and shows it this once. The page of the new code, loaded again, makes
/// no other: that one is written down by now.
pub(crate) async fn renew(me: Me, form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The recovery code"));
    }
    me.sure()?;
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(Redirect::to("/recovery?made=yes").into_response());
    }
    let code = me.store().new_recovery_code(me.app.now()).await?;
    me.app.drawers.forget_code();
    me.note(Deed::RecoveryCode).await;
    letters::tell(
        &me.app,
        me.store().person(),
        "Its recovery code is another one from now on.",
    )
    .await;
    let facts = me.book.facts();
    let head = Head {
        title: "Your new recovery code",
        lede: html! { p { "It is shown this once and stored nowhere. Write it down or print this page now. The code you had before opens nothing any more, except backups made until now." } },
        section: Section::Settings,
    };
    let body = html! {
        section.card {
            p.recovery-code { (code.reveal().as_str()) }
            p.soft { "Windward, recovery code of " (Day(me.book.today)) ". With a backup it opens the whole record, so keep the two in different places." }
        }
        section.screen-only {
            h2 { "Now prove that you have it" }
            p { "Type it back from the paper or the password manager where you put it, not from this page." }
            (typing(&Form::default()))
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

async fn page(me: &Me, form: &Form, made: bool) -> Result<Response, WebError> {
    let confirmed = me.store().recovery_confirmed().await?;
    let facts = me.book.facts();
    let head = Head {
        title: "Recovery code",
        lede: html! {
            p {
                @if confirmed { "You have shown that you kept it. Nothing needs to be done; trying it once a year does no harm." }
                @else { "It opens your record when nothing else does. You have not yet shown that you kept it." }
            }
        },
        section: Section::Settings,
    };
    let body = html! {
        @if made {
            div.notice role="status" { p { "A new code was made already, and shown once: type that one back. If it was not written down, make another." } }
        }
        div.cols {
            div {
                section.card {
                    h2 { @if confirmed { "Try it again" } @else { "Show that you have it" } }
                    p { @if me.app.options.accounts { "Windward showed the code when your account was made. " } @else { "Windward showed the code when it was started for the first time. " } "Type it back from where you keep it: capitals, spaces and hyphens do not matter." }
                    (typing(form))
                }
                section {
                    h2 { @if confirmed { "It was lost, or somebody saw it?" } @else { "You do not have it?" } }
                    details {
                        summary { "Make a new code" }
                        p { "The new one is shown once. From that moment the code you have now opens nothing but backups made before, so have paper or your password manager at hand." }
                        form method="post" action="/recovery/new" {
                            (marks(None))
                            button.danger { "End the old code and make a new one" }
                        }
                    }
                }
            }
            aside {
                section {
                    h2 { "Why there is one" }
                    @if me.app.options.accounts {
                        p { "Your record is sealed under what you remember. Should you forget it, or have it reset by somebody else, the record stays closed. The code opens it." }
                        p { "Without any of your keys and without the code, nobody can open the record, not even whoever runs this server. That is what keeps it private." }
                    } @else {
                        p { "Your record is sealed under a key that lies in a file on this machine. If the machine is stolen, broken or lost, a backup alone does not open: it never contains that file. The code does." }
                        p { "Without machine and code, nobody can open the record. There is no other way in, for anybody; that is what keeps it private." }
                    }
                }
                section {
                    h2 { "Where to keep it" }
                    p { "On paper with your other papers, or in a password manager that is not only on this computer. Not beside the backup: who has both can read everything." }
                    div.actions { (go_quietly("/settings#data", "Back to settings")) @if confirmed { (go("/", "Go to Today")) } }
                }
            }
        }
    };
    Ok(layout::page(me, facts, &head, &body))
}

fn typing(form: &Form) -> Markup {
    html! {
        form method="post" action="/recovery" {
            (field(form, Field { name: "code", label: "Recovery code", hint: "Eight groups of four, and one more.", kind: Kind::Line { autocomplete: "off" } }))
            button { "Check this code" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_said_beside_the_field() {
        let says = |typed: &str| {
            let mut form = Form::filled([("code", typed.to_owned())]);
            assert!(code(&mut form).is_none());
            form.fault_of("code").unwrap().to_owned()
        };
        assert!(says("").starts_with("Type the code"));
        assert!(says("ABCD-EFGH").contains("33 letters"));
        assert!(says("ABCD-ÜFGH").contains('Ü'));
    }

    #[test]
    fn a_code_is_read_as_a_person_types_it() {
        let shown = RecoveryCode::random().unwrap();
        let typed = shown.reveal().to_lowercase().replace('-', " ");
        let mut form = Form::filled([("code", typed)]);
        let read = code(&mut form).unwrap();
        assert_eq!(*read.reveal(), *shown.reveal());
    }
}
