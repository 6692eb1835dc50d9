//! Writing an agreement down, changing its terms, and marking what became of them.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Agreement, Answer, Decider, Of, Term},
    views::{
        facts::Facts,
        talks::{
            agreement::{agreed, answered},
            partners::manager,
            who::{Names as _, Who},
        },
    },
};
use windward_web::book::Book;

use super::find;
use crate::{
    commands::talk::known,
    home::{Begin, Home},
    names,
    screen::{self, hint},
    stop::Stop,
    words::halves,
};

/// Write down what must be shown, by when, and who has to agree
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// For what: the next rung, a role, a raise in scope
    what: String,
    /// With whom; without it, with your manager
    #[arg(long, value_name = "NAME")]
    with: Option<String>,
    #[command(flatten)]
    terms: Terms,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Change the terms; the ones before stay as a version
#[derive(Debug, Args)]
pub(crate) struct Change {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// For what
    #[arg(long, value_name = "TEXT")]
    what: Option<String>,
    /// Leave a term out: its number, or a part of its words
    #[arg(long, value_name = "TERM")]
    without: Vec<String>,
    #[command(flatten)]
    terms: Terms,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Terms {
    /// What must be shown and how both of you will know, as often as needed; the same words again change how
    #[arg(long, value_name = "WHAT[=HOW]")]
    term: Vec<String>,
    /// Who else has to agree, as often as needed
    #[arg(long, value_name = "NAME")]
    decider: Vec<String>,
    /// By when
    #[arg(long, value_name = "DATE")]
    by: Option<PartialDate>,
    /// The rung that it is about
    #[arg(long, value_name = "RUNG")]
    rung: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Say that a term has been shown
#[derive(Debug, Args)]
pub(crate) struct Shown {
    /// Which agreement
    which: String,
    /// Which term: its number, or a part of its words
    term: String,
    /// It has not been, after all
    #[arg(long)]
    not: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Note what somebody who has to agree said
#[derive(Debug, Args)]
pub(crate) struct Answered {
    /// Which agreement
    which: String,
    /// Who
    who: String,
    /// asked, agreed, declined or not-asked
    answer: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Say that an agreement is over
#[derive(Debug, Args)]
pub(crate) struct End {
    /// Which agreement
    which: String,
    /// How it ended
    note: Vec<String>,
    /// It goes on, after all
    #[arg(long)]
    not: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let what = self.what.trim();
        if what.is_empty() {
            return Err(Stop::usage("say what it is for"));
        }
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let with = match self.with.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => known(book, name),
            _ => manager(facts).map_or_else(Who::default, |of| facts.talks.who(of.it)),
        };
        let today = PartialDate::day(book.today);
        let mut it = Agreement {
            contact: with.contact,
            whom: with.name.map(str::to_owned),
            ..Agreement::new(what, today, book.framework.hash)
        };
        self.terms.put(book, &mut it)?;
        let id = beginning.act(|act| act.add(it))?;
        screen::done(
            self.json,
            &json!({ "item": id }),
            format_args!("Written down: {what}"),
        )
    }
}

impl Terms {
    /// Puts what was typed into an agreement.
    fn put(self, book: &Book, it: &mut Agreement) -> Result<()> {
        for typed in &self.term {
            let (what, known_by) = halves(typed);
            let what = what.ok_or_else(|| Stop::usage("say what must be shown"))?;
            if let Some(term) = it.terms.iter_mut().find(|it| it.what == what) {
                term.known_by = known_by.or_else(|| term.known_by.take());
                continue;
            }
            if it.terms.len() == Agreement::MOST_TERMS {
                let most = Agreement::MOST_TERMS;
                return Err(Stop::usage(format!(
                    "an agreement has {most} terms at most: a page that both can keep"
                )));
            }
            it.terms.push(Term {
                what,
                known_by,
                shown: None,
                unknown: Map::new(),
            });
        }
        for name in self.decider.iter().map(|it| it.trim()) {
            let who = known(book, name);
            let there = it.deciders.iter().any(|it| it.who().is(who));
            if name.is_empty() || there {
                continue;
            }
            if it.deciders.len() == Agreement::MOST_DECIDERS {
                let most = Agreement::MOST_DECIDERS;
                return Err(Stop::usage(format!("{most} people at most have to agree")));
            }
            it.deciders.push(Decider {
                contact: who.contact,
                whom: Some(name.to_owned()),
                answer: Answer::NotAsked,
                version: None,
                on: None,
                unknown: Map::new(),
            });
        }
        if let Some(typed) = &self.rung {
            it.rung = Some(names::rung(&book.framework, typed)?.id.clone());
            it.framework = book.framework.hash;
        }
        it.by = self.by.or(it.by);
        it.note = self.note.or_else(|| it.note.take());
        Ok(())
    }
}

impl Change {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let of = find(book.facts(), &self.which)?;
        let mut again = of.it.clone();
        if let Some(what) = self.what.map(|it| it.trim().to_owned()) {
            if what.is_empty() {
                return Err(Stop::usage("say what it is for"));
            }
            again.what = what;
        }
        let gone = self.without.iter().map(|typed| term(of.it, typed));
        let gone: Vec<usize> = gone.collect::<Result<_>>()?;
        let kept = of.it.terms.iter().enumerate();
        let kept = kept.filter(|(at, _)| !gone.contains(at));
        again.terms = kept.map(|(_, term)| term.clone()).collect();
        self.terms.put(&book, &mut again)?;
        let newer = !again.same_terms(of.it);
        if newer {
            again.on = PartialDate::day(book.today);
        }
        revise(home, of, again)?;
        if newer && of.it.deciders.iter().any(|it| it.answer == Answer::Agreed) {
            hint("whoever agreed before has agreed to the version before: ask them again");
        }
        let says = if newer {
            "Saved as a new version."
        } else {
            "Saved."
        };
        screen::done(
            self.json,
            &json!({ "item": of.id, "new_version": newer }),
            says,
        )
    }
}

impl Shown {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let of = find(book.facts(), &self.which)?;
        let place = term(of.it, &self.term)?;
        let mut again = of.it.clone();
        let today = PartialDate::day(book.today);
        again.terms[place].shown = (!self.not).then_some(today);
        revise(home, of, again)?;
        let what = &of.it.terms[place].what;
        let says = if self.not {
            "Still to be shown"
        } else {
            "Shown"
        };
        screen::done(
            self.json,
            &json!({ "item": of.id, "term": what, "shown": (!self.not).then_some(today) }),
            format_args!("{says}: {what}"),
        )
    }
}

