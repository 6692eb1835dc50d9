//! The first version of an update, from what the month left in the record.
//!
//! Every piece of evidence of the month is a line, with what came of it and whom it names; what is confidential is left
//! out. What was learned on Fridays and who helped stands below. What comes next and the ask are for the person to
//! write: nothing in a record says those for other eyes.

use crate::{
    date::PartialDate,
    id::ItemId,
    record::{Evidence, FridayMinute, Of, Update},
    views::facts::Facts,
};

/// Pieces of evidence in a draft, the latest of the month; a longer list is a log and not a note.
pub const MOST_PIECES: usize = 12;

/// Lines of Friday minutes in each part of a draft; a month has five Fridays at most.
const MOST_LINES: usize = 5;

/// Characters of one text in a draft.
const CLIP: usize = 400;

/// Names with one piece of evidence.
const MOST_NAMES: usize = 6;

/// A first version of an update.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Its subject.
    pub subject: String,
    /// Its text, in Markdown. What stands in square brackets is for the person to fill in.
    pub body: String,
    /// What it was drafted from, in the order of the text.
    pub pieces: Vec<Of<'a, Evidence>>,
    /// What was left out because it is confidential.
    pub confidential: Vec<Of<'a, Evidence>>,
    /// How many pieces were left out because there are more than a note holds.
    pub further: usize,
}

impl Draft<'_> {
    /// The draft as an item, to nobody yet.
    #[must_use]
    pub fn update(&self, month: PartialDate, on: PartialDate) -> Update {
        let ids: Vec<ItemId> = self.pieces.iter().map(|of| of.id).collect();
        Update {
            evidence: ids,
            ..Update::new(month, self.subject.clone(), self.body.clone(), on)
        }
    }
}

/// What a month left in the record: whether it is confidential tells what may be used.
pub(super) fn of_month<'a>(facts: &Facts<'a>, month: PartialDate) -> Vec<Of<'a, Evidence>> {
    let all = facts.evidence.iter().copied();
    // What took longer belongs to the month in which it was done with.
    all.filter(|of| in_month(of.it.until(), month)).collect()
}

fn in_month(date: PartialDate, month: PartialDate) -> bool {
    date.first_day() >= month.first_day() && date.last_day() <= month.last_day()
}

/// A first version of the update about a month.
#[must_use]
pub fn draft<'a>(facts: &Facts<'a>, month: PartialDate) -> Draft<'a> {
    let (confidential, mut pieces): (Vec<_>, Vec<_>) = of_month(facts, month)
        .into_iter()
        .partition(|of| of.it.confidential);
    let further = pieces.len().saturating_sub(MOST_PIECES);
    pieces.truncate(MOST_PIECES);
    pieces.reverse();
    let fridays: Vec<&FridayMinute> = facts
        .fridays
        .iter()
        .rev()
        .map(|of| of.it)
        .filter(|it| in_month(it.on, month))
        .collect();
    let name = facts.profile.and_then(|of| of.it.name.as_deref());
    let body = body(month, &pieces, &fridays, name);
    Draft {
        subject: format!("{}: what we did, and what is next", month.in_words()),
        body,
        pieces,
        confidential,
        further,
    }
}

fn body(
    month: PartialDate,
    pieces: &[Of<'_, Evidence>],
    fridays: &[&FridayMinute],
    name: Option<&str>,
) -> String {
    let mut did: Vec<String> = pieces.iter().map(|of| piece(of.it)).collect();
    if did.is_empty() {
        did = some(fridays, |it| it.did.as_deref());
    }
    if did.is_empty() {
        did.push("[what you and the team got done, and what came of it]".to_owned());
    }
    let mut learned = some(fridays, |it| it.learned.as_deref());
    if learned.is_empty() {
        learned
            .push("[what the work taught you, so that others need not learn it again]".to_owned());
    }
    let helped = some(fridays, |it| it.helped.as_deref());
    let mut parts = vec![
        "Hello all,".to_owned(),
        format!(
            "this is what {} brought, what it taught us, and what comes next.",
            month.in_words()
        ),
        section("What we did", &did),
        section("What we learned", &learned),
        section(
            "What is next",
            &["[what you and the team do next, in a line or two]".to_owned()],
        ),
        "## One thing to ask\n\n[what would help: an introduction, a pair of eyes, an answer]"
            .to_owned(),
    ];
    if !helped.is_empty() {
        parts.push(section("Thanks", &helped));
    }
    parts.push(name.unwrap_or("[your name]").to_owned());
    parts.join("\n\n")
}

fn section(title: &str, lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
    format!("## {title}\n\n{}", lines.join("\n"))
}

/// What the Friday minutes of a month say, one line each: written for oneself, and drafted from all the same.
pub(super) fn of_fridays(facts: &Facts<'_>, month: PartialDate) -> Vec<String> {
    let minutes = facts.fridays.iter().map(|of| of.it);
    let minutes = minutes.filter(|it| in_month(it.on, month));
    let parts = minutes.flat_map(|it| [&it.did, &it.learned, &it.helped]);
    parts.flatten().map(|it| one_line(it)).collect()
}

/// One part of the Friday minutes of the month.
fn some<'a>(
    fridays: &[&'a FridayMinute],
    part: impl Fn(&'a FridayMinute) -> Option<&'a str>,
) -> Vec<String> {
    let said = fridays.iter().filter_map(|it| part(it)).map(one_line);
    said.take(MOST_LINES).collect()
}

/// What was done, what came of it, and whom it names: ‘Pricing page (renewals: 71 to 77 %), with Ines Duarte’.
fn piece(it: &Evidence) -> String {
    let mut said = one_line(&it.what);
    let figure = it.figure.as_ref().filter(|figure| !figure.is_empty());
    let came = match (figure, &it.so_what) {
        (Some(figure), _) => Some(one_line(&figure.to_string())),
        (None, Some(so_what)) => Some(one_line(so_what)),
        (None, None) => None,
    };
    if let Some(came) = came {
        said = format!("{}: {came}", said.trim_end_matches(['.', ':']));
    }
    let names: Vec<String> = it
        .witnesses
        .iter()
        .take(MOST_NAMES)
        .map(|it| one_line(credited(it)))
        .collect();
    if !names.is_empty() {
        said = format!("{}, with {}", said.trim_end_matches('.'), list(&names));
    }
    said
}

/// Who is meant by ‘Ines Duarte, finance’: the name. What they are is for oneself to know, and reads as one more name.
fn credited(witness: &str) -> &str {
    let (name, _) = witness.split_once(',').unwrap_or((witness, ""));
    if name.trim().is_empty() {
        witness
    } else {
        name
    }
}

/// ‘Ines, Tom and Ada’.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A text as one line of bounded length.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= CLIP {
        return line;
    }
    let clipped: String = line.chars().take(CLIP - 1).collect();
    format!("{}…", clipped.trim_end())
}
