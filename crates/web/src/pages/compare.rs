//! Two rungs compared: what is new, what is deeper, what is handed on or taken as given.

use std::collections::HashMap;

use axum::{extract::Query, response::Response};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    framework::{
        Ask, Comparison, ExpectationId, Framework, HandedOn, Level, Responsibility, Rung, RungId,
        compare,
    },
    views::standing::Line,
};

use crate::{
    components::{self, go_quietly},
    error::WebError,
    layout::{self, Head, Section},
    pages::skills::next_rung,
    session::Me,
    words,
};

/// The two rungs; what is not named is chosen.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Two {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

pub(crate) async fn show(me: Me, Query(two): Query<Two>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let framework = facts.framework;
    let next = next_rung(facts, "")?;
    let (from, to) = chosen(framework, facts.held.map(|held| held.rung), next, &two)?;
    let comparison = compare(framework, from, to);
    let standing = facts.standing(to);
    let lines: Lines<'_, '_> = standing
        .lines
        .iter()
        .map(|line| (line.expectation.id(), line))
        .collect();
    let head = Head {
        title: "Two rungs compared",
        lede: lede(&comparison, from, to),
        section: Section::Ladder,
    };
    let body = html! {
        (choice(framework, from, to))
        (asks(framework, &comparison, from, to, &lines))
        (handed_on(framework, &comparison, to))
        (let_go(framework, &comparison, from, to))
        (duties(&comparison.responsibilities, to, &lines))
        @if facts.profile.is_some_and(|of| of.it.keep.is_some()) {
            section { h2 { "Before you choose" } (components::keep(facts)) }
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

type Lines<'s, 'a> = HashMap<&'a ExpectationId, &'s Line<'a>>;

/// The rungs named; else from the one held (or the lowest) to the next (or the one above).
fn chosen<'a>(
    framework: &'a Framework,
    held: Option<&'a Rung>,
    next: Option<&'a Rung>,
    two: &Two,
) -> Result<(&'a Rung, &'a Rung), WebError> {
    let named = |id: &str| match id {
        "" => Ok(None),
        id => framework
            .rung(&RungId::new(id))
            .map(Some)
            .ok_or(WebError::NotFound),
    };
    let from = named(&two.from)?
        .or(held)
        .or(framework.rungs.first())
        .ok_or(WebError::NotFound)?;
    let other = |rung: &&Rung| rung.id != from.id;
    let above = || {
        framework
            .rungs
            .iter()
            .skip_while(|rung| rung.id != from.id)
            .nth(1)
    };
    let to = named(&two.to)?
        .or(next.filter(other))
        .or_else(above)
        .or(held.filter(other));
    Ok((from, to.or(framework.rungs.first()).unwrap_or(from)))
}

fn lede(comparison: &Comparison<'_>, from: &Rung, to: &Rung) -> Markup {
    let mut says = vec![
        words::count(comparison.new_asks.len(), "new skill", "new skills"),
        format!("{} deeper", comparison.deeper.len()),
        format!("{} the same", comparison.same.len()),
        format!("{} handed on", comparison.handed_on.len()),
    ];
    if !comparison.let_go.is_empty() {
        says.push(format!(
            "{} taken as given or asked less",
            comparison.let_go.len()
        ));
    }
    html! {
        p {
            @if from.id == to.id { "The same rung twice: choose another one." }
            @else { "From " a href={ "/ladder/" (from.id) } { (from.name) } " to " a href={ "/ladder/" (to.id) } { (to.name) } ": " (words::list(&says)) "." }
        }
    }
}

fn choice(framework: &Framework, from: &Rung, to: &Rung) -> Markup {
    let select = |name: &str, label: &str, chosen: &Rung| {
        html! {
            div {
                label for=(name) { (label) }
                select #(name) name=(name) {
                    @for rung in framework.rungs.iter().rev() {
                        option value=(rung.id) selected[rung.id == chosen.id] { (rung.name) }
                    }
                }
            }
        }
    };
    html! {
        form.compare method="get" action="/ladder/compare" {
            (select("from", "From", from))
            (select("to", "To", to))
            div.actions {
                button { "Compare" }
                (go_quietly(&format!("/ladder/compare?from={}&to={}", to.id, from.id), "The other way round"))
            }
        }
    }
}

/// An ask of the other rung, with how it stands.
fn ask(framework: &Framework, ask: &Ask, change: &str, lines: &Lines<'_, '_>) -> Markup {
    html! {
        li {
            div.head {
                h3 { a href={ "/expectations/" (ask.id) } { (name(framework, ask)) } }
                span.soft { (change) }
                @if let Some(line) = lines.get(&ask.id) { (components::verdict(line.verdict)) }
            }
            p { (ask.text) }
        }
    }
}

fn name<'a>(framework: &'a Framework, ask: &'a Ask) -> &'a str {
    framework
        .skill(&ask.skill)
        .map_or(&ask.text, |skill| &skill.name)
}

fn asked<'a>(framework: &'a Framework, ask: &Ask) -> &'a str {
    ask.level
        .proficiency()
        .map_or("handed on", |step| framework.word(step))
}

