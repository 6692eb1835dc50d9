//! A résumé as a paper: Markdown and PDF come from there.

use windward_core::{
    date::PartialDate,
    record::{Role, RoleEnd, Shape},
    views::{
        resume::{Item, Job, Part, Piece, Sheet, with_points},
        words::month,
    },
};

use crate::paper::{Block, Level, Paper, QuoteKind, Span, Spans, plain};

/// Who has no name yet.
const NAMELESS: &str = "Résumé";

/// A résumé, laid out.
#[must_use]
pub fn paper(sheet: &Sheet<'_>) -> Paper {
    let name = sheet.name.map_or(NAMELESS, str::trim);
    let kept = sheet.kept.map(|of| of.it);
    let mut blocks = Vec::new();
    blocks.extend(contact(sheet).map(Block::Text));
    if let Some(summary) = kept.and_then(|it| it.summary.as_deref()) {
        blocks.push(Block::Text(plain(summary)));
    }
    if !sheet.jobs.is_empty() {
        blocks.push(heading(Level::One, "Experience"));
        sheet.jobs.iter().for_each(|it| job(&mut blocks, it));
    }
    if !sheet.elsewhere.is_empty() {
        blocks.push(heading(Level::One, "Selected work"));
        blocks.push(Block::List(pieces(&sheet.elsewhere, true)));
    }
    for (kind, title) in PARTS {
        let part = sheet.parts.iter().find(|it| it.outline.kind == kind);
        match (kind, part) {
            ("listed-skill", part) => skills(&mut blocks, title, part, &sheet.shown),
            ("praise", Some(part)) => {
                blocks.push(heading(Level::One, title));
                blocks.extend(part.items.iter().map(said));
            }
            (_, Some(part)) => {
                blocks.push(heading(Level::One, title));
                blocks.push(Block::List(part.items.iter().map(item).collect()));
            }
            (_, None) => {}
        }
    }
    Paper {
        title: name.to_owned(),
        subtitle: kept.and_then(|it| it.headline.clone()),
        author: name.to_owned(),
        day: sheet.day,
        foot: format!("{name}, {} {}", month(sheet.day), sheet.day.year()),
        blocks,
    }
}

/// What a career rests on, in the order in which readers look for it.
const PARTS: [(&str, &str); 8] = [
    ("project", "Projects"),
    ("listed-skill", "Skills"),
    ("education", "Education"),
    ("certificate", "Certificates"),
    ("training", "Training"),
    ("award", "Awards"),
    ("volunteering", "Voluntary work"),
    ("praise", "What others say"),
];

fn heading(level: Level, text: impl Into<String>) -> Block {
    Block::Heading {
        level,
        text: text.into(),
    }
}

/// How to reach somebody, in one line.
fn contact(sheet: &Sheet<'_>) -> Option<Spans> {
    let it = sheet.kept?.it;
    let mail = it.email.as_ref().map(|it| Span::Link {
        text: it.clone(),
        to: format!("mailto:{it}"),
    });
    let said = |text: &Option<String>| text.clone().map(Span::Plain);
    let links = it.links.iter().map(|it| Span::Link {
        text: bare(it).to_owned(),
        to: it.clone(),
    });
    let ways = [said(&it.place), mail, said(&it.phone)];
    let mut spans = Spans::new();
    for way in ways.into_iter().flatten().chain(links) {
        if !spans.is_empty() {
            spans.push(Span::Plain(" · ".to_owned()));
        }
        spans.push(way);
    }
    (!spans.is_empty()).then_some(spans)
}

/// An address as one would say it.
fn bare(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/')
}

/// When a role was held, as a résumé says it: ‘October 2023 to now’.
#[must_use]
pub fn when(role: &Role) -> Option<String> {
    match (role.from, role.to) {
        (Some(from), RoleEnd::Ongoing) => Some(format!("{} to now", from.in_words())),
        (None, RoleEnd::Ongoing) => Some("To now".to_owned()),
        (from, RoleEnd::On(to)) => span(from, Some(to)),
        (Some(from), RoleEnd::Unknown) => Some(format!("From {}", from.in_words())),
        (None, RoleEnd::Unknown) => None,
    }
}

