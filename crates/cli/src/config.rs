//! The configuration: one file, the environment over it, the command line over that.

mod fault;
mod file;
mod keeping;
mod keys;
mod log;
mod mail;
mod outbound;
#[cfg(test)]
mod page;
mod said;
mod secret;
mod serve;
mod sso;
mod value;

use std::{fs, io, path::Path};

use anyhow::Result;
use serde::Deserialize;
use windward_outbound::Host;
use windward_post::MailServer;
use windward_sso::Provider;
use windward_store::{Keeping, Place};

use self::{
    fault::{Fault, Wrong},
    keeping::{Backup, Retention},
    log::Log,
    mail::Mail,
    outbound::Outbound,
    serve::{Metrics, Serve},
    sso::Sso,
};
pub(crate) use self::{
    keeping::recipients,
    keys::{KEYS, Key},
    log::{Format, Logging},
    said::{Environment, Options, Said, environment},
    serve::{Serving, USUAL},
};
use crate::{files::read_file, stop::Stop};

/// Its name in a data directory.
pub(crate) const NAME: &str = "windward.toml";

/// The longest that is read: a hundred times what there is to say.
const LONGEST: usize = 64 * 1024;

/// What holds.
#[derive(Debug, Default)]
pub(crate) struct Config {
    said: Said,
    tables: Tables,
}

/// The same, table by table. Every key is in [`KEYS`] too, which is looked at first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    store: Option<String>,
    #[serde(default)]
    serve: Serve,
    #[serde(default)]
    metrics: Metrics,
    #[serde(default)]
    log: Log,
    #[serde(default)]
    mail: Mail,
    sso: Option<Sso>,
    #[serde(default)]
    retention: Retention,
    backup: Option<Backup>,
    #[serde(default)]
    outbound: Outbound,
}

/// Keys without which their table says nothing.
const NEEDED: [&str; 5] = [
    "sso.issuer",
    "sso.client_id",
    "sso.name",
    "backup.to",
    "backup.recipients",
];

impl Config {
    /// Reads a file, which has to be there where somebody named it, and what is said over it.
    pub(crate) fn read(
        file: &Path,
        named: bool,
        environment: &Environment,
        options: &Options,
    ) -> Result<Self> {
        let is_there = || match fs::metadata(file) {
            Err(error) => error.kind() != io::ErrorKind::NotFound,
            Ok(_) => true,
        };
        let text = if named || is_there() {
            text(file)?
        } else {
            String::new()
        };
        let said = Said::read(file, text, environment, options)?;
        let lacking = NEEDED.iter().filter(|it| said.lacks(it));
        let lacking: Vec<Fault> = lacking.map(|it| said.fault(lacks(it))).collect();
        if !lacking.is_empty() {
            return Err(said.refused(&lacking));
        }
        let tables = Tables::deserialize(said.table());
        let tables = tables.map_err(|error| Stop::usage(error.message().to_owned()))?;
        let config = Self { said, tables };
        config.warn_if_others_read(file);
        Ok(config)
    }

    /// Everything that is wrong with it, in one error.
    pub(crate) fn check(&self) -> Result<()> {
        let all = [
            self.place().err(),
            self.serve().err(),
            self.logging().err(),
            self.mail().err(),
            self.sso().err(),
            self.keeping().err(),
        ];
        let Some(first) = all.into_iter().flatten().next() else {
            return Ok(());
        };
        Err(first)
    }

    /// What was said, and by whom.
    pub(crate) const fn said(&self) -> &Said {
        &self.said
    }

    /// A result, with the place of the key that it fails for.
    fn placed<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|error| self.said.placed(error))
    }

    /// The mail server, and where the pages are reached from other machines, where they are said.
    pub(crate) fn mail(&self) -> Result<(Option<MailServer>, Option<String>)> {
        let mail = &self.tables.mail;
        let both = || Ok((mail.server()?, mail.address()?));
        self.placed(both())
    }

    /// How the pages are served.
    pub(crate) fn serve(&self) -> Result<Serving> {
        self.placed(self.tables.serve.read(&self.tables.metrics))
    }

    /// How much is logged, and how.
    pub(crate) fn logging(&self) -> Result<Logging> {
        self.placed(self.tables.log.read())
    }

    /// The provider of single sign-on, where there is one.
    pub(crate) fn sso(&self) -> Result<Option<Provider>> {
        let opened = self.opened()?;
        let provider = self.tables.sso.as_ref().map(|it| it.provider(opened));
        self.placed(provider.transpose())
    }

    /// An error about single sign-on, told at its place.
    pub(crate) fn no_sso(&self, why: &str) -> anyhow::Error {
        self.said.placed(Wrong::error("sso.issuer", why))
    }

    /// Hosts beside the machine that may be connected to.
    pub(crate) fn opened(&self) -> Result<Vec<Host>> {
        self.placed(self.tables.outbound.hosts())
    }

    /// How long what is kept, and which backups are made.
    pub(crate) fn keeping(&self) -> Result<Keeping> {
        let backups = self.tables.backup.as_ref().map(Backup::plan).transpose();
        let both = || {
            Ok(Keeping {
                retention: self.tables.retention.read()?,
                backups: backups?,
            })
        };
        self.placed(both())
    }

    /// The store.
    pub(crate) fn place(&self) -> Result<Place> {
        let Some(text) = self.tables.store.as_deref() else {
            return Ok(Place::default());
        };
        let place = text.parse::<Place>();
        self.placed(place.map_err(|error| Wrong::error(keys::STORE, error.to_string())))
    }

    /// A password that others on the machine can read is none.
    fn warn_if_others_read(&self, file: &Path) {
        let is_url = self
            .tables
            .store
            .as_deref()
            .is_some_and(|it| it.contains("://"));
        #[cfg(unix)]
        if is_url && self.said.stands_in_file(keys::STORE) {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(file).map_or(0, |it| it.permissions().mode());
            if mode & 0o007 != 0 {
                eprintln!(
                    "windward: others on this machine may read {0}, which names a database: `chmod 600 {0}`",
                    file.display(),
                );
            }
        }
        #[cfg(not(unix))]
        let _ = (file, is_url);
    }
}

