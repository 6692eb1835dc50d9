//! For whoever was shut out: their whole record as a file, by their name and recovery code, and nothing else.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::tz::TimeZone;
use maud::html;
use tokio::task::spawn_blocking;
use windward_store::{Deed, RecoveryCode};

use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::{Form, LINE, sentence},
    letters,
    limits::Against,
    pages::{
        account::{entrance, refused, too_often},
        record::{as_file, gathered_of},
    },
    state::App,
    visitor::From,
};

/// The same for a name that nobody has, a code that opens nothing, an account that is open, and one closed long ago.
const WRONG: &str = "This opens nothing: the name or the code is another, the account is not closed, or it was closed more than thirty days ago.";

pub(crate) async fn show() -> Html<String> {
    page(&Form::default())
}

/// Gives the record out, made for this request and kept nowhere.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    From(address): From,
    mut form: Form,
) -> Result<Response, WebError> {
    let name = form.needed("name", LINE, "Type the name that you signed in with.");
    let typed = form.secret("code");
    let code = if typed.trim().is_empty() {
        form.fault("code", "Type your recovery code.");
        None
    } else {
        let code = typed.parse::<RecoveryCode>();
        code.map_err(|error| form.fault("code", sentence(&error)))
            .ok()
    };
    let (Some(name), Some(code)) = (name, code) else {
        return Ok(refused(page(&form)));
    };
    // For each address by itself: nobody guesses a code, and whoever tries at a name must not shut its owner out.
    let tried = format!("{address} {}", name.trim().to_lowercase());
    let against = [Against::address(address), Against::thing("door", &tried)];
    if let Err(wait) = app.limits.count(&against, app.now()) {
        form.fault("code", too_often(wait));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page(&form)).into_response());
    }
    let opened = app.instance.open_closed(&name, &code, app.now()).await?;
    let Some(store) = opened else {
        form.fault("code", WRONG);
        return Ok((StatusCode::UNAUTHORIZED, page(&form)).into_response());
    };
    let export = gathered_of(&app, &store).await?;
    let text = spawn_blocking(move || export.to_text())
        .await
        .expect("writing texts as JSON does not panic");
    let person = store.person();
    app.note(Deed::DoorUsed, person, Some(person)).await;
    let what = "It is closed, and all of its record was taken out just now, by the recovery code.";
    letters::tell(&app, person, what).await;
    let today = app.now().to_zoned(TimeZone::system()).date();
    Ok(as_file(text, today))
}

fn page(form: &Form) -> Html<String> {
    let body = html! {
        form.card method="post" action="/closed" {
            (field(form, Field { name: "name", label: "The name that you signed in with", hint: "", kind: Kind::Line { autocomplete: "username" } }))
            (field(form, Field { name: "code", label: "Recovery code", hint: "Eight groups of four, and one more.", kind: Kind::Line { autocomplete: "off" } }))
            div.actions { button { "Take my record along" } a.button.quiet href="/sign-in" { "Back" } }
        }
        p.soft { "You get one file with all that is in your record, what others wrote for you too. It is not encrypted: keep it as you would a diary. Any other Windward takes it in, under ‘Settings’." }
        p.soft { "No recovery code? Ask whoever runs this Windward to open the account again." }
    };
    let lede = html! { p { "If others closed your account, your record is still yours: for thirty days you can take it along." } };
    entrance("Your account was closed", &lede, &body)
}
