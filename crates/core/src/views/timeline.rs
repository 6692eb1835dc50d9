//! Everything that happened, by month, the latest first.

use std::cmp::Reverse;

use crate::{
    date::{PartialDate, Precision},
    id::ItemId,
    record::{Content, Record},
    views::{
        facts::Facts,
        telling::{ended, first_line},
    },
};

/// What happened in one month, or in a year whose month nobody knows.
#[derive(Debug, Clone)]
pub struct Month {
    /// The month, or the year.
    pub of: PartialDate,
    /// What happened, the latest first.
    pub moments: Vec<Moment>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub on: PartialDate,
    /// The pinned name of its kind.
    pub kind: String,
    /// What, in a line.
    pub what: String,
    /// What came of it, or the parts of it.
    pub more: Option<String>,
    /// What it was about; several where they were done on one day and belong together.
    pub items: Vec<ItemId>,
    /// Whether it must not leave the employer.
    pub confidential: bool,
}

/// How many of each kind there are, in the order of their names.
pub type Kinds = Vec<(String, usize)>;

/// Everything by the end of the day of `facts`, of one kind or of all; and how many of each kind there are.
///
/// What does not say when it happened stands where it was written down. A profile and a listed
/// skill say who somebody is, and are no moments. Ratings and claims of one day are one moment.
#[must_use]
pub fn timeline(record: &Record, facts: &Facts<'_>, kind: Option<&str>) -> (Vec<Month>, Kinds) {
    let mut moments = moments(record, facts);
    let mut kinds: Kinds = Vec::new();
    for moment in &moments {
        match kinds.binary_search_by(|(name, _)| name.as_str().cmp(&moment.kind)) {
            Ok(at) => kinds[at].1 += 1,
            Err(at) => kinds.insert(at, (moment.kind.clone(), 1)),
        }
    }
    moments.retain(|moment| kind.is_none_or(|kind| moment.kind == kind));
    moments.sort_by_key(|moment| Reverse(moment.on));
    let mut months: Vec<Month> = Vec::new();
    for moment in moments {
        let of = month(moment.on);
        match months.last_mut() {
            Some(last) if last.of == of => last.moments.push(moment),
            _ => months.push(Month {
                of,
                moments: vec![moment],
            }),
        }
    }
    (months, kinds)
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

fn moments(record: &Record, facts: &Facts<'_>) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    for (id, thread) in record.threads() {
        let revision = thread.last();
        let Some(content) = revision
            .content
            .as_ref()
            .filter(|_| revision.had_happened_by(facts.day))
        else {
            continue;
        };
        let written = || {
            PartialDate::day(
                revision
                    .recorded_at
                    .to_zoned(jiff::tz::TimeZone::UTC)
                    .date(),
            )
        };
        let mut moment = Moment {
            on: content.happened().unwrap_or_else(written),
            kind: content.kind().to_owned(),
            what: first_line(facts.framework, content).into_owned(),
            more: None,
            items: vec![id],
            confidential: false,
        };
        match content {
            Content::Profile(_) | Content::ListedSkill(_) => continue,
            Content::Role(role) => {
                if let Some(to) = ended(role.to).filter(|to| !to.is_after(facts.day)) {
                    moments.push(Moment {
                        on: to,
                        what: format!("Left: {}", moment.what),
                        ..moment.clone()
                    });
                }
                if role.from.is_none() {
                    continue;
                }
                moment.what = format!("Began: {}", moment.what);
                moment.more.clone_from(&role.note);
            }
            Content::Evidence(it) => {
                moment.confidential = it.confidential;
                moment.more = match (&it.so_what, &it.figure) {
                    (Some(so_what), Some(figure)) => Some(format!("{so_what} ({figure})")),
                    (Some(so_what), None) => Some(so_what.clone()),
                    (None, figure) => figure.as_ref().map(ToString::to_string),
                };
            }
            Content::Praise(it) => moment.more.clone_from(&it.for_what),
            Content::FridayMinute(it) => {
                let parts = [&it.did, &it.learned, &it.helped].into_iter().flatten();
                let rest: Vec<&str> = parts.skip(1).map(String::as_str).collect();
                moment.more = (!rest.is_empty()).then(|| rest.join(" "));
            }
            Content::Destination(it) => moment.more.clone_from(&it.why),
            _ => {}
        }
        if content.happened().is_none() {
            let unknown = "When it was is not known; it was written down that day.";
            moment.more = Some(match moment.more {
                Some(more) => format!("{more} ({unknown})"),
                None => unknown.to_owned(),
            });
        }
        moments.push(moment);
    }
    gathered(moments)
}

/// Puts the ratings and the claims of one day together: a self-assessment is one thing that happened.
fn gathered(moments: Vec<Moment>) -> Vec<Moment> {
    let mut out: Vec<Moment> = Vec::with_capacity(moments.len());
    let mut places = std::collections::HashMap::new();
    for moment in moments {
        if !matches!(moment.kind.as_str(), "rating" | "claim") {
            out.push(moment);
            continue;
        }
        let key = (moment.kind.clone(), moment.on);
        match places.get(&key) {
            None => {
                places.insert(key, out.len());
                out.push(moment);
            }
            Some(place) => {
                let first: &mut Moment = &mut out[*place];
                let more = first.more.get_or_insert_with(|| first.what.clone());
                more.push_str("; ");
                more.push_str(&moment.what);
                first.items.extend(moment.items);
            }
        }
    }
    for moment in out.iter_mut().filter(|it| it.items.len() > 1) {
        let number = moment.items.len();
        moment.what = if moment.kind == "rating" {
            format!("{number} skills rated")
        } else {
            format!("{number} duties looked at")
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::{
        framework::{Framework, PRODUCT},
        id::CountedIds,
        record::{Act, Certificate, Role, Stored},
        views::change::changes,
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
        let (months, _) = timeline(&record, &facts, None);
        let moments: Vec<&Moment> = months.iter().flat_map(|it| &it.moments).collect();
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
