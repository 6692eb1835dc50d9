//! Passkeys: signing in by one, showing one as a second proof or once more, and making and ending one's own.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_store::{AccountRow, Accounts, Deed, MAX_PASSKEYS, PasskeyInfo, Second, Stage, Way};

use super::{let_in, onward, onward_field, proven, too_often};
use crate::{
    components::{Field, Kind, field, go_quietly},
    edge,
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    letters,
    limits::Against,
    passkeys,
    path::Path,
    session::Me,
    state::{App, LIFETIME},
    visitor::{From, Visitor, browser, new_session},
};

/// Why it goes no further; what exactly was wrong is in the log.
const REFUSED: &str = "That passkey did not do: it is not known here, the account is closed, or it took longer than five minutes. Try again, or take another way in.";

/// A button that asks the browser for a passkey and sends what it answers to `to`; nothing where browsers keep none for this
/// address.
pub(super) fn button(app: &App, form: &Form, to: &str, label: &str) -> Markup {
    html! {
        @if app.passkeys.is_some() {
            form method="post" action=(to) data-passkey="get" data-ask=(if to == "/sign-in/passkey" { "/sign-in/passkey/ask" } else { "/sign-in/passkey/ask?mine=true" }) {
                (onward_field(form.back().unwrap_or_default()))
                (answer_field(form))
                div.actions { button.quiet { (label) } }
            }
        }
    }
}

/// Where the answer goes, and what is said when there is none.
fn answer_field(form: &Form) -> Markup {
    html! {
        input type="hidden" name="answer";
        @if let Some(fault) = form.fault_of("answer") { p.error { (fault) } }
        p.error data-fault hidden { "Nothing came of it: the browser’s dialog was closed, or it has no passkey for this address." }
        noscript { p.soft { "Passkeys need JavaScript, which is off in this browser." } }
    }
}

/// Puts a question to a browser, with what it carries meanwhile.
fn put(question: &impl serde::Serialize, cookie: HeaderValue) -> Response {
    let json = HeaderValue::from_static("application/json");
    let headers = [(header::SET_COOKIE, cookie), (header::CONTENT_TYPE, json)];
    let question = serde_json::to_string(question).expect("texts and numbers");
    (headers, question).into_response()
}

/// Whether a passkey of whoever is on the way in already is asked for, or any.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Asking {
    mine: bool,
}

/// What a browser is to ask: for a passkey of whoever is on the way in already, else for any.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    Query(Asking { mine }): Query<Asking>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let visitor = if mine {
        Visitor::of(&headers, &app).await.ok()
    } else {
        None
    };
    let whose = visitor.map(|it| it.session.person);
    let (question, cookie) = passkeys::ask(&app, whose).await?;
    Ok(put(&question, cookie))
}

