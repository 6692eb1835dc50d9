//! People one knows: touches that are due, moments of theirs, what to follow up after an event.

use hashbrown::HashSet;

use jiff::Span;

use super::{Due, DueId, Matter};
use crate::{
    id::ItemId,
    record::{Contact, Content, Gathering, Moment, Of, TagCadence},
    views::{
        facts::Facts,
        people::{Directory, Person, touches::unanswered},
        words::{capital, near, sentence},
    },
};

/// Days after an event when what is to be followed up stands on Today: while people still remember one another.
const FOLLOW_UP_DAYS: i64 = 2;

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
    let directory = directory(facts, &moments);
    let seated = seated(facts, &directory);
    let rhythmic = directory.people().iter();
    all.extend(
        rhythmic
            .filter(|it| !seated.contains(&it.id))
            .filter_map(|it| touch(facts, it)),
    );
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

/// Those who have a rhythm or may have one by a tag, and those who are named otherwise; not the thousands of an
/// import, which ask for nothing.
pub(super) fn directory(facts: &Facts<'_>, named: &[ItemId]) -> Directory {
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
    if let Some(boundaries) = &contact.boundaries {
        why.push_str(" They asked: ");
        why.push_str(&sentence(boundaries));
    }
    Some(Due::on(
        DueId::of(Matter::Touch, person.id),
        day,
        format!("Get in touch with {}", contact.name),
        why,
    ))
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
