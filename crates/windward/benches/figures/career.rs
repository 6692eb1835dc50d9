//! The record that everything is measured on: 2,000 entries over eight years, the same at every run.
//!
//! The mix is that of somebody who uses Windward every week: one to three pieces of evidence, an earlier one put
//! better now and then, skills assessed each quarter, responsibilities twice a year, a manager's view once.

use jiff::{
    Span, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{ExpectationId, Framework, FrameworkHash, Proficiency, RungId, SkillId},
    id::{CountedIds, EntryId, ItemId},
    record::{
        Act, Change, Claim, ClaimState, Content, Destination, Entry, Evidence, Focus, Placement,
        Profile, Rating, Role, RoleEnd, Scope, Shown, View,
    },
};

use crate::dice::Dice;

/// How many entries the record has.
pub(crate) const ENTRIES: usize = 2_000;

/// The first day of the record, and how many weeks it goes on: to the 20th of November 2026.
const BEGAN: Date = date(2018, 11, 23);
const WEEKS: i32 = 417;

/// Week it began, title, organisation, rung.
const ROLES: [(i32, &str, &str, &str); 6] = [
    (
        0,
        "Associate Product Manager",
        "Halden Systems",
        "associate",
    ),
    (70, "Product Manager", "Halden Systems", "pm"),
    (131, "Product Manager, Billing", "Brightwater", "pm"),
    (204, "Sr. Product Manager, Retention", "Tidepool", "senior"),
    (290, "Sr. PM II, Pricing", "Tidepool", "senior"),
    (371, "Principal Product Manager", "Larkfield", "principal"),
];

/// Months before the record began, title, organisation: where they come from.
const BEFORE: [(i32, i32, &str, &str); 3] = [
    (75, 41, "Customer Support Engineer", "Halden Systems"),
    (41, 12, "Project Manager", "Ostrander & Pell"),
    (12, 0, "Business Analyst", "Ostrander & Pell"),
];

const WORDS: [&str; 72] = [
    "interviewed",
    "nine",
    "customers",
    "who",
    "had",
    "cancelled",
    "and",
    "wrote",
    "up",
    "what",
    "they",
    "hoped",
    "for",
    "pricing",
    "pilot",
    "in",
    "two",
    "regions",
    "moved",
    "renewals",
    "from",
    "71",
    "to",
    "77",
    "of",
    "a",
    "hundred",
    "the",
    "board",
    "paper",
    "was",
    "approved",
    "with",
    "one",
    "change",
    "sales",
    "engineering",
    "agreed",
    "on",
    "date",
    "after",
    "half",
    "year",
    "we",
    "stopped",
    "feature",
    "that",
    "nobody",
    "used",
    "freed",
    "team",
    "four",
    "weeks",
    "an",
    "experiment",
    "holdout",
    "group",
    "showed",
    "discount",
    "sold",
    "nothing",
    "support",
    "tickets",
    "fell",
    "by",
    "third",
    "because",
    "invoices",
    "explain",
    "themselves",
    "now",
    "finance",
];

const PEOPLE: [&str; 6] = [
    "Petra Lindqvist, my manager",
    "Tom Okafor, sales",
    "Wei Chen, engineering",
    "Ines Duarte, finance",
    "Jonas Weber",
    "Amara Nwosu, support",
];

/// Something written before that can be put better.
type Standing = (ItemId, EntryId, Evidence);

#[derive(Debug)]
struct Career<'a> {
    framework: &'a Framework,
    dice: Dice,
    ids: CountedIds,
    acts: Vec<Vec<Entry>>,
    entries: usize,
    week: i32,
    evidence: Vec<Standing>,
}

/// The acts of the record, in the order in which they were done.
pub(crate) fn acts(framework: &Framework) -> Vec<Vec<Entry>> {
    sized(framework, ENTRIES)
}

/// The same of another length: a shorter one ends earlier, a longer one has the rest from an old notebook.
pub(crate) fn sized(framework: &Framework, entries: usize) -> Vec<Vec<Entry>> {
    let mut career = Career {
        framework,
        dice: Dice::seeded(0x5749_4e44_5741_5244),
        ids: CountedIds::default(),
        acts: Vec::new(),
        entries: 0,
        week: 0,
        evidence: Vec::new(),
    };
    career.begin();
    for week in 0..WEEKS {
        career.week = week;
        career.one_week();
    }
    // What is missing comes from an old notebook, typed in on the last day.
    let mut notebook = Vec::new();
    while career.entries + notebook.len() < entries {
        career.week = i32::try_from(career.dice.below(417)).unwrap_or(0);
        notebook.push(Content::from(career.evidence()));
    }
    career.week = WEEKS;
    career.write(notebook);
    let mut left = entries;
    for act in &mut career.acts {
        act.truncate(left);
        left -= act.len();
    }
    career.acts.retain(|act| !act.is_empty());
    career.acts
}

