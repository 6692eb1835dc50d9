//! From words to pieces: the longest spellings that a table knows, levels of companies, times of day.

use crate::title::{
    lexicon::{Lexicon, Meaning},
    scan::{Gap, Scan},
};

/// One or more words with one meaning.
#[derive(Debug, Clone, Copy)]
pub(in crate::title) struct Piece {
    /// First word.
    pub(in crate::title) from: usize,
    /// The word after the last.
    pub(in crate::title) to: usize,
    /// What stands before it.
    pub(in crate::title) before: Gap,
    /// What it says.
    pub(in crate::title) says: Says,
}

/// What a piece says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::title) enum Says {
    /// What the table says.
    Known(Meaning),
    /// Not in any table.
    Unknown,
    /// A company's own level.
    Code,
    /// A company's own level, written onto the job: the last digit of ‘PM2’.
    CodeAtEnd,
    /// An hour: ‘2 PM’.
    Time,
}

impl Piece {
    /// What the table says, for a piece that is in one.
    pub(in crate::title) const fn meaning(&self) -> Option<Meaning> {
        match self.says {
            Says::Known(meaning) => Some(meaning),
            _ => None,
        }
    }

    /// Whether a number after it is a level: ‘Manager 2’.
    const fn takes_a_number(&self) -> bool {
        matches!(
            self.says,
            Says::Known(
                Meaning::Role(_)
                    | Meaning::Ranked(..)
                    | Meaning::Doubtful(_)
                    | Meaning::Head
                    | Meaning::Hand
                    | Meaning::Level(_)
            )
        )
    }
}

/// Cuts the words into pieces, the longest known spelling first.
pub(super) fn pieces(scan: &Scan<'_>) -> Vec<Piece> {
    let lexicon = Lexicon::get();
    let words = &scan.words;
    let mut pieces: Vec<Piece> = Vec::with_capacity(words.len());
    let mut from = 0;
    while from < words.len() {
        let before = words[from].before;
        let (to, says) = time(scan, pieces.last(), from)
            .or_else(|| dotted(scan, from))
            .or_else(|| longest(scan, lexicon, from))
            .or_else(|| code(scan, pieces.last(), from))
            .unwrap_or((from + 1, Says::Unknown));
        let piece = Piece {
            from,
            to,
            before,
            says,
        };
        match numbered(scan, lexicon, &piece) {
            Some(job) => {
                pieces.push(job);
                pieces.push(Piece {
                    before: Gap::Space,
                    says: Says::CodeAtEnd,
                    ..piece
                });
            }
            None => pieces.push(piece),
        }
        from = to;
    }
    pieces
}

/// ‘2 PM’, ‘2:30 p.m.’, ‘10pm’, ‘AM/PM’.
fn time(scan: &Scan<'_>, last: Option<&Piece>, from: usize) -> Option<(usize, Says)> {
    let words = &scan.words;
    let half = |at: usize| at < words.len() && matches!(scan.key(at, at + 1), "am" | "pm");
    let number = |at: usize| {
        at < words.len()
            && scan
                .key(at, at + 1)
                .parse::<u8>()
                .is_ok_and(|number| number < 60)
    };
    // ‘10pm’, and the second half of ‘2:30pm’.
    let glued = |at: usize| {
        let hour = (at < words.len())
            .then(|| scan.key(at, at + 1))
            .and_then(|key| key.strip_suffix("am").or_else(|| key.strip_suffix("pm")));
        hour.is_some_and(|hour| hour.parse::<u8>().is_ok_and(|hour| hour < 60))
    };
    let key = scan.key(from, from + 1);
    if glued(from) {
        return Some((from + 1, Says::Time));
    }
    if number(from) && glued(from + 1) {
        return Some((from + 2, Says::Time));
    }
    if half(from) && half(from + 1) && key != scan.key(from + 1, from + 2) {
        return Some((from + 2, Says::Time));
    }
    // ‘Level 2 PM’ is no time.
    if !number(from) || last.is_some_and(|last| last.says == Says::Known(Meaning::Grade)) {
        return None;
    }
    let minutes = usize::from(number(from + 1));
    let half_at = from + 1 + minutes;
    (half(half_at) && words[half_at].before == Gap::Space).then_some((half_at + 1, Says::Time))
}

/// ‘a.i.’, ad interim, which without its dots is another thing altogether.
fn dotted(scan: &Scan<'_>, from: usize) -> Option<(usize, Says)> {
    (scan.words[from].dotted && scan.key(from, from + 1) == "ai")
        .then_some((from + 1, Says::Known(Meaning::Interim)))
}

