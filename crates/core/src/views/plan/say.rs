//! A plan in words: what it is worth, why each play is in it, why another is not.

use std::collections::BTreeSet;

use super::{Outlook, Plan, PlayPlan, Reach, Why};
use crate::framework::Setting;

/// A small number as a word.
fn small(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// ‘1 hour’, ‘12 hours’.
fn hours(hours: u32) -> String {
    format!("{hours} {}", if hours == 1 { "hour" } else { "hours" })
}

impl Plan<'_> {
    /// How far it goes, in a sentence: the steps it takes of those that are missing, and its hours.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Reach {
            steps,
            of_steps,
            hours: used,
            of_hours,
            ..
        } = self.reach;
        let aims: Vec<String> = self.aims.iter().map(|aim| aim.rung.name.clone()).collect();
        if aims.is_empty() {
            return "There is nothing to plan towards yet.".to_owned();
        }
        let aims = list(&aims);
        match (of_steps, steps) {
            (0, _) => format!("No skill that {aims} asks for is short of it."),
            (of, taken) if taken > 0 && used == 0 => format!(
                "{} of the {of} steps that are missing for {aims}, by what runs already; nothing more is planned into the {} that are free.",
                capital(&small(taken)),
                hours(of_hours)
            ),
            (of, all) if of == all => format!(
                "All {of} steps that are missing for {aims}, in {used} of the {} that are free.",
                hours(of_hours)
            ),
            (_, 0) => format!(
                "No step of the {of_steps} that are missing for {aims} fits into the {} that are free.",
                hours(of_hours)
            ),
            _ => format!(
                "{} of the {of_steps} steps that are missing for {aims}, in {used} of the {} that are free.",
                capital(&small(steps)),
                hours(of_hours)
            ),
        }
    }

    /// What is known about a better one, in a sentence: ‘no plan within your hours is worth more’.
    #[must_use]
    pub fn bound_in_words(&self) -> String {
        let Reach {
            weight,
            of_weight,
            bound,
            proven,
            ..
        } = self.reach;
        if of_weight == 0 {
            return "There is nothing to choose between.".to_owned();
        }
        if proven {
            format!(
                "By weight it takes {weight} of {of_weight}, and it is proven that no choice within the model takes more."
            )
        } else {
            format!(
                "By weight it takes {weight} of {of_weight}; whether one exists that takes more is not proven, but none takes more than {bound}."
            )
        }
    }

    /// What remains missing if all goes as planned, in a sentence.
    #[must_use]
    pub fn distance_in_words(&self) -> String {
        // What two rungs ask of one skill is missing once.
        let skills = |open: bool| {
            let lines = self.outlook.iter().filter(|it| !open || !it.closes());
            let ids = lines.filter_map(|it| it.line.skill.map(|skill| &skill.id));
            ids.collect::<BTreeSet<_>>().len()
        };
        let open = skills(true);
        let duties = self.outlook.iter().filter(|it| it.line.skill.is_none());
        let duties = duties.count();
        let steps = self.reach.of_steps - self.reach.steps;
        let skills = match (skills(false), open) {
            (0, _) => "No skill is missing".to_owned(),
            (_, 0) => "Every skill would be there as asked".to_owned(),
            (all, open) => format!(
                "Of {all} skills that are asked for and fall short, {} would still do so, by {} {} in all",
                small(open),
                small(steps),
                if steps == 1 { "step" } else { "steps" }
            ),
        };
        match duties {
            0 => format!("{skills}."),
            1 => format!(
                "{skills}; one responsibility is shown by carrying it, which no play does for you."
            ),
            more => format!(
                "{skills}; {} responsibilities are shown by carrying them, which no play does for you.",
                small(more)
            ),
        }
    }

    /// Why a play is in the plan, in sentences that can be checked.
    #[must_use]
    pub fn reason(&self, it: &PlayPlan<'_>) -> String {
        let mut gaps = Vec::new();
        for (at, aim) in self.aims.iter().enumerate() {
            let served = it.serves.iter().filter(|serves| serves.aims.contains(&at));
            let served: Vec<String> = served.map(|it| lower(&it.skill.name)).collect();
            // ‘two gaps of one rung, and three of another’: what is counted is said once.
            let counted = match (served.len(), gaps.is_empty()) {
                (0, _) => continue,
                (1, true) => "a gap".to_owned(),
                (more, true) => format!("{} gaps", small(more)),
                (more, false) => small(more),
            };
            // Names of skills have commas and ‘and’ in them.
            let served = served.join("; ");
            gaps.push(format!("{counted} of {} ({served})", aim.rung.name));
        }
        let mut because = Vec::new();
        if !gaps.is_empty() {
            because.push(format!("it serves {}", list(&gaps)));
        }
        let needed: Vec<String> = it
            .needed_for
            .iter()
            .map(|play| format!("‘{}’", play.name))
            .collect();
        if !needed.is_empty() {
            because.push(format!("it has to come before {}", list(&needed)));
        }
        let mut reason = match (it.pinned, because.is_empty()) {
            (true, true) => {
                "In it because you pinned it; it serves no gap of what you plan towards.".to_owned()
            }
            (true, false) => format!("You pinned it; {}.", list(&because)),
            (false, true) => "In it because a pin needs it.".to_owned(),
            (false, false) => format!("Chosen because {}.", list(&because)),
        };
        let focus: Vec<String> = it
            .serves
            .iter()
            .filter(|it| it.in_focus)
            .map(|it| it.skill.name.clone())
            .collect();
        if !focus.is_empty() {
            let are = if focus.len() == 1 { "is" } else { "are" };
            let focus = list(&focus);
            reason = format!("{reason} {focus} {are} in focus, and counts double.");
        }
        reason
    }
}

impl Outlook<'_> {
    /// What the plan does about it, in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        match (self.of_steps, self.steps, self.by.len()) {
            (0, _, 0) => "open: shown by carrying it".to_owned(),
            (0, ..) => {
                "prepared: the skills it calls on are worked on, and it is shown by carrying it"
                    .to_owned()
            }
            (_, 0, _) => "open".to_owned(),
            (of, steps, _) if of == steps => "worked towards in full".to_owned(),
            (of, steps, _) => format!("worked towards, {} of {} steps", small(steps), small(of)),
        }
    }
}

impl Why<'_> {
    /// Why a play is not in the plan, in a sentence.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Refused => "You refused it.".to_owned(),
            Self::Setting(Setting::InTheJob) => {
                "It happens in the job, which you left out.".to_owned()
            }
            Self::Setting(Setting::BesideIt) => {
                "It happens beside the job, which you left out.".to_owned()
            }
            Self::Setting(Setting::Outside) => {
                "It happens outside work, which you left out.".to_owned()
            }
            Self::Done => "You have done it.".to_owned(),
            Self::Stopped => "You tried it and stopped.".to_owned(),
            Self::Runs => "It runs already.".to_owned(),
            Self::Before(play) => format!("It builds on ‘{}’, which is out.", play.name),
            Self::TooLong => {
                "It takes longer than the plan, with what has to come before it.".to_owned()
            }
            Self::NoRoom {
                adds: 0,
                hours: more,
            } => {
                format!("Its {} do not fit beside the rest.", hours(more))
            }
            Self::NoRoom { adds, hours: more } => format!(
                "It would add {} {} for {}; other plays do more within yours.",
                small(adds),
                if adds == 1 { "step" } else { "steps" },
                hours(more)
            ),
            Self::AddsNothing => "It would add nothing to what the plan does already.".to_owned(),
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// The name of a skill in the middle of a sentence; names that begin with two capitals stay.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
