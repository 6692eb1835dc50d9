//! An import before it happens: every row, what becomes of it, and what there is to decide.

use maud::{Markup, html};
use windward_core::{date::PartialDate, record::Content};
use windward_formats::{
    Choice, Choices, Counts, Difference, Line, NewJob, Place, Plan, Tone, Verdict, describe,
};

use crate::{
    components::{go, go_quietly, marks},
    pages::{
        background::{shortened, when},
        roles::{named, period},
    },
    session::Me,
    words::{self, Known, list},
};

/// Every row of the file in the part that says what becomes of it, as one form.
pub(super) fn previewed(me: &Me, id: &str, plan: &Plan) -> Markup {
    let of = |wanted: fn(&Verdict) -> bool| -> Vec<(usize, &Line)> {
        plan.lines
            .iter()
            .enumerate()
            .filter(|(_, line)| wanted(&line.verdict) && !is_by_the_lot(line))
            .collect()
    };
    let people = People::of(plan);
    let asked = of(|it| matches!(it, Verdict::Asked { .. }));
    let changed = of(|it| matches!(it, Verdict::Changed { .. }));
    let added = of(|it| matches!(it, Verdict::Added { .. }));
    let already = of(|it| matches!(it, Verdict::Already { .. }));
    let removed = of(|it| matches!(it, Verdict::Removed { .. }));
    let kept = of(|it| matches!(it, Verdict::KeptYours { .. }));
    let same = of(|it| matches!(it, Verdict::Same { .. }));
    let offers = !already.is_empty() || !removed.is_empty();
    html! {
        section.card {
            p { strong.figure { (words::count(plan.counts().rows(), "row", "rows")) } ": " (said(plan.counts())) "." }
            @for notice in plan.notices.iter().filter(|it| it.tone == Tone::Aside && it.place.is_none()) { p.soft { (notice.text) } }
        }
        (notices(plan))
        form method="post" action={ "/import/" (id) } {
            (marks(None))
            input type="hidden" name="seen" value=(me.book.record.seq());
            @if !asked.is_empty() { (part("You decide", "Here and in the file it was changed, in different ways. What you do not decide stays as it is, and is asked again next time.", &html! { @for (index, line) in &asked { (question(*index, line)) } })) }
            @if !changed.is_empty() { (part("Changed in the file", "Nothing you wrote stands against these.", &html! { @for (index, line) in &changed { (question(*index, line)) } })) }
            @if !added.is_empty() { (part("New", "Take the mark away from what you do not want.", &rows(&added, true))) }
            @if !already.is_empty() { (part("Here already, from another source", "Left as they are, unless you want the row beside it as one of its own.", &html! { @for (index, line) in &already { (question(*index, line)) } })) }
            @if !removed.is_empty() { (part("Removed by you before", "They stay away, unless you mark them.", &rows(&removed, false))) }
            @if plan.is_settled() && !plan.lines.is_empty() { p { "There is nothing to apply: your record has everything that could be read from this file." } }
            (people.section())
            div.actions {
                @if !plan.is_settled() { button { "Apply" } }
                @else if offers { button.quiet { "Apply what is marked" } }
                @else if !plan.lines.is_empty() { (go("/roles", "See your roles")) }
                (go_quietly("/import", "Choose another file"))
            }
        }
        @if !kept.is_empty() { (fold("Changed by you, and kept", &html! { ul.plain { @for (_, line) in &kept { li { (titled(line)) (differences(line)) } } } }, kept.len())) }
        @if !same.is_empty() { (fold("The same", &html! { ul.plain { @for (_, line) in &same { li { (titled(line)) } } } }, same.len())) }
        (skipped(plan))
        (files(plan))
    }
}

/// Whether a line is one of many people, who come in together or not at all.
fn is_by_the_lot(line: &Line) -> bool {
    let is_contact = matches!(line.content, Content::Contact(_));
    is_contact
        && !matches!(
            line.verdict,
            Verdict::Asked { .. } | Verdict::Removed { .. }
        )
}

/// Has the people of a plan come in, or stay out; what was chosen for one of them stands.
pub(super) fn choose_people(plan: &Plan, taken: bool, choices: &mut Choices) {
    let lines = plan
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_by_the_lot(line));
    for (index, line) in lines {
        if taken {
            choices.entry(index).or_insert(line.choices()[0]);
        } else {
            choices.insert(index, Choice::Leave);
        }
    }
    // Whoever has nobody come in has nothing filled in, either.
    let asked = plan.lines.iter().enumerate();
    let asked = asked.filter(|(_, line)| !taken && line.choices()[0] == Choice::Fill);
    for (index, _) in asked {
        if choices.get(&index).is_none_or(|it| *it == Choice::Fill) {
            choices.insert(index, Choice::Leave);
        }
    }
}

