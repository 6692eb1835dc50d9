//! The views, asked of records made by hand.

mod aftermath;
mod board;
mod careers;
mod case;
mod course;
mod evidence;
mod growth;
mod opportunities;
mod people;
mod plan;
mod plateau;
mod setback;
mod sharing;
mod sheets;
mod standing;
mod talks;
mod today;
mod updates;
mod writer;
