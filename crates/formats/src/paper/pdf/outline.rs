//! Bookmarks: the title, and beneath it headings as they are nested.

use pdf_writer::{Finish, Pdf, Ref, TextStr};

use super::{
    look::{LEFT, PAGE_HEIGHT},
    pages::Placed,
    strips::Bookmark,
};

/// A heading that one can go to, with those beneath it.
pub(super) struct Item<'a> {
    text: &'a str,
    page: usize,
    y: f32,
    /// What is beneath it is seen at once.
    open: bool,
    children: Vec<Item<'a>>,
}

pub(super) fn items<'a>(bookmarks: &'a [Bookmark], pages: &[Vec<Placed>]) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    let mut rest = bookmarks;
    while let Some((item, after)) = item(rest, pages) {
        items.push(item);
        rest = after;
    }
    items
}

/// The first one with all that are deeper behind it, and those that are left. Headings are four deep at most.
fn item<'a>(
    bookmarks: &'a [Bookmark],
    pages: &[Vec<Placed>],
) -> Option<(Item<'a>, &'a [Bookmark])> {
    let (first, mut rest) = bookmarks.split_first()?;
    let found = pages.iter().enumerate().find_map(|(page, placed)| {
        let strip = placed.iter().find(|it| it.strip == first.strip)?;
        Some((page, strip.y))
    });
    let (page, y) = found.unwrap_or((0, 0.0));
    let mut children = Vec::new();
    while rest.first().is_some_and(|it| it.level > first.level) {
        let (child, after) = item(rest, pages)?;
        children.push(child);
        rest = after;
    }
    let out = Item {
        text: &first.text,
        page,
        y,
        open: first.level == 0,
        children,
    };
    Some((out, rest))
}

pub(super) fn write(pdf: &mut Pdf, refs: &mut Ref, root: Ref, items: &[Item<'_>], pages: &[Ref]) {
    let ids = write_items(pdf, refs, root, items, pages);
    let mut outline = pdf.outline(root);
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        outline.first(*first).last(*last);
    }
    let seen: usize = items.iter().map(|it| 1 + it.children.len()).sum();
    outline.count(i32::try_from(seen).unwrap_or(i32::MAX));
}

fn write_items(
    pdf: &mut Pdf,
    refs: &mut Ref,
    parent: Ref,
    items: &[Item<'_>],
    pages: &[Ref],
) -> Vec<Ref> {
    let ids: Vec<Ref> = items.iter().map(|_| refs.bump()).collect();
    for (index, item) in items.iter().enumerate() {
        let below = write_items(pdf, refs, ids[index], &item.children, pages);
        let mut out = pdf.outline_item(ids[index]);
        out.title(TextStr(item.text)).parent(parent);
        if let Some(before) = index.checked_sub(1) {
            out.prev(ids[before]);
        }
        if let Some(after) = ids.get(index + 1) {
            out.next(*after);
        }
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            out.first(*first).last(*last);
            let count = i32::try_from(below.len()).unwrap_or(i32::MAX);
            out.count(if item.open { count } else { -count });
        }
        out.dest()
            .page(pages[item.page])
            .xyz(LEFT, PAGE_HEIGHT - item.y, None);
        out.finish();
    }
    ids
}
