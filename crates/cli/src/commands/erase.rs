//! `windward erase`: the record of the one person of a data directory, for good.

use anyhow::Result;
use clap::Args;
use windward_store::Role;

use crate::{
    ask::ask_word,
    desk::runtime,
    home::{Begin, Home},
    screen::{self, say},
    stop::Stop,
};

/// Erase the record of this data directory for good
///
/// Every entry, every key and the key file. Backups made earlier open with the recovery code alone. Export it first, if
/// you want to keep anything of it. Where everybody has an account, they leave by themselves, under ‘Account’.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Erase {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        // As a server would, so that none serves it meanwhile.
        let instance = home.instance(Role::Server, Begin::Refuse)?;
        if instance.owner().is_none() {
            return Err(Stop::usage(
                "everybody has an account here: they leave by themselves, under ‘Account’, and `windward user remove NAME` \
                 has somebody erased",
            ));
        }
        if !self.yes {
            let dir = instance.data_dir().display();
            let prompt = format!(
                "Everything in the record in {dir} is erased, and nothing brings it back. Type ‘erase’ to do it: "
            );
            let without = "what is erased is gone: say `--yes`, or run this on a terminal and type what is asked for";
            ask_word(&prompt, "erase", without)?;
        }
        let runtime = runtime()?;
        let gone = runtime.block_on(instance.erase())?;
        instance.close();
        if self.json {
            return screen::json(&serde_json::json!({ "erased": true, "traces": gone.traces }));
        }
        say(
            "The record is erased, and its key file with it. Backups made earlier open with the recovery code alone.",
        )?;
        if gone.traces {
            say(
                "The database may hold traces, sealed as everything was, until it has overwritten them.",
            )?;
        }
        Ok(())
    }
}
