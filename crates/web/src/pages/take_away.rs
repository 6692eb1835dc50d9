//! The record taken away as one file under a passphrase, and such a file opened again.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use tokio::{sync::Mutex, task::spawn_blocking};
use windward_core::{
    record::{
        Act, Of, Setback,
        export::{MAX_BYTES, RecordExport},
    },
    views::{due::copy_taken, facts::Facts, setback::recent},
};
use windward_store::{Deed, LockError, Locker, Passphrase, UnlockError, Unlocked};
use zeroize::Zeroizing;

use super::record::{gathered, not_in_the_sample};
use crate::{
    components::{go_quietly, marks},
    edge::FreshIds,
    error::WebError,
    form::{Form, sentence},
    layout::{self, Head, Section},
    session::Me,
    words,
};

/// The key of one file at a time is made: each takes 256 MB while it is.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Taking the record away"));
    }
    me.sure()?;
    Ok(page(&me, &Form::default()))
}

/// The file. What it writes into the record, that it was taken, has ids of its own: none is ever made of a passphrase.
pub(crate) async fn file(me: Me, mut form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Taking the record away"));
    }
    me.sure()?;
    let (words, again) = (form.secret("passphrase"), form.secret("again"));
    let same = *words == *again;
    let passphrase = match Passphrase::new(words) {
        Ok(passphrase) => Some(passphrase),
        Err(error) => {
            form.fault("passphrase", sentence(&error));
            None
        }
    };
    if passphrase.is_some() && !same {
        form.fault("again", "This is not the same as above; type both again.");
    }
    let Some(passphrase) = passphrase.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    let export = gathered(&me).await?;
    let one = ONE_AT_A_TIME.lock().await;
    let locked = spawn_blocking(move || locked(&export, &passphrase)).await;
    drop(one);
    let file = match locked.expect("encrypting does not panic") {
        Ok(file) => file,
        Err(LockError::Random(error)) => {
            form.fault("passphrase", sentence(&error));
            return Ok((StatusCode::SERVICE_UNAVAILABLE, page(&me, &form)).into_response());
        }
        Err(LockError::Write(_) | LockError::Recipients) => {
            unreachable!("memory takes what is written to it, under a passphrase")
        }
    };
    me.note(Deed::CopyTaken).await;
    note_taken(&me).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"windward-record-{}.jsonl.age\"",
                me.book.today
            ),
        ),
    ];
    Ok((headers, file).into_response())
}

/// Notes that a copy was taken, where the record lies with somebody else. Whoever changed the same meanwhile was first: the
/// file is there all the same.
async fn note_taken(me: &Me) -> Result<(), WebError> {
    let entries = {
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, me.app.now());
        copy_taken(me.book.facts(), &mut act);
        act.into_entries()
    };
    match me.write(entries).await {
        Err(WebError::Stale { .. }) => Ok(()),
        written => written,
    }
}

/// Line by line: the whole of it is never in memory in clear.
fn locked(export: &RecordExport, passphrase: &Passphrase) -> Result<Vec<u8>, LockError> {
    use std::io::Write as _;
    let mut file = Vec::new();
    let mut locker = Locker::begin(passphrase, &mut file)?;
    for line in export.lines() {
        locker.write_all(line.as_bytes())?;
    }
    locker.finish()?;
    Ok(file)
}

/// What lies in a file that was taken away, or a sentence about why it does not open.
pub(super) async fn unlocked(
    file: axum::body::Bytes,
    words: Zeroizing<String>,
) -> Result<Vec<u8>, String> {
    if words.is_empty() {
        return Err(
            "This file is encrypted. Choose it again, and type its passphrase beside it."
                .to_owned(),
        );
    }
    let one = ONE_AT_A_TIME.lock().await;
    let opened = spawn_blocking(move || {
        let passphrase = Passphrase::typed(words);
        Unlocked::begin(&passphrase, Box::new(&*file))?.all(MAX_BYTES)
    })
    .await;
    drop(one);
    let opened = opened.expect("decrypting does not panic");
    opened.map_err(|error: UnlockError| sentence(&error))
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Take your record with you",
        lede: html! { p { "One file with everything in it, encrypted under a passphrase that only you know. It opens in any other Windward." } },
        section: Section::Settings,
    };
    let entries = me.book.record.entry_count();
    let kept = facts.evidence.iter().filter(|of| of.it.confidential);
    let kept = kept.count();
    let body = html! {
        section.card {
            form method="post" action="/settings/take-away" {
                (marks(None))
                (secret(form, "passphrase", "A passphrase", "At least 12 characters. Four or five words that do not belong together are easy to keep."))
                (secret(form, "again", "The same again", ""))
                div.actions { button { "Take it with me" } }
            }
            p.soft { (words::count(entries, "entry", "entries")) ", and the ladders that they name. Encrypting takes a few seconds: whoever guesses has to wait as long for every guess." }
        }
        @if let Some(of) = leaving(facts) {
            section {
                h2 { "When you have it" }
                div.row {
                    form method="post" action={ "/setbacks/" (of.id) "/leaving/taken" } {
                        (marks(Some(of.revision.entry_id)))
                        button.quiet { "It is somewhere safe" }
                    }
                    (go_quietly(&format!("/setbacks/{}/leaving", of.id), "Back to the list"))
                }
            }
        }
        @if kept > 0 {
            section {
                p { strong { (words::capital(&words::several(kept, "piece of evidence is", "pieces of evidence are"))) " marked as confidential" } ", and in the file as well, because it is complete. Whether you may take " (words::it_or_them(kept)) " is for you to find out; Windward does not know and does not say." }
            }
        }
        section {
            h2 { "So that it is there when you need it" }
            ol {
                li { "Keep the file somewhere of your own: a disk at home, a mailbox that is not your employer’s." }
                li { "Keep the passphrase in another place than the file. Without it nobody opens the file: there is no other way in, and nobody can set a new one." }
                li { "Try it once, while this record is still here: on another machine, under ‘Settings’, ‘Bring a record in’; or with " span.code { "windward import-record FILE" } "." }
            }
            p.soft { "The file is in the format of " span.code { "age" } ", so that it opens without Windward too: " span.code { "age --decrypt FILE" } "." }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The setback for which one takes it along, where it is not noted yet that one has.
fn leaving<'a>(facts: &Facts<'a>) -> Option<Of<'a, Setback>> {
    let recent = recent(facts)?;
    (recent.it.kind.is_leaving() && recent.it.taken_away.is_none()).then_some(recent)
}

/// A field for a passphrase: what was typed is never written back into a page.
pub(super) fn secret(form: &Form, name: &str, label: &str, hint: &str) -> Markup {
    let fault = form.fault_of(name);
    let described = match (hint.is_empty(), fault) {
        (true, None) => None,
        (false, None) => Some(format!("{name}-hint")),
        (true, Some(_)) => Some(format!("{name}-fault")),
        (false, Some(_)) => Some(format!("{name}-hint {name}-fault")),
    };
    html! {
        div.field {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
            input type="password" id=(name) name=(name) autocomplete="off" spellcheck="false"
                aria-invalid=[fault.map(|_| "true")] aria-describedby=[described.as_deref()];
            @if let Some(fault) = fault { p.error id={ (name) "-fault" } { (fault) } }
        }
    }
}
