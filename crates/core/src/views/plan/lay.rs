//! Laying chosen plays into weeks: who gets how many of the hours of which week.

use std::cmp::Reverse;

use super::case::Case;

/// Hours of each chosen play in each week, in the order of the plays that were laid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The plays, by their places in the case.
    pub chosen: Vec<usize>,
    /// For each of them, its hours week by week.
    pub hours: Vec<Vec<u32>>,
}

/// The chosen plays as the layer sees them.
struct Jobs<'a> {
    case: &'a Case,
    chosen: &'a [usize],
    /// For each, the places in `chosen` of what comes before.
    after: Vec<Vec<usize>>,
    /// For each, the weeks that what builds on it takes at least.
    tail: Vec<u32>,
}

impl<'a> Jobs<'a> {
    fn of(case: &'a Case, chosen: &'a [usize]) -> Self {
        let at = |place: &usize| chosen.iter().position(|it| it == place);
        let after: Vec<Vec<usize>> = chosen
            .iter()
            .map(|place| case.plays[*place].after.iter().filter_map(at).collect())
            .collect();
        let mut tail = vec![0; chosen.len()];
        for _ in 0..chosen.len() {
            for (job, before) in after.iter().enumerate() {
                let here = tail[job] + case.plays[chosen[job]].weeks;
                for earlier in before {
                    tail[*earlier] = here.max(tail[*earlier]);
                }
            }
        }
        Self {
            case,
            chosen,
            after,
            tail,
        }
    }

    fn rate(&self, job: usize) -> u32 {
        self.case.plays[self.chosen[job]].rate
    }

    fn all_left(&self) -> Vec<u32> {
        let plays = self.chosen.iter().map(|place| &self.case.plays[*place]);
        plays.map(super::case::Candidate::total).collect()
    }

    /// Jobs that can be worked on in a week.
    fn ready(&self, left: &[u32], week: usize) -> Vec<usize> {
        let ready = |job: &usize| {
            left[*job] > 0
                && self.case.plays[self.chosen[*job]].opens <= week
                && self.after[*job].iter().all(|earlier| left[*earlier] == 0)
        };
        (0..self.chosen.len()).filter(ready).collect()
    }

    /// Weeks that a job and what builds on it take at least from now on.
    fn needs(&self, left: &[u32], job: usize) -> u32 {
        left[job].div_ceil(self.rate(job).max(1)) + self.tail[job]
    }

    /// Hour by hour to whatever has the longest way to go: the level rule, which wastes no hour that can be used.
    fn by_level(&self, left: &[u32], week: usize) -> Vec<u32> {
        let ready = self.ready(left, week);
        let mut given = vec![0; self.chosen.len()];
        for _ in 0..self.case.hours[week] {
            let open = ready.iter().copied();
            let open = open.filter(|job| given[*job] < self.rate(*job).min(left[*job]));
            // The way to go as hours left over hours a week, in 1/5040ths, so that whole numbers suffice.
            let way = |job: &usize| {
                (left[*job] - given[*job]) * 5040 / self.rate(*job).max(1) + self.tail[*job] * 5040
            };
            let Some(job) = open.max_by_key(|job| (way(job), Reverse(*job))) else {
                break;
            };
            given[job] += 1;
        }
        given
    }

    /// Few things at a time: what is pressing, then what has begun, then the next in the order of `chosen`. Something
    /// new begins only if it gets its full hours, unless any hours will do.
    fn by_focus(&self, left: &[u32], week: usize, any: bool) -> Vec<u32> {
        let weeks_left = self.case.hours.len() - week;
        let mut ready = self.ready(left, week);
        let begun = |job: usize| left[job] < self.case.plays[self.chosen[job]].total();
        ready.sort_by_key(|job| {
            let pressing = self.needs(left, *job) as usize >= weeks_left;
            (!pressing, !begun(*job), *job)
        });
        let mut given = vec![0; self.chosen.len()];
        let mut free = self.case.hours[week];
        for job in ready {
            let wanted = self.rate(job).min(left[job]);
            let hours = wanted.min(free);
            let enough = hours >= wanted.min(self.case.hours[week]);
            if enough || any || begun(job) {
                given[job] = hours;
                free -= hours;
            }
        }
        given
    }

    /// Whether everything gets done by the level rule from a week on.
    fn finishes(&self, mut left: Vec<u32>, from: usize) -> bool {
        for week in from..self.case.hours.len() {
            if left.iter().all(|left| *left == 0) {
                return true;
            }
            let weeks_left = self.case.hours.len() - week;
            let late = |job: usize| left[job] > 0 && self.needs(&left, job) as usize > weeks_left;
            if (0..left.len()).any(late) {
                return false;
            }
            let given = self.by_level(&left, week);
            take(&mut left, &given);
        }
        left.iter().all(|left| *left == 0)
    }
}

fn take(left: &mut [u32], given: &[u32]) {
    for (left, given) in left.iter_mut().zip(given) {
        *left -= given;
    }
}

/// Whether the level rule brings the chosen plays to an end within the weeks of the case.
#[must_use]
pub fn fits(case: &Case, chosen: &[usize]) -> bool {
    let jobs = Jobs::of(case, chosen);
    jobs.finishes(jobs.all_left(), 0)
}

