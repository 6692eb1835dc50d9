//! Whether one has stopped moving: signs, each with its rule and what it rests on, never counted into a score.
//!
//! A sign has three answers. With too little logged it says 'cannot tell': that is no standing still. Being where
//! one wants to be is a valid answer; the signs then rest until the day that the person set.

mod new;
mod rung;
mod same;
mod ways;

use jiff::civil::Date;

pub use self::ways::{Makes, Proposal, Way, WayOut, proposal, ways_out};
use crate::{
    date::PartialDate,
    framework::{Sign, SignRule},
    id::ItemId,
    record::{
        Case, CaseDecision, CheckIn, Evidence, ExperimentKind, Of, Quiet, Setback, SetbackKind,
        Settled,
    },
    stats::trend::{Direction, Trend},
    views::{
        case::rung_name, check_in::series, facts::Facts, months_before, setback::title,
        words::count,
    },
};

/// Days between a setback and a check-in that speak of the same thing.
const SAME_DAYS: i32 = 45;

/// The signs as of a day.
#[derive(Debug, Clone)]
pub struct Plateau<'a> {
    /// Every sign, in the order of the framework.
    pub signs: Vec<Read<'a>>,
    /// 'This is where I want to be', while it holds.
    pub settled: Option<Of<'a, Settled>>,
    /// The slow time after a setback, while it goes on: the signs rest in it.
    pub slow: Option<Of<'a, Quiet>>,
}

/// One sign, read.
#[derive(Debug, Clone)]
pub struct Read<'a> {
    /// The rule it was read by.
    pub rule: &'a SignRule,
    /// The answer.
    pub answer: Answer,
    /// What the record says, in a sentence or two.
    pub says: String,
    /// What that rests on.
    pub rests_on: Vec<Rest<'a>>,
}

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is there.
    Seen,
    /// It is not there.
    NotSeen,
    /// Too little is logged to say.
    CannotTell,
}

impl Answer {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::NotSeen => "not-seen",
            Self::CannotTell => "cannot-tell",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Seen => "there",
            Self::NotSeen => "not there",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Something that a sign rests on.
#[derive(Debug, Clone)]
pub enum Rest<'a> {
    /// A piece of evidence, and what is said of it.
    Evidence(Of<'a, Evidence>, String),
    /// A check-in, and what it says.
    CheckIn(Of<'a, CheckIn>, String),
    /// A setback, and what it is called.
    Setback(Of<'a, Setback>, String),
    /// A case, and what came of it.
    Case(Of<'a, Case>, String),
    /// A length or a slope.
    Figure(String),
}

impl Rest<'_> {
    /// The item, where it is one.
    #[must_use]
    pub const fn item(&self) -> Option<ItemId> {
        match self {
            Self::Evidence(of, _) => Some(of.id),
            Self::CheckIn(of, _) => Some(of.id),
            Self::Setback(of, _) => Some(of.id),
            Self::Case(of, _) => Some(of.id),
            Self::Figure(_) => None,
        }
    }

    /// What is said of it.
    #[must_use]
    pub fn says(&self) -> &str {
        match self {
            Self::Evidence(_, says)
            | Self::CheckIn(_, says)
            | Self::Setback(_, says)
            | Self::Case(_, says)
            | Self::Figure(says) => says,
        }
    }
}

/// Reads every sign as of the day.
#[must_use]
pub fn plateau<'a>(facts: &'a Facts<'a>) -> Plateau<'a> {
    let rules = facts.framework.plateau.iter();
    let settled = facts.growth.settled;
    Plateau {
        signs: rules.map(|rule| read(facts, rule)).collect(),
        settled: settled.filter(|of| of.it.until.last_day() >= facts.day),
        slow: facts.aside.slow(facts.day),
    }
}

impl<'a> Plateau<'a> {
    /// The signs that are there, unless they rest.
    #[must_use]
    pub fn told(&self) -> Vec<&Read<'a>> {
        if self.rests() {
            return Vec::new();
        }
        let seen = |it: &&Read<'_>| it.answer == Answer::Seen;
        self.signs.iter().filter(seen).collect()
    }

    /// Whether the signs rest: one is where one wants to be, or goes slowly after a setback.
    #[must_use]
    pub const fn rests(&self) -> bool {
        self.settled.is_some() || self.slow.is_some()
    }

    /// Whether nothing can be told at all.
    #[must_use]
    pub fn cannot_tell(&self) -> bool {
        self.signs.iter().all(|it| it.answer == Answer::CannotTell)
    }
}

fn read<'a>(facts: &'a Facts<'a>, rule: &'a SignRule) -> Read<'a> {
    let (answer, says, rests_on) = match rule.sign {
        Sign::LongOnRung => rung::read(facts, rule),
        Sign::NothingNew => new::read(facts, rule),
        Sign::SameWork => same::read(facts, rule),
        Sign::Falling => falling(facts, rule),
        Sign::PassedOver => passed_over(facts, rule),
    };
    Read {
        rule,
        answer,
        says,
        rests_on,
    }
}

