//! An act taken back, and what is said of it on the page that it leads to.

use axum::{
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    id::{ActId, ItemId, NewIds},
    record::{Content, Record},
};

use super::{roles::named, timeline::page_of};
use crate::{components::marks, error::WebError, form::Form, path::Path, session::Me, words};

/// Takes back what an act did, as far as nothing was changed since.
pub(crate) async fn undo(
    me: Me,
    Path(act): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, WebError> {
    let act: ActId = act.parse().map_err(|_| WebError::NotFound)?;
    let record = &me.book.record;
    let by = take_back(&me, act, &form).await?;
    let back = form
        .back()
        .map(str::to_owned)
        .or_else(|| came_from(&headers));
    let back = back.unwrap_or_else(|| home_of(record, act).to_owned());
    if form.ticked(TOLD) {
        me.say(if is_last(record, act) {
            "Taken back. It is as it was."
        } else {
            "It was changed since, and is left as it is."
        });
        return Ok(Redirect::to(&back).into_response());
    }
    Ok(Redirect::to(&saying(&back, act, by)).into_response())
}

/// The field of a form whose page does not read what was taken back from its address.
const TOLD: &str = "told";

/// Whether nothing that an act touched was changed since.
fn is_last(record: &Record, act: ActId) -> bool {
    let mut touched = record.touched_by(act);
    touched.all(|(_, thread)| thread.last().act == act)
}

/// Writes the act that takes another one back; answers its id.
///
/// Whatever an import brought is taken back in the importer's own way, so that importing again knows an undo
/// from a removal by hand.
pub(crate) async fn take_back(me: &Me, act: ActId, form: &Form) -> Result<ActId, WebError> {
    let record = &me.book.record;
    if record.touched_by(act).next().is_none() {
        return Err(WebError::NotFound);
    }
    let mut once = form.once()?;
    if is_import(record, act) {
        // The first id is that of the act, in every form alike.
        once.act();
        let undo = windward_formats::undo(record, act, &mut once, me.app.now());
        me.write(undo.entries).await?;
        return Ok(undo.act);
    }
    me.act(once, |undoing| drop(record.undo(act, undoing)))
        .await
}

fn is_import(record: &Record, act: ActId) -> bool {
    let mut revisions = record
        .touched_by(act)
        .flat_map(|(_, thread)| thread.revisions());
    revisions.any(|it| it.act == act && it.content.as_ref().is_some_and(|it| it.origin().is_some()))
}

/// The address of a page that is to say what was taken back.
fn saying(page: &str, undone: ActId, by: ActId) -> String {
    let (page, fragment) = page.split_at(page.find('#').unwrap_or(page.len()));
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}undone={undone}&by={by}{fragment}")
}

/// The page that the form was on, without what was said there of an earlier act.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let from: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let path = from.path();
    (path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/undo")
        && !path.starts_with("/import/undo"))
    .then(|| path.to_owned())
}

/// What was done just before, as the address carries it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Before {
    /// The act that withdrew an item.
    pub(super) undo: Option<ActId>,
    /// The item that was saved.
    pub(super) saved: Option<ItemId>,
    /// The act of an import.
    pub(super) imported: Option<ActId>,
    /// An act that was taken back, …
    pub(super) undone: Option<ActId>,
    /// … and the act that took it back.
    pub(super) by: Option<ActId>,
    /// What a page is opened for, where it is for several things: `people`.
    pub(super) of: Option<String>,
}

impl Before {
    /// Whether it is opened for people.
    pub(super) fn is_of_people(&self) -> bool {
        self.of.as_deref() == Some("people")
    }
}

/// Where the items of an act are listed.
fn home_of(record: &Record, act: ActId) -> &'static str {
    let mut contents = record
        .touched_by(act)
        .flat_map(|(_, thread)| thread.revisions())
        .filter_map(|it| it.content.as_ref());
    let first = contents.next();
    if first.is_some_and(Content::is_background) {
        return "/background";
    }
    match first.map(Content::kind) {
        Some("role") => "/roles",
        Some("evidence") => "/evidence",
        Some("destination") => "/destinations",
        Some("rating" | "claim" | "focus") => "/skills",
        Some("profile") => "/settings",
        Some("hypothesis") => "/hypotheses",
        Some("experiment" | "pulse") => "/experiments",
        Some("action") => "/actions",
        Some("takeaway") => "/takeaways",
        Some("check-in") => "/check-in",
        Some("agreement") => "/agreements",
        Some("ally") => "/allies",
        Some("conversation" | "counterpart" | "feedback" | "talk-note") => "/conversations",
        Some("promise") => "/promises",
        Some("settled" | "rung-time") => "/plateau",
        Some("contact" | "touch" | "moment" | "tag-cadence") => "/people",
        Some("community" | "gathering") => "/communities",
        Some("seat" | "approach" | "question" | "gift" | "lesson" | "board-review") => "/board",
        Some("setback" | "setback-note" | "support" | "reflection" | "reframe") => "/setbacks",
        _ => "/",
    }
}

/// A button that takes an act back and leads to `back`.
pub(crate) fn undo_form(act: ActId, back: &str, label: &str) -> Markup {
    html! {
        form method="post" action={ "/undo/" (act) } {
            (marks(None))
            input type="hidden" name="back" value=(back);
            button.quiet { (label) }
        }
    }
}

