//! The faces that papers are set in, and the glyphs of a text.
//!
//! Libertinus Serif has the letters of Latin, Greek and Cyrillic with all their marks. What it has not is drawn as
//! the replacement character, and [`is_missing`] tells before: nothing vanishes.

use std::{io::Read, ops::Range, sync::LazyLock};

use flate2::read::ZlibDecoder;
use rustybuzz::{
    Direction, UnicodeBuffer,
    ttf_parser::{GlyphId, RawFace, Tag, name_id::POST_SCRIPT_NAME},
};

use super::look::Face;

/// What stands for a character without a glyph.
const REPLACEMENT: char = '\u{fffd}';

/// A face, ready to be used.
struct Ready {
    data: &'static [u8],
    shaping: rustybuzz::Face<'static>,
    per_em: f32,
}

fn ready(data: &'static [u8]) -> Ready {
    let shaping = rustybuzz::Face::from_slice(data, 0).expect("the build put a face here");
    let per_em = units(shaping.units_per_em());
    Ready {
        data,
        shaping,
        per_em,
    }
}

/// A face that the build packed.
macro_rules! face {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<Ready> = LazyLock::new(|| {
            static DATA: LazyLock<Vec<u8>> =
                LazyLock::new(|| unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/", $file))));
            ready(&DATA)
        });
    };
}

face!(REGULAR, "regular.zz");
face!(ITALIC, "italic.zz");
face!(SEMIBOLD, "semibold.zz");

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut decoder = ZlibDecoder::new(packed);
    decoder.read_to_end(&mut data).expect("the build packed it");
    data
}

fn of(face: Face) -> &'static Ready {
    match face {
        Face::Regular => &REGULAR,
        Face::Italic => &ITALIC,
        Face::Semibold => &SEMIBOLD,
    }
}

/// The whole face.
pub(super) fn data(face: Face) -> &'static [u8] {
    of(face).data
}

/// The outlines alone of a face that was cut to what is needed.
pub(super) fn program(face: &[u8]) -> Option<&[u8]> {
    RawFace::parse(face, 0)
        .ok()?
        .table(Tag::from_bytes(b"CFF "))
}

/// What a PDF says of a face, in thousandths of the size.
pub(super) struct Metrics {
    pub(super) name: String,
    pub(super) italic_angle: f32,
    /// Left, bottom, right, top.
    pub(super) bounds: [f32; 4],
    pub(super) ascent: f32,
    pub(super) descent: f32,
    pub(super) cap_height: f32,
    pub(super) weight: f32,
}

pub(super) fn metrics(face: Face) -> Metrics {
    let ready = of(face);
    let it = &ready.shaping;
    let part = |height: i16| f32::from(height) * 1000.0 / ready.per_em;
    let bounds = it.global_bounding_box();
    let names = it.names().into_iter();
    let mut names = names.filter(|it| it.name_id == POST_SCRIPT_NAME);
    Metrics {
        name: names
            .find_map(|it| it.to_string())
            .unwrap_or_else(|| "Paper".to_owned()),
        italic_angle: it.italic_angle(),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(part),
        ascent: part(it.ascender()),
        descent: part(it.descender()),
        cap_height: part(it.capital_height().unwrap_or_else(|| it.ascender())),
        weight: f32::from(it.weight().to_number()),
    }
}

/// A glyph where it is drawn. Measures are in parts of the size.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its number in the face.
    pub(super) id: u16,
    /// How far the next one is.
    pub(super) advance: f32,
    /// How wide it is by itself.
    pub(super) width: f32,
    /// How far aside of its place, and above it.
    pub(super) x: f32,
    pub(super) y: f32,
    /// What it stands for, in the text.
    pub(super) letters: Range<usize>,
}

/// A text as glyphs of one face.
#[derive(Debug)]
pub(super) struct Shaped {
    /// The text as it is drawn.
    pub(super) text: String,
    /// Its glyphs.
    pub(super) glyphs: Vec<Glyph>,
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
        let part = |it: i32| units(it) / ready.per_em;
        let id = u16::try_from(info.glyph_id).unwrap_or_default();
        let width = ready.shaping.glyph_hor_advance(GlyphId(id));
        Glyph {
            id,
            advance: part(at.x_advance),
            width: part(width.unwrap_or_default().into()),
            x: part(at.x_offset),
            y: part(at.y_offset),
            letters: begin..end.max(begin),
        }
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
fn units(units: i32) -> f32 {
    units as f32
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
    // Of what nearly every text is made of, none is missing; the page of a résumé asks for each letter.
    !c.is_ascii()
        && !is_silent(c)
        && !c.is_control()
        && !c.is_whitespace()
        && !faces.into_iter().all(drawn)
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
    fn all_of_ascii_is_there_in_every_face() {
        let letters: String = (' '..='~').collect();
        for face in [Face::Regular, Face::Italic, Face::Semibold] {
            let shaped = shape(&letters, face);
            assert_eq!((shaped.text, shaped.replaced), (letters.clone(), vec![]));
        }
    }

    #[test]
    fn what_has_no_glyph_is_replaced_and_told() {
        let shaped = shape("a漢🙂b", Face::Regular);
        assert_eq!(shaped.text, "a\u{fffd}\u{fffd}b");
        assert_eq!(shaped.replaced, [(1, '漢'), (4, '🙂')]);
        assert_eq!(shaped.in_truth(&(0..8)).as_deref(), Some("a漢🙂b"));
        assert_eq!(shaped.in_truth(&(7..8)), None);
        assert!(is_missing('漢') && is_missing('ש') && !is_missing('\u{200d}'));
        assert!(shaped.glyphs.iter().all(|it| it.id != 0));
    }

    #[test]
    fn a_glyph_knows_its_letters() {
        let shaped = shape("office", Face::Regular);
        let letters: Vec<&str> = shaped
            .glyphs
            .iter()
            .map(|it| &shaped.text[it.letters.clone()])
            .collect();
        assert_eq!(letters.concat(), "office");
        assert!(letters.len() < 6, "no ligature: {letters:?}");
    }
}
