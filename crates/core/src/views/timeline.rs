//! Everything that happened, by month, the latest first.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeSet};

use jiff::{civil::Date, tz::TimeZone};

use crate::{
    date::{PartialDate, Precision},
    framework::Framework,
    id::ItemId,
    order::InOrder,
    record::{Content, Hand, Record, Revision},
    views::telling::{Linked, ended},
};

/// What happened in one month, or in a year whose month nobody knows.
#[derive(Debug, Clone)]
pub struct Month<'a> {
    /// The month, or the year.
    pub of: PartialDate,
    /// What happened, the latest first.
    pub moments: Vec<Moment<'a>>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment<'a> {
    /// When.
    pub on: PartialDate,
    /// The pinned name of its kind.
    pub kind: &'a str,
    /// What, in a line.
    pub what: Cow<'a, str>,
    /// What came of it, or the parts of it.
    pub more: Option<Cow<'a, str>>,
    /// What it was about.
    pub id: ItemId,
    /// What else it was about, where several were done on one day and belong together.
    pub others: &'a [ItemId],
    /// Whether it is marked as confidential.
    pub confidential: bool,
    /// By whose hand it is here.
    pub hand: Hand,
}

/// Everything that happened, in order and told only where it is looked at: a long career has thousands of moments,
/// and a page a hundred. It holds ids alone, so that it can be kept for as long as its record is the same.
#[derive(Debug)]
pub struct Timeline {
    /// The latest first; those of one day in the order in which they were first written down.
    marks: Vec<Mark>,
    kinds: Vec<(String, usize)>,
}

/// That something happened.
#[derive(Debug, Clone)]
struct Mark {
    on: PartialDate,
    /// Which of the kinds it is.
    kind: usize,
    /// Whether it is the end of a role.
    left: bool,
    id: ItemId,
    /// What else of this kind was done on that day and belongs to it.
    others: Vec<ItemId>,
}

/// Everything by the end of `day`.
///
/// What does not say when it happened stands where it was written down. A profile, a listed
/// skill, a contact and a community say who somebody is, and are no moments; nor is what waits to be asked or given,
/// because the touch says when it was; and what matters
/// in work. What was copied for others stands there as itself already. Ratings and claims of one day are one moment.
#[must_use]
pub fn timeline(record: &Record, day: Date) -> Timeline {
    let mut found: Vec<Found<'_>> = Vec::new();
    for (id, thread) in record.threads() {
        let revision = thread.last();
        if let Some(content) = &revision.content
            && revision.had_happened_by(day)
            && !record.is_hidden(id)
        {
            find(id, revision, content, day, &mut found);
        }
    }
    found.order_by_key(|it| Reverse(it.on));
    Timeline::gathered(&found)
}

impl Timeline {
    /// How many moments there are of each kind, in the order of their names.
    #[must_use]
    pub fn kinds(&self) -> &[(String, usize)] {
        &self.kinds
    }

    /// The months of one kind or of all, from `until` backwards: no more of them once there are `enough` moments, and
    /// then the month that would be next. `record` is what the timeline was made of.
    #[must_use]
    pub fn months<'a>(
        &'a self,
        record: &'a Record,
        framework: &'a Framework,
        kind: Option<&str>,
        until: Option<PartialDate>,
        enough: usize,
    ) -> (Vec<Month<'a>>, Option<PartialDate>) {
        let is_kind = |mark: &Mark| kind.is_none_or(|kind| self.kinds[mark.kind].0 == kind);
        let linked = Linked::of(record);
        let mut months: Vec<Month<'a>> = Vec::new();
        let mut moments = 0;
        for mark in self.marks.iter().filter(|mark| is_kind(mark)) {
            let of = month(mark.on);
            if until.is_some_and(|until| of > until) {
                continue;
            }
            let moment = || mark.told(record, framework, &linked);
            match months.last_mut() {
                Some(last) if last.of == of => last.moments.extend(moment()),
                _ if moments >= enough => return (months, Some(of)),
                _ => months.push(Month {
                    of,
                    moments: moment().into_iter().collect(),
                }),
            }
            moments += 1;
        }
        (months, None)
    }

    /// Puts the ratings and the claims of one day together: a self-assessment is one thing that happened.
    fn gathered(found: &[Found<'_>]) -> Self {
        let mut marks: Vec<Mark> = Vec::with_capacity(found.len());
        let names: BTreeSet<&str> = found.iter().map(|it| it.content.kind()).collect();
        let mut kinds: Vec<(String, usize)> =
            names.into_iter().map(|it| (it.to_owned(), 0)).collect();
        // Where the ratings and the claims of the day that is gone through are gathered.
        let mut places: [Option<usize>; 2] = [None, None];
        for it in found {
            if marks.last().is_some_and(|last| last.on != it.on) {
                places = [None, None];
            }
            let place = match it.content {
                Content::Rating(_) => Some(&mut places[0]),
                Content::Claim(_) => Some(&mut places[1]),
                _ => None,
            };
            if let Some(first) = place.as_ref().and_then(|place| **place) {
                marks[first].others.push(it.id);
                continue;
            }
            if let Some(place) = place {
                *place = Some(marks.len());
            }
            let kind = kinds.binary_search_by(|(name, _)| name.as_str().cmp(it.content.kind()));
            let kind = kind.expect("every kind that was found has a name");
            kinds[kind].1 += 1;
            marks.push(Mark {
                on: it.on,
                kind,
                left: it.left,
                id: it.id,
                others: Vec::new(),
            });
        }
        Self { marks, kinds }
    }
}

