//! What an opportunity asks, against what one has; what it would teach towards one's destinations; what one's
//! experiments say of such work.

use std::collections::HashSet;

use super::{
    OnRung, on_rung,
    posting::{Posting, Target, Teller, read},
};
use crate::{
    framework::{Expectation, Proficiency, Rung, Skill},
    order::InOrder,
    record::{Experiment, Of, Opportunity},
    views::{
        experiment::{State, Tried, experiments},
        facts::Facts,
        hypothesis::{Tested, hypotheses},
        routes::{Destined, destinations},
        standing::{Line, Verdict},
        words::list,
    },
};

/// Hypotheses and experiments that are brought up, at most.
const MOST_HEARD: usize = 8;

/// Telling words that a belief and a posting have to share.
const WORDS_SHARED: usize = 2;

/// An opportunity, read against a record.
#[derive(Debug, Clone)]
pub struct Against<'a> {
    /// Where its title puts it.
    pub on: OnRung<'a>,
    /// Its posting, as it was read.
    pub posting: Posting<'a>,
    /// What the posting names, each once, in the order of its first passage.
    pub asked: Vec<Asked<'a>>,
    /// What the rung asks beyond that and one has not.
    pub unnamed: Vec<&'a Line<'a>>,
    /// What it would teach, for each destination that is not reached.
    pub teaches: Vec<Taught<'a>>,
    /// What one's own experiments say of such work.
    pub heard: Vec<Heard<'a>>,
}

/// Something that a posting names, and how one stands to it.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// What.
    pub target: Target<'a>,
    /// The places in [`Posting::named`] that name it.
    pub named: Vec<usize>,
    /// The expectation of a rung that it is read as; none for a skill that the rung does not ask for.
    pub line: Option<&'a Line<'a>>,
    /// The proficiency that the skill stands at, where it is one.
    pub now: Option<Proficiency>,
    /// How one stands to it.
    pub have: Have,
}

/// How one stands to what a posting names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Have {
    /// One has it, as the rung asks it.
    Yes,
    /// The rung asks for more.
    No,
    /// One has not looked at it, and nothing in the record says.
    NotLookedAt,
    /// The rung does not say how much of it.
    CannotTell,
}

/// What an opportunity would let one learn of what a destination asks.
#[derive(Debug, Clone)]
pub struct Taught<'a> {
    /// The destination.
    pub destination: Destined<'a>,
    /// Gaps on the way there that this work would work on, each with why.
    pub by: Vec<(&'a Line<'a>, Because)>,
    /// Gaps that it would leave.
    pub leaves: Vec<&'a Line<'a>>,
}

/// Why work would teach something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// The posting names it.
    Named,
    /// The rung of the role asks for it, or for a duty that calls on it.
    RungAsks,
}

/// A hypothesis or an experiment that has to do with such work.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    /// Which.
    pub of: Speaks<'a>,
    /// What it has to do with it, in a sentence.
    pub because: String,
}

/// What can speak of work.
#[derive(Debug, Clone)]
pub enum Speaks<'a> {
    /// A belief, with what its experiments say.
    Hypothesis(Box<Tested<'a>>),
    /// An experiment of its own that was decided.
    Experiment(Tried<'a>),
}

/// Reads an opportunity against a record.
#[must_use]
pub fn against<'a>(facts: &'a Facts<'a>, it: &Opportunity) -> Against<'a> {
    let on = on_rung(facts, it);
    let posting = read(facts.framework, on.rung, it);
    let asked = asked(facts, on.rung, &posting);
    let unnamed = on.rung.map_or_else(Vec::new, |rung| {
        let lines = facts.standing(rung).lines.iter();
        let gaps = lines.filter(|line| line.verdict == Verdict::Gap);
        gaps.filter(|line| !asked.iter().any(|it| it.is(line)))
            .collect()
    });
    Against {
        teaches: teaches(facts, on.rung, &asked),
        heard: heard(facts, it, on.rung, &posting, &asked),
        on,
        posting,
        asked,
        unnamed,
    }
}

impl<'a> Against<'a> {
    /// What the posting names and one stands to so.
    pub fn having(&self, have: Have) -> impl Iterator<Item = &Asked<'a>> {
        self.asked.iter().filter(move |it| it.have == have)
    }
}

impl<'a> Asked<'a> {
    /// The skill, where it is one.
    const fn skill(&self) -> Option<&'a Skill> {
        match self.target {
            Target::Skill(skill) => Some(skill),
            Target::Duty(..) => None,
        }
    }

    /// Whether it is what an expectation asks.
    fn is(&self, line: &Line<'_>) -> bool {
        match (self.target, line.expectation) {
            (Target::Skill(skill), Expectation::Ask(ask)) => skill.id == ask.skill,
            (Target::Duty(_, duty), Expectation::Responsibility(it)) => duty.id == it.id,
            _ => false,
        }
    }
}

