//! `windward ally`: who will have a say, how well they know one's work, and one next step for each.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use windward_core::{
    date::PartialDate,
    record::{Ally as Item, AllyPlace, AllyStep, Knows, StepSort},
    views::{
        talks::allies::{Known, allies},
        updates,
        words::{capital, sentence},
    },
};

use super::talk::known;
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, DIM, PLAIN, Screen, hint},
    stop::Stop,
    words,
};

/// Allies: who will have a say, how well they know your work, and one step for each
#[derive(Debug, Subcommand)]
pub(crate) enum Ally {
    List(List),
    Put(Box<Put>),
    Done(Done),
}

impl Ally {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Put(put) => put.run(home),
            Self::Done(done) => done.run(home),
        }
    }
}

/// Show who will have a say, the best known first
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let it = allies(book.facts());
        let groups = updates::with_members(book.facts(), book.people());
        let gets = |it: &Known<'_>| -> Vec<&str> {
            let contact = book.facts().talks.who(it.of.it).contact;
            let theirs = groups
                .iter()
                .filter(|(_, people)| contact.is_some_and(|id| people.contains(&id)));
            theirs.map(|(group, _)| group.it.name.as_str()).collect()
        };
        if self.json {
            let all = it.all.iter();
            return screen::json(&all.map(|it| answer(it, &gets(it))).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if it.all.is_empty() {
            screen.line("Nobody is on the map yet. `windward ally put NAME --place committee --knows hearsay` puts the first down.");
            return Ok(screen.show()?);
        }
        screen.paragraph(0, PLAIN, &it.says());
        for (_, knows) in Knows::WORDS.iter().rev() {
            if it.of(*knows).next().is_none() {
                continue;
            }
            screen.heading(&capital(knows.label()));
            for one in it.of(*knows) {
                tell(&mut screen, one, &gets(one));
            }
        }
        Ok(screen.show()?)
    }
}

fn tell(screen: &mut Screen, it: &Known<'_>, gets: &[&str]) {
    let ally = it.of.it;
    screen.paragraph(2, BOLD, &format!("{}, {}", it.name, ally.place.label()));
    if let Some(because) = &ally.because {
        screen.paragraph(4, PLAIN, because);
    }
    let touched = it.touched.map_or_else(
        || "Not in touch yet, as far as is noted".to_owned(),
        |on| format!("Last in touch {on}"),
    );
    let update = match gets {
        [] => "in no group that an update goes to.".to_owned(),
        gets => format!("gets the update of ‘{}’.", gets.join("’ and ‘")),
    };
    screen.paragraph(4, DIM, &format!("{touched}; {update}"));
    let step = match it.step {
        Some(step) => {
            let by = step.by.map(|by| format!(", by {by}")).unwrap_or_default();
            format!("Next{by}: {}", sentence(&step.what))
        }
        None => format!("No step is set. You could {}.", it.proposed.1),
    };
    screen.paragraph(4, DIM, &step);
}

fn answer(it: &Known<'_>, gets: &[&str]) -> Value {
    let ally = it.of.it;
    let step = it
        .step
        .map(|step| json!({ "what": step.what, "sort": step.sort.word(), "by": step.by }));
    json!({ "item": it.of.id, "who": it.name, "place": ally.place.word(), "knows": ally.knows.word(), "because": ally.because,
            "update": ally.update, "gets": gets, "last_in_touch": it.touched, "quiet": it.quiet, "step": step,
            "proposed": { "sort": it.proposed.0.word(), "what": it.proposed.1 } })
}

