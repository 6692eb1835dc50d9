//! What to look at before an update leaves. Most of it is said, and sending it is the person’s own affair; what is to be
//! filled in still and what is confidential stops it until they say that it goes all the same.

use super::{
    Copy,
    draft::{of_fridays, of_month},
};
use crate::{
    record::{Evidence, Of, Update},
    views::facts::Facts,
};

/// Words beyond which a note is long. A judgement: what is read standing, in three minutes.
pub const LONG_WORDS: usize = 600;

/// Characters from which on the first line of a piece of evidence is looked for in the text; a shorter one may stand
/// there by chance.
const TELLING: usize = 12;

/// Places to fill in that are named; a draft begins with five.
const MOST_NAMED: usize = 20;

/// Something about an update that wants a look.
#[derive(Debug, Clone)]
pub enum Doubt<'a> {
    /// Something in square brackets is still to be written; its words.
    Unfinished(String),
    /// It says what is marked as confidential.
    Confidential(Of<'a, Evidence>),
    /// It says what was written on a Friday for oneself; the line.
    Friday(String),
    /// Somebody asked to leave something be; their name, and what.
    Boundary(&'a str, &'a str),
    /// It is longer than most people read; how many words.
    Long(usize),
    /// Nobody gets it.
    Nobody,
    /// There is no address of theirs; the names.
    NoAddress(Vec<&'a str>),
    /// They stand there twice, or share an address with somebody above, and get it once; the names.
    Twice(Vec<&'a str>),
}

impl Doubt<'_> {
    /// Whether it must not go out by a slip: it waits until the person says that it goes all the same.
    #[must_use]
    pub const fn stops(&self) -> bool {
        matches!(self, Self::Unfinished(_) | Self::Confidential(_))
    }

    /// What it says.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Unfinished(words) => {
                format!("‘[{words}]’ is still to be written, or to be taken out.")
            }
            Self::Confidential(of) => format!(
                "It says ‘{}’, and you marked that as confidential.",
                of.it.what.trim()
            ),
            Self::Friday(line) => format!(
                "‘{line}’ is what you wrote on a Friday, for yourself. See whether it is for them, too."
            ),
            Self::Boundary(name, what) => {
                format!("{name} asked you to leave something be: ‘{what}’. See whether this fits.")
            }
            Self::Long(words) => format!(
                "It has {words} words. Most people stop after {LONG_WORDS}; what could they do without?"
            ),
            Self::Nobody => "Nobody gets it yet.".to_owned(),
            Self::NoAddress(names) => format!(
                "There is no e-mail address of {}, so it does not go to them.",
                some(names)
            ),
            Self::Twice(names) => format!(
                "{}: on the list twice, or at an address that is there already. It goes there once.",
                some(names)
            ),
        }
    }
}

/// Names in a sentence, the first few of them.
fn some(names: &[&str]) -> String {
    const SAID: usize = 3;
    match names.len() {
        0 => String::new(),
        1 => names[0].to_owned(),
        few if few <= SAID => {
            format!("{} and {}", names[..few - 1].join(", "), names[few - 1])
        }
        many => format!("{} and {} more", names[..SAID].join(", "), many - SAID),
    }
}

/// What to look at before it leaves, what weighs most first.
#[must_use]
pub fn doubts<'a>(facts: &Facts<'a>, update: &Update, copies: &[Copy<'a>]) -> Vec<Doubt<'a>> {
    let mut found = Vec::new();
    let text = update.body.to_lowercase();
    let said = of_month(facts, update.month).into_iter().filter(|of| {
        let what = of.it.what.trim().to_lowercase();
        of.it.confidential && what.chars().count() >= TELLING && text.contains(&what)
    });
    found.extend(said.map(Doubt::Confidential));
    let open = bracketed(&update.subject).into_iter();
    let open = open.chain(bracketed(&update.body)).take(MOST_NAMED);
    found.extend(open.map(Doubt::Unfinished));
    let spaced: Vec<&str> = text.split_whitespace().collect();
    let spaced = spaced.join(" ");
    let own = of_fridays(facts, update.month).into_iter();
    let own = own.filter(|it| it.chars().count() >= TELLING && spaced.contains(&it.to_lowercase()));
    found.extend(own.map(Doubt::Friday));
    if update.to.is_empty() {
        found.push(Doubt::Nobody);
    }
    let going = |copy: &&Copy<'a>| !copy.again;
    let without = copies
        .iter()
        .filter(going)
        .filter(|it| it.address.is_none());
    let without: Vec<&str> = without.map(Copy::name).collect();
    if !without.is_empty() {
        found.push(Doubt::NoAddress(without));
    }
    let twice: Vec<&str> = copies
        .iter()
        .filter(|it| it.again)
        .map(Copy::name)
        .collect();
    if !twice.is_empty() {
        found.push(Doubt::Twice(twice));
    }
    let asked = copies.iter().filter(going);
    let asked = asked.filter_map(|it| Some(Doubt::Boundary(it.name(), it.boundaries()?)));
    found.extend(asked);
    let words = update.body.split_whitespace().count();
    if words > LONG_WORDS {
        found.push(Doubt::Long(words));
    }
    found
}

/// What stands in square brackets and is no link, in the order of the text.
fn bracketed(text: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find('[') {
        rest = &rest[start + 1..];
        let Some((inside, after)) = rest.split_once(']') else {
            break;
        };
        let link = after.starts_with(['(', '[', ':']);
        let one = !inside.trim().is_empty() && !inside.contains(['[', '\n']);
        if one && !link {
            found.push(inside.trim().to_owned());
        }
        if found.len() == MOST_NAMED {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_to_be_filled_in_and_links_are_not() {
        assert!(bracketed("see [the page](https://example.org)").is_empty());
        assert_eq!(
            bracketed("a [first](x) and [your name], [what is next]"),
            ["your name", "what is next"]
        );
        assert!(bracketed("[] [ ] [").is_empty());
        assert_eq!(bracketed("[a [b] c"), ["b"]);
        assert_eq!(bracketed(&"[a] ".repeat(99)).len(), MOST_NAMED);
    }

    #[test]
    fn what_is_to_be_filled_in_stops_and_a_length_does_not() {
        assert!(Doubt::Unfinished("your name".to_owned()).stops());
        assert!(!Doubt::Long(900).stops() && !Doubt::Nobody.stops());
    }

    #[test]
    fn a_few_names_are_said_and_many_are_counted() {
        assert_eq!(some(&["Ines", "Tom"]), "Ines and Tom");
        assert_eq!(some(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
