//! What a key was given, wherever it was said.

use std::fmt;

use toml::Value as Toml;

use super::keys::{Key, Kind};

/// What a key was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    YesNo(bool),
    List(Vec<String>),
}

impl Value {
    /// What a text means, where there is nothing but text: in the environment, or behind an option.
    pub(super) fn read(key: &Key, text: &str) -> Result<Self, String> {
        let value = match key.kind {
            Kind::Number(_) => text.trim().parse().ok().map(Self::Number),
            Kind::YesNo => text.trim().parse().ok().map(Self::YesNo),
            Kind::List => {
                let parts = text.split(',').map(str::trim).filter(|it| !it.is_empty());
                Some(Self::List(parts.map(str::to_owned).collect()))
            }
            Kind::Text | Kind::Word(_) => Some(Self::Text(text.to_owned())),
        };
        value
            .filter(|it| it.fits(key.kind))
            .ok_or_else(|| key.takes())
    }

    /// Whether it is of a kind.
    pub(super) fn fits(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Text(text), Kind::Word(words)) => words.contains(&text.as_str()),
            (Self::Number(number), Kind::Number(most)) => (0..=most).contains(number),
            (Self::Text(_), Kind::Text)
            | (Self::YesNo(_), Kind::YesNo)
            | (Self::List(_), Kind::List) => true,
            _ => false,
        }
    }

    pub(super) fn into_toml(self) -> Toml {
        match self {
            Self::Text(text) => Toml::String(text),
            Self::Number(number) => Toml::Integer(number),
            Self::YesNo(yes) => Toml::Boolean(yes),
            Self::List(texts) => Toml::Array(texts.into_iter().map(Toml::String).collect()),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::YesNo(yes) => yes.fmt(f),
            Self::List(texts) if texts.is_empty() => f.write_str("none"),
            Self::List(texts) => f.write_str(&texts.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_their_key_takes_them() {
        let read = |name, text| Value::read(Key::named(name).expect("a key"), text);
        assert_eq!(read("mail.port", " 465"), Ok(Value::Number(465)));
        assert_eq!(read("sso.sign_up", "true"), Ok(Value::YesNo(true)));
        let proxies = ["127.0.0.1", "10.0.0.0/8"].map(str::to_owned).to_vec();
        let read_proxies = read("serve.proxies", "127.0.0.1, 10.0.0.0/8,");
        assert_eq!(read_proxies, Ok(Value::List(proxies)));
        assert!(read("mail.port", "smtp").is_err());
        assert!(read("sso.sign_up", "yes").is_err());
        let words = read("backup.every", "hour").expect_err("no such word");
        assert_eq!(words, "‘backup.every’ takes one of ‘day’, ‘week’");
    }
}
