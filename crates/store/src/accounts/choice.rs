//! Which passwords are too easily guessed.
//!
//! Long enough is most of it. What is left are long passwords made of short, well-known ones: `password2024!`,
//! `qwertyqwerty`. So the signs and figures at both ends and the repetitions are taken off, and what remains must not
//! be among the most common passwords or a word that an attacker knows anyway. No rule asks for kinds of characters,
//! and nothing is asked over the network.
//!
//! The list holds the stems of the 4,000 most common entries of the list that Django ships, which Royce Williams
//! compiled of passwords that became known.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::sealing::{BadPassword, Password};

/// In the order of their bytes, one a line.
const COMMON: &str = include_str!("common.txt");

/// What nobody needs to guess.
const OURS: [&str; 4] = ["windward", "password", "passphrase", "career"];

/// Rows of keys and of characters that are typed without thinking.
const RUNS: [&str; 5] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
];

/// Fewer different characters than that are quickly gone through.
const FEWEST_DIFFERENT: usize = 5;

/// A password that somebody chose and that may be one.
#[derive(Debug, Clone)]
pub struct Chosen(Password);

/// Why it may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotChosen {
    /// Its length.
    #[error(transparent)]
    Length(#[from] BadPassword),
    /// On the list.
    #[error(
        "many people use this, or something close to it, so it is among the first that are tried; choose something else"
    )]
    Common,
    /// Made of what others know.
    #[error(
        "this is mostly your name, or the name of this place; choose something that has nothing to do with either"
    )]
    Known,
    /// `aaaabbbbcccc`, `abcdefghijkl`.
    #[error(
        "this is a row of the same few characters, or of neighbours on the keyboard; choose something else"
    )]
    Row,
}

impl Chosen {
    /// Checks what somebody chose. `known` is what an attacker knows: their name, the name of the server.
    pub fn new(text: impl Into<Zeroizing<String>>, known: &[&str]) -> Result<Self, NotChosen> {
        let password = Password::chosen(text)?;
        let small = Zeroizing::new(password.as_str().to_lowercase());
        let mut different: Vec<char> = small.chars().collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < FEWEST_DIFFERENT || is_run(&small) {
            return Err(NotChosen::Row);
        }
        let stem = stem(&small);
        if is_about(stem, known.iter().chain(&OURS)) {
            return Err(NotChosen::Known);
        }
        if is_common(stem) {
            return Err(NotChosen::Common);
        }
        Ok(Self(password))
    }

    /// What was chosen.
    #[must_use]
    pub fn into_password(self) -> Password {
        self.0
    }

    /// The same.
    #[must_use]
    pub const fn password(&self) -> &Password {
        &self.0
    }
}

/// Without signs and figures at both ends, and said once where it is said several times.
fn stem(small: &str) -> &str {
    let bare = small.trim_matches(|it: char| !it.is_alphabetic());
    let repeated = (1..=bare.len() / 2).find(|length| {
        bare.is_char_boundary(*length)
            && bare.len().is_multiple_of(*length)
            && bare
                .as_bytes()
                .chunks(*length)
                .all(|it| it == &bare.as_bytes()[..*length])
    });
    repeated.map_or(bare, |length| &bare[..length])
}

fn is_common(stem: &str) -> bool {
    let plain: String = stem
        .chars()
        .map(|it| match it {
            '@' | '4' => 'a',
            '3' => 'e',
            '1' | '!' => 'i',
            '0' => 'o',
            '$' | '5' => 's',
            '7' => 't',
            other => other,
        })
        .collect();
    let common: Vec<&str> = COMMON.lines().collect();
    [stem, &plain]
        .iter()
        .any(|it| common.binary_search(it).is_ok())
}

/// Whether hardly anything is left without what is known.
fn is_about<'a>(stem: &str, known: impl Iterator<Item = &'a &'a str>) -> bool {
    let mut rest = stem.to_owned();
    for word in known {
        let word = word.to_lowercase();
        let parts = word.split(|it: char| !it.is_alphanumeric());
        for part in parts.filter(|part| part.chars().count() >= 3) {
            rest = rest.replace(part, "");
        }
    }
    rest.len() < stem.len() && rest.chars().filter(|it| it.is_alphabetic()).count() < 4
}

/// Whether it is one row of neighbours, forwards or backwards, possibly begun again.
fn is_run(small: &str) -> bool {
    let neighbours = |a: char, b: char| {
        RUNS.iter().any(|run| {
            let place = |of| run.find(of);
            place(a)
                .zip(place(b))
                .is_some_and(|(a, b)| a.abs_diff(b) <= 1)
                || run.contains(&format!("{a}{b}"))
        })
    };
    let characters: Vec<char> = small.chars().collect();
    let steps = characters.len().saturating_sub(1);
    let near = characters
        .windows(2)
        .filter(|pair| neighbours(pair[0], pair[1]))
        .count();
    // A row begun anew has one step that is none.
    near + 3 > steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        let words: Vec<&str> = COMMON.lines().collect();
        assert!(words.len() > 3_000);
        assert!(words.is_sorted(), "in the order of their bytes");
    }

    #[test]
    fn what_is_guessed_first_is_refused_and_what_is_not_is_taken_as_it_is() {
        let known = ["ada.lovelace@example.org", "windward.example.org"];
        let told = |text: &str| Chosen::new(text.to_owned(), &known).map(drop);
        for (text, why) in [
            ("short", NotChosen::Length(BadPassword::TooShort(5))),
            ("princess2024!!", NotChosen::Common),
            ("1234Dragon5678", NotChosen::Common),
            ("iloveyouiloveyou", NotChosen::Common),
            ("Superm4n!!!!2025", NotChosen::Common),
            ("000012345678", NotChosen::Row),
            ("aaaaaabbbbbb", NotChosen::Row),
            ("abcdefghijklm", NotChosen::Row),
            ("qwertyuiopasd", NotChosen::Row),
            ("poiuytrewqpoi", NotChosen::Row),
            ("1qaz2wsx3edc", NotChosen::Row),
            ("Lovelace-1815!", NotChosen::Known),
            ("adalovelace12", NotChosen::Known),
            ("windward2026!", NotChosen::Known),
            ("Password1234", NotChosen::Known),
        ] {
            assert_eq!(told(text), Err(why), "{text}");
        }
        for good in [
            "four words of mine",
            "correct horse battery",
            "Zm9vYmFyYmF6cXV4",
            "8317 0926 5541",
            "грядка и самовар",
            "lovelace wrote the first program",
        ] {
            assert_eq!(told(good), Ok(()), "{good}");
        }
    }
}
