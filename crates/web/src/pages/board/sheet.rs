//! The form of a seat: what it asks, and what it makes of the answers.

use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    record::{Cadence, Contact, Perspective, Seat},
    views::{
        board::{Circle, GROUPS, told},
        facts::Facts,
        people::Directory,
        today::destination_name,
    },
};

use super::who::{self, Who};
use crate::{
    components::{Field, Kind, field},
    form::{Form, LINE, TEXT},
    pages::choices::{self, options, or_none},
    session::Me,
};

/// A form with the answers that a seat has.
pub(super) fn filled(circle: Circle<'_>, it: &Seat) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let person = it.person.and_then(|id| circle.person(id));
    let mut answers = vec![
        ("area", it.area.clone()),
        (
            "skill",
            it.skill
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        ),
        (
            "destination",
            it.destination.map_or_else(String::new, |id| id.to_string()),
        ),
        ("who", person.map_or_else(String::new, |of| told(of.it))),
        ("looking_for", text(&it.looking_for)),
        ("track_record", text(&it.track_record)),
        ("cadence", it.cadence.map_or("", Cadence::word).to_owned()),
    ];
    let kinds = it.perspectives.iter();
    answers.extend(kinds.map(|kind| ("perspective", kind.word().to_owned())));
    if it.knows {
        answers.push(("knows", "yes".to_owned()));
    }
    Form::filled(answers)
}

/// What a form makes of a seat, and who sits there; `None` where something is wrong, which the form then says.
pub(super) fn read(
    me: &Me,
    directory: &Directory,
    form: &mut Form,
    before: Option<&Seat>,
) -> Option<(Seat, Option<Who>)> {
    let framework = &me.book.framework;
    let skill = choices::skill(form, framework, "skill");
    let named = skill.as_ref().and_then(|id| framework.skill(id));
    let area = form
        .text("area", LINE)
        .or_else(|| named.map(|skill| skill.name.clone()));
    if area.is_none() && form.fault_of("area").is_none() {
        form.fault("area", "Say what you want guidance in, or choose a skill.");
    }
    let who = who::read(Circle::of(&me.book.record, directory), form);
    let kinds = form.all("perspective").filter_map(Perspective::named);
    let mut perspectives: Vec<Perspective> = kinds.collect();
    perspectives.sort_unstable();
    perspectives.dedup();
    let today = PartialDate::day(me.book.today);
    let seat = Seat {
        area: area.unwrap_or_default(),
        skill,
        destination: form.typed("destination").parse().ok(),
        person: None,
        looking_for: form.text("looking_for", LINE),
        perspectives,
        track_record: form.text("track_record", TEXT),
        cadence: Cadence::named(form.typed("cadence")),
        knows: form.ticked("knows"),
        since: before.and_then(|it| it.since),
        resting: before.and_then(|it| it.resting),
        on: before.map_or(today, |it| it.on),
        framework: framework.hash,
        unknown: before.map_or_else(Map::new, |it| it.unknown.clone()),
    };
    form.is_good().then_some((seat, who))
}

/// The fields of a seat.
pub(super) fn fields(me: &Me, facts: &Facts<'_>, directory: &Directory, form: &Form) -> Markup {
    let skills = choices::skills(facts.framework, "none: it is a situation");
    let aims = facts.destinations.iter();
    let aims = aims.map(|of| (of.id.to_string(), destination_name(facts, of.it).to_owned()));
    let aims = or_none("none in particular", aims);
    let mut rhythms = or_none("no rhythm", options(Cadence::WORDS, Cadence::label));
    rhythms.retain(|(word, _)| word != Cadence::None.word());
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        (field(form, Field { name: "area", label: "What you want guidance in", hint: "A skill, or a situation: ‘a head of sales who says no’.", kind: line }))
        div.pair {
            (field(form, Field { name: "skill", label: "Skill", hint: "", kind: Kind::One(&skills) }))
            (field(form, Field { name: "destination", label: "Which destination it serves", hint: "", kind: Kind::One(&aims) }))
        }
        (who::field(&me.book.record, directory, form, "Who sits there", "One of your people or a new name, with where they work: ‘Ines Dahl, Fjord Rail’. Empty while the seat is open."))
        (field(form, Field { name: "looking_for", label: "Who would be right for it", hint: "While it is open: what should they have done?", kind: line }))
        (field(form, Field { name: "track_record", label: "What they have done in it", hint: "What makes their word worth asking for.", kind: Kind::Text }))
        (perspectives(form))
        div.pair {
            (field(form, Field { name: "cadence", label: "How often you want their word", hint: "", kind: Kind::One(&rhythms) }))
        }
        label.check { input type="checkbox" name="knows" value="yes" checked[form.ticked("knows")]; "They know that they sit there" }
    }
}

/// From where they look: as many as are true.
fn perspectives(form: &Form) -> Markup {
    let chosen: Vec<&str> = form.all("perspective").collect();
    html! {
        fieldset {
            legend { "From where they look" }
            p.hint { "As many as are true. Views that come from one place see the same things." }
            @for group in GROUPS {
                div.ticks.close role="group" aria-label=(group.name) {
                    p.soft aria-hidden="true" { (group.name) }
                    @for kind in group.kinds {
                        label.check { input type="checkbox" name="perspective" value=(kind.word()) checked[chosen.contains(&kind.word())]; (crate::words::capital(kind.label())) }
                    }
                }
            }
        }
    }
}

/// The name of a skill in the middle of a sentence, or the area itself where it is a situation.
pub(super) fn in_a_sentence(facts: &Facts<'_>, seat: &Seat) -> String {
    let skill = seat.skill.as_ref().and_then(|id| facts.framework.skill(id));
    skill.map_or_else(
        || seat.area.clone(),
        |skill| crate::words::lower(&skill.name),
    )
}

/// Somebody, leading to their page.
pub(super) fn person(of: windward_core::record::Of<'_, Contact>) -> Markup {
    html! { a href={ "/people/" (of.id) } { (of.it.name) } }
}
