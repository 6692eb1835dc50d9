//! What is about people one knows: what of it is looked through.

use super::{BESIDE, FIRST, FURTHER, Weighed, some};
use crate::record::Content;

/// Hands every text of an item of one of these kinds to `look`, with its weight.
pub(super) fn texts<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    match content {
        Content::Contact(it) => {
            some(look, FIRST, &[&it.nickname]);
            some(look, FURTHER, &[&it.organisation, &it.title, &it.how_known]);
            some(look, FURTHER, &[&it.notes, &it.boundaries]);
            let tags = it.tags.iter().map(|it| (FURTHER, it.as_str()));
            let reach = it.reach.iter().map(|it| (BESIDE, it.value.as_str()));
            look((FIRST, &it.name));
            tags.chain(reach).for_each(look);
        }
        Content::Touch(it) => {
            some(look, FIRST, &[&it.note, &it.asked, &it.answered]);
            some(look, FURTHER, &[&it.gave, &it.next]);
        }
        Content::Moment(it) => look((FIRST, &it.what)),
        Content::Community(it) => {
            some(look, FURTHER, &[&it.notes]);
            some(look, BESIDE, &[&it.url]);
            look((FIRST, &it.name));
        }
        Content::Gathering(it) => {
            some(look, FURTHER, &[&it.place, &it.follow_up, &it.notes]);
            look((FIRST, &it.name));
        }
        Content::TagCadence(it) => look((FIRST, &it.tag)),
        Content::Update(it) => {
            look((FURTHER, &it.body));
            look((FIRST, &it.subject));
        }
        Content::UpdateGroup(it) => look((FIRST, &it.name)),
        _ => {}
    }
}
