use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Action, Experiment, ExperimentKind},
    views::experiment::{from_play, last_day, risks},
};

use crate::{
    commands::hypothesis,
    home::Home,
    names,
    screen::{self, PLAIN, Screen},
    stop::Stop,
};

/// Keep an idea for an experiment, or one that runs from a day on
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What you will try; a play brings its own name
    #[arg(required_unless_present = "play")]
    what: Option<String>,
    /// stretch, lead, explore, side-project, start, time-out, learn, teach, help, association or talk
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    /// The hypothesis that it tests: its number in `hypothesis list`, or a part of its words
    #[arg(long, value_name = "WHICH")]
    hypothesis: Option<String>,
    /// The play that it is taken from, by its id in the ladder
    #[arg(long, value_name = "ID")]
    play: Option<String>,
    /// Hours a week
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=i64::from(Experiment::MOST_HOURS)))]
    hours: Option<u8>,
    /// Its first day; without it, an idea
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,
    /// Its last day
    #[arg(long, value_name = "DATE")]
    to: Option<PartialDate>,
    /// What would be lost if it fails
    #[arg(long, value_name = "TEXT")]
    at_stake: Option<String>,
    /// There is no way back from it
    #[arg(long)]
    irreversible: bool,
    /// Many would see it fail
    #[arg(long)]
    public: bool,
    /// What to look for
    #[arg(long, value_name = "TEXT")]
    look_for: Option<String>,
    /// A step small enough for this week; it will stand on Today
    #[arg(long, value_name = "TEXT")]
    first_step: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let framework = facts.framework;
        let on = PartialDate::day(book.today);
        let play = self.play.as_deref();
        let play = play
            .map(|typed| names::play(framework, typed))
            .transpose()?;
        let base = match play {
            Some(play) => from_play(play, on, framework.hash),
            None => Experiment::new("", ExperimentKind::Stretch, on, framework.hash),
        };
        let kind = names::one_of(
            "kind of experiment",
            self.kind.as_deref(),
            ExperimentKind::WORDS,
        )?;
        let hypothesis = self
            .hypothesis
            .as_deref()
            .map(|typed| hypothesis::find(facts, typed));
        let from = self.from;
        // A play knows how long it takes.
        let to = self
            .to
            .or_else(|| Some(PartialDate::day(last_day(play?, from?.first_day()))));
        match (from, to) {
            (Some(from), Some(to)) if to.last_day() < from.first_day() => {
                return Err(Stop::usage("it ends before it begins"));
            }
            (None, Some(_)) => {
                return Err(Stop::usage(
                    "it has a last day; give the first with ‘--from’",
                ));
            }
            _ => {}
        }
        let experiment = Experiment {
            what: self
                .what
                .map_or_else(|| base.what.clone(), |what| what.trim().to_owned()),
            kind: kind.unwrap_or(base.kind),
            hypothesis: hypothesis.transpose()?.map(|of| of.id),
            hours_a_week: self.hours.or(base.hours_a_week),
            from,
            to,
            at_stake: self.at_stake,
            irreversible: self.irreversible,
            public: self.public,
            look_for: self.look_for.or_else(|| base.look_for.clone()),
            first_step: self.first_step.or_else(|| base.first_step.clone()),
            ..base
        };
        if experiment.what.is_empty() {
            return Err(Stop::usage("an experiment says what you will try"));
        }
        let number = facts.growth.experiments.len() + 1;
        let mut screen = Screen::new();
        screen.line(format_args!("{number}. {}", experiment.what));
        let risks = risks(&experiment);
        let mut value = json!({ "number": number, "what": experiment.what, "risks": risks.iter().map(|it| it.says()).collect::<Vec<_>>() });
        if risks.is_empty() {
            screen.paragraph(3, PLAIN, "Low risk.");
        }
        for risk in risks {
            screen.paragraph(3, PLAIN, &risk.says());
        }
        if from.is_none() {
            screen.paragraph(
                3,
                PLAIN,
                &format!(
                    "An idea so far: `windward experiment start {number} --to DATE` begins it."
                ),
            );
        }
        let id = beginning.act(|act| {
            let step = experiment.first_step.clone();
            let id = act.add(experiment);
            // The first step stands on Today, where it is seen.
            if let Some(step) = step {
                act.add(Action {
                    experiment: Some(id),
                    ..Action::new(step, on, framework.hash)
                });
            }
            id
        })?;
        if self.json {
            value["item"] = json!(id);
            return screen::json(&value);
        }
        Ok(screen.show()?)
    }
}