fn job(blocks: &mut Vec<Block>, job: &Job<'_>) {
    let role = job.of.it;
    let title = match role.organisation.as_deref() {
        Some(organisation) => format!("{}, {organisation}", role.title),
        None => role.title.clone(),
    };
    blocks.push(heading(Level::Two, title));
    let when = when(role).map(|when| vec![Span::Emphasis(when)]);
    blocks.extend(when.map(Block::Text));
    let (words, points) = with_points(job.words().unwrap_or_default());
    if !words.trim().is_empty() {
        blocks.push(Block::Text(plain(words)));
    }
    let mut points: Vec<Spans> = points.into_iter().map(plain).collect();
    points.extend(pieces(&job.pieces, false));
    if !points.is_empty() {
        blocks.push(Block::List(points));
    }
}

fn pieces(pieces: &[Piece<'_>], dated: bool) -> Vec<Spans> {
    let point = |it: &Piece<'_>| {
        let mut spans = plain(it.words());
        if dated {
            let on = it.of.it.on.in_words();
            spans.push(Span::Emphasis(format!(" {on}")));
        }
        spans
    };
    pieces.iter().map(point).collect()
}

/// ‘March 2019 to May 2021’; one of two that are the same is enough.
fn span(from: Option<PartialDate>, to: Option<PartialDate>) -> Option<String> {
    match (from, to) {
        (Some(from), Some(to)) if from == to => Some(from.in_words()),
        (Some(from), Some(to)) => Some(format!("{} to {}", from.in_words(), to.in_words())),
        (Some(from), None) => Some(from.in_words()),
        (None, Some(to)) => Some(format!("To {}", to.in_words())),
        (None, None) => None,
    }
}

fn item(item: &Item) -> Spans {
    let told = &item.told;
    let mut spans = vec![Span::Strong(told.title().to_owned())];
    let mut further: Vec<String> = told.beside().map(str::to_owned).into_iter().collect();
    further.extend(match (told.from(), told.to()) {
        // What has an end, and has not ended.
        (Some(from), None) if told.outline.to.is_some() => {
            Some(format!("since {}", from.in_words()))
        }
        (from, to) => span(from, to),
    });
    for (field, text) in told.rest() {
        let date: Option<PartialDate> = text.parse().ok();
        match (field.name, field.shape, date) {
            ("note" | "url", ..) => {}
            (_, Shape::Date, Some(date)) => {
                further.push(format!("{} {}", field.label, date.in_words()));
            }
            ("number", ..) => further.push(format!("no. {text}")),
            ("grade", ..) => further.push(format!("grade {text}")),
            // A cause, one’s part in a project: they say what they are.
            _ => further.push(text.to_owned()),
        }
    }
    if !further.is_empty() {
        spans.push(Span::Plain(format!(", {}", further.join(", "))));
    }
    let text = |name| told.outline.text(&told.fields, Some(name));
    if let Some(url) = text("url") {
        spans.push(Span::Plain(" ".to_owned()));
        spans.push(Span::Link {
            text: bare(url).to_owned(),
            to: url.to_owned(),
        });
    }
    if let Some(note) = text("note") {
        spans.push(Span::Plain(format!("\n{note}")));
    }
    spans
}

/// Skills in one paragraph.
fn skills(blocks: &mut Vec<Block>, title: &str, part: Option<&Part>, shown: &[&str]) {
    let listed = part.map(|it| it.items.as_slice()).unwrap_or_default();
    let listed = listed.iter().map(|it| {
        let level = it.told.beside().map(|it| format!(" ({it})"));
        format!("{}{}", it.told.title(), level.unwrap_or_default())
    });
    let all: Vec<String> = listed
        .chain(shown.iter().map(|it| (*it).to_owned()))
        .collect();
    if !all.is_empty() {
        blocks.push(heading(Level::One, title));
        blocks.push(Block::Text(plain(all.join(", "))));
    }
}

/// Praise: what came from a file of theirs is their own words; what one saved oneself is one's own note of them.
fn said(item: &Item) -> Block {
    let told = &item.told;
    let text = |name| told.outline.text(&told.fields, Some(name));
    let by: Vec<&str> = [text("from"), text("from_role")]
        .into_iter()
        .flatten()
        .collect();
    Block::Quote {
        words: plain(told.title()),
        by: by.join(", "),
        on: None,
        kind: if item.came_in {
            QuoteKind::Given
        } else {
            QuoteKind::NotedByMe
        },
    }
}
