//! What a link leads to: something to read, or a question to answer. There is no session; the link is all there is.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde_json::Map;
use sha2::{Digest, Sha256};
use uuid::Builder;
use windward_core::{
    date::PartialDate,
    framework::{Framework, Proficiency, SkillId},
    id::ItemId,
    record::{
        Act, Author, Entry, Feedback, FeedbackAsk, FeedbackSort, Of, Rating, SharedCopy, View,
    },
};
use windward_store::{LinkFor, Looked, NotAName, Reader, ShareLinkRow, ShareToken, StoreError};

use crate::{
    components::{Field, Kind, field, not_saved},
    edge::FormIds,
    error::WebError,
    form::{Form, LINE, TEXT, sentence},
    layout, letters,
    limits::Against,
    pages::{
        choices,
        sharing::copy::{self, Reading},
    },
    path::Path,
    state::App,
    words::near,
};

/// A link that leads somewhere, and what it shows.
struct Led {
    token: ShareToken,
    row: ShareLinkRow,
    looked: Looked,
}

impl Led {
    async fn by(app: &App, token: &str) -> Result<Option<Self>, WebError> {
        let Some(token) = ShareToken::parse(token) else {
            return Ok(None);
        };
        let now = app.now();
        let Some(row) = app.instance.share_link(&token, now).await? else {
            return Ok(None);
        };
        let reader = Reader::Link(row.id);
        let looked = app.instance.look_at(row.person, reader, now).await?;
        Ok(looked.map(|looked| Self { token, row, looked }))
    }

    async fn note(&self, app: &App, what: Option<ItemId>) -> Result<(), WebError> {
        let (reader, now) = (Reader::Link(self.row.id), app.now());
        let noted = app.instance.note_look(self.row.person, reader, what, now);
        Ok(noted.await?)
    }
}

/// A page for whoever has a link: no machine lists it.
fn answer(status: StatusCode, title: &str, body: &Markup) -> Response {
    let mut response = (status, layout::bare(title, body)).into_response();
    let value = HeaderValue::from_static("noindex, nofollow, noarchive");
    response.headers_mut().insert("x-robots-tag", value);
    response
}

/// Whatever the reason, the same.
fn nowhere() -> Response {
    let body = html! {
        h1 { "This link leads nowhere" }
        p.lede { "It was ended, its time is over, or it was not copied whole. Whoever gave it to you can make another." }
    };
    answer(StatusCode::NOT_FOUND, "This link leads nowhere", &body)
}

pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    let Some(led) = Led::by(&app, &token).await? else {
        return Ok(nowhere());
    };
    if led.row.is_for == LinkFor::Answering {
        let asked = led.looked.record.all::<FeedbackAsk>().next();
        let Some(ask) = asked else {
            return Ok(nowhere());
        };
        if led.row.answered_at.is_some() {
            return Ok(thanks(&led.looked.name));
        }
        led.note(&app, Some(ask.id)).await?;
        let framework = app.frameworks.get(&app.instance, ask.it.framework).await?;
        let form = Form::filled([("name", ask.it.whom.clone())]);
        return Ok(question(&led, ask.it, &framework, &form));
    }
    let copies: Vec<Of<'_, SharedCopy>> = led.looked.record.all::<SharedCopy>().collect();
    match copies.as_slice() {
        [] => Ok(nowhere()),
        [one] => read(&app, &led, *one).await,
        several => {
            led.note(&app, None).await?;
            let title = format!("Shared by {}", led.looked.name);
            let body = html! {
                h1 { (title) }
                ul.plain { @for of in several { li { a href={ "/s/" (token) "/" (of.id) } { (copy::name(of.it)) } } } }
                (limits(&led))
            };
            Ok(answer(StatusCode::OK, &title, &body))
        }
    }
}

