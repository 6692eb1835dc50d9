//! Opportunities: their next steps, offers that wait for an answer, and those of which nothing was heard.

use jiff::Span;

use super::{Due, DueId, Matter};
use crate::{
    record::Stage,
    views::{
        facts::Facts,
        opportunities::{Considered, opportunities},
        words::{near, sentence},
    },
};

/// Days without a next step after which it is asked what became of something one talks about, has applied for or is
/// interviewed for. A judgement: most answers that come have come by then.
const SILENT_DAYS: i64 = 21;

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    let live = opportunities(facts);
    let live: Vec<_> = live.iter().filter(|it| it.stage.is_live()).collect();
    let offers = live.iter().filter(|it| it.stage == Stage::Offer).count();
    for it in live {
        let next = it.of.it.next.as_ref().filter(|next| next.done.is_none());
        if let Some(next) = next {
            let id = DueId::of(Matter::OpportunityStep, it.of.id);
            let why = standing(facts, it);
            all.push(match next.by {
                Some(by) => Due::on(id, by.last_day(), &next.what, why),
                None => Due::whenever(id, &next.what, why),
            });
        }
        match it.stage {
            Stage::Offer => all.extend(answer(it, offers)),
            Stage::Talking | Stage::Applied | Stage::Interviewing if next.is_none() => {
                let since = it.since.last_day();
                all.push(Due::on(
                    DueId::of(Matter::Opportunity, it.of.id),
                    since.saturating_add(Span::new().days(SILENT_DAYS)),
                    format!("What became of ‘{}’?", it.name()),
                    format!("{} Ask, or say that it is over.", standing(facts, it)),
                ));
            }
            _ => {}
        }
    }
}

/// ‘Lead Product Manager, Fjord Rail: interviewing since 3 November 2026.’
fn standing(facts: &Facts<'_>, it: &Considered<'_>) -> String {
    let since = near(it.since, facts.day);
    sentence(&format!("{}: {}, {since}", it.name(), it.stage.label()))
}

fn answer(it: &Considered<'_>, offers: usize) -> Option<Due> {
    let by = it.of.it.offer.as_ref()?.answer_by?;
    let why = if offers > 1 {
        "They want to know by then. You have more than one offer; they can be put side by side."
    } else {
        "They want to know by then."
    };
    Some(Due::on(
        DueId::of(Matter::OfferAnswer, it.of.id),
        by.last_day(),
        format!("Answer the offer: {}", it.name()),
        why,
    ))
}
