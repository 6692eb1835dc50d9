//! Four ways out, each with things to do that are one click away.

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, Play, PlayKind},
    id::ItemId,
    record::{Act, Action},
    views::{
        action::is_open,
        experiment::{action_from_play, from_play},
        facts::Facts,
        readiness::{gaps, nearest, open},
        routes::destinations,
    },
    words::words,
};

words! {
    /// A way out of a plateau.
    Way {
        /// A new challenge.
        Challenge = "challenge", "A new challenge";
        /// Learning.
        Learning = "learning", "Learning";
        /// What others see.
        OutsideView = "outside-view", "An outside view";
        /// Another team, company or industry.
        Move = "move", "A move";
    }
}

impl Way {
    /// What it is for, in a sentence.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Challenge => "Something that you cannot do yet, small and with an end.",
            Self::Learning => "Something to take in, or to pass on.",
            Self::OutsideView => {
                "One question to somebody who sees you work: about what is missing, and about what you do well."
            }
            Self::Move => "Another team, company or industry; looking is free.",
        }
    }
}

/// A way out with what it proposes.
#[derive(Debug, Clone)]
pub struct WayOut<'a> {
    /// Which way.
    pub way: Way,
    /// What to do, best first.
    pub proposals: Vec<Proposal<'a>>,
}

/// Something to do about a plateau.
#[derive(Debug, Clone)]
pub struct Proposal<'a> {
    /// What it is known by, the same from one page to the next.
    pub key: String,
    /// Which way it belongs to.
    pub way: Way,
    /// What to do.
    pub what: String,
    /// Why this one.
    pub why: String,
    /// A step small enough for this week.
    pub first_step: String,
    /// Whom to ask.
    pub whom: Option<&'static str>,
    /// The play that it is.
    pub play: Option<&'a Play>,
    /// What it becomes when it is taken.
    pub makes: Makes,
}

/// What a proposal becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// An experiment that has not begun, with its first step as an action.
    Experiment,
    /// An action.
    Action,
}

impl Proposal<'_> {
    /// Takes it: writes the experiment or the action that it becomes, with its first step as something to do.
    /// The experiment, if it is one.
    pub fn take(
        &self,
        act: &mut Act<'_>,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Option<ItemId> {
        let way_out = Some(self.way.word().to_owned());
        let (action, experiment) = match (self.makes, self.play) {
            (Makes::Experiment, Some(play)) => {
                let id = act.add(from_play(play, on, framework));
                let step = Action {
                    experiment: Some(id),
                    ..Action::new(self.first_step.clone(), on, framework)
                };
                (step, Some(id))
            }
            (_, Some(play)) => (action_from_play(play, on, framework), None),
            (_, None) => {
                let action = Action {
                    first_step: Some(self.first_step.clone()),
                    whom: self.whom.map(str::to_owned),
                    ..Action::new(self.what.clone(), on, framework)
                };
                (action, None)
            }
        };
        act.add(Action { way_out, ..action });
        experiment
    }
}

/// How many plays a way proposes.
const PLAYS: usize = 2;

const QUESTIONS: [(&str, &str, &str); 4] = [
    (
        "ask-manager",
        "my manager",
        "If you had to give me something harder next quarter, what would it be, and what keeps you from it?",
    ),
    (
        "ask-mentor",
        "a mentor, or somebody one step ahead",
        "Looking at my last year, what would you have me stop doing?",
    ),
    (
        "ask-peer",
        "a peer",
        "What do you come to me for, and what do you go to others for?",
    ),
    (
        "ask-strength",
        "somebody who knows my work",
        "When did you see me at my best in the last year, and what was I doing?",
    ),
];

const MOVES: [(&str, &str, &str); 2] = [
    (
        "move-read",
        "Read three roles you would take if they were offered",
        "Find one of them, and write down the sentence that drew you.",
    ),
    (
        "move-talk",
        "Talk to somebody who moved team, company or industry within the last two years",
        "Write down one name.",
    ),
];

