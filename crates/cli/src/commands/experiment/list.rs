use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    record::{Decision, Experiment},
    views::experiment::{State, Tried, tried},
};

use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
};

/// Show every experiment and where it stands
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all: Vec<Tried<'_>> = facts
            .growth
            .experiments
            .iter()
            .map(|of| tried(facts, *of))
            .collect();
        if self.json {
            return screen::json(&all.iter().map(answer).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("There is no experiment yet. `windward experiment add \"Lead the guild for eight weeks\"` keeps an idea.");
        }
        for (it, number) in all.iter().zip(1..) {
            one(&mut screen, it, number);
        }
        Ok(screen.show()?)
    }
}

fn one(screen: &mut Screen, it: &Tried<'_>, number: usize) {
    let state = match it.state {
        State::Running {
            week,
            weeks: Some(weeks),
        } => format!("running, week {week} of {weeks}"),
        State::Running { week, weeks: None } => format!("running, week {week}"),
        other => other.label().to_owned(),
    };
    let waits = if it.pulse_due { ", a pulse is due" } else { "" };
    screen.table(&[vec![
        format!("{number}.").into(),
        Cell::new(it.of.it.what.as_str(), BOLD),
        format!("{state}{waits}").into(),
    ]]);
    if matches!(it.state, State::Idea | State::Running { .. }) {
        for risk in &it.risks {
            screen.paragraph(5, DIM, &risk.says());
        }
    }
    if let Some(hypothesis) = it.hypothesis {
        screen.paragraph(5, DIM, &format!("tests: {}", hypothesis.it.belief));
    }
    if let Some(decision) = it
        .of
        .it
        .decision
        .as_ref()
        .filter(|_| it.state == State::Decided)
    {
        let learned = decision
            .about_self
            .as_deref()
            .or(decision.about_work.as_deref());
        let learned = learned.map(|it| format!(": {it}")).unwrap_or_default();
        screen.paragraph(
            5,
            PLAIN,
            &format!("{}, {}{learned}", decision.on, decision.choice.label()),
        );
    }
}

fn answer(it: &Tried<'_>) -> Value {
    let Experiment {
        what,
        kind,
        play,
        hours_a_week,
        from,
        to,
        at_stake,
        irreversible,
        public,
        look_for,
        first_step,
        on,
        ..
    } = it.of.it;
    let decided = |decision: &Decision| {
        json!({ "choice": decision.choice.word(), "bearing": decision.bearing.map(windward_core::record::Bearing::word), "about_work": decision.about_work,
                "about_self": decision.about_self, "opened": decision.opened, "on": decision.on })
    };
    json!({
        "item": it.of.id,
        "what": what,
        "kind": kind.word(),
        "hypothesis": it.hypothesis.map(|of| of.id),
        "play": play,
        "hours_a_week": hours_a_week,
        "from": from,
        "to": to,
        "at_stake": at_stake,
        "irreversible": irreversible,
        "public": public,
        "look_for": look_for,
        "first_step": first_step,
        "on": on,
        "state": it.state.word(),
        "low_risk": it.is_low_risk(),
        "risks": it.risks.iter().map(|risk| risk.says()).collect::<Vec<_>>(),
        "pulse_due": it.pulse_due,
        "pulses": it.pulses.iter().map(|of| json!({ "on": of.it.on, "energy": of.it.energy, "learning": of.it.learning, "line": of.it.line })).collect::<Vec<_>>(),
        "decision": it.of.it.decision.as_ref().filter(|_| it.state == State::Decided).map(decided),
    })
}