/// The people in a file, as one choice: thousands of boxes are none.
struct People<'p> {
    new: Vec<&'p Line>,
    gain: Vec<(usize, &'p Line)>,
    already: usize,
    /// New jobs of theirs.
    jobs: Vec<NewJob>,
    /// Whether nothing else is in the file, so that they are what it was chosen for.
    alone: bool,
}

/// People shown of each sort.
const SHOWN: usize = 20;

impl<'p> People<'p> {
    fn of(plan: &'p Plan) -> Self {
        let lines = plan.lines.iter().enumerate();
        let mut people = Self {
            new: Vec::new(),
            gain: Vec::new(),
            already: 0,
            jobs: plan.new_jobs(),
            alone: plan
                .lines
                .iter()
                .all(|it| matches!(it.content, Content::Contact(_))),
        };
        for (index, line) in lines.filter(|(_, it)| is_by_the_lot(it)) {
            match line.verdict {
                Verdict::Added { .. } => people.new.push(line),
                Verdict::Changed { .. } => people.gain.push((index, line)),
                _ => people.already += 1,
            }
        }
        people
    }

    fn section(&self) -> Markup {
        let all = self.new.len() + self.gain.len();
        html! {
            @if !self.jobs.is_empty() {
                section #jobs {
                    h2 { "New jobs, as it seems " small { (self.jobs.len()) } }
                    label.check { input type="checkbox" name="jobs" value="yes"; "Note them as moments, so that Today asks for a line to each: of those whose row comes in as in the file" }
                    ul.plain.close { @for job in self.jobs.iter().take(SHOWN) { li { (job.name) ": " (job.what) } } }
                    @if self.jobs.len() > SHOWN { p.soft { "And " (words::thousands(self.jobs.len() - SHOWN)) " more." } }
                }
            }
            @if all > 0 {
                section #people {
                    h2 { "People " small { (words::thousands(all)) } }
                    label.check {
                        input type="checkbox" name="people" value="yes" checked[self.alone];
                        "Bring them in: " (words::count(self.new.len(), "new person", "new people"))
                        @if !self.gain.is_empty() { ", and what is new about " (words::thousands(self.gain.len())) " you have already" }
                    }
                    p.soft {
                        @if !self.alone { "Left out unless you mark it; you can choose this file again later. " }
                        @if self.already > 0 { (words::capital(&words::several(self.already, "person is", "people are"))) " here already, and nothing about them is new. " }
                        "They are seen by nobody but you."
                    }
                    @if !self.gain.is_empty() {
                        details {
                            summary { "The same people, as it seems (" (words::thousands(self.gain.len())) ")" }
                            p.soft { "They share a profile, an e-mail address, or a name and an organisation. What was missing comes in; where only the file has changed, it takes the place of what you have, unless you keep yours." }
                            @for (index, line) in self.gain.iter().take(SHOWN) { (question(*index, line)) }
                            @if self.gain.len() > SHOWN { p.soft { "And " (words::thousands(self.gain.len() - SHOWN)) " more, in the same way." } }
                        }
                    }
                    @if !self.new.is_empty() {
                        details {
                            summary { "The new ones (" (words::thousands(self.new.len())) ")" }
                            ul.plain { @for line in self.new.iter().take(SHOWN) { li { (describe(&line.content)) " " span.soft { (line.place) } } } }
                            @if self.new.len() > SHOWN { p.soft { "And " (words::thousands(self.new.len() - SHOWN)) " more." } }
                        }
                    }
                }
            }
        }
    }
}