/// One of several things.
pub(crate) async fn one(
    State(app): State<Arc<App>>,
    Path((token, id)): Path<(String, ItemId)>,
) -> Result<Response, WebError> {
    let Some(led) = Led::by(&app, &token).await? else {
        return Ok(nowhere());
    };
    match led.looked.record.get::<SharedCopy>(id) {
        Some(of) => read(&app, &led, of).await,
        None => Ok(nowhere()),
    }
}

async fn read(app: &App, led: &Led, of: Of<'_, SharedCopy>) -> Result<Response, WebError> {
    led.note(app, Some(of.id)).await?;
    let framework = app.frameworks.get(&app.instance, of.it.framework).await?;
    let day = app.now().to_zoned(TimeZone::UTC).date();
    let reading = Reading {
        framework: &framework,
        day,
        owner: &led.looked.name,
    };
    let body = html! {
        h1 { (of.it.title) }
        p.lede { "Shared by " (led.looked.name) ", as of " (near(of.it.on, day)) "." }
        (copy::card(of.it, reading))
        (limits(led))
    };
    Ok(answer(StatusCode::OK, &of.it.title, &body))
}

/// What whoever reads should know.
fn limits(led: &Led) -> Markup {
    html! {
        footer { span { (led.looked.name) " shared a copy of this and nothing else, sees that it was opened, and can end it at any time. It is meant for whoever got the link: do not pass it on." } }
    }
}

fn thanks(name: &str) -> Response {
    let body = html! {
        h1 { "Thank you" }
        p.lede { "Your answer is in " (name) "’s record, under your name. There is nothing more to do; the link takes one answer." }
    };
    answer(StatusCode::OK, "Thank you", &body)
}

/// The fields of an answer, with the sort of feedback that each is.
const FIELDS: [(&str, FeedbackSort); 2] = [
    ("good", FeedbackSort::Praise),
    ("better", FeedbackSort::Advice),
];

fn question(led: &Led, ask: &FeedbackAsk, framework: &Framework, form: &Form) -> Response {
    let name = &led.looked.name;
    let title = format!("{name} asks what you saw");
    let status = if form.is_good() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let body = html! {
        h1 { (title) }
        p.lede { "Two minutes, no account. Say what you saw; what you did not see you leave empty." }
        (not_saved(form))
        form.card method="post" action={ "/s/" (led.token.reveal().as_str()) } {
            @if let Some(question) = &ask.question { blockquote { (question) } }
            (field(form, Field { name: "good", label: "What did they do well?", hint: "Something you saw, and what came of it.", kind: Kind::Text }))
            (field(form, Field { name: "better", label: "What could they do differently next time?", hint: "Something they can act on.", kind: Kind::Text }))
            @for (index, id) in ask.skills.iter().enumerate() {
                @if let Some(skill) = framework.skill(id) {
                    fieldset {
                        legend { "Where do you see them on " (skill.name) "?" }
                        label.check { input type="radio" name={ "level" (index) } value="" checked[form.typed(&format!("level{index}")).is_empty()]; span { "I cannot say" } }
                        @for level in Proficiency::ALL {
                            @let value = level.get().to_string();
                            label.check { input type="radio" name={ "level" (index) } value=(value) checked[form.typed(&format!("level{index}")) == value]; span { strong { (framework.word(level)) } ": " (skill.anchor(level)) } }
                        }
                    }
                }
            }
            (field(form, Field { name: "name", label: "Your name", hint: "It stands beside what you write.", kind: Kind::Line { autocomplete: "name" } }))
            div.actions { button { "Send it" } }
        }
        footer { span { "What you write goes into " (name) "’s record, under your name, for them to keep. It lies readable for whoever runs this server. You cannot read it here again." } }
    };
    answer(status, &title, &body)
}

