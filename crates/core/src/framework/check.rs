//! What must hold between the parts of a framework: references, order along the ladder, no circles.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};

use toml::Spanned;

use super::{Fault, Framework, Level, MoveKind, Rung, RungId};

type Name = Spanned<String>;

/// Where things stand in the text, kept beside the framework while it is checked.
#[derive(Default)]
pub(super) struct Spans {
    pub(super) phases: Vec<Name>,
    pub(super) groups: Vec<Name>,
    pub(super) skills: Vec<Name>,
    pub(super) rungs: Vec<Name>,
    pub(super) expectations: Vec<Name>,
    pub(super) plays: Vec<Name>,
    pub(super) phase_references: Vec<Name>,
    pub(super) group_references: Vec<Name>,
    pub(super) skill_references: Vec<Name>,
    pub(super) move_references: Vec<Name>,
    pub(super) play_references: Vec<Name>,
    pub(super) hands_on: Vec<Name>,
    /// One a move, in order.
    pub(super) moves: Vec<Range<usize>>,
    /// Where each ask names its proficiency; without those that could not be read.
    pub(super) asks: HashMap<String, Range<usize>>,
}

/// A suggestion for a name that is not among `known`, if one of them is close.
pub(super) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        // 0.75 keeps one or two slips in a short word and refuses mere resemblance.
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| format!("did you mean ‘{candidate}’?"))
}

pub(super) fn framework(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    for (what, names) in [
        ("phases", &spans.phases),
        ("groups", &spans.groups),
        ("skills", &spans.skills),
        ("rungs", &spans.rungs),
        ("expectations", &spans.expectations),
        ("plays", &spans.plays),
    ] {
        duplicates(what, names, faults);
    }
    for (what, names, references) in [
        ("phase", &spans.phases, &spans.phase_references),
        ("group", &spans.groups, &spans.group_references),
        ("skill", &spans.skills, &spans.skill_references),
        ("rung", &spans.rungs, &spans.move_references),
        ("play", &spans.plays, &spans.play_references),
        ("expectation", &spans.expectations, &spans.hands_on),
    ] {
        resolves(what, names, references, faults);
    }
    replaced_ids_are_free(framework, spans, faults);
    asks_once(framework, spans, faults);
    years_rise(framework, spans, faults);
    moves(framework, spans, faults);
    hands_on(framework, spans, faults);
    no_circle_of_plays(framework, spans, faults);
}

fn fault(faults: &mut Vec<Fault>, span: Range<usize>, message: String, help: Option<&str>) {
    faults.push(Fault {
        span,
        message,
        help: help.map(str::to_owned),
    });
}

fn duplicates(what: &str, names: &[Name], faults: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name.get_ref()) {
            let message = format!("two {what} have the id ‘{}’", name.get_ref());
            fault(
                faults,
                name.span(),
                message,
                Some("ids are unique and never reused"),
            );
        }
    }
}

fn resolves(what: &str, names: &[Name], references: &[Name], faults: &mut Vec<Fault>) {
    let known: HashSet<&str> = names.iter().map(|name| name.get_ref().as_str()).collect();
    for reference in references {
        let name = reference.get_ref().as_str();
        if !name.is_empty() && !known.contains(name) {
            faults.push(Fault {
                span: reference.span(),
                message: format!("there is no {what} ‘{name}’"),
                help: did_you_mean(name, known.iter().copied()),
            });
        }
    }
}

fn span_of_ask(spans: &Spans, id: &str) -> Range<usize> {
    spans.asks.get(id).cloned().unwrap_or_default()
}

fn span_of_rung(spans: &Spans, id: &RungId) -> Range<usize> {
    let named = spans
        .rungs
        .iter()
        .find(|name| name.get_ref() == id.as_str());
    named.map(Spanned::span).unwrap_or_default()
}

fn span_of_hands_on(spans: &Spans, id: &str) -> Range<usize> {
    let named = spans.hands_on.iter().find(|name| name.get_ref() == id);
    named.map(Spanned::span).unwrap_or_default()
}

/// The index is made only of a framework that has no faults, so here rungs are looked up one by one.
fn rung<'a>(framework: &'a Framework, id: &RungId) -> Option<&'a Rung> {
    framework.rungs.iter().find(|rung| rung.id == *id)
}

/// An id that something replaces is not in use any more: entries that name it would be read as two things.
fn replaced_ids_are_free(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    let expectations = framework.rungs.iter().flat_map(|rung| {
        let asks = rung.asks.iter().flat_map(|it| &it.replaces);
        asks.chain(rung.responsibilities.iter().flat_map(|it| &it.replaces))
    });
    let rungs = framework.rungs.iter().flat_map(|rung| &rung.replaces);
    let skills = framework.skills.iter().flat_map(|skill| &skill.replaces);
    let replaced = (rungs.map(|id| (id.as_str(), &spans.rungs)))
        .chain(skills.map(|id| (id.as_str(), &spans.skills)))
        .chain(expectations.map(|id| (id.as_str(), &spans.expectations)));
    for (id, names) in replaced {
        if let Some(name) = names.iter().find(|name| name.get_ref() == id) {
            let message = format!("‘{id}’ is in use, and something else says that it replaces it");
            fault(
                faults,
                name.span(),
                message,
                Some("remove it from ‘replaces’"),
            );
        }
    }
}

/// A rung asks for a skill once: two answers to 'how much' would contradict each other.
fn asks_once(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    for rung in &framework.rungs {
        let mut seen = HashSet::new();
        for ask in &rung.asks {
            if !ask.skill.as_str().is_empty() && !seen.insert(&ask.skill) {
                let message = format!("the rung ‘{}’ asks for ‘{}’ twice", rung.id, ask.skill);
                fault(faults, span_of_ask(spans, ask.id.as_str()), message, None);
            }
        }
    }
}

