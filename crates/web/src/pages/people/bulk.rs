//! One change to many people: a tag given or taken, as one act that can be taken back.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_core::{id::ItemId, record::Contact, views::people::identity::folded};
use windward_formats::limits;

use super::{A_PAGE, Asked};
use crate::{
    error::WebError,
    form::{Form, LINE},
    session::Me,
    words,
};

/// The fields below the list.
pub(super) fn acts(all: usize, shown: usize, page: usize) -> Markup {
    html! {
        input type="hidden" name="page" value=(page);
        div.row {
            label for="new-tag" { "Tag" }
            input.short id="new-tag" name="new_tag" autocomplete="off" placeholder="mentor";
            button.quiet name="do" value="add" { "Give the tag" }
            button.quiet name="do" value="remove" { "Take the tag away" }
            label.check { input type="checkbox" name="here" value="yes"; "all " (words::thousands(shown)) " on this page" }
            @if all > shown {
                label.check { input type="checkbox" name="all" value="yes"; "all " (words::thousands(all)) " that were found, not only those marked" }
            }
        }
    }
}

pub(crate) async fn tag(me: Me, mut form: Form) -> Result<Response, WebError> {
    let asked = Asked {
        q: form.typed("q").to_owned(),
        tag: form.typed("tag").to_owned(),
        community: form.typed("community").to_owned(),
        due: form.typed("due").to_owned(),
        ..Asked::default()
    };
    let back = |me: &Me, sentence: &str| {
        me.say(sentence);
        Redirect::to(&asked.at(1)).into_response()
    };
    let Some(tag) = form.text("new_tag", LINE) else {
        return Ok(back(
            &me,
            "Write the tag first, then give it or take it away. Nothing was changed.",
        ));
    };
    let everybody = form.ticked("all");
    let chosen: Vec<ItemId> = if everybody || form.ticked("here") {
        let found = me.book.people().find(&asked.filter());
        let page: usize = form.typed("page").parse().unwrap_or(1);
        let (before, most) = if everybody {
            (0, found.len())
        } else {
            (page.saturating_sub(1).saturating_mul(A_PAGE), A_PAGE)
        };
        let found = found.iter().skip(before).take(most);
        found.map(|it| it.id).collect()
    } else {
        form.all("who").filter_map(|it| it.parse().ok()).collect()
    };
    let remove = form.typed("do") == "remove";
    let wanted = folded(&tag);
    let mut act_id = None;
    let (mut changed, mut full) = (0, 0);
    me.act(form.once()?, |act| {
        act_id = Some(act.id());
        for of in chosen
            .iter()
            .filter_map(|id| me.book.record.get::<Contact>(*id))
        {
            let mut tags = of.it.tags.clone();
            tags.retain(|it| !(remove && folded(it) == wanted));
            let has = tags.iter().any(|it| folded(it) == wanted);
            if !remove && !has {
                if tags.len() < limits::TAGS {
                    tags.push(tag.clone());
                } else {
                    full += 1;
                }
            }
            if tags != of.it.tags {
                changed += 1;
                act.revise(
                    of,
                    Contact {
                        tags,
                        ..of.it.clone()
                    },
                );
            }
        }
    })
    .await?;
    let act = act_id.filter(|_| changed > 0);
    let Some(act) = act else {
        let why = if chosen.is_empty() {
            "Mark somebody first. Nothing was changed."
        } else if full > 0 {
            "They have as many tags as somebody can have; nothing was changed."
        } else {
            "It was so already; nothing was changed."
        };
        return Ok(back(&me, why));
    };
    if full > 0 {
        me.say(format!(
            "{} as many tags as somebody can have, and did not get another.",
            words::capital(&words::several(full, "has", "have"))
        ));
    }
    let at = asked.at(1);
    let joint = if at.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{at}{joint}done={act}")).into_response())
}
