//! How titles were read: each proposal with its reason, confirmed or put right with one key.

mod groups;

use std::num::NonZeroUsize;

use axum::{
    extract::{Query, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    framework::{Framework, Rung, RungId},
    id::{ActId, EntryId, ItemId},
    record::{Act, Kind, Of, Placement, Record, Role},
    title::{Confidence, Reader, TitleReading},
    views::{course::course, facts::Facts},
};

use self::groups::{Group, groups};
use super::{choices, roles::period};
use crate::{
    book::append,
    components::{empty, go, go_quietly, marks},
    edge::FreshIds,
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pictures::course::{Picture, course as draw, described},
    session::Me,
    words,
};

/// From this confidence on, in per cent, a reading is sure: of those that claim it at least 95 in 100 are right.
const SURE: u8 = 80;

/// From this one on it is probable.
const PROBABLE: u8 = 60;

/// How sure a reading is, in a word.
pub(crate) fn certainty(confidence: Confidence) -> &'static str {
    match confidence.percent() {
        SURE.. => "sure",
        PROBABLE.. => "probably",
        _ => "unsure",
    }
}

/// What to do with a title as it was read: its rung, or outside product.
fn proposed(reading: &TitleReading, framework: &Framework) -> Placement {
    let rung = reading.rung.as_ref().and_then(|id| framework.rung(id));
    rung.map_or(Placement::Outside, |rung| on(rung, framework))
}

fn on(rung: &Rung, framework: &Framework) -> Placement {
    Placement::Rung {
        id: rung.id.clone(),
        framework: framework.hash,
    }
}

/// Where a title stands without asking: on its rung, or outside, if the reading is sure.
pub(crate) fn sure(reading: &TitleReading, framework: &Framework) -> Placement {
    if reading.confidence.percent() >= SURE {
        proposed(reading, framework)
    } else {
        Placement::Open
    }
}

/// The reading in a sentence, without its reason.
pub(crate) fn says(reading: &TitleReading, framework: &Framework) -> Markup {
    let rung = reading.rung.as_ref().and_then(|id| framework.rung(id));
    html! {
        @match rung {
            Some(rung) => { strong { (rung.name) } }
            None if reading.adjacent => { strong { "Beside product" } }
            None => { strong { "Outside product" } }
        }
        ", " (certainty(reading.confidence)) "."
    }
}

/// The act of an import that led here.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    act: Option<ActId>,
}

/// Whether two titles read alike: the same proposal, as sure.
fn alike(one: &TitleReading, other: &TitleReading) -> bool {
    let key = |it: &TitleReading| (it.rung.clone(), it.adjacent, certainty(it.confidence));
    key(one) == key(other)
}

fn is_open(of: &Of<'_, Role>) -> bool {
    of.it.placement == Placement::Open
}

/// Every title that waits for an answer, and the others to put right.
pub(crate) async fn show(me: Me, after: Result<Query<After>, QueryRejection>) -> Response {
    let act = after.ok().and_then(|Query(after)| after.act);
    let framework = &*me.book.framework;
    let record = &*me.book.record;
    let facts = me.book.facts();
    let reader = Reader::new(framework);
    let (open, placed): (Vec<_>, Vec<_>) = record.all::<Role>().partition(is_open);
    let (open, placed) = (
        groups(open.into_iter(), &reader),
        groups(placed.into_iter(), &reader),
    );
    let head = Head {
        title: "How your titles read",
        lede: lede(framework, &open, &placed),
        section: Section::Roles,
    };
    let body = html! {
        @if let Some(act) = act.filter(|act| record.touched_by(*act).next().is_some()) {
            div.notice role="status" {
                p { "The import is in your record: " (words::count(record.touched_by(act).count(), "item", "items")) ". Now say whether the titles were read rightly." }
                (undo_import(act))
            }
        }
        @if open.is_empty() && placed.is_empty() {
            (empty("No title yet", "Titles are read when there are roles.", &html! { (go("/import", "Import your roles")) (go_quietly("/roles/new", "Add one by hand")) }))
        } @else if open.is_empty() {
            div.actions { (go("/course", "See your course")) (go_quietly("/roles", "See your roles")) }
        } @else {
            (accept(&open, act))
            div.beside {
                (as_proposed(&me, facts, &open))
                section {
                    h2 { "One by one " small { (words::count(open.len(), "title", "titles")) ", the most unsure first" } }
                    @for group in &open { (question(framework, group, &open, act)) }
                }
            }
        }
        @if !placed.is_empty() { (corrections(framework, &placed, open.is_empty())) }
    };
    layout::page(&me, facts, &head, &body)
}

