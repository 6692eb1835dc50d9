//! The people one knows: found as one types, tagged many at once, and who it is time to write to.

pub(crate) mod bulk;
pub(crate) mod duplicates;
pub(crate) mod merge;
pub(crate) mod moment;
mod now;
pub(crate) mod one;
mod reach;
pub(crate) mod sheet;
pub(crate) mod tags;
pub(crate) mod take;
pub(crate) mod touch;

use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use form_urlencoded::Serializer;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    id::{ActId, ItemId},
    record::{Community, Contact},
    views::{
        self,
        people::{Directory, Filter, Person},
    },
};

use super::undo::undo_form;
use crate::{
    components::{empty, go, go_quietly, marks, switch},
    form::Form,
    layout::{self, Head, Section},
    session::Me,
    words::{self, near},
};

/// People on one page of the list.
pub(super) const A_PAGE: usize = 50;

/// What the address asks for; what is empty asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    tag: String,
    community: String,
    due: String,
    /// Which page of the list, from 1.
    page: String,
    /// The act of a change to many that led here, or of an import.
    done: Option<ActId>,
    imported: Option<ActId>,
}

impl Asked {
    fn filter(&self) -> Filter<'_> {
        Filter {
            text: &self.q,
            tag: Some(self.tag.as_str()).filter(|it| !it.is_empty()),
            community: self.community.parse().ok(),
            due: self.due == "yes",
        }
    }

    fn is_set(&self) -> bool {
        self.fields().iter().any(|(_, value)| !value.is_empty())
    }

    fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("q", &self.q),
            ("tag", &self.tag),
            ("community", &self.community),
            ("due", &self.due),
        ]
    }

    /// The address of a page of the same list.
    fn at(&self, page: usize) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.fields().iter().filter(|(_, value)| !value.is_empty()));
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            "/people".to_owned()
        } else {
            format!("/people?{query}")
        }
    }
}

pub(crate) async fn list(me: Me, asked: Result<Query<Asked>, QueryRejection>) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let (facts, directory) = (me.book.facts(), me.book.people());
    let count = directory.people().len();
    let head = Head {
        title: "People",
        lede: html! {
            p {
                @if count == 0 { "Whom you know, when you were last in touch, and what you gave. Nobody sees this but you." }
                @else { (words::capital(&words::several(count, "person", "people"))) " you know. Nobody sees this list but you." }
            }
        },
        section: Section::People,
    };
    let body = html! {
        (family("/people"))
        (came(&me, &asked))
        @if directory.is_empty() {
            (empty("Nobody here yet", "Bring in the connections of a LinkedIn export, an address book (vCard) or a table, or write down the three people you would ask first.", &html! {
                (go("/people/new", "Write somebody down")) (go_quietly("/import?of=people", "Import from a file"))
            }))
        } @else {
            @if !asked.is_set() && asked.page.is_empty() { (now::section(&me, directory)) }
            (search(&me, directory, &asked))
            (found(&me, directory, &asked))
            (take::section())
        }
    };
    layout::page(&me, facts, &head, &body)
}

/// The way between the pages about people.
pub(super) fn family(here: &str) -> Markup {
    let pages = [
        ("/people", "Everybody"),
        ("/people/duplicates", "There twice?"),
        ("/people/tags", "Tags and rhythms"),
        ("/communities", "Communities"),
    ];
    switch("People", &pages, here)
}

/// What was just done to many, with the way back.
fn came(me: &Me, asked: &Asked) -> Markup {
    let count = |act: ActId| {
        let touched = me.book.record.touched_by(act);
        touched.filter(|(_, it)| it.last().act == act).count()
    };
    let of = asked
        .done
        .map(|act| (act, count(act), "changed"))
        .or(asked.imported.map(|act| (act, count(act), "written")));
    html! {
        @if let Some((act, count, what)) = of.filter(|(_, count, _)| *count > 0) {
            div.notice role="status" {
                p { (words::capital(&words::several(count, "person", "people"))) " " (what) "." }
                @if let Some(twice) = asked.imported.map(|_| views::people::duplicates(&me.book.record).len()).filter(|it| *it > 0) {
                    p { (words::capital(&words::several(twice, "person seems", "people seem"))) " to be there twice. " a href="/people/duplicates" { "See who" } }
                }
                (undo_form(act, "/people", "Take it back"))
            }
        }
    }
}

fn search(me: &Me, directory: &Directory, asked: &Asked) -> Markup {
    let tags = directory.tags();
    let communities: Vec<_> = me.book.record.all::<Community>().collect();
    html! {
        section {
            form method="get" action="/people" role="search" data-live="found" {
                div.row.filter {
                    label for="search" { "Find" }
                    input id="search" name="q" value=(asked.q) type="search" autocomplete="off" placeholder="a name, an organisation, a tag";
                    @if !tags.is_empty() {
                        select name="tag" aria-label="Only with the tag" {
                            option value="" { "any tag" }
                            @for tag in &tags { option value=(tag.name) selected[tag.name == asked.tag] { (tag.name) " (" (tag.count) ")" } }
                        }
                    }
                    @if !communities.is_empty() {
                        select name="community" aria-label="Only of the community" {
                            option value="" { "any community" }
                            @for of in &communities { option value=(of.id) selected[of.id.to_string() == asked.community] { (of.it.name) } }
                        }
                    }
                    label.check { input type="checkbox" name="due" value="yes" checked[asked.due == "yes"]; "only who is due" }
                    button.quiet { "Find" }
                    @if asked.is_set() { (go_quietly("/people", "Show all")) }
                }
            }
            p.soft { "Somebody is missing? " a href="/people/new" { "Write somebody down" } ", or " a href="/import?of=people" { "import from a file" } "." }
        }
    }
}

