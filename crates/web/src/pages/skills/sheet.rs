//! Everything that the page of skills asks, in the order it asks it.

use windward_core::{
    framework::{ExpectationId, Group, Level, Proficiency, Rung, RungId, Skill, SkillId},
    order::InOrder,
    views::{
        facts::Facts,
        readiness::{nearest, open},
        standing::{Basis, Line},
    },
};

use crate::error::WebError;

/// One skill as the page asks about it.
#[derive(Debug)]
pub(in crate::pages) struct Question<'a> {
    pub(in crate::pages) skill: &'a Skill,
    /// How it stands on some rung that asks for it; `None` if no rung of the ladder does.
    pub(in crate::pages) line: Option<&'a Line<'a>>,
    /// What the deciding rung asks, if it does.
    pub(in crate::pages) asked: Option<Proficiency>,
}

impl Question<'_> {
    pub(in crate::pages) fn now(&self) -> Option<Proficiency> {
        self.line.and_then(|line| line.now)
    }

    pub(in crate::pages) fn is_assumed(&self) -> bool {
        self.line.is_some_and(Line::is_assumed)
    }

    /// Whether neither a rating nor evidence says anything.
    pub(super) fn is_open(&self) -> bool {
        self.line.is_none_or(is_open)
    }
}

pub(super) const fn is_open(line: &Line<'_>) -> bool {
    matches!(line.basis, Basis::Held | Basis::Nothing)
}

/// Everything the page asks, in the order it asks it.
#[derive(Debug)]
pub(in crate::pages) struct Sheet<'a> {
    /// Skills of the deciding rung: those it asks more of than the rung held first.
    pub(super) deciding: Vec<Question<'a>>,
    /// All others, by group; groups without any are left out.
    pub(super) others: Vec<(&'a Group, Vec<Question<'a>>)>,
    /// Duties of the deciding rung.
    pub(super) duties: Vec<&'a Line<'a>>,
    /// Duties of the rung held, where that is another one.
    pub(super) held: Vec<&'a Line<'a>>,
}

impl<'a> Sheet<'a> {
    pub(in crate::pages) fn of(facts: &'a Facts<'a>, next: Option<&'a Rung>) -> Self {
        let framework = facts.framework;
        let mut lines: Vec<Option<&'a Line<'a>>> = vec![None; framework.skills.len()];
        let mut duties = Vec::new();
        let mut held = Vec::new();
        // What a skill rests on is the same on every rung, so any rung that asks for it tells.
        for rung in next.into_iter().chain(framework.rungs.iter().rev()) {
            let is_next = next.is_some_and(|next| next.id == rung.id);
            let is_held = facts.held.is_some_and(|held| held.rung.id == rung.id);
            let seen = is_next && !duties.is_empty();
            for line in &facts.standing(rung).lines {
                let place = line
                    .skill
                    .and_then(|skill| framework.skill_place(&skill.id));
                match place {
                    Some(place) => {
                        lines[place].get_or_insert(line);
                    }
                    None if is_next && !seen => duties.push(line),
                    None if is_held && !is_next => held.push(line),
                    None => {}
                }
            }
        }
        let question = |skill: &'a Skill| {
            let ask = next.and_then(|next| next.ask(&skill.id));
            Question {
                skill,
                line: framework
                    .skill_place(&skill.id)
                    .and_then(|place| lines[place]),
                asked: ask.and_then(|ask| ask.level.proficiency()),
            }
        };
        let asks = next.map_or(&[][..], |next| &next.asks);
        let asked = asks.iter().filter(|ask| ask.level != Level::HandedOn);
        let mut deciding: Vec<Question<'a>> = asked
            .filter_map(|ask| framework.skill(&ask.skill))
            .map(question)
            .collect();
        deciding.order_by_key(|it| it.asked <= facts.skill(it.skill).assumed);
        let others = framework.groups.iter().filter_map(|group| {
            let skills = framework.skills_of(&group.id);
            let skills = skills.filter(|skill| deciding.iter().all(|it| it.skill.id != skill.id));
            let questions: Vec<Question<'a>> = skills.map(question).collect();
            (!questions.is_empty()).then_some((group, questions))
        });
        Self {
            others: others.collect(),
            deciding,
            duties,
            held,
        }
    }

    /// Every skill, in order.
    pub(super) fn skills(&self) -> impl Iterator<Item = &Question<'a>> {
        self.deciding
            .iter()
            .chain(self.others.iter().flat_map(|(_, skills)| skills))
    }

    pub(in crate::pages) fn question(&self, skill: &Skill) -> Option<&Question<'a>> {
        self.skills().find(|it| it.skill.id == skill.id)
    }

    /// Where to go on after an answer about a skill.
    pub(super) fn after_skill(&self, skill: &SkillId) -> String {
        let all: Vec<&Question<'a>> = self.skills().collect();
        let open: Vec<bool> = all.iter().map(|it| it.is_open()).collect();
        let next = next_question(&open, all.iter().position(|it| it.skill.id == *skill));
        next.map_or_else(
            || "doing".to_owned(),
            |place| format!("skill-{}", all[place].skill.id),
        )
    }

    /// Where to go on after an answer about a duty.
    pub(super) fn after_duty(&self, id: &ExpectationId) -> String {
        let all: Vec<&Line<'a>> = self.duties.iter().chain(&self.held).copied().collect();
        let open: Vec<bool> = all.iter().map(|line| is_open(line)).collect();
        let next = next_question(
            &open,
            all.iter().position(|line| line.expectation.id() == id),
        );
        next.map_or_else(
            || "main".to_owned(),
            |place| format!("claim-{}", all[place].expectation.id()),
        )
    }
}

/// The question to ask after the one at a place: the next open one, then the first open one, then the next.
fn next_question(open: &[bool], at: Option<usize>) -> Option<usize> {
    let after = at.map_or(0, |at| at + 1);
    let places = (after..open.len()).chain(0..after.min(open.len()));
    let next = places
        .filter(|place| Some(*place) != at)
        .find(|place| open[*place]);
    next.or_else(|| (after < open.len()).then_some(after))
}

/// The rung that decides: the one named, else a destination next door, the nearest open one, the one held.
pub(in crate::pages) fn next_rung<'a>(
    facts: &'a Facts<'a>,
    named: &str,
) -> Result<Option<&'a Rung>, WebError> {
    if !named.is_empty() {
        return facts
            .framework
            .rung(&RungId::new(named))
            .ok_or(WebError::NotFound)
            .map(Some);
    }
    let wanted = facts.destinations.iter();
    let wanted: Vec<&Rung> = wanted
        .filter_map(|of| facts.framework.rung(of.it.rung.as_ref()?))
        .collect();
    let next = nearest(&open(facts), &wanted).map(|next| next.open.standing.rung);
    Ok(next.or(facts.held.map(|held| held.rung)))
}

#[cfg(test)]
mod tests {
    use super::next_question;

    #[test]
    fn the_next_question_is_open_if_any_is() {
        assert_eq!(next_question(&[false, true, false, true], Some(1)), Some(3));
        assert_eq!(next_question(&[true, false, true], Some(2)), Some(0));
        // The one just answered counts as answered.
        assert_eq!(next_question(&[true, false], Some(0)), Some(1));
        assert_eq!(next_question(&[false, false], Some(1)), None);
        assert_eq!(next_question(&[false, false], None), Some(0));
        assert_eq!(next_question(&[], None), None);
    }
}
