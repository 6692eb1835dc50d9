//! A ladder that comes as a file: read and kept, or refused with the places of its faults.

use std::borrow::Cow;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use tokio::task::spawn_blocking;
use windward_core::framework::{Fault, Faults, Framework, FrameworkHash, Position};
use windward_store::{Deed, Ladder, MAX_FRAMEWORK, NotBrought};

use crate::{
    components::go,
    error::WebError,
    form::sentence,
    layout::{self, Head, Section},
    limits::Against,
    pages::import::File,
    session::Me,
    words::{self, capital, thousands},
};

/// What became of a file that was to be a ladder.
pub(in crate::pages) enum Brought {
    /// It is one, and lies in the store.
    Ladder(FrameworkHash),
    /// It cannot be one, or not one more, for this reason.
    No(Cow<'static, str>),
    /// It has faults.
    Faulty { name: String, faults: Faults },
}

pub(in crate::pages) const TOO_LARGE: &str =
    "That is too large for a ladder. The one that ships with Windward has a few hundred kilobytes.";

/// Whose a ladder is to be that comes as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Whose {
    /// Theirs who bring it.
    Mine,
    /// Everybody’s on this server.
    Everybodys,
}

/// Reads a file and stores the ladder that it is.
pub(in crate::pages) async fn bring(
    me: &Me,
    file: Option<File>,
    whose: Whose,
) -> Result<Brought, WebError> {
    let Some(File { name, bytes }) = file else {
        return Ok(Brought::No("Choose a ladder file first.".into()));
    };
    // On a server of many each could else fill its disk with them.
    let person = me.store().person().person().to_string();
    let pace = [Against::thing("ladder", &person)];
    if me.app.options.accounts && me.app.limits.count(&pace, me.app.now()).is_err() {
        return Ok(Brought::No(
            "Those were many ladders within a quarter of an hour. Wait a little, then bring this one.".into(),
        ));
    }
    if bytes.len() > MAX_FRAMEWORK {
        return Ok(Brought::No(TOO_LARGE.into()));
    }
    let Ok(text) = String::from_utf8(bytes.into()) else {
        return Ok(Brought::No(
            "That file is no text in UTF-8. A ladder is a TOML file, and those always are.".into(),
        ));
    };
    let parsing = spawn_blocking(move || Framework::parse(&text).map(|_| text));
    match parsing.await.expect("no text makes the parser panic") {
        Ok(text) => {
            let ladder = Ladder::of(text);
            let hash = ladder.hash;
            let (instance, person) = (&me.app.instance, me.store().person());
            if whose == Whose::Everybodys || hash == me.app.frameworks.product().hash {
                instance.put_framework(&ladder.text).await?;
            } else {
                match instance.bring(person, vec![ladder], me.app.now()).await {
                    Ok(()) => {}
                    Err(NotBrought::Store(error)) => return Err(error.into()),
                    Err(full) => return Ok(Brought::No(sentence(&full).into())),
                }
            }
            me.app.note(Deed::FrameworkPut, person, None).await;
            Ok(Brought::Ladder(hash))
        }
        Err(faults) => Ok(Brought::Faulty { name, faults }),
    }
}

/// Faults of a file shown at most; an author mends these first and tries again.
const MOST_FAULTS: usize = 100;

/// The page that says what is wrong with a file, and where; another is chosen at the address `again`.
pub(in crate::pages) fn faulty(me: &Me, name: &str, faults: &Faults, again: &str) -> Response {
    let all = faults.as_slice();
    let head = Head {
        title: "This ladder has faults",
        lede: html! { p { (capital(&words::several(all.len(), "fault", "faults"))) " in ‘" (name) "’. Nothing was installed; everything is as it was." } },
        section: Section::Settings,
    };
    let body = html! {
        section {
            ol.plain {
                @for fault in all.iter().take(MOST_FAULTS) { li { (shown(faults.text(), fault)) } }
            }
            @if all.len() > MOST_FAULTS { p.soft { "And " (thousands(all.len() - MOST_FAULTS)) " more." } }
            div.actions { (go(again, "Choose the mended file")) }
        }
    };
    let page = layout::page(me, me.book.facts(), &head, &body);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn shown(text: &str, fault: &Fault) -> Markup {
    let at = Position::of(text, fault.span.start);
    let (line, caret) = excerpt(text, fault);
    html! {
        p { strong { "Line " (at.line) ", column " (at.column) } ": " (fault.message) }
        pre { (line) "\n" span aria-hidden="true" { (caret) } }
        @if let Some(help) = &fault.help { p.soft { (capital(help)) } }
    }
}

/// The line of a fault, or as much of it as fits, and carets under the place.
fn excerpt(text: &str, fault: &Fault) -> (String, String) {
    /// Characters of a line that are shown, and how many of them before the place.
    const MOST: usize = 96;
    const BEFORE: usize = 48;
    let at = Position::of(text, fault.span.start);
    let line: Vec<char> = text
        .lines()
        .nth(at.line - 1)
        .unwrap_or_default()
        .chars()
        .collect();
    let column = (at.column - 1).min(line.len());
    let cut = if line.len() <= MOST {
        0
    } else {
        column.saturating_sub(BEFORE)
    };
    let end = line.len().min(cut + MOST);
    let plain = |it: &char| if it.is_whitespace() { ' ' } else { *it };
    let (before, after) = (
        if cut > 0 { "…" } else { "" },
        if end < line.len() { "…" } else { "" },
    );
    let seen: String = line[cut..end].iter().map(plain).collect();
    let marked = text.get(fault.span.clone()).map_or(1, |it| {
        it.lines().next().unwrap_or_default().chars().count()
    });
    let carets = marked.clamp(1, (end - column).max(1));
    let indent = column - cut + before.chars().count();
    (
        format!("{before}{seen}{after}"),
        format!("{}{}", " ".repeat(indent), "^".repeat(carets)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(span: std::ops::Range<usize>) -> Fault {
        Fault {
            span,
            message: String::new(),
            help: None,
        }
    }

    #[test]
    fn the_caret_stands_under_the_fault() {
        let text = "a = 1\nü\tnmae = \"x\"\n";
        let at = text.find("nmae").unwrap();
        let (line, caret) = excerpt(text, &fault(at..at + 4));
        assert_eq!(
            (line.as_str(), caret.as_str()),
            ("ü nmae = \"x\"", "  ^^^^")
        );
        assert_eq!(excerpt(text, &fault(999..1000)).1, "^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_fault() {
        let text = format!("{}here{}", "a".repeat(500), "b".repeat(500));
        let (line, caret) = excerpt(&text, &fault(500..504));
        assert!(line.starts_with('…') && line.ends_with('…') && line.chars().count() < 100);
        let column = caret.find('^').unwrap();
        assert_eq!(
            line.chars().skip(column).take(4).collect::<String>(),
            "here"
        );
        assert_eq!(caret.matches('^').count(), 4);
    }
}
