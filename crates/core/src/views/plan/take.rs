//! Taking a play: it becomes an experiment or an action, in the weeks and with the hours that the plan gave it.

use super::Plan;
use crate::{
    date::PartialDate,
    framework::{FrameworkHash, Play},
    id::ItemId,
    record::{Act, Action, Experiment},
    views::experiment::{action_from_play, from_play},
};

/// What a play may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenAs {
    /// A small test with an end and a decision.
    Experiment,
    /// A thing to do.
    Action,
}

impl Plan<'_> {
    /// Writes a play down as what it becomes. A play that is not in the plan begins with its first week and takes its own
    /// hours. Its first step is something to do, from the day on which it begins; in the first week at once.
    pub fn take(
        &self,
        play: &Play,
        taken: TakenAs,
        on: PartialDate,
        framework: FrameworkHash,
        act: &mut Act<'_>,
    ) -> ItemId {
        let planned = self.plays.iter().find(|it| it.play.id == play.id);
        let last = usize::from(play.weeks.max(1)) - 1;
        let (first, last) = planned.map_or((0, last), |it| (it.first, it.last));
        let most = planned.and_then(|it| it.hours.iter().max().copied());
        let most = most.and_then(|it| u8::try_from(it).ok());
        let hours_a_week = Some(most.unwrap_or(play.hours_a_week));
        let from = PartialDate::day(self.monday(first));
        let to = PartialDate::day(self.sunday(last));
        let put_off = (first > 0).then_some(from);
        match taken {
            TakenAs::Experiment => {
                let id = act.add(Experiment {
                    hours_a_week,
                    from: Some(from),
                    to: Some(to),
                    ..from_play(play, on, framework)
                });
                act.add(Action {
                    experiment: Some(id),
                    put_off,
                    ..Action::new(play.first_step.clone(), on, framework)
                });
                id
            }
            TakenAs::Action => act.add(Action {
                hours_a_week,
                due: Some(to),
                put_off,
                ..action_from_play(play, on, framework)
            }),
        }
    }
}
