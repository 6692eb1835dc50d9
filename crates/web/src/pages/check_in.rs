//! The monthly check-in: four answers and a line, with the line of a year ago beside it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{CheckIn, Dial, Of},
    stats::trend::{Direction, NoTrend},
    views::{
        check_in::{CheckIns, Series, check_ins},
        facts::Facts,
        plateau::{plateau, slope_in_words},
    },
};

use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved, switch},
    dials::{dial, reading, value},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    path::Path,
    pictures::readings::{Picture, readings},
    session::Me,
    words::{self, Known, near},
};

/// How many check-ins the page lists: two years of months.
const MOST_LISTED: usize = 24;

pub(crate) async fn show(me: Me) -> Response {
    let likely = of_today(&me).map_or_else(Form::default, |of| filled(of.it));
    page(&me, &likely)
}

/// What was said today, which another answer of today replaces.
fn of_today(me: &Me) -> Option<Of<'_, CheckIn>> {
    let today = PartialDate::day(me.book.today);
    let last = me.book.facts().growth.check_ins.last().copied();
    last.filter(|of| of.it.on == today)
}

/// Keeps how the month was. What was said earlier the same day is replaced.
pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let (once, revises) = (form.once()?, form.revises()?);
    let today = PartialDate::day(me.book.today);
    let Some(check_in) = read(&mut form, &CheckIn::skipped(today)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    let earlier = of_today(&me);
    let check_in = CheckIn {
        unknown: earlier.map_or_else(Map::new, |of| of.it.unknown.clone()),
        ..check_in
    };
    me.act(once, |act| {
        act.put_one(earlier.map(|of| of.id), revises, check_in);
    })
    .await?;
    me.say("Kept, for the line of a year from now.");
    Ok(Redirect::to("/check-in").into_response())
}

/// Says that this month is skipped, so that it is not asked about.
pub(crate) async fn skip(me: Me, form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let facts = me.book.facts();
    if windward_core::views::check_in::is_due(facts) {
        let today = PartialDate::day(me.book.today);
        let skipped = me.act(once, |act| {
            act.add(CheckIn::skipped(today));
        });
        let says = "Skipped. The next one is offered in four weeks.";
        me.say_of(skipped.await?, form.back().unwrap_or("/"), says);
    }
    Ok(Redirect::to(form.back().unwrap_or("/")).into_response())
}

