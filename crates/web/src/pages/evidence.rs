//! Evidence: what one did that others can verify. One line is enough; the rest can follow.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::{Expectation, ExpectationId, Framework, Proficiency, Rung, SkillId},
    id::ItemId,
    record::{Evidence, Of, Shown},
    views::facts::Facts,
};

use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, url},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    session::Me,
    words::{self, Known, near},
};

/// Pieces on one page of the list.
const ON_A_PAGE: usize = 50;

/// Which page of the list, from 1; what is no number is the first.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Paging {
    #[serde(default)]
    page: String,
}

pub(crate) async fn list(me: Me, Query(paging): Query<Paging>) -> Response {
    listing(&me, &Form::default(), paging.page.parse().unwrap_or(1))
}

/// Logs a piece of evidence, from one line or from a whole form.
pub(crate) async fn log(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(evidence) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form, 1)).into_response());
    };
    let complete = !evidence.skills.is_empty() || !evidence.responsibilities.is_empty();
    let mut id = None;
    me.act(once, |act| id = Some(act.add(evidence))).await?;
    let to = match (form.back(), id) {
        // A line alone backs nothing yet; its page asks what it shows.
        (_, Some(id)) if !complete => format!("/evidence/{id}"),
        (Some(back), _) => back.to_owned(),
        (None, _) => "/evidence".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = me
        .book
        .record
        .get::<Evidence>(id)
        .ok_or(WebError::NotFound)?;
    let form = filled(of.it);
    Ok(one(&me, of, &form))
}

/// Puts a piece of evidence again, more complete.
pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = me
        .book
        .record
        .get::<Evidence>(id)
        .ok_or(WebError::NotFound)?;
    let once = form.once()?;
    let revises = form.revises()?;
    let Some(mut evidence) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    carry_over(of.it, &mut evidence, me.book.facts());
    me.act(once, |act| act.put(id, revises, evidence)).await?;
    Ok(Redirect::to("/evidence").into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let Some(of) = me.book.record.get::<Evidence>(id) else {
        // A second click finds it gone already; what never was is not found.
        let was = me.book.record.thread(id).ok_or(WebError::NotFound);
        return was.map(|_| Redirect::to("/evidence").into_response());
    };
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    me.act(form.once()?, |act| act.withdraw(id, revises))
        .await?;
    Ok(Redirect::to("/evidence").into_response())
}

/// Reads the form; what is wrong is noted in it.
fn read(me: &Me, form: &mut Form) -> Option<Evidence> {
    let framework = &me.book.framework;
    let what = form.needed("what", TEXT, "What did you do? One line is enough.");
    let on = form.date("on").unwrap_or(PartialDate::day(me.book.today));
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; evidence is of what was done.");
    }
    let to = form.date("to");
    if to.is_some_and(|to| to.last_day() < on.first_day()) {
        form.fault("to", "It ends before it begins.");
    }
    let skills: Vec<Shown> = form
        .pairs()
        .filter_map(|(name, value)| shown(framework, name, value))
        .collect();
    let duties = form.all("duty").map(ExpectationId::new);
    let duties = duties
        .filter(|id| framework.expectation(id).is_some())
        .collect();
    let one_a_line = |text: Option<String>| -> Vec<String> {
        let text = text.unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let links = one_a_line(form.text("links", TEXT));
    if let Some(strange) = links.iter().find(|link| url(link).is_none()) {
        form.fault(
            "links",
            format!("‘{strange}’ is no address; write it with https:// in front."),
        );
    }
    let evidence = Evidence {
        what: what.unwrap_or_default(),
        so_what: form.text("so_what", TEXT),
        figure: None,
        my_part: form.text("my_part", TEXT),
        on,
        to,
        skills,
        responsibilities: duties,
        witnesses: one_a_line(form.text("witnesses", TEXT)),
        links,
        confidential: form.ticked("confidential"),
        origin: None,
        framework: framework.hash,
        unknown: serde_json::Map::new(),
    };
    form.is_good().then_some(evidence)
}

/// A skill shown, from a field named `skill.<id>` with a proficiency.
fn shown(framework: &Framework, name: &str, value: &str) -> Option<Shown> {
    let skill = framework.skill(&SkillId::new(name.strip_prefix("skill.")?))?;
    Some(Shown {
        skill: skill.id.clone(),
        proficiency: Proficiency::new(value.parse().ok()?)?,
    })
}

