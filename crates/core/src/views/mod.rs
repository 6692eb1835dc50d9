//! Questions asked of a record, one module each: pure functions of (record, framework, day).
//!
//! No view knows HTML, and no page computes: what a page or a command shows is what a view returned. Each
//! figure carries what it was made from, so that it can explain itself.

pub mod background;
pub mod change;
pub mod course;
pub mod drafts;
pub mod evidence;
pub mod facts;
pub mod phase;
pub mod readiness;
pub mod review;
pub mod routes;
pub mod search;
pub mod standing;
pub mod telling;
pub mod timeline;
pub mod today;
