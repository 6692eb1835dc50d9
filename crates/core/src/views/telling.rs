//! What an item says, for lists that hold every kind: the timeline and the search.
//!
//! A new kind has one place here where it says what it is called, and what of it is looked through.

use std::borrow::Cow;

use crate::{
    framework::{Framework, RungId},
    record::{Content, RoleEnd},
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
        "award" => "Awards",
        "certificate" => "Certificates",
        "claim" => "Duties looked at",
        "destination" => "Destinations",
        "education" => "Education",
        "evidence" => "Evidence",
        "focus" => "Focus",
        "friday-minute" => "Friday minutes",
        "listed-skill" => "Listed skills",
        "praise" => "Praise",
        "profile" => "Profile",
        "project" => "Projects",
        "rating" => "Ratings",
        "role" => "Roles",
        "training" => "Training courses",
        "volunteering" => "Voluntary roles",
        _ => "From a newer version",
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
        Content::Role(it) => match &it.organisation {
            Some(organisation) => format!("{}, {organisation}", it.title).into(),
            None => Cow::Borrowed(&it.title),
        },
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
        Content::Award(it) => Cow::Borrowed(&it.title),
        Content::Certificate(it) => Cow::Borrowed(&it.name),
        Content::Education(it) => match &it.degree {
            Some(degree) => format!("{degree}, {}", it.school).into(),
            None => Cow::Borrowed(&it.school),
        },
        Content::ListedSkill(it) => Cow::Borrowed(&it.name),
        Content::Project(it) => Cow::Borrowed(&it.title),
        Content::Training(it) => Cow::Borrowed(&it.title),
        Content::Volunteering(it) => Cow::Borrowed(&it.title),
        Content::Profile(it) => Cow::Borrowed(it.name.as_deref().unwrap_or_default()),
        Content::Unknown(it) => Cow::Borrowed(&it.kind),
    }
}

/// Hands every text of an item to `look`, with its weight.
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
        Content::Evidence(it) => {
            some(FURTHER, &[&it.so_what, &it.my_part]);
            if let Some(figure) = &it.figure {
                some(
                    FURTHER,
                    &[&figure.what, &figure.from, &figure.to, &figure.unit],
                );
            }
            look((FIRST, &it.what));
            let names = it.witnesses.iter().map(|name| (FURTHER, name.as_str()));
            let links = it.links.iter().map(|link| (BESIDE, link.as_str()));
            let skills = it
                .skills
                .iter()
                .filter_map(|shown| framework.skill(&shown.skill));
            let skills = skills.map(|skill| (BESIDE, skill.name.as_str()));
            names.chain(links).chain(skills).for_each(look);
        }
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
        Content::Award(it) => {
            some(FURTHER, &[&it.issuer, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Certificate(it) => {
            some(FURTHER, &[&it.issuer, &it.note]);
            look((FIRST, &it.name));
        }
        Content::Education(it) => {
            some(FURTHER, &[&it.degree, &it.note]);
            look((FIRST, &it.school));
        }
        Content::ListedSkill(it) => {
            some(FURTHER, &[&it.note]);
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
        Content::Profile(it) => some(FURTHER, &[&it.name, &it.keep]),
        Content::Focus(_) | Content::Unknown(_) => {}
    }
}

/// The end of a role as a timeline knows it.
pub(super) const fn ended(to: RoleEnd) -> Option<crate::date::PartialDate> {
    match to {
        RoleEnd::On(date) => Some(date),
        RoleEnd::Ongoing | RoleEnd::Unknown => None,
    }
}
