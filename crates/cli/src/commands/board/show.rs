//! The whole board.

use anyhow::Result;
use serde_json::{Value, json};
use windward_core::{
    record::Cadence,
    views::{
        board::{Approaching, Because, Board, SeatState, Seated, Stage, board},
        facts::Facts,
        today::destination_name,
    },
};

use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, OPEN, PLAIN, Screen},
};

pub(super) fn show(home: &Home, json: bool) -> Result<()> {
    let book = home.open(Begin::Refuse)?.book()?;
    let facts = book.facts();
    let directory = book.people();
    let it = board(&book.record, directory, facts);
    if json {
        return screen::json(&answer(facts, &it));
    }
    let mut screen = Screen::new();
    if it.seats.is_empty() && it.approaches.is_empty() {
        screen.line(
            "Nobody sits on your board yet. `windward board seat AREA` sets up the first seat.",
        );
    }
    for (title, state) in [
        ("Seats", SeatState::Taken),
        ("Open", SeatState::Open),
        ("Resting", SeatState::Resting),
    ] {
        let rows: Vec<_> = it.in_state(state).map(row).collect();
        if !rows.is_empty() {
            screen.heading(title);
            screen.table(&rows);
        }
    }
    if !it.approaches.is_empty() {
        screen.heading("Getting to know");
        let rows = it.approaches.iter().map(|it| {
            let next = it.offers.first().filter(|offer| offer.from.is_none());
            let next = next.map_or_else(String::new, |offer| {
                format!(
                    "next, if you like: {}",
                    offer.label(it.answers).to_lowercase()
                )
            });
            vec![
                name(it).into(),
                Cell::new(it.stage.label(), DIM),
                next.into(),
            ]
        });
        screen.table(&rows.collect::<Vec<Vec<Cell>>>());
    }
    for sentence in &it.perspectives.says {
        screen.paragraph(0, PLAIN, sentence);
    }
    if let Some(because) = it.review {
        screen.gap();
        screen.line(format_args!(
            "{}; `windward serve` has the review.",
            said(facts, because)
        ));
    }
    if let Some((_, ideas)) = &it.after_setback {
        screen.heading("Seats for a time like this");
        let rows = ideas
            .iter()
            .map(|idea| vec![Cell::new(idea.area, BOLD), Cell::new(idea.looking_for, DIM)]);
        screen.table(&rows.collect::<Vec<_>>());
    }
    if !it.proposals.is_empty() {
        screen.heading("Seats that your gaps propose");
        let rows = it.proposals.iter().map(|proposal| {
            vec![
                Cell::new(proposal.skill.name.as_str(), BOLD),
                Cell::new(
                    format!("a gap of {}: {}", proposal.rung.name, proposal.reason),
                    DIM,
                ),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
    }
    Ok(screen.show()?)
}

fn name(it: &Approaching<'_>) -> String {
    it.person
        .map_or_else(|| "somebody".to_owned(), |of| of.it.name.clone())
}

fn row(it: &Seated<'_>) -> Vec<Cell> {
    let who = match (it.person, &it.of.it.looking_for) {
        (Some(of), _) => of.it.name.clone(),
        (None, Some(wanted)) => format!("looking for: {wanted}"),
        (None, None) => "nobody yet".to_owned(),
    };
    let last = it
        .last
        .map_or_else(String::new, |on| format!("last in touch {on}"));
    let due = match (it.due, it.stage.filter(|stage| stage.is_on_the_way())) {
        (Some(due), _) if it.is_due => Cell::new(format!("due since {due}"), OPEN),
        (Some(due), _) => Cell::new(format!("again {due}"), DIM),
        (None, Some(stage)) => Cell::new(stage.label(), DIM),
        (None, None) => "".into(),
    };
    vec![
        Cell::new(it.of.it.area.as_str(), BOLD),
        who.into(),
        Cell::new(last, DIM),
        due,
    ]
}

/// Why it is time for a review.
fn said(facts: &Facts<'_>, because: Because<'_>) -> String {
    match because {
        Because::Season { .. } => {
            "A season has gone by: does each seat still serve where you are going?".to_owned()
        }
        Because::Destination(of) => format!(
            "You have a new destination, {}: does each seat still serve it?",
            destination_name(facts, of.it)
        ),
        Because::Rung(of) => format!(
            "You are on another rung as {}: does each seat still serve?",
            of.it.title
        ),
    }
    .trim_end_matches('?')
    .to_owned()
}

fn answer(facts: &Facts<'_>, it: &Board<'_>) -> Value {
    let seats = it.seats.iter().map(|it| {
        let seat = it.of.it;
        json!({
            "item": it.of.id,
            "area": seat.area,
            "skill": seat.skill,
            "destination": it.destination.map(|of| destination_name(facts, of.it)),
            "state": it.state.word(),
            "person": it.person.map(|of| json!({ "item": of.id, "name": of.it.name })),
            "looking_for": seat.looking_for,
            "perspectives": seat.perspectives.iter().map(|it| it.word()).collect::<Vec<_>>(),
            "cadence": seat.cadence.map(Cadence::word),
            "knows": seat.knows,
            "last_in_touch": it.last,
            "last_helped": it.helped.map(|of| of.it.on),
            "due": it.due.map(|due| due.to_string()),
            "is_due": it.is_due,
            "questions": it.questions,
            "stage": it.stage.map(Stage::word),
        })
    });
    let approaches = it.approaches.iter().map(|it| {
        json!({
            "item": it.of.id,
            "person": it.person.map(|of| json!({ "item": of.id, "name": of.it.name })),
            "seat": it.seat.map(|of| of.id),
            "stage": it.stage.word(),
            "since": it.since,
            "offers": it.offers.iter().map(|offer| json!({ "step": offer.step.word(), "from": offer.from.map(|day| day.to_string()) })).collect::<Vec<_>>(),
        })
    });
    let kinds = it.perspectives.kinds.iter();
    let kinds = kinds.map(|(kind, many)| (kind.word().to_owned(), json!(many)));
    let proposals = it
        .proposals
        .iter()
        .map(|it| json!({ "skill": it.skill.id, "rung": it.rung.id, "why": it.reason }));
    json!({
        "seats": seats.collect::<Vec<_>>(),
        "approaches": approaches.collect::<Vec<_>>(),
        "people": it.perspectives.people,
        "perspectives": kinds.collect::<serde_json::Map<_, _>>(),
        "lopsided": it.perspectives.says,
        "review": it.review.map(|because| said(facts, because)),
        "proposals": proposals.collect::<Vec<_>>(),
        "after_setback": it.after_setback.iter().flat_map(|(_, ideas)| ideas)
            .map(|idea| json!({ "area": idea.area, "looking_for": idea.looking_for })).collect::<Vec<_>>(),
    })
}
