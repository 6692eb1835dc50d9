//! `windward recovery`: the code that opens backups on another machine.

use anyhow::Result;
use clap::Subcommand;
use windward_store::Deed;
use windward_web::edge;

use crate::{
    ask::ask_recovery_code,
    home::{Begin, Home, show_recovery_code},
    screen::say,
    stop::Stop,
};

/// Say that the recovery code is safe, or get a new one
#[derive(Debug, Subcommand)]
pub(crate) enum Recovery {
    /// Type the code back: then Today asks no more
    ///
    /// Without the code as an argument it is taken from `WINDWARD_RECOVERY_CODE`, or asked for on a terminal.
    Confirm {
        /// The code
        code: Option<String>,
    },
    /// Make a new code; the old one then opens only backups made before
    New,
}

impl Recovery {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        match self {
            Self::Confirm { code } => {
                let code = ask_recovery_code(code)?;
                if !desk.wait(desk.store()?.opens_with(&code))? {
                    return Err(Stop::usage(
                        "this is a recovery code, but not the one of this record; compare it with what you wrote \
                         down, or make a new one with `windward recovery new`",
                    ));
                }
                desk.wait(desk.store()?.confirm_recovery(edge::now()))?;
                say("That is the code. Keep it where this machine’s end does not reach it.")?;
            }
            Self::New => {
                let store = desk.store()?;
                let code = desk.wait(store.new_recovery_code(edge::now()))?;
                desk.note(Deed::RecoveryCode, Some(store.person()))?;
                show_recovery_code(&code);
            }
        }
        Ok(())
    }
}
