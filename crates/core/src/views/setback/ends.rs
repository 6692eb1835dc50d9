//! What is open between oneself and an employer one leaves: each is offered for letting go, and none goes by itself.

use crate::{
    date::PartialDate,
    id::ItemId,
    record::{
        Act, Action, Case, CaseDecision, CaseOutcome, Contact, Of, Opportunity, OpportunityPlace,
        Promise, PromiseState, Relation, Setback, Stage, StageEntered,
    },
    views::{
        action, board::Circle, case, facts::Facts, opportunities::opportunities, people::identity,
        talks::promises, talks::who::Who,
    },
};

/// What is open there.
#[derive(Debug, Clone, Default)]
pub struct OpenEnds<'a> {
    /// Promises on both sides.
    pub promises: Vec<Of<'a, Promise>>,
    /// Things to do for which one needs somebody there.
    pub actions: Vec<Of<'a, Action>>,
    /// Cases for a rung there.
    pub cases: Vec<Of<'a, Case>>,
    /// Roles there that one considers.
    pub opportunities: Vec<Of<'a, Opportunity>>,
}

impl OpenEnds<'_> {
    /// The items that are open.
    pub fn ids(&self) -> impl Iterator<Item = ItemId> {
        let promises = self.promises.iter().map(|of| of.id);
        let actions = self.actions.iter().map(|of| of.id);
        let cases = self.cases.iter().map(|of| of.id);
        let opportunities = self.opportunities.iter().map(|of| of.id);
        promises.chain(actions).chain(cases).chain(opportunities)
    }
}

/// What is open between oneself and the employer of a setback; nothing where its role is not known.
#[must_use]
pub fn open_ends<'a>(facts: &Facts<'a>, circle: Circle<'a>, it: &Setback) -> OpenEnds<'a> {
    if it.role.is_none() {
        return OpenEnds::default();
    }
    let there = There::of(facts, circle, it);
    let promises = promises::promises(facts);
    let promises = promises.mine.into_iter().chain(promises.theirs);
    let actions = facts.growth.actions.iter().copied();
    let inside = opportunities(facts).into_iter();
    let inside =
        inside.filter(|it| it.of.it.place == OpportunityPlace::Inside && it.stage.is_live());
    OpenEnds {
        promises: promises
            .filter(|of| there.has(facts.talks.who(of.it)))
            .collect(),
        actions: actions
            .filter(|of| action::is_open(facts, of.it) && there.has_named(of.it.whom.as_deref()))
            .collect(),
        cases: case::open(facts),
        opportunities: inside.map(|it| it.of).collect(),
    }
}

/// Lets go of those that were chosen: promises and things to do are let go, a case is withdrawn, a role there is over.
/// Answers how many.
pub fn let_go(
    ends: &OpenEnds<'_>,
    chosen: &[ItemId],
    today: PartialDate,
    act: &mut Act<'_>,
) -> usize {
    let mut gone = 0;
    let mut is_chosen = |id: ItemId| {
        let is = chosen.contains(&id);
        gone += usize::from(is);
        is
    };
    for of in ends.promises.iter().filter(|of| is_chosen(of.id)) {
        let state = PromiseState::let_go(today);
        act.revise(
            *of,
            Promise {
                state,
                ..of.it.clone()
            },
        );
    }
    for of in ends.actions.iter().filter(|of| is_chosen(of.id)) {
        let dropped = Some(today);
        act.revise(
            *of,
            Action {
                dropped,
                ..of.it.clone()
            },
        );
    }
    for of in ends.cases.iter().filter(|of| is_chosen(of.id)) {
        let outcome = CaseOutcome {
            decision: CaseDecision::Withdrawn,
            from: None,
            role: None,
            feedback: Vec::new(),
            note: None,
            on: today,
            unknown: serde_json::Map::new(),
        };
        let outcome = Some(outcome);
        act.revise(
            *of,
            Case {
                outcome,
                ..of.it.clone()
            },
        );
    }
    for of in ends.opportunities.iter().filter(|of| is_chosen(of.id)) {
        let mut it = of.it.clone();
        it.stages.push(StageEntered::new(Stage::Lost, today));
        act.revise(*of, it);
    }
    gone
}

/// The people of the employer: their organisation says so, or they were manager, skip-level or peer when it happened.
struct There<'a> {
    circle: Circle<'a>,
    employer: Option<String>,
    partners: Vec<Who<'a>>,
}

impl<'a> There<'a> {
    fn of(facts: &Facts<'a>, circle: Circle<'a>, it: &Setback) -> Self {
        let partners = facts.talks.counterparts.iter().filter(|of| {
            let there = matches!(
                of.it.relation,
                Relation::Manager | Relation::SkipLevel | Relation::Peer
            );
            there && of.it.to.is_none_or(|to| to.last_day() >= it.on.first_day())
        });
        Self {
            circle,
            employer: key(super::employer(facts, it)),
            partners: partners.map(|of| facts.talks.who(of.it)).collect(),
        }
    }

    fn has(&self, who: Who<'_>) -> bool {
        let contact = who.contact.and_then(|id| self.circle.person(id));
        contact.is_some_and(|of| self.employs(of.it))
            || self.partners.iter().any(|partner| partner.is(who))
    }

    /// Somebody by a name as it was written, if exactly one is called so.
    fn has_named(&self, name: Option<&str>) -> bool {
        let Some(name) = name else {
            return false;
        };
        let contact = match self.circle.named(name)[..] {
            [only] => Some(only.id),
            _ => None,
        };
        self.has(Who {
            contact,
            name: Some(name),
        })
    }

    fn employs(&self, contact: &Contact) -> bool {
        self.employer.is_some() && self.employer == key(contact.organisation.as_deref())
    }
}

fn key(organisation: Option<&str>) -> Option<String> {
    let key = organisation.map(identity::organisation);
    key.filter(|it| !it.is_empty())
}
