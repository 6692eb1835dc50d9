//! The pages, over a real store.

mod app;
mod first_hour;
mod guard;
mod plan;
mod whole;
