//! Signing in to an account by the provider too, and no more.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_sso::Somebody;
use windward_store::{AccountRow, Accounts, Deed, IdentityRow, PersonKey};

use super::{super::proven, Outcome, go, halt::Halt, provider, ticket::Aim};
use crate::{
    components::marks, error::WebError, letters, session::Me, state::App, visitor::Visitor,
};

/// Who somebody is to the provider that there is now.
async fn linked(app: &App, person: PersonKey) -> Result<Vec<IdentityRow>, WebError> {
    let issuer = provider(app)?.issuer();
    let mut found = app.instance.journal().identities(person).await?;
    found.retain(|it| it.issuer == issuer);
    Ok(found)
}

/// What somebody sees of it on the page of their account.
pub(in super::super) async fn section(me: &Me, account: &AccountRow) -> Result<Markup, WebError> {
    let Some(provider) = &me.app.options.sso else {
        return Ok(html! {});
    };
    let is_linked = !linked(&me.app, account.person).await?.is_empty();
    let name = provider.name();
    Ok(html! {
        section #sso {
            h2 { "Single sign-on" }
            @if is_linked {
                p { "You can sign in with " (name) ". It never opens your record: what you remember does." }
                form method="post" action="/account/sso/drop" { (marks(None)) button.quiet { "Sign in with " (name) " no more" } }
            } @else {
                p { "Sign in with " (name) " instead of what you use now. Your record is opened as before, by what you remember." }
                form method="post" action="/account/sso" { (marks(None)) button.quiet { "Link " (name) } }
            }
        }
    })
}

/// Sends somebody to the provider who wants to sign in so from now on.
pub(crate) async fn start(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Err(WebError::NotFound);
    }
    let person = proven(&me.visitor)?;
    if !linked(&me.app, person).await?.is_empty() {
        return Ok(Redirect::to("/account#sso").into_response());
    }
    go(&me.app, Aim::link(person), "/account").await
}

/// Links whoever came back, if it is the one who went.
pub(super) async fn link(visitor: Option<Visitor>, aim: &Aim, somebody: Somebody) -> Outcome {
    let visitor = visitor.and_then(|it| {
        it.person()
            .is_ok_and(|it| Aim::link(it) == *aim)
            .then_some(it)
    });
    let Some(visitor) = visitor else {
        return Ok(Err(Halt::SignedOut));
    };
    let (app, person) = (&visitor.app, visitor.person()?);
    let identity = IdentityRow {
        hash: somebody.hash,
        person,
        issuer: somebody.issuer,
        created_at: app.now(),
    };
    if !app.instance.journal().add_identity(identity).await? {
        return Ok(Err(Halt::Taken));
    }
    app.note(Deed::Linked, person, Some(person)).await;
    let name = provider(app)?.name();
    let what = format!("{name} signs in to it from now on.");
    letters::tell(app, person, &what).await;
    let said = format!("From now on you can sign in with {name}.");
    app.drawers.say(&visitor.key, said);
    Ok(Ok(Redirect::to("/account#sso").into_response()))
}

/// Unlinks it, where another way in remains.
pub(crate) async fn drop(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Err(WebError::NotFound);
    }
    let person = proven(&me.visitor)?;
    let (instance, journal) = (&me.app.instance, me.app.instance.journal());
    let account = instance.account_of(person).await?;
    let has_password = account.is_some_and(|it| it.verifier.is_some());
    let has_passkey = !instance.passkeys_of(person).await?.is_empty();
    if !has_password && !has_passkey {
        me.say("That is the only way in that you have, so it stays. Set up another first.");
        return Ok(Redirect::to("/account#sso").into_response());
    }
    for identity in linked(&me.app, person).await? {
        journal.drop_identity(person, identity.hash).await?;
    }
    me.note(Deed::Unlinked).await;
    let name = provider(&me.app)?.name();
    let what = format!("{name} signs in to it no more.");
    letters::tell(&me.app, person, &what).await;
    me.say(format!("You do not sign in with {name} any more."));
    Ok(Redirect::to("/account#sso").into_response())
}
