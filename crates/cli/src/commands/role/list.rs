use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{record::Placement, title::Reader};

use super::{in_order, placed};
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, OPEN, Screen},
    words::count,
};

/// List your roles, earliest first, with the numbers that the other commands take
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let (framework, roles) = (&book.framework, in_order(&book.record));
        let reader = Reader::new(framework);
        if self.json {
            let roles = roles.iter().zip(1..).map(|(of, number)| {
                let open = of.it.placement == Placement::Open;
                json!({
                    "number": number,
                    "item": of.id,
                    "title": of.it.title,
                    "organisation": of.it.organisation,
                    "from": of.it.from,
                    "to": of.it.to,
                    "placement": of.it.placement,
                    "reading": open.then(|| reader.read(&of.it.title)),
                })
            });
            return screen::json(&roles.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if roles.is_empty() {
            screen.line("There is no role yet. `windward import FILE` brings your history in; `windward role add` adds one.");
            return Ok(screen.show()?);
        }
        let rows = roles.iter().zip(1..).map(|(of, number)| -> Vec<Cell> {
            let from = of
                .it
                .from
                .map_or("unknown".to_owned(), |from| from.to_string());
            let organisation = of.it.organisation.as_deref().unwrap_or_default();
            let (place, style) = match &of.it.placement {
                Placement::Open => {
                    let reading = reader.read(&of.it.title);
                    let rung = reading.rung.as_ref().and_then(|id| framework.rung(id));
                    let rung = rung.map_or("outside product", |rung| &rung.name);
                    (format!("{rung}? ({})", reading.confidence), OPEN)
                }
                Placement::Outside => ("outside product".to_owned(), DIM),
                placement @ Placement::Rung { .. } => (placed(framework, placement), BOLD),
            };
            vec![
                number.to_string().into(),
                format!("{from} to {}", of.it.to).into(),
                Cell::new(place, style),
                of.it.title.as_str().into(),
                organisation.into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        let open = roles
            .iter()
            .filter(|of| of.it.placement == Placement::Open)
            .count();
        if open > 0 {
            screen.gap();
            screen.line(format_args!(
                "{} only as the title reads, with its confidence, until you say so:\n\
                 `windward role confirm` takes the sure readings, `windward role place NUMBER RUNG` says another.",
                count(open, "role is placed", "roles are placed")
            ));
        }
        Ok(screen.show()?)
    }
}
