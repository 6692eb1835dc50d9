//! One thing that was said: how it reads, a question where it is vague, and what one did about it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Evidence, Feedback, FeedbackSort, Of, Promise, PromiseOwner},
    views::{
        facts::Facts,
        talks::{
            actionable::Clarity,
            said::{Answered, Said, said},
            who::Who,
        },
    },
};

use super::{for_the_next, is_again, known_people, named, promises, who_field};
use crate::{
    components::{Field, Kind, field, go_quietly, hand, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    pages::{
        choices::{self, options},
        given_by, is_given,
    },
    path::Path,
    session::Me,
    words::near,
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &filled(&me, of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(it) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, it)).await?;
    me.say("Saved.");
    Ok(Redirect::to(&format!("/feedback/{id}")).into_response())
}

/// Says whether it can be acted on, against the rule, or goes back to the rule.
pub(crate) async fn overrule(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let actionable = match form.typed("as") {
        "actionable" => Some(true),
        "vague" => Some(false),
        _ => None,
    };
    again(&me, id, &form, |it| Feedback {
        actionable,
        ..it.clone()
    })
    .await
}

/// Leaves it on purpose, or takes it up again.
pub(crate) async fn leave(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let today = PartialDate::day(me.book.today);
    again(&me, id, &form, |it| Feedback {
        left: it.left.is_none().then_some(today),
        ..it.clone()
    })
    .await
}

/// Promises to do something about it.
pub(crate) async fn follow(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let what = form.needed("follow", TEXT, "What will you do about it?");
    let due = form.date("due");
    let Some(what) = what.filter(|_| form.is_good()) else {
        let mut both = filled(&me, of.it);
        for name in ["follow", "due"] {
            both.set(name, form.typed(name).to_owned());
            if let Some(fault) = form.fault_of(name) {
                both.fault(name, fault.to_owned());
            }
        }
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &both)).into_response());
    };
    let promise = Promise {
        contact: of.it.contact,
        whom: of.it.whom.clone(),
        due,
        from: of.it.from,
        answers: Some(id),
        ..Promise::new(what, PromiseOwner::Mine, PartialDate::day(me.book.today))
    };
    me.act(once, |act| {
        act.add(promise);
    })
    .await?;
    Ok(Redirect::to(&format!("/feedback/{id}")).into_response())
}

/// Makes evidence of what it is praise for.
pub(crate) async fn prove(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let Some(what) = form.needed("done", TEXT, "What did you do? One line is enough.") else {
        let mut both = filled(&me, of.it);
        both.set("done", form.typed("done").to_owned());
        both.fault("done", form.fault_of("done").unwrap_or_default().to_owned());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &both)).into_response());
    };
    let name = me.book.facts().talks.who(of.it).name;
    let evidence = Evidence {
        witnesses: name.map(str::to_owned).into_iter().collect(),
        ..Evidence::line(what, of.it.on, me.book.framework.hash)
    };
    let mut made = None;
    me.act(once, |act| {
        let evidence = act.add(evidence);
        act.put(
            id,
            Some(revises),
            Feedback {
                evidence: Some(evidence),
                ..of.it.clone()
            },
        );
        made = Some(evidence);
    })
    .await?;
    me.say("Logged. Say which skill it shows, and it backs your standing.");
    let to = made.map_or_else(|| format!("/feedback/{id}"), |id| format!("/evidence/{id}"));
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let to = found(&me, id).ok().and_then(|of| of.it.from);
    let to = to.map_or_else(
        || "/conversations".to_owned(),
        |id| format!("/conversations/{id}"),
    );
    crate::pages::withdraw::<Feedback>(&me, id, &form, &to, |_| None).await
}

