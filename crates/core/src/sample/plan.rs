//! What Noor plans with: five hours a week for a quarter, the books first, and no stage for now.

use super::Sample;
use crate::{framework::PlayId, record::PlanSettings};

pub(super) fn add(sample: &mut Sample<'_>) {
    let asked = PlanSettings {
        hours_a_week: 5,
        pinned: vec![PlayId::new("business-profit-and-loss-shadow")],
        refused: vec![PlayId::new("communication-meetup-talk")],
        ..PlanSettings::assumed(sample.day(12), sample.framework)
    };
    sample.act.add(asked);
}
