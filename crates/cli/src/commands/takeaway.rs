//! `windward takeaway`: books, courses and conferences, each with what one took from it.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Medium, Takeaway as Taken},
};

use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, DIM, PLAIN, Screen},
    stop::Stop,
};

/// Books, courses and conferences, and what you took from them
#[derive(Debug, Subcommand)]
pub(crate) enum Takeaway {
    Add(Add),
    List(List),
}

impl Takeaway {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Add(add) => add.run(home),
            Self::List(list) => list.run(home),
        }
    }
}

/// Keep a book, a course or a conference; the same title again adds to it
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What it is called
    title: String,
    /// What you took from it: one sentence that you would pass on
    took: Option<String>,
    /// book, course, conference or other
    #[arg(long, value_name = "WORD", default_value = "book")]
    medium: String,
    /// By whom
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Where to find it
    #[arg(long, value_name = "ADDRESS")]
    link: Option<String>,
    /// Whom it could help
    #[arg(long, value_name = "NAME")]
    for_whom: Option<String>,
    /// The skill that it is about
    #[arg(long, value_name = "SKILL")]
    skill: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let title = self.title.trim().to_owned();
        if title.is_empty() {
            return Err(Stop::usage("say what it is called"));
        }
        let medium = names::word("medium", &self.medium, Medium::WORDS)?;
        let skill = self
            .skill
            .as_deref()
            .map(|typed| names::skill(&book.framework, typed))
            .transpose()?;
        let standing = book.record.all::<Taken>().find(|of| of.it.title == title);
        let before = standing.map_or_else(
            || Taken {
                title: title.clone(),
                medium,
                by: None,
                link: None,
                took: None,
                for_whom: None,
                skill: None,
                experiment: None,
                on: PartialDate::day(book.today),
                framework: book.framework.hash,
                unknown: Map::new(),
            },
            |of| of.it.clone(),
        );
        let taken = Taken {
            took: self.took.or(before.took),
            by: self.by.or(before.by),
            link: self.link.or(before.link),
            for_whom: self.for_whom.or(before.for_whom),
            skill: skill.map(|it| it.id.clone()).or(before.skill),
            ..before
        };
        let says = if standing.is_some() {
            "Added to"
        } else {
            "Kept"
        };
        let item = beginning.act(|act| act.revise_or_add(standing, taken))?;
        screen::done(
            self.json,
            &json!({ "item": item, "title": title }),
            format_args!("{says}: {title}"),
        )
    }
}

/// Show what you took from where
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let all = &book.facts().growth.takeaways;
        if self.json {
            let all = all.iter().map(|of| {
                let it = of.it;
                json!({ "item": of.id, "title": it.title, "medium": it.medium.word(), "by": it.by, "link": it.link, "took": it.took,
                        "for_whom": it.for_whom, "skill": it.skill, "experiment": it.experiment, "on": it.on })
            });
            return screen::json(&all.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("Nothing is kept yet. `windward takeaway add TITLE \"One sentence\"` keeps the first.");
        }
        for of in all {
            screen.paragraph(2, BOLD, &of.it.title);
            screen.paragraph(4, DIM, &format!("{}, {}", of.it.medium.label(), of.it.on));
            screen.paragraph(
                4,
                PLAIN,
                of.it.took.as_deref().unwrap_or("nothing taken away yet"),
            );
        }
        Ok(screen.show()?)
    }
}
