//! The sheet that a role is written on: its fields, filled from a role and read back into one.

use maud::{Markup, html};
use windward_core::{
    framework::{Framework, RungId},
    record::{Placement, Role, RoleEnd, Scope},
    title,
};

use super::Kept;
use crate::{
    components::{Field, Kind, field},
    form::{Form, LINE, TEXT},
    pages::{
        choices::{self, Choices},
        titles,
    },
};

// What the fields `rung` and `end` carry beside ids of rungs.
pub(super) const READ: &str = "+read";
const LATER: &str = "+later";
const OUTSIDE: &str = "+outside";
const KEPT: &str = "+kept";
pub(super) const ONGOING: &str = "ongoing";
const UNKNOWN: &str = "unknown";

/// A role from a form, over what it was before; `None` where something is wrong.
pub(super) fn read(form: &mut Form, framework: &Framework, before: Role) -> Option<Role> {
    let title = form.needed(
        "title",
        LINE,
        "Which title was it? As it stood on the card is best.",
    );
    let organisation = form.text("organisation", LINE);
    let from = form.date("from");
    let to = match (form.date("to"), form.typed("end")) {
        (Some(to), _) => RoleEnd::On(to),
        (None, UNKNOWN) => RoleEnd::Unknown,
        (None, _) => RoleEnd::Ongoing,
    };
    let placement = placement(form, framework, title.as_deref(), &before.placement);
    let scope = Scope {
        team: form.text("team", LINE),
        products: form.text("products", LINE),
        budget: form.text("budget", LINE),
        unknown: before.scope.unknown,
    };
    let note = form.text("note", TEXT);
    let role = Role {
        title: title?,
        organisation,
        from,
        to,
        placement: placement?,
        scope,
        note,
        ..before
    };
    form.is_good().then_some(role)
}

fn placement(
    form: &mut Form,
    framework: &Framework,
    title: Option<&str>,
    before: &Placement,
) -> Option<Placement> {
    let chosen = form.typed("rung").to_owned();
    match chosen.as_str() {
        READ => Some(titles::sure(&title::read(framework, title?), framework)),
        OUTSIDE => Some(Placement::Outside),
        LATER | "" => Some(Placement::Open),
        KEPT => Some(before.clone()),
        id => {
            let Some(rung) = framework.rung(&RungId::new(id)) else {
                form.fault("rung", "This ladder has no such rung; choose one of these.");
                return None;
            };
            // The same rung by an older id or in an older version stays as it was written.
            let same = before.rung().and_then(|id| framework.rung(id)) == Some(rung);
            Some(if same {
                before.clone()
            } else {
                Placement::Rung {
                    id: rung.id.clone(),
                    framework: framework.hash,
                }
            })
        }
    }
}

/// The sheet as a role fills it.
pub(super) fn filled(role: &Role, framework: &Framework) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (to, end) = match role.to {
        RoleEnd::On(to) => (to.to_string(), ONGOING),
        RoleEnd::Ongoing => (String::new(), ONGOING),
        RoleEnd::Unknown => (String::new(), UNKNOWN),
    };
    let rung = match &role.placement {
        Placement::Outside => OUTSIDE.to_owned(),
        Placement::Open => LATER.to_owned(),
        Placement::Rung { id, .. } => framework
            .rung(id)
            .map_or_else(|| KEPT.to_owned(), |rung| rung.id.to_string()),
    };
    Form::filled([
        ("title", role.title.clone()),
        ("organisation", text(&role.organisation)),
        (
            "from",
            role.from.map(|from| from.to_string()).unwrap_or_default(),
        ),
        ("to", to),
        ("end", end.to_owned()),
        ("rung", rung),
        ("team", text(&role.scope.team)),
        ("products", text(&role.scope.products)),
        ("budget", text(&role.scope.budget)),
        ("note", text(&role.note)),
    ])
}

/// Where a role can stand, by what the field carries and what it is called.
pub(super) fn rungs(framework: &Framework, kept: Option<Kept<'_>>) -> Choices {
    let option = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let mut options = vec![option(READ, "as Windward reads the title")];
    if let Some(id) = kept.and_then(|kept| kept.it.placement.rung())
        && framework.rung(id).is_none()
    {
        options.push((KEPT.to_owned(), format!("‘{id}’, of another ladder")));
    }
    options.extend(choices::rungs(framework));
    options.push(option(OUTSIDE, "outside product"));
    options.push(option(LATER, "I will say later"));
    options
}

