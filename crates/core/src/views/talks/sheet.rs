//! A conversation prepared in a minute: what one wants, what happened since, what is open, what to ask. One sheet.

use jiff::{Span, civil::Date};

use super::{
    actionable::Clarity,
    agreement,
    partners::{With, notes, partner},
    promises::{self, Promises},
    said::{Answered, Said, you_said},
};
use crate::{
    date::PartialDate,
    framework::{Framework, Play, Proficiency, Rung, Setting, Skill},
    order::InOrder,
    record::{
        Agreement, Answer, Conversation, Evidence, Manner, Of, Prepared, Relation, TalkNote, View,
    },
    views::{
        action::is_open,
        facts::Facts,
        readiness::{gaps, nearest, open},
        routes::destinations,
        standing::Line,
        today::destination_name,
    },
};

/// Gaps on a sheet: two can be talked about.
pub const GAPS: usize = 2;

/// Pieces of evidence on a sheet.
pub const EVIDENCE: usize = 6;

/// Questions and asks to choose from.
pub const CHOICES: usize = 4;

/// How far back a first conversation looks, in months.
const FIRST_LOOKS_BACK: i64 = 3;

/// The sheet.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// With whom.
    pub with: With<'a>,
    /// The conversation that it is for, if one was begun.
    pub planned: Option<Of<'a, Conversation>>,
    /// The last one that was held with them.
    pub last: Option<Of<'a, Conversation>>,
    /// The manner that it is worded in.
    pub manner: Manner,
    /// ‘You said, I did.’
    pub said: Vec<Said<'a>>,
    /// What one wants, with a request for what to focus on now.
    pub aspiration: String,
    /// The gaps that matter most.
    pub gaps: Vec<Gap<'a>>,
    /// Every skill that is a gap, the one that matters most first.
    pub candidates: Vec<&'a Skill>,
    /// What happened since the last conversation, latest first.
    pub happened: Vec<Of<'a, Evidence>>,
    /// How much more happened.
    pub more: usize,
    /// How much is left out because it is confidential, and not for them.
    pub left_out: usize,
    /// Since when.
    pub since: Date,
    /// Promises between the two: those that are open, and those that came to an end since the last conversation.
    pub promises: Promises<'a>,
    /// Lines that were kept for it.
    pub notes: Vec<Of<'a, TalkNote>>,
    /// The question that is asked.
    pub question: String,
    /// Questions to choose from, the first proposed.
    pub questions: Vec<Question>,
    /// The one thing that is asked for.
    pub ask: Option<String>,
    /// What could be asked for, the first proposed.
    pub asks: Vec<Ask<'a>>,
    /// Agreements with them that go on.
    pub agreements: Vec<Of<'a, Agreement>>,
}

/// A gap of the rung that is aimed at.
#[derive(Debug, Clone)]
pub struct Gap<'a> {
    /// How it stands.
    pub line: &'a Line<'a>,
    /// The rung that asks for it.
    pub rung: &'a Rung,
    /// Why this one.
    pub reason: String,
}

/// A question, and why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What to ask.
    pub text: String,
    /// Why.
    pub because: String,
}

/// Something to ask for: a play that happens in the job.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// The play.
    pub play: &'a Play,
    /// The skill that it grows.
    pub skill: &'a Skill,
    /// How to ask for it.
    pub text: String,
}

/// What a sheet aims at.
struct Aim<'a> {
    name: &'a str,
    rung: Option<&'a Rung>,
    by: Option<PartialDate>,
    chosen: bool,
}

