//! Today: what needs a person now, and why; where they stand; the box that logs evidence.

pub(crate) mod aside;
mod list;
pub(crate) mod place;

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_core::{
    framework::Skill,
    record::{Of, Quiet, Setback},
    views::{
        course::course,
        facts::Facts,
        readiness::{Because, Nearest, Open, gaps, nearest},
        setback::{Step, praise},
        sharing::news,
        standing::Line,
        today::Today,
    },
};

use crate::{
    components::{self, marks, steps},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::setbacks::ends::ends,
    pictures::course::{Picture, course as draw},
    session::Me,
    words::{self, Known, capital, month, weekday},
};

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    let facts = me.book.facts();
    if facts.roles.is_empty() {
        return Ok(Redirect::to("/welcome").into_response());
    }
    Ok(page(&me, &Form::default()))
}

/// The page, with a form of it that was refused.
fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let today = me.book.today();
    if let Some(quiet) = today.quiet.filter(|_| today.is_slow()) {
        return slow(me, &today, quiet, form);
    }
    let wanted: Vec<_> = today.destinations.iter().filter_map(|it| it.rung).collect();
    let next = nearest(&today.open, &wanted);
    let day = me.book.today;
    let title = format!("{}, {} {}", weekday(day), day.day(), month(day));
    let head = Head {
        title: &title,
        lede: lede(facts, next),
        section: Section::Today,
    };
    let course = course(facts);
    let picture = Picture {
        framework: &me.book.framework,
        course: &course,
        held: facts.held,
        whose: "you",
        hide_bands: facts.profile.is_some_and(|of| of.it.hide_bands),
        id: "course",
    };
    let body = html! {
        section.card.quick {
            form method="post" action="/evidence" {
                (marks(None))
                label for="what" { "What did you do that someone should remember?" }
                div.row {
                    input id="what" name="what" autocomplete="off" placeholder="Shipped annual pricing; renewals up 6 points in the pilot";
                    button { "Log evidence" }
                }
            }
        }
        (from_others(facts))
        div.cols {
            section {
                (list::needs(&today, me, form))
            }
            section {
                h2 { "Standing" }
                @if let Some(next) = next {
                    @let rung = next.open.standing.rung;
                    div.card.stat { (components::readiness(next.open.readiness, rung, &format!("/ladder/{}", rung.id))) }
                }
                (focus(facts, &today, next.map(|next| next.open)))
            }
        }
        section {
            h2 { a href="/course" { "Course" } }
            figure.card { (draw(&picture)) }
        }
        @if let Some(next) = next { (asks(facts, next.open)) }
    };
    layout::page(me, facts, &head, &body)
}

/// That others wrote something of late.
fn from_others(facts: &Facts<'_>) -> Markup {
    let names = news(facts);
    let under = if names.len() == 1 {
        "their own name"
    } else {
        "their own names"
    };
    html! {
        @if !names.is_empty() {
            div.notice { p { (words::list(&names)) " wrote something into your record, under " (under) ". " a href="/written" { "Read it" } } }
        }
    }
}

