//! The packet of a case as a paper: one page first, then the matrix, the stories, the evidence, what witnesses said.
//!
//! The content is frozen in the record; what is made of it here is a rendering, and says nothing that the content does
//! not say.

use jiff::civil::Date;
use windward_core::record::{Packet, PacketLine, PacketPiece, PacketStory, PacketWords};

use crate::paper::{Block, Level, Paper, QuoteKind, Span, Spans, plain};

/// Digits of the hash at the foot of each page: enough to tell two versions apart; the whole of it stands on the last.
const SHORT: usize = 12;

/// What stands between two people: each may have a comma of their own.
const BETWEEN: &str = "; ";

/// A packet as a paper. `hash` is that of what was handed in; without it the paper says that it is a draft.
#[must_use]
pub fn paper(it: &Packet, day: Date, hash: Option<&str>) -> Paper {
    let mut blocks = Vec::new();
    first(it, &mut blocks);
    // One page that says it all; what follows follows on.
    blocks.push(Block::NewPage);
    matrix(&it.matrix, &mut blocks);
    stories(&it.stories, &mut blocks);
    evidence(&it.evidence, &mut blocks);
    quoted(&it.words, &mut blocks);
    let title = format!("The case for {}", it.rung);
    let foot = match hash {
        Some(hash) => {
            blocks.push(text("As handed in. SHA-256 of its content and its day:"));
            blocks.push(text(hash));
            let short: String = hash.chars().take(SHORT).collect();
            format!("{title} · {short}")
        }
        None => format!("{title} · draft"),
    };
    Paper {
        title,
        subtitle: it.held.as_ref().map(|held| format!("Now {held}")),
        author: it.name.clone().unwrap_or_default(),
        day,
        foot,
        blocks,
    }
}

fn first(it: &Packet, blocks: &mut Vec<Block>) {
    for (title, said) in [
        ("The decision asked for", &it.ask),
        ("Why now", &it.why_now),
        ("Summary", &it.summary),
    ] {
        if let Some(said) = said {
            blocks.push(heading(Level::One, title));
            blocks.push(text(said));
        }
    }
}

fn matrix(lines: &[PacketLine], blocks: &mut Vec<Block>) {
    if lines.is_empty() {
        return;
    }
    blocks.push(heading(
        Level::One,
        "What the rung expects, and what shows it",
    ));
    let verdicts = lines.iter().any(|it| it.verdict.is_some());
    let mut head = vec![
        "Expected".to_owned(),
        "Shown by".to_owned(),
        "Seen by".to_owned(),
    ];
    let mut shares = vec![5, 6, 3];
    if verdicts {
        head.push("Verdict".to_owned());
        shares.push(2);
    }
    let rows = lines.iter().map(|it| {
        let mut expected = vec![Span::Strong(it.name.clone())];
        if let Some(asked) = &it.asked {
            expected.push(Span::Plain(format!(", {asked}")));
        }
        let mut shown = Vec::new();
        if !it.evidence.is_empty() {
            shown.push(Span::Plain(format!("Evidence {}. ", numbers(&it.evidence))));
        }
        if let Some(comment) = &it.comment {
            shown.push(Span::Plain(comment.clone()));
        }
        if shown.is_empty() {
            shown.push(Span::Emphasis("nothing yet".to_owned()));
        }
        let mut row: Vec<Spans> = vec![expected, shown, plain(it.seen_by.join(BETWEEN))];
        if verdicts {
            row.push(plain(it.verdict.map_or("", |it| it.label())));
        }
        row
    });
    blocks.push(Block::Table {
        caption: "Numbers are those of the evidence below.".to_owned(),
        head,
        shares,
        rows: rows.collect(),
    });
}

fn stories(stories: &[PacketStory], blocks: &mut Vec<Block>) {
    for (at, it) in stories.iter().enumerate() {
        let mut story = Vec::new();
        if at == 0 {
            story.push(heading(Level::One, "Stories"));
        }
        story.push(heading(Level::Two, &it.title));
        for (title, said) in [
            ("What was the matter", &it.situation),
            ("What I did", &it.did),
            ("What would not have happened without me", &it.without_me),
            ("What changed", &it.changed),
        ] {
            if let Some(said) = said {
                story.push(heading(Level::Three, title));
                story.push(text(said));
            }
        }
        let mut facts = Vec::new();
        if let Some(source) = &it.source {
            facts.push(("Source".to_owned(), vec![link(source)]));
        }
        if !it.seen_by.is_empty() {
            facts.push(("Who saw it".to_owned(), plain(it.seen_by.join(BETWEEN))));
        }
        if !it.evidence.is_empty() {
            facts.push(("Evidence".to_owned(), plain(numbers(&it.evidence))));
        }
        if !facts.is_empty() {
            story.push(Block::Facts(facts));
        }
        blocks.push(Block::Whole(story));
    }
}

