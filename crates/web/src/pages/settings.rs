//! Settings: who the record is about, which ladder it is read against, where it lies and who can read it.

mod brought;
mod ladder;
mod let_go;

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    framework::FrameworkHash,
    id::{ActId, EntryId},
    record::Profile,
};

pub(crate) use self::ladder::framework;
use self::ladder::ladder;
pub(super) use self::{
    brought::{Brought, TOO_LARGE, Whose, bring, faulty},
    ladder::short,
};
use super::{import::past, undo::said_of_undo};
use crate::{
    components::{self, Field, Kind, field, go, go_quietly, marks_again},
    edge::FormIds,
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    session::Me,
    words::{self, thousands},
};

/// What was done just before, and what is asked to be seen.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// A ladder to compare with the one in use.
    framework: Option<FrameworkHash>,
    /// The profile was saved.
    saved: Option<String>,
    /// Entries that the import of a record added, …
    added: Option<usize>,
    /// … and those that were here.
    already: Option<usize>,
    /// An act that was taken back, …
    undone: Option<ActId>,
    /// … and the act that took it back.
    by: Option<ActId>,
}

/// All settings.
pub(crate) async fn show(
    me: Me,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, WebError> {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let profile = me.book.record.profile();
    let form = filled(profile.map(|of| of.it));
    page(&me, &form, &Form::default(), &asked).await
}

fn filled(profile: Option<&Profile>) -> Form {
    let text = |text: fn(&Profile) -> &Option<String>| {
        profile
            .and_then(|profile| text(profile).clone())
            .unwrap_or_default()
    };
    let mut values = vec![
        ("name", text(|it| &it.name)),
        ("time_zone", text(|it| &it.time_zone)),
        ("keep", text(|it| &it.keep)),
    ];
    if profile.is_some_and(|it| it.hide_bands) {
        values.push(("hide_bands", "yes".to_owned()));
    }
    Form::filled(values)
}

/// Writes the profile.
pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let before = me.book.record.profile();
    let revises = form.revises()?;
    let standing = before.map(|of| of.it.clone());
    let profile = Profile {
        name: form.text("name", LINE),
        time_zone: time_zone(&mut form),
        keep: form.text("keep", TEXT),
        hide_bands: form.ticked("hide_bands"),
        ..standing.clone().unwrap_or_default()
    };
    if !form.is_good() {
        let page = page(&me, &form, &Form::default(), &Asked::default()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if standing.as_ref() != Some(&profile) {
        put(&me, once, revises, profile).await?;
    }
    Ok(Redirect::to("/settings?saved=profile").into_response())
}

async fn put(
    me: &Me,
    once: FormIds,
    revises: Option<EntryId>,
    profile: Profile,
) -> Result<(), WebError> {
    let id = me.book.record.profile().map(|of| of.id);
    me.act(once, |act| {
        act.put_one(id, revises, profile);
    })
    .await
    .map(drop)
}

/// A time zone by the name that the IANA gives it, in its own spelling.
fn time_zone(form: &mut Form) -> Option<String> {
    let typed = form.text("time_zone", LINE)?;
    let zone = TimeZone::get(&typed.replace(' ', "_"));
    let name = zone
        .ok()
        .and_then(|zone| zone.iana_name().map(str::to_owned));
    if name.is_none() {
        form.fault("time_zone", format!("No time zone is called ‘{typed}’ here. They are named after a region and a city: Europe/Berlin, America/New_York."));
    }
    name
}

async fn page(me: &Me, form: &Form, file: &Form, asked: &Asked) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let head = Head {
        title: "Settings",
        lede: html! {
            p {
                @match facts.profile.and_then(|of| of.it.name.as_deref()) {
                    Some(name) => { "The record of " (name) }
                    None => "Your record",
                }
                ": " (words::count(me.book.record.entry_count(), "entry", "entries"))
                ", read against " (facts.framework.name) " " (facts.framework.version) ". "
                @if !me.sample { "Private: " a href="#who" { "who can see it" } "." }
            }
        },
        section: Section::Settings,
    };
    let body = html! {
        (said(me, asked))
        (profile(me, form))
        (ladder(me, file, asked).await?)
        (data(me).await?)
        (past_imports(me))
        (who(me))
        (sign_out(me))
    };
    Ok(layout::page(me, facts, &head, &body))
}

fn said(me: &Me, asked: &Asked) -> Markup {
    html! {
        @if asked.saved.is_some() { div.notice role="status" { p { "Your profile is saved." } } }
        @if let Some(added) = asked.added {
            div.notice role="status" {
                p {
                    @match (added, asked.already.unwrap_or(0)) {
                        (0, already) => { "Nothing new: all " (words::count(already, "entry is", "entries are")) " in your record already." }
                        (added, 0) => { (words::count(added, "entry was", "entries were")) " added." }
                        (added, already) => { (words::count(added, "entry was", "entries were")) " added; " (thousands(already)) " were here already." }
                    }
                }
            }
        }
        @if let (Some(undone), Some(by)) = (asked.undone, asked.by) { (said_of_undo(&me.book.record, undone, by)) }
    }
}

fn profile(me: &Me, form: &Form) -> Markup {
    let standing = me.book.record.profile();
    let fault = form.fault_of("time_zone");
    let here = TimeZone::system();
    let machine = if me.app.options.accounts {
        "the server"
    } else {
        "this machine"
    };
    html! {
        section #profile {
            h2 { "You" }
            (components::not_saved(form))
            form method="post" action="/settings" {
                (marks_again(form, standing.map(|of| of.revision.entry_id)))
                (field(form, Field { name: "name", label: "Name", hint: "What to call you. It stands on your pages, and on a packet and a résumé that you make.", kind: Kind::Line { autocomplete: "name" } }))
                div.field {
                    label for="time_zone" { "Time zone" }
                    p.hint #time_zone-hint {
                        "It says what day it is for you. "
                        @if let Some(name) = here.iana_name() { "Empty is that of " (machine) ": " (name) "." } @else { "Empty is that of " (machine) "." }
                    }
                    input #time_zone name="time_zone" value=(form.typed("time_zone")) list="time-zones" autocomplete="off" spellcheck="false"
                        aria-invalid=[fault.map(|_| "true")] aria-describedby=(if fault.is_some() { "time_zone-hint time_zone-fault" } else { "time_zone-hint" });
                    datalist #time-zones { @for zone in COMMON_ZONES { option value=(zone) {} } }
                    @if let Some(fault) = fault { p.error #time_zone-fault { (fault) } }
                }
                (field(form, Field { name: "keep", label: "What I want to keep", hint: "What you love in the work and would not give up for a title. You see it again at forks and offers.", kind: Kind::Text }))
                label.check { input type="checkbox" name="hide_bands" value="yes" checked[form.ticked("hide_bands")]; "Leave typical years of experience out of pictures" }
                div.actions { button { "Save the changes" } }
            }
        }
    }
}