fn lacks(key: &'static str) -> Wrong {
    let (table, name) = key.split_once('.').unwrap_or(("", key));
    let about = Key::named(key).map_or("", |it| it.about);
    Wrong {
        key,
        why: format!("[{table}] lacks ‘{name}’: {about}"),
    }
}

/// The store that a word or URL names.
pub(crate) fn place(text: &str) -> Result<Place> {
    text.parse()
        .map_err(|error| Stop::usage(format!("{error}")))
}

/// The text of a file that is to be there.
fn text(file: &Path) -> Result<String> {
    let bytes = read_file(file, LONGEST)?;
    let bad = |why: &str| Stop::usage(format!("{} is no configuration: {why}", file.display()));
    if bytes.len() > LONGEST {
        return Err(bad("it is longer than 64 KiB"));
    }
    String::from_utf8(bytes).map_err(|_| bad("it is no text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Result<Config> {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join(NAME);
        fs::write(&file, text).expect("it is written");
        Config::read(&file, true, &Environment::new(), &Options::new())
    }

    fn read(text: &str) -> Result<Place> {
        config(text)?.place()
    }

    #[test]
    fn names_a_store_or_none() {
        assert!(matches!(read(""), Ok(Place::File)));
        assert!(matches!(read("store = 'sqlite'"), Ok(Place::File)));
        let server = read("store = 'postgres://ada:secret@db.example/career'");
        let server = server.expect("a URL").to_string();
        assert_eq!(server, "PostgreSQL, database career on db.example");
        let nowhere = Path::new("/no/such/file");
        let nowhere = Config::read(nowhere, false, &Environment::new(), &Options::new());
        assert!(matches!(
            nowhere.expect("none is needed").place(),
            Ok(Place::File)
        ));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_without_a_password() {
        for (text, says) in [
            ("\nstor = 'postgres://a:secret@b/c'", "windward.toml:2:1"),
            ("store = 'postgres://a:secret@b/c", "windward.toml:1:"),
            (
                "store = 'postgres://a:secret@b/c?sail=up'",
                "not understood",
            ),
            ("store = 5", "windward.toml:1:"),
            ("[sso]\nname = 'E'", "lacks ‘issuer’"),
            ("[backup]\nto = '/b'", "lacks ‘recipients’"),
        ] {
            let error = format!("{:#}", read(text).expect_err(text));
            assert!(error.contains(says), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_excludes_each_other_is_told_at_its_place() {
        for (text, says) in [
            ("[serve]\nlisten = '0.0.0.0:80'", "windward.toml:2:"),
            ("[serve]\nlisten = 'here'", "windward.toml:2:"),
            ("metrics.listen = '127.0.0.1:7878'", "the pages"),
            (
                "[mail]\nhost = 'h'\nfrom = 'a@b.example'\npassword_file = '/f'\npassword_env = 'P'",
                "windward.toml:5:",
            ),
            ("[mail]\nhost = 'h'", "‘from’"),
            ("[log]\nlevel = 'windward=loud'", "windward.toml:2:"),
            ("[retention]\nletters = 91", "windward.toml:2:"),
        ] {
            let error = config(text).and_then(|it| it.check());
            let error = error.expect_err(text).to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
        let text = "[serve]\npublic = 'https://ada:hidden@windward.example.org'";
        let error = config(text).and_then(|it| it.check());
        let error = error.expect_err(text).to_string();
        assert!(error.contains("windward.toml:2:"), "{error}");
        assert!(!error.contains("hidden"), "{error}");
        let whole = "[serve]\nlisten = '127.0.0.1:80'\n[metrics]\nlisten = '127.0.0.1:9187'\n";
        assert!(config(whole).and_then(|it| it.check()).is_ok());
    }

    #[test]
    fn every_key_of_the_table_is_one_of_the_structs() {
        // A key that the table has and the structs have not would be refused by serde; the other way round nothing could say it.
        let mut whole = toml::Table::new();
        for key in KEYS {
            let text = match key.kind {
                keys::Kind::Number(_) => "40",
                keys::Kind::YesNo => "true",
                keys::Kind::Word(words) => words[0],
                keys::Kind::Text | keys::Kind::List => "words",
            };
            let value = value::Value::read(key, text).expect(key.name).into_toml();
            let mut table = &mut whole;
            if let Some(name) = key.table() {
                let inner = table
                    .entry(name)
                    .or_insert_with(|| toml::Table::new().into());
                table = inner.as_table_mut().expect("a table");
            }
            table.insert(key.name.rsplit('.').next().expect("a name").into(), value);
        }
        Tables::deserialize(whole).expect("every key has its field");
    }
}
