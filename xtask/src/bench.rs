//! Windward's figures, of the program as it is released.

use std::{env::consts::EXE_SUFFIX, fs, path::PathBuf};

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
}

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        Self::measure(&self.parts, &[])
    }

    /// One part, with a setting.
    pub(crate) fn part(part: &str, setting: (&str, &str)) -> Result<()> {
        Self::measure(&[part.to_owned()], &[setting])
    }

    fn measure(parts: &[String], settings: &[(&str, &str)]) -> Result<()> {
        run(cargo().args(["build", "--release", "--locked", "--package", "windward"]))?;
        let program = kept()?;
        let mut bench = cargo();
        bench.args([
            "bench",
            "--locked",
            "--package",
            "windward",
            "--bench",
            "figures",
            "--",
        ]);
        run(bench
            .args(parts)
            .envs(settings.iter().copied())
            .env("WINDWARD_BENCH_PROGRAM", program))
    }
}

/// A copy of the program just built. Cargo builds it again together with the benchmark, whose dependencies turn
/// on features that no release has.
fn kept() -> Result<PathBuf> {
    let scratch = workspace::scratch()?;
    let name = format!("windward{EXE_SUFFIX}");
    let built = scratch.with_file_name("release").join(&name);
    let kept = scratch.join(name);
    fs::copy(&built, &kept).with_context(|| format!("cannot copy {}", built.display()))?;
    Ok(kept)
}
