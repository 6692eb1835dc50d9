use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    record::{Channel, MomentKind, ReachKind},
    views::people::story,
};

use super::{answer, find, person, told};
use crate::{
    home::{Begin, Home},
    screen::{self, Cell, DIM, OPEN, PLAIN, Screen},
    stop::Stop,
};

/// Show somebody: how to reach them, when you were in touch, what you gave
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Their name, the beginning of it, or the end of their id
    person: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let directory = book.people();
        let of = find(&book.record, directory, &self.person)?;
        let person = person(directory, of.id)?;
        let told_of = story(&book.record, directory, of.id);
        let story = told_of.ok_or_else(|| Stop::usage("they are not here any more"))?;
        let it = of.it;
        if self.json {
            let touches = story.touches.iter().map(|of| {
                let it = of.it;
                json!({ "item": of.id, "on": it.on, "channel": it.channel.map(Channel::word), "note": it.note, "asked": it.asked,
                        "answered": it.answered, "gave": it.gave, "next": it.next })
            });
            let moments = story.moments.iter().map(|of| {
                let it = of.it;
                json!({ "item": of.id, "on": it.on, "sort": MomentKind::word(it.kind), "what": it.what, "answered": it.answered })
            });
            let mut answer = answer(of, person);
            answer["how_known"] = json!(it.how_known);
            answer["boundaries"] = json!(it.boundaries);
            answer["notes"] = json!(it.notes);
            answer["birthday"] = json!(it.birthday);
            answer["connected_on"] = json!(it.connected_on);
            answer["touches"] = touches.collect();
            answer["moments"] = moments.collect();
            return screen::json(&answer);
        }
        let mut screen = Screen::new();
        screen.heading(&told(it));
        if let Some(boundaries) = &it.boundaries {
            screen.paragraph(0, OPEN, &format!("They asked: {boundaries}"));
        }
        let mut rows = Vec::new();
        let mut row = |label: &str, text: String| {
            rows.push(vec![Cell::new(label, DIM), text.as_str().into()]);
        };
        for way in &it.reach {
            let label = way
                .label
                .as_ref()
                .map(|it| format!(" ({it})"))
                .unwrap_or_default();
            row(ReachKind::label(way.kind), format!("{}{label}", way.value));
        }
        let said = [
            ("known", it.how_known.clone()),
            ("birthday", it.birthday.clone()),
            ("connected since", it.connected_on.map(|it| it.to_string())),
            ("tags", Some(it.tags.join(", ")).filter(|it| !it.is_empty())),
            ("last in touch", person.last.map(|it| it.to_string())),
            ("last helped", person.helped.map(|it| it.to_string())),
            ("rhythm", person.cadence.map(|it| it.label().to_owned())),
            ("next", person.due.map(|it| it.to_string())),
        ];
        for (label, text) in said {
            if let Some(text) = text {
                row(label, text);
            }
        }
        screen.table(&rows);
        if let Some(notes) = &it.notes {
            screen.gap();
            screen.paragraph(0, PLAIN, notes);
        }
        for of in &story.touches {
            screen.gap();
            screen.paragraph(
                0,
                PLAIN,
                &format!("{}  {}", of.it.on, of.it.first_line().unwrap_or("in touch")),
            );
            for (label, text) in [("gave", &of.it.gave), ("next", &of.it.next)] {
                if let Some(text) = text {
                    screen.paragraph(2, DIM, &format!("{label}: {text}"));
                }
            }
        }
        Ok(screen.show()?)
    }
}
