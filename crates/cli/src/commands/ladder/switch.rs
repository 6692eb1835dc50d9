use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use windward_core::{
    framework::{self, Framework},
    record::{Claim, Destination, Profile, Rating, Record, Role},
    views::{
        facts::Facts,
        readiness::{Readiness, open},
    },
};
use windward_store::Deed;

use super::{check::sound, diff};
use crate::{
    home::Home,
    screen::{self, Screen},
    words::count,
};

/// Read your record against another ladder, or another version of this one
///
/// Nothing that you wrote changes: every entry keeps the version that it was made with, and you can go back.
#[derive(Debug, Args)]
pub(crate) struct Use {
    /// The framework file
    file: PathBuf,
    /// Only say what it would change
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Use {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let (new, text) = sound(&self.file)?;
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let mut screen = Screen::new();
        let side =
            |it: &Framework| json!({ "name": it.name, "version": it.version, "hash": it.hash });
        let changes_it = new.hash != book.framework.hash && !self.dry_run;
        let value =
            json!({ "from": side(&book.framework), "to": side(&new), "written": changes_it });
        if new.hash == book.framework.hash {
            screen.line(format_args!(
                "Your record is read against {} already.",
                name(&new)
            ));
            return self.answer(&value, screen);
        }
        let changes = framework::diff(&book.framework, &new);
        screen.line(format_args!(
            "From {} to {}",
            name(&book.framework),
            name(&new)
        ));
        screen.line(diff::summary(&changes));
        readings(&mut screen, &book.record, &book.framework, &new, book.today);
        screen.gap();
        if self.dry_run {
            screen.line("Nothing was changed.");
            return self.answer(&value, screen);
        }
        let desk = beginning.desk()?;
        desk.bring([text])?;
        desk.note(Deed::FrameworkPut, None)?;
        let before = book.record.profile();
        let profile = Profile {
            framework: Some(new.hash),
            ..before.map(|of| of.it.clone()).unwrap_or_default()
        };
        desk.act(|act| act.revise_or_add(before, profile))?;
        screen.line(format_args!(
            "Your record is read against {} now.",
            name(&new)
        ));
        self.answer(&value, screen)
    }

    fn answer(&self, value: &Value, text: Screen) -> Result<()> {
        if self.json {
            return screen::json(value);
        }
        Ok(text.show()?)
    }
}

fn name(framework: &Framework) -> String {
    format!("{} {}", framework.name, framework.version)
}

/// What the change does to one's own standing, and what of the record the new ladder has no place for.
fn readings(screen: &mut Screen, record: &Record, old: &Framework, new: &Framework, today: Date) {
    let (before, after) = (Facts::of(record, old, today), Facts::of(record, new, today));
    let (before, after) = (open(&before), open(&after));
    let known = |rung: &_| -> Option<Readiness> {
        let same = before.iter().find(|it| it.standing.rung.id == *rung);
        same.map(|it| it.readiness)
    };
    let rows = after.iter().map(|it| {
        let rung = it.standing.rung;
        let was = known(&rung.id).map_or_else(
            || "not open before".to_owned(),
            |was| format!("before: {was}"),
        );
        vec![
            rung.name.as_str().into(),
            it.readiness.to_string().into(),
            was.into(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        screen.heading("Open next");
        screen.table(&rows);
    }
    let roles = record.all::<Role>().filter_map(|of| of.it.placement.rung());
    let aims = record
        .all::<Destination>()
        .filter_map(|of| of.it.rung.as_ref());
    let homeless = [
        (
            roles.filter(|id| new.rung(id).is_none()).count(),
            "role",
            "roles",
            "on a rung",
        ),
        (
            aims.filter(|id| new.rung(id).is_none()).count(),
            "destination",
            "destinations",
            "of a rung",
        ),
        (
            record
                .all::<Rating>()
                .filter(|of| new.skill(&of.it.skill).is_none())
                .count(),
            "rating",
            "ratings",
            "of a skill",
        ),
        (
            record
                .all::<Claim>()
                .filter(|of| new.expectation(&of.it.expectation).is_none())
                .count(),
            "answer",
            "answers",
            "about a responsibility",
        ),
    ];
    let homeless: Vec<_> = homeless.iter().filter(|(number, ..)| *number > 0).collect();
    if !homeless.is_empty() {
        screen.heading("Kept, but not read against it");
        for (number, one, more, what) in homeless {
            screen.line(format_args!(
                "  {} {what} that it does not have",
                count(*number, one, more)
            ));
        }
    }
}