/// Each file with its rows and what becomes of them.
fn files(plan: &Plan) -> Markup {
    html! {
        @if plan.files.len() > 1 {
            section {
                details {
                    summary { "File by file (" (plan.files.len()) ")" }
                    table.stack {
                        thead { tr { th scope="col" { "File" } th.num scope="col" { "Rows" } th scope="col" { "What becomes of them" } } }
                        tbody {
                            @for file in &plan.files {
                                @let counts = plan.counts_of(&file.file);
                                tr { th scope="row" { (file.file) } td.num data-label="Rows" { (words::thousands(counts.rows())) } td { (said(counts)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// ‘7 added, 3 the same, 2 skipped’: every row is in exactly one of these.
fn said(counts: Counts) -> String {
    let parts = counts.parts();
    let parts: Vec<String> = parts
        .map(|(count, what)| format!("{} {what}", words::thousands(count)))
        .collect();
    if parts.is_empty() {
        "nothing to bring in".to_owned()
    } else {
        list(&parts)
    }
}

/// What needs a look, and what is good to know of single rows. The rest stands with the totals.
fn notices(plan: &Plan) -> Markup {
    let (asides, others): (Vec<_>, Vec<_>) =
        plan.notices.iter().partition(|it| it.tone == Tone::Aside);
    let asides: Vec<_> = asides.into_iter().filter(|it| it.place.is_some()).collect();
    let place =
        |place: &Option<Place>| html! { @if let Some(place) = place { " " span.soft { (place) } } };
    html! {
        @for (tone, class) in [(Tone::Alarm, "notice alarm"), (Tone::Look, "notice warn")] {
            @if others.iter().any(|it| it.tone == tone) {
                div class=(class) {
                    @for notice in others.iter().filter(|it| it.tone == tone) { p { (notice.text) (place(&notice.place)) } }
                }
            }
        }
        @if !asides.is_empty() {
            details {
                summary { "Good to know (" (asides.len()) ")" }
                ul { @for notice in &asides { li { (notice.text) (place(&notice.place)) } } }
            }
        }
    }
}

fn part(title: &str, says: &str, rows: &Markup) -> Markup {
    html! {
        section {
            h2 { (title) }
            p.soft { (says) }
            (rows)
        }
    }
}

fn fold(title: &str, rows: &Markup, count: usize) -> Markup {
    html! {
        section {
            details { summary { (title) " (" (words::thousands(count)) ")" } (rows) }
        }
    }
}

/// Boxes on one page: with their hidden fields they have to fit a form.
const MOST_BOXES: usize = 400;

/// Rows that are taken or left as a whole, each with a box.
fn rows(lines: &[(usize, &Line)], ticked: bool) -> Markup {
    let boxes = lines.len() <= MOST_BOXES;
    html! {
        @if !boxes { p.soft { "These are too many to choose among: they go as they stand here. To leave some out, take them from the file." } }
        div.card.flush {
            table.stack.choose {
                thead { tr { th scope="col" { "Take" } th scope="col" { "What" } th scope="col" { "When" } th scope="col" { "Where in the file" } } }
                tbody {
                    @for (index, line) in lines {
                        @let id = format!("line-{index}");
                        tr {
                            td {
                                @if boxes {
                                    input type="hidden" name={ "line." (index) } value=(Choice::Leave.word());
                                    label.check for=(id) {
                                        input id=(id) type="checkbox" name={ "line." (index) } value=(Choice::File.word()) checked[ticked];
                                        span.seen-not { "Take " (describe(&line.content)) }
                                    }
                                } @else { (if ticked { "yes" } else { "no" }) }
                            }
                            (what(line))
                            td.soft { (line.place) @if matches!(line.verdict, Verdict::Added { again: true }) { " " span.tag.quiet { "again, after an undo" } } }
                        }
                    }
                }
            }
        }
    }
}

fn what(line: &Line) -> Markup {
    html! {
        @match (&line.content, line.content.told()) {
            (Content::Role(role), _) => {
                th scope="row" { (role.title) @if let Some(organisation) = &role.organisation { div.soft { (organisation) } } }
                td { (period(role)) }
            }
            (_, Some(told)) => {
                th scope="row" {
                    (shortened(told.title())) " " span.tag.quiet { (told.outline.one) }
                    @if let Some(beside) = told.beside() { div.soft { (beside) } }
                }
                td { (when(&told)) }
            }
            (Content::Profile(_), _) => { th scope="row" { "Your name: " (describe(&line.content)) } td {} }
            (other, None) => { th scope="row" { (describe(other)) } td {} }
        }
    }
}

fn titled(line: &Line) -> Markup {
    html! {
        @match (&line.content, line.content.told()) {
            (Content::Role(role), _) => { strong { (named(role)) } " " span.soft { (period(role)) "; " (line.place) } }
            (content, Some(told)) => { strong { (describe(content)) } " " span.tag.quiet { (told.outline.one) } " " span.soft { (line.place) } }
            (Content::Profile(_), _) => { strong { "Your profile" } " " span.soft { (line.place) } }
            (other, None) => { strong { (describe(other)) } " " span.soft { (line.place) } }
        }
    }
}

/// A row whose answer is one of several, with both values side by side.
fn question(index: usize, line: &Line) -> Markup {
    let fields = fields_of(line);
    let name = format!("line.{index}");
    html! {
        fieldset.card {
            legend.seen-not { (describe(&line.content)) }
            p { (titled(line)) }
            @if !fields.is_empty() {
                table {
                    thead { tr { th scope="col" { "Field" } th scope="col" { "Your record" } th scope="col" { "This file" } } }
                    tbody {
                        @for it in fields {
                            tr { th scope="row" { (words::capital(it.label)) } td { (value(it, &it.mine_text())) } td { (value(it, &it.theirs_text())) } }
                        }
                    }
                }
            }
            div.row {
                @for (place, choice) in line.choices().iter().enumerate() {
                    label.check { input type="radio" name=(name) value=(choice.word()) checked[place == 0]; (says(*choice, &line.verdict)) }
                }
            }
        }
    }
}

fn fields_of(line: &Line) -> &[Difference] {
    match &line.verdict {
        Verdict::Changed { fields, .. }
        | Verdict::KeptYours { fields, .. }
        | Verdict::Asked { fields, .. }
        | Verdict::Already { fields, .. } => fields,
        Verdict::Added { .. } | Verdict::Same { .. } | Verdict::Removed { .. } => &[],
    }
}

fn differences(line: &Line) -> Markup {
    html! {
        @for it in fields_of(line) {
            div.soft { (words::capital(it.label)) ": " (value(it, &it.mine_text())) "; the file says " (value(it, &it.theirs_text())) }
        }
    }
}

/// A stored value as a page says it.
fn value(of: &Difference, text: &str) -> String {
    match (of.field.as_str(), text) {
        (_, "") => "nothing".to_owned(),
        ("to", "ongoing") => "goes on".to_owned(),
        ("to", "unknown") => "not known".to_owned(),
        ("from" | "to" | "on" | "until", date) => date
            .parse::<PartialDate>()
            .map_or_else(|_| date.to_owned(), |date| Known(date).to_string()),
        (_, text) => text.to_owned(),
    }
}

const fn says(choice: Choice, verdict: &Verdict) -> &'static str {
    match (choice, verdict) {
        (Choice::File, _) => "As in the file",
        (Choice::Mine, _) => "Keep mine",
        (Choice::Both, _) => "Both, side by side",
        (Choice::Fill, _) => "Fill in what is missing, and decide this later",
        (Choice::Leave, Verdict::Asked { .. }) => "Decide later",
        (Choice::Leave, _) => "Leave it",
    }
}

/// Skipped rows on the page. A large network has hundreds of members who have left.
const MOST_SKIPPED: usize = 200;

fn skipped(plan: &Plan) -> Markup {
    html! {
        @if !plan.skipped.is_empty() {
            section {
                h2 { "Skipped " small { (words::count(plan.skipped.len(), "row", "rows")) } }
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "Where" } th scope="col" { "What" } th scope="col" { "Why" } } }
                        tbody {
                            @for row in plan.skipped.iter().take(MOST_SKIPPED) {
                                tr { td.soft { (row.place) } td { (row.what) } td { (row.reason) } }
                            }
                        }
                    }
                }
                @if plan.skipped.len() > MOST_SKIPPED { p.soft { "And " (words::thousands(plan.skipped.len() - MOST_SKIPPED)) " more, for the same reasons." } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use windward_core::record::Record;

    use super::*;

    fn plan(csv: &str) -> Plan {
        let incoming = windward_formats::read("roles.csv", csv.as_bytes()).unwrap();
        windward_formats::plan(incoming, &Record::default(), date(2026, 11, 22))
    }

    #[test]
    fn the_totals_name_every_row_once() {
        let plan = plan(
            "Title,Company,From,To\nPM,Acme,2019,2021\n,Nowhere,2018,2019\nSenior PM,Acme,2021,\n",
        );
        assert_eq!(said(plan.counts()), "2 new and 1 skipped");
        assert_eq!(plan.counts().rows(), 3);
    }

    #[test]
    fn stored_values_are_said_in_words() {
        let of = |field: &str| Difference {
            field: field.to_owned(),
            before: None,
            mine: None,
            theirs: None,
            label: "",
        };
        assert_eq!(value(&of("from"), "2019-03"), "March 2019");
        assert_eq!(value(&of("to"), "ongoing"), "goes on");
        assert_eq!(value(&of("organisation"), ""), "nothing");
        assert_eq!(value(&of("title"), "2019"), "2019");
    }
}
