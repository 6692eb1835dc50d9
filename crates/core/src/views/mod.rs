//! Questions asked of a record, one module each: pure functions of (record, framework, day).
//!
//! No view knows HTML, and no page computes: what a page or a command shows is what a view returned. Each
//! figure carries what it was made from, so that it can explain itself.

pub mod course;
pub mod facts;
pub mod growth;
pub mod phase;
pub mod plan;
pub mod readiness;
pub mod routes;
pub mod standing;
pub mod today;
