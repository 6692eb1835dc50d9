//! The pages, over a real store.

mod app;
mod board;
mod evidence;
mod first_hour;
mod growth;
mod guard;
mod import;
mod kept;
mod people;
mod plan;
mod talks;
mod today;
mod updates;
mod whole;
