//! Text in a page, quickly.

use maud::Render;
use memchr::{memchr, memchr3};

/// A text as it stands in a page, with what means something in HTML escaped.
///
/// The same comes of writing the text itself, which the template escapes a byte at a time: a third of what a long list
/// cost. So this is for lists that are long, and for the text of the ladder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a>(pub(crate) &'a str);

/// Whether a byte means something in HTML.
const MEANS: [bool; 256] = {
    let mut means = [false; 256];
    means[b'&' as usize] = true;
    means[b'<' as usize] = true;
    means[b'>' as usize] = true;
    means[b'"' as usize] = true;
    means
};

impl Render for Text<'_> {
    fn render_to(&self, page: &mut String) {
        let mut rest = self.0;
        let bytes = rest.as_bytes();
        // Most have nothing to escape, and many bytes are looked through at once.
        if memchr3(b'&', b'<', b'>', bytes).is_none() && memchr(b'"', bytes).is_none() {
            page.push_str(rest);
            return;
        }
        while let Some(at) = rest.bytes().position(|byte| MEANS[usize::from(byte)]) {
            page.push_str(&rest[..at]);
            page.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        page.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn it_is_escaped_as_the_template_would() {
        for text in [
            "",
            "plain",
            "<script>alert(\"1\")</script>",
            "&&<<>>\"\"''",
            "Öl & Käse – 5 < 6",
            "ends in &",
            "\u{2028}\"\u{1f600}<",
        ] {
            let (ours, theirs) = (html! { (Text(text)) }, html! { (text) });
            assert_eq!(ours.0, theirs.0, "{text}");
            let (ours, theirs) = (
                html! { a title=(Text(text)) {} },
                html! { a title=(text) {} },
            );
            assert_eq!(ours.0, theirs.0, "{text}");
        }
    }
}