fn longest(scan: &Scan<'_>, lexicon: &Lexicon, from: usize) -> Option<(usize, Says)> {
    // A spelling does not reach across a comma or an ‘&’.
    let longest = lexicon.longest(scan.key(from, from + 1));
    let reach = scan.words[from + 1..]
        .iter()
        .take(longest.checked_sub(1)?)
        .take_while(|word| word.before == Gap::Space)
        .count();
    (from + 1..=from + 1 + reach).rev().find_map(|to| {
        let meaning = lexicon.meaning(scan.key(from, to))?;
        if meaning == Meaning::Grade {
            // ‘Grade 7’, ‘Band 8a’; without a number it is an ordinary word.
            let number = scan.words.get(to)?;
            let number = &scan.folded[number.key.clone()];
            let is_level = number.len() <= 3
                && (number.starts_with(|c: char| c.is_ascii_digit()) || is_roman(number));
            return is_level.then_some((to + 1, Says::Code));
        }
        Some((to, Says::Known(meaning)))
    })
}

/// `L6`, `IC5`, `II`, `3`, `T`: a company's own level.
fn code(scan: &Scan<'_>, last: Option<&Piece>, from: usize) -> Option<(usize, Says)> {
    let key = scan.key(from, from + 1);
    let digits = key.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &key[..key.len() - digits.len()];
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits && letters.is_empty() {
        // Years and counts say nothing about the job.
        let says = if digits.len() > 1 {
            Says::Known(Meaning::Noise)
        } else if last.is_some_and(Piece::takes_a_number) {
            Says::Code
        } else {
            return None;
        };
        return Some((from + 1, says));
    }
    let prefixed = all_digits
        && digits.len() <= 2
        && scan.words.len() > 1
        && matches!(
            letters,
            "l" | "ic" | "p" | "e" | "m" | "t" | "g" | "k" | "n" | "lvl" | "jg" | "pl"
        );
    let after_a_job = last.is_some_and(Piece::takes_a_number) && (is_roman(key) || key == "t");
    (prefixed || after_a_job).then_some((from + 1, Says::Code))
}

fn is_roman(key: &str) -> bool {
    matches!(key, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii")
}

/// ‘PM2’: the job and the company's level in one word. Returns the job.
fn numbered(scan: &Scan<'_>, lexicon: &Lexicon, piece: &Piece) -> Option<Piece> {
    if piece.says != Says::Unknown {
        return None;
    }
    let job = scan
        .key(piece.from, piece.to)
        .strip_suffix(|last: char| last.is_ascii_digit())?;
    match lexicon.meaning(job)? {
        meaning @ (Meaning::Role(_) | Meaning::Doubtful(_) | Meaning::Ranked(..)) => Some(Piece {
            says: Says::Known(meaning),
            ..*piece
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::title::scan::scan;

    /// What a title's pieces say: codes and times as such, known words as `known`.
    fn says(title: &str) -> Vec<(String, &'static str)> {
        let scan = scan(title);
        let pieces = pieces(&scan);
        let word = |says: Says| match says {
            Says::Known(_) => "known",
            Says::Unknown => "unknown",
            Says::Code | Says::CodeAtEnd => "code",
            Says::Time => "time",
        };
        pieces
            .iter()
            .map(|piece| (scan.raw(piece.from, piece.to).to_owned(), word(piece.says)))
            .collect()
    }

    fn only(title: &str, wanted: &str) -> Vec<String> {
        says(title)
            .into_iter()
            .filter(|(_, says)| *says == wanted)
            .map(|(raw, _)| raw)
            .collect()
    }

    #[test]
    fn times_of_day_are_no_product_managers() {
        assert_eq!(only("2 PM - 10 PM", "time"), ["2 PM", "10 PM"]);
        assert_eq!(only("2:30pm to 10 p.m.", "time"), ["2:30pm", "10 p.m."]);
        assert_eq!(only("AM/PM Server", "time"), ["AM/PM"]);
        assert!(only("Level 2 PM", "time").is_empty());
        assert!(only("PM 2", "time").is_empty());
    }

    #[test]
    fn levels_of_companies_are_told_from_other_numbers() {
        for (title, code) in [
            ("PM (L5)", "L5"),
            ("Product Manager II", "II"),
            ("Product Manager 3", "3"),
            ("PM-T", "T"),
            ("Product Manager, Grade 7", "Grade 7"),
            ("IC4 Product Manager", "IC4"),
        ] {
            assert_eq!(only(title, "code"), [code], "{title}");
        }
        assert!(only("Product Manager 2021", "code").is_empty());
        assert!(only("2 Product Managers", "code").is_empty());
        assert!(only("L5", "code").is_empty());
    }

    #[test]
    fn the_longest_spelling_counts() {
        let pieces = says("Senior Product Marketing Manager");
        assert_eq!(pieces[1].0, "Product Marketing Manager");
        // But not across a comma.
        assert_eq!(says("Product, Marketing Manager").len(), 2);
    }
}
