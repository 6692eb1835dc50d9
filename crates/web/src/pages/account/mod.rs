//! Accounts: signing in and out, getting in for the first time and after a loss, and what an owner and an administrator
//! see of them.

pub(crate) mod accounts;
pub(crate) mod forgotten;
pub(crate) mod join;
pub(crate) mod ladders;
pub(crate) mod mine;
pub(crate) mod passkeys;
pub(crate) mod prove;
pub(crate) mod second;
pub(crate) mod sign_in;
pub(crate) mod sso;
pub(crate) mod unlock;

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use windward_store::{Chosen, Entry, PersonKey, SessionSecret, Stage};
use zeroize::Zeroizing;

use crate::{
    error::WebError,
    form::{Form, sentence},
    hex::hex,
    layout,
    session::{carried, set, set_cookie},
    state::App,
    visitor::Visitor,
};

/// How long a browser is known in which somebody signed in: a year.
const KNOWN: i64 = 365 * 24 * 60 * 60;

/// A page before or beside a record, with a form in the middle of it.
pub(crate) fn entrance(title: &str, lede: &Markup, body: &Markup) -> Html<String> {
    let body = html! {
        h1 { (title) }
        div.lede { (lede) }
        (body)
    };
    layout::bare(title, &body)
}

/// The same after something went wrong.
pub(crate) fn refused(page: Html<String>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A field for what nobody else may see. What was typed never comes back into a page.
pub(crate) fn secret_field(
    form: &Form,
    name: &str,
    label: &str,
    hint: &str,
    autocomplete: &str,
) -> Markup {
    let fault = form.fault_of(name);
    let hint_id = format!("{name}-hint");
    let fault_id = format!("{name}-fault");
    let described = match (hint.is_empty(), fault.is_some()) {
        (true, false) => None,
        (false, false) => Some(hint_id.clone()),
        (true, true) => Some(fault_id.clone()),
        (false, true) => Some(format!("{hint_id} {fault_id}")),
    };
    html! {
        div.field {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id=(hint_id) { (hint) } }
            input id=(name) type="password" name=(name) autocomplete=(autocomplete) spellcheck="false" required
                aria-invalid=[fault.map(|_| "true")] aria-describedby=[described];
            @if let Some(fault) = fault { p.error id=(fault_id) { (fault) } }
        }
    }
}

/// Two fields for a new password.
pub(crate) fn new_password_fields(form: &Form, what: &str) -> Markup {
    html! {
        (secret_field(form, "password", what, "Twelve characters or more. Four words that have nothing to do with each other are easy to remember and hard to guess.", "new-password"))
        (secret_field(form, "again", "The same once more", "", "new-password"))
    }
}

/// Reads them; what is wrong is said beside the field.
pub(crate) fn new_password(form: &mut Form, app: &App, name: &str) -> Option<Chosen> {
    let (typed, again) = (form.secret("password"), form.secret("again"));
    let same = *typed == *again;
    let address = app.address();
    let chosen = Chosen::new(typed, &[name, &address]);
    let chosen = chosen.map_err(|error| form.fault("password", sentence(&error)));
    if chosen.is_ok() && !same {
        form.fault("again", "This is not the same as above; type both again.");
    }
    chosen.ok().filter(|_| form.is_good())
}

/// The page to go to after signing in: one of ours, as the form says.
fn onward(form: &Form) -> String {
    form.back().unwrap_or("/").to_owned()
}

/// The hidden field that says where to go after a form.
fn onward_field(to: &str) -> Markup {
    html! { @if !to.is_empty() && to != "/" { input type="hidden" name="back" value=(to); } }
}

/// Where to go after a page, as its address says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct To {
    pub(crate) to: String,
}

/// Sends a browser on with the session that it has from now on.
fn let_in(app: &App, entry: &Entry, to: &str) -> Response {
    let path = match (entry.stage, entry.open) {
        (Stage::Second, _) => "/sign-in/second",
        (Stage::Open, false) => "/unlock",
        (Stage::Open, true) => to,
    };
    tracing::info!(stage = ?entry.stage, open = entry.open, "somebody signed in");
    let mut response = if path == to || to == "/" {
        Redirect::to(path).into_response()
    } else {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("to", to)
            .finish();
        Redirect::to(&format!("{path}?{query}")).into_response()
    };
    response
        .headers_mut()
        .append(header::SET_COOKIE, set_cookie(app, Some(&entry.secret)));
    response
}

/// The cookie by which a browser is known to have signed in to an account: a number and a tag that only this server
/// makes of it.
const KNOWN_COOKIE: &str = "known";

/// Marks a browser as one in which somebody signed in.
fn know(app: &App, person: PersonKey, response: &mut Response) -> Result<(), WebError> {
    let number = SessionSecret::random().map_err(windward_store::StoreError::from)?;
    let number = number.reveal();
    let value = format!(
        "{}{}",
        &number[..32],
        hex(&known_tag(app, person, &number[..32])?)
    );
    let cookie = set(app, &app.cookie_named(KNOWN_COOKIE), &value, KNOWN);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

fn known_tag(app: &App, person: PersonKey, number: &str) -> Result<[u8; 32], WebError> {
    let key = app.server_key()?;
    Ok(key.tag(&[
        b"known browser",
        &person.tenant().get().to_be_bytes(),
        &person.person().get().to_be_bytes(),
        number.as_bytes(),
    ]))
}

/// Which browser of somebody it is, if it is one of theirs.
fn known(
    app: &App,
    person: PersonKey,
    headers: &axum::http::HeaderMap,
) -> Result<Option<[u8; 32]>, WebError> {
    let name = app.cookie_named(KNOWN_COOKIE);
    let Some(value) = carried(headers, &name).filter(|it| it.len() == 96 && it.is_ascii()) else {
        return Ok(None);
    };
    let (number, tag) = value.split_at(32);
    let right = known_tag(app, person, number)?;
    Ok(same(tag, &hex(&right)).then_some(right))
}

/// Whether two texts are the same, in a time that does not say where they differ.
fn same(a: &str, b: &str) -> bool {
    let differing = a
        .bytes()
        .zip(b.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    a.len() == b.len() && differing == 0
}

/// Somebody who has just shown who they are, for what matters: else they are asked to.
pub(crate) fn proven(visitor: &Visitor) -> Result<PersonKey, WebError> {
    let person = visitor.person()?;
    if visitor.has_proved() {
        Ok(person)
    } else {
        Err(WebError::Unproven)
    }
}

/// Says that something was tried too often.
pub(crate) fn too_often(wait: SignedDuration) -> String {
    let minutes = (wait.as_secs() + 59) / 60;
    let minutes = crate::words::count(usize::try_from(minutes).unwrap_or(15), "minute", "minutes");
    format!("That was tried too often. Wait {minutes}, then try again.")
}

/// A day, for whoever looks.
fn day(at: Timestamp, zone: &jiff::tz::TimeZone) -> Markup {
    let day = at.to_zoned(zone.clone()).date();
    html! { (crate::words::Day(day)) }
}

/// A code that is shown this once.
fn shown_once(code: &Zeroizing<String>) -> Markup {
    html! { p.recovery-code { (code.as_str()) } }
}
