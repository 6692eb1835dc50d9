//! People with accounts, each with the sample record, and a server for them.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use windward_core::{framework::PRODUCT, sample};
use windward_store::{
    AccountRole, Chosen, Instance, Join, NewAccount, OpenOptions, Password, PersonKey, Place, Role,
};
use windward_web::edge::FreshIds;

use crate::{
    accounts,
    http::request,
    process::{Program, first_200, free_address},
    reference::{program, scratch},
};

const PASSWORD: &str = "four words of mine";

/// A data directory and the people in it.
#[derive(Debug)]
pub(crate) struct Crowd {
    dir: TempDir,
    place: Place,
    store: String,
    pub(crate) people: Vec<PersonKey>,
}

impl Crowd {
    /// Has so many join, and gives each the sample record. A password is stretched for each, which takes a quarter of a
    /// second.
    pub(crate) fn join(store: &str, many: usize, runtime: &Runtime) -> Result<Self> {
        let mut crowd = Self {
            dir: scratch()?,
            place: store.parse()?,
            store: store.to_owned(),
            people: Vec::new(),
        };
        let instance = crowd.open(true)?;
        crowd.people = runtime.block_on(joined(&instance, many))?;
        Ok(crowd)
    }

    fn open(&self, create: bool) -> Result<Instance> {
        let options = OpenOptions {
            role: Role::Server,
            create,
        };
        let opened = Instance::open_for_accounts(self.dir.path(), &self.place, options)?;
        Ok(opened.instance)
    }

    /// Opens the instance; no server may have it meanwhile.
    pub(crate) fn instance(&self) -> Result<Instance> {
        self.open(false)
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Where the database is, if it is a file.
    pub(crate) fn database(&self) -> PathBuf {
        self.dir.path().join("windward.db")
    }

    /// A server of it that has answered.
    pub(crate) fn serve(&self) -> Result<(Program, SocketAddr)> {
        let address = free_address()?;
        let base = format!("http://{address}");
        let mut serve = Command::new(program());
        serve.args(["serve", "--no-open", "--listen", &address.to_string()]);
        serve.args(["--public", &base, "--proxy", "127.0.0.1"]);
        serve.args(["--store", &self.store, "--data"]);
        let server = Program::start(serve.arg(self.path()))?;
        first_200(address, &request(address, "/healthz", None))?;
        Ok((server, address))
    }
}

/// Signs one of them in; the cookie of the session.
pub(crate) fn sign_in(address: SocketAddr, number: usize) -> Result<String> {
    let (status, cookie) = accounts::sign_in(address, &name(number), PASSWORD, number)?;
    if status != 303 {
        bail!("{} was answered with {status}", name(number));
    }
    Ok(cookie)
}

/// What they sign in with.
pub(crate) fn name(number: usize) -> String {
    format!("person{number}")
}

async fn joined(instance: &Instance, many: usize) -> Result<Vec<PersonKey>> {
    let framework = instance.put_framework(PRODUCT).await?;
    let mut people = Vec::new();
    for number in 0..many {
        let (now, name) = (Timestamp::now(), name(number));
        let token = if number == 0 {
            instance.invite_first(now).await?
        } else {
            let role = AccountRole::Member;
            instance.invite(&name.parse()?, role, now).await?
        };
        let account = NewAccount {
            name: name.parse()?,
            remembered: Chosen::new(PASSWORD.to_owned(), &[])?,
            identity: None,
        };
        let Join::Yes(person, _) = instance.join(Some(&token), account, now).await? else {
            bail!("{name} has no account");
        };
        let password = Password::typed(PASSWORD.to_owned());
        let store = instance.open_record(&name, password).await?;
        let store = store.context("a password that was just chosen opens")?;
        let day = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let entries = sample::entries(framework, day, now, &mut FreshIds);
        store.append(entries, None).await?;
        people.push(person);
    }
    Ok(people)
}
