//! The same work again and again: pieces of evidence that one earlier piece had shown all of.

use jiff::Span;

use super::{Answer, Reading, Rest, days_out};
use crate::{
    framework::SignRule,
    record::{Evidence, Of},
    views::{facts::Facts, months_before, words::count},
};

/// Pieces that are looked through for an earlier one, the latest first: the rest of a very long log is not.
const MOST_EARLIER: usize = 500;

pub(super) fn read<'a>(facts: &'a Facts<'a>, rule: &SignRule) -> Reading<'a> {
    let asked = months_before(facts.day, u32::from(rule.months));
    let since = asked.saturating_sub(Span::new().days(days_out(facts, asked, facts.day)));
    let named: Vec<Of<'a, Evidence>> = facts
        .evidence
        .iter()
        .filter(|of| !of.it.skills.is_empty())
        .take(MOST_EARLIER)
        .copied()
        .collect();
    let recent = named
        .iter()
        .take_while(|of| of.it.until().last_day() > since);
    let mut rests_on = Vec::new();
    let mut all = 0;
    for (index, of) in recent.enumerate() {
        all += 1;
        if let Some(earlier) = named[index + 1..].iter().find(|it| covers(it.it, of.it)) {
            rests_on.push(Rest::Evidence(
                *of,
                format!("Nothing that ‘{}’ had not shown.", earlier.it.what),
            ));
        }
    }
    let again = rests_on.len();
    let pieces = count(all, "piece of evidence", "pieces of evidence");
    if all < usize::from(rule.least) {
        let says = format!(
            "{pieces} with a skill in {} months; it takes {} to compare.",
            rule.months, rule.least
        );
        return (Answer::CannotTell, says, rests_on);
    }
    let says = format!(
        "Of {pieces} in {} months, {again} {} what one earlier piece had shown already.",
        rule.months,
        if again == 1 {
            "shows only"
        } else {
            "show only"
        }
    );
    let answer = if again * 100 >= all * usize::from(rule.threshold) {
        Answer::Seen
    } else {
        Answer::NotSeen
    };
    (answer, says, rests_on)
}

/// Whether one piece shows all that another does, at least as well.
fn covers(earlier: &Evidence, later: &Evidence) -> bool {
    let skills = later.skills.iter().all(|shown| {
        let mut same = earlier.skills.iter();
        same.any(|it| it.skill == shown.skill && it.proficiency >= shown.proficiency)
    });
    skills
        && later
            .responsibilities
            .iter()
            .all(|id| earlier.responsibilities.contains(id))
}
