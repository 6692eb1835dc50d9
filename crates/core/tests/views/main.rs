//! The views, asked of records made by hand.

mod course;
mod evidence;
mod standing;
mod writer;
