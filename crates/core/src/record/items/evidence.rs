use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Origin;
use crate::{
    date::PartialDate,
    framework::{ExpectationId, FrameworkHash, Proficiency, SkillId},
};

/// Something done that others can verify.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was done.
    pub what: String,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub so_what: Option<String>,
    /// What came of it as a figure, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// What would not have happened without me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_part: Option<String>,
    /// When; the first day, where it took longer.
    pub on: PartialDate,
    /// Until when, where it took longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Skills at the proficiency it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Shown>,
    /// Responsibilities it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsibilities: Vec<ExpectationId>,
    /// Who saw it and can say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// Where to see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Must not leave the employer: left out of whatever is made for others, unless it is chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The version of the framework that the skills are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Evidence = "evidence", happened: |it| Some(it.on));

impl Evidence {
    /// A line alone: the rest can follow.
    #[must_use]
    pub fn line(what: impl Into<String>, on: PartialDate, framework: FrameworkHash) -> Self {
        Self {
            what: what.into(),
            so_what: None,
            figure: None,
            my_part: None,
            on,
            to: None,
            skills: Vec::new(),
            responsibilities: Vec::new(),
            witnesses: Vec::new(),
            links: Vec::new(),
            confidential: false,
            origin: None,
            framework,
            unknown: Map::new(),
        }
    }

    /// Whether it names no skill and no responsibility yet, so that it backs nothing.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.skills.is_empty() && self.responsibilities.is_empty()
    }

    /// The last day it covers.
    #[must_use]
    pub fn until(&self) -> PartialDate {
        self.to.unwrap_or(self.on)
    }
}

/// A skill that a piece of evidence shows, and how well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which skill.
    pub skill: SkillId,
    /// How well.
    pub proficiency: Proficiency,
}

/// What came of something, in numbers: ‘renewals, from 71 to 77 of 100’. Every part is a text, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figure {
    /// What was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// What it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// In what it is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Figure {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// ‘renewals: 71 to 77 points’, as far as it is known.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let (from, to) = (said(&self.from), said(&self.to));
        let change = match (from.as_str(), to.as_str()) {
            ("", to) => to.to_owned(),
            (from, "") => format!("from {from}"),
            (from, to) => format!("{from} to {to}"),
        };
        let mut parts = vec![change, said(&self.unit)];
        parts.retain(|part| !part.is_empty());
        match (&self.what, parts.is_empty()) {
            (Some(what), true) => f.write_str(what),
            (Some(what), false) => write!(f, "{what}: {}", parts.join(" ")),
            (None, _) => f.write_str(&parts.join(" ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_as_much_as_is_known() {
        let figure = |what: &str, from: &str, to: &str, unit: &str| {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Figure {
                what: text(what),
                from: text(from),
                to: text(to),
                unit: text(unit),
                unknown: Map::new(),
            }
            .to_string()
        };
        assert_eq!(figure("Renewals", "71", "77", "%"), "Renewals: 71 to 77 %");
        assert_eq!(figure("", "", "77", "points"), "77 points");
        assert_eq!(figure("", "300", "", ""), "from 300");
        assert_eq!(figure("Renewals", "", "", ""), "Renewals");
    }
}
