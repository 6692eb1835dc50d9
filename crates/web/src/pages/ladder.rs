//! The ladder: every phase and rung with one's own marked, and one rung with all that it expects.

mod map;
pub(crate) mod sheet;

use std::collections::HashSet;

use axum::{extract::Query, response::Response};
use maud::{Markup, html};
use windward_core::{
    framework::{Expectation, Framework, Move, MoveKind, Phase, Rung, RungId, Track},
    views::{
        facts::Facts,
        readiness::{Open, Readiness, gaps, open},
        standing::{Line, Standing, Verdict},
    },
};

use crate::{
    components::{self, AsOf, as_of, go_quietly, marks, steps},
    error::WebError,
    layout::{self, Head, Section},
    pages::course::typical,
    path::Path,
    session::Me,
    words::{self, Day},
};

/// Where one stands with a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mine {
    Held,
    Open,
    Been,
    Not,
}

impl Mine {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Held => Some("held"),
            Self::Open => Some("open"),
            Self::Been => Some("been"),
            Self::Not => None,
        }
    }

    fn tag(self) -> Markup {
        html! {
            @match self {
                Self::Held => span.tag.course { "you are here" },
                Self::Open => span.tag.ahead { "open to you" },
                Self::Been => span.tag.course { "you were here" },
                Self::Not => {}
            }
        }
    }
}

/// Which rungs are whose.
#[derive(Debug)]
struct Marks<'a> {
    held: Option<&'a Rung>,
    open: Vec<Open<'a>>,
    been: HashSet<&'a RungId>,
}

impl<'a> Marks<'a> {
    /// Those of nobody.
    fn none() -> Self {
        Self {
            held: None,
            open: Vec::new(),
            been: HashSet::new(),
        }
    }

    fn of(facts: &'a Facts<'a>) -> Self {
        let rungs = facts
            .roles
            .iter()
            .filter_map(|role| role.it.placement.rung());
        Self {
            held: facts.held.map(|held| held.rung),
            open: open(facts),
            been: rungs
                .filter_map(|id| facts.framework.rung(id))
                .map(|rung| &rung.id)
                .collect(),
        }
    }

    fn of_rung(&self, rung: &Rung) -> Mine {
        if self.held.is_some_and(|held| held.id == rung.id) {
            Mine::Held
        } else if self.been.contains(&rung.id) {
            Mine::Been
        } else if self.open(rung).is_some() {
            Mine::Open
        } else {
            Mine::Not
        }
    }