/// The four ways out, with what each proposes to this person.
#[must_use]
pub fn ways_out<'a>(facts: &'a Facts<'a>) -> Vec<WayOut<'a>> {
    let challenge = [PlayKind::Stretch, PlayKind::Lead, PlayKind::Explore];
    let learning = [
        PlayKind::Learn,
        PlayKind::Teach,
        PlayKind::Association,
        PlayKind::Talk,
    ];
    let asks = QUESTIONS.iter().map(|(key, whom, question)| Proposal {
        key: (*key).to_owned(),
        way: Way::OutsideView,
        what: format!("Ask {whom}: ‘{question}’"),
        why: String::new(),
        first_step: "Send the question as it stands; it takes a minute to answer.".to_owned(),
        whom: Some(whom),
        play: None,
        makes: Makes::Action,
    });
    let moves = MOVES.iter().map(|(key, what, step)| Proposal {
        key: (*key).to_owned(),
        way: Way::Move,
        what: (*what).to_owned(),
        why: String::new(),
        first_step: (*step).to_owned(),
        whom: None,
        play: None,
        makes: Makes::Action,
    });
    let way = |way, proposals| WayOut { way, proposals };
    vec![
        way(
            Way::Challenge,
            plays(facts, Way::Challenge, &challenge, Makes::Experiment),
        ),
        way(
            Way::Learning,
            plays(facts, Way::Learning, &learning, Makes::Action),
        ),
        way(Way::OutsideView, asks.collect()),
        way(Way::Move, moves.collect()),
    ]
}

/// A proposal by its key, as long as it is made.
#[must_use]
pub fn proposal<'a>(facts: &'a Facts<'a>, key: &str) -> Option<Proposal<'a>> {
    let all = ways_out(facts).into_iter().flat_map(|it| it.proposals);
    all.into_iter().find(|it| it.key == key)
}

/// Plays for the widest gaps of the nearest rung, then for any skill that can still grow; none that is taken already.
fn plays<'a>(
    facts: &'a Facts<'a>,
    way: Way,
    kinds: &[PlayKind],
    makes: Makes,
) -> Vec<Proposal<'a>> {
    let ways_up = open(facts);
    let aims = destinations(facts);
    let wanted: Vec<_> = aims.iter().filter_map(|it| it.rung).collect();
    let next = nearest(&ways_up, &wanted).map(|it| it.open.standing);
    let wide = next.map(|standing| (gaps(standing), standing.rung.name.as_str()));
    let mut found: Vec<Proposal<'a>> = Vec::new();
    let mut offer = |play: &'a Play, why: String| {
        if found.len() < PLAYS
            && !is_taken(facts, play)
            && found
                .iter()
                .all(|it| it.play.is_none_or(|it| it.id != play.id))
        {
            found.push(Proposal {
                key: play.id.to_string(),
                way,
                what: play.name.clone(),
                why,
                first_step: play.first_step.clone(),
                whom: None,
                play: Some(play),
                makes,
            });
        }
    };
    let of_kind = |play: &&'a Play| kinds.contains(&play.kind);
    if let Some((gaps, rung)) = &wide {
        for gap in gaps {
            let Some(skill) = gap.line.skill else {
                continue;
            };
            let serves = |play: &&Play| {
                let main = play.works_on.first();
                main.is_some_and(|it| it.skill == skill.id && Some(it.up_to) > gap.line.now)
            };
            if let Some(play) = facts.framework.plays.iter().filter(of_kind).find(serves) {
                offer(
                    play,
                    format!(
                        "It works on {}, a gap of {rung}.",
                        skill.name.to_lowercase()
                    ),
                );
            }
        }
    }
    for play in facts.framework.plays.iter().filter(of_kind) {
        let grows = play
            .works_on
            .first()
            .and_then(|it| Some((facts.framework.skill(&it.skill)?, it.up_to)));
        let Some((skill, up_to)) = grows else {
            continue;
        };
        let now = facts.skill(skill).own().map(|of| of.it.proficiency);
        if now.is_some_and(|now| now < up_to) {
            offer(
                play,
                format!(
                    "It carries {} further than you rate yourself.",
                    skill.name.to_lowercase()
                ),
            );
        }
    }
    found
}

fn is_taken(facts: &Facts<'_>, play: &Play) -> bool {
    let tried = facts
        .growth
        .experiments
        .iter()
        .any(|of| of.it.play.as_ref() == Some(&play.id));
    let mut actions = facts.growth.actions.iter();
    tried || actions.any(|of| of.it.play.as_ref() == Some(&play.id) && is_open(facts, of.it))
}
