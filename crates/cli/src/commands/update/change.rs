//! `windward update change`: the text of a draft, and who gets it.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    id::ItemId,
    record::{Recipient, Update as Note},
    views::{people::Filter, updates::members},
};
use windward_formats::mail::Mailbox;
use windward_web::book::Book;

use super::{find, group};
use crate::{
    commands::people,
    files::read_file,
    home::{Begin, Home},
    screen,
    stop::Stop,
    words::count,
};

/// Bytes of a file with the text: as many as the longest text in the longest letters has.
const MOST_BYTES: usize = Note::BODY * 4;

/// Change a draft: its text, its subject, who gets it
#[derive(Debug, Args)]
pub(crate) struct Change {
    /// Its number in the list, its id, or a part of its subject
    which: String,
    /// A file with the text, in Markdown
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// The subject
    #[arg(long, value_name = "LINE")]
    subject: Option<String>,
    /// The address that you write from
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    /// Add everybody of this group
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Add everybody with this tag
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Add somebody you know
    #[arg(long, value_name = "PERSON")]
    add: Vec<String>,
    /// It does not go to them
    #[arg(long, value_name = "PERSON")]
    leave_out: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Change {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(&book.record, &self.which)?;
        if !of.it.state.is_draft() {
            return Err(Stop::refused(
                "it has left already, so it is not changed any more",
            ));
        }
        let mut update = of.it.clone();
        self.write(&mut update)?;
        self.choose(&book, &mut update)?;
        let value = json!({ "item": of.id, "subject": update.subject, "people": update.to.len() });
        let says = format!(
            "{}: to {}",
            update.subject,
            count(update.to.len(), "person", "people")
        );
        desk.act(|act| act.revise(of, update))?;
        screen::done(self.json, &value, says)
    }

    fn write(&self, update: &mut Note) -> Result<()> {
        if let Some(file) = &self.text {
            let bytes = read_file(file, MOST_BYTES)?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Stop::refused(format!("{} is no text in UTF-8", file.display())))?;
            let text = text.trim().replace("\r\n", "\n");
            if text.chars().count() > Note::BODY {
                let most = Note::BODY;
                return Err(Stop::refused(format!(
                    "the text is longer than {most} characters; shorten it"
                )));
            }
            update.body = text;
        }
        if let Some(subject) = self.subject.as_deref().map(str::trim) {
            if subject.is_empty() || subject.chars().count() > Note::SUBJECT {
                let most = Note::SUBJECT;
                return Err(Stop::usage(format!(
                    "give a subject of at most {most} characters"
                )));
            }
            subject.clone_into(&mut update.subject);
        }
        if let Some(from) = &self.from {
            let from = Mailbox::new(None, from).map_err(|error| Stop::usage(error.to_string()))?;
            update.from = Some(from.address().to_owned());
        }
        Ok(())
    }

    fn choose(&self, book: &Book, update: &mut Note) -> Result<()> {
        let directory = book.people();
        let mut more: Vec<ItemId> = Vec::new();
        if let Some(name) = &self.group {
            let of = group(&book.record, name)?;
            more.extend(members(book.facts(), directory, of.it));
        }
        for tag in &self.tag {
            let filter = Filter {
                tag: Some(tag),
                ..Filter::default()
            };
            let tagged = directory.find(&filter);
            if tagged.is_empty() {
                return Err(Stop::usage(format!("nobody has the tag ‘{tag}’")));
            }
            more.extend(tagged.into_iter().map(|it| it.id));
        }
        for typed in &self.add {
            more.push(people::find(&book.record, directory, typed)?.id);
        }
        let person = |id: ItemId| directory.resolve(id).unwrap_or(id);
        for typed in &self.leave_out {
            let out = people::find(&book.record, directory, typed)?.id;
            update.to.retain(|it| person(it.contact) != out);
            more.retain(|id| *id != out);
        }
        for id in more {
            if update.to.iter().all(|it| person(it.contact) != id) {
                update.to.push(Recipient::new(id));
            }
        }
        if update.to.len() > Note::MOST {
            let most = Note::MOST;
            return Err(Stop::refused(format!(
                "an update goes to {most} people at most"
            )));
        }
        Ok(())
    }
}
