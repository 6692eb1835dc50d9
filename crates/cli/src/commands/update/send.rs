//! `windward update send`: a note through one's mail server.

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;
use tokio::sync::watch;
use windward_core::{
    date::PartialDate,
    record::{Of, UpdateState},
    views::updates::{self, Doubt, doubts},
};
use windward_post::{PostError, Round, SentBy, update_letters};
use windward_web::{edge, post::Records};

use super::{copies, find, name};
use crate::{
    home::{Begin, Home},
    screen,
    stop::Stop,
    words::count,
};

/// Send a note through your mail server, a letter to each
///
/// What wants a look is said before, and what is unfinished or confidential stops it. A copy that came back goes to the
/// address of today, if that is another one. Whoever got it does not get it twice, however often this is run. Where a server of
/// this record runs, that one sends; else this command does.
#[derive(Debug, Args)]
pub(crate) struct Send {
    /// Its number in the list, its id, or a part of its subject
    which: String,
    /// Say who would get it, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send it although something is still to be filled in, or is confidential
    #[arg(long)]
    anyway: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Send {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(&book.record, &self.which)?;
        // Links are in no update, so it does not matter where the pages are.
        let office = home.office(&desk.instance, String::new())?;
        let settings = desk.wait(office.settings())?;
        let server = settings.ok_or(PostError::NoServer)?.server;
        let all = copies(&book, of.it);
        let update = match of.it.state {
            UpdateState::Draft => updates::given(of.it, &all, PartialDate::day(book.today)),
            _ => updates::corrected(of.it, &all),
        };
        let copies = copies(&book, &update);
        let leaving = Of { it: &update, ..of };
        let by = match desk.instance.owner() {
            Some(_) => SentBy::Owner,
            None => SentBy::Server,
        };
        let letters = update_letters(leaving, name(&book), &server, by, &copies)
            .map_err(|error| Stop::refused(format!("it is not sent: {error}")))?;
        if of.it.state.is_draft() {
            let doubts = doubts(book.facts(), of.it, &all);
            for doubt in doubts.iter().map(Doubt::says) {
                screen::aside(&doubt);
            }
            if !(self.anyway || self.dry_run) && doubts.iter().any(Doubt::stops) {
                return Err(Stop::refused(
                    "nothing is sent: `windward update change` puts that right, and --anyway sends it as it is",
                ));
            }
        }
        if letters.is_empty() {
            return Err(Stop::refused(
                "nobody it is for has an address and has not got it yet; `windward update change` adds people",
            ));
        }
        if self.dry_run {
            let to: Vec<String> = letters.iter().map(|it| it.letter.to.to_string()).collect();
            if self.json {
                return screen::json(&json!({ "item": of.id, "to": to }));
            }
            for to in &to {
                screen::say(to)?;
            }
            return Ok(());
        }
        if update != *of.it {
            desk.act(|act| act.revise(of, update.clone()))?;
        }
        let records = Records::of(desk.instance.clone());
        let (_going, stop) = watch::channel(false);
        let person = desk.store()?.person();
        let round = desk.wait(async {
            office.queue(person, &letters, edge::now()).await?;
            office.send(&records, edge::now, &stop).await
        });
        let round = round.context("the letters wait, and go out with the next `windward serve`")?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "letters": letters.len(), "elsewhere": round.elsewhere, "sent": round.sent,
                         "later": round.later, "refused": round.refused, "unclear": round.unclear, "fault": round.fault }),
            told(&round, letters.len()),
        )
    }
}

/// What became of the letters.
fn told(round: &Round, letters: usize) -> String {
    if round.elsewhere {
        return format!(
            "{} on the way; the server that runs sends them",
            count(letters, "letter is", "letters are")
        );
    }
    let all = [
        (round.sent, "sent"),
        (round.later, "to be tried again later"),
        (round.refused, "refused"),
        (round.unclear, "not known to have arrived"),
    ];
    let mut parts: Vec<String> = all
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    parts.extend(round.fault.clone());
    if parts.is_empty() {
        parts.push("nothing is left to send".to_owned());
    }
    parts.join("; ")
}
