//! A draft of a self-review: the evidence of a period under the headings that somebody is asked for.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::{
    date::PartialDate,
    framework::Framework,
    record::{Evidence, FridayMinute, Of, Praise},
    views::{facts::Facts, search::stems},
};

/// What a draft is made from.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The first day it is about.
    pub from: Date,
    /// The last day it is about.
    pub to: Date,
    /// The headings, in their order; with none, the groups of the ladder's skills.
    pub headings: Vec<String>,
    /// Whether what is marked as confidential is chosen all the same.
    pub confidential: bool,
}

/// The draft.
#[derive(Debug, Clone)]
pub struct Review<'a> {
    /// A section for each heading, those with nothing under them too.
    pub sections: Vec<Section<'a>>,
    /// What belongs under no heading.
    pub rest: Section<'a>,
    /// Pieces left out because they are marked as confidential.
    pub left_out: usize,
}

/// What stands under one heading.
#[derive(Debug, Clone, Default)]
pub struct Section<'a> {
    /// The heading.
    pub heading: String,
    /// What was done, in the order of time.
    pub pieces: Vec<Of<'a, Evidence>>,
    /// What was learned, from the Friday minutes.
    pub learned: Vec<Of<'a, FridayMinute>>,
    /// What others said.
    pub praise: Vec<Of<'a, Praise>>,
}

/// Headings that are read; a form has perhaps ten.
pub const MOST_HEADINGS: usize = 40;

/// Characters of a heading that are read: a question of two or three lines.
pub const MOST_IN_A_HEADING: usize = 300;

/// Words of a heading that ask for what was learned, as stems.
const LEARNING: [&str; 4] = ["learn", "grow", "growth", "develop"];

/// Words of a heading that ask for what others said, as stems.
const OTHERS: [&str; 5] = ["feedback", "prais", "recognit", "other", "peer"];

/// Words that say nothing about what a heading asks for, as stems.
const SMALL: [&str; 40] = [
    "the", "a", "an", "and", "or", "of", "in", "on", "to", "for", "with", "by", "your", "you",
    "our", "we", "i", "my", "this", "that", "what", "which", "how", "did", "do", "have", "has",
    "was", "were", "are", "is", "be", "at", "from", "it", "as", "past", "period", "year", "pleas",
];

impl Section<'_> {
    /// Whether there is nothing under it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.learned.is_empty() && self.praise.is_empty()
    }
}

/// Reads headings as they were typed or pasted from a form: one a line, without marks of Markdown, numbers, bullets
/// and the colon at the end. The same heading twice is one.
#[must_use]
pub fn headings(text: &str) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line
            .trim()
            .trim_start_matches(['#', '-', '*', '•', '–', '>', ' ', '\t']);
        let numbered = line.trim_start_matches(|it: char| it.is_ascii_digit());
        let line = match numbered.strip_prefix(['.', ')']) {
            Some(rest) if numbered.len() < line.len() => rest,
            _ => line,
        };
        let line = line.trim().trim_matches([':', '*']).trim();
        let heading: String = line.chars().take(MOST_IN_A_HEADING).collect();
        if !heading.is_empty() && !headings.contains(&heading) && headings.len() < MOST_HEADINGS {
            headings.push(heading);
        }
    }
    headings
}

/// Drafts a review.
///
/// A piece stands under the one heading with which it shares most: a word of the heading counts three where it is in
/// the name of a skill shown or of its group, two in a duty shown, one in what the piece says; the earlier heading of
/// equals. What shares no word with any heading stands at the end, so that nothing is lost.
#[must_use]
pub fn review<'a>(facts: &Facts<'a>, wanted: &Wanted) -> Review<'a> {
    let framework = facts.framework;
    let groups = framework.groups.iter().map(|group| group.name.clone());
    let headings: Vec<String> = if wanted.headings.is_empty() {
        groups.collect()
    } else {
        wanted.headings.clone()
    };
    let asked: Vec<Vec<String>> = headings.iter().map(|heading| telling(heading)).collect();
    let section = |heading: String| Section {
        heading,
        ..Section::default()
    };
    let mut review = Review {
        sections: headings.into_iter().map(section).collect(),
        rest: section("Also in this period".to_owned()),
        left_out: 0,
    };
    let within = |from: PartialDate, to: PartialDate| {
        from.first_day() <= wanted.to && to.last_day() >= wanted.from
    };
    let earliest_first = facts.evidence.iter().rev();
    for of in earliest_first.filter(|of| within(of.it.on, of.it.until())) {
        if of.it.confidential && !wanted.confidential {
            review.left_out += 1;
            continue;
        }
        let places = places(framework, of.it);
        let shared = |heading: &Vec<String>| -> u32 {
            let words = heading.iter();
            words
                .filter_map(|word| places.iter().find(|(_, stems)| stems.contains(word)))
                .map(|(weight, _)| weight)
                .sum()
        };
        let weighed = asked.iter().map(shared).enumerate();
        // The first of equals: `max_by_key` takes the last.
        let best = weighed
            .rev()
            .max_by_key(|(_, share)| *share)
            .filter(|(_, share)| *share > 0);
        let section = best.map_or(&mut review.rest, |(at, _)| &mut review.sections[at]);
        section.pieces.push(*of);
    }
    let asks_for = |words: &[&str]| {
        asked
            .iter()
            .position(|stems| stems.iter().any(|it| words.contains(&it.as_str())))
    };
    let fridays = facts
        .fridays
        .iter()
        .rev()
        .filter(|of| within(of.it.on, of.it.on));
    let learned = fridays.filter(|of| of.it.learned.is_some()).copied();
    match asks_for(&LEARNING) {
        Some(at) => review.sections[at].learned.extend(learned),
        None => review.rest.learned.extend(learned),
    }
    let praise = facts
        .praise
        .iter()
        .rev()
        .filter(|of| of.it.on.is_some_and(|on| within(on, on)))
        .copied();
    match asks_for(&OTHERS) {
        Some(at) => review.sections[at].praise.extend(praise),
        None => review.rest.praise.extend(praise),
    }
    review
}

