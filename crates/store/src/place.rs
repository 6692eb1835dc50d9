//! Where an instance keeps its rows, as an operator says it.

use std::{fmt, str::FromStr};

use crate::postgres::{BadUrl, Url};

/// Where the rows of an instance are.
#[derive(Debug, Clone, Default)]
pub enum Place {
    /// In one file in the data directory: SQLite.
    #[default]
    File,
    /// On a server: PostgreSQL.
    Server(Box<Url>),
}

impl FromStr for Place {
    type Err = BadUrl;

    /// `sqlite`, or a URL that begins with `postgres://` or `postgresql://`.
    fn from_str(text: &str) -> Result<Self, BadUrl> {
        match text.trim() {
            "sqlite" => Ok(Self::File),
            url => Url::parse(url).map(|url| Self::Server(Box::new(url))),
        }
    }
}

impl fmt::Display for Place {
    /// Without a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("SQLite"),
            Self::Server(url) => url.fmt(f),
        }
    }
}
