//! The packet: what goes in, how it reads, the files, and handing it in.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Case, Disclosed, Disclosure, Hand, Of, Submission},
    views::{
        case::{
            Change, Confidential, Said, Stage, changes, confidential, flags, flags::Sort, lines,
            packet, said, stage,
        },
        facts::Facts,
    },
};

use super::{family, found, paper};
use crate::{
    components::{go_quietly, hand, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{Known, capital, several},
};

/// Which file is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(super) r#as: String,
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

/// The packet as a file, as it would be handed in now.
pub(crate) async fn file(
    me: Me,
    Path(id): Path<ItemId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let facts = me.book.facts();
    let it = packet(facts, of.it, &lines(facts, of.it));
    let paper = windward_formats::packet::paper(&it, me.book.today, None);
    super::submitted::answer(&paper, &asked.r#as)
}

/// Keeps what goes in.
pub(crate) async fn save(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let facts = me.book.facts();
    let lines = lines(facts, of.it);
    let mut disclosures: Vec<Disclosure> = Vec::new();
    let secret = confidential(facts, of.it, &lines);
    for it in &secret {
        let choice = Disclosed::named(form.typed(&format!("choice-{}", it.of.id)));
        let field = format!("summary-{}", it.of.id);
        let summary = form.text(&field, Case::NOTE);
        let choice = choice.unwrap_or(Disclosed::LeftOut);
        if choice == Disclosed::Summarised && summary.is_none() {
            form.fault(&field, "Say in your own words what may be known of it.");
        }
        if choice == Disclosed::LeftOut && summary.is_none() {
            continue;
        }
        disclosures.push(Disclosure {
            evidence: it.of.id,
            choice,
            summary,
            unknown: of
                .it
                .disclosure(it.of.id)
                .map_or_else(Map::new, |it| it.unknown.clone()),
        });
    }
    // What was said of pieces that are in the case no more stays said.
    let other = |it: &&Disclosure| !secret.iter().any(|secret| secret.of.id == it.evidence);
    disclosures.extend(of.it.disclosures.iter().filter(other).cloned());
    let offered = said(facts, of.it);
    let words: Vec<ItemId> = form
        .all("words")
        .filter_map(|it| it.parse().ok())
        .filter(|id| offered.iter().any(|it| it.item == *id))
        .collect();
    if words.len() > Case::MOST_WORDS {
        form.fault(
            "words",
            format!("{} at most: the ones that weigh.", Case::MOST_WORDS),
        );
    }
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    }
    let it = Case {
        disclosures,
        words,
        verdicts: form.ticked("verdicts"),
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, it)).await?;
    me.say("Saved. Below is how it reads now.");
    Ok(Redirect::to(&format!("/cases/{id}/packet")).into_response())
}

/// Hands it in: the content is frozen, with its hash and the day.
pub(crate) async fn submit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let facts = me.book.facts();
    let to = form.text("to", LINE);
    let on = form.date("on");
    let today = PartialDate::day(me.book.today);
    if on.is_some_and(|on| on.is_after(me.book.today)) {
        form.fault("on", "That lies ahead; hand it in when you do.");
    }
    let it = packet(facts, of.it, &lines(facts, of.it));
    let frozen = Submission::freeze(id, it, on.unwrap_or(today), facts.framework.hash);
    let frozen = frozen.map_err(|error| form.fault("to", sentence(&error)));
    let Some(frozen) = frozen.ok().filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let frozen = Submission { to, ..frozen };
    let last = facts.cases.of(id).into_iter().next();
    if let Some(last) = last.filter(|of| of.it.hash == frozen.hash && of.it.to == frozen.to) {
        me.say("It is frozen as it is already; nothing has changed since.");
        return Ok(Redirect::to(&format!("/cases/submitted/{}", last.id)).into_response());
    }
    let mut made = None;
    me.act(once, |act| made = Some(act.add(frozen))).await?;
    me.say("It is frozen as it is now. Take the file away and hand it in.");
    let to = made.map_or_else(
        || format!("/cases/{id}/packet"),
        |made| format!("/cases/submitted/{made}"),
    );
    Ok(Redirect::to(&to).into_response())
}

fn page(me: &Me, of: Of<'_, Case>, form: &Form) -> Response {
    let facts = me.book.facts();
    let lines = lines(facts, of.it);
    let it = packet(facts, of.it, &lines);
    let secret = confidential(facts, of.it, &lines);
    let last = facts.cases.of(of.id).into_iter().next();
    let head = Head {
        title: "Packet",
        lede: html! {
            p {
                @match &last {
                    Some(last) => { "Handed in " (Known(last.it.on)) ". What you change now is another version." }
                    None => { "What a committee reads: one page first, then what stands behind it." }
                }
            }
        },
        section: Section::Milestones,
    };
    let flags = flags(facts, of.it, &lines);
    let spoken: Vec<String> = flags
        .iter()
        .filter(|it| matches!(it.sort, Sort::Confidential(_)))
        .map(windward_core::views::case::Flag::says)
        .collect();
    let body = html! {
        (family(of, "/packet"))
        @if !spoken.is_empty() { div.notice.warn role="alert" { @for says in &spoken { p { (says) } } } }
        (choices(of, &secret, &said(facts, of.it), form))
        @if let Some(last) = &last { (since(last, &changes(&last.it.packet, &it))) }
        (files(&format!("/cases/{}/file", of.id)))
        (hand_in(facts, of, form, flags.len()))
        section.reads { h2.screen-only { "How it reads" } (paper::packet(&it)) }
    };
    layout::page(me, facts, &head, &body)
}

