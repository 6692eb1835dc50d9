//! The store from outside. One program, so that helpers are shared and linked once.

mod instance;
mod model;
mod pen;
mod races;
mod speed;
mod story;
