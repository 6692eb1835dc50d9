//! The main jobs, in a real browser, against the real program.

mod browser;
mod evidence;
mod first_hour;
mod pages;
mod server;
