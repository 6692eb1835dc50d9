//! Pictures drawn on the server, styled by the same tokens as the page.

pub(crate) mod allies;
pub(crate) mod board;
pub(crate) mod course;
pub(crate) mod plan;
pub(crate) mod readings;
