//! What the project does for itself: `cargo xtask <command>`.
//!
//! One command, one file: its arguments, its `run`, its tests. To add one, write the file and name it here.

mod bench;
mod ci_facts;
mod deb;
mod docs;
mod fuzz;
mod load;
mod needs;
mod program;
mod proof;
mod sbom;
mod shots;
mod snapshots;
mod steps;
mod test;
mod torture;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

/// What the project does for itself.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Xtask {
    Test(test::Test),
    Bench(bench::Bench),
    Shots(shots::Shots),
    Fuzz(fuzz::Fuzz),
    Deb(deb::Deb),
    Proof(proof::Proof),
    Load(load::Load),
    Scale(load::Scale),
    Torture(torture::Torture),
    /// Check the links and anchors of every page in the repository, and the book’s list of pages
    Docs,
    /// Print how many crates the release program is made of
    CiFacts,
    /// Print what the release program is made of, as a bill of materials in JSON
    Sbom,
}

fn main() -> ExitCode {
    let done = match Xtask::parse() {
        Xtask::Test(it) => it.run(),
        Xtask::Bench(it) => it.run(),
        Xtask::Shots(it) => it.run(),
        Xtask::Fuzz(it) => it.run(),
        Xtask::Deb(it) => it.run(),
        Xtask::Proof(it) => it.run(),
        Xtask::Load(it) => it.run(),
        Xtask::Scale(it) => it.run(),
        Xtask::Torture(it) => it.run(),
        Xtask::Docs => docs::run(),
        Xtask::CiFacts => ci_facts::run(),
        Xtask::Sbom => sbom::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
