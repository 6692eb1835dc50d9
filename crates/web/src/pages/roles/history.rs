//! What became of a role, entry by entry.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::Framework,
    record::{Placement, Revision, Role, RoleEnd},
};

use super::{Kept, role_in};
use crate::{
    edge,
    session::Me,
    words::{self, Known, near},
};

/// Every entry, the latest first, each with what it changed.
pub(super) fn history(me: &Me, kept: Kept<'_>) -> Markup {
    let record = &me.book.record;
    let framework = &*me.book.framework;
    let mut before: Option<&Role> = None;
    let mut lines = Vec::new();
    for (index, revision) in kept.revisions.iter().enumerate() {
        let after = role_in(revision);
        let day = PartialDate::day(edge::today(record, revision.recorded_at));
        lines.push(html! {
            li {
                div.soft { (near(day, me.book.today)) }
                (step(framework, index, before, after, revision))
            }
        });
        before = after.or(before);
    }
    lines.reverse();
    html! {
        section {
            h2 { "History " small { (words::count(lines.len(), "entry", "entries")) } }
            ul.plain { @for line in lines { (line) } }
        }
    }
}

/// What one entry changed, in words.
fn step(
    framework: &Framework,
    index: usize,
    before: Option<&Role>,
    after: Option<&Role>,
    revision: &Revision,
) -> Markup {
    let Some(after) = after else {
        return html! { @if index == 0 { "Its content was removed for good." } @else { "Removed." } };
    };
    let origin = after.origin.as_ref().map(|origin| origin.importer.as_str());
    let came_now = origin.is_some() && before.is_none_or(|before| before.origin != after.origin);
    let changes = before.map_or_else(Vec::new, |before| changes(framework, before, after));
    html! {
        @match before {
            None => { "First written down" @if let Some(importer) = origin { ", from " (source(importer)) } "." }
            Some(_) if changes.is_empty() && came_now => { "Compared with " (source(origin.unwrap_or_default())) "." }
            Some(_) if changes.is_empty() => { "Written again as it was." }
            Some(_) => {
                @if came_now { "From " (source(origin.unwrap_or_default())) ":" }
                @for change in &changes { div { (change) } }
            }
        }
        @if revision.imported { " " span.tag.quiet { "imported, author claimed" } }
    }
}

/// What a page calls an importer, in a sentence.
fn source(importer: &str) -> &str {
    match importer {
        "linkedin" => "a LinkedIn export",
        "json-resume" => "a JSON Resume",
        "table" => "a table of roles",
        "text" => "pasted text",
        other => other,
    }
}

/// ‘From: March 2019, before: 2019’ for each field that differs.
fn changes(framework: &Framework, before: &Role, after: &Role) -> Vec<String> {
    let said = |role: &Role| -> [(&'static str, Option<String>); 9] {
        [
            ("Title", Some(role.title.clone())),
            ("Where", role.organisation.clone()),
            ("From", role.from.map(|from| Known(from).to_string())),
            (
                "Until",
                Some(match role.to {
                    RoleEnd::Ongoing => "goes on".to_owned(),
                    RoleEnd::Unknown => "not known".to_owned(),
                    RoleEnd::On(to) => Known(to).to_string(),
                }),
            ),
            (
                "Rung",
                match &role.placement {
                    Placement::Open => None,
                    Placement::Outside => Some("outside product".to_owned()),
                    Placement::Rung { id, .. } => Some(
                        framework
                            .rung(id)
                            .map_or_else(|| id.to_string(), |it| it.name.clone()),
                    ),
                },
            ),
            ("Team", role.scope.team.clone()),
            ("Products", role.scope.products.clone()),
            ("Budget", role.scope.budget.clone()),
            ("Note", role.note.clone()),
        ]
    };
    let pairs = said(before).into_iter().zip(said(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((what, before), (_, after))| match (before, after) {
            (None, Some(after)) => format!("{what}: {after}"),
            (Some(before), None) => format!("{what}: nothing, before: {before}"),
            (before, after) => format!(
                "{what}: {}, before: {}",
                after.unwrap_or_default(),
                before.unwrap_or_default()
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use windward_core::framework::PRODUCT;

    use super::*;

    fn ladder() -> Framework {
        Framework::parse(PRODUCT).unwrap()
    }

    #[test]
    fn history_names_only_what_changed() {
        let before = Role {
            title: "PM".to_owned(),
            from: Some("2019".parse().unwrap()),
            note: Some("old".to_owned()),
            ..Role::default()
        };
        let after = Role {
            organisation: Some("Acme".to_owned()),
            from: Some("2019-03".parse().unwrap()),
            note: None,
            ..before.clone()
        };
        assert_eq!(
            changes(&ladder(), &before, &after),
            [
                "Where: Acme",
                "From: March 2019, before: 2019",
                "Note: nothing, before: old"
            ]
        );
    }
}
