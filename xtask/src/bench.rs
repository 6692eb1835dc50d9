//! Windward's figures, of the program as it is released.

mod page;

use std::{
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{
    program::{cargo, run},
    workspace,
};

/// Print figures of the release program, each beside a reference measured in the same run
///
/// Takes some three minutes once everything is built. Figures are printed, not asserted: whether a target is met
/// stands beside it, and the command succeeds either way. ‘docs/performance.md’ says what is measured.
#[derive(Debug, clap::Args)]
pub(crate) struct Bench {
    /// Some parts of it, such as ‘pages appends’; all without
    parts: Vec<String>,
    /// Write them into ‘docs/performance.md’ as well
    #[arg(long)]
    write: bool,
}

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        let program = built()?;
        if self.write {
            return self.write(&program);
        }
        run(figures(&program).args(&self.parts))
    }

    /// One part, with a setting.
    pub(crate) fn part(part: &str, (name, value): (&str, &str), write: bool) -> Result<()> {
        let program = built()?;
        let mut figures = figures(&program);
        figures.arg(part).env(name, value);
        if write {
            return page::write(part, &mut figures);
        }
        run(&mut figures)
    }

    /// Part by part, because each has a place of its own in the page.
    fn write(&self, program: &Path) -> Result<()> {
        let usual = || page::PARTS.map(str::to_owned).to_vec();
        let named = Some(self.parts.clone()).filter(|it| !it.is_empty());
        for part in named.unwrap_or_else(usual) {
            page::write(&part, figures(program).arg(&part))?;
        }
        Ok(())
    }
}

/// The benchmark, on a program.
fn figures(program: &Path) -> Command {
    let mut bench = cargo();
    bench.args(["bench", "--locked", "--package", "windward"]);
    bench.args(["--bench", "figures", "--"]);
    bench.env("WINDWARD_BENCH_PROGRAM", program);
    bench
}

/// Builds the program as it is released; a copy of it. Cargo builds it again together with the benchmark, whose dependencies turn
/// on features that no release has.
fn built() -> Result<PathBuf> {
    run(cargo().args(["build", "--release", "--locked", "--package", "windward"]))?;
    let scratch = workspace::scratch()?;
    let name = format!("windward{EXE_SUFFIX}");
    let built = scratch.with_file_name("release").join(&name);
    let kept = scratch.join(name);
    fs::copy(&built, &kept).with_context(|| format!("cannot copy {}", built.display()))?;
    Ok(kept)
}
