//! Windward's pages: the route table, the components, the pictures, and the pages themselves.
//!
//! A page is one file: what it asks for, its form, the view it calls, its markup. No page reads the database
//! and no markup computes: a handler takes a [`book::Book`], calls a view of `windward-core` and renders.

pub mod book;
pub mod edge;
