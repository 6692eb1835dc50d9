//! `windward plan`: which ways to grow to take, when, and why.

mod answer;

use anyhow::Result;
use clap::{Args, ValueEnum};
use windward_core::{
    date::PartialDate,
    framework::{Framework, PlayId, Setting},
    record::PlanSettings,
    views::{
        facts::Facts,
        plan::{
            Changed, Plan as Planned, PlayPlan, TakenAs, When, changed, plan as planned_from,
            solve, wishes,
        },
    },
};

use crate::{
    home::Home,
    names,
    screen::{self, BOLD, DIM, OPEN, PLAIN, Screen},
    stop::Stop,
    words,
};

/// Plan which ways to grow to take in the hours you have
///
/// Without options: the plan as last asked for, or four hours a week for a quarter. Options are tried out, and
/// kept only with `--keep`.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Hours a week, 1 to 60
    #[arg(long, value_name = "H")]
    hours: Option<u8>,
    /// Weeks to plan, 1 to 52
    #[arg(long, value_name = "W")]
    weeks: Option<u8>,
    /// A play that has to be in it; may be given several times
    #[arg(long, value_name = "ID")]
    pin: Vec<String>,
    /// A play that must not be in it; may be given several times
    #[arg(long, value_name = "ID")]
    refuse: Vec<String>,
    /// A play that was pinned or refused and is left to the plan again; may be given several times
    #[arg(long, value_name = "ID")]
    free: Vec<String>,
    /// Where plays may happen: in-the-job, beside-it, outside; may be given several times
    #[arg(long, value_name = "PLACE")]
    setting: Vec<String>,
    /// Take a play: it becomes an experiment or an action, in the weeks and with the hours of this plan
    #[arg(long, value_name = "ID")]
    take: Option<String>,
    /// What the play that is taken becomes
    #[arg(
        long = "as",
        value_enum,
        default_value = "experiment",
        requires = "take"
    )]
    taken_as: Becomes,
    /// Keep what was asked for, and the plan to compare the next one with
    #[arg(long)]
    keep: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Becomes {
    Experiment,
    Action,
}

impl Plan {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        // What is kept begins a record; what is only looked at does not.
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let asked = self.asked(facts)?;
        let solved = solve(facts, asked);
        let plan = planned_from(facts, &solved);
        if self.keep || self.take.is_some() {
            let chosen = self.take.as_deref();
            let chosen = chosen.map(|typed| names::play(facts.framework, typed));
            let chosen = chosen.transpose()?;
            let desk = beginning.desk()?;
            desk.act(|act| {
                if self.keep {
                    let kept = PlanSettings {
                        planned: plan.planned(),
                        ..solved.wishes.clone()
                    };
                    act.revise_or_add(facts.plan, kept);
                }
                if let Some(chosen) = chosen {
                    let taken = match self.taken_as {
                        Becomes::Experiment => TakenAs::Experiment,
                        Becomes::Action => TakenAs::Action,
                    };
                    let on = PartialDate::day(facts.day);
                    plan.take(chosen, taken, on, facts.framework.hash, act);
                }
            })?;
            if self.take.is_some() {
                // What was taken runs from here on, and the plan is another.
                let book = desk.book()?;
                let facts = book.facts();
                return show(facts, book.planned().plan(), self.json);
            }
        }
        show(facts, &plan, self.json)
    }

    /// What was asked for last, with what was typed in its place.
    fn asked(&self, facts: &Facts<'_>) -> Result<PlanSettings> {
        let mut asked = wishes(facts);
        asked.on = PartialDate::day(facts.day);
        asked.framework = facts.framework.hash;
        asked.hours_a_week = within(
            self.hours,
            PlanSettings::MOST_HOURS,
            "hours",
            asked.hours_a_week,
        )?;
        asked.weeks = within(self.weeks, PlanSettings::MOST_WEEKS, "weeks", asked.weeks)?;
        if !self.setting.is_empty() {
            asked.settings = self
                .setting
                .iter()
                .map(|it| names::word("place for plays", it, Setting::WORDS))
                .collect::<Result<_>>()?;
        }
        let framework = facts.framework;
        let (pin, refuse) = (
            plays(framework, &self.pin)?,
            plays(framework, &self.refuse)?,
        );
        if let Some(both) = pin.iter().find(|id| refuse.contains(id)) {
            return Err(Stop::usage(format!(
                "‘{both}’ is pinned and refused; do one of the two"
            )));
        }
        for id in pin
            .iter()
            .chain(&refuse)
            .chain(&plays(framework, &self.free)?)
        {
            asked.pinned.retain(|it| it != id);
            asked.refused.retain(|it| it != id);
        }
        asked.pinned.extend(pin);
        asked.refused.extend(refuse);
        Ok(asked)
    }
}

