//! One experiment: its risk and why, how it goes, and what was decided.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Span;
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::{ActId, ItemId},
    record::{Dial, Experiment, Kind, Of, Pulse, Reading, Record, Revision},
    views::{
        experiment::{State, Tried, last_day, pulse_of_the_week, tried},
        facts::Facts,
    },
};

use super::{found, state};
use crate::{
    components::{go, go_quietly, marks, marks_again},
    dials::{dial, reading, value},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    pages::{
        takeaways,
        undo::{Before, said_of_undo, undo_form},
    },
    path::Path,
    pictures::readings::{Picture, readings},
    session::Me,
    words::{self, Known, near},
};

/// How long an experiment runs that says nothing of its end, in weeks.
const WEEKS: i32 = 6;

pub(crate) async fn show(
    me: Me,
    Path(id): Path<ItemId>,
    Query(before): Query<Before>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let says = html! {
        @if let (Some(undone), Some(by)) = (before.undone, before.by) { (said_of_undo(&me.book.record, undone, by)) }
    };
    Ok(page(&me, of, &says, None, &Form::default()))
}

/// It begins today, until a day.
pub(crate) async fn start(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let to = form.date("to");
    match to {
        None if form.fault_of("to").is_none() => {
            form.fault("to", "When does it end? A small experiment has a last day.");
        }
        Some(to) if to.last_day() < me.book.today => {
            form.fault("to", "That is over already; it begins today.");
        }
        _ => {}
    }
    if !form.is_good() {
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(&me, of, &html! {}, None, &form),
        )
            .into_response());
    }
    let experiment = Experiment {
        from: Some(PartialDate::day(me.book.today)),
        to,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, experiment)).await?;
    Ok(Redirect::to(&format!("/experiments/{id}")).into_response())
}

