//! The decision at the end of an experiment, and what changes with it, in one act.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::SkillId,
    id::{EntryId, ItemId},
    order::InOrder,
    record::{Action, Bearing, Choice, Decision, Destination, Experiment, Of, Rating},
    views::{
        experiment::{State, Tried, tried},
        facts::Facts,
        today::destination_name,
    },
};

use super::found;
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    pages::{
        choices::{self, options, or_none},
        destinations,
    },
    path::Path,
    session::Me,
    words::{self, Known},
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let form = of.it.decision.as_ref().map_or_else(Form::default, |it| {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Form::filled([
            ("choice", it.choice.word().to_owned()),
            ("bearing", it.bearing.map_or("", Bearing::word).to_owned()),
            ("about_work", text(&it.about_work)),
            ("opened", text(&it.opened)),
            ("about_self", text(&it.about_self)),
        ])
    });
    Ok(page(&me, of, &form))
}

/// What changes with a decision, beside the decision.
struct Changes {
    rating: Option<Rating>,
    aim: Option<Destination>,
    let_go: Vec<(ItemId, EntryId)>,
    next: Option<String>,
    to_do: Option<String>,
}

pub(crate) async fn decide(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some((decision, changes)) = read(&me, of, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let (today, framework) = (decision.on, me.book.framework.hash);
    let before = of.it;
    me.act(once, |act| {
        let experiment = Experiment {
            decision: Some(decision),
            ..before.clone()
        };
        act.put(id, revises, experiment);
        if let Some(rating) = changes.rating {
            act.rate(&me.book.record, rating);
        }
        if let Some(aim) = changes.aim {
            act.add(aim);
        }
        for (id, entry) in changes.let_go {
            act.withdraw(id, entry);
        }
        if let Some(next) = changes.next {
            act.add(Experiment {
                hypothesis: before.hypothesis,
                play: before.play.clone(),
                hours_a_week: before.hours_a_week,
                ..Experiment::new(next, before.kind, today, framework)
            });
        }
        if let Some(to_do) = changes.to_do {
            act.add(Action {
                experiment: Some(id),
                ..Action::new(to_do, today, framework)
            });
        }
    })
    .await?;
    Ok(Redirect::to(&format!("/experiments/{id}")).into_response())
}

fn read(me: &Me, of: Of<'_, Experiment>, form: &mut Form) -> Option<(Decision, Changes)> {
    let framework = &me.book.framework;
    let on = PartialDate::day(me.book.today);
    let choice = Choice::named(form.typed("choice"));
    if choice.is_none() {
        form.fault("choice", "Keep it, change it or stop it?");
    }
    let before = of.it.decision.as_ref();
    let decision = Decision {
        choice: choice.unwrap_or(Choice::Stop),
        bearing: Bearing::named(form.typed("bearing")),
        about_work: form.text("about_work", TEXT),
        opened: form.text("opened", TEXT),
        about_self: form.text("about_self", TEXT),
        on: before.map_or(on, |it| it.on),
        unknown: before.map_or_else(Map::new, |it| it.unknown.clone()),
    };
    let skill = choices::skill(form, framework, "skill");
    let level = choices::level(form, "proficiency");
    if skill.is_some() != level.is_some() {
        form.fault(
            "skill",
            "Choose the skill and how well you do it now, or neither.",
        );
    }
    let note = format!("After ‘{}’", of.it.what);
    let rating = skill.zip(level).map(|(skill, proficiency)| Rating {
        note: Some(note.clone()),
        ..Rating::own(skill, proficiency, on, framework.hash)
    });
    let (rung, role) = destinations::aim(me, form);
    let aim = (rung.is_some() || role.is_some()).then(|| Destination {
        rung,
        role,
        by: None,
        why: Some(note),
        on,
        framework: framework.hash,
        unknown: Map::new(),
    });
    let let_go = form.all("let_go").filter_map(|id| {
        let of = me.book.record.get::<Destination>(id.parse().ok()?)?;
        Some((of.id, of.revision.entry_id))
    });
    let let_go = let_go.collect();
    let changes = Changes {
        rating,
        aim,
        let_go,
        next: form.text("next", TEXT),
        to_do: form.text("to_do", TEXT),
    };
    form.is_good().then_some((decision, changes))
}

fn page(me: &Me, of: Of<'_, Experiment>, form: &Form) -> Response {
    let facts = me.book.facts();
    let tried = tried(facts, of);
    let head = Head {
        title: "Decide",
        lede: html! {
            p {
                a href={ "/experiments/" (of.id) } { (of.it.what) }
                @if matches!(tried.state, State::Running { .. }) { ". It still runs; deciding ends it." }
            }
        },
        section: Section::Experiments,
    };
    let choices = [
        ("keep", "keep it: it becomes part of how I work"),
        ("change", "change it: it goes on in another form"),
        ("stop", "stop it: it ends here"),
    ];
    let choices = or_none("choose", options(&choices, str::to_owned));
    let bearings = [
        ("for", "for it"),
        ("against", "against it"),
        ("neither", "neither way"),
    ];
    let bearings = or_none("it does not say", options(&bearings, str::to_owned));
    let body = html! {
        (not_saved(form))
        (context(&tried))
        form method="post" action={ "/experiments/" (of.id) "/decide" } {
            (marks_again(form, Some(of.revision.entry_id)))
            (field(form, Field { name: "choice", label: "What happens with it", hint: "", kind: Kind::One(&choices) }))
            @if let Some(hypothesis) = tried.hypothesis {
                @let hint = format!("‘I believe that {}’", hypothesis.it.belief);
                (field(form, Field { name: "bearing", label: "What it says of the hypothesis", hint: &hint, kind: Kind::One(&bearings) }))
            }
            (field(form, Field { name: "about_work", label: "What you learned about the work", hint: "", kind: Kind::Text }))
            (field(form, Field { name: "about_self", label: "What you learned about yourself", hint: "", kind: Kind::Text }))
            (field(form, Field { name: "opened", label: "What it opened", hint: "Experiments open doors that nobody planned: a person, an invitation, an idea.", kind: Kind::Text }))
            (changes(facts, &tried, form))
            div.actions { button { "Decide" } (go_quietly(&format!("/experiments/{}", of.id), "Not now")) }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// What it was for, so that the decision is made against it.
fn context(tried: &Tried<'_>) -> Markup {
    let it = tried.of.it;
    let know_when = tried.hypothesis.and_then(|of| of.it.know_when.as_deref());
    html! {
        @if know_when.is_some() || it.look_for.is_some() || it.from.is_some() || !tried.pulses.is_empty() {
            section.card {
                @if let Some(from) = it.from {
                    p { "From " (Known(from)) @if let Some(to) = it.to { " until " (Known(to)) } "." }
                }
                @if let Some(when) = know_when { p { "You wrote: ‘I will know it when " (words::sentence(when)) "’" } }
                @if let Some(look_for) = &it.look_for { p { "What to look for: " (words::sentence(look_for)) } }
                @if !tried.pulses.is_empty() { p.soft { "You said how it went " (words::several(tried.pulses.len(), "time", "times")) "; " a href={ "/experiments/" (tried.of.id) } { "look at the picture" } "." } }
            }
        }
    }
}

fn changes(facts: &Facts<'_>, tried: &Tried<'_>, form: &Form) -> Markup {
    let framework = facts.framework;
    let played = tried.of.it.play.as_ref().and_then(|id| framework.play(id));
    let about = tried.hypothesis.and_then(|of| of.it.skill.as_ref());
    // After none, the skill that it was about is the first to choose from.
    let first = about.or_else(|| Some(&played?.works_on.first()?.skill));
    let first = first.map(SkillId::as_str);
    let mut skills = choices::skills(framework, "no skill");
    skills[1..].order_by_key(|(id, _)| Some(id.as_str()) != first);
    let levels = choices::levels(framework, "as before");
    let rungs = or_none("no rung", choices::rungs(framework));
    let gone: Vec<&str> = form.all("let_go").collect();
    html! {
        fieldset {
            legend { "What changes now" }
            p.soft { "Whatever you fill in here is done together with the decision, and can be undone with it." }
            div.pair {
                (field(form, Field { name: "skill", label: "Skill", hint: "", kind: Kind::One(&skills) }))
                (field(form, Field { name: "proficiency", label: "You now do it", hint: "", kind: Kind::One(&levels) }))
            }
            div.pair {
                (field(form, Field { name: "rung", label: "A new destination", hint: "", kind: Kind::One(&rungs) }))
                (field(form, Field { name: "role", label: "or a kind of role", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            }
            @for of in &facts.destinations {
                @let id = of.id.to_string();
                label.check { input type="checkbox" name="let_go" value=(id) checked[gone.contains(&id.as_str())]; "Let go of " (destination_name(facts, of.it)) }
            }
            (field(form, Field { name: "next", label: "The next experiment", hint: "It begins as an idea, for the same hypothesis.", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "to_do", label: "Something to do", hint: "It will stand on Today.", kind: Kind::Line { autocomplete: "off" } }))
        }
    }
}
