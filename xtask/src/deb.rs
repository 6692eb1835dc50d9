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
        let version = env!("CARGO_PKG_VERSION");
        let (program, out) = (self.program()?, self.out(version)?);
        let mut build = Command::new(workspace::root().join("packaging/debian/build"));
        run(build.arg(program).arg(&out).arg(version))?;
        println!("{}", out.display());
        Ok(())
    }

    fn program(&self) -> Result<PathBuf> {
        if let Some(program) = &self.program {
            return Ok(program.clone());
        }
        run(cargo().args(["build", "--release", "--locked", "--package", "windward"]))?;
        let scratch = workspace::scratch()?;
        let target = scratch.parent().context("the scratch is in the target")?;
        Ok(target.join("release/windward"))
    }

    fn out(&self, version: &str) -> Result<PathBuf> {
        if let Some(out) = &self.out {
            return Ok(out.clone());
        }
        let dir = workspace::scratch()?.join("deb");
        fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(dir.join(format!("windward_{version}.deb")))
    }
}
