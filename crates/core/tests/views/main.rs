//! The views, asked of records made by hand.

mod course;
mod plan;
mod standing;
mod writer;
