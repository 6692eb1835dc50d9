//! The program: its command line, and how it starts.
//!
//! One command, one file under [`commands`]: its arguments, its `run`. A command reads a record through
//! [`home`], calls a view of `windward-core` and prints through [`screen`]; nothing here computes.

mod browser;
mod cli;
mod commands;
mod config;
mod connections;
mod home;
mod memory;
mod names;
mod panics;
mod progress;
mod screen;
mod stop;
mod words;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    log();
    panics::told_by_place();
    memory::keep();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => stop::report(&error),
    }
}

/// What the program says about itself goes to standard error, and never holds anything of a record.
fn log() {
    let filter = EnvFilter::try_from_env("WINDWARD_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(screen::coloured(&std::io::stderr()))
        .init();
}
