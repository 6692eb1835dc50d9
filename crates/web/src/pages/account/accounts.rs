//! The accounts of a server, for whoever administers it: who is there, who is invited, and giving people a way back in.
//! No record is ever opened here.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_store::{
    AccountName, AccountRole, AccountRow, DOOR_LASTS, Deed, InvitationRow, PersonId,
};

use super::proven;
use crate::{
    components::{Field, Kind, field, go_quietly, marks, to_copy},
    edge,
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    letters,
    path::Path,
    session::Me,
    words,
};

/// How many accounts stand on a page.
const SHOWN: u32 = 200;

/// Somebody who may administer accounts.
pub(crate) async fn administrator(me: &Me) -> Result<AccountRow, WebError> {
    let person = me.visitor.person()?;
    let account = me.app.instance.account_of(person).await?;
    match account {
        Some(account) if !me.sample && account.role == AccountRole::Administrator => Ok(account),
        Some(_) => Err(WebError::NotAllowed),
        None => Err(WebError::NotFound),
    }
}

/// The account that is meant, by its number.
async fn meant(me: &Me, id: i64) -> Result<AccountRow, WebError> {
    let id = PersonId::new(id).ok_or(WebError::NotFound)?;
    let found = me.app.instance.accounts(id.get() - 1, 1).await?;
    let found = found.into_iter().find(|it| it.person.person() == id);
    found.ok_or(WebError::NotFound)
}

/// After which account the list goes on.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct After {
    after: i64,
}

/// All of them.
pub(crate) async fn list(
    me: Me,
    axum::extract::Query(after): axum::extract::Query<After>,
) -> Result<Response, WebError> {
    let mine = administrator(&me).await?;
    page(&me, &mine, after.after, &Form::default()).await
}

async fn page(me: &Me, mine: &AccountRow, after: i64, form: &Form) -> Result<Response, WebError> {
    let instance = &me.app.instance;
    let mut accounts = instance.accounts(after.max(0), SHOWN).await?;
    let more = accounts.len() == SHOWN as usize;
    let last = accounts.last().map(|it| it.person.person().get());
    accounts.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    let invitations = instance.invitations(me.app.now()).await?;
    let leaving = instance.who_leaves(me.app.now()).await?;
    let sends = letters::can_be_sent(&me.app).await;
    let head = Head {
        title: "Accounts",
        lede: html! { p { "Who may sign in to this Windward. You can let people in and shut them out; their records are sealed, to you as to everybody." } },
        section: Section::Settings,
    };
    let body = html! {
        section {
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "Name" } th scope="col" { "Since" } th scope="col" { "Last signed in" } th scope="col" { "What" } } }
                        tbody { @for account in &accounts { (row(me, account, mine, leaving.contains(&account.person))) } }
                    }
                }
                @if more { @if let Some(last) = last { div.actions { (go_quietly(&format!("/accounts?after={last}"), "More")) } } }
        }
        section { div.halves {
            (inviting(form, sends))
            (waiting(me, &invitations))
        } }
        div.actions {
            (go_quietly("/accounts/ladders", "Ladders"))
            (go_quietly("/accounts/audit", "What was done"))
            (go_quietly("/accounts/keeping", "What is kept, and backups"))
            (go_quietly("/settings", "All settings"))
        }
    };
    Ok(layout::page(me, me.book.facts(), &head, &body))
}

fn row(me: &Me, account: &AccountRow, mine: &AccountRow, leaving: bool) -> Markup {
    let zone = edge::zone(&me.book.record);
    let id = account.person.person();
    let is_me = account.person == mine.person;
    let act = |verb: &str, label: &str| {
        html! {
            form method="post" action={ "/accounts/" (id) "/" (verb) } { (marks(None)) button.quiet { (label) span.seen-not { ", " (account.name) } } }
        }
    };
    html! {
        tr {
            th scope="row" {
                (account.name)
                @if is_me { " " span.tag { "you" } }
                @if account.role == AccountRole::Administrator { " " span.tag.quiet { "administrator" } }
                @if account.disabled_at.is_some() { " " span.tag.warn { "closed" } }
                @if leaving { " " span.tag.warn { "leaving" } }
                @if account.second { " " span.tag.quiet { "second factor" } }
                @if let Some(since) = account.disabled_at {
                    @let until = since + DOOR_LASTS;
                    br;
                    span.soft {
                        @if me.app.now() < until { "By their recovery code they can take their record along until " (super::day(until, &zone)) }
                        @else { "Their record lies here; the way to take it along is shut since " (super::day(until, &zone)) }
                    }
                }
            }
            td.nowrap data-label="Since" { (super::day(account.created_at, &zone)) }
            td.nowrap data-label="Last signed in" {
                @match account.signed_in_at { Some(at) => (super::day(at, &zone)), None => span.soft { "never" } }
            }
            td {
                @if is_me { span.soft { "See " a href="/account" { "your account" } } }
                @else {
                    details {
                        summary { "Change" span.seen-not { " something about " (account.name) } }
                        div.actions {
                        @if account.disabled_at.is_some() { (act("enable", "Open it again")) }
                        @else {
                            (act("reset", "Make a link to a new password"))
                            @if account.second { (act("second-off", "Take the second factor away")) }
                            (go_quietly(&format!("/accounts/{id}/sessions"), "Where they are signed in"))
                            (act("sign-out", "Sign them out everywhere"))
                            (act("disable", "Close the account"))
                        }
                        @if account.role == AccountRole::Administrator { (act("member", "No longer an administrator")) }
                        @else { (act("administrator", "Make them an administrator")) }
                        }
                    }
                }
            }
        }
    }
}