fn within(typed: Option<u8>, most: u8, what: &str, before: u8) -> Result<u8> {
    match typed {
        None => Ok(before),
        Some(number) if (1..=most).contains(&number) => Ok(number),
        Some(number) => Err(Stop::usage(format!(
            "‘{number}’ is no number of {what} to plan with; it goes from 1 to {most}"
        ))),
    }
}

fn plays(framework: &Framework, typed: &[String]) -> Result<Vec<PlayId>> {
    let mut ids: Vec<PlayId> = Vec::new();
    for typed in typed {
        let id = &names::play(framework, typed)?.id;
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    Ok(ids)
}

fn show(facts: &Facts<'_>, plan: &Planned<'_>, json: bool) -> Result<()> {
    if json {
        return screen::json(&answer::answer(facts, plan));
    }
    let mut screen = Screen::new();
    told(&mut screen, facts, plan);
    Ok(screen.show()?)
}

fn told(screen: &mut Screen, facts: &Facts<'_>, plan: &Planned<'_>) {
    let wishes = &plan.wishes;
    screen.line(format_args!(
        "{} a week for {} from {}, read against {} {}",
        words::count(wishes.hours_a_week, "hour", "hours"),
        words::count(wishes.weeks, "week", "weeks"),
        plan.begins,
        facts.framework.name,
        facts.framework.version
    ));
    screen.paragraph(0, BOLD, &plan.in_words());
    if let Some(changed) = changed(facts, plan) {
        what_changed(screen, &changed);
    }
    for (play, why) in &plan.unkept {
        screen.paragraph(
            0,
            OPEN,
            &format!("Pinned, but not in it: {}. {}", play.name, why.in_words()),
        );
    }
    if !plan.running.is_empty() {
        screen.heading("Runs already");
        for it in &plan.running {
            let hours = words::count(it.hours, "hour", "hours");
            screen.paragraph(
                2,
                PLAIN,
                &format!("{}: {hours} a week until {}", it.what, plan.until(it)),
            );
        }
    }
    for when in When::ALL {
        let plays: Vec<&PlayPlan<'_>> = plan.plays.iter().filter(|it| it.when == when).collect();
        if plays.is_empty() {
            continue;
        }
        screen.heading(match when {
            When::Now => "Now",
            When::Next => "Next",
            When::Later => "Later",
        });
        for it in plays {
            play(screen, facts, plan, it);
        }
    }
    if plan.aims.is_empty() {
        return;
    }
    screen.heading("How far this goes");
    screen.paragraph(2, PLAIN, &plan.distance_in_words());
    screen.paragraph(2, PLAIN, &plan.bound_in_words());
    let hours: Vec<String> = plan.load.iter().map(|it| it.total().to_string()).collect();
    screen.paragraph(2, DIM, &format!("Hours week by week: {}.", hours.join(" ")));
}

fn play(screen: &mut Screen, facts: &Facts<'_>, plan: &Planned<'_>, it: &PlayPlan<'_>) {
    screen.paragraph(2, BOLD, &format!("{} ({})", it.play.name, it.play.id));
    let most = it.hours.iter().max().copied().unwrap_or(0);
    screen.paragraph(
        4,
        PLAIN,
        &format!(
            "{} to {}, up to {} a week, {}",
            plan.monday(it.first),
            plan.sunday(it.last),
            words::count(most, "hour", "hours"),
            it.play.setting.label()
        ),
    );
    screen.paragraph(4, PLAIN, &plan.reason(it));
    let serves: Vec<String> = it
        .serves
        .iter()
        .map(|it| format!("{} to ‘{}’", it.skill.name, facts.framework.word(it.to)))
        .collect();
    if !serves.is_empty() {
        screen.paragraph(4, DIM, &format!("Grows: {}.", serves.join("; ")));
    }
    screen.paragraph(4, DIM, &format!("First step: {}.", it.play.first_step));
}

fn what_changed(screen: &mut Screen, changed: &Changed<'_>) {
    screen.heading(&format!("Changed since the plan of {}", changed.since));
    for play in &changed.new {
        screen.paragraph(2, PLAIN, &format!("New: {}.", play.name));
    }
    for play in &changed.begun {
        screen.paragraph(2, PLAIN, &format!("Begun: {}.", play.name));
    }
    for (play, why) in &changed.gone {
        screen.paragraph(
            2,
            PLAIN,
            &format!("Gone: {}. {}", play.name, why.in_words()),
        );
    }
    for it in &changed.moved {
        screen.paragraph(
            2,
            PLAIN,
            &format!("Moved: {}, from {} to {}.", it.play.name, it.from, it.to),
        );
    }
}
