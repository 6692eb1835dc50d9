//! Questions asked of a record, one module each: pure functions of (record, framework, day).
//!
//! No view knows HTML, and no page computes: what a page or a command shows is what a view returned. Each
//! figure carries what it was made from, so that it can explain itself.

pub mod action;
pub mod aside;
pub mod background;
pub mod board;
pub mod case;
pub mod change;
pub mod check_in;
pub mod clash;
pub mod course;
pub mod drafts;
pub mod due;
pub mod evidence;
pub mod experiment;
pub mod facts;
pub mod growth;
pub mod hypothesis;
pub mod opportunities;
pub mod people;
pub mod phase;
pub mod plan;
pub mod plateau;
pub mod readiness;
pub mod resume;
pub mod review;
pub mod routes;
pub mod search;
pub mod setback;
pub mod sharing;
pub mod standing;
pub mod talks;
pub mod telling;
pub mod timeline;
pub mod today;
pub mod updates;
pub mod words;

use jiff::{Span, civil::Date};

/// The day that lies so many months back.
fn months_before(day: Date, months: u32) -> Date {
    day.saturating_sub(Span::new().months(months))
}
