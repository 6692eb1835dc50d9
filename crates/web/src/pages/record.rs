//! The record as a whole: taken out as a file, and brought in from one.

use std::collections::BTreeMap;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use tokio::task::spawn_blocking;
use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    record::{
        Author, Entry,
        export::{ExportFaults, News, RecordExport, frameworks_named},
    },
};
use windward_store::{Conflict, Deed, Ladder, NotBrought, PersonStore, StoreError, is_locked};

use super::{import::Upload, take_away};
use crate::{
    components::go,
    error::WebError,
    form::sentence,
    layout::{self, Head, Section},
    limits::Against,
    session::Me,
    state::App,
    words,
};

/// Everything in the record as a file, in the form that comes back to the byte.
pub(crate) async fn export(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The export"));
    }
    me.sure()?;
    let export = gathered(&me).await?;
    me.note(Deed::Exported).await;
    let text = spawn_blocking(move || export.to_text())
        .await
        .expect("writing texts as JSON does not panic");
    Ok(as_file(text, me.book.today))
}

/// The lines of a record as a file to keep.
pub(super) fn as_file(text: String, day: Date) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/jsonl; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"windward-record-{day}.jsonl\""),
        ),
    ];
    (headers, text).into_response()
}

/// Everything in the record, with the ladders that it names.
pub(super) async fn gathered(me: &Me) -> Result<RecordExport, WebError> {
    // Each reads the whole record; on a server of many, nobody has one made after the other without end.
    let person = me.store().person().person().to_string();
    let pace = [Against::thing("export", &person)];
    if me.app.options.accounts && me.app.limits.count(&pace, me.app.now()).is_err() {
        return Err(WebError::Form(
            "Those were many exports within a quarter of an hour. Wait a little, then make this one.".to_owned(),
        ));
    }
    gathered_of(&me.app, me.store()).await
}

/// The same of any record that is open: what others wrote in it too.
pub(super) async fn gathered_of(app: &App, store: &PersonStore) -> Result<RecordExport, WebError> {
    let entries: Vec<Entry> = store
        .load()
        .await?
        .entries
        .into_iter()
        .map(|it| it.entry)
        .collect();
    let mut frameworks = BTreeMap::new();
    let (own, of_others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|it| it.author == Author::Owner);
    let mut named = frameworks_named(own);
    // What another wrote may name a ladder that they brought for themselves.
    let common = common(app).await?;
    let of_others = frameworks_named(of_others).into_iter();
    named.extend(of_others.filter(|hash| common.as_ref().is_none_or(|it| it.contains(hash))));
    for hash in named {
        let shipped = (hash == app.frameworks.product().hash).then(|| PRODUCT.to_owned());
        let text = match shipped {
            Some(text) => Some(text),
            // Anybody can bring in an entry that names a ladder of somebody else.
            None => app.instance.framework_for(store.person(), hash).await?,
        };
        frameworks.extend(text.map(|text| (hash, text)));
    }
    Ok(RecordExport {
        frameworks,
        entries,
    })
}

/// The ladders that everybody here may see; `None` are all.
pub(super) async fn common(app: &App) -> Result<Option<Vec<FrameworkHash>>, WebError> {
    if !app.options.accounts {
        return Ok(None);
    }
    let mut common = app.instance.ladders().await?.offered;
    common.push(app.frameworks.product().hash);
    Ok(Some(common))
}

/// Adds what a record export has and this record does not.
pub(crate) async fn import(me: Me, mut upload: Upload) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The import of a record"));
    }
    let Some(file) = upload.file else {
        return Ok(refused(
            &me,
            "Choose a file first: the record export of this or another Windward.",
        ));
    };
    let mut bytes = file.bytes;
    if is_of_elsewhere(&bytes) {
        return Ok(elsewhere(&me, &file.name));
    }
    if is_locked(&bytes) {
        match take_away::unlocked(bytes, upload.form.secret("passphrase")).await {
            Ok(opened) => bytes = opened.into(),
            Err(says) => return Ok(refused(&me, &says)),
        }
    }
    let read = spawn_blocking(move || RecordExport::read(&bytes)).await;
    let mut export = match read.expect("reading an export does not panic") {
        Ok(export) => export,
        Err(faults) => return Ok(broken(&me, &file.name, &faults)),
    };
    let frameworks = std::mem::take(&mut export.frameworks);
    let News { entries, already } = export.news_for(&me.book.record);
    // Ladders come first: a record that names one which is not here cannot be read.
    let brought = ladders(&me, frameworks).await?;
    let (instance, person) = (&me.app.instance, me.store().person());
    match instance.bring(person, brought, me.app.now()).await {
        Ok(()) => {}
        Err(NotBrought::Store(error)) => return refused_by_store(&me, error),
        Err(full) => return Ok(refused(&me, &sentence(&full))),
    }
    let added = entries.len();
    if added > 0 {
        let expected = me.book.record.seq();
        if let Err(error) = me.store().append_import(entries, expected).await {
            return refused_by_store(&me, error);
        }
    }
    Ok(Redirect::to(&format!("/settings?added={added}&already={already}#data")).into_response())
}

