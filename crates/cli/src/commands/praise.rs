//! `windward praise`: what others said, kept to be read again.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{date::PartialDate, record::Praise as Said};

use crate::{
    days,
    home::{Begin, Home},
    screen::{self, DIM, PLAIN, Screen},
};

/// Save what somebody said in your favour; without words, read again what was saved
#[derive(Debug, Args)]
pub(crate) struct Praise {
    /// Their words
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Who said it
    #[arg(long, value_name = "NAME", requires = "words")]
    from: Option<String>,
    /// What they are to you
    #[arg(long, value_name = "TEXT", requires = "words")]
    role: Option<String>,
    /// For what
    #[arg(long = "for", value_name = "TEXT", requires = "words")]
    for_what: Option<String>,
    /// When; today without it
    #[arg(long, value_name = "DATE", requires = "words")]
    on: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Praise {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let words = self.words.join(" ").trim().to_owned();
        // ‘list’ is what the other commands say; nobody has only this word of praise.
        if words.is_empty() || words == "list" {
            return read(home, self.json);
        }
        let beginning = home.beginning()?;
        let on = days::that_was(self.on, beginning.book()?.today, "save what was said")?;
        let id = beginning.act(|act| {
            act.add(Said {
                words,
                from: self.from,
                from_role: self.role,
                for_what: self.for_what,
                on: Some(on),
                ..Said::default()
            })
        })?;
        screen::done(
            self.json,
            &json!({ "item": id }),
            "Saved. It is here for the day on which you need it.",
        )
    }
}

fn read(home: &Home, json: bool) -> Result<()> {
    let book = home.open(Begin::Refuse)?.book()?;
    let all = &book.facts().praise;
    if json {
        let lines = all.iter().map(|of| {
            let it = of.it;
            json!({ "item": of.id, "words": it.words, "from": it.from, "from_role": it.from_role,
                    "for_what": it.for_what, "evidence": it.evidence, "on": it.on })
        });
        return screen::json(&lines.collect::<Vec<_>>());
    }
    let mut screen = Screen::new();
    if all.is_empty() {
        screen.line(
            "Nothing is saved yet. `windward praise WORDS --from NAME` keeps what somebody said.",
        );
    }
    for of in all {
        let it = of.it;
        screen.paragraph(0, PLAIN, &format!("‘{}’", it.words));
        let on = it.on.map(PartialDate::in_words);
        let parts = [
            it.from.clone(),
            it.from_role.clone(),
            on,
            it.for_what.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        screen.paragraph(2, DIM, &parts.join(", "));
        screen.gap();
    }
    Ok(screen.show()?)
}
