//! Cases: to be handed in, somebody to speak with before, and the answer that should be there.

use super::{Due, DueId, Matter};
use crate::{
    record::{Case, Of},
    views::{
        case::{Stage, deciders, open, rung_name, stage},
        facts::Facts,
        words::{count, near, sentence},
    },
};

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    for of in open(facts) {
        let stage = stage(facts, of);
        all.extend(match stage {
            Stage::Made => hand_in(facts, of),
            Stage::HandedIn => answer(facts, of),
            Stage::Over => None,
        });
        all.extend(hear(facts, of));
    }
}

fn hand_in(facts: &Facts<'_>, of: Of<'_, Case>) -> Option<Due> {
    let by = of.it.by?;
    Some(Due::on(
        DueId::of(Matter::Case, of.id),
        by.last_day(),
        format!("Hand in your case for {}", rung_name(facts, of.it)),
        format!(
            "You set it for {}. Its page says what is still thin.",
            near(by, facts.day)
        ),
    ))
}

/// Whoever decides hears before the packet does; the first of them stands for all.
fn hear(facts: &Facts<'_>, of: Of<'_, Case>) -> Option<Due> {
    let (who, by) = deciders::next(facts, of.it)?;
    let id = DueId::of(Matter::CaseSay, of.id);
    let decider = of
        .it
        .deciders
        .iter()
        .find(|it| it.said.is_none() && it.say.is_some() && deciders::who(facts, it).is(who));
    let say = decider.and_then(|it| it.say.as_deref()).unwrap_or_default();
    let what = format!(
        "Speak with {} about your case",
        who.or("somebody who decides")
    );
    let more = deciders::waiting(of).saturating_sub(1);
    let mut why = sentence(say);
    if more > 0 {
        why = format!(
            "{why} {} after them.",
            count(
                more,
                "more is to hear something",
                "more are to hear something"
            )
        );
    }
    Some(match by {
        Some(by) => Due::on(id, by.last_day(), what, why),
        None => Due::whenever(id, what, why),
    })
}

fn answer(facts: &Facts<'_>, of: Of<'_, Case>) -> Option<Due> {
    let decided = of.it.decided?;
    Some(Due::on(
        DueId::of(Matter::CaseAnswer, of.id),
        decided.last_day(),
        format!("What came of your case for {}?", rung_name(facts, of.it)),
        "Note it while you remember the reasons: a promotion changes your course, a ‘not now’ becomes feedback that you can answer.",
    ))
}
