//! No new skill, and none at a higher proficiency: read from evidence, in the order in which it happened.

use hashbrown::HashMap;

use jiff::Span;

use super::{Answer, Reading, Rest, days_out};
use crate::{
    framework::{Proficiency, SignRule, SkillId},
    record::{Evidence, Of},
    views::{facts::Facts, months_before, words::count},
};

pub(super) fn read<'a>(facts: &'a Facts<'a>, rule: &SignRule) -> Reading<'a> {
    let asked = months_before(facts.day, u32::from(rule.threshold));
    let since = asked.saturating_sub(Span::new().days(days_out(facts, asked, facts.day)));
    let mut best: HashMap<&SkillId, Proficiency> = HashMap::new();
    let mut last: Option<(Of<'a, Evidence>, String)> = None;
    let mut recent = 0;
    // Latest first in the facts; what is new shows only from the beginning.
    for of in facts.evidence.iter().rev() {
        let mut counts = false;
        for shown in &of.it.skills {
            let Some(skill) = facts.framework.skill(&shown.skill) else {
                continue;
            };
            counts = true;
            let before = best.get(&skill.id).copied();
            if before.is_none_or(|before| before < shown.proficiency) {
                best.insert(&skill.id, shown.proficiency);
                let word = facts.framework.word(shown.proficiency);
                let says = match before {
                    None => format!("{}, for the first time ({word})", skill.name),
                    Some(before) => format!(
                        "{}: from {} to {word}",
                        skill.name,
                        facts.framework.word(before)
                    ),
                };
                last = Some((*of, says));
            }
        }
        if counts && of.it.until().last_day() > since {
            recent += 1;
        }
    }
    let rests_on: Vec<Rest<'a>> = last
        .iter()
        .map(|(of, says)| Rest::Evidence(*of, format!("The last that was new: {says}.")))
        .collect();
    let newest = last.filter(|(of, _)| of.it.until().last_day() > since);
    let pieces = count(
        recent,
        "piece of evidence that names a skill",
        "pieces of evidence that name a skill",
    );
    if let Some((_, says)) = newest {
        return (
            Answer::NotSeen,
            format!(
                "Within {} months something was new: {says}.",
                rule.threshold
            ),
            rests_on,
        );
    }
    if recent < usize::from(rule.least) {
        let says = format!(
            "{pieces} in {} months; it takes {} to say that nothing was new.",
            rule.threshold, rule.least
        );
        return (Answer::CannotTell, says, rests_on);
    }
    let says = format!(
        "{pieces} in {} months, and none shows a skill that was new or deeper than before.",
        rule.threshold
    );
    (Answer::Seen, says, rests_on)
}
