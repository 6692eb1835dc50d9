//! `windward demo`: the sample record, to look around in.

use anyhow::{Result, bail};
use windward_core::sample;
use windward_web::edge::{self, FreshIds};

use crate::{
    home::{Begin, Home},
    screen::say,
    words::count,
};

pub(crate) fn run(home: &Home) -> Result<()> {
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
    say(format_args!(
        "{} of {}, who does not exist, are in {}.",
        count(number, "entry", "entries"),
        sample::NAME,
        dir.display()
    ))?;
    Ok(())
}
