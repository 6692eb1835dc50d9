//! The addresses of whom one knows, and of what is told to many of them.

use crate::{
    pages::{communities, people, updates},
    table::{Table, get, post},
};

/// Whom one knows.
pub(super) fn about_people() -> Table {
    use people::{bulk, duplicates, merge, moment, one, sheet, tags, take, touch};
    Table::new()
        .route("/people", get(people::list))
        .route("/people/new", get(sheet::blank).post(sheet::add))
        .route("/people/export", get(take::out))
        .route("/people/tag", post(bulk::tag))
        .route("/people/tags", get(tags::show).post(tags::set))
        .route(
            "/people/duplicates",
            get(duplicates::show).post(duplicates::decide),
        )
        .route("/people/duplicates/all", post(duplicates::all))
        .route("/people/{id}", get(one::show))
        .route("/people/{id}/edit", get(sheet::show).post(sheet::edit))
        .route("/people/{id}/withdraw", post(sheet::withdraw))
        .route("/people/{id}/merge", get(merge::choose).post(merge::apply))
        .route("/people/{id}/touches", post(touch::add))
        .route("/people/{id}/moments", post(moment::add))
        .route("/touches/{id}", get(touch::show).post(touch::edit))
        .route("/touches/{id}/withdraw", post(touch::withdraw))
        .route("/moments/{id}", get(moment::show).post(moment::edit))
        .route("/moments/{id}/answer", post(moment::answer))
        .route("/moments/{id}/withdraw", post(moment::withdraw))
        .route(
            "/communities",
            get(communities::list).post(communities::add),
        )
        .route(
            "/communities/{id}",
            get(communities::show).post(communities::edit),
        )
        .route("/communities/{id}/withdraw", post(communities::withdraw))
        .route(
            "/events/new",
            get(communities::event::blank).post(communities::event::add),
        )
        .route(
            "/events/{id}",
            get(communities::event::show).post(communities::event::edit),
        )
        .route("/events/{id}/followed", post(communities::event::followed))
        .route("/events/{id}/withdraw", post(communities::event::withdraw))
}

/// What is told to many.
pub(super) fn news() -> Table {
    Table::new()
        .route("/updates", get(updates::list).post(updates::begin))
        .route("/updates/preview", post(updates::draft::preview))
        .route(
            "/updates/groups",
            get(updates::groups::list).post(updates::groups::add),
        )
        .route(
            "/updates/groups/{id}",
            get(updates::groups::show).post(updates::groups::edit),
        )
        .route(
            "/updates/groups/{id}/withdraw",
            post(updates::groups::withdraw),
        )
        .route(
            "/updates/{id}",
            get(updates::show).post(updates::draft::save),
        )
        .route("/updates/{id}/file", get(updates::take::file))
        .route("/updates/{id}/taken", post(updates::take::taken))
        .route("/updates/{id}/ready", post(updates::draft::go_on))
        .route(
            "/updates/{id}/send",
            get(updates::send::ready).post(updates::send::send),
        )
        .route("/updates/{id}/reply", post(updates::left::reply))
        .route("/updates/{id}/withdraw", post(updates::withdraw))
}
