//! What two contacts share when they are one person: a profile, an e-mail address, a name in an organisation.
//!
//! Each is a key: a text that is the same for both however it was written. None is a key where it would say nothing:
//! the page of a company is everybody's there, and so is `info@`.

use crate::title::scan::{fold, is_silent};

/// Networks in which a path is a person, by host and the beginning of that path.
const PROFILES: [(&str, &str); 9] = [
    ("linkedin.com", "/in/"),
    ("linkedin.com", "/pub/"),
    ("xing.com", "/profile/"),
    ("github.com", "/"),
    ("twitter.com", "/"),
    ("x.com", "/"),
    ("bsky.app", "/profile/"),
    ("facebook.com", "/"),
    ("instagram.com", "/"),
];

/// What stands before the ‘@’ of an address that several people read.
const SHARED: [&str; 14] = [
    "admin", "contact", "hello", "hr", "info", "jobs", "kontakt", "mail", "no-reply", "noreply",
    "office", "press", "sales", "support",
];

/// Legal forms at the end of a name of an organisation: ‘Acme Ltd’ is ‘Acme’.
const FORMS: [&str; 18] = [
    "ab", "ag", "as", "bv", "co", "corp", "gmbh", "inc", "kg", "limited", "llc", "ltd", "nv", "oy",
    "plc", "sa", "sas", "srl",
];

/// The key of an address on the web, if it is the page of one person in a network.
#[must_use]
pub fn profile(url: &str) -> Option<String> {
    let lower = url.trim().to_lowercase();
    let rest = lower.strip_prefix("https://");
    let rest = rest
        .or_else(|| lower.strip_prefix("http://"))
        .unwrap_or(&lower);
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (host, path) = rest.split_once('/')?;
    let path = format!("/{path}");
    let (_, start) = PROFILES.iter().find(|(known, start)| {
        let same = host == *known || host.strip_suffix(known).is_some_and(|it| it.ends_with('.'));
        same && path.starts_with(start) && path.len() > start.len()
    })?;
    // A page below a profile is of the same person.
    let name = path[start.len()..].split('/').next()?;
    let network = host.rsplit('.').nth(1)?;
    Some(format!("{network}{start}{name}"))
}

/// The key of an e-mail address, if one person reads it.
#[must_use]
pub fn email(address: &str) -> Option<String> {
    let lower = address.trim().to_lowercase();
    let (before, host) = lower.split_once('@')?;
    let one = !before.is_empty() && host.contains('.') && !SHARED.contains(&before);
    one.then_some(lower)
}

/// The key of a name: its words in any order, whatever their case and accents. Empty where there are none.
#[must_use]
pub fn name(name: &str) -> String {
    let folded = folded(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// The key of an organisation, without its legal form. Empty where nothing else is left.
#[must_use]
pub fn organisation(name: &str) -> String {
    let folded = folded(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|it| FORMS.contains(it)) {
        words.pop();
    }
    words.join(" ")
}

/// The key of a telephone number: its last nine digits, so that it does not matter how the country is written.
/// `None` for a number too short to be one person's.
#[must_use]
pub fn phone(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().checked_sub(9)?;
    Some(digits[from..].iter().collect())
}

/// A text in small letters, without accents and marks, one space between its words.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends what [`folded`] makes of a text.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let mut gap = false;
    let begins = out.len();
    for letter in text.chars().filter(|it| !is_silent(*it)) {
        if letter.is_ascii_alphanumeric() || (!letter.is_ascii() && letter.is_alphanumeric()) {
            if gap && out.len() > begins {
                out.push(' ');
            }
            gap = false;
            if letter.is_ascii() {
                out.push(letter.to_ascii_lowercase());
            } else {
                fold(letter, out);
            }
        } else if letter != '\'' && letter != '’' {
            gap = true;
        }
    }
}

/// How many letters and digits a text has, and their sum: the same for every text with the same [`name`] key, and found
/// without writing anything down. `None` beyond ASCII, where only the key itself tells.
pub(super) fn letters(text: &str) -> Option<(usize, u32)> {
    let add = |(count, sum): (usize, u32), it: u8| (count + 1, sum + u32::from(it));
    text.is_ascii().then(|| plain(text).fold((0, 0), add))
}

/// Whether a text begins with the letters of a key: `false` only where it has another key than this one.
pub(super) fn begins(text: &str, key: &str) -> bool {
    let mut letters = plain(text);
    let mut wanted = plain(key);
    !text.is_ascii() || wanted.all(|it| letters.next() == Some(it))
}

/// The letters and digits of an ASCII text, small.
fn plain(text: &str) -> impl Iterator<Item = u8> {
    let all = text.bytes().filter(u8::is_ascii_alphanumeric);
    all.map(|it| it.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_profile_is_the_same_however_it_was_written() {
        let wanted = Some("linkedin/in/ines-dahl".to_owned());
        for url in [
            "https://www.linkedin.com/in/ines-dahl",
            "http://no.linkedin.com/in/Ines-Dahl/",
            "linkedin.com/in/ines-dahl?trk=x#top",
            "https://www.linkedin.com/in/ines-dahl/details/experience/",
        ] {
            assert_eq!(profile(url), wanted, "{url}");
        }
        for url in [
            "https://www.linkedin.com/company/fjord",
            "https://www.linkedin.com/in/",
            "https://example.org/team",
            "https://evil-linkedin.com/in/ines-dahl",
            "",
        ] {
            assert_eq!(profile(url), None, "{url}");
        }
    }

    #[test]
    fn an_address_that_several_read_tells_nobody() {
        assert_eq!(
            email(" Ines@Example.org "),
            Some("ines@example.org".to_owned())
        );
        for address in ["info@example.org", "ines", "@example.org", "ines@host"] {
            assert_eq!(email(address), None, "{address}");
        }
    }

    #[test]
    fn names_and_organisations_are_told_by_their_words() {
        assert_eq!(name("Müller, Jörg"), name("Jorg  MULLER"));
        assert_eq!(name("O’Neil"), name("O'Neil"));
        assert_ne!(name("Ann Lee"), name("Ann Leeds"));
        assert_eq!(organisation("Acme Co., Ltd."), "acme");
        assert_eq!(organisation("AS"), "as");
    }

    #[test]
    fn a_number_is_told_by_its_end() {
        assert_eq!(phone("+47 55 12 34 56 7"), phone("0047-551234567"));
        assert_eq!(phone("112"), None);
    }

    proptest! {
        #[test]
        fn what_is_told_at_a_glance_agrees_with_the_key(text in "[ -~]{0,20}|.{0,12}") {
            let told = letters(&text);
            prop_assert!(told.is_none() || told == letters(&name(&text)), "{text:?}");
            prop_assert!(begins(&text, &organisation(&text)), "{text:?}");
        }
    }
}
