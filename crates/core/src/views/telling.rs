//! What an item says, for lists that hold every kind: the timeline and the search.
//!
//! A new kind has one place here where it says what it is called, and what of it is looked through.

mod case;
mod growth;
mod setbacks;
mod talks;

use std::borrow::Cow;

use crate::{
    framework::{Framework, RungId},
    record::{Content, Dial, Evidence, Opportunity, Outline, Reading, Resume, RoleEnd},
};

/// A text of an item, and how much finding something in it weighs.
pub(super) type Weighed<'a> = (u32, &'a str);

/// What a word in the first line of an item weighs when it is found.
const FIRST: u32 = 4;

/// What a word further down weighs.
const FURTHER: u32 = 2;

/// What a word beside the matter weighs: names of skills, addresses.
const BESIDE: u32 = 1;

/// What a list calls the kind; one that this version does not know is said to be newer.
#[must_use]
pub fn kind_label(kind: &str) -> &'static str {
    match kind {
        "action" => "Things to do",
        "agreement" => "Agreements",
        "ally" => "Allies",
        "approach" => "Approaches",
        "award" => "Awards",
        "board-review" => "Reviews of the board",
        "case" => "Cases for a promotion",
        "certificate" => "Certificates",
        "check-in" => "Check-ins",
        "claim" => "Duties looked at",
        "conversation" => "Conversations",
        "counterpart" => "Whom you talk with",
        "criterion" => "What matters in work",
        "community" => "Communities",
        "contact" => "People",
        "copy" => "Copies for others",
        "destination" => "Destinations",
        "dispute" => "What you said against it",
        "education" => "Schools and degrees",
        "evidence" => "Evidence",
        "experiment" => "Experiments",
        "feedback" => "Feedback",
        "feedback-ask" => "Questions about your work",
        "focus" => "Focus",
        "friday-minute" => "Friday minutes",
        "gathering" => "Events",
        "gift" => "Something to give",
        "hidden" => "Hidden",
        "hypothesis" => "Hypotheses",
        "lesson" => "Lessons of others",
        "listed-skill" => "Listed skills",
        "moment" => "Moments of others",
        "opportunity" => "Opportunities",
        "plan-settings" => "Plans",
        "praise" => "Praise",
        "profile" => "Profile",
        "project" => "Projects",
        "promise" => "Promises",
        "pulse" => "Pulses",
        "question" => "Questions to ask",
        "quiet" => "Quiet times",
        "rating" => "Ratings",
        "resume" => "Résumé",
        "reflection" => "Looking back",
        "reframe" => "Said otherwise",
        "role" => "Roles",
        "rung-time" => "Own measure of time on a rung",
        "seat" => "Seats on your board",
        "setback" => "Setbacks",
        "setback-note" => "Written after a setback",
        "settled" => "Where you want to be",
        "tag-cadence" => "Rhythms of tags",
        "snooze" => "Put aside",
        "submission" => "Packets handed in",
        "support" => "People to turn to",
        "takeaway" => "Takeaways",
        "talk-note" => "For the next conversation",
        "touch" => "Touches",
        "training" => "Training courses",
        "update" => "Updates",
        "update-group" => "Groups for updates",
        "volunteering" => "Voluntary roles",
        _ => "From a newer version",
    }
}

