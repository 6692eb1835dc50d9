//! The data directory of a command, and the record in it.

use std::{
    cell::{LazyCell, OnceCell},
    env, fs,
    io::{self, IsTerminal, Write},
    path::{self, Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use directories::ProjectDirs;
use jiff::civil::Date;
use tokio::runtime::{self, Runtime};
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT},
    record::{Act, Entry, export::frameworks_named},
};
use windward_post::Office;
use windward_store::{
    Appended, Deed, Doer, FirstStart, Instance, Keeping, Ladder, NotBrought, OpenError,
    OpenOptions, Password, PersonKey, PersonStore, Place, RecoveryCode, Role,
};
use windward_web::{
    book::{Book, BookError, Frameworks},
    edge,
};
use zeroize::Zeroizing;

use crate::{
    config::{self, Config},
    stop::Stop,
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
        Ok(Desk {
            instance,
            account: self.account.clone(),
            store: OnceCell::new(),
            runtime: runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
            frameworks: LazyCell::new(Frameworks::new),
        })
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

    /// Opens the record if there is one.
    pub(crate) fn open_if_there(&self) -> Result<Option<Desk>> {
        match self.open(Begin::Refuse) {
            Ok(desk) => Ok(Some(desk)),
            Err(error) => match error.downcast_ref() {
                Some(OpenError::Nothing(_) | OpenError::Empty(_)) => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// The record as it is, or as it would begin: for what only looks, and for what looks before it begins one.
    pub(crate) fn book(&self) -> Result<Book> {
        if let Some(desk) = self.open_if_there()? {
            return desk.book();
        }
        Ok(Book::blank(&Frameworks::new(), edge::now()))
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

/// A record opened for one command.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) instance: Instance,
    account: Option<String>,
    store: OnceCell<PersonStore>,
    runtime: Runtime,
    /// Parsed when something is read against one: a line is logged without.
    frameworks: LazyCell<Frameworks>,
}

impl Desk {
    /// Notes in the audit log what was done at the machine.
    pub(crate) fn note(&self, deed: Deed, about: Option<PersonKey>) -> Result<()> {
        let noted = self.instance.note(deed, Doer::Machine, about, edge::now());
        Ok(self.wait(noted)?)
    }

    /// Waits for the store.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// The record: of the one person, or of whoever's account it is, opened by their password.
    pub(crate) fn store(&self) -> Result<&PersonStore> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let store = match self.instance.owner() {
            Some(owner) => owner,
            None => self.of_account()?,
        };
        Ok(self.store.get_or_init(|| store))
    }

    fn of_account(&self) -> Result<PersonStore> {
        let Some(name) = &self.account else {
            return Err(Stop::usage(
                "everybody has an account here: say whose record it is with `--account NAME`",
            ));
        };
        let password = Password::typed(ask_password(name)?);
        let opened = self.wait(self.instance.open_record(name, password))?;
        opened.ok_or_else(|| {
            Stop::usage(
                "the name or the password is wrong, the account is closed, or the record opens by something else \
                 than the password: then open it on its page first",
            )
        })
    }

    /// The record, and what it is read against.
    pub(crate) fn book(&self) -> Result<Book> {
        let now = edge::now();
        let book = self.wait(Book::open(
            &self.instance,
            self.store()?,
            &self.frameworks,
            now,
        ))?;
        if let Some(why) = &book.instead {
            eprintln!("windward: {why}. Until then it is read against the shipped ladder.");
        }
        Ok(book)
    }

    /// Stores an act. `expected` is the end of the record that it was made from, where it is about all of it.
    pub(crate) fn append(&self, act: Act<'_>, expected: Option<u64>) -> Result<Appended> {
        self.append_entries(act.into_entries(), expected)
    }

    /// Stores entries as one act.
    pub(crate) fn append_entries(
        &self,
        entries: Vec<Entry>,
        expected: Option<u64>,
    ) -> Result<Appended> {
        self.keep_shipped_framework(&entries)?;
        let (store, now) = (self.store()?, edge::now());
        Ok(self.wait(async {
            let book = Book::open(&self.instance, store, &self.frameworks, now).await?;
            let entries = book.begun(entries, now);
            let next = book.and(&entries, &self.instance, &self.frameworks, now);
            let due = next.await?.due_rows(store);
            let appended = store.append_with_due(entries, expected, due).await;
            appended.map_err(BookError::from)
        })?)
    }

    /// Stores an act without a look at the record, for what has no day: what is due stays as it is.
    pub(crate) fn append_blind(&self, act: Act<'_>) -> Result<Appended> {
        let entries = act.into_entries();
        self.keep_shipped_framework(&entries)?;
        Ok(self.wait(self.store()?.append(entries, None))?)
    }

    /// Stores ladders as the person’s own; what ships with Windward is everybody’s.
    pub(crate) fn bring(&self, texts: impl IntoIterator<Item = String>) -> Result<()> {
        let ladders = texts.into_iter().map(Ladder::of);
        let (own, shipped): (Vec<Ladder>, Vec<Ladder>) =
            ladders.partition(|it| it.hash != FrameworkHash::of(PRODUCT));
        for it in shipped {
            self.wait(self.instance.put_framework(&it.text))?;
        }
        let person = self.store()?.person();
        match self.wait(self.instance.bring(person, own, edge::now())) {
            Ok(()) => Ok(()),
            Err(full @ NotBrought::Full) => Err(Stop::refused(full.to_string())),
            Err(NotBrought::Store(error)) => Err(error.into()),
        }
    }

    /// The text of a framework, if it is here.
    pub(crate) fn framework(&self, hash: FrameworkHash) -> Result<Option<String>> {
        if let Some(text) = self.wait(self.instance.framework(hash))? {
            return Ok(Some(text));
        }
        Ok((hash == FrameworkHash::of(PRODUCT)).then(|| PRODUCT.to_owned()))
    }

    /// The shipped framework is replaced with the program, so a record that names it keeps its text.
    pub(crate) fn keep_shipped_framework(&self, entries: &[Entry]) -> Result<()> {
        let shipped = FrameworkHash::of(PRODUCT);
        if frameworks_named(entries).contains(&shipped)
            && self.wait(self.instance.framework(shipped))?.is_none()
        {
            self.wait(self.instance.put_framework(PRODUCT))?;
        }
        Ok(())
    }
}

/// The day that a date on the command line means: the end of it, but not later than today.
pub(crate) fn day(date: Option<PartialDate>, today: Date) -> Result<Date> {
    let Some(date) = date else {
        return Ok(today);
    };
    if date.is_after(today) {
        return Err(Stop::usage(format!(
            "{date} is still to come; give a day up to today, {today}"
        )));
    }
    Ok(date.last_day().min(today))
}

/// Reads a file that has at most `most` bytes.
pub(crate) fn read_file(path: &Path, most: usize) -> Result<Vec<u8>> {
    use std::io::Read as _;
    let refused =
        |error: io::Error| Stop::refused(format!("{} cannot be read: {error}", path.display()));
    let file = fs::File::open(path).map_err(refused)?;
    let mut bytes = Vec::new();
    // One byte more than allowed, so that whoever parses it sees that it is too much.
    let limit = most as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

/// Writes a file that only its owner can read and that was not there before.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    write_new_with(path, |file| Ok(file.write_all(bytes)?))
}

/// The same; with `replace`, over a file of that name. The one that was there goes only when the new one is whole.
pub(crate) fn write_over(
    path: &Path,
    replace: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    if !(replace && path.is_file()) {
        return write_new_with(path, write);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    write_new_with(&beside, write)?;
    fs::rename(&beside, path).with_context(|| {
        _ = fs::remove_file(&beside);
        format!("{} cannot be written", path.display())
    })
}

/// The same, for what is written piece by piece. A file that was not written to its end is taken away again.
pub(crate) fn write_new_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let cannot = || format!("{} cannot be written", path.display());
    let mut file = match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Stop::usage(format!(
                "{} is there already; name a file that is not",
                path.display()
            )));
        }
        opened => opened.with_context(cannot)?,
    };
    let written = write(&mut file)
        .and_then(|()| Ok(file.sync_all()?))
        .with_context(cannot);
    if written.is_err() {
        // What is left of it would look like the whole.
        _ = fs::remove_file(path);
    }
    written
}

