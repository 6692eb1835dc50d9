use super::{Ask, Framework, Level, Proficiency, Responsibility, Rung};

/// What changes from one rung to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// Skills that only the other rung asks for.
    pub new_asks: Vec<&'a Ask>,
    /// Skills that both ask for, the other one more of them.
    pub deeper: Vec<Deeper<'a>>,
    /// Skills that both ask for at the same proficiency, as the other rung words them.
    pub same: Vec<&'a Ask>,
    /// Skills and duties that the other rung does through others.
    pub handed_on: Vec<HandedOn<'a>>,
    /// Skills that the other rung asks less of, or nothing: seen when one compares downwards or across.
    pub let_go: Vec<&'a Ask>,
    /// What the other rung does.
    pub responsibilities: Vec<&'a Responsibility>,
}

/// A skill of which the other rung asks more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deeper<'a> {
    /// What the other rung asks.
    pub ask: &'a Ask,
    /// The proficiency asked on the first rung.
    pub from: Proficiency,
    /// The proficiency asked on the other rung.
    pub to: Proficiency,
}

/// What the other rung does through others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedOn<'a> {
    /// A skill.
    Skill(&'a Ask),
    /// A responsibility of a rung below.
    Responsibility(&'a Responsibility),
}

/// Compares two rungs of one framework, read from `from` to `to`.
#[must_use]
pub fn compare<'a>(framework: &'a Framework, from: &'a Rung, to: &'a Rung) -> Comparison<'a> {
    let mut comparison = Comparison {
        new_asks: Vec::new(),
        deeper: Vec::new(),
        same: Vec::new(),
        handed_on: Vec::new(),
        let_go: Vec::new(),
        responsibilities: to.responsibilities.iter().collect(),
    };
    for ask in &to.asks {
        let before = from.ask(&ask.skill).and_then(|ask| ask.level.proficiency());
        match (ask.level, before) {
            (Level::HandedOn, _) => comparison.handed_on.push(HandedOn::Skill(ask)),
            (Level::At(_), None) => comparison.new_asks.push(ask),
            (Level::At(to), Some(from)) if to > from => {
                comparison.deeper.push(Deeper { ask, from, to });
            }
            (Level::At(to), Some(from)) if to == from => comparison.same.push(ask),
            // Only downwards or across the fork: along moves up the check refuses it.
            (Level::At(_), Some(_)) => comparison.let_go.push(ask),
        }
    }
    let asked = |ask: &&Ask| ask.level != Level::HandedOn && to.ask(&ask.skill).is_none();
    comparison.let_go.extend(from.asks.iter().filter(asked));
    let handed_on = to.hands_on.iter().filter_map(|id| {
        let found = framework
            .rungs
            .iter()
            .flat_map(|rung| &rung.responsibilities);
        found.into_iter().find(|duty| duty.id == *id)
    });
    comparison
        .handed_on
        .extend(handed_on.map(HandedOn::Responsibility));
    comparison
}