/// The ladders of a file that everybody here does not have already: the person brings them.
async fn ladders(
    me: &Me,
    frameworks: BTreeMap<FrameworkHash, String>,
) -> Result<Vec<Ladder>, WebError> {
    let instance = &me.app.instance;
    let shipped = me.app.frameworks.product().hash;
    if let Some(text) = frameworks.get(&shipped) {
        instance.put_framework(text).await?;
    }
    let offered = instance.ladders().await?.offered;
    let brought = frameworks
        .into_iter()
        .filter(|(hash, _)| *hash != shipped && !offered.contains(hash));
    Ok(brought.map(|(hash, text)| Ladder { hash, text }).collect())
}

/// Whether a file is none of Windward's own: an archive, or a text that is not lines of JSON.
fn is_of_elsewhere(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    !start.is_empty() && !start.starts_with(b"{") && !is_locked(bytes)
}

fn elsewhere(me: &Me, file: &str) -> Response {
    result(
        me,
        &html! {
            div.notice.alarm role="alert" {
                p { "‘" (file) "’ is no record export of Windward. A LinkedIn export, a JSON Resume or a table of roles comes in by the import, which shows you every row first." }
                div.actions { (go("/import", "Go to the import")) }
            }
        },
    )
}

/// What the store says of the file itself is for the person to act on; anything else is a failure.
fn refused_by_store(me: &Me, error: StoreError) -> Result<Response, WebError> {
    match error {
        StoreError::TooLarge { .. }
        | StoreError::Taken { .. }
        | StoreError::Conflict(Conflict::Head { .. }) => Ok(refused(me, &sentence(&error))),
        error => Err(error.into()),
    }
}

fn refused(me: &Me, says: &str) -> Response {
    result(
        me,
        &html! { div.notice.alarm role="alert" { p { (says) } } },
    )
}

fn broken(me: &Me, file: &str, faults: &ExportFaults) -> Response {
    let all = faults.faults.len() + faults.more;
    result(
        me,
        &html! {
            div.notice.alarm role="alert" {
                p { "‘" (file) "’ has " (words::several(all, "fault", "faults")) ", so none of it was brought in. Export the record again where it came from, and choose the new file." }
            }
            section.card.flush {
                table {
                    thead { tr { th.num scope="col" { "Line" } th scope="col" { "What is wrong" } } }
                    tbody {
                        @for fault in &faults.faults {
                            tr { td.num { (fault.line) } td { (sentence(&fault.problem)) } }
                        }
                    }
                }
            }
            @if faults.more > 0 { p.soft { "And " (words::thousands(faults.more)) " more." } }
        },
    )
}

fn result(me: &Me, says: &Markup) -> Response {
    let head = Head {
        title: "Nothing was brought in",
        lede: html! { p { "Your record is as it was before." } },
        section: Section::Settings,
    };
    let body = html! {
        (says)
        div.actions { (go("/settings#data", "Choose another file")) }
    };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// Says that something touches the person's own data, which the sample has nothing to do with.
pub(crate) fn not_in_the_sample(me: &Me, what: &str) -> Response {
    let head = Head {
        title: "Not part of the sample",
        lede: html! { p { (what) " works on your own record. Leave the sample to use it; nothing was done." } },
        section: Section::Settings,
    };
    let body = html! {
        form method="post" action="/sample/leave" { div.actions { button { "Leave the sample" } } }
    };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::CONFLICT, page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_from_elsewhere_are_told_by_their_beginning() {
        for bytes in [&b"PK\x03\x04"[..], b"Title,Company\n", b"%PDF", b"[1]"] {
            assert!(is_of_elsewhere(bytes));
        }
        for bytes in [
            &b"\xef\xbb\xbf{\"a\":1}"[..],
            b"\n{",
            b"",
            b"age-encryption.org/v1",
        ] {
            assert!(!is_of_elsewhere(bytes));
        }
    }
}
