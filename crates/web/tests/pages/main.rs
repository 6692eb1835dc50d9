//! The pages, over a real store.

mod app;
mod evidence;
mod first_hour;
mod guard;
mod import;
mod whole;
