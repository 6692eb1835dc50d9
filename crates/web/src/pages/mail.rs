//! Mail: which server it goes through, the digest, and what waits.

pub(crate) mod digest;
pub(crate) mod letters;
mod server;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use windward_post::{Answer, Office, PostError};
use windward_store::Deed;

use super::record::not_in_the_sample;
use crate::{
    components::{go_quietly, marks, not_saved},
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    session::Me,
};

/// Where all of it is.
const HERE: &str = "/settings/mail";

/// The forms of the page; the one that was sent has its answers and faults.
#[derive(Debug, Default)]
struct Forms {
    server: Option<Form>,
    digest: Option<Form>,
    test: Form,
}

/// Everything about mail.
pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Mail"));
    }
    page(&me, Forms::default()).await
}

async fn page(me: &Me, forms: Forms) -> Result<Response, WebError> {
    let office = me.app.office()?;
    let settings = match office.settings().await {
        Err(error @ (PostError::AnotherKey(_) | PostError::Sealed(_) | PostError::Malformed)) => {
            return Ok(locked(me, &error, me.administers().await?));
        }
        settings => settings?,
    };
    let (wish, turn, letters) = (
        office.wish(me.store().person()).await?,
        office.turn().await?,
        office.letters(me.store().person()).await?,
    );
    let (runs, shared) = (me.administers().await?, me.app.options.accounts);
    // What is typed into the form would be lost on the way to showing who one is, so that comes first.
    let may_change = runs && me.sure().is_ok();
    let own = if shared {
        me.address().await
    } else {
        settings
            .as_ref()
            .map(|it| it.server.from.address().to_owned())
    };
    let lede = if runs {
        "Windward sends nothing by itself. With a mail server of yours it can send your updates, and a digest of Today to you."
    } else {
        "Windward sends nothing by itself. Through its mail server it can send your updates, and a digest of Today to you."
    };
    let head = Head {
        title: "Mail",
        lede: html! { p { (lede) } },
        section: Section::Settings,
    };
    let body = html! {
        @if let Some(form) = forms.server.as_ref().or(forms.digest.as_ref()) { (not_saved(form)) }
        div.cols {
            div {
                @if may_change {
                    (server::section(settings.as_ref(), forms.server, shared))
                    (server::test(settings.as_ref(), &forms.test))
                } @else { (server::told(settings.as_ref(), runs)) }
            }
            div {
                (digest::section(me, own, settings.is_some(), wish.as_ref(), forms.digest))
            }
        }
        (letters::section(me, turn.as_ref(), &letters))
        div.actions { (go_quietly("/settings", "All settings")) }
    };
    Ok(layout::page(me, me.book.facts(), &head, &body))
}

/// What was sealed under a key that is not here.
fn locked(me: &Me, error: &PostError, runs: bool) -> Response {
    let head = Head {
        title: "Mail",
        lede: html! { p { "Nothing is sent as things are." } },
        section: Section::Settings,
    };
    let body = html! {
        section.card {
            h2 { "Mail does not open" }
            p { (sentence(error)) }
            @if runs {
                form method="post" action="/settings/mail/anew" {
                    (marks(None))
                    button.danger { "Begin anew with mail" }
                }
                p.soft { "No record is touched by it." }
            } @else { p { "Whoever administers this Windward sees to it." } }
        }
        div.actions { (go_quietly("/settings", "All settings")) }
    };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::CONFLICT, page).into_response()
}

fn ours(me: &Me) -> Result<&Office, WebError> {
    if me.sample {
        return Err(WebError::NoPost(
            "The sample sends nothing. Leave it to set up mail for your own record.".to_owned(),
        ));
    }
    me.app.office()
}

/// The mail of the instance, for whoever runs it: on a server of several people its administrators.
async fn run_by(me: &Me) -> Result<&Office, WebError> {
    if !me.administers().await? {
        return Err(WebError::NotAllowed);
    }
    me.sure()?;
    ours(me)
}

fn back() -> Response {
    Redirect::to(HERE).into_response()
}

/// Notes which mail server there is.
pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let office = run_by(&me).await?;
    form.mark()?;
    let before = office.settings().await?.map(|it| it.server);
    let Some(server) = server::read(&mut form, before.as_ref()) else {
        let forms = Forms {
            server: Some(form),
            ..Forms::default()
        };
        let page = page(&me, forms).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    office.put_settings(Some(&server), me.app.now()).await?;
    noted(&me).await;
    me.say("The mail server is saved. Send yourself a test to see that it works.");
    Ok(back())
}

/// Sends a letter at once, and says what came of it.
pub(crate) async fn test(me: Me, mut form: Form) -> Result<Response, WebError> {
    let office = run_by(&me).await?;
    let settings = office.settings().await?.ok_or(PostError::NoServer)?;
    let to = form.needed("test_to", LINE, "Where should the test go?");
    let to = to.and_then(|it| server::mailbox(&mut form, "test_to", None, &it));
    let Some(to) = to else {
        let forms = Forms {
            test: form,
            ..Forms::default()
        };
        let page = page(&me, forms).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(back());
    }
    let said = match office.test(&settings.server, &to, me.app.now()).await {
        Ok(Answer::Sent(said)) => {
            format!("The mail server took the test for {}: {said}. Look whether it arrived.", to.address())
        }
        Ok(Answer::Later(said) | Answer::Paused(said)) => format!(
            "The mail server does not take the test now: {said}. Letters that meet this are tried again by themselves."
        ),
        Ok(Answer::Refused(said) | Answer::Stopped(said)) => {
            format!("The mail server refused the test: {said}")
        }
        Ok(Answer::Unclear(_) | Answer::NotMine) => {
            "The connection broke before the mail server said whether it took the test. Look whether it arrived.".to_owned()
        }
        Err(PostError::Line(error)) => format!("The test was not sent. {}", sentence(&error)),
        Err(error) => return Err(error.into()),
    };
    me.say(said);
    Ok(back())
}

/// Notes that the mail server is another.
async fn noted(me: &Me) {
    let by = me.store().person();
    me.app.note(Deed::MailSettings, by, None).await;
}

/// Forgets the mail server.
pub(crate) async fn forget(me: Me) -> Result<Response, WebError> {
    let office = run_by(&me).await?;
    office.put_settings(None, me.app.now()).await?;
    noted(&me).await;
    me.say("The mail server and its password are forgotten. What waits is kept for three days.");
    Ok(back())
}

/// Gives up what does not open.
pub(crate) async fn anew(me: Me) -> Result<Response, WebError> {
    run_by(&me).await?.begin_anew().await?;
    me.say("Mail begins anew: say which server you use.");
    Ok(back())
}
