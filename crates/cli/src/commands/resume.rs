//! `windward resume`: the résumé as a file, and what stands in it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use windward_core::{
    id::ItemId,
    record::Resume as Choices,
    views::resume::{Sheet, all, is_chosen, sheet},
};
use windward_formats::resume;
use windward_web::book::Book;

use crate::{
    desk::Desk,
    files::write_over,
    home::{Begin, Home},
    names,
    screen::{Cell, DIM, GOOD, Screen, say},
    stop::Stop,
    words::count,
};

/// Write your résumé, and choose what stands in it
///
/// Roles and what they rest on stand in it unless they are left out; evidence, praise and training courses only where
/// they are chosen. What is chosen is kept. Without a file, it is printed as Markdown.
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The file to make; its name ends in .pdf, .md or .json (JSON Resume)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over a file of that name
    #[arg(long, requires = "out")]
    replace: bool,
    /// Show what could stand in it, with its numbers, and what does
    #[arg(long, conflicts_with_all = ["out", "json"])]
    list: bool,
    /// Put something in: its number, its id, or a part of what it is called; may be given several times
    #[arg(long = "with", value_name = "WHAT")]
    with: Vec<String>,
    /// Leave something out; may be given several times
    #[arg(long, value_name = "WHAT")]
    without: Vec<String>,
    /// Say what your record notes on a role; may be given several times
    #[arg(long, value_name = "ROLE")]
    note: Vec<String>,
    /// Do not say it; may be given several times
    #[arg(long, value_name = "ROLE")]
    no_note: Vec<String>,
    /// What stands below your name
    #[arg(long, value_name = "TEXT")]
    headline: Option<String>,
    /// A few sentences at the top
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Print JSON Resume
    #[arg(long)]
    json: bool,
}

/// What a file becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Pdf,
    Markdown,
    Json,
}

impl Resume {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let to = self.out.as_deref().map(form).transpose()?;
        let desk = home.open(Begin::Refuse)?;
        let mut book = desk.book()?;
        if self.changes() {
            self.keep(&desk, &book)?;
            book = desk.book()?;
        }
        if self.list {
            return list(&all(book.facts()));
        }
        let sheet = sheet(book.facts());
        if sheet.is_empty() {
            return Err(Stop::refused(
                "there is nothing to write a résumé from yet; `windward role add` or `windward import` begins",
            ));
        }
        let waiting = all(book.facts()).unworded().count();
        if waiting > 0 {
            eprintln!(
                "{} out: confidential, and without words of their own. The page Résumé has a place for them.",
                count(waiting, "chosen piece stays", "chosen pieces stay")
            );
        }
        match (self.out, to) {
            (Some(file), Some(form)) => {
                let bytes = written(&sheet, form)?;
                write_over(&file, self.replace, |to| Ok(to.write_all(&bytes)?))?;
                eprintln!("{} is written.", file.display());
                Ok(())
            }
            _ if self.json => Ok(say(resume::json(&sheet).trim_end())?),
            _ => Ok(say(resume::paper(&sheet).to_markdown().trim_end())?),
        }
    }

    fn changes(&self) -> bool {
        let lists = [&self.with, &self.without, &self.note, &self.no_note];
        lists.iter().any(|it| !it.is_empty()) || self.headline.is_some() || self.summary.is_some()
    }

    fn keep(&self, desk: &Desk, book: &Book) -> Result<()> {
        let whole = all(book.facts());
        let mut choices = whole.kept.map(|of| of.it.clone()).unwrap_or_default();
        let named = named(&whole);
        let named: Vec<(ItemId, &str, (ItemId, bool))> = named
            .iter()
            .map(|it| (it.id, it.name.as_str(), (it.id, it.is_chosen)))
            .collect();
        let find = |typed: &str, items: &[(ItemId, &str, (ItemId, bool))]| {
            names::item_of("part of a résumé", Some("resume --list"), typed, items)
        };
        let roles = &named[..whole.jobs.len()];
        for (typed, stands) in self
            .note
            .iter()
            .map(|it| (it, true))
            .chain(self.no_note.iter().map(|it| (it, false)))
        {
            let (item, _) = find(typed, roles)?;
            choices.noted.retain(|it| *it != item);
            choices.unnoted.retain(|it| *it != item);
            if stands {
                choices.noted.push(item);
            } else {
                choices.unnoted.push(item);
            }
        }
        for (typed, stands) in self
            .with
            .iter()
            .map(|it| (it, true))
            .chain(self.without.iter().map(|it| (it, false)))
        {
            let (item, is_chosen) = find(typed, &named)?;
            let list = if is_chosen {
                &mut choices.chosen
            } else {
                &mut choices.left_out
            };
            list.retain(|it| *it != item);
            // One list says what is in, the other what is out.
            if stands == is_chosen {
                list.push(item);
            }
        }
        let said = |text: &Option<String>, before: Option<String>| match text.as_deref() {
            Some(text) if text.trim().is_empty() => None,
            Some(text) => Some(text.trim().to_owned()),
            None => before,
        };
        let choices = Choices {
            headline: said(&self.headline, choices.headline.take()),
            summary: said(&self.summary, choices.summary.take()),
            ..choices
        };
        desk.act(|act| act.revise_or_add(whole.kept, choices))?;
        Ok(())
    }
}

