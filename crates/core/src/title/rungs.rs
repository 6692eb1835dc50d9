//! From what a title says to the rung that says the same of itself.

use hashbrown::HashMap;

use super::{
    Confidence, Function, Seniority,
    parse::{How, Parsed, parse},
    scan::scan,
};
use crate::framework::{Framework, Rung, RungId};

/// The rungs of a ladder, as their own names and aliases read.
#[derive(Debug, Clone)]
pub(super) struct Rungs {
    /// Ids and names, in the ladder's order.
    known: Vec<(RungId, String)>,
    /// Names and aliases as a whole.
    whole: HashMap<String, Whole>,
    /// What names and aliases say, read apart.
    seats: Vec<Seat>,
}

/// A name or an alias of a rung.
#[derive(Debug, Clone, Copy)]
struct Whole {
    rung: usize,
    call: Call,
}

/// How surely a title means a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Call {
    /// One of the titles that may mean it.
    Loose,
    /// One of the titles that surely mean it.
    Alias,
    /// Its name.
    Name,
}

#[derive(Debug, Clone, Copy)]
struct Seat {
    rung: usize,
    function: Function,
    level: Option<Seniority>,
    loose: bool,
}

/// Where a title stands.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) rung: Option<usize>,
    pub(super) confidence: Confidence,
    pub(super) by: By,
}

/// Why it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The whole title is a name of the rung.
    Whole(Call),
    /// It says what the rung's names say.
    Parts {
        /// Only a loose alias says so.
        loose: bool,
    },
    /// No rung says the same; this one comes nearest.
    Nearest,
    /// It stands on none.
    Nothing,
}

impl Rungs {
    pub(super) fn of(framework: &Framework) -> Self {
        let mut rungs = Self {
            known: framework
                .rungs
                .iter()
                .map(|rung| (rung.id.clone(), rung.name.clone()))
                .collect(),
            whole: HashMap::new(),
            seats: Vec::new(),
        };
        // Sure names first: where two rungs claim a title, the surer claim stands.
        for call in [Call::Name, Call::Alias, Call::Loose] {
            for (at, rung) in framework.rungs.iter().enumerate() {
                for name in names(rung, call) {
                    rungs.name(at, name, call);
                }
            }
        }
        rungs
    }

    pub(super) fn id(&self, at: usize) -> &RungId {
        &self.known[at].0
    }

    pub(super) fn rung_name(&self, at: usize) -> &str {
        &self.known[at].1
    }

    fn name(&mut self, rung: usize, name: &str, call: Call) {
        let text = scan(name);
        let all = parse(&text);
        self.whole
            .entry(all.whole.clone())
            .or_insert(Whole { rung, call });
        // ‘Lead / Principal Product Manager’ is two names that share their end.
        for half in name.split(" / ") {
            let text = scan(half);
            let parsed = parse(&text);
            let level_only = parsed.how == How::Unknown && parsed.seniority.is_some();
            if parsed.how == How::Named && !parsed.whole.is_empty() {
                self.whole
                    .entry(parsed.whole.clone())
                    .or_insert(Whole { rung, call });
            }
            let function = match parsed.how {
                How::Named => parsed.function,
                _ if level_only => all.function,
                _ => continue,
            };
            if matches!(function, Function::Other(None)) {
                continue;
            }
            let seat = Seat {
                rung,
                function,
                level: plain(parsed.seniority),
                loose: call == Call::Loose,
            };
            let taken = self
                .seats
                .iter()
                .any(|known| known.function == seat.function && known.level == seat.level);
            if !taken {
                self.seats.push(seat);
            }
        }
    }

    /// The rung for a title that was read.
    pub(super) fn place(&self, parsed: &Parsed) -> Placed {
        let (rung, by, base) = self.find(parsed);
        let cap = parsed
            .limits
            .iter()
            .map(|limit| limit.cap)
            .min()
            .unwrap_or(100);
        Placed {
            rung,
            by,
            confidence: Confidence::of_percent(base.min(cap)),
        }
    }

    fn find(&self, parsed: &Parsed) -> (Option<usize>, By, u8) {
        match parsed.how {
            How::Empty => return (None, By::Nothing, 0),
            How::Wish => return (None, By::Nothing, 80),
            _ => {}
        }
        if let Some(whole) = self.whole.get(&parsed.whole) {
            let base = match whole.call {
                Call::Name => 97,
                Call::Alias => 95,
                Call::Loose => 55,
            };
            return (Some(whole.rung), By::Whole(whole.call), base);
        }
        match parsed.how {
            How::Unclear => return (None, By::Nothing, 50),
            How::Foreign => return (None, By::Nothing, 20),
            How::Unknown => return (None, By::Nothing, 60),
            _ => {}
        }
        let function = parsed.function;
        let here = || {
            self.seats
                .iter()
                .filter(move |seat| seat.function == function)
        };
        let level = plain(parsed.seniority);
        if let Some(seat) = here().find(|seat| seat.level == level) {
            let base = match (parsed.how, seat.loose) {
                (How::FieldOnly, _) => 40,
                (_, true) => 55,
                (_, false) => 92,
            };
            return (Some(seat.rung), By::Parts { loose: seat.loose }, base);
        }
        let nearest = here().min_by_key(|seat| {
            let (own, wanted) = (height(seat.level), height(level));
            // The lower of two that are equally near: a title promises rather too much than too little.
            (own.abs_diff(wanted), own)
        });
        if let Some(seat) = nearest {
            // An internship is before the first rung, and the first rung is where it leads.
            let base = if level == Some(Seniority::Intern) {
                80
            } else {
                60
            };
            return (Some(seat.rung), By::Nearest, base);
        }
        let base = if parsed.how == How::FieldOnly { 85 } else { 95 };
        (None, By::Nothing, base)
    }
}

/// ‘Mid-level’ says in words what no word says.
fn plain(level: Option<Seniority>) -> Option<Seniority> {
    level.filter(|level| *level != Seniority::Mid)
}

/// Where a level stands among the levels; a title without one stands below senior.
fn height(level: Option<Seniority>) -> u8 {
    level.unwrap_or(Seniority::Mid) as u8
}

fn names(rung: &Rung, call: Call) -> impl Iterator<Item = &str> {
    let (name, others): (Option<&str>, &[String]) = match call {
        Call::Name => (Some(&rung.name), &[]),
        Call::Alias => (None, &rung.aliases),
        Call::Loose => (None, &rung.loose_aliases),
    };
    name.into_iter().chain(others.iter().map(String::as_str))
}
