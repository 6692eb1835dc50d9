//! `windward standing`: what a rung asks, and how the record stands to it.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    date::PartialDate,
    framework::{Expectation, Framework, Rung},
    views::{
        facts::Facts,
        phase::{WorkPhase, work_phase},
        readiness::{Open, Readiness, gaps, nearest, open},
        routes::destinations,
        standing::{Line, Said, Seen, Standing as Stands, Verdict},
    },
};

use crate::{
    days::as_of,
    home::{Begin, Home},
    names,
    screen::{self, BOLD, Cell, DIM, GOOD, OPEN, PLAIN, Screen},
    words::whose,
};

/// Show how you stand: every open rung in a line, and one rung expectation by expectation
///
/// Without `--rung` that is the rung to look at first: a destination next door, else the one above of which
/// most is met.
#[derive(Debug, Args)]
pub(crate) struct Standing {
    /// Read the record as of the end of this day, month or year
    #[arg(long, value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// The rung to show in full
    #[arg(long, value_name = "RUNG")]
    rung: Option<String>,
    /// Say for every expectation what it rests on, and what would change it
    #[arg(long)]
    why: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Standing {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let on_day = book.on(as_of(self.as_of, book.today)?);
        let facts = on_day.facts();
        let open = open(facts);
        let chosen = if let Some(typed) = &self.rung {
            Some(facts.standing(names::rung(facts.framework, typed)?))
        } else {
            let aims = destinations(facts);
            let wanted: Vec<&Rung> = aims.iter().filter_map(|it| it.rung).collect();
            nearest(&open, &wanted).map(|it| it.open.standing)
        };
        if self.json {
            return screen::json(&answer(facts, &open, chosen));
        }
        let mut screen = Screen::new();
        head(&mut screen, facts);
        if !open.is_empty() {
            let from = facts.held.map_or("outside product", |held| &held.rung.name);
            screen.heading(&format!("Open from {from}"));
            let row = |it: &Open<'_>| -> Vec<Cell> {
                vec![
                    it.by.kind.word().into(),
                    Cell::new(it.standing.rung.name.as_str(), BOLD),
                    it.readiness.to_string().into(),
                ]
            };
            screen.table(&open.iter().map(row).collect::<Vec<_>>());
        }
        if let Some(chosen) = chosen {
            in_full(&mut screen, facts.framework, chosen, self.why);
        }
        Ok(screen.show()?)
    }
}

/// The day, the role held, and what the work says.
fn head(screen: &mut Screen, facts: &Facts<'_>) {
    screen.line(format_args!(
        "As of {}, read against {} {}",
        facts.day, facts.framework.name, facts.framework.version
    ));
    match facts.held {
        Some(held) => {
            let role = held.role.it;
            let at = role.organisation.as_ref();
            let at = at.map(|at| format!(" at {at}")).unwrap_or_default();
            let held = if held.ongoing {
                "You are"
            } else {
                "You were last"
            };
            screen.line(format_args!("{held} {}{at}.", role.title));
        }
        None => screen.line("No role of yours stands on a rung yet; `windward role add` adds one."),
    }
    match work_phase(facts) {
        WorkPhase::Reads { rung, phase, .. } => screen.line(format_args!(
            "Your work reads as {}: the {} phase.",
            rung.name, phase.name
        )),
        WorkPhase::CannotTell {
            confirmed,
            backed,
            needs_confirmed,
            needs_backed,
            rung,
        } => screen.paragraph(
            0,
            PLAIN,
            &format!(
                "Which phase your work is of cannot be told yet: of what {} expects, {confirmed} are confirmed and \
                 {backed} are backed; it takes {needs_confirmed} and {needs_backed}.",
                rung.name
            ),
        ),
        WorkPhase::NoRung => {}
    }
}

/// One rung, expectation by expectation.
fn in_full(screen: &mut Screen, framework: &Framework, stands: &Stands<'_>, why: bool) {
    let readiness = Readiness::of(stands);
    screen.heading(&format!("{}: {readiness}", stands.rung.name));
    let gaps = gaps(stands);
    for gap in gaps.iter().take(3) {
        screen.paragraph(
            2,
            OPEN,
            &format!("{}: {}", gap.line.name(), gap.line.in_words(framework)),
        );
        screen.paragraph(4, DIM, &format!("Why it matters: {}.", gap.reason()));
        if let Some(change) = gap.line.what_would_change(framework) {
            screen.paragraph(4, PLAIN, &change);
        }
    }
    let (skills, duties): (Vec<_>, Vec<_>) =
        stands.lines.iter().partition(|line| line.skill.is_some());
    for (heading, lines) in [("Skills", skills), ("Responsibilities", duties)] {
        if lines.is_empty() {
            continue;
        }
        screen.heading(heading);
        if why {
            for line in lines {
                explained(screen, framework, line);
            }
        } else if heading == "Skills" {
            let row = |line: &&Line<'_>| -> Vec<Cell> {
                vec![
                    line.name().into(),
                    Cell::new(line.verdict.label(), colour(line.verdict)),
                    line.in_words(framework).into(),
                ]
            };
            screen.table(&lines.iter().map(row).collect::<Vec<_>>());
        } else {
            // The text is long, so it comes last.
            let row = |line: &&Line<'_>| -> Vec<Cell> {
                vec![
                    Cell::new(line.verdict.label(), colour(line.verdict)),
                    line.name().into(),
                ]
            };
            screen.table(&lines.iter().map(row).collect::<Vec<_>>());
        }
    }
}

