//! What is open with an employer one leaves, offered for letting go.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Promise, PromiseOwner, Setback},
    views::{
        board::Circle,
        case::rung_name,
        opportunities,
        setback::{OpenEnds, let_go, open_ends},
    },
};

use super::{found, leaving};
use crate::{
    components::marks,
    error::WebError,
    form::Form,
    path::Path,
    session::Me,
    words::{capital, near, several},
};

/// What is open with the employer of a setback.
pub(crate) fn ends<'a>(me: &'a Me, it: &Setback) -> OpenEnds<'a> {
    let circle = Circle::of(&me.book.record, me.book.people());
    open_ends(me.book.facts(), circle, it)
}

/// Lets go of what nobody needs any more.
pub(crate) async fn close(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let ends = ends(&me, of.it);
    let chosen = form.all("end").filter_map(|it| it.parse().ok());
    let chosen: Vec<ItemId> = chosen.collect();
    let today = PartialDate::day(me.book.today);
    let mut gone = 0;
    me.act(form.once()?, |act| {
        gone = let_go(&ends, &chosen, today, act);
    })
    .await?;
    if gone > 0 {
        me.say(format!(
            "{} let go.",
            capital(&several(gone, "thing is", "things are"))
        ));
    }
    Ok(Redirect::to(&format!("{}#promises", leaving::path(id))).into_response())
}

pub(super) fn section(me: &Me, of: Of<'_, Setback>, it: &OpenEnds<'_>) -> Markup {
    let facts = me.book.facts();
    html! {
        @if it.ids().next().is_some() {
            section #promises {
                h2 { "Between you and people there" }
                p.soft { "Some of it nobody needs any more. What you tick is let go; the rest stays." }
                form method="post" action={ (leaving::path(of.id)) "/promises" } {
                    (marks(None))
                    @for promise in &it.promises { (tick(promise.id, &promise.it.what, &promised(me, *promise))) }
                    @for action in &it.actions {
                        @let due = action.it.due.map_or_else(String::new, |due| format!(", {}", near(due, facts.day)));
                        (tick(action.id, &action.it.what, &format!("to do{due}")))
                    }
                    @for case in &it.cases { (tick(case.id, &format!("Your case for {}", rung_name(facts, case.it)), "it is withdrawn, and all of it kept")) }
                    @for role in &it.opportunities { (tick(role.id, &opportunities::name(role.it), "a role with your employer")) }
                    div.actions { button.quiet { "Let go of these" } }
                }
            }
        }
    }
}

fn tick(id: ItemId, what: &str, beside: &str) -> Markup {
    html! { label.check { input type="checkbox" name="end" value=(id); span { (what) " " span.soft { (beside) } } } }
}

fn promised(me: &Me, of: Of<'_, Promise>) -> String {
    let who = me.book.facts().talks.who(of.it).or("somebody");
    let due = of.it.due;
    let due = due.map_or_else(String::new, |due| format!(", {}", near(due, me.book.today)));
    match of.it.owner {
        PromiseOwner::Mine => format!("you to {who}{due}"),
        PromiseOwner::Theirs => format!("{who} to you{due}"),
    }
}
