//! What there is of setbacks.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    record::{Action, Of, Setback, Support},
    views::{
        action::is_open,
        facts::Facts,
        setback::{Story, setbacks, story, text},
        words::{Day, near},
    },
};

use super::find;
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
};

/// Show every setback, the latest first
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all = setbacks(facts);
        if self.json {
            return screen::json(&all.iter().map(|it| answer(facts, it)).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line(
                "There is nothing here. If something happens, `windward setback add` notes it.",
            );
        }
        let rows = all.iter().zip(1..).map(|(it, number)| -> Vec<Cell> {
            let slow = it.slow.map_or_else(String::new, |quiet| {
                format!("slowly until {}", Day(quiet.it.until.first_day()))
            });
            vec![
                format!("{number}.").into(),
                Cell::new(near(it.of.it.on, book.today), DIM),
                Cell::new(it.title.as_str(), BOLD),
                slow.into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}

/// Show one with everything that you wrote about it
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which: its number in the list, its id, or a part of its words; without it the latest
    which: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let it = story(facts, find(facts, self.which.as_deref())?);
        if self.json {
            return screen::json(&answer(facts, &it));
        }
        let mut screen = Screen::new();
        screen.heading(&format!("{}, {}", it.title, near(it.of.it.on, book.today)));
        if let Some(what) = &it.of.it.what {
            screen.paragraph(2, PLAIN, what);
        }
        if let Some(quiet) = it.slow {
            let until = Day(quiet.it.until.first_day());
            screen.paragraph(2, DIM, &format!("A slow time, until {until}."));
        }
        judged(&mut screen, it.of.it);
        parts(
            &mut screen,
            "Written",
            it.notes.iter().map(|of| of.it.words.clone()),
        );
        parts(
            &mut screen,
            "People",
            it.supports.iter().map(|of| person(of.it)),
        );
        let answers = it.reflections.iter();
        parts(
            &mut screen,
            "Looking back",
            answers.map(|of| format!("{} {}", text(of.it.question).asks, of.it.answer)),
        );
        let pairs = it.reframes.iter().flat_map(|of| {
            let friend = of.it.tell_a_friend.as_deref();
            let learned = of.it.learned.as_deref();
            let rest = [
                friend.map(|it| format!("To a friend: {it}")),
                learned.map(|it| format!("Learned: {it}")),
            ];
            let first = format!("To myself: {}", of.it.told_myself);
            [Some(first)].into_iter().chain(rest).flatten()
        });
        parts(&mut screen, "Said otherwise", pairs);
        let line = |of: &Of<'_, Action>| {
            let due = of
                .it
                .due
                .map_or_else(String::new, |due| format!(" ({due})"));
            let done = if is_open(facts, of.it) { "" } else { ", done" };
            format!("{}{due}{done}", of.it.what)
        };
        parts(&mut screen, "To do", it.acts.iter().map(line));
        parts(&mut screen, "Dates that run", it.dates.iter().map(line));
        Ok(screen.show()?)
    }
}

/// What was said, what was meant, what to ask, and whether one stays.
fn judged(screen: &mut Screen, it: &Setback) {
    let said = [
        ("What was said", &it.said),
        ("What was meant, as I read it", &it.meant),
        ("What to ask", &it.ask),
    ];
    for (title, text) in said {
        parts(screen, title, text.iter().cloned());
    }
    let decided = it.decided.as_ref().map(|it| {
        let why = it.why.as_deref();
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        format!(
            "Decided to {}, {}{why}",
            it.choice.label(),
            it.on.in_words()
        )
    });
    let waits = it.decide_on.filter(|_| it.decided.is_none());
    let waits = waits.map(|on| format!("To be decided on {}.", on.in_words()));
    parts(screen, "Stay or go", decided.or(waits).into_iter());
}

fn person(it: &Support) -> String {
    let told = it
        .told
        .map_or_else(String::new, |on| format!(", told {on}"));
    let name = it.whom.as_deref().unwrap_or("Somebody");
    format!("{name}, {}{told}", it.kind.label())
}

fn parts(screen: &mut Screen, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    screen.heading(title);
    for line in lines {
        screen.paragraph(2, PLAIN, &line);
    }
}

fn answer(facts: &Facts<'_>, it: &Story<'_>) -> Value {
    let of = it.of.it;
    json!({
        "item": it.of.id,
        "kind": of.kind.word(),
        "title": it.title,
        "what": of.what,
        "on": of.on,
        "slow_until": it.slow.map(|quiet| quiet.it.until),
        "said": of.said,
        "meant": of.meant,
        "ask": of.ask,
        "decide_on": of.decide_on,
        "decided": of.decided.as_ref().map(|it| it.choice.word()),
        "taken_away": of.taken_away,
        "written": it.notes.iter().map(|of| json!({ "item": of.id, "on": of.it.on, "words": of.it.words })).collect::<Vec<_>>(),
        "people": it.supports.iter().map(|of| json!({ "item": of.id, "whom": of.it.whom, "contact": of.it.contact,
            "for": of.it.kind.word(), "told": of.it.told, "answer": of.it.answer })).collect::<Vec<_>>(),
        "answers": it.reflections.iter().map(|of| json!({ "item": of.id, "question": of.it.question.word(),
            "answer": of.it.answer, "hypothesis": of.it.hypothesis })).collect::<Vec<_>>(),
        "pairs": it.reframes.iter().map(|of| json!({ "item": of.id, "told_myself": of.it.told_myself,
            "tell_a_friend": of.it.tell_a_friend, "learned": of.it.learned })).collect::<Vec<_>>(),
        "dates": it.dates.iter().map(|of| json!({ "item": of.id, "what": of.it.what, "due": of.it.due,
            "open": is_open(facts, of.it) })).collect::<Vec<_>>(),
        "to_do": it.acts.iter().map(|of| json!({ "item": of.id, "what": of.it.what, "due": of.it.due,
            "open": is_open(facts, of.it) })).collect::<Vec<_>>(),
    })
}