/// Put somebody on the map; the same name again changes what stands there
#[derive(Debug, Args)]
pub(crate) struct Put {
    /// Their name
    name: String,
    /// Why their word counts: managers-peer, committee, leader or other
    #[arg(long, value_name = "WORD")]
    place: Option<String>,
    /// How well they know your work: nothing, hearsay, seen or would-speak
    #[arg(long, value_name = "WORD")]
    knows: Option<String>,
    /// What that rests on
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// One next step
    #[arg(long, value_name = "TEXT")]
    step: Option<String>,
    /// What the step is: work-together, share-work or share-insight
    #[arg(long, value_name = "WORD", requires = "step")]
    sort: Option<String>,
    /// By when the step is to be done
    #[arg(long, value_name = "DATE", requires = "step")]
    by: Option<PartialDate>,
    /// Which update they get, by the name of its group
    #[arg(long, value_name = "GROUP")]
    update: Option<String>,
    /// Until when, once they have no say any more
    #[arg(long, value_name = "DATE")]
    until: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Put {
    fn run(self, home: &Home) -> Result<()> {
        let typed = self.name.trim();
        if typed.is_empty() {
            return Err(Stop::usage("say who it is"));
        }
        let place = names::one_of("place", self.place.as_deref(), AllyPlace::WORDS)?;
        let knows = names::one_of("way to know it", self.knows.as_deref(), Knows::WORDS)?;
        let sort = names::one_of("kind of step", self.sort.as_deref(), StepSort::WORDS)?;
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        if let Some(name) = &self.update
            && updates::find(&book.record, name.trim()).is_none()
        {
            return Err(Stop::usage(format!(
                "there is no group ‘{}’ that an update goes to; make it on the page Updates",
                name.trim()
            )));
        }
        let who = known(book, typed);
        let all = allies(facts);
        let before = all.all.iter().find(|it| facts.talks.who(it.of.it).is(who));
        let blank = Item {
            contact: who.contact,
            whom: Some(typed.to_owned()),
            place: AllyPlace::Other,
            knows: Knows::Nothing,
            because: None,
            update: None,
            step: None,
            ended: None,
            on: PartialDate::day(book.today),
            unknown: Map::new(),
        };
        let was = before.map_or(&blank, |it| it.of.it);
        let step = self.step.and_then(words::said).map(|what| AllyStep {
            sort: sort.unwrap_or(StepSort::ShareWork),
            what,
            by: self.by,
            done: None,
            unknown: Map::new(),
        });
        let it = Item {
            place: place.unwrap_or(was.place),
            knows: knows.unwrap_or(was.knows),
            because: self
                .because
                .and_then(words::said)
                .or_else(|| was.because.clone()),
            update: self
                .update
                .and_then(words::said)
                .or_else(|| was.update.clone()),
            step: step.or_else(|| was.step.clone()),
            ended: self.until.or(was.ended),
            ..was.clone()
        };
        let says = format!("{typed}: {}.", it.knows.label());
        let (place, knows) = (it.place.word(), it.knows.word());
        let before = before.map(|it| it.of);
        let item = beginning.act(|act| act.revise_or_add(before, it))?;
        screen::done(
            self.json,
            &json!({ "item": item, "who": typed, "place": place, "knows": knows }),
            says,
        )
    }
}

/// Say that the next step with somebody is done
#[derive(Debug, Args)]
pub(crate) struct Done {
    /// Their name, or a part of it
    who: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Done {
    fn run(&self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let all = allies(book.facts()).all;
        let stepping: Vec<_> = all.iter().filter(|it| it.step.is_some()).collect();
        let names: Vec<&str> = stepping.iter().map(|it| it.name).collect();
        let it = stepping[names::place("step with", &self.who, &names)?];
        let mut again = it.of.it.clone();
        if let Some(step) = &mut again.step {
            step.done = Some(PartialDate::day(book.today));
        }
        desk.act(|act| act.revise(it.of, again))?;
        hint("if they know your work better now, `windward ally put NAME --knows WORD` says so");
        screen::done(
            self.json,
            &json!({ "item": it.of.id, "who": it.name, "done": it.step.map(|step| &step.what) }),
            format_args!("Done, with {}.", it.name),
        )
    }
}
