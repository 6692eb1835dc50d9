//! What changed in a packet since it was handed in.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    id::ItemId,
    record::{Packet, PacketLine, PacketPiece, PacketStory, PacketWords},
};

/// What is different in `after`, in sentences; nothing where a reader would find the same.
#[must_use]
pub fn changes(before: &Packet, after: &Packet) -> Vec<String> {
    let mut said = Vec::new();
    let mut text = |what: &str, before: &Option<String>, after: &Option<String>| {
        if before != after {
            said.push(match (before, after) {
                (None, _) => format!("{what} is new."),
                (_, None) => format!("{what} is gone."),
                _ => format!("{what} is worded otherwise."),
            });
        }
    };
    text("The decision asked for", &before.ask, &after.ask);
    text("Why now", &before.why_now, &after.why_now);
    text("The summary", &before.summary, &after.summary);
    text("Your name", &before.name, &after.name);
    text("The rung you hold", &before.held, &after.held);
    if before.rung != after.rung {
        said.push(format!(
            "The rung is called {}, before {}.",
            after.rung, before.rung
        ));
    }
    matrix(before, after, &mut said);
    stories(before, after, &mut said);
    evidence(before, after, &mut said);
    words(before, after, &mut said);
    said
}

/// The pieces behind numbers: numbers move when a piece is added.
fn items(packet: &Packet, numbers: &[u16]) -> BTreeSet<ItemId> {
    let pieces = packet.evidence.iter();
    pieces
        .filter(|it| numbers.contains(&it.number))
        .map(|it| it.item)
        .collect()
}

fn matrix(before: &Packet, after: &Packet, said: &mut Vec<String>) {
    let known: BTreeMap<_, &PacketLine> = before
        .matrix
        .iter()
        .map(|it| (&it.expectation, it))
        .collect();
    let mut left = known.clone();
    for line in &after.matrix {
        let name = &line.name;
        let Some(old) = known.get(&line.expectation) else {
            said.push(format!("‘{name}’ is expected now, and was not before."));
            continue;
        };
        left.remove(&line.expectation);
        let (was, is) = (items(before, &old.evidence), items(after, &line.evidence));
        let (more, less) = (is.difference(&was).count(), was.difference(&is).count());
        match (more, less) {
            (0, 0) => {}
            (more, 0) => said.push(format!("‘{name}’: {more} more of evidence.")),
            (0, less) => said.push(format!("‘{name}’: {less} less of evidence.")),
            _ => said.push(format!("‘{name}’: other evidence.")),
        }
        if old.comment != line.comment {
            said.push(format!("‘{name}’: another comment."));
        }
        if old.verdict != line.verdict {
            let word = |it: &PacketLine| it.verdict.map_or("not said", |it| it.label());
            said.push(format!("‘{name}’: {}, before {}.", word(line), word(old)));
        }
        if old.asked != line.asked || old.name != line.name {
            said.push(format!("‘{name}’: the ladder asks for it otherwise."));
        }
    }
    for line in left.values() {
        said.push(format!("‘{}’ is not expected any more.", line.name));
    }
}

fn stories(before: &Packet, after: &Packet, said: &mut Vec<String>) {
    let told = |story: &PacketStory, packet: &Packet| {
        let numbers = items(packet, &story.evidence);
        let text = PacketStory {
            evidence: Vec::new(),
            ..story.clone()
        };
        (text, numbers)
    };
    for story in &after.stories {
        match before.stories.iter().find(|it| it.title == story.title) {
            None => said.push(format!("The story ‘{}’ is new.", story.title)),
            Some(old) if told(old, before) != told(story, after) => {
                said.push(format!("The story ‘{}’ is told otherwise.", story.title));
            }
            Some(_) => {}
        }
    }
    for story in &before.stories {
        if !after.stories.iter().any(|it| it.title == story.title) {
            said.push(format!("The story ‘{}’ is gone.", story.title));
        }
    }
}

fn evidence(before: &Packet, after: &Packet, said: &mut Vec<String>) {
    let same = |one: &PacketPiece, two: &PacketPiece| {
        let number = two.number;
        PacketPiece {
            number,
            ..one.clone()
        } == *two
    };
    for piece in &after.evidence {
        match before.evidence.iter().find(|it| it.item == piece.item) {
            None => said.push(format!("‘{}’ is in it now.", piece.what.trim())),
            Some(old) if !same(old, piece) => {
                said.push(format!("‘{}’ says something else.", piece.what.trim()));
            }
            Some(_) => {}
        }
    }
    for piece in &before.evidence {
        if !after.evidence.iter().any(|it| it.item == piece.item) {
            said.push(format!("‘{}’ is in it no more.", piece.what.trim()));
        }
    }
}

fn words(before: &Packet, after: &Packet, said: &mut Vec<String>) {
    let by = |it: &PacketWords| it.by.clone().unwrap_or_else(|| "somebody".to_owned());
    for words in &after.words {
        match before.words.iter().find(|it| it.item == words.item) {
            None => said.push(format!("Words of {} are in it now.", by(words))),
            Some(old) if old != words => said.push(format!("Words of {} changed.", by(words))),
            Some(_) => {}
        }
    }
    for words in &before.words {
        if !after.words.iter().any(|it| it.item == words.item) {
            said.push(format!("Words of {} are in it no more.", by(words)));
        }
    }
}
