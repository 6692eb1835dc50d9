//! `windward changes`: two days of a record compared.

use anyhow::Result;
use clap::Args;
use jiff::Span;
use serde_json::{Value, json};
use windward_core::{
    date::PartialDate,
    framework::{Framework, Proficiency},
    record::{Evidence, Of},
    views::change::{Changes as Changed, changes},
};

use crate::{
    days::as_of,
    home::{Begin, Home},
    screen::{self, Cell, DIM, GOOD, OPEN, PLAIN, Screen},
    stop::Stop,
};

/// Compare two days: what changed between them in skills, expectations and evidence
#[derive(Debug, Args)]
pub(crate) struct Changes {
    /// The earlier day, at its end; a year ago without it
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,
    /// The later day, at its end; today without it
    #[arg(long, value_name = "DATE")]
    to: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Changes {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let year_ago = PartialDate::day(book.today.saturating_sub(Span::new().years(1)));
        let from = as_of(Some(self.from.unwrap_or(year_ago)), book.today)?;
        let to = as_of(self.to, book.today)?;
        if to < from {
            return Err(Stop::usage(format!(
                "{to} lies before {from}; name the earlier day with `--from`"
            )));
        }
        let (before, after) = (book.on(from), book.on(to));
        let changed = changes(before.facts(), after.facts());
        let framework = &book.framework;
        if self.json {
            let mut answer = answer(&changed);
            answer["from"] = from.to_string().into();
            answer["to"] = to.to_string().into();
            return screen::json(&answer);
        }
        let mut screen = Screen::new();
        screen.line(format_args!("From the end of {from} to the end of {to}"));
        if changed.is_empty() {
            screen.line("Nothing changed that your record knows of.");
        }
        tell(&mut screen, framework, &changed);
        Ok(screen.show()?)
    }
}

fn tell(screen: &mut Screen, framework: &Framework, changed: &Changed<'_>) {
    for rung in changed.rungs.iter().filter(|it| !it.lines.is_empty()) {
        screen.heading(&format!(
            "{}: {}, then {}",
            rung.rung.name, rung.before, rung.after
        ));
        for line in &rung.lines {
            let style = if line.is_better() { GOOD } else { OPEN };
            let says = format!(
                "{}: {}, then {}",
                line.name,
                line.before.label(),
                line.after.label()
            );
            screen.paragraph(2, style, &says);
            screen.paragraph(4, DIM, &line.reason);
        }
    }
    if !changed.skills.is_empty() {
        screen.heading("Skills");
        let word = |level: Option<Proficiency>| {
            level.map_or("not looked at yet", |level| framework.word(level))
        };
        let rows = changed.skills.iter().map(|it| -> Vec<Cell> {
            vec![
                it.skill.name.as_str().into(),
                Cell::new(word(it.before), DIM),
                word(it.after).into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
    }
    for (heading, pieces) in [
        ("New evidence", &changed.evidence),
        ("No longer backing", &changed.aged),
    ] {
        if !pieces.is_empty() {
            screen.heading(heading);
            for of in pieces {
                screen.paragraph(2, PLAIN, &format!("{}  {}", of.it.on, of.it.what));
            }
        }
    }
    let praise = changed.praise.iter().map(|of| of.it.words.as_str());
    let learned = changed
        .fridays
        .iter()
        .filter_map(|of| of.it.learned.as_deref());
    let roles = changed.roles.iter().map(|of| of.it.title.as_str());
    let lists: [(&str, Vec<&str>); 3] = [
        ("Roles begun", roles.collect()),
        ("Praise", praise.collect()),
        ("Learned", learned.collect()),
    ];
    for (heading, lines) in lists.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        screen.heading(heading);
        for line in lines {
            screen.paragraph(2, PLAIN, line);
        }
    }
}

fn answer(changed: &Changed<'_>) -> Value {
    let skills = changed.skills.iter();
    let skills =
        skills.map(|it| json!({ "skill": it.skill.id, "before": it.before, "after": it.after }));
    let rungs = changed.rungs.iter().map(|rung| {
        let lines = rung.lines.iter().map(|it| {
            json!({
                "expectation": it.expectation.id(),
                "name": it.name,
                "before": it.before.label(),
                "after": it.after.label(),
                "reason": it.reason,
            })
        });
        json!({
            "rung": rung.rung.id,
            "met": [rung.before.met, rung.after.met],
            "backed": [rung.before.backed, rung.after.backed],
            "expectations": lines.collect::<Vec<_>>(),
        })
    });
    let pieces = |pieces: &[Of<'_, Evidence>]| -> Value {
        pieces
            .iter()
            .map(|of| json!({ "item": of.id, "on": of.it.on, "what": of.it.what }))
            .collect()
    };
    json!({
        "skills": skills.collect::<Vec<_>>(),
        "rungs": rungs.collect::<Vec<_>>(),
        "evidence": pieces(&changed.evidence),
        "aged": pieces(&changed.aged),
        "roles": changed.roles.iter().map(|of| of.id).collect::<Vec<_>>(),
        "praise": changed.praise.iter().map(|of| of.id).collect::<Vec<_>>(),
        "fridays": changed.fridays.iter().map(|of| of.id).collect::<Vec<_>>(),
    })
}
