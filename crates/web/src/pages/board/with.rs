//! Before and after a touch with somebody: what to ask, what they said last, what to give; then what came of it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{GiftKind, Lesson, Of},
    views::{
        board::{Circle, Preparation, prepare, question_ideas},
        facts::Facts,
    },
};

use super::{after, private, sheet::in_a_sentence};
use crate::{
    components::marks,
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{near, sentence},
};

/// How many touches and lessons of the past are shown.
const MOST_PAST: usize = 12;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    page(&me, id, &Form::default())
}

/// Logs a touch, with all that follows from it, as one act.
pub(crate) async fn log(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let once = form.once()?;
    let directory = me.book.people();
    let facts = me.book.facts();
    let circle = Circle::of(&me.book.record, directory);
    let prepared = prepare(facts, circle, id).ok_or(WebError::NotFound)?;
    let Some(told) = after::read(&me, &prepared, &mut form) else {
        let page = page(&me, id, &form)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    me.act(once, |act| told.write(act, &prepared)).await?;
    me.say(format!(
        "Kept: you were in touch with {}.",
        prepared.person.it.name
    ));
    Ok(Redirect::to(&format!("/board/with/{id}")).into_response())
}

fn page(me: &Me, id: ItemId, form: &Form) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let directory = me.book.people();
    let circle = Circle::of(&me.book.record, directory);
    let it = prepare(facts, circle, id).ok_or(WebError::NotFound)?;
    let head = Head {
        title: &it.person.it.name,
        lede: html! {
            p {
                @match it.last {
                    Some(on) => { "Last in touch " (near(on, facts.day)) }
                    None => { "No touch yet" }
                }
                @if let Some(helped) = it.helped { "; last helped " (near(helped.it.on, facts.day)) }
                ". " a href={ "/people/" (it.person.id) } { "All about them" } " " (private())
            }
        },
        section: Section::Board,
    };
    let body = html! {
        p.crumbs {
            a href="/board" { "The board" }
            @for seat in &it.seats { " · " a href={ "/board/seats/" (seat.of.id) } { (seat.of.it.area) } }
            @if let Some(approach) = &it.approach { " · " a href={ "/board/approaches/" (approach.of.id) } { "the approach: " (approach.stage.label()) } }
        }
        @if let Some(boundaries) = &it.person.it.boundaries { div.notice.warn { p { "They asked you: " (sentence(boundaries)) } } }
        div.halves.before-after {
            section.card {
                h2 { "Before" }
                (last_time(facts, &it))
                (questions(facts, &it))
                (gifts(facts, &it))
            }
            section.card #after {
                h2 { "After" }
                (after::fields(facts, &it, form))
            }
        }
        (past(facts, &it))
    };
    Ok(layout::page(me, facts, &head, &body))
}

/// What they told me last, and what became of what I learned.
fn last_time(facts: &Facts<'_>, it: &Preparation<'_>) -> Markup {
    let open = it.lessons.iter().filter(|of| of.it.outcome.is_none());
    let open: Vec<_> = open.take(MOST_PAST).collect();
    html! {
        @if let Some(told) = it.told {
            h3 { "What they told you last, " (near(told.it.on, facts.day)) }
            @if let Some(words) = &told.it.answered { blockquote { (words) } }
        }
        @for of in open {
            form method="post" action={ "/board/lessons/" (of.id) } {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="back" value={ "/board/with/" (it.person.id) };
                label for={ "outcome-" (of.id) } { "What became of it: ‘" (of.it.learned) "’" }
                div.row { input id={ "outcome-" (of.id) } name="outcome" autocomplete="off"; button.quiet { "Keep it" } }
            }
        }
        @if it.told.is_none() && it.lessons.is_empty() { p.soft { "They have told you nothing yet, as far as this record knows." } }
    }
}

