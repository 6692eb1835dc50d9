//! The addresses of sharing: what I share, what others share with me, and what a link leads to.

use crate::{
    pages::{
        others::{self, link, of, write},
        sharing::{self, ask, managers, offer, written},
    },
    table::{Table, get, post},
};

/// What I share, and what others write into my record.
pub(super) fn sharing() -> Table {
    Table::new()
        .route("/sharing", get(sharing::show))
        .route("/sharing/new", get(offer::show).post(offer::make))
        .route("/sharing/ask", get(ask::show).post(ask::make))
        .route("/sharing/name", post(sharing::rename))
        .route("/sharing/managers", post(managers::add))
        .route("/sharing/managers/{id}/end", post(managers::end))
        .route("/sharing/grants/{id}/end", post(sharing::end_grant))
        .route("/sharing/readers/{reader}/end", post(sharing::end_reader))
        .route("/sharing/links/{id}/end", post(sharing::end_link))
        .route("/sharing/copies/{id}", get(sharing::as_seen))
        .route("/sharing/copies/{id}/renew", post(sharing::renew))
        .route("/written", get(written::show))
        .route("/written/{id}/dispute", post(written::dispute))
        .route("/written/{id}/hide", post(written::hide))
        .route("/written/{id}/show", post(written::show_again))
}

/// What others share with me, and what whoever has a link sees.
pub(super) fn others() -> Table {
    Table::new()
        .route("/team", get(others::list))
        .route("/of/{person}", get(of::show))
        .route("/of/{person}/course", get(of::course))
        .route("/of/{person}/feedback", post(write::feedback))
        .route("/of/{person}/promise", post(write::promise))
        .route("/of/{person}/not-mine", post(of::not_mine))
        .route("/of/{person}/written/{id}/kept", post(write::kept))
        .route("/of/{person}/written/{id}/withdraw", post(write::withdraw))
        .route("/of/{person}/{copy}", get(of::copy))
        .route("/s/{token}", get(link::show).post(link::answered))
        .route("/s/{token}/{copy}", get(link::one))
}
