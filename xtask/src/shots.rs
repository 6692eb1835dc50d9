//! Pictures of every page, taken from the running program.

use std::path::PathBuf;

use anyhow::Result;

use super::{
    needs,
    program::{cargo, run},
    workspace,
};

/// Take pictures of every page, desktop and phone, light and dark, and renew those of the README
///
/// A browser walks the pages of the sample record. The pictures of the README are written to docs/pictures.
#[derive(Debug, clap::Args)]
pub(crate) struct Shots {
    /// Where to write the pictures of every page [default: target/xtask/shots]
    into: Option<PathBuf>,
}

impl Shots {
    pub(crate) fn run(&self) -> Result<()> {
        let found = needs::provide()?;
        let into = match &self.into {
            Some(into) => std::path::absolute(into)?,
            None => workspace::scratch()?.join("shots"),
        };
        let mut test = cargo();
        test.args([
            "test",
            "-p",
            "windward",
            "--test",
            "browser",
            "--",
            "--ignored",
        ]);
        test.envs(found.iter().map(|(variable, path)| (variable, path)));
        test.env("WINDWARD_SHOTS", &into);
        run(&mut test)?;
        println!(
            "Every page: {}\nThe README’s: docs/pictures",
            into.display()
        );
        Ok(())
    }
}
