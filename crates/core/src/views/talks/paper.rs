//! Pages that two people keep, as Markdown: an agreement, and a handover.

use std::fmt::Write as _;

use super::{
    agreement::{Agreed, changes},
    handover::Handover,
};
use crate::{
    record::{Answer, Author, Of, Promise},
    unseen::misleads,
    views::facts::Facts,
};

/// An agreement: its terms, who has to agree, and its versions.
#[must_use]
pub fn agreement(facts: &Facts<'_>, it: &Agreed<'_>) -> String {
    let mut out = format!("# {}\n\n", line(&it.of.it.what));
    body(facts, it, &mut out);
    out
}

fn body(facts: &Facts<'_>, it: &Agreed<'_>, out: &mut String) {
    let of = it.of.it;
    let mut head = vec![format!("Version {}, of {}", it.version(), of.on.in_words())];
    head.extend(
        facts
            .talks
            .who(of)
            .name
            .map(|name| format!("with {}", line(name))),
    );
    head.extend(of.by.map(|by| format!("by {}", by.in_words())));
    _ = writeln!(out, "{}.\n", head.join(", "));
    out.push_str("What must be shown:\n\n");
    for (place, term) in of.terms.iter().enumerate() {
        _ = write!(out, "{}. {}", place + 1, line(&term.what));
        if let Some(shown) = term.shown {
            _ = write!(out, " (shown {})", shown.in_words());
        }
        out.push('\n');
        if let Some(known_by) = &term.known_by {
            _ = writeln!(out, "   Both will know it by: {}", line(known_by));
        }
    }
    if of.terms.is_empty() {
        out.push_str("Nothing is written down yet.\n");
    }
    if !it.deciders.is_empty() {
        out.push_str("\nWho has to agree:\n\n");
        for deciding in &it.deciders {
            let name = facts.talks.who(deciding.it).or("somebody");
            let said = if deciding.outdated {
                format!("agreed to version {}", deciding.to)
            } else {
                deciding.it.answer.label().to_owned()
            };
            let on = deciding
                .it
                .on
                .filter(|_| deciding.it.answer != Answer::NotAsked);
            let on = on
                .map(|on| format!(", {}", on.in_words()))
                .unwrap_or_default();
            _ = writeln!(out, "- {}: {said}{on}", line(name));
        }
    }
    if let Some(note) = &of.note {
        _ = writeln!(out, "\n{}", line(note));
    }
    if it.versions.len() > 1 {
        out.push_str("\nVersions:\n\n");
        for pair in it.versions.windows(2).rev() {
            let changed: Vec<String> = changes(pair[0].it, pair[1].it)
                .iter()
                .map(|it| line(it))
                .collect();
            _ = writeln!(
                out,
                "- Version {}, of {}. {}",
                pair[1].number,
                pair[1].on.in_words(),
                changed.join(" ")
            );
        }
        _ = writeln!(out, "- Version 1, of {}.", it.versions[0].on.in_words());
    }
}

/// What a new manager gets to read.
#[must_use]
pub fn handover(facts: &Facts<'_>, it: &Handover<'_>) -> String {
    let name = facts.profile.and_then(|of| of.it.name.as_deref());
    let mut out = match name {
        Some(name) => format!("# Handover: {}\n\n", line(name)),
        None => "# Handover\n\n".to_owned(),
    };
    _ = writeln!(
        out,
        "What was agreed, shown and promised with {}.\n",
        line(it.with.name())
    );
    out.push_str("## Agreements\n\n");
    if it.agreements.is_empty() {
        out.push_str("None.\n\n");
    }
    for agreed in &it.agreements {
        _ = writeln!(out, "### {}\n", line(&agreed.of.it.what));
        body(facts, agreed, &mut out);
        out.push('\n');
    }
    out.push_str("## Open promises\n\n");
    let mut promised = |who: &str, promises: &[Of<'_, Promise>]| {
        for of in promises {
            let due = of.it.due.map(|due| format!(", by {}", due.in_words()));
            _ = writeln!(
                out,
                "- {who}: {}{}",
                line(&of.it.what),
                due.unwrap_or_default()
            );
        }
    };
    promised("Mine", &it.promises.mine);
    promised(&line(it.with.name()), &it.promises.theirs);
    for of in &it.promises.given {
        given(of, &mut out);
    }
    let all = &it.promises;
    if all.mine.is_empty() && all.theirs.is_empty() && all.given.is_empty() {
        out.push_str("None.\n");
    }
    out.push_str("\n## What was done\n\n");
    for of in &it.evidence {
        _ = write!(out, "- {}: {}", of.it.on.in_words(), line(&of.it.what));
        if let Some(so_what) = &of.it.so_what {
            _ = write!(out, " ({})", line(so_what));
        }
        out.push('\n');
    }
    if it.more > 0 {
        _ = writeln!(out, "- And {} more.", it.more);
    }
    if it.evidence.is_empty() {
        out.push_str("Nothing is logged.\n");
    }
    out
}

/// A promise in the words and under the name of whoever wrote it.
fn given(of: &Of<'_, Promise>, out: &mut String) {
    let Author::Other { name, .. } = &of.revision.author else {
        return;
    };
    let how = if of.revision.imported {
        "imported, author claimed"
    } else {
        "by their own hand"
    };
    let due = of.it.due.map(|due| format!(", by {}", due.in_words()));
    let (name, what) = (plain(name), plain(&of.it.what));
    _ = writeln!(out, "- {name}, {how}: {what}{}", due.unwrap_or_default());
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Another's text on one line, as it was typed: no mark of it makes a link or turns a direction.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for it in line(text).chars().filter(|it| !misleads(*it)) {
        if it.is_ascii_punctuation() {
            plain.push('\\');
        }
        plain.push(it);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anothers_text_is_no_markup() {
        let typed = "[Sign](https://evil.example) ![i](x)\n<b>\u{202e}&amp; end";
        assert_eq!(
            plain(typed),
            r"\[Sign\]\(https\:\/\/evil\.example\) \!\[i\]\(x\) \<b\>\&amp\; end"
        );
    }
}
