//! One's own account: what signs in, what opens the record, and where one is signed in.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use maud::{Markup, html};
use qrcode::{EcLevel, QrCode};
use windward_store::{
    AccountRow, Deed, Dropped, KeyIn, Keys, NewSession, Password, RecoveryCode, TotpSecret, Way,
};

use super::{know, let_in, new_password, new_password_fields, proven, secret_field};
use crate::{
    components::{Field, Kind, field, go_quietly, marks},
    edge,
    error::WebError,
    form::{Form, LINE},
    hex::{hex, unhex},
    layout::{self, Head, Section},
    letters,
    path::Path,
    session::Me,
    visitor::new_session,
    words,
};

/// How long ago a browser was used that is in use: what is noted of it may lag by a minute.
const RECENT: SignedDuration = SignedDuration::from_mins(3);

/// The account of somebody who has one. Others have nothing to see here.
pub(crate) async fn account(me: &Me) -> Result<AccountRow, WebError> {
    let person = me.visitor.person()?;
    let account = me.app.instance.account_of(person).await?;
    account.filter(|_| !me.sample).ok_or(WebError::NotFound)
}

/// Everything about it.
pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    page(&me, &Form::default(), StatusCode::OK).await
}

async fn page(me: &Me, form: &Form, status: StatusCode) -> Result<Response, WebError> {
    let account = account(me).await?;
    let instance = &me.app.instance;
    let keys = instance.keys_of(account.person).await?;
    let passkeys = instance.passkeys_of(account.person).await?;
    let sessions = sessions(me, &account).await?;
    let head = Head {
        title: "Account",
        lede: html! { p { "You sign in as " strong { (account.name) } ". What is here never opens your record to anybody else." } },
        section: Section::Settings,
    };
    let body = html! {
        div.cols {
            div {
                @if account.verifier.is_some() { (password(me, form)) }
                (super::passkeys::section(me, &passkeys))
                (second(me, &account, !passkeys.is_empty()).await?)
                (super::sso::link::section(me, &account).await?)
                (sessions)
                (crate::pages::law::audit::of_me(me, &account).await?)
            }
            aside {
                (opens(&keys, me))
                (crate::pages::law::leave::section(me))
            }
        }
        div.actions { (go_quietly("/settings", "All settings")) }
    };
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    *page.status_mut() = status;
    Ok(page)
}

/// Whether they have shown a passkey a short while ago: as good a proof as the password of before, which they may have
/// forgotten.
fn is_by_passkey(me: &Me) -> bool {
    me.visitor.session.way == Way::Passkey && me.visitor.has_proved()
}

fn password(me: &Me, form: &Form) -> Markup {
    html! {
        section #password-change {
            h2 { "Password" }
            details open[!form.is_good()] {
                summary { "Change it" }
                form method="post" action="/account/password" {
                    @if is_by_passkey(me) { p { "You have shown your passkey just now, so the password that you have is not asked for." } }
                    @else {
                        (secret_field(form, "now", "The password that you have now", "", "current-password"))
                        @if me.visitor.session.way == Way::Passkey { p { a href="/prove?to=%2Faccount%23password-change" { "Forgotten it? Show your passkey instead" } } }
                    }
                    (new_password_fields(form, "The new one"))
                    p.soft { "Every other browser is signed out. Your record stays as it is: only the lock on it is changed." }
                    div.actions { button { "Change the password" } }
                }
            }
        }
    }
}

async fn second(me: &Me, account: &AccountRow, has_passkey: bool) -> Result<Markup, WebError> {
    let spare = me.app.instance.spare_codes(account.person).await?;
    Ok(html! {
        section #second {
            h2 { "Second factor" }
            @if account.second {
                p { "After your password you are asked for a second proof." }
                dl {
                    @if has_passkey { dt { "A passkey" } dd { "on" } }
                    @if account.totp.is_some() { dt { "Codes of a device" } dd { "on" } }
                    dt { "Spare codes" }
                    dd {
                        @if spare == 0 { span.tag.warn { "none left" } } @else { (words::count(spare, "code", "codes")) " left" }
                    }
                }
                div.actions {
                    @if account.totp.is_none() { (go_quietly("/account/second", "Set up codes of a device too")) }
                    form method="post" action="/account/spare" { (marks(None)) button.quiet { "Make new spare codes" } }
                    form method="post" action="/account/second/off" { (marks(None)) button.quiet { "Ask for no second proof" } }
                }
            } @else {
                p { "Somebody who learns your password gets in. With a second factor they need your device as well." }
                div.actions {
                    (go_quietly("/account/second", "Set up codes of a device"))
                    @if has_passkey {
                        form method="post" action="/account/passkeys/second" { (marks(None)) button.quiet { "Ask for a passkey" } }
                    }
                }
            }
        }
    })
}