/// What can be put in or left out.
struct Named {
    id: ItemId,
    name: String,
    /// Whether it has to be chosen.
    is_chosen: bool,
    stands: bool,
}

/// Everything that can, roles first, in the order in which it is numbered.
fn named(whole: &Sheet<'_>) -> Vec<Named> {
    let jobs = whole.jobs.iter();
    let roles = jobs.clone().map(|it| {
        let (title, place) = (&it.of.it.title, &it.of.it.organisation);
        let name = place
            .as_ref()
            .map_or_else(|| title.clone(), |at| format!("{title}, {at}"));
        Named {
            id: it.of.id,
            name,
            is_chosen: false,
            stands: it.stands,
        }
    });
    let pieces = jobs.flat_map(|it| &it.pieces).chain(&whole.elsewhere);
    let pieces = pieces.map(|it| Named {
        id: it.of.id,
        name: it.of.it.what.clone(),
        is_chosen: true,
        stands: it.stands(),
    });
    let parts = whole.parts.iter().flat_map(|part| {
        part.items.iter().map(|it| {
            let beside = it
                .told
                .beside()
                .map_or_else(String::new, |it| format!(", {it}"));
            Named {
                id: it.id,
                name: format!("{}{beside}", it.told.title()),
                is_chosen: is_chosen(part.outline.kind),
                stands: it.stands,
            }
        })
    });
    roles.chain(pieces).chain(parts).collect()
}

fn list(whole: &Sheet<'_>) -> Result<()> {
    let rows = (1..).zip(named(whole)).map(|(number, it)| -> Vec<Cell> {
        let stands = if it.stands {
            Cell::new("in it", GOOD)
        } else {
            Cell::new("", DIM)
        };
        vec![format!("{number}.").into(), stands, it.name.into()]
    });
    let mut screen = Screen::new();
    screen.table(&rows.collect::<Vec<_>>());
    Ok(screen.show()?)
}

fn form(file: &Path) -> Result<As> {
    let end = file.extension().and_then(|it| it.to_str());
    match end.map(str::to_ascii_lowercase).as_deref() {
        Some("pdf") => Ok(As::Pdf),
        Some("md" | "markdown") => Ok(As::Markdown),
        Some("json") => Ok(As::Json),
        _ => Err(Stop::usage(format!(
            "{} does not say what it is to be; end its name in .pdf, .md or .json",
            file.display()
        ))),
    }
}

fn written(sheet: &Sheet<'_>, form: As) -> Result<Vec<u8>> {
    if form == As::Json {
        return Ok(resume::json(sheet).into_bytes());
    }
    let paper = resume::paper(sheet);
    if form == As::Markdown {
        return Ok(paper.to_markdown().into_bytes());
    }
    let missing = paper.missing();
    if !missing.is_empty() {
        let missing: Vec<String> = missing.iter().map(|c| format!("‘{c}’")).collect();
        eprintln!(
            "A PDF has no letters for {}; it shows ‘\u{fffd}’ in their place.",
            missing.join(", ")
        );
    }
    paper
        .to_pdf()
        .map_err(|error| Stop::refused(error.to_string()))
}
