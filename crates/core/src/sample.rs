//! A made-up career, to look around in: a detour, a break, a fork that is tried out, a promotion that went to
//! somebody else, half a year of the same work, a manager who sees some things differently, and the people whose word
//! counts. Nobody in it exists.

mod background;
mod board;
mod case;
mod evidence;
mod growth;
mod people;
mod plan;
mod resume;
mod setback;
mod talks;
#[cfg(test)]
mod tests;
mod update;
mod ways;

use jiff::{Span, Timestamp, civil::Date};
use serde_json::Map;

use crate::{
    date::PartialDate,
    framework::{ExpectationId, FrameworkHash, Proficiency, RungId, SkillId},
    id::{ItemId, NewIds},
    record::{
        Act, Claim, ClaimState, Destination, Entry, Focus, Placement, Profile, Rating, Role,
        RoleEnd, Scope, View,
    },
};

/// Who the sample is about.
pub const NAME: &str = "Noor Haddad";

/// Notes on roles that say nothing but what the work was: they stand in the résumé.
const FOR_OTHERS: [&str; 2] = [ROLES[0].5, ROLES[2].5];

/// Title, organisation, rung (empty: outside product), months ago it began and ended (0: it goes on), note.
const ROLES: [(&str, &str, &str, i32, i32, &str); 5] = [
    (
        "Customer Support Engineer",
        "Halden Systems",
        "",
        132,
        99,
        "Answered 40 tickets a day and began to write down what they had in common.",
    ),
    (
        "Associate Product Manager",
        "Halden Systems",
        "associate",
        99,
        79,
        "",
    ),
    (
        "Product Manager",
        "Brightwater",
        "pm",
        79,
        55,
        "First product of my own: the billing pages.",
    ),
    (
        "Product Manager, Retention",
        "Tidepool",
        "pm",
        49,
        37,
        "After half a year away, travelling and helping at my sister’s bakery.",
    ),
    (
        "Sr. Product Manager, Pricing",
        "Tidepool",
        "senior",
        37,
        0,
        "",
    ),
];

/// Skill, own proficiency, days ago, why.
const RATINGS: [(&str, u8, i32, &str); 20] = [
    ("execution", 4, 38, ""),
    (
        "vision",
        3,
        38,
        "I wrote the pricing strategy; the portfolio one is not mine.",
    ),
    ("market", 4, 38, ""),
    (
        "business",
        2,
        38,
        "I can read the P&L. I have never owned one.",
    ),
    ("prioritisation", 4, 38, ""),
    ("communication", 4, 38, ""),
    ("stakeholders", 4, 38, ""),
    (
        "executive-influence",
        2,
        38,
        "Two board papers, both with help.",
    ),
    ("collaboration", 4, 38, ""),
    ("mentoring", 3, 38, ""),
    ("people-management", 2, 38, ""),
    ("product-sense", 4, 38, ""),
    ("data", 4, 38, ""),
    ("consumer-science", 3, 38, ""),
    ("design", 3, 38, ""),
    ("technical", 3, 38, ""),
    ("agile", 4, 38, ""),
    ("innovation", 3, 38, ""),
    (
        "business",
        1,
        500,
        "Had to ask what contribution margin is.",
    ),
    ("executive-influence", 1, 500, ""),
];

/// Skill, proficiency, days ago, why: the manager's view as the person noted it.
const NOTED: [(&str, u8, i32, &str); 3] = [
    (
        "vision",
        4,
        60,
        "‘You set the direction for pricing; everyone follows it.’",
    ),
    ("business", 2, 60, ""),
    ("stakeholders", 3, 60, "‘Sales still comes to me first.’"),
];

/// Responsibility, answer, days ago.
const CLAIMS: [(&str, ClaimState, i32); 12] = [
    ("senior-strategic-initiatives", ClaimState::Doing, 38),
    ("senior-unasked-strategy", ClaimState::Doing, 38),
    ("senior-product-lines", ClaimState::Doing, 38),
    ("senior-long-term-vision", ClaimState::Doing, 38),
    ("senior-mentor", ClaimState::Doing, 38),
    ("senior-data-decisions", ClaimState::Doing, 38),
    ("senior-expert", ClaimState::Doing, 38),
    ("senior-stakeholder-priorities", ClaimState::Doing, 38),
    ("senior-executive-priorities", ClaimState::Partly, 38),
    ("principal-mentor", ClaimState::Partly, 38),
    ("principal-pnl", ClaimState::NotYet, 38),
    ("principal-strategy", ClaimState::Partly, 38),
];