impl Answered {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let answer = names::word("answer", &self.answer, Answer::WORDS)?;
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let of = find(facts, &self.which)?;
        let place = decider(facts, of.it, &self.who)?;
        let it = agreed(&book.record, facts, of);
        let today = PartialDate::day(book.today);
        let name = facts.talks.who(&of.it.deciders[place]).or("somebody");
        if let Some(again) = answered(&it, place, answer, today) {
            revise(home, of, again)?;
        }
        screen::done(
            self.json,
            &json!({ "item": of.id, "who": name, "answer": answer.word() }),
            format_args!("{name}: {}.", answer.label()),
        )
    }
}

impl End {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let of = find(book.facts(), &self.which)?;
        let note = self.note.join(" ").trim().to_owned();
        let mut again = of.it.clone();
        again.ended = (!self.not).then_some(PartialDate::day(book.today));
        again.note = Some(note).filter(|it| !it.is_empty()).or(again.note);
        let ended = again.ended;
        revise(home, of, again)?;
        let says = if self.not { "It goes on" } else { "Over" };
        screen::done(
            self.json,
            &json!({ "item": of.id, "what": of.it.what, "ended": ended }),
            format_args!("{says}: {}", of.it.what),
        )
    }
}

fn revise(home: &Home, of: Of<'_, Agreement>, again: Agreement) -> Result<()> {
    home.open(Begin::Refuse)?.act(|act| act.revise(of, again))?;
    Ok(())
}

/// The place of a term, by its number from 1 or a part of its words.
fn term(it: &Agreement, typed: &str) -> Result<usize> {
    let terms: Vec<&str> = it.terms.iter().map(|it| it.what.as_str()).collect();
    names::place("term", typed, &terms)
}

/// The place of somebody who has to agree.
fn decider(facts: &Facts<'_>, it: &Agreement, typed: &str) -> Result<usize> {
    let all = it.deciders.iter();
    let all: Vec<&str> = all.map(|it| facts.talks.who(it).or("somebody")).collect();
    names::place("decider", typed, &all)
}
