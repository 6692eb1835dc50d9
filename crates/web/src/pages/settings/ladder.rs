//! Which ladder a record is read against: installing another, seeing what it changes, using it.

use std::collections::{BTreeMap, HashSet};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    framework::{Change, Framework, FrameworkHash, diff},
    record::{Claim, Content, Profile, Rating, Role, Thread},
    views::{facts::Facts, readiness::open},
};
use windward_store::{BroughtRow, MAX_BROUGHT};

use super::{
    Asked,
    brought::{Brought, TOO_LARGE, Whose, bring, faulty},
    filled,
    let_go::{button, let_go},
    page, put,
};
use crate::{
    book::Book,
    components::{go_quietly, marks},
    error::WebError,
    form::Form,
    pages::{import::Upload, record::not_in_the_sample, roles::named},
    session::Me,
    words,
};

/// Installs a ladder from a file, or begins to use one that is installed.
pub(crate) async fn framework(
    me: Me,
    upload: Result<Upload, WebError>,
) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Changing the ladder"));
    }
    let Upload { form, file } = match upload {
        Ok(upload) => upload,
        Err(WebError::TooLarge(_)) => return refuse(&me, TOO_LARGE).await,
        Err(error) => return Err(error),
    };
    if form.ticked("use") {
        return adopt(&me, &form).await;
    }
    if !form.typed("let_go").is_empty() {
        return let_go(&me, &form).await;
    }
    match bring(&me, file, Whose::Mine).await? {
        Brought::Ladder(hash) => {
            Ok(Redirect::to(&format!("/settings?framework={hash}#framework")).into_response())
        }
        Brought::No(says) => refuse(&me, &says).await,
        Brought::Faulty { name, faults } => Ok(faulty(&me, &name, &faults, "/settings#framework")),
    }
}