fn lede(framework: &Framework, open: &[Group<'_>], placed: &[Group<'_>]) -> Markup {
    let unsure = open
        .iter()
        .filter(|it| it.reading.confidence.percent() < SURE)
        .count();
    html! {
        p {
            "A title says less than the work. Each of yours was read against " a.how href="/ladder" { (framework.name) } "; your word outranks the reading. "
            @match (NonZeroUsize::new(open.len()), unsure) {
                (None, _) if placed.is_empty() => "No role is in your record yet.",
                (None, _) => "Every title has its place.",
                (Some(open), 0) => { (words::capital(&words::several(open.get(), "title waits", "titles wait"))) " for your word; the readings are sure." }
                (Some(open), unsure) => { (words::capital(&words::several(open.get(), "title waits", "titles wait"))) " for your word; " (words::small(unsure)) " of the readings " (if unsure == 1 { "is" } else { "are" }) " not sure." }
            }
        }
    }
}

/// All proposals in one act, or only those that are sure.
fn accept(open: &[Group<'_>], act: Option<ActId>) -> Markup {
    let sure = open
        .iter()
        .filter(|it| it.reading.confidence.percent() >= SURE)
        .count();
    html! {
        form.accept method="post" action="/titles" {
            (marks(None))
            (carried(act))
            @for group in open { (named(group)) }
            div.actions {
                button name="accept" value="all" { @if open.len() == 1 { "Accept as proposed" } @else { "Accept all " (open.len()) " as proposed" } }
                @if sure > 0 && sure < open.len() { button.quiet name="accept" value="sure" { "Accept only the " (sure) " that " (if sure == 1 { "is" } else { "are" }) " sure" } }
            }
        }
    }
}

fn carried(act: Option<ActId>) -> Markup {
    html! { @if let Some(act) = act { input type="hidden" name="act" value=(act); } }
}

/// The roles that an answer is about, each with the entry that was read.
fn named(group: &Group<'_>) -> Markup {
    html! { @for of in &group.roles { input type="hidden" name="role" value={ (of.id) " " (of.revision.entry_id) }; } }
}

/// The course as it would be with every proposal accepted.
fn as_proposed(me: &Me, facts: &Facts<'_>, open: &[Group<'_>]) -> Markup {
    let framework = &*me.book.framework;
    let now = me.app.now();
    let record = with_proposals(&me.book.record, framework, open, now);
    let then = Facts::of(&record, framework, me.book.today);
    let course = course(&then);
    let picture = Picture {
        framework,
        course: &course,
        held: then.held,
        whose: "you",
        hide_bands: facts.profile.is_some_and(|of| of.it.hide_bands),
        id: "proposed",
    };
    html! {
        @if !course.line.is_empty() {
            section.look {
                h2 { "Your course, as proposed" }
                figure.card { (draw(&picture)) }
                p.soft { "With every answer that you gave, and the proposals for the rest." }
                p.seen-not { (described(&picture)) }
            }
        }
    }
}