    fn open(&self, rung: &Rung) -> Option<&Open<'a>> {
        self.open
            .iter()
            .find(|open| open.standing.rung.id == rung.id)
    }
}

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let framework = facts.framework;
    let marks = Marks::of(facts);
    let head = Head {
        title: "Ladder",
        lede: lede(framework, &marks),
        section: Section::Ladder,
    };
    let body = html! {
        section { figure.card { (map::map(framework, &marks)) (map::narrow(framework, &marks)) (map::key(&marks)) } }
        @for phase in framework.phases.iter().rev() { (phase_section(facts, phase, &marks)) }
        section {
            p.soft { "Meeting all that a rung asks does not guarantee a promotion; it is what the case for one is made of." }
            div.actions { (go_quietly("/ladder/compare", "Compare two rungs")) (go_quietly("/settings#framework", "About this ladder")) }
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn lede(framework: &Framework, marks: &Marks<'_>) -> Markup {
    let ways: Vec<&str> = marks
        .open
        .iter()
        .map(|open| open.standing.rung.name.as_str())
        .collect();
    html! {
        p {
            @if let Some(held) = marks.held { "You stand on " a href={ "/ladder/" (held.id) } { (held.name) } ". " }
            @else { "None of your roles stands on it yet. " }
            @match (marks.held, ways.as_slice()) {
                (_, []) => "No move leads on from here; there is always another place, and a deeper craft.",
                (Some(_), [one]) => { "From here the way leads to " (one) "." }
                (Some(_), more) => { "From here the ways lead to " (words::list(more)) "." }
                (None, more) => { "People come in on " (words::several(more.len(), "rung", "rungs")) "." }
            }
            " " (framework.summary)
        }
    }
}

fn phase_section(facts: &Facts<'_>, phase: &Phase, marks: &Marks<'_>) -> Markup {
    let rungs = facts
        .framework
        .rungs
        .iter()
        .rev()
        .filter(|rung| rung.phase == phase.id);
    html! {
        section {
            h2 { (phase.name) @if !phase.also.is_empty() { " " small { "also called " (phase.also.join(", ")) } } }
            p { (phase.about) }
            details {
                summary { "What is at the core of it" }
                ul.steps { @for core in &phase.core { li { (core) } } }
            }
            ol.rungs reversed { @for rung in rungs { (item(facts, rung, marks)) } }
        }
    }
}

fn item(facts: &Facts<'_>, rung: &Rung, marks: &Marks<'_>) -> Markup {
    let mine = marks.of_rung(rung);
    let moves = facts.framework.moves.iter();
    let moves: Vec<&Move> = moves
        .filter(|step| step.from.as_ref() == Some(&rung.id))
        .collect();
    html! {
        li class=[mine.class()] #{ "rung-" (rung.id) } {
            div {
                h3 { a href={ "/ladder/" (rung.id) } { (rung.name) } }
                p.tags { (mine.tag()) (track(rung.track)) }
                p { (rung.about) }
                p.soft { "Typically " (typical(rung)) ": described, never due." }
                @if !moves.is_empty() {
                    details {
                        summary { (words::count(moves.len(), "move", "moves")) " from here" }
                        ul.steps { @for step in moves { (move_from(facts.framework, step)) } }
                    }
                }
            }
            @if let Some(open) = marks.open(rung) { (met(open.readiness, rung)) }
            @else if mine == Mine::Held { (met(Readiness::of(facts.standing(rung)), rung)) }
        }
    }
}

fn met(readiness: Readiness, rung: &Rung) -> Markup {
    html! {
        div.met {
            p { a href={ "/ladder/" (rung.id) } { strong.figure { (readiness.met) " of " (readiness.of) } " met" } }
            p.soft { (readiness.backed) " backed" @if readiness.assumed > 0 { ", " (readiness.assumed) " assumed" } " · " a.how href="/standing" { "how" } }
        }
    }
}

fn track(track: Track) -> Markup {
    html! {
        @match track {
            Track::Shared => {}
            Track::Individual => span.tag.quiet { "individual contributor" },
            Track::People => span.tag.quiet { "leading people" },
        }
    }
}

fn move_from(framework: &Framework, step: &Move) -> Markup {
    let to = framework.rung(&step.to);
    let same = step.from.as_ref() == Some(&step.to);
    html! {
        li {
            @if same { "Across, on the same rung" }
            @else { (direction(step.kind)) " to " @if let Some(to) = to { a href={ "/ladder/" (to.id) } { (to.name) } } }
            ". " span.soft { (step.about) }
        }
    }
}

fn move_to(framework: &Framework, step: &Move) -> Markup {
    let from = step.from.as_ref().and_then(|id| framework.rung(id));
    html! {
        li {
            @match from {
                Some(from) => { (direction(step.kind)) " from " a href={ "/ladder/" (from.id) } { (from.name) } }
                None => "In from outside product",
            }
            ". " span.soft { (step.about) }
        }
    }
}

const fn direction(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Up => "Up",
        MoveKind::Across => "Across",
        MoveKind::In => "In",
    }
}

