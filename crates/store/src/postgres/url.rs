//! The address of a database on a server, with the words that Windward adds to those that `libpq` knows.

use std::{fmt, path::PathBuf, time::Duration};

use thiserror::Error;
use tokio_postgres::{
    Config,
    config::{Host, SslMode, TargetSessionAttrs},
};

use super::fault::plain;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long what was sent may stay without a sign that it arrived.
const UNHEARD: Duration = Duration::from_secs(30);

/// How many connections a server of Windward keeps at most, unless the URL says otherwise. A database with the
/// usual hundred serves several.
const POOL: usize = 16;

/// More than this and a database does other things than work for us.
const LARGEST_POOL: usize = 500;

/// The longest URL that is read.
const LONGEST: usize = 8 * 1024;

/// Where a database is, and how to talk to it.
#[derive(Clone)]
pub struct Url {
    pub(super) config: Config,
    pub(super) root: Option<PathBuf>,
    pub(super) prepared: bool,
    pub(super) pool: usize,
}

/// What is wrong with the address of a store.
#[derive(Debug, Error)]
pub enum BadUrl {
    /// Not an address of a kind that is known.
    #[error("a store is ‘sqlite’ or a URL such as postgres://windward@db.example.org/windward")]
    Unknown,
    /// More than anybody writes.
    #[error("the URL of the store is longer than 8 KiB")]
    Long,
    /// Where it is read to differs from where whoever wrote it meant: what follows may be part of a password.
    #[error(
        "in the URL of the store an @ stands in a name or a password; write it as %40, and there a ? as %3F"
    )]
    At,
    /// A word of ours with another value than it can have.
    #[error("in the URL of the store, {name} can be {values}")]
    Value {
        /// Which.
        name: &'static str,
        /// What it can be.
        values: &'static str,
    },
    /// The rest of it.
    #[error("the URL of the store is not understood: {0}")]
    Other(String),
    /// Without these nothing is found.
    #[error("the URL of the store names no {0}")]
    Missing(&'static str),
}

impl Url {
    /// Reads a URL as `libpq` takes it, several hosts and all, with `sslrootcert`, `prepared` and `pool` besides.
    pub fn parse(text: &str) -> Result<Self, BadUrl> {
        if text.len() > LONGEST {
            return Err(BadUrl::Long);
        }
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|it| text.starts_with(it))
        {
            return Err(BadUrl::Unknown);
        }
        let (address, options) = text.split_once('?').unwrap_or((text, ""));
        let mut names = options.split('&').filter_map(|it| it.split('=').next());
        if address.matches('@').count() > 1 || names.any(|it| it.contains('@')) {
            return Err(BadUrl::At);
        }
        let (mut root, mut prepared, mut pool) = (None, true, POOL);
        let (mut told_tls, mut told_attributes) = (false, false);
        let mut left = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(options.as_bytes()) {
            match &*name {
                "sslrootcert" => root = Some(PathBuf::from(&*value)),
                "prepared" => prepared = switch(&value)?,
                "pool" => {
                    let count = value.parse().ok();
                    pool = count.filter(|it| (1..=LARGEST_POOL).contains(it)).ok_or(
                        BadUrl::Value {
                            name: "pool",
                            values: "a number from 1 to 500",
                        },
                    )?;
                }
                "sslmode" => {
                    told_tls = true;
                    // Whoever is talked to through TLS is verified, always: the three mean the same.
                    let mode = match &*value {
                        "verify-full" | "verify-ca" => "require",
                        other => other,
                    };
                    left.append_pair("sslmode", mode);
                }
                _ => {
                    told_attributes |= name == "target_session_attrs";
                    left.append_pair(&name, &value);
                }
            }
        }
        // What a form writes as `+` is a space to forms alone.
        let options = left.finish().replace('+', "%20");
        let mut config: Config = format!("{address}?{options}")
            .parse()
            .map_err(|error| BadUrl::Other(plain(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(BadUrl::Missing("host"));
        }
        if config.get_dbname().is_none() {
            return Err(BadUrl::Missing("database"));
        }
        if !told_tls {
            // On this machine nobody listens in between, and its certificate is often one that nobody signed.
            let here = config.get_hosts().iter().all(is_here);
            config.ssl_mode(if here {
                SslMode::Disable
            } else {
                SslMode::Require
            });
        }
        if !told_attributes {
            // Of several, the one that takes writes; and a standby says that it is one at once.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(UNHEARD);
        }
        if config.get_application_name().is_none() {
            config.application_name("windward");
        }
        Ok(Self {
            config,
            root,
            prepared,
            pool,
        })
    }
}

impl Url {
    /// Whether both lead to one database, as far as their words tell.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let place = |it: &Self| {
            (
                it.config.get_hosts().to_vec(),
                it.config.get_ports().to_vec(),
                it.config.get_dbname().map(str::to_owned),
                it.config.get_options().map(str::to_owned),
            )
        };
        place(self) == place(other)
    }
}

