//! The configuration file: what is the same at every start, and what has no place on a command line.

mod keeping;
mod mail;
mod outbound;
mod serve;
mod sso;

use std::{fs, io, path::Path};

use anyhow::Result;
use serde::Deserialize;
use windward_outbound::Host;
use windward_post::MailServer;
use windward_sso::Provider;
use windward_store::{Keeping, Place};

pub(crate) use self::{
    keeping::recipients,
    mail::Mail,
    serve::{Serving, public},
};
use self::{
    keeping::{Backup, Retention},
    outbound::Outbound,
    serve::Serve,
    sso::Sso,
};
use crate::{home::read_file, stop::Stop};

/// Its name in a data directory.
pub(crate) const NAME: &str = "windward.toml";

/// The longest that is read: a hundred times what there is to say.
const LONGEST: usize = 64 * 1024;

/// What it can say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where the record is kept, as `--store` says it.
    store: Option<String>,
    /// Which mail server letters go through.
    mail: Option<Mail>,
    /// How the pages are served to others.
    serve: Option<Serve>,
    /// Who else may say who somebody is.
    sso: Option<Sso>,
    /// How long what is kept.
    retention: Option<Retention>,
    /// Which backups the server makes by itself.
    backup: Option<Backup>,
    /// Where else it may connect to.
    #[serde(default)]
    outbound: Outbound,
}

impl Config {
    /// Reads a file that must be there.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let bytes = read_file(file, LONGEST)?;
        let bad = |why: &str| Stop::usage(format!("{} is no configuration: {why}", file.display()));
        if bytes.len() > LONGEST {
            return Err(bad("it is longer than 64 KiB"));
        }
        let text = String::from_utf8(bytes).map_err(|_| bad("it is no text"))?;
        // Without the line itself, which may hold a password.
        let config: Self = toml::from_str(&text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let line = text[..before].matches('\n').count() + 1;
            bad(&format!("{} (line {line})", error.message()))
        })?;
        warn_if_others_read(file, &text);
        Ok(config)
    }

    /// Reads a file that need not be there.
    pub(crate) fn read_if_there(file: &Path) -> Result<Self> {
        match fs::metadata(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            _ => Self::read(file),
        }
    }

    /// The mail server, and where the pages are reached from other machines, where they are said.
    pub(crate) fn mail(&self) -> Result<(Option<MailServer>, Option<String>)> {
        match &self.mail {
            Some(mail) => Ok((mail.server()?, mail.address()?)),
            None => Ok((None, None)),
        }
    }

    /// How the pages are served to others, where it is said.
    pub(crate) fn serve(&self) -> Result<Serving> {
        self.serve
            .as_ref()
            .map_or_else(|| Ok(Serving::default()), Serve::read)
    }

    /// The provider of single sign-on, where there is one.
    pub(crate) fn sso(&self) -> Result<Option<Provider>> {
        let opened = self.opened()?;
        let provider = self.sso.as_ref().map(|it| it.provider(opened));
        provider.transpose()
    }

    /// Hosts beside the machine that may be connected to.
    pub(crate) fn opened(&self) -> Result<Vec<Host>> {
        self.outbound.hosts()
    }

    /// How long what is kept, and which backups are made.
    pub(crate) fn keeping(&self) -> Result<Keeping> {
        let retention = self.retention.as_ref().map(Retention::read);
        Ok(Keeping {
            retention: retention.transpose()?.unwrap_or_default(),
            backups: self.backup.as_ref().map(Backup::plan).transpose()?,
        })
    }

    pub(crate) fn place(&self) -> Result<Place> {
        self.store
            .as_deref()
            .map_or_else(|| Ok(Place::default()), place)
    }
}

/// The store that a word or URL names.
pub(crate) fn place(text: &str) -> Result<Place> {
    text.parse()
        .map_err(|error| Stop::usage(format!("{error}")))
}

/// A password that others on the machine can read is none.
fn warn_if_others_read(file: &Path, text: &str) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(file).map_or(0, |it| it.permissions().mode());
        if mode & 0o077 != 0 && text.contains("://") {
            eprintln!(
                "windward: others on this machine may read {}, which names a database: `chmod 600 {}`",
                file.display(),
                file.display()
            );
        }
    }
    #[cfg(not(unix))]
    let _ = (file, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Place> {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join(NAME);
        fs::write(&file, text).expect("it is written");
        Config::read_if_there(&file)?.place()
    }

    #[test]
    fn names_a_store_or_none() {
        assert!(matches!(read(""), Ok(Place::File)));
        assert!(matches!(read("store = 'sqlite'"), Ok(Place::File)));
        let server = read("store = 'postgres://ada:secret@db.example/career'");
        let server = server.expect("a URL").to_string();
        assert_eq!(server, "PostgreSQL, database career on db.example");
        let nowhere = Config::read_if_there(Path::new("/no/such/file"));
        assert!(matches!(nowhere, Ok(Config { store: None, .. })));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_without_a_password() {
        for (text, says) in [
            ("\nstor = 'postgres://a:secret@b/c'", "(line 2)"),
            ("store = 'postgres://a:secret@b/c", "(line 1)"),
            (
                "store = 'postgres://a:secret@b/c?sail=up'",
                "not understood",
            ),
            ("store = 5", "line 1"),
        ] {
            let error = format!("{:#}", read(text).expect_err(text));
            assert!(error.contains(says), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
