//! `windward config`: what holds, and who said so.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::serve::Over;
use crate::{
    config::{self, KEYS, Key, Said},
    home::Home,
    screen::{self, Cell, DIM, PLAIN, Screen},
};

/// Show the configuration that holds, and where each part of it comes from
///
/// It is looked through as a start would, so that it can be tried before one. What can hold a password is not shown. With
/// the options of `serve` it shows what they would change.
#[derive(Debug, Args)]
pub(crate) struct Config {
    #[command(flatten)]
    over: Over,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A key as it is shown.
struct Row {
    key: &'static Key,
    value: String,
    /// ‘file’, ‘environment’, ‘flag’ or ‘default’.
    from: String,
    /// The line of the file, the variable, the option.
    place: String,
}

impl Config {
    /// What it says over the configuration.
    pub(crate) fn options(&self) -> config::Options {
        self.over.options()
    }

    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let config = home.config()?;
        config.check()?;
        let place = config.place()?.to_string();
        let rows: Vec<Row> = KEYS
            .iter()
            .map(|it| row(it, config.said(), &place))
            .collect();
        if self.json {
            let rows = rows.iter().map(|it| {
                let value = (it.from != "default").then_some(&it.value);
                json!({
                    "key": it.key.name,
                    "value": value,
                    "default": it.key.usual,
                    "from": it.from,
                    "place": it.place,
                })
            });
            return screen::json(&rows.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        let lines = rows.into_iter().map(|it| {
            let said = if it.from == "default" { DIM } else { PLAIN };
            vec![
                Cell::new(it.key.name, said),
                Cell::new(it.value, said),
                Cell::new(it.place, DIM),
            ]
        });
        screen.table(&lines.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}

fn row(key: &'static Key, said: &Said, store: &str) -> Row {
    let (value, from) = match said.of(key) {
        // The place says which database it is, and leaves the password out.
        Some((_, by)) if key.is_secret() => (store.to_owned(), by.to_string()),
        Some((value, by)) => (value.to_string(), by.to_string()),
        None => (key.usual.replace('`', ""), "default".to_owned()),
    };
    Row {
        key,
        value,
        from,
        place: said.told_by(key),
    }
}