fn asks(
    framework: &Framework,
    comparison: &Comparison<'_>,
    from: &Rung,
    to: &Rung,
    lines: &Lines<'_, '_>,
) -> Markup {
    html! {
        section {
            h2 { "New " small { (comparison.new_asks.len()) } }
            @if comparison.new_asks.is_empty() { p.soft { (to.name) " asks for no skill that " (from.name) " does not." } }
            ul.plain.changes {
                @for it in &comparison.new_asks { (ask(framework, it, &format!("asked at ‘{}’", asked(framework, it)), lines)) }
            }
        }
        section {
            h2 { "Deeper " small { (comparison.deeper.len()) } }
            @if comparison.deeper.is_empty() { p.soft { "Nothing that both ask for is asked more of." } }
            ul.plain.changes {
                @for it in &comparison.deeper {
                    (ask(framework, it.ask, &format!("{} → {}", framework.word(it.from), framework.word(it.to)), lines))
                }
            }
            @if !comparison.same.is_empty() {
                details {
                    summary { (words::count(comparison.same.len(), "skill is", "skills are")) " asked at the same proficiency" }
                    ul.plain.changes {
                        @for it in &comparison.same { (ask(framework, it, asked(framework, it), lines)) }
                    }
                }
            }
        }
    }
}

fn handed_on(framework: &Framework, comparison: &Comparison<'_>, to: &Rung) -> Markup {
    html! {
        @if !comparison.handed_on.is_empty() {
            section {
                h2 { "Handed on " small { (comparison.handed_on.len()) } }
                p.soft { "On " (to.name) " others do these, and it shows whether they can." }
                ul.steps {
                    @for it in &comparison.handed_on {
                        @match it {
                            HandedOn::Skill(ask) => li { a href={ "/expectations/" (ask.id) } { (name(framework, ask)) } ": " (words::lower(&ask.text)) },
                            HandedOn::Responsibility(duty) => li { a href={ "/expectations/" (duty.id) } { (duty.text) } },
                        }
                    }
                }
            }
        }
    }
}

fn let_go(framework: &Framework, comparison: &Comparison<'_>, from: &Rung, to: &Rung) -> Markup {
    html! {
        @if !comparison.let_go.is_empty() {
            section {
                h2 { "Taken as given, or asked less " small { (comparison.let_go.len()) } }
                ul.steps {
                    @for ask in &comparison.let_go {
                        @let there = to.ask(&ask.skill).filter(|ask| ask.level != Level::HandedOn);
                        @let here = from.ask(&ask.skill).unwrap_or(ask);
                        li {
                            a href={ "/expectations/" (here.id) } { (name(framework, here)) } ": " (asked(framework, here)) " on " (from.short)
                            @match there {
                                Some(there) => { ", " (asked(framework, there)) " on " (to.short) }
                                None => { ", no longer named on " (to.short) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn duties(duties: &[&Responsibility], to: &Rung, lines: &Lines<'_, '_>) -> Markup {
    html! {
        section {
            h2 { "What " (to.name) " does " small { (duties.len()) } }
            ul.plain.changes {
                @for duty in duties {
                    li {
                        div.head {
                            a href={ "/expectations/" (duty.id) } { (duty.text) }
                            @if let Some(line) = lines.get(&duty.id) { (components::verdict(line.verdict)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use windward_core::framework::PRODUCT;

    use super::*;

    #[test]
    fn it_begins_with_the_rung_held_and_the_next_and_goes_both_ways() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let rung = |id: &str| framework.rung(&RungId::new(id));
        let chosen = |held, next, from: &str, to: &str| {
            let two = Two {
                from: from.to_owned(),
                to: to.to_owned(),
            };
            chosen(&framework, rung(held), rung(next), &two)
                .map(|(from, to)| (from.id.as_str(), to.id.as_str()))
        };
        assert_eq!(
            chosen("senior", "principal", "", "").unwrap(),
            ("senior", "principal")
        );
        assert_eq!(chosen("", "", "", "").unwrap(), ("associate", "pm"));
        assert_eq!(
            chosen("senior", "principal", "principal", "senior").unwrap(),
            ("principal", "senior")
        );
        // The next rung is taken already: one goes on from it.
        assert_eq!(
            chosen("senior", "principal", "principal", "").unwrap(),
            ("principal", "director")
        );
        assert_eq!(
            chosen("executive", "executive", "", "").unwrap(),
            ("executive", "associate")
        );
        assert!(matches!(
            chosen("senior", "principal", "nowhere", ""),
            Err(WebError::NotFound)
        ));
    }
}