/// The fields of a role.
pub(super) fn fields(form: &Form, rungs: &[(String, String)]) -> Markup {
    let line = |name, label, hint, autocomplete| {
        field(
            form,
            Field {
                name,
                label,
                hint,
                kind: Kind::Line { autocomplete },
            },
        )
    };
    html! {
        (line("title", "Title", "As it stood on the card.", "organization-title"))
        (line("organisation", "Where", "", "organization"))
        div.pair {
            (field(form, Field { name: "from", label: "From", hint: "A year is enough.", kind: Kind::Rough }))
            (field(form, Field { name: "to", label: "Until", hint: "Empty if it goes on.", kind: Kind::Rough }))
        }
        fieldset.field {
            legend { "Without a date in ‘Until’" }
            @for (value, label) in [(ONGOING, "it goes on"), (UNKNOWN, "it ended, and I do not know when")] {
                label.check { input type="radio" name="end" value=(value) checked[form.typed("end") == value]; (label) }
            }
        }
        (field(form, Field { name: "rung", label: "Rung", hint: "Where the work stood on the ladder, whatever the title promised.", kind: Kind::One(rungs) }))
        details open[["team", "products", "budget", "note"].iter().any(|name| !form.typed(name).is_empty() || form.fault_of(name).is_some())] {
            summary { "How much there was to look after, and a note" }
            (line("team", "Team", "For instance: 6 engineers, 1 designer; led 3 product managers.", "off"))
            (line("products", "Products", "For instance: checkout and billing, 2 million users a month.", "off"))
            (line("budget", "Budget", "Money you answered for, in your words.", "off"))
            (field(form, Field { name: "note", label: "Note", hint: "Anything else, for yourself. Your résumé says it only where you tick it there.", kind: Kind::Text }))
        }
    }
}

#[cfg(test)]
mod tests {
    use windward_core::framework::PRODUCT;

    use super::*;

    fn ladder() -> Framework {
        Framework::parse(PRODUCT).unwrap()
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::filled(
            pairs
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        )
    }

    #[test]
    fn a_form_comes_back_as_the_role_it_was_filled_with() {
        let ladder = ladder();
        let rung = &ladder.rungs[2];
        let role = Role {
            title: "Senior Product Manager".to_owned(),
            organisation: Some("Acme".to_owned()),
            from: Some("2019-03".parse().unwrap()),
            to: RoleEnd::Unknown,
            placement: Placement::Rung {
                id: rung.id.clone(),
                framework: windward_core::framework::FrameworkHash::of("an older version"),
            },
            scope: Scope {
                team: Some("6 engineers".to_owned()),
                ..Scope::default()
            },
            note: Some("the first one".to_owned()),
            unknown: [("newer".to_owned(), "kept".into())].into_iter().collect(),
            ..Role::default()
        };
        let read = read(&mut filled(&role, &ladder), &ladder, role.clone());
        assert_eq!(read, Some(role));
    }

    #[test]
    fn a_date_outranks_what_counts_without_one() {
        let ladder = ladder();
        let end = |to, end| {
            let mut form = form(&[("title", "PM"), ("to", to), ("end", end), ("rung", LATER)]);
            read(&mut form, &ladder, Role::default()).map(|role| role.to)
        };
        assert_eq!(
            end("2021", UNKNOWN),
            Some(RoleEnd::On("2021".parse().unwrap()))
        );
        assert_eq!(end("", UNKNOWN), Some(RoleEnd::Unknown));
        assert_eq!(end("", ONGOING), Some(RoleEnd::Ongoing));
        assert_eq!(end("soon", ONGOING), None);
    }

    #[test]
    fn a_sure_title_is_placed_and_an_unsure_one_is_asked_about() {
        let ladder = ladder();
        let placement = |title| {
            let mut form = form(&[("title", title), ("rung", READ)]);
            read(&mut form, &ladder, Role::default()).unwrap().placement
        };
        assert!(placement("Senior Product Manager").rung().is_some());
        assert_eq!(placement("Wizard"), Placement::Open);
    }

    #[test]
    fn a_rung_that_is_not_there_is_refused() {
        let ladder = ladder();
        let mut form = form(&[("title", "PM"), ("rung", "emperor")]);
        assert_eq!(read(&mut form, &ladder, Role::default()), None);
        assert!(form.fault_of("rung").is_some());
    }
}
