//! Strips on pages. What must stay together goes to the next page as a whole, where it fits on one.

use super::{
    look::{BOTTOM, TOP},
    strips::Strip,
};

/// A strip on a page.
#[derive(Debug, PartialEq)]
pub(super) struct Placed {
    /// Which one.
    pub(super) strip: usize,
    /// Where its top is.
    pub(super) y: f32,
    /// It is the head of a table, once more.
    pub(super) again: bool,
}

/// Fills pages. There is one at least.
pub(super) fn fill(strips: &[Strip]) -> Vec<Vec<Placed>> {
    let mut filling = Filling {
        strips,
        pages: vec![Vec::new()],
        y: TOP,
    };
    let mut start = 0;
    while start < strips.len() {
        let end = together(strips, start);
        let fresh = filling.is_at_top();
        if !fresh && (strips[start].new_page || filling.y + height(&strips[start..end]) > BOTTOM) {
            filling.turn(start);
        }
        for (index, strip) in strips.iter().enumerate().take(end).skip(start) {
            let above = filling.above(strip);
            if filling.y + above + strip.height > BOTTOM && !filling.is_at_top() {
                filling.turn(index);
            }
            filling.put(index, false);
        }
        start = end;
    }
    filling.pages
}

struct Filling<'a> {
    strips: &'a [Strip],
    pages: Vec<Vec<Placed>>,
    y: f32,
}

impl Filling<'_> {
    fn is_at_top(&self) -> bool {
        // A head that was repeated is no reason to turn the page once more.
        self.pages
            .last()
            .is_none_or(|page| page.iter().all(|it| it.again))
    }

    fn above(&self, strip: &Strip) -> f32 {
        if self.is_at_top() { 0.0 } else { strip.above }
    }

    fn turn(&mut self, next: usize) {
        self.pages.push(Vec::new());
        self.y = TOP;
        if let Some((from, to)) = self.strips[next].head {
            let head = &self.strips[from..to];
            // A head as high as half a page would leave no room for what it stands above.
            if height(head) < (BOTTOM - TOP) / 2.0 {
                (from..to).for_each(|it| self.put(it, true));
            }
        }
    }

    fn put(&mut self, index: usize, again: bool) {
        let strip = &self.strips[index];
        self.y += self.above(strip);
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed {
                strip: index,
                y: self.y,
                again,
            });
        }
        self.y += strip.height;
    }
}

/// Where the strips end that stay with this one.
fn together(strips: &[Strip], start: usize) -> usize {
    let mut end = start + 1;
    while end < strips.len() && strips[end - 1].keeps && !strips[end].new_page {
        end += 1;
    }
    end
}

fn height(strips: &[Strip]) -> f32 {
    strips.iter().map(|it| it.above + it.height).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(height: f32, keeps: bool) -> Strip {
        Strip {
            height,
            keeps,
            ..Strip::default()
        }
    }

    fn numbers(pages: &[Vec<Placed>]) -> Vec<Vec<usize>> {
        let page = |page: &Vec<Placed>| page.iter().map(|it| it.strip).collect();
        pages.iter().map(page).collect()
    }

    #[test]
    fn what_belongs_together_goes_to_the_next_page_together() {
        let room = BOTTOM - TOP;
        let strips = [
            strip(room - 30.0, false),
            strip(20.0, true),
            strip(20.0, false),
            strip(20.0, false),
        ];
        assert_eq!(numbers(&fill(&strips)), [vec![0], vec![1, 2, 3]]);
    }

    #[test]
    fn what_is_higher_than_a_page_is_torn_and_ends() {
        let strips: Vec<Strip> = (0..100).map(|_| strip(30.0, true)).collect();
        let pages = fill(&strips);
        assert_eq!(pages.len(), 100_usize.div_ceil(23));
        let tall = [strip(5_000.0, true), strip(5_000.0, false)];
        assert_eq!(numbers(&fill(&tall)), [[0], [1]]);
        assert_eq!(fill(&[]).len(), 1);
    }

    #[test]
    fn a_head_stands_above_every_page_of_its_table() {
        let mut strips = vec![strip(20.0, true)];
        strips.extend((0..60).map(|_| Strip {
            head: Some((0, 1)),
            ..strip(30.0, false)
        }));
        let pages = fill(&strips);
        assert!(pages.len() > 2);
        for page in &pages[1..] {
            assert!(page[0].again && page[0].strip == 0 && !page[1].again);
        }
        let rows: usize = pages.iter().flatten().filter(|it| !it.again).count();
        assert_eq!(rows, 61);
    }

    #[test]
    fn a_new_page_is_one_even_within_what_belongs_together() {
        let mut strips = vec![strip(10.0, true), strip(10.0, false)];
        strips[1].new_page = true;
        assert_eq!(numbers(&fill(&strips)), [[0], [1]]);
        strips[0].new_page = true;
        assert_eq!(numbers(&fill(&strips)), [[0], [1]]);
    }
}