/// The page in a slow time: no goal, no gap, no box to fill.
fn slow(me: &Me, today: &Today<'_>, quiet: Of<'_, Quiet>, form: &Form) -> Response {
    let facts = me.book.facts();
    let day = me.book.today;
    let title = format!("{}, {} {}", weekday(day), day.day(), month(day));
    let setback = quiet.it.setback.and_then(|id| facts.setbacks.get(id));
    let head = Head {
        title: &title,
        lede: html! { p { "A slow time, until " (words::Day(quiet.it.until.first_day())) ". Goals, signs and reminders rest; all of it keeps." } },
        section: Section::Today,
    };
    let body = html! {
        @if let Some(of) = setback {
            section {
                h2 { "For you" }
                ul.plain {
                    @for (word, step) in Step::WORDS { li { a href={ "/setbacks/" (of.id) "/" (word) } { (step.label()) } } }
                    @if of.it.kind.is_leaving() && of.it.taken_away.is_none() {
                        li { a href={ "/setbacks/" (of.id) "/leaving" } { "Take your record with you" } }
                    }
                    li { a href={ "/setbacks/" (of.id) } { "What happened" } }
                }
            }
        }
        section {
            (list::needs(today, me, form))
            @if let Some(of) = setback.filter(|of| of.it.kind.is_leaving() && is_for_people_there(me, today, of.it)) {
                p.soft { "Some of these are for people there: " a href={ "/setbacks/" (of.id) "/leaving#promises" } { "let go of what nobody needs" } "." }
            }
        }
        @if let Some(of) = setback.and_then(|of| praise(facts, of.it).into_iter().next()) {
            section {
                h2 { "Somebody said of you" }
                (crate::pages::praise::quote(facts, of))
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// Whether something that asks is open with the employer that one leaves.
fn is_for_people_there(me: &Me, today: &Today<'_>, it: &Setback) -> bool {
    let asking = &today.list[..today.asking];
    let ends = ends(me, it);
    let mut ids = ends.ids();
    ids.any(|id| asking.iter().any(|due| due.id.item == Some(id)))
}

fn lede(facts: &Facts<'_>, next: Option<Nearest<'_, '_>>) -> Markup {
    let course = course(facts);
    html! {
        p {
            @match facts.held {
                Some(held) if held.ongoing => { (capital(&words::spent(course.months_on_rung, course.is_rough_on(&held.rung.id)))) " as " (held.rung.name) ". " }
                Some(held) => { "Last as " (held.rung.name) ". " }
                None => { "None of your roles stands on the ladder yet. " }
            }
            @if let Some(next) = next {
                @let rung = next.open.standing.rung;
                @let gaps = gaps(next.open.standing);
                @match next.because {
                    Because::Wanted => { "You aim for " (rung.name) }
                    Because::OnlyWayUp => { "The way up is " (rung.name) }
                    Because::FewestMissing => { (rung.name) " is the nearer of your ways up" }
                    Because::AsNearAs(other) => { (rung.name) " and " (other.standing.rung.name) " are equally near; of " (rung.name) ", read first as the lower" }
                }
                @match gaps.first() {
                    Some(gap) => { "; what holds you back most is " a href={ "/expectations/" (gap.line.expectation.id()) } { (words::lower(gap.line.name())) } "." }
                    None => { ", and nothing it asks is missing." }
                }
            }
        }
    }
}

fn focus(facts: &Facts<'_>, today: &Today<'_>, next: Option<&Open<'_>>) -> Markup {
    html! {
        @if !today.focus.is_empty() {
            div.card.stat {
                p {
                    strong.figure { "Focus" }
                    @if let Some(until) = facts.focus.and_then(|of| of.it.until) { " until " (Known(until)) }
                }
                ul.plain {
                    @for skill in &today.focus {
                        @let known = facts.skill(skill);
                        li {
                            a href={ "/skills/" (skill.id) } { (skill.name) } br;
                            span.soft {
                                @match known.own() {
                                    Some(of) => { (facts.framework.word(of.it.proficiency)) ", " }
                                    None => { "not rated yet, " }
                                }
                                (words::count(known.shown.len(), "piece of evidence", "pieces of evidence"))
                                @if let Some(backing) = next.and_then(|next| backing(facts, next, skill, known.shown.len())) { ", " (backing) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How much of the evidence of a skill backs what the next rung asks of it, where not all of it does.
fn backing(facts: &Facts<'_>, next: &Open<'_>, skill: &Skill, shown: usize) -> Option<String> {
    let mut lines = next.standing.lines.iter();
    let line = lines.find(|line| line.skill.is_some_and(|it| it.id == skill.id))?;
    let asked = facts.framework.word(line.asked()?);
    match line.backing.len() {
        backing if backing >= shown => None,
        0 => Some(format!("none that backs ‘{asked}’")),
        1 => Some(format!("one that backs ‘{asked}’")),
        many => Some(format!("{} that back ‘{asked}’", words::small(many))),
    }
}

/// The skills that the next rung asks for, gaps first.
fn asks(facts: &Facts<'_>, next: &Open<'_>) -> Markup {
    let gaps = gaps(next.standing).into_iter().map(|gap| gap.line);
    let met = next
        .standing
        .lines
        .iter()
        .filter(|line| line.verdict.is_met());
    let skills: Vec<&Line<'_>> = gaps
        .chain(met)
        .filter(|line| line.asked().is_some())
        .collect();
    let framework = facts.framework;
    html! {
        section {
            h2 { "What " (next.standing.rung.name) " asks of you" }
            div.card.flush {
                table.stack {
                    thead { tr { th scope="col" { "Skill" } th scope="col" { "Now against expected" } th scope="col" { "In words" } th scope="col" { span.seen-not { "How it stands" } } th.num scope="col" { "Backed by" } } }
                    tbody {
                        @for line in skills {
                            tr {
                                th scope="row" { a href={ "/expectations/" (line.expectation.id()) } { (line.name()) } }
                                td { (steps(framework, line.now, line.asked(), line.is_assumed())) }
                                td { (line.in_words(framework)) }
                                td { (components::verdict(line.verdict)) }
                                td.num.soft data-label="Backed by" { (line.backing.len()) }
                            }
                        }
                    }
                }
            }
        }
    }
}
