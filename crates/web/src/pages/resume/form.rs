//! From the form to what is kept.

use std::collections::HashSet;

use windward_core::{
    id::ItemId,
    order::InOrder,
    record::{Resume, Worded},
};

use crate::{
    components::url,
    form::{Form, LINE, TEXT},
};

/// The form as it was kept.
pub(super) fn filled(kept: Option<&Resume>) -> Form {
    let Some(kept) = kept else {
        return Form::default();
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Form::filled([
        ("headline", text(&kept.headline)),
        ("summary", text(&kept.summary)),
        ("place", text(&kept.place)),
        ("email", text(&kept.email)),
        ("phone", text(&kept.phone)),
        ("links", kept.links.join("\n")),
    ])
}

/// Where the words for an item are typed.
pub(super) fn words_of(item: ItemId) -> String {
    format!("words-{item}")
}

/// What is to be kept, if nothing is wrong. What the form did not show stays as it was.
pub(super) fn read(form: &mut Form, standing: Resume) -> Option<Resume> {
    let ids = |form: &Form, name: &str| -> Vec<ItemId> {
        form.all(name).filter_map(|it| it.parse().ok()).collect()
    };
    let (usual, choosable) = (ids(form, "usual"), ids(form, "choosable"));
    let ticked: HashSet<ItemId> = ids(form, "in").into_iter().collect();
    let shown: HashSet<ItemId> = usual.iter().chain(&choosable).copied().collect();
    let mut resume = Resume {
        headline: form.text("headline", LINE),
        summary: form.text("summary", TEXT),
        place: form.text("place", LINE),
        email: email(form),
        phone: form.text("phone", LINE),
        links: links(form),
        ..standing
    };
    resume.left_out.retain(|it| !shown.contains(it));
    let left_out = usual.into_iter().filter(|it| !ticked.contains(it));
    resume.left_out.extend(left_out);
    resume.chosen.retain(|it| !shown.contains(it));
    let chosen = choosable.into_iter().filter(|it| ticked.contains(it));
    resume.chosen.extend(chosen);
    let notable = ids(form, "notable");
    let (noted, unnoted): (Vec<ItemId>, Vec<ItemId>) = {
        let said: HashSet<ItemId> = ids(form, "note").into_iter().collect();
        notable.iter().partition(|it| said.contains(it))
    };
    resume.noted.retain(|it| !notable.contains(it));
    resume.noted.extend(noted);
    resume.unnoted.retain(|it| !notable.contains(it));
    resume.unnoted.extend(unnoted);
    let mut worded: Vec<Worded> = Vec::new();
    for before in std::mem::take(&mut resume.worded) {
        let name = words_of(before.item);
        if form.ticked(&name) {
            let words = form.text(&name, TEXT);
            worded.extend(words.map(|words| Worded { words, ..before }));
        } else {
            worded.push(before);
        }
    }
    for item in shown {
        if worded.iter().all(|it| it.item != item) {
            let words = form.text(&words_of(item), TEXT);
            worded.extend(words.map(|words| Worded {
                item,
                words,
                unknown: serde_json::Map::new(),
            }));
        }
    }
    worded.order_by_key(|it| it.item);
    resume.worded = worded;
    form.is_good().then_some(resume)
}

fn email(form: &mut Form) -> Option<String> {
    let email = form.text("email", LINE)?;
    let parts = email.split_once('@');
    let good = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if !good || email.contains(char::is_whitespace) {
        form.fault(
            "email",
            "That is no e-mail address; one looks like ada@example.org.",
        );
    }
    Some(email)
}

fn links(form: &mut Form) -> Vec<String> {
    let typed = form.text("links", TEXT).unwrap_or_default();
    let each = typed.lines().map(str::trim).filter(|it| !it.is_empty());
    let links: Vec<String> = each.map(str::to_owned).collect();
    if let Some(odd) = links.iter().find(|it| url(it).is_none()) {
        form.fault(
            "links",
            format!(
                "‘{odd}’ leads nowhere as it stands. Begin it with https://, one on each line."
            ),
        );
    }
    if links.len() > Resume::MOST_LINKS {
        let most = Resume::MOST_LINKS;
        form.fault("links", format!("A résumé has {most} links at most."));
    }
    links
}
