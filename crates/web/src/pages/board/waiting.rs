//! What waits for the next touch: questions and gifts; and what became of what was learned.

use axum::response::{IntoResponse, Redirect, Response};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Content, Gift, GiftKind, Kind, Lesson, Of, Question, Takeaway},
};

use crate::{
    error::WebError,
    form::{Form, LINE, TEXT},
    path::Path,
    session::Me,
};

/// Puts a question on somebody's list.
pub(crate) async fn ask(
    me: Me,
    Path(person): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let person = me.book.people().resolve(person).ok_or(WebError::NotFound)?;
    let once = form.once()?;
    // An empty line is no question and no mistake either.
    if let Some(ask) = form.text("ask", LINE) {
        let on = PartialDate::day(me.book.today);
        me.act(once, |act| {
            act.add(Question::new(person, ask, on));
        })
        .await?;
    }
    form.sound()?;
    Ok(Redirect::to(&format!("/board/with/{person}")).into_response())
}

/// Puts something to give on somebody's list, perhaps from a takeaway.
pub(crate) async fn give(
    me: Me,
    Path(person): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let person = me.book.people().resolve(person).ok_or(WebError::NotFound)?;
    let once = form.once()?;
    let takeaway = form.typed("takeaway").parse().ok();
    let takeaway = takeaway.and_then(|id| me.book.record.get::<Takeaway>(id));
    let what = takeaway
        .map(|of| of.it.title.clone())
        .or_else(|| form.text("what", LINE));
    if let Some(what) = what {
        let kind = GiftKind::named(form.typed("kind")).unwrap_or(GiftKind::Article);
        let gift = Gift {
            takeaway: takeaway.map(|of| of.id),
            ..Gift::new(person, what, kind, PartialDate::day(me.book.today))
        };
        me.act(once, |act| {
            act.add(gift);
        })
        .await?;
    }
    form.sound()?;
    Ok(Redirect::to(&format!("/board/with/{person}")).into_response())
}

pub(crate) async fn drop_question(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let today = PartialDate::day(me.book.today);
    let mut question = found::<Question>(&me, id)?.it.clone();
    question.dropped = Some(today);
    dropped(&me, id, &form, question.person, question).await
}

pub(crate) async fn drop_gift(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let today = PartialDate::day(me.book.today);
    let mut gift = found::<Gift>(&me, id)?.it.clone();
    gift.dropped = Some(today);
    dropped(&me, id, &form, gift.person, gift).await
}

/// Keeps what waits no more, and leads back to whom it was for.
async fn dropped(
    me: &Me,
    id: ItemId,
    form: &Form,
    person: ItemId,
    content: impl Into<Content>,
) -> Result<Response, WebError> {
    let revises = form.revises()?;
    me.act(form.once()?, |act| act.put(id, revises, content))
        .await?;
    Ok(Redirect::to(&format!("/board/with/{person}")).into_response())
}

/// Says what became of something learned.
pub(crate) async fn outcome(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found::<Lesson>(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let to = form
        .back()
        .map_or_else(|| format!("/board/with/{}", of.it.person), str::to_owned);
    if let Some(outcome) = form.text("outcome", TEXT) {
        let lesson = Lesson {
            outcome: Some(outcome),
            outcome_on: Some(PartialDate::day(me.book.today)),
            ..of.it.clone()
        };
        me.act(once, |act| act.put(id, revises, lesson)).await?;
        me.say("Kept. They would like to hear it, too.");
    }
    form.sound()?;
    Ok(Redirect::to(&to).into_response())
}

fn found<T: Kind>(me: &Me, id: ItemId) -> Result<Of<'_, T>, WebError> {
    me.book.record.get::<T>(id).ok_or(WebError::NotFound)
}