/// A record in which every proposal is accepted. Nothing of it is stored.
fn with_proposals(
    record: &Record,
    framework: &Framework,
    open: &[Group<'_>],
    now: Timestamp,
) -> Record {
    let mut then = record.clone();
    let mut ids = FreshIds;
    let mut act = Act::new(&mut ids, now);
    for group in open {
        for of in &group.roles {
            let placement = proposed(&group.reading, framework);
            act.revise(
                *of,
                Role {
                    placement,
                    ..of.it.clone()
                },
            );
        }
    }
    append(&mut then, act.into_entries(), now);
    then
}

/// What an answer is called in forms.
fn word(placement: &Placement) -> &str {
    placement.rung().map_or(OUTSIDE, RungId::as_str)
}

// Not a name that a rung can have: those are letters, figures and hyphens.
const OUTSIDE: &str = "+outside";

fn question(
    framework: &Framework,
    group: &Group<'_>,
    open: &[Group<'_>],
    act: Option<ActId>,
) -> Markup {
    let reading = &group.reading;
    let proposal = proposed(reading, framework);
    let id = group.id();
    let label = |placement: &Placement| match placement.rung().and_then(|id| framework.rung(id)) {
        Some(rung) => rung.short.as_str(),
        None => "Outside product",
    };
    // The proposal first, so that the same key accepts every one of them.
    let others = framework
        .rungs
        .iter()
        .map(|rung| on(rung, framework))
        .chain([Placement::Outside]);
    let others = others.filter(|it| *it != proposal);
    let answers: Vec<Placement> = [proposal.clone()].into_iter().chain(others).collect();
    html! {
        div.skill #(id) data-question tabindex="-1" role="group" aria-labelledby={ (id) "-name" } {
            div.head {
                h3 #{ (id) "-name" } { (reading.title) }
                span class=(tag(reading.confidence)) { (certainty(reading.confidence)) }
            }
            p.soft { (held(group)) }
            p { (reading.reason) }
            form method="post" action="/titles" {
                (marks(None))
                (carried(act))
                (named(group))
                div.answers.places {
                    @for (index, answer) in answers.iter().enumerate() {
                        button.proposed[index == 0] name="rung" value=(word(answer)) {
                            kbd { (index + 1) }
                            (label(answer))
                            @if index == 0 { span.seen-not { ", as proposed" } }
                        }
                    }
                }
            }
            (all_like_this(group, open, label(&proposal), act))
        }
    }
}

/// One answer for every title that reads as this one does.
fn all_like_this(
    group: &Group<'_>,
    open: &[Group<'_>],
    proposal: &str,
    act: Option<ActId>,
) -> Markup {
    let like: Vec<&Group<'_>> = open
        .iter()
        .filter(|other| alike(&group.reading, &other.reading))
        .collect();
    html! {
        @if like.len() > 1 {
            form.like method="post" action="/titles" {
                (marks(None))
                (carried(act))
                @for group in &like { (named(group)) }
                button.quiet name="accept" value="all" { "All " (like.len()) " like this: " (proposal) }
            }
        }
    }
}

fn tag(confidence: Confidence) -> &'static str {
    match confidence.percent() {
        SURE.. => "tag good",
        PROBABLE.. => "tag quiet",
        _ => "tag warn",
    }
}

/// ‘Acme, since March 2019; Beta, 2015 to 2017’.
fn held(group: &Group<'_>) -> String {
    let each = group.roles.iter().map(|of| match &of.it.organisation {
        Some(organisation) => format!("{organisation}, {}", period(of.it)),
        None => period(of.it),
    });
    each.collect::<Vec<_>>().join("; ")
}

fn corrections(framework: &Framework, placed: &[Group<'_>], open: bool) -> Markup {
    let mut options: Vec<_> = choices::rungs(framework).collect();
    options.push((OUTSIDE.to_owned(), "outside product".to_owned()));
    html! {
        section {
            details open[open] {
                summary { "Titles that have their place (" (placed.len()) ")" }
                ul.plain {
                    @for group in placed {
                        @let id = group.id();
                        @let placement = &group.roles[0].it.placement;
                        li {
                            div.head {
                                strong { (group.reading.title) } " "
                                span.soft { (held(group)) }
                            }
                            @if *placement != proposed(&group.reading, framework) { p.soft { "It reads: " (says(&group.reading, framework)) " You said otherwise." } }
                            form.row method="post" action="/titles" {
                                (marks(None))
                                (named(group))
                                label.seen-not for={ (id) "-rung" } { "Rung for ‘" (group.reading.title) "’" }
                                select id={ (id) "-rung" } name="rung" {
                                    @if placement.rung().is_some_and(|id| framework.rung(id).is_none()) { option value="" selected { "a rung of another ladder" } }
                                    @for (value, label) in &options { option value=(value) selected[value == word(placement)] { (label) } }
                                }
                                button.quiet { "Change" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Writes one answer, or all proposals.
pub(crate) async fn confirm(me: Me, form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let record = &*me.book.record;
    let framework = &*me.book.framework;
    let named = roles_named(&form)?;
    let answer = answer(&form, framework)?;
    let reader = matches!(answer, Answer::Proposals { .. }).then(|| Reader::new(framework));
    let mut written = Vec::new();
    for (id, entry) in named {
        // As it was on the page: whoever changed it meanwhile is told beside this answer.
        let thread = record.thread(id).ok_or(WebError::NotFound)?;
        let read = thread.revisions().iter().find(|it| it.entry_id == entry);
        let read = read.and_then(|it| Role::of(it.content.as_ref()?));
        let read = read.ok_or(WebError::NotFound)?;
        let placement = match &answer {
            Answer::Placed(placement) => Some(placement.clone()),
            Answer::Proposals { only_sure } => {
                let reading = reader.as_ref().map(|reader| reader.read(&read.title));
                reading
                    .filter(|it| !only_sure || it.confidence.percent() >= SURE)
                    .map(|it| proposed(&it, framework))
            }
        };
        if let Some(placement) = placement.filter(|it| *it != read.placement) {
            written.push((
                id,
                entry,
                Role {
                    placement,
                    ..read.clone()
                },
            ));
        }
    }
    let answered: Vec<ItemId> = written.iter().map(|(id, ..)| *id).collect();
    let left = record
        .all::<Role>()
        .any(|of| is_open(&of) && !answered.contains(&of.id));
    me.act(once, |act| {
        for (id, entry, role) in written {
            act.put(id, Some(entry), role);
        }
    })
    .await?;
    let to = match form.typed("act").parse::<ActId>() {
        _ if !left => "/course".to_owned(),
        Ok(act) => format!("/titles?act={act}"),
        Err(_) => "/titles".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// What was answered.
#[derive(Debug, PartialEq)]
enum Answer {
    /// This, for every role named.
    Placed(Placement),
    /// For each what was proposed.
    Proposals {
        /// Only where the reading is sure.
        only_sure: bool,
    },
}

fn answer(form: &Form, framework: &Framework) -> Result<Answer, WebError> {
    match (form.typed("accept"), form.typed("rung")) {
        ("all", _) => Ok(Answer::Proposals { only_sure: false }),
        ("sure", _) => Ok(Answer::Proposals { only_sure: true }),
        (_, OUTSIDE) => Ok(Answer::Placed(Placement::Outside)),
        (_, id) => match framework.rung(&RungId::new(id)) {
            Some(rung) => Ok(Answer::Placed(on(rung, framework))),
            None => Err(WebError::Form(
                "It names no rung of your ladder.".to_owned(),
            )),
        },
    }
}

fn roles_named(form: &Form) -> Result<Vec<(ItemId, EntryId)>, WebError> {
    let read = |text: &str| -> Option<(ItemId, EntryId)> {
        let (id, entry) = text.split_once(' ')?;
        Some((id.parse().ok()?, entry.parse().ok()?))
    };
    let named: Option<Vec<_>> = form.all("role").map(read).collect();
    named
        .filter(|named| !named.is_empty())
        .ok_or_else(|| WebError::Form("It does not say which roles it is about.".to_owned()))
}

/// A button that takes an import back.
pub(crate) fn undo_import(act: ActId) -> Markup {
    html! {
        form method="post" action={ "/import/undo/" (act) } {
            (marks(None))
            button.quiet { "Take the import back" }
        }
    }
}

#[cfg(test)]
mod tests {
    use windward_core::{framework::PRODUCT, id::CountedIds, views::course::course};

    use super::*;

    fn record(titles: &[&str]) -> Record {
        let mut ids = CountedIds::default();
        let now = Timestamp::UNIX_EPOCH;
        let mut act = Act::new(&mut ids, now);
        for (at, title) in titles.iter().enumerate() {
            act.add(Role {
                title: (*title).to_owned(),
                from: Some(format!("{}", 2010 + at).parse().unwrap()),
                ..Role::default()
            });
        }
        let mut record = Record::default();
        append(&mut record, act.into_entries(), now);
        record
    }

    #[test]
    fn the_same_title_is_asked_about_once_and_the_most_unsure_first() {
        let ladder = Framework::parse(PRODUCT).unwrap();
        let record = record(&["Product Manager", "Wizard", "product  manager"]);
        let groups = groups(record.all(), &Reader::new(&ladder));
        let asked: Vec<(&str, usize)> = groups
            .iter()
            .map(|it| (it.reading.title.as_str(), it.roles.len()))
            .collect();
        assert_eq!(asked, [("Wizard", 1), ("Product Manager", 2)]);
    }

    #[test]
    fn titles_that_read_alike_can_be_answered_at_once() {
        let ladder = Framework::parse(PRODUCT).unwrap();
        let record = record(&["Product Owner", "Product Owner (Scrum)", "Wizard"]);
        let groups = groups(record.all(), &Reader::new(&ladder));
        let offers = |title: &str| {
            let group = groups.iter().find(|it| it.reading.title == title).unwrap();
            let form = all_like_this(group, &groups, "PM", None).into_string();
            form.matches("name=\"role\"").count()
        };
        assert_eq!(offers("Product Owner"), 2);
        assert_eq!(offers("Product Owner (Scrum)"), 2);
        assert_eq!(offers("Wizard"), 0, "there is none like it");
        assert_eq!(windward_core::views::due::distinct_titles(record.all()), 3);
    }

    #[test]
    fn the_picture_shows_what_accepting_would_give_and_changes_nothing() {
        let ladder = Framework::parse(PRODUCT).unwrap();
        let record = record(&["Senior Product Manager"]);
        let before = record.clone();
        let groups = groups(record.all(), &Reader::new(&ladder));
        let then = with_proposals(&record, &ladder, &groups, Timestamp::UNIX_EPOCH);
        let day = jiff::civil::date(2026, 11, 22);
        assert!(course(&Facts::of(&record, &ladder, day)).line.is_empty());
        assert_eq!(course(&Facts::of(&then, &ladder, day)).line.len(), 1);
        assert_eq!(record, before);
    }

    #[test]
    fn an_answer_is_a_rung_of_the_ladder_or_outside() {
        let ladder = Framework::parse(PRODUCT).unwrap();
        let answered = |rung: &str| answer(&Form::filled([("rung", rung.to_owned())]), &ladder);
        assert_eq!(
            answered(OUTSIDE).unwrap(),
            Answer::Placed(Placement::Outside)
        );
        let rung = &ladder.rungs[0];
        assert_eq!(
            answered(rung.id.as_str()).unwrap(),
            Answer::Placed(on(rung, &ladder))
        );
        assert!(answered("emperor").is_err());
        assert!(answered("").is_err());
    }
}
