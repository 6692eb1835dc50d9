//! A whole ladder on one page that stands alone: to be read, printed and passed on before anybody is read against it.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use windward_core::framework::{Framework, Level, Phase, Play, Rung, Skill};

use super::{Marks, map, move_from, track};
use crate::{assets, pages::course::typical, words};

/// What a page says made it, near its beginning: it may be made anew over itself, and over nothing else.
pub const SHEET: &str = "Windward ladder sheet";

/// The page, as HTML with everything it needs in it.
#[must_use]
pub fn sheet(framework: &Framework) -> String {
    let marks = Marks::none();
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(SHEET);
                meta name="color-scheme" content="light dark";
                title { (framework.name) " " (framework.version) }
                style { (PreEscaped(assets::style_text())) }
            }
            body.bare {
                main #main {
                    header.top { div {
                        h1 { (framework.name) }
                        div.lede { p { (framework.summary) } }
                        p.soft { "Version " (framework.version) ": " (words::count(framework.rungs.len(), "rung", "rungs")) ", " (words::count(framework.skills.len(), "skill", "skills")) ", " (words::count(framework.plays.len(), "play", "plays")) ". How well somebody does something has five words: " (framework.proficiencies.join(", ")) "." }
                    } }
                    section { figure.card { (map::map(framework, &marks)) (map::narrow(framework, &marks)) } }
                    @for phase in framework.phases.iter().rev() { (phase_part(framework, phase)) }
                    @for group in &framework.groups {
                        section {
                            h2 { (group.name) small { " skills" } }
                            @for skill in framework.skills_of(&group.id) { (skill_part(framework, skill)) }
                        }
                    }
                    @if !framework.plays.is_empty() {
                        section {
                            h2 { "Plays " small { "ways to grow" } }
                            @for play in &framework.plays { (play_part(framework, play)) }
                        }
                    }
                    @if !framework.sources.is_empty() {
                        section {
                            h2 { "Sources" }
                            ul { @for source in &framework.sources { li { (source.title) ", " (source.by) ". " span.soft { (source.note) } } } }
                        }
                    }
                }
            }
        }
    };
    // Within the page the rungs are chapters, not pages of their own.
    whole
        .into_string()
        .replace("href=\"/ladder/", "href=\"#rung-")
}

fn phase_part(framework: &Framework, phase: &Phase) -> Markup {
    let rungs = framework.rungs.iter().rev();
    html! {
        section {
            h2 { (phase.name) @if !phase.also.is_empty() { " " small { "also called " (phase.also.join(", ")) } } }
            p { (phase.about) }
            ul { @for core in &phase.core { li { (core) } } }
            @for rung in rungs.filter(|rung| rung.phase == phase.id) { (rung_part(framework, rung)) }
        }
    }
}

fn rung_part(framework: &Framework, rung: &Rung) -> Markup {
    let moves = framework.moves.iter();
    let moves = moves.filter(|step| step.from.as_ref() == Some(&rung.id));
    let handed_on = rung.hands_on.iter();
    let handed_on: Vec<&str> = handed_on
        .filter_map(|id| framework.expectation(id))
        .map(|(_, expectation)| expectation.text())
        .collect();
    html! {
        article.card #{ "rung-" (rung.id) } {
            h3 { (rung.name) }
            p.tags { (track(rung.track)) }
            p { (rung.about) }
            dl.facts {
                dt { "Comes from" } dd { (rung.background) }
                dt { "Typically" } dd { (typical(rung)) ", described, never due" }
                @if !rung.aliases.is_empty() { dt { "Also called" } dd { (rung.aliases.join(", ")) } }
            }
            h4 { "What it asks" }
            table.stack {
                thead { tr { th scope="col" { "Skill" } th scope="col" { "At least" } th scope="col" { "What of it" } } }
                tbody {
                    @for ask in &rung.asks {
                        tr {
                            th scope="row" { (framework.skill(&ask.skill).map_or(ask.skill.as_str(), |it| it.name.as_str())) }
                            td data-label="At least" { (match ask.level { Level::At(proficiency) => framework.word(proficiency), Level::HandedOn => "handed on" }) }
                            td data-label="What of it" { (ask.text) }
                        }
                    }
                }
            }
            h4 { "What it does" }
            ul { @for duty in &rung.responsibilities { li { (duty.text) } } }
            @if !handed_on.is_empty() {
                h4 { "Done through others from here on" }
                ul { @for text in handed_on { li { (text) } } }
            }
            h4 { "Moves from here" }
            ul.steps { @for step in moves { (move_from(framework, step)) } }
        }
    }
}

fn skill_part(framework: &Framework, skill: &Skill) -> Markup {
    html! {
        article.card #{ "skill-" (skill.id) } {
            h3 { (skill.name) }
            p { (skill.about) }
            ol.anchors {
                @for (word, anchor) in framework.proficiencies.iter().zip(&skill.anchors) {
                    li { strong { (word) } br; (anchor) }
                }
            }
        }
    }
}

fn play_part(framework: &Framework, play: &Play) -> Markup {
    let grows = play.works_on.iter().map(|it| {
        let name = framework.skill(&it.skill).map_or("", |skill| &skill.name);
        format!("{name}, up to {}", framework.word(it.up_to))
    });
    html! {
        article.card #{ "play-" (play.id) } {
            h3 { (play.name) }
            p { (play.about) }
            dl.facts {
                dt { "Grows" } dd { (grows.collect::<Vec<_>>().join("; ")) }
                dt { "Takes" } dd { (words::count(play.hours_a_week.into(), "hour", "hours")) " a week for " (words::count(play.weeks.into(), "week", "weeks")) ", " (play.setting.label()) }
                dt { "Leaves" } dd { (play.leaves) }
                dt { "First step" } dd { (play.first_step) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use windward_core::framework::{PRODUCT, STUDIO};

    use super::*;

    #[test]
    fn everything_of_a_ladder_stands_on_it_and_it_asks_for_nothing() {
        for text in [PRODUCT, STUDIO] {
            let framework = Framework::parse(text).unwrap();
            let page = sheet(&framework);
            for rung in &framework.rungs {
                assert!(page.contains(&format!("id=\"rung-{}\"", rung.id)));
                for ask in &rung.asks {
                    assert!(
                        page.contains(&html! { (ask.text) }.into_string()),
                        "{}",
                        ask.id
                    );
                }
            }
            for skill in &framework.skills {
                for anchor in &skill.anchors {
                    assert!(page.contains(&html! { (anchor) }.into_string()), "{anchor}");
                }
            }
            for play in &framework.plays {
                assert!(page.contains(&format!("id=\"play-{}\"", play.id)));
            }
            for address in ["href=\"/", "src=", "http://", "https://"] {
                assert!(!page.contains(address), "{address}");
            }
        }
    }
}
