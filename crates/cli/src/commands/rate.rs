//! `windward rate`: how well a skill is done, as somebody sees it.

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Hand, Rating, View},
};

use crate::{
    days,
    home::Home,
    names,
    screen::{self, DIM, PLAIN, Screen},
    stop::Stop,
    words::whose,
};

/// Rate a skill, as you see it or as somebody told you
#[derive(Debug, Args)]
pub(crate) struct Rate {
    /// The skill: its id, its name, or the beginning of one
    skill: String,
    /// How well: 1 to 5, or the word (learning, practising, solid, leading, shaping in the shipped ladder)
    proficiency: String,
    /// Whose view it is
    #[arg(long, value_enum, default_value = "self")]
    view: Whose,
    /// Their name, where it is not your own view
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The day it is about; today without it
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Whose {
    #[value(name = "self")]
    Own,
    Manager,
    Peer,
}

impl From<Whose> for View {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::Own => Self::Own,
            Whose::Manager => Self::Manager,
            Whose::Peer => Self::Peer,
        }
    }
}

impl Rate {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let view = View::from(self.view);
        if view == View::Own && self.by.is_some() {
            return Err(Stop::usage(
                "‘--by’ names whose view it is; add ‘--view manager’ or ‘--view peer’",
            ));
        }
        // What was typed is understood before a record is begun for it.
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let framework = &book.framework;
        let skill = names::skill(framework, &self.skill)?;
        let proficiency = names::proficiency(framework, &self.proficiency)?;
        let on = days::that_was(self.on, book.today, "rate what you see today")?;
        let rating = Rating {
            skill: skill.id.clone(),
            proficiency,
            view,
            by: self.by,
            on,
            note: self.note,
            framework: framework.hash,
            unknown: Map::new(),
        };
        let word = framework.word(proficiency);
        let mut value =
            json!({ "skill": skill.id, "proficiency": proficiency.get(), "view": view, "on": on });
        let mut screen = Screen::new();
        let whose = whose(view, rating.by.as_deref(), Hand::Own);
        screen.line(format_args!("{}: {word}. {whose}, {on}.", skill.name));
        screen.paragraph(2, PLAIN, skill.anchor(proficiency));
        let before = rating.said_before(&book.record);
        if let Some(of) = before {
            let word = framework.word(of.it.proficiency);
            screen.paragraph(2, DIM, &format!("Before, on the same day: {word}."));
        }
        let item = beginning.act(|act| act.rate(&book.record, rating.clone()))?;
        value["item"] = json!(item);
        if self.json {
            return screen::json(&value);
        }
        Ok(screen.show()?)
    }
}
