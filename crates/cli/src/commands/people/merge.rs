use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    record::Act,
    views::people::{Why, duplicates, merged},
};
use windward_web::edge::{self, FreshIds};

use super::{find, told};
use crate::{
    commands::evidence::short_id,
    home::{Begin, Home},
    screen::{self, DIM, PLAIN, Screen},
    stop::Stop,
    words::count,
};

/// Make two entries of one person one; without names, say who is probably there twice
///
/// The first stays as it stands, and what it lacks comes from the other. Nothing is lost, and `windward undo` takes it
/// back.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Who stays: a name, or the end of an id
    #[arg(requires = "other")]
    person: Option<String>,
    /// Who goes into them
    other: Option<String>,
    /// Merge everybody who shares a profile or an e-mail address
    #[arg(long, conflicts_with = "person")]
    sure: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Merge {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let record = &book.record;
        let groups = duplicates(record);
        let pairs: Vec<_> = match (&self.person, &self.other) {
            (Some(person), Some(other)) => {
                let keep = find(record, book.people(), person)?;
                let other = find(record, book.people(), other)?;
                if keep.id == other.id {
                    return Err(Stop::usage("these are one already"));
                }
                vec![(keep, vec![other])]
            }
            _ if self.sure => {
                let sure = groups.iter().filter(|it| it.is_sure());
                let pairs = sure.filter_map(|it| it.people.split_first());
                pairs
                    .map(|(keep, others)| (*keep, others.to_vec()))
                    .collect()
            }
            _ => {
                if self.json {
                    let lines = groups.iter().map(|it| {
                        let people = it.people.iter().map(|of| json!({ "item": of.id, "name": of.it.name, "organisation": of.it.organisation }));
                        let why: Vec<&str> = it.why.iter().map(|why| Why::word(*why)).collect();
                        json!({ "people": people.collect::<Vec<_>>(), "why": why })
                    });
                    return screen::json(&lines.collect::<Vec<_>>());
                }
                let mut screen = Screen::new();
                if groups.is_empty() {
                    screen
                        .line("Nobody is there twice, as far as can be told from what they share.");
                }
                for it in &groups {
                    let people = it
                        .people
                        .iter()
                        .map(|of| format!("{} ({})", told(of.it), short_id(of.id)));
                    let why: Vec<&str> = it.why.iter().map(|it| it.label()).collect();
                    screen.paragraph(0, PLAIN, &people.collect::<Vec<_>>().join(" and "));
                    screen.paragraph(2, DIM, &why.join(", "));
                }
                return Ok(screen.show()?);
            }
        };
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        for (keep, others) in &pairs {
            act.revise(*keep, merged(*keep, others));
            for other in others {
                act.withdraw(other.id, other.revision.entry_id);
            }
        }
        if act.is_empty() {
            return Ok(screen::say(
                "Nobody shares a profile or an e-mail address.",
            )?);
        }
        let id = act.id();
        desk.append(act, Some(record.seq()))?;
        if self.json {
            return screen::json(&json!({ "act": id, "merged": pairs.len() }));
        }
        let merged = count(pairs.len(), "person is one now", "people are one each now");
        Ok(screen::say(format_args!(
            "{merged}. To take it back: `windward undo {id}`"
        ))?)
    }
}
