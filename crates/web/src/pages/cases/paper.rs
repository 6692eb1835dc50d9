//! A packet as it is read: one page first, then the matrix, the stories, the evidence, what witnesses said.

use maud::{Markup, html};
use windward_core::record::{Packet, PacketLine, PacketPiece, PacketStory, PacketWords};

use crate::{components::url, words::Known};

/// The whole packet.
pub(in crate::pages) fn packet(it: &Packet) -> Markup {
    html! {
        article.card.packet {
            (first(it))
            (matrix(&it.matrix))
            @if !it.stories.is_empty() {
                section {
                    h2 { "Stories" }
                    @for story in &it.stories { (told(story)) }
                }
            }
            @if !it.evidence.is_empty() {
                section {
                    h2 { "Evidence" }
                    ol.plain { @for piece in &it.evidence { (evidence(piece)) } }
                }
            }
            @if !it.words.is_empty() {
                section {
                    h2 { "What others say" }
                    @for words in &it.words { (quoted(words)) }
                }
            }
        }
    }
}

fn first(it: &Packet) -> Markup {
    html! {
        section {
            h2 { "The case for " (it.rung) }
            p.soft {
                @if let Some(name) = &it.name { (name) }
                @if let Some(held) = &it.held { ", " (held) }
            }
            @if let Some(ask) = &it.ask { h3 { "The decision asked for" } (paragraphs(ask)) }
            @if let Some(why) = &it.why_now { h3 { "Why now" } (paragraphs(why)) }
            @if let Some(summary) = &it.summary { h3 { "Summary" } (paragraphs(summary)) }
        }
    }
}

fn matrix(lines: &[PacketLine]) -> Markup {
    let verdicts = lines.iter().any(|it| it.verdict.is_some());
    html! {
        @if !lines.is_empty() {
            section {
                h2 { "What the rung expects, and what shows it" }
                table.stack {
                    thead { tr { th scope="col" { "Expected" } th scope="col" { "Evidence" } th scope="col" { "Seen by" } @if verdicts { th scope="col" { "Verdict" } } } }
                    tbody {
                        @for line in lines {
                            tr {
                                th scope="row" { (line.name) @if let Some(asked) = &line.asked { " " span.soft { (asked) } } }
                                td data-label="Evidence" {
                                    @if line.evidence.is_empty() { span.soft { "none" } } @else { (numbers(&line.evidence)) }
                                    @if let Some(comment) = &line.comment { p.soft { (comment) } }
                                }
                                td data-label="Seen by" { (line.seen_by.join(", ")) }
                                @if verdicts { td data-label="Verdict" { @if let Some(verdict) = line.verdict { (verdict.label()) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn told(it: &PacketStory) -> Markup {
    html! {
        h3 { (it.title) }
        dl {
            @if let Some(text) = &it.situation { dt { "What was the matter" } dd { (paragraphs(text)) } }
            @if let Some(text) = &it.did { dt { "What I did" } dd { (paragraphs(text)) } }
            @if let Some(text) = &it.without_me { dt { "Without me" } dd { (paragraphs(text)) } }
            @if let Some(text) = &it.changed { dt { "What changed" } dd { (paragraphs(text)) } }
            @if let Some(text) = &it.source { dt { "Source" } dd { (link(text)) } }
            @if !it.seen_by.is_empty() { dt { "Who saw it" } dd { (it.seen_by.join(", ")) } }
            @if !it.evidence.is_empty() { dt { "Evidence" } dd { (numbers(&it.evidence)) } }
        }
    }
}

fn evidence(it: &PacketPiece) -> Markup {
    html! {
        li {
            p {
                strong { (it.number) ". " (it.what) } " "
                span.soft { (Known(it.on)) @if let Some(to) = it.to { " to " (Known(to)) } }
                @if it.summarised { " " span.tag.quiet { "summarised" } }
                @else if it.confidential { " " span.tag.warn { "confidential" } }
            }
            @if let Some(text) = &it.so_what { p { (text) } }
            @if let Some(text) = &it.figure { p { (text) } }
            @if let Some(text) = &it.my_part { p { em { "My part: " } (text) } }
            @if !it.seen_by.is_empty() { p.soft { "Seen by " (it.seen_by.join(", ")) } }
            @for link_to in &it.links { p { (link(link_to)) } }
        }
    }
}

/// What somebody said. What they wrote themselves and what was noted never look alike.
fn quoted(it: &PacketWords) -> Markup {
    let by = it.by.as_deref().unwrap_or("somebody");
    html! {
        @if it.given {
            figure.said.given {
                blockquote { (it.words) }
                figcaption { "In their own words: " (by) @if let Some(role) = &it.role { ", " (role) } @if let Some(on) = it.on { ", " (Known(on)) } }
            }
        } @else {
            figure.said.noted {
                p { em { "As I noted it: " } (it.words) }
                figcaption { (by) @if let Some(role) = &it.role { ", " (role) } @if let Some(on) = it.on { ", " (Known(on)) } }
            }
        }
    }
}

/// ‘1, 4 and 7’ as text: the numbers of evidence.
fn numbers(numbers: &[u16]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    crate::words::list(&numbers)
}

fn link(text: &str) -> Markup {
    html! {
        @match url(text) {
            Some(href) => { a href=(href) rel="noreferrer" { (text) } }
            None => { (text) }
        }
    }
}

fn paragraphs(text: &str) -> Markup {
    html! { @for part in text.split("\n\n").filter(|it| !it.trim().is_empty()) { p { (part) } } }
}
