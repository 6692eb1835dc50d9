//! Windward's command line, the server among its commands.
//!
//! One command, one file under `commands`: its arguments, its `run`. A command reads a record through
//! `home`, calls a view of `windward-core` and prints through `screen`; nothing here computes.

mod ask;
mod browser;
mod cli;
mod commands;
mod config;
mod days;
mod desk;
mod files;
mod home;
mod memory;
mod names;
mod notify;
mod panics;
mod progress;
mod screen;
mod stop;
mod watch;
mod words;

use std::process::ExitCode;

use tracing_subscriber::{
    filter::LevelFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use self::config::{Format, Logging};

/// Runs the program with what was typed, and says how it went.
#[must_use]
pub fn run() -> ExitCode {
    let cli = cli::Cli::typed();
    log(&cli.logging());
    panics::told_by_place();
    memory::keep();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => stop::report(&error),
    }
}

/// What the program says about itself goes to standard error, and never holds anything of a record.
fn log(logging: &Logging) {
    let lines = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(std::io::stderr);
    let filter = logging.filter.clone();
    match logging.format {
        Format::Text => lines
            .with_ansi(screen::coloured(&std::io::stderr()))
            .finish()
            .with(filter)
            .init(),
        Format::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .finish()
            .with(filter)
            .init(),
    }
}
