//! From bytes to text, and from text to what can be compared.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and what it took to read it.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// What the person should look at, where the reading was a guess.
    pub(crate) doubt: Option<&'static str>,
}

/// Reads bytes as text; `None` when they are none.
///
/// A byte order mark decides. Without one it is UTF-16 if every second byte is zero, UTF-8 if it is valid (or
/// mostly: a file cut within a letter still is), and otherwise Windows-1252, which spreadsheets still write.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, length)| (encoding, &bytes[length..]));
    let decoded = if let Some((encoding, rest)) = marked.or_else(|| unmarked_utf16(bytes)) {
        let (text, broken) = encoding.decode_without_bom_handling(rest);
        Decoded {
            text,
            doubt: broken.then_some(BROKEN),
        }
    } else if let Ok(text) = str::from_utf8(bytes) {
        Decoded {
            text: Cow::Borrowed(text),
            doubt: None,
        }
    } else if mostly_utf8(bytes) {
        Decoded {
            text: String::from_utf8_lossy(bytes),
            doubt: Some(BROKEN),
        }
    } else {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        Decoded {
            text,
            doubt: Some(OLD_LETTERS),
        }
    };
    let text = one_newline(decoded.text);
    (!is_binary(&text)).then_some(Decoded { text, ..decoded })
}

const BROKEN: &str =
    "A few letters in the file are damaged and show as �; put them right after the import.";
const OLD_LETTERS: &str =
    "The file is not in UTF-8; it was read as Windows-1252. Look whether the accents are right.";

fn unmarked_utf16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    let start = &bytes[..bytes.len().min(2_000)];
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Western letters in UTF-16 are a byte and a zero.
    let half = start.len() / 4;
    match start.len() {
        0..4 => None,
        _ if odd > half && even == 0 => Some((UTF_16LE, bytes)),
        _ if even > half && odd == 0 => Some((UTF_16BE, bytes)),
        _ => None,
    }
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 4
}

/// A carriage return alone ends a line too (old Macs wrote so); the table reader counts newlines.
fn one_newline(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if (0..bytes.len()).any(alone) {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

fn is_binary(text: &str) -> bool {
    let strange = |it: &char| it.is_control() && !matches!(it, '\t' | '\n' | '\r' | '\u{c}');
    let controls = text.chars().filter(strange).count();
    controls * 50 > text.len()
}

/// What two texts are compared by: lower case, without accents, one space where there was any, one kind of
/// dash and of apostrophe. ‘  Sénior\u{a0}PM’ and ‘senior pm’ are the same.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            // Combining accents, and marks without width.
            '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{ad}'
            | '\u{feff}'
            | '\u{2060}' => {}
            _ if letter.is_whitespace() || letter.is_control() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            '‐'..='―' | '−' => folded.push('-'),
            '’' | '‘' | 'ʼ' | '`' | '´' => folded.push('\''),
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
            'ł' | 'ľ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ț' | 'ţ' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            _ => folded.push(letter),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A cell as it is kept: without control characters and without spaces around it; `None` when nothing is left.
/// The second value says whether it was cut to `most` characters.
pub(crate) fn clean(text: &str, most: usize) -> (Option<String>, bool) {
    let unseen = |it: char| (it.is_control() && !matches!(it, '\n' | '\t')) || it == '\u{feff}';
    let kept: String = text
        .trim()
        .chars()
        .filter(|it| !unseen(*it))
        .take(most + 1)
        .collect();
    let kept = kept.trim();
    let cut = kept.chars().nth(most).is_some();
    let kept: String = kept.chars().take(most).collect();
    let kept = kept.trim_end().to_owned();
    ((!kept.is_empty()).then_some(kept), cut)
}

/// The same on one line: a title with a line break in it reads on.
pub(crate) fn clean_line(text: &str, most: usize) -> (Option<String>, bool) {
    clean(&one_line(text), most)
}

/// A text on one line, its words with a space between.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as a sentence quotes it: on one line, short.
pub(crate) fn quote(text: &str) -> String {
    match clean_line(text, 60) {
        (None, _) => String::new(),
        (Some(text), false) => text,
        (Some(text), true) => format!("{text}…"),
    }
}

/// Puts back the signs that LinkedIn writes as in a web page: ‘Hollis `&amp;` Marsh’.
pub(crate) fn without_entities(text: &str) -> Cow<'_, str> {
    // The ampersand last, so that nothing is put back twice.
    const SIGNS: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let put_back = |text: String, (entity, sign): (&str, &str)| text.replace(entity, sign);
    Cow::Owned(SIGNS.into_iter().fold(text.to_owned(), put_back))
}

/// The last part of a path, as a sentence can name it.
pub(crate) fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let (name, _) = clean_line(name, 80);
    name.unwrap_or_else(|| "the file".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().text.into_owned()
    }

    #[test]
    fn reads_every_encoding_that_files_come_in() {
        let wanted = "Größe, Café\nseñor\n";
        let utf16 =
            |to: fn(u16) -> [u8; 2]| -> Vec<u8> { wanted.encode_utf16().flat_map(to).collect() };
        assert_eq!(text(wanted.as_bytes()), wanted);
        assert_eq!(text(&[b"\xef\xbb\xbf", wanted.as_bytes()].concat()), wanted);
        assert_eq!(text(&utf16(u16::to_le_bytes)), wanted);
        assert_eq!(text(&utf16(u16::to_be_bytes)), wanted);
        assert_eq!(
            text(&[&b"\xff\xfe"[..], &utf16(u16::to_le_bytes)].concat()),
            wanted
        );
        assert_eq!(
            text(&[&b"\xfe\xff"[..], &utf16(u16::to_be_bytes)].concat()),
            wanted
        );
        let old = decode(b"Gr\xf6\xdfe, Caf\xe9\nse\xf1or\n").unwrap();
        assert_eq!((old.text.as_ref(), old.doubt), (wanted, Some(OLD_LETTERS)));
    }

    #[test]
    fn one_broken_letter_does_not_spoil_the_others() {
        let cut = "naïve café, señor Müller, zoé".as_bytes();
        let decoded = decode(&cut[..cut.len() - 1]).unwrap();
        assert!(decoded.text.starts_with("naïve café"));
        assert_eq!(decoded.doubt, Some(BROKEN));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4_000u32).map(|it| (it * 167 % 251) as u8).collect();
        assert!(decode(&noise).is_none());
    }

    #[test]
    fn lone_carriage_returns_end_lines() {
        assert_eq!(text(b"a\rb\r\nc\n"), "a\nb\nc\n");
    }

    #[test]
    fn folds_what_people_write_differently() {
        assert_eq!(fold("  Se\u{301}nior\u{a0}\u{a0}PM\u{feff} "), "senior pm");
        assert_eq!(fold("Straße – ’t"), "strasse - 't");
    }

    #[test]
    fn entities_are_put_back_once() {
        assert_eq!(
            without_entities("A &amp; B &lt;3 &#39;c&#39;"),
            "A & B <3 'c'"
        );
        assert_eq!(without_entities("&amp;lt; R&D"), "&lt; R&D");
    }

    #[test]
    fn cleaning_cuts_and_says_so() {
        assert_eq!(clean(" a\u{0}b ", 5), (Some("ab".to_owned()), false));
        assert_eq!(clean("abcdef", 5), (Some("abcde".to_owned()), true));
        assert_eq!(clean(" \u{0} ", 5), (None, false));
    }
}