/// The form, which offers a letter where the server `sends` any.
fn inviting(form: &Form, sends: bool) -> Markup {
    let fault = form.fault_of("mail");
    html! {
        section.card #invite {
            h2 { "Invite somebody" }
            form method="post" action="/accounts/invite" {
                (marks(None))
                (field(form, Field { name: "name", label: "Who", hint: "An e-mail address, or a name. They can choose another to sign in with.", kind: Kind::Line { autocomplete: "off" } }))
                label.check { input type="checkbox" name="administrator" value="yes" checked[form.ticked("administrator")]; span { "They administer accounts too" } }
                @if sends {
                    label.check { input id="mail" type="checkbox" name="mail" value="yes" checked[form.ticked("mail")] aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "mail-fault")]; span { "Send the link to them by mail" } }
                    @if let Some(fault) = fault { p.error #mail-fault { (fault) } }
                } @else {
                    @if let Some(fault) = fault { p.error #mail { (fault) } }
                    p.soft { "You are shown the link, and give it to them yourself. Once a mail server is set up under " a href="/settings/mail" { "Mail" } ", it can go to them in a letter." }
                }
                div.actions { button { "Make an invitation" } }
            }
        }
    }
}

fn waiting(me: &Me, invitations: &[InvitationRow]) -> Markup {
    let zone = edge::zone(&me.book.record);
    html! {
        @if !invitations.is_empty() {
            section #waiting {
                h2 { "Invited" }
                ul.plain {
                    @for invitation in invitations {
                        li {
                            strong { (invitation.name) }
                            @if invitation.role == AccountRole::Administrator { " " span.tag.quiet { "administrator" } }
                            br;
                            span.soft { "good until " (super::day(invitation.expires_at, &zone)) }
                            form method="post" action={ "/accounts/invitations/" (invitation.id) "/end" } { button.quiet { "Withdraw" span.seen-not { " the invitation of " (invitation.name) } } }
                        }
                    }
                }
            }
        }
    }
}

