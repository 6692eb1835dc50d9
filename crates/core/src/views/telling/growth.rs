//! What beliefs, experiments, check-ins and things to do say in lists.

use super::{FIRST, FURTHER, Weighed, some};
use crate::record::Content;

/// Hands every text of an item of one of these kinds to `look`, with its weight.
pub(super) fn texts<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    match content {
        Content::Action(it) => {
            some(look, FURTHER, &[&it.first_step, &it.whom, &it.outcome]);
            look((FIRST, &it.what));
        }
        Content::Experiment(it) => {
            some(look, FURTHER, &[&it.at_stake, &it.look_for, &it.first_step]);
            if let Some(decision) = &it.decision {
                let learned = [&decision.about_work, &decision.about_self, &decision.opened];
                some(look, FURTHER, &learned);
            }
            look((FIRST, &it.what));
        }
        Content::Hypothesis(it) => {
            some(look, FURTHER, &[&it.because, &it.know_when]);
            look((FIRST, &it.belief));
        }
        Content::CheckIn(it) => some(look, FIRST, &[&it.line, &it.passed_over]),
        Content::Pulse(it) => some(look, FIRST, &[&it.line]),
        _ => {}
    }
}
