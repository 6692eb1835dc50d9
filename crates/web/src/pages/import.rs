//! Bringing the past in: choose a file, see what it would change, apply it, take it back.

pub(super) mod past;
mod preview;
mod upload;

use std::sync::Arc;

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use tokio::task::spawn_blocking;
use uuid::Uuid;
use windward_core::{
    id::{ActId, NewIds},
    record::{
        Change, Contact, Content, Entry, Evidence, Kind as _, Moment, Placement, Record, Revision,
    },
};
use windward_formats::{Choice, Choices, ImportError, Importer, Incoming, Plan};
use windward_store::{Conflict, StoreError};

use self::preview::previewed;
pub(crate) use self::upload::{File, Upload};
use super::undo::{Before, said_of_undo, take_back};
use crate::{
    components::{Field, Kind, field, go, go_quietly},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words,
};

/// Where a file is chosen, or a text pasted.
pub(crate) async fn choose(me: Me, before: Result<Query<Before>, QueryRejection>) -> Response {
    let before = before.map(|Query(before)| before).unwrap_or_default();
    choosing(&me, &Form::default(), &before)
}

/// A table of roles to fill in. The mark at its beginning is what spreadsheets know UTF-8 by.
const TEMPLATE: &str = "\u{feff}Title,Company,From,To,Description\r\n";

/// A table to fill in, for whoever has no file yet.
pub(crate) async fn template() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"windward-roles.csv\"",
        ),
    ];
    (headers, TEMPLATE).into_response()
}

/// Reads what was sent and keeps it until its owner has seen what it would do.
pub(crate) async fn read(me: Me, upload: Result<Upload, WebError>) -> Result<Response, WebError> {
    let Upload { mut form, file } = match upload {
        Ok(upload) => upload,
        Err(WebError::TooLarge(most)) => {
            let mut form = Form::default();
            form.fault("file", format!("That is larger than {most} MB, which no career is. If it is a LinkedIn export, unpack it and choose ‘Positions.csv’ alone."));
            return Ok(refused(&me, &form));
        }
        Err(error) => return Err(error),
    };
    let pasted = form.typed("text").to_owned();
    let (field, read) = match file {
        Some(file) => {
            let reading =
                spawn_blocking(move || windward_formats::read_with_people(&file.name, &file.bytes));
            ("file", reading.await)
        }
        None if form.ticked("text") => {
            if pasted.trim().is_empty() {
                form.fault("text", "Paste or write your roles first, one a line.");
                return Ok(refused(&me, &form));
            }
            (
                "text",
                spawn_blocking(move || windward_formats::read_text(&pasted)).await,
            )
        }
        None => {
            form.fault("file", "Choose a file first.");
            return Ok(refused(&me, &form));
        }
    };
    let read: Result<Incoming, ImportError> = read.expect("no file makes a reader panic");
    match read {
        Ok(incoming) => {
            let id = me.app.drawers.keep_pending(&me.key, incoming);
            Ok(Redirect::to(&format!("/import/{id}")).into_response())
        }
        Err(error) => {
            form.fault(field, error.to_string());
            Ok(refused(&me, &form))
        }
    }
}