/// The entries of the sample record, as written at `now`, with every date counted back from `today`.
///
/// `framework` is the hash of the shipped ladder, whose ids they name.
#[must_use]
pub fn entries(
    framework: FrameworkHash,
    today: Date,
    now: Timestamp,
    ids: &mut dyn NewIds,
) -> Vec<Entry> {
    let mut sample = Sample {
        framework,
        today,
        act: Act::new(ids, now),
    };
    sample.act.add(Profile {
        name: Some(NAME.to_owned()),
        keep: Some("Prices are the part of a product that nobody can ignore. Small teams. Mornings without meetings.".to_owned()),
        framework: Some(framework),
        ..Profile::default()
    });
    let roles = sample.roles();
    sample.views();
    for (expectation, state, days_ago) in CLAIMS {
        let on = sample.day(days_ago);
        sample.act.add(Claim {
            expectation: ExpectationId::new(expectation),
            state,
            view: View::Own,
            on,
            note: None,
            framework,
            unknown: Map::new(),
        });
    }
    let done = sample.evidence();
    sample.background();
    let [principal, director] = sample.aims();
    let leading = growth::add(&mut sample, principal, director);
    plan::add(&mut sample);
    let people = people::add(&mut sample);
    board::add(&mut sample, &people, principal, leading);
    talks::add(&mut sample, &people);
    update::add(&mut sample, &people);
    case::add(&mut sample, &people, &done);
    ways::add(&mut sample, &people);
    setback::add(&mut sample, &people);
    resume::add(&mut sample, &done, &roles);
    sample.act.into_entries()
}

struct Sample<'a> {
    framework: FrameworkHash,
    today: Date,
    act: Act<'a>,
}

impl Sample<'_> {
    fn day(&self, days_ago: i32) -> PartialDate {
        PartialDate::day(self.today.saturating_sub(Span::new().days(days_ago)))
    }

    fn month(&self, months_from_now: i32) -> PartialDate {
        let day = self
            .today
            .saturating_add(Span::new().months(months_from_now));
        PartialDate::month(day.year(), day.month()).unwrap_or(PartialDate::day(day))
    }

    /// The roles, and those whose note could be read by others as it is.
    fn roles(&mut self) -> Vec<ItemId> {
        let mut open = Vec::new();
        for (title, organisation, rung, began, ended, note) in ROLES {
            let to = if ended == 0 {
                RoleEnd::Ongoing
            } else {
                RoleEnd::On(self.month(-ended))
            };
            let placement = if rung.is_empty() {
                Placement::Outside
            } else {
                Placement::Rung {
                    id: RungId::new(rung),
                    framework: self.framework,
                }
            };
            let from = Some(self.month(-began));
            let role = self.act.add(Role {
                title: title.to_owned(),
                organisation: Some(organisation.to_owned()),
                from,
                to,
                placement,
                scope: Scope {
                    team: (ended == 0).then(|| "two teams, eleven people".to_owned()),
                    ..Scope::default()
                },
                note: text(note),
                ..Role::default()
            });
            if FOR_OTHERS.contains(&note) {
                open.push(role);
            }
        }
        open
    }

    fn views(&mut self) {
        let own = RATINGS.map(|it| (View::Own, None, it));
        let noted = NOTED.map(|it| (View::Manager, Some("Petra Lindqvist"), it));
        for (view, by, (skill, proficiency, days_ago, note)) in own.into_iter().chain(noted) {
            let on = self.day(days_ago);
            self.act.add(Rating {
                skill: SkillId::new(skill),
                proficiency: proficient(proficiency),
                view,
                by: by.map(str::to_owned),
                on,
                note: text(note),
                framework: self.framework,
                unknown: Map::new(),
            });
        }
    }

    fn aims(&mut self) -> [ItemId; 2] {
        let chosen = self.day(120);
        let aims = [
            (
                "principal",
                Some(self.month(16)),
                "I want to stay close to the product.",
            ),
            (
                "director",
                None,
                "Perhaps. Jonas’s launch was the best part of my year.",
            ),
        ]
        .map(|(rung, by, why)| {
            self.act.add(Destination {
                rung: Some(RungId::new(rung)),
                role: None,
                by,
                why: text(why),
                on: chosen,
                framework: self.framework,
                unknown: Map::new(),
            })
        });
        let until = Some(self.month(4));
        let on = self.day(30);
        self.act.add(Focus {
            skills: ["business", "executive-influence"]
                .map(SkillId::new)
                .to_vec(),
            until,
            on,
            framework: self.framework,
            unknown: Map::new(),
        });
        aims
    }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn proficient(level: u8) -> Proficiency {
    Proficiency::new(level).unwrap_or(Proficiency::ALL[0])
}
