//! What changed in a packet since it was handed in.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    id::ItemId,
    record::{CaseVerdict, Packet, PacketLine, PacketPiece, PacketStory, PacketWords},
    views::words::{capital, several},
};

/// One thing that is different, or several of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// It as a sentence.
    pub says: String,
    /// What it is true of, where that is too much for the sentence.
    pub which: Vec<String>,
}

impl Change {
    /// A change that its sentence says in full.
    fn says(says: String) -> Self {
        Self {
            says,
            which: Vec::new(),
        }
    }

    /// A change that holds for each of some: named in its sentence if it is one, counted in it if they are more.
    fn of(
        names: Vec<String>,
        one: impl Fn(&str) -> String,
        many: impl Fn(usize) -> String,
    ) -> Option<Self> {
        match names.as_slice() {
            [] => None,
            [name] => Some(Self::says(one(name))),
            some => Some(Self {
                says: many(some.len()),
                which: names,
            }),
        }
    }
}

/// What is different in `after`; nothing where a reader would find the same.
#[must_use]
pub fn changes(before: &Packet, after: &Packet) -> Vec<Change> {
    let mut said = Vec::new();
    let mut text = |what: &str, before: &Option<String>, after: &Option<String>| {
        if before != after {
            said.push(Change::says(match (before, after) {
                (None, _) => format!("{what} is new."),
                (_, None) => format!("{what} is gone."),
                _ => format!("{what} is worded otherwise."),
            }));
        }
    };
    text("The decision asked for", &before.ask, &after.ask);
    text("Why now", &before.why_now, &after.why_now);
    text("The summary", &before.summary, &after.summary);
    text("Your name", &before.name, &after.name);
    text("The rung you hold", &before.held, &after.held);
    if before.rung != after.rung {
        said.push(Change::says(format!(
            "The rung is called ‘{}’ now; it was ‘{}’.",
            after.rung, before.rung
        )));
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

fn matrix(before: &Packet, after: &Packet, said: &mut Vec<Change>) {
    let known: BTreeMap<_, &PacketLine> = before
        .matrix
        .iter()
        .map(|it| (&it.expectation, it))
        .collect();
    let mut left = known.clone();
    let mut new = Vec::new();
    for line in &after.matrix {
        let Some(old) = known.get(&line.expectation) else {
            new.push(line.name.clone());
            continue;
        };
        left.remove(&line.expectation);
        let (was, is) = (items(before, &old.evidence), items(after, &line.evidence));
        let (more, less) = (is.difference(&was).count(), was.difference(&is).count());
        let shown = match (more, less) {
            (0, 0) => None,
            (more, 0) => Some(several(more, "more piece", "more pieces") + " of evidence"),
            (0, less) => Some(several(less, "piece", "pieces") + " of evidence less"),
            _ => Some("other evidence".to_owned()),
        };
        let judged = (old.verdict != line.verdict).then(|| judged(old.verdict, line.verdict));
        let commented = (old.comment != line.comment).then(|| "another comment".to_owned());
        let asked = (old.asked != line.asked || old.name != line.name)
            .then(|| "the ladder asks for it otherwise".to_owned());
        for what in [shown, commented, judged, asked].into_iter().flatten() {
            said.push(Change::says(format!("‘{}’: {what}.", line.name)));
        }
    }
    said.extend(Change::of(
        new,
        |name| format!("‘{name}’ is expected now, and was not before."),
        |many| {
            let things = capital(&several(many, "thing is", "things are"));
            format!("{things} expected now, and were not before.")
        },
    ));
    said.extend(Change::of(
        left.values().map(|it| it.name.clone()).collect(),
        |name| format!("‘{name}’ is not expected any more."),
        |many| {
            let things = capital(&several(many, "thing is", "things are"));
            format!("{things} not expected any more.")
        },
    ));
}

/// How a verdict changed, where a packet may leave it unsaid.
fn judged(before: Option<CaseVerdict>, after: Option<CaseVerdict>) -> String {
    match (
        before.map(CaseVerdict::label),
        after.map(CaseVerdict::label),
    ) {
        (Some(was), Some(is)) => format!("its verdict is ‘{is}’ now; it was ‘{was}’"),
        (Some(was), None) => format!("its verdict is left out now; it was ‘{was}’"),
        (None, Some(is)) => format!("its verdict is said now: ‘{is}’"),
        (None, None) => "its verdict is left out".to_owned(),
    }
}

fn stories(before: &Packet, after: &Packet, said: &mut Vec<Change>) {
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
            None => said.push(Change::says(format!("The story ‘{}’ is new.", story.title))),
            Some(old) if told(old, before) != told(story, after) => {
                said.push(Change::says(format!(
                    "The story ‘{}’ is told otherwise.",
                    story.title
                )));
            }
            Some(_) => {}
        }
    }
    for story in &before.stories {
        if !after.stories.iter().any(|it| it.title == story.title) {
            said.push(Change::says(format!(
                "The story ‘{}’ is gone.",
                story.title
            )));
        }
    }
}

fn evidence(before: &Packet, after: &Packet, said: &mut Vec<Change>) {
    let same = |one: &PacketPiece, two: &PacketPiece| {
        let number = two.number;
        PacketPiece {
            number,
            ..one.clone()
        } == *two
    };
    let mut new = Vec::new();
    for piece in &after.evidence {
        match before.evidence.iter().find(|it| it.item == piece.item) {
            None => new.push(piece.what.trim().to_owned()),
            Some(old) if !same(old, piece) => {
                let what = piece.what.trim();
                said.push(Change::says(format!("‘{what}’ says something else.")));
            }
            Some(_) => {}
        }
    }
    let gone = before
        .evidence
        .iter()
        .filter(|piece| !after.evidence.iter().any(|it| it.item == piece.item));
    let many = |many: usize| capital(&several(many, "piece", "pieces")) + " of evidence are in it";
    said.extend(Change::of(
        new,
        |what| format!("‘{what}’ is in it now."),
        |count| many(count) + " now, and were not before.",
    ));
    said.extend(Change::of(
        gone.map(|it| it.what.trim().to_owned()).collect(),
        |what| format!("‘{what}’ is in it no more."),
        |count| many(count) + " no more.",
    ));
}

fn words(before: &Packet, after: &Packet, said: &mut Vec<Change>) {
    let by = |it: &PacketWords| it.by.clone().unwrap_or_else(|| "somebody".to_owned());
    for words in &after.words {
        match before.words.iter().find(|it| it.item == words.item) {
            None => said.push(Change::says(format!(
                "Words of {} are in it now.",
                by(words)
            ))),
            Some(old) if old != words => {
                said.push(Change::says(format!("Words of {} changed.", by(words))));
            }
            Some(_) => {}
        }
    }
    for words in &before.words {
        if !after.words.iter().any(|it| it.item == words.item) {
            said.push(Change::says(format!(
                "Words of {} are in it no more.",
                by(words)
            )));
        }
    }
}
