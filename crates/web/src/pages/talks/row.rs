//! One thing that was said, as a form asks for it: what, about which skill, and what is to come of it.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::{Proficiency, SkillId},
    id::ItemId,
    record::{
        Act, Evidence, Feedback, FeedbackSort, Praise, Promise, PromiseOwner, Rating, Relation,
        Shown, View,
    },
};

use super::Named;
use crate::{
    components::{Field, Kind, field},
    form::{Form, TEXT},
    pages::choices::{self, options},
    session::Me,
};

/// What was said, and what is to be written of it.
#[derive(Debug)]
pub(super) struct Row {
    words: String,
    sort: FeedbackSort,
    sharpened: Option<String>,
    skill: Option<SkillId>,
    rating: Option<Proficiency>,
    follow: Option<String>,
    due: Option<PartialDate>,
    /// What was done that the praise is for, where it is to be evidence.
    done: Option<String>,
    keep: bool,
}

/// Where and by whom it was said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) who: &'a Named,
    pub(super) relation: Relation,
    pub(super) conversation: Option<ItemId>,
    pub(super) on: PartialDate,
}

/// Reads what stands under `prefix`; `None` where nothing was written or something is wrong with it.
pub(super) fn read(me: &Me, form: &mut Form, prefix: &str) -> Option<Row> {
    let name = |field: &str| format!("{prefix}{field}");
    let words = form.text(&name("words"), TEXT);
    let skill = choices::skill(form, &me.book.framework, &name("skill"));
    let rating = choices::level(form, &name("rating"));
    if rating.is_some() && skill.is_none() {
        form.fault(&name("skill"), "A rating needs the skill that it is of.");
    }
    let row = Row {
        sort: FeedbackSort::named(form.typed(&name("sort"))).unwrap_or(FeedbackSort::Advice),
        sharpened: form.text(&name("sharpened"), TEXT),
        skill,
        rating,
        follow: form.text(&name("follow"), TEXT),
        due: form.date(&name("due")),
        done: form.text(&name("done"), TEXT),
        keep: form.ticked(&name("keep")),
        words: words.clone().unwrap_or_default(),
    };
    let more = row.follow.is_some()
        || row.done.is_some()
        || row.rating.is_some()
        || row.sharpened.is_some();
    if words.is_none() && more && form.fault_of(&name("words")).is_none() {
        form.fault(&name("words"), "What was said?");
    }
    words.map(|_| row)
}

/// Writes the feedback, and the rating, evidence, praise and promise that come of it, in one act.
pub(super) fn write(act: &mut Act<'_>, me: &Me, row: Row, said: Said<'_>) {
    let framework = me.book.framework.hash;
    let name = said.who.whom.clone();
    let decides = matches!(said.relation, Relation::Manager | Relation::SkipLevel);
    let rating = row
        .rating
        .zip(row.skill.clone())
        .map(|(proficiency, skill)| {
            act.add(Rating {
                skill,
                proficiency,
                view: if decides { View::Manager } else { View::Peer },
                by: name.clone(),
                on: said.on,
                note: Some(row.words.clone()),
                framework,
                unknown: serde_json::Map::new(),
            })
        });
    let evidence = row.done.as_ref().map(|done| {
        let shown = row.skill.clone().zip(row.rating);
        act.add(Evidence {
            witnesses: name.clone().into_iter().collect(),
            skills: shown
                .map(|(skill, proficiency)| Shown { skill, proficiency })
                .into_iter()
                .collect(),
            ..Evidence::line(done.clone(), said.on, framework)
        })
    });
    let praise = row.keep.then(|| {
        act.add(Praise {
            words: row.words.clone(),
            from: name.clone(),
            from_role: Some(said.relation.label().to_owned())
                .filter(|_| said.relation != Relation::Other),
            for_what: row.done.clone(),
            evidence,
            on: Some(said.on),
            ..Praise::default()
        })
    });
    let id = act.add(Feedback {
        contact: said.who.contact,
        whom: name.clone(),
        from: said.conversation,
        skill: row.skill,
        sharpened: row.sharpened,
        rating,
        evidence,
        praise,
        ..Feedback::new(row.words, row.sort, said.on, framework)
    });
    if let Some(follow) = row.follow {
        act.add(Promise {
            contact: said.who.contact,
            whom: name,
            due: row.due,
            from: said.conversation,
            answers: Some(id),
            ..Promise::new(follow, PromiseOwner::Mine, said.on)
        });
    }
}

/// The fields, with what was typed.
pub(super) fn fields(me: &Me, form: &Form, prefix: &str) -> Markup {
    let framework = &me.book.framework;
    let name = |field: &str| format!("{prefix}{field}");
    let sorts = options(FeedbackSort::WORDS, FeedbackSort::label);
    let skills = choices::skills(framework, "no skill in particular");
    let levels = choices::levels(framework, "not said");
    let mut filled = form.clone();
    if filled.typed(&name("sort")).is_empty() {
        filled.set(&name("sort"), FeedbackSort::Advice.word());
    }
    let more = ["sharpened", "skill", "rating", "follow", "due", "done"];
    let more = more
        .iter()
        .any(|it| !form.typed(&name(it)).is_empty() || form.fault_of(&name(it)).is_some());
    html! {
        div.said-pair {
            (field(&filled, Field { name: &name("words"), label: "What was said", hint: "", kind: Kind::Text }))
            (field(&filled, Field { name: &name("sort"), label: "It is", hint: "", kind: Kind::One(&sorts) }))
        }
        details open[more] {
            summary { "What is to come of it" }
            (field(form, Field { name: &name("sharpened"), label: "What they said when you asked after it", hint: "", kind: Kind::Text }))
            div.pair {
                (field(form, Field { name: &name("follow"), label: "What you will do about it", hint: "Becomes a promise of yours.", kind: Kind::Text }))
                (field(form, Field { name: &name("due"), label: "By", hint: "", kind: Kind::Date }))
            }
            div.pair {
                (field(form, Field { name: &name("skill"), label: "The skill that it is about", hint: "", kind: Kind::One(&skills) }))
                (field(form, Field { name: &name("rating"), label: "Where they see you", hint: "Kept as their view, as you noted it.", kind: Kind::One(&levels) }))
            }
            (field(form, Field { name: &name("done"), label: "If it is praise: what did you do?", hint: "Becomes a piece of evidence, with them as who saw it.", kind: Kind::Text }))
            label.check { input type="checkbox" name=(name("keep")) value="yes" checked[form.ticked(&name("keep"))]; "Save the words among your praise" }
        }
    }
}
