//! `windward demo`: the sample record, to look around in.

use anyhow::{Result, bail};
use clap::Args;
use windward_core::sample;
use windward_web::edge::{self, FreshIds};

use crate::{
    home::{Begin, Home},
    words::count,
};

/// Put the sample record into an empty data directory
///
/// Its person does not exist. Use a directory of its own: `windward demo --data /tmp/look-around`.
#[derive(Debug, Args)]
pub(crate) struct Demo {}

impl Demo {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let dir = home.dir()?;
        let desk = home.open(Begin::Make)?;
        let book = desk.book()?;
        if book.record.entry_count() > 0 {
            bail!(
                "there is a record in {} already, and the sample is not mixed with it; name another directory with `--data`",
                dir.display()
            );
        }
        let entries = sample::entries(book.framework.hash, book.today, edge::now(), &mut FreshIds);
        let number = entries.len();
        desk.append_entries(entries, Some(book.record.seq()))?;
        println!(
            "{} of {}, who does not exist, are in {}.",
            count(number, "entry", "entries"),
            sample::NAME,
            dir.display()
        );
        Ok(())
    }
}
