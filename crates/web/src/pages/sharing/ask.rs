//! Asking somebody for feedback by a link that takes them two minutes.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use maud::html;
use windward_core::{date::PartialDate, framework::SkillId, record::FeedbackAsk};
use windward_store::{LinkFor, NewLink};

use super::offer;
use crate::{
    components::{Field, Kind, field, go_quietly, marks, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::{choices, record::not_in_the_sample},
    session::Me,
};

/// For how long a question can be answered.
const LASTS: SignedDuration = SignedDuration::from_hours(24 * 21);

/// The fields for skills.
const SKILLS: [&str; FeedbackAsk::MOST_SKILLS] = ["skill1", "skill2", "skill3"];

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(super::of_the_sample(&me));
    }
    let focus = me.book.facts().focus.map(|of| of.it.skills.clone());
    let skills = focus.unwrap_or_default();
    let filled = SKILLS.iter().zip(&skills);
    let form = Form::filled(filled.map(|(name, id)| (*name, id.to_string())));
    Ok(page(&me, &form))
}

fn page(me: &Me, form: &Form) -> Response {
    let skills = choices::skills(&me.book.framework, "none");
    let head = Head {
        title: "Ask for feedback",
        lede: html! { p { "A link to three short questions, for somebody who saw your work. They need no account, and it takes them two minutes." } },
        section: Section::Sharing,
    };
    let body = html! {
        (not_saved(form))
        @if me.app.elsewhere.is_none() && !me.app.options.accounts {
            div.notice.warn { p { "This Windward is reached from this machine alone, and so is the link. Ask in person instead, and note what they said under " a href="/conversations" { "Conversations" } "." } }
        }
        form.card method="post" action="/sharing/ask" {
            (marks(None))
            (field(form, Field { name: "whom", label: "Whom do you ask?", hint: "They see the name, and can correct it.", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "question", label: "What would you like to know?", hint: "One thing that they saw works best: how a launch was led, a decision, a meeting. They read it as you write it here.", kind: Kind::Text }))
            fieldset {
                legend { "Skills to place, if you like" }
                p.hint { "They see what each proficiency means, and may leave it out." }
                div.halves {
                    @for (index, name) in SKILLS.iter().enumerate() {
                        (field(form, Field { name, label: ["First skill", "Second skill", "Third skill"][index], hint: "", kind: Kind::One(&skills) }))
                    }
                }
            }
            div.actions { button { "Make the link" } (go_quietly("/sharing", "Who sees what")) }
        }
        section { p.soft { "The link is good for three weeks and for one answer. What they write stands in your record under their name, as given by them: you cannot change it, but you can hide it or say what you see otherwise." } }
    };
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    if !form.is_good() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}

pub(crate) async fn make(me: Me, mut form: Form) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "Asking for feedback"));
    }
    let whom = form.needed("whom", LINE, "Whom do you ask?");
    let question = form.text("question", TEXT);
    let mut skills: Vec<SkillId> = Vec::new();
    for name in SKILLS {
        let skill = choices::skill(&mut form, &me.book.framework, name);
        skills.extend(skill.filter(|id| form.fault_of(name).is_none() && !skills.contains(id)));
    }
    if question.is_none() && skills.is_empty() && form.fault_of("question").is_none() {
        form.fault("question", "Ask something, or choose a skill below.");
    }
    let Some(whom) = whom.filter(|_| form.is_good()) else {
        return Ok(page(&me, &form));
    };
    if !me.app.drawers.is_first(&me.key, form.mark()?) {
        return Ok(Redirect::to("/sharing#links").into_response());
    }
    let (instance, person, now) = (&me.app.instance, me.store().person(), me.app.now());
    if let Err(why) = instance.may_share(person, true, now).await {
        return offer::not_shared(&me, why);
    }
    let ask = FeedbackAsk {
        whom: whom.clone(),
        question,
        skills,
        on: PartialDate::day(me.book.today),
        framework: me.book.framework.hash,
        unknown: serde_json::Map::new(),
    };
    let mut made = None;
    me.act(form.once()?, |act| {
        made = Some(act.share().add(ask));
    })
    .await?;
    super::sheet::go_by_own_name(&me).await?;
    let lede =
        html! { p { "Send it to " (whom) ". It is good for three weeks and for one answer." } };
    let new = NewLink {
        is_for: LinkFor::Answering,
        label: whom,
        items: made.iter().copied().collect(),
        expires_at: now + LASTS,
    };
    match instance.new_share_link(person, new, now).await {
        Ok(token) => Ok(offer::once(&me, "The link to your question", &lede, &token)),
        Err(why) => {
            if let Some(item) = made {
                instance.close_refused(person, item, now).await?;
            }
            offer::not_shared(&me, why)
        }
    }
}
