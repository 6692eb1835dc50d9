use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;
use windward_core::{record::Contact, views::people::Filter};
use windward_formats::{people::to_csv, vcard::to_vcard};

use crate::{
    files::write_new,
    home::{Begin, Home},
    screen,
    words::count,
};

/// Take people away as an address book or a table
///
/// What they asked you to leave be, touches and rhythms never go into it; `windward export` has everything.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write
    file: PathBuf,
    /// What to write; without it the file's name says
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Only who has this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// With your notes about them
    #[arg(long)]
    notes: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// vCard 4.0
    Vcard,
    /// A table, with headings that Google and Outlook read
    Csv,
}

impl Export {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let filter = Filter {
            tag: self.tag.as_deref(),
            ..Filter::default()
        };
        let found = book.people().find(&filter).into_iter();
        let found: Vec<_> = found
            .filter_map(|it| book.record.get::<Contact>(it.id))
            .collect();
        let is_csv = self
            .file
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("csv"));
        let format = self
            .format
            .unwrap_or(if is_csv { Format::Csv } else { Format::Vcard });
        let text = match format {
            Format::Csv => {
                let people: Vec<&Contact> = found.iter().map(|of| of.it).collect();
                format!("\u{feff}{}", to_csv(&people, self.notes))
            }
            Format::Vcard => {
                let people: Vec<_> = found.iter().map(|of| (of.id, of.it)).collect();
                to_vcard(&people, self.notes)
            }
        };
        write_new(&self.file, text.as_bytes())?;
        let people = count(found.len(), "person", "people");
        let file = self.file.display();
        screen::done(
            self.json,
            &json!({ "file": file.to_string(), "people": found.len() }),
            format_args!("{people} in {file}."),
        )
    }
}