/// Signs somebody in. Their record stays closed: a passkey opens nothing.
pub(crate) async fn enter(
    State(app): State<Arc<App>>,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let against = [Against::address(address)];
    if let Err(wait) = app.limits.count(&against, app.now()) {
        form.fault("answer", too_often(wait));
        let page = super::sign_in::page(&app, &form);
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let person = passkeys::answered(&app, &headers, form.typed("answer")).await?;
    let entry = match person {
        Some(person) => {
            let new = new_session(&app, &headers, Way::Passkey);
            app.instance.sign_in_as(person, Stage::Open, new).await?
        }
        None => None,
    };
    let Some(entry) = entry else {
        form.fault("answer", REFUSED);
        let page = super::sign_in::page(&app, &form);
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    app.limits.forgive(&against);
    let mut response = let_in(&app, &entry, &onward(&form));
    super::know(&app, entry.person, &mut response)?;
    Ok(response)
}

/// Whether a browser answered with a passkey of its visitor, who may not try for ever.
async fn is_shown(
    visitor: &Visitor,
    address: std::net::IpAddr,
    headers: &HeaderMap,
    form: &mut Form,
) -> Result<bool, WebError> {
    let (app, person) = (&visitor.app, visitor.session.person);
    let against = [
        Against::address(address),
        Against::thing("passkey", &person.person().to_string()),
    ];
    if let Err(wait) = app.limits.count(&against, app.now()) {
        form.fault("answer", too_often(wait));
        return Ok(false);
    }
    let shown = passkeys::answered(app, headers, form.typed("answer")).await?;
    if shown != Some(person) {
        form.fault("answer", REFUSED);
        return Ok(false);
    }
    app.limits.forgive(&against);
    Ok(true)
}

/// Takes a passkey as the second proof.
pub(crate) async fn second(
    visitor: Visitor,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    if visitor.session.stage == Stage::Open {
        return Ok(Redirect::to("/").into_response());
    }
    if !is_shown(&visitor, address, &headers, &mut form).await? {
        let page = super::second::page(&visitor, &form).await?;
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    }
    let (app, now) = (&visitor.app, visitor.app.now());
    let passed = app
        .instance
        .pass_second(&visitor.secret, Second::Passkey, now, now + LIFETIME);
    let entry = passed.await?.ok_or(WebError::SignedOut)?;
    app.drawers.forget(&visitor.key);
    Ok(let_in(app, &entry, &onward(&form)))
}

/// Takes a passkey as proof of who one is, before what matters.
pub(crate) async fn prove(
    visitor: Visitor,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    visitor.person()?;
    if !is_shown(&visitor, address, &headers, &mut form).await? {
        let page = super::prove::page(&visitor, &form).await?;
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    }
    super::prove::proved(&visitor, &form).await
}

/// The passkeys of an account, for its owner.
pub(super) fn section(me: &Me, there: &[PasskeyInfo]) -> Markup {
    if me.app.passkeys.is_none() && there.is_empty() {
        return html! {};
    }
    let zone = edge::zone(&me.book.record);
    html! {
        section #passkeys {
            h2 { "Passkeys" }
            @if there.is_empty() {
                p { "Sign in with your fingerprint, your face or the lock of your device, and no password that somebody could phish. It never opens your record: what you remember does." }
            } @else {
                ul.plain {
                    @for passkey in there {
                        @let label = label(passkey);
                        li {
                            strong { (label) }
                            br;
                            span.soft {
                                "since " (super::day(passkey.created_at, &zone))
                                @match passkey.used_at { Some(at) => { "; last used " (super::day(at, &zone)) } None => { "; not used yet" } }
                            }
                            form method="post" action={ "/account/passkeys/" (passkey.id) "/drop" } { button.quiet { "Take it away" span.seen-not { ", " (label) } } }
                        }
                    }
                }
            }
            @if me.app.passkeys.is_some() && there.len() < MAX_PASSKEYS {
                div.actions { (go_quietly("/account/passkeys", "Make a passkey")) }
            }
        }
    }
}

/// The account of whoever makes or ends a passkey, having just shown who they are.
async fn owner(me: &Me) -> Result<AccountRow, WebError> {
    let account = super::mine::account(me).await?;
    proven(&me.visitor)?;
    Ok(account)
}

fn label(passkey: &PasskeyInfo) -> &str {
    passkey.label.as_deref().unwrap_or("A passkey")
}

/// The page that makes one.
pub(crate) async fn new(me: Me, headers: HeaderMap) -> Result<Response, WebError> {
    let account = owner(&me).await?;
    if me.app.passkeys.is_none() {
        return Err(WebError::NotFound);
    }
    let mut form = Form::default();
    form.set("label", browser(&headers));
    Ok(making(&me, &account, &form, StatusCode::OK))
}

fn making(me: &Me, account: &AccountRow, form: &Form, status: StatusCode) -> Response {
    let head = Head {
        title: "A passkey",
        lede: html! { p { "Your device, or your password manager, keeps a key for this address and signs you in with it." } },
        section: Section::Settings,
    };
    let body = html! {
        form.card method="post" action="/account/passkeys" data-passkey="create" data-ask="/account/passkeys/ask" {
            (field(form, Field { name: "label", label: "What you call it", hint: "So that you know which one to take away when a device is lost.", kind: Kind::Line { autocomplete: "off" } }))
            (answer_field(form))
            @if !account.second {
                label.check { input type="checkbox" name="second" value="yes" checked[form.ticked("second")]; span { "Ask for it after my password too, as a second proof" } }
            }
            div.actions { button { "Make it" } (go_quietly("/account#passkeys", "Not now")) }
        }
        p.soft { "The key stays where it is made; this server learns only how to check it. Your record is sealed apart from it, and opens by what you remember." }
    };
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    *page.status_mut() = status;
    page
}

/// What a browser is to be asked to make one.
pub(crate) async fn offer(me: Me) -> Result<Response, WebError> {
    let account = owner(&me).await?;
    let (question, cookie) = passkeys::offer(&me.app, &account).await?;
    Ok(put(&question, cookie))
}

/// Keeps one that was made.
pub(crate) async fn make(me: Me, headers: HeaderMap, mut form: Form) -> Result<Response, WebError> {
    let account = owner(&me).await?;
    let label = form.needed("label", LINE, "Give it a name.");
    let instance = &me.app.instance;
    if instance.passkeys_of(account.person).await?.len() >= MAX_PASSKEYS {
        form.fault("label", format!("You have {MAX_PASSKEYS} passkeys, which is as many as are kept. Take one away first."));
    }
    let Some(label) = label.filter(|_| form.is_good()) else {
        return Ok(making(
            &me,
            &account,
            &form,
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    };
    let answer = form.typed("answer").to_owned();
    let made = passkeys::made(&me.app, &account, &headers, &answer, label.clone());
    let kept = match made.await? {
        Some(new) => instance.add_passkey(new).await?,
        None => false,
    };
    if !kept {
        form.fault("answer", "Nothing was kept: what the browser made could not be checked, or it took longer than five minutes. Try again.");
        return Ok(making(
            &me,
            &account,
            &form,
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    me.note(Deed::PasskeyMade).await;
    letters::tell(&me.app, account.person, "A passkey was made for it.").await;
    if form.ticked("second") && !account.second {
        return second_on(me).await;
    }
    me.say(format!("From now on ‘{label}’ signs you in."));
    Ok(Redirect::to("/account#passkeys").into_response())
}

/// Has a passkey asked for after the password.
pub(crate) async fn second_on(me: Me) -> Result<Response, WebError> {
    let account = owner(&me).await?;
    let there = me.app.instance.passkeys_of(account.person).await?;
    if there.is_empty() {
        me.say("Make a passkey first.");
        return Ok(Redirect::to("/account#passkeys").into_response());
    }
    me.app.instance.set_second(account.person, true).await?;
    me.note(Deed::SecondOn).await;
    letters::tell(
        &me.app,
        account.person,
        "A second proof is asked for from now on.",
    )
    .await;
    super::mine::spare_codes(&me, &account, "From now on a passkey is asked for").await
}

/// Takes one away, where a way in remains.
pub(crate) async fn drop(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    let account = owner(&me).await?;
    let instance = &me.app.instance;
    let there = instance.passkeys_of(account.person).await?;
    let is_last = there.len() == 1;
    let elsewhere = instance.journal().identities(account.person).await?;
    let other_way = account.verifier.is_some() || !elsewhere.is_empty();
    if !there.iter().any(|it| it.id == id) {
        me.say("It is gone already.");
    } else if is_last && !other_way {
        me.say("That is the only way in that you have, so it stays. Set up another first.");
    } else if is_last && account.second && account.totp.is_none() {
        me.say("That is the second proof that you are asked for, so it stays. Set up codes of a device first, or ask for no second proof.");
    } else {
        instance.drop_passkey(account.person, id).await?;
        me.note(Deed::PasskeyDropped).await;
        letters::tell(&me.app, account.person, "A passkey of it was taken away.").await;
        me.say("That passkey signs nobody in any more. Your device may still show it; remove it there as well.");
    }
    Ok(Redirect::to("/account#passkeys").into_response())
}
