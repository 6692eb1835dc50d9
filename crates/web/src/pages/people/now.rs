//! What it is time for with people: a rhythm that has come round, a moment of theirs, somebody to write to before one
//! needs something.

use maud::{Markup, html};
use windward_core::{
    record::Contact,
    views::people::{Directory, reconnect, touches::unanswered},
};

use super::name_of;
use crate::{
    components::go_quietly,
    session::Me,
    words::{self, Day, near},
};

/// Due ones on the page; the filter has the rest.
const MOST: usize = 5;

pub(super) fn section(me: &Me, directory: &Directory) -> Markup {
    let (record, today) = (&me.book.record, me.book.today);
    let due = directory.due();
    let moments = unanswered(record, directory);
    let suggestions = reconnect(me.book.facts(), directory);
    html! {
        @if !due.is_empty() || !moments.is_empty() {
            section {
                h2 { "Now" }
                ul.todo {
                    @for of in moments.iter().take(MOST) {
                        li {
                            span.when { (near(of.it.on, today)) }
                            div {
                                (name_of(me, of.it.of)) ": " (of.it.what)
                                p { @if of.it.kind.is_hard() { "Stand by: a line is enough, and no advice." } @else { "A line to congratulate, while it is new." } }
                            }
                            (go_quietly(&format!("/moments/{}", of.id), "Open"))
                        }
                    }
                    @for person in due.iter().take(MOST) {
                        @if let Some(of) = record.get::<Contact>(person.id) {
                            li {
                                span.when { @if let Some(due) = person.due { (Day(due)) } }
                                div {
                                    a.what href={ "/people/" (person.id) } { "Be in touch with " (of.it.name) }
                                    p {
                                        @if let Some(cadence) = person.cadence { (words::capital(cadence.label())) }
                                        @if let Some(tag) = &person.by_tag { ", as for everybody tagged ‘" (tag) "’" }
                                        @match person.last { Some(last) => { "; last " (near(last, today)) "." } None => { "; never yet, as far as this record knows." } }
                                        @if let Some(boundaries) = &of.it.boundaries { " They asked: " (words::sentence(boundaries)) }
                                    }
                                }
                                (go_quietly(&format!("/people/{}#touch", person.id), "Log it"))
                            }
                        }
                    }
                }
                @if due.len() > MOST { p { a.how href="/people?due=yes" { "All " (words::thousands(due.len())) " who are due" } } }
            }
        }
        @if !suggestions.is_empty() {
            section #reconnect {
                h2 { "Before you need something" }
                p.soft { "A few people for " (words::month(today)) ", to ask how they are and for nothing else. Next month others stand here." }
                ul.plain {
                    @for it in &suggestions {
                        li {
                            (name_of(me, it.contact.id))
                            @if let Some(work) = super::work(it.contact.it) { span.soft { " " (work) } }
                            p.soft {
                                (it.reason.says())
                                @if let Some(last) = it.last { " Last in touch " (near(last, today)) "." }
                                @if let Some(boundaries) = &it.contact.it.boundaries { " They asked: " (words::sentence(boundaries)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