fn found(me: &Me, directory: &Directory, asked: &Asked) -> Markup {
    let all = directory.find(&asked.filter());
    let pages = all.len().div_ceil(A_PAGE).max(1);
    let page = asked.page.parse().unwrap_or(1).clamp(1, pages);
    let shown: Vec<&Person> = all
        .iter()
        .skip((page - 1) * A_PAGE)
        .take(A_PAGE)
        .copied()
        .collect();
    html! {
        section #found aria-live="polite" {
            h2 { @if asked.is_set() { "Found " } @else { "Everybody " } small { (words::thousands(all.len())) } }
            @if shown.is_empty() {
                p { "Nobody fits. The beginning of a word is enough; fewer words find more." }
            } @else {
                form method="post" action="/people/tag" {
                    (marks(None))
                    @for (name, value) in asked.fields() { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
                    div.card.flush {
                        table.stack.choose {
                            thead { tr { th scope="col" { "Mark" } th scope="col" { "Who" } th scope="col" { "Tags" } th scope="col" { "In touch" } th scope="col" { "Helped" } } }
                            tbody { @for person in &shown { (row(me, person)) } }
                        }
                    }
                    (bulk::acts(all.len(), shown.len(), page))
                }
                @if pages > 1 {
                    nav.row aria-label="Pages" {
                        @if page > 1 { (go_quietly(&asked.at(page - 1), "Before")) }
                        span { "Page " (words::thousands(page)) " of " (words::thousands(pages)) }
                        @if page < pages { (go_quietly(&asked.at(page + 1), "Next")) }
                    }
                }
            }
        }
    }
}

fn row(me: &Me, person: &Person) -> Markup {
    let today = me.book.today;
    let Some(of) = me.book.record.get::<Contact>(person.id) else {
        return html! {};
    };
    let it = of.it;
    html! {
        tr {
            td { label.check { input type="checkbox" name="who" value=(person.id); span.seen-not { "Mark " (it.name) } } }
            th scope="row" {
                a href={ "/people/" (person.id) } { (it.name) }
                @if let Some(work) = work(it) { div.soft { (work) } }
            }
            td { @for tag in &it.tags { span.tag.quiet { (tag) } " " } }
            td.nowrap.none[person.last.is_none() && !person.is_due(today)] data-label="In touch" {
                @if let Some(last) = person.last { (near(last, today)) } @else { span.soft { "–" } }
                @if person.is_due(today) { " " span.tag.ahead { "due" } }
            }
            td.nowrap.none[person.helped.is_none()] data-label="Helped" { @if let Some(helped) = person.helped { (near(helped, today)) } @else { span.soft { "–" } } }
        }
    }
}

/// ‘Head of Product, Fjord Rail’.
pub(super) fn work(it: &Contact) -> Option<String> {
    let parts = [&it.title, &it.organisation];
    let parts: Vec<&str> = parts.into_iter().filter_map(|it| it.as_deref()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Somebody's name with the way to them; what is left of who is not here any more.
pub(crate) fn name_of(me: &Me, id: ItemId) -> Markup {
    let standing = me.book.people().resolve(id);
    let contact = standing.and_then(|id| me.book.record.get::<Contact>(id));
    html! {
        @match contact {
            Some(of) => a href={ "/people/" (of.id) } { (of.it.name) },
            None => "somebody who is not here any more",
        }
    }
}

/// Names offered in a field; more would make every page heavy that has one.
const MOST_OFFERED: usize = 200;

/// A field for one name, with those of people one knows offered: whom one is in touch with first. Any other name is
/// as good. Nothing while nobody is known.
pub(crate) fn one_more(me: &Me, form: &Form, name: &str, label: &str) -> Markup {
    let people = me.book.people().people();
    let (close, others): (Vec<&Person>, Vec<&Person>) = people
        .iter()
        .partition(|it| it.last.is_some() || it.cadence.is_some());
    let offered = close.into_iter().chain(others).take(MOST_OFFERED);
    let offered = offered.filter_map(|it| me.book.record.get::<Contact>(it.id));
    html! {
        @if !people.is_empty() {
            div.field {
                label for=(name) { (label) }
                input id=(name) name=(name) value=(form.typed(name)) autocomplete="off" list={ (name) "-known" };
                datalist id={ (name) "-known" } { @for of in offered { option value=(of.it.name) {} } }
            }
        }
    }
}