fn filled(it: &Evidence) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = vec![
        ("what".to_owned(), it.what.clone()),
        ("so_what".to_owned(), text(&it.so_what)),
        ("my_part".to_owned(), text(&it.my_part)),
        ("on".to_owned(), it.on.to_string()),
        (
            "to".to_owned(),
            it.to.map(|to| to.to_string()).unwrap_or_default(),
        ),
        ("witnesses".to_owned(), it.witnesses.join("\n")),
        ("links".to_owned(), it.links.join("\n")),
    ];
    let skills = it.skills.iter();
    values.extend(skills.map(|it| {
        (
            format!("skill.{}", it.skill),
            it.proficiency.get().to_string(),
        )
    }));
    values.extend(
        it.responsibilities
            .iter()
            .map(|id| ("duty".to_owned(), id.to_string())),
    );
    if it.confidential {
        values.push(("confidential".to_owned(), "yes".to_owned()));
    }
    Form::filled(
        values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
    )
}

fn listing(me: &Me, form: &Form, page: usize) -> Response {
    let facts = me.book.facts();
    let all = &facts.evidence;
    let pages = all.len().div_ceil(ON_A_PAGE).max(1);
    let page = page.clamp(1, pages);
    let shown = all.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE);
    let fresh = all.iter().filter(|of| facts.is_fresh(of.it)).count();
    let bare = all.iter().filter(|of| is_bare(of.it)).count();
    let head = Head {
        title: "Evidence",
        lede: html! {
            p {
                @if all.is_empty() { "What you did that others can verify: it turns ‘I can’ into ‘here is where’. One line is enough to start." }
                @else {
                    (words::count(all.len(), "piece", "pieces")) ", " (fresh) " of the last two years, which is what backs your standing. "
                    a.how href="/standing" { "How it counts" }
                }
            }
        },
        section: Section::Evidence,
    };
    let body = html! {
        section.card.quick {
            form method="post" action="/evidence" {
                (marks(None))
                label for="what" { "What did you do that someone should remember?" }
                div.row {
                    input id="what" name="what" value=(form.typed("what")) autocomplete="off" placeholder="Shipped annual pricing; renewals up 6 points in the pilot"
                        aria-invalid=[form.fault_of("what").map(|_| "true")] aria-describedby=[form.fault_of("what").map(|_| "what-fault")];
                    button { "Log evidence" }
                }
                @if let Some(fault) = form.fault_of("what") { p.error #what-fault { (fault) } }
            }
        }
        @if bare > 0 {
            div.notice { p { (words::count(bare, "line says", "lines say")) " what you did, but not yet which skill or duty it shows; until then it backs nothing." } }
        }
        section {
            @if all.is_empty() { p { "Nothing is logged yet. Think of the last thing you shipped, decided or taught: what was it, and what came of it?" } }
            ul.plain { @for of in shown { (line(facts, *of)) } }
            @if pages > 1 {
                div.actions role="navigation" aria-label="Pages of evidence" {
                    @if page > 1 { (go_quietly(&format!("/evidence?page={}", page - 1), "Newer")) }
                    span.soft { "Page " (page) " of " (pages) }
                    @if page < pages { (go_quietly(&format!("/evidence?page={}", page + 1), "Older")) }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn is_bare(it: &Evidence) -> bool {
    it.skills.is_empty() && it.responsibilities.is_empty()
}

fn line(facts: &Facts<'_>, of: Of<'_, Evidence>) -> Markup {
    let it = of.it;
    html! {
        li {
            a href={ "/evidence/" (of.id) } { strong { (it.what) } }
            " " span.soft { (near(it.on, facts.day)) }
            @if it.confidential { " " span.tag.warn { "confidential" } }
            @if is_bare(it) { " " span.tag.ahead { "what does it show?" } }
            @else if !facts.is_fresh(it) { " " span.tag.quiet { "older than two years" } }
            @if let Some(so_what) = &it.so_what { p { (so_what) } }
            @if !it.skills.is_empty() {
                p.soft {
                    @for (index, shown) in it.skills.iter().enumerate() {
                        @if index > 0 { ", " }
                        @match facts.framework.skill(&shown.skill) {
                            Some(skill) => { a href={ "/skills/" (skill.id) } { (skill.name) } " (" (facts.framework.word(shown.proficiency)) ")" }
                            None => { (shown.skill) }
                        }
                    }
                }
            }
        }
    }
}

fn one(me: &Me, of: Of<'_, Evidence>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "A piece of evidence",
        lede: html! { p { @if is_bare(of.it) { "Say which skill or duty it shows, and it backs your standing." } @else { "The more of it others could check, the more it carries." } } },
        section: Section::Evidence,
    };
    let body = html! {
        form method="post" action={ "/evidence/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (field(form, Field { name: "what", label: "What", hint: "One line.", kind: Kind::Text }))
            (field(form, Field { name: "so_what", label: "So what", hint: "What came of it, with a figure where there is one: from, to, of what.", kind: Kind::Text }))
            (field(form, Field { name: "my_part", label: "My part", hint: "What would not have happened without you?", kind: Kind::Text }))
            div.pair {
                (field(form, Field { name: "on", label: "When", hint: "", kind: Kind::Date }))
                (field(form, Field { name: "to", label: "Until", hint: "", kind: Kind::Date }))
            }
            (skills(facts.framework, form))
            (duties(facts, form))
            (field(form, Field { name: "witnesses", label: "Who saw it", hint: "People who can say so, one a line.", kind: Kind::Text }))
            (field(form, Field { name: "links", label: "Where to see it", hint: "Addresses, one a line.", kind: Kind::Text }))
            label.check { input type="checkbox" name="confidential" value="yes" checked[form.ticked("confidential")]; "Confidential: must not leave the employer" }
            div.actions { button { "Save" } (go_quietly("/evidence", "Back")) }
        }
        section {
            details {
                summary { "Remove it" }
                form method="post" action={ "/evidence/" (of.id) "/withdraw" } {
                    (marks(Some(of.revision.entry_id)))
                    p { "It no longer counts and is in no list. What it said stays in the history of your record." }
                    button.danger { "Remove this evidence" }
                }
            }
        }
        section {
            h2 { "History" }
            @let revisions = me.book.record.thread(of.id).map_or(&[][..], |thread| thread.revisions());
            p.soft { (words::count(revisions.len(), "revision", "revisions")) ", happened " (Known(of.it.on)) ", first written down " (near(PartialDate::day(revisions.first().map_or(facts.day, |it| it.recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date())), facts.day)) "." }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// One select a skill, those already shown first and open.
fn skills(framework: &Framework, form: &Form) -> Markup {
    html! {
        fieldset {
            legend { "Which skills does it show, and how well?" }
            @for group in &framework.groups {
                @let any = framework.skills_of(&group.id).any(|skill| !form.typed(&format!("skill.{}", skill.id)).is_empty());
                details open[any] {
                    summary { (group.name) }
                    div.halves {
                        @for skill in framework.skills_of(&group.id) {
                            @let name = format!("skill.{}", skill.id);
                            @let options = options(framework);
                            (field(form, Field { name: &name, label: &skill.name, hint: "", kind: Kind::One(&options) }))
                        }
                    }
                }
            }
        }
    }
}

fn options(framework: &Framework) -> Vec<(String, String)> {
    let none = (String::new(), "does not show it".to_owned());
    let levels =
        Proficiency::ALL.map(|level| (level.get().to_string(), framework.word(level).to_owned()));
    [none].into_iter().chain(levels).collect()
}

/// Keeps what the page has no box for: duties of other rungs, and whatever another ladder or a newer version named.
fn carry_over(before: &Evidence, evidence: &mut Evidence, facts: &Facts<'_>) {
    let rungs = offered(facts);
    let has_box = |id: &ExpectationId| {
        let duties = rungs.iter().flat_map(|rung| &rung.responsibilities);
        duties.into_iter().any(|duty| duty.id == *id)
    };
    let duties = before.responsibilities.iter().filter(|id| !has_box(id));
    for id in duties {
        if !evidence.responsibilities.contains(id) {
            evidence.responsibilities.push(id.clone());
        }
    }
    let skills = before.skills.iter();
    let skills = skills.filter(|shown| facts.framework.skill(&shown.skill).is_none());
    evidence.skills.extend(skills.cloned());
    evidence.unknown.clone_from(&before.unknown);
}

/// The rungs whose duties the page offers: the one held and those open next.
fn offered<'a>(facts: &'a Facts<'a>) -> Vec<&'a Rung> {
    let open = windward_core::views::readiness::open(facts);
    let held = facts.held.map(|held| held.rung);
    let open = open.iter().map(|it| it.standing.rung);
    held.into_iter().chain(open).collect()
}

/// Boxes for the duties of the rungs offered.
fn duties(facts: &Facts<'_>, form: &Form) -> Markup {
    let rungs = offered(facts);
    html! {
        fieldset {
            legend { "Which duties does it show?" }
            @for rung in rungs {
                @let ids: Vec<&str> = form.all("duty").collect();
                @let duties: Vec<Expectation<'_>> = rung.expectations().filter(|it| matches!(it, Expectation::Responsibility(_))).collect();
                details open[duties.iter().any(|it| ids.contains(&it.id().as_str()))] {
                    summary { (rung.name) }
                    @for duty in duties {
                        label.check { input type="checkbox" name="duty" value=(duty.id()) checked[ids.contains(&duty.id().as_str())]; (duty.text()) }
                    }
                }
            }
        }
    }
}
