//! A few people a month to write to, before one needs something.
//!
//! The rule, which `docs/people.md` tells: of all whom one has not been in touch with for half a year and who have no
//! rhythm of their own, those with a reason, the strongest reason and the longest silence first. The first
//! [`POOL`] of them are gone through [`A_MONTH`] a month, so that the same three do not stand there for ever. Whom a
//! network merely lists comes up where there are not enough others. Whom one writes to is not shown again this month.

use hashbrown::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Directory, Person, identity};
use crate::{
    date::PartialDate,
    id::ItemId,
    order::InOrder,
    record::{Cadence, Contact, Content, Of, Record, Role, Touch},
    views::{due::Matter, facts::Facts, months_before},
};

/// Suggestions in a month.
pub const A_MONTH: usize = 3;

/// How many are gone through before it begins anew: a year of them.
pub const POOL: usize = 36;

/// Months without being in touch after which one may reconnect.
pub const SILENT: u32 = 6;

/// Somebody to write to.
#[derive(Debug, Clone)]
pub struct Suggestion<'a> {
    /// Who.
    pub contact: Of<'a, Contact>,
    /// Why them.
    pub reason: Reason<'a>,
    /// When one was in touch last.
    pub last: Option<PartialDate>,
}

/// Why somebody is suggested, the strongest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason<'a> {
    /// They answered something, and one has been silent since.
    Answered(&'a str),
    /// They saw or praised one's work.
    SawYourWork,
    /// They work where one worked once; colleagues of today are met anyway.
    SharedOrganisation(&'a str),
    /// One was in touch once.
    BeenInTouch,
    /// A network has listed them for years, and nothing else was ever said.
    Connected(PartialDate),
}

impl Reason<'_> {
    /// The word in JSON.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::SawYourWork => "saw-your-work",
            Self::SharedOrganisation(_) => "shared-organisation",
            Self::BeenInTouch => "been-in-touch",
            Self::Connected(_) => "connected",
        }
    }

    /// The reason, as a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Answered(what) => {
                format!("They answered you: ‘{what}’. Tell them what became of it.")
            }
            Self::SawYourWork => "They saw your work and said so.".to_owned(),
            Self::SharedOrganisation(name) => format!("They know {name} from inside, as you do."),
            Self::BeenInTouch => "You were in touch once, and it has become quiet.".to_owned(),
            Self::Connected(on) => {
                format!(
                    "Connected since {}, and never a word about it here.",
                    on.in_words()
                )
            }
        }
    }

    /// Whether there was ever more than a line in a list of a network.
    #[must_use]
    pub const fn is_of_yours(&self) -> bool {
        !matches!(self, Self::Connected(_))
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Answered(_) => 0,
            Self::SawYourWork => 1,
            Self::SharedOrganisation(_) => 2,
            Self::BeenInTouch => 3,
            Self::Connected(_) => 4,
        }
    }
}

/// Whom to write to this month; not who was put aside on Today.
#[must_use]
pub fn reconnect<'a>(facts: &Facts<'a>, directory: &Directory) -> Vec<Suggestion<'a>> {
    reconnect_with(facts, directory, &Known::of(facts.record, directory.day))
}

/// The same by what was found out already. Of a directory that has only some people those who are in it are told.
pub(in crate::views) fn reconnect_with<'a>(
    facts: &Facts<'a>,
    directory: &Directory,
    known: &Known<'a>,
) -> Vec<Suggestion<'a>> {
    let record = facts.record;
    let aside = |it: &Suggestion<'_>| {
        let (word, who) = (Matter::Reconnect.word(), Some(it.contact.id));
        facts.aside.until(word, who, facts.day).is_some()
    };
    let begins = directory.day.first_of_month();
    let quiet = months_before(begins, SILENT);
    let (mut all, mut listed): (Vec<Suggestion<'a>>, Vec<Suggestion<'a>>) =
        (Vec::new(), Vec::new());
    for person in directory.people() {
        // As the month began: what is done meanwhile does not bring up others.
        let before = person.days(record).filter(|on| on.first_day() < begins);
        let last = before.max();
        if last.is_some_and(|on| on.last_day() > quiet) || by_calendar(person) {
            continue;
        }
        let Some(contact) = record.get::<Contact>(person.id) else {
            continue;
        };
        if let Some(reason) = known.reason(record, contact, person, last) {
            let ones = if reason.is_of_yours() {
                &mut all
            } else {
                &mut listed
            };
            ones.push(Suggestion {
                contact,
                reason,
                last,
            });
        }
    }
    let mut chosen = of_the_month(all, directory.day, A_MONTH);
    let left = A_MONTH - chosen.len();
    chosen.extend(of_the_month(listed, directory.day, left));
    // Whoever was written to or put aside is not followed by another this month.
    chosen.retain(|it| {
        let person = directory.person(it.contact.id);
        let written = person
            .and_then(|it| it.last)
            .is_some_and(|on| on.first_day() >= begins);
        !written && !aside(it)
    });
    chosen
}

