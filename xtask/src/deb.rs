//! A Debian package of the program: what is in it stands in `packaging`.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use super::{
    program::{cargo, run},
    workspace,
};

/// Make a Debian package
///
/// Builds the release program, or takes one that is given. It needs dpkg-deb, which every Debian has, and nobody's rights.
#[derive(Debug, clap::Args)]
pub(crate) struct Deb {
    /// The program to put into it; without it the release is built
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Where to write it; without it below what the build makes
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Deb {
    pub(crate) fn run(&self) -> Result<()> {
        let root = workspace::root();
        let version = env!("CARGO_PKG_VERSION");
        let program = match &self.program {
            Some(program) => program.clone(),
            None => {
                run(cargo().args(["build", "--release", "--locked", "--package", "windward"]))?;
                let scratch = workspace::scratch()?;
                let target = scratch.parent().context("the scratch is in the target")?;
                target.join("release/windward")
            }
        };
        let out = match &self.out {
            Some(out) => out.clone(),
            None => {
                let dir = workspace::scratch()?.join("deb");
                fs::create_dir_all(&dir)
                    .with_context(|| format!("cannot make {}", dir.display()))?;
                dir.join(format!("windward_{version}.deb"))
            }
        };
        let mut build = Command::new(root.join("packaging/debian/build"));
        run(build.arg(program).arg(&out).arg(version))?;
        println!("{}", out.display());
        Ok(())
    }
}
