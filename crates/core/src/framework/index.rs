use hashbrown::HashMap;

use super::{Expectation, ExpectationId, Framework, Rung, RungId, SkillId, check};

/// Look-ups by id, made once when a framework has been read. Ids that are replaced lead to what replaces them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Index {
    pub(super) rungs: HashMap<RungId, usize>,
    pub(super) skills: HashMap<SkillId, usize>,
    expectations: HashMap<ExpectationId, (usize, Place)>,
    /// For each rung, the heights of the rungs below it along moves up, lowest first.
    pub(super) below: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Ask(usize),
    Responsibility(usize),
}

impl Index {
    pub(super) fn of(framework: &Framework) -> Self {
        let mut index = Self::default();
        // The check has seen to it that no replaced id is in use.
        for (height, rung) in framework.rungs.iter().enumerate() {
            let ids = rung.replaces.iter().chain([&rung.id]).cloned();
            index.rungs.extend(ids.map(|id| (id, height)));
            for (place, ask) in rung.asks.iter().enumerate() {
                let ids = ask.replaces.iter().chain([&ask.id]).cloned();
                index
                    .expectations
                    .extend(ids.map(|id| (id, (height, Place::Ask(place)))));
            }
            for (place, duty) in rung.responsibilities.iter().enumerate() {
                let ids = duty.replaces.iter().chain([&duty.id]).cloned();
                let place = (height, Place::Responsibility(place));
                index.expectations.extend(ids.map(|id| (id, place)));
            }
        }
        for (place, skill) in framework.skills.iter().enumerate() {
            let ids = skill.replaces.iter().chain([&skill.id]).cloned();
            index.skills.extend(ids.map(|id| (id, place)));
        }
        index.below = below(framework);
        index
    }

    pub(super) fn expectation<'a>(
        &self,
        framework: &'a Framework,
        id: &ExpectationId,
    ) -> Option<(&'a Rung, Expectation<'a>)> {
        let (height, place) = *self.expectations.get(id)?;
        let rung = &framework.rungs[height];
        Some((
            rung,
            match place {
                Place::Ask(place) => Expectation::Ask(&rung.asks[place]),
                Place::Responsibility(place) => {
                    Expectation::Responsibility(&rung.responsibilities[place])
                }
            },
        ))
    }
}

fn below(framework: &Framework) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); framework.rungs.len()];
    for (height, rung) in framework.rungs.iter().enumerate() {
        for higher in check::above(framework, rung) {
            if let Some(above) = framework.rungs.iter().position(|it| it.id == higher.id) {
                below[above].push(height);
            }
        }
    }
    below
}
