//! The views, asked of records made by hand.

mod course;
mod standing;
mod writer;
