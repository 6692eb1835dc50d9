//! Where the record of a command is, and opening it.

use std::{
    cell::OnceCell,
    path::{self, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;
use directories::ProjectDirs;
use windward_post::Office;
use windward_store::{
    FirstStart, Instance, Keeping, OpenError, OpenOptions, Place, RecoveryCode, Role,
};

use crate::{
    config::{self, Config},
    desk::{Beginning, Desk},
};

/// Where the data is, as the command line says it.
#[derive(Debug, Args)]
pub(crate) struct Home {
    /// The data directory; without it, the platform’s own place for such things
    #[arg(
        long = "data",
        value_name = "DIR",
        global = true,
        env = "WINDWARD_DATA",
        hide_env_values = true,
        help_heading = "For every command"
    )]
    data: Option<PathBuf>,
    /// Where the record is kept: ‘sqlite’, or the URL of a PostgreSQL database
    ///
    /// Without it what the configuration file says, and without that SQLite, in the data directory. Others on the
    /// machine can see what is typed as an argument: a password goes into the configuration file.
    #[arg(
        long = "store",
        value_name = "STORE",
        global = true,
        env = "WINDWARD_STORE",
        hide_env_values = true,
        help_heading = "For every command"
    )]
    store: Option<String>,
    /// The configuration file; without it ‘windward.toml’ in the data directory, if it is there
    #[arg(
        long = "config",
        value_name = "FILE",
        global = true,
        env = "WINDWARD_CONFIG",
        hide_env_values = true,
        help_heading = "For every command"
    )]
    config: Option<PathBuf>,
    /// Whose record it is, where everybody has an account: the name that they sign in with
    ///
    /// Their password is asked for on the terminal, or taken from the file that `WINDWARD_PASSWORD_FILE` names.
    #[arg(
        long = "account",
        value_name = "NAME",
        global = true,
        env = "WINDWARD_ACCOUNT",
        hide_env_values = true,
        help_heading = "For every command"
    )]
    account: Option<String>,
    /// What the options of a command say over the configuration.
    #[arg(skip)]
    pub(crate) options: config::Options,
    /// The configuration, read once.
    #[arg(skip)]
    config_read: OnceCell<Config>,
}

/// What to do where there is no data directory yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin {
    /// Say so and end: there is nothing to read.
    Refuse,
    /// Make one.
    Make,
}

impl Home {
    /// The data directory, which may not be there yet.
    pub(crate) fn dir(&self) -> Result<PathBuf> {
        let dir = match &self.data {
            Some(dir) => dir.clone(),
            None => ProjectDirs::from("", "", "windward")
                .map(|dirs| dirs.data_dir().to_owned())
                .context(
                    "this system does not say where data belongs; name a directory with `--data`",
                )?,
        };
        // Said in full, as it is told to people and to the next `windward`.
        path::absolute(&dir).with_context(|| format!("{} is no directory", dir.display()))
    }

    /// Where the record is kept.
    pub(crate) fn place(&self) -> Result<Place> {
        self.config()?.place()
    }

    /// The configuration: the file, the environment over it, the command line over that.
    pub(crate) fn config(&self) -> Result<&Config> {
        if let Some(config) = self.config_read.get() {
            return Ok(config);
        }
        let (file, named) = match &self.config {
            Some(file) => (file.clone(), true),
            None => (self.dir()?.join(config::NAME), false),
        };
        let store = self.store.iter().map(|it| ("store", it.clone()));
        let options = store.chain(self.options.iter().cloned()).collect();
        let config = Config::read(&file, named, &config::environment(), &options)?;
        Ok(self.config_read.get_or_init(|| config))
    }

    /// The mail of an instance; `base` is what links in letters begin with unless the configuration says it.
    pub(crate) fn office(&self, instance: &Instance, base: String) -> Result<Office> {
        let config = self.config()?;
        let (given, address) = config.mail()?;
        let base = address.unwrap_or(base);
        Ok(Office::opening(instance, given, base, config.opened()?)?)
    }

    /// Where the pages are reached from other machines, if the configuration says so.
    pub(crate) fn address(&self) -> Result<Option<String>> {
        let config = self.config()?;
        match config.serve()?.public {
            Some(public) => Ok(Some(public)),
            None => Ok(config.mail()?.1),
        }
    }

    /// How long what is kept, and which backups are made.
    pub(crate) fn keeping(&self) -> Result<Keeping> {
        self.config()?.keeping()
    }

    /// Opens the record beside a server that may be running.
    pub(crate) fn open(&self, begin: Begin) -> Result<Desk> {
        let instance = self.instance(Role::CommandLine, begin)?;
        Desk::over(instance, self.account.clone())
    }

    /// Opens the instance to be served to everybody with an account, or who will have one.
    pub(crate) fn instance_for_accounts(&self) -> Result<Instance> {
        let options = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let opened = Instance::open_for_accounts(&self.dir()?, &self.place()?, options)?;
        Ok(opened.instance)
    }

    /// Opens the instance, and says what a first start has to say.
    pub(crate) fn instance(&self, role: Role, begin: Begin) -> Result<Instance> {
        let (dir, place) = (self.dir()?, self.place()?);
        let options = OpenOptions {
            role,
            create: begin == Begin::Make,
        };
        let opened = Instance::open_at(&dir, &place, options)?;
        if let Some(FirstStart { recovery_code }) = opened.first_start {
            match place {
                Place::File => eprintln!("A new record begins in {}.\n", dir.display()),
                Place::Server(_) => eprintln!(
                    "A new record begins in {place}. Its key is in {}: every server of it needs a copy.\n",
                    dir.display()
                ),
            }
            show_recovery_code(&recovery_code);
        }
        Ok(opened.instance)
    }

    /// Opens the record if there is one; for what only looks, and for what looks before it begins one.
    pub(crate) fn beginning(&self) -> Result<Beginning<'_>> {
        let desk = match self.open(Begin::Refuse) {
            Ok(desk) => Some(desk),
            Err(error) => match error.downcast_ref() {
                Some(OpenError::Nothing(_) | OpenError::Empty(_)) => None,
                _ => return Err(error),
            },
        };
        Ok(Beginning::of(self, desk))
    }
}

/// Shows a recovery code, and what it is for.
pub(crate) fn show_recovery_code(code: &RecoveryCode) {
    eprintln!(
        "Recovery code: {}\n\n\
         It opens your backups on another machine, and it is the only way into your record if this disk dies.\n\
         It is shown this once: write it down or put it into your password manager. When it is safe, type it\n\
         back with `windward recovery confirm`.\n",
        *code.reveal()
    );
}
