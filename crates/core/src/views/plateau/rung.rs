//! Long on a rung, by one's own measure: never by what is typical of others.

use super::{Answer, Reading, Rest, days_out};
use crate::{
    framework::SignRule,
    views::{course::course, facts::Facts, words::count},
};

pub(super) fn read<'a>(facts: &'a Facts<'a>, rule: &SignRule) -> Reading<'a> {
    let Some(held) = facts.held.filter(|held| held.ongoing) else {
        let says = "No role on the ladder goes on, so no time on a rung passes.".to_owned();
        return (Answer::CannotTell, says, Vec::new());
    };
    let course = course(facts);
    let on_rung = course.spells.iter();
    let on_rung = on_rung.filter(|it| it.rung.is_some_and(|rung| rung.id == held.rung.id));
    let since = on_rung.map(|it| it.from).min().unwrap_or(facts.day);
    let out = months(days_out(facts, since, facts.day));
    let here = course.months_on_rung.saturating_sub(out);
    let mut rests_on = vec![Rest::Figure(format!(
        "{}: {}{}.",
        held.rung.name,
        long(here),
        if out > 0 {
            format!(", {} of time out not counted", long(out))
        } else {
            String::new()
        }
    ))];
    if let Some(own) = facts.growth.rung_time.and_then(|of| of.it.months) {
        let own = u32::from(own);
        rests_on.push(Rest::Figure(format!(
            "You asked to be told after {}.",
            long(own)
        )));
        return if here >= own {
            (
                Answer::Seen,
                format!(
                    "{} as {}; you wanted to be asked after {}.",
                    long(here),
                    held.rung.name,
                    long(own)
                ),
                rests_on,
            )
        } else {
            (
                Answer::NotSeen,
                format!(
                    "{} as {}, and you want to be asked after {}.",
                    long(here),
                    held.rung.name,
                    long(own)
                ),
                rests_on,
            )
        };
    }
    let mut earlier: Vec<(&str, u32)> = Vec::new();
    for stretch in course.line.iter().filter(|it| it.rung.id != held.rung.id) {
        let days = stretch.to - stretch.from;
        match earlier
            .iter_mut()
            .find(|(name, _)| *name == stretch.rung.name)
        {
            Some((_, total)) => *total += days,
            None => earlier.push((&stretch.rung.name, days)),
        }
    }
    let earlier: Vec<(&str, u32)> = earlier
        .into_iter()
        .map(|(name, days)| (name, months(days.cast_signed())))
        .collect();
    rests_on.extend(
        earlier
            .iter()
            .map(|(name, time)| Rest::Figure(format!("{name}: {}.", long(*time)))),
    );
    if earlier.len() < usize::from(rule.least) {
        let says = format!(
            "{} as {}. Your own measure takes {} earlier rungs, and your record has {}; set a time of your own instead.",
            long(here),
            held.rung.name,
            rule.least,
            earlier.len()
        );
        return (Answer::CannotTell, says, rests_on);
    }
    let longest = earlier.iter().map(|(_, time)| *time).max().unwrap_or(0);
    let bound = longest * u32::from(rule.threshold) / 100;
    let beside = if rule.threshold == 100 {
        String::new()
    } else {
        format!(", of which {} % are {}", rule.threshold, long(bound))
    };
    let says = format!(
        "{} as {}; the longest you spent on another rung was {}{beside}.",
        long(here),
        held.rung.name,
        long(longest)
    );
    let answer = if here >= bound {
        Answer::Seen
    } else {
        Answer::NotSeen
    };
    (answer, says, rests_on)
}

/// Days as months, by the mean length of a month.
fn months(days: i32) -> u32 {
    u32::try_from((i64::from(days) * 100 + 1522) / 3044).unwrap_or(0)
}

fn long(months: u32) -> String {
    count(months as usize, "month", "months")
}
