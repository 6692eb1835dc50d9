//! The choice behind a plan, without names: plays as hours and weeks, gaps as steps with weights.
//!
//! `docs/plan.md` tells the model in words, with what it assumes.

/// What there is to choose from, and what choosing it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Hours that are free in each week, from the first.
    pub hours: Vec<u32>,
    /// The plays.
    pub plays: Vec<Candidate>,
    /// The steps that are missing of each skill, lowest first. Of one skill, a higher step never weighs more.
    pub skills: Vec<Vec<Step>>,
}

/// A play that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The most hours that it takes in a week: it is stretched over more weeks where they are short, never squeezed.
    pub rate: u32,
    /// How many weeks it takes at that rate.
    pub weeks: u32,
    /// The first week, from 0, in which it could begin.
    pub opens: usize,
    /// Places of the plays that have to be finished before.
    pub after: Vec<usize>,
    /// Places of the skills it grows, by one step each, with the level up to which it does.
    pub grows: Vec<(usize, u8)>,
    /// Whether it has to be chosen.
    pub must: bool,
}

/// One missing step of a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The level that it leads to.
    pub level: u8,
    /// What taking it is worth.
    pub weight: u32,
}

impl Candidate {
    /// All its hours.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.rate * self.weeks
    }
}

impl Case {
    /// How many steps of a skill the chosen plays take, when each of them takes one, none beyond its own level,
    /// and the lower step comes first.
    #[must_use]
    pub fn taken(&self, chosen: &[usize], skill: usize) -> usize {
        self.takers(chosen, skill).len()
    }

    /// Which of the chosen plays takes which step of a skill, lowest step first: the modest plays take the low
    /// steps, so that those that lead further are left for the high ones.
    #[must_use]
    pub fn takers(&self, chosen: &[usize], skill: usize) -> Vec<usize> {
        let grows = |place: usize| {
            let grows = self.plays[place].grows.iter();
            grows.filter(move |(grown, _)| *grown == skill)
        };
        let mut levels: Vec<(u8, usize)> = chosen
            .iter()
            .flat_map(|place| grows(*place).map(|(_, level)| (*level, *place)))
            .collect();
        levels.sort_unstable();
        let steps = &self.skills[skill];
        let mut takers = Vec::new();
        for (level, place) in levels {
            match steps.get(takers.len()) {
                Some(step) if step.level <= level => takers.push(place),
                Some(_) => {}
                None => break,
            }
        }
        takers
    }

    /// The weight of all steps that the chosen plays take.
    #[must_use]
    pub fn value(&self, chosen: &[usize]) -> u32 {
        let worth = |(skill, steps): (usize, &Vec<Step>)| -> u32 {
            let taken = self.taken(chosen, skill);
            steps.iter().take(taken).map(|step| step.weight).sum()
        };
        self.skills.iter().enumerate().map(worth).sum()
    }

    /// The weight of everything that is missing.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.skills.iter().flatten().map(|step| step.weight).sum()
    }

    /// All hours of the chosen plays.
    #[must_use]
    pub fn total(&self, chosen: &[usize]) -> u32 {
        chosen.iter().map(|place| self.plays[*place].total()).sum()
    }

    /// Places of a play and of all that has to come before it, in ascending order.
    #[must_use]
    pub fn with_before(&self, places: &[usize]) -> Vec<usize> {
        let mut all = vec![false; self.plays.len()];
        let mut open: Vec<usize> = places.to_vec();
        while let Some(place) = open.pop() {
            if !all[place] {
                all[place] = true;
                open.extend(&self.plays[place].after);
            }
        }
        (0..self.plays.len()).filter(|place| all[*place]).collect()
    }

    /// The first week in which each play could begin: when what has to come before it is done at its own pace.
    #[must_use]
    pub fn openings(&self) -> Vec<usize> {
        let mut openings: Vec<usize> = self.plays.iter().map(|play| play.opens).collect();
        // A chain has no more links than there are plays, and what runs in a circle opens never.
        for _ in 0..self.plays.len() {
            let mut settled = true;
            for (place, play) in self.plays.iter().enumerate() {
                let done = |before: &usize| openings[*before] + self.plays[*before].weeks as usize;
                let opens = play.after.iter().map(done).max().unwrap_or(0);
                if opens > openings[place] && openings[place] <= self.hours.len() {
                    openings[place] = opens;
                    settled = false;
                }
            }
            if settled {
                break;
            }
        }
        openings
    }
}
