//! The faces that papers are set in, and the glyphs of a text.
//!
//! Libertinus Serif has the letters of Latin, Greek and Cyrillic with all their marks. What it has not is drawn as
//! the replacement character, and [`is_missing`] tells before: nothing vanishes.

use std::{ops::Range, sync::LazyLock};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};

use super::look::Face;

/// What stands for a character without a glyph.
const REPLACEMENT: char = '\u{fffd}';

/// A face, ready to be used.
struct Ready {
    shaping: rustybuzz::Face<'static>,
    font: Font,
    per_em: f32,
}

fn ready(data: &'static [u8]) -> Ready {
    let shaping = rustybuzz::Face::from_slice(data, 0).expect("the build put a face here");
    let font = Font::new(data.into(), 0).expect("the build put a face here");
    let per_em = font.units_per_em();
    Ready {
        shaping,
        font,
        per_em,
    }
}

static REGULAR: LazyLock<Ready> =
    LazyLock::new(|| ready(include_bytes!(concat!(env!("OUT_DIR"), "/regular.otf"))));
static ITALIC: LazyLock<Ready> =
    LazyLock::new(|| ready(include_bytes!(concat!(env!("OUT_DIR"), "/italic.otf"))));
static SEMIBOLD: LazyLock<Ready> =
    LazyLock::new(|| ready(include_bytes!(concat!(env!("OUT_DIR"), "/semibold.otf"))));

fn of(face: Face) -> &'static Ready {
    match face {
        Face::Regular => &REGULAR,
        Face::Italic => &ITALIC,
        Face::Semibold => &SEMIBOLD,
    }
}

/// The face as the PDF needs it.
pub(super) fn font(face: Face) -> Font {
    of(face).font.clone()
}

/// A text as glyphs of one face.
#[derive(Debug)]
pub(super) struct Shaped {
    /// The text as it is drawn.
    pub(super) text: String,
    /// Its glyphs; widths are in parts of the size.
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// Where the replacement was drawn, and for what.
    pub(super) replaced: Vec<(usize, char)>,
}

impl Shaped {
    /// What a part of it says in truth, if something in it was replaced.
    pub(super) fn in_truth(&self, part: &Range<usize>) -> Option<String> {
        let mut replaced = self.replaced.iter().filter(|(at, _)| part.contains(at));
        let mut next = replaced.next();
        next?;
        let drawn = self.text.get(part.clone())?;
        let mut out = String::with_capacity(drawn.len());
        for (at, c) in drawn.char_indices() {
            match next {
                Some((place, truth)) if *place == part.start + at => {
                    out.push(*truth);
                    next = replaced.next();
                }
                _ => out.push(c),
            }
        }
        Some(out)
    }
}

/// The glyphs of a text. It is set from left to right.
pub(super) fn shape(text: &str, face: Face) -> Shaped {
    let ready = of(face);
    let mut drawn = String::with_capacity(text.len());
    let mut replaced = Vec::new();
    for c in text.chars() {
        if is_silent(c) {
            continue;
        }
        if can_draw(&ready.shaping, c) {
            drawn.push(c);
        } else {
            replaced.push((drawn.len(), c));
            let known = can_draw(&ready.shaping, REPLACEMENT);
            drawn.push(if known { REPLACEMENT } else { '?' });
        }
    }
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&drawn);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    let shaped = rustybuzz::shape(&ready.shaping, &[], buffer);
    let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
    let start = |index: usize| infos.get(index).map(|it| it.cluster as usize);
    let glyphs = infos.iter().zip(positions).enumerate();
    let glyphs = glyphs.map(|(index, (info, at))| {
        let begin = info.cluster as usize;
        let mut later = (index + 1..infos.len()).filter_map(start);
        let end = later.find(|it| *it != begin).unwrap_or(drawn.len());
        KrillaGlyph::new(
            GlyphId::new(info.glyph_id),
            em(at.x_advance, ready.per_em),
            em(at.x_offset, ready.per_em),
            em(at.y_offset, ready.per_em),
            em(at.y_advance, ready.per_em),
            begin..end.max(begin),
            None,
        )
    });
    let glyphs = glyphs.collect();
    Shaped {
        text: drawn,
        glyphs,
        replaced,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a width in units of a face has at most 16 bits"
)]
fn em(units: i32, per_em: f32) -> f32 {
    units as f32 / per_em
}

fn can_draw(face: &rustybuzz::Face<'_>, c: char) -> bool {
    !is_written_from_the_right(c)
        && !('\u{e000}'..='\u{f8ff}').contains(&c)
        && face.glyph_index(c).is_some_and(|it| it.0 != 0)
}

/// Characters that no face of a paper has a glyph for.
pub(super) fn is_missing(c: char) -> bool {
    let faces = [Face::Regular, Face::Italic, Face::Semibold];
    let drawn = |face| can_draw(&of(face).shaping, c);
    !is_silent(c) && !c.is_control() && !c.is_whitespace() && !faces.into_iter().all(drawn)
}

/// Letters that are written from right to left: set from left to right they would say something else.
fn is_written_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// What never had a form: joiners, marks of direction, where a word may be broken, which form another has.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && c != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_greek_and_cyrillic_are_there_in_every_face() {
        let letters = "Ångström Łódź ğışçö Đặng Ţțș ŵŷ ΑΩ άώ ϊΰ Жёъ Їґ — – ‘’ “” … • → ≥ € £ ½ №";
        let missing: String = letters.chars().filter(|c| is_missing(*c)).collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn what_has_no_glyph_is_replaced_and_told() {
        let shaped = shape("a漢🙂b", Face::Regular);
        assert_eq!(shaped.text, "a\u{fffd}\u{fffd}b");
        assert_eq!(shaped.replaced, [(1, '漢'), (4, '🙂')]);
        assert_eq!(shaped.in_truth(&(0..8)).as_deref(), Some("a漢🙂b"));
        assert_eq!(shaped.in_truth(&(7..8)), None);
        assert!(is_missing('漢') && is_missing('ש') && !is_missing('\u{200d}'));
        assert!(shaped.glyphs.iter().all(|it| it.glyph_id.to_u32() != 0));
    }

    #[test]
    fn a_glyph_knows_its_letters() {
        let shaped = shape("office", Face::Regular);
        let letters: Vec<&str> = shaped
            .glyphs
            .iter()
            .map(|it| &shaped.text[it.text_range.clone()])
            .collect();
        assert_eq!(letters.concat(), "office");
        assert!(letters.len() < 6, "no ligature: {letters:?}");
    }
}
