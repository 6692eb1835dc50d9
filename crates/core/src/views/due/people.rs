//! People one knows: touches that are due, moments of theirs and birthdays, what to follow up after an event, whom to
//! write to before one needs something.

use std::cmp::Ordering;

use hashbrown::HashSet;
use jiff::Span;

use super::{Due, DueId, Matter};
use crate::{
    date::PartialDate,
    id::ItemId,
    record::{Contact, Content, Gathering, Moment, Of, TagCadence},
    views::{
        facts::Facts,
        months_before,
        people::{
            Directory, Person, Suggestion,
            reconnect::{Known, reconnect_with},
            touches::unanswered,
        },
        words::{capital, near, sentence},
    },
};

/// Days after an event when what is to be followed up stands on Today: while people still remember one another.
const FOLLOW_UP_DAYS: i64 = 2;

/// Days from a birthday in which a line still arrives in time.
const BIRTHDAY_DAYS: i64 = 7;

/// Months for which one is in touch with somebody after the last time, so that their birthday is brought up: an address
/// book has hundreds of them.
const IN_TOUCH_MONTHS: u32 = 24;

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    let (mut moments, mut gatherings) = (Vec::new(), Vec::new());
    for (id, thread) in facts.record.threads() {
        let revision = thread.last();
        match &revision.content {
            Some(Content::Moment(it)) if it.answered.is_none() => moments.push(it.of),
            Some(Content::Gathering(it)) if it.followed_up.is_none() => {
                gatherings.push(Of { id, revision, it });
            }
            _ => {}
        }
    }
    let known = Known::of(facts.record, facts.day);
    let directory = directory(facts, &moments, |of| known.knows(of));
    let seated = seated(facts, &directory);
    let dear = |it: &&Person| seated.contains(&it.id) || in_touch(facts, it);
    let dear = directory.people().iter().filter(dear);
    let birthdays: Vec<Due> = dear.filter_map(|it| birthday(facts, it)).collect();
    // One line is enough for both.
    let now = birthdays.iter().filter(|it| it.stands(facts.day));
    let now = now.filter(|it| !is_aside(facts, it.id));
    let now: HashSet<ItemId> = now.filter_map(|it| it.id.item).collect();
    let rhythmic = directory.people().iter();
    let rhythmic = rhythmic.filter(|it| !seated.contains(&it.id) && !now.contains(&it.id));
    all.extend(rhythmic.filter_map(|it| touch(facts, it)));
    all.extend(birthdays);
    // Whom only a network lists is told on the page of people; it is no reason to be asked for a line.
    let suggested = reconnect_with(facts, &directory, &known).into_iter();
    let suggested =
        suggested.filter(|it| it.reason.is_of_yours() && !seated.contains(&it.contact.id));
    all.extend(suggested.map(|it| write_to(facts, &it)));
    if !moments.is_empty() {
        let moments = unanswered(facts.record, &directory);
        all.extend(
            moments
                .into_iter()
                .filter_map(|of| moment(facts, &directory, of)),
        );
    }
    all.extend(gatherings.into_iter().filter_map(|of| follow_up(facts, of)));
}

