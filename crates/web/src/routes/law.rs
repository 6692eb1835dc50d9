//! The addresses of leaving, of the door of a closed account, of the audit log and of what is kept.

use crate::{
    pages::law::{anew, audit, door, keeping, leave},
    state::Options,
    table::{Table, get, post},
};

/// Those of a server on which everybody has an account; elsewhere there are none.
pub(super) fn law(options: &Options) -> Table {
    if !options.accounts {
        return Table::new();
    }
    Table::new()
        .route("/account/leave", get(leave::show).post(leave::begin))
        .route("/account/stay", post(leave::stay))
        .route("/account/erase", post(leave::erase))
        .route("/closed", get(door::show).post(door::take))
        .route("/unlock/anew", get(anew::show).post(anew::begin))
        .route("/accounts/audit", get(audit::show))
        .route("/accounts/audit/file", get(audit::file))
        .route("/accounts/keeping", get(keeping::show))
        .route("/accounts/backup", post(keeping::back_up))
}
