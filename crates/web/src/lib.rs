//! Windward's pages: the route table, the components, the pictures, and the pages themselves.
//!
//! A page is one file: what it asks for, its form, the view it calls, its markup. No page reads the database
//! and no markup computes: a handler takes a [`book::Book`], calls a view of `windward-core` and renders.

mod assets;
pub mod book;
mod clash;
mod components;
mod dials;
pub mod edge;
mod error;
mod figures;
mod form;
mod frameworks;
#[cfg(test)]
mod fuzz;
mod guard;
mod hex;
mod kept;
mod layout;
mod letters;
mod limits;
mod network;
mod pages;
mod passkeys;
mod path;
mod pictures;
mod places;
pub mod post;
pub mod reminders;
mod request;
mod routes;
mod session;
mod state;
mod table;
mod text;
mod ticket;
mod visitor;
mod words;

pub use self::{
    figures::Figures,
    network::{Network, NotANetwork},
    pages::ladder::sheet::{SHEET, sheet as ladder_sheet},
    routes::{addresses, router, served, sign_in_path},
    state::Options,
    table::Address,
};
