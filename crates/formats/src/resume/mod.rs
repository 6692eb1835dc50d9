//! A résumé written out: as a paper, for people, and as JSON Resume, for programs.
//!
//! Both are made of the same [`Sheet`](windward_core::views::resume::Sheet), so they say the same.

mod json;
mod paper;

pub use self::{
    json::json,
    paper::{paper, when},
};
