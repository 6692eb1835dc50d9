//! The pages, over a real store.

mod app;
mod first_hour;
mod growth;
mod guard;
mod plan;
mod whole;
