//! Every key there is: in the file, in the environment, on the command line. `docs/reference/configuration.md` is made of this.

use super::value::Value;

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// A whole number from nought to this one.
    Number(i64),
    /// `true` or `false`.
    YesNo,
    /// Texts, separated by commas where there is but one text to write them in.
    List,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// One thing that can be configured.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its table and its name, with a dot between.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The variable of the environment that says it.
    pub(crate) variable: &'static str,
    /// The option that says it, if there is one.
    pub(crate) option: Option<&'static str>,
    /// What holds where nobody says anything.
    pub(crate) usual: &'static str,
    /// What it means, in a sentence without a full stop.
    pub(crate) about: &'static str,
}

impl Key {
    /// The one of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|it| it.name == name)
    }

    /// The table that it stands in, if it stands in one.
    pub(crate) fn table(&self) -> Option<&'static str> {
        self.name.split_once('.').map(|(table, _)| table)
    }

    /// Whether its value can hold a password, and so is shown nowhere.
    pub(crate) fn is_secret(&self) -> bool {
        self.name == STORE
    }

    /// Whether this value of it is not shown where it is refused: an address with a name or a password in it, which people
    /// write where none belongs.
    pub(crate) fn hides(&self, value: &Value) -> bool {
        let is_at = |it: &str| it.contains('@');
        self.is_secret() || self.name == PUBLIC && matches!(value, Value::Text(it) if is_at(it))
    }
}

/// The key whose value may be a URL with a password in it.
pub(crate) const STORE: &str = "store";

/// The key whose value is an address, where a name and a password would be refused.
pub(crate) const PUBLIC: &str = "serve.public";

const fn key(
    name: &'static str,
    kind: Kind,
    variable: &'static str,
    usual: &'static str,
    about: &'static str,
) -> Key {
    Key {
        name,
        kind,
        variable,
        option: None,
        usual,
        about,
    }
}

impl Key {
    const fn or(mut self, option: &'static str) -> Self {
        self.option = Some(option);
        self
    }
}