pub(crate) async fn rung(
    me: Me,
    Path(id): Path<String>,
    Query(query): Query<AsOf>,
) -> Result<Response, WebError> {
    let today = me.book.today;
    let asked = query.read(today);
    let day = asked.day;
    let on_day = me.book.on(day);
    let facts = on_day.facts();
    let rung = facts
        .framework
        .rung(&RungId::new(id))
        .ok_or(WebError::NotFound)?;
    let whose = Marks::of(facts);
    let standing = facts.standing(rung);
    let head = Head {
        title: &rung.name,
        lede: rung_lede(facts, rung, &whose, day != today),
        section: Section::Ladder,
    };
    let chosen = facts.destinations.iter();
    let chosen = chosen
        .filter_map(|of| facts.framework.rung(of.it.rung.as_ref()?))
        .any(|it| it.id == rung.id);
    let body = html! {
        div.cols {
            section {
                h2 { "How you stand" }
                div.card.stat { (components::readiness(Readiness::of(standing), rung, "#skills")) }
                (what_matters(standing))
                p.soft { "Meeting all of it does not guarantee a promotion: that takes a role, and people who decide." }
            }
            section {
                h2 { "The rung" }
                dl.facts {
                    dt { "Comes from" } dd { (rung.background) }
                    dt { "Typically" } dd { (typical(rung)) ", described, never due" }
                    @if let Some(phase) = facts.framework.phase(&rung.phase) { dt { "Phase" } dd { (phase.name) } }
                    @if !rung.aliases.is_empty() { dt { "Also called" } dd { (rung.aliases.join(", ")) } }
                }
                (destination(rung, &whose, chosen))
            }
        }
        (asks(facts, standing))
        (duties(facts, standing))
        (handed_on(facts, standing))
        (moves(facts.framework, rung))
        section { (as_of(&format!("/ladder/{}", rung.id), &asked, today)) }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn rung_lede(facts: &Facts<'_>, rung: &Rung, whose: &Marks<'_>, is_past: bool) -> Markup {
    html! {
        p { (rung.about) }
        p {
            @if is_past { "As of " (Day(facts.day)) ": " }
            @match whose.of_rung(rung) {
                Mine::Held if facts.held.is_some_and(|held| held.ongoing) => "You are on it.",
                Mine::Held => "You held it last.",
                Mine::Open => { "It is open to you" (how(whose.open(rung))) "." }
                Mine::Been => "You were on it before.",
                Mine::Not => "No move leads here from where you are directly.",
            }
        }
    }
}

const fn how(open: Option<&Open<'_>>) -> &'static str {
    match open {
        Some(Open {
            by: Move {
                kind: MoveKind::Up, ..
            },
            ..
        }) => ", one step up",
        Some(Open {
            by: Move {
                kind: MoveKind::Across,
                ..
            },
            ..
        }) => ", across",
        _ => "",
    }
}

fn what_matters(standing: &Standing<'_>) -> Markup {
    let gaps = gaps(standing);
    html! {
        @if gaps.is_empty() { p { "Nothing it asks is missing. What is unproven is worth a piece of evidence." } }
        @else {
            h3 { "What matters most" }
            ul.plain {
                @for gap in gaps.iter().take(3) {
                    li {
                        a href={ "/expectations/" (gap.line.expectation.id()) } { (gap.line.name()) }
                        br;
                        span.soft { (gap.reason()) }
                    }
                }
            }
        }
    }
}

fn destination(rung: &Rung, whose: &Marks<'_>, chosen: bool) -> Markup {
    let compared = whose.held.filter(|held| held.id != rung.id);
    html! {
        div.actions {
            @if chosen { (go_quietly("/destinations", "One of your destinations")) }
            @else if whose.of_rung(rung) != Mine::Held {
                form method="post" action="/destinations" {
                    (marks(None))
                    input type="hidden" name="rung" value=(rung.id);
                    button { "Make it a destination" }
                }
            }
            @match compared {
                Some(held) => (go_quietly(&format!("/ladder/compare?from={}&to={}", held.id, rung.id), &format!("Compare with {}", held.short))),
                None => (go_quietly(&format!("/ladder/compare?from={}", rung.id), "Compare with the next")),
            }
        }
    }
}

/// How many of some lines are met, as a small count beside a title.
fn count(lines: &[&Line<'_>]) -> Markup {
    let met = lines.iter().filter(|line| line.verdict.is_met()).count();
    html! { small { (met) " of " (lines.len()) " met" } }
}

fn asks(facts: &Facts<'_>, standing: &Standing<'_>) -> Markup {
    let lines: Vec<&Line<'_>> = standing
        .lines
        .iter()
        .filter(|line| line.asked().is_some())
        .collect();
    let framework = facts.framework;
    html! {
        section #skills {
            h2 { "Skills it asks for " (count(&lines)) }
            ul.plain.changes {
                @for line in &lines {
                    li {
                        div.head {
                            h3 { a href={ "/expectations/" (line.expectation.id()) } { (line.name()) } }
                            (components::verdict(line.verdict))
                        }
                        p { (line.expectation.text()) }
                        div.standing {
                            (steps(framework, line.now, line.asked(), line.is_assumed()))
                            span { (line.in_words(framework)) }
                        }
                        p.soft {
                            (line.reason(framework)) " "
                            a.how href={ "/expectations/" (line.expectation.id()) "#evidence" } {
                                @match line.skill.map_or(0, |skill| facts.skill(skill).shown.len()) { 0 => "No evidence yet", pieces => (words::count(pieces, "piece of evidence", "pieces of evidence")) }
                            }
                        }
                        @if let (Some(skill), Some(asked)) = (line.skill, line.asked()) {
                            details { summary { "What ‘" (framework.word(asked)) "’ looks like" } p { (skill.anchor(asked)) } }
                        }
                    }
                }
            }
        }
    }
}

fn duties(facts: &Facts<'_>, standing: &Standing<'_>) -> Markup {
    let is_duty = |line: &&Line<'_>| matches!(line.expectation, Expectation::Responsibility(_));
    let lines: Vec<&Line<'_>> = standing.lines.iter().filter(is_duty).collect();
    html! {
        section #does {
            h2 { "What it does " (count(&lines)) }
            ul.plain.changes {
                @for line in &lines {
                    li {
                        div.head {
                            a href={ "/expectations/" (line.expectation.id()) } { (line.name()) }
                            (components::verdict(line.verdict))
                        }
                        p.soft { (line.reason(facts.framework)) }
                    }
                }
            }
        }
    }
}

fn handed_on(facts: &Facts<'_>, standing: &Standing<'_>) -> Markup {
    let framework = facts.framework;
    let skills: Vec<&Line<'_>> = standing
        .lines
        .iter()
        .filter(|line| line.verdict == Verdict::HandedOn)
        .collect();
    let duties = standing
        .rung
        .hands_on
        .iter()
        .filter_map(|id| framework.expectation(id));
    let duties: Vec<(&Rung, Expectation<'_>)> = duties.collect();
    html! {
        @if !skills.is_empty() || !duties.is_empty() {
            section #handed-on {
                h2 { "Handed on " small { (skills.len() + duties.len()) } }
                p.soft { "Done through others on this rung. It counts neither as met nor as a gap." }
                details open[skills.len() + duties.len() < 6] {
                    summary { "What is handed on" }
                    ul.steps {
                        @for line in skills { li { a href={ "/expectations/" (line.expectation.id()) } { (line.name()) } ": " (words::lower(line.expectation.text())) } }
                        @for (rung, duty) in duties { li { a href={ "/expectations/" (duty.id()) } { (duty.text()) } " " span.soft { "of " (rung.short) } } }
                    }
                }
            }
        }
    }
}

fn moves(framework: &Framework, rung: &Rung) -> Markup {
    let to = |step: &&Move| step.to == rung.id && step.from.as_ref() != Some(&rung.id);
    html! {
        section #moves {
            h2 { "Ways to it and on" }
            div.halves {
                div { h3 { "To it" } ul.steps { @for step in framework.moves.iter().filter(to) { (move_to(framework, step)) } } }
                div { h3 { "From it" } ul.steps { @for step in framework.moves.iter().filter(|step| step.from.as_ref() == Some(&rung.id)) { (move_from(framework, step)) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};
    use windward_core::{
        framework::PRODUCT,
        id::CountedIds,
        record::{Record, Stored},
        sample,
    };

    use super::*;

    #[test]
    fn every_rung_is_marked_by_where_one_stands_with_it() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let day = date(2026, 11, 22);
        let entries = sample::entries(
            framework.hash,
            day,
            Timestamp::UNIX_EPOCH,
            &mut CountedIds::default(),
        );
        let stored = (1..).zip(entries).map(|(seq, entry)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        });
        let record = Record::fold(stored);
        let facts = Facts::of(&record, &framework, day);
        let whose = Marks::of(&facts);
        let mine: Vec<Mine> = framework
            .rungs
            .iter()
            .map(|rung| whose.of_rung(rung))
            .collect();
        assert_eq!(
            mine,
            [
                Mine::Been,
                Mine::Been,
                Mine::Held,
                Mine::Open,
                Mine::Open,
                Mine::Not
            ]
        );
        let drawn = map::map(&framework, &whose).into_string();
        assert_eq!(
            drawn.matches("class=\"been\"").count(),
            2,
            "the two steps taken"
        );
        assert_eq!(
            drawn.matches("class=\"ahead\"").count(),
            2,
            "both sides of the fork"
        );
        assert!(!drawn.contains("style="), "the policy forbids it");
    }
}