fn asked<'a>(
    facts: &'a Facts<'a>,
    rung: Option<&'a Rung>,
    posting: &Posting<'a>,
) -> Vec<Asked<'a>> {
    let mut all: Vec<Asked<'a>> = Vec::new();
    for (place, named) in posting.named.iter().enumerate() {
        if let Some(there) = all.iter_mut().find(|it| it.target == named.target) {
            there.named.push(place);
            continue;
        }
        let of = match named.target {
            Target::Skill(_) => rung,
            Target::Duty(rung, _) => Some(rung),
        };
        let mut asked = Asked {
            target: named.target,
            named: vec![place],
            line: None,
            now: None,
            have: Have::CannotTell,
        };
        if let Some(rung) = of {
            let mut lines = facts.standing(rung).lines.iter();
            asked.line = lines.find(|line| asked.is(line));
        }
        asked.now = asked.skill().and_then(|skill| facts.now(skill).0);
        asked.have = match asked.line.map(|line| line.verdict) {
            Some(Verdict::Gap) if asked.line.is_some_and(|it| it.basis.is_nothing()) => {
                Have::NotLookedAt
            }
            Some(Verdict::Gap) => Have::No,
            Some(verdict) if verdict.is_met() => Have::Yes,
            _ => Have::CannotTell,
        };
        all.push(asked);
    }
    all
}

fn teaches<'a>(
    facts: &'a Facts<'a>,
    rung: Option<&'a Rung>,
    asked: &[Asked<'a>],
) -> Vec<Taught<'a>> {
    let mut taught = Vec::new();
    for destination in destinations(facts) {
        let Some(goal) = destination.rung.filter(|_| !destination.reached) else {
            continue;
        };
        let (mut by, mut leaves) = (Vec::new(), Vec::new());
        for line in &facts.standing(goal).lines {
            if line.verdict != Verdict::Gap {
                continue;
            }
            if asked.iter().any(|it| it.is(line)) {
                by.push((line, Because::Named));
            } else if rung.is_some_and(|rung| asks_as_much(rung, line)) {
                by.push((line, Because::RungAsks));
            } else {
                leaves.push(line);
            }
        }
        by.order_by_key(|(_, because)| *because == Because::RungAsks);
        taught.push(Taught {
            destination,
            by,
            leaves,
        });
    }
    taught
}

/// Whether a rung asks for what an expectation of another one asks, at least as much of it.
fn asks_as_much(rung: &Rung, line: &Line<'_>) -> bool {
    match line.expectation {
        Expectation::Ask(wanted) => rung
            .ask(&wanted.skill)
            .is_some_and(|ask| ask.level.proficiency() >= wanted.level.proficiency()),
        Expectation::Responsibility(wanted) => rung
            .responsibilities
            .iter()
            .any(|duty| duty.id == wanted.id),
    }
}

fn heard<'a>(
    facts: &'a Facts<'a>,
    it: &Opportunity,
    rung: Option<&'a Rung>,
    posting: &Posting<'a>,
    asked: &[Asked<'a>],
) -> Vec<Heard<'a>> {
    let passages = posting.passages.iter().filter(|it| it.asks());
    let texts = passages.map(|it| it.words.as_str());
    let texts: Vec<&str> = texts.chain([it.title.as_str()]).collect();
    let teller = Teller::new();
    let words: HashSet<String> = teller.telling(&texts).into_iter().map(|it| it.0).collect();
    let shared = |texts: &[&str]| {
        let mut shared: Vec<String> = teller
            .telling(texts)
            .into_iter()
            .filter(|(stem, _)| words.contains(stem))
            .map(|(_, written)| format!("‘{written}’"))
            .collect();
        shared.truncate(4);
        (shared.len() >= WORDS_SHARED).then(|| format!("Both speak of {}.", list(&shared)))
    };
    let mut heard = Vec::new();
    for tested in hypotheses(facts) {
        let belief = tested.of.it;
        let named = asked.iter().filter_map(Asked::skill);
        let named = named.filter(|skill| belief.skill.as_ref() == Some(&skill.id));
        let aim = tested.destination.and_then(|of| of.it.rung.as_ref());
        let same = rung.filter(|rung| aim == Some(&rung.id));
        let because = belief.because.as_deref().unwrap_or_default();
        let because = match (named.map(|it| it.name.as_str()).next(), same) {
            (Some(skill), _) => Some(format!("It is about {skill}, which the posting names.")),
            (None, Some(rung)) => Some(format!("It serves {}, and this is one.", rung.name)),
            (None, None) => shared(&[&belief.belief, because]),
        };
        heard.extend(because.map(|because| Heard {
            of: Speaks::Hypothesis(Box::new(tested)),
            because,
        }));
    }
    for tried in experiments(facts) {
        let told = heard.iter().any(|it| it.tells_of(tried.of));
        if told || tried.state != State::Decided {
            continue;
        }
        let play = tried.of.it.play.as_ref();
        let play = play.and_then(|id| facts.framework.play(id));
        let works_on = play.and_then(|play| play.works_on.first());
        let named = asked.iter().filter_map(Asked::skill);
        let mut named = named.filter(|skill| works_on.is_some_and(|it| it.skill == skill.id));
        let because = match named.next() {
            Some(skill) => Some(format!(
                "It was about {}, which the posting names.",
                skill.name
            )),
            None => shared(&[&tried.of.it.what]),
        };
        heard.extend(because.map(|because| Heard {
            of: Speaks::Experiment(tried),
            because,
        }));
    }
    heard.truncate(MOST_HEARD);
    heard
}

impl Heard<'_> {
    /// Whether it is a hypothesis that an experiment tests.
    fn tells_of(&self, of: Of<'_, Experiment>) -> bool {
        match &self.of {
            Speaks::Hypothesis(it) => of.it.hypothesis == Some(it.of.id),
            Speaks::Experiment(_) => false,
        }
    }
}