fn refused(me: &Me, form: &Form) -> Response {
    // Whoever came from their people is still there.
    let of = Some(form.typed("of").to_owned());
    let before = Before {
        of,
        ..Before::default()
    };
    let page = choosing(me, form, &before);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn choosing(me: &Me, form: &Form, before: &Before) -> Response {
    let facts = me.book.facts();
    let has_roles = !facts.roles.is_empty();
    let head = Head {
        title: "Bring the past in",
        lede: html! {
            p {
                @if has_roles { "Your record has " (words::several(facts.roles.len(), "role", "roles")) ". A file adds what is missing, and asks where it says something else." }
                @else { "Your roles, from a file you have already. You see what it would write before anything is written." }
            }
        },
        section: if before.is_of_people() {
            Section::People
        } else {
            Section::Roles
        },
    };
    let fault = form.fault_of("file");
    let past = windward_formats::past(&me.book.record);
    let body = html! {
        @if let (Some(undone), Some(by)) = (before.undone, before.by) { (said_of_undo(&me.book.record, undone, by)) }
        div.cols {
            div {
                section.card {
                    form method="post" action="/import" enctype="multipart/form-data" data-drop="yes" data-busy="Reading the file…" {
                        @if before.is_of_people() { input type="hidden" name="of" value="people"; }
                        div.field {
                            label for="file" { "Your file" }
                            p.hint #file-hint { "A LinkedIn export (the ZIP as it came, or a single table from it), a JSON Resume, a candidate of HR Open as JSON, a table of roles or of contacts as CSV, an address book (vCard), or a brag document (Markdown or CSV)." }
                            input #file type="file" name="file" accept=".zip,.csv,.tsv,.txt,.md,.markdown,.json,.vcf,application/zip,text/csv,application/json,text/vcard"
                                aria-invalid=[fault.map(|_| "true")] aria-describedby=(if fault.is_some() { "file-hint file-fault" } else { "file-hint" });
                            @if let Some(fault) = fault { p.error #file-fault role="alert" { (fault) } }
                        }
                        p.drop hidden { "Or drop it anywhere on this page." }
                        button { "Read this file" }
                    }
                }
                section {
                    h2 { "Or as text" }
                    form method="post" action="/import" enctype="multipart/form-data" data-busy="Reading the text…" {
                        (field(form, Field { name: "text", label: "Your roles, one a line", hint: "For instance: Senior PM, Acme, 2019 to now", kind: Kind::Text }))
                        button.quiet { "Read this text" }
                    }
                }
                section {
                    h2 { "Or as a table" }
                    p { a href="/import/roles.csv" download { "An empty table of roles" } " to fill in with any spreadsheet program: one role a row, dates as ‘2019’ or ‘2019-03’, ‘now’ where it goes on. Save it as CSV. A table of your own is read as well, if its columns are headed in English, German, French, Spanish, Portuguese, Italian or Dutch." }
                }
                @if !past.is_empty() {
                    section #past {
                        h2 { "What came before" }
                        (past::table(me, &past, "/import"))
                        p.soft { "What was taken back comes again with the next import of the same file. What you withdrew yourself stays away." }
                    }
                }
            }
            aside {
                section {
                    h2 { "How to get a LinkedIn export" }
                    ol.steps {
                        li { "On LinkedIn, open ‘Settings’, then ‘Data privacy’, then ‘Get a copy of your data’." }
                        li { "Ask for the archive. The smaller one, with your profile, takes minutes; the full one up to a day. LinkedIn writes to you when it is ready." }
                        li { "Download the ZIP and choose it here as it is. Nothing needs to be unpacked." }
                    }
                    @if !has_roles {
                        p.soft { "While you wait: " a href="/welcome" { "a first course from a title and a year" } " is there at once, and the export fills in the rest later." }
                    }
                }
                section #address-book {
                    h2 { "How to get an address book" }
                    ol.steps {
                        li { "On an iPhone or a Mac: ‘Contacts’, choose whom or all of them, then ‘Export vCard’ (on the phone: hold a list, ‘Export’)." }
                        li { "On Android, or in Google: ‘Contacts’, ‘Fix & manage’, ‘Export to file’; as vCard or as CSV." }
                        li { "In Outlook: ‘People’, ‘Manage contacts’, ‘Export contacts’: a CSV." }
                    }
                    p.soft { "Who is here already is proposed as the same person. Connections of LinkedIn come in with its export." }
                }
                section {
                    h2 { "What happens to it" }
                    p { "It is read here and goes nowhere else. From an export come your name, your roles, education, certificates, courses, projects, volunteering, awards, skills and the recommendations you received. Your connections come in only if you say so in the preview; messages and all else are not looked at." }
                    p { "You see each row first, with what it would add or change. Afterwards one button takes the whole import back." }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// What a file would do, row by row.
pub(crate) async fn preview(me: Me, Path(id): Path<String>) -> Response {
    let Some(incoming) = pending(&me, &id) else {
        return gone(&me);
    };
    let plan = compared(&me, incoming).await;
    let facts = me.book.facts();
    let head = Head {
        title: "What this would do",
        lede: html! {
            p {
                @match plan.importer {
                    Importer::Text => "From the text you pasted.",
                    other => { "From ‘" (plan.label) "’, a " (other.label()) "." }
                }
                " Nothing is written before you apply it."
            }
        },
        section: if plan.is_of_people() {
            Section::People
        } else {
            Section::Roles
        },
    };
    layout::page(&me, facts, &head, &previewed(&me, &id, &plan))
}

fn pending(me: &Me, id: &str) -> Option<Arc<Incoming>> {
    me.app.drawers.pending(&me.key, Uuid::parse_str(id).ok()?)
}

async fn compared(me: &Me, incoming: Arc<Incoming>) -> Plan {
    let (record, today) = (Arc::clone(&me.book.record), me.book.today);
    let comparing =
        spawn_blocking(move || windward_formats::plan((*incoming).clone(), &record, today));
    comparing.await.expect("comparing does not panic")
}

fn gone(me: &Me) -> Response {
    let head = Head {
        title: "This file is no longer here",
        lede: html! { p { "A file that was read is kept in memory only, for a while and until Windward is stopped. Nothing of it was written; choose it once more." } },
        section: Section::Roles,
    };
    let body = html! { div.actions { (go("/import", "Choose the file again")) (go_quietly("/roles", "See your roles")) } };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::GONE, page).into_response()
}

/// Writes what the plan says, as one act.
pub(crate) async fn apply(
    me: Me,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let mut once = form.once()?;
    let act = once.act();
    let record = &me.book.record;
    if record.touched_by(act).next().is_some() {
        // Sent twice: the first one did it.
        return Ok(applied(act, &touched(record, act)));
    }
    let Some(incoming) = pending(&me, &id) else {
        return Ok(gone(&me));
    };
    let again = || Redirect::to(&format!("/import/{id}")).into_response();
    // Choices were made against the record as it was shown.
    if form.typed("seen") != record.seq().to_string() {
        return Ok(again());
    }
    let plan = compared(&me, incoming).await;
    let mut chosen = choices(&form);
    preview::choose_people(&plan, form.ticked("people"), &mut chosen);
    let mut entries = plan.entries(&chosen, act, &mut once, me.app.now());
    if form.ticked("jobs") {
        let when = (me.book.today, me.app.now());
        entries.extend(plan.job_entries(&chosen, act, &mut once, when));
    }
    if entries.is_empty() {
        me.say("Nothing was marked, so nothing was written.");
        return Ok(again());
    }
    let brought = contents(&entries);
    if me.sample {
        me.write(entries).await?;
        return Ok(applied(act, &brought));
    }
    match me.store().append(entries, Some(record.seq())).await {
        Ok(_) => Ok(applied(act, &brought)),
        Err(StoreError::Conflict(Conflict::Head { .. })) => Ok(again()),
        Err(error) => Err(error.into()),
    }
}

/// Where an import leads: to the titles it asks about, to its roles, to its evidence, or to what it brought beside
/// them.
fn applied(act: ActId, contents: &[Content]) -> Response {
    // A moment that is noted beside somebody is none of what the file brought.
    let brought = contents.iter().filter(|it| it.kind() != Moment::KIND);
    let contents: Vec<&Content> = brought.collect();
    let to = if contents.iter().copied().any(is_open) {
        format!("/titles?act={act}")
    } else if !contents.is_empty() && contents.iter().all(|it| it.kind() == Evidence::KIND) {
        format!("/evidence?imported={act}")
    } else if !contents.is_empty() && contents.iter().all(|it| it.is_background()) {
        format!("/background?imported={act}")
    } else if !contents.is_empty() && contents.iter().all(|it| it.kind() == Contact::KIND) {
        format!("/people?imported={act}")
    } else {
        format!("/roles?imported={act}")
    };
    Redirect::to(&to).into_response()
}

/// What entries put.
fn contents(entries: &[Entry]) -> Vec<Content> {
    let put = entries.iter().filter_map(|entry| match &entry.change {
        Change::Put(item) => Some(item.content.clone()),
        Change::Withdraw(_) | Change::Redacted => None,
    });
    put.collect()
}

fn is_open(content: &Content) -> bool {
    matches!(content, Content::Role(role) if role.placement == Placement::Open)
}

/// What an act has touched, as it stands.
fn touched(record: &Record, act: ActId) -> Vec<Content> {
    let touched = record.touched_by(act);
    let standing = touched.filter_map(|(_, thread)| thread.last().content.clone());
    standing.collect()
}

/// Of a box and the hidden field before it, the last one sent counts.
fn choices(form: &Form) -> Choices {
    let chosen = form.pairs().filter_map(|(name, value)| {
        let index = name.strip_prefix("line.")?.parse().ok()?;
        Some((index, Choice::of_word(value)?))
    });
    chosen.collect()
}

/// Takes an import back, as far as it was not edited since.
pub(crate) async fn undo(
    me: Me,
    Path(act): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let act: ActId = act.parse().map_err(|_| WebError::NotFound)?;
    let by = take_back(&me, act, &form).await?;
    // Back to where there is something of its kind to see.
    let mut put = me.book.record.touched_by(act);
    let evidence = |revisions: &[Revision]| {
        let mut contents = revisions.iter().filter_map(|it| it.content.as_ref());
        contents.any(|it| it.kind() == Evidence::KIND)
    };
    let people = |revisions: &[Revision]| {
        let mut contents = revisions.iter().filter_map(|it| it.content.as_ref());
        contents.any(|it| it.kind() == Contact::KIND)
    };
    let to = if put.all(|(_, thread)| evidence(thread.revisions()) || people(thread.revisions())) {
        "/import"
    } else {
        "/roles"
    };
    Ok(Redirect::to(&format!("{to}?undone={act}&by={by}")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_outranks_the_hidden_field_before_it() {
        let form = Form::filled([
            ("line.0", "leave".to_owned()),
            ("line.0", "file".to_owned()),
            ("line.1", "leave".to_owned()),
            ("line.x", "file".to_owned()),
            ("line.2", "emperor".to_owned()),
        ]);
        let expected: Choices = [(0, Choice::File), (1, Choice::Leave)]
            .into_iter()
            .collect();
        assert_eq!(choices(&form), expected);
    }
}