/// What is to become of what is confidential, whose words go in, whether the verdicts are said.
fn choices(
    of: Of<'_, Case>,
    secret: &[Confidential<'_>],
    said: &[Said<'_>],
    form: &Form,
) -> Markup {
    // The page has another form, which says nothing of these.
    let again = form.typed("of") == "choices" && !form.is_good();
    let fault = form.fault_of("words");
    let ticked: Vec<&str> = form.all("words").collect();
    html! {
        section.card {
            details open[again || secret.iter().any(Confidential::is_unsaid)] {
                summary { "What goes in" }
                form method="post" action={ "/cases/" (of.id) "/packet" } {
                    @if again { (not_saved(form)) }
                    (marks_again(form, Some(of.revision.entry_id)))
                    input type="hidden" name="of" value="choices";
                    @if !secret.is_empty() {
                        h3 { "What is confidential" }
                        p { span.tag.warn { "mind" } " Once it is in a file it is wherever the file goes. You know what you may show to whom; Windward does not." }
                        @for it in secret { (disclose(it, form, again)) }
                    }
                    h3 { "What others said" }
                    p.soft { "None goes in unless you tick it. Ask them first: they said it to you, and not to a committee." }
                    @if said.is_empty() { p.soft { "No praise is saved. " a href="/praise" { "Save some" } "." } }
                    ul.ticks.close #words {
                        @for it in said {
                            @let id = it.item.to_string();
                            @let on = if again { ticked.contains(&id.as_str()) } else { it.chosen };
                            li {
                                label.check {
                                    input type="checkbox" name="words" value=(id) checked[on];
                                    span {
                                        "‘" (it.words) "’ " span.soft { (it.by.unwrap_or("somebody")) }
                                        " " @if it.hand == Hand::Own { span.tag.quiet { "noted by you" } } @else { (hand(it.hand)) }
                                    }
                                }
                            }
                        }
                    }
                    @if let Some(fault) = fault { p.error { (fault) } }
                    h3 { "The verdicts" }
                    label.check {
                        input type="checkbox" name="verdicts" value="yes" checked[if again { form.ticked("verdicts") } else { of.it.verdicts }];
                        "Say for each expectation how well it is shown, the thin ones included"
                    }
                    div.actions { button { "Save what it holds" } }
                }
            }
        }
    }
}

fn disclose(it: &Confidential<'_>, form: &Form, again: bool) -> Markup {
    let id = it.of.id;
    let (choice_name, summary_name) = (format!("choice-{id}"), format!("summary-{id}"));
    let chosen = if again {
        Disclosed::named(form.typed(&choice_name)).unwrap_or(it.choice)
    } else {
        it.choice
    };
    let summary = if again {
        form.typed(&summary_name)
    } else {
        it.summary.unwrap_or_default()
    };
    let fault = form.fault_of(&summary_name);
    html! {
        fieldset {
            legend { a href={ "/evidence/" (id) } { (it.of.it.what) } }
            @for (word, choice) in Disclosed::WORDS {
                label.check { input type="radio" name=(choice_name) value=(word) checked[*choice == chosen]; (choice.label()) }
            }
            div.field {
                label for=(summary_name) { "In your own words, for a reader who may not know it" }
                textarea id=(summary_name) name=(summary_name) rows="2" aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| format!("{summary_name}-fault"))] { (summary) }
                @if let Some(fault) = fault { p.error id={ (summary_name) "-fault" } { (fault) } }
            }
        }
    }
}

/// What changed since it was handed in.
fn since(last: &Of<'_, Submission>, changes: &[Change]) -> Markup {
    html! {
        section {
            h2 { "Since it was handed in" }
            p { a href={ "/cases/submitted/" (last.id) } { "What was handed in " (Known(last.it.on)) } @if let Some(to) = &last.it.to { " to " (to) } }
            @if changes.is_empty() { p.soft { "Nothing is different." } }
            @else {
                p.soft { "It would read otherwise now, in " (several(changes.len(), "place", "places")) ". Whoever has it reads it as it was." }
                (paper::changed(changes))
            }
        }
    }
}

/// The ways to take a packet away.
pub(super) fn files(path: &str) -> Markup {
    html! {
        section.screen-only {
            h2 { "Take it away" }
            div.actions {
                (go_quietly(&format!("{path}?as=pdf"), "As PDF"))
                (go_quietly(&format!("{path}?as=md"), "As Markdown"))
            }
        }
    }
}

fn hand_in(facts: &Facts<'_>, of: Of<'_, Case>, form: &Form, asked: usize) -> Markup {
    use crate::components::{Field, Kind, field};
    let stage = stage(facts, of);
    html! {
        @if stage != Stage::Over {
            section {
                details open[form.fault_of("to").is_some() || form.fault_of("on").is_some()] {
                    summary { (if stage == Stage::HandedIn { "Hand in another version" } else { "Hand it in" }) }
                    p { "What it says now is frozen with the day, under a hash that tells whether a word was changed since. It is sent nowhere: you take the file and hand it in yourself." }
                    @if asked > 0 { p.soft { (capital(&several(asked, "question", "questions"))) " that a reader would ask " @if asked == 1 { "is" } @else { "are" } " still " a href={ "/cases/" (of.id) "#asked" } { "unanswered" } "." } }
                    form method="post" action={ "/cases/" (of.id) "/submit" } {
                        @if form.fault_of("to").is_some() || form.fault_of("on").is_some() { (not_saved(form)) }
                        (marks(None))
                        div.pair {
                            (field(form, Field { name: "to", label: "To whom", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                            (field(form, Field { name: "on", label: "On", hint: "Empty is today.", kind: Kind::Date }))
                        }
                        div.actions { button { "Freeze and hand in" } }
                    }
                }
            }
        }
    }
}
