//! `windward course`: where one has been, what is open, and the ways to the destinations.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    date::{PartialDate, months_between},
    record::{Of, Placement, Role, RoleEnd},
    views::{
        course::{Course as Laid, Spell, course},
        facts::Facts,
        readiness::gaps,
        routes::{Destined, Way, destinations},
        today::destination_name,
    },
};

use crate::{
    days::as_of,
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
    words::{months, years},
};

/// Show where you have been, what is open, and the ways to your destinations
#[derive(Debug, Args)]
pub(crate) struct Course {
    /// Read the record as of the end of this day, month or year
    #[arg(long, value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How many gaps of a step are named; the rest is for `standing --rung`.
const GAPS: usize = 3;

impl Course {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let on_day = book.on(as_of(self.as_of, book.today)?);
        let facts = on_day.facts();
        let laid = course(facts);
        let aims = destinations(facts);
        if self.json {
            return screen::json(&answer(facts, &laid, &aims));
        }
        let mut screen = Screen::new();
        screen.line(format_args!("As of {}", facts.day));
        if facts.roles.is_empty() {
            screen.line("There is no role yet. `windward import FILE` brings your history in; `windward role add` adds one.");
            return Ok(screen.show()?);
        }
        screen.line(if laid.line.is_empty() {
            "No time in product yet".to_owned()
        } else {
            format!("{} in product", months(laid.months_in_product))
        });
        if let Some(held) = facts.held {
            screen.line(format_args!(
                "{} as {}",
                months(laid.months_on_rung),
                held.rung.name
            ));
        }
        spells(&mut screen, &laid);
        marks(&mut screen, &laid);
        ahead(&mut screen, &laid);
        for aim in &aims {
            destination(&mut screen, facts, aim);
        }
        Ok(screen.show()?)
    }
}

/// Spells and breaks in the order of time, then what has no date.
fn spells(screen: &mut Screen, laid: &Laid<'_>) {
    screen.heading("Where you have been");
    let spells = laid
        .spells
        .iter()
        .map(|spell| (spell.from, spell_row(spell)));
    let breaks = laid.breaks.iter().map(|it| {
        let row: Vec<Cell> = vec![
            format!("{} to {}", month(it.from), month(it.to)).into(),
            months(months_between(it.from, it.to)).into(),
            Cell::new("away from product", DIM),
        ];
        (it.from, row)
    });
    let mut rows: Vec<_> = spells.chain(breaks).collect();
    rows.sort_by_key(|(from, _)| *from);
    let undated = laid.undated.iter().map(|role| -> Vec<Cell> {
        vec![
            "no date".into(),
            "".into(),
            place(role.it, None).into(),
            title(role.it).into(),
        ]
    });
    let rows = rows.into_iter().map(|(_, row)| row).chain(undated);
    screen.table(&rows.collect::<Vec<_>>());
}

fn spell_row(spell: &Spell<'_>) -> Vec<Cell> {
    let role = spell.role.it;
    let from = role.from.map_or_else(String::new, |from| from.to_string());
    let to = match role.to {
        _ if spell.ongoing => "now".to_owned(),
        to => to.to_string(),
    };
    let length = match spell {
        Spell { reversed: true, .. } => "ends before it begins".to_owned(),
        Spell { rough: true, .. } => format!("about {}", months(spell.months())),
        _ => months(spell.months()),
    };
    let rung = spell.rung.map(|rung| rung.short.as_str());
    let style = if rung.is_some() { BOLD } else { DIM };
    vec![
        format!("{from} to {to}").into(),
        length.into(),
        Cell::new(place(role, rung), style),
        title(role).into(),
    ]
}

fn month(day: jiff::civil::Date) -> String {
    day.strftime("%Y-%m").to_string()
}

fn place(role: &Role, rung: Option<&str>) -> String {
    match (&role.placement, rung) {
        (_, Some(rung)) => rung.to_owned(),
        (Placement::Open, None) => "not placed yet".to_owned(),
        (Placement::Outside, None) => "outside product".to_owned(),
        (Placement::Rung { id, .. }, None) => format!("{id}, of another ladder"),
    }
}

fn title(role: &Role) -> String {
    let organisation = role.organisation.as_ref();
    organisation.map_or_else(|| role.title.clone(), |it| format!("{}, {it}", role.title))
}