/// Prepares a conversation. What was worded beforehand stands, as long as the manner is the one it was worded in.
#[must_use]
pub fn sheet<'a>(facts: &'a Facts<'a>, with: With<'a>, manner: Option<Manner>) -> Sheet<'a> {
    let (last, planned) = match with.counterpart {
        Some(of) => {
            let it = partner(facts, of);
            (it.last, it.planned)
        }
        None => conversations(facts, &with),
    };
    let prepared = planned.and_then(|of| of.it.prepared.as_ref());
    let worded_in = prepared.and_then(|it| it.manner);
    let manner = manner.or(worded_in).unwrap_or(Manner::Direct);
    let stands = prepared.filter(|it| it.manner.is_none_or(|it| it == manner));
    let since = last.map_or_else(
        || {
            facts
                .day
                .saturating_sub(Span::new().months(FIRST_LOOKS_BACK))
        },
        |of| of.it.on.first_day(),
    );
    let aim = aim(facts);
    let (gaps, candidates) = gap_lines(facts, aim.as_ref(), stands);
    let said = you_said(facts, &with);
    let agreements = facts.talks.agreements.iter().copied();
    let agreements = agreements.filter(|of| agreement::goes_on(facts, of.it));
    let agreements: Vec<_> = agreements
        .filter(|of| facts.talks.who(of.it).is_nobody() || facts.talks.who(of.it).is(with.who))
        .collect();
    let questions = questions(facts, &with, manner, &said, &gaps, &agreements);
    let decides = decides(with.relation);
    let asks = asks(facts, &gaps, manner, decides);
    let words = |of: fn(&Prepared) -> &Option<String>| stands.and_then(|it| of(it).clone());
    let proposed = questions.first().map(|it| it.text.clone());
    let mut happened: Vec<_> = facts
        .evidence
        .iter()
        .filter(|of| of.it.until().last_day() > since)
        .copied()
        .collect();
    let all = happened.len();
    happened.retain(|of| decides || !of.it.confidential);
    let left_out = all - happened.len();
    let more = happened.len().saturating_sub(EVIDENCE);
    happened.truncate(EVIDENCE);
    let mut promises = promises::with(facts, &with);
    let since_then = |on: PartialDate| on.last_day() > since;
    promises
        .over
        .retain(|of| of.it.state.ended().is_some_and(since_then));
    Sheet {
        aspiration: words(|it| &it.aspiration).unwrap_or_else(|| aspiration(aim.as_ref(), manner)),
        question: words(|it| &it.question).or(proposed).unwrap_or_default(),
        ask: words(|it| &it.ask).or_else(|| asks.first().map(|it| it.text.clone())),
        promises,
        notes: notes(facts, &with),
        with,
        planned,
        last,
        manner,
        said,
        gaps,
        candidates,
        happened,
        more,
        left_out,
        since,
        questions,
        asks,
        agreements,
    }
}

/// Whether somebody decides about one's work, and may see what is confidential of it.
const fn decides(relation: Relation) -> bool {
    matches!(relation, Relation::Manager | Relation::SkipLevel)
}

fn conversations<'a>(
    facts: &Facts<'a>,
    with: &With<'_>,
) -> (Option<Of<'a, Conversation>>, Option<Of<'a, Conversation>>) {
    let find = |held: bool| {
        let mut all = facts.talks.conversations.iter();
        let found = all.find(|of| of.it.held == held && with.held_with(facts, of.it));
        found.copied()
    };
    (find(true), find(false))
}

/// The first destination that is not reached, else the rung next door of somebody who holds one.
fn aim<'a>(facts: &'a Facts<'a>) -> Option<Aim<'a>> {
    let all = destinations(facts);
    let first = all.iter().find(|it| !it.reached);
    if let Some(destined) = first {
        return Some(Aim {
            name: destination_name(facts, destined.destination.it),
            rung: destined.rung,
            by: destined.destination.it.by,
            chosen: true,
        });
    }
    // Nobody whose rung is not known has said that they want the first one.
    facts.held?;
    let open = open(facts);
    let next = nearest(&open, &[])?.open.standing.rung;
    Some(Aim {
        name: &next.name,
        rung: Some(next),
        by: None,
        chosen: false,
    })
}

