//! What an item says, for lists that hold every kind: the timeline and the search.
//!
//! A new kind has one place here where it says what it is called, and what of it is looked through.

mod background;
mod board;
mod career;
mod case;
mod growth;
mod kinds;
mod linked;
mod people;
mod setbacks;
mod talks;

use std::borrow::Cow;

pub use self::{
    kinds::{kind_label, kind_one},
    linked::Linked,
};

use crate::{
    framework::{Framework, RungId},
    record::{Content, Dial, Reading, RoleEnd},
};

/// A text of an item, and how much finding something in it weighs.
pub(super) type Weighed<'a> = (u32, &'a str);

/// What a word in the first line of an item weighs when it is found.
const FIRST: u32 = 4;

/// What a word further down weighs.
const FURTHER: u32 = 2;

/// What a word beside the matter weighs: names of skills, addresses.
const BESIDE: u32 = 1;

/// An item in a line.
#[must_use]
pub fn first_line<'a>(framework: &'a Framework, content: &'a Content) -> Cow<'a, str> {
    match content {
        Content::Evidence(it) => Cow::Borrowed(&it.what),
        Content::Praise(it) => match &it.from {
            Some(from) => format!("{from}: ‘{}’", it.words).into(),
            None => format!("‘{}’", it.words).into(),
        },
        Content::FridayMinute(it) => {
            let parts = [&it.did, &it.learned, &it.helped];
            let first = parts.into_iter().flatten().next();
            Cow::Borrowed(first.map_or("", String::as_str))
        }
        Content::Role(it) => beside(&it.title, it.organisation.as_deref()),
        Content::Rating(it) => {
            let skill = framework.skill(&it.skill);
            let name = skill.map_or(it.skill.as_str(), |skill| &skill.name);
            format!("{name}: {}", framework.word(it.proficiency)).into()
        }
        Content::Claim(it) => {
            let duty = framework.expectation(&it.expectation);
            let text = duty.map_or(it.expectation.as_str(), |(_, duty)| duty.text());
            format!("{text}: {}", it.state.label()).into()
        }
        Content::Destination(it) => {
            let rung = it.rung.as_ref();
            let known = rung.and_then(|id| framework.rung(id));
            let named = known.map(|rung| rung.name.as_str());
            let named = named.or(rung.map(RungId::as_str));
            Cow::Borrowed(it.role.as_deref().or(named).unwrap_or_default())
        }
        Content::Focus(it) => {
            let names = it.skills.iter().map(|id| {
                let skill = framework.skill(id);
                skill.map_or(id.as_str(), |skill| &skill.name)
            });
            names.collect::<Vec<_>>().join(", ").into()
        }
        Content::Profile(it) => Cow::Borrowed(it.name.as_deref().unwrap_or_default()),
        Content::Action(it) => Cow::Borrowed(&it.what),
        Content::Experiment(it) => Cow::Borrowed(&it.what),
        Content::Hypothesis(it) => format!("I believe that {}", it.belief).into(),
        Content::Takeaway(it) => Cow::Borrowed(&it.title),
        Content::Case(_) | Content::Submission(_) => case::first_line(framework, content),
        Content::SharedCopy(it) => Cow::Borrowed(&it.title),
        Content::Hidden(_) => Cow::Borrowed("Left out of everything"),
        Content::Agreement(_)
        | Content::Ally(_)
        | Content::Conversation(_)
        | Content::Counterpart(_)
        | Content::Dispute(_)
        | Content::Feedback(_)
        | Content::FeedbackAsk(_)
        | Content::Promise(_)
        | Content::TalkNote(_) => talks::first_line(content),
        Content::CheckIn(it) => dials(
            Dial::WORDS
                .iter()
                .map(|(_, dial)| (*dial, it.reading(*dial))),
            it.line.as_deref(),
        ),
        Content::Pulse(it) => dials(
            [(Dial::Energy, it.energy), (Dial::Learning, it.learning)].into_iter(),
            it.line.as_deref(),
        ),
        Content::RungTime(it) => match it.months {
            Some(months) => format!("{months} months").into(),
            None => Cow::Borrowed("none"),
        },
        Content::Quiet(it) => format!("Quiet until {}", it.until).into(),
        Content::Snooze(it) => match it.until {
            Some(until) => format!("{}, until {until}", it.matter).into(),
            None => format!("{}, for good", it.matter).into(),
        },
        Content::Settled(it) => format!("This is where I want to be, until {}", it.until).into(),
        Content::PlanSettings(it) => {
            format!("{} hours a week for {} weeks", it.hours_a_week, it.weeks).into()
        }
        Content::Award(it) => beside(&it.title, it.issuer.as_deref()),
        Content::Certificate(it) => beside(&it.name, it.issuer.as_deref()),
        Content::Education(it) => beside(&it.school, it.degree.as_deref()),
        Content::ListedSkill(it) => beside(&it.name, it.level.as_deref()),
        Content::Project(it) => beside(&it.title, it.part.as_deref()),
        Content::Training(it) => beside(&it.title, it.provider.as_deref()),
        Content::Volunteering(it) => beside(&it.title, it.organisation.as_deref()),
        Content::Contact(it) => beside(&it.name, it.organisation.as_deref()),
        Content::Touch(it) => Cow::Borrowed(it.first_line().unwrap_or("in touch")),
        Content::Moment(it) => format!("{}: {}", it.kind.label(), it.what).into(),
        Content::Community(it) => Cow::Borrowed(&it.name),
        Content::Gathering(it) => beside(&it.name, it.place.as_deref()),
        Content::TagCadence(it) => format!("{}: {}", it.tag, it.cadence.label()).into(),
        Content::Seat(it) => Cow::Borrowed(&it.area),
        Content::Approach(it) => {
            let last = it.steps.last();
            let said = last.and_then(|step| step.note.as_deref());
            beside(last.map_or("noticed", |step| step.kind.label()), said)
        }
        Content::Question(it) => Cow::Borrowed(&it.ask),
        Content::Gift(it) => Cow::Borrowed(&it.what),
        Content::Lesson(it) => Cow::Borrowed(&it.learned),
        Content::Opportunity(it) => beside(&it.title, it.organisation.as_deref()),
        Content::Criterion(it) => format!("{}: {}", it.what, it.matters.label()).into(),
        Content::BoardReview(it) => Cow::Borrowed(it.note.as_deref().unwrap_or("seat by seat")),
        Content::Update(it) => Cow::Borrowed(&it.subject),
        Content::UpdateGroup(it) => Cow::Borrowed(&it.name),
        Content::Resume(it) => Cow::Borrowed(
            it.headline
                .as_deref()
                .unwrap_or("What stands in your résumé"),
        ),
        Content::Reflection(_)
        | Content::Reframe(_)
        | Content::Setback(_)
        | Content::SetbackNote(_)
        | Content::Support(_) => setbacks::first_line(content),
        Content::Unknown(it) => Cow::Borrowed(&it.kind),
    }
}

