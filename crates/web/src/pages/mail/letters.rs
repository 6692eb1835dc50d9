//! What waits to be sent, and what became of the rest.

use std::fmt::Write as _;

use axum::response::Response;
use maud::{Markup, html};
use windward_post::{Posted, Turn};
use windward_store::{LetterId, LetterState};

use super::{back, ours};
use crate::{
    components::marks,
    edge,
    error::WebError,
    path::Path,
    session::Me,
    words::{capital, moment, several},
};

/// Letters shown; the others are counted.
const SHOWN: usize = 50;

/// Whose turn it is to send, and the letters.
pub(super) fn section(me: &Me, turn: Option<&Turn>, letters: &[Posted]) -> Markup {
    let waiting = letters.iter().filter(|it| it.state == LetterState::Waiting);
    let waiting = waiting.count();
    html! {
        section #letters {
            h2 { "What was sent, and what waits" }
            (runner(me, turn))
            @if letters.is_empty() {
                p.soft { "No letter yet. Updates that you send and digests stand here, each with what the mail server said." }
            } @else {
                p {
                    @if waiting > 0 { (capital(&several(waiting, "letter waits", "letters wait"))) ". " }
                    "A letter’s words are thrown away once it is sent, after three days at the latest; that it was sent is known for ninety days."
                }
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "To" } th scope="col" { "What" } th scope="col" { "How it stands" } th scope="col" { span.seen-not { "Do" } } } }
                        tbody { @for letter in letters.iter().take(SHOWN) { (row(me, letter)) } }
                    }
                }
                @if letters.len() > SHOWN { p.soft { "And " (letters.len() - SHOWN) " older." } }
            }
        }
    }
}

fn runner(me: &Me, turn: Option<&Turn>) -> Markup {
    let (now, zone) = (me.app.now(), &edge::zone(&me.book.record));
    html! {
        @match turn {
            None => p.soft { "Nothing has looked after mail yet. It is done while ‘windward serve’ runs." },
            Some(turn) => {
                p {
                    @if turn.held_until < now { "Nothing looks after mail just now; last it did on " (moment(turn.ran_at, zone)) ". It goes on while ‘windward serve’ runs." }
                    @else if turn.here { "This Windward looks after mail, last on " (moment(turn.ran_at, zone)) "." }
                    @else { "Another server of this record looks after mail, last on " (moment(turn.ran_at, zone)) "." }
                }
                @if let Some(fault) = &turn.fault { div.notice.warn { p { (fault) } } }
            }
        }
    }
}

fn row(me: &Me, letter: &Posted) -> Markup {
    let (state, zone) = (letter.state, &edge::zone(&me.book.record));
    html! {
        tr {
            th scope="row" { @match &letter.to { Some(to) => (to), None => span.soft { "not known any more" } } }
            td { (letter.subject) }
            td {
                span.tag.ahead[state == LetterState::Waiting].warn[matches!(state, LetterState::Refused | LetterState::Unclear)] { (word(state)) }
                " " span.soft {
                    (moment(letter.changed_at, zone))
                    @if state == LetterState::Waiting && letter.tries > 0 { ", again at " (moment(letter.due_at, zone)) }
                }
                @if state == LetterState::Unclear { br; "The connection broke before the mail server answered, so it may have arrived." }
                @if let Some(said) = &letter.said { br; span.soft { (said) } }
            }
            td { (acts(letter)) }
        }
    }
}

fn acts(letter: &Posted) -> Markup {
    let id = letter.id.iter().fold(String::new(), |mut id, byte| {
        // Writing to a text cannot fail.
        let _ = write!(id, "{byte:02x}");
        id
    });
    html! {
        @if letter.state == LetterState::Waiting {
            form method="post" action={ "/settings/mail/letters/" (id) "/drop" } { (marks(None)) button.quiet { "Do not send it" } }
        }
        @if letter.state == LetterState::Unclear && letter.whole {
            form method="post" action={ "/settings/mail/letters/" (id) "/again" } { (marks(None)) button.quiet { "Send it again" } }
        }
    }
}

const fn word(state: LetterState) -> &'static str {
    match state {
        LetterState::Waiting => "waits",
        LetterState::Sending => "on its way",
        LetterState::Sent => "sent",
        LetterState::Refused => "not sent",
        LetterState::Unclear => "not clear",
    }
}

fn id(text: &str) -> Result<LetterId, WebError> {
    let digits = text.as_bytes();
    let mut id = [0; 32];
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return Err(WebError::NotFound);
    }
    for (byte, pair) in id.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| WebError::NotFound)?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| WebError::NotFound)?;
    }
    Ok(id)
}

/// Sends one again of which nobody knows whether it arrived.
pub(crate) async fn again(me: Me, Path(letter): Path<String>) -> Result<Response, WebError> {
    let queued = ours(&me)?
        .again(me.store().person(), id(&letter)?, me.app.now())
        .await?;
    me.say(if queued {
        "It goes out again."
    } else {
        "That letter has moved on meanwhile, so nothing was done."
    });
    Ok(back())
}

/// Takes one out that waits.
pub(crate) async fn take_out(me: Me, Path(letter): Path<String>) -> Result<Response, WebError> {
    let dropped = ours(&me)?
        .drop_letter(me.store().person(), id(&letter)?)
        .await?;
    me.say(if dropped {
        "It is not sent."
    } else {
        "It was sent or given up already, so there was nothing to take out."
    });
    Ok(back())
}
