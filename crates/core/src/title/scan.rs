//! From the text of a title to words: case, accents, separators, gender forms.

use std::ops::Range;

/// Characters of a title that are read. The longest real ones, headlines with three roles, stay under 220.
pub(super) const MAX_CHARS: usize = 240;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A space, or a hyphen inside a word: they belong together.
    Space,
    /// `&`, `/`, `+`: two things side by side.
    Soft,
    /// `|`: two things, less closely.
    Pipe,
    /// A comma, a dash, a bracket: something said about what came before.
    Hard,
    /// `@`: the company follows.
    At,
}

/// One word.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands in the title.
    pub(super) at: Range<usize>,
    /// Where it stands in the folded text.
    pub(super) key: Range<usize>,
    /// What stands before it.
    pub(super) before: Gap,
    /// Written with dots inside, as ‘a.i.’ is.
    pub(super) dotted: bool,
}

/// A title as words.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    /// The title as it was given.
    pub(super) title: &'t str,
    /// The words in lower case without accents, one space between.
    pub(super) folded: String,
    /// The words in order.
    pub(super) words: Vec<Word>,
    /// Whether there was more than [`MAX_CHARS`].
    pub(super) cut: bool,
}

impl Scan<'_> {
    /// Words `from..to` as one key: they lie side by side in the folded text.
    pub(super) fn key(&self, from: usize, to: usize) -> &str {
        &self.folded[self.words[from].key.start..self.words[to - 1].key.end]
    }

    /// Words `from..to` as they were written.
    pub(super) fn raw(&self, from: usize, to: usize) -> &str {
        &self.title[self.words[from].at.start..self.words[to - 1].at.end]
    }
}

/// Reads a title into words.
pub(super) fn scan(title: &str) -> Scan<'_> {
    let end = title
        .char_indices()
        .nth(MAX_CHARS)
        .map_or(title.len(), |(at, _)| at);
    let mut scanner = Scanner {
        text: &title[..end],
        folded: String::with_capacity(end + 8),
        words: Vec::with_capacity(12),
        gap: Gap::Space,
        open: None,
        dotted: false,
    };
    scanner.run();
    let mut scan = Scan {
        title,
        folded: scanner.folded,
        words: scanner.words,
        cut: end < title.len(),
    };
    drop_gender_marks(&mut scan.words, &scan.folded);
    scan
}

