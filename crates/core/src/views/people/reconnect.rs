//! A few people a month to write to, before one needs something.
//!
//! The rule, which `docs/people.md` tells: of all whom one has not been in touch with for half a year and who have no
//! rhythm of their own, those with a reason, the strongest reason and the longest silence first. The first
//! [`POOL`] of them are gone through [`A_MONTH`] a month, so that the same three do not stand there for ever. Whom one
//! writes to is not shown again this month.

use hashbrown::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Directory, Person, identity};
use crate::{
    date::PartialDate,
    record::{Cadence, Contact, Content, Of, Record, Role, Touch},
    views::months_before,
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
    /// They work where one worked.
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

/// Whom to write to this month.
#[must_use]
pub fn reconnect<'a>(record: &'a Record, directory: &Directory) -> Vec<Suggestion<'a>> {
    let day = directory.day;
    let begins = day.first_of_month();
    let quiet = months_before(begins, SILENT);
    let known = Known::of(record, day);
    let mut all: Vec<Suggestion<'a>> = Vec::new();
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
            all.push(Suggestion {
                contact,
                reason,
                last,
            });
        }
    }
    all.sort_by_key(|it| (it.reason.rank(), it.last, it.contact.id));
    all.truncate(POOL);
    let first = usize::from(day.month().unsigned_abs()) * A_MONTH;
    let count = A_MONTH.min(all.len());
    let length = all.len().max(1);
    let mut chosen: Vec<Suggestion<'a>> = (0..count)
        .map(|it| all[(first + it) % length].clone())
        .collect();
    chosen.retain(|it| {
        let person = directory.person(it.contact.id);
        person.is_some_and(|person| person.last.is_none_or(|on| on.first_day() < begins))
    });
    chosen
}

/// Whom the calendar brings up anyway, or never.
const fn by_calendar(person: &Person) -> bool {
    matches!(person.cadence, Some(cadence) if cadence.months().is_some() || matches!(cadence, Cadence::None))
}

/// What makes somebody more than a name in a list.
struct Known<'a> {
    /// Names of those who saw or praised work.
    saw: HashSet<String>,
    /// Organisations one worked for.
    organisations: HashMap<String, &'a str>,
    day: Date,
}

impl<'a> Known<'a> {
    fn of(record: &'a Record, day: Date) -> Self {
        let mut known = Self {
            saw: HashSet::new(),
            organisations: HashMap::new(),
            day,
        };
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
                    ..
                })) => {
                    known.organisations.insert(identity::organisation(it), it);
                }
                _ => {}
            }
        }
        known.saw.remove("");
        known.organisations.remove("");
        known
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
        if !self.saw.is_empty() && self.saw.contains(&identity::name(&contact.it.name)) {
            return Some(Reason::SawYourWork);
        }
        let shared = contact
            .it
            .organisation
            .as_deref()
            .map(identity::organisation);
        if let Some(name) = shared.and_then(|it| self.organisations.get(&it)) {
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
