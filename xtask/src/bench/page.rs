//! The page of the docs that says how fast Windward is: each part of the figures stands between two marks, as it was printed.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use super::super::{program::run_and_hear, workspace};

/// The parts that are written when none is named, in the order of the page. Those that take long are named.
pub(super) const PARTS: [&str; 16] = [
    "start", "pages", "cold", "growth", "appends", "stores", "accounts", "today", "search", "log",
    "people", "imports", "titles", "plans", "posting", "paper",
];

const END: &str = "<!-- measured so far -->";

/// Runs the benchmark of one part, and puts what it prints into its place.
pub(super) fn write(part: &str, figures: &mut Command) -> Result<()> {
    let file = workspace::root().join("docs/performance.md");
    let read =
        || fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()));
    placed(&read()?, part, "")?;
    let mut printed = String::new();
    let ended = run_and_hear(figures, |line| {
        printed.push_str(line.trim_end());
        printed.push('\n');
    })?;
    if !ended {
        bail!("the benchmark failed, and nothing was written");
    }
    let day = jiff::Timestamp::now().strftime("%-d %B %Y");
    let measured = format!("On {day}: {}", printed.trim());
    // Read again: a long part leaves time to write the page in an editor.
    fs::write(&file, placed(&read()?, part, &measured)?)
        .with_context(|| format!("cannot write {}", file.display()))
}

/// The page with what was measured of a part, in place of what was before.
fn placed(page: &str, part: &str, measured: &str) -> Result<String> {
    let begin = format!("<!-- measured: {part} -->");
    let placed = page.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some(format!("{before}{begin}\n\n{measured}\n\n{END}{after}"))
    });
    placed.with_context(|| {
        format!("docs/performance.md has no place for ‘{part}’: ‘{begin}’ … ‘{END}’")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Fast\n<!-- measured: one -->\nold\n<!-- measured so far -->\n\
                        <!-- measured: two -->\nold\n<!-- measured so far -->\nend\n";

    #[test]
    fn a_part_is_put_into_its_place_alone() {
        let page = placed(PAGE, "two", "new").unwrap();
        assert_eq!(page, PAGE.replace("two -->\nold\n", "two -->\n\nnew\n\n"));
        assert_eq!(placed(&page, "two", "new").unwrap(), page);
    }

    #[test]
    fn a_part_without_a_place_is_refused() {
        let message = placed(PAGE, "three", "new").unwrap_err().to_string();
        assert!(message.contains("no place for ‘three’"), "{message}");
    }
}
