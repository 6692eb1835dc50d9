//! What a paper looks like: sizes in points, colours those of the pages on a light ground.

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const INK: Ink = Ink(0x13, 0x21, 0x2c);
pub(super) const SOFT: Ink = Ink(0x53, 0x62, 0x6d);
pub(super) const COURSE: Ink = Ink(0x0f, 0x5e, 0x73);
pub(super) const LINE: Ink = Ink(0xcf, 0xc7, 0xb7);

/// A4.
pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;

/// Where what is written begins and ends.
pub(super) const LEFT: f32 = 68.0;
pub(super) const TOP: f32 = 66.0;
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 84.0;
/// As wide as tables are.
pub(super) const FULL: f32 = PAGE_WIDTH - 2.0 * LEFT;
/// As wide as text is: near 80 letters, which an eye can follow.
pub(super) const MEASURE: f32 = 408.0;

/// The line above the foot, and its base line.
pub(super) const FOOT_RULE: f32 = PAGE_HEIGHT - 58.0;
pub(super) const FOOT: f32 = PAGE_HEIGHT - 44.0;

/// Which face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Italic,
    Semibold,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The face of what is not stressed.
    pub(super) face: Face,
    /// The size of the letters.
    pub(super) size: f32,
    /// From base line to base line.
    pub(super) leading: f32,
    pub(super) ink: Ink,
}

const fn look(face: Face, size: f32, leading: f32, ink: Ink) -> Look {
    Look {
        face,
        size,
        leading,
        ink,
    }
}

pub(super) const TITLE: Look = look(Face::Semibold, 24.0, 28.0, INK);
pub(super) const SUBTITLE: Look = look(Face::Regular, 13.5, 18.0, SOFT);
pub(super) const BYLINE: Look = look(Face::Italic, 10.5, 15.0, SOFT);
pub(super) const BODY: Look = look(Face::Regular, 10.8, 15.0, INK);
pub(super) const SMALL: Look = look(Face::Regular, 9.6, 13.0, INK);
pub(super) const LABEL: Look = look(Face::Semibold, 9.6, 13.0, SOFT);
pub(super) const CAPTION: Look = look(Face::Italic, 10.2, 14.0, SOFT);
pub(super) const SAID_BY: Look = look(Face::Italic, 9.8, 14.0, SOFT);
pub(super) const FOOTER: Look = look(Face::Regular, 8.8, 12.0, SOFT);

/// Headings by their level, each with the space above and below.
pub(super) const HEADINGS: [(Look, f32, f32); 3] = [
    (look(Face::Semibold, 15.6, 20.0, COURSE), 24.0, 6.0),
    (look(Face::Semibold, 12.2, 16.0, INK), 15.0, 3.0),
    (look(Face::Semibold, 10.8, 15.0, SOFT), 10.0, 2.0),
];

/// Between paragraphs, and between blocks of another kind.
pub(super) const BETWEEN: f32 = 7.0;
pub(super) const BLOCKS: f32 = 10.0;
/// Between points of a list and between facts.
pub(super) const POINTS: f32 = 3.0;
/// How far points and quotations are set in.
pub(super) const INSET: f32 = 15.0;
/// The names of facts.
pub(super) const NAMES: f32 = 104.0;
/// Between two columns, and above and below what stands in a cell.
pub(super) const GUTTER: f32 = 12.0;
pub(super) const CELL: f32 = 4.0;
/// As narrow as a column gets, whatever its share.
pub(super) const NARROWEST: f32 = 34.0;

/// Hairlines, and the bar beside what somebody said.
pub(super) const HAIR: f32 = 0.6;
pub(super) const BAR: f32 = 1.8;

/// From the top of a line to its base line.
pub(super) fn ascent(look: &Look) -> f32 {
    // Half of what the line is taller than its letters stands above them; letters rise some 0.7 of their size.
    (look.leading - look.size) / 2.0 + look.size * 0.79
}
