//! The main jobs, in a real browser, against the real program.

mod accounts;
mod board;
mod browser;
mod case;
mod corpus;
mod evidence;
mod first_hour;
mod growth;
mod hands;
mod opportunities;
mod pages;
mod people;
#[path = "../../../store/tests/suite/postgres.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "it belongs to the tests of the store, which use all of it"
)]
mod postgres;
mod resume;
mod server;
mod setbacks;
mod sharing;
mod sso;
mod talks;
mod today;
mod updates;