/// What one of a kind is called, beside it in a list.
#[must_use]
pub fn kind_one(kind: &str) -> &'static str {
    match kind {
        "action" => "to do",
        "agreement" => "agreement",
        "ally" => "ally",
        "approach" => "approach",
        "board-review" => "review of the board",
        "case" => "case",
        "check-in" => "check-in",
        "claim" => "duties",
        "conversation" => "conversation",
        "counterpart" => "whom you talk with",
        "criterion" => "what matters",
        "community" => "community",
        "copy" => "copy for others",
        "destination" => "destination",
        "dispute" => "said against it",
        "evidence" => "evidence",
        "experiment" => "experiment",
        "feedback" => "feedback",
        "feedback-ask" => "asked about your work",
        "focus" => "focus",
        "friday-minute" => "Friday minute",
        "gathering" => "event",
        "gift" => "to give",
        "hidden" => "hidden",
        "hypothesis" => "hypothesis",
        "lesson" => "lesson",
        "moment" => "moment",
        "opportunity" => "opportunity",
        "plan-settings" => "plan",
        "praise" => "praise",
        "profile" => "profile",
        "promise" => "promise",
        "pulse" => "pulse",
        "question" => "to ask",
        "resume" => "résumé",
        "quiet" => "quiet time",
        "rating" => "rating",
        "reflection" => "looking back",
        "reframe" => "said otherwise",
        "rung-time" => "time on a rung",
        "seat" => "seat",
        "setback" => "setback",
        "setback-note" => "written for yourself",
        "settled" => "where you want to be",
        "tag-cadence" => "rhythm of a tag",
        "snooze" => "put aside",
        "submission" => "packet",
        "support" => "to turn to",
        "takeaway" => "takeaway",
        "talk-note" => "for the next conversation",
        "touch" => "touch",
        "update" => "update",
        "update-group" => "group for updates",
        _ => Outline::of(kind).map_or("from a newer version", |it| it.one),
    }
}

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
    let mut some = |weight: u32, texts: &[&'a Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            look((weight, text));
        }
    };
    match content {
        Content::Evidence(it) => texts_of_evidence(framework, it, look),
        Content::Praise(it) => {
            some(FURTHER, &[&it.from, &it.for_what]);
            some(BESIDE, &[&it.from_role]);
            look((FIRST, &it.words));
        }
        Content::FridayMinute(it) => some(FIRST, &[&it.did, &it.learned, &it.helped]),
        Content::Role(it) => {
            some(FURTHER, &[&it.organisation, &it.note]);
            some(
                BESIDE,
                &[&it.scope.team, &it.scope.products, &it.scope.budget],
            );
            look((FIRST, &it.title));
        }
        Content::Rating(it) => {
            some(FURTHER, &[&it.note, &it.by]);
            if let Some(skill) = framework.skill(&it.skill) {
                look((BESIDE, &skill.name));
            }
        }
        Content::Claim(it) => {
            some(FURTHER, &[&it.note]);
            if let Some((_, duty)) = framework.expectation(&it.expectation) {
                look((BESIDE, duty.text()));
            }
        }
        Content::Destination(it) => {
            some(FIRST, &[&it.role]);
            some(FURTHER, &[&it.why]);
            let rung = it.rung.as_ref().and_then(|id| framework.rung(id));
            if let Some(rung) = rung {
                look((FIRST, &rung.name));
            }
        }
        Content::Profile(it) => some(FURTHER, &[&it.name, &it.keep]),
        Content::Action(_)
        | Content::CheckIn(_)
        | Content::Experiment(_)
        | Content::Hypothesis(_)
        | Content::Pulse(_) => growth::texts(content, look),
        Content::Quiet(it) => some(FIRST, &[&it.why]),
        Content::Settled(it) => some(FIRST, &[&it.why]),
        Content::Award(_)
        | Content::Certificate(_)
        | Content::Education(_)
        | Content::ListedSkill(_)
        | Content::Project(_)
        | Content::Takeaway(_)
        | Content::Training(_)
        | Content::Volunteering(_) => texts_of_background(content, look),
        Content::Opportunity(it) => texts_of_an_opportunity(it, look),
        Content::Criterion(it) => look((FIRST, &it.what)),
        Content::Community(_)
        | Content::Contact(_)
        | Content::Gathering(_)
        | Content::Moment(_)
        | Content::TagCadence(_)
        | Content::Touch(_)
        | Content::Update(_)
        | Content::UpdateGroup(_) => texts_about_people(content, look),
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
        | Content::Seat(_) => texts_of_the_board(content, look),
        Content::Resume(it) => texts_of_a_resume(it, look),
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

/// The same for a piece of evidence.
fn texts_of_evidence<'a>(
    framework: &'a Framework,
    it: &'a Evidence,
    look: &mut dyn FnMut(Weighed<'a>),
) {
    look((FIRST, &it.what));
    let mut some = |texts: &[&'a Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            look((FURTHER, text));
        }
    };
    some(&[&it.so_what, &it.my_part]);
    if let Some(figure) = &it.figure {
        some(&[&figure.what, &figure.from, &figure.to, &figure.unit]);
    }
    let names = it.witnesses.iter().map(|name| (FURTHER, name.as_str()));
    let links = it.links.iter().map(|link| (BESIDE, link.as_str()));
    let skills = it
        .skills
        .iter()
        .filter_map(|shown| framework.skill(&shown.skill));
    let skills = skills.map(|skill| (BESIDE, skill.name.as_str()));
    names.chain(links).chain(skills).for_each(look);
}

/// The same for a role that is considered.
fn texts_of_an_opportunity<'a>(it: &'a Opportunity, look: &mut dyn FnMut(Weighed<'a>)) {
    let mut some = |weight: u32, texts: &[&'a Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            look((weight, text));
        }
    };
    some(FIRST, &[&it.organisation]);
    some(FURTHER, &[&it.note, &it.posting]);
    some(BESIDE, &[&it.source, &it.link]);
    let notes = it.stages.iter().filter_map(|it| it.note.as_deref());
    let next = it.next.iter().map(|it| it.what.as_str());
    let says = it.weighed.iter().filter_map(|it| it.says.as_deref());
    let terms = it.offer.iter().filter_map(|it| it.terms.as_deref());
    let said = notes.chain(next).chain(says).chain(terms);
    said.map(|it| (FURTHER, it)).for_each(&mut *look);
    look((FIRST, &it.title));
}

