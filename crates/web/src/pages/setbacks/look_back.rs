//! Questions that look back, one at a time. An answer can become a hypothesis.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Hypothesis, LookBack, Of, Reflection, Setback},
    views::setback::{Step, belief, story, text},
};

use super::{SECTION, found, part, removal, step_address, step_page, withdrawn};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head},
    path::Path,
    session::Me,
    words::near,
};

/// Which question is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

pub(crate) async fn show(
    me: Me,
    Path(id): Path<ItemId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let form = Form::filled([("question", asked.q)]);
    Ok(page(&me, of, &form))
}

pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let question = LookBack::named(form.typed("question"));
    let question = question.ok_or_else(|| WebError::Form("It names no question.".to_owned()))?;
    let answer = form.text("answer", TEXT);
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    }
    let path = step_address(id, Step::Reflect);
    // Left empty, it is left: the next question, or back.
    let Some(answer) = answer else {
        return Ok(Redirect::to(&next(&path, question)).into_response());
    };
    let reflection = Reflection {
        setback: id,
        question,
        answer,
        hypothesis: None,
        on: PartialDate::day(me.book.today),
        unknown: Map::new(),
    };
    let mut answered = None;
    me.act(once, |act| answered = Some(act.add(reflection)))
        .await?;
    let feeds = text(question).about.is_some();
    let to = match answered.filter(|_| feeds) {
        Some(id) => format!("/setbacks/answers/{id}"),
        None => next(&path, question),
    };
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn one(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = part::<Reflection>(&me, id)?;
    let form = Form::filled([
        ("answer", of.it.answer.clone()),
        ("belief", belief(of.it.question, &of.it.answer)),
    ]);
    Ok(single(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = part::<Reflection>(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let answer = form.needed("answer", TEXT, "Write something, or remove it below.");
    let Some(answer) = answer else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, single(&me, of, &form)).into_response());
    };
    let changed = Reflection {
        answer,
        ..of.it.clone()
    };
    let to = step_address(of.it.setback, Step::Reflect);
    me.act(once, |act| act.put(id, revises, changed)).await?;
    Ok(Redirect::to(&to).into_response())
}

/// Makes a hypothesis of an answer.
pub(crate) async fn believe(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = part::<Reflection>(&me, id)?;
    let once = form.once()?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let about = text(of.it.question).about.ok_or(WebError::NotFound)?;
    let belief = form.needed("belief", TEXT, "What do you believe?");
    let know_when = form.text("know_when", TEXT);
    let Some(belief) = belief.filter(|_| form.is_good()) else {
        form.set("answer", of.it.answer.clone());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, single(&me, of, &form)).into_response());
    };
    let today = PartialDate::day(me.book.today);
    let hypothesis = Hypothesis {
        know_when,
        ..Hypothesis::new(belief, about, today, me.book.framework.hash)
    };
    let mut made = None;
    me.act(once, |act| {
        let hypothesis = act.add(hypothesis);
        act.put(
            id,
            Some(revises),
            Reflection {
                hypothesis: Some(hypothesis),
                ..of.it.clone()
            },
        );
        made = Some(hypothesis);
    })
    .await?;
    let to = made.map_or_else(
        || format!("/setbacks/answers/{id}"),
        |id| format!("/hypotheses/{id}"),
    );
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    withdrawn(&me, id, &form, Step::Reflect, |it: &Reflection| it.setback).await
}

/// The address of the question after one; after the last, of the step.
fn next(path: &str, question: LookBack) -> String {
    let mut after = LookBack::WORDS.iter().skip_while(|(_, it)| *it != question);
    match after.nth(1) {
        Some((word, _)) => format!("{path}?q={word}"),
        None => path.to_owned(),
    }
}

fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let path = step_address(of.id, Step::Reflect);
    let answered = |question| it.reflections.iter().any(|of| of.it.question == question);
    let open = LookBack::WORDS.iter().map(|(_, it)| *it);
    let mut open = open.filter(|it| !answered(*it));
    let asked = LookBack::named(form.typed("question")).or_else(|| open.next());
    let inside = html! {
        @if let Some(question) = asked { (ask(&path, question, form)) }
        @else { section { p { "You have looked at every question. They stay here, if another answer comes." } } }
        @if !it.reflections.is_empty() {
            section {
                h2 { "What you wrote" }
                ul.plain {
                    @for of in &it.reflections {
                        li {
                            p.soft { (text(of.it.question).asks) " " span { (near(of.it.on, facts.day)) } }
                            p.lines { (of.it.answer) }
                            p {
                                a.how href={ "/setbacks/answers/" (of.id) } { (if text(of.it.question).about.is_some() && of.it.hypothesis.is_none() { "Change it, or make a hypothesis of it" } else { "Change it" }) }
                                @if let Some(id) = of.it.hypothesis.filter(|id| facts.growth.hypothesis(*id).is_some()) { " · " a href={ "/hypotheses/" (id) } { "The hypothesis that came of it" } }
                            }
                        }
                    }
                }
            }
        }
        section {
            details {
                summary { "All the questions" }
                ul { @for (word, question) in LookBack::WORDS { li { a href={ (path) "?q=" (word) } { (text(*question).asks) } } } }
            }
        }
    };
    step_page(
        me,
        of,
        Step::Reflect,
        "One question at a time, and none has to be answered. It is better later than too early.",
        &inside,
    )
}

fn ask(path: &str, question: LookBack, form: &Form) -> Markup {
    let words = text(question);
    html! {
        section.card {
            h2 { (words.asks) }
            form method="post" action=(path) {
                (marks_again(form, None))
                input type="hidden" name="question" value=(question.word());
                (field(form, Field { name: "answer", label: "Your answer", hint: words.hint, kind: Kind::Text }))
                div.actions { button { "Keep it" } (go_quietly(&next(path, question), "Not this one")) }
            }
        }
    }
}

fn single(me: &Me, of: Of<'_, Reflection>, form: &Form) -> Response {
    let words = text(of.it.question);
    let back = step_address(of.it.setback, Step::Reflect);
    let hypothesis = of
        .it
        .hypothesis
        .and_then(|id| me.book.facts().growth.hypothesis(id));
    let head = Head {
        title: words.asks,
        lede: html! { p { "Your answer of " (near(of.it.on, me.book.today)) "." } },
        section: SECTION,
    };
    let body = html! {
        form method="post" action={ "/setbacks/answers/" (of.id) } {
            (marks(Some(of.revision.entry_id)))
            (field(form, Field { name: "answer", label: "Your answer", hint: "", kind: Kind::Text }))
            div.actions { button { "Save the answer" } (go_quietly(&next(&back, of.it.question), "The next question")) (go_quietly(&back, "Back")) }
        }
        @match (hypothesis, words.about) {
            (Some(hypothesis), _) => { section { p { "It led to a hypothesis: " a href={ "/hypotheses/" (hypothesis.id) } { "I believe that " (hypothesis.it.belief) } "." } } }
            (None, Some(_)) => {
                section.card {
                    h2 { "Make a hypothesis of it" }
                    p.soft { "Only if you want to find out. A hypothesis is something you can try cheaply before you rest a decision on it." }
                    form method="post" action={ "/setbacks/answers/" (of.id) "/hypothesis" } {
                        (marks(Some(of.revision.entry_id)))
                        (field(form, Field { name: "belief", label: "I believe that", hint: "Yours to word.", kind: Kind::Text }))
                        (field(form, Field { name: "know_when", label: "I will know it when", hint: "", kind: Kind::Text }))
                        div.actions { button.quiet { "Make it a hypothesis" } }
                    }
                }
            }
            (None, None) => {}
        }
        (removal(&format!("/setbacks/answers/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}