fn aspiration(aim: Option<&Aim<'_>>, manner: Manner) -> String {
    match (aim, manner) {
        (Some(aim), Manner::Direct) if aim.chosen => {
            let by = aim.by.map(|by| format!(" by {}", by.in_words()));
            format!(
                "I want to be {}{}. What should I focus on now, so that I am ready when the chance comes?",
                aim.name,
                by.unwrap_or_default()
            )
        }
        (Some(aim), Manner::Direct) => format!(
            "I want my next step to be {}. What should I focus on now, so that I am ready when the chance comes?",
            aim.name
        ),
        (Some(aim), Manner::Exploratory) => format!(
            "I am drawn to what {} is about, and I would like to find out whether it is for me. What do you see in my work that speaks for it or against it, and what could I focus on now to learn more?",
            aim.name
        ),
        (None, Manner::Direct) => "I want to take a next step, and I want to know from you which one you would back. What should I focus on now?".to_owned(),
        (None, Manner::Exploratory) => "I am thinking about where my work could go. What do you see me being good at that I could do more of?".to_owned(),
    }
}

/// The gaps that were chosen beforehand, else the two that matter most: skills before duties, because a skill can be
/// asked about.
fn gap_lines<'a>(
    facts: &'a Facts<'a>,
    aim: Option<&Aim<'a>>,
    prepared: Option<&Prepared>,
) -> (Vec<Gap<'a>>, Vec<&'a Skill>) {
    let Some(rung) = aim.and_then(|it| it.rung) else {
        return (Vec::new(), Vec::new());
    };
    let mut ranked = gaps(facts.standing(rung));
    let candidates = ranked.iter().filter_map(|gap| gap.line.skill).collect();
    let chosen = prepared.map_or(&[][..], |it| it.gaps.as_slice());
    ranked.order_by_key(|gap| {
        let skill = gap.line.skill.map(|skill| &skill.id);
        let wanted = chosen.iter().position(|id| Some(id) == skill);
        (wanted.unwrap_or(usize::MAX), skill.is_none())
    });
    let first = ranked.into_iter().take(GAPS);
    let first = first.map(|gap| Gap {
        line: gap.line,
        rung,
        reason: gap.reason(),
    });
    (first.collect(), candidates)
}

