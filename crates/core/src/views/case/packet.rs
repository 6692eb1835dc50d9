//! What a committee reads: the content of the packet, of which every file is a rendering.

use std::collections::{HashMap, HashSet};

use super::{flags::pieces, lines::Lined, rung_name, words::said};
use crate::{
    date::PartialDate,
    id::ItemId,
    record::{
        Case, Disclosed, Evidence, Hand, Of, Packet, PacketLine, PacketPiece, PacketStory,
        PacketWords,
    },
    views::facts::Facts,
};

/// A confidential piece of a case, and what is to become of it.
#[derive(Debug, Clone, Copy)]
pub struct Confidential<'a> {
    /// The piece.
    pub of: Of<'a, Evidence>,
    /// What is to become of it.
    pub choice: Disclosed,
    /// What is said in its place.
    pub summary: Option<&'a str>,
}

impl Confidential<'_> {
    /// Whether it is to be summarised and nothing says how: then it is left out.
    #[must_use]
    pub const fn is_unsaid(&self) -> bool {
        matches!(self.choice, Disclosed::Summarised) && self.summary.is_none()
    }
}

/// The confidential pieces that a case rests on.
#[must_use]
pub fn confidential<'a>(
    facts: &Facts<'a>,
    it: &'a Case,
    lines: &[Lined<'a>],
) -> Vec<Confidential<'a>> {
    let all = pieces(facts, it, lines).into_iter();
    all.filter(|of| of.it.confidential)
        .map(|of| {
            let said = it.disclosure(of.id);
            Confidential {
                of,
                choice: said.map_or(Disclosed::LeftOut, |it| it.choice),
                summary: said.and_then(|it| it.summary.as_deref()),
            }
        })
        .collect()
}

/// The packet as it would be handed in today.
#[must_use]
pub fn packet<'a>(facts: &Facts<'a>, it: &'a Case, lines: &[Lined<'a>]) -> Packet {
    let secret = confidential(facts, it, lines);
    let secret: HashMap<ItemId, &Confidential<'_>> =
        secret.iter().map(|it| (it.of.id, it)).collect();
    let mut evidence: Vec<PacketPiece> = Vec::new();
    let mut numbers: HashMap<ItemId, u16> = HashMap::new();
    for of in pieces(facts, it, lines) {
        let Some(number) = u16::try_from(evidence.len() + 1).ok() else {
            break;
        };
        if let Some(piece) = piece(of, number, secret.get(&of.id).copied()) {
            numbers.insert(of.id, number);
            evidence.push(piece);
        }
    }
    let number = |id: &ItemId| numbers.get(id).copied();
    let open = |id: &ItemId| {
        let summarised = secret.get(id).map(|it| it.choice) == Some(Disclosed::Summarised);
        numbers.contains_key(id) && !summarised
    };
    let matrix = lines.iter().filter(|line| line.verdict.is_some());
    let matrix = matrix.map(|line| {
        let seen = line.pieces.iter().filter(|it| open(&it.of.id));
        PacketLine {
            expectation: line.line.expectation.id().clone(),
            name: line.line.name().to_owned(),
            asked: line
                .line
                .asked()
                .map(|asked| facts.framework.word(asked).to_owned()),
            verdict: line.verdict.filter(|_| it.verdicts),
            evidence: line
                .pieces
                .iter()
                .filter_map(|it| number(&it.of.id))
                .collect(),
            seen_by: names(seen.flat_map(|it| &it.of.it.witnesses)),
            comment: line.said.and_then(|it| it.comment.clone()),
            unknown: serde_json::Map::new(),
        }
    });
    let stories = it.stories.iter().map(|story| PacketStory {
        title: story.title.clone(),
        situation: story.situation.clone(),
        did: story.did.clone(),
        without_me: story.without_me.clone(),
        changed: story.changed.clone(),
        source: story.source.clone(),
        seen_by: story.seen_by.clone(),
        evidence: story.evidence.iter().filter_map(number).collect(),
        unknown: serde_json::Map::new(),
    });
    let words = said(facts, it).into_iter();
    let words = words
        .filter(|it| it.chosen)
        .take(Case::MOST_WORDS)
        .map(|it| PacketWords {
            item: it.item,
            words: it.words.to_owned(),
            by: it.by.map(|by| signed(by, it.hand)),
            role: it.role.map(str::to_owned),
            on: it.on,
            given: it.hand == Hand::Given,
            unknown: serde_json::Map::new(),
        });
    Packet {
        rung: rung_name(facts, it).to_owned(),
        name: facts.profile.and_then(|of| of.it.name.clone()),
        held: facts.held.map(|held| held.rung.name.clone()),
        ask: it.ask.clone(),
        why_now: it.why_now.clone(),
        summary: it.summary.clone(),
        matrix: matrix.collect(),
        stories: stories.collect(),
        words: words.collect(),
        evidence,
        unknown: serde_json::Map::new(),
    }
}

/// A piece as it is in the packet; none where it is left out.
fn piece(
    of: Of<'_, Evidence>,
    number: u16,
    secret: Option<&Confidential<'_>>,
) -> Option<PacketPiece> {
    let it = of.it;
    let plain = PacketPiece {
        number,
        item: of.id,
        what: it.what.clone(),
        so_what: it.so_what.clone(),
        figure: it.figure.as_ref().map(ToString::to_string),
        my_part: it.my_part.clone(),
        on: it.on,
        to: it.to,
        seen_by: it.witnesses.clone(),
        links: it.links.clone(),
        confidential: it.confidential,
        summarised: false,
        unknown: serde_json::Map::new(),
    };
    match secret.map(|it| (it.choice, it.summary)) {
        None | Some((Disclosed::Included, _)) => Some(plain),
        Some((Disclosed::Summarised, Some(summary))) => Some(PacketPiece {
            what: summary.to_owned(),
            so_what: None,
            figure: None,
            my_part: None,
            // A day could name what the summary does not.
            on: PartialDate::year(it.on.first_day().year()).unwrap_or(it.on),
            to: None,
            seen_by: Vec::new(),
            links: Vec::new(),
            summarised: true,
            ..plain
        }),
        Some(_) => None,
    }
}

/// Names, each once, as they were first written.
fn names<'n>(all: impl Iterator<Item = &'n String>) -> Vec<String> {
    let mut seen = HashSet::new();
    all.filter(|name| seen.insert(super::vouch::folded(name)))
        .map(|name| super::vouch::short(name).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// A name, with what a reader has to know about it: whoever had a link typed it.
fn signed(by: &str, hand: Hand) -> String {
    if hand == Hand::Link {
        format!("{by}, by a link")
    } else {
        by.to_owned()
    }
}
