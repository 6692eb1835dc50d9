//! Whom one could turn to: friends and family first, then the board, then those who would want to know.
//!
//! The rule, which `docs/setbacks.md` tells: who is tagged as a friend or as family is there to lean on; whoever sits
//! on the board, and those by whom one stood when something was hard for them, may be asked for their word; witnesses,
//! those who praised one’s work and allies would want to know, and can be references. Nobody is proposed twice for
//! one thing, and nobody who was noted already. Whoever did it or decided it knows of it: nobody is to tell them.

use std::collections::HashSet;

use crate::{
    id::ItemId,
    order::InOrder,
    record::{Case, Contact, Knows, Moment, Of, Relation, Setback, SupportKind},
    views::{
        board::{Circle, seats},
        case::deciders::who,
        facts::Facts,
        people::identity::folded,
        talks::who::Who,
        words::near,
    },
};

/// People that are proposed at once for one thing: a list that is longer is no help.
pub const AT_ONCE: usize = 5;

/// Tags that say a friend or family, folded as tags are compared.
const CLOSE: [&str; 14] = [
    "friend", "friends", "family", "partner", "wife", "husband", "brother", "sister", "mother",
    "father", "parents", "freunde", "amis", "amigos",
];

/// Somebody one could turn to.
#[derive(Debug, Clone)]
pub struct Suggested<'a> {
    /// Who.
    pub contact: Of<'a, Contact>,
    /// Why them, in a sentence.
    pub why: String,
}

/// Whom one could turn to in a setback for one thing, and who is not noted for anything yet.
#[must_use]
pub fn suggested<'a>(
    facts: &Facts<'a>,
    circle: Circle<'a>,
    of: Of<'a, Setback>,
    kind: SupportKind,
) -> Vec<Suggested<'a>> {
    let mut found = Found {
        circle,
        seen: noted(facts, circle, of.id),
        all: Vec::new(),
    };
    match kind {
        SupportKind::Company => company(facts, &mut found),
        SupportKind::Counsel => counsel(facts, &mut found),
        SupportKind::Tell => {
            found.seen.extend(knew_before(facts, circle, of.it));
            saw_the_work(facts, &mut found, kind);
        }
        SupportKind::Reference => saw_the_work(facts, &mut found, kind),
    }
    found.all
}

/// The contacts who are noted for a setback, for whatever.
fn noted(facts: &Facts<'_>, circle: Circle<'_>, setback: ItemId) -> HashSet<ItemId> {
    let supports = facts.setbacks.supports.iter();
    let supports = supports.filter(|of| of.it.setback == setback);
    let contacts = supports.filter_map(|of| circle.person(of.it.contact?));
    contacts.map(|of| of.id).collect()
}

/// Those who knew of it before oneself: the managers of that time, and whoever decided about the case.
fn knew_before(facts: &Facts<'_>, circle: Circle<'_>, it: &Setback) -> HashSet<ItemId> {
    let managers = facts.talks.counterparts.iter().filter(|of| {
        matches!(of.it.relation, Relation::Manager | Relation::SkipLevel)
            && of
                .it
                .from
                .is_none_or(|from| from.first_day() <= it.on.last_day())
            && of.it.to.is_none_or(|to| to.last_day() >= it.on.first_day())
    });
    let managers = managers.map(|of| facts.talks.who(of.it));
    let case = it.case.and_then(|id| facts.record.get::<Case>(id));
    let deciders = case.into_iter().flat_map(|of| &of.it.deciders);
    let all = managers.chain(deciders.map(|it| who(facts, it)));
    let contact = |who: Who<'_>| {
        let linked = who.contact.and_then(|id| circle.person(id));
        linked.or_else(|| match circle.named(who.name?)[..] {
            [only] => Some(only),
            _ => None,
        })
    };
    all.filter_map(contact).map(|of| of.id).collect()
}

struct Found<'a> {
    circle: Circle<'a>,
    seen: HashSet<ItemId>,
    all: Vec<Suggested<'a>>,
}

impl<'a> Found<'a> {
    fn is_full(&self) -> bool {
        self.all.len() >= AT_ONCE
    }

    fn add(&mut self, contact: Of<'a, Contact>, why: impl FnOnce() -> String) {
        if !self.is_full() && self.seen.insert(contact.id) {
            let why = why();
            self.all.push(Suggested { contact, why });
        }
    }

    /// Somebody by a name as it was written, if exactly one is called so.
    fn named(&mut self, name: &str, why: impl FnOnce() -> String) {
        if self.is_full() {
            return;
        }
        if let [contact] = self.circle.named(name)[..] {
            self.add(contact, why);
        }
    }
}

fn company<'a>(facts: &Facts<'a>, found: &mut Found<'a>) {
    for of in facts.record.all::<Contact>() {
        if found.is_full() {
            return;
        }
        let mut tags = of.it.tags.iter();
        if let Some(tag) = tags.find(|tag| CLOSE.contains(&folded(tag).trim())) {
            found.add(of, || format!("You tagged them ‘{tag}’."));
        }
    }
}

fn counsel<'a>(facts: &Facts<'a>, found: &mut Found<'a>) {
    let hard = facts.record.all::<Moment>();
    let mut hard: Vec<Of<'a, Moment>> = hard
        .filter(|of| of.it.kind.is_hard() && !of.it.on.is_after(facts.day))
        .collect();
    hard.order_by_key(|of| std::cmp::Reverse(of.it.on));
    for of in hard {
        if let Some(contact) = found.circle.person(of.it.of) {
            found.add(contact, || {
                format!("Something was hard for them too: {}", of.it.what)
            });
        }
    }
    for seat in seats(facts, found.circle) {
        if let Some(contact) = seat.person.filter(|_| seat.is_taken()) {
            found.add(contact, || format!("On your board: {}.", seat.of.it.area));
        }
    }
}

/// Those who saw one’s work: allies who would speak for it, those who praised it, witnesses of the latest of it.
fn saw_the_work<'a>(facts: &Facts<'a>, found: &mut Found<'a>, kind: SupportKind) {
    for of in &facts.talks.allies {
        let knows = of.it.knows == Knows::WouldSpeak
            || of.it.knows == Knows::Seen && kind == SupportKind::Tell;
        let who = facts.talks.who(of.it);
        if let Some(contact) = who.contact.filter(|_| knows)
            && let Some(contact) = found.circle.person(contact)
        {
            found.add(contact, || match of.it.knows {
                Knows::WouldSpeak => "They would speak for your work, you noted.".to_owned(),
                _ => "They have seen your work, you noted.".to_owned(),
            });
        }
    }
    for of in &facts.praise {
        if let Some(from) = &of.it.from {
            found.named(from, || match of.it.on {
                Some(on) => format!("They praised your work ({}).", near(on, facts.day)),
                None => "They praised your work.".to_owned(),
            });
        }
    }
    for of in &facts.evidence {
        for witness in &of.it.witnesses {
            found.named(witness, || format!("They saw this: {}", of.it.what));
        }
        if found.is_full() {
            return;
        }
    }
}
