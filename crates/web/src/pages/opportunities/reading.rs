//! A posting line by line: what each passage names, by which words, and putting it right.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Of, Opportunity},
    views::opportunities::{
        Named, OnRung, Posting, Target, name, on_rung,
        posting::{self, MOST_PASSAGES, Sort},
    },
};

use super::{HERE, found, one::why};
use crate::{
    components::{go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head},
    path::Path,
    session::Me,
};

fn read<'a>(me: &'a Me, it: &Opportunity) -> (OnRung<'a>, Posting<'a>) {
    let facts = me.book.facts();
    let on = on_rung(facts, it);
    let posting = posting::read(facts.framework, on.rung, it);
    (on, posting)
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (on, posting) = read(&me, of.it);
    let head = Head {
        title: "The posting, line by line",
        lede: html! { p { (name(of.it)) ". What Windward read in each line, and by which words. Where it is wrong, put it right: your word stands." } },
        section: HERE,
    };
    let body = html! {
        section #title {
            h2 { "The title" }
            p {
                @match on.rung { Some(rung) => { a href={ "/ladder/" (rung.id) } { (rung.name) } ". " } None => { "On no rung. " } }
                (on.reason) " " a.how href={ "/opportunities/" (id) "/edit" } { "Put it elsewhere" }
            }
        }
        section {
            h2 { "The text" }
            @if posting.passages.is_empty() { p { "It is not here. " a href={ "/opportunities/" (id) "/edit" } { "Paste it" } "; postings go away." } }
            ul.plain {
                @for (at, passage) in posting.passages.iter().enumerate() {
                    @match passage.sort {
                        Sort::Heading => { li { strong { (passage.words) } } }
                        _ => {
                            li.with-act {
                                div {
                                    span.soft[!passage.asks()] { (passage.words) }
                                    @for named in posting.named.iter().filter(|it| it.passage == at) { (tag(named)) }
                                    @if !passage.asks() { p.soft { "About the employer, so not read." } }
                                }
                                a.button.quiet href={ "/opportunities/" (id) "/posting/" (at) } { "Change it" span.seen-not { ": " (passage.words) } }
                            }
                        }
                    }
                }
            }
            @if posting.cut { p { "It has more than " (MOST_PASSAGES) " lines; the rest is kept and not read." } }
        }
        section.prose {
            h2 { "How it is read" }
            p { "A line names a skill if it has a word of the skill’s name, a phrase that postings use for it, or two words of what your ladder says of it. It names a responsibility if it has half of its telling words. Words are compared by their stems, in English. Words that every posting has count nothing." }
            p { "Of what it marked in two postings from which no words were gathered, nine in ten were right; of what was there it found six in ten. So look through what has no mark." }
        }
        div.actions { (go_quietly(&format!("/opportunities/{id}"), "Back")) }
    };
    Ok(layout::page(&me, me.book.facts(), &head, &body))
}

fn tag(named: &Named<'_>) -> Markup {
    let quoted: Vec<String> = named.by.iter().map(|it| format!("‘{it}’")).collect();
    html! {
        p {
            span.tag.course { (named.target.name()) }
            @if !quoted.is_empty() { " " span.soft { "by " (crate::words::list(&quoted)) } }
            @if named.by_hand { " " span.soft { "as you say" } }
        }
    }
}

pub(crate) async fn passage(
    me: Me,
    Path((id, at)): Path<(ItemId, usize)>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    one(&me, of, at, None)
}

fn one(
    me: &Me,
    of: Of<'_, Opportunity>,
    at: usize,
    fault: Option<&str>,
) -> Result<Response, WebError> {
    let (on, posting) = read(me, of.it);
    let passage = posting.passages.get(at).ok_or(WebError::NotFound)?;
    let here = |all: &[Named<'_>]| {
        all.iter()
            .filter(|it| it.passage == at)
            .map(|it| {
                (
                    it.target.word(),
                    it.target.name().to_owned(),
                    it.by.clone(),
                    it.by_hand,
                )
            })
            .collect::<Vec<_>>()
    };
    let (named, denied) = (here(&posting.named), here(&posting.denied));
    let path = format!("/opportunities/{}/posting/{at}", of.id);
    let say = |word: &str, asks: &str, label: &str, what: &str| {
        html! {
            form method="post" action=(path) {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="words" value=(passage.words);
                input type="hidden" name="target" value=(word);
                input type="hidden" name="asks" value=(asks);
                button.quiet { (label) span.seen-not { ": " (what) } }
            }
        }
    };
    let skills = me.book.framework.skills.iter().map(Target::Skill);
    let duties = on.rung.into_iter().flat_map(|rung| {
        let duties = rung.responsibilities.iter();
        duties.map(move |duty| Target::Duty(rung, duty))
    });
    let head = Head {
        title: "What does this line ask?",
        lede: html! { p { q { (passage.words) } } },
        section: HERE,
    };
    let body = html! {
        section {
            h2 { "It asks for" }
            @if named.is_empty() { p.soft { "Nothing of your ladder, as it is read." } }
            ul.plain {
                @for (word, name, by, by_hand) in &named {
                    li.with-act {
                        div { strong { (name) } p.soft { (why(by, *by_hand, &passage.words)) } }
                        (say(word, "no", "It does not ask for this", name))
                    }
                }
            }
            @if !denied.is_empty() {
                h3 { "Not, as you say" }
                ul.plain { @for (word, name, ..) in &denied { li.with-act { div { (name) } (say(word, "yes", "It does ask for it", name)) } } }
            }
        }
        section.card {
            form method="post" action=(path) {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="words" value=(passage.words);
                input type="hidden" name="asks" value="yes";
                div.field {
                    label for="target" { "It asks for something else as well" }
                    select id="target" name="target" aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "target-fault")] {
                        option value="" { "choose" }
                        optgroup label="Skills" { @for it in skills { option value=(it.word()) { (it.name()) } } }
                        @if let Some(rung) = on.rung { optgroup label={ "What " (rung.name) " does" } { @for it in duties { option value=(it.word()) { (it.name()) } } } }
                    }
                    @if let Some(fault) = fault { p.error #target-fault { (fault) } }
                }
                div.actions { button { "It asks for this" } (go_quietly(&format!("/opportunities/{}/posting", of.id), "Back to the posting")) }
            }
        }
    };
    Ok(layout::page(me, me.book.facts(), &head, &body))
}

/// Takes the person's word on a passage.
pub(crate) async fn correct(
    me: Me,
    Path((id, at)): Path<(ItemId, usize)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let target = Target::of_word(&me.book.framework, form.typed("target"));
    let words = form.text("words", Opportunity::POSTING);
    let (Some(target), Some(words)) = (target, words) else {
        let page = one(&me, of, at, Some("What does it ask for?"))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let said = target.correction(words, form.typed("asks") != "no");
    let mut it = of.it.clone();
    it.corrections.retain(|it| {
        let same = it.skill == said.skill && it.expectation == said.expectation;
        !(same && it.words == said.words)
    });
    it.corrections.push(said);
    it.framework = me.book.framework.hash;
    me.act(once, |act| act.put(id, revises, it)).await?;
    Ok(Redirect::to(&format!("/opportunities/{id}/posting/{at}")).into_response())
}
