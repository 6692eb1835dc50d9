//! The résumé: what stands in it, how it is worded, how it reads, and the files of it.

mod choices;
mod form;

use axum::{
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use windward_core::views::{
    facts::Facts,
    resume::{Sheet, all, sheet},
};
use windward_formats::{mail::markdown, paper::Paper, resume};

use crate::{
    components::{empty, go, go_quietly},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::milestones::Card,
    session::Me,
    words::{capital, list, several},
};

/// What stands in it, for the page of milestones.
pub(crate) fn card(facts: &Facts<'_>) -> Card {
    let now = sheet(facts);
    Card {
        title: "Résumé",
        href: "/resume",
        says: if now.is_empty() {
            "What you would hand to somebody who has never met you. It writes itself once there is a role.".to_owned()
        } else {
            format!(
                "{} and {} of evidence stand in it.",
                capital(&several(now.jobs.len(), "role", "roles")),
                several(pieces(&now), "piece", "pieces")
            )
        },
        step: "Look it through",
    }
}

fn pieces(now: &Sheet<'_>) -> usize {
    let in_jobs = now.jobs.iter().map(|it| it.pieces.len());
    in_jobs.sum::<usize>() + now.elsewhere.len()
}

pub(crate) async fn show(me: Me) -> Response {
    let kept = all(me.book.facts()).kept;
    let form = form::filled(kept.map(|of| of.it));
    page(&me, &form)
}

pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let before = all(me.book.facts()).kept;
    let revises = form.revises()?;
    let standing = before.map(|of| of.it.clone()).unwrap_or_default();
    let Some(resume) = form::read(&mut form, standing) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    me.act(once, |act| {
        act.put_one(before.map(|of| of.id), revises, resume);
    })
    .await?;
    me.say("Kept. The next résumé begins here.");
    Ok(Redirect::to("/resume").into_response())
}

/// Which file is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    r#as: String,
}

/// The résumé as a file.
pub(crate) async fn file(me: Me, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    let sheet = sheet(me.book.facts());
    let paper = || resume::paper(&sheet);
    let (kind, name, bytes) = match asked.r#as.as_str() {
        "pdf" => match paper().to_pdf() {
            Ok(bytes) => ("application/pdf", "resume.pdf", bytes),
            Err(error) => {
                me.say(error.to_string());
                return Ok(Redirect::to("/resume").into_response());
            }
        },
        "markdown" => (
            "text/markdown; charset=utf-8",
            "resume.md",
            paper().to_markdown().into_bytes(),
        ),
        "json" => (
            "application/json",
            "resume.json",
            resume::json(&sheet).into_bytes(),
        ),
        _ => return Err(WebError::NotFound),
    };
    let name = format!("attachment; filename=\"{name}\"");
    let name = HeaderValue::from_str(&name).expect("the names above are plain text");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let whole = all(facts);
    let now = sheet(facts);
    let head = Head {
        title: "Résumé",
        lede: lede(&now),
        section: Section::Milestones,
    };
    let body = if whole.is_empty() {
        empty(
            "Nothing to write one from yet",
            "A résumé comes from your roles and from evidence that you choose. One role is enough to begin.",
            &html! { (go("/roles/new", "Add a role")) (go_quietly("/import", "Bring your past in")) },
        )
    } else {
        let paper = resume::paper(&now);
        html! {
            (files(&whole, &paper))
            (choices::card(&whole, form))
            (reads(&paper))
        }
    };
    layout::page(me, facts, &head, &body)
}

fn lede(now: &Sheet<'_>) -> Markup {
    html! {
        p {
            "What you would hand to somebody who has never met you: "
            (several(now.jobs.len(), "role", "roles")) " and " (several(pieces(now), "piece", "pieces")) " of evidence as it stands. What you choose here is kept, so the next one begins where this one ended."
        }
    }
}

/// The files, and what to know before one is handed on.
fn files(whole: &Sheet<'_>, paper: &Paper) -> Markup {
    let unworded = whole.unworded().count();
    let missing: Vec<String> = paper.missing().iter().map(|c| format!("‘{c}’")).collect();
    html! {
        @if whole.name.is_none() {
            div.notice role="status" { p { "There is no name on it yet. It comes from " a href="/settings" { "Settings" } "." } }
        }
        @if unworded > 0 {
            div.notice.warn role="status" {
                p { (capital(&several(unworded, "piece that you chose is confidential and stays out", "pieces that you chose are confidential and stay out"))) " until you say in your own words what may be told." }
            }
        }
        @if !missing.is_empty() {
            div.notice.warn role="status" {
                p { "The PDF has no letters for " (list(&missing)) " and shows ‘\u{fffd}’ in their place. Markdown and JSON Resume have them." }
            }
        }
        section.screen-only {
            h2 { "Take it away" }
            div.actions {
                (go("/resume/file?as=pdf", "PDF"))
                (go_quietly("/resume/file?as=markdown", "Markdown"))
                (go_quietly("/resume/file?as=json", "JSON Resume"))
            }
            p.soft { "The PDF is for people, and made so that a screen reader reads it too. JSON Resume is what other programs and job sites take in; Windward reads it back." }
        }
    }
}

/// How it reads, with its headings below those of the page.
fn reads(paper: &Paper) -> Markup {
    // What a person wrote never begins a line with a sign that is not escaped, so such a line is a heading.
    let text = paper.to_markdown();
    let lower = text.lines().map(|line| {
        let deeper = if line.starts_with('#') { "##" } else { "" };
        format!("{deeper}{line}\n")
    });
    let lower: String = lower.collect();
    html! {
        section.reads {
            h2.screen-only { "How it reads" }
            div.card.note { (PreEscaped(markdown::html(&lower))) }
        }
    }
}
