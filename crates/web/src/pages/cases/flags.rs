//! What a reader would ask about a case, as a list with the way to each place.

use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    views::case::{
        Flag,
        flags::{Where, grouped, says},
    },
};

/// Questions that are shown at once; the rest in a fold.
const AT_ONCE: usize = 6;

/// All of them, what weighs most first.
pub(super) fn section(case: ItemId, flags: &[Flag<'_>]) -> Markup {
    let groups = grouped(flags);
    let (first, rest) = groups.split_at(groups.len().min(AT_ONCE));
    html! {
        section #asked {
            h2 { "What a reader would ask" }
            @if flags.is_empty() { p.soft { "Nothing that a rule can tell. Have somebody read it who was not there." } }
            @else {
                p.soft { "Cases fail on ‘what did this person actually do?’. These are places where that is not answered." }
                (list(case, first))
                @if !rest.is_empty() {
                    details {
                        summary { (rest.len()) " more" }
                        (list(case, rest))
                    }
                }
            }
        }
    }
}

fn list(case: ItemId, groups: &[Vec<&Flag<'_>>]) -> Markup {
    html! {
        ul.doubts {
            @for group in groups {
                li {
                    (says(group))
                    @match group.as_slice() {
                        [flag] => { " " a.how href=(place(case, flag.at)) { (word(flag.at)) } }
                        several => { ul.close { @for flag in several { li { a href=(place(case, flag.at)) { (flag.at.says()) } } } } }
                    }
                }
            }
        }
    }
}

fn place(case: ItemId, at: Where<'_>) -> String {
    match at {
        Where::Summary => format!("/cases/{case}/argument"),
        Where::Story(place, _) => format!("/cases/{case}/stories/{}", place + 1),
        Where::Piece(of) => format!("/evidence/{}", of.id),
        Where::Whole => format!("/cases/{case}/stories"),
    }
}

const fn word(at: Where<'_>) -> &'static str {
    match at {
        Where::Summary => "Say it there",
        Where::Story(..) => "Tell it there",
        Where::Piece(_) => "Complete it",
        Where::Whole => "To the stories",
    }
}