/// The words of a heading that say what it asks for.
fn telling(heading: &str) -> Vec<String> {
    let mut words = stems(heading);
    words.retain(|word| !SMALL.contains(&word.as_str()));
    words
}

/// The words of a piece by the place they stand in, what weighs most first.
fn places(framework: &Framework, it: &Evidence) -> [(u32, Vec<String>); 3] {
    let skills = it
        .skills
        .iter()
        .filter_map(|shown| framework.skill(&shown.skill));
    let names: Vec<&str> = skills
        .flat_map(|skill| {
            let group = framework
                .groups
                .iter()
                .find(|group| group.id == skill.group);
            [
                Some(skill.name.as_str()),
                group.map(|group| group.name.as_str()),
            ]
        })
        .flatten()
        .collect();
    let duties = it
        .responsibilities
        .iter()
        .filter_map(|id| framework.expectation(id));
    let duties: Vec<&str> = duties.map(|(_, duty)| duty.text()).collect();
    let says = [Some(&it.what), it.so_what.as_ref(), it.my_part.as_ref()];
    let says: Vec<&str> = says.into_iter().flatten().map(String::as_str).collect();
    [
        (3, stems(&names.join(" "))),
        (2, stems(&duties.join(" "))),
        (1, stems(&says.join(" "))),
    ]
}

impl Review<'_> {
    /// The draft as Markdown, to be edited. A heading with nothing under it says so.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        for section in &self.sections {
            _ = writeln!(out, "## {}\n", section.heading);
            if section.is_empty() {
                out.push_str("(Nothing in your log answers this yet.)\n\n");
            } else {
                write_section(&mut out, section);
            }
        }
        if !self.rest.is_empty() {
            _ = writeln!(out, "## {}\n", self.rest.heading);
            write_section(&mut out, &self.rest);
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

fn write_section(out: &mut String, section: &Section<'_>) {
    for of in &section.pieces {
        let it = of.it;
        _ = writeln!(out, "- {} ({})", it.what, span(it));
        if let Some(so_what) = &it.so_what {
            _ = writeln!(out, "  - What came of it: {so_what}");
        }
        if let Some(figure) = &it.figure {
            _ = writeln!(out, "  - In figures: {figure}");
        }
        if let Some(my_part) = &it.my_part {
            _ = writeln!(out, "  - My part: {my_part}");
        }
        if !it.witnesses.is_empty() {
            _ = writeln!(out, "  - Seen by: {}", it.witnesses.join("; "));
        }
    }
    let learned = section
        .learned
        .iter()
        .filter_map(|of| Some((of.it.learned.as_deref()?, of.it.on)));
    for (learned, on) in learned {
        _ = writeln!(out, "- Learned: {learned} ({})", on.in_words());
    }
    for of in &section.praise {
        let from = of.it.from.as_deref().unwrap_or("Somebody");
        _ = writeln!(out, "- {from}: ‘{}’", of.it.words);
    }
    out.push('\n');
}

/// ‘March 2026’, ‘March 2026 to May 2026’.
fn span(it: &Evidence) -> String {
    match it.to.filter(|to| *to != it.on) {
        Some(to) => format!("{} to {}", it.on.in_words(), to.in_words()),
        None => it.on.in_words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_come_without_the_marks_of_a_form() {
        let pasted = "# Self-review 2026\n\n1. Impact on customers:\n2) **How did you work with others?**\n- Growth\nGrowth\n2026 goals";
        assert_eq!(
            headings(pasted),
            [
                "Self-review 2026",
                "Impact on customers",
                "How did you work with others?",
                "Growth",
                "2026 goals"
            ]
        );
        let many: Vec<String> = (0..100).map(|at| format!("Heading {at}")).collect();
        assert_eq!(
            headings(&many.join(
                "
"
            ))
            .len(),
            MOST_HEADINGS
        );
    }
}
