//! Looking around in a sample record. It lives in memory only, and leaves no trace when left.

use axum::response::Redirect;

use crate::session::Me;

/// Opens the sample.
pub(crate) async fn enter(me: Me) -> Redirect {
    me.app
        .drawers
        .begin_sample(&me.key, &me.app.frameworks, me.app.now());
    Redirect::to("/")
}

/// Closes it, and with it everything that was written into it.
pub(crate) async fn leave(me: Me) -> Redirect {
    me.app.drawers.leave_sample(&me.key);
    Redirect::to("/")
}