/// The same beside what is said of an act on the next page, whichever that is.
pub(crate) fn undo_told(act: ActId, back: &str) -> Markup {
    html! {
        form method="post" action={ "/undo/" (act) } {
            (marks(None))
            input type="hidden" name="back" value=(back);
            input type="hidden" name=(TOLD) value="yes";
            button.quiet { "Take it back" }
        }
    }
}

/// What an undo did, and what it left because it was changed since.
pub(crate) fn said_of_undo(record: &Record, undone: ActId, by: ActId) -> Markup {
    let mut back = 0;
    let mut kept = Vec::new();
    for (id, thread) in record.touched_by(undone) {
        if thread.last().act == by {
            back += 1;
        } else if thread.revisions().iter().all(|it| it.act != by) {
            let content = thread
                .revisions()
                .iter()
                .rev()
                .find_map(|it| it.content.as_ref());
            let page = thread
                .last()
                .content
                .as_ref()
                .and_then(|content| page_of(content, id));
            kept.push((content.map_or_else(String::new, name_of), page));
        }
    }
    html! {
        @if back + kept.len() > 0 {
            div.notice role="status" {
                p {
                    @match back {
                        0 => "Nothing was left to take back.",
                        count => { (words::capital(&words::several(count, "change was", "changes were"))) " taken back." },
                    }
                }
                @if !kept.is_empty() {
                    p { "Edited since, and so left as you have it:" }
                    ul {
                        @for (name, page) in kept {
                            li { @if let Some(page) = page { a href=(page) { (name) } } @else { (name) } }
                        }
                    }
                }
            }
        }
    }
}

/// Enough of an item to recognise it by.
fn name_of(content: &Content) -> String {
    match content {
        Content::Role(role) => named(role),
        Content::Evidence(it) => it.what.clone(),
        Content::Hypothesis(it) => it.belief.clone(),
        Content::Experiment(it) => it.what.clone(),
        Content::Action(it) => it.what.clone(),
        Content::Takeaway(it) => it.title.clone(),
        Content::Promise(it) => it.what.clone(),
        Content::TalkNote(it) => it.line.clone(),
        Content::Agreement(it) => it.what.clone(),
        Content::Feedback(it) => it.words.clone(),
        Content::Case(it) => format!("The case for {}", it.rung),
        Content::Submission(it) => format!("The packet for {}", it.packet.rung),
        Content::Update(it) => it.subject.clone(),
        Content::UpdateGroup(it) => it.name.clone(),
        Content::Profile(_) => "Your profile".to_owned(),
        Content::Resume(_) => "What stands in your résumé".to_owned(),
        Content::Destination(it) => it
            .role
            .clone()
            .or_else(|| it.rung.as_ref().map(ToString::to_string))
            .unwrap_or_default(),
        other if other.is_background() => windward_formats::describe(other),
        other => format!("a {}", other.kind()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use windward_core::{
        id::CountedIds,
        record::{Act, Origin, Role},
    };

    use super::*;
    use crate::book;

    fn append(record: &mut Record, act: Act<'_>) {
        book::append(record, act.into_entries(), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn what_was_edited_since_is_named_and_the_rest_counted() {
        let role = |title: &str, imported: bool| Role {
            title: title.to_owned(),
            origin: imported.then(|| Origin {
                importer: "linkedin".to_owned(),
                key: title.to_owned(),
                values: Role::default().unknown,
            }),
            ..Role::default()
        };
        let mut ids = CountedIds::default();
        let mut record = Record::default();
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        let imported = act.id();
        let (_, edited) = (act.add(role("One", true)), act.add(role("Two", true)));
        append(&mut record, act);
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        let by_hand = act.id();
        act.revise(
            record.get::<Role>(edited).unwrap(),
            role("Two & more", false),
        );
        append(&mut record, act);
        assert!(is_import(&record, imported) && !is_import(&record, by_hand));

        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        let by = act.id();
        record.undo(imported, &mut act);
        append(&mut record, act);
        let says = said_of_undo(&record, imported, by).into_string();
        assert!(says.contains("One change was taken back."), "{says}");
        assert!(
            says.contains(&format!("<a href=\"/roles/{edited}\">Two &amp; more</a>")),
            "{says}"
        );
        assert!(!says.contains(">One<"), "{says}");
    }

    #[test]
    fn what_was_taken_back_stands_before_the_fragment() {
        let [undone, by] = [
            "00000000-0000-7000-8000-000000000001",
            "00000000-0000-7000-8000-000000000002",
        ];
        let page = |page: &str| saying(page, undone.parse().unwrap(), by.parse().unwrap());
        assert_eq!(page("/roles"), format!("/roles?undone={undone}&by={by}"));
        assert_eq!(
            page("/skills?rung=a#b"),
            format!("/skills?rung=a&undone={undone}&by={by}#b")
        );
    }

    #[test]
    fn the_page_it_came_from_is_a_path_without_its_query() {
        let from = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, text.parse().unwrap());
            came_from(&headers)
        };
        assert_eq!(
            from("http://127.0.0.1:7878/roles?undo=1").as_deref(),
            Some("/roles")
        );
        assert_eq!(from("http://127.0.0.1:7878/undo/1"), None);
        assert_eq!(from("about:blank"), None);
    }
}
