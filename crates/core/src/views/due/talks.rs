//! Conversations, promises on both sides, agreements, steps with those who have a say.

use jiff::Span;

use super::{Due, DueId, Matter};
use crate::{
    date::PartialDate,
    record::{Agreement, Ally, Conversation, Counterpart, Of, Promise, PromiseOwner},
    views::{
        facts::Facts,
        talks::{
            agreement,
            partners::{self, With},
            promises,
        },
        words::{capital, near, sentence, several},
    },
};

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    let talks = &facts.talks;
    let open = talks.promises.iter();
    let open = open.filter(|of| promises::is_open(facts, of.it));
    all.extend(open.filter_map(|of| match of.it.owner {
        PromiseOwner::Mine => Some(mine(facts, *of)),
        PromiseOwner::Theirs => theirs(facts, *of),
    }));
    let planned = talks.conversations.iter().filter(|of| !of.it.held);
    all.extend(planned.filter_map(|of| talk(facts, *of)));
    all.extend(
        partners::partners(facts)
            .iter()
            .filter_map(|it| arrange(facts, it)),
    );
    let agreed = talks.agreements.iter();
    let agreed = agreed.filter(|of| agreement::goes_on(facts, of.it));
    all.extend(agreed.filter_map(|of| agreement_due(facts, *of)));
    all.extend(talks.allies.iter().filter_map(|of| step(facts, *of)));
}

/// What I promised; with a day or without, somebody counts on it.
fn mine(facts: &Facts<'_>, of: Of<'_, Promise>) -> Due {
    let id = DueId::of(Matter::Promise, of.id);
    let who = facts.talks.who(of.it).or("somebody");
    let made = near(of.it.made_on, facts.day);
    let why = format!("You promised it to {who} ({made}).");
    match of.it.due {
        Some(due) => Due::on(id, due.last_day(), &*of.it.what, why),
        None => Due::whenever(id, &*of.it.what, why),
    }
}

/// What was promised to me is asked after when it is late, and never before: its day is the one that was promised, and
/// it stands from the next.
fn theirs(facts: &Facts<'_>, of: Of<'_, Promise>) -> Option<Due> {
    let due = of.it.due?;
    let who = facts.talks.who(of.it).or("Somebody");
    let day = due.last_day();
    Some(Due {
        from: Some(day.saturating_add(Span::new().days(1))),
        ..Due::on(
            DueId::of(Matter::TheirPromise, of.id),
            day,
            format!("{who} promised: {}", of.it.what),
            format!(
                "It was due {}. A kind question is enough, or let it go.",
                near(due, facts.day)
            ),
        )
    })
}

/// A conversation that is planned: to be prepared before its day, to be recorded after it.
fn talk(facts: &Facts<'_>, of: Of<'_, Conversation>) -> Option<Due> {
    let planned = of.it.planned?;
    let with = With::of(facts, of.it);
    let id = DueId::of(Matter::Talk, of.id);
    let day = planned.last_day();
    if day < facts.day {
        return Some(Due::on(
            id,
            day,
            format!("How did it go with {}?", with.name()),
            "Note what was said while you remember it: feedback, promises, what comes next.",
        ));
    }
    let waiting = partners::notes(facts, &with).len();
    let why = match waiting {
        0 => "Preparing takes a minute, and prints on one sheet.".to_owned(),
        _ => format!(
            "{} for it; preparing takes a minute.",
            capital(&several(waiting, "line waits", "lines wait"))
        ),
    };
    Some(Due::on(id, day, format!("Talk with {}", with.name()), why))
}

fn arrange(facts: &Facts<'_>, partner: &partners::Partner<'_>) -> Option<Due> {
    if partner.planned.is_some() {
        return None;
    }
    let with = With::counterpart(facts, partner.of);
    Some(Due::on(
        DueId::of(Matter::ArrangeTalk, partner.of.id),
        partner.due?,
        format!("Arrange a conversation with {}", with.name()),
        why_to_arrange(facts, partner, partner.of.it),
    ))
}

fn why_to_arrange(facts: &Facts<'_>, partner: &partners::Partner<'_>, it: &Counterpart) -> String {
    let months = usize::from(it.every_months.unwrap_or(1));
    let every = match months {
        1 => "Every month".to_owned(),
        _ => format!("Every {months} months"),
    };
    match partner.last {
        Some(last) => format!(
            "{every}, you said; the last one was {}.",
            near(last.it.on, facts.day)
        ),
        None => format!("{every}, you said; there was none yet."),
    }
}

fn agreement_due(facts: &Facts<'_>, of: Of<'_, Agreement>) -> Option<Due> {
    let by = of.it.by?;
    let who = facts.talks.who(of.it).or("whoever decides");
    Some(Due::on(
        DueId::of(Matter::Agreement, of.id),
        by.last_day(),
        format!("Agreed with {who}: {}", of.it.what),
        format!(
            "To be shown by {}. Look at its terms together.",
            near(by, facts.day)
        ),
    ))
}

fn step(facts: &Facts<'_>, of: Of<'_, Ally>) -> Option<Due> {
    let over = |on: Option<PartialDate>| on.is_some_and(|on| !on.is_after(facts.day));
    let step = of.it.step.as_ref().filter(|it| !over(it.done))?;
    if over(of.it.ended) {
        return None;
    }
    let id = DueId::of(Matter::AllyStep, of.id);
    let who = facts.talks.who(of.it).or("somebody with a say");
    let why = format!(
        "So that {who} comes to know your work: {}.",
        step.sort.label()
    );
    let what = sentence(&step.what).trim_end_matches('.').to_owned();
    Some(match step.by {
        Some(by) => Due::on(id, by.last_day(), what, why),
        None => Due::whenever(id, what, why),
    })
}
