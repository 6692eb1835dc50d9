//! `windward talk record`: what was said and promised, in one go.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    framework::FrameworkHash,
    record::{
        Conversation, Feedback, FeedbackSort, Praise, Promise, PromiseOwner, Relation, TalkNote,
    },
    views::talks::{
        actionable::{Clarity, heard},
        partners::{With, notes, partner},
    },
};

use super::{find, of_manager};
use crate::{
    days,
    home::Home,
    names,
    screen::{self, BOLD, PLAIN, Screen},
    stop::Stop,
};

/// Record a conversation: notes, what was said about your work, what was promised
#[derive(Debug, Args)]
pub(crate) struct Record {
    /// Your notes
    note: Vec<String>,
    /// With whom; without it, with your manager
    #[arg(long, value_name = "NAME")]
    with: Option<String>,
    /// What they are to you, if they are new: manager, skip-level, peer, mentor or other
    #[arg(long, value_name = "WORD")]
    relation: Option<String>,
    /// When; today without it
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// Praise that was given; saved among your praise, too
    #[arg(long, value_name = "WORDS")]
    praise: Vec<String>,
    /// Criticism that was given
    #[arg(long, value_name = "WORDS")]
    criticism: Vec<String>,
    /// Advice that was given
    #[arg(long, value_name = "WORDS")]
    advice: Vec<String>,
    /// What you promised; with a date as in ‘Send the memo=2026-12-01’
    #[arg(long, value_name = "WHAT[=DATE]")]
    mine: Vec<String>,
    /// What they promised
    #[arg(long, value_name = "WHAT[=DATE]")]
    theirs: Vec<String>,
    /// The lines that waited were brought up
    #[arg(long)]
    raised: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Record {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let mut with = match &self.with {
            Some(typed) => find(book, typed),
            None => of_manager(facts),
        };
        if let Some(word) = &self.relation {
            with.relation = names::word("relation", word, Relation::WORDS)?;
        }
        let on = days::that_was(self.on, book.today, "record what was said")?;
        let note = self.note.join(" ").trim().to_owned();
        let said = self.said(&with, on, book.framework.hash);
        let promised = self.promised(&with, on)?;
        let (contact, whom) = (with.who.contact, with.who.name.map(str::to_owned));
        let nothing = note.is_empty() && said.is_empty() && promised.is_empty();
        if nothing && !self.raised {
            return Err(Stop::usage(
                "say what was said: notes, or `--praise`, `--criticism`, `--advice`, `--mine`, `--theirs`",
            ));
        }
        let planned = with.counterpart.and_then(|of| partner(facts, of).planned);
        let planned =
            planned.filter(|of| of.it.planned.is_none_or(|day| !day.is_after(on.last_day())));
        let blank = Conversation {
            contact,
            whom: whom.clone(),
            relation: with.relation,
            planned: None,
            held: true,
            prepared: None,
            note: None,
            on,
            framework: book.framework.hash,
            unknown: Map::new(),
        };
        let held = Conversation {
            held: true,
            on,
            note: Some(note).filter(|note| !note.is_empty()),
            ..planned.map_or(blank, |of| of.it.clone())
        };
        let id = beginning.act(|act| {
            let id = act.revise_or_add(planned, held);
            if self.raised {
                for of in notes(facts, &with) {
                    act.revise(
                        of,
                        TalkNote {
                            raised: Some(id),
                            ..of.it.clone()
                        },
                    );
                }
            }
            for it in &said {
                let praise = (it.sort == FeedbackSort::Praise).then(|| {
                    act.add(Praise {
                        words: it.words.clone(),
                        from: whom.clone(),
                        on: Some(on),
                        ..Praise::default()
                    })
                });
                act.add(Feedback {
                    from: Some(id),
                    praise,
                    ..it.clone()
                });
            }
            for it in promised {
                act.add(Promise {
                    from: Some(id),
                    ..it
                });
            }
            id
        })?;
        if self.json {
            return screen::json(&json!({ "item": id }));
        }
        let mut screen = Screen::new();
        screen.line(format_args!(
            "Recorded: a conversation with {}, {on}.",
            with.name()
        ));
        for it in &said {
            let heard = heard(it);
            if let (Clarity::Vague, Some(question)) = (heard.verdict, heard.question(it.sort)) {
                screen.paragraph(2, BOLD, &format!("‘{}’ is vague.", it.words));
                screen.paragraph(4, PLAIN, &format!("Ask: {question}"));
            }
        }
        Ok(screen.show()?)
    }
}

impl Record {
    fn said(&self, with: &With<'_>, on: PartialDate, framework: FrameworkHash) -> Vec<Feedback> {
        let words = [
            (FeedbackSort::Praise, &self.praise),
            (FeedbackSort::Criticism, &self.criticism),
            (FeedbackSort::Advice, &self.advice),
        ];
        let all = words
            .iter()
            .flat_map(|(sort, all)| all.iter().map(|words| (*sort, words.trim())));
        all.filter(|(_, words)| !words.is_empty())
            .map(|(sort, words)| Feedback {
                contact: with.who.contact,
                whom: with.who.name.map(str::to_owned),
                ..Feedback::new(words, sort, on, framework)
            })
            .collect()
    }

    fn promised(&self, with: &With<'_>, on: PartialDate) -> Result<Vec<Promise>> {
        let mine = self.mine.iter().map(|typed| (PromiseOwner::Mine, typed));
        let theirs = self
            .theirs
            .iter()
            .map(|typed| (PromiseOwner::Theirs, typed));
        mine.chain(theirs)
            .map(|(owner, typed)| {
                Ok(Promise {
                    contact: with.who.contact,
                    whom: with.who.name.map(str::to_owned),
                    ..promise(typed, owner, on)?
                })
            })
            .collect()
    }
}

/// A promise as it is typed: what, and perhaps by when.
fn promise(typed: &str, owner: PromiseOwner, on: PartialDate) -> Result<Promise> {
    let (what, due) = match typed.rsplit_once('=') {
        Some((what, due)) => match due.trim().parse() {
            Ok(due) => (what, Some(due)),
            // An equals sign in the words themselves.
            Err(_) => (typed, None),
        },
        None => (typed, None),
    };
    let what = what.trim();
    if what.is_empty() {
        return Err(Stop::usage("say what was promised"));
    }
    Ok(Promise {
        due,
        ..Promise::new(what, owner, on)
    })
}
