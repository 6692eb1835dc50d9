//! The record as a whole: taken out as a file, brought in from one, and an act taken back.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use tokio::task::spawn_blocking;
use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    id::{ActId, ItemId, NewIds},
    record::{
        Author, Content, Entry, Record,
        export::{ExportFaults, News, RecordExport, frameworks_named},
    },
};
use windward_store::{Conflict, Deed, Ladder, NotBrought, PersonStore, StoreError, is_locked};

use super::{import::Upload, roles::named, take_away};
use crate::{
    components::{go, marks},
    error::WebError,
    form::{Form, sentence},
    layout::{self, Head, Section},
    limits::Against,
    path::Path,
    session::Me,
    state::App,
    words,
};

/// Everything in the record as a file, in the form that comes back to the byte.
pub(crate) async fn export(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The export"));
    }
    me.sure()?;
    let export = gathered(&me).await?;
    me.note(Deed::Exported).await;
    let text = spawn_blocking(move || export.to_text())
        .await
        .expect("writing texts as JSON does not panic");
    Ok(as_file(text, me.book.today))
}

/// The lines of a record as a file to keep.
pub(super) fn as_file(text: String, day: Date) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/jsonl; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"windward-record-{day}.jsonl\""),
        ),
    ];
    (headers, text).into_response()
}

/// Everything in the record, with the ladders that it names.
pub(super) async fn gathered(me: &Me) -> Result<RecordExport, WebError> {
    // Each reads the whole record; on a server of many, nobody has one made after the other without end.
    let person = me.store().person().person().to_string();
    let pace = [Against::thing("export", &person)];
    if me.app.options.accounts && me.app.limits.count(&pace, me.app.now()).is_err() {
        return Err(WebError::Form(
            "Those were many exports within a quarter of an hour. Wait a little, then make this one.".to_owned(),
        ));
    }
    gathered_of(&me.app, me.store()).await
}

/// The same of any record that is open: what others wrote in it too.
pub(super) async fn gathered_of(app: &App, store: &PersonStore) -> Result<RecordExport, WebError> {
    let entries: Vec<Entry> = store
        .load()
        .await?
        .entries
        .into_iter()
        .map(|it| it.entry)
        .collect();
    let mut frameworks = BTreeMap::new();
    let (own, of_others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|it| it.author == Author::Owner);
    let mut named = frameworks_named(own);
    // What another wrote may name a ladder that they brought for themselves.
    let common = common(app).await?;
    let of_others = frameworks_named(of_others).into_iter();
    named.extend(of_others.filter(|hash| common.as_ref().is_none_or(|it| it.contains(hash))));
    for hash in named {
        let shipped = (hash == app.frameworks.product().hash).then(|| PRODUCT.to_owned());
        let text = match shipped {
            Some(text) => Some(text),
            // Anybody can bring in an entry that names a ladder of somebody else.
            None => app.instance.framework_for(store.person(), hash).await?,
        };
        frameworks.extend(text.map(|text| (hash, text)));
    }
    Ok(RecordExport {
        frameworks,
        entries,
    })
}

/// The ladders that everybody here may see; `None` are all.
pub(super) async fn common(app: &App) -> Result<Option<Vec<FrameworkHash>>, WebError> {
    if !app.options.accounts {
        return Ok(None);
    }
    let mut common = app.instance.ladders().await?.offered;
    common.push(app.frameworks.product().hash);
    Ok(Some(common))
}

/// Adds what a record export has and this record does not.
pub(crate) async fn import(me: Me, mut upload: Upload) -> Result<Response, WebError> {
    if me.sample {
        return Ok(not_in_the_sample(&me, "The import of a record"));
    }
    let Some(file) = upload.file else {
        return Ok(refused(
            &me,
            "Choose a file first: the record export of this or another Windward.",
        ));
    };
    let mut bytes = file.bytes;
    if is_of_elsewhere(&bytes) {
        return Ok(elsewhere(&me, &file.name));
    }
    if is_locked(&bytes) {
        match take_away::unlocked(bytes, upload.form.secret("passphrase")).await {
            Ok(opened) => bytes = opened.into(),
            Err(says) => return Ok(refused(&me, &says)),
        }
    }
    let read = spawn_blocking(move || RecordExport::read(&bytes)).await;
    let mut export = match read.expect("reading an export does not panic") {
        Ok(export) => export,
        Err(faults) => return Ok(broken(&me, &file.name, &faults)),
    };
    let frameworks = std::mem::take(&mut export.frameworks);
    let News { entries, already } = export.news_for(&me.book.record);
    // Ladders come first: a record that names one which is not here cannot be read.
    let brought = ladders(&me, frameworks).await?;
    let (instance, person) = (&me.app.instance, me.store().person());
    match instance.bring(person, brought, me.app.now()).await {
        Ok(()) => {}
        Err(NotBrought::Store(error)) => return refused_by_store(&me, error),
        Err(full) => return Ok(refused(&me, &sentence(&full))),
    }
    let added = entries.len();
    if added > 0 {
        let expected = me.book.record.seq();
        if let Err(error) = me.store().append_import(entries, expected).await {
            return refused_by_store(&me, error);
        }
    }
    Ok(Redirect::to(&format!("/settings?added={added}&already={already}#data")).into_response())
}