async fn sessions(me: &Me, account: &AccountRow) -> Result<Markup, WebError> {
    let sessions = me.app.instance.sessions_of(account.person, me.app.now());
    let sessions = sessions.await?;
    let zone = edge::zone(&me.book.record);
    let now = me.app.now();
    Ok(html! {
        section #sessions {
            h2 { "Where you are signed in" }
            ul.plain {
                @for session in &sessions {
                    li {
                        strong { (session.browser) }
                        @if session.id == me.visitor.session.id { " " span.tag { "this one" } }
                        br;
                        span.soft {
                            (by(session.way)) ", " (super::day(session.created_at, &zone)) "; last used "
                            @if now.duration_since(session.last_seen_at) < RECENT { "just now" } @else { (words::moment(session.last_seen_at, &zone)) }
                            "; over " (super::day(session.expires_at, &zone)) " at the latest"
                        }
                        @if session.id != me.visitor.session.id {
                            form method="post" action={ "/account/sessions/" (session.id) "/end" } { button.quiet { "Sign it out" span.seen-not { ", " (session.browser) } } }
                        }
                    }
                }
            }
            @if sessions.len() > 1 {
                form.actions method="post" action="/account/sessions/others" { button.quiet { "Sign out all the others" } }
            }
            p.soft { "A browser that is not used for two weeks is signed out by itself." }
        }
    })
}

pub(super) const fn by(way: Way) -> &'static str {
    match way {
        Way::Link => "by a link",
        Way::Password => "by password",
        Way::Passkey => "by passkey",
        Way::SingleSignOn => "by single sign-on",
    }
}

/// What opens the record.
fn opens(keys: &Keys, me: &Me) -> Markup {
    let zone = edge::zone(&me.book.record);
    let since = |key: KeyIn| html! { "since " (super::day(key.since, &zone)) };
    html! {
        section #keys-of {
            h2 { "What opens your record" }
            dl {
                @if let Some(key) = keys.password { dt { "Your password" } dd { (since(key)) } }
                @if let Some(key) = keys.passphrase {
                    dt { "Your passphrase" }
                    dd { (since(key)) form method="post" action="/account/passphrase/drop" { (marks(None)) button.quiet { "Take it away" } } }
                }
                @if let Some(key) = keys.key_file {
                    dt { "A key file" }
                    dd { (since(key)) form method="post" action="/account/key-file/drop" { (marks(None)) button.quiet { "End it" } } }
                }
                dt { "The recovery code" }
                dd {
                    @match keys.recovery.map(|key| key.confirmed_at.is_some()) {
                        Some(true) => "you have shown that you have it",
                        _ => span.tag.ahead { "not typed back yet" },
                    }
                    " " a href="/recovery" { "See to it" }
                }
            }
            p { "Nobody else has a key: whoever runs this server can let you in, and cannot open what is yours. Lose every key, and the record is lost." }
            details {
                summary { "Another key" }
                p { "A passphrase opens the record when you come in without your password. A key file is 32 bytes for a stick in a drawer: whoever has it and can sign in as you, opens it." }
                @if keys.passphrase.is_some() || keys.key_file.is_some() { p { "You have one of each at most: a new one ends the one of before." } }
                div.actions { (go_quietly("/account/passphrase", "Make a passphrase")) }
                form method="post" action="/account/key-file" { (marks(None)) button.quiet { "Make a key file" } }
            }
        }
    }
}

/// A session like the one there is, from now on.
fn begin_anew(me: &Me, headers: &HeaderMap) -> NewSession {
    new_session(&me.app, headers, me.visitor.session.way)
}

