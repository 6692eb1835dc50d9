use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use windward_core::framework::{self, Change};

use super::check::sound;
use crate::{
    screen::{self, BOLD, DIM, GOOD, OPEN, PLAIN, Screen},
    words::count,
};

/// Say what a newer version of a ladder adds, removes and changes
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The older file
    old: PathBuf,
    /// The newer file
    new: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(crate) fn run(self) -> Result<()> {
        let (old, _) = sound(&self.old)?;
        let (new, _) = sound(&self.new)?;
        let changes = framework::diff(&old, &new);
        if self.json {
            return screen::json(&changes);
        }
        let mut screen = Screen::new();
        tell(&mut screen, &changes);
        Ok(screen.show()?)
    }
}

/// Tells every change, part by part, and how many there are.
pub(super) fn tell(screen: &mut Screen, changes: &[Change]) {
    for change in changes {
        let (word, style, what, id) = match change {
            Change::Added { what, id, .. } => ("added", GOOD, what, id),
            Change::Removed { what, id, .. } => ("removed", OPEN, what, id),
            Change::Changed { what, id, .. } => ("changed", BOLD, what, id),
        };
        screen.paragraph(0, style, &format!("{word} {what} {id}"));
        match change {
            Change::Added { text, .. } | Change::Removed { text, .. } => {
                screen.paragraph(4, DIM, text);
            }
            Change::Changed { from, to, .. } => {
                let (from, to) = differing(from, to);
                screen.paragraph(4, DIM, &format!("was: {from}"));
                screen.paragraph(4, PLAIN, &format!("now: {to}"));
            }
        }
    }
    if !changes.is_empty() {
        screen.gap();
    }
    screen.line(summary(changes));
}

/// ‘2 added, 1 changed’.
pub(super) fn summary(changes: &[Change]) -> String {
    let number = |wanted: fn(&Change) -> bool| changes.iter().filter(|it| wanted(it)).count();
    let counts = [
        (number(|it| matches!(it, Change::Added { .. })), "added"),
        (number(|it| matches!(it, Change::Removed { .. })), "removed"),
        (number(|it| matches!(it, Change::Changed { .. })), "changed"),
    ];
    let told = counts.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    if told.is_empty() {
        "Nothing that a reader would notice differs.".to_owned()
    } else {
        format!(
            "{}: {}",
            count(changes.len(), "difference", "differences"),
            told.join(", ")
        )
    }
}

/// Words left standing on either side of what differs.
const CONTEXT: usize = 4;

/// What differs between two texts, with a few words around it.
fn differing(from: &str, to: &str) -> (String, String) {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (from, to) = (words(from), words(to));
    let same = |(a, b): &(&String, &String)| a == b;
    let shorter = from.len().min(to.len());
    let before = from.iter().zip(&to).take_while(same).count();
    let after = from.iter().rev().zip(to.iter().rev()).take_while(same);
    let after = after.count().min(shorter - before);
    let cut = |words: &[String]| {
        let start = before.saturating_sub(CONTEXT);
        let end = (words.len() - after + CONTEXT).min(words.len());
        let mut text = words[start..end].join(" ");
        if start > 0 {
            text.insert_str(0, "… ");
        }
        if end < words.len() {
            text.push_str(" …");
        }
        text
    };
    (cut(&from), cut(&to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let (from, to) = differing("a b c d e f g h i j k l", "a b c d e f X Y h i j k l");
        assert_eq!(from, "… c d e f g h i j k …");
        assert_eq!(to, "… c d e f X Y h i j k …");
        // The same word on both sides of what was taken out is counted once.
        assert_eq!(differing("a a", "a"), ("a a".to_owned(), "a".to_owned()));
        assert_eq!(differing("", "a"), (String::new(), "a".to_owned()));
    }
}
