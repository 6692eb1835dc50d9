use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Placement, Role as Held, RoleEnd},
    title,
};

use super::{in_order, placed};
use crate::{
    home::Home,
    names,
    screen::{self, PLAIN, Screen},
    stop::Stop,
};

/// Add a role
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The title as it was
    #[arg(long)]
    title: String,
    /// Where
    #[arg(long, value_name = "NAME", alias = "organization")]
    organisation: Option<String>,
    /// Since when: a year, a month or a day
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,
    /// Until when: a date, ‘ongoing’, or ‘unknown’ if nobody remembers
    #[arg(long, value_name = "DATE", default_value = "ongoing")]
    to: RoleEnd,
    /// The rung it stands on, or ‘outside’ for a role outside product; without it, left open to confirm
    #[arg(long, value_name = "RUNG")]
    rung: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let title = self.title.trim().to_owned();
        if title.is_empty() {
            return Err(Stop::usage("a role has a title"));
        }
        // What was typed is understood before a record is begun for it.
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let framework = &book.framework;
        let placement = match &self.rung {
            Some(typed) => names::placement(framework, typed)?,
            None => Placement::Open,
        };
        let mut screen = Screen::new();
        screen.line(format_args!("{title}: {}.", placed(framework, &placement)));
        let mut value = json!({ "title": title, "placement": placement });
        let open = placement == Placement::Open;
        let reading = open.then(|| title::read(framework, &title));
        let held = Held {
            title,
            organisation: self.organisation,
            from: self.from,
            to: self.to,
            placement,
            note: self.note,
            ..Held::default()
        };
        let desk = beginning.desk()?;
        let item = desk.act(|act| act.add(held))?;
        if self.json {
            value["item"] = json!(item);
            value["reading"] = json!(reading);
            return screen::json(&value);
        }
        if let Some(reading) = reading {
            let record = desk.book()?.record;
            let number = in_order(&record).iter().position(|of| of.id == item);
            let number = number.map_or(0, |at| at + 1);
            let rung = reading
                .rung
                .as_ref()
                .map_or("outside", |rung| rung.as_str());
            screen.paragraph(2, PLAIN, &reading.reason);
            screen.paragraph(
                2,
                PLAIN,
                &format!("If that is right: `windward role place {number} {rung}`"),
            );
        }
        Ok(screen.show()?)
    }
}
