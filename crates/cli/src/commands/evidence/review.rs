use anyhow::Result;
use clap::Args;
use jiff::Span;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    views::review::{Section, Wanted, headings, review},
};

use super::answer;
use crate::{
    home::{Begin, Home},
    screen::{self, say},
    stop::Stop,
    words::count,
};

/// Draft a self-review from the evidence of a period, as Markdown
///
/// Each piece comes under the heading it shares most words with; without headings, under the groups of your ladder’s
/// skills.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// The beginning of the period; half a year ago without it
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,
    /// The end of the period; today without it
    #[arg(long, value_name = "DATE")]
    to: Option<PartialDate>,
    /// A heading of your company’s form; may be given several times, or once with a heading a line
    #[arg(long, value_name = "TEXT")]
    heading: Vec<String>,
    /// With what is marked as confidential
    #[arg(long)]
    confidential: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Review {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let half_a_year = book.today.saturating_sub(Span::new().months(6));
        let wanted = Wanted {
            from: self.from.map_or(half_a_year, PartialDate::first_day),
            to: self.to.map_or(book.today, PartialDate::last_day),
            headings: headings(&self.heading.join("\n")),
            confidential: self.confidential,
        };
        if wanted.to < wanted.from {
            return Err(Stop::usage(format!(
                "the period ends on {}, before it begins on {}",
                wanted.to, wanted.from
            )));
        }
        if facts.evidence.is_empty() && !self.json {
            return Ok(say(
                "There is no evidence to draft from yet. `windward log` keeps a line of what you did.",
            )?);
        }
        let draft = review(facts, &wanted);
        if draft.left_out > 0 {
            eprintln!(
                "{} left out; `--confidential` takes such pieces along.",
                count(
                    draft.left_out,
                    "confidential piece was",
                    "confidential pieces were"
                )
            );
        }
        if !self.json {
            return Ok(say(draft.to_markdown().trim_end())?);
        }
        let section = |section: &Section<'_>| {
            json!({
                "heading": section.heading,
                "evidence": section.pieces.iter().map(|of| answer(facts.framework, *of)).collect::<Vec<_>>(),
                "learned": section.learned.iter().filter_map(|of| of.it.learned.as_deref()).collect::<Vec<_>>(),
                "praise": section.praise.iter().map(|of| of.it.words.as_str()).collect::<Vec<_>>(),
            })
        };
        screen::json(&json!({
            "from": wanted.from,
            "to": wanted.to,
            "sections": draft.sections.iter().map(section).collect::<Vec<_>>(),
            "rest": section(&draft.rest),
            "left_out": draft.left_out,
        }))
    }
}
