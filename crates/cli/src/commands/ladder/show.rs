use std::io::{self, Write};

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::framework::{Expectation, Framework, Level, PRODUCT, Rung};

use crate::{
    home::Home,
    names,
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
    words::years,
};

/// Show the ladder that your record is read against, or one rung of it
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// One rung, with all that it asks
    rung: Option<String>,
    /// Print the framework file as it is, to copy and change
    #[arg(long, conflicts_with_all = ["json", "rung"])]
    toml: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let framework = &*beginning.book()?.framework;
        if self.toml {
            let stored = beginning
                .there()
                .map(|desk| desk.framework(framework.hash))
                .transpose()?;
            // Without a record, what is shown is what ships with the program.
            let text = stored.flatten();
            let text = text.as_deref().unwrap_or(PRODUCT);
            return Ok(io::stdout().lock().write_all(text.as_bytes())?);
        }
        let rung = self.rung.as_deref();
        let rung = rung
            .map(|typed| names::rung(framework, typed))
            .transpose()?;
        if self.json {
            return screen::json(
                &rung.map_or_else(|| ladder_json(framework), |rung| rung_json(framework, rung)),
            );
        }
        let mut screen = Screen::new();
        match rung {
            Some(rung) => one_rung(&mut screen, framework, rung),
            None => ladder(&mut screen, framework),
        }
        Ok(screen.show()?)
    }
}

fn ladder(screen: &mut Screen, framework: &Framework) {
    screen.heading(&format!("{} {}", framework.name, framework.version));
    screen.paragraph(0, PLAIN, &framework.summary);
    screen.paragraph(
        0,
        DIM,
        &format!("framework {}, hash {}", framework.id, framework.hash),
    );
    screen.heading("Rungs, highest first");
    let rungs = framework.rungs.iter().rev();
    let row = |rung: &Rung| -> Vec<Cell> {
        vec![
            Cell::new(rung.id.as_str(), BOLD),
            rung.name.as_str().into(),
            rung.track.word().into(),
            phase(framework, rung).into(),
            Cell::new(years(&rung.years), DIM),
        ]
    };
    screen.table(&rungs.map(row).collect::<Vec<_>>());
    screen.heading("Moves");
    let name = |id: Option<&_>| {
        let rung = id.and_then(|id| framework.rung(id));
        rung.map_or("outside product", |rung| rung.name.as_str())
    };
    let moves = framework.moves.iter().map(|it| -> Vec<Cell> {
        vec![
            it.kind.word().into(),
            format!("{} to {}", name(it.from.as_ref()), name(Some(&it.to))).into(),
        ]
    });
    screen.table(&moves.collect::<Vec<_>>());
    screen.heading("Skills");
    let skills = framework.groups.iter().flat_map(|group| {
        let skills = framework.skills_of(&group.id).enumerate();
        skills.map(|(place, skill)| -> Vec<Cell> {
            let group = if place == 0 { group.name.as_str() } else { "" };
            vec![
                group.into(),
                Cell::new(skill.id.as_str(), BOLD),
                skill.name.as_str().into(),
            ]
        })
    });
    screen.table(&skills.collect::<Vec<_>>());
    screen.gap();
    screen.line("`windward ladder show RUNG` shows what a rung asks.");
}

fn one_rung(screen: &mut Screen, framework: &Framework, rung: &Rung) {
    screen.heading(&format!("{} ({})", rung.name, rung.id));
    screen.paragraph(0, PLAIN, &rung.about);
    screen.paragraph(
        0,
        DIM,
        &format!(
            "{} track, {} phase; typically {}. {}",
            rung.track.word(),
            phase(framework, rung),
            years(&rung.years),
            rung.background
        ),
    );
    screen.heading("Skills it asks for");
    for ask in &rung.asks {
        let skill = framework.skill(&ask.skill);
        let name = skill.map_or(ask.skill.as_str(), |skill| skill.name.as_str());
        screen.paragraph(2, BOLD, &format!("{name}: {}", level(framework, ask.level)));
        screen.paragraph(4, PLAIN, &ask.text);
    }
    screen.heading("What a person on it does");
    for duty in &rung.responsibilities {
        screen.paragraph(2, PLAIN, &duty.text);
    }
    let handed_on = rung.hands_on.iter();
    let handed_on: Vec<&str> = handed_on
        .filter_map(|id| framework.expectation(id))
        .map(|(_, expectation)| expectation.text())
        .collect();
    if !handed_on.is_empty() {
        screen.heading("What is done through others from here on");
        for text in handed_on {
            screen.paragraph(2, PLAIN, text);
        }
    }
    screen.heading("Moves from here");
    for step in framework
        .moves
        .iter()
        .filter(|it| it.from.as_ref() == Some(&rung.id))
    {
        let to = framework
            .rung(&step.to)
            .map_or(step.to.as_str(), |to| to.name.as_str());
        screen.paragraph(2, BOLD, &format!("{}: {to}", step.kind.word()));
        screen.paragraph(4, PLAIN, &step.about);
    }
}

fn phase<'a>(framework: &'a Framework, rung: &'a Rung) -> &'a str {
    let phase = framework.phase(&rung.phase);
    phase.map_or(rung.phase.as_str(), |phase| phase.name.as_str())
}

fn level(framework: &Framework, level: Level) -> &str {
    match level {
        Level::At(proficiency) => framework.word(proficiency),
        Level::HandedOn => "handed on",
    }
}

fn ladder_json(framework: &Framework) -> Value {
    let rungs = framework.rungs.iter();
    let skills = framework.skills.iter().map(|it| {
        json!({ "id": it.id, "group": it.group, "name": it.name, "about": it.about, "anchors": it.anchors })
    });
    let moves = framework.moves.iter().map(
        |it| json!({ "from": it.from, "to": it.to, "kind": it.kind.word(), "about": it.about }),
    );
    json!({
        "id": framework.id,
        "version": framework.version,
        "hash": framework.hash,
        "name": framework.name,
        "summary": framework.summary,
        "proficiencies": framework.proficiencies,
        "rungs": rungs.map(|rung| rung_json(framework, rung)).collect::<Vec<_>>(),
        "moves": moves.collect::<Vec<_>>(),
        "skills": skills.collect::<Vec<_>>(),
    })
}

fn rung_json(framework: &Framework, rung: &Rung) -> Value {
    let expectations = rung.expectations().map(|expectation| match expectation {
        Expectation::Ask(ask) => json!({
            "id": ask.id,
            "skill": ask.skill,
            "proficiency": ask.level.proficiency(),
            "word": level(framework, ask.level),
            "text": ask.text,
        }),
        Expectation::Responsibility(duty) => json!({
            "id": duty.id,
            "skills": duty.skills,
            "text": duty.text,
        }),
    });
    json!({
        "id": rung.id,
        "name": rung.name,
        "short": rung.short,
        "track": rung.track,
        "phase": rung.phase,
        "years": { "from": rung.years.from, "to": rung.years.to, "of": rung.years.of },
        "about": rung.about,
        "background": rung.background,
        "expectations": expectations.collect::<Vec<_>>(),
        "hands_on": rung.hands_on,
    })
}
