//! `windward plateau`: the signs, what each rests on, and the ways out.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use windward_core::{
    date::PartialDate,
    record::{RungTime, Settled},
    views::{
        facts::Facts,
        plateau::{Answer, Plateau as Signs, Rest, plateau, proposal, rule_in_words, ways_out},
    },
};
use windward_web::book::Book;

use crate::{
    days::as_of,
    desk::Desk,
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, GOOD, OPEN, PLAIN, Screen},
    stop::Stop,
};

/// Show signs of a plateau, what they rest on, and ways out
#[derive(Debug, Args)]
pub(crate) struct Plateau {
    #[command(subcommand)]
    way: Option<Way>,
    /// Read the record as of the end of this day, month or year
    #[arg(long, value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// Show what each sign rests on, and its rule
    #[arg(long)]
    why: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Way {
    /// Take one of the ways out: an experiment or an action, with its first step on Today
    Take {
        /// The word in brackets beside it
        key: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// ‘This is where I want to be’: the signs rest until a day; ‘no-longer’ ends it
    Settle {
        /// Until when, or ‘no-longer’
        until: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// After how many months on a rung you want to be asked; ‘own-spells’ goes back to your earlier ones
    Time {
        /// Whole months, or ‘own-spells’
        months: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl Plateau {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        match self.way {
            Some(Way::Take { key, json }) => take(&desk, &book, &key, json),
            Some(Way::Settle { until, why, json }) => settle(&desk, &book, (&until, why), json),
            Some(Way::Time { months, json }) => time(&desk, &book, &months, json),
            None => {
                let on_day = book.on(as_of(self.as_of, book.today)?);
                let facts = on_day.facts();
                let read = plateau(facts);
                if self.json {
                    return screen::json(&answer(facts, &read));
                }
                show(facts, &read, self.why)
            }
        }
    }
}

fn show(facts: &Facts<'_>, read: &Signs<'_>, why: bool) -> Result<()> {
    let mut screen = Screen::new();
    if let Some(of) = read.slow {
        screen.line(format_args!(
            "It is a slow time; the signs rest until {}.",
            of.it.until
        ));
    } else if let Some(of) = read.settled {
        screen.line(format_args!(
            "This is where you want to be; the signs rest until {}.",
            of.it.until
        ));
    } else if read.cannot_tell() {
        screen.line("Too little is logged to say. That is not the same as standing still.");
    }
    for it in &read.signs {
        let style = match it.answer {
            Answer::Seen => OPEN,
            Answer::NotSeen => GOOD,
            Answer::CannotTell => DIM,
        };
        screen.heading(it.rule.sign.label());
        screen.paragraph(2, style, it.answer.label());
        screen.paragraph(2, PLAIN, &it.says);
        if why {
            for rest in &it.rests_on {
                let says = match rest {
                    Rest::Evidence(of, says) => format!("{}, {}: {says}", of.it.on, of.it.what),
                    Rest::CheckIn(of, says) => format!("{}: {says}", of.it.on),
                    Rest::Setback(of, says) => format!("{}: {says}", of.it.on),
                    Rest::Case(_, says) | Rest::Figure(says) => says.clone(),
                };
                screen.paragraph(4, DIM, &says);
            }
            screen.paragraph(4, DIM, &rule_in_words(it.rule));
            screen.paragraph(
                4,
                DIM,
                &format!(
                    "The threshold is {}: {}",
                    it.rule.basis.label(),
                    it.rule.why
                ),
            );
        }
    }
    screen.heading("Ways out");
    for out in ways_out(facts) {
        screen.paragraph(2, BOLD, out.way.label());
        let rows = out.proposals.iter().map(|it| -> Vec<Cell> {
            vec![
                Cell::new(format!("  [{}]", it.key), DIM),
                it.what.as_str().into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
    }
    screen.line("\n`windward plateau take KEY` puts one of them on Today. None has to be taken.");
    Ok(screen.show()?)
}

fn take(desk: &Desk, book: &Book, key: &str, as_json: bool) -> Result<()> {
    let facts = book.facts();
    let taken = proposal(facts, key).ok_or_else(|| {
        Stop::usage(format!(
            "no way out is called ‘{key}’, or it is taken already; `windward plateau` lists them"
        ))
    })?;
    let (on, framework) = (PartialDate::day(book.today), facts.framework.hash);
    desk.act(|act| taken.take(act, on, framework))?;
    let (what, first_step) = (&taken.what, &taken.first_step);
    screen::done(
        as_json,
        &json!({ "key": taken.key, "what": what, "first_step": first_step }),
        format_args!("{what}\nFirst step: {first_step}"),
    )
}

fn settle(
    desk: &Desk,
    book: &Book,
    (until, why): (&str, Option<String>),
    as_json: bool,
) -> Result<()> {
    let (until, says) = if until == "no-longer" {
        let Some(of) = plateau(book.facts()).settled else {
            let value = json!({ "settled_until": null });
            return screen::done(as_json, &value, "Nothing rests.");
        };
        desk.act(|act| act.withdraw(of.id, of.revision.entry_id))?;
        (None, "The signs no longer rest.".to_owned())
    } else {
        let until: PartialDate = until
            .parse()
            .map_err(|error| Stop::usage(format!("{error}")))?;
        if until.last_day() < book.today {
            return Err(Stop::usage(format!("{until} is over already")));
        }
        let settled = Settled {
            until,
            why,
            on: PartialDate::day(book.today),
            unknown: Map::new(),
        };
        desk.act(|act| act.add(settled))?;
        (Some(until), format!("The signs rest until {until}."))
    };
    screen::done(as_json, &json!({ "settled_until": until }), says)
}

fn time(desk: &Desk, book: &Book, months: &str, as_json: bool) -> Result<()> {
    let months = match months {
        "own-spells" => None,
        typed => {
            let number: Option<u16> = typed.parse().ok();
            let number = number.filter(|it| (1..=RungTime::MOST_MONTHS).contains(it));
            let wrong = || {
                Stop::usage(format!(
                    "‘{typed}’ is no number of months from 1 to {}",
                    RungTime::MOST_MONTHS
                ))
            };
            Some(number.ok_or_else(wrong)?)
        }
    };
    let time = RungTime {
        months,
        on: PartialDate::day(book.today),
        unknown: Map::new(),
    };
    desk.act(|act| act.add(time))?;
    let says = match months {
        Some(months) => format!("You are asked after {months} months on a rung."),
        None => "Your own earlier times on a rung are the measure.".to_owned(),
    };
    screen::done(as_json, &json!({ "months": months }), says)
}

fn answer(facts: &Facts<'_>, read: &Signs<'_>) -> Value {
    let signs = read.signs.iter().map(|it| {
        let rests_on = it
            .rests_on
            .iter()
            .map(|rest| json!({ "item": rest.item(), "says": rest.says() }));
        json!({
            "sign": it.rule.sign.word(),
            "answer": it.answer.word(),
            "says": it.says,
            "rests_on": rests_on.collect::<Vec<_>>(),
            "rule": rule_in_words(it.rule),
            "threshold": it.rule.threshold,
            "basis": it.rule.basis.word(),
            "why": it.rule.why,
        })
    });
    let ways = ways_out(facts);
    let ways = ways.iter().map(|out| {
        let proposals = out.proposals.iter().map(|it| json!({ "key": it.key, "what": it.what, "why": it.why, "first_step": it.first_step, "play": it.play.map(|it| &it.id) }));
        json!({ "way": out.way.word(), "proposals": proposals.collect::<Vec<_>>() })
    });
    json!({
        "as_of": facts.day,
        "settled_until": read.settled.map(|of| of.it.until),
        "slow_until": read.slow.map(|of| of.it.until),
        "signs": signs.collect::<Vec<_>>(),
        "ways_out": ways.collect::<Vec<_>>(),
    })
}