type Reading<'a> = (Answer, String, Vec<Rest<'a>>);

/// The rule of a sign with its numbers, in a sentence.
#[must_use]
pub fn rule_in_words(rule: &SignRule) -> String {
    let SignRule {
        threshold,
        months,
        least,
        ..
    } = rule;
    match rule.sign {
        Sign::LongOnRung => format!(
            "Told once your time on the rung reaches the number of months that you set; without one, {threshold} % of the longest time you spent on any other rung, if there were at least {least}. Time out does not count."
        ),
        Sign::NothingNew => format!(
            "Told after {threshold} months in which no evidence shows a skill that none before had shown, or one at a higher proficiency, if at least {least} pieces of them name a skill. Time out does not count."
        ),
        Sign::SameWork => format!(
            "Told when {threshold} % of the evidence of the last {months} months show nothing that one earlier piece had not shown already: the same skills at most as well, and the same duties. At least {least} pieces that name a skill. Time out does not count."
        ),
        Sign::Falling => format!(
            "Told when energy or learning falls by at least {} a year over the check-ins of the last {months} months, and the whole 95 % interval of the Theil-Sen slope lies below zero. At least {least} answers.",
            match threshold {
                100 => "one word".to_owned(),
                percent => format!("{percent} % of one word"),
            }
        ),
        Sign::PassedOver => format!(
            "Told when your check-ins, setbacks and cases of the last {months} months say {} that something you had asked for went to somebody else or was put off. At least {least} check-ins to say that there was nothing.",
            match threshold {
                1 => "at least once".to_owned(),
                times => format!("at least {times} times"),
            }
        ),
    }
}

fn falling<'a>(facts: &'a Facts<'a>, rule: &SignRule) -> Reading<'a> {
    let mut rests_on = Vec::new();
    let mut falls = Vec::new();
    let mut told = false;
    for dial in [crate::record::Dial::Energy, crate::record::Dial::Learning] {
        let series = series(facts, dial);
        let name = dial.label();
        if series.points.len() < usize::from(rule.least) {
            let answers = count(series.points.len(), "answer", "answers");
            rests_on.push(Rest::Figure(format!("{name}: {answers}.")));
            continue;
        }
        match series.trend {
            Ok(trend) => {
                told = true;
                rests_on.push(Rest::Figure(format!("{name}: {}.", slope_in_words(&trend))));
                let enough = -trend.slope * 100.0 >= f64::from(rule.threshold);
                if trend.direction() == Direction::Falling && enough {
                    falls.push(name);
                }
            }
            Err(error) => rests_on.push(Rest::Figure(format!("{name}: {error}."))),
        }
    }
    let (answer, says) = match (falls.as_slice(), told) {
        ([], false) => (
            Answer::CannotTell,
            format!(
                "A trend takes {} check-ins within {} months. One a month is enough.",
                rule.least, rule.months
            ),
        ),
        ([], true) => (
            Answer::NotSeen,
            "Neither energy nor learning falls beyond what chance would do.".to_owned(),
        ),
        ([one], _) => (
            Answer::Seen,
            format!("{one} has been falling over your check-ins."),
        ),
        ([one, more @ ..], _) => (
            Answer::Seen,
            format!(
                "{one} and {} have been falling over your check-ins.",
                more.join(" and ").to_lowercase()
            ),
        ),
    };
    (answer, says, rests_on)
}

/// A slope with its interval, in words.
#[must_use]
pub fn slope_in_words(trend: &Trend) -> String {
    let way = match trend.direction() {
        Direction::Rising => "rising",
        Direction::Falling => "falling",
        Direction::None => "no trend",
    };
    format!(
        "{way}: {} steps a year on the five words (95 % interval {} to {}), over {} answers",
        signed(trend.slope),
        signed(trend.low),
        signed(trend.high),
        trend.points
    )
}

/// A slope to a tenth, with its sign; nothing has none.
fn signed(number: f64) -> String {
    if number.abs() < 0.05 {
        "0".to_owned()
    } else {
        format!("{number:+.1}").replace('-', "−")
    }
}

