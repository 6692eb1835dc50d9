//! The recovery code: 160 random bits, written so that a person can copy them by hand.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::random::{self, NoRandomness};

/// Crockford's base 32: no I, L, O or U, so that nothing is mistaken for 1, 0 or V.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 20;
const DIGITS: usize = 32;
const GROUP: usize = 4;

/// Opens a vault on another machine. Shown once; what is stored is the vault key, wrapped under it.
///
/// Eight groups of four characters and one more that shows a slip of the pen: the check character of
/// <https://www.crockford.com/base32.html>, the number modulo 37. Codes whose check character would be one of
/// its five signs (`*~$=U`) are not given out, so that a code is letters and figures alone.
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

/// Why a text is not a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotACode {
    /// Characters are missing, or there are too many.
    #[error(
        "a recovery code has 33 letters and figures, and this has {0}; compare it with what you wrote down"
    )]
    Length(usize),
    /// A character that no code has.
    #[error("‘{0}’ does not occur in a recovery code; compare it with what you wrote down")]
    Character(char),
    /// Well-formed, but the last character does not fit the others.
    #[error(
        "this is not a code as it was shown: one character or more is different; compare it with what you wrote down"
    )]
    Check,
}

impl RecoveryCode {
    /// A new one.
    pub fn random() -> Result<Self, NoRandomness> {
        loop {
            // Five of 37 are thrown away, so this ends after a few turns.
            let code = Self(random::secret()?);
            if code.check() < ALPHABET.len() {
                return Ok(code);
            }
        }
    }

    /// The code as a person copies it: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-X`.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        // Long enough from the start: a string that grows leaves copies behind.
        let mut text = Zeroizing::new(String::with_capacity(DIGITS + DIGITS / GROUP + 1));
        for digit in 0..DIGITS {
            if digit > 0 && digit % GROUP == 0 {
                text.push('-');
            }
            text.push(ALPHABET[self.digit(digit)].into());
        }
        text.push('-');
        text.push(ALPHABET.get(self.check()).copied().unwrap_or(b'*').into());
        text
    }

    /// What the database knows a spare code by, which opens no vault.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(*self.0).into()
    }

    pub(super) fn secret(&self) -> &[u8] {
        &*self.0
    }

    /// The five bits that make the digit at `index`, the first digit being the highest.
    fn digit(&self, index: usize) -> usize {
        let bit = index * 5;
        let pair = u16::from_be_bytes([
            self.0[bit / 8],
            self.0.get(bit / 8 + 1).copied().unwrap_or(0),
        ]);
        usize::from(pair >> (11 - bit % 8)) & 31
    }

    fn check(&self) -> usize {
        self.0
            .iter()
            .fold(0, |rest, byte| (rest * 256 + usize::from(*byte)) % 37)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

impl FromStr for RecoveryCode {
    type Err = NotACode;

    /// Reads a code as a person types it: small or capital letters, with or without hyphens and spaces, O for
    /// 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut digits = Zeroizing::new([0_u8; DIGITS + 1]);
        let mut count = 0;
        for character in text.chars() {
            if character.is_whitespace() || matches!(character, '-' | '‐' | '–') {
                continue;
            }
            let plain = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET
                .iter()
                .position(|it| char::from(*it) == plain)
                .ok_or(NotACode::Character(character))?;
            if let Some(digit) = digits.get_mut(count) {
                *digit = u8::try_from(value).expect("one of 32");
            }
            count += 1;
        }
        if count != DIGITS + 1 {
            return Err(NotACode::Length(count));
        }
        let mut bytes = Zeroizing::new([0_u8; BYTES]);
        for (eight, five) in digits[..DIGITS]
            .chunks_exact(8)
            .zip(bytes.chunks_exact_mut(5))
        {
            let number = eight
                .iter()
                .fold(0_u64, |number, digit| number << 5 | u64::from(*digit));
            five.copy_from_slice(&number.to_be_bytes()[3..]);
        }
        let code = Self(bytes);
        if code.check() != usize::from(digits[DIGITS]) {
            return Err(NotACode::Check);
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(bytes: [u8; BYTES]) -> RecoveryCode {
        RecoveryCode(Zeroizing::new(bytes))
    }

    #[test]
    fn is_read_as_people_type_it() {
        let text = code(*b"twenty bytes of code").reveal();
        assert_eq!(text.len(), 32 + 8 + 1);
        let typed = format!(
            " {} ",
            text.to_lowercase()
                .replace('-', " ")
                .replace('0', "o")
                .replace('1', "l")
        );
        let read: RecoveryCode = typed.parse().unwrap();
        assert_eq!(read.secret(), b"twenty bytes of code");
        assert!(!format!("{read:?}").contains(&text[..4]));
    }

    #[test]
    fn says_what_is_wrong() {
        let text = RecoveryCode::random().unwrap().reveal();
        let parse = |text: &str| text.parse::<RecoveryCode>().err();
        assert_eq!(parse(""), Some(NotACode::Length(0)));
        assert_eq!(parse(&text[..39]), Some(NotACode::Length(32)));
        assert_eq!(parse(&format!("{}0", *text)), Some(NotACode::Length(34)));
        assert_eq!(parse(&"A".repeat(100_000)), Some(NotACode::Length(100_000)));
        assert_eq!(
            parse(&text.replacen(&text[..1], "ü", 1)),
            Some(NotACode::Character('ü'))
        );
        assert_eq!(
            parse(&format!("{}*", &text[..40])),
            Some(NotACode::Character('*'))
        );
    }

    proptest! {
        #[test]
        fn any_one_slip_is_noticed(bytes: [u8; BYTES], at in 0..DIGITS, other in 0..31_usize) {
            let code = code(bytes);
            prop_assume!(code.check() < 32);
            let mut typed: Vec<char> = code.reveal().chars().filter(|it| *it != '-').collect();
            let read: RecoveryCode = typed.iter().collect::<String>().parse().unwrap();
            prop_assert_eq!(read.secret(), code.secret());
            let wrong = ALPHABET.iter().map(|it| char::from(*it)).filter(|it| *it != typed[at]).nth(other).unwrap();
            typed[at] = wrong;
            prop_assert_eq!(typed.iter().collect::<String>().parse::<RecoveryCode>().err(), Some(NotACode::Check));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = text.parse::<RecoveryCode>();
        }
    }
}
