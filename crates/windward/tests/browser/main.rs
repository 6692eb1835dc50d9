//! The main jobs, in a real browser, against the real program.

mod browser;
mod first_hour;
mod growth;
mod pages;
mod server;