fn passed_over<'a>(facts: &'a Facts<'a>, rule: &SignRule) -> Reading<'a> {
    let since = months_before(facts.day, u32::from(rule.months));
    let setbacks = facts.setbacks.all.iter();
    let setbacks: Vec<Of<'a, Setback>> = setbacks
        .filter(|of| of.it.kind == SetbackKind::PassedOver && of.it.on.last_day() > since)
        .copied()
        .collect();
    let recent = facts.growth.check_ins.iter();
    let recent: Vec<Of<'a, CheckIn>> = recent
        .filter(|of| of.it.on.first_day() > since && !of.it.is_skipped())
        .copied()
        .collect();
    // What was written down within some weeks speaks of the same thing: a setback, the answer to a case, a check-in.
    let near = |one: PartialDate, two: PartialDate| {
        (one.first_day() - two.first_day()).get_days().abs() <= SAME_DAYS
    };
    let answers: Vec<(PartialDate, Of<'a, Case>)> = put_off(facts)
        .filter(|(on, _)| on.last_day() > since && !setbacks.iter().any(|of| near(of.it.on, *on)))
        .collect();
    let told_already = |it: &CheckIn| {
        let mut all = setbacks
            .iter()
            .map(|of| of.it.on)
            .chain(answers.iter().map(|(on, _)| *on));
        all.any(|on| near(on, it.on))
    };
    let mut rests_on: Vec<Rest<'a>> = setbacks
        .iter()
        .map(|of| Rest::Setback(*of, title(facts, of.it)))
        .collect();
    rests_on.extend(answers.iter().map(|(on, of)| {
        let name = rung_name(facts, of.it);
        let says = format!("Your case for {name}: not now, {}.", on.in_words());
        Rest::Case(*of, says)
    }));
    let said = recent.iter().filter(|of| !told_already(of.it));
    rests_on.extend(said.filter_map(|of| Some(Rest::CheckIn(*of, of.it.passed_over.clone()?))));
    let times = rests_on.len();
    let (answer, says) = if times >= usize::from(rule.threshold) {
        let says = format!(
            "In the last {} months your record says {} that something you had asked for went elsewhere or was put off.",
            rule.months,
            if times == 1 {
                "once".to_owned()
            } else {
                format!("{times} times")
            }
        );
        (Answer::Seen, says)
    } else if recent.len() < usize::from(rule.least) {
        let says = format!(
            "{} in {} months; it takes {} to say that there was nothing.",
            count(recent.len(), "check-in", "check-ins"),
            rule.months,
            rule.least
        );
        (Answer::CannotTell, says)
    } else {
        let says = format!(
            "None of {} check-ins says so, and neither a setback nor a case.",
            recent.len()
        );
        (Answer::NotSeen, says)
    };
    (answer, says, rests_on)
}

/// Cases for a promotion that were answered by ‘not now’, with the day.
fn put_off<'a>(facts: &'a Facts<'a>) -> impl Iterator<Item = (PartialDate, Of<'a, Case>)> + 'a {
    let answered = facts.cases.all.iter().filter_map(|of| {
        let outcome = of.it.outcome.as_ref()?;
        Some((of, outcome))
    });
    let put_off = answered
        .filter(|(_, it)| it.decision == CaseDecision::NotNow && !it.on.is_after(facts.day));
    put_off.map(|(of, it)| (it.on, *of))
}

/// Days of time out between two days, taken as an experiment or as a slow time after a setback; overlapping ones count
/// once.
fn days_out(facts: &Facts<'_>, from: Date, to: Date) -> i32 {
    let out = facts.growth.experiments.iter();
    let out = out.filter(|of| of.it.kind == ExperimentKind::TimeOut);
    let mut spans: Vec<(Date, Date)> = out
        .filter_map(|of| {
            let begun = of.it.from?.first_day().max(from);
            let stopped = of
                .it
                .decision
                .as_ref()
                .map(|decision| decision.on.last_day());
            let ended = of.it.to.map(PartialDate::last_day);
            let ended = [stopped, ended].into_iter().flatten().min().unwrap_or(to);
            (begun < ended.min(to)).then_some((begun, ended.min(to)))
        })
        .collect();
    let slow = facts.setbacks.slow_times();
    let slow = slow.map(|(begun, ended)| (begun.max(from), ended.min(to)));
    spans.extend(slow.filter(|(begun, ended)| begun < ended));
    spans.sort_unstable();
    let mut until = from;
    let mut days = 0;
    for (begun, ended) in spans {
        let begun = begun.max(until);
        if begun < ended {
            days += (ended - begun).get_days();
            until = ended;
        }
    }
    days
}
