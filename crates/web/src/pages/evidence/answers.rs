//! The answers on the page of a piece of evidence: from a form to an item and back, and the fields themselves.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::{Expectation, ExpectationId, Framework, Proficiency, SkillId},
    record::{Evidence, Figure, Shown},
    views::{facts::Facts, readiness::in_view},
};

use crate::{
    components::{Field, Kind, field, url},
    form::{Form, LINE, TEXT},
    pages::choices::levels,
    session::Me,
};

/// The fields of a figure, in the order in which it is said.
const FIGURE: [&str; 4] = ["figure.what", "figure.from", "figure.to", "figure.unit"];

/// Reads the form; what is wrong is noted in it.
pub(super) fn read(me: &Me, form: &mut Form) -> Option<Evidence> {
    let framework = &me.book.framework;
    let what = form.needed("what", TEXT, "What did you do? One line is enough.");
    let on = form.date("on").unwrap_or(PartialDate::day(me.book.today));
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; evidence is of what was done.");
    }
    let to = form.date("to");
    if to.is_some_and(|to| to.last_day() < on.first_day()) {
        form.fault("to", "It ends before it begins.");
    }
    let skills: Vec<Shown> = form
        .pairs()
        .filter_map(|(name, value)| shown(framework, name, value))
        .collect();
    let duties = form.all("duty").map(ExpectationId::new);
    let duties = duties
        .filter(|id| framework.expectation(id).is_some())
        .collect();
    let one_a_line = |text: Option<String>| -> Vec<String> {
        let text = text.unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let links = one_a_line(form.text("links", TEXT));
    if let Some(strange) = links.iter().find(|link| url(link).is_none()) {
        form.fault(
            "links",
            format!("‘{strange}’ is no address; write it with https:// in front."),
        );
    }
    let mut witnesses = one_a_line(form.text("witnesses", TEXT));
    let one_more = form.text("witness", LINE);
    witnesses.extend(one_more.filter(|name| !witnesses.contains(name)));
    let evidence = Evidence {
        what: what.unwrap_or_default(),
        so_what: form.text("so_what", TEXT),
        figure: figure(form),
        my_part: form.text("my_part", TEXT),
        on,
        to,
        skills,
        responsibilities: duties,
        witnesses,
        links,
        confidential: form.ticked("confidential"),
        origin: None,
        framework: framework.hash,
        unknown: serde_json::Map::new(),
    };
    form.is_good().then_some(evidence)
}

fn figure(form: &mut Form) -> Option<Figure> {
    let [what, from, to, unit] = FIGURE.map(|name| form.text(name, LINE));
    let figure = Figure {
        what,
        from,
        to,
        unit,
        unknown: serde_json::Map::new(),
    };
    (!figure.is_empty()).then_some(figure)
}

/// A skill shown, from a field named `skill.<id>` with a proficiency.
fn shown(framework: &Framework, name: &str, value: &str) -> Option<Shown> {
    let skill = framework.skill(&SkillId::new(name.strip_prefix("skill.")?))?;
    Some(Shown {
        skill: skill.id.clone(),
        proficiency: Proficiency::new(value.parse().ok()?)?,
    })
}

pub(super) fn filled(it: &Evidence) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = vec![
        ("what".to_owned(), it.what.clone()),
        ("so_what".to_owned(), text(&it.so_what)),
        ("my_part".to_owned(), text(&it.my_part)),
        ("on".to_owned(), it.on.to_string()),
        (
            "to".to_owned(),
            it.to.map(|to| to.to_string()).unwrap_or_default(),
        ),
        ("witnesses".to_owned(), it.witnesses.join("\n")),
        ("links".to_owned(), it.links.join("\n")),
    ];
    let skills = it.skills.iter();
    values.extend(skills.map(|it| {
        (
            format!("skill.{}", it.skill),
            it.proficiency.get().to_string(),
        )
    }));
    values.extend(
        it.responsibilities
            .iter()
            .map(|id| ("duty".to_owned(), id.to_string())),
    );
    if let Some(figure) = &it.figure {
        let parts = [&figure.what, &figure.from, &figure.to, &figure.unit];
        values.extend(
            FIGURE
                .iter()
                .zip(parts)
                .map(|(name, part)| ((*name).to_owned(), text(part))),
        );
    }
    if it.confidential {
        values.push(("confidential".to_owned(), "yes".to_owned()));
    }
    Form::filled(
        values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
    )
}

/// Keeps what the page has no box for: duties of other rungs, and whatever another ladder or a newer version named.
pub(super) fn carry_over(before: &Evidence, evidence: &mut Evidence, facts: &Facts<'_>) {
    let rungs = in_view(facts);
    let has_box = |id: &ExpectationId| {
        let duties = rungs.iter().flat_map(|rung| &rung.responsibilities);
        duties.into_iter().any(|duty| duty.id == *id)
    };
    let duties = before.responsibilities.iter().filter(|id| !has_box(id));
    for id in duties {
        if !evidence.responsibilities.contains(id) {
            evidence.responsibilities.push(id.clone());
        }
    }
    let skills = before.skills.iter();
    let skills = skills.filter(|shown| facts.framework.skill(&shown.skill).is_none());
    evidence.skills.extend(skills.cloned());
    if let (Some(figure), Some(before)) = (&mut evidence.figure, &before.figure) {
        figure.unknown.clone_from(&before.unknown);
    }
    evidence.origin.clone_from(&before.origin);
    evidence.unknown.clone_from(&before.unknown);
}

/// What came of it in numbers.
pub(super) fn figures(form: &Form) -> Markup {
    let line = Kind::Line {
        autocomplete: "off",
    };
    let labels = ["Of what", "From", "To", "Unit"];
    let hints = [
        "Renewals, tickets, days to ship.",
        "Before.",
        "After.",
        "Percent, a week, €.",
    ];
    html! {
        fieldset {
            legend { "In numbers, where there are any" }
            div.pair {
                @for ((name, label), hint) in FIGURE.into_iter().zip(labels).zip(hints) {
                    (field(form, Field { name, label, hint, kind: line }))
                }
            }
        }
    }
}

/// One select a skill, those already shown first and open.
pub(super) fn skills(framework: &Framework, form: &Form) -> Markup {
    let levels = levels(framework, "does not show it");
    html! {
        fieldset {
            legend { "Which skills does it show, and how well?" }
            @for group in &framework.groups {
                @let any = framework.skills_of(&group.id).any(|skill| !form.typed(&format!("skill.{}", skill.id)).is_empty());
                details open[any] {
                    summary { (group.name) }
                    div.halves {
                        @for skill in framework.skills_of(&group.id) {
                            @let name = format!("skill.{}", skill.id);
                            (field(form, Field { name: &name, label: &skill.name, hint: "", kind: Kind::One(&levels) }))
                        }
                    }
                }
            }
        }
    }
}

/// Boxes for the duties of the rungs offered.
pub(super) fn duties(facts: &Facts<'_>, form: &Form) -> Markup {
    let rungs = in_view(facts);
    html! {
        fieldset {
            legend { "Which duties does it show?" }
            @for rung in rungs {
                @let ids: Vec<&str> = form.all("duty").collect();
                @let duties: Vec<Expectation<'_>> = rung.expectations().filter(|it| matches!(it, Expectation::Responsibility(_))).collect();
                details open[duties.iter().any(|it| ids.contains(&it.id().as_str()))] {
                    summary { (rung.name) }
                    @for duty in duties {
                        label.check { input type="checkbox" name="duty" value=(duty.id()) checked[ids.contains(&duty.id().as_str())]; (duty.text()) }
                    }
                }
            }
        }
    }
}