/// Time zones offered while one types; any other that the machine knows is taken as well.
const COMMON_ZONES: [&str; 46] = [
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Lima",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Toronto",
    "America/Vancouver",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Melbourne",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Warsaw",
    "Pacific/Auckland",
    "UTC",
];

async fn data(me: &Me) -> Result<Markup, WebError> {
    if me.sample {
        return Ok(html! {
            section #data {
                h2 { "Your data" }
                p { "This is the sample: it lives in memory, belongs to nobody and is gone when you leave it. Where your own record lies, how to take it out and how to recover it is shown here once you have left." }
            }
        });
    }
    let saved = !me.asks_for_code;
    let administers = me.administers().await?;
    let accounts = me.app.options.accounts;
    Ok(html! {
        section #data {
            h2 { "Your data" }
            dl {
                @if !accounts || administers {
                    dt { "Where it lies" }
                    dd {
                        @if let Some(server) = me.app.instance.server() { (server) ", with the keys in " }
                        span.code { (me.app.instance.data_dir().display()) }
                    }
                }
                dt { "How much" }
                dd { (words::count(me.book.record.entry_count(), "entry", "entries")) ", each sealed" }
                dt { "Recovery code" }
                dd {
                    @if saved { "You have said that it is safe. " a href="/recovery" { "Check it, or make a new one" } }
                    @else { span.tag.ahead { "not confirmed" } (if accounts { " Without it, nobody can open your record once your password is forgotten. " } else { " Without it, nobody can open your record once this machine is gone. " }) a href="/recovery" { "See to it now" } }
                }
                @if me.app.options.accounts {
                    dt { "Account" }
                    dd { a href="/account" { "Password, second factor, where you are signed in" } }
                    @if administers { dt { "Accounts" } dd { a href="/accounts" { "Who may sign in to this Windward" } } }
                }
                dt { "Mail" }
                dd { a href="/settings/mail" { "The mail server, the digest, and what was sent" } }
                @if !accounts || administers { dt { "Backup" } dd { span.code { "windward backup FILE" } " in a terminal, while Windward runs" } }
                @if accounts { dt { "Leave" } dd { a href="/account/leave" { "What happens to your record when you leave" } } }
                @else { dt { "Erase it" } dd { span.code { "windward erase" } " in a terminal, once Windward is stopped: every entry and every key, for good" } }
            }
            div.halves {
                div.card {
                    h3 { "Take it out" }
                    p { "Every entry and the ladders they name, as lines of JSON that any program can read, and Windward to the byte. Encrypted under a passphrase, for taking it away; or as it is, and then the file is not sealed: treat it like a diary." }
                    @let kept = me.book.facts().evidence.iter().filter(|of| of.it.confidential).count();
                    @if kept > 0 { p { strong { (words::capital(&words::several(kept, "piece of evidence is", "pieces of evidence are"))) " marked as confidential." } " The export is complete, so it has " (words::it_or_them(kept)) " too. Whether you may take " (words::it_or_them(kept)) " is for you to find out; Windward does not know and does not say." } }
                    div.actions { (go("/settings/take-away", "Take it encrypted")) (go_quietly("/settings/export", "Export my record")) }
                }
                div.card {
                    h3 { "Bring a record in" }
                    p { "Adds what that record has and yours does not. Nothing of yours is overwritten, and a damaged file is refused whole. For a LinkedIn export, a résumé or a table, " a href="/import" { "use the import" } "." }
                    form method="post" action="/settings/import" enctype="multipart/form-data" {
                        div.field {
                            label for="record-file" { "A record export" }
                            input #record-file type="file" name="file" accept=".jsonl,.age";
                        }
                        div.field {
                            label for="record-passphrase" { "Its passphrase" }
                            p.hint #record-passphrase-hint { "Only if it was encrypted." }
                            input #record-passphrase type="password" name="passphrase" autocomplete="off" spellcheck="false" aria-describedby="record-passphrase-hint";
                        }
                        div.actions { button.quiet { "Bring this record in" } }
                    }
                }
            }
        }
    })
}

