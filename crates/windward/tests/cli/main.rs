//! Whole answers of the program, as a person at a shell gets them. Each test is a story in a directory of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod accounts;
mod board;
mod canary;
mod career;
mod cases;
mod evidence;
mod files;
mod growth;
mod import;
mod ladder;
mod law;
mod operating;
mod opportunities;
mod package;
mod people;
mod plan;
mod post;
#[path = "../../../store/tests/suite/postgres.rs"]
#[expect(
    dead_code,
    reason = "it belongs to the tests of the store, which use all of it"
)]
mod postgres;
mod program;
mod proof;
mod resume;
mod serve;
mod setback;
mod shell;
#[path = "../../../post/tests/suite/smtpd.rs"]
mod smtpd;
mod store;
mod talks;
mod title;
mod today;
mod told;
mod updates;
mod watch;