struct Scanner<'t> {
    text: &'t str,
    folded: String,
    words: Vec<Word>,
    gap: Gap,
    /// Start in the title and in the folded text of the word being read.
    open: Option<(usize, usize)>,
    dotted: bool,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            let next = at + c.len_utf8();
            if is_silent(c) {
                at = next;
                continue;
            }
            if c.is_alphanumeric() {
                if self.open.is_none() {
                    if !self.folded.is_empty() {
                        self.folded.push(' ');
                    }
                    self.open = Some((at, self.folded.len()));
                }
                fold(c, &mut self.folded);
                at = next;
                continue;
            }
            if let Some(length) = self.possessive(at).or_else(|| self.gender_suffix(at)) {
                at += length;
                continue;
            }
            if self.joins(c, next) {
                at = next;
                continue;
            }
            let spaced_before = self.open.is_none();
            // The dot of ‘Sr.’ is part of how it is written.
            let shown = if c == '.' && self.open_length() <= 4 {
                next
            } else {
                at
            };
            self.close(at, shown);
            let gap = self.gap_of(c, at, next, spaced_before);
            self.gap = self.gap.max(gap);
            at = next;
        }
        self.close(self.text.len(), self.text.len());
    }

    /// Ends the word being read at `end`; `shown` is where it ends as it is quoted.
    fn close(&mut self, end: usize, shown: usize) {
        let Some((start, key)) = self.open.take() else {
            return;
        };
        // ‘ProduktmanagerIn’: the capital marks the feminine form.
        let raw = &self.text[start..end];
        let inner = raw.strip_suffix("In").filter(|rest| {
            rest.len() > 5 && rest.ends_with(|last: char| last.is_ascii_lowercase())
        });
        if inner.is_some() {
            self.folded.truncate(self.folded.len() - 2);
        }
        self.words.push(Word {
            at: start..shown,
            key: key..self.folded.len(),
            before: self.gap,
            dotted: self.dotted,
        });
        self.gap = Gap::Space;
        self.dotted = false;
    }

    /// Letters in the word being read.
    fn open_length(&self) -> usize {
        self.open.map_or(0, |(_, key)| self.folded.len() - key)
    }

    /// `V.P.`: a dot between single letters belongs to the word.
    fn joins(&mut self, c: char, next: usize) -> bool {
        let follows = self.text[next..].chars().next();
        let joins = c == '.'
            && (self.open_length() == 1 || self.dotted)
            && follows.is_some_and(char::is_alphabetic)
            && {
                let mut rest = self.text[next..].chars();
                rest.next();
                rest.next().is_none_or(|after| !after.is_alphanumeric())
            };
        self.dotted |= joins;
        joins
    }

    /// Length of ‘’s’ after a word.
    fn possessive(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let after = ["'s", "’s", "'S", "’S"]
            .iter()
            .find_map(|mark| rest.strip_prefix(mark))?;
        let ends = self.open.is_some() && !after.starts_with(char::is_alphanumeric);
        ends.then_some(rest.len() - after.len())
    }

    /// Length of `:in`, `(fe)`, `/a` and their like, directly after a word.
    fn gender_suffix(&self, at: usize) -> Option<usize> {
        const ENDINGS: [&str; 20] = [
            "innen", "in", "trice", "rice", "euse", "ière", "iere", "essa", "esse", "ora", "fe",
            "ne", "ra", "te", "se", "a", "o", "e", "r", "n",
        ];
        if self.open_length() < 3 {
            return None;
        }
        let mut rest = self.text[at..].chars();
        let mark = rest.next()?;
        if !matches!(
            mark,
            ':' | '*' | '_' | '/' | '(' | '·' | '•' | '.' | '’' | '-'
        ) {
            return None;
        }
        let mut inner = &self.text[at + mark.len_utf8()..];
        inner = inner.strip_prefix('-').unwrap_or(inner);
        let ending = ENDINGS.iter().find(|ending| {
            inner
                .get(..ending.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(ending))
                && !inner[ending.len()..].starts_with(char::is_alphanumeric)
        })?;
        let after = &inner[ending.len()..];
        let after = match mark {
            '(' => after.strip_prefix(')')?,
            // A hyphen or an apostrophe opens many other things than ‘chef-fe’.
            '-' | '’' if !matches!(*ending, "fe" | "trice" | "rice" | "euse") => return None,
            // ‘chef.fe.s’, ‘chef.fe’; a single letter after a dot is an abbreviation.
            '.' if ending.len() < 2 && *ending != "e" => return None,
            _ => after,
        };
        Some(self.text.len() - at - after.len())
    }

    fn gap_of(&self, c: char, at: usize, next: usize, spaced_before: bool) -> Gap {
        let follows = self.text[next..].chars().next();
        let tight = !spaced_before && follows.is_some_and(char::is_alphanumeric);
        match c {
            '-' | '\u{2010}' | '\u{2011}' | '_' | '*' if tight => Gap::Space,
            // ‘Produkt- und Projektmanager’: the hyphen stands for the end they share.
            '-' if !spaced_before && joined_on(&self.text[next..]) => Gap::Space,
            // ‘R&D’, ‘P&L’.
            '&' if tight && self.single_letter_before(at) => Gap::Space,
            '&' | '+' | '/' | '\\' | '＆' | '／' => Gap::Soft,
            '|' | '¦' | '｜' => Gap::Pipe,
            '@' => Gap::At,
            '-'
            | '\u{2010}'..='\u{2015}'
            | '−'
            | '~'
            | ','
            | ';'
            | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '•'
            | '·'
            | '<'
            | '>'
            | '»'
            | '→'
            | '،'
            | '、'
            | '，'
            | '（'
            | '）'
            | '：' => Gap::Hard,
            _ => Gap::Space,
        }
    }

    fn single_letter_before(&self, at: usize) -> bool {
        self.words
            .last()
            .is_some_and(|word| word.at.end == at && word.key.len() == 1)
    }
}

/// Whether a list goes on here.
fn joined_on(rest: &str) -> bool {
    let rest = rest.trim_start();
    ["und ", "oder ", "en ", "of ", "and ", "&", "/"]
        .iter()
        .any(|and| rest.starts_with(and))
}

/// Characters that show nothing: joiners, direction marks, soft hyphens, accents that stand alone.
pub(crate) fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Appends a letter in lower case and without its accent.
pub(crate) fn fold(c: char, to: &mut String) {
    if c.is_ascii() {
        to.push(c.to_ascii_lowercase());
        return;
    }
    let plain = match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' | 'ª' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ı' | 'İ' => "i",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' | 'º' => "o",
        'œ' | 'Œ' => "oe",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'ß' | 'ẞ' => "ss",
        'ł' | 'Ł' => "l",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' => "s",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        'ř' | 'Ř' => "r",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        _ => {
            match styled(c) {
                Some(plain) => to.push(plain),
                None => to.extend(c.to_lowercase()),
            }
            return;
        }
    };
    to.push_str(plain);
}

