//! `windward user`: who may sign in, for whoever runs the server. No record is opened.

mod first;
mod remove;

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use windward_store::{AccountName, AccountRole, AccountRow, DOOR_LASTS, Deed, LEAVING_LASTS, Way};
use windward_web::edge;

use self::{first::First, remove::Remove};
use crate::{
    desk::Desk,
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, Screen, say},
    stop::{Stop, said_as_json},
    words::count,
};

/// How many accounts are read at a time.
const PAGE: u32 = 500;

/// Say who may sign in, on a server where everybody has an account
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    First(First),
    /// Invite somebody: prints a link that works once, within a week
    Add(Add),
    /// List the accounts, and who is invited
    List(List),
    /// Close an account: it is signed out everywhere, and its record stays as it is
    Disable(One),
    /// Open an account again
    Enable(One),
    /// Print a link to a new password; it signs its owner in and does not open their record
    Reset(Reset),
    /// List where somebody is signed in, or sign them out
    Sessions(Sessions),
    /// Have an account and its record erased: in thirty days, or now
    ///
    /// For whoever lost every key, so that their name becomes free, and for whoever asks for it. In the thirty days its
    /// owner can sign in and stay.
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Who it is for: an e-mail address, or a name
    name: String,
    /// They administer accounts too
    #[arg(long)]
    administrator: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct One {
    /// What they sign in with
    name: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Reset {
    /// What they sign in with
    name: String,
    /// Ask for no second factor any more, for somebody who lost their device and their spare codes
    #[arg(long)]
    without_second: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Sessions {
    /// What they sign in with
    name: String,
    /// Sign them out everywhere
    #[arg(long)]
    end: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl User {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let json = match &self {
            Self::First(it) => it.json,
            Self::Add(it) => it.json,
            Self::List(it) => it.json,
            Self::Disable(it) | Self::Enable(it) => it.json,
            Self::Reset(it) => it.json,
            Self::Sessions(it) => it.json,
            Self::Remove(it) => it.json,
        };
        match self.done(home) {
            Err(error) if json => Err(said_as_json(&error)),
            done => done,
        }
    }

    fn done(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        // A record that is here is one person's until the first account takes it over.
        let is_first = matches!(self, Self::First(_)) && home.config()?.serve()?.public.is_some();
        if desk.instance.owner().is_some() && !is_first {
            return Err(Stop::usage(
                "one person keeps this record, without an account. `windward serve --public URL` turns accounts on, and \
                 makes the record that of the first one",
            ));
        }
        match self {
            Self::First(first) => first.run(home, &desk),
            Self::Add(add) => add.run(home, &desk),
            Self::List(list) => list.run(&desk),
            Self::Disable(one) => one.run(&desk, true),
            Self::Enable(one) => one.run(&desk, false),
            Self::Reset(reset) => reset.run(home, &desk),
            Self::Sessions(sessions) => sessions.run(&desk),
            Self::Remove(remove) => remove.run(&desk),
        }
    }
}

fn account(desk: &Desk, name: &str) -> Result<AccountRow> {
    let found = desk.wait(desk.instance.account_named(name))?;
    found.ok_or_else(|| {
        Stop::usage(format!(
            "nobody has the name ‘{name}’; `windward user list` shows who is there"
        ))
    })
}

/// A link by its path, as text and as JSON; where the address is not known here, where it goes is left to whoever passes it on.
fn link(home: &Home, path: &str) -> Result<(String, Value)> {
    let whole = home.address()?.map(|base| format!("{base}{path}"));
    let json = json!(whole);
    let text = whole.unwrap_or_else(|| format!("https://WHERE-OTHERS-REACH-IT{path}"));
    Ok((text, json))
}

fn instant(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

fn role(administrator: bool) -> AccountRole {
    if administrator {
        AccountRole::Administrator
    } else {
        AccountRole::Member
    }
}

impl Add {
    fn run(self, home: &Home, desk: &Desk) -> Result<()> {
        let name: AccountName = self
            .name
            .parse()
            .map_err(|error| Stop::usage(format!("{error}")))?;
        let role = role(self.administrator);
        let token = desk.wait(desk.instance.invite(&name, role, edge::now()))?;
        desk.note(Deed::Invited, None)?;
        let path = format!("/join/{}", token.reveal().as_str());
        let (link, whole) = link(home, &path)?;
        screen::done(
            self.json,
            &json!({
                "name": name.as_str(),
                "role": role.word(),
                "link": whole,
                "path": path,
            }),
            format_args!(
                "An invitation for {name}. The link works once, within a week; whoever opens it first, has it:\n\n  {link}"
            ),
        )
    }
}

impl List {
    fn run(&self, desk: &Desk) -> Result<()> {
        let mut accounts = Vec::new();
        loop {
            let after = accounts
                .last()
                .map_or(0, |it: &AccountRow| it.person.person().get());
            let page = desk.wait(desk.instance.accounts(after, PAGE))?;
            if page.is_empty() {
                break;
            }
            accounts.extend(page);
        }
        accounts.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let leaving = accounts.iter().map(|it| {
            let since = desk.wait(desk.instance.leaving_since(it.person))?;
            Ok(since.map(|since| since + LEAVING_LASTS))
        });
        let leaving = leaving.collect::<Result<Vec<_>>>()?;
        let invited = desk.wait(desk.instance.invitations(edge::now()))?;
        if self.json {
            let invited = invited.iter().map(|it| {
                json!({
                    "name": it.name,
                    "role": it.role.word(),
                    "expires_at": it.expires_at.to_string(),
                })
            });
            return screen::json(&json!({
                "accounts": accounts.iter().zip(&leaving).map(|(it, until)| {
                    let mut answer = answer(it);
                    answer["erased_at"] = json!(until.map(|at| at.to_string()));
                    answer
                }).collect::<Vec<_>>(),
                "invited": invited.collect::<Vec<_>>(),
            }));
        }
        let mut screen = Screen::new();
        let rows = accounts.iter().zip(&leaving).map(|(it, leaves)| {
            let mut what = vec![it.role.word().to_owned()];
            if it.second {
                what.push("second factor".to_owned());
            }
            if let Some(since) = it.disabled_at {
                let until = instant(since + DOOR_LASTS);
                what.push(format!("closed, record to take along until {until}"));
            }
            if let Some(until) = leaves {
                what.push(format!("leaving, erased {}", instant(*until)));
            }
            let seen = it.signed_in_at.map_or_else(
                || "never signed in".to_owned(),
                |at| format!("last signed in {}", instant(at)),
            );
            vec![
                Cell::new(it.name.as_str(), BOLD),
                what.join(", ").into(),
                Cell::new(seen, DIM),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        if accounts.is_empty() {
            screen.line("Nobody has an account yet.");
        }
        if !invited.is_empty() {
            screen.gap();
            screen.heading("Invited");
            let rows = invited.iter().map(|it| {
                let name = if it.name.is_empty() {
                    "the first"
                } else {
                    &it.name
                };
                vec![
                    Cell::new(name, BOLD),
                    it.role.word().into(),
                    Cell::new(format!("until {}", instant(it.expires_at)), DIM),
                ]
            });
            screen.table(&rows.collect::<Vec<_>>());
        }
        Ok(screen.show()?)
    }
}

/// An account as JSON: nothing that checks or opens anything.
fn answer(account: &AccountRow) -> Value {
    json!({
        "name": account.name,
        "role": account.role.word(),
        "second_factor": account.second,
        "created_at": account.created_at.to_string(),
        "signed_in_at": account.signed_in_at.map(|at| at.to_string()),
        "disabled_at": account.disabled_at.map(|at| at.to_string()),
    })
}

impl One {
    fn run(&self, desk: &Desk, disable: bool) -> Result<()> {
        let (found, instance) = (account(desk, &self.name)?, &desk.instance);
        if disable {
            desk.wait(instance.disable(found.person, edge::now()))?;
            desk.note(Deed::Closed, Some(found.person))?;
        } else {
            desk.wait(instance.enable(found.person))?;
            desk.note(Deed::Opened, Some(found.person))?;
        }
        if self.json {
            return screen::json(&answer(&account(desk, &self.name)?));
        }
        Ok(say(if disable {
            format!(
                "The account of {} is closed and signed out everywhere; its record stays as it is. Within thirty days its owner \
                 can take it along, by their recovery code, at /closed.",
                found.name
            )
        } else {
            format!("The account of {} is open again.", found.name)
        })?)
    }
}

impl Reset {
    fn run(&self, home: &Home, desk: &Desk) -> Result<()> {
        let (found, instance) = (account(desk, &self.name)?, &desk.instance);
        if found.disabled_at.is_some() {
            return Err(Stop::usage(format!(
                "the account of {} is closed; `windward user enable {}` opens it first",
                found.name, found.name
            )));
        }
        if self.without_second {
            desk.wait(instance.set_second(found.person, false))?;
            desk.note(Deed::SecondRemoved, Some(found.person))?;
        }
        let token = desk.wait(instance.new_reset(found.person, edge::now()))?;
        desk.note(Deed::NewPasswordLink, Some(found.person))?;
        let path = format!("/reset/{}", token.reveal().as_str());
        let (link, whole) = link(home, &path)?;
        screen::done(
            self.json,
            &json!({ "name": found.name, "link": whole, "path": path }),
            format_args!(
                "A link to a new password for {}. It works once, within two hours:\n\n  {link}\n\n\
             It signs them in. It does not open their record: for that they need their recovery code, or what they had before.",
                found.name
            ),
        )
    }
}

impl Sessions {
    fn run(&self, desk: &Desk) -> Result<()> {
        let (found, instance) = (account(desk, &self.name)?, &desk.instance);
        if self.end {
            let ended = desk.wait(instance.end_all_sessions(found.person))?;
            desk.note(Deed::SessionsEnded, Some(found.person))?;
            if self.json {
                return screen::json(&json!({ "name": found.name, "ended": ended }));
            }
            let ended = count(ended, "browser", "browsers");
            return Ok(say(format_args!(
                "{} is signed out of {ended}.",
                found.name
            ))?);
        }
        let sessions = desk.wait(instance.sessions_of(found.person, edge::now()))?;
        if self.json {
            let sessions = sessions.iter().map(|it| {
                json!({
                    "browser": it.browser,
                    "way": it.way.word(),
                    "created_at": it.created_at.to_string(),
                    "last_seen_at": it.last_seen_at.to_string(),
                    "expires_at": it.expires_at.to_string(),
                })
            });
            return screen::json(&sessions.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if sessions.is_empty() {
            screen.line(format_args!("{} is signed in nowhere.", found.name));
        }
        let rows = sessions.iter().map(|it| {
            vec![
                Cell::new(it.browser.as_str(), BOLD),
                by(it.way).into(),
                Cell::new(format!("last used {}", instant(it.last_seen_at)), DIM),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}

const fn by(way: Way) -> &'static str {
    match way {
        Way::Link => "by a link",
        Way::Password => "by password",
        Way::Passkey => "by passkey",
        Way::SingleSignOn => "by single sign-on",
    }
}
