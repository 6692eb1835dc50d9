//! The form of an experiment.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::PlayId,
    record::{Experiment, ExperimentKind},
    views::facts::Facts,
};

use crate::{
    components::{Field, Kind, field},
    form::{Form, LINE, TEXT},
    pages::choices::{options, or_none},
    session::Me,
};

/// An experiment of today about which nothing is said.
pub(super) fn blank(me: &Me) -> Experiment {
    let today = PartialDate::day(me.book.today);
    Experiment::new("", ExperimentKind::Stretch, today, me.book.framework.hash)
}

pub(super) fn filled(it: &Experiment) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let date = |value: Option<PartialDate>| value.map_or_else(String::new, |it| it.to_string());
    let mut values = vec![
        ("what", it.what.clone()),
        ("sort", it.kind.word().to_owned()),
        (
            "hypothesis",
            it.hypothesis.map_or_else(String::new, |id| id.to_string()),
        ),
        (
            "play",
            it.play
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        ),
        (
            "hours",
            it.hours_a_week
                .map_or_else(String::new, |it| it.to_string()),
        ),
        ("from", date(it.from)),
        ("to", date(it.to)),
        ("at_stake", text(&it.at_stake)),
        ("look_for", text(&it.look_for)),
        ("first_step", text(&it.first_step)),
    ];
    if it.irreversible {
        values.push(("irreversible", "yes".to_owned()));
    }
    if it.public {
        values.push(("public", "yes".to_owned()));
    }
    Form::filled(values)
}

/// Reads the form over what stands; what is wrong is noted in it.
pub(super) fn read(me: &Me, form: &mut Form, before: &Experiment) -> Option<Experiment> {
    let what = form.needed("what", TEXT, "What will you try? One line is enough.");
    let hours = form.text("hours", LINE);
    let hours_a_week = hours.as_ref().and_then(|text| {
        let number: Option<u8> = text.parse().ok();
        number.filter(|it| (1..=Experiment::MOST_HOURS).contains(it))
    });
    if hours.is_some() && hours_a_week.is_none() {
        form.fault(
            "hours",
            format!("Write whole hours, from 1 to {}.", Experiment::MOST_HOURS),
        );
    }
    let (from, to) = (form.date("from"), form.date("to"));
    match (from, to) {
        (Some(from), Some(to)) if to.last_day() < from.first_day() => {
            form.fault("to", "It ends before it begins.");
        }
        (None, Some(_)) if form.fault_of("from").is_none() => {
            form.fault("from", "It has a last day; when does it begin?");
        }
        _ => {}
    }
    let play = form.text("play", LINE).map(PlayId::new);
    let hypothesis = form.typed("hypothesis").parse().ok();
    let experiment = Experiment {
        kind: ExperimentKind::named(form.typed("sort")).unwrap_or(before.kind),
        hypothesis: hypothesis.filter(|id| me.book.facts().growth.hypothesis(*id).is_some()),
        // A play of another ladder stays as it is: the form does not ask for it.
        play: play
            .filter(|id| me.book.framework.play(id).is_some())
            .or_else(|| before.play.clone()),
        hours_a_week,
        from,
        to,
        at_stake: form.text("at_stake", TEXT),
        irreversible: form.ticked("irreversible"),
        public: form.ticked("public"),
        look_for: form.text("look_for", TEXT),
        first_step: form.text("first_step", TEXT),
        ..before.clone()
    };
    let what = what.filter(|_| form.is_good())?;
    Some(Experiment { what, ..experiment })
}

pub(super) fn fields(facts: &Facts<'_>, form: &Form) -> Markup {
    let kinds = options(ExperimentKind::WORDS, ExperimentKind::label);
    let beliefs = facts
        .growth
        .hypotheses
        .iter()
        .rev()
        .map(|of| (of.id.to_string(), of.it.belief.clone()));
    let beliefs = or_none("none in particular", beliefs);
    let play = facts.framework.play(&PlayId::new(form.typed("play")));
    html! {
        @if let Some(play) = play {
            div.notice { p { strong { (play.name) } ": " (play.about) } }
            input type="hidden" name="play" value=(play.id);
        }
        (field(form, Field { name: "what", label: "What you will try", hint: "", kind: Kind::Text }))
        (field(form, Field { name: "sort", label: "Kind", hint: "", kind: Kind::One(&kinds) }))
        (field(form, Field { name: "hypothesis", label: "It tests", hint: "", kind: Kind::One(&beliefs) }))
        div.pair {
            (field(form, Field { name: "from", label: "From", hint: "Leave it out for an idea.", kind: Kind::Date }))
            (field(form, Field { name: "to", label: "Until", hint: "Four to eight weeks tell a lot.", kind: Kind::Date }))
        }
        (field(form, Field { name: "hours", label: "Hours a week", hint: "", kind: Kind::Line { autocomplete: "off" } }))
        (field(form, Field { name: "at_stake", label: "What would be lost if it fails", hint: "", kind: Kind::Text }))
        label.check { input type="checkbox" name="irreversible" value="yes" checked[form.ticked("irreversible")]; "There is no way back from it" }
        label.check { input type="checkbox" name="public" value="yes" checked[form.ticked("public")]; "Many would see it fail" }
        (field(form, Field { name: "look_for", label: "What to look for", hint: "What would you notice if you were right, and what if you were wrong?", kind: Kind::Text }))
        (field(form, Field { name: "first_step", label: "First step", hint: "Small enough for this week. It will stand on Today.", kind: Kind::Text }))
    }
}