/// Letters that headlines borrow from mathematics and from wide scripts to look bold.
fn styled(c: char) -> Option<char> {
    let code = u32::from(c);
    let offset = match code {
        0x1d400..=0x1d6a3 => (code - 0x1d400) % 26 + u32::from('a'),
        0x1d7ce..=0x1d7ff => (code - 0x1d7ce) % 10 + u32::from('0'),
        0xff21..=0xff3a => code - 0xff21 + u32::from('a'),
        0xff41..=0xff5a => code - 0xff41 + u32::from('a'),
        0xff10..=0xff19 => code - 0xff10 + u32::from('0'),
        _ => return None,
    };
    char::from_u32(offset)
}

/// Takes out ‘m/w/d’, ‘h/f’ and their like: two or more single letters side by side that stand for genders.
fn drop_gender_marks(words: &mut Vec<Word>, folded: &str) {
    let is_mark = |word: &Word| {
        matches!(
            &folded[word.key.clone()],
            "m" | "w" | "f" | "d" | "x" | "h" | "v" | "i" | "n" | "gn" | "div" | "mf" | "u"
        )
    };
    let mut from = 0;
    while from < words.len() {
        if !is_mark(&words[from]) {
            from += 1;
            continue;
        }
        let mut to = from + 1;
        while to < words.len() && words[to].before != Gap::Space && is_mark(&words[to]) {
            to += 1;
        }
        if to - from >= 2 {
            let before = words[from].before;
            words.drain(from..to);
            if let Some(next) = words.get_mut(from) {
                next.before = next.before.max(before);
            }
        } else {
            from = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str) -> Vec<String> {
        let scan = scan(title);
        let words = scan.words.iter();
        words
            .map(|word| scan.folded[word.key.clone()].to_owned())
            .collect()
    }

    #[test]
    fn case_and_accents_are_folded() {
        assert_eq!(words("Ingénieure LOGICIEL"), ["ingenieure", "logiciel"]);
        assert_eq!(words("Inge\u{301}nieure"), ["ingenieure"]);
        assert_eq!(words("𝗣𝗿𝗼𝗱𝘂𝗰𝘁 ＰＭ"), ["product", "pm"]);
        assert_eq!(words("V.P. of R&D"), ["vp", "of", "r", "d"]);
        assert_eq!(
            words("Product Manager’s Assistant"),
            ["product", "manager", "assistant"]
        );
    }

    #[test]
    fn gender_forms_are_one_word_and_gender_marks_none() {
        for title in [
            "Produktmanager:in",
            "Produktmanager*in",
            "Produktmanager_in",
            "Produktmanager/-in",
            "Produktmanager(in)",
            "ProduktmanagerIn",
            "Produktmanager (m/w/d)",
            "Produktmanager m|w|d",
            "Produktmanager [f/m/x]",
        ] {
            assert_eq!(words(title), ["produktmanager"], "{title}");
        }
        for title in [
            "Chef(fe) de produit",
            "Chef·fe de produit",
            "Chef.fe de produit",
            "Chef/fe de produit (H/F)",
        ] {
            assert_eq!(words(title), ["chef", "de", "produit"], "{title}");
        }
        assert_eq!(words("Jefe/a de producto"), ["jefe", "de", "producto"]);
        assert_eq!(words("Diretor(a) de Produto"), ["diretor", "de", "produto"]);
        // What only looks like one.
        assert_eq!(words("PM/PO"), ["pm", "po"]);
        assert_eq!(words("LinkedIn"), ["linked"]);
        assert_eq!(words("Design in Tech"), ["design", "in", "tech"]);
    }

    #[test]
    fn separators_are_told_apart() {
        let gaps = |title: &str| {
            scan(title)
                .words
                .iter()
                .map(|word| word.before)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            gaps("Vice-President, Product"),
            [Gap::Space, Gap::Space, Gap::Hard]
        );
        assert_eq!(
            gaps("PM - Payments (L5)"),
            [Gap::Space, Gap::Hard, Gap::Hard]
        );
        assert_eq!(
            gaps("CEO & CPO | Acme @Home"),
            [Gap::Space, Gap::Soft, Gap::Pipe, Gap::At]
        );
        assert_eq!(
            gaps("Produkt- und Projektmanager"),
            [Gap::Space, Gap::Space, Gap::Space]
        );
    }

    #[test]
    fn words_are_quoted_as_they_were_written() {
        let scan = scan("Sr. Prod. Manager");
        assert_eq!(scan.raw(0, 1), "Sr.");
        assert_eq!(scan.raw(0, 3), "Sr. Prod. Manager");
        assert_eq!(scan.key(0, 3), "sr prod manager");
    }
}
