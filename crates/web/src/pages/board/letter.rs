//! The letter of an approach: its words, what makes it harder to answer, and the ways to send it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Act, Approach, Channel, Gift, Of, Question, StepDraft, StepKind, Touch},
    views::board::{Approaching, Draft, Offer, doubts},
};

use super::approach::{found, page, step};
use crate::{
    components::{Field, Kind, field, marks, percent},
    error::WebError,
    form::{Form, LINE, TEXT},
    path::Path,
    session::Me,
};

/// The longest letter that is offered as a link for a mail program, in bytes of the address: what they all open.
const MOST_IN_A_LINK: usize = 1_900;

/// The letter for a step, to be changed, kept, sent by one's own mail program, and noted as sent.
pub(super) fn letter(it: &Approaching<'_>, offer: Offer, draft: &Draft, form: &Form) -> Markup {
    let of = it.of;
    let to = it.person.and_then(|of| of.it.email());
    let doubts = doubts(offer.step, &draft.text);
    let shown = Form::filled([
        ("subject", draft.subject.clone()),
        ("text", draft.text.clone()),
    ]);
    let fault = form.fault_of("text");
    html! {
        h2 { (offer.label(it.answers)) }
        form method="post" action={ "/board/approaches/" (of.id) "/step" } {
            (marks(Some(of.revision.entry_id)))
            input type="hidden" name="step" value=(offer.step.word());
            (field(&shown, Field { name: "subject", label: "Subject", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            div.field.wide {
                label for="text" { "Letter" }
                textarea.letter id="text" name="text" rows="10" aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "text-fault")] { (draft.text) }
                @if let Some(fault) = fault { p.error #text-fault { (fault) } }
            }
            @if doubts.is_empty() { p.soft { "Short, about one thing, and two lines will do for an answer." } }
            @else { ul.doubts { @for doubt in doubts { li { (doubt.says()) } } } }
            div.actions {
                button.quiet formaction={ "/board/approaches/" (of.id) "/draft" } { "Keep the draft" }
                button { "I sent it" }
                @if let Some(link) = to.and_then(|to| mail_link(to, draft)) { a.button.quiet href=(link) { "Open in my mail program" } }
            }
            @match to {
                Some(to) => { p.soft { "To " (to) ". Your mail program gets the letter as it was kept last; Windward sends nothing here." } }
                None => { p.soft { "There is no address of theirs here yet. Send it wherever you can reach them; Windward sends nothing." } }
            }
        }
    }
}

/// A link that opens a mail program with the letter in it; `None` where it would be too long for some of them.
fn mail_link(to: &str, draft: &Draft) -> Option<String> {
    // In an address a line ends with both characters, whatever the form sent.
    let text = draft.text.replace("\r\n", "\n").replace('\n', "\r\n");
    let link = format!(
        "mailto:{}?subject={}&body={}",
        percent(to),
        percent(&draft.subject),
        percent(&text)
    );
    (link.len() <= MOST_IN_A_LINK).then_some(link)
}

/// Keeps the letter as it is now.
pub(crate) async fn keep(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let kind = StepKind::named(form.typed("step")).ok_or(WebError::NotFound)?;
    let (subject, text) = (form.text("subject", LINE), form.text("text", TEXT));
    if !form.is_good() {
        return Ok(sent_back(&me, of, kind, &form));
    }
    let draft = text.map(|text| StepDraft {
        kind,
        subject,
        text,
        unknown: Map::new(),
    });
    let approach = Approach {
        draft,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, approach)).await?;
    Ok(Redirect::to(&format!("/board/approaches/{id}")).into_response())
}

fn sent_back(me: &Me, of: Of<'_, Approach>, kind: StepKind, form: &Form) -> Response {
    let draft = Draft {
        subject: form.typed("subject").to_owned(),
        text: form.typed("text").to_owned(),
    };
    let page = page(me, me.book.people(), of, Some(&(kind, draft)), form);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A step was taken: it is noted, and where it was a touch, that is logged with it.
pub(crate) async fn take(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let kind = StepKind::named(form.typed("step"));
    if kind.is_none() {
        form.fault("step", "Choose one of these.");
    }
    let on = form.date("on").unwrap_or(PartialDate::day(me.book.today));
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; note it when it was.");
    }
    let (subject, text) = (form.text("subject", LINE), form.text("text", TEXT));
    let note = text.or_else(|| form.text("note", TEXT));
    let Some(kind) = kind.filter(|_| form.is_good()) else {
        let kind = kind.unwrap_or(StepKind::Asked);
        return Ok(sent_back(&me, of, kind, &form));
    };
    let directory = me.book.people();
    let person = directory.resolve(of.it.person).unwrap_or(of.it.person);
    me.act(once, |act| {
        let touch = touch(kind, note.clone(), subject, on, of, person);
        let touch = touch.map(|touch| act.add(touch));
        if let (StepKind::Asked | StepKind::Thanked, Some(text)) = (kind, &note) {
            used_up(&me, act, person, text, on, touch);
        }
        let mut approach = of.it.clone();
        approach.steps.push(step(kind, on, note, touch));
        approach.draft = None;
        act.put(id, revises, approach);
    })
    .await?;
    Ok(Redirect::to(&format!("/board/approaches/{id}")).into_response())
}

/// The touch that a step is, if it is one.
fn touch(
    kind: StepKind,
    note: Option<String>,
    subject: Option<String>,
    on: PartialDate,
    of: Of<'_, Approach>,
    person: ItemId,
) -> Option<Touch> {
    let blank = Touch {
        channel: Some(Channel::Email),
        seat: of.it.seat,
        ..Touch::new(vec![person], on)
    };
    match kind {
        StepKind::Asked => Some(Touch {
            asked: note,
            ..blank
        }),
        StepKind::Answered => Some(Touch {
            answered: note,
            ..blank
        }),
        StepKind::Thanked => Some(Touch {
            note: note.or(subject),
            ..blank
        }),
        StepKind::Noticed | StepKind::Habit | StepKind::Mentorship => None,
    }
}

/// Questions that stand in the letter were asked with it, and gifts were given.
fn used_up(
    me: &Me,
    act: &mut Act<'_>,
    person: ItemId,
    text: &str,
    on: PartialDate,
    touch: Option<ItemId>,
) {
    let kept = &me.book.facts().board;
    let says = |words: &str| text.contains(words.trim());
    let questions = kept.questions.iter();
    for of in questions.filter(|of| of.it.waits() && of.it.person == person && says(&of.it.ask)) {
        let question = Question {
            asked: Some(on),
            touch,
            ..of.it.clone()
        };
        act.revise(*of, question);
    }
    let gifts = kept.gifts.iter();
    for of in gifts.filter(|of| of.it.waits() && of.it.person == person && says(&of.it.what)) {
        let gift = Gift {
            given: Some(on),
            touch,
            ..of.it.clone()
        };
        act.revise(*of, gift);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_no_part_of_the_address_it_is_sent_to() {
        let draft = Draft {
            subject: "One small question?&bcc=x@example.org".to_owned(),
            text: "Hello Ines,\nwhy per seat? é".to_owned(),
        };
        let link = mail_link("ines@example.org", &draft).unwrap();
        assert_eq!(
            link,
            "mailto:ines@example.org?subject=One%20small%20question%3F%26bcc%3Dx@example.org&body=Hello%20Ines%2C%0D%0Awhy%20per%20seat%3F%20%C3%A9"
        );
        let evil = mail_link("a@example.org\r\nBcc: b@example.org?cc=c", &draft).unwrap();
        assert!(!evil.contains('\n') && evil.starts_with("mailto:a@example.org%0D%0ABcc"));
        let long = Draft {
            text: "word ".repeat(500),
            ..draft
        };
        assert_eq!(mail_link("ines@example.org", &long), None);
    }
}