/// Typical experience does not fall from one rung to one that a move leads up to.
fn years_rise(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    for (lower, higher) in steps_up(framework) {
        if higher.years.from < lower.years.from {
            let message = format!(
                "years contradict: ‘{}’ begins at {}, but leads up to ‘{}’, which begins at {}",
                lower.id, lower.years.from, higher.id, higher.years.from
            );
            fault(faults, span_of_rung(spans, &higher.id), message, None);
        }
    }
}

/// Pairs of rungs that a move leads up between.
fn steps_up(framework: &Framework) -> impl Iterator<Item = (&Rung, &Rung)> {
    framework
        .moves
        .iter()
        .filter(|step| step.kind == MoveKind::Up)
        .filter_map(|step| {
            let lower = rung(framework, step.from.as_ref()?)?;
            Some((lower, rung(framework, &step.to)?))
        })
}

/// Every rung above `rung` along moves up, each once.
pub(super) fn above<'a>(framework: &'a Framework, rung: &'a Rung) -> Vec<&'a Rung> {
    let mut found: Vec<&Rung> = Vec::new();
    let mut next = vec![rung];
    while let Some(from) = next.pop() {
        for (lower, higher) in steps_up(framework) {
            if lower.id == from.id && !found.iter().any(|seen| seen.id == higher.id) {
                found.push(higher);
                next.push(higher);
            }
        }
    }
    found
}

fn moves(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for (step, span) in framework.moves.iter().zip(&spans.moves) {
        if !seen.insert((&step.from, &step.to)) {
            let message = format!("this move to ‘{}’ stands here twice", step.to);
            fault(faults, span.clone(), message, None);
        }
    }
    for rung in &framework.rungs {
        let higher_rungs = above(framework, rung);
        if higher_rungs.iter().any(|higher| higher.id == rung.id) {
            let message = format!("moves lead up from ‘{}’ back to itself", rung.id);
            fault(
                faults,
                span_of_rung(spans, &rung.id),
                message,
                Some("one of them is ‘across’"),
            );
            continue;
        }
        for higher in higher_rungs {
            nothing_falls(rung, higher, spans, faults);
        }
    }
}

/// A higher rung asks no less of a skill than a lower one, unless it hands the skill on for good.
fn nothing_falls(lower: &Rung, higher: &Rung, spans: &Spans, faults: &mut Vec<Fault>) {
    for ask in &lower.asks {
        let Some(above) = higher.ask(&ask.skill) else {
            continue;
        };
        if [ask, above]
            .iter()
            .any(|it| !spans.asks.contains_key(it.id.as_str()))
        {
            continue;
        }
        let message = match (ask.level, above.level) {
            (Level::At(below), Level::At(level)) if level < below => format!(
                "‘{}’ falls from {} on ‘{}’ to {} on ‘{}’",
                ask.skill,
                below.get(),
                lower.id,
                level.get(),
                higher.id
            ),
            (Level::HandedOn, Level::At(_)) => format!(
                "‘{}’ is handed on at ‘{}’ and asked for again at ‘{}’",
                ask.skill, lower.id, higher.id
            ),
            _ => continue,
        };
        fault(
            faults,
            span_of_ask(spans, above.id.as_str()),
            message,
            Some("raise it, or mark it ‘handed_on = true’"),
        );
    }
}

/// A rung hands on what a rung below it does.
fn hands_on(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    for rung in &framework.rungs {
        for id in &rung.hands_on {
            let owns = |it: &&Rung| it.responsibilities.iter().any(|duty| duty.id == *id);
            let Some(owner) = framework.rungs.iter().find(owns) else {
                if !spans
                    .expectations
                    .iter()
                    .any(|name| name.get_ref() == id.as_str())
                {
                    continue; // Said already: there is nothing of that name.
                }
                let message = format!("‘{}’ hands on ‘{id}’, which is no responsibility", rung.id);
                let help = "a skill is handed on under ‘asks’ with ‘handed_on = true’";
                fault(
                    faults,
                    span_of_hands_on(spans, id.as_str()),
                    message,
                    Some(help),
                );
                continue;
            };
            if !above(framework, owner)
                .iter()
                .any(|higher| higher.id == rung.id)
            {
                let named = spans
                    .hands_on
                    .iter()
                    .find(|name| name.get_ref() == id.as_str());
                let message = format!(
                    "‘{}’ hands on ‘{id}’ of ‘{}’, which is not below it",
                    rung.id, owner.id
                );
                fault(
                    faults,
                    named.map(Spanned::span).unwrap_or_default(),
                    message,
                    None,
                );
            }
        }
    }
}

/// What must come first leads to a beginning: no play waits for itself.
fn no_circle_of_plays(framework: &Framework, spans: &Spans, faults: &mut Vec<Fault>) {
    let after: HashMap<&str, Vec<&str>> = framework
        .plays
        .iter()
        .map(|play| {
            let before = play.after.iter().map(super::PlayId::as_str).collect();
            (play.id.as_str(), before)
        })
        .collect();
    for play in &spans.plays {
        let start = play.get_ref().as_str();
        let mut next: Vec<&str> = after.get(start).cloned().unwrap_or_default();
        let mut seen = HashSet::new();
        while let Some(name) = next.pop() {
            if name == start {
                let message = format!("the play ‘{start}’ must come after itself");
                fault(
                    faults,
                    play.span(),
                    message,
                    Some("break the circle in ‘after’"),
                );
                break;
            }
            if seen.insert(name) {
                next.extend(after.get(name).into_iter().flatten());
            }
        }
    }
}