fn evidence(pieces: &[PacketPiece], blocks: &mut Vec<Block>) {
    for (at, it) in pieces.iter().enumerate() {
        if at == 0 {
            blocks.push(heading(Level::One, "Evidence"));
        }
        blocks.push(heading(Level::Two, &format!("{}. {}", it.number, it.what)));
        let mut facts = Vec::new();
        let mut say = |name: &str, said: Option<Spans>| {
            facts.extend(said.map(|said| (name.to_owned(), said)));
        };
        let when = match it.to {
            Some(to) => format!("{} to {}", it.on.in_words(), to.in_words()),
            None => it.on.in_words(),
        };
        say("When", Some(plain(when)));
        say("What came of it", it.so_what.as_ref().map(plain));
        say("Figure", it.figure.as_ref().map(plain));
        say("My part", it.my_part.as_ref().map(plain));
        let seen = (!it.seen_by.is_empty()).then(|| plain(it.seen_by.join(BETWEEN)));
        say("Who saw it", seen);
        for address in &it.links {
            say("To be seen at", Some(vec![link(address)]));
        }
        if it.summarised {
            say("Note", Some(plain("Confidential, and so summarised.")));
        } else if it.confidential {
            say("Note", Some(plain("Confidential.")));
        }
        blocks.push(Block::Facts(facts));
    }
}

fn quoted(all: &[PacketWords], blocks: &mut Vec<Block>) {
    for (at, it) in all.iter().enumerate() {
        if at == 0 {
            blocks.push(heading(Level::One, "What others say"));
        }
        let mut by = vec![it.by.clone().unwrap_or_else(|| "somebody".to_owned())];
        by.extend(it.role.clone());
        blocks.push(Block::Quote {
            words: plain(&it.words),
            by: by.join(", "),
            on: it.on.map(windward_core::date::PartialDate::in_words),
            kind: if it.given {
                QuoteKind::Given
            } else {
                QuoteKind::NotedByMe
            },
        });
    }
}

fn heading(level: Level, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.to_owned(),
    }
}

fn text(text: &str) -> Block {
    Block::Text(plain(text))
}

/// What a person gave as a place to see it: a link where it is an address.
fn link(text: &str) -> Span {
    Span::Link {
        text: text.to_owned(),
        to: text.to_owned(),
    }
}

/// ‘1, 4 and 7’.
fn numbers(numbers: &[u16]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    windward_core::views::words::list(&numbers)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use windward_core::record::{CaseVerdict, Change, Content, Entry, Submission};

    use super::*;

    /// The submission of the corpus, which has everything in it.
    fn handed_in() -> Submission {
        include_str!("../../core/tests/corpus/cases.jsonl")
            .lines()
            .map(|line| Entry::from_json(line).unwrap())
            .find_map(|entry| match entry.change {
                Change::Put(item) => match item.content {
                    Content::Submission(it) => Some(it),
                    _ => None,
                },
                _ => None,
            })
            .unwrap()
    }

    #[test]
    fn the_paper_says_what_the_content_says_one_page_first() {
        let it = handed_in();
        let paper = paper(&it.packet, date(2027, 1, 15), Some(&it.hash));
        let first = paper.blocks.iter().position(|it| *it == Block::NewPage);
        assert_eq!(first, Some(6), "three headings with their texts");
        insta::assert_snapshot!(paper.to_markdown());
        assert!(paper.foot.ends_with(&it.hash[..SHORT]));
        assert!(paper.to_pdf().unwrap().starts_with(b"%PDF-"));
    }

    #[test]
    fn words_given_and_words_noted_do_not_look_alike() {
        let it = handed_in();
        let paper = paper(&it.packet, date(2027, 1, 15), None);
        let kinds: Vec<QuoteKind> = paper
            .blocks
            .iter()
            .filter_map(|it| match it {
                Block::Quote { kind, .. } => Some(*kind),
                _ => None,
            })
            .collect();
        assert_eq!(kinds, [QuoteKind::Given, QuoteKind::NotedByMe]);
        assert!(paper.foot.ends_with("draft"));
    }

    #[test]
    fn verdicts_have_a_column_only_where_they_are_said() {
        let mut it = handed_in().packet;
        let columns = |it: &Packet| {
            let paper = paper(it, date(2027, 1, 15), None);
            let mut blocks = paper.blocks.into_iter();
            blocks.find_map(|it| match it {
                Block::Table { head, .. } => Some(head.len()),
                _ => None,
            })
        };
        assert_eq!(it.matrix[0].verdict, Some(CaseVerdict::Strong));
        assert_eq!(columns(&it), Some(4));
        it.matrix[0].verdict = None;
        assert_eq!(columns(&it), Some(3));
    }
}
