use anyhow::Result;
use clap::{Args, ValueEnum};
use windward_core::{
    date::PartialDate,
    framework::ExpectationId,
    views::{
        drafts::{drafts, minutes},
        evidence::{Carries, Filter, pieces},
        search::Query,
    },
};

use super::{answer, short_id};
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, Cell, DIM, GOOD, OPEN, PLAIN, Screen},
    stop::Stop,
    words::count,
};

/// List your evidence, the latest first, each with the end of its id
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only what has these words: other forms and beginnings of words are found too
    #[arg(long, value_name = "WORDS")]
    find: Option<String>,
    /// Only what shows this skill
    #[arg(long, value_name = "SKILL")]
    skill: Option<String>,
    /// Only what shows this expectation of a rung, by its id
    #[arg(long, value_name = "ID")]
    expectation: Option<String>,
    /// Only what was done then or later
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,
    /// Only what was done then or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<PartialDate>,
    /// Only what backs something of your rung or the next, or only what does not
    #[arg(long, value_enum)]
    backs: Option<YesNo>,
    /// Only what is confidential, or only what is not
    #[arg(long, value_enum)]
    confidential: Option<YesNo>,
    /// Only lines that want to be completed, with what they lack
    #[arg(long, conflicts_with_all = ["find", "skill", "expectation", "from", "to", "backs", "confidential"])]
    drafts: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

impl List {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let framework = facts.framework;
        if self.drafts {
            return waiting(facts, self.json);
        }
        let skill = self
            .skill
            .as_deref()
            .map(|typed| names::skill(framework, typed))
            .transpose()?;
        let expectation = self.expectation.map(ExpectationId::new);
        let expectation =
            match &expectation {
                Some(id) => {
                    let known = framework.expectation(id).map(|(_, known)| known);
                    Some(known.ok_or_else(|| {
                        Stop::usage(format!("no rung has the expectation ‘{id}’"))
                    })?)
                }
                None => None,
            };
        let yes = |it: YesNo| it == YesNo::Yes;
        let filter = Filter {
            query: self.find.as_deref().and_then(Query::parse),
            skill,
            expectation,
            from: self.from,
            to: self.to,
            backs: self.backs.map(yes),
            confidential: self.confidential.map(yes),
        };
        let found = pieces(facts, &filter);
        if self.json {
            let lines = found.iter().map(|piece| {
                let mut line = answer(framework, piece.of);
                line["carries"] = piece.carries.word().into();
                line["backs"] = piece
                    .backs
                    .iter()
                    .map(|it| it.expectation.id().to_string())
                    .collect();
                line
            });
            return screen::json(&lines.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        let rows: Vec<Vec<Cell>> = found
            .iter()
            .map(|piece| {
                let style = match piece.carries {
                    Carries::Backs => GOOD,
                    Carries::Bare => OPEN,
                    Carries::Beside | Carries::Aged => DIM,
                };
                let kept = if piece.of.it.confidential {
                    "confidential"
                } else {
                    ""
                };
                vec![
                    Cell::new(short_id(piece.of.id), DIM),
                    piece.of.it.on.to_string().into(),
                    Cell::new(piece.carries.label(), style),
                    Cell::new(kept, OPEN),
                    Cell::new(piece.of.it.what.as_str(), PLAIN),
                ]
            })
            .collect();
        screen.line(count(rows.len(), "piece", "pieces"));
        screen.table(&rows);
        Ok(screen.show()?)
    }
}

/// Lines that say too little, and what they lack.
fn waiting(facts: &windward_core::views::facts::Facts<'_>, json: bool) -> Result<()> {
    let waiting = drafts(facts);
    if json {
        let lines = waiting.iter().map(|draft| {
            let mut line = answer(facts.framework, draft.of);
            line["missing"] = draft.missing.iter().map(|it| it.label()).collect();
            line
        });
        return screen::json(&lines.collect::<Vec<_>>());
    }
    let mut screen = Screen::new();
    if waiting.is_empty() {
        screen.line("Nothing waits: every line of the last two years says what it shows and what came of it.");
        return Ok(screen.show()?);
    }
    screen.line(format_args!(
        "{}, about {}",
        count(waiting.len(), "line to complete", "lines to complete"),
        count(minutes(waiting.len()), "minute", "minutes")
    ));
    for draft in &waiting {
        let it = draft.of.it;
        screen.paragraph(
            2,
            PLAIN,
            &format!("{}  {}  {}", short_id(draft.of.id), it.on, it.what),
        );
        let lacks: Vec<&str> = draft.missing.iter().map(|it| it.label()).collect();
        screen.paragraph(4, DIM, &format!("It does not say: {}.", lacks.join("; ")));
    }
    Ok(screen.show()?)
}
