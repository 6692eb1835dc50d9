//! What is looked through of evidence, of roles that are considered, and of the résumé.

use super::{BESIDE, FIRST, FURTHER, Weighed, some};
use crate::{
    framework::Framework,
    record::{Evidence, Opportunity, Resume},
};

/// Hands every text of a piece of evidence to `look`, with its weight; what weighs most first.
pub(super) fn evidence<'a>(
    framework: &'a Framework,
    it: &'a Evidence,
    look: &mut dyn FnMut(Weighed<'a>),
) {
    look((FIRST, &it.what));
    some(look, FURTHER, &[&it.so_what, &it.my_part]);
    if let Some(figure) = &it.figure {
        some(
            look,
            FURTHER,
            &[&figure.what, &figure.from, &figure.to, &figure.unit],
        );
    }
    let names = it.witnesses.iter().map(|name| (FURTHER, name.as_str()));
    let links = it.links.iter().map(|link| (BESIDE, link.as_str()));
    let skills = it
        .skills
        .iter()
        .filter_map(|shown| framework.skill(&shown.skill));
    let skills = skills.map(|skill| (BESIDE, skill.name.as_str()));
    names.chain(links).chain(skills).for_each(look);
}

/// The same for a role that is considered.
pub(super) fn opportunity<'a>(it: &'a Opportunity, look: &mut dyn FnMut(Weighed<'a>)) {
    some(look, FIRST, &[&it.organisation]);
    some(look, FURTHER, &[&it.note, &it.posting]);
    some(look, BESIDE, &[&it.source, &it.link]);
    let notes = it.stages.iter().filter_map(|it| it.note.as_deref());
    let next = it.next.iter().map(|it| it.what.as_str());
    let says = it.weighed.iter().filter_map(|it| it.says.as_deref());
    let terms = it.offer.iter().filter_map(|it| it.terms.as_deref());
    let said = notes.chain(next).chain(says).chain(terms);
    said.map(|it| (FURTHER, it)).for_each(&mut *look);
    look((FIRST, &it.title));
}

/// The same for a résumé.
pub(super) fn resume<'a>(it: &'a Resume, look: &mut dyn FnMut(Weighed<'a>)) {
    let texts = it.headline.iter().chain(&it.summary);
    texts.for_each(|text| look((FIRST, text)));
    let words = it.worded.iter().map(|it| &it.words);
    words.for_each(|text| look((FURTHER, text)));
}
