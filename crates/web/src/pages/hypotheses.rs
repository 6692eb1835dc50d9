//! Hypotheses: what one believes about one's own career, and what the experiments say of it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Destination, Hypothesis, HypothesisAbout, HypothesisStatus, Of, Overruled},
    views::{
        facts::Facts,
        hypothesis::{Tested, hypotheses, tested},
        today::destination_name,
    },
};

use super::{
    choices::{self, options, or_none},
    experiments::{family, summary},
};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, capital, near, sentence, several, small},
};

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(hypothesis) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(hypothesis))).await?;
    let to = id.map_or_else(
        || "/hypotheses".to_owned(),
        |id| format!("/hypotheses/{id}"),
    );
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let form = filled(of.it);
    Ok(one(&me, of, &form, &Form::default()))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(mut hypothesis) = read(&me, &mut form) else {
        let page = one(&me, of, &form, &Form::default());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    hypothesis.on = of.it.on;
    hypothesis.overruled.clone_from(&of.it.overruled);
    hypothesis.unknown.clone_from(&of.it.unknown);
    me.act(once, |act| act.put(id, revises, hypothesis)).await?;
    Ok(Redirect::to(&format!("/hypotheses/{id}")).into_response())
}

/// Sets one's own verdict against that of the experiments, with a reason, or takes it back.
pub(crate) async fn overrule(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let overruled = match form.typed("status") {
        "" => None,
        word => {
            let status = HypothesisStatus::named(word);
            if status.is_none() {
                form.fault("status", "Choose one of these.");
            }
            let reason = form.needed(
                "reason",
                TEXT,
                "Why does it stand otherwise? In a year you will want to know.",
            );
            let before = of.it.overruled.as_ref();
            status.zip(reason).map(|(status, reason)| Overruled {
                status,
                reason,
                on: PartialDate::day(me.book.today),
                unknown: before.map(|it| it.unknown.clone()).unwrap_or_default(),
            })
        }
    };
    if !form.is_good() {
        let page = one(&me, of, &filled(of.it), &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hypothesis = Hypothesis {
        overruled,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, hypothesis)).await?;
    Ok(Redirect::to(&format!("/hypotheses/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<Hypothesis>(&me, id, &form, "/hypotheses", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Hypothesis>, WebError> {
    me.book
        .record
        .get::<Hypothesis>(id)
        .ok_or(WebError::NotFound)
}

fn filled(it: &Hypothesis) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Form::filled([
        ("belief", it.belief.clone()),
        ("because", text(&it.because)),
        ("know_when", text(&it.know_when)),
        ("about", it.about.word().to_owned()),
        (
            "skill",
            it.skill
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        ),
        (
            "destination",
            it.destination.map_or_else(String::new, |id| id.to_string()),
        ),
    ])
}

fn read(me: &Me, form: &mut Form) -> Option<Hypothesis> {
    let framework = &me.book.framework;
    let belief = form.needed(
        "belief",
        TEXT,
        "What do you believe? It should be able to turn out wrong.",
    );
    let skill = choices::skill(form, framework, "skill");
    let hypothesis = Hypothesis {
        because: form.text("because", TEXT),
        know_when: form.text("know_when", TEXT),
        skill,
        destination: super::named::<Destination>(me, form.typed("destination")),
        ..Hypothesis::new(
            belief.unwrap_or_default(),
            HypothesisAbout::named(form.typed("about")).unwrap_or(HypothesisAbout::Energy),
            PartialDate::day(me.book.today),
            framework.hash,
        )
    };
    form.is_good().then_some(hypothesis)
}

/// How it stands, as a word in its colour.
pub(super) fn status(status: HypothesisStatus) -> Markup {
    let class = match status {
        HypothesisStatus::Untested => "tag quiet",
        HypothesisStatus::Testing => "tag course",
        HypothesisStatus::Holds => "tag good",
        HypothesisStatus::Fails | HypothesisStatus::Unclear => "tag ahead",
    };
    html! { span class=(class) { (status.label()) } }
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let all = hypotheses(facts);
    let head = Head {
        title: "Hypotheses",
        lede: html! {
            p {
                "What you believe about your own career, worded so that it can turn out wrong"
                @if all.is_empty() { ", and the cheapest way to find out." } @else { ". " (lede(&all)) }
            }
        },
        section: Section::Experiments,
    };
    let body = html! {
        (family("/hypotheses"))
        @if all.is_empty() {
            (empty("Nothing to find out yet", "A hypothesis is one sentence: ‘I believe that leading people suits me, because the best part of my year was Jonas’s launch; I will know it when I have led the guild for eight weeks and still look forward to Mondays.’", &html! { (go("#belief", "Write one below")) (go_quietly("/experiments/new", "Try something without one")) }))
        }
        @if !all.is_empty() { section { ul.plain { @for it in &all { (summary_of(facts, it)) } } } }
        section.card {
            details open[!form.is_good() || all.is_empty()] {
                summary { "Form a hypothesis" }
                form method="post" action="/hypotheses" {
                    (not_saved(form))
                    (marks(None))
                    (fields(facts, form))
                    div.actions { button { "Keep it" } }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// How many of them stand how.
fn lede(all: &[Tested<'_>]) -> String {
    let in_words = |some: usize, status| match status {
        HypothesisStatus::Untested => format!("{} not tested yet", small(some)),
        HypothesisStatus::Testing => format!("{} being tested", small(some)),
        HypothesisStatus::Holds => format!("{} so far", several(some, "holds", "hold")),
        HypothesisStatus::Fails => several(some, "does not hold", "do not hold"),
        HypothesisStatus::Unclear => format!("{} unclear", small(some)),
    };
    let standing = HypothesisStatus::WORDS.iter().filter_map(|(_, status)| {
        let some = all.iter().filter(|it| it.status == *status).count();
        (some > 0).then(|| in_words(some, *status))
    });
    let standing: Vec<String> = standing.collect();
    capital(&sentence(&words::list(&standing)))
}

fn summary_of(facts: &Facts<'_>, it: &Tested<'_>) -> Markup {
    html! {
        li {
            a href={ "/hypotheses/" (it.of.id) } { strong { "I believe that " (it.of.it.belief) } }
            " " (status(it.status))
            p.soft {
                (it.because)
                @if it.overruled.is_some() { " You see it otherwise." }
                @if let Some(destination) = it.destination { " It serves " (destination_name(facts, destination.it)) "." }
            }
        }
    }
}

fn fields(facts: &Facts<'_>, form: &Form) -> Markup {
    let about = options(HypothesisAbout::WORDS, HypothesisAbout::label);
    let skills = choices::skills(facts.framework, "no skill in particular");
    let destinations = facts
        .destinations
        .iter()
        .map(|of| (of.id.to_string(), destination_name(facts, of.it).to_owned()));
    let destinations = or_none("none in particular", destinations);
    html! {
        (field(form, Field { name: "belief", label: "I believe that …", hint: "", kind: Kind::Text }))
        (field(form, Field { name: "because", label: "… because …", hint: "", kind: Kind::Text }))
        (field(form, Field { name: "know_when", label: "I will know it when …", hint: "Something that you could see happen, or not.", kind: Kind::Text }))
        div.pair {
            (field(form, Field { name: "about", label: "It is about", hint: "", kind: Kind::One(&about) }))
            (field(form, Field { name: "skill", label: "Skill", hint: "", kind: Kind::One(&skills) }))
        }
        (field(form, Field { name: "destination", label: "Which destination it serves", hint: "", kind: Kind::One(&destinations) }))
    }
}

fn one(me: &Me, of: Of<'_, Hypothesis>, form: &Form, verdict: &Form) -> Response {
    let facts = me.book.facts();
    let it = tested(facts, of);
    let head = Head {
        title: "A hypothesis",
        lede: html! { p { "Formed " (near(of.it.on, facts.day)) ", about " (of.it.about.label()) ". " a href="/hypotheses" { "All hypotheses" } } },
        section: Section::Experiments,
    };
    let body = html! {
        (not_saved(form))
        section.card {
            @match &of.it.because {
                Some(because) => { p { "I believe that " (of.it.belief) ", because " (sentence(because)) } }
                None => { p { "I believe that " (sentence(&of.it.belief)) } }
            }
            @if let Some(when) = &of.it.know_when { p { "I will know it when " (sentence(when)) } }
            p { (status(it.status)) " " span.soft { (it.because) } }
            @if let Some(overruled) = it.overruled {
                p { "You see it otherwise than your experiments (" (it.by_experiments.label()) "), since " (near(overruled.on, facts.day)) ": " (sentence(&overruled.reason)) }
            }
            p.soft {
                @if let Some(skill) = of.it.skill.as_ref().and_then(|id| facts.framework.skill(id)) { "Skill: " a href={ "/skills/" (skill.id) } { (skill.name) } ". " }
                @if let Some(destination) = it.destination { "It serves " a href="/destinations" { (destination_name(facts, destination.it)) } "." }
            }
        }
        section {
            h2 { "Experiments" }
            @if it.experiments.is_empty() { p { "None yet. What is the smallest thing that would tell you more: an hour with somebody who does it, a week of it, a book?" } }
            ul.plain { @for tried in &it.experiments { (summary(facts, tried)) } }
            div.actions { (go(&format!("/experiments/new?hypothesis={}", of.id), "Design an experiment")) }
        }
        (super::board::with::learned(facts, |it| it.hypotheses.contains(&of.id)))
        section {
            details open[!verdict.is_good()] {
                summary { "I see it otherwise" }
                (overruling(of, verdict))
            }
            details open[!form.is_good()] {
                summary { "Change it" }
                form method="post" action={ "/hypotheses/" (of.id) } {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (fields(facts, form))
                    div.actions { button { "Save the hypothesis" } }
                }
            }
        }
        section { (super::talks::for_the_next(facts, &format!("I believe that {}", of.it.belief), Some(of.id), &format!("/hypotheses/{}", of.id))) }
        (super::remove(&format!("/hypotheses/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

fn overruling(of: Of<'_, Hypothesis>, form: &Form) -> Markup {
    let words = options(HypothesisStatus::WORDS, HypothesisStatus::label);
    let words = or_none("as my experiments say", words);
    let standing = of.it.overruled.as_ref();
    let filled = match (form.pairs().next(), standing) {
        (None, Some(it)) => Form::filled([
            ("status", it.status.word().to_owned()),
            ("reason", it.reason.clone()),
        ]),
        _ => form.clone(),
    };
    html! {
        form method="post" action={ "/hypotheses/" (of.id) "/verdict" } {
            (marks_again(form, Some(of.revision.entry_id)))
            (field(&filled, Field { name: "status", label: "It stands", hint: "", kind: Kind::One(&words) }))
            (field(&filled, Field { name: "reason", label: "Why", hint: "", kind: Kind::Text }))
            div.actions { button { "Save my verdict" } }
        }
    }
}