pub(super) async fn refuse(me: &Me, says: &str) -> Result<Response, WebError> {
    let mut refused = Form::default();
    refused.fault("file", says);
    let form = filled(me.book.record.profile().map(|of| of.it));
    let page = page(me, &form, &refused, &Asked::default()).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn adopt(me: &Me, form: &Form) -> Result<Response, WebError> {
    let hash: FrameworkHash = form.typed("use").parse().map_err(|_| WebError::NotFound)?;
    let before = me.book.record.profile();
    let revises = form.revises()?;
    let brought = me.app.instance.brought_by(me.store().person()).await?;
    if !choices(me, &brought).await?.contains(&hash) {
        return Err(WebError::NotFound);
    }
    // It has to be here and whole before the record names it.
    let found = me.app.frameworks.get(&me.app.instance, hash).await?;
    let profile = Profile {
        framework: Some(found.hash),
        ..before.map(|of| of.it.clone()).unwrap_or_default()
    };
    put(me, form.once()?, revises, profile).await?;
    Ok(Redirect::to("/ladder").into_response())
}

pub(super) async fn ladder(me: &Me, file: &Form, asked: &Asked) -> Result<Markup, WebError> {
    let current = &me.book.framework;
    let (mut others, mut brought) = (Vec::new(), Vec::new());
    if !me.sample {
        brought = me.app.instance.brought_by(me.store().person()).await?;
        let hashes = choices(me, &brought).await?;
        for hash in hashes.into_iter().filter(|hash| *hash != current.hash) {
            // One with faults, from an older version, is no choice.
            others.extend(me.app.frameworks.get(&me.app.instance, hash).await.ok());
        }
    }
    let chosen = asked
        .framework
        .and_then(|hash| others.iter().find(|it| it.hash == hash));
    let same = asked.framework == Some(current.hash);
    let is_brought = |it: &Framework| brought.iter().any(|row| row.hash == it.hash);
    let fault = file.fault_of("file");
    Ok(html! {
        section #framework {
            h2 { "The ladder" }
            p { a href="/ladder" { (current.name) } " " (current.version) " " span.code title=(current.hash) { (short(current.hash)) } ": " (current.rungs.len()) " rungs, " (current.skills.len()) " skills." }
            @if me.sample { p.soft { "Changing the ladder is not part of the sample." } }
            @else {
                @if same { div.notice { p { "That is the ladder you use already, to the byte." } } }
                @if let Some(newer) = chosen { (change(me, newer)) }
                @if others.iter().any(|it| asked.framework != Some(it.hash)) {
                    h3 { "Also installed" }
                    ul.plain {
                        @for it in others.iter().filter(|it| asked.framework != Some(it.hash)) {
                            li { (it.name) " " (it.version) " " span.code title=(it.hash) { (short(it.hash)) } " " a href={ "/settings?framework=" (it.hash) "#framework" } { "See what it would change for you" } @if is_brought(it) { " " (button(it)) } }
                        }
                    }
                }
                form method="post" action="/settings/framework" enctype="multipart/form-data" {
                    div.field {
                        label for="ladder-file" { "Install another" }
                        p.hint #ladder-hint { "A ladder file (TOML). You see what it changes for you before it is used." @if me.app.options.accounts { " It is for you alone, lies readable for whoever has the database, and goes with your account; " (MAX_BROUGHT) " ladders and 16 MiB are the most." } }
                        input #ladder-file type="file" name="file" accept=".toml" aria-invalid=[fault.map(|_| "true")] aria-describedby=(if fault.is_some() { "ladder-hint ladder-fault" } else { "ladder-hint" });
                        @if let Some(fault) = fault { p.error #ladder-fault role="alert" { (fault) } }
                    }
                    button.quiet { "Install this ladder" }
                }
            }
        }
    })
}

/// The ladders that the person may change to, the shipped one first: all that are installed where one person keeps a
/// record. Where several do, those offered to everybody, those that their own record was read against before, and those that
/// they brought: what one person brought is nobody else's business, also of those who know its hash.
async fn choices(me: &Me, brought: &[BroughtRow]) -> Result<Vec<FrameworkHash>, WebError> {
    let instance = &me.app.instance;
    let mut choices = vec![me.app.frameworks.product().hash];
    if me.app.options.accounts {
        choices.extend(instance.ladders().await?.offered);
        let profile = me.book.record.profile();
        let thread = profile.and_then(|of| me.book.record.thread(of.id));
        let before = thread.map_or(&[][..], Thread::revisions).iter();
        let before = before.filter_map(|it| match &it.content {
            Some(Content::Profile(profile)) => profile.framework,
            _ => None,
        });
        for hash in before {
            // A file can say so of a ladder that is somebody else's.
            if !instance.is_of_others(me.store().person(), hash).await? {
                choices.push(hash);
            }
        }
        choices.extend(brought.iter().map(|it| it.hash));
    } else {
        choices.extend(instance.framework_hashes().await?);
    }
    let mut seen = HashSet::new();
    choices.retain(|hash| seen.insert(*hash));
    Ok(choices)
}

/// The beginning of a hash: enough to tell ladders apart.
pub(in crate::pages) fn short(hash: FrameworkHash) -> String {
    hash.to_string().chars().take(12).collect()
}

/// What another ladder changes, in itself and for the person.
fn change(me: &Me, newer: &Framework) -> Markup {
    let Book {
        record,
        framework,
        today,
        ..
    } = &me.book;
    let (now, then) = (me.book.facts(), Facts::of(record, newer, *today));
    let lost: Vec<String> = record
        .all::<Role>()
        .filter(|of| {
            of.it
                .placement
                .rung()
                .is_some_and(|id| framework.rung(id).is_some() && newer.rung(id).is_none())
        })
        .map(|of| format!("‘{}’", named(of.it)))
        .collect();
    let ratings = record
        .all::<Rating>()
        .filter(|of| framework.skill(&of.it.skill).is_some() && newer.skill(&of.it.skill).is_none())
        .count();
    let claims = record
        .all::<Claim>()
        .filter(|of| {
            framework.expectation(&of.it.expectation).is_some()
                && newer.expectation(&of.it.expectation).is_none()
        })
        .count();
    let differs = counts(&diff(framework, newer));
    html! {
        div.card {
            h3 { (newer.name) " " (newer.version) " " span.code title=(newer.hash) { (short(newer.hash)) } }
            dl {
                dt { "In itself" }
                dd { @if differs.is_empty() { "Nothing that a reader would notice." } @else { (words::list(&differs)) "." } }
                dt { "Your rung" }
                dd { (held(now)) @if held(now) != held(&then) { " now, " (held(&then)) " then" } }
                dt { "Open next" }
                dd { @if ahead(now) == ahead(&then) { "As now: " (ahead(now)) "." } @else { "Now " (ahead(now)) "; then " (ahead(&then)) "." } }
                dt { "No longer read" }
                dd {
                    @if lost.is_empty() && ratings + claims == 0 { "Nothing: everything you wrote has its place there." }
                    @else {
                        @if !lost.is_empty() { (words::list(&lost)) " " (if lost.len() == 1 { "stands on a rung" } else { "stand on rungs" }) " it does not have. " }
                        @if ratings > 0 { (words::capital(&words::several(ratings, "rating is", "ratings are"))) " of skills it does not have. " }
                        @if claims > 0 { (words::capital(&words::several(claims, "answer is", "answers are"))) " about duties it does not have. " }
                        "They stay in your record, and count again if you come back to this ladder."
                    }
                }
            }
            form method="post" action="/settings/framework" {
                (marks(record.profile().map(|of| of.revision.entry_id)))
                input type="hidden" name="use" value=(newer.hash);
                div.actions { button { "Use this ladder" } (go_quietly("/settings#framework", "Keep the one I have")) }
            }
        }
    }
}

fn held(facts: &Facts<'_>) -> String {
    facts
        .held
        .map_or_else(|| "none held".to_owned(), |held| held.rung.name.clone())
}

fn ahead(facts: &Facts<'_>) -> String {
    let open = open(facts);
    let each: Vec<String> = open
        .iter()
        .map(|it| {
            format!(
                "{} ({} of {} met)",
                it.standing.rung.short, it.readiness.met, it.readiness.of
            )
        })
        .collect();
    if each.is_empty() {
        "nothing".to_owned()
    } else {
        words::list(&each)
    }
}

/// ‘2 skills added’, ‘3 expectations changed’, for each sort of thing and of change.
fn counts(changes: &[Change]) -> Vec<String> {
    let mut counted: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for change in changes {
        let (what, how) = match change {
            Change::Added { what, .. } => (*what, "added"),
            Change::Changed { what, .. } => (*what, "changed"),
            Change::Removed { what, .. } => (*what, "removed"),
        };
        *counted.entry((what, how)).or_default() += 1;
    }
    let said = |((what, how), count): ((&str, &str), usize)| {
        format!("{} {how}", words::count(count, what, &format!("{what}s")))
    };
    counted.into_iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_counted_by_sort_and_kind() {
        let added = |what| Change::Added {
            what,
            id: String::new(),
            text: String::new(),
        };
        assert_eq!(
            counts(&[added("skill"), added("skill"), added("rung")]),
            ["1 rung added", "2 skills added"]
        );
    }
}
