//! Tables, and rows of anything that stands side by side.

use super::{
    lines::Line,
    look::{
        BLOCKS, BODY, CAPTION, CELL, FULL, GUTTER, Ink, LABEL, LEFT, LINE, Look, NARROWEST, SMALL,
        SOFT, ascent,
    },
    strips::{Layer, Mark, Strip, stays, texts},
    tags::Role,
};
use crate::{
    paper::{Spans, columns, plain},
    text::one_line,
};

/// Lines up to which what stands side by side is never torn apart.
pub(super) const WHOLE: usize = 12;

/// Lines side by side.
pub(super) struct Cell {
    pub(super) x: f32,
    pub(super) lines: Vec<Line>,
}

pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// All cells share its lines.
    pub(super) look: Look,
    pub(super) above: f32,
    /// Space above and below what stands in it.
    pub(super) inside: f32,
    /// The strips that are repeated above it where it begins a page.
    pub(super) head: Option<(usize, usize)>,
    /// The line below it.
    pub(super) rule: Option<Ink>,
}

impl Default for Row {
    fn default() -> Self {
        Self {
            cells: Vec::new(),
            look: BODY,
            above: 0.0,
            inside: 0.0,
            head: None,
            rule: None,
        }
    }
}

impl Layer<'_> {
    pub(super) fn table(
        &mut self,
        caption: &str,
        head: &[String],
        shares: &[u8],
        rows: &[Vec<Spans>],
    ) {
        let count = columns(head, rows);
        if count == 0 {
            return;
        }
        let caption = one_line(caption);
        let table = self.tags.part(None, Role::Table(caption.clone()));
        let columns = widths(count, shares);
        let mut above = BLOCKS;
        if !caption.is_empty() {
            let part = self.tags.part(Some(table), Role::Caption);
            let lines = self.cell(&plain(caption), &CAPTION, FULL, part);
            self.row(Row {
                cells: vec![Cell { x: LEFT, lines }],
                look: CAPTION,
                above,
                ..Row::default()
            });
            self.keep_last();
            above = 0.0;
        }
        let first = self.laid.strips.len();
        let part = self.tags.part(Some(table), Role::Head);
        let part = self.tags.part(Some(part), Role::Row);
        let mut cells = Vec::with_capacity(count);
        for (index, (x, width)) in columns.iter().enumerate() {
            let name = head.get(index).map(|it| one_line(it)).unwrap_or_default();
            let part = self.tags.part(Some(part), Role::HeadCell);
            let lines = self.cell(&plain(name), &LABEL, *width, part);
            cells.push(Cell { x: *x, lines });
        }
        self.row(Row {
            cells,
            look: LABEL,
            above,
            inside: CELL,
            rule: Some(SOFT),
            ..Row::default()
        });
        let end = self.laid.strips.len();
        for strip in &mut self.laid.strips[first..] {
            strip.keeps = !rows.is_empty();
        }
        let body = self.tags.part(Some(table), Role::Rows);
        for row in rows {
            let part = self.tags.part(Some(body), Role::Row);
            let mut cells = Vec::with_capacity(count);
            for (index, (x, width)) in columns.iter().enumerate() {
                let part = self.tags.part(Some(part), Role::Cell);
                let spans = row.get(index).map_or(&[][..], Vec::as_slice);
                let lines = self.cell(spans, &SMALL, *width, part);
                cells.push(Cell { x: *x, lines });
            }
            self.row(Row {
                cells,
                look: SMALL,
                inside: CELL,
                head: Some((first, end)),
                rule: Some(LINE),
                ..Row::default()
            });
        }
    }

    /// A row as strips, one for each line. A short one stays whole; of a long one two lines at least stand together.
    pub(super) fn row(&mut self, row: Row) {
        let count = row.cells.iter().map(|it| it.lines.len()).max().unwrap_or(0);
        let mut cells: Vec<(f32, std::vec::IntoIter<Line>)> = row
            .cells
            .into_iter()
            .map(|it| (it.x, it.lines.into_iter()))
            .collect();
        for index in 0..count {
            let is_last = index + 1 == count;
            let top = if index == 0 { row.inside } else { 0.0 };
            let bottom = if is_last { row.inside } else { 0.0 };
            let height = top + row.look.leading + bottom;
            let mut marks = Vec::new();
            for (x, lines) in &mut cells {
                let line = lines.next().unwrap_or_default();
                marks.extend(texts(line, *x, top + ascent(&row.look)));
            }
            if let Some(ink) = row.rule.filter(|_| is_last) {
                marks.push(Mark::Rule {
                    x: LEFT,
                    width: FULL,
                    y: height,
                    ink,
                });
            }
            self.push(Strip {
                above: if index == 0 { row.above } else { 0.0 },
                height,
                keeps: !is_last && (count <= WHOLE || stays(index, count)),
                marks,
                head: row.head,
                ..Strip::default()
            });
        }
    }
}

/// Where columns begin and how wide they are. A share that is missing or nothing is one part; no column is so narrow
/// that nothing fits in it, while there is room.
fn widths(count: usize, shares: &[u8]) -> Vec<(f32, f32)> {
    let share = |index: usize| f32::from(shares.get(index).copied().unwrap_or(1).max(1));
    let sum: f32 = (0..count).map(share).sum();
    let gaps: f32 = (1..count).map(|_| GUTTER).sum();
    let room = (FULL - gaps).max(FULL / 4.0);
    let even: f32 = room / (0..count).map(|_| 1.0).sum::<f32>();
    let least = NARROWEST.min(even);
    // What the narrow ones get beyond their share, the others give in proportion to what they have above the least.
    let wanted: Vec<f32> = (0..count).map(|it| room * share(it) / sum).collect();
    let lacking: f32 = wanted.iter().map(|it| (least - it).max(0.0)).sum();
    let room_above: f32 = wanted.iter().map(|it| (it - least).max(0.0)).sum();
    let gap = (FULL - room) / (1..count).map(|_| 1.0).sum::<f32>().max(1.0);
    let mut x = LEFT;
    let mut out = Vec::with_capacity(count);
    for wanted in wanted {
        let above = (wanted - least).max(0.0);
        let gives = if room_above > 0.0 {
            lacking * above / room_above
        } else {
            0.0
        };
        let width = least + above - gives;
        out.push((x, width));
        x += width + gap;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_width_and_none_is_too_narrow() {
        for (count, shares) in [
            (1, &[][..]),
            (3, &[1, 2, 1]),
            (3, &[1, 200, 1]),
            (4, &[0, 0]),
            (40, &[]),
        ] {
            let columns = widths(count, shares);
            let (x, width) = columns[count - 1];
            assert!((x + width - LEFT - FULL).abs() < 0.1, "{columns:?}");
            assert!(columns.iter().all(|(_, width)| *width > 1.0));
            if count < 5 {
                assert!(columns.iter().all(|(_, width)| *width > NARROWEST - 0.1));
            }
        }
        let thirds = widths(2, &[1, 2]);
        assert!((thirds[1].1 / thirds[0].1 - 2.0).abs() < 0.01);
    }
}
