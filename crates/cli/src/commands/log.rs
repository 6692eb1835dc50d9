//! `windward log`: one line of evidence, at once.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT},
    record::{Act, Evidence, Record},
};
use windward_web::edge::{self, FreshIds};

use super::evidence::{Details, short_id};
use crate::{
    home::Home,
    screen::{self, DIM, Screen},
    stop::Stop,
};

/// Log what you did, in a line; the rest can follow
///
/// Nothing of the record is read for it, so it is done at once. What more there is to say, `windward evidence edit`
/// and the pages take later.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// What you did; several words need no quotation marks
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    details: Details,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Log {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let what = self.text.join(" ").trim().to_owned();
        if what.is_empty() {
            return Err(Stop::usage("what did you do? One line is enough"));
        }
        let now = edge::now();
        // Without the record, the day is that of this machine.
        let today = edge::today(&Record::default(), now);
        let on = PartialDate::day(today);
        let beginning = home.beginning()?;
        let evidence = if self.details.names_anything() {
            let book = beginning.book()?;
            let mut evidence = Evidence::line(what, on, book.framework.hash);
            self.details.fill(&mut evidence, &book.framework, today)?;
            evidence
        } else {
            let mut evidence = Evidence::line(what, on, FrameworkHash::of(PRODUCT));
            self.details.fill_plain(&mut evidence, today)?;
            evidence
        };
        let (what, bare) = (evidence.what.clone(), evidence.is_bare());
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, now);
        let id = act.add(evidence);
        let done = act.id();
        beginning.desk()?.append_blind(act)?;
        if self.json {
            return screen::json(&json!({ "item": id, "act": done, "what": what }));
        }
        let mut screen = Screen::new();
        screen.line(format_args!("Logged: {what}"));
        if bare {
            let says = format!(
                "When you have a minute: `windward evidence edit {}` with --skill, --so-what, --my-part or --who.",
                short_id(id)
            );
            screen.paragraph(2, DIM, &says);
        }
        Ok(screen.show()?)
    }
}
