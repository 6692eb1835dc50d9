//! Today: what needs a person now, and why; where they stand; the box that logs evidence.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_core::record::Action;
use windward_core::views::{
    course::course,
    facts::Facts,
    readiness::{Because, Nearest, Open, gaps, nearest},
    standing::Line,
    today::{Begun, Today, Todo, today},
};

use super::actions::buttons;
use crate::{
    components::{self, go_quietly, marks, steps},
    error::WebError,
    layout::{self, Head, Section},
    pictures::course::{Picture, course as draw},
    session::Me,
    words::{self, Known, capital, length, month, near, weekday},
};

/// How many things the page shows before the rest is folded.
const AT_ONCE: usize = 3;

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    let facts = me.book.facts();
    if facts.roles.is_empty() {
        return Ok(Redirect::to("/welcome").into_response());
    }
    let today = today(facts);
    let wanted: Vec<_> = today.destinations.iter().filter_map(|it| it.rung).collect();
    let next = nearest(&today.open, &wanted);
    let day = me.book.today;
    let title = format!("{}, {} {}", weekday(day), day.day(), month(day));
    let head = Head {
        title: &title,
        lede: lede(facts, next),
        section: Section::Today,
    };
    let course = course(facts);
    let picture = Picture {
        framework: &me.book.framework,
        course: &course,
        held: facts.held,
        hide_bands: facts.profile.is_some_and(|of| of.it.hide_bands),
        id: "course",
    };
    let body = html! {
        section.card.quick {
            form method="post" action="/evidence" {
                (marks(None))
                label for="what" { "What did you do that someone should remember?" }
                div.row {
                    input id="what" name="what" autocomplete="off" placeholder="Shipped annual pricing; renewals up 6 points in the pilot";
                    button { "Log evidence" }
                }
            }
        }
        div.cols {
            section {
                (needs(&today, me.asks_for_code, facts))
            }
            section {
                h2 { "Standing" }
                @if let Some(next) = next {
                    @let rung = next.open.standing.rung;
                    div.card.stat { (components::readiness(next.open.readiness, rung, &format!("/ladder/{}", rung.id))) }
                }
                (focus(facts, &today))
            }
        }
        section {
            h2 { a href="/course" { "Course" } }
            figure.card { (draw(&picture)) }
        }
        @if let Some(next) = next { (asks(facts, next.open)) }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn lede(facts: &Facts<'_>, next: Option<Nearest<'_, '_>>) -> Markup {
    let course = course(facts);
    html! {
        p {
            @match facts.held {
                Some(held) if held.ongoing => { (capital(&length(course.months_on_rung))) " as " (held.rung.name) ". " }
                Some(held) => { "Last as " (held.rung.name) ". " }
                None => { "None of your roles stands on the ladder yet. " }
            }
            @if let Some(next) = next {
                @let rung = next.open.standing.rung;
                @let gaps = gaps(next.open.standing);
                @match next.because {
                    Because::Wanted => { "You aim for " (rung.name) }
                    Because::OnlyWayUp => { "The way up is " (rung.name) }
                    Because::FewestMissing => { (rung.name) " is the nearer of your ways up" }
                    Because::AsNearAs(other) => { (rung.name) " and " (other.standing.rung.name) " are equally near; of " (rung.name) ", read first as the lower" }
                }
                @match gaps.first() {
                    Some(gap) => { "; what holds you back most is " a href={ "/expectations/" (gap.line.expectation.id()) } { (words::lower(gap.line.name())) } "." }
                    None => { ", and nothing it asks is missing." }
                }
            }
        }
    }
}

struct Need {
    when: &'static str,
    href: String,
    what: String,
    why: String,
    button: &'static str,
    private: bool,
    /// What can be done about it here; without, a button leads to its page.
    acts: Option<Markup>,
}

fn needs(today: &Today<'_>, asks_for_code: bool, facts: &Facts<'_>) -> Markup {
    let mut needs: Vec<Need> = Vec::new();
    if asks_for_code {
        needs.push(Need {
            when: "First",
            href: "/recovery".to_owned(),
            what: "Keep your recovery code".to_owned(),
            why: "Without it only this machine can open the record, and no backup of it anywhere else.".to_owned(),
            button: "Keep it",
            private: true,
            acts: None,
        });
    }
    needs.extend(today.todos.iter().map(|todo| need(todo, facts)));
    let total = needs.len();
    html! {
        h2 {
            "Needs you "
            @if total > AT_ONCE { small { (AT_ONCE) " of " (total) } }
            @else if total > 0 { small { (total) } }
        }
        @if needs.is_empty() {
            p { "Nothing needs you today. Log what you do, and look at the course when you wonder." }
        }
        ul.todo { @for need in needs.iter().take(AT_ONCE) { (item(need)) } }
        @if total > AT_ONCE {
            details {
                summary { "The other " (words::count(total - AT_ONCE, "thing", "things")) }
                ul.todo { @for need in needs.iter().skip(AT_ONCE) { (item(need)) } }
            }
        }
        p.soft { a.how href="/actions" { "All there is to do" } }
    }
}

fn item(need: &Need) -> Markup {
    html! {
        li {
            span.when { (need.when) }
            div {
                a.what href=(need.href) { (need.what) }
                @if need.private { " " span.tag.private { "private" } }
                p { (need.why) }
            }
            @match &need.acts {
                Some(acts) => { div.acts { (acts) } }
                None => { (go_quietly(&need.href, need.button)) }
            }
        }
    }
}

/// The first step of an action, or by when it is to be done, and what for.
fn why_to_act(it: &Action, facts: &Facts<'_>) -> String {
    let day = facts.day;
    let experiment = it.experiment.and_then(|id| facts.growth.experiment(id));
    let why = match (&it.first_step, it.due) {
        (Some(step), _) => format!("First step: {}", words::sentence(step)),
        (None, Some(due)) if due.last_day() < day => format!("Was due {}.", near(due, day)),
        (None, Some(due)) => format!("Due {}.", near(due, day)),
        (None, None) => format!("Taken {}.", near(it.on, day)),
    };
    match experiment {
        Some(of) => format!("{why} For ‘{}’.", of.it.what),
        None => why,
    }
}

/// When to go on with what one has begun, where, what it is, why, and its button.
fn go_on(
    begun: &Begun<'_>,
    facts: &Facts<'_>,
) -> (&'static str, String, String, String, &'static str) {
    match begun {
        Begun::Decide(of) => (
            "It has ended",
            format!("/experiments/{}/decide", of.id),
            format!("Decide on ‘{}’", of.it.what),
            "Keep it, change it or stop it, while you still know what it was like.".to_owned(),
            "Decide",
        ),
        Begun::Pulse(of) => (
            "A minute",
            format!("/experiments/{}#pulse", of.id),
            format!("How is ‘{}’ going?", of.it.what),
            "Energy and learning, in two words; once a week while it runs.".to_owned(),
            "Say",
        ),
        Begun::Act(of) => (
            "To do",
            format!("/actions/{}", of.id),
            of.it.what.clone(),
            why_to_act(of.it, facts),
            "Look",
        ),
        Begun::CheckIn => (
            "A minute",
            "/check-in".to_owned(),
            "Check in".to_owned(),
            "How was the month? Four answers and a line; skip what you like.".to_owned(),
            "Check in",
        ),
    }
}

fn need(todo: &Todo<'_>, facts: &Facts<'_>) -> Need {
    let (when, href, what, why, button) = match todo {
        Todo::AddRole => (
            "First",
            "/welcome".to_owned(),
            "Add a role".to_owned(),
            "Everything here is drawn from the roles you have held.".to_owned(),
            "Add",
        ),
        Todo::ConfirmTitles(roles) => (
            "First",
            "/titles".to_owned(),
            format!(
                "Confirm how {} read",
                words::count(
                    super::titles::distinct(roles.iter().copied()),
                    "title was",
                    "titles were"
                )
            ),
            "Until you do, they are on no rung and on no line.".to_owned(),
            "Confirm",
        ),
        Todo::Assess { rung, unrated } => (
            "Five minutes",
            "/skills".to_owned(),
            format!(
                "Say where you stand on {}",
                words::count(*unrated, "skill", "skills")
            ),
            format!(
                "{} asks for them. Until you say, what your rung asks is assumed.",
                rung.name
            ),
            "Start",
        ),
        Todo::Claim { rung, open } => (
            "Two minutes",
            "/skills#doing".to_owned(),
            format!(
                "Already doing any of these {}?",
                words::count(*open, "thing", "things")
            ),
            format!("What {} does, and nobody has looked at yet.", rung.name),
            "Look",
        ),
        Todo::ChooseDestination => (
            "When you like",
            "/destinations".to_owned(),
            "Choose where you want to go".to_owned(),
            "One or several, with a date or without. Your course then shows the ways there."
                .to_owned(),
            "Choose",
        ),
        Todo::ChooseFocus { proposed } => {
            let names: Vec<String> = proposed
                .iter()
                .map(|skill| words::lower(&skill.name))
                .collect();
            (
                "When you like",
                "/skills#focus".to_owned(),
                "Choose one to three skills to keep in view".to_owned(),
                format!("The gaps propose {}.", words::list(&names)),
                "Choose",
            )
        }
        Todo::GoOn(begun) => go_on(begun, facts),
        Todo::Complete { lines } => (
            "A line each",
            "/evidence/drafts".to_owned(),
            super::evidence::wants(*lines)
                .trim_end_matches('.')
                .to_owned(),
            "They say what you did, but not yet what it shows or what came of it.".to_owned(),
            "Complete",
        ),
        Todo::Friday => (
            "If you like",
            "/friday".to_owned(),
            "The Friday minute".to_owned(),
            "What you did, what you learned, who helped.".to_owned(),
            "Write it",
        ),
        Todo::Prove { rung, unproven } => (
            "A line each",
            format!("/ladder/{}", rung.id),
            format!(
                "Back {} with evidence",
                words::count(*unproven, "thing you do", "things you do")
            ),
            format!(
                "You meet them as {}, but nothing of the last two years shows it.",
                rung.name
            ),
            "See which",
        ),
    };
    Need {
        when,
        href,
        what,
        why,
        button,
        private: false,
        acts: match todo {
            Todo::GoOn(Begun::Act(of)) => Some(buttons(*of, "/")),
            Todo::GoOn(Begun::CheckIn) => Some(html! {
                (go_quietly("/check-in", button))
                form method="post" action="/check-in/skip" { (marks(None)) button.quiet { "Skip" span.seen-not { " this month" } } }
            }),
            _ => None,
        },
    }
}

fn focus(facts: &Facts<'_>, today: &Today<'_>) -> Markup {
    html! {
        @if !today.focus.is_empty() {
            div.card.stat {
                p {
                    strong.figure { "Focus" }
                    @if let Some(until) = facts.focus.and_then(|of| of.it.until) { " until " (Known(until)) }
                }
                ul.plain {
                    @for skill in &today.focus {
                        @let known = facts.skill(skill);
                        li {
                            a href={ "/skills/" (skill.id) } { (skill.name) } br;
                            span.soft {
                                @match known.own() {
                                    Some(of) => { (facts.framework.word(of.it.proficiency)) ", " }
                                    None => { "not rated yet, " }
                                }
                                (words::count(known.shown.len(), "piece of evidence", "pieces of evidence"))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The skills that the next rung asks for, gaps first.
fn asks(facts: &Facts<'_>, next: &Open<'_>) -> Markup {
    let gaps = gaps(next.standing).into_iter().map(|gap| gap.line);
    let met = next
        .standing
        .lines
        .iter()
        .filter(|line| line.verdict.is_met());
    let skills: Vec<&Line<'_>> = gaps
        .chain(met)
        .filter(|line| line.asked().is_some())
        .collect();
    let framework = facts.framework;
    html! {
        section {
            h2 { "What " (next.standing.rung.name) " asks of you" }
            div.card.flush {
                table.stack {
                    thead { tr { th scope="col" { "Skill" } th scope="col" { "Now against expected" } th scope="col" { "In words" } th scope="col" { "" } th.num scope="col" { "Backed by" } } }
                    tbody {
                        @for line in skills {
                            tr {
                                th scope="row" { a href={ "/expectations/" (line.expectation.id()) } { (line.name()) } }
                                td { (steps(framework, line.now, line.asked(), line.is_assumed())) }
                                td { (line.in_words(framework)) }
                                td { (components::verdict(line.verdict)) }
                                td.num.soft data-label="Backed by" { (line.backing.len()) }
                            }
                        }
                    }
                }
            }
        }
    }
}
