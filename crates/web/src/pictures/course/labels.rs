//! Texts of the picture, and what they must not stand over.

use super::Sheet;

/// A text with the place it stands at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
    /// Written to the left of the point rather than to its right.
    pub(super) ends_here: bool,
    pub(super) mine: bool,
}

impl Label {
    pub(super) fn covers(&self, sheet: &Sheet) -> Area {
        let width = sheet.length(&self.text);
        let left = if self.ends_here {
            self.x - width
        } else {
            self.x
        };
        [left, left + width, self.y - 11.0, self.y + 3.0]
    }

    pub(super) fn touches(&self, other: &Self, sheet: &Sheet) -> bool {
        overlap(self.covers(sheet), other.covers(sheet))
    }

    /// How badly it stands here: over others, over lines, or off the sheet. Nothing is well.
    pub(super) fn harm(&self, sheet: &Sheet, others: &[Self], drawn: &[Area]) -> usize {
        let covered = self.covers(sheet);
        let off = covered[0] < 0.0 || covered[1] > sheet.width;
        let over = others.iter().filter(|it| self.touches(it, sheet)).count();
        let crossed = drawn.iter().filter(|it| overlap(covered, **it)).count();
        usize::from(off) * 1000 + over * 100 + crossed
    }
}

/// A part of the sheet: left, right, top, bottom.
pub(super) type Area = [f64; 4];

pub(super) fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3]
}

/// What a way from one point to the next takes up, with room for the edge of a label beside it.
pub(super) fn taken(way: &[(f64, f64)]) -> impl Iterator<Item = Area> + '_ {
    way.iter().zip(way.iter().skip(1)).map(|(a, b)| {
        [
            a.0.min(b.0) - CLEAR,
            a.0.max(b.0) + CLEAR,
            a.1.min(b.1) - CLEAR,
            a.1.max(b.1) + CLEAR,
        ]
    })
}

/// What keeps a label readable and a line whole: half of the line, and the edge that is drawn around letters.
const CLEAR: f64 = 3.0;
