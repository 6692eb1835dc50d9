//! What a record says about beliefs, experiments, check-ins and things to do, as far as it had happened by a day.

use std::cmp::Reverse;

use hashbrown::HashMap;

use crate::{
    id::ItemId,
    order::InOrder,
    record::{
        Action, CheckIn, Content, Experiment, Hypothesis, Kind, Of, Pulse, Revision, RungTime,
        Settled, Takeaway,
    },
};

/// The items of the growth loop, arranged once. Part of [`super::facts::Facts`].
#[derive(Debug, Clone, Default)]
pub struct Growth<'a> {
    /// Beliefs, in the order of their making.
    pub hypotheses: Vec<Of<'a, Hypothesis>>,
    /// Experiments, in the order of their making.
    pub experiments: Vec<Of<'a, Experiment>>,
    /// Things to do, done and dropped ones too, in the order of their making.
    pub actions: Vec<Of<'a, Action>>,
    /// Check-ins, earliest first, skipped months too.
    pub check_ins: Vec<Of<'a, CheckIn>>,
    /// Books, courses and conferences, latest first.
    pub takeaways: Vec<Of<'a, Takeaway>>,
    /// What was said last of being where one wants to be.
    pub settled: Option<Of<'a, Settled>>,
    /// The measure set last for a time on a rung.
    pub rung_time: Option<Of<'a, RungTime>>,
    pulses: HashMap<ItemId, Vec<Of<'a, Pulse>>>,
}

impl<'a> Growth<'a> {
    /// Takes an item in, if it is of one of these kinds.
    pub(super) fn take(&mut self, id: ItemId, revision: &'a Revision, content: &'a Content) {
        match content {
            Content::Hypothesis(it) => self.hypotheses.push(Of { id, revision, it }),
            Content::Experiment(it) => self.experiments.push(Of { id, revision, it }),
            Content::Action(it) => self.actions.push(Of { id, revision, it }),
            Content::CheckIn(it) => self.check_ins.push(Of { id, revision, it }),
            Content::Takeaway(it) => self.takeaways.push(Of { id, revision, it }),
            Content::Settled(it) => later(&mut self.settled, Of { id, revision, it }),
            Content::RungTime(it) => later(&mut self.rung_time, Of { id, revision, it }),
            Content::Pulse(it) => {
                let pulses = self.pulses.entry(it.experiment).or_default();
                pulses.push(Of { id, revision, it });
            }
            _ => {}
        }
    }

    /// Puts everything into its order.
    pub(super) fn arrange(&mut self) {
        self.check_ins
            .order_by_key(|of| (of.it.on, of.revision.seq));
        self.takeaways
            .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        for pulses in self.pulses.values_mut() {
            pulses.order_by_key(|of| (of.it.on, of.revision.seq));
        }
    }

    /// The pulses of an experiment, earliest first.
    #[must_use]
    pub fn pulses(&self, experiment: ItemId) -> &[Of<'a, Pulse>] {
        self.pulses.get(&experiment).map_or(&[], Vec::as_slice)
    }

    /// An experiment by its id.
    #[must_use]
    pub fn experiment(&self, id: ItemId) -> Option<Of<'a, Experiment>> {
        self.experiments.iter().find(|of| of.id == id).copied()
    }

    /// A hypothesis by its id.
    #[must_use]
    pub fn hypothesis(&self, id: ItemId) -> Option<Of<'a, Hypothesis>> {
        self.hypotheses.iter().find(|of| of.id == id).copied()
    }

    /// An action by its id.
    #[must_use]
    pub fn action(&self, id: ItemId) -> Option<Of<'a, Action>> {
        self.actions.iter().find(|of| of.id == id).copied()
    }
}

/// Keeps what is of a later day, and of one day what was written later.
fn later<'a, T: Kind>(standing: &mut Option<Of<'a, T>>, of: Of<'a, T>) {
    let age = |of: &Of<'_, T>| (of.it.happened(), of.revision.seq);
    if standing.as_ref().is_none_or(|it| age(it) < age(&of)) {
        *standing = Some(of);
    }
}
