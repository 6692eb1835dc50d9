//! What becomes of opportunities elsewhere: the history as a table, and the role that one of them became.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Of, Opportunity, Placement, Role},
    views::opportunities::{on_rung, opportunities},
};
use windward_formats::opportunities::to_csv;

use super::{found, one};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again},
    error::WebError,
    form::Form,
    path::Path,
    session::Me,
};

pub(crate) async fn out(me: Me) -> Response {
    let facts = me.book.facts();
    let all = opportunities(facts);
    // What spreadsheets know UTF-8 by.
    let text = format!("\u{feff}{}", to_csv(facts, &all));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"windward-opportunities-{}.csv\"",
                me.book.today
            ),
        ),
    ];
    (headers, text).into_response()
}

/// The way out, below the list.
pub(super) fn section() -> Markup {
    html! {
        section {
            h2 { "As a table" }
            p { "Every stage of each with its day, for a spreadsheet. The texts of postings and what you weighed stay here." }
            div.actions { (go_quietly("/opportunities/export", "Download the history (CSV)")) }
        }
    }
}

/// What was accepted becomes a role.
pub(super) fn become_role(me: &Me, of: Of<'_, Opportunity>, form: &Form) -> Markup {
    let role = of.it.role.and_then(|id| me.book.record.get::<Role>(id));
    html! {
        section.card #role {
            @match role {
                Some(role) => { p { "It became your role: " a href={ "/roles/" (role.id) } { (role.it.title) } "." } }
                None => {
                    form method="post" action={ "/opportunities/" (of.id) "/role" } {
                        (marks_again(form, Some(of.revision.entry_id)))
                        (field(form, Field { name: "from", label: "When do you begin?", hint: "It comes among your roles, and onto the course from that day on. The role you leave is ended on its own page.", kind: Kind::Date }))
                        div.actions { button { "Make it a role" } }
                    }
                }
            }
        }
    }
}

pub(crate) async fn role(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let from = form.date("from");
    if from.is_none() && form.is_good() {
        form.fault("from", "A month is enough.");
    }
    if !form.is_good() {
        let page = one::page(&me, of, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let facts = me.book.facts();
    let placement = match (&of.it.placement, on_rung(facts, of.it).rung) {
        (Placement::Open, Some(rung)) => Placement::Rung {
            id: rung.id.clone(),
            framework: me.book.framework.hash,
        },
        (said, _) => said.clone(),
    };
    let role = Role {
        title: of.it.title.clone(),
        organisation: of.it.organisation.clone(),
        from,
        placement,
        ..Role::default()
    };
    if of.it.role.is_none() {
        me.act(once, |act| {
            let role = act.add(role);
            let it = Opportunity {
                role: Some(role),
                ..of.it.clone()
            };
            act.put(id, revises, it);
        })
        .await?;
    }
    Ok(Redirect::to(&format!("/opportunities/{id}#role")).into_response())
}