/// Questions that wait; what was not asked is still there.
fn questions(facts: &Facts<'_>, it: &Preparation<'_>) -> Markup {
    let seat = it.seats.iter().find(|seat| seat.is_taken());
    let ideas = seat.filter(|_| it.questions.is_empty());
    let ideas = ideas.map(|seat| question_ideas(&in_a_sentence(facts, seat.of.it)));
    let path = format!("/board/with/{}/questions", it.person.id);
    html! {
        h3 { "To ask" }
        @if !it.questions.is_empty() {
            ul.plain.close {
                @for question in &it.questions {
                    li {
                        (question.of.it.ask)
                        @if question.carried_over { " " span.tag.quiet { "carried over" } }
                        (drop_it("questions", question.of.id, question.of.revision.entry_id, &question.of.it.ask))
                    }
                }
            }
        }
        form method="post" action=(path) {
            (marks(None))
            div.row { input name="ask" aria-label="A question to ask them" placeholder="One question" autocomplete="off"; button.quiet { "Put it on the list" } }
        }
        @if let Some(ideas) = ideas {
            details {
                summary { "No question yet? Three that two lines can answer" }
                ul.plain.close {
                    @for idea in ideas {
                        li {
                            form.row method="post" action=(path) {
                                (marks(None))
                                input type="hidden" name="ask" value=(idea);
                                span { (idea) }
                                button.quiet { "Take it" span.seen-not { ": " (idea) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Something to give.
fn gifts(facts: &Facts<'_>, it: &Preparation<'_>) -> Markup {
    let path = format!("/board/with/{}/gifts", it.person.id);
    html! {
        h3 { "To give" }
        @if !it.gifts.is_empty() {
            ul.plain.close {
                @for of in &it.gifts {
                    li { (of.it.what) " " span.soft { (of.it.kind.label()) } (drop_it("gifts", of.id, of.revision.entry_id, &of.it.what)) }
                }
            }
        }
        @if !it.ideas.is_empty() {
            p.soft { "You took these away yourself; one of them may be of use to them:" }
            ul.plain.close {
                @for idea in &it.ideas {
                    li {
                        form.row method="post" action=(path) {
                            (marks(None))
                            input type="hidden" name="takeaway" value=(idea.takeaway.id);
                            span { (idea.takeaway.it.title) @if idea.for_them { " " span.tag.course { "you kept it for them" } } @else { " " span.soft { (near(idea.takeaway.it.on, facts.day)) } } }
                            button.quiet { "Give this" span.seen-not { ": " (idea.takeaway.it.title) } }
                        }
                    }
                }
            }
        }
        form method="post" action=(path) {
            (marks(None))
            div.row {
                input name="what" aria-label="Something to give them" placeholder="An article, a name, a hand" autocomplete="off";
                select name="kind" aria-label="What it is" { @for (word, kind) in GiftKind::WORDS { option value=(word) { (kind.label()) } } }
                button.quiet { "Put it on the list" }
            }
        }
        p.soft { "Nothing here is an account that must balance. What helps is given because it helps." }
    }
}

fn drop_it(kind: &str, id: ItemId, revises: windward_core::id::EntryId, what: &str) -> Markup {
    html! {
        form.inline method="post" action={ "/board/" (kind) "/" (id) "/drop" } {
            (marks(Some(revises)))
            button.link { "Drop it" span.seen-not { ": " (what) } }
        }
    }
}

fn past(facts: &Facts<'_>, it: &Preparation<'_>) -> Markup {
    html! {
        @if !it.lessons.is_empty() {
            section {
                h2 { "What you learned from them" }
                ul.plain { @for of in it.lessons.iter().take(MOST_PAST) { li { (lesson(facts, *of)) } } }
            }
        }
        @if !it.touches.is_empty() {
            section {
                h2 { "Touches" }
                ul.plain {
                    @for of in it.touches.iter().take(MOST_PAST) {
                        li {
                            strong { (near(of.it.on, facts.day)) }
                            @if let Some(channel) = of.it.channel { " " span.soft { (channel.label()) } }
                            @for (name, text) in [("You asked", &of.it.asked), ("They said", &of.it.answered), ("You gave", &of.it.gave), ("Next", &of.it.next), ("Note", &of.it.note)] {
                                @if let Some(text) = text { p { span.soft { (name) ": " } (text) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What somebody is to the board, on their own page.
pub(in crate::pages) fn on_the_board(me: &Me, id: ItemId) -> Markup {
    let circle = Circle::of(&me.book.record, me.book.people());
    let Some(it) = prepare(me.book.facts(), circle, id) else {
        return html! {};
    };
    html! {
        section {
            h2 { "On your board" }
            @if it.seats.is_empty() && it.approach.is_none() {
                p.soft { "Nothing yet. Could their word help you with something?" }
                div.actions {
                    a.button.quiet href={ "/board/approaches/new?person=" (it.person.id) } { "I noticed them" }
                    a.button.quiet href={ "/board/seats/new?person=" (it.person.id) } { "Give them a seat" }
                }
            } @else {
                p {
                    @for seat in &it.seats { a href={ "/board/seats/" (seat.of.id) } { (seat.of.it.area) } " " }
                    @if let Some(approach) = &it.approach { a href={ "/board/approaches/" (approach.of.id) } { "The approach: " (approach.stage.label()) } " " }
                    (private())
                }
                div.actions { a.button.quiet href={ "/board/with/" (it.person.id) } { "Before and after a touch" } }
            }
        }
    }
}

/// What others taught about something, on the page of a skill or a hypothesis.
pub(in crate::pages) fn learned(facts: &Facts<'_>, about: impl Fn(&Lesson) -> bool) -> Markup {
    let lessons = facts.board.lessons.iter().rev();
    let lessons: Vec<_> = lessons.filter(|of| about(of.it)).take(MOST_PAST).collect();
    html! {
        @if !lessons.is_empty() {
            section {
                h2 { "What others taught you about it" }
                ul.plain { @for of in lessons { li { (lesson(facts, *of)) p.soft { a href={ "/board/with/" (of.it.person) } { "Who said so" } } } } }
            }
        }
    }
}

/// Something learned from somebody, with what it is about and what became of it.
pub(super) fn lesson(facts: &Facts<'_>, of: Of<'_, Lesson>) -> Markup {
    let it = of.it;
    let skills: Vec<_> = it
        .skills
        .iter()
        .filter_map(|id| facts.framework.skill(id))
        .collect();
    let beliefs: Vec<_> = it
        .hypotheses
        .iter()
        .filter_map(|id| facts.growth.hypothesis(*id))
        .collect();
    html! {
        (sentence(&it.learned)) " " span.soft { (near(it.on, facts.day)) }
        @match &it.outcome {
            Some(outcome) => { p { span.soft { "What became of it: " } (sentence(outcome)) } }
            None => { p.soft { "What became of it is still to be seen." } }
        }
        @if !skills.is_empty() || !beliefs.is_empty() {
            p.soft {
                @for skill in skills { a href={ "/skills/" (skill.id) } { (skill.name) } " " }
                @for belief in beliefs { a href={ "/hypotheses/" (belief.id) } { "I believe that " (belief.it.belief) } " " }
            }
        }
    }
}