/// The same for what stands beside the roles, and for what was read and heard.
fn texts_of_background<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    let mut some = |weight: u32, texts: &[&'a Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            look((weight, text));
        }
    };
    match content {
        Content::Takeaway(it) => {
            some(FURTHER, &[&it.by, &it.took, &it.for_whom]);
            some(BESIDE, &[&it.link]);
            look((FIRST, &it.title));
        }
        Content::Award(it) => {
            some(FURTHER, &[&it.issuer, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Certificate(it) => {
            some(FURTHER, &[&it.issuer, &it.note]);
            look((FIRST, &it.name));
        }
        Content::Education(it) => {
            some(FURTHER, &[&it.degree, &it.grade, &it.note]);
            look((FIRST, &it.school));
        }
        Content::ListedSkill(it) => {
            some(FURTHER, &[&it.level, &it.note]);
            look((FIRST, &it.name));
        }
        Content::Project(it) => {
            some(FURTHER, &[&it.part, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Training(it) => {
            some(FURTHER, &[&it.provider, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Volunteering(it) => {
            some(FURTHER, &[&it.organisation, &it.cause, &it.note]);
            look((FIRST, &it.title));
        }
        _ => {}
    }
}

/// The same for what is about people one knows.
fn texts_of_a_resume<'a>(it: &'a Resume, look: &mut dyn FnMut(Weighed<'a>)) {
    let texts = it.headline.iter().chain(&it.summary);
    texts.for_each(|text| look((FIRST, text)));
    let words = it.worded.iter().map(|it| &it.words);
    words.for_each(|text| look((FURTHER, text)));
}

fn texts_about_people<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    let mut some = |weight: u32, texts: &[&'a Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            look((weight, text));
        }
    };
    match content {
        Content::Contact(it) => {
            some(FIRST, &[&it.nickname]);
            some(FURTHER, &[&it.organisation, &it.title, &it.how_known]);
            some(FURTHER, &[&it.notes, &it.boundaries]);
            let tags = it.tags.iter().map(|it| (FURTHER, it.as_str()));
            let reach = it.reach.iter().map(|it| (BESIDE, it.value.as_str()));
            look((FIRST, &it.name));
            tags.chain(reach).for_each(look);
        }
        Content::Touch(it) => {
            some(FIRST, &[&it.note, &it.asked, &it.answered]);
            some(FURTHER, &[&it.gave, &it.next]);
        }
        Content::Moment(it) => look((FIRST, &it.what)),
        Content::Community(it) => {
            some(FURTHER, &[&it.notes]);
            some(BESIDE, &[&it.url]);
            look((FIRST, &it.name));
        }
        Content::Gathering(it) => {
            some(FURTHER, &[&it.place, &it.follow_up, &it.notes]);
            look((FIRST, &it.name));
        }
        Content::TagCadence(it) => look((FIRST, &it.tag)),
        Content::Update(it) => {
            look((FURTHER, &it.body));
            look((FIRST, &it.subject));
        }
        Content::UpdateGroup(it) => look((FIRST, &it.name)),
        _ => {}
    }
}

/// The same for what belongs to the personal board.
fn texts_of_the_board<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    let mut some = |weight: u32, texts: &[&'a Option<String>]| {
        for text in texts.iter().filter_map(|text| text.as_deref()) {
            look((weight, text));
        }
    };
    match content {
        Content::Seat(it) => {
            some(FURTHER, &[&it.track_record, &it.looking_for]);
            look((FIRST, &it.area));
        }
        Content::Approach(it) => {
            let notes = it.steps.iter().filter_map(|step| step.note.as_deref());
            let draft = it.draft.iter().map(|draft| draft.text.as_str());
            let all = notes.map(|it| (FIRST, it));
            all.chain(draft.map(|it| (FURTHER, it))).for_each(look);
        }
        Content::Question(it) => look((FIRST, &it.ask)),
        Content::Gift(it) => look((FIRST, &it.what)),
        Content::Lesson(it) => {
            some(FURTHER, &[&it.outcome]);
            look((FIRST, &it.learned));
        }
        Content::BoardReview(it) => {
            some(FIRST, &[&it.note]);
            let whys = it.seats.iter().filter_map(|seat| seat.why.as_deref());
            whys.map(|why| (FURTHER, why)).for_each(look);
        }
        _ => {}
    }
}

/// The end of a role as a timeline knows it.
pub(super) const fn ended(to: RoleEnd) -> Option<crate::date::PartialDate> {
    match to {
        RoleEnd::On(date) => Some(date),
        RoleEnd::Ongoing | RoleEnd::Unknown => None,
    }
}