pub(crate) async fn change(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(one(&me, of, &filled(of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(check_in) = read(&mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, check_in)).await?;
    Ok(Redirect::to("/check-in").into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<CheckIn>(&me, id, &form, "/check-in", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, CheckIn>, WebError> {
    me.book.record.get::<CheckIn>(id).ok_or(WebError::NotFound)
}

fn filled(it: &CheckIn) -> Form {
    Form::filled([
        ("energy", value(it.energy)),
        ("learning", value(it.learning)),
        ("challenge", value(it.challenge)),
        ("recognition", value(it.recognition)),
        ("line", it.line.clone().unwrap_or_default()),
        ("passed_over", it.passed_over.clone().unwrap_or_default()),
    ])
}

fn read(form: &mut Form, before: &CheckIn) -> Option<CheckIn> {
    let check_in = CheckIn {
        energy: reading(form, Dial::Energy),
        learning: reading(form, Dial::Learning),
        challenge: reading(form, Dial::Challenge),
        recognition: reading(form, Dial::Recognition),
        line: form.text("line", TEXT),
        passed_over: form.text("passed_over", TEXT),
        ..before.clone()
    };
    if form.is_good() && check_in.is_skipped() {
        form.fault(
            "line",
            "Choose a word somewhere, or write a line; to leave this month out, skip it.",
        );
    }
    form.is_good().then_some(check_in)
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let read = check_ins(facts);
    let last = read.answered.last();
    let head = Head {
        title: "Check-in",
        lede: html! {
            p {
                @match last {
                    None => { "A minute a month: four words and a line. After half a year it shows where things go; after a year it shows you yourself." }
                    Some(last) => { "Last " (near(last.it.on, facts.day)) ". " @if read.due { "How was the month since?" } @else { "The next one is offered four weeks after that." } }
                }
            }
        },
        section: Section::CheckIns,
    };
    let ask = html! {
        form method="post" action="/check-in" {
            (not_saved(form))
            (marks_again(form, of_today(me).map(|of| of.revision.entry_id)))
            (fields(form))
            div.actions {
                button { "Check in" }
                @if read.due { button.quiet form="skip" { "Skip this month" } }
            }
        }
        @if read.due {
            form #skip method="post" action="/check-in/skip" {
                (marks(None))
                input type="hidden" name="back" value="/check-in";
            }
        }
    };
    let body = html! {
        (family("/check-in"))
        div.cols {
            section {
                @if read.due || !form.is_good() { (ask) }
                @else {
                    (latest(facts))
                    details { summary { @if of_today(me).is_some() { "Change it" } @else { "Check in again" } } (ask) }
                }
            }
            div {
                (a_year_ago(facts, &read))
                section { (signs(facts)) }
            }
        }
        (trends(&read))
        (listed(facts, &read))
    };
    layout::page(me, facts, &head, &body)
}

/// What was said last, while nothing is asked.
fn latest(facts: &Facts<'_>) -> Markup {
    html! {
        @if let Some(of) = facts.growth.check_ins.last() {
            h2 { @if of.it.is_skipped() { "You skipped this month" } @else { "What you said" } }
            div.card.stat {
                p.soft { (words::capital(&near(of.it.on, facts.day))) }
                @if of.it.is_skipped() { p { "Nothing is asked for four weeks. If you want to say something after all, you can." } }
                @else {
                    @if let Some(line) = &of.it.line { blockquote { (line) } }
                    @let said = answers(of.it);
                    @if !said.is_empty() { p { (said) } }
                    @if let Some(what) = &of.it.passed_over { p.soft { "Went elsewhere: " (what) } }
                }
            }
        }
    }
}

/// The way between what one says each month and what it shows.
pub(super) fn family(here: &str) -> Markup {
    let pages = [("/check-in", "Check-in"), ("/plateau", "Still moving?")];
    switch("Noticing", &pages, here)
}

fn fields(form: &Form) -> Markup {
    html! {
        @for (_, it) in Dial::WORDS { (dial(form, *it)) }
        (field(form, Field { name: "line", label: "A line", hint: "What will you want to know of this month in a year?", kind: Kind::Text }))
        (field(form, Field { name: "passed_over", label: "Something you had asked for went to somebody else, or was put off", hint: "Leave it empty if nothing did.", kind: Kind::Line { autocomplete: "off" } }))
    }
}

fn a_year_ago(facts: &Facts<'_>, read: &CheckIns<'_>) -> Markup {
    html! {
        @if let Some(of) = read.a_year_ago {
            section {
                h2 { "A year ago" }
                div.card.stat {
                    p.soft { (near(of.it.on, facts.day)) }
                    @if let Some(line) = &of.it.line { blockquote { (line) } }
                    p { (answers(of.it)) }
                }
            }
        }
    }
}

/// The answers of a check-in in words.
fn answers(it: &CheckIn) -> String {
    let said = Dial::WORDS.iter().filter_map(|(_, dial)| {
        let reading = it.reading(*dial)?;
        Some(format!("{}: {}", dial.label(), dial.says(reading)))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// What the signs say, in passing: no alarm.
fn signs(facts: &Facts<'_>) -> Markup {
    let read = plateau(facts);
    let told = read.told();
    html! {
        h2 { "Still moving?" }
        div.card.stat {
            @match (read.settled, told.as_slice()) {
                (Some(of), _) => { p { "This is where you want to be, you said, until " (Known(of.it.until)) "." } }
                (None, []) if read.cannot_tell() => { p { "Too little is logged to say; that is not the same as standing still." } }
                (None, []) => { p { "No sign of a plateau, as far as your record can tell." } }
                (None, told) => {
                    p { (words::capital(&words::small(told.len()))) (if told.len() == 1 { " sign" } else { " signs" }) " of a plateau, which may be a rest as well:" }
                    ul { @for it in told { li { (it.rule.sign.label()) } } }
                }
            }
            p { a.how href="/plateau" { "See what they rest on, and ways out" } }
        }
    }
}

fn trends(read: &CheckIns<'_>) -> Markup {
    let drawn: Vec<&Series> = read
        .series
        .iter()
        .filter(|it| !it.points.is_empty())
        .collect();
    html! {
        @if !drawn.is_empty() {
            section {
                h2 { "How it has gone" }
                div.halves {
                    @for series in drawn { (trend(series)) }
                }
                p.soft { "The dashed line is the Theil-Sen slope; it is drawn only where its 95 % interval leaves out zero, and never under six answers. " a.how href="/plateau#rules" { "How that is read" } }
            }
        }
    }
}

fn trend(series: &Series) -> Markup {
    let name = series.dial.label();
    let says = match &series.trend {
        Ok(trend) => format!("{}.", words::capital(&slope_in_words(trend))),
        Err(NoTrend::TooFew { points }) => format!(
            "No trend is claimed under six answers; there {} {}.",
            if *points == 1 { "is" } else { "are" },
            words::small(*points)
        ),
        Err(error) => format!("No trend: {error}."),
    };
    let points: Vec<_> = series
        .points
        .iter()
        .map(|(on, reading)| (on.first_day(), *reading))
        .collect();
    let line = series
        .trend
        .as_ref()
        .ok()
        .filter(|it| it.direction() != Direction::None)
        .map(|it| {
            let days = points
                .first()
                .zip(points.last())
                .map_or(0, |((first, _), (last, _))| (*last - *first).get_days());
            (
                it.intercept,
                it.intercept + it.slope * f64::from(days) / 365.25,
            )
        });
    let (low, high) = (
        series.dial.says(windward_core::record::Reading::ALL[0]),
        series.dial.says(windward_core::record::Reading::ALL[4]),
    );
    let picture = Picture {
        title: name,
        described: format!(
            "{} answers, from ‘{low}’ at the bottom to ‘{high}’ at the top. {says}",
            points.len()
        ),
        series: vec![(series.dial, points)],
        line,
        id: series.dial.word(),
    };
    html! {
        figure.card {
            h3 { (name) }
            p.soft { "From ‘" (low) "’ at the bottom to ‘" (high) "’ at the top" }
            (readings(&picture))
            p.soft { (says) }
        }
    }
}

fn listed(facts: &Facts<'_>, read: &CheckIns<'_>) -> Markup {
    let all = &facts.growth.check_ins;
    html! {
        @if !read.answered.is_empty() {
            section {
                h2 { "All check-ins" }
                table.stack {
                    thead { tr { th scope="col" { "When" } @for (_, dial) in Dial::WORDS { th scope="col" { (dial.label()) } } th scope="col" { "Line" } } }
                    tbody {
                        @for of in all.iter().rev().take(MOST_LISTED) {
                            tr {
                                th.nowrap scope="row" { a href={ "/check-in/" (of.id) } { (Known(of.it.on)) } }
                                @if of.it.is_skipped() { td.soft colspan="5" { "skipped" } }
                                @else {
                                    @for (_, dial) in Dial::WORDS { td data-label=(dial.label()) { (of.it.reading(*dial).map_or("", |it| dial.says(it))) } }
                                    td data-label="Line" {
                                        (of.it.line.as_deref().unwrap_or_default())
                                        @if let Some(what) = &of.it.passed_over { " " span.soft { "Went elsewhere: " (what) } }
                                    }
                                }
                            }
                        }
                    }
                }
                @if all.len() > MOST_LISTED { p.soft { "And " (words::thousands(all.len() - MOST_LISTED)) " earlier ones, in your record." } }
            }
        }
    }
}

fn one(me: &Me, of: Of<'_, CheckIn>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "A check-in",
        lede: html! { p { (Known(of.it.on)) } },
        section: Section::CheckIns,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/check-in/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(form))
            div.actions { button { "Save the check-in" } (go_quietly("/check-in", "Back")) }
        }
        @if let Some(line) = &of.it.line { section { (super::talks::for_the_next(facts, line, Some(of.id), &format!("/check-in/{}", of.id))) } }
        (super::remove(&format!("/check-in/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}