impl Career<'_> {
    fn hash(&self) -> FrameworkHash {
        self.framework.hash
    }

    fn today(&self) -> Date {
        BEGAN.saturating_add(Span::new().weeks(self.week))
    }

    fn now(&self) -> Timestamp {
        let evening = self.today().at(18, 30, 0, 0).to_zoned(TimeZone::UTC);
        evening.map_or(Timestamp::UNIX_EPOCH, |evening| evening.timestamp())
    }

    /// New items, as one act. What each was given as id, and as the entry that puts it.
    fn write(&mut self, contents: Vec<Content>) -> Vec<(ItemId, EntryId)> {
        let now = self.now();
        let mut act = Act::new(&mut self.ids, now);
        let ids: Vec<ItemId> = contents
            .into_iter()
            .map(|content| act.add(content))
            .collect();
        let entries = act.into_entries();
        let written = ids
            .into_iter()
            .zip(entries.iter().map(|entry| entry.entry_id))
            .collect();
        self.keep(entries);
        written
    }

    fn keep(&mut self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.entries += entries.len();
            self.acts.push(entries);
        }
    }

    /// Between `low` and `high` characters, as one might have typed them.
    fn text(&mut self, low: usize, high: usize) -> String {
        let length = low + self.dice.below(high - low);
        let mut text = String::new();
        while text.len() < length {
            let word = self.dice.pick(&WORDS);
            let begins = text.is_empty() || text.ends_with(". ");
            let (first, rest) = word.split_at(1);
            text.push_str(&if begins {
                first.to_uppercase()
            } else {
                first.to_owned()
            });
            text.push_str(rest);
            text.push_str(if self.dice.one_in(11) { ". " } else { " " });
        }
        text.truncate(text.trim_end_matches([' ', '.']).len());
        text
    }

    fn maybe(&mut self, one_in: usize, low: usize, high: usize) -> Option<String> {
        self.dice.one_in(one_in).then(|| self.text(low, high))
    }

    /// What somebody imports on the first day: who they are and what they did before.
    fn begin(&mut self) {
        let month = |months: i32| {
            let day = BEGAN.saturating_sub(Span::new().months(months));
            PartialDate::month(day.year(), day.month()).unwrap_or(PartialDate::day(day))
        };
        let profile = Profile {
            name: Some("Noor Haddad".to_owned()),
            time_zone: Some("Europe/Madrid".to_owned()),
            keep: Some(self.text(100, 160)),
            framework: Some(self.hash()),
            ..Profile::default()
        };
        let mut contents = vec![Content::from(profile)];
        for (from, to, title, organisation) in BEFORE {
            contents.push(Content::from(Role {
                title: title.to_owned(),
                organisation: Some(organisation.to_owned()),
                from: Some(month(from)),
                to: RoleEnd::On(month(to)),
                placement: Placement::Outside,
                note: Some(self.text(60, 180)),
                ..Role::default()
            }));
        }
        self.write(contents);
    }

    fn one_week(&mut self) {
        for (place, (week, ..)) in ROLES.iter().enumerate() {
            if *week == self.week {
                self.role(place);
            }
        }
        for _ in 0..=self.dice.below(3) {
            self.log();
        }
        if self.dice.one_in(4) {
            self.put_better();
        }
        if self.week % 13 == 5 {
            self.assess();
        }
        if self.week % 26 == 7 {
            self.claim();
        }
        if self.week % 52 == 20 {
            self.note_manager();
        }
        if self.week % 17 == 3 {
            self.choose_focus();
        }
        if self.week % 47 == 9 {
            self.choose_destination();
        }
    }

    /// A role begins. Its end is that of the next one.
    fn role(&mut self, place: usize) {
        let (week, title, organisation, rung) = ROLES[place];
        let day = |week: i32| {
            let day = BEGAN.saturating_add(Span::new().weeks(week));
            PartialDate::month(day.year(), day.month()).unwrap_or(PartialDate::day(day))
        };
        let role = Role {
            title: title.to_owned(),
            organisation: Some(organisation.to_owned()),
            from: Some(day(week)),
            to: ROLES
                .get(place + 1)
                .map_or(RoleEnd::Ongoing, |next| RoleEnd::On(day(next.0))),
            placement: Placement::Rung {
                id: RungId::new(rung),
                framework: self.hash(),
            },
            scope: Scope {
                team: Some("two teams, eleven people".to_owned()),
                ..Scope::default()
            },
            note: Some(self.text(80, 240)),
            ..Role::default()
        };
        self.write(vec![role.into()]);
    }

    /// Where the ladder has them: the rung of the week, as a place from the bottom.
    fn height(&self) -> usize {
        let held = ROLES.iter().rev().find(|(week, ..)| *week <= self.week);
        held.and_then(|(_, _, _, rung)| self.framework.height(&RungId::new(*rung)))
            .unwrap_or(0)
    }

    fn proficiency(&mut self) -> Proficiency {
        let usual = self.height() + 1;
        let level = (usual + self.dice.below(3)).saturating_sub(1).clamp(1, 5);
        Proficiency::ALL[level - 1]
    }

    fn skill(&mut self) -> SkillId {
        self.dice.pick(&self.framework.skills).id.clone()
    }

    fn duty(&mut self) -> ExpectationId {
        let rung = (self.height() + self.dice.below(2)).min(self.framework.rungs.len() - 1);
        let duties = &self.framework.rungs[rung].responsibilities;
        self.dice.pick(duties).id.clone()
    }

    /// Between 100 and 400 characters in three fields.
    fn evidence(&mut self) -> Evidence {
        let skills = (0..=self.dice.below(3))
            .map(|_| self.skill())
            .collect::<Vec<_>>();
        let shown = skills.into_iter().map(|skill| Shown {
            skill,
            proficiency: self.proficiency(),
        });
        let skills = shown.collect();
        let responsibilities = (0..self.dice.below(3)).map(|_| self.duty()).collect();
        let seen_by = self.dice.below(3);
        let what = self.text(40, 110);
        let on = PartialDate::day(self.today());
        Evidence {
            so_what: Some(self.text(60, 140)),
            my_part: self.maybe(2, 60, 150),
            skills,
            responsibilities,
            witnesses: PEOPLE
                .iter()
                .take(seen_by)
                .map(|name| (*name).to_owned())
                .collect(),
            confidential: self.dice.one_in(12),
            ..Evidence::line(what, on, self.hash())
        }
    }

    fn log(&mut self) {
        let evidence = self.evidence();
        let written = self.write(vec![evidence.clone().into()]);
        let kept = written
            .into_iter()
            .map(|(id, entry)| (id, entry, evidence.clone()));
        self.evidence.extend(kept);
    }

    /// An earlier piece of evidence, said better or, now and then, taken back.
    fn put_better(&mut self) {
        let recent = self.evidence.len().min(20);
        let place = self.evidence.len() - 1 - self.dice.below(recent);
        let (id, revises, mut evidence) = self.evidence.swap_remove(place);
        let withdraws = self.dice.one_in(15);
        evidence.so_what = Some(self.text(80, 160));
        let now = self.now();
        let mut act = Act::new(&mut self.ids, now);
        if withdraws {
            act.withdraw(id, revises);
        } else {
            act.put(id, Some(revises), evidence.clone());
        }
        let entries = act.into_entries();
        if let Some(Entry {
            entry_id,
            change: Change::Put(_),
            ..
        }) = entries.first()
        {
            self.evidence.push((id, *entry_id, evidence));
        }
        self.keep(entries);
    }

    fn rating(&mut self, skill: SkillId, view: View) -> Rating {
        Rating {
            skill,
            proficiency: self.proficiency(),
            view,
            by: (view != View::Own).then(|| "Petra Lindqvist".to_owned()),
            on: PartialDate::day(self.today()),
            note: self.maybe(3, 60, 160),
            framework: self.hash(),
            unknown: Map::new(),
        }
    }

    /// A quarter's answers, one act each, as the page writes them.
    fn assess(&mut self) {
        let skills: Vec<SkillId> = self
            .framework
            .skills
            .iter()
            .map(|it| it.id.clone())
            .collect();
        for skill in skills {
            if !self.dice.one_in(3) {
                let rating = self.rating(skill, View::Own);
                self.write(vec![rating.into()]);
            }
        }
    }

    fn claim(&mut self) {
        let rung = self.height();
        let rungs = self.framework.rungs.iter().skip(rung).take(2);
        let duties: Vec<ExpectationId> = rungs
            .flat_map(|rung| &rung.responsibilities)
            .map(|duty| duty.id.clone())
            .collect();
        for expectation in duties {
            let claim = Claim {
                expectation,
                state: *self.dice.pick(&ClaimState::ALL),
                view: View::Own,
                on: PartialDate::day(self.today()),
                note: self.maybe(4, 60, 140),
                framework: self.hash(),
                unknown: Map::new(),
            };
            self.write(vec![claim.into()]);
        }
    }

    /// The talk of the year, as noted: one act.
    fn note_manager(&mut self) {
        let skills: Vec<SkillId> = (0..10).map(|_| self.skill()).collect();
        let noted = skills
            .into_iter()
            .map(|skill| self.rating(skill, View::Manager).into());
        let noted = noted.collect();
        self.write(noted);
    }

    fn choose_focus(&mut self) {
        let skills = (0..=self.dice.below(Focus::MOST))
            .map(|_| self.skill())
            .collect();
        let until = self.today().saturating_add(Span::new().weeks(17));
        let focus = Focus {
            skills,
            until: Some(PartialDate::day(until)),
            on: PartialDate::day(self.today()),
            framework: self.hash(),
            unknown: Map::new(),
        };
        self.write(vec![focus.into()]);
    }

    fn choose_destination(&mut self) {
        let rung = (self.height() + 1 + self.dice.below(2)).min(self.framework.rungs.len() - 1);
        let destination = Destination {
            rung: Some(self.framework.rungs[rung].id.clone()),
            role: None,
            by: None,
            why: Some(self.text(60, 160)),
            on: PartialDate::day(self.today()),
            framework: self.hash(),
            unknown: Map::new(),
        };
        self.write(vec![destination.into()]);
    }
}
