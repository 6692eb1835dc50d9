//! `windward opportunity weigh`: what one is like in something that matters.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Act, Criterion, Matters, Of, Reading, Weighed},
    views::opportunities::{compare::nearness, criteria, name},
};

use super::find;
use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Say what an opportunity is like in something that matters to you
#[derive(Debug, Args)]
pub(crate) struct Weigh {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// What matters, in your own words; or the number, the id or a part of what you said before
    matter: String,
    /// How near it comes: 1 far from what I want, 2 less than I want, 3 will do, 4 near what I want, 5 what I want
    near: u8,
    /// What it is like, in words
    #[arg(long, value_name = "TEXT")]
    says: Option<String>,
    /// How much it matters: little, much or most
    #[arg(long, value_name = "WORD")]
    matters: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Weigh {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, &self.which)?;
        let reading = Reading::new(self.near).ok_or_else(|| {
            let words = Reading::ALL.map(|it| format!("{} {}", it.get(), nearness(it)));
            Stop::usage(format!("how near is one of {}", words.join(", ")))
        })?;
        let matters = names::one_of("weight", self.matters.as_deref(), Matters::WORDS)?;
        let known = criteria(facts);
        let named: Vec<(ItemId, &str, Of<'_, Criterion>)> = known
            .iter()
            .map(|of| (of.id, of.it.what.as_str(), *of))
            .collect();
        let weigh = |act: &mut Act<'_>| {
            let (criterion, what) = match names::item("criterion", &self.matter, &named) {
                Ok(before) => {
                    if let Some(matters) = matters.filter(|it| *it != before.it.matters) {
                        let it = Criterion {
                            matters,
                            ..before.it.clone()
                        };
                        act.revise(before, it);
                    }
                    (before.id, before.it.what.clone())
                }
                // Several may be meant: a new one of nearly the same words would be one too many.
                Err(error) if known.iter().any(|of| contains(&of.it.what, &self.matter)) => {
                    return Err(error);
                }
                Err(_) if self.matter.trim().is_empty() => {
                    return Err(Stop::usage("say what matters"));
                }
                Err(_) if known.len() >= Criterion::MOST => {
                    let most = Criterion::MOST;
                    return Err(Stop::usage(format!(
                        "{most} things matter already, and more do not all matter; the page lets go of one"
                    )));
                }
                Err(_) => {
                    let what = self.matter.trim().to_owned();
                    let on = PartialDate::day(book.today);
                    let it = Criterion::new(what.clone(), matters.unwrap_or(Matters::Much), on);
                    (act.add(it), what)
                }
            };
            let mut it = of.it.clone();
            let before = it.weighed.iter_mut().find(|it| it.criterion == criterion);
            match before {
                Some(before) => {
                    before.reading = Some(reading);
                    before.says = self.says.or(before.says.take());
                }
                None => it.weighed.push(Weighed {
                    criterion,
                    reading: Some(reading),
                    says: self.says,
                    unknown: Map::new(),
                }),
            }
            let says = format!("{}: {what}, {}", name(&it), nearness(reading));
            act.revise(of, it);
            Ok((criterion, says))
        };
        let (criterion, says) = desk.try_act(weigh)?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "criterion": criterion, "near": self.near }),
            says,
        )
    }
}

/// Let go of something that mattered to you; what opportunities are like in it is kept, and not compared
#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// What mattered: a part of its words
    matter: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Forget {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let known = criteria(book.facts());
        let texts: Vec<&str> = known.iter().map(|of| of.it.what.as_str()).collect();
        let of = known[names::place("criterion", &self.matter, &texts)?];
        desk.act(|act| act.withdraw(of.id, of.revision.entry_id))?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "what": of.it.what }),
            format_args!("‘{}’ is not compared any more.", of.it.what),
        )
    }
}

fn contains(what: &str, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    !typed.is_empty() && what.to_lowercase().contains(&typed)
}
