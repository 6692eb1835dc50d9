//! Characters that are not seen, or that make others look as they are not: in names and in words of others.

/// Whether a character turns the direction of what stands around it, breaks a line or does nothing that is seen.
#[must_use]
pub fn misleads(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a character has no shape of its own, so that two names with and without it look alike. Joiners and selectors
/// of variants are among them, which a text may have.
#[must_use]
pub fn is_unseen(it: char) -> bool {
    misleads(it)
        || matches!(it,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200c}' | '\u{200d}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0080}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs_of_every_script_are_seen() {
        let names = "Ada Byron-O’Neil ÅÉ Ærø Ødegård 山田 太郎 Łucja محمد नेहा 1+@_.";
        assert!(!names.chars().any(is_unseen));
        for unseen in [
            '\u{202e}', '\u{200b}', '\u{feff}', '\u{2066}', '\n', '\u{0}',
        ] {
            assert!(misleads(unseen) && is_unseen(unseen), "{unseen:?}");
        }
        assert!(is_unseen('\u{200d}') && !misleads('\u{200d}'));
    }
}
