//! Passkeys (WebAuthn): what a browser is asked, and whether its answer can be relied on.
//!
//! A passkey is a way in and a second proof; it opens no record, because what it signs is different each time. What has to
//! be known between question and answer is carried by the browser as a ticket that only this server can read, and that is
//! taken once.

use axum::http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        CreationChallengeResponse, DiscoverableAuthentication, DiscoverableKey, Passkey,
        PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
        RequestChallengeResponse, Url,
    },
};
use webauthn_rs_proto::{AllowCredentials, PublicKeyCredentialDescriptor, ResidentKeyRequirement};
use windward_store::{AccountRow, Accounts, NewPasskey, PersonKey, StoreError};

use crate::{error::WebError, state::App, ticket};

/// How long somebody may take over the dialog of their browser.
const WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// The cookies of somebody who is asked for a passkey, and of somebody who makes one.
const ASKED: &str = "passkey";
const MAKING: &str = "new-passkey";

/// What the specification calls the kind of credential that there is.
const KIND: &str = "public-key";

/// Characters of an answer: a signature, and what was signed.
const MOST_IN_AN_ANSWER: usize = 16 * 1024;

/// What checks the passkeys of a server under its address; `None` where browsers keep none: without TLS, or under a number
/// instead of a name.
pub(crate) fn party(address: &str) -> Option<Webauthn> {
    let url: Url = address.parse().ok()?;
    let host = url.domain()?;
    if url.scheme() != "https" && host != "localhost" {
        return None;
    }
    let party = WebauthnBuilder::new(host, &url).ok()?;
    party.rp_name("Windward").build().ok()
}

/// What a browser carries between question and answer.
#[derive(Serialize, Deserialize)]
struct Asked<T> {
    state: T,
    /// Whose passkey it has to be, where that is known.
    whose: Option<(i64, i64)>,
    until: Timestamp,
}

impl<T: Serialize + DeserializeOwned> Asked<T> {
    fn new(app: &App, state: T, whose: Option<PersonKey>) -> Self {
        Self {
            state,
            whose: whose.map(pair),
            until: app.now() + WITHIN,
        }
    }

    fn cookie(&self, app: &App, kind: &'static str) -> Result<HeaderValue, WebError> {
        ticket::seal(app, kind, self, WITHIN)
    }

    /// What was asked of a browser, while there is time.
    fn of(app: &App, kind: &'static str, headers: &HeaderMap) -> Result<Option<Self>, WebError> {
        let found: Option<Self> = ticket::open(app, kind, headers)?;
        Ok(found.filter(|it| app.now() < it.until))
    }

    /// Notes that it was answered; `true` for the first answer. Asked once an answer is right, so that nobody has something
    /// noted who has no passkey.
    async fn is_first(&self, app: &App) -> Result<bool, WebError> {
        let state = serde_json::to_vec(&self.state).expect("was text a moment ago");
        let once = Sha256::new()
            .chain_update(b"windward passkey")
            .chain_update(state)
            .finalize();
        let (now, over) = (app.now(), self.until + WITHIN);
        Ok(app.instance.journal().spend(once.into(), now, over).await?)
    }
}

const fn pair(person: PersonKey) -> (i64, i64) {
    (person.tenant().get(), person.person().get())
}

/// The public part of a passkey as it was stored.
fn read(credential: &str) -> Option<Passkey> {
    let read = serde_json::from_str(credential);
    read.map_err(|error| tracing::error!(%error, "a passkey in the database cannot be read"))
        .ok()
}

/// The names of the credentials that a person has.
async fn names(app: &App, person: PersonKey) -> Result<Vec<Vec<u8>>, WebError> {
    let there = app.instance.passkeys_of(person).await?;
    let names = there.iter().filter_map(|it| read(&it.credential));
    Ok(names.map(|it| it.cred_id().as_slice().to_vec()).collect())
}

fn checks(app: &App) -> Result<&Webauthn, WebError> {
    app.passkeys.as_ref().ok_or(WebError::NotFound)
}

/// What a browser is to be asked, for any passkey that it has for here, or one of `whose`; and what it carries meanwhile.
pub(crate) async fn ask(
    app: &App,
    whose: Option<PersonKey>,
) -> Result<(RequestChallengeResponse, HeaderValue), WebError> {
    let started = checks(app)?.start_discoverable_authentication();
    let (mut question, state) = started.map_err(|error| broken(&error))?;
    // The button was pressed, so the browser asks at once instead of proposing beside a field.
    question.mediation = None;
    if let Some(person) = whose {
        let known = names(app, person).await?.into_iter();
        question.public_key.allow_credentials = known
            .map(|id| AllowCredentials {
                type_: KIND.to_owned(),
                id,
                transports: None,
            })
            .collect();
    }
    let cookie = Asked::new(app, state, whose).cookie(app, ASKED)?;
    Ok((question, cookie))
}

