//! Where one has been: roles as spells on rungs, and time in product as the axis they lie on.

use jiff::civil::Date;

use crate::{
    date::{PartialDate, Precision, months_between},
    framework::{Rung, RungId},
    order::InOrder,
    record::{Case, CaseDecision, Of, Role, RoleEnd, Setback},
    views::{
        case,
        facts::Facts,
        readiness::{Open, open},
        setback,
    },
};

/// A career in product as of a day.
#[derive(Debug, Clone)]
pub struct Course<'a> {
    /// Roles with a date, by when they began.
    pub spells: Vec<Spell<'a>>,
    /// Roles without a usable date: part of the record, but on no line.
    pub undated: Vec<Of<'a, Role>>,
    /// The line: rungs over time in product, without holes or overlaps.
    pub line: Vec<Stretch<'a>>,
    /// Times between the first and the last day in product that were spent elsewhere.
    pub breaks: Vec<Break>,
    /// Months in product: every month counted once, however many roles it held.
    pub months_in_product: u32,
    /// Months on the rung now held, all spells on it together.
    pub months_on_rung: u32,
    /// Where one could go next.
    pub open: Vec<Open<'a>>,
    /// Milestones and setbacks on the way, the earliest first.
    pub marks: Vec<Mark<'a>>,
}

impl Course<'_> {
    /// Whether a date on its line is known only by its year, so that its length is rough.
    #[must_use]
    pub fn is_rough(&self) -> bool {
        self.line.iter().any(|it| it.rough)
    }

    /// The same of the time on one rung.
    #[must_use]
    pub fn is_rough_on(&self, rung: &RungId) -> bool {
        let mut on = self.line.iter().filter(|it| it.rung.id == *rung);
        on.any(|it| it.rough)
    }
}

/// A stretch of time in one role.
#[derive(Debug, Clone, Copy)]
pub struct Spell<'a> {
    /// The role.
    pub role: Of<'a, Role>,
    /// Its rung; `None` is outside product, or not placed yet.
    pub rung: Option<&'a Rung>,
    /// The day it began, as near as the record knows.
    pub from: Date,
    /// The day it ended, or the day of the course.
    pub to: Date,
    /// Whether it goes on.
    pub ongoing: bool,
    /// Whether an end is known only by its year, so that lengths are rough.
    pub rough: bool,
    /// Whether it ended before it began; it has no length then.
    pub reversed: bool,
}

impl Spell<'_> {
    /// Its length in months.
    #[must_use]
    pub fn months(&self) -> u32 {
        months_between(self.from, self.to)
    }
}

/// A stretch of the line on one rung. The axis is days in product since the first one.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// The rung; of several roles at once, the highest.
    pub rung: &'a Rung,
    /// Days in product at its beginning.
    pub from: u32,
    /// Days in product at its end.
    pub to: u32,
    /// Whether a date in it is known only by its year.
    pub rough: bool,
}

/// Time away from product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// Last day in product before it.
    pub from: Date,
    /// First day in product after it.
    pub to: Date,
    /// Where on the axis it lies, in days in product.
    pub at: u32,
}

/// Something on the way that is worth a mark.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    /// When.
    pub on: PartialDate,
    /// Where on the axis it lies, in days in product.
    pub at: u32,
    /// The rung that the line is on there; none before the first.
    pub rung: Option<&'a Rung>,
    /// What it is called.
    pub what: String,
    /// The setback that it is.
    pub setback: Option<Of<'a, Setback>>,
    /// The case that ended in ‘not now’; without one, and without a setback, it is a milestone.
    pub case: Option<Of<'a, Case>>,
}

/// A shorter hole between two roles is a holiday, or months rounded differently; no break.
const BREAK_DAYS: i32 = 62;

/// Days in a year of the axis, in hundredths, so that whole numbers suffice.
pub const DAYS_A_YEAR_100: u32 = 36_525;

/// Lays the roles of a record along the ladder.
#[must_use]
pub fn course<'a>(facts: &'a Facts<'a>) -> Course<'a> {
    let mut spells = Vec::new();
    let mut undated = Vec::new();
    for role in &facts.roles {
        match spell(facts, *role) {
            Some(spell) => spells.push(spell),
            None => undated.push(*role),
        }
    }
    spells.order_by_key(|spell| (spell.from, spell.to));
    let (line, breaks) = line(facts, &spells);
    let days_in_product = line.last().map_or(0, |stretch| stretch.to);
    let held = facts.held.map(|held| &held.rung.id);
    let on_rung = line.iter().filter(|it| Some(&it.rung.id) == held);
    let days_on_rung: u32 = on_rung.map(|it| it.to - it.from).sum();
    let marks = marks(facts, &spells, &line);
    Course {
        marks,
        spells,
        undated,
        line,
        breaks,
        months_in_product: months(days_in_product),
        months_on_rung: months(days_on_rung),
        open: open(facts),
    }
}

const fn months(days: u32) -> u32 {
    (days * 1200 + DAYS_A_YEAR_100 / 2) / DAYS_A_YEAR_100
}

