//! What belongs to the personal board: what of it is looked through.

use super::{FIRST, FURTHER, Weighed, some};
use crate::record::Content;

/// Hands every text of an item of one of these kinds to `look`, with its weight.
pub(super) fn texts<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    match content {
        Content::Seat(it) => {
            some(look, FURTHER, &[&it.track_record, &it.looking_for]);
            look((FIRST, &it.area));
        }
        Content::Approach(it) => {
            let notes = it.steps.iter().filter_map(|step| step.note.as_deref());
            let draft = it.draft.iter().map(|draft| draft.text.as_str());
            let all = notes.map(|it| (FIRST, it));
            all.chain(draft.map(|it| (FURTHER, it))).for_each(look);
        }
        Content::Question(it) => look((FIRST, &it.ask)),
        Content::Gift(it) => look((FIRST, &it.what)),
        Content::Lesson(it) => {
            some(look, FURTHER, &[&it.outcome]);
            look((FIRST, &it.learned));
        }
        Content::BoardReview(it) => {
            some(look, FIRST, &[&it.note]);
            let whys = it.seats.iter().filter_map(|seat| seat.why.as_deref());
            whys.map(|why| (FURTHER, why)).for_each(look);
        }
        _ => {}
    }
}