/// Lays the chosen plays into the weeks, those named first where there is a choice; `None` if they do not fit.
///
/// Each week is laid with few things at a time, as long as the level rule could still bring everything to an end
/// afterwards; where it could not, the week is laid by the level rule itself.
#[must_use]
pub fn lay(case: &Case, chosen: &[usize]) -> Option<Layout> {
    let jobs = Jobs::of(case, chosen);
    let mut left = jobs.all_left();
    if !jobs.finishes(left.clone(), 0) {
        return None;
    }
    let mut hours = vec![vec![0; case.hours.len()]; chosen.len()];
    for week in 0..case.hours.len() {
        let after = |given: &[u32]| {
            let mut left = left.clone();
            take(&mut left, given);
            left
        };
        let calm = [false, true].map(|any| jobs.by_focus(&left, week, any));
        let calm = calm
            .into_iter()
            .find(|given| jobs.finishes(after(given), week + 1));
        let given = calm.unwrap_or_else(|| jobs.by_level(&left, week));
        take(&mut left, &given);
        for (hours, given) in hours.iter_mut().zip(given) {
            hours[week] = given;
        }
    }
    let layout = Layout {
        chosen: chosen.to_vec(),
        hours,
    };
    layout.holds(case).then_some(layout)
}

impl Layout {
    /// Checks it against the case: no week over its hours, no play squeezed, everything done, nothing before what it
    /// builds on.
    #[must_use]
    pub fn holds(&self, case: &Case) -> bool {
        let within = (0..case.hours.len()).all(|week| {
            let used: u32 = self.hours.iter().map(|hours| hours[week]).sum();
            used <= case.hours[week]
        });
        within
            && self.chosen.iter().zip(&self.hours).all(|(place, hours)| {
                let play = &case.plays[*place];
                let first = hours.iter().position(|hours| *hours > 0);
                let after = play.after.iter().all(|before| {
                    let before = self.chosen.iter().position(|it| it == before);
                    before.is_some_and(|before| {
                        self.last(before) < first || self.last(before).is_none()
                    })
                });
                after
                    && hours.iter().all(|hours| *hours <= play.rate)
                    && hours.iter().sum::<u32>() == play.total()
                    && first.is_none_or(|first| first >= play.opens)
            })
    }

    /// Weeks in which a play that was begun and is not finished gets no hours, over all plays.
    #[must_use]
    pub fn pauses(&self) -> usize {
        let pauses = (0..self.chosen.len()).map(|at| {
            let (Some(first), Some(last)) = (self.first(at), self.last(at)) else {
                return 0;
            };
            let weeks = self.hours[at][first..=last].iter();
            weeks.filter(|hours| **hours == 0).count()
        });
        pauses.sum()
    }

    /// The last week of a play, by its place in `chosen`; `None` if it takes no hours.
    #[must_use]
    pub fn last(&self, at: usize) -> Option<usize> {
        self.hours[at].iter().rposition(|hours| *hours > 0)
    }

    /// The first week of a play, by its place in `chosen`; `None` if it takes no hours.
    #[must_use]
    pub fn first(&self, at: usize) -> Option<usize> {
        self.hours[at].iter().position(|hours| *hours > 0)
    }
}

/// Lays the chosen plays in two orders, as they are named and the longest first, and takes the layout in which fewer
/// weeks pass between the first and the last of a play without work on it.
#[must_use]
pub fn lay_calmly(case: &Case, chosen: &[usize]) -> Option<Layout> {
    let named = lay(case, chosen)?;
    let jobs = Jobs::of(case, chosen);
    let left = jobs.all_left();
    let mut longest: Vec<usize> = (0..chosen.len()).collect();
    longest.sort_by_key(|job| Reverse(jobs.needs(&left, *job)));
    let longest: Vec<usize> = longest.into_iter().map(|job| chosen[job]).collect();
    let longest = lay(case, &longest).filter(|it| it.pauses() < named.pauses());
    Some(longest.unwrap_or(named))
}

/// Whether the chosen plays can be proven not to fit: in some stretch of weeks they need more hours than there are,
/// even when each does as much outside of it as it can.
#[must_use]
pub fn cannot_fit(case: &Case, chosen: &[usize]) -> bool {
    let jobs = Jobs::of(case, chosen);
    let openings = case.openings();
    let weeks = case.hours.len();
    let window = |job: usize| {
        let closes = weeks.saturating_sub(jobs.tail[job] as usize);
        (openings[chosen[job]], closes)
    };
    (0..weeks).any(|from| {
        (from + 1..=weeks).any(|to| {
            let there: u32 = case.hours[from..to].iter().sum();
            let needed: u32 = (0..chosen.len())
                .map(|job| {
                    let (opens, closes) = window(job);
                    let outside = from.saturating_sub(opens) + closes.saturating_sub(to);
                    let outside = u32::try_from(outside).unwrap_or(u32::MAX);
                    let elsewhere = jobs.rate(job).saturating_mul(outside);
                    case.plays[chosen[job]].total().saturating_sub(elsewhere)
                })
                .sum();
            needed > there
        })
    })
}