/// The imports of the past, where there were any.
fn past_imports(me: &Me) -> Markup {
    let past = windward_formats::past(&me.book.record);
    html! {
        @if !past.is_empty() {
            section #imports {
                h2 { "Imports" }
                p { "What came from files, each import as one. " a href="/import" { "Bring in another file" } }
                (past::table(me, &past, "/settings#imports"))
            }
        }
    }
}

/// Against whom the seal helps and against whom it does not, in plain words.
fn who(me: &Me) -> Markup {
    const WHO: [(&str, &str, &str); 8] = [
        (
            "You, signed in with this browser",
            "yes",
            "The session ends when you sign out, after two weeks without a visit, and after ninety days in any case.",
        ),
        (
            "Somebody with the database, but without the key file beside it",
            "no",
            "Each entry is sealed under a key of your own, and what lies in the database does not open it.",
        ),
        (
            "Somebody with the whole data directory, as on a stolen disk that is not encrypted",
            "yes",
            "The key file lies there too. Turn on the disk encryption of your system, and what they have is noise.",
        ),
        (
            "Somebody with a backup",
            "no",
            "A backup never contains the key file. With your recovery code it opens, so keep the two apart.",
        ),
        (
            "An administrator who looks into the database",
            "no",
            "They see how many entries there are and when they came, not what they say.",
        ),
        (
            "Another page in this browser",
            "no",
            "Requests that other pages start are refused, and nothing here loads from anywhere else.",
        ),
        (
            "Whoever controls this machine while Windward runs",
            "yes",
            "A program that shows you the record has it open. No seal changes that; running it on your own machine is the strongest form there is.",
        ),
        (
            "The people who make Windward",
            "no",
            "It sends nothing anywhere and asks nobody for anything.",
        ),
    ];
    const WITH_AN_ACCOUNT: [(&str, &str, &str); 8] = [
        (
            "You, signed in with this browser",
            "yes",
            "Your password opened it. The session ends when you sign out, after two weeks without a visit, and after ninety days in any case.",
        ),
        (
            "Somebody else with an account on this server",
            "no",
            "Every record is sealed under a key of its own, which only its owner’s password and recovery code open.",
        ),
        (
            "Whoever administers the accounts",
            "no",
            "They can let you in, shut you out and give you a new password, which does not open your record. They have no key to it. They see your name, when you last signed in, and whether you use a second factor.",
        ),
        (
            "Somebody with the database, a backup or the disk of the server",
            "no",
            "Nothing there opens a record: neither passwords nor keys are stored in a form that does. They see how many entries there are and when they came, not what they say.",
        ),
        (
            "Somebody who has your mail",
            "no",
            "A link in a letter can give them a new password, and with it an account whose record stays closed. A second factor keeps them out of that too.",
        ),
        (
            "Another page in this browser",
            "no",
            "Requests that other pages start are refused, and nothing here loads from anywhere else.",
        ),
        (
            "Whoever controls the running program while you are signed in",
            "yes",
            "A program that shows you the record has it open, and whoever can replace the program can read along. If you do not trust them with that, run Windward on a machine of your own: your record moves there as one file.",
        ),
        (
            "The people who make Windward",
            "no",
            "It sends nothing anywhere and asks nobody for anything.",
        ),
    ];
    let rows = if me.app.options.accounts {
        WITH_AN_ACCOUNT
    } else {
        WHO
    };
    html! {
        section #who {
            h2 { "Who can read this record" }
            p {
                @if me.sample { "The sample is nobody’s. Of your own record this holds: nobody but you, as long as nobody but you controls this machine." }
                @else if me.app.options.accounts { "Nobody but you, as long as you trust whoever runs this server not to change the program. In detail:" }
                @else { "Nobody but you, as long as nobody but you controls this machine. In detail:" }
            }
            div.card.flush {
                table.stack {
                    thead { tr { th scope="col" { "Who" } th.nowrap scope="col" { "Can they?" } th scope="col" { "Why" } } }
                    tbody {
                        @for (who, can, why) in rows {
                            tr {
                                th scope="row" { (who) }
                                td { @if can == "no" { span.tag.private { "no" } } @else { span.tag.warn { "yes" } } }
                                td.soft { (why) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sign_out(me: &Me) -> Markup {
    html! {
        section #out {
            h2 { "Sign out" }
            @if me.sample { p { "You look around in the sample; leave it first." } }
            @else {
                @if me.app.options.accounts { p { "This browser forgets the record until you sign in again." } }
                @else { p { "This browser forgets the record until you open a new link. ‘windward’, typed in another terminal, prints one." } }
                div.actions {
                    form method="post" action="/sign-out" { button.quiet { "Sign out of this browser" } }
                    form method="post" action="/sign-out/everywhere" { button.quiet { "Sign out of every browser" } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_taken_in_any_case_and_kept_in_its_own() {
        let zone = |typed: &str| {
            let mut form = Form::filled([("time_zone", typed.to_owned())]);
            (time_zone(&mut form), form.fault_of("time_zone").is_some())
        };
        assert_eq!(zone("utc"), (Some("UTC".to_owned()), false));
        assert_eq!(zone(""), (None, false));
        assert_eq!(zone("Mars/Olympus"), (None, true));
        if TimeZone::get("America/New_York").is_ok() {
            assert_eq!(
                zone("america/new york"),
                (Some("America/New_York".to_owned()), false)
            );
        }
    }
}
