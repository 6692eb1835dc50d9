//! A plan for programs.

use serde_json::{Value, json};
use windward_core::{
    framework::{Expectation, Setting},
    views::{
        facts::Facts,
        plan::{Changed, Outlook, Plan, PlayPlan, Why, changed},
    },
};

pub(super) fn answer(facts: &Facts<'_>, plan: &Plan<'_>) -> Value {
    let framework = facts.framework;
    let wishes = &plan.wishes;
    let reach = plan.reach;
    let aims = plan.aims.iter().map(|aim| {
        json!({
            "rung": aim.rung.id,
            "name": aim.rung.name,
            "destination": aim.destination.map(|of| of.id),
        })
    });
    let running = plan.running.iter().map(|it| {
        json!({
            "id": it.id,
            "kind": if it.is_experiment { "experiment" } else { "action" },
            "what": it.what,
            "play": it.play.map(|play| &play.id),
            "hours_a_week": it.hours,
            "first_week": it.from + 1,
            "last_week": it.to,
        })
    });
    let weeks = plan.load.iter().enumerate().map(|(week, load)| {
        json!({
            "week": week + 1,
            "monday": plan.monday(week),
            "running": load.running,
            "plays": load.plays,
        })
    });
    json!({
        "framework": { "id": framework.id, "version": framework.version, "hash": framework.hash },
        "asked": {
            "hours_a_week": wishes.hours_a_week,
            "weeks": wishes.weeks,
            "settings": wishes.settings.iter().map(|it| setting(*it)).collect::<Vec<_>>(),
            "pinned": wishes.pinned,
            "refused": wishes.refused,
        },
        "begins": plan.begins,
        "towards": aims.collect::<Vec<_>>(),
        "plays": plan.plays.iter().map(|it| play(plan, it)).collect::<Vec<_>>(),
        "running": running.collect::<Vec<_>>(),
        "weeks": weeks.collect::<Vec<_>>(),
        "expectations": plan.outlook.iter().map(|it| outlook(plan, it)).collect::<Vec<_>>(),
        "reach": {
            "steps": reach.steps,
            "of_steps": reach.of_steps,
            "weight": reach.weight,
            "of_weight": reach.of_weight,
            "bound": reach.bound,
            "proven_optimal": reach.proven,
            "hours": reach.hours,
            "of_hours": reach.of_hours,
            "in_words": [plan.in_words(), plan.distance_in_words(), plan.bound_in_words()],
        },
        "unkept_pins": plan.unkept.iter().map(|(play, why)| out(&play.id, *why)).collect::<Vec<_>>(),
        "left_out": plan.left_out.iter().map(|(play, why)| out(&play.id, *why)).collect::<Vec<_>>(),
        "changed": changed(facts, plan).map(|it| difference(&it)),
    })
}

fn play(plan: &Plan<'_>, it: &PlayPlan<'_>) -> Value {
    let serves = it.serves.iter().map(|serves| {
        let rungs = serves.aims.iter().map(|at| &plan.aims[*at].rung.id);
        json!({
            "skill": serves.skill.id,
            "to": serves.to,
            "weight": serves.weight,
            "in_focus": serves.in_focus,
            "rungs": rungs.collect::<Vec<_>>(),
        })
    });
    json!({
        "id": it.play.id,
        "name": it.play.name,
        "when": it.when.word(),
        "first_week": it.first + 1,
        "last_week": it.last + 1,
        "from": plan.monday(it.first),
        "to": plan.sunday(it.last),
        "hours_a_week": it.play.hours_a_week,
        "hours_by_week": it.hours,
        "setting": setting(it.play.setting),
        "after": it.play.after,
        "serves": serves.collect::<Vec<_>>(),
        "pinned": it.pinned,
        "reason": plan.reason(it),
        "first_step": it.play.first_step,
    })
}

fn outlook(plan: &Plan<'_>, it: &Outlook<'_>) -> Value {
    json!({
        "rung": plan.aims[it.aim].rung.id,
        "id": it.line.expectation.id(),
        "kind": match it.line.expectation {
            Expectation::Ask(_) => "skill",
            Expectation::Responsibility(_) => "responsibility",
        },
        "name": it.line.name(),
        "missing_steps": it.of_steps,
        "planned_steps": it.steps,
        "plays": it.by.iter().map(|play| &play.id).collect::<Vec<_>>(),
        "in_words": it.in_words(),
    })
}

fn out(id: &windward_core::framework::PlayId, why: Why<'_>) -> Value {
    json!({ "play": id, "why": why.in_words() })
}

fn difference(changed: &Changed<'_>) -> Value {
    let ids = |plays: &[&windward_core::framework::Play]| -> Vec<Value> {
        plays.iter().map(|play| json!(play.id)).collect()
    };
    let moved = changed
        .moved
        .iter()
        .map(|it| json!({ "play": it.play.id, "from": it.from, "to": it.to }));
    json!({
        "since": changed.since,
        "new": ids(&changed.new),
        "begun": ids(&changed.begun),
        "gone": changed.gone.iter().map(|(play, why)| out(&play.id, *why)).collect::<Vec<_>>(),
        "moved": moved.collect::<Vec<_>>(),
    })
}

fn setting(setting: Setting) -> Option<&'static str> {
    let known = Setting::WORDS.iter().find(|(_, it)| *it == setting);
    known.map(|(word, _)| *word)
}