/// What could be asked, by what the record says: the first is proposed.
fn questions(
    facts: &Facts<'_>,
    with: &With<'_>,
    manner: Manner,
    said: &[Said<'_>],
    gaps: &[Gap<'_>],
    agreements: &[Of<'_, Agreement>],
) -> Vec<Question> {
    let mut all: Vec<Question> = Vec::new();
    let mut ask = |text: String, because: &str| {
        all.push(Question {
            text,
            because: because.to_owned(),
        });
    };
    let vague = said
        .iter()
        .find(|it| it.heard.counts_as() == Clarity::Vague && it.state == Answered::Open);
    if let Some((it, question)) = vague.and_then(|it| Some((it, it.heard.question(it.of.it.sort)?)))
    {
        ask(
            format!("You said ‘{}’. {question}", short(&it.of.it.words)),
            "It was said last time, and nobody could act on it yet.",
        );
    }
    if decides(with.relation) {
        for gap in gaps {
            if let Some((skill, theirs, own)) = differs(facts, gap) {
                let framework = facts.framework;
                ask(
                    format!(
                        "On {}: you see me at ‘{}’, and I see ‘{}’. What did you see that I do not?",
                        lower(&skill.name),
                        framework.word(theirs),
                        framework.word(own)
                    ),
                    "Where two views differ is often the most useful thing to talk about.",
                );
            }
        }
        let undecided = agreements.iter().find(|of| {
            let open = |it: &crate::record::Decider| it.answer != Answer::Agreed;
            of.it.deciders.is_empty() || of.it.deciders.iter().any(open)
        });
        match (agreements.is_empty(), undecided) {
            (true, _) if manner == Manner::Direct => ask(
                "What would you have to see, and by when, to put me forward? Could we write it down together?".to_owned(),
                "Nothing is agreed yet, and what is not written down is lost with the next reorganisation.",
            ),
            (false, Some(_)) => ask(
                "Besides you, who needs to agree, and would you share what we agreed with them?".to_owned(),
                "Not everybody who has to agree does yet.",
            ),
            _ => {}
        }
    }
    if let Some(skill) = gaps.iter().find_map(|it| it.line.skill) {
        let name = lower(&skill.name);
        ask(
            format!(
                "Where did you last see me do well at {name}, and where would you have wanted more?"
            ),
            "It is one of your two gaps.",
        );
    }
    match manner {
        Manner::Direct => ask(
            "If there were one thing that I should do differently from tomorrow on, what would it be?".to_owned(),
            "It asks for one thing, and that is easy to answer.",
        ),
        Manner::Exploratory => ask(
            "What do you think I underrate in my own work?".to_owned(),
            "It is easy to answer, and others often see it first.",
        ),
    }
    all.truncate(CHOICES);
    all
}

/// What somebody else and oneself say of the skill of a gap, where that differs.
fn differs<'a>(facts: &Facts<'a>, gap: &Gap<'a>) -> Option<(&'a Skill, Proficiency, Proficiency)> {
    let skill = gap.line.skill?;
    let known = facts.skill(skill);
    let own = known.own()?.it.proficiency;
    let theirs = [true, false]
        .into_iter()
        .find_map(|given| known.other(View::Manager, given))?;
    let theirs = theirs.it.proficiency;
    (theirs != own).then_some((skill, theirs, own))
}

/// Plays in the job that grow a gap and are not taken yet, those of the first gap first.
fn asks<'a>(facts: &'a Facts<'a>, gaps: &[Gap<'a>], manner: Manner, decides: bool) -> Vec<Ask<'a>> {
    let framework: &'a Framework = facts.framework;
    let taken = |play: &Play| {
        let tried = facts.growth.experiments.iter();
        let mut tried = tried.filter(|of| of.it.decision.is_none());
        let actions = facts.growth.actions.iter();
        let mut actions = actions.filter(|of| is_open(facts, of.it));
        tried.any(|of| of.it.play.as_ref() == Some(&play.id))
            || actions.any(|of| of.it.play.as_ref() == Some(&play.id))
    };
    let mut all: Vec<Ask<'a>> = Vec::new();
    for gap in gaps {
        let Some(skill) = gap.line.skill else {
            continue;
        };
        let now = gap.line.now;
        let mut plays: Vec<&'a Play> = framework
            .plays
            .iter()
            .filter(|play| play.setting == Setting::InTheJob && !taken(play))
            .filter(|play| {
                let mut grows = play.works_on.iter();
                grows.any(|it| it.skill == skill.id && Some(it.up_to) > now)
            })
            .collect();
        // Where the skill is the main one first; then what reaches furthest.
        plays.order_by_key(|play| {
            let place = play.works_on.iter().position(|it| it.skill == skill.id);
            let up_to = play.works_on.iter().find(|it| it.skill == skill.id);
            (place, std::cmp::Reverse(up_to.map(|it| it.up_to)))
        });
        for play in plays {
            if all.iter().all(|it| it.play.id != play.id) {
                all.push(Ask {
                    play,
                    skill,
                    text: ask_for(play, manner, decides),
                });
            }
        }
    }
    all.truncate(CHOICES);
    all
}

/// Who decides about one's work can back it; whoever does not can tell how it went where they saw it.
fn ask_for(play: &Play, manner: Manner, decides: bool) -> String {
    let Play {
        name,
        hours_a_week,
        weeks,
        ..
    } = play;
    let size = format!("about {hours_a_week} hours a week for {weeks} weeks");
    match manner {
        Manner::Direct if !decides => {
            format!(
                "I would like to try ‘{name}’: {size}. Where have you seen it done well, and would you look at mine?"
            )
        }
        Manner::Exploratory if !decides => {
            format!("Have you seen ‘{name}’ done, {size}? What would you watch for in my place?")
        }
        Manner::Direct => {
            format!(
                "I would like to try ‘{name}’: {size}. Would you back that, and where could it be?"
            )
        }
        Manner::Exploratory => {
            format!("Could ‘{name}’ be something for me, {size}? What would you have me try?")
        }
    }
}

/// The beginning of what somebody said.
fn short(words: &str) -> String {
    const MOST: usize = 120;
    let mut short: String = words.trim_end_matches('.').chars().take(MOST).collect();
    if words.chars().count() > MOST {
        short.push('…');
    }
    short
}

/// With a small first letter, but for names that begin with two capitals.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