fn explained(screen: &mut Screen, framework: &Framework, line: &Line<'_>) {
    let head = format!("{}: {}", line.name(), line.verdict.label());
    screen.paragraph(2, colour(line.verdict), &head);
    screen.paragraph(4, PLAIN, &line.reason(framework));
    for seen in &line.views {
        screen.paragraph(4, PLAIN, &format!("{}.", view(framework, seen)));
    }
    if let Some(change) = line.what_would_change(framework) {
        screen.paragraph(4, DIM, &change);
    }
}

/// ‘Manager (Petra Lindqvist), as I noted it, 2026-09-23: leading’.
fn view(framework: &Framework, seen: &Seen<'_>) -> String {
    let whose = whose(seen.view, seen.by, seen.hand);
    format!("{whose}, {}: {}", seen.on, said(framework, seen.said))
}

fn said(framework: &Framework, said: Said) -> &str {
    match said {
        Said::Proficiency(proficiency) => framework.word(proficiency),
        Said::State(state) => state.label(),
    }
}

const fn colour(verdict: Verdict) -> clap::builder::styling::Style {
    match verdict {
        Verdict::Backed => GOOD,
        Verdict::Gap => OPEN,
        Verdict::Unproven => PLAIN,
        Verdict::Assumed | Verdict::HandedOn => DIM,
    }
}

fn answer(facts: &Facts<'_>, open: &[Open<'_>], chosen: Option<&Stands<'_>>) -> Value {
    let framework = facts.framework;
    let held = facts.held.map(|held| {
        json!({
            "rung": held.rung.id,
            "title": held.role.it.title,
            "organisation": held.role.it.organisation,
            "ongoing": held.ongoing,
        })
    });
    let work = match work_phase(facts) {
        WorkPhase::Reads { rung, phase, .. } => json!({ "rung": rung.id, "phase": phase.id }),
        WorkPhase::CannotTell { .. } | WorkPhase::NoRung => Value::Null,
    };
    let open = open.iter().map(|it| {
        let mut open = readiness(it.standing.rung, it.readiness);
        open["move"] = it.by.kind.word().into();
        open
    });
    json!({
        "as_of": facts.day,
        "framework": { "id": framework.id, "version": framework.version, "hash": framework.hash },
        "held": held,
        "work_reads_as": work,
        "open": open.collect::<Vec<_>>(),
        "rung": chosen.map(|chosen| {
            let mut rung = readiness(chosen.rung, Readiness::of(chosen));
            let expectations = chosen.lines.iter().map(|line| expectation(framework, line));
            rung["expectations"] = expectations.collect();
            let gaps = gaps(chosen).into_iter().map(|gap| gap.line.expectation.id().to_string());
            rung["gaps"] = gaps.collect();
            rung
        }),
    })
}

fn readiness(rung: &Rung, readiness: Readiness) -> Value {
    json!({
        "rung": rung.id,
        "name": rung.name,
        "met": readiness.met,
        "of": readiness.of,
        "backed": readiness.backed,
        "assumed": readiness.assumed,
    })
}

fn expectation(framework: &Framework, line: &Line<'_>) -> Value {
    let views = line.views.iter().map(|seen| {
        json!({
            "view": seen.view,
            "given_by_them": seen.hand.is_theirs(),
            "by": seen.by,
            "said": said(framework, seen.said),
            "on": seen.on,
        })
    });
    let backing = line
        .backing
        .iter()
        .map(|of| json!({ "on": of.it.on, "what": of.it.what }));
    json!({
        "id": line.expectation.id(),
        "kind": match line.expectation {
            Expectation::Ask(_) => "skill",
            Expectation::Responsibility(_) => "responsibility",
        },
        "name": line.name(),
        "verdict": match line.verdict {
            Verdict::Backed => "backed",
            Verdict::Unproven => "unproven",
            Verdict::Assumed => "assumed",
            Verdict::HandedOn => "handed-on",
            Verdict::Gap => "gap",
        },
        "now": line.now,
        "asked": line.asked(),
        "in_words": line.in_words(framework),
        "reason": line.reason(framework),
        "what_would_change": line.what_would_change(framework),
        "views": views.collect::<Vec<_>>(),
        "backing": backing.collect::<Vec<_>>(),
    })
}
