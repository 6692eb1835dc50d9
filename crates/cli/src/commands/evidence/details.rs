use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use windward_core::{
    date::PartialDate,
    framework::{ExpectationId, Framework},
    record::{Evidence, Figure, Shown},
};

use crate::{names, stop::Stop};

/// What can be said of a piece of evidence beside what was done.
#[derive(Debug, Args)]
pub(crate) struct Details {
    /// The day, or the first of several; today without it
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// The last day, where it took longer
    #[arg(long, value_name = "DATE")]
    until: Option<PartialDate>,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    so_what: Option<String>,
    /// What came of it in numbers: of what
    #[arg(long, value_name = "TEXT")]
    figure: Option<String>,
    /// What that was before
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    from: Option<String>,
    /// What that became
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    to: Option<String>,
    /// In what it is counted
    #[arg(long, value_name = "TEXT")]
    unit: Option<String>,
    /// What would not have happened without you
    #[arg(long, value_name = "TEXT")]
    my_part: Option<String>,
    /// A skill that it shows, and how well: `execution=4`, `execution=leading`; may be given several times
    #[arg(long, value_name = "SKILL=HOW")]
    skill: Vec<String>,
    /// The id of a responsibility that it shows; may be given several times
    #[arg(long, value_name = "ID")]
    duty: Vec<String>,
    /// Somebody who can vouch for it; may be given several times
    #[arg(long, value_name = "NAME")]
    who: Vec<String>,
    /// Where to see it; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    link: Vec<String>,
    /// It is confidential: left out of whatever is made for others
    #[arg(long)]
    confidential: bool,
}

impl Details {
    /// Whether it names something of a framework, so that one is needed to understand it.
    pub(crate) fn names_anything(&self) -> bool {
        !self.skill.is_empty() || !self.duty.is_empty()
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        let texts = [
            &self.so_what,
            &self.figure,
            &self.from,
            &self.to,
            &self.unit,
            &self.my_part,
        ];
        texts.iter().all(|it| it.is_none())
            && self.on.is_none()
            && self.until.is_none()
            && !self.names_anything()
            && self.who.is_empty()
            && self.link.is_empty()
            && !self.confidential
    }

    /// Says it of a piece: what is given replaces what was there.
    pub(crate) fn fill(
        self,
        evidence: &mut Evidence,
        framework: &Framework,
        today: Date,
    ) -> Result<()> {
        for typed in &self.skill {
            let (skill, proficiency) = names::skill_at(framework, typed)?;
            let shown = Shown {
                skill: skill.id.clone(),
                proficiency,
            };
            evidence.skills.retain(|it| it.skill != shown.skill);
            evidence.skills.push(shown);
        }
        for typed in &self.duty {
            let id = ExpectationId::new(typed.trim());
            if framework.expectation(&id).is_none() {
                return Err(Stop::usage(format!(
                    "there is no responsibility ‘{typed}’; `windward ladder show RUNG` lists them"
                )));
            }
            if !evidence.responsibilities.contains(&id) {
                evidence.responsibilities.push(id);
            }
        }
        self.fill_plain(evidence, today)
    }

    /// The same, where nothing of a framework is named.
    pub(crate) fn fill_plain(self, evidence: &mut Evidence, today: Date) -> Result<()> {
        if let Some(on) = self.on {
            evidence.on = on;
        }
        evidence.to = self.until.or(evidence.to);
        if evidence.on.is_after(today) {
            return Err(Stop::usage(format!(
                "{} is still to come; evidence is of what was done",
                evidence.on
            )));
        }
        if let Some(to) = evidence
            .to
            .filter(|to| to.last_day() < evidence.on.first_day())
        {
            return Err(Stop::usage(format!(
                "it ends on {to}, before it begins on {}",
                evidence.on
            )));
        }
        evidence.so_what = self.so_what.or(evidence.so_what.take());
        evidence.my_part = self.my_part.or(evidence.my_part.take());
        let mut figure = evidence.figure.take().unwrap_or_default();
        figure = Figure {
            what: self.figure.or(figure.what),
            from: self.from.or(figure.from),
            to: self.to.or(figure.to),
            unit: self.unit.or(figure.unit),
            unknown: figure.unknown,
        };
        evidence.figure = (!figure.is_empty()).then_some(figure);
        for (given, there) in [
            (self.who, &mut evidence.witnesses),
            (self.link, &mut evidence.links),
        ] {
            let new: Vec<String> = given.into_iter().filter(|it| !there.contains(it)).collect();
            there.extend(new);
        }
        evidence.confidential |= self.confidential;
        Ok(())
    }
}
