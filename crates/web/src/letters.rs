//! The letters that accounts send: an invitation, a link to a new password, and word of what changed about signing in.

use std::sync::Arc;

use jiff::Timestamp;
use windward_formats::mail::{Letter, Mailbox};
use windward_post::{Kind, Office, Outgoing};
use windward_store::{AccountName, DOOR_LASTS, PersonKey};

use crate::{edge, error::WebError, state::App};

/// Whether letters can be sent: a mail server is set up, and what is kept of it can be read here.
pub(crate) async fn can_be_sent(app: &App) -> bool {
    let Ok(office) = &app.options.office else {
        return false;
    };
    matches!(office.settings().await, Ok(Some(_)))
}

async fn send(
    office: &Office,
    person: PersonKey,
    to: &str,
    subject: &str,
    text: String,
    now: Timestamp,
) -> Result<(), WebError> {
    let settings = office.settings().await?;
    let settings = settings.ok_or_else(|| {
        WebError::NoPost("No mail server is set up. Set one up in the settings first.".to_owned())
    })?;
    let to = Mailbox::new(None, to);
    let to = to.map_err(|error| WebError::NoPost(error.to_string()))?;
    let letter = Letter {
        from: settings.server.from.clone(),
        reply_to: None,
        to,
        subject: subject.to_owned(),
        text,
        html: None,
        stop: None,
    };
    let out = Outgoing {
        kind: Kind::Account,
        about: edge::mark(),
        letter,
    };
    office.queue(person, &[out], now).await?;
    Ok(())
}

/// Sends an invitation; it stands among the letters of whoever invites.
pub(crate) async fn send_invitation(
    app: &App,
    inviter: PersonKey,
    name: &AccountName,
    address: &str,
    now: Timestamp,
) -> Result<(), WebError> {
    let text = format!(
        "You are invited to Windward, where you keep your career in a record of your own: sealed under your password, so that whoever runs the server cannot read it.\n\n{address}\n\nThe link works once, within a week. If you do not know why you get it, leave it: nothing happens.\n"
    );
    let subject = "An invitation to Windward";
    send(app.office()?, inviter, name.as_str(), subject, text, now).await
}

/// Sends a link to a new password to whoever has an account of that name; nothing to anybody else.
pub(crate) async fn send_reset(app: &Arc<App>, name: &str, now: Timestamp) -> Result<(), WebError> {
    let account = app.instance.account_named(name).await?;
    let Some(account) = account.filter(|it| it.disabled_at.is_none()) else {
        return Ok(());
    };
    let token = app.instance.new_reset(account.person, now).await?;
    let address = format!("{}/reset/{}", app.address(), token.reveal().as_str());
    let text = format!(
        "Somebody asked for a new password for your account {name} on Windward. If it was you, choose one here:\n\n{address}\n\nThe link works once, within two hours. A new password signs you in; it does not open your record. For that you need your recovery code, or the password you had before.\n\nIf it was not you, leave it: your password stays as it is.\n"
    );
    let subject = "A new password for Windward";
    send(app.office()?, account.person, name, subject, text, now).await
}

/// Tells somebody that a question of theirs was answered, where they are called by an address and mail is set up: that, and
/// no word of what was said.
pub(crate) async fn tell_of_answer(app: &App, person: PersonKey) {
    let address = app.address();
    let text = format!(
        "Somebody whom you asked about your work has answered. What they wrote stands in your record:\n\n{address}/written\n"
    );
    let subject = "An answer to your question";
    if let Err(error) = to_owner(app, person, subject, text).await {
        tracing::warn!(?error, "word of an answer was not sent");
    }
}

/// Tells the owner of an account what changed about signing in to it, where it is called by an address and mail is set up.
/// What cannot be sent is noted in the log, and holds nothing up.
pub(crate) async fn tell(app: &App, person: PersonKey, what: &str) {
    if let Err(error) = told(app, person, what).await {
        tracing::warn!(?error, "word of a change to an account was not sent");
    }
}

async fn told(app: &App, person: PersonKey, what: &str) -> Result<(), WebError> {
    let text = format!(
        "Something about your account on Windward has changed. {what}\n\nIf it was you, there is nothing to do. If it was not, sign in and look at what is under ‘Account’, choose a new password, which signs every other browser out, and tell whoever runs the server:\n\n{}/account\n",
        app.address()
    );
    to_owner(app, person, "Your account on Windward has changed", text).await
}

/// Tells somebody that their account was closed by others, and how they take their record along.
pub(crate) async fn tell_of_door(app: &App, person: PersonKey, now: Timestamp) {
    let until = (now + DOOR_LASTS).strftime("%-d %B %Y");
    let text = format!(
        "Whoever administers the server has closed your account on Windward. You cannot sign in any more, and your calendars and digests rest.\n\nYour record is still sealed, and still yours. Until {until} you can take all of it along as a file, by your name and your recovery code:\n\n{}/closed\n\nThe file opens in any other Windward. If you do not know why the account was closed, ask whoever runs the server.\n",
        app.address()
    );
    let subject = "Your account on Windward was closed";
    if let Err(error) = to_owner(app, person, subject, text).await {
        tracing::warn!(?error, "word of a closed account was not sent");
    }
}

/// Sends a letter to somebody whose account is called by an address, if mail is set up; else nothing.
async fn to_owner(
    app: &App,
    person: PersonKey,
    subject: &str,
    text: String,
) -> Result<(), WebError> {
    let Ok(office) = app.office() else {
        return Ok(());
    };
    // Whoever is leaving has no more letters.
    if app.instance.leaving_since(person).await?.is_some() {
        return Ok(());
    }
    let account = app.instance.account_of(person).await?;
    let name = account.and_then(|it| it.name.parse::<AccountName>().ok());
    let name = name.filter(AccountName::is_address);
    let (Some(name), Some(_)) = (name, office.settings().await?) else {
        return Ok(());
    };
    send(office, person, name.as_str(), subject, text, app.now()).await
}