/// Who answered, if it can be relied on: the passkey is known here, it is that of whoever was asked, and it signed this
/// question under this address, after its owner showed that they are there.
pub(crate) async fn answered(
    app: &App,
    headers: &HeaderMap,
    answer: &str,
) -> Result<Option<PersonKey>, WebError> {
    let asked = Asked::<DiscoverableAuthentication>::of(app, ASKED, headers)?;
    let (Some(asked), Some(answer)) = (asked, parse::<PublicKeyCredential>(answer)) else {
        return Ok(None);
    };
    let (instance, id) = (&app.instance, answer.get_credential_id());
    let Some((person, credential)) = instance.passkey(id).await? else {
        return Ok(None);
    };
    let (Some(account), Some(mut passkey)) =
        (instance.account_of(person).await?, read(&credential))
    else {
        return Ok(None);
    };
    // Where nobody was named before, the answer has to say whose it is; and nowhere may it name somebody else.
    let is_theirs = match (answer.get_user_unique_id(), asked.whose) {
        (Some(handle), _) if handle != account.handle => false,
        (None, None) => false,
        (_, Some(whose)) => whose == pair(person),
        (Some(_), None) => true,
    };
    if !is_theirs {
        return Ok(None);
    }
    let key = DiscoverableKey::from(&passkey);
    let checked =
        checks(app)?.finish_discoverable_authentication_v2(&answer, asked.state.clone(), &key);
    let result = match checked {
        Ok(result) => result,
        Err(error) => {
            tracing::info!(%error, "the answer of a passkey was refused");
            return Ok(None);
        }
    };
    if !asked.is_first(app).await? {
        return Ok(None);
    }
    passkey.update_credential(&result);
    let credential = serde_json::to_string(&passkey).expect("texts and numbers");
    instance.note_passkey(id, credential, app.now()).await?;
    Ok(Some(person))
}

/// What a browser is to be asked to make a passkey for an account; and what it carries meanwhile.
pub(crate) async fn offer(
    app: &App,
    account: &AccountRow,
) -> Result<(CreationChallengeResponse, HeaderValue), WebError> {
    let handle = Uuid::from_slice(&account.handle);
    let handle = handle.map_err(|error| StoreError::Database(Box::new(error)))?;
    let name = &account.name;
    let started = checks(app)?.start_passkey_registration(handle, name, name, None);
    let (mut question, state) = started.map_err(|error| broken(&error))?;
    let options = &mut question.public_key;
    if let Some(selection) = &mut options.authenticator_selection {
        // One that its device finds by itself signs in without a name being typed.
        selection.resident_key = Some(ResidentKeyRequirement::Preferred);
    }
    // Said to the browser alone: what is stored here refuses the same passkey twice in any case.
    let there = names(app, account.person).await?.into_iter();
    let there = there.map(|id| PublicKeyCredentialDescriptor {
        type_: KIND.to_owned(),
        id,
        transports: None,
    });
    options.exclude_credentials = Some(there.collect());
    let cookie = Asked::new(app, state, Some(account.person)).cookie(app, MAKING)?;
    Ok((question, cookie))
}

/// The passkey that a browser made, to be kept; `None` where it cannot be relied on.
pub(crate) async fn made(
    app: &App,
    account: &AccountRow,
    headers: &HeaderMap,
    answer: &str,
    label: String,
) -> Result<Option<NewPasskey>, WebError> {
    let asked = Asked::<PasskeyRegistration>::of(app, MAKING, headers)?;
    let asked = asked.filter(|it| it.whose == Some(pair(account.person)));
    let (Some(asked), Some(answer)) = (asked, parse::<RegisterPublicKeyCredential>(answer)) else {
        return Ok(None);
    };
    let checked = checks(app)?.finish_passkey_registration(&answer, &asked.state);
    let passkey = match checked {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a new passkey was refused");
            return Ok(None);
        }
    };
    if !asked.is_first(app).await? {
        return Ok(None);
    }
    Ok(Some(NewPasskey {
        person: account.person,
        credential_id: passkey.cred_id().as_slice().to_vec(),
        credential: serde_json::to_string(&passkey).expect("texts and numbers"),
        label,
        now: app.now(),
    }))
}

fn parse<T: DeserializeOwned>(answer: &str) -> Option<T> {
    if answer.len() > MOST_IN_AN_ANSWER {
        return None;
    }
    serde_json::from_str(answer).ok()
}

/// A question that could not be put: no fault of whoever asks.
fn broken(error: &webauthn_rs::prelude::WebauthnError) -> WebError {
    StoreError::Database(error.to_string().into()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_keep_passkeys_for_names_over_tls_and_for_this_machine() {
        for good in [
            "https://windward.example.org",
            "https://windward.example.org:8443",
            "http://localhost:4711",
        ] {
            assert!(party(good).is_some(), "{good}");
        }
        for bad in [
            "http://windward.example.org",
            "https://192.0.2.7",
            "https://[2001:db8::1]",
            "http://127.0.0.1:4711",
            "windward",
        ] {
            assert!(party(bad).is_none(), "{bad}");
        }
    }
}
