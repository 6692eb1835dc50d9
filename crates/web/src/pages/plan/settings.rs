//! What a plan is asked for with, and what became of it.

use maud::{Markup, html};
use windward_core::{
    framework::Setting,
    views::{
        facts::Facts,
        plan::{Plan, changed as since},
        today::destination_name,
    },
};

use crate::{
    components::{Field, Kind, field, marks, marks_again, not_saved},
    form::Form,
    words::{self, Day},
};

/// Horizons to choose from, in weeks.
pub(super) const HORIZONS: [(u8, &str); 3] =
    [(13, "a quarter"), (26, "half a year"), (52, "a year")];

/// ‘a quarter’, ‘20 weeks’.
pub(super) fn horizon(weeks: u8) -> String {
    let known = HORIZONS.iter().find(|(known, _)| *known == weeks);
    known.map_or_else(
        || words::count(usize::from(weeks), "week", "weeks"),
        |(_, name)| (*name).to_owned(),
    )
}

/// The form to ask for another plan.
pub(super) fn form(facts: &Facts<'_>, plan: &Plan<'_>, sent: Option<&Form>) -> Markup {
    let wishes = &plan.wishes;
    let settings = wishes.settings.iter().filter_map(|setting| word(*setting));
    let wanted = facts
        .destinations
        .iter()
        .filter(|of| wishes.destinations.is_empty() || wishes.destinations.contains(&of.id));
    let fresh = Form::filled(
        [
            ("hours", wishes.hours_a_week.to_string()),
            ("weeks", wishes.weeks.to_string()),
        ]
        .into_iter()
        .chain(settings.map(|word| ("setting", word.to_owned())))
        .chain(wanted.map(|of| ("destination", of.id.to_string()))),
    );
    let form = sent.unwrap_or(&fresh);
    let mut horizons: Vec<(String, String)> = HORIZONS
        .iter()
        .map(|(weeks, name)| (weeks.to_string(), (*name).to_owned()))
        .collect();
    if !HORIZONS.iter().any(|(weeks, _)| *weeks == wishes.weeks) {
        horizons.push((wishes.weeks.to_string(), horizon(wishes.weeks)));
    }
    let ticked = |name: &str, value: &str| form.all(name).any(|it| it == value);
    let fault = form.fault_of("setting");
    html! {
        section.card #settings {
            h2 { "What you ask for" }
            (not_saved(form))
            form method="post" action="/plan" {
                (marks_again(form, facts.plan.map(|of| of.revision.entry_id)))
                div.pair {
                    (field(form, Field { name: "hours", label: "Hours a week", hint: "For growing, beside the work itself. Few and kept beats many and dropped.", kind: Kind::Line { autocomplete: "off" } }))
                    (field(form, Field { name: "weeks", label: "For how long", hint: "A quarter holds best.", kind: Kind::One(&horizons) }))
                }
                fieldset aria-describedby=[fault.map(|_| "setting-fault")] {
                    legend { "Where it may happen" }
                    @if let Some(fault) = fault { p.error #setting-fault { (fault) } }
                    @for (word, setting) in Setting::WORDS {
                        label.check { input type="checkbox" name="setting" value=(word) checked[ticked("setting", word)]; (words::capital(setting.label())) }
                    }
                }
                @if facts.destinations.len() > 1 {
                    @let fault = form.fault_of("destination");
                    fieldset aria-describedby=[fault.map(|_| "destination-fault")] {
                        legend { "Towards" }
                        @if let Some(fault) = fault { p.error #destination-fault { (fault) } }
                        @for of in facts.destinations.iter().filter(|of| of.it.rung.is_some()) {
                            label.check { input type="checkbox" name="destination" value=(of.id) checked[ticked("destination", &of.id.to_string())]; (destination_name(facts, of.it)) }
                        }
                    }
                }
                button { "Plan again" }
            }
            (refused(facts, plan))
        }
    }
}

/// What was refused, and the way back.
fn refused(facts: &Facts<'_>, plan: &Plan<'_>) -> Markup {
    let refused = plan.wishes.refused.iter();
    let refused: Vec<_> = refused.filter_map(|id| facts.framework.play(id)).collect();
    html! {
        @if !refused.is_empty() {
            div.screen-only {
                h3 { "Refused" }
                ul.plain {
                    @for play in refused {
                        li {
                            form.row method="post" action="/plan/plays" {
                                (marks(facts.plan.map(|of| of.revision.entry_id)))
                                input type="hidden" name="play" value=(play.id);
                                span { (play.name) }
                                button.quiet name="as" value="free" { "Allow it again" span.seen-not { ": " (play.name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The word of a setting in the file.
pub(super) fn word(setting: Setting) -> Option<&'static str> {
    let known = Setting::WORDS.iter().find(|(_, it)| *it == setting);
    known.map(|(word, _)| *word)
}

/// What changed since the plan was seen last.
pub(super) fn changed(facts: &Facts<'_>, plan: &Plan<'_>) -> Markup {
    html! {
        @if let Some(changed) = since(facts, plan) {
            div.notice role="status" {
                p { strong { "What changed" } " since the plan of " (Day(changed.since)) ". What you have begun is kept." }
                ul {
                    @for play in &changed.new { li { "New: " (play.name) "." } }
                    @for play in &changed.begun { li { "Begun: " (play.name) "." } }
                    @for (play, why) in &changed.gone { li { "Gone: " (play.name) ". " (why.in_words()) } }
                    @for it in &changed.moved { li { "Moved: " (it.play.name) ", from " (Day(it.from)) " to " (Day(it.to)) "." } }
                }
            }
        }
    }
}

/// Pins that could not be kept.
pub(super) fn unkept(plan: &Plan<'_>) -> Markup {
    html! {
        @if !plan.unkept.is_empty() {
            div.notice.warn role="status" {
                p { "Not everything you pinned is in the plan:" }
                ul { @for (play, why) in &plan.unkept { li { (play.name) ". " (why.in_words()) } } }
            }
        }
    }
}