/// Has somebody at the terminal type a word, so that it is no slip; without a terminal, what to do instead.
pub(crate) fn ask_word(prompt: &str, word: &str, without: &str) -> Result<()> {
    if !io::stdin().is_terminal() {
        return Err(Stop::usage(without));
    }
    eprint!("{prompt}");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    if line.trim() != word {
        return Err(Stop::usage("that is another word, so nothing was done"));
    }
    Ok(())
}

/// The password of an account, from the file that the environment names or from whoever is at the terminal.
fn ask_password(name: &str) -> Result<Zeroizing<String>> {
    if let Some(file) = env::var_os("WINDWARD_PASSWORD_FILE") {
        let bytes = Zeroizing::new(read_file(Path::new(&file), 4 * 1024)?);
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|_| Stop::usage("the file of the password is no text"))?;
        let first = text.lines().next().unwrap_or_default();
        return Ok(Zeroizing::new(first.to_owned()));
    }
    hidden(
        &format!("Password of {name}: "),
        "the password is needed: put it into a file that WINDWARD_PASSWORD_FILE names, or run this on a terminal and \
         type it",
    )
}

/// What somebody types at the terminal without seeing it; without a terminal, what to do instead.
fn hidden(prompt: &str, without: &str) -> Result<Zeroizing<String>> {
    let terminal = console::Term::stderr();
    if !io::stdin().is_terminal() || !terminal.is_term() {
        return Err(Stop::usage(without));
    }
    terminal.write_str(prompt)?;
    Ok(Zeroizing::new(terminal.read_secure_line()?))
}

/// What to do without a terminal to type a passphrase at.
const WITHOUT_PASSPHRASE: &str = "the passphrase is needed: put it into WINDWARD_PASSPHRASE, or run this on a terminal and type it";

/// A passphrase, from the environment or from the person at the terminal, who does not see it as they type. It is never
/// an argument, which others on the machine could read.
pub(crate) fn ask_passphrase(twice: bool) -> Result<Zeroizing<String>> {
    if let Ok(given) = env::var("WINDWARD_PASSPHRASE") {
        return Ok(Zeroizing::new(given));
    }
    let typed = hidden("Passphrase: ", WITHOUT_PASSPHRASE)?;
    if twice && *hidden("The same again: ", WITHOUT_PASSPHRASE)? != *typed {
        return Err(Stop::usage(
            "the two are not the same; nothing was written, so begin again",
        ));
    }
    Ok(typed)
}

/// The recovery code, from the argument, the environment or the person at the terminal.
pub(crate) fn ask_recovery_code(given: Option<String>) -> Result<RecoveryCode> {
    let typed = match given.or_else(|| env::var("WINDWARD_RECOVERY_CODE").ok()) {
        Some(code) => code,
        None if io::stdin().is_terminal() => {
            eprint!("Recovery code: ");
            io::stderr().flush()?;
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line
        }
        None => {
            return Err(Stop::usage(
                "the recovery code is needed: put it into WINDWARD_RECOVERY_CODE, or run this on a terminal and type it",
            ));
        }
    };
    typed
        .parse()
        .map_err(|error| anyhow!(Stop::Usage(format!("{error}"))))
}