/// Takes an answer, once.
pub(crate) async fn answered(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let Some(led) = Led::by(&app, &token).await? else {
        return Ok(nowhere());
    };
    let asked = led.looked.record.all::<FeedbackAsk>().next();
    let Some(ask) = asked.filter(|_| led.row.is_for == LinkFor::Answering) else {
        return Ok(nowhere());
    };
    if led.row.answered_at.is_some() {
        return Ok(thanks(&led.looked.name));
    }
    let framework = app.frameworks.get(&app.instance, ask.it.framework).await?;
    let name = form.needed("name", LINE, "What are you called?");
    if let Some(name) = &name {
        signed(&app, &led, name, &mut form).await?;
    }
    let said = FIELDS.map(|(field, sort)| (form.text(field, TEXT), sort));
    let levels = ask.it.skills.iter().enumerate().filter_map(|(index, id)| {
        let level = choices::level(&form, &format!("level{index}"))?;
        Some((id.clone(), level))
    });
    let levels: Vec<(SkillId, Proficiency)> = levels.collect();
    if said.iter().all(|it| it.0.is_none()) && levels.is_empty() && form.is_good() {
        form.fault("good", "Say one thing, here or below.");
    }
    let Some(name) = name.filter(|_| form.is_good()) else {
        return Ok(question(&led, ask.it, &framework, &form));
    };
    let entries = entries(&app, &led, ask.it, &name, said, levels);
    let (instance, now) = (&app.instance, app.now());
    let by = Reader::Link(led.row.id);
    match instance.write_for(led.row.person, by, &entries, now).await {
        // Sent twice, or in two windows: the first one counts.
        Ok(_) | Err(StoreError::Taken { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    instance.note_answer(&led.token, now).await?;
    letters::tell_of_answer(&app, led.row.person).await;
    Ok(thanks(&led.looked.name))
}

/// Whether an answer may be signed so. A link does not know who has it: nobody with an account here is written for by one.
async fn signed(app: &App, led: &Led, name: &str, form: &mut Form) -> Result<(), WebError> {
    let asks = [Against::thing("signed", &led.row.id.to_string())];
    if let Err(wait) = app.limits.count(&asks, app.now()) {
        let minutes = wait.as_mins() + 1;
        form.fault(
            "name",
            format!("Those were many names. Try again in {minutes} minutes."),
        );
        return Ok(());
    }
    match app.instance.is_nobodys_name(name).await {
        Ok(()) => {}
        Err(NotAName::Another) => form.fault("name", "Somebody here goes by that name, and a link cannot tell that it is you. If it is, add your team or what you do."),
        Err(NotAName::Store(error)) => return Err(error.into()),
        Err(why) => form.fault("name", sentence(&why)),
    }
    Ok(())
}

/// What was answered, as entries whose ids follow from the link: it takes one answer, however often it is sent.
fn entries(
    app: &App,
    led: &Led,
    ask: &FeedbackAsk,
    name: &str,
    said: [(Option<String>, FeedbackSort); 2],
    levels: Vec<(SkillId, Proficiency)>,
) -> Vec<Entry> {
    let hash = Sha256::digest(led.row.token_hash);
    let random = std::array::from_fn(|index| hash[index]);
    let millis = u64::try_from(led.row.created_at.as_millisecond()).unwrap_or_default();
    let mark = Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    let mut ids = FormIds::of(mark, []);
    let author = Author::Other {
        id: Reader::Link(led.row.id).to_string(),
        name: name.to_owned(),
    };
    let on = PartialDate::day(app.now().to_zoned(TimeZone::UTC).date());
    let mut act = Act::of_another(author, &mut ids, app.now());
    for (words, sort) in said {
        if let Some(words) = words {
            act.add(Feedback {
                whom: Some(name.to_owned()),
                ..Feedback::new(words, sort, on, ask.framework)
            });
        }
    }
    for (skill, proficiency) in levels {
        act.add(Rating {
            skill,
            proficiency,
            view: View::Peer,
            by: Some(name.to_owned()),
            on,
            note: None,
            framework: ask.framework,
            unknown: Map::new(),
        });
    }
    act.into_entries()
}
