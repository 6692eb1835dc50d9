use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    slice,
};

use anyhow::Result;
use clap::Args;
use windward_web::{SHEET, ladder_sheet};

use super::check::{Saved, sound};
use crate::{
    browser,
    files::write_over,
    screen::{self, say},
    stop::Stop,
};

/// Make a page of a ladder file, to read, print and pass on
///
/// The page stands alone: everything it needs is in it, and it asks for nothing from anywhere.
#[derive(Debug, Args)]
pub(crate) struct Preview {
    /// The framework file
    file: PathBuf,
    /// Where to write the page; without it, beside the file, ending in .html
    #[arg(long, value_name = "PAGE")]
    to: Option<PathBuf>,
    /// Write it anew each time the file is saved, until Ctrl+C
    #[arg(long)]
    watch: bool,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
}

impl Preview {
    pub(crate) fn run(self) -> Result<()> {
        let to = self
            .to
            .clone()
            .unwrap_or_else(|| self.file.with_extension("html"));
        self.write(&to)?;
        if !self.no_open && browser::is_there() {
            browser::open(&to.canonicalize()?.display().to_string());
        }
        if !self.watch {
            return Ok(());
        }
        let mut saved = Saved::of(slice::from_ref(&self.file));
        loop {
            saved.wait();
            match self.write(&to) {
                // The page of before stays until the file is sound again.
                Err(error) if error.downcast_ref::<Stop>().is_some() => {
                    screen::aside(&format!("windward: {error:#}"));
                }
                done => done?,
            }
        }
    }

    fn write(&self, to: &Path) -> Result<()> {
        let (framework, _) = sound(&self.file)?;
        let page = ladder_sheet(&framework);
        write_over(to, is_ours(to), |file| Ok(file.write_all(page.as_bytes())?))?;
        Ok(say(format_args!(
            "{}: {} {}, to be opened in a browser",
            to.display(),
            framework.name,
            framework.version
        ))?)
    }
}

/// Whether what lies there is such a page, of before.
fn is_ours(path: &Path) -> bool {
    let mut begins = Vec::new();
    let read = File::open(path).and_then(|file| file.take(1_024).read_to_end(&mut begins));
    read.is_ok() && String::from_utf8_lossy(&begins).contains(SHEET)
}
