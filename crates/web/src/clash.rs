//! Two versions of one thing, for whoever saved too late: nothing that was typed is lost, and nothing is overwritten.

use jiff::civil::Date;
use maud::{Markup, html};
use windward_core::{
    record::Change,
    views::clash::{Line, Version, clash},
};

use crate::{session::Me, words::near};

/// What was sent, beside what stands.
pub(crate) fn versions(me: &Me, late: &Change) -> Markup {
    let sent = match late {
        Change::Put(item) => Some(&item.content),
        Change::Withdraw(_) | Change::Redacted => None,
    };
    let thread = late.item().and_then(|id| me.book.record.thread(id));
    let stands = thread.and_then(|it| it.last().content.as_ref());
    let found = clash(&me.book.framework, sent, stands);
    html! {
        div.halves {
            section.card { h2 { "What you sent" } (version(found.sent.as_ref(), me.book.today)) }
            section.card {
                h2 { "What stands now" }
                @if thread.is_some() { (version(found.stands.as_ref(), me.book.today)) } @else { p { "Nothing yet." } }
            }
        }
    }
}

fn version(version: Option<&Version<'_>>, today: Date) -> Markup {
    let Some(version) = version else {
        return html! { p { "Taken back: it is no part of your record." } };
    };
    html! {
        @if let Some(on) = version.on { p.soft { (near(on, today)) } }
        @for Line { text, alike } in &version.lines {
            p.soft[*alike] { (text) @if *alike { " " span.tag.quiet { "in both" } } }
        }
    }
}
