//! How much at once, and how many people.

use anyhow::Result;
use clap::Args;

use super::bench::Bench;

/// Have sixty-four people read and write at once: as fast as they are answered, then half as often at set times
#[derive(Debug, Args)]
pub(crate) struct Load {
    /// How long each of the two goes on
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Write what was measured into ‘docs/performance.md’ as well
    #[arg(long)]
    write: bool,
}

impl Load {
    pub(crate) fn run(&self) -> Result<()> {
        let setting = ("WINDWARD_LOAD_SECONDS", &*self.seconds.to_string());
        Bench::part("load", setting, self.write)
    }
}

/// Load populations into both stores and ask for one person among them: what grows, and by how much
///
/// Takes some minutes and, for a million people, twelve gigabytes beside the build output for each store.
#[derive(Debug, Args)]
pub(crate) struct Scale {
    /// How many people
    #[arg(default_values_t = [10_000, 100_000])]
    people: Vec<u64>,
    /// Write what was measured into ‘docs/performance.md’ as well
    #[arg(long)]
    write: bool,
}

impl Scale {
    pub(crate) fn run(&self) -> Result<()> {
        let people: Vec<String> = self.people.iter().map(ToString::to_string).collect();
        Bench::part("scale", ("WINDWARD_SCALE", &people.join(" ")), self.write)
    }
}
