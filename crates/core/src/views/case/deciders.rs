//! Who decides, what each of them knows of the work, and what they should hear before.

use crate::{
    date::PartialDate,
    order::InOrder,
    record::{AllyPlace, Case, CaseDecider, Contact, Knows, Of},
    views::{
        facts::Facts,
        talks::{
            allies::{Known, allies},
            partners::manager,
            who::{Names as _, Who},
        },
    },
};

/// Somebody who decides.
#[derive(Debug, Clone)]
pub struct Deciding<'a> {
    /// Their name.
    pub name: &'a str,
    /// What is said of them in the case; none where they stand on the map of allies alone.
    pub said: Option<&'a CaseDecider>,
    /// What the map of allies knows of them.
    pub known: Option<Known<'a>>,
    /// Whether they are one’s manager.
    pub manager: bool,
}

impl Deciding<'_> {
    /// How well they know the work, where the map says so.
    #[must_use]
    pub fn knows(&self) -> Option<Knows> {
        self.known.as_ref().map(|it| it.of.it.knows)
    }

    /// Whether something still has to be said to them.
    #[must_use]
    pub fn is_to_hear(&self) -> bool {
        self.said
            .is_some_and(|it| it.say.is_some() && it.said.is_none())
    }

    /// What could be said to them before, by how well they know the work.
    #[must_use]
    pub fn proposed(&self) -> &'static str {
        match self.knows() {
            _ if self.manager => "What you will ask for, and when: before anybody else hears it.",
            None | Some(Knows::Nothing) => {
                "What you do, by one thing of it. They should not read your name for the first time on the packet."
            }
            Some(Knows::Hearsay) => {
                "One story in your own words, so that they need not take another’s word for it."
            }
            Some(Knows::Seen) => {
                "Which part of what they saw you will name, and whether they remember it as you do."
            }
            Some(Knows::WouldSpeak) => {
                "That you hand it in, when it is decided, and the one sentence that you hope is said."
            }
        }
    }
}

/// Everybody who decides about a case: those it names, then one’s manager and those on the map of allies whom it does
/// not.
#[must_use]
pub fn deciders<'a>(facts: &Facts<'a>, it: &'a Case) -> Vec<Deciding<'a>> {
    let mut map = allies(facts).all;
    let lead = manager(facts).map(|of| facts.talks.who(of.it));
    let is_lead = |who: Who<'_>| lead.is_some_and(|lead| lead.is(who));
    let mut found: Vec<Deciding<'a>> = Vec::new();
    for said in it.deciders.iter().take(Case::MOST_DECIDERS) {
        let who = who(facts, said);
        let at = map
            .iter()
            .position(|known| facts.talks.who(known.of.it).is(who));
        found.push(Deciding {
            name: who.or("somebody"),
            said: Some(said),
            known: at.map(|at| map.remove(at)),
            manager: is_lead(who),
        });
    }
    let mut beside: Vec<Deciding<'a>> = map
        .into_iter()
        .map(|known| Deciding {
            name: known.name,
            said: None,
            manager: is_lead(facts.talks.who(known.of.it)),
            known: Some(known),
        })
        .collect();
    // A manager who is new is on no map yet.
    if let Some(lead) = lead.filter(|it| !it.is_nobody())
        && !found.iter().chain(&beside).any(|it| it.manager)
    {
        beside.push(Deciding {
            name: lead.or("somebody"),
            said: None,
            known: None,
            manager: true,
        });
    }
    beside.order_by_key(|it| !it.manager);
    found.extend(beside);
    found
}

/// Whom a case means, as the contact stands today.
#[must_use]
pub fn who<'a>(facts: &Facts<'a>, it: &'a CaseDecider) -> Who<'a> {
    let who = facts.talks.who(it);
    let contact = who.contact.and_then(|id| facts.record.get::<Contact>(id));
    Who {
        name: contact.map(|of| of.it.name.as_str()).or(who.name),
        ..who
    }
}

/// Those who decide, as a new case begins with them: one’s manager, and whoever on the map of allies sits on the
/// committee, leads further up or stands beside the manager.
#[must_use]
pub fn likely(facts: &Facts<'_>) -> Vec<CaseDecider> {
    let named = |who: Who<'_>| CaseDecider {
        contact: who.contact,
        whom: who.name.map(str::to_owned),
        say: None,
        by: None,
        said: None,
        unknown: serde_json::Map::new(),
    };
    let lead = manager(facts).map(|of| facts.talks.who(of.it));
    let map = allies(facts).all;
    let mut map: Vec<(AllyPlace, Who<'_>)> = map
        .iter()
        .map(|it| (it.of.it.place, facts.talks.who(it.of.it)))
        .filter(|(place, _)| *place != AllyPlace::Other)
        .collect();
    map.order_by_key(|(place, _)| *place != AllyPlace::Committee);
    let mut all: Vec<CaseDecider> = lead
        .filter(|who| !who.is_nobody())
        .map(named)
        .into_iter()
        .collect();
    for (_, who) in map {
        let known = |it: &CaseDecider| it.who().is(who);
        if all.len() < Case::MOST_DECIDERS && !all.iter().any(known) {
            all.push(named(who));
        }
    }
    all
}

/// Whoever hears next: the first by their day of those who still have to.
#[must_use]
pub fn next<'a>(facts: &Facts<'a>, it: &'a Case) -> Option<(Who<'a>, Option<PartialDate>)> {
    let waiting = it
        .deciders
        .iter()
        .filter(|it| it.say.is_some() && it.said.is_none());
    let next = waiting.min_by_key(|it| (it.by.is_none(), it.by))?;
    Some((who(facts, next), next.by))
}

/// How many still have to hear something.
#[must_use]
pub fn waiting(of: Of<'_, Case>) -> usize {
    let all = of.it.deciders.iter();
    all.filter(|it| it.say.is_some() && it.said.is_none())
        .count()
}
