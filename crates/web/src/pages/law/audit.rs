//! The audit log: all of it for whoever administers the server, and for everybody what was done to their own account.

use std::collections::HashMap;

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use windward_store::{AccountRow, AuditRow, By, Journal};

use super::leave::zone;
use crate::{
    components::{go, go_quietly},
    error::WebError,
    hex::hex,
    layout::{self, Head, Section},
    pages::account::accounts::administrator,
    session::Me,
    words::{self, Day},
};

/// Rows on a page.
const SHOWN: u32 = 100;

/// Rows about oneself.
const MINE: u32 = 30;

/// Rows of a file, and how many are read at a time.
const MOST_IN_A_FILE: usize = 100_000;
const PAGE: u32 = 1_000;

/// Before which row a page begins, or after which a file does.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    before: Option<u64>,
    after: u64,
}

/// The whole log, the latest first, day by day.
pub(crate) async fn show(me: Me, Query(from): Query<From>) -> Result<Response, WebError> {
    administrator(&me).await?;
    let instance = &me.app.instance;
    let rows = instance.audit_before(from.before, SHOWN).await?;
    let mut numbers: Vec<i64> = rows.iter().flat_map(numbers_in).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let names: HashMap<i64, String> = instance.named(numbers).await?.into_iter().collect();
    let head = Head {
        title: "What was done",
        lede: html! { p { "To accounts and to the server, by whom and to whom: never a word of any record. Each row seals the one before it, so that a change is noticed: " span.code { "windward audit verify" } " goes along all of them." } },
        section: Section::Settings,
    };
    let zone = zone(&me);
    let day_of = |row: &AuditRow| row.at.to_zoned(zone.clone()).date();
    let days: Vec<(Date, &[AuditRow])> = rows
        .chunk_by(|a, b| day_of(a) == day_of(b))
        .map(|day| (day_of(&day[0]), day))
        .collect();
    let last = rows.last().filter(|_| rows.len() == SHOWN as usize);
    let body = html! {
        @if rows.is_empty() { p { "Nothing yet. Signing in is the first thing that will stand here." } }
        @for (day, rows) in days {
            section {
                h2 { (Day(day)) }
                div.card.flush {
                    table.stack {
                        thead { tr { th.num scope="col" { "Row" } th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Whose" } } }
                        tbody {
                            @for row in rows {
                                tr {
                                    td.num.soft data-label="Row" { (row.seq) }
                                    td.nowrap data-label="When" { (time(row.at, &zone)) }
                                    td data-label="Who" { (who(row.by, &names)) }
                                    td data-label="What" { (words::capital(row.told())) }
                                    td data-label="Whose" {
                                        @match row.about {
                                            Some(number) if row.by == By::Somebody(number) => { "their own" }
                                            Some(number) => { (name(number, &names)) }
                                            None => "",
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        div.actions {
            @if let Some(last) = last { (go(&format!("/accounts/audit?before={}", last.seq), "Earlier")) }
            (go_quietly("/accounts/audit/file", "As a file"))
            (go_quietly("/accounts", "Back to the accounts"))
        }
    };
    Ok(layout::page(&me, me.book.facts(), &head, &body))
}

fn numbers_in(row: &AuditRow) -> impl Iterator<Item = i64> {
    let by = match row.by {
        By::Somebody(number) => Some(number),
        By::Server | By::Machine => None,
    };
    by.into_iter().chain(row.about)
}

fn time(at: Timestamp, zone: &jiff::tz::TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

fn who(by: By, names: &HashMap<i64, String>) -> Markup {
    match by {
        By::Server => html! { span.soft { "the server" } },
        By::Machine => html! { span.soft { "somebody at the machine" } },
        By::Somebody(number) => name(number, names),
    }
}

/// Whoever a number is, as long as they are here.
fn name(number: i64, names: &HashMap<i64, String>) -> Markup {
    html! {
        @match names.get(&number) {
            Some(name) => (name),
            None => span.soft { "somebody who is gone" },
        }
    }
}

/// The log as lines of JSON, with the numbers and hashes that it is checked by.
pub(crate) async fn file(me: Me, Query(from): Query<From>) -> Result<Response, WebError> {
    administrator(&me).await?;
    let (mut text, mut after, mut count) = (String::new(), from.after, 0);
    while count < MOST_IN_A_FILE {
        let rows = me.app.instance.audit_after(after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        count += rows.len();
        for row in &rows {
            text.push_str(&line(row).to_string());
            text.push('\n');
        }
    }
    let name = format!(
        "attachment; filename=\"windward-audit-{}.jsonl\"",
        me.book.today
    );
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/jsonl; charset=utf-8".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}

fn line(row: &AuditRow) -> serde_json::Value {
    json!({
        "row": row.seq,
        "id": row.id.to_string(),
        "at": row.at.to_string(),
        "act": row.word,
        "by": row.by.to_string(),
        "about": row.about.map(|it| it.to_string()),
        "hash": hex(&row.hash),
    })
}

/// What was done to one’s own account, and by whom.
pub(crate) async fn of_me(me: &Me, account: &AccountRow) -> Result<Markup, WebError> {
    let instance = &me.app.instance;
    let rows = instance.audit_about(account.person, MINE).await?;
    let mine = instance.journal().person(account.person).await?;
    let mine = mine.map(|it| it.pseudonym);
    let zone = zone(me);
    Ok(html! {
        section #done {
            h2 { "What was done to your account" }
            @if rows.is_empty() { p { "Nothing yet." } }
            @else {
                details {
                    summary { "The last " (words::several(rows.len(), "thing", "things")) }
                    ul.plain {
                        @for row in &rows {
                            li {
                                (words::moment(row.at, &zone)) ": "
                                @match row.by {
                                    By::Somebody(number) if Some(number) == mine => "you",
                                    By::Somebody(_) => { strong { "an administrator" } }
                                    By::Machine => { strong { "somebody at the machine" } }
                                    By::Server => "the server",
                                }
                                " " (row.told())
                            }
                        }
                    }
                }
            }
            p.soft { "Signing in, keys, what administrators do: it is noted without a word of your record, and those who administer the server can read it." }
        }
    })
}