/// Puts another password in the place of the one there is.
pub(crate) async fn change_password(
    me: Me,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let account = account(&me).await?;
    let now = Password::typed(form.secret("now"));
    let against = [crate::limits::Against::thing(
        "proof",
        &account.person.person().to_string(),
    )];
    if let Err(wait) = me.app.limits.count(&against, me.app.now()) {
        form.fault("now", super::too_often(wait));
        return page(&me, &form, StatusCode::TOO_MANY_REQUESTS).await;
    }
    if is_by_passkey(&me) || me.app.instance.is_password(account.person, now).await? {
        me.app.limits.forgive(&against);
    } else {
        form.fault("now", "This is not the password that you have now.");
    }
    let chosen = new_password(&mut form, &me.app, &account.name);
    let Some(chosen) = chosen.filter(|_| form.is_good()) else {
        return page(&me, &form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let new = begin_anew(&me, &headers);
    let store = Some(me.store());
    let changed = me
        .app
        .instance
        .change_password(account.person, store, chosen, new);
    let entry = changed.await?.ok_or(WebError::SignedOut)?;
    me.note(Deed::PasswordChanged).await;
    letters::tell(&me.app, account.person, "Its password was changed.").await;
    me.app.drawers.forget(&me.key);
    let key = crate::session::key(&entry.secret);
    let said = "The password is changed. Every other browser was signed out.";
    me.app.drawers.say(&key, said.to_owned());
    let mut response = let_in(&me.app, &entry, "/account");
    know(&me.app, account.person, &mut response)?;
    Ok(response)
}

/// The page that sets up codes of a device.
pub(crate) async fn set_up_second(me: Me) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    let secret = TotpSecret::random().map_err(windward_store::StoreError::from)?;
    setting_up(&me, &account, &secret, &Form::default(), StatusCode::OK)
}

fn setting_up(
    me: &Me,
    account: &AccountRow,
    secret: &TotpSecret,
    form: &Form,
    status: StatusCode,
) -> Result<Response, WebError> {
    let key = me.app.server_key()?;
    let sealed = secret.seal(&key, account.person);
    let sealed = hex(&sealed.map_err(windward_store::StoreError::from)?);
    let address = secret.address(&account.name);
    let head = Head {
        title: "Codes of a device",
        lede: html! { p { "An app on your phone, or your password manager, makes six figures that change twice a minute." } },
        section: Section::Settings,
    };
    let body = html! {
        div.halves {
            section.card {
                h2 { "1. Let it read this" }
                (picture(&address))
                p { "Or type this into it:" }
                p.code { (secret.reveal().as_str()) }
            }
            section.card {
                h2 { "2. Type what it shows" }
                form method="post" action="/account/second" {
                    input type="hidden" name="secret" value=(sealed);
                    (field(form, Field { name: "code", label: "The six figures", hint: "", kind: Kind::Line { autocomplete: "one-time-code" } }))
                    div.actions { button { "Ask for them from now on" } (go_quietly("/account", "Not now")) }
                }
                p.soft { "Then you get spare codes, for the day on which the device is lost." }
            }
        }
    };
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    *page.status_mut() = status;
    Ok(page)
}

/// The address as a picture that a device reads, dark on light in either theme, because some devices read nothing else.
fn picture(address: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(address.as_bytes(), EcLevel::M) else {
        return html! {};
    };
    let width = code.width();
    let mut path = String::new();
    for (place, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            use std::fmt::Write as _;
            write!(path, "M{} {}h1v1h-1z", place % width + 4, place / width + 4)
                .expect("a text takes what is written");
        }
    }
    let side = width + 8;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label="The address for your device, as a picture; the same stands below as letters" {
            rect width=(side) height=(side) {}
            path d=(path) {}
        }
    }
}

/// Has codes of a device asked for, once one has been typed back.
pub(crate) async fn second_on(me: Me, mut form: Form) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    let key = me.app.server_key()?;
    let sealed = unhex(form.typed("secret"));
    let secret = sealed.and_then(|it| TotpSecret::open(&key, account.person, &it));
    let secret = secret.ok_or_else(|| WebError::Form("It belongs to another page.".to_owned()))?;
    let code = form.needed(
        "code",
        LINE,
        "Type the six figures that your device shows now.",
    );
    let Some(code) = code else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return setting_up(&me, &account, &secret, &form, status);
    };
    let set = me
        .app
        .instance
        .set_totp(account.person, &secret, &code, me.app.now());
    if !set.await? {
        form.fault("code", "This is not what the device should show now. Is its clock right? Try the next figures.");
        return setting_up(
            &me,
            &account,
            &secret,
            &form,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    me.note(Deed::SecondOn).await;
    let what = "Codes of a device are asked for from now on.";
    letters::tell(&me.app, account.person, what).await;
    spare_codes(&me, &account, "From now on you are asked for them").await
}

/// Makes spare codes in the place of those there are.
pub(crate) async fn spare(me: Me, form: Form) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(Redirect::to("/account#second").into_response());
    }
    me.note(Deed::SpareCodes).await;
    spare_codes(&me, &account, "Your new spare codes").await
}