/// That something happened, and what.
struct Found<'a> {
    on: PartialDate,
    left: bool,
    id: ItemId,
    content: &'a Content,
}

fn month(on: PartialDate) -> PartialDate {
    match on.precision() {
        Precision::Year | Precision::Month => on,
        Precision::Day => {
            let day = on.first_day();
            PartialDate::month(day.year(), day.month()).unwrap_or(on)
        }
    }
}

fn find<'a>(
    id: ItemId,
    revision: &'a Revision,
    content: &'a Content,
    day: Date,
    found: &mut Vec<Found<'a>>,
) {
    let mut add = |on, left| {
        found.push(Found {
            on,
            left,
            id,
            content,
        });
    };
    match content {
        Content::Community(_)
        | Content::Contact(_)
        | Content::Criterion(_)
        | Content::Gift(_)
        | Content::Hidden(_)
        | Content::ListedSkill(_)
        | Content::Profile(_)
        | Content::Resume(_)
        | Content::Question(_)
        | Content::SharedCopy(_)
        | Content::TagCadence(_) => {}
        Content::Role(role) => {
            if let Some(to) = ended(role.to).filter(|to| !to.is_after(day)) {
                add(to, true);
            }
            if let Some(from) = role.from {
                add(from, false);
            }
        }
        _ => {
            let written = || revision.recorded_at.to_zoned(TimeZone::UTC).date();
            let on = content.happened();
            add(on.unwrap_or_else(|| PartialDate::day(written())), false);
        }
    }
}

impl Mark {
    /// What it was, in words; `None` where the record is another one.
    fn told<'a>(
        &'a self,
        record: &'a Record,
        framework: &'a Framework,
        linked: &Linked<'a>,
    ) -> Option<Moment<'a>> {
        let revision = |id| Some(record.thread(id)?.last());
        let first = revision(self.id)?;
        let own = first.content.as_ref()?;
        let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
        let mut moment = Moment {
            on: self.on,
            kind: own.kind(),
            what: linked.line(framework, own),
            more: None,
            id: self.id,
            others: &self.others,
            confidential: false,
            hand: first.hand(),
        };
        match own {
            Content::Role(_) if self.left => moment.what = format!("Left: {}", moment.what).into(),
            Content::Role(role) => {
                moment.what = format!("Began: {}", moment.what).into();
                moment.more = text(&role.note);
            }
            Content::Evidence(it) => {
                moment.confidential = it.confidential;
                moment.more = match (&it.so_what, &it.figure) {
                    (Some(so_what), Some(figure)) => Some(format!("{so_what} ({figure})").into()),
                    (None, Some(figure)) => Some(figure.to_string().into()),
                    (so_what, None) => text(so_what),
                };
            }
            Content::Praise(it) => moment.more = text(&it.for_what),
            Content::FridayMinute(it) => {
                let parts = [&it.did, &it.learned, &it.helped].into_iter().flatten();
                let rest: Vec<&str> = parts.skip(1).map(String::as_str).collect();
                moment.more = (!rest.is_empty()).then(|| rest.join(" ").into());
            }
            Content::Destination(it) => moment.more = text(&it.why),
            _ => {}
        }
        if !self.others.is_empty() {
            let others = self
                .others
                .iter()
                .filter_map(|id| revision(*id)?.content.as_ref());
            let others = others.map(|it| linked.line(framework, it));
            let all: Vec<Cow<'_, str>> = std::iter::once(moment.what).chain(others).collect();
            moment.more = Some(all.join("; ").into());
            let done = match own {
                Content::Rating(_) => "skills rated",
                _ => "duties looked at",
            };
            moment.what = format!("{} {done}", all.len()).into();
        }
        // A role without a date has no mark at all; of the others it is said.
        if own.happened().is_none() && !self.left {
            let unknown = "When it was is not known; it was written down that day.";
            moment.more = Some(match moment.more {
                Some(more) => format!("{more} ({unknown})").into(),
                None => Cow::Borrowed(unknown),
            });
        }
        Some(moment)
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::{
        framework::PRODUCT,
        id::CountedIds,
        record::{Act, Certificate, Role, Stored},
        views::{change::changes, facts::Facts},
    };

    #[test]
    fn what_has_no_date_did_not_happen_on_the_day_it_was_written_down() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let mut ids = CountedIds::default();
        let mut act = Act::new(&mut ids, now);
        act.add(Certificate {
            name: "Lifeguard".to_owned(),
            ..Certificate::default()
        });
        act.add(Role {
            title: "Waiter".to_owned(),
            ..Role::default()
        });
        let entries = act.into_entries().into_iter().zip(1..);
        let record = Record::fold(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: now,
            imported: false,
            entry,
        }));
        let framework = Framework::parse(PRODUCT).unwrap();
        let facts = Facts::of(&record, &framework, date(2026, 11, 22));
        let line = timeline(&record, facts.day);
        let (months, _) = line.months(&record, &framework, None, None, usize::MAX);
        let moments: Vec<&Moment<'_>> = months.iter().flat_map(|it| &it.moments).collect();
        let [moment] = moments[..] else {
            panic!("{moments:?}");
        };
        assert_eq!(moment.what, "Lifeguard");
        assert_eq!(
            moment.more.as_deref(),
            Some("When it was is not known; it was written down that day.")
        );
        let before = Facts::of(&record, &framework, date(2025, 11, 22));
        assert!(changes(&before, &facts).roles.is_empty());
    }
}