fn switch(value: &str) -> Result<bool, BadUrl> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(BadUrl::Value {
            name: "prepared",
            values: "on or off",
        }),
    }
}

/// Whether a host is this machine, where nobody listens in between.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|it| it.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts = self.config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        });
        let hosts: Vec<String> = hosts.collect();
        let name = self.config.get_dbname().unwrap_or_default();
        write!(f, "PostgreSQL, database {name} on {}", hosts.join(", "))
    }
}

impl fmt::Debug for Url {
    /// Without a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn several_hosts_and_the_words_of_our_own() {
        let it = url(
            "postgres://ada:secret@one.example,two.example:6432/career?pool=4&prepared=off&sslrootcert=/etc/a%20b.pem",
        );
        assert_eq!((it.pool, it.prepared), (4, false));
        assert_eq!(it.root.as_deref(), Some("/etc/a b.pem".as_ref()));
        assert_eq!(it.config.get_ports(), [5432, 6432]);
        assert_eq!(
            it.config.get_target_session_attrs(),
            TargetSessionAttrs::ReadWrite
        );
        let shown = format!("{it} {it:?}");
        assert!(
            shown.contains("database career on one.example, two.example"),
            "{shown}"
        );
        assert!(!shown.contains("secret"), "{shown}");
    }

    #[test]
    fn beyond_this_machine_nothing_goes_in_clear_unless_it_is_asked_for() {
        let mode = |text: &str| url(text).config.get_ssl_mode();
        assert_eq!(mode("postgres://a@db.example/b"), SslMode::Require);
        assert_eq!(
            mode("postgres://a@localhost,db.example/b"),
            SslMode::Require
        );
        assert_eq!(mode("postgres://a@127.0.0.1/b"), SslMode::Disable);
        assert_eq!(
            mode("postgres://a@db.example/b?sslmode=disable"),
            SslMode::Disable
        );
        assert_eq!(
            mode("postgres://a@db.example/b?sslmode=verify-full"),
            SslMode::Require
        );
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (text, says) in [
            ("mysql://a/b", "a store is"),
            ("", "a store is"),
            ("postgres://a:hidden@localhost/", "names no database"),
            ("postgres:///b", "names no host"),
            ("postgres://localhost/b?pool=0", "pool can be"),
            ("postgres://localhost/b?prepared=maybe", "prepared can be"),
            ("postgres://a:hidden@localhost/b?sail=1", "not understood"),
            ("postgres://a:hidden@localhost:x/b", "not understood"),
            ("postgres://a:b@hidden@db.example/c", "write it as %40"),
            ("postgres://a:b@c/hidden@db.example/d", "write it as %40"),
            ("postgres://a:1/b?hidden@db.example/c", "write it as %40"),
            (
                "postgres://a:1/b?pool=4&hidden@db.example/c",
                "write it as %40",
            ),
        ] {
            let error = Url::parse(text).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
            assert!(!error.contains("hidden"), "{error}");
        }
    }
}
