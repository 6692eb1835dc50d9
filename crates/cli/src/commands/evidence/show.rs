use anyhow::Result;
use clap::Args;
use windward_core::views::{drafts::missing, evidence::piece};

use super::{answer, find};
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
};

/// Show one piece of evidence, what it backs, and what would make it carry more
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The id, or the end of it that `evidence list` shows
    id: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let framework = facts.framework;
        let of = find(&book.record, &self.id)?;
        let piece = piece(facts, of.id);
        let backs = piece.iter().flat_map(|it| &it.backs);
        if self.json {
            let mut answer = answer(framework, of);
            answer["carries"] = piece.as_ref().map(|it| it.carries.word()).into();
            answer["backs"] = backs.map(|it| it.expectation.id().to_string()).collect();
            answer["missing"] = missing(of.it).iter().map(|it| it.label()).collect();
            return screen::json(&answer);
        }
        let it = of.it;
        let mut screen = Screen::new();
        screen.heading(&it.what);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let until = it.to.map(|to| format!(" to {to}")).unwrap_or_default();
        let skills = it.skills.iter().map(|shown| {
            let skill = framework.skill(&shown.skill);
            let name = skill.map_or(shown.skill.as_str(), |skill| &skill.name);
            format!("{name} ({})", framework.word(shown.proficiency))
        });
        let duties = it.responsibilities.iter().map(|id| {
            let known = framework.expectation(id);
            known.map_or_else(|| id.to_string(), |(_, duty)| duty.text().to_owned())
        });
        let rows = [
            ("when", format!("{}{until}", it.on)),
            ("so what", text(&it.so_what)),
            (
                "in figures",
                it.figure
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            ("my part", text(&it.my_part)),
            ("skills", skills.collect::<Vec<_>>().join(", ")),
            ("duties", duties.collect::<Vec<_>>().join("; ")),
            ("who saw it", it.witnesses.join(", ")),
            ("links", it.links.join(" ")),
            (
                "confidential",
                if it.confidential { "yes" } else { "" }.to_owned(),
            ),
        ];
        let rows = rows.into_iter().filter(|(_, says)| !says.is_empty());
        let rows: Vec<Vec<Cell>> = rows
            .map(|(name, says)| vec![Cell::new(name, DIM), says.into()])
            .collect();
        screen.table(&rows);
        if let Some(piece) = &piece {
            screen.heading(&format!(
                "It {}",
                if piece.backs.is_empty() {
                    "backs nothing now"
                } else {
                    "backs"
                }
            ));
            if piece.backs.is_empty() {
                screen.paragraph(2, PLAIN, piece.carries.label());
            }
            for backed in &piece.backs {
                screen.paragraph(2, BOLD, backed.name);
                screen.paragraph(4, DIM, &backed.rung.name);
            }
        }
        let missing = missing(it);
        if !missing.is_empty() {
            screen.heading("What would make it carry more");
            for what in missing {
                screen.paragraph(2, PLAIN, &format!("{}: {}", what.label(), what.why()));
            }
        }
        Ok(screen.show()?)
    }
}