pub(super) async fn spare_codes(
    me: &Me,
    account: &AccountRow,
    title: &str,
) -> Result<Response, WebError> {
    let codes = me.app.instance.new_spare_codes(account.person).await?;
    let head = Head {
        title,
        lede: html! { p { "These are spare codes, for when the device is lost. Each works once; they are shown this once." } },
        section: Section::Settings,
    };
    let body = html! {
        section.card {
            ol.codes { @for code in &codes { li.code { (RecoveryCode::reveal(code).as_str()) } } }
            p.soft { "Keep them where you keep your papers, not on the device. They open no record: they stand in for the six figures." }
        }
        div.actions { (go_quietly("/account#second", "I have them")) }
    };
    Ok(layout::page(me, me.book.facts(), &head, &body))
}

/// Asks for no second factor any more.
pub(crate) async fn second_off(me: Me) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    me.app.instance.set_second(account.person, false).await?;
    me.note(Deed::SecondOff).await;
    letters::tell(
        &me.app,
        account.person,
        "No second proof is asked for any more.",
    )
    .await;
    me.say(
        "Your password alone is enough again. The codes of a device and the spare ones are gone.",
    );
    Ok(Redirect::to("/account#second").into_response())
}

/// Signs another browser out.
pub(crate) async fn end_session(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    let account = account(&me).await?;
    me.app.instance.end_session_of(account.person, id).await?;
    me.say("It is signed out.");
    Ok(Redirect::to("/account#sessions").into_response())
}

/// Signs all the others out.
pub(crate) async fn end_others(me: Me) -> Result<Response, WebError> {
    let account = account(&me).await?;
    let instance = &me.app.instance;
    let here = me.visitor.session.id;
    instance.end_other_sessions(account.person, here).await?;
    me.say("Every other browser is signed out.");
    Ok(Redirect::to("/account#sessions").into_response())
}

/// The page that makes a passphrase.
pub(crate) async fn passphrase(me: Me) -> Result<Response, WebError> {
    account(&me).await?;
    proven(&me.visitor)?;
    Ok(passphrase_page(&me, &Form::default()))
}

fn passphrase_page(me: &Me, form: &Form) -> Response {
    let head = Head {
        title: "A passphrase",
        lede: html! { p { "It opens your record beside your password, and signs nobody in." } },
        section: Section::Settings,
    };
    let body = html! {
        form.card method="post" action="/account/passphrase" {
            (new_password_fields(form, "Passphrase"))
            div.actions { button { "Use this passphrase" } (go_quietly("/account", "Back")) }
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}

/// Makes a passphrase.
pub(crate) async fn set_passphrase(me: Me, mut form: Form) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    let Some(chosen) = new_password(&mut form, &me.app, &account.name) else {
        let mut page = passphrase_page(&me, &form);
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    };
    let instance = &me.app.instance;
    instance
        .set_passphrase(me.store(), chosen, me.app.now())
        .await?;
    me.note(Deed::KeyMade).await;
    letters::tell(
        &me.app,
        account.person,
        "A passphrase opens its record from now on.",
    )
    .await;
    me.say("The passphrase opens your record from now on.");
    Ok(Redirect::to("/account#keys-of").into_response())
}

/// Makes a key file, and hands it over this once.
pub(crate) async fn key_file(me: Me, form: Form) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    form.mark()?;
    let bytes = me.app.instance.new_key_file(me.store(), me.app.now());
    let bytes = bytes.await?.to_vec();
    me.note(Deed::KeyMade).await;
    letters::tell(
        &me.app,
        account.person,
        "A key file opens its record from now on.",
    )
    .await;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"windward-key\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}

async fn drop_key(me: Me, which: Dropped, gone: &str) -> Result<Response, WebError> {
    let account = account(&me).await?;
    proven(&me.visitor)?;
    if me.app.instance.drop_key(account.person, which).await? {
        me.note(Deed::KeyDropped).await;
        letters::tell(&me.app, account.person, gone).await;
        me.say(gone);
    } else {
        me.say("That is the last key to your record, so it stays. Make another first.");
    }
    Ok(Redirect::to("/account#keys-of").into_response())
}

/// Takes the passphrase away.
pub(crate) async fn drop_passphrase(me: Me) -> Result<Response, WebError> {
    let gone = "The passphrase opens nothing any more.";
    drop_key(me, Dropped::Passphrase, gone).await
}

/// Ends the key file.
pub(crate) async fn drop_key_file(me: Me) -> Result<Response, WebError> {
    let gone = "The key file opens nothing any more.";
    drop_key(me, Dropped::KeyFile, gone).await
}