async fn again(
    me: &Me,
    id: ItemId,
    form: &Form,
    change: impl FnOnce(&Feedback) -> Feedback,
) -> Result<Response, WebError> {
    let of = found(me, id)?;
    if is_again(me, form)? {
        return Ok(Redirect::to(&format!("/feedback/{id}")).into_response());
    }
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let changed = change(of.it);
    me.act(form.once()?, |act| act.put(id, Some(revises), changed))
        .await?;
    Ok(Redirect::to(&format!("/feedback/{id}")).into_response())
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Feedback>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn filled(me: &Me, it: &Feedback) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let who = me.book.facts().talks.who(it);
    Form::filled([
        ("words", it.words.clone()),
        ("sort", it.sort.word().to_owned()),
        ("whom", who.name.unwrap_or_default().to_owned()),
        ("sharpened", text(&it.sharpened)),
        (
            "skill",
            it.skill
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        ("did", text(&it.did)),
        (
            "did_on",
            it.did_on.map(|on| on.to_string()).unwrap_or_default(),
        ),
        ("on", it.on.to_string()),
    ])
}

fn read(me: &Me, form: &mut Form, before: &Feedback) -> Option<Feedback> {
    let words = form.needed("words", TEXT, "What was said?");
    let known: Who<'_> = me.book.facts().talks.who(before);
    let who = named(me, form, "whom", known);
    let skill = choices::skill(form, &me.book.framework, "skill");
    let (on, did_on) = (form.date("on"), form.date("did_on"));
    for (name, day) in [("on", on), ("did_on", did_on)] {
        if day.is_some_and(|day| day.is_after(me.book.today)) {
            form.fault(name, "That lies ahead.");
        }
    }
    let did = form.text("did", TEXT);
    let today = PartialDate::day(me.book.today);
    let it = Feedback {
        words: words.unwrap_or_default(),
        sort: FeedbackSort::named(form.typed("sort")).unwrap_or(before.sort),
        contact: who.contact,
        whom: who.whom,
        skill,
        sharpened: form.text("sharpened", TEXT),
        did_on: did.as_ref().and(did_on.or(Some(today))),
        did,
        on: on.unwrap_or(before.on),
        framework: me.book.framework.hash,
        ..before.clone()
    };
    form.is_good().then_some(it)
}

/// How it is answered, as a word in its colour.
fn state(answered: Answered) -> Markup {
    let class = match answered {
        Answered::Done => "tag good",
        Answered::UnderWay => "tag course",
        Answered::Open => "tag ahead",
        Answered::Left | Answered::Praise => "tag quiet",
    };
    html! { span class=(class) { (answered.label()) } }
}

/// What was said, on a line.
pub(in crate::pages) fn line(facts: &Facts<'_>, it: &Said<'_>) -> Markup {
    let of = it.of;
    let unanswered = matches!(it.state, Answered::Open | Answered::Praise);
    let vague = it.heard.counts_as() == Clarity::Vague && unanswered;
    html! {
        li {
            a href={ "/feedback/" (of.id) } { "‘" (of.it.words) "’" } " " (state(it.state))
            @if of.it.sort != FeedbackSort::Praise { " " span.tag.quiet { (of.it.sort.label()) } }
            @if vague { " " span.tag.warn { "vague" } }
            @if is_given(of.revision) { " " (hand(of.revision.hand())) }
            p.soft {
                @if let Some(name) = facts.talks.who(of.it).name { (name) ", " } (near(of.it.on, facts.day))
                @if let Some(did) = it.did() { ". You did: " (did) }
                @else if let Some(promise) = it.promises.iter().find(|of| of.it.state.is_open()) { ". You will: " (promise.it.what) @if let Some(due) = promise.it.due { ", by " (near(due, facts.day)) } }
            }
            @if vague { @if let Some(question) = it.heard.question(of.it.sort) { p { "Ask: " (question) } } }
        }
    }
}

fn page(me: &Me, of: Of<'_, Feedback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = said(facts, of);
    let name = facts.talks.who(of.it).or("Somebody");
    let title = match of.it.sort {
        FeedbackSort::Praise => format!("Praise from {name}"),
        FeedbackSort::Criticism => format!("Criticism from {name}"),
        FeedbackSort::Advice => format!("Advice from {name}"),
    };
    let given = is_given(of.revision);
    let head = Head {
        title: &title,
        lede: html! {
            p {
                "Said " (near(of.it.on, facts.day)) (if given { ", by their own hand. " } else { ", as you noted it. " })
                @if let Some(from) = of.it.from { a href={ "/conversations/" (from) } { "The conversation" } }
                @else { a href="/conversations" { "All conversations" } }
            }
        },
        section: Section::Conversations,
    };
    let here = format!("/feedback/{}", of.id);
    let body = html! {
        (not_saved(form))
        section.card {
            blockquote { (of.it.words) }
            @if let Some(sharpened) = &of.it.sharpened { p { "When you asked after it: " (sharpened) } }
            p { (state(it.state)) @if let Some(did) = it.did() { " You did: " (did) } }
            @if let Some(evidence) = of.it.evidence { p.soft { "It is " a href={ "/evidence/" (evidence) } { "a piece of evidence" } " of yours." } }
            @if of.it.rating.is_some() { p.soft { "Their rating is kept with the skill" @if let Some(skill) = &of.it.skill { " " a href={ "/skills/" (skill) } { "it is of" } } "." } }
            (given_by(of.revision, of.id))
        }
        (reading(&it, of))
        @if of.it.sort == FeedbackSort::Praise { @if !given { (proving(of, form)) } } @else { (answering(facts, &it, of, form, &here)) }
        section { (for_the_next(facts, &format!("You said: ‘{}’", of.it.words), Some(of.id), &here)) }
        @if !given { section {
            details open[!form.is_good()] {
                summary { "Change it" }
                form method="post" action=(here) {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (field(form, Field { name: "words", label: "What was said", hint: "", kind: Kind::Text }))
                    (field(form, Field { name: "sharpened", label: "What they said when you asked after it", hint: "", kind: Kind::Text }))
                    div.pair {
                        (field(form, Field { name: "sort", label: "It is", hint: "", kind: Kind::One(&options(FeedbackSort::WORDS, FeedbackSort::label)) }))
                        (who_field(form, "whom", "Who said it", ""))
                    }
                    div.pair {
                        (field(form, Field { name: "skill", label: "The skill that it is about", hint: "", kind: Kind::One(&choices::skills(facts.framework, "no skill in particular")) }))
                        (field(form, Field { name: "on", label: "When", hint: "", kind: Kind::Date }))
                    }
                    div.pair {
                        (field(form, Field { name: "did", label: "What you did about it", hint: "", kind: Kind::Text }))
                        (field(form, Field { name: "did_on", label: "When you had done it", hint: "", kind: Kind::Date }))
                    }
                    div.actions { button { "Save the changes" } }
                }
            }
        } }
        (known_people(me))
        @if !given { (crate::pages::remove(&format!("{here}/withdraw"), of.revision.entry_id)) }
    };
    layout::page(me, facts, &head, &body)
}

/// How it reads by the rule, the question that would sharpen it, and the last word.
fn reading(it: &Said<'_>, of: Of<'_, Feedback>) -> Markup {
    let heard = &it.heard;
    let form_as = |word: &str, label: &str| {
        html! {
            form method="post" action={ "/feedback/" (of.id) "/overrule" } {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="as" value=(word);
                button.quiet { (label) }
            }
        }
    };
    html! {
        section {
            h2 { "Can you act on it?" }
            p {
                @match heard.overruled {
                    Some(true) => { "You say that you can." }
                    Some(false) => { "You say that it is vague." }
                    None => {
                        @match heard.verdict {
                            Clarity::Actionable => { "It says enough to act on." }
                            Clarity::Vague => { "It is vague." }
                            Clarity::CannotTell => { "That cannot be told." }
                        }
                    }
                }
                " " span.soft { (heard.why()) }
            }
            @if let Some(question) = heard.question(of.it.sort) { p { strong { "Ask: " } (question) } }
            @if !is_given(of.revision) { div.row {
                @match heard.overruled {
                    Some(_) => { (form_as("", "As the rule says")) }
                    None => {
                        @if heard.verdict == Clarity::Actionable { (form_as("vague", "I cannot act on it")) }
                        @else { (form_as("actionable", "I can act on it")) }
                    }
                }
            } }
            details {
                summary { "How it is read" }
                p.soft { "Three marks are looked for: something you did (a verb of doing), when or where, and what to do next time. Praise needs no next step. With two of them it can be acted on; a word that may mean many things, such as ‘strategic’, asks for the third unless it is said when or where. The words are English ones, gathered by hand: it helps to think of the question in time, and you have the last word." }
            }
        }
    }
}

/// What is done about criticism and advice.
fn answering(
    facts: &Facts<'_>,
    it: &Said<'_>,
    of: Of<'_, Feedback>,
    form: &Form,
    here: &str,
) -> Markup {
    let left = it.state == Answered::Left;
    html! {
        section {
            h2 { "What comes of it" }
            ul.plain { @for promise in &it.promises { (promises::line(facts, *promise, here)) } }
            @if !left {
                form method="post" action={ "/feedback/" (of.id) "/follow" } {
                    (marks(None))
                    div.pair {
                        (field(form, Field { name: "follow", label: "What you will do about it", hint: "", kind: Kind::Text }))
                        (field(form, Field { name: "due", label: "By", hint: "", kind: Kind::Date }))
                    }
                    div.actions { button { "Promise it" } }
                }
            }
            @if !is_given(of.revision) {
                form.row method="post" action={ "/feedback/" (of.id) "/leave" } {
                    (marks(Some(of.revision.entry_id)))
                    button.quiet { (if left { "Take it up again" } else { "Leave it" }) }
                    span.soft { (if left { "You left it on purpose." } else { "Not all feedback is right; one can leave it on purpose." }) }
                }
            }
        }
    }
}

/// Praise for a thing done is evidence of it.
fn proving(of: Of<'_, Feedback>, form: &Form) -> Markup {
    html! {
        @if of.it.evidence.is_none() {
            section {
                h2 { "Was it for a thing you did?" }
                form method="post" action={ "/feedback/" (of.id) "/prove" } {
                    (marks(Some(of.revision.entry_id)))
                    (field(form, Field { name: "done", label: "What you did", hint: "Becomes a piece of evidence, with them as who saw it.", kind: Kind::Text }))
                    div.actions { button { "Log it" } (go_quietly("/praise", "Your praise")) }
                }
            }
        }
    }
}
