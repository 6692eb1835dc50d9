//! A packet as it is read: one page first, then the matrix, the stories, the evidence, what witnesses said.

use maud::{Markup, html};
use windward_core::{
    record::{Packet, PacketLine, PacketPiece, PacketStory, PacketWords},
    views::case::Change,
};

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
                                td data-label="Seen by" { (people(&line.seen_by)) }
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
            @if !it.seen_by.is_empty() { dt { "Who saw it" } dd { (people(&it.seen_by)) } }
            @if !it.evidence.is_empty() { dt { "Evidence" } dd { (numbers(&it.evidence)) } }
        }
    }
}

fn evidence(it: &PacketPiece) -> Markup {
    html! {
        li {
            p {
                strong { (it.number) ". " (it.what) } " "
                span.soft { span.nowrap { (Known(it.on)) } @if let Some(to) = it.to { " to " span.nowrap { (Known(to)) } } }
                @if it.summarised { " " span.tag.quiet { "summarised" } }
                @else if it.confidential { " " span.tag.warn { "confidential" } }
            }
            @if let Some(text) = &it.so_what { p { (text) } }
            @if let Some(text) = &it.figure { p { (text) } }
            @if let Some(text) = &it.my_part { p { em { "My part: " } (text) } }
            @if !it.seen_by.is_empty() { p.soft { "Seen by " (people(&it.seen_by)) } }
            @for link_to in &it.links { p { (link(link_to)) } }
        }
    }
}

/// Several people. Each may stand with what they are, ‘Tom Okafor, sales’, so no comma parts one from the next.
fn people(names: &[String]) -> String {
    names.join("; ")
}

/// What changed in a packet, a line each; what holds for many is named beneath on demand.
pub(super) fn changed(all: &[Change]) -> Markup {
    html! {
        ul.steps {
            @for it in all {
                li {
                    (it.says)
                    @if !it.which.is_empty() {
                        details { summary { "Which they are" } ul { @for name in &it.which { li { (name) } } } }
                    }
                }
            }
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
                figcaption { "In their own words: " (by) @if let Some(role) = &it.role { ", " (role) } @if let Some(on) = it.on { ", " span.nowrap { (Known(on)) } } }
            }
        } @else {
            figure.said.noted {
                p { em { "As I noted it: " } (it.words) }
                figcaption { (by) @if let Some(role) = &it.role { ", " (role) } @if let Some(on) = it.on { ", " span.nowrap { (Known(on)) } } }
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

#[cfg(test)]
mod tests {
    use windward_core::{
        date::PartialDate,
        id::{CountedIds, NewIds},
    };

    use super::*;

    #[test]
    fn people_who_stand_with_what_they_are_are_told_apart() {
        let on = PartialDate::day(jiff::civil::date(2026, 9, 18));
        let piece = PacketPiece {
            number: 1,
            item: CountedIds::default().item(),
            what: "Priced it".to_owned(),
            so_what: None,
            figure: None,
            my_part: None,
            on,
            to: None,
            seen_by: ["Ines Duarte, finance", "Tom Okafor, sales"]
                .map(str::to_owned)
                .to_vec(),
            links: Vec::new(),
            confidential: false,
            summarised: false,
            unknown: serde_json::Map::new(),
        };
        let says = evidence(&piece).into_string();
        assert!(
            says.contains("Seen by Ines Duarte, finance; Tom Okafor, sales"),
            "{says}"
        );
        assert!(
            says.contains("<span class=\"nowrap\">18 September 2026</span>"),
            "a day stays in one line: {says}"
        );
    }
}
