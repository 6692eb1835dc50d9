//! What is said about the keys, and by whom: the file, the environment over it, the command line over that.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    ffi::OsString,
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::{
    fault::{Fault, Place, Wrong, draw},
    file,
    keys::{KEYS, Key},
    value::Value,
};
use crate::stop::Stop;

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum By {
    /// The file, at these places of it.
    File {
        key: Range<usize>,
        value: Range<usize>,
        line: usize,
    },
    Environment,
    Option,
}

/// The keys that something was said about.
#[derive(Debug, Default)]
pub(crate) struct Said {
    path: PathBuf,
    text: String,
    given: Given,
}

/// Keys, what they were given, and by whom.
pub(super) type Given = BTreeMap<&'static str, (Value, By)>;

/// What the command line says: keys, and what they are given.
pub(crate) type Options = Vec<(&'static str, String)>;

/// The variables of the environment that are Windward’s own. An empty one is none.
pub(crate) type Environment = BTreeMap<String, String>;

/// Those of the program.
pub(crate) fn environment() -> Environment {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let texts = env::vars_os().filter_map(text);
    let ours = texts.filter(|(name, value)| name.starts_with(OURS) && !value.is_empty());
    ours.collect()
}

/// What the names of our variables begin with.
const OURS: &str = "WINDWARD_";

/// A variable that looks like one of a key and is none: it would be passed over in silence.
fn stray(environment: &Environment, given: &Given) -> Vec<String> {
    let tables: BTreeSet<&str> = KEYS.iter().filter_map(Key::table).collect();
    let begins = |name: &str| {
        let rest = name.strip_prefix(OURS).unwrap_or_default().to_lowercase();
        let mut tables = tables.iter().filter_map(|it| rest.strip_prefix(it));
        tables.any(|it| it.starts_with('_'))
    };
    let known = |name: &str| KEYS.iter().any(|it| it.variable == name);
    // One that holds a secret is called as whoever runs this wants.
    let named = ["mail.password_env", "sso.client_secret_env"].map(|it| match given.get(it) {
        Some((Value::Text(name), _)) => Some(name.as_str()),
        _ => None,
    });
    let strays = environment.keys().map(String::as_str);
    let strays = strays.filter(|it| begins(it) && !known(it) && !named.contains(&Some(it)));
    strays.map(str::to_owned).collect()
}

impl Said {
    /// Reads the text of a file, then the environment, then what the command line says.
    pub(super) fn read(
        path: &Path,
        text: String,
        environment: &Environment,
        options: &[(&'static str, String)],
    ) -> Result<Self> {
        let mut faults = Vec::new();
        let mut said = Self {
            path: path.to_owned(),
            given: file::read(&text, &mut faults),
            text,
        };
        for key in KEYS {
            let from_environment = environment.get(key.variable);
            let from_environment = from_environment.map(|it| (it.clone(), By::Environment));
            let option = options.iter().rev().find(|(name, _)| *name == key.name);
            let option = option.map(|(_, text)| (text.clone(), By::Option));
            // An option that was taken from its variable is the environment's.
            let same = |a: &(String, By), b: &(String, By)| a.0 == b.0;
            let both = from_environment.as_ref().zip(option.as_ref());
            let is_of_environment = both.is_some_and(|(a, b)| same(a, b));
            let last = option.filter(|_| !is_of_environment).or(from_environment);
            let Some((text, by)) = last else { continue };
            match Value::read(key, &text) {
                Ok(value) => {
                    said.given.insert(key.name, (value, by));
                }
                Err(why) => faults.push(Fault {
                    message: format!("{}: {why}", told_by(key, &by)),
                    help: None,
                    place: None,
                }),
            }
        }
        for name in stray(environment, &said.given) {
            faults.push(Fault {
                message: format!("no key is called by the variable {name}"),
                help: None,
                place: None,
            });
        }
        if faults.is_empty() {
            Ok(said)
        } else {
            Err(said.refused(&faults))
        }
    }

    /// What a key was given, and by whom.
    pub(crate) fn of(&self, key: &Key) -> Option<(&Value, &By)> {
        let given = self.given.get(key.name);
        given.map(|(value, by)| (value, by))
    }

    /// Whether the file says it, and nothing over it.
    pub(super) fn stands_in_file(&self, name: &str) -> bool {
        let given = self.given.get(name);
        given.is_some_and(|(_, by)| matches!(by, By::File { .. }))
    }

    /// Whether something is said in its table, and it is not.
    pub(super) fn lacks(&self, name: &str) -> bool {
        let table = name.split_once('.').map(|(table, _)| table);
        let mut given = self.given.keys().filter_map(|it| Key::named(it));
        !self.given.contains_key(name) && given.any(|it| it.table() == table)
    }

    /// Who gave a key something, as it is told: `windward.toml, line 3`.
    pub(crate) fn told_by(&self, key: &Key) -> String {
        match self.of(key) {
            Some((_, By::File { line, .. })) => format!("{}, line {line}", self.path.display()),
            Some((_, by)) => told_by(key, by),
            None => "default".to_owned(),
        }
    }

    /// All that was said as one table.
    pub(super) fn table(&self) -> toml::Table {
        let mut whole = toml::Table::new();
        for (name, (value, _)) in &self.given {
            let value = value.clone().into_toml();
            match name.split_once('.') {
                None => {
                    whole.insert((*name).to_owned(), value);
                }
                Some((table, name)) => {
                    let table = whole.entry(table);
                    let table = table.or_insert_with(|| toml::Table::new().into());
                    if let Some(table) = table.as_table_mut() {
                        table.insert(name.to_owned(), value);
                    }
                }
            }
        }
        whole
    }

    /// An error of a key, with the place that it was said at.
    pub(super) fn placed(&self, error: anyhow::Error) -> anyhow::Error {
        match error.downcast::<Wrong>() {
            Ok(wrong) => self.refused(&[self.fault(wrong)]),
            Err(other) => other,
        }
    }

    /// What is wrong as a fault, at its place.
    pub(super) fn fault(&self, wrong: Wrong) -> Fault {
        let key = Key::named(wrong.key);
        let given = key.and_then(|key| Some((key, self.of(key)?)));
        match given {
            Some((key, (given, By::File { value, .. }))) => Fault {
                message: wrong.why,
                help: None,
                place: Some(Place {
                    at: value.clone(),
                    seen_to: (!key.hides(given)).then_some(value.end),
                }),
            },
            Some((key, (_, by))) => Fault {
                message: format!("{}: {}", told_by(key, by), wrong.why),
                help: None,
                place: None,
            },
            // Nobody said it: the table that it is missing in is the nearest there is.
            None => Fault {
                place: self.table_of(wrong.key),
                message: wrong.why,
                help: None,
            },
        }
    }

    /// The first key of the same table that the file has.
    fn table_of(&self, name: &str) -> Option<Place> {
        let table = name.split_once('.')?.0;
        let of_table = |it: &&str| it.split_once('.').is_some_and(|(of, _)| of == table);
        let mut there = self.given.iter().filter(|(name, _)| of_table(name));
        let places = there.by_ref().filter_map(|(_, (_, by))| match by {
            By::File { key, .. } => Some(key.clone()),
            _ => None,
        });
        let first = places.min_by_key(|it| it.start)?;
        Some(Place {
            at: first,
            seen_to: None,
        })
    }

    /// The error that tells faults.
    pub(super) fn refused(&self, faults: &[Fault]) -> anyhow::Error {
        let drawn = draw(&self.path, &self.text, faults);
        Stop::usage(format!("the configuration cannot be used\n{drawn}"))
    }
}

fn told_by(key: &Key, by: &By) -> String {
    match by {
        By::Environment => key.variable.to_owned(),
        By::Option => key.option.unwrap_or(key.name).to_owned(),
        By::File { line, .. } => format!("line {line}"),
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File { .. } => "file",
            Self::Environment => "environment",
            Self::Option => "flag",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)], options: &Options) -> Result<Said> {
        let path = Path::new("windward.toml");
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let environment = environment.iter().map(owned).collect();
        Said::read(path, text.to_owned(), &environment, options)
    }

    fn value(said: &Said, name: &str) -> (String, String) {
        let key = Key::named(name).expect("a key");
        let (value, by) = said.of(key).expect("it was said");
        (value.to_string(), by.to_string())
    }

    #[test]
    fn the_environment_is_over_the_file_and_an_option_over_both() {
        let text =
            "store = 'sqlite'\n[serve]\nlisten = '127.0.0.1:1'\n[mail]\nport = 25\nhost = 'h'\n";
        let environment = [
            ("WINDWARD_SERVE_LISTEN", "127.0.0.1:2"),
            ("WINDWARD_MAIL_PORT", "465"),
        ];
        let options = vec![("serve.listen", "127.0.0.1:3".to_owned())];
        let said = read(text, &environment, &options).expect("it is read");
        let of = |name| value(&said, name);
        let pair = |value: &str, by: &str| (value.to_owned(), by.to_owned());
        assert_eq!(of("serve.listen"), pair("127.0.0.1:3", "flag"));
        assert_eq!(of("mail.port"), pair("465", "environment"));
        assert_eq!(of("mail.host"), pair("h", "file"));
        let host = Key::named("mail.host").expect("a key");
        assert_eq!(said.told_by(host), "windward.toml, line 6");
        // What the command line took from the environment is the environment's.
        let options = vec![("mail.port", "465".to_owned())];
        let said = read(text, &environment, &options).expect("it is read");
        assert_eq!(value(&said, "mail.port"), pair("465", "environment"));
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_without_a_secret() {
        let text =
            "stor = 'postgres://a:secret@b/c'\nmail = 5\n[retention]\naudit = '400'\n[serv]\n";
        let error = read(text, &[], &Vec::new()).expect_err("four faults");
        insta::assert_snapshot!(error);
        let error = read("store = 'postgres://a:secret@b\n", &[], &Vec::new());
        insta::assert_snapshot!(error.expect_err("no end"));
        for (variable, says) in [
            (("WINDWARD_MAIL_PORT", "smtp"), "WINDWARD_MAIL_PORT: "),
            (("WINDWARD_MAIL_HOTS", "h"), "variable WINDWARD_MAIL_HOTS"),
        ] {
            let error = read("", &[variable], &Vec::new()).expect_err(says);
            assert!(error.to_string().contains(says), "{error}");
        }
        let named = [("WINDWARD_MAIL_SECRET", "open sesame")];
        let said = read(
            "mail.password_env = 'WINDWARD_MAIL_SECRET'",
            &named,
            &Vec::new(),
        );
        assert!(said.is_ok(), "a secret is called as one wants");
    }

    #[test]
    fn a_key_of_any_shape_is_the_same_key() {
        for text in [
            "mail.port = 25",
            "[mail]\nport = 25",
            "mail = { port = 0x19 }",
        ] {
            let said = read(text, &[], &Vec::new()).expect(text);
            assert_eq!(value(&said, "mail.port").0, "25", "{text}");
        }
    }
}