/// All of them, in the order of the page.
pub(crate) const KEYS: &[Key] = &[
    key(
        STORE,
        Kind::Text,
        "WINDWARD_STORE",
        "sqlite",
        "where records are kept: `sqlite`, in the data directory, or the URL of a PostgreSQL database",
    )
    .or("--store"),
    key(
        "serve.listen",
        Kind::Text,
        "WINDWARD_SERVE_LISTEN",
        "127.0.0.1:7878",
        "the address that the pages are served at",
    )
    .or("--listen"),
    key(
        PUBLIC,
        Kind::Text,
        "WINDWARD_SERVE_PUBLIC",
        "nobody else reaches it",
        "where others reach the pages, through a proxy that speaks TLS; everybody has an account then",
    )
    .or("--public"),
    key(
        "serve.proxies",
        Kind::List,
        "WINDWARD_SERVE_PROXIES",
        "none",
        "the proxies that are believed to say where a request comes from: addresses, or networks such as `10.0.0.0/8`",
    )
    .or("--proxy"),
    key(
        "metrics.listen",
        Kind::Text,
        "WINDWARD_METRICS_LISTEN",
        "not served",
        "the address that `/metrics`, `/healthz` and `/readyz` are served at, apart from the pages",
    )
    .or("--metrics"),
    key(
        "metrics.names",
        Kind::List,
        "WINDWARD_METRICS_NAMES",
        "none",
        "the names that it may be asked under there, beside its addresses, `localhost` and the name of `serve.public`",
    ),
    key(
        "log.level",
        Kind::Text,
        "WINDWARD_LOG",
        "warn",
        "how much is logged: `error`, `warn`, `info`, `debug`",
    ),
    key(
        "log.format",
        Kind::Word(&["text", "json"]),
        "WINDWARD_LOG_FORMAT",
        "text",
        "how: a line for people, or a line of JSON for whatever collects them",
    )
    .or("--log-format"),
    key(
        "mail.host",
        Kind::Text,
        "WINDWARD_MAIL_HOST",
        "as the page of mail has it",
        "the mail server that letters go through; with it, pages cannot change any of this",
    ),
    key(
        "mail.port",
        Kind::Number(65_535),
        "WINDWARD_MAIL_PORT",
        "465, 587 or 25, by the security",
        "its port",
    ),
    key(
        "mail.security",
        Kind::Word(&["tls", "start-tls", "none"]),
        "WINDWARD_MAIL_SECURITY",
        "tls",
        "how the way to it is protected; `none` is for a mail server on this machine",
    ),
    key(
        "mail.user",
        Kind::Text,
        "WINDWARD_MAIL_USER",
        "nobody signs in",
        "the name that it knows Windward by",
    ),
    key(
        "mail.password_file",
        Kind::Text,
        "WINDWARD_MAIL_PASSWORD_FILE",
        "none",
        "a file whose first line is the password for it",
    ),
    key(
        "mail.password_env",
        Kind::Text,
        "WINDWARD_MAIL_PASSWORD_ENV",
        "none",
        "instead, the name of a variable of the environment that holds it",
    ),
    key(
        "mail.from",
        Kind::Text,
        "WINDWARD_MAIL_FROM",
        "none: it has to be said with a host",
        "the address that letters come from",
    ),
    key(
        "mail.from_name",
        Kind::Text,
        "WINDWARD_MAIL_FROM_NAME",
        "none",
        "the name beside that address",
    ),
    key(
        "mail.root",
        Kind::Text,
        "WINDWARD_MAIL_ROOT",
        "the usual authorities",
        "a file with the certificates to trust instead of the usual authorities",
    ),
    key(
        "mail.address",
        Kind::Text,
        "WINDWARD_MAIL_ADDRESS",
        "as `serve.public`",
        "what links in letters begin with, where that is another address",
    ),
    key(
        "sso.issuer",
        Kind::Text,
        "WINDWARD_SSO_ISSUER",
        "nobody signs on",
        "the address of the provider of single sign-on, exactly as it names itself",
    ),
    key(
        "sso.client_id",
        Kind::Text,
        "WINDWARD_SSO_CLIENT_ID",
        "none: it has to be said with an issuer",
        "what the provider calls this Windward",
    ),
    key(
        "sso.client_secret_file",
        Kind::Text,
        "WINDWARD_SSO_CLIENT_SECRET_FILE",
        "none",
        "a file whose first line is the secret that the provider gave out",
    ),
    key(
        "sso.client_secret_env",
        Kind::Text,
        "WINDWARD_SSO_CLIENT_SECRET_ENV",
        "none",
        "instead, the name of a variable of the environment that holds it",
    ),
    key(
        "sso.name",
        Kind::Text,
        "WINDWARD_SSO_NAME",
        "none: it has to be said with an issuer",
        "what people call the provider: it stands on the button",
    ),
    key(
        "sso.sign_up",
        Kind::YesNo,
        "WINDWARD_SSO_SIGN_UP",
        "false",
        "whether whoever the provider lets in gets an account without an invitation",
    ),
    key(
        "sso.root",
        Kind::Text,
        "WINDWARD_SSO_ROOT",
        "the usual authorities",
        "a file with the certificates to trust instead of the usual authorities",
    ),
    key(
        "retention.audit",
        Kind::Number(36_500),
        "WINDWARD_RETENTION_AUDIT",
        "400",
        "days that rows of the audit log are kept",
    ),
    key(
        "retention.looks",
        Kind::Number(36_500),
        "WINDWARD_RETENTION_LOOKS",
        "400",
        "days that it is kept who looked at what that was shared",
    ),
    key(
        "retention.letters",
        Kind::Number(36_500),
        "WINDWARD_RETENTION_LETTERS",
        "90",
        "days that it is kept that a letter was sent, 90 at most",
    ),
    key(
        "retention.closed_accounts",
        Kind::Number(36_500),
        "WINDWARD_RETENTION_CLOSED_ACCOUNTS",
        "for ever",
        "days that closed accounts are kept with their records, 30 at least",
    ),
    key(
        "backup.to",
        Kind::Text,
        "WINDWARD_BACKUP_TO",
        "no backups are made",
        "the directory that the server’s own backups go to, with its whole path",
    ),
    key(
        "backup.every",
        Kind::Word(&["day", "week"]),
        "WINDWARD_BACKUP_EVERY",
        "day",
        "how often",
    ),
    key(
        "backup.keep",
        Kind::Number(36_500),
        "WINDWARD_BACKUP_KEEP",
        "14",
        "how many are kept there",
    ),
    key(
        "backup.recipients",
        Kind::List,
        "WINDWARD_BACKUP_RECIPIENTS",
        "none: they have to be said with a directory",
        "the public keys of age that they are encrypted to",
    ),
    key(
        "outbound.allow",
        Kind::List,
        "WINDWARD_OUTBOUND_ALLOW",
        "none",
        "hosts on this machine or in its own network that an administrator may name on a page",
    ),
];

impl Key {
    /// What it takes, as a sentence about what it was not given.
    pub(super) fn takes(&self) -> String {
        let name = self.name;
        match self.kind {
            Kind::Text => format!("‘{name}’ takes a text, in quotes"),
            Kind::Number(most) => {
                format!("‘{name}’ takes a whole number up to {most}, without quotes")
            }
            Kind::YesNo => format!("‘{name}’ takes true or false, without quotes"),
            Kind::List => format!("‘{name}’ takes a list of texts, like [\"one\", \"another\"]"),
            Kind::Word(words) => {
                let words: Vec<String> = words.iter().map(|it| format!("‘{it}’")).collect();
                format!("‘{name}’ takes one of {}", words.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn variables_are_named_like_their_keys_and_no_two_alike() {
        for it in KEYS {
            let like = format!("WINDWARD_{}", it.name.replace('.', "_").to_uppercase());
            // It is older than the table.
            if it.variable != "WINDWARD_LOG" {
                assert_eq!(it.variable, like);
            }
            assert!(!it.about.ends_with('.') && !it.usual.is_empty(), "{it:?}");
        }
        let names: HashSet<&str> = KEYS.iter().map(|it| it.name).collect();
        let variables: HashSet<&str> = KEYS.iter().map(|it| it.variable).collect();
        assert_eq!((names.len(), variables.len()), (KEYS.len(), KEYS.len()));
    }
}
