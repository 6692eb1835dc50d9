//! What stands beside the roles, and what was read and heard: what of it is looked through.

use super::{BESIDE, FIRST, FURTHER, Weighed, some};
use crate::record::Content;

/// Hands every text of an item of one of these kinds to `look`, with its weight.
pub(super) fn texts<'a>(content: &'a Content, look: &mut dyn FnMut(Weighed<'a>)) {
    match content {
        Content::Takeaway(it) => {
            some(look, FURTHER, &[&it.by, &it.took, &it.for_whom]);
            some(look, BESIDE, &[&it.link]);
            look((FIRST, &it.title));
        }
        Content::Award(it) => {
            some(look, FURTHER, &[&it.issuer, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Certificate(it) => {
            some(look, FURTHER, &[&it.issuer, &it.note]);
            look((FIRST, &it.name));
        }
        Content::Education(it) => {
            some(look, FURTHER, &[&it.degree, &it.grade, &it.note]);
            look((FIRST, &it.school));
        }
        Content::ListedSkill(it) => {
            some(look, FURTHER, &[&it.level, &it.note]);
            look((FIRST, &it.name));
        }
        Content::Project(it) => {
            some(look, FURTHER, &[&it.part, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Training(it) => {
            some(look, FURTHER, &[&it.provider, &it.note]);
            look((FIRST, &it.title));
        }
        Content::Volunteering(it) => {
            some(look, FURTHER, &[&it.organisation, &it.cause, &it.note]);
            look((FIRST, &it.title));
        }
        _ => {}
    }
}
