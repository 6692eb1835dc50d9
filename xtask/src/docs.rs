//! Links and anchors of all pages, and the book's list of them.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::workspace;

/// The book's directory, and the page that lists its pages.
const BOOK: &str = "docs";
const SUMMARY: &str = "docs/SUMMARY.md";

pub(crate) fn run() -> Result<()> {
    let root = workspace::root();
    let mut pages = BTreeMap::new();
    for path in workspace::files(".md")? {
        let text = fs::read_to_string(root.join(&path))
            .with_context(|| format!("cannot read {}", path.display()))?;
        pages.insert(path, Page::read(&text));
    }
    let faults = faults(&pages, |path| root.join(path).exists());
    for fault in &faults {
        println!("{}:{}: {}", fault.page.display(), fault.line, fault.message);
    }
    if !faults.is_empty() {
        bail!("faults in the pages: {}", faults.len());
    }
    let links: usize = pages.values().map(|page| page.links.len()).sum();
    println!(
        "{links} links on {} pages lead somewhere, and the book lists its own",
        pages.len()
    );
    Ok(())
}

/// What of a page matters to links.
#[derive(Debug, Default)]
struct Page {
    links: Vec<Link>,
    anchors: HashSet<String>,
    /// Links such as `[text][name]` whose name is defined nowhere.
    undefined: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    line: usize,
    to: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Fault {
    page: PathBuf,
    line: usize,
    message: String,
}

impl Page {
    fn read(text: &str) -> Self {
        let line = |offset: usize| text[..offset].bytes().filter(|byte| *byte == b'\n').count() + 1;
        let mut undefined = Vec::new();
        let note = |link: BrokenLink<'_>| {
            // A single pair of brackets may be just that.
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                undefined.push(Link {
                    line: line(link.span.start),
                    to: link.reference.to_string(),
                });
            }
            None
        };
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_FOOTNOTES;
        let mut page = Self::default();
        let mut counts = HashMap::new();
        let mut heading: Option<(String, Option<String>)> = None;
        for (event, span) in
            Parser::new_with_broken_link_callback(text, options, Some(note)).into_offset_iter()
        {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(Link {
                        line: line(span.start),
                        to: dest_url.to_string(),
                    });
                }
                Event::Start(Tag::Heading { id, .. }) => {
                    heading = Some((String::new(), id.map(|id| id.to_string())));
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some((words, id)) = heading.take() {
                        page.anchors
                            .insert(id.unwrap_or_else(|| anchor(&words, &mut counts)));
                    }
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some((heading, _)) = &mut heading {
                        heading.push_str(&words);
                    }
                }
                _ => {}
            }
        }
        page.undefined = undefined;
        page
    }
}

/// The anchor that GitHub and mdBook alike give a heading; the second of the same words gets `-1`.
fn anchor(words: &str, counts: &mut HashMap<String, usize>) -> String {
    let kept = words.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    let anchor: String = kept.flat_map(char::to_lowercase).collect();
    let count = counts.entry(anchor.clone()).or_default();
    *count += 1;
    if *count == 1 {
        anchor
    } else {
        format!("{anchor}-{}", *count - 1)
    }
}

/// Everything wrong with the pages' links, by page and line.
fn faults(pages: &BTreeMap<PathBuf, Page>, exists: impl Fn(&Path) -> bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, page) in pages {
        let mut fault = |line, message| {
            faults.push(Fault {
                page: path.clone(),
                line,
                message,
            });
        };
        for link in &page.undefined {
            fault(
                link.line,
                format!("[{}] is defined nowhere on this page", link.to),
            );
        }
        for link in &page.links {
            if let Err(message) = follow(pages, path, &link.to, &exists) {
                fault(link.line, message);
            }
        }
    }
    faults.extend(listing(pages));
    faults.sort_by(|a, b| (&a.page, a.line, &a.message).cmp(&(&b.page, b.line, &b.message)));
    faults
}

fn follow(
    pages: &BTreeMap<PathBuf, Page>,
    from: &Path,
    to: &str,
    exists: &impl Fn(&Path) -> bool,
) -> Result<(), String> {
    if is_elsewhere(to) {
        return Ok(());
    }
    let (file, anchor) = to
        .split_once('#')
        .map_or((to, None), |(file, anchor)| (file, Some(anchor)));
    if file.starts_with('/') {
        return Err(format!(
            "‘{to}’ begins at a root; write it from this page on"
        ));
    }
    let target = if file.is_empty() {
        from.to_path_buf()
    } else {
        resolve(from, file).ok_or_else(|| format!("‘{to}’ leads out of the repository"))?
    };
    if !exists(&target) {
        return Err(format!("‘{to}’: there is no {}", target.display()));
    }
    if from.starts_with(BOOK) && !target.starts_with(BOOK) {
        return Err(format!(
            "‘{to}’ leads out of the book, where its readers cannot follow; name the file instead"
        ));
    }
    match (anchor, pages.get(&target)) {
        (Some(anchor), Some(page)) if !page.anchors.contains(anchor) => Err(format!(
            "‘{to}’: {} has no heading #{anchor}",
            target.display()
        )),
        _ => Ok(()),
    }
}