/// The ladders of a file that everybody here does not have already: the person brings them.
async fn ladders(
    me: &Me,
    frameworks: BTreeMap<FrameworkHash, String>,
) -> Result<Vec<Ladder>, WebError> {
    let instance = &me.app.instance;
    let shipped = me.app.frameworks.product().hash;
    if let Some(text) = frameworks.get(&shipped) {
        instance.put_framework(text).await?;
    }
    let offered = instance.ladders().await?.offered;
    let brought = frameworks
        .into_iter()
        .filter(|(hash, _)| *hash != shipped && !offered.contains(hash));
    Ok(brought.map(|(hash, text)| Ladder { hash, text }).collect())
}

/// Whether a file is none of Windward's own: an archive, or a text that is not lines of JSON.
fn is_of_elsewhere(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    !start.is_empty() && !start.starts_with(b"{") && !is_locked(bytes)
}

fn elsewhere(me: &Me, file: &str) -> Response {
    result(
        me,
        &html! {
            div.notice.alarm role="alert" {
                p { "‘" (file) "’ is no record export of Windward. A LinkedIn export, a JSON Resume or a table of roles comes in by the import, which shows you every row first." }
                div.actions { (go("/import", "Go to the import")) }
            }
        },
    )
}

/// What the store says of the file itself is for the person to act on; anything else is a failure.
fn refused_by_store(me: &Me, error: StoreError) -> Result<Response, WebError> {
    match error {
        StoreError::TooLarge { .. }
        | StoreError::Taken { .. }
        | StoreError::Conflict(Conflict::Head { .. }) => Ok(refused(me, &sentence(&error))),
        error => Err(error.into()),
    }
}

fn refused(me: &Me, says: &str) -> Response {
    result(
        me,
        &html! { div.notice.alarm role="alert" { p { (says) } } },
    )
}

fn broken(me: &Me, file: &str, faults: &ExportFaults) -> Response {
    let all = faults.faults.len() + faults.more;
    result(
        me,
        &html! {
            div.notice.alarm role="alert" {
                p { "‘" (file) "’ has " (words::several(all, "fault", "faults")) ", so none of it was brought in. Export the record again where it came from, and choose the new file." }
            }
            section.card.flush {
                table {
                    thead { tr { th.num scope="col" { "Line" } th scope="col" { "What is wrong" } } }
                    tbody {
                        @for fault in &faults.faults {
                            tr { td.num { (fault.line) } td { (sentence(&fault.problem)) } }
                        }
                    }
                }
            }
            @if faults.more > 0 { p.soft { "And " (words::thousands(faults.more)) " more." } }
        },
    )
}

fn result(me: &Me, says: &Markup) -> Response {
    let head = Head {
        title: "Nothing was brought in",
        lede: html! { p { "Your record is as it was before." } },
        section: Section::Settings,
    };
    let body = html! {
        (says)
        div.actions { (go("/settings#data", "Choose another file")) }
    };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// Says that something touches the person's own data, which the sample has nothing to do with.
pub(crate) fn not_in_the_sample(me: &Me, what: &str) -> Response {
    let head = Head {
        title: "Not part of the sample",
        lede: html! { p { (what) " works on your own record. Leave the sample to use it; nothing was done." } },
        section: Section::Settings,
    };
    let body = html! {
        form method="post" action="/sample/leave" { div.actions { button { "Leave the sample" } } }
    };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::CONFLICT, page).into_response()
}

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
    Ok(Redirect::to(&saying(&back, act, by)).into_response())
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
    let mut by = None;
    me.act(once, |undoing| {
        by = Some(undoing.id());
        record.undo(act, undoing);
    })
    .await?;
    Ok(by.expect("the act was composed"))
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
                .and_then(|content| page_of(id, content));
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

fn page_of(id: ItemId, content: &Content) -> Option<String> {
    match content {
        Content::Role(_) => Some(format!("/roles/{id}")),
        Content::Evidence(_) => Some(format!("/evidence/{id}")),
        it if it.is_background() => Some(format!("/background/{id}")),
        Content::Hypothesis(_) => Some(format!("/hypotheses/{id}")),
        Content::Experiment(_) => Some(format!("/experiments/{id}")),
        Content::Action(_) => Some(format!("/actions/{id}")),
        Content::Takeaway(_) => Some(format!("/takeaways/{id}")),
        Content::CheckIn(_) => Some(format!("/check-in/{id}")),
        Content::Agreement(_)
        | Content::Ally(_)
        | Content::Conversation(_)
        | Content::Counterpart(_)
        | Content::Feedback(_)
        | Content::Promise(_)
        | Content::TalkNote(_)
        | Content::Case(_)
        | Content::Submission(_) => super::timeline::page_of(content.kind(), id),
        _ => None,
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
        record::{Act, Origin, Role, Stored},
    };

    use super::*;

    fn append(record: &mut Record, act: Act<'_>) {
        let entries = act.into_entries().into_iter().zip(record.seq() + 1..);
        record.extend(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }));
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
    fn files_from_elsewhere_are_told_by_their_beginning() {
        for bytes in [&b"PK\x03\x04"[..], b"Title,Company\n", b"%PDF", b"[1]"] {
            assert!(is_of_elsewhere(bytes));
        }
        for bytes in [
            &b"\xef\xbb\xbf{\"a\":1}"[..],
            b"\n{",
            b"",
            b"age-encryption.org/v1",
        ] {
            assert!(!is_of_elsewhere(bytes));
        }
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
