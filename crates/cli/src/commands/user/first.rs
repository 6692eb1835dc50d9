//! `windward user first`: the link that makes the first administrator, where nobody reads what the server greets with.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_web::edge;

use super::link;
use crate::{desk::Desk, home::Home, screen, stop::Stop};

/// Print a link that makes the first account, which administers the others
///
/// It works once, within the hour, and whoever opens it first has it. One that was printed before leads nowhere then.
#[derive(Debug, Args)]
pub(crate) struct First {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl First {
    pub(super) fn run(&self, home: &Home, desk: &Desk) -> Result<()> {
        if desk.wait(desk.instance.has_accounts())? {
            return Err(Stop::usage(
                "somebody has an account here already; `windward user add NAME` invites another",
            ));
        }
        let token = desk.wait(desk.instance.invite_first(edge::now()))?;
        let path = format!("/join/{}", token.reveal().as_str());
        let (link, whole) = link(home, &path)?;
        screen::done(
            self.json,
            &json!({ "link": whole, "path": path }),
            format_args!(
                "This link makes the first account, which administers the others. It works once, within the hour, and whoever \
             opens it first has it:\n\n  {link}"
            ),
        )
    }
}