/// A link that is shown this once.
fn link(me: &Me, title: &str, lede: &Markup, link: &str, good: &str) -> Response {
    let head = Head {
        title,
        lede: lede.clone(),
        section: Section::Settings,
    };
    let body = html! {
        section.card {
            (to_copy("link", "The link", link))
            p.soft { "It is shown this once and works once, " (good) ". Give it to them in a way that nobody else reads: whoever opens it first, has it." }
            div.actions { (go_quietly("/accounts", "Back to the accounts")) }
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}

/// Invites somebody.
pub(crate) async fn invite(me: Me, mut form: Form) -> Result<Response, WebError> {
    let mine = administrator(&me).await?;
    proven(&me.visitor)?;
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(Redirect::to("/accounts").into_response());
    }
    let typed = form.needed("name", LINE, "Whom?");
    let name = typed.and_then(|typed| {
        let name = typed.parse::<AccountName>();
        name.map_err(|error| form.fault("name", sentence(&error)))
            .ok()
    });
    let by_mail = form.ticked("mail");
    if let Some(name) = name.as_ref().filter(|_| by_mail) {
        if !letters::can_be_sent(&me.app).await {
            form.fault(
                "mail",
                "This Windward sends no letters yet. Nobody is invited so far: make the invitation without one.",
            );
        } else if !name.is_address() {
            form.fault(
                "name",
                "This is no e-mail address, so nothing can be sent to it.",
            );
        }
    }
    let Some(name) = name.filter(|_| form.is_good()) else {
        let mut page = page(&me, &mine, 0, &form).await?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    };
    let role = if form.ticked("administrator") {
        AccountRole::Administrator
    } else {
        AccountRole::Member
    };
    let token = me.app.instance.invite(&name, role, me.app.now()).await?;
    me.app.note(Deed::Invited, mine.person, None).await;
    let address = format!("{}/join/{}", me.app.address(), token.reveal().as_str());
    let mut lede = html! { p { "For " strong { (name) } "." } };
    if by_mail {
        let sent = letters::send_invitation(&me.app, mine.person, &name, &address, me.app.now());
        match sent.await {
            Ok(()) => {
                me.say(format!("A letter with the link is on its way to {name}."));
                return Ok(Redirect::to("/accounts").into_response());
            }
            // The invitation stands, and its link is nowhere but here.
            Err(error) => {
                tracing::warn!(%error, "an invitation could not be sent");
                lede = html! { p { "For " strong { (name) } ". The letter could not be sent, so give them the link yourself." } };
            }
        }
    }
    Ok(link(&me, "An invitation", &lede, &address, "within a week"))
}

/// Withdraws an invitation.
pub(crate) async fn withdraw(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    let mine = administrator(&me).await?;
    proven(&me.visitor)?;
    me.app.instance.withdraw_invitation(id).await?;
    me.app.note(Deed::Uninvited, mine.person, None).await;
    me.say("The invitation is withdrawn: its link leads nowhere.");
    Ok(Redirect::to("/accounts").into_response())
}

/// Does something about an account.
pub(crate) async fn act(
    me: Me,
    Path((id, verb)): Path<(i64, String)>,
) -> Result<Response, WebError> {
    let mine = administrator(&me).await?;
    proven(&me.visitor)?;
    let account = meant(&me, id).await?;
    if account.person == mine.person {
        me.say("That is your own account. Another administrator can do this, so that nobody shuts themselves out.");
        return Ok(Redirect::to("/accounts").into_response());
    }
    let (instance, now) = (&me.app.instance, me.app.now());
    let (person, name) = (account.person, &account.name);
    let said = match &*verb {
        "disable" => {
            instance.disable(person, now).await?;
            format!(
                "The account of {name} is closed, and signed out everywhere. Its record stays as it is."
            )
        }
        "enable" => {
            instance.enable(person).await?;
            format!("The account of {name} is open again.")
        }
        "sign-out" => {
            let ended = instance.end_all_sessions(person).await?;
            let ended = usize::try_from(ended).unwrap_or(0);
            format!(
                "{name} is signed out of {}.",
                words::count(ended, "browser", "browsers")
            )
        }
        "second-off" => {
            instance.set_second(person, false).await?;
            let what = "Somebody who administers the server took its second proof away.";
            letters::tell(&me.app, person, what).await;
            format!(
                "{name} is asked for no second factor any more. Passkeys that they made sign them in as before."
            )
        }
        "administrator" => {
            instance
                .set_role(person, AccountRole::Administrator)
                .await?;
            format!("{name} administers accounts from now on.")
        }
        "member" => {
            instance.set_role(person, AccountRole::Member).await?;
            format!("{name} administers nothing any more.")
        }
        "reset" => {
            let token = instance.new_reset(person, now).await?;
            let deed = Deed::NewPasswordLink;
            me.app.note(deed, mine.person, Some(person)).await;
            let address = format!("{}/reset/{}", me.app.address(), token.reveal().as_str());
            let lede = html! {
                p { "For " strong { (name) } ". It lets them sign in again. It does not open their record: for that they need their recovery code or what they had before, and are told so." }
            };
            let title = "A link to a new password";
            return Ok(link(&me, title, &lede, &address, "within two hours"));
        }
        _ => return Err(WebError::NotFound),
    };
    let deed = match &*verb {
        "disable" => Deed::Closed,
        "enable" => Deed::Opened,
        "sign-out" => Deed::SessionsEnded,
        "second-off" => Deed::SecondRemoved,
        "administrator" => Deed::Administers,
        _ => Deed::AdministersNot,
    };
    me.app.note(deed, mine.person, Some(person)).await;
    if verb == "disable" {
        letters::tell_of_door(&me.app, person, now).await;
    }
    let what = match &*verb {
        "enable" => Some("Whoever administers the server opened it again."),
        "sign-out" => Some("Whoever administers the server signed it out everywhere."),
        "administrator" => Some("It may administer the server from now on."),
        "member" => Some("It may administer the server no more."),
        _ => None,
    };
    if let Some(what) = what {
        letters::tell(&me.app, person, what).await;
    }
    me.say(said);
    Ok(Redirect::to("/accounts").into_response())
}

/// Where somebody is signed in.
pub(crate) async fn sessions(me: Me, Path(id): Path<i64>) -> Result<Response, WebError> {
    administrator(&me).await?;
    let account = meant(&me, id).await?;
    let sessions = me.app.instance.sessions_of(account.person, me.app.now());
    let sessions = sessions.await?;
    let zone = edge::zone(&me.book.record);
    let title = format!("Where {} is signed in", account.name);
    let head = Head {
        title: &title,
        lede: html! { p { "Browsers, and when they were last used. What is done in them is nobody’s to see." } },
        section: Section::Settings,
    };
    let body = html! {
        section {
            @if sessions.is_empty() { p { "Nowhere." } }
            ul.plain {
                @for session in &sessions {
                    li {
                        strong { (session.browser) }
                        br;
                        span.soft { (super::mine::by(session.way)) ", " (super::day(session.created_at, &zone)) "; last used " (words::moment(session.last_seen_at, &zone)) }
                    }
                }
            }
            @if !sessions.is_empty() {
                form.actions method="post" action={ "/accounts/" (account.person.person()) "/sign-out" } { (marks(None)) button.quiet { "Sign them out everywhere" } }
            }
        }
        div.actions { (go_quietly("/accounts", "Back to the accounts")) }
    };
    Ok(layout::page(&me, me.book.facts(), &head, &body))
}
