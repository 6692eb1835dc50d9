use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Result;
use clap::{Args, ValueEnum};
use windward_core::record::Evidence;
use windward_formats::brag;

use crate::{
    files::write_new,
    home::{Begin, Home},
    words::count,
};

/// Write your evidence out, to read it or to work with it elsewhere
///
/// What is confidential is left out unless `--confidential` says otherwise. `windward export` writes the whole record.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to make; standard output without it
    file: Option<PathBuf>,
    /// What kind of file
    #[arg(long, value_enum, default_value = "markdown")]
    format: Format,
    /// With what is marked as confidential
    #[arg(long)]
    confidential: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A document: a heading for each month, a bullet for each piece
    Markdown,
    /// A table; no cell of it is a formula
    Csv,
}

impl Export {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all = facts.evidence.iter().map(|of| of.it);
        let chosen: Vec<&Evidence> = all
            .filter(|it| self.confidential || !it.confidential)
            .collect();
        let text = match self.format {
            Format::Markdown => brag::to_markdown(facts.framework, &chosen),
            Format::Csv => brag::to_csv(&chosen),
        };
        if let Some(file) = &self.file {
            write_new(file, text.as_bytes())?;
        } else {
            let mut stdout = io::stdout().lock();
            stdout.write_all(text.as_bytes())?;
            stdout.flush()?;
        }
        let left_out = facts.evidence.len() - chosen.len();
        if left_out > 0 {
            eprintln!(
                "{} left out; `--confidential` takes such pieces along.",
                count(
                    left_out,
                    "confidential piece was",
                    "confidential pieces were"
                )
            );
        }
        Ok(())
    }
}
