//! `windward update export`: a note as a file, and the word that it went out.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Of, Update as Note},
    views::updates::{Doubt, doubts, ready, taken},
};
use windward_formats::mail::{Stamp, markdown, note};
use windward_post::MailServer;
use windward_web::{book::Book, edge};

use super::{copies, find, name};
use crate::{
    files::write_new,
    home::{Begin, Home},
    screen,
    stop::Stop,
    words::count,
};

/// What a note is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// A draft for a mail program, to yourself with everybody in Bcc
    Eml,
    /// Text
    Text,
    /// A page of HTML
    Html,
}

/// Write a note as a file for your own mail program
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Its number in the list, its id, or a part of its subject
    which: String,
    /// The file to make; standard output without it
    file: Option<PathBuf>,
    /// As what
    #[arg(long = "as", value_name = "FORM", value_enum, default_value_t = As::Eml)]
    form: As,
    /// Note that you sent it: it goes into the archive with who got it
    #[arg(long)]
    sent: bool,
    /// Note that although something is still to be filled in, or is confidential
    #[arg(long, requires = "sent")]
    anyway: bool,
    /// Print JSON, where it goes to a file
    #[arg(long, requires = "file")]
    json: bool,
}

impl Export {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(&book.record, &self.which)?;
        let copies = copies(&book, of.it);
        let mut told = Vec::new();
        if of.it.state.is_draft() {
            let doubts = doubts(book.facts(), of.it, &copies);
            told.extend(doubts.iter().map(Doubt::says));
            if !self.json {
                for doubt in &told {
                    screen::aside(doubt);
                }
            }
            if self.sent && !self.anyway && doubts.iter().any(Doubt::stops) {
                return Err(Stop::refused(
                    "it is not noted as sent: `windward update change` puts that right, and --anyway says that it went as it is",
                ));
            }
        }
        // Where no address is said, it comes from that of the mail server, as it would by it.
        let server = match self.form {
            As::Eml if of.it.from.is_none() => {
                let office = home.office(&desk.instance, String::new())?;
                desk.wait(office.settings())?.map(|it| it.server)
            }
            _ => None,
        };
        let bytes = written(&book, of, self.form, server)?;
        if let Some(file) = &self.file {
            write_new(file, &bytes)?;
        } else {
            let mut stdout = io::stdout().lock();
            stdout.write_all(&bytes)?;
            stdout.flush()?;
        }
        let people = ready(&copies).count();
        let noted = self.sent && of.it.state.is_draft();
        if noted {
            let update = taken(of.it, &copies, PartialDate::day(book.today));
            desk.act(|act| act.revise(of, update))?;
        }
        if self.json {
            return screen::json(
                &json!({ "item": of.id, "file": self.file, "people": people, "noted_as_sent": noted, "doubts": told }),
            );
        }
        if noted {
            eprintln!(
                "It is in the archive, sent to {}.",
                count(people, "person", "people")
            );
        }
        Ok(())
    }
}

fn written(book: &Book, of: Of<'_, Note>, form: As, server: Option<MailServer>) -> Result<Vec<u8>> {
    let it = of.it;
    let refused = |error: windward_formats::mail::MailError| {
        Stop::refused(format!(
            "{error}; `windward update change` changes that, and `--as text` needs neither"
        ))
    };
    Ok(match form {
        As::Text => format!("{}\n\n{}", it.subject, markdown::text(&it.body)).into_bytes(),
        As::Html => markdown::page(&it.subject, &it.body).into_bytes(),
        As::Eml => {
            let stamp = Stamp {
                at: edge::now(),
                id: of.revision.entry_id.0,
            };
            let from = match (&it.from, server) {
                (None, Some(server)) => server.from,
                _ => note::sender(it, name(book)).map_err(refused)?,
            };
            note::eml(it, &from, &copies(book, it), stamp).map_err(refused)?
        }
    })
}