/// The next so many of the pool, by the month.
fn of_the_month(mut all: Vec<Suggestion<'_>>, day: Date, most: usize) -> Vec<Suggestion<'_>> {
    all.order_by_key(|it| (it.reason.rank(), it.last, it.contact.id));
    all.truncate(POOL);
    let count = most.min(all.len());
    let first = usize::from(day.month().unsigned_abs()) * count;
    let first = first % all.len().max(1);
    all.rotate_left(first);
    all.truncate(count);
    all
}

/// Whom the calendar brings up anyway, or never.
const fn by_calendar(person: &Person) -> bool {
    matches!(person.cadence, Some(cadence) if cadence.months().is_some() || matches!(cadence, Cadence::None))
}

/// What makes somebody more than a name in a list.
#[derive(Debug)]
pub(in crate::views) struct Known<'a> {
    /// Whom one was in touch with, by the contacts that were named then.
    touched: HashSet<ItemId>,
    /// Names of those who saw or praised work.
    saw: HashSet<String>,
    /// Their [`identity::letters`].
    letters: HashSet<(usize, u32)>,
    /// Organisations one worked for, and does not any more.
    organisations: HashMap<String, &'a str>,
    day: Date,
}

impl<'a> Known<'a> {
    pub(in crate::views) fn of(record: &'a Record, day: Date) -> Self {
        let mut known = Self {
            touched: HashSet::new(),
            saw: HashSet::new(),
            letters: HashSet::new(),
            organisations: HashMap::new(),
            day,
        };
        let mut present = HashSet::new();
        for (_, thread) in record.threads() {
            match &thread.last().content {
                Some(Content::Evidence(it)) => {
                    let names = it.witnesses.iter().map(|it| identity::name(it));
                    known.saw.extend(names);
                }
                Some(Content::Praise(it)) => {
                    known.saw.extend(it.from.as_deref().map(identity::name));
                }
                Some(Content::Role(Role {
                    organisation: Some(it),
                    to,
                    ..
                })) => {
                    let name = identity::organisation(it);
                    if to.goes_on(day) {
                        present.insert(name.clone());
                    }
                    known.organisations.insert(name, it);
                }
                Some(Content::Touch(it)) => known.touched.extend(&it.with),
                Some(Content::Conversation(it)) => known.touched.extend(it.contact),
                _ => {}
            }
        }
        known.saw.remove("");
        let letters = known.saw.iter().filter_map(|it| identity::letters(it));
        known.letters = letters.collect();
        known.organisations.remove("");
        known
            .organisations
            .retain(|name, _| !present.contains(name));
        known
    }

    /// Whether one was ever in touch with somebody.
    fn touched(&self, of: &Of<'_, Contact>) -> bool {
        self.touched.contains(&of.id) || of.it.merged.iter().any(|id| self.touched.contains(id))
    }

    /// Whether there may be more to somebody than a line in a list: only for those a reason is found that [is of
    /// yours](Reason::is_of_yours). It is asked of thirty thousand, most of whom are nothing more.
    pub(in crate::views) fn knows(&self, of: &Of<'_, Contact>) -> bool {
        self.touched(of) || self.saw(&of.it.name) || self.shared(of.it).is_some()
    }

    /// Whether somebody of that name saw or praised work.
    fn saw(&self, name: &str) -> bool {
        let may = identity::letters(name).is_none_or(|it| self.letters.contains(&it));
        may && !self.saw.is_empty() && self.saw.contains(&identity::name(name))
    }

    /// An organisation that one worked for, where they work.
    fn shared(&self, it: &Contact) -> Option<&'a str> {
        let text = it.organisation.as_deref()?;
        let mut keys = self.organisations.keys();
        let may = keys.any(|key| identity::begins(text, key));
        let key = may.then(|| identity::organisation(text))?;
        self.organisations.get(&key).copied()
    }

    fn reason(
        &self,
        record: &'a Record,
        contact: Of<'a, Contact>,
        person: &Person,
        last: Option<PartialDate>,
    ) -> Option<Reason<'a>> {
        let touches = person
            .touches
            .iter()
            .filter_map(|id| record.get::<Touch>(*id));
        let answered = touches
            .filter(|of| of.it.answered.is_some())
            .max_by_key(|of| of.it.on);
        if let Some(answer) = answered.and_then(|of| of.it.answered.as_deref()) {
            return Some(Reason::Answered(answer));
        }
        if self.saw(&contact.it.name) {
            return Some(Reason::SawYourWork);
        }
        if let Some(name) = self.shared(contact.it) {
            return Some(Reason::SharedOrganisation(name));
        }
        if last.is_some() {
            return Some(Reason::BeenInTouch);
        }
        let connected = contact.it.connected_on?;
        let long = connected.last_day() < months_before(self.day, 12);
        long.then_some(Reason::Connected(connected))
    }
}