/// Whether a link has a scheme: `https:`, `mailto:` and the like are not ours to follow.
fn is_elsewhere(to: &str) -> bool {
    to.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// The path, from the root of the repository, of `to` seen from the page `from`; `None` above the root.
fn resolve(from: &Path, to: &str) -> Option<PathBuf> {
    let mut path = from.parent()?.to_path_buf();
    for part in Path::new(to).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => {
                path.pop().then_some(())?;
            }
            _ => {}
        }
    }
    Some(path)
}

/// The book lists each of its pages once.
fn listing(pages: &BTreeMap<PathBuf, Page>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let summary_path = Path::new(SUMMARY);
    let Some(summary) = pages.get(summary_path) else {
        return vec![Fault {
            page: summary_path.to_path_buf(),
            line: 1,
            message: "the book has no list of its pages".to_owned(),
        }];
    };
    let mut listed = HashSet::new();
    for link in &summary.links {
        let target = resolve(summary_path, &link.to);
        let message = match target {
            Some(target) if pages.contains_key(&target) => {
                if listed.insert(target) {
                    continue;
                }
                format!("‘{}’ is listed twice", link.to)
            }
            _ => format!("‘{}’ is no page of the book", link.to),
        };
        faults.push(Fault {
            page: summary_path.to_path_buf(),
            line: link.line,
            message,
        });
    }
    for path in pages.keys() {
        if path.starts_with(BOOK) && path != summary_path && !listed.contains(path) {
            faults.push(Fault {
                page: path.clone(),
                line: 1,
                message: format!("{SUMMARY} does not list this page"),
            });
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(texts: &[(&str, &str)]) -> BTreeMap<PathBuf, Page> {
        texts
            .iter()
            .map(|(path, text)| (PathBuf::from(path), Page::read(text)))
            .collect()
    }

    fn messages(texts: &[(&str, &str)]) -> Vec<String> {
        let pages = pages(texts);
        faults(&pages, |path| {
            pages.contains_key(path) || path == Path::new("LICENCE")
        })
        .into_iter()
        .map(|it| format!("{}:{}: {}", it.page.display(), it.line, it.message))
        .collect()
    }

    #[test]
    fn finds_nothing_wrong_where_nothing_is() {
        let found = messages(&[
            (
                "README.md",
                "# Windward\n\n[start](docs/a.md#two-words), [terms](LICENCE), [up](#windward), <https://example.org/#x>",
            ),
            ("docs/SUMMARY.md", "# Summary\n- [A](a.md)\n"),
            (
                "docs/a.md",
                "# A\n## Two `words`!\n## Two words\n[next](#two-words-1) and [not a link]",
            ),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn names_each_fault_with_its_line() {
        let found = messages(&[
            (
                "docs/SUMMARY.md",
                "- [A](a.md)\n- [A again](./a.md)\n- [Gone](gone.md)\n",
            ),
            (
                "docs/a.md",
                "[x](#nowhere)\n\n![y](../../y.png)\n[z](/LICENCE)\n[l](../LICENCE)\n[u][v]\n",
            ),
            ("docs/b.md", ""),
        ]);
        assert_eq!(
            found,
            [
                "docs/SUMMARY.md:2: ‘./a.md’ is listed twice",
                "docs/SUMMARY.md:3: ‘gone.md’ is no page of the book",
                "docs/SUMMARY.md:3: ‘gone.md’: there is no docs/gone.md",
                "docs/a.md:1: ‘#nowhere’: docs/a.md has no heading #nowhere",
                "docs/a.md:3: ‘../../y.png’ leads out of the repository",
                "docs/a.md:4: ‘/LICENCE’ begins at a root; write it from this page on",
                "docs/a.md:5: ‘../LICENCE’ leads out of the book, where its readers cannot follow; name the file instead",
                "docs/a.md:6: [v] is defined nowhere on this page",
                "docs/b.md:1: docs/SUMMARY.md does not list this page",
            ]
        );
    }
}
