//! One skill: its anchors, what each rung asks, how it was rated over time and by whom, and what works on it.

use std::fmt::Write as _;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{Framework, Play, Proficiency, Rung, Skill, SkillId},
    order::InOrder,
    record::{Author, Of, Rating, View},
    views::{facts::Facts, talks::said},
};

use crate::{
    components::{Field, Kind, field, hand, marks, steps},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::{
        choices::{self, numbered_levels},
        skills::{Question, Sheet, class, next_rung, said as says, skill_answers, views, whose},
        talks::feedback::line,
    },
    path::Path,
    session::Me,
    words::{self, Known, near},
};

/// How much of what was said stands open on the page.
const MOST_SAID: usize = 6;

pub(crate) async fn show(me: Me, Path(skill): Path<String>) -> Result<Response, WebError> {
    page(&me, &SkillId::new(skill), None)
}

/// Notes a view of the skill: one's own on a day, or what somebody else thinks.
pub(crate) async fn note(
    me: Me,
    Path(skill): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let id = SkillId::new(skill);
    let skill = me.book.framework.skill(&id).ok_or(WebError::NotFound)?;
    let once = form.once()?;
    let Some(rating) = read(&me, skill, &mut form) else {
        let page = page(&me, &id, Some(&form))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    me.act(once, |act| {
        act.rate(&me.book.record, rating);
    })
    .await?;
    Ok(Redirect::to(&format!("/skills/{}#views", skill.id)).into_response())
}

fn read(me: &Me, skill: &Skill, form: &mut Form) -> Option<Rating> {
    let named = View::ALL
        .into_iter()
        .find(|view| view.word() == form.typed("view"));
    if named.is_none() {
        form.fault("view", "Say whose view it is.");
    }
    let view = named.unwrap_or(View::Own);
    let by = if view == View::Own {
        None
    } else {
        form.needed("by", LINE, "Say who; a first name will do.")
    };
    let proficiency = choices::level(form, "proficiency");
    if proficiency.is_none() {
        form.fault("proficiency", "Choose one of the five.");
    }
    let on = form.date("on");
    match on {
        None if form.fault_of("on").is_none() => form.fault("on", "Say when; a year will do."),
        Some(on) if on.is_after(me.book.today) => form.fault("on", "That day is yet to come."),
        _ => {}
    }
    let note = form.text("note", TEXT);
    let (proficiency, on) = (proficiency?, on?);
    form.is_good().then(|| Rating {
        skill: skill.id.clone(),
        proficiency,
        view,
        by,
        on,
        note,
        framework: me.book.framework.hash,
        unknown: Map::new(),
    })
}

fn page(me: &Me, id: &SkillId, form: Option<&Form>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let framework = facts.framework;
    let skill = framework.skill(id).ok_or(WebError::NotFound)?;
    let next = next_rung(facts, "")?;
    let sheet = Sheet::of(facts, next);
    let question = sheet.question(skill).ok_or(WebError::NotFound)?;
    let head = Head {
        title: &skill.name,
        lede: lede(framework, question, next),
        section: Section::Skills,
    };
    let here = format!("/skills/{}", skill.id);
    let blank = blank(facts, skill);
    let body = html! {
        section {
            div.skill.alone role="group" data-question tabindex="-1" aria-label={ "How well you do it: " (skill.name) } {
                div.standing {
                    (steps(framework, question.now(), question.asked, question.is_assumed()))
                    span { (says(framework, question, next)) }
                }
                (skill_answers(facts, question, next, &[("back", &here)]))
            }
        }
        section {
            h2 { "What it looks like" }
            (rungs_and_anchors(facts, question, next))
        }
        (views_and_history(facts, skill, question))
        section {
            details.card open[form.is_some()] {
                summary { "Note what somebody else thinks, or your own view of another day" }
                (note_form(framework, &here, form.unwrap_or(&blank)))
            }
        }
        (evidence(facts, skill))
        (feedback(facts, skill))
        (super::board::with::learned(facts, |it| it.skills.contains(&skill.id)))
        (plays(framework, skill, question.now()))
        section { (crate::pages::talks::for_the_next(facts, &skill.name, None, &here)) }
    };
    Ok(layout::page(me, facts, &head, &body))
}

fn lede(framework: &Framework, question: &Question<'_>, next: Option<&Rung>) -> Markup {
    html! {
        p { (question.skill.about) }
        p {
            @match question.line.as_ref().map(|line| line.reason(framework)) {
                Some(reason) if question.asked.is_some() => (reason),
                _ => @match question.now() {
                    Some(now) => { "You stand at ‘" (framework.word(now)) "’" @if question.is_assumed() { ", assumed from the rung you hold" } "." }
                    None => "Nothing in your record says anything about it yet.",
                }
            }
            @if let (Some(asked), Some(next)) = (question.asked, next) { " " a href={ "/ladder/" (next.id) } { (next.name) } " asks for ‘" (framework.word(asked)) "’." }
            " " a.how href="/standing" { "How this is counted" }
        }
    }
}

/// The anchors again, with every rung that asks for each.
fn rungs_and_anchors(facts: &Facts<'_>, question: &Question<'_>, next: Option<&Rung>) -> Markup {
    let framework = facts.framework;
    let skill = question.skill;
    let asks = |step: Option<Proficiency>| {
        let rungs = framework.rungs.iter();
        let asks = rungs.filter_map(move |rung| Some((rung, rung.ask(&skill.id)?)));
        asks.filter(move |(_, ask)| ask.level.proficiency() == step)
    };
    let class_of = |rung: &Rung| {
        let is = |other: Option<&Rung>| other.is_some_and(|other| other.id == rung.id);
        match (is(facts.held.map(|held| held.rung)), is(next)) {
            (true, _) => "tag course",
            (false, true) => "tag ahead",
            (false, false) => "tag quiet",
        }
    };
    html! {
        ol.anchors {
            @for step in Proficiency::ALL {
                @let now = question.now() == Some(step);
                li class=[class(now, question.asked == Some(step))] {
                    strong { (step.get()) " " (framework.word(step)) }
                    @if now { " " span.tag.course { (if question.is_assumed() { "you, assumed" } else { "you" }) } }
                    @for (rung, ask) in asks(Some(step)) {
                        " " a href={ "/expectations/" (ask.id) } class=(class_of(rung)) { (rung.short) " asks it" }
                    }
                    br;
                    (skill.anchor(step))
                }
            }
        }
        @let handed: Vec<&str> = asks(None).map(|(rung, _)| rung.short.as_str()).collect();
        @if !handed.is_empty() { p.soft { "Handed on by " (words::list(&handed)) ": done through others there." } }
    }
}

fn views_and_history(facts: &Facts<'_>, skill: &Skill, question: &Question<'_>) -> Markup {
    let framework = facts.framework;
    let known = facts.skill(skill);
    let seen = question.line.as_ref().map_or(&[][..], |line| &line.views);
    let own = known
        .own()
        .map(|of| (framework.word(of.it.proficiency), of.it.on));
    let is_own =
        |of: &&Of<'_, Rating>| of.it.view == View::Own && of.revision.author == Author::Owner;
    let points: Vec<(PartialDate, Proficiency)> = known
        .ratings
        .iter()
        .rev()
        .filter(is_own)
        .map(|of| (of.it.on, of.it.proficiency))
        .collect();
    html! {
        section #views {
            h2 { "How it was seen" }
            @if known.ratings.is_empty() {
                p { "Nobody has rated it yet, not even you. One press above is a beginning; it can change with the day." }
            } @else {
                @if !seen.is_empty() {
                    (views(facts, own, seen))
                    p.soft { "Views are kept apart and never averaged. Where they differ is worth a conversation." }
                }
                @if points.len() > 1 { figure.card.small { (ratings(framework, &points, facts.day)) figcaption { "Your own ratings over time" } } }
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "On" } th scope="col" { "Whose view" } th scope="col" { "Proficiency" } th scope="col" { "Why" } } }
                        tbody {
                            @for of in &known.ratings {
                                tr {
                                    th scope="row" { (near(of.it.on, facts.day)) }
                                    td { (by(of)) }
                                    td { (framework.word(of.it.proficiency)) }
                                    td { (of.it.note.as_deref().unwrap_or_default()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn by(of: &Of<'_, Rating>) -> Markup {
    let given = match &of.revision.author {
        Author::Owner => None,
        Author::Other { name, .. } => Some(name.as_str()),
    };
    html! {
        @match (of.it.view, given) {
            (View::Own, None) => "You",
            (view, Some(name)) => { (whose(view, Some(name))) " " (hand(of.revision.hand())) }
            (view, None) => { (whose(view, of.it.by.as_deref())) " " span.tag.quiet { "as I noted it" } }
        }
    }
}

/// The likely answers: the manager, whom one noted last, today.
fn blank(facts: &Facts<'_>, skill: &Skill) -> Form {
    let here = facts.skill(skill).ratings.iter();
    let elsewhere = facts
        .framework
        .skills
        .iter()
        .flat_map(|it| &facts.skill(it).ratings);
    let manager = here.chain(elsewhere).find(|of| of.it.view == View::Manager);
    let name = manager.and_then(|of| of.it.by.clone());
    Form::filled([
        ("view", View::Manager.word().to_owned()),
        ("by", name.unwrap_or_default()),
        ("on", facts.day.to_string()),
    ])
}

fn note_form(framework: &Framework, action: &str, form: &Form) -> Markup {
    let views = [
        (View::Manager, "my manager’s"),
        (View::Peer, "a peer’s"),
        (View::Own, "my own"),
    ];
    let views = views.map(|(view, label)| (view.word().to_owned(), label.to_owned()));
    let levels = numbered_levels(framework, "choose one");
    html! {
        form method="post" action=(action) {
            (marks(None))
            div.pair {
                (field(form, Field { name: "view", label: "Whose view", hint: "", kind: Kind::One(&views) }))
                (field(form, Field { name: "proficiency", label: "How well", hint: "", kind: Kind::One(&levels) }))
                (field(form, Field { name: "by", label: "By whom", hint: "Empty for your own.", kind: Kind::Line { autocomplete: "off" } }))
                (field(form, Field { name: "on", label: "On", hint: "A day, a month or a year.", kind: Kind::Date }))
            }
            (field(form, Field { name: "note", label: "Why, in their words or yours", hint: "", kind: Kind::Text }))
            p.soft { "What you note of others backs nothing. It is kept as ‘as I noted it’, and shows where views differ." }
            div.actions { button { "Note it" } }
        }
    }
}

fn evidence(facts: &Facts<'_>, skill: &Skill) -> Markup {
    let shown = &facts.skill(skill).shown;
    html! {
        section {
            h2 { "What shows it" }
            @if shown.is_empty() {
                p { "No evidence of yours names it yet. " a href="/evidence#what" { "Log a piece" } ", and say at which proficiency it shows." }
            } @else { (pieces(facts, shown)) }
        }
    }
}

/// What was said about the skill in conversations, by whom and when; nothing where nothing was.
fn feedback(facts: &Facts<'_>, skill: &Skill) -> Markup {
    let all = said::about(facts, skill);
    let (latest, earlier) = all.split_at(all.len().min(MOST_SAID));
    html! {
        @if !all.is_empty() {
            section #said {
                h2 { "What was said about it" }
                ul.plain { @for it in latest { (line(facts, it)) } }
                @if !earlier.is_empty() {
                    details {
                        summary { (words::count(earlier.len(), "earlier word", "earlier words")) }
                        ul.plain { @for it in earlier { (line(facts, it)) } }
                    }
                }
            }
        }
    }
}

/// Pieces of evidence for a skill, with what each shows and whether it still counts.
pub(super) fn pieces(
    facts: &Facts<'_>,
    shown: &[(Of<'_, windward_core::record::Evidence>, Proficiency)],
) -> Markup {
    html! {
        ul.plain {
            @for (of, proficiency) in shown {
                li {
                    a href={ "/evidence/" (of.id) } { (of.it.what) }
                    br;
                    span.soft {
                        "shows " (facts.framework.word(*proficiency)) ", " (near(of.it.until(), facts.day))
                        @if !facts.is_fresh(of.it) { "; older than two years, so it backs nothing any more" }
                    }
                }
            }
        }
    }
}

/// Own ratings over time as steps, oldest first; there are at least two.
fn ratings(framework: &Framework, points: &[(PartialDate, Proficiency)], today: Date) -> Markup {
    let first = points.first().map_or(today, |(on, _)| on.middle_day());
    let days = |day: Date| f64::from((day - first).get_days().max(0));
    let span = days(today).max(1.0);
    let x = |day: Date| LEFT + (WIDTH - LEFT - RIGHT) * (days(day) / span).min(1.0);
    let y = |step: Proficiency| f64::from(5 - step.get()) * ROW + ROW / 2.0;
    let mut line = String::new();
    let mut says = Vec::new();
    for (on, step) in points {
        let (x, y) = (x(on.middle_day()), y(*step));
        // Writing to a text cannot fail.
        let _ = if line.is_empty() {
            write!(line, "M{x:.1} {y:.1}")
        } else {
            write!(line, "H{x:.1}V{y:.1}")
        };
        says.push(format!("{} on {}", framework.word(*step), Known(*on)));
    }
    let _ = write!(line, "H{:.1}", x(today));
    html! {
        svg.chart.small viewBox={ "0 0 " (WIDTH) " " (ROW * 5.0 + 20.0) } role="img" aria-label={ "You rated yourself " (words::list(&says)) "." } {
            @for step in Proficiency::ALL {
                line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(step)) y2=(y(step)) {}
                text x=(LEFT - 10.0) y=(y(step) + 4.0) text-anchor="end" { (framework.word(step)) }
            }
            path.been d=(line) {}
            @for (on, step) in points {
                circle.mark cx=(format!("{:.1}", x(on.middle_day()))) cy=(y(*step)) r="4" {}
            }
            text x=(LEFT) y=(ROW * 5.0 + 14.0) { (first.year()) }
            text x=(WIDTH - RIGHT) y=(ROW * 5.0 + 14.0) text-anchor="end" { "today" }
        }
    }
}

/// The sheet that ratings are drawn on, in units of the drawing.
const WIDTH: f64 = 360.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 12.0;
const ROW: f64 = 24.0;

/// Plays that carry the skill further than it is, those that are about it first.
fn carrying<'a>(
    framework: &'a Framework,
    skill: &Skill,
    now: Option<Proficiency>,
) -> Vec<(&'a Play, Proficiency)> {
    let carries = |play: &'a Play| {
        let works = play.works_on.iter().find(|it| it.skill == skill.id)?;
        (Some(works.up_to) > now).then_some((play, works.up_to))
    };
    let mut plays: Vec<_> = framework.plays.iter().filter_map(carries).collect();
    plays.order_by_key(|(play, up_to)| (!is_about(play, skill), *up_to));
    plays
}

fn is_about(play: &Play, skill: &Skill) -> bool {
    play.works_on.first().is_some_and(|it| it.skill == skill.id)
}

fn plays(framework: &Framework, skill: &Skill, now: Option<Proficiency>) -> Markup {
    let plays = carrying(framework, skill, now);
    let about = plays
        .iter()
        .take_while(|(play, _)| is_about(play, skill))
        .count();
    let (about, beside) = plays.split_at(about);
    html! {
        section #plays {
            h2 { "Ways to grow it from here" }
            @if plays.is_empty() { p { "No play of this ladder carries it further than you are. Teaching it to others keeps it." } }
            ul.plain { @for (play, up_to) in about { (play_item(framework, play, *up_to)) } }
            @if !beside.is_empty() {
                details open[about.is_empty()] {
                    summary { (words::count(beside.len(), "play", "plays")) " about something else that " (if beside.len() == 1 { "grows" } else { "grow" }) " it too" }
                    ul.plain { @for (play, up_to) in beside { (play_item(framework, play, *up_to)) } }
                }
            }
        }
    }
}

fn play_item(framework: &Framework, play: &Play, up_to: Proficiency) -> Markup {
    let first = play.after.iter().filter_map(|id| framework.play(id));
    let first: Vec<&str> = first.map(|it| it.name.as_str()).collect();
    html! {
        li {
            h3 { (play.name) " " span.tag.quiet { (play.kind.label()) } }
            p { (play.about) }
            p { strong { "First step: " } (words::lower(&play.first_step)) "." }
            p.soft {
                (words::count(usize::from(play.hours_a_week), "hour", "hours")) " a week for "
                (words::count(usize::from(play.weeks), "week", "weeks")) ", " (play.setting.label())
                "; up to ‘" (framework.word(up_to)) "’. "
                @if !first.is_empty() { "Comes after: " (first.join("; ")) ". " }
                "Leaves: " (words::lower(&play.leaves)) "."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};
    use windward_core::{
        framework::PRODUCT,
        id::CountedIds,
        record::{Act, Record},
    };

    use super::*;
    use crate::book::append;

    fn rating(framework: &Framework, view: View, by: Option<&str>, step: u8, on: &str) -> Rating {
        Rating {
            skill: SkillId::new("vision"),
            proficiency: Proficiency::new(step).unwrap(),
            view,
            by: by.map(str::to_owned),
            on: on.parse().unwrap(),
            note: None,
            framework: framework.hash,
            unknown: Map::new(),
        }
    }

    #[test]
    fn a_view_of_the_same_person_and_day_is_noted_in_place_of_the_earlier_one() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let (mut record, mut ids) = (Record::default(), CountedIds::default());
        let mut note = |it: Rating| {
            let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
            act.rate(&record, it);
            append(&mut record, act.into_entries(), Timestamp::UNIX_EPOCH);
            record.all::<Rating>().count()
        };
        let manager = |step, on| rating(&framework, View::Manager, Some("Petra"), step, on);
        assert_eq!(note(manager(3, "2026-11")), 1);
        assert_eq!(note(manager(4, "2026-11")), 1);
        assert_eq!(note(manager(4, "2026-12")), 2);
        let peer = rating(&framework, View::Peer, Some("Petra"), 4, "2026-12");
        assert_eq!(note(peer), 3);
        let latest = record.all::<Rating>().next().unwrap();
        assert_eq!(latest.it.proficiency.get(), 4, "the later view stands");
    }

    #[test]
    fn plays_carry_further_than_one_is_and_those_about_the_skill_come_first() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let skill = framework.skill(&SkillId::new("business")).unwrap();
        let all = carrying(&framework, skill, None);
        assert!(all.len() >= 4);
        assert_eq!(all[0].0.works_on[0].skill, skill.id);
        let now = Proficiency::new(3);
        assert!(
            carrying(&framework, skill, now)
                .iter()
                .all(|(_, up_to)| Some(*up_to) > now)
        );
        assert!(carrying(&framework, skill, Proficiency::new(5)).is_empty());
    }

    #[test]
    fn ratings_over_time_stay_on_the_sheet() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let points = [("2024", 1), ("2026-11-22", 5)];
        let points =
            points.map(|(on, step)| (on.parse().unwrap(), Proficiency::new(step).unwrap()));
        let drawn = ratings(&framework, &points, date(2026, 11, 22)).into_string();
        assert!(drawn.contains("M84.0 108.0H348.0V12.0H348.0"), "{drawn}");
        assert!(
            drawn.contains("learning on 2024 and shaping on 22 November 2026"),
            "{drawn}"
        );
    }
}