fn spell<'a>(facts: &Facts<'a>, role: Of<'a, Role>) -> Option<Spell<'a>> {
    let began = role.it.from?;
    let (ended, ongoing) = match role.it.to {
        RoleEnd::Ongoing => (None, true),
        // It had not ended by the day the course is read as of.
        RoleEnd::On(date) if date.is_after(facts.day) => (None, true),
        RoleEnd::On(date) => (Some(date), false),
        RoleEnd::Unknown => return None,
    };
    let from = began.middle_day().min(facts.day);
    let to = ended.map_or(facts.day, |date| date.middle_day().min(facts.day));
    let vague = |date: PartialDate| date.precision() == Precision::Year;
    Some(Spell {
        role,
        rung: role
            .it
            .placement
            .rung()
            .and_then(|id| facts.framework.rung(id)),
        from,
        to: to.max(from),
        ongoing,
        rough: vague(began) || ended.is_some_and(vague),
        // Compared as written: ‘2020 to 2020’ is no contradiction.
        reversed: ended.is_some_and(|date| date.last_day() < began.first_day()),
    })
}

fn line<'a>(facts: &Facts<'a>, spells: &[Spell<'a>]) -> (Vec<Stretch<'a>>, Vec<Break>) {
    let placed: Vec<(&Spell<'a>, &'a Rung)> = spells
        .iter()
        .filter(|spell| spell.from < spell.to)
        .filter_map(|spell| Some((spell, spell.rung?)))
        .collect();
    let mut days: Vec<Date> = placed.iter().flat_map(|(it, _)| [it.from, it.to]).collect();
    days.sort_unstable();
    days.dedup();
    let mut line: Vec<Stretch<'a>> = Vec::new();
    let mut breaks = Vec::new();
    let mut at = 0;
    let mut left: Option<Date> = None;
    for (from, to) in days.iter().zip(days.iter().skip(1)) {
        let during = placed
            .iter()
            .filter(|(it, _)| it.from <= *from && it.to >= *to);
        let highest = during.max_by_key(|(_, rung)| facts.framework.height(&rung.id));
        let Some((spell, rung)) = highest else {
            left.get_or_insert(*from);
            continue;
        };
        if let Some(left) = left
            .take()
            .filter(|left| (*from - *left).get_days() > BREAK_DAYS)
        {
            breaks.push(Break {
                from: left,
                to: *from,
                at,
            });
        }
        let end = at + u32::try_from((*to - *from).get_days()).unwrap_or(0);
        match line.last_mut() {
            Some(last) if last.rung.id == rung.id && last.to == at => {
                last.to = end;
                last.rough |= spell.rough;
            }
            _ => line.push(Stretch {
                rung,
                from: at,
                to: end,
                rough: spell.rough,
            }),
        }
        at = end;
    }
    (line, breaks)
}

/// Every setback, every case that ended in ‘not now’, and each first day on a rung that is higher than all before.
fn marks<'a>(facts: &Facts<'a>, spells: &[Spell<'a>], line: &[Stretch<'a>]) -> Vec<Mark<'a>> {
    let placed: Vec<(Date, Date)> = in_product(spells);
    let rung_at = |at: u32| {
        let mut before = line.iter().rev();
        before.find(|it| it.from <= at).map(|it| it.rung)
    };
    let setbacks = facts.setbacks.all.iter().map(|of| {
        let at = days_by(&placed, of.it.on.middle_day().min(facts.day));
        Mark {
            on: of.it.on,
            at,
            rung: rung_at(at),
            what: setback::title(facts, of.it),
            setback: Some(*of),
            case: None,
        }
    });
    let mut marks: Vec<Mark<'a>> = setbacks.collect();
    marks.extend(put_off(facts).map(|(case, on)| {
        let at = days_by(&placed, on.middle_day().min(facts.day));
        Mark {
            on,
            at,
            rung: rung_at(at),
            what: format!("Not now: {}", case::rung_name(facts, case.it)),
            setback: None,
            case: Some(case),
        }
    }));
    let height = |rung: &Rung| facts.framework.height(&rung.id);
    let mut highest = line.first().and_then(|it| height(it.rung));
    for spell in spells.iter().filter(|it| it.from < it.to) {
        let Some(rung) = spell.rung.filter(|rung| height(rung) > highest) else {
            continue;
        };
        highest = height(rung);
        marks.push(Mark {
            on: spell.role.it.from.unwrap_or(PartialDate::day(spell.from)),
            at: days_by(&placed, spell.from),
            rung: Some(rung),
            what: format!("First as {}", rung.name),
            setback: None,
            case: None,
        });
    }
    marks.order_by_key(|it| it.on);
    marks
}

/// Cases that were answered by ‘not now’, with the day; one that a setback speaks of has its mark there.
fn put_off<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (Of<'a, Case>, PartialDate)> {
    let told = |id| facts.setbacks.all.iter().any(|of| of.it.case == Some(id));
    facts.cases.all.iter().filter_map(move |of| {
        let outcome = of.it.outcome.as_ref()?;
        let is_mark = outcome.decision == CaseDecision::NotNow
            && !outcome.on.is_after(facts.day)
            && !told(of.id);
        is_mark.then_some((*of, outcome.on))
    })
}

/// The times in product, without overlaps.
fn in_product(spells: &[Spell<'_>]) -> Vec<(Date, Date)> {
    let mut times: Vec<(Date, Date)> = Vec::new();
    let placed = spells.iter().filter(|it| it.rung.is_some());
    // They come in the order of their beginnings.
    for spell in placed.filter(|it| it.from < it.to) {
        match times.last_mut() {
            Some(last) if spell.from <= last.1 => last.1 = last.1.max(spell.to),
            _ => times.push((spell.from, spell.to)),
        }
    }
    times
}

/// Days in product by a day.
fn days_by(times: &[(Date, Date)], day: Date) -> u32 {
    let days = times.iter().filter(|(from, _)| *from < day);
    let days = days.map(|(from, to)| (day.min(*to) - *from).get_days());
    u32::try_from(days.sum::<i32>()).unwrap_or(0)
}
