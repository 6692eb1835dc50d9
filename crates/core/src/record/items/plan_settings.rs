use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, PlayId, Setting},
    id::ItemId,
};

/// What a plan is made from, and what it said when it was last asked for. The latest one stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanSettings {
    /// Hours a week that one has for growing, at most [`PlanSettings::MOST_HOURS`].
    pub hours_a_week: u8,
    /// How many weeks are planned, at most [`PlanSettings::MOST_WEEKS`].
    pub weeks: u8,
    /// Where plays may happen.
    pub settings: Vec<Setting>,
    /// The destinations planned towards; empty is all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub destinations: Vec<ItemId>,
    /// Plays that have to be in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<PlayId>,
    /// Plays that must not be in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<PlayId>,
    /// The plan as it was seen then, so that a later one can say what changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<Planned>,
    /// The day it was asked for.
    pub on: PartialDate,
    /// The version of the framework that the plays are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A play of a plan, with its place in the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// The play.
    pub play: PlayId,
    /// The Monday of its first week.
    pub from: PartialDate,
    /// The Sunday of its last week.
    pub to: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl PlanSettings {
    /// More hours than a working week leave nothing else to do.
    pub const MOST_HOURS: u8 = 60;

    /// A year; beyond it nobody's plans hold.
    pub const MOST_WEEKS: u8 = 52;

    /// What is assumed until somebody says otherwise: four hours a week for a quarter, anywhere.
    #[must_use]
    pub fn assumed(on: PartialDate, framework: FrameworkHash) -> Self {
        Self {
            hours_a_week: 4,
            weeks: 13,
            settings: Setting::WORDS.iter().map(|(_, setting)| *setting).collect(),
            destinations: Vec::new(),
            pinned: Vec::new(),
            refused: Vec::new(),
            planned: Vec::new(),
            on,
            framework,
            unknown: Map::new(),
        }
    }
}

super::kind!(PlanSettings = "plan-settings", happened: |it| Some(it.on));