/// How it goes this week. What was said in the last seven days is replaced.
pub(crate) async fn pulse(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let (energy, learning) = (
        reading(&mut form, Dial::Energy),
        reading(&mut form, Dial::Learning),
    );
    let line = form.text("line", TEXT);
    if form.is_good() && energy.is_none() && learning.is_none() && line.is_none() {
        form.fault("line", "Choose a word, or write a line.");
    }
    if !form.is_good() {
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(&me, of, &html! {}, Some(&form), &Form::default()),
        )
            .into_response());
    }
    let facts = me.book.facts();
    let standing = pulse_of_the_week(&tried(facts, of), facts.day);
    let pulse = Pulse {
        experiment: id,
        energy,
        learning,
        line,
        on: PartialDate::day(me.book.today),
        unknown: standing.map_or_else(Map::new, |of| of.it.unknown.clone()),
    };
    let to = form
        .back()
        .map_or_else(|| format!("/experiments/{id}#pulse"), str::to_owned);
    me.act(once, |act| {
        act.put_one(standing.map(|of| of.id), revises, pulse);
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

/// It has ended, and nothing needs to be decided: this is not asked again.
pub(crate) async fn leave(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?;
    let experiment = Experiment {
        left_open: Some(PartialDate::day(me.book.today)),
        ..of.it.clone()
    };
    me.act(form.once()?, |act| act.put(id, revises, experiment))
        .await?;
    Ok(Redirect::to("/experiments").into_response())
}

fn page(
    me: &Me,
    of: Of<'_, Experiment>,
    says: &Markup,
    pulse: Option<&Form>,
    start: &Form,
) -> Response {
    let facts = me.book.facts();
    let tried = tried(facts, of);
    let it = of.it;
    let head = Head {
        title: &it.what,
        lede: html! {
            p { (state(&tried)) }
            p {
                (words::capital(it.kind.label()))
                @if let Some(hours) = it.hours_a_week { ", " (words::count(hours.into(), "hour", "hours")) " a week" }
                ". "
                @if let (Some(from), Some(to)) = (it.from, it.to) { (Known(from)) " to " (Known(to)) ". " }
                @if let Some(hypothesis) = tried.hypothesis {
                    "It tests: " a href={ "/hypotheses/" (hypothesis.id) } { "I believe that " (hypothesis.it.belief) }
                }
            }
        },
        section: Section::Experiments,
    };
    let body = html! {
        (says)
        @match tried.state {
            State::Idea => { (starting(me, &tried, start)) }
            State::Ended => { (ended(of)) }
            State::Running { .. } | State::LeftOpen | State::Decided => {}
        }
        @if tried.state == State::Decided { (decided(facts, &tried, decided_by(&me.book.record, of))) }
        @if !tried.is_low_risk() && matches!(tried.state, State::Idea | State::Running { .. }) {
            div.notice.warn {
                p { "Small experiments tell as much as large ones, and cost less. Why this one is more than low risk:" }
                ul { @for risk in &tried.risks { li { (risk.says()) } } }
            }
        }
        @if matches!(tried.state, State::Running { .. }) { (pulsing(&tried, facts, pulse)) }
        (pulses(&tried))
        section {
            h2 { "What it is" }
            dl {
                @for (name, text) in [("What to look for", &it.look_for), ("What would be lost", &it.at_stake), ("First step", &it.first_step)] {
                    @if let Some(text) = text { dt { (name) } dd { (text) } }
                }
                @if tried.is_low_risk() { dt { "Risk" } dd { "Low: it has an end within a quarter, takes a working day a week at most, can be undone, and few would see it fail." } }
                @if let Some(play) = it.play.as_ref().and_then(|id| facts.framework.play(id)) { dt { "From the play" } dd { (play.name) ". It should leave: " (words::lower(&play.leaves)) } }
            }
            div.actions { (go_quietly(&format!("/experiments/{}/edit", of.id), "Change it")) (crate::pages::sharing::status(me, of.id)) }
        }
        (around(facts, of))
        section { (crate::pages::talks::for_the_next(facts, &it.what, Some(of.id), &format!("/experiments/{}", of.id))) }
    };
    layout::page(me, facts, &head, &body)
}

fn starting(me: &Me, tried: &Tried<'_>, form: &Form) -> Markup {
    let of = tried.of;
    let play = of
        .it
        .play
        .as_ref()
        .and_then(|id| me.book.framework.play(id));
    let likely = play.map_or_else(
        || me.book.today.saturating_add(Span::new().weeks(WEEKS)),
        |play| last_day(play, me.book.today),
    );
    let typed = if form.typed("to").is_empty() {
        of.it.to.unwrap_or(PartialDate::day(likely)).to_string()
    } else {
        form.typed("to").to_owned()
    };
    let fault = form.fault_of("to");
    html! {
        section.card {
            form method="post" action={ "/experiments/" (of.id) "/start" } {
                (marks(Some(of.revision.entry_id)))
                div.row {
                    label for="to" { "It runs until" }
                    input.short id="to" name="to" value=(typed) autocomplete="off" aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "to-fault")];
                    button { "Start today" }
                }
                @if let Some(fault) = fault { p.error #to-fault { (fault) } }
            }
            @if let Some(from) = of.it.from.filter(|from| from.is_after(me.book.today)) { p.soft { "Left alone, it begins " (near(from, me.book.today)) "." } }
        }
    }
}

fn ended(of: Of<'_, Experiment>) -> Markup {
    html! {
        section.card {
            p { "It has ended. Decide while you still know what it was like; you are asked this once." }
            div.actions {
                (go(&format!("/experiments/{}/decide", of.id), "Decide"))
                form method="post" action={ "/experiments/" (of.id) "/leave" } {
                    (marks(Some(of.revision.entry_id)))
                    button.quiet { "Leave it open" }
                }
            }
        }
    }
}

/// The act that decided it, so that all that changed with the decision can be taken back.
fn decided_by(record: &Record, of: Of<'_, Experiment>) -> ActId {
    let revisions = record
        .thread(of.id)
        .map_or(&[][..], |thread| thread.revisions());
    let says = |it: &&Revision| {
        let content = it.content.as_ref().and_then(<Experiment as Kind>::of);
        content.is_some_and(|content| content.decision == of.it.decision)
    };
    // The first of the last run of revisions that say so.
    let since = revisions.iter().rev().take_while(says).last();
    since.unwrap_or(of.revision).act
}

fn decided(facts: &Facts<'_>, tried: &Tried<'_>, act: ActId) -> Markup {
    html! {
        @if let Some(decision) = &tried.of.it.decision {
            section.card {
                p { strong.figure { (words::capital(decision.choice.label())) } ", decided " (near(decision.on, facts.day)) "." }
                dl {
                    @if let (Some(bearing), Some(_)) = (decision.bearing, tried.hypothesis) { dt { "What it says of the hypothesis" } dd { (words::capital(bearing.label())) } }
                    @for (name, text) in [("Learned about the work", &decision.about_work), ("Learned about myself", &decision.about_self), ("What it opened", &decision.opened)] {
                        @if let Some(text) = text { dt { (name) } dd { (text) } }
                    }
                }
                div.actions {
                    @if decision.opened.is_some() { (go_quietly(&format!("/opportunities/new?of={}", tried.of.id), "It opened a role to consider")) }
                    (go_quietly(&format!("/experiments/{}/decide", tried.of.id), "Change the decision"))
                    (undo_form(act, &format!("/experiments/{}", tried.of.id), "Undo it, and what changed with it"))
                }
            }
        }
    }
}

fn pulsing(tried: &Tried<'_>, facts: &Facts<'_>, form: Option<&Form>) -> Markup {
    let standing = pulse_of_the_week(tried, facts.day);
    let likely = standing.map_or_else(Form::default, |of| {
        Form::filled([
            ("energy", value(of.it.energy)),
            ("learning", value(of.it.learning)),
            ("line", of.it.line.clone().unwrap_or_default()),
        ])
    });
    let form = form.unwrap_or(&likely);
    html! {
        section.card #pulse {
            h2 { "How is it going?" }
            @if let Some(of) = standing { p.soft { "You said so " (near(of.it.on, facts.day)) "; once a week is enough, so saying it again replaces that." } }
            form method="post" action={ "/experiments/" (tried.of.id) "/pulse" } {
                (marks_again(form, standing.map(|of| of.revision.entry_id)))
                (dial(form, Dial::Energy))
                (dial(form, Dial::Learning))
                div.field {
                    label for="line" { "A line" }
                    input id="line" name="line" value=(form.typed("line")) autocomplete="off" aria-invalid=[form.fault_of("line").map(|_| "true")] aria-describedby=[form.fault_of("line").map(|_| "line-fault")];
                    @if let Some(fault) = form.fault_of("line") { p.error #line-fault { (fault) } }
                }
                div.actions {
                    button { "Say it" }
                    (go_quietly(&format!("/experiments/{}/decide", tried.of.id), "Decide now"))
                }
            }
        }
    }
}

fn pulses(tried: &Tried<'_>) -> Markup {
    let of = |dial: Dial, it: fn(&Pulse) -> Option<Reading>| {
        let points = tried
            .pulses
            .iter()
            .filter_map(|of| Some((of.it.on.first_day(), it(of.it)?)));
        (dial, points.collect::<Vec<_>>())
    };
    let series = vec![
        of(Dial::Energy, |it| it.energy),
        of(Dial::Learning, |it| it.learning),
    ];
    let last = |(dial, points): &(Dial, Vec<(jiff::civil::Date, Reading)>)| {
        let last = points
            .last()
            .map_or("not said", |(_, reading)| dial.says(*reading));
        format!("{} last {last}", dial.label())
    };
    let ends = |dial: Dial| {
        let [low, high] = [Reading::ALL[0], Reading::ALL[4]].map(|it| dial.says(it));
        format!(
            "{} from ‘{low}’ at the bottom to ‘{high}’ at the top",
            dial.label()
        )
    };
    let ends = format!(
        "{}; {}.",
        ends(Dial::Energy),
        words::lower(&ends(Dial::Learning))
    );
    let described = format!(
        "{}. {ends} {}.",
        words::count(tried.pulses.len(), "pulse", "pulses"),
        series.iter().map(last).collect::<Vec<_>>().join(", ")
    );
    let picture = Picture {
        title: "Energy and learning while it ran",
        described,
        series,
        line: None,
        id: "pulses",
    };
    let word = |dial: Dial, reading: Option<Reading>| reading.map_or("", |it| dial.says(it));
    html! {
        @if !tried.pulses.is_empty() {
            section {
                h2 { "Pulses" }
                figure.card.small {
                    p.soft { (ends) }
                    (readings(&picture))
                }
                details {
                    summary { "As a table" }
                    table.stack {
                        thead { tr { th scope="col" { "When" } th scope="col" { "Energy" } th scope="col" { "Learning" } th scope="col" { "Line" } } }
                        tbody {
                            @for of in tried.pulses.iter().rev() {
                                tr {
                                    th scope="row" { (Known(of.it.on)) }
                                    td data-label="Energy" { (word(Dial::Energy, of.it.energy)) }
                                    td data-label="Learning" { (word(Dial::Learning, of.it.learning)) }
                                    td data-label="Line" { (of.it.line.as_deref().unwrap_or_default()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What belongs to it: things to do, and what was taken away.
fn around(facts: &Facts<'_>, of: Of<'_, Experiment>) -> Markup {
    let actions = facts
        .growth
        .actions
        .iter()
        .filter(|it| it.it.experiment == Some(of.id));
    let actions: Vec<_> = actions.collect();
    let took = facts
        .growth
        .takeaways
        .iter()
        .filter(|it| it.it.experiment == Some(of.id));
    let took: Vec<_> = took.copied().collect();
    html! {
        @if !actions.is_empty() {
            section {
                h2 { "To do for it" }
                ul.plain {
                    @for action in actions {
                        li {
                            a href={ "/actions/" (action.id) } { (action.it.what) }
                            @if let Some(done) = action.it.done { " " span.tag.good { "done " (near(done, facts.day)) } }
                        }
                    }
                }
            }
        }
        @if !took.is_empty() {
            section { h2 { "Taken away" } (takeaways::lines(facts, &took)) }
        }
    }
}
