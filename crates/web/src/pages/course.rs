//! The course: where one has been, what is open, and the ways to a destination, as of any day.

use axum::{extract::Query, response::Response};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Role, RoleEnd},
    views::{
        course::{Course, Spell, course},
        due,
        facts::Facts,
        phase::{WorkPhase, work_phase},
        readiness::gaps,
        routes::{Destined, destinations},
        today::destination_name,
    },
};

use crate::{
    components::{self, AsOf, as_of, empty, go, go_quietly},
    error::WebError,
    layout::{self, Head, Section},
    pictures::course::{Picture, course as draw},
    session::Me,
    words::{self, Day, Known, capital, small, spent},
};

pub(crate) async fn show(me: Me, Query(query): Query<AsOf>) -> Result<Response, WebError> {
    let asked = query.read(me.book.today);
    let day = asked.day;
    let on_day = me.book.on(day);
    let facts = on_day.facts();
    let course = course(facts);
    let destinations = destinations(facts);
    let head = Head {
        title: "Course",
        lede: lede(facts, &course, day == me.book.today),
        section: Section::Course,
    };
    let picture = Picture {
        framework: &me.book.framework,
        course: &course,
        held: facts.held,
        whose: "you",
        hide_bands: facts.profile.is_some_and(|of| of.it.hide_bands),
        id: "course",
    };
    let body = html! {
        @if course.spells.is_empty() && course.undated.is_empty() {
            @if day == me.book.today {
                (empty("Nothing on the line yet", "A course is drawn from the roles you have held.", &html! { (go("/import", "Import your roles")) (go_quietly("/roles/new", "Add one by hand")) }))
            } @else {
                (empty("Before your first role", "By then no role of yours had begun, so there is no line to draw.", &html! { (go("/course", "Back to today")) }))
            }
            section { (as_of("/course", &asked, me.book.today)) }
        } @else {
            section {
                figure.card { (draw(&picture)) }
                (as_of("/course", &asked, me.book.today))
                @if !me.sample && day == me.book.today { div.actions { (go_quietly("/sharing/new?of=course", "Share a copy")) } }
            }
            @if day == me.book.today { (next_step(facts)) }
            (work(facts))
            (open(facts, &course))
            (routes(facts, &destinations))
            (marks(facts, &course))
            (table(facts, &course))
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn lede(facts: &Facts<'_>, course: &Course<'_>, is_today: bool) -> Markup {
    html! {
        p {
            @if !is_today { "As of " (Day(facts.day)) ": " }
            @match facts.held {
                Some(held) if held.ongoing => {
                    @let in_product = spent(course.months_in_product, course.is_rough());
                    @let on_rung = if course.months_on_rung == course.months_in_product { "all".to_owned() } else { spent(course.months_on_rung, course.is_rough_on(&held.rung.id)) };
                    @if is_today { (capital(&in_product)) } @else { (in_product) }
                    " in product, " (on_rung) " of it as "
                    a href={ "/ladder/" (held.rung.id) } { (held.rung.name) } ". "
                }
                Some(held) => {
                    @let in_product = spent(course.months_in_product, course.is_rough());
                    @if is_today { (capital(&in_product)) } @else { (in_product) }
                    " in product, last as "
                    a href={ "/ladder/" (held.rung.id) } { (held.rung.name) } ". "
                }
                None => { "No role of yours stands on the ladder yet. " }
            }
            @match course.open.as_slice() {
                // The page shows no way on from a rung that is not known.
                _ if course.spells.is_empty() && course.undated.is_empty() => {}
                [] => {}
                [one] => { "One way on is open: " (one.standing.rung.name) "." }
                more => { (capital(&small(more.len()))) " ways on are open." }
            }
        }
    }
}

/// What would make the course say more, where skills of the next rung are still assumed or unknown.
fn next_step(facts: &Facts<'_>) -> Markup {
    html! {
        @if let Some((rung, unrated)) = due::assess(facts) {
            div.notice {
                p { "Of the skills that " (rung.name) " asks for, " (words::several(unrated, "is", "are")) " assumed or not looked at yet; what stands between is only as sure as that." }
                div.actions { (go("/skills", &format!("Say where you stand on {}", words::count(unrated, "skill", "skills")))) }
            }
        }
    }
}

/// What the work says, whatever the title does.
fn work(facts: &Facts<'_>) -> Markup {
    html! {
        @match work_phase(facts) {
            WorkPhase::Reads { rung, phase, readiness } if facts.held.is_none_or(|held| held.rung.id != rung.id) => {
                section {
                    div.card.stat {
                        p {
                            @if let Some(held) = facts.held { "Title " (held.rung.short) ", work " strong.figure { (rung.short) } }
                        }
                        p.soft {
                            "Of what " (rung.name) " asks you meet " (readiness.met) " of " (readiness.of) ", " (readiness.backed)
                            " backed: the work reads as the " (words::lower(&phase.name)) " phase, whatever the title says. "
                            a.how href="/standing#phase" { "How this is read" }
                        }
                    }
                }
            }
            WorkPhase::Reads { rung, phase, readiness } => {
                section { p.soft {
                    "Title and work agree: you meet " (readiness.met) " of " (readiness.of) " of what " (rung.name) " asks, " (readiness.backed)
                    " backed, which is the " (words::lower(&phase.name)) " phase. " a.how href="/standing#phase" { "How this is read" }
                } }
            }
            WorkPhase::CannotTell { rung, confirmed, backed, needs_confirmed, needs_backed } => {
                section { p.soft {
                    "Whether the work is of another rung than the title cannot be told yet: of what " (rung.name) " asks, " (confirmed) " are confirmed (it takes "
                    (needs_confirmed) ") and " (backed) " backed (it takes " (needs_backed) "). " a.how href="/standing#phase" { "How this is read" }
                } }
            }
            WorkPhase::NoRung => {}
        }
    }
}

fn open(facts: &Facts<'_>, course: &Course<'_>) -> Markup {
    html! {
        @if !course.open.is_empty() {
            section {
                h2 { "Open to you" }
                @if course.open.len() > 1 { (components::keep(facts)) }
                div.halves {
                    @for it in &course.open {
                        @let rung = it.standing.rung;
                        @let gaps = gaps(it.standing);
                        div.card.stat {
                            (components::readiness(it.readiness, rung, &format!("/ladder/{}", rung.id)))
                            p.soft { (it.by.about) }
                            @if gaps.is_empty() { p { "Nothing it asks is missing. That promises nothing, and it is a good moment to say what you want." } }
                            @else {
                                h3 { "What stands between" }
                                ul.plain {
                                    @for gap in gaps.iter().take(3) {
                                        li {
                                            a href={ "/expectations/" (gap.line.expectation.id()) } { (gap.line.name()) }
                                            br;
                                            span.soft { (gap.reason()) }
                                        }
                                    }
                                }
                                @if gaps.len() > 3 { p.soft { a href={ "/ladder/" (rung.id) } { "and " (words::several(gaps.len() - 3, "more", "more")) } } }
                            }
                        }
                    }
                }
                p.soft { "Meeting all that a rung asks does not guarantee a promotion; it is what the case for one is made of." }
            }
        }
    }
}

fn routes(facts: &Facts<'_>, destinations: &[Destined<'_>]) -> Markup {
    html! {
        section {
            h2 { "Where you want to go" }
            @if destinations.is_empty() {
                p { "No destination is chosen. There may be several at once, with a date or without, and they may change." }
            }
            @for destined in destinations {
                @let it = destined.destination.it;
                div.card {
                    h3 { (destination_name(facts, it)) @if let Some(by) = it.by.filter(|_| !destined.reached) { " by " (Known(by)) } }
                    @if let Some(why) = &it.why { blockquote { (why) } }
                    @if destined.reached { p { "You are there." } }
                    @else if destined.rung.is_none() { p.soft { "A kind of role rather than a rung: there is no way to draw to it." } }
                    @else if destined.routes.is_empty() { p.soft { "No move of this ladder leads there from where you are. That happens; the ladder says what is usual." } }
                    @for (index, way) in destined.routes.iter().enumerate() {
                        @let steps: Vec<&str> = way.steps.iter().map(|step| step.rung.short.as_str()).collect();
                        details open[index == 0] {
                            summary { (words::count(way.steps.len(), "step", "steps")) ": " (steps.join(" → ")) }
                            div.scroll {
                                table.stack {
                                    thead { tr { th scope="col" { "Step" } th scope="col" { "Typical there" } th scope="col" { "Met today" } th scope="col" { "What matters most" } } }
                                    tbody {
                                        @for step in &way.steps {
                                            tr {
                                                th scope="row" { a href={ "/ladder/" (step.rung.id) } { (step.rung.name) } br; span.soft { (step.by.kind.word()) } }
                                                td data-label="Typical there" { (typical(step.rung)) }
                                                td data-label="Met today" { (step.readiness.met) " of " (step.readiness.of) " (" (step.readiness.backed) " backed)" }
                                                td data-label="What matters most" {
                                                    @let gaps = gaps(step.standing);
                                                    @let most: Vec<&str> = gaps.iter().take(3).map(|gap| gap.line.name()).collect();
                                                    (if most.is_empty() { "nothing is missing".to_owned() } else { most.join("; ") })
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            div.actions { (go_quietly("/destinations", if destinations.is_empty() { "Choose a destination" } else { "Change destinations" })) }
        }
    }
}

/// Typical total experience of people on a rung, in words.
pub(crate) fn typical(rung: &windward_core::framework::Rung) -> String {
    let years = &rung.years;
    match years.to {
        Some(to) => format!("{} to {to} years in {}", years.from, years.of),
        None => format!("{} or more years in {}", years.from, years.of),
    }
}

/// Milestones and setbacks on the way, the latest first.
fn marks(facts: &Facts<'_>, course: &Course<'_>) -> Markup {
    html! {
        @if !course.marks.is_empty() {
            section #marks {
                h2 { "On the way" }
                ul.plain {
                    @for mark in course.marks.iter().rev() {
                        li {
                            @match (mark.setback, mark.case) {
                                (Some(of), _) => { a href={ "/setbacks/" (of.id) } { (mark.what) } " " span.tag.quiet { "setback" } }
                                (None, Some(of)) => { a href={ "/cases/" (of.id) "/outcome" } { (mark.what) } " " span.tag.quiet { "case" } }
                                (None, None) => { (mark.what) " " span.tag.course { "milestone" } }
                            }
                            " " span.soft { (words::near(mark.on, facts.day)) }
                        }
                    }
                }
            }
        }
    }
}

fn table(facts: &Facts<'_>, course: &Course<'_>) -> Markup {
    html! {
        section {
            details.card {
                summary { "The same as a table" }
                div.scroll {
                    table.stack {
                        thead { tr { th scope="col" { "Role" } th scope="col" { "From" } th scope="col" { "Until" } th scope="col" { "Rung" } th scope="col" class="num" { "Length" } } }
                        tbody {
                            @for spell in course.spells.iter().rev() { (row(spell)) }
                            @for role in &course.undated {
                                tr {
                                    th scope="row" { (named(role.id, role.it)) }
                                    td data-label="From" { (role.it.from.map_or_else(|| "not known".to_owned(), |from| Known(from).to_string())) }
                                    td data-label="Until" { (ended(role.it.to)) }
                                    td data-label="Rung" { (role.it.placement.rung().and_then(|id| facts.framework.rung(id)).map_or("outside product", |rung| &rung.name)) }
                                    td.num data-label="Length" { "cannot tell" }
                                }
                            }
                        }
                    }
                }
                @if !course.breaks.is_empty() {
                    p.soft {
                        "Away from product: "
                        @for (index, it) in course.breaks.iter().enumerate() { @if index > 0 { "; " } (Day(it.from)) " to " (Day(it.to)) }
                        ". Time in product leaves these out."
                    }
                }
                @if course.spells.iter().any(|it| it.rough) {
                    p.soft { "Dates known only by their year count from the middle of it, so lengths are rough; the line is dashed." }
                }
            }
        }
    }
}

fn row(spell: &Spell<'_>) -> Markup {
    let role = spell.role.it;
    html! {
        tr {
            th scope="row" { (named(spell.role.id, role)) }
            td data-label="From" { (role.from.map_or_else(|| "not known".to_owned(), |from| Known(from).to_string())) }
            td data-label="Until" { (ended(role.to)) }
            td data-label="Rung" { (spell.rung.map_or("outside product", |rung| &rung.name)) }
            td.num data-label="Length" {
                @if spell.reversed { span.tag.warn { "ends before it begins" } }
                @else { (spent(spell.months(), spell.rough)) }
            }
        }
    }
}

fn named(id: ItemId, role: &Role) -> Markup {
    html! {
        a href={ "/roles/" (id) } { (role.title) }
        @if let Some(organisation) = &role.organisation { br; span.soft { (organisation) } }
    }
}

fn ended(end: RoleEnd) -> String {
    match end {
        RoleEnd::Ongoing => "goes on".to_owned(),
        RoleEnd::Unknown => "not known".to_owned(),
        RoleEnd::On(date) => Known(date).to_string(),
    }
}
