//! `windward update draft`: begins a note from the evidence of a month.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::{PartialDate, Precision},
    record::{Recipient, Update as Note},
    views::updates::{self, Doubt, doubts, members},
};

use super::{copies, group};
use crate::{
    desk::Desk,
    home::{Begin, Home},
    screen,
    stop::Stop,
    words::count,
};

/// Begin a note from the evidence of a month; what is confidential is left out
#[derive(Debug, Args)]
pub(crate) struct Draft {
    /// The month, as 2026-10; the last one until the middle of a month, then this one
    #[arg(long, value_name = "MONTH")]
    month: Option<PartialDate>,
    /// For everybody of this group; without it, of the group that the last one was for
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// For nobody yet
    #[arg(long, conflicts_with = "group")]
    nobody: bool,
    /// Only print it, and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Draft {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let month = self.month.unwrap_or_else(|| updates::month(book.today));
        if month.precision() != Precision::Month {
            return Err(Stop::usage("give a year and a month: --month 2026-10"));
        }
        if month.is_after(book.today) {
            return Err(Stop::usage(
                "that month lies ahead; there is nothing of it yet",
            ));
        }
        let facts = book.facts();
        let group = match self.group.as_deref() {
            Some(name) => Some(group(&book.record, name)?),
            None if self.nobody => None,
            None => updates::last_group(&book.record),
        };
        let people = group.map(|of| members(facts, book.people(), of.it));
        let drafted = updates::draft(facts, month);
        let to = people.unwrap_or_default().into_iter().map(Recipient::new);
        let update = Note {
            group: group.map(|of| of.id),
            to: to.collect(),
            from: updates::last_from(&book.record).map(str::to_owned),
            ..drafted.update(month, PartialDate::day(book.today))
        };
        let found = doubts(facts, &update, &copies(&book, &update));
        let doubts: Vec<String> = found.iter().map(Doubt::says).collect();
        // What is still to be filled in stands in the text; whose words those are does not.
        let fridays = found.iter().filter(|it| matches!(it, Doubt::Friday(_)));
        let fridays: Vec<String> = fridays.map(Doubt::says).collect();
        drop(found);
        let name = group.map(|of| of.it.name.as_str());
        if self.json {
            return self.as_json(&desk, &drafted, update, (&doubts, name));
        }
        let text = format!("{}\n\n{}", update.subject, update.body);
        screen::say(&text)?;
        for line in &fridays {
            screen::aside(line);
        }
        let secret = drafted.confidential.len();
        if secret > 0 {
            eprintln!(
                "{} confidential and left out.",
                count(secret, "piece of evidence is", "pieces of evidence are")
            );
        }
        if drafted.further > 0 {
            eprintln!(
                "{} of the month than a note holds; the latest are in it.",
                count(drafted.further, "more piece", "more pieces")
            );
        }
        let people = update.to.len();
        if self.dry_run {
            return Ok(());
        }
        desk.act(|act| act.add(update))?;
        let next = match name {
            Some(name) if people > 0 => {
                let chosen = if self.group.is_none() {
                    "; --group names another, --nobody none"
                } else {
                    ""
                };
                let people = count(people, "person", "people");
                format!("to {people}, the group ‘{name}’{chosen}")
            }
            Some(name) => format!("to nobody yet: nobody is in the group ‘{name}’"),
            None => "to nobody yet. `windward update change 1 --add NAME` adds somebody".to_owned(),
        };
        screen::aside(&format!(
            "It is kept as a draft, {next}. `windward update list` numbers what there is."
        ));
        Ok(())
    }

    /// Keeps it, and tells programs of it.
    fn as_json(
        &self,
        desk: &Desk,
        drafted: &updates::Draft<'_>,
        update: Note,
        (doubts, group): (&[String], Option<&str>),
    ) -> Result<()> {
        let confidential: Vec<_> = drafted.confidential.iter().map(|of| of.id).collect();
        let mut answer = json!({ "month": update.month, "subject": update.subject, "body": update.body,
            "group": group, "people": update.to.len(), "confidential": confidential, "further": drafted.further, "doubts": doubts });
        if !self.dry_run {
            answer["item"] = json!(desk.act(|act| act.add(update))?);
        }
        screen::json(&answer)
    }
}
