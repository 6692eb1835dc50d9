//! What a manager writes into somebody's record: feedback, a rating, a promise. As author, for both to read.

use std::sync::Arc;

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::Framework,
    id::ItemId,
    record::{
        Act, Author, Entry, Feedback, FeedbackSort, Promise, PromiseOwner, PromiseState, Rating,
        View,
    },
    views::sharing::{Theirs, theirs},
};
use windward_store::{Looked, PersonId, StoreError};

use super::{of::looked, of::page, reader};
use crate::{
    components::{Field, Kind, field, marks, not_saved},
    error::WebError,
    form::{Form, TEXT},
    limits::Against,
    pages::{
        choices::{self, options},
        record::common,
        sharing,
    },
    path::Path,
    session::Me,
};

/// The forms, on their page.
pub(super) fn forms(framework: &Framework, it: &Looked, form: &Form) -> Markup {
    let skills = choices::skills(framework, "no skill in particular");
    let levels = choices::levels(framework, "not placed");
    let sorts = options(FeedbackSort::WORDS, FeedbackSort::label);
    let to = format!("/of/{}", it.person.person());
    let mut form = form.clone();
    if form.typed("sort").is_empty() {
        form.set("sort", FeedbackSort::Advice.word());
    }
    let form = &form;
    html! {
        (not_saved(form))
        section.card #feedback {
            h2 { "Give feedback" }
            p.soft { "It stands in " (it.name) "’s record under your name. They cannot change it, nor can you change what is theirs; they can say what they see otherwise, and you read that here." }
            form method="post" action={ (to) "/feedback" } {
                (marks(None))
                (field(form, Field { name: "words", label: "What you want to say", hint: "What you saw, what came of it, and what would be better next time: something they can act on.", kind: Kind::Text }))
                div.pair {
                    (field(form, Field { name: "sort", label: "It is", hint: "", kind: Kind::One(&sorts) }))
                    (field(form, Field { name: "skill", label: "About", hint: "", kind: Kind::One(&skills) }))
                }
                (field(form, Field { name: "proficiency", label: "Where you see them on that skill", hint: "If you like. It is kept apart from how they see themselves.", kind: Kind::One(&levels) }))
                div.actions { button { "Give it" } }
            }
        }
        section.card #promise {
            h2 { "Promise something" }
            form method="post" action={ (to) "/promise" } {
                (marks(None))
                (field(form, Field { name: "what", label: "What you will do for them", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                (field(form, Field { name: "due", label: "By when", hint: "A day, or less precise; may stay empty.", kind: Kind::Date }))
                div.actions { button.quiet { "Promise it" } }
            }
        }
    }
}

/// The ladder that I say something of others by: mine, if everybody here may see it, else the shipped one. What I brought for
/// myself would else be in their record, and leave with it.
pub(super) async fn ladder(me: &Me) -> Result<Arc<Framework>, WebError> {
    let mine = &me.book.framework;
    let common = common(&me.app).await?;
    let is_common = common.is_none_or(|it| it.contains(&mine.hash));
    Ok(if is_common {
        Arc::clone(mine)
    } else {
        me.app.frameworks.product()
    })
}

/// Somebody who names me as their manager.
async fn report(me: &Me, id: PersonId) -> Result<Looked, WebError> {
    let it = looked(me, id).await?;
    if it.writes {
        Ok(it)
    } else {
        Err(WebError::NotFound)
    }
}

/// Writes it, with me as its author.
async fn write(
    me: &Me,
    it: &Looked,
    form: &Form,
    compose: impl FnOnce(&mut Act<'_>, &str),
) -> Result<(), WebError> {
    let (by, now) = (reader(me)?, me.app.now());
    let name = sharing::own_name(me).await?;
    let author = Author::Other {
        id: by.to_string(),
        name: name.clone(),
    };
    let mut ids = form.once()?;
    let entries: Vec<Entry> = {
        let mut act = Act::of_another(author, &mut ids, now);
        compose(&mut act, &name);
        act.into_entries()
    };
    // Whoever is signed in as a manager could fill a record that is not theirs.
    let pace = [Against::thing(
        "writes",
        &format!("{by} {}", it.person.person()),
    )];
    if me.app.limits.count(&pace, now).is_err() {
        return Err(WebError::Form(
            "That was a lot within a quarter of an hour. Wait a little.".to_owned(),
        ));
    }
    match me
        .app
        .instance
        .write_for(it.person, by, &entries, now)
        .await
    {
        Ok(_) => Ok(()),
        Err(StoreError::Conflict(_)) => Err(WebError::Stale { sent: None }),
        Err(error) => Err(error.into()),
    }
}

fn back(it: &Looked) -> Response {
    let to = format!("/of/{}#written", it.person.person());
    Redirect::to(&to).into_response()
}

pub(crate) async fn feedback(
    me: Me,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let it = report(&me, id).await?;
    let ladder = ladder(&me).await?;
    let words = form.needed("words", TEXT, "What do you want to say?");
    let sort = FeedbackSort::named(form.typed("sort")).unwrap_or(FeedbackSort::Advice);
    let skill = choices::skill(&mut form, &ladder, "skill");
    let level = choices::level(&form, "proficiency");
    if level.is_some() && skill.is_none() {
        form.fault("skill", "On which skill?");
    }
    let Some(words) = words.filter(|_| form.is_good()) else {
        return Ok(page(&me, &it, &ladder, &form));
    };
    let (on, hash) = (PartialDate::day(me.book.today), ladder.hash);
    write(&me, &it, &form, |act, name| {
        let rating = skill.clone().zip(level).map(|(skill, proficiency)| {
            act.add(Rating {
                skill,
                proficiency,
                view: View::Manager,
                by: Some(name.to_owned()),
                on,
                note: None,
                framework: hash,
                unknown: Map::new(),
            })
        });
        act.add(Feedback {
            whom: Some(name.to_owned()),
            skill,
            rating,
            ..Feedback::new(words, sort, on, hash)
        });
    })
    .await?;
    me.say(format!(
        "It stands in {}’s record, under your name.",
        it.name
    ));
    Ok(back(&it))
}

pub(crate) async fn promise(
    me: Me,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let it = report(&me, id).await?;
    let what = form.needed("what", TEXT, "What will you do?");
    let due = form.date("due");
    let Some(what) = what.filter(|_| form.is_good()) else {
        return Ok(page(&me, &it, &*ladder(&me).await?, &form));
    };
    let on = PartialDate::day(me.book.today);
    write(&me, &it, &form, |act, name| {
        act.add(Promise {
            whom: Some(name.to_owned()),
            due,
            ..Promise::new(what, PromiseOwner::Theirs, on)
        });
    })
    .await?;
    me.say("It stands among what you promised, for both of you.");
    Ok(back(&it))
}

/// Something of mine in their record.
fn own(it: &Looked, id: ItemId) -> Result<Theirs<'_>, WebError> {
    let mut all = theirs(&it.record).into_iter();
    all.find(|said| said.id == id).ok_or(WebError::NotFound)
}

/// Says that a promise of mine was kept.
pub(crate) async fn kept(
    me: Me,
    Path((id, item)): Path<(PersonId, ItemId)>,
    form: Form,
) -> Result<Response, WebError> {
    let it = report(&me, id).await?;
    own(&it, item)?;
    let of = it.record.get::<Promise>(item).ok_or(WebError::NotFound)?;
    let revises = form.revises()?;
    if !of.it.state.is_open() {
        // Sent twice, or settled elsewhere: what stands is on the page.
        return Ok(back(&it));
    }
    let kept = Promise {
        state: PromiseState::kept(PartialDate::day(me.book.today)),
        ..of.it.clone()
    };
    write(&me, &it, &form, |act, _| act.put(item, revises, kept)).await?;
    me.say("Kept.");
    Ok(back(&it))
}

/// Takes back what I wrote. That it was there stays in their history.
pub(crate) async fn withdraw(
    me: Me,
    Path((id, item)): Path<(PersonId, ItemId)>,
    form: Form,
) -> Result<Response, WebError> {
    let it = report(&me, id).await?;
    let Ok(said) = own(&it, item) else {
        // Sent twice: it is taken back already. What was never there is told on the page they come to.
        return Ok(back(&it));
    };
    let revises = form.revises()?.unwrap_or(said.revision.entry_id);
    write(&me, &it, &form, |act, _| act.withdraw(item, revises)).await?;
    me.say("Taken back.");
    Ok(back(&it))
}
