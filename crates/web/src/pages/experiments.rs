//! Experiments: small tests of a belief, each with an end and a decision.

pub(crate) mod decide;
pub(crate) mod one;
mod sheet;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::PlayId,
    id::ItemId,
    record::{Action, Experiment, Of},
    views::{
        experiment::{State, Tried, experiments, from_play, last_day},
        facts::Facts,
    },
};

use self::sheet::{fields, filled, read};
use crate::{
    components::{empty, go, go_quietly, marks, marks_again, not_saved, switch},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, near},
};

/// What a new experiment is for, as an address says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct For {
    #[serde(default)]
    hypothesis: String,
    #[serde(default)]
    play: String,
}

pub(crate) async fn list(me: Me) -> Response {
    let facts = me.book.facts();
    let all = experiments(facts);
    let head = Head {
        title: "Experiments",
        lede: html! { p { (lede(&all)) } },
        section: Section::Experiments,
    };
    let groups: [(&str, &[&str]); 4] = [
        ("Waiting for a decision", &["ended"]),
        ("Running", &["running"]),
        ("Ideas", &["idea"]),
        ("Over", &["decided", "left-open"]),
    ];
    let body = html! {
        (family("/experiments"))
        @if all.is_empty() {
            (empty("Nothing tried yet", "Lead something for eight weeks, help a young company on Thursdays, write one article, take a month off: whatever tells you more about what you believe, and costs little if it fails.", &html! { (go("/experiments/new", "Design one")) (go_quietly("/hypotheses", "Begin with a hypothesis")) }))
        } @else {
            div.actions { (go("/experiments/new", "Design an experiment")) }
        }
        @for (title, states) in groups {
            @let some: Vec<&Tried<'_>> = all.iter().filter(|it| states.contains(&it.state.word())).collect();
            @if !some.is_empty() {
                section {
                    h2 { (title) " " small { (some.len()) } }
                    ul.plain { @for tried in some { (summary(facts, tried)) } }
                }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}

/// How many wait for a decision, and how many run.
fn lede(all: &[Tried<'_>]) -> String {
    let in_state = |word: &str| all.iter().filter(|it| it.state.word() == word).count();
    let ended = match in_state("ended") {
        0 => None,
        ended => Some(format!(
            "{} for a decision",
            words::several(ended, "waits", "wait")
        )),
    };
    let running = match in_state("running") {
        0 if all.is_empty() => None,
        0 => Some("none is running".to_owned()),
        running => Some(words::several(running, "is running", "are running")),
    };
    let parts: Vec<String> = ended.into_iter().chain(running).collect();
    let what = "is a small test of something you believe: it has an end, and a decision at it.";
    if parts.is_empty() {
        return format!("Each {what}");
    }
    format!("{}. Each {what}", words::capital(&words::list(&parts)))
}

/// The way between beliefs, what is tried for them, and what one read meanwhile.
pub(super) fn family(here: &str) -> Markup {
    let pages = [
        ("/experiments", "Experiments"),
        ("/hypotheses", "Hypotheses"),
        ("/takeaways", "Taken away"),
    ];
    switch("Finding out", &pages, here)
}

/// An experiment on a line.
pub(super) fn summary(facts: &Facts<'_>, tried: &Tried<'_>) -> Markup {
    let it = tried.of.it;
    html! {
        li {
            a href={ "/experiments/" (tried.of.id) } { strong { (it.what) } }
            " " (state(tried))
            p.soft {
                (words::capital(it.kind.label()))
                @if let Some(hours) = it.hours_a_week { ", " (words::count(hours.into(), "hour", "hours")) " a week" }
                @match (it.from, it.to) {
                    (Some(from), Some(to)) => { ", " (near(from, facts.day)) " to " (near(to, facts.day)) }
                    (Some(from), None) => { ", since " (near(from, facts.day)) }
                    _ => {}
                }
                "."
                @if let Some(decision) = it.decision.as_ref().filter(|_| tried.state == State::Decided) {
                    " Decided " (near(decision.on, facts.day)) ": " (decision.choice.label()) "."
                    @if let Some(learned) = &decision.about_self { " " (words::sentence(learned)) }
                }
            }
        }
    }
}

/// Where it stands, as a word in its colour.
pub(super) fn state(tried: &Tried<'_>) -> Markup {
    html! {
        @match tried.state {
            State::Idea => { span.tag.quiet { "idea" } }
            State::Running { week, weeks: Some(weeks) } => { span.tag.course { "running, week " (week) " of " (weeks) } }
            State::Running { week, weeks: None } => { span.tag.course { "running, week " (week) } }
            State::Ended => { span.tag.ahead { "ended, not decided" } }
            State::LeftOpen => { span.tag.quiet { "left open" } }
            State::Decided => { span.tag.good { "decided" } }
        }
        @if matches!(tried.state, State::Idea | State::Running { .. }) {
            " "
            @if tried.is_low_risk() { span.tag.quiet { "low risk" } } @else { span.tag.warn { "not so low risk" } }
        }
    }
}

pub(crate) async fn blank(me: Me, Query(asked): Query<For>) -> Response {
    let today = PartialDate::day(me.book.today);
    let framework = &me.book.framework;
    let play = framework.play(&PlayId::new(asked.play));
    let mut form = play.map_or_else(Form::default, |play| {
        let mut it = from_play(play, today, framework.hash);
        it.from = Some(today);
        it.to = Some(PartialDate::day(last_day(play, me.book.today)));
        filled(&it)
    });
    if !asked.hypothesis.is_empty() {
        form.set("hypothesis", asked.hypothesis);
    }
    design(&me, &form)
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let blank = sheet::blank(&me);
    let Some(experiment) = read(&me, &mut form, &blank) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, design(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| {
        let step = experiment.first_step.clone();
        let (on, framework) = (experiment.on, experiment.framework);
        let added = act.add(experiment);
        id = Some(added);
        // The first step stands on Today, where it is seen.
        if let Some(step) = step {
            act.add(Action {
                experiment: Some(added),
                ..Action::new(step, on, framework)
            });
        }
    })
    .await?;
    let to = id.map_or_else(
        || "/experiments".to_owned(),
        |id| format!("/experiments/{id}"),
    );
    Ok(Redirect::to(&to).into_response())
}

fn design(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Design an experiment",
        lede: html! { p { "What is the least you could do to find out? One line is enough to keep an idea; with a first and a last day it runs." } },
        section: Section::Experiments,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action="/experiments" {
            (marks(None))
            (fields(facts, form))
            div.actions { button { "Keep it" } (go_quietly("/experiments", "Back")) }
        }
    };
    layout::page(me, facts, &head, &body)
}

pub(crate) async fn change(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(changing(&me, of, &filled(of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(experiment) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, changing(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, experiment)).await?;
    Ok(Redirect::to(&format!("/experiments/{id}")).into_response())
}

fn changing(me: &Me, of: Of<'_, Experiment>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Change an experiment",
        lede: html! { p { (of.it.what) } },
        section: Section::Experiments,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/experiments/" (of.id) "/edit" } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(facts, form))
            div.actions { button { "Save the experiment" } (go_quietly(&format!("/experiments/{}", of.id), "Back")) }
        }
        (super::remove(&format!("/experiments/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<Experiment>(&me, id, &form, "/experiments", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Experiment>, WebError> {
    me.book
        .record
        .get::<Experiment>(id)
        .ok_or(WebError::NotFound)
}