/// Those who have a rhythm or may have one by a tag, those who are named otherwise, and whom else one knows; not the
/// thousands of an import, which ask for nothing.
pub(super) fn directory(
    facts: &Facts<'_>,
    named: &[ItemId],
    knows: impl Fn(&Of<'_, Contact>) -> bool,
) -> Directory {
    let by_tag = facts.record.all::<TagCadence>().next().is_some();
    let named: HashSet<ItemId> = named
        .iter()
        .copied()
        .chain(facts.board.seats.iter().filter_map(|of| of.it.person))
        .chain(facts.board.approaches.iter().map(|of| of.it.person))
        .collect();
    Directory::of_those(facts.record, facts.day, |of| {
        of.it.cadence.is_some()
            || (by_tag && !of.it.tags.is_empty())
            || named.contains(&of.id)
            || of.it.merged.iter().any(|id| named.contains(id))
            || knows(of)
    })
}

/// Who is met by the rhythm of a seat, which says more of why.
fn seated(facts: &Facts<'_>, directory: &Directory) -> HashSet<ItemId> {
    let seats = facts.board.seats.iter();
    let rhythmic = seats.filter(|of| of.it.cadence.is_some() && of.it.resting.is_none());
    let people = rhythmic.filter_map(|of| of.it.person);
    people.filter_map(|id| directory.resolve(id)).collect()
}

fn touch(facts: &Facts<'_>, person: &Person) -> Option<Due> {
    let day = person.due?;
    let contact = facts.record.get::<Contact>(person.id)?.it;
    let every = person.cadence.map_or("", |cadence| cadence.label());
    let every = match &person.by_tag {
        Some(tag) => format!("{} for ‘{tag}’", capital(every)),
        None => capital(every),
    };
    let last = person.last.map_or_else(
        || "you have not noted a time yet".to_owned(),
        |on| format!("the last time was {}", near(on, facts.day)),
    );
    let mut why = format!("{every}, you said; {last}.");
    boundaries(contact, &mut why);
    Some(Due::on(
        DueId::of(Matter::Touch, person.id),
        day,
        format!("Get in touch with {}", contact.name),
        why,
    ))
}

/// Whether one is in touch with somebody, by what was noted or what one means to.
fn in_touch(facts: &Facts<'_>, person: &Person) -> bool {
    if let Some(cadence) = person.cadence {
        return cadence.months().is_some();
    }
    let lately = months_before(facts.day, IN_TOUCH_MONTHS);
    person.last.is_some_and(|on| on.last_day() >= lately)
}

/// The birthday that is now, else the next.
fn birthday(facts: &Facts<'_>, person: &Person) -> Option<Due> {
    let it = facts.record.get::<Contact>(person.id)?.it;
    let week = Span::new().days(BIRTHDAY_DAYS);
    let year = facts.day.year();
    let mut days = (year - 1..=year + 1).filter_map(|year| it.birthday_in(year));
    let day = days.find(|day| {
        let answered = person.last.is_some_and(|on| on.last_day() >= *day);
        day.saturating_add(week) >= facts.day && !(answered && *day <= facts.day)
    })?;
    let mut why = match day.cmp(&facts.day) {
        Ordering::Less => {
            let past = near(PartialDate::day(day), facts.day);
            format!("It was {past}. A line still arrives.")
        }
        Ordering::Equal => "It is today. A line is enough.".to_owned(),
        Ordering::Greater => "A line is enough.".to_owned(),
    };
    boundaries(it, &mut why);
    Some(Due::on(
        DueId::of(Matter::Birthday, person.id),
        day,
        format!("{} has a birthday", it.name),
        why,
    ))
}

/// Somebody to write to before one needs something.
fn write_to(facts: &Facts<'_>, it: &Suggestion<'_>) -> Due {
    let mut why = it.reason.says();
    if let Some(last) = it.last {
        why = format!("{why} The last time was {}.", near(last, facts.day));
    }
    boundaries(it.contact.it, &mut why);
    Due::whenever(
        DueId::of(Matter::Reconnect, it.contact.id),
        format!("Ask {} how they are", it.contact.it.name),
        why,
    )
}

fn is_aside(facts: &Facts<'_>, id: DueId) -> bool {
    let aside = facts.aside.until(id.matter.word(), id.item, facts.day);
    aside.is_some()
}

/// What somebody asked one to leave be, behind a reason.
fn boundaries(it: &Contact, why: &mut String) {
    if let Some(boundaries) = &it.boundaries {
        why.push_str(" They asked: ");
        why.push_str(&sentence(boundaries));
    }
}

fn moment(facts: &Facts<'_>, directory: &Directory, of: Of<'_, Moment>) -> Option<Due> {
    let person = directory.resolve(of.it.of)?;
    let name = &facts.record.get::<Contact>(person)?.it.name;
    let when = near(of.it.on, facts.day);
    let why = if of.it.kind.is_hard() {
        format!("It happened {when}. A line that you think of them is enough.")
    } else {
        format!("It happened {when}. A line is enough.")
    };
    Some(Due::on(
        DueId::of(Matter::Moment, of.id),
        of.it.on.last_day().min(facts.day),
        format!("{name}: {}", of.it.what),
        why,
    ))
}

fn follow_up(facts: &Facts<'_>, of: Of<'_, Gathering>) -> Option<Due> {
    let follow_up = of.it.follow_up.as_ref()?;
    if of.it.on.is_after(facts.day) {
        return None;
    }
    let day = of
        .it
        .on
        .last_day()
        .saturating_add(Span::new().days(FOLLOW_UP_DAYS));
    Some(Due::on(
        DueId::of(Matter::FollowUp, of.id),
        day,
        format!("Follow up on {}", of.it.name),
        sentence(follow_up),
    ))
}