/// A name, and what stands beside it.
fn beside<'a>(name: &'a str, beside: Option<&'a str>) -> Cow<'a, str> {
    match beside {
        Some(beside) => format!("{name}, {beside}").into(),
        None => Cow::Borrowed(name),
    }
}

/// Readings in words, and the line that was written to them.
fn dials(
    readings: impl Iterator<Item = (Dial, Option<Reading>)>,
    line: Option<&str>,
) -> Cow<'_, str> {
    let said = readings
        .filter_map(|(dial, reading)| Some(format!("{}: {}", dial.label(), dial.says(reading?))));
    let said = said.collect::<Vec<_>>().join(", ");
    match (said.is_empty(), line) {
        (true, None) => Cow::Borrowed("skipped"),
        (true, Some(line)) => Cow::Borrowed(line),
        (false, None) => said.into(),
        (false, Some(line)) => format!("{line} ({said})").into(),
    }
}

/// Hands every text of an item to `look`, with its weight; of a piece of evidence what weighs most first.
pub(super) fn texts<'a>(
    framework: &'a Framework,
    content: &'a Content,
    look: &mut dyn FnMut(Weighed<'a>),
) {
    match content {
        Content::Evidence(it) => career::evidence(framework, it, look),
        Content::Praise(it) => {
            some(look, FURTHER, &[&it.from, &it.for_what]);
            some(look, BESIDE, &[&it.from_role]);
            look((FIRST, &it.words));
        }
        Content::FridayMinute(it) => some(look, FIRST, &[&it.did, &it.learned, &it.helped]),
        Content::Role(it) => {
            some(look, FURTHER, &[&it.organisation, &it.note]);
            some(
                look,
                BESIDE,
                &[&it.scope.team, &it.scope.products, &it.scope.budget],
            );
            look((FIRST, &it.title));
        }
        Content::Rating(it) => {
            some(look, FURTHER, &[&it.note, &it.by]);
            if let Some(skill) = framework.skill(&it.skill) {
                look((BESIDE, &skill.name));
            }
        }
        Content::Claim(it) => {
            some(look, FURTHER, &[&it.note]);
            if let Some((_, duty)) = framework.expectation(&it.expectation) {
                look((BESIDE, duty.text()));
            }
        }
        Content::Destination(it) => {
            some(look, FIRST, &[&it.role]);
            some(look, FURTHER, &[&it.why]);
            let rung = it.rung.as_ref().and_then(|id| framework.rung(id));
            if let Some(rung) = rung {
                look((FIRST, &rung.name));
            }
        }
        Content::Profile(it) => some(look, FURTHER, &[&it.name, &it.keep]),
        Content::Action(_)
        | Content::CheckIn(_)
        | Content::Experiment(_)
        | Content::Hypothesis(_)
        | Content::Pulse(_) => growth::texts(content, look),
        Content::Quiet(it) => some(look, FIRST, &[&it.why]),
        Content::Settled(it) => some(look, FIRST, &[&it.why]),
        Content::Award(_)
        | Content::Certificate(_)
        | Content::Education(_)
        | Content::ListedSkill(_)
        | Content::Project(_)
        | Content::Takeaway(_)
        | Content::Training(_)
        | Content::Volunteering(_) => background::texts(content, look),
        Content::Opportunity(it) => career::opportunity(it, look),
        Content::Criterion(it) => look((FIRST, &it.what)),
        Content::Community(_)
        | Content::Contact(_)
        | Content::Gathering(_)
        | Content::Moment(_)
        | Content::TagCadence(_)
        | Content::Touch(_)
        | Content::Update(_)
        | Content::UpdateGroup(_) => people::texts(content, look),
        Content::Case(_) | Content::Submission(_) => case::texts(framework, content, look),
        Content::Agreement(_)
        | Content::Ally(_)
        | Content::Conversation(_)
        | Content::Counterpart(_)
        | Content::Dispute(_)
        | Content::Feedback(_)
        | Content::FeedbackAsk(_)
        | Content::Promise(_)
        | Content::TalkNote(_) => talks::texts(framework, content, look),
        Content::Approach(_)
        | Content::BoardReview(_)
        | Content::Gift(_)
        | Content::Lesson(_)
        | Content::Question(_)
        | Content::Seat(_) => board::texts(content, look),
        Content::Resume(it) => career::resume(it, look),
        Content::Reflection(_)
        | Content::Reframe(_)
        | Content::Setback(_)
        | Content::SetbackNote(_)
        | Content::Support(_) => setbacks::texts(content, look),
        // A copy says again what is found where it was copied from.
        Content::Focus(_)
        | Content::Hidden(_)
        | Content::PlanSettings(_)
        | Content::RungTime(_)
        | Content::SharedCopy(_)
        | Content::Snooze(_)
        | Content::Unknown(_) => {}
    }
}

/// Hands over those of several texts that are there.
fn some<'a>(look: &mut dyn FnMut(Weighed<'a>), weight: u32, texts: &[&'a Option<String>]) {
    let there = texts.iter().filter_map(|text| text.as_deref());
    there.for_each(|text| look((weight, text)));
}

/// The end of a role as a timeline knows it.
pub(super) const fn ended(to: RoleEnd) -> Option<crate::date::PartialDate> {
    match to {
        RoleEnd::On(date) => Some(date),
        RoleEnd::Ongoing | RoleEnd::Unknown => None,
    }
}
