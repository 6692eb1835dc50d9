//! What can be done about a thin spot: log what was done, ask whoever saw it, take a play, wait.

use super::{lines::Lined, proposal::Fit, vouch};
use crate::{
    date::PartialDate,
    framework::{Expectation, FrameworkHash, Play, Proficiency},
    record::{Act, Action},
    views::{action::is_open, experiment::action_from_play, facts::Facts},
};

/// Plays that are proposed for one expectation.
const PLAYS: usize = 2;

/// Witnesses who are proposed for one expectation.
const WITNESSES: usize = 2;

/// One thing to do about a thin spot.
#[derive(Debug, Clone)]
pub struct Way<'a> {
    /// What it is known by in forms and commands.
    pub key: String,
    /// What to do.
    pub what: String,
    /// A step small enough for this week.
    pub first_step: String,
    /// Whom it is about.
    pub whom: Option<&'a str>,
    /// What it makes.
    pub makes: Makes<'a>,
    /// Whether it stands among the things to do already.
    pub taken: bool,
}

/// What a way makes.
#[derive(Debug, Clone, Copy)]
pub enum Makes<'a> {
    /// A thing to do.
    Action,
    /// A thing to do, from a play.
    Play(&'a Play),
}

/// What can be done about an expectation that is thin or missing, the nearest first. Waiting is a choice of the case and
/// not here.
#[must_use]
pub fn ways<'a>(facts: &Facts<'a>, line: &Lined<'a>) -> Vec<Way<'a>> {
    let name = line.line.name();
    let at = line.line.asked().map_or_else(String::new, |asked| {
        format!(" at ‘{}’", facts.framework.word(asked))
    });
    let mut found = vec![Way {
        key: "log".to_owned(),
        what: format!("Log what shows ‘{name}’{at}"),
        first_step: "Write one line about the last time you did it.".to_owned(),
        whom: None,
        makes: Makes::Action,
        taken: false,
    }];
    let near = line.pieces.iter().filter(|it| it.fit != Fit::Unsaid);
    let mut asked: Vec<String> = Vec::new();
    for witness in near.flat_map(|it| &it.of.it.witnesses) {
        let folded = vouch::folded(witness);
        if asked.len() == WITNESSES || asked.contains(&folded) {
            continue;
        }
        let name_of = vouch::short(witness);
        found.push(Way {
            key: format!("ask-{}", asked.len()),
            what: format!("Ask {name_of} what they saw you do about ‘{name}’"),
            first_step: "Ask by one line; what they remember is what a committee will hear."
                .to_owned(),
            whom: Some(name_of),
            makes: Makes::Action,
            taken: false,
        });
        asked.push(folded);
    }
    found.extend(plays(facts, line).into_iter().map(|play| Way {
        key: play.id.to_string(),
        what: play.name.clone(),
        first_step: play.first_step.clone(),
        whom: None,
        makes: Makes::Play(play),
        taken: false,
    }));
    for way in &mut found {
        let mut actions = facts.growth.actions.iter();
        way.taken = actions.any(|of| is_open(facts, of.it) && of.it.what == way.what);
    }
    found
}

/// Plays that carry what is missing furthest and are not taken on yet.
fn plays<'a>(facts: &Facts<'a>, line: &Lined<'a>) -> Vec<&'a Play> {
    let (skills, asked): (Vec<_>, Option<Proficiency>) = match line.line.expectation {
        Expectation::Ask(ask) => (vec![&ask.skill], ask.level.proficiency()),
        Expectation::Responsibility(duty) => (duty.skills.iter().collect(), None),
    };
    let framework: &'a crate::framework::Framework = facts.framework;
    let main = |play: &&'a Play| {
        let first = play.works_on.first();
        first.is_some_and(|it| {
            skills.contains(&&it.skill) && asked.is_none_or(|asked| it.up_to >= asked)
        })
    };
    let tried = |play: &&'a Play| {
        let mut tried = facts.growth.experiments.iter();
        tried.any(|of| of.it.play.as_ref() == Some(&play.id))
    };
    let all = framework.plays.iter();
    all.filter(main)
        .filter(|play| !tried(play))
        .take(PLAYS)
        .collect()
}

impl Way<'_> {
    /// Writes it down as a thing to do.
    pub fn take(&self, act: &mut Act<'_>, on: PartialDate, framework: FrameworkHash) {
        let action = match self.makes {
            Makes::Play(play) => action_from_play(play, on, framework),
            Makes::Action => Action {
                first_step: Some(self.first_step.clone()),
                whom: self.whom.map(str::to_owned),
                ..Action::new(self.what.clone(), on, framework)
            },
        };
        act.add(action);
    }
}
