//! Choosing what stands in a résumé, and wording it.

use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    views::resume::{Item, Job, Part, Piece, Sheet, is_chosen},
};
use windward_formats::resume::when;

use super::form::words_of;
use crate::{
    components::{Field, Kind, field, marks_again, not_saved},
    form::Form,
    words::capital,
};

pub(super) fn card(whole: &Sheet<'_>, form: &Form) -> Markup {
    let again = form.ticked("once");
    let choices = Choices {
        whole,
        form,
        // A form that came back shows what was ticked in it; else what was kept.
        ticked: again.then(|| form.all("in").filter_map(|it| it.parse().ok()).collect()),
    };
    html! {
        section.card {
            h2 { "What stands in it" }
            (not_saved(form))
            form method="post" action="/resume" {
                (marks_again(form, whole.kept.map(|of| of.revision.entry_id)))
                (on_top(form))
                @if !whole.jobs.is_empty() {
                    h3 { "Roles" }
                    @for job in &whole.jobs { (choices.job(job)) }
                }
                @if !whole.elsewhere.is_empty() {
                    fieldset {
                        legend { "Evidence of a time without a role in it" }
                        @for piece in &whole.elsewhere { (choices.piece(piece)) }
                    }
                }
                @for part in &whole.parts { (choices.part(part)) }
                button { "Keep it so" }
            }
        }
    }
}

fn on_top(form: &Form) -> Markup {
    let line = |autocomplete| Kind::Line { autocomplete };
    html! {
        (field(form, Field { name: "headline", label: "Below your name", hint: "What you are, or what you look for: ‘Principal Product Manager, pricing and billing’.", kind: line("organization-title") }))
        (field(form, Field { name: "summary", label: "A few sentences at the top", hint: "What you are for, and the one result you would tell in a lift. Empty is fine.", kind: Kind::Text }))
        div.pair {
            (field(form, Field { name: "email", label: "E-mail", hint: "", kind: line("email") }))
            (field(form, Field { name: "phone", label: "Telephone", hint: "", kind: line("tel") }))
        }
        (field(form, Field { name: "place", label: "Where you live", hint: "As much of it as you want to tell; a city is enough.", kind: line("off") }))
        (field(form, Field { name: "links", label: "Pages of yours", hint: "One on each line. The first one is taken for your own site.", kind: Kind::Text }))
    }
}

struct Choices<'a> {
    whole: &'a Sheet<'a>,
    form: &'a Form,
    ticked: Option<Vec<ItemId>>,
}

impl Choices<'_> {
    fn job(&self, job: &Job<'_>) -> Markup {
        let role = job.of.it;
        html! {
            fieldset {
                legend { (role.title) @if let Some(at) = &role.organisation { ", " (at) } @if let Some(when) = when(role) { " " span.soft { (when) } } }
                (self.tick(job.of.id, false, job.stands, &html! { "Stands in it" }))
                @if let Some(note) = &role.note { (self.note(job, note)) }
                (self.words(job.of.id, job.own_words, "Say what it was", "What a reader should know of the role. Left empty, the title stands alone, or your note where you ticked it."))
                @for piece in &job.pieces { (self.piece(piece)) }
            }
        }
    }

    /// The note on a role, which is one’s own unless one says otherwise.
    fn note(&self, job: &Job<'_>, note: &str) -> Markup {
        let id = job.of.id.to_string();
        let ticked = if self.ticked.is_some() {
            self.form.all("note").any(|it| it == id)
        } else {
            job.note_stands
        };
        html! {
            input type="hidden" name="notable" value=(id);
            label.check { input type="checkbox" name="note" value=(id) checked[ticked]; span { "With your note on it: " span.soft { (note) } } }
        }
    }

    fn piece(&self, piece: &Piece<'_>) -> Markup {
        let it = piece.of.it;
        let (label, hint) = if it.confidential {
            (
                "What may be told of it",
                "It is marked as confidential. Only what you write here stands in the résumé; whether you may tell it is for you and your employer to say.",
            )
        } else {
            (
                "Say it in other words",
                "Now it says what the evidence says.",
            )
        };
        html! {
            (self.tick(piece.of.id, true, piece.chosen, &html! { (it.what) @if it.confidential { " " span.tag.quiet { "confidential" } } }))
            (self.words(piece.of.id, piece.own_words, label, hint))
        }
    }

    fn part(&self, part: &Part) -> Markup {
        let chosen = is_chosen(part.outline.kind);
        html! {
            fieldset {
                legend { (capital(part.outline.many)) }
                @if part.outline.kind == "praise" {
                    p.hint { "Ask before you hand on what somebody said of you." }
                }
                @for item in &part.items { (self.tick(item.id, chosen, item.stands, &name(item))) }
            }
        }
    }

    fn tick(&self, id: ItemId, chosen: bool, stands: bool, label: &Markup) -> Markup {
        let ticked = self.ticked.as_ref().map_or(stands, |it| it.contains(&id));
        html! {
            input type="hidden" name=(if chosen { "choosable" } else { "usual" }) value=(id);
            label.check { input type="checkbox" name="in" value=(id) checked[ticked]; span { (label) } }
        }
    }

    fn words(&self, id: ItemId, kept: Option<&str>, label: &str, hint: &str) -> Markup {
        let name = words_of(id);
        let typed = if self.form.ticked(&name) {
            self.form.typed(&name)
        } else {
            kept.unwrap_or_default()
        };
        let mut form = Form::filled([(name.as_str(), typed.to_owned())]);
        if let Some(fault) = self.form.fault_of(&name) {
            form.fault(&name, fault);
        }
        let wanted = self.whole.unworded().any(|it| it.of.id == id);
        html! {
            details.of-it open[!typed.is_empty() || wanted || !form.is_good()] {
                summary { (label) }
                (field(&form, Field { name: &name, label: "In your words", hint, kind: Kind::Text }))
            }
        }
    }
}

fn name(item: &Item) -> Markup {
    html! {
        (item.told.title())
        @if let Some(beside) = item.told.beside() { " " span.soft { (beside) } }
    }
}
