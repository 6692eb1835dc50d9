//! The fields of an opportunity.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::RungId,
    record::{Opportunity, OpportunityPlace, Placement, Stage, StageEntered},
    views::talks::who::Who,
};

use crate::{
    components::{Field, Kind, field},
    form::{Form, LINE, TEXT},
    pages::{
        choices::{self, options, or_none},
        talks::{named, who_field},
    },
    session::Me,
};

/// The words in the form for a role on no rung.
const OUTSIDE: &str = "outside";

pub(super) fn filled(me: &Me, it: &Opportunity) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let rung = match &it.placement {
        Placement::Open => String::new(),
        Placement::Outside => OUTSIDE.to_owned(),
        Placement::Rung { id, .. } => me
            .book
            .framework
            .rung(id)
            .map_or_else(String::new, |rung| rung.id.to_string()),
    };
    Form::filled([
        ("title", it.title.clone()),
        ("organisation", text(&it.organisation)),
        ("place", it.place.word().to_owned()),
        ("rung", rung),
        ("source", text(&it.source)),
        ("link", text(&it.link)),
        ("posting", text(&it.posting)),
        ("note", text(&it.note)),
    ])
}

/// Reads the form over what stands; what is wrong is noted in it.
pub(super) fn read(me: &Me, form: &mut Form, before: &Opportunity) -> Option<Opportunity> {
    let framework = &me.book.framework;
    let title = form.needed("title", LINE, "What is the role called?");
    let who = named(
        me,
        form,
        "source",
        Who {
            contact: before.contact,
            name: before.source.as_deref(),
        },
    );
    let is_new = before.title.is_empty();
    let seen = if is_new { form.date("seen") } else { None };
    if seen.is_some_and(|on| on.is_after(me.book.today)) {
        form.fault("seen", "That lies ahead; when did you see it?");
    }
    let placement = match form.typed("rung") {
        "" => match &before.placement {
            // A rung of another ladder stays as it is: the form cannot show it.
            Placement::Rung { id, .. } if framework.rung(id).is_none() => before.placement.clone(),
            _ => Placement::Open,
        },
        OUTSIDE => Placement::Outside,
        word => {
            if let Some(rung) = framework.rung(&RungId::new(word)) {
                Placement::Rung {
                    id: rung.id.clone(),
                    framework: framework.hash,
                }
            } else {
                form.fault("rung", "This ladder has no such rung.");
                Placement::Open
            }
        }
    };
    let came_of = form.typed("came_of").parse().ok();
    let came_of = came_of.filter(|id| me.book.record.thread(*id).is_some());
    let mut it = Opportunity {
        title: title.unwrap_or_default(),
        organisation: form.text("organisation", LINE),
        place: OpportunityPlace::named(form.typed("place")).unwrap_or(before.place),
        placement,
        source: who.whom,
        contact: who.contact,
        // Shown in no field, so kept where none is sent.
        came_of: came_of.or(before.came_of),
        link: form.text("link", LINE),
        posting: form.text("posting", Opportunity::POSTING),
        note: form.text("note", TEXT),
        ..before.clone()
    };
    if is_new {
        let on = seen.unwrap_or(PartialDate::day(me.book.today));
        it.on = on;
        it.stages = vec![StageEntered::new(Stage::Seen, on)];
    }
    form.is_good().then_some(it)
}

pub(super) fn fields(me: &Me, form: &Form) -> Markup {
    let line = Kind::Line {
        autocomplete: "off",
    };
    let places = options(OpportunityPlace::WORDS, OpportunityPlace::label);
    let places: Vec<_> = places.into_iter().rev().collect();
    let mut rungs = or_none("as its title reads", choices::rungs(&me.book.framework));
    rungs.push((OUTSIDE.to_owned(), "on no rung of this ladder".to_owned()));
    html! {
        @if !form.typed("came_of").is_empty() { input type="hidden" name="came_of" value=(form.typed("came_of")); }
        (field(form, Field { name: "title", label: "Title", hint: "", kind: line }))
        div.pair {
            (field(form, Field { name: "organisation", label: "Organisation", hint: "", kind: line }))
            (field(form, Field { name: "place", label: "It is", hint: "", kind: Kind::One(&places) }))
        }
        (field(form, Field { name: "rung", label: "Rung", hint: "", kind: Kind::One(&rungs) }))
        (who_field(form, "source", "Where you know it from", "Somebody’s name, a site, a talk."))
        (field(form, Field { name: "link", label: "Link", hint: "", kind: line }))
        (field(form, Field { name: "posting", label: "The posting", hint: "Its text, pasted. Windward fetches nothing by itself.", kind: Kind::Text }))
        (field(form, Field { name: "note", label: "Your own notes", hint: "", kind: Kind::Text }))
    }
}