/// What is worth a mark, as the page has it: rungs that were new, setbacks, cases that ended in ‘not now’.
fn marks(screen: &mut Screen, laid: &Laid<'_>) {
    let rows = laid.marks.iter().rev().map(|it| -> Vec<Cell> {
        let sort = match (it.setback, it.case) {
            (Some(_), _) => "setback",
            (None, Some(_)) => "case",
            (None, None) => "milestone",
        };
        vec![
            it.on.to_string().into(),
            it.what.as_str().into(),
            Cell::new(sort, DIM),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if !rows.is_empty() {
        screen.heading("On the way");
        screen.table(&rows);
    }
}

fn ahead(screen: &mut Screen, laid: &Laid<'_>) {
    if laid.open.is_empty() {
        return;
    }
    screen.heading("Open next");
    let rows = laid.open.iter().map(|it| -> Vec<Cell> {
        vec![
            it.by.kind.word().into(),
            Cell::new(it.standing.rung.name.as_str(), BOLD),
            it.readiness.to_string().into(),
        ]
    });
    screen.table(&rows.collect::<Vec<_>>());
}

fn destination(screen: &mut Screen, facts: &Facts<'_>, aim: &Destined<'_>) {
    let it = aim.destination.it;
    let name = destination_name(facts, it);
    if aim.reached {
        screen.heading(&format!("Destination: {name}. You are there."));
        return;
    }
    let by = it.by.map(|by| format!(", by {by}")).unwrap_or_default();
    screen.heading(&format!("Destination: {name}{by}"));
    let ways = aim.routes.iter().filter(|way| !way.steps.is_empty());
    for (way, number) in ways.zip(1..) {
        screen.line(format_args!("  Way {number}"));
        for step in &way.steps {
            let years = years(&step.rung.years);
            screen.paragraph(4, BOLD, &format!("{}: {}", step.rung.name, step.readiness));
            screen.paragraph(6, DIM, &format!("typically {years}"));
            let gaps = gaps(step.standing);
            let gaps = gaps.iter().take(GAPS).map(|gap| gap.line.name());
            let gaps = gaps.collect::<Vec<_>>();
            if !gaps.is_empty() {
                screen.paragraph(6, PLAIN, &format!("asks first: {}", gaps.join("; ")));
            }
        }
    }
}

fn answer(facts: &Facts<'_>, laid: &Laid<'_>, aims: &[Destined<'_>]) -> Value {
    let spells = laid.spells.iter().map(|spell| {
        let mut role = role(spell.role);
        role["months"] = spell.months().into();
        role["rough"] = spell.rough.into();
        role["ends_before_it_begins"] = spell.reversed.into();
        role
    });
    let breaks = laid
        .breaks
        .iter()
        .map(|it| json!({ "from": it.from, "to": it.to }));
    let open = laid.open.iter().map(|it| {
        json!({ "rung": it.by.to, "move": it.by.kind.word(), "met": it.readiness.met, "of": it.readiness.of,
                "backed": it.readiness.backed, "assumed": it.readiness.assumed })
    });
    json!({
        "as_of": facts.day,
        "held": facts.held.map(|held| &held.rung.id),
        "months_in_product": laid.months_in_product,
        "months_on_rung": laid.months_on_rung,
        "spells": spells.collect::<Vec<_>>(),
        "undated": laid.undated.iter().map(|of| role(*of)).collect::<Vec<_>>(),
        "breaks": breaks.collect::<Vec<_>>(),
        "marks": laid.marks.iter().map(|it| json!({ "on": it.on, "what": it.what,
            "setback": it.setback.map(|of| of.id), "case": it.case.map(|of| of.id) })).collect::<Vec<_>>(),
        "open": open.collect::<Vec<_>>(),
        "destinations": aims.iter().map(|aim| aimed(facts, aim)).collect::<Vec<_>>(),
    })
}

fn role(of: Of<'_, Role>) -> Value {
    let Role {
        title,
        organisation,
        from,
        to,
        placement,
        ..
    } = of.it;
    json!({
        "item": of.id,
        "title": title,
        "organisation": organisation,
        "from": from,
        "to": to,
        "placement": match placement {
            Placement::Open => "open",
            Placement::Outside => "outside",
            Placement::Rung { .. } => "rung",
        },
        "rung": placement.rung(),
        "ongoing": *to == RoleEnd::Ongoing,
    })
}

fn aimed(facts: &Facts<'_>, aim: &Destined<'_>) -> Value {
    let it = aim.destination.it;
    let rungs = |way: &Way<'_>| -> Value {
        way.steps
            .iter()
            .map(|step| step.rung.id.to_string())
            .collect()
    };
    json!({
        "name": destination_name(facts, it),
        "rung": aim.rung.map(|rung| &rung.id),
        "by": it.by,
        "reached": aim.reached,
        "ways": aim.routes.iter().map(rungs).collect::<Vec<_>>(),
    })
}
