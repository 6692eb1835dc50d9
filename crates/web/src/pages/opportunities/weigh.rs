//! Two opportunities side by side, by what matters to the person, with their own weights.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::{EntryId, ItemId},
    record::{Criterion, Matters, Of, Opportunity, Reading, Weighed},
    views::{
        facts::Facts,
        opportunities::{
            Against, Comparison, Considered, Side, against::Have, compare, compare::nearness,
            criteria, opportunities,
        },
        today::destination_name,
    },
};

use super::{HERE, found};
use crate::{
    components::{self, Field, Kind, empty, field, go, go_quietly, marks, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head},
    pages::choices::{options, or_none},
    session::Me,
    words::{self, count, list, near, several},
};

/// Empty lines for what else matters.
const BLANKS: usize = 2;

/// What is proposed at first, besides what one wants to keep.
const PROPOSED: [&str; 4] = [
    "The work itself",
    "The people I would work with",
    "What I would learn",
    "Pay and conditions",
];

/// The longest sentence of what one wants to keep that is proposed as something that matters.
const SHORT: usize = 60;

/// Which two.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Two {
    one: String,
    other: String,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Two>) -> Response {
    let facts = me.book.facts();
    let all = opportunities(facts);
    let live: Vec<&Considered<'_>> = all.iter().filter(|it| it.stage.is_live()).collect();
    let named = |word: &str| all.iter().find(|it| it.of.id.to_string() == word);
    let one = named(&asked.one).or(live.first().copied());
    let rest = live
        .iter()
        .find(|it| Some(it.of.id) != one.map(|it| it.of.id));
    let other = named(&asked.other).or(rest.copied());
    let two = one
        .zip(other)
        .filter(|(one, other)| one.of.id != other.of.id);
    let Some((one, other)) = two else {
        return alone(&me, &all);
    };
    let comparison = compare(facts, one.of, other.of);
    page(&me, &all, &comparison, &filled(facts, &comparison))
}

/// There is nothing to compare.
fn alone(me: &Me, all: &[Considered<'_>]) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Side by side",
        lede: html! { p { "Two opportunities by what matters to you." } },
        section: HERE,
    };
    let body = html! {
        @if all.len() > 1 { (choosing(all, None)) }
        @else { (empty("It takes two", "Write down the other one, and be it the job you have: staying is an offer as well.", &html! { (go("/opportunities/new", "Write one down")) (go_quietly("/opportunities", "All opportunities")) })) }
    };
    layout::page(me, facts, &head, &body)
}

/// The form of a comparison: what matters, and what both are like in it. At first, what is likely to matter.
fn filled(facts: &Facts<'_>, two: &Comparison<'_>) -> Form {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut say =
        |name: &str, at: usize, value: String| values.push((format!("{name}{at}"), value));
    for (at, line) in two.lines.iter().enumerate() {
        let of = line.criterion;
        say("criterion", at, of.id.to_string());
        say("seen", at, of.revision.entry_id.to_string());
        say("what", at, of.it.what.clone());
        say("matters", at, of.it.matters.word().to_owned());
        for (side, said) in [("one", line.one), ("other", line.other)] {
            let reading = said.and_then(|it| it.reading);
            say(
                side,
                at,
                reading.map_or_else(String::new, |it| it.get().to_string()),
            );
            let says = said.and_then(|it| it.says.clone());
            say(&format!("{side}-says"), at, says.unwrap_or_default());
        }
    }
    if two.lines.is_empty() {
        let keep = facts.profile.and_then(|of| of.it.keep.as_deref());
        let keep = keep
            .unwrap_or_default()
            .split(['.', '\n', ';'])
            .map(str::trim);
        let keep = keep.filter(|it| !it.is_empty() && it.chars().count() <= SHORT);
        for (at, what) in keep.take(4).chain(PROPOSED).enumerate() {
            say("what", at, what.to_owned());
            say("matters", at, Matters::Much.word().to_owned());
        }
    }
    Form::filled(
        values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
    )
}

/// A line of the form that was sent.
struct Row {
    criterion: Option<(ItemId, Option<EntryId>)>,
    what: Option<String>,
    matters: Matters,
    readings: [Option<Reading>; 2],
    says: [Option<String>; 2],
}

fn rows(form: &mut Form) -> Vec<Row> {
    (0..Criterion::MOST)
        .map(|at| {
            let name = |name: &str| format!("{name}{at}");
            let criterion = form.typed(&name("criterion")).parse().ok();
            let seen = form.typed(&name("seen")).parse().ok();
            Row {
                criterion: criterion.map(|id| (id, seen)),
                what: form.text(&name("what"), LINE),
                matters: Matters::named(form.typed(&name("matters"))).unwrap_or(Matters::Much),
                readings: ["one", "other"].map(|side| {
                    let number = form.typed(&name(side)).parse().ok();
                    number.and_then(Reading::new)
                }),
                says: ["one-says", "other-says"].map(|side| form.text(&name(side), TEXT)),
            }
        })
        .collect()
}

pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let ids = form.once()?;
    let side = |name: &str| -> Result<Of<'_, Opportunity>, WebError> {
        let id = form.typed(name).parse().map_err(|_| WebError::NotFound)?;
        found(&me, id)
    };
    let (one, other) = (side("one")?, side("other")?);
    let seen: [Option<EntryId>; 2] =
        ["one-seen", "other-seen"].map(|name| form.typed(name).parse().ok());
    let rows = rows(&mut form);
    if !form.is_good() {
        let facts = me.book.facts();
        let comparison = compare(facts, one, other);
        let page = page(&me, &opportunities(facts), &comparison, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let on = PartialDate::day(me.book.today);
    let record = &me.book.record;
    me.act(ids, |act| {
        let mut sides = [one.it.clone(), other.it.clone()];
        for row in rows {
            let before = row.criterion.and_then(|(id, seen)| {
                let of = record.get::<Criterion>(id)?;
                Some((of, seen.unwrap_or(of.revision.entry_id)))
            });
            let id = match (before, row.what) {
                (Some((of, seen)), Some(what)) => {
                    let it = Criterion {
                        what,
                        matters: row.matters,
                        ..of.it.clone()
                    };
                    if it != *of.it {
                        act.put(of.id, Some(seen), it);
                    }
                    of.id
                }
                // What has no words any more does not matter any more.
                (Some((of, seen)), None) => {
                    act.withdraw(of.id, seen);
                    continue;
                }
                (None, Some(what)) => act.add(Criterion::new(what, row.matters, on)),
                (None, None) => continue,
            };
            for ((it, reading), says) in sides.iter_mut().zip(row.readings).zip(row.says) {
                weigh(it, id, reading, says);
            }
        }
        for ((of, it), seen) in [one, other].into_iter().zip(sides).zip(seen) {
            if it != *of.it {
                act.put(of.id, Some(seen.unwrap_or(of.revision.entry_id)), it);
            }
        }
    })
    .await?;
    let (one, other) = (one.id, other.id);
    let to = format!("/opportunities/compare?one={one}&other={other}#lines");
    Ok(Redirect::to(&to).into_response())
}

/// Notes what an opportunity is like in something.
fn weigh(it: &mut Opportunity, criterion: ItemId, reading: Option<Reading>, says: Option<String>) {
    let place = it.weighed.iter().position(|it| it.criterion == criterion);
    match place {
        Some(place) => {
            it.weighed[place].reading = reading;
            it.weighed[place].says = says;
        }
        None if reading.is_some() || says.is_some() => it.weighed.push(Weighed {
            criterion,
            reading,
            says,
            unknown: Map::new(),
        }),
        None => {}
    }
}

fn page(me: &Me, all: &[Considered<'_>], two: &Comparison<'_>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Side by side",
        lede: html! { p { (two.one.name()) ", and " (two.other.name()) "." } },
        section: HERE,
    };
    let body = html! {
        (choosing(all, Some(two)))
        (result(two))
        (beside(facts, two))
        (components::keep(facts))
        (weighing(facts, two, form))
        div.actions { (go_quietly("/opportunities", "All opportunities")) }
    };
    layout::page(me, facts, &head, &body)
}

fn choosing(all: &[Considered<'_>], two: Option<&Comparison<'_>>) -> Markup {
    let select = |name: &str, label: &str, chosen: Option<ItemId>| {
        html! {
            div {
                label for=(name) { (label) }
                select #(name) name=(name) { @for it in all { option value=(it.of.id) selected[Some(it.of.id) == chosen] { (it.name()) } } }
            }
        }
    };
    let second = all.get(1).map(|it| it.of.id);
    html! {
        form.compare method="get" action="/opportunities/compare" {
            (select("one", "This", two.map(|two| two.one.of.id)))
            (select("other", "And this", two.map_or(second, |two| Some(two.other.of.id))))
            div.actions { button.quiet { "Put them side by side" } }
        }
    }
}

/// What a line speaks for, and how much it counts.
fn speaks(two: &Comparison<'_>, side: Side) -> Markup {
    let points = |points: u32| count(points as usize, "point", "points");
    html! {
        @match side {
            Side::One(some) => { strong { (two.one.of.it.title) } ", " (points(some)) }
            Side::Other(some) => { strong { (two.other.of.it.title) } ", " (points(some)) }
            Side::Even => { "both alike" }
            Side::CannotTell => { span.soft { "cannot tell yet" } }
        }
    }
}

fn said(said: Option<&Weighed>) -> Markup {
    html! {
        @match said.map(|it| (it.reading, it.says.as_deref())) {
            Some((Some(reading), says)) => { (nearness(reading)) @if let Some(says) = says { br; span.soft { (says) } } }
            Some((None, Some(says))) => { span.soft { (says) } }
            _ => { span.soft { "nothing said yet" } }
        }
    }
}

/// Every line, and what they say together.
fn result(two: &Comparison<'_>) -> Markup {
    html! {
        section #lines {
            h2 { "By what matters to you" }
            @if two.lines.is_empty() { p { "You have not said what matters yet. Below are a few lines to begin with; change them to your own." } }
            @else {
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "What matters" } th scope="col" { (two.one.name()) } th scope="col" { (two.other.name()) } th scope="col" { "It speaks for" } } }
                        tbody {
                            @for line in &two.lines {
                                tr {
                                    th scope="row" { (line.criterion.it.what) br; span.soft { "matters " (line.criterion.it.matters.label()) } }
                                    td data-label=(two.one.of.it.title) { (said(line.one)) }
                                    td data-label=(two.other.of.it.title) { (said(line.other)) }
                                    td data-label="It speaks for" { (speaks(two, line.speaks)) }
                                }
                            }
                        }
                    }
                }
                @for sentence in two.says() { p { (sentence) } }
                p.soft { "A line speaks for the one that comes nearer to what you want: by as many points as they lie apart, once, twice or three times by how much it matters. It sums up what you wrote, and decides nothing. If you hope that it comes out otherwise, that is worth knowing too." }
            }
        }
    }
}

/// What is not weighed: the same questions asked of both.
fn beside(facts: &Facts<'_>, two: &Comparison<'_>) -> Markup {
    let sides = [(&two.one, &two.against[0]), (&two.other, &two.against[1])];
    let named = |read: &Against<'_>, have: Have| {
        let names: Vec<&str> = read.having(have).map(|it| it.target.name()).collect();
        match names.as_slice() {
            [] => "nothing that its posting names".to_owned(),
            some => list(some),
        }
    };
    let row = |label: &str, tell: &dyn Fn(&Considered<'_>, &Against<'_>) -> Markup| {
        html! {
            tr {
                th scope="row" { (label) }
                @for (it, read) in sides { td data-label=(it.of.it.title) { (tell(it, read)) } }
            }
        }
    };
    html! {
        section {
            h2 { "What else is known" }
            div.card.flush {
                table.stack.sides {
                    thead { tr { td {} th scope="col" { a href={ "/opportunities/" (two.one.of.id) } { (two.one.name()) } } th scope="col" { a href={ "/opportunities/" (two.other.of.id) } { (two.other.name()) } } } }
                    tbody {
                        (row("Stands at", &|it, _| html! { (it.stage.label()) ", " (near(it.since, facts.day)) }))
                        (row("Rung", &|_, read| html! { (read.on.rung.map_or("on none of this ladder", |rung| &rung.name)) }))
                        (row("Offered", &|it, _| html! { (it.of.it.offer.as_ref().and_then(|it| it.terms.as_deref()).unwrap_or("nothing noted")) }))
                        (row("Answer by", &|it, _| html! { (it.of.it.offer.as_ref().and_then(|it| it.answer_by).map_or_else(|| "no day noted".to_owned(), |by| near(by, facts.day))) }))
                        (row("You lack", &|_, read| html! { (named(read, Have::No)) }))
                        (row("You have not looked at", &|_, read| html! { (named(read, Have::NotLookedAt)) }))
                        (row("It would teach", &|_, read| html! {
                            @for taught in &read.teaches { span { (words::capital(&several(taught.by.len(), "gap", "gaps"))) " towards " (destination_name(facts, taught.destination.destination.it)) ". " } }
                            @if read.teaches.is_empty() { "no destination lies ahead" }
                        }))
                        (row("Your experiments", &|_, read| html! { @if read.heard.is_empty() { "say nothing of it" } @else { (several(read.heard.len(), "speaks", "speak")) " of such work" } }))
                    }
                }
            }
        }
    }
}

/// The form: what matters, how much, and what both are like.
fn weighing(facts: &Facts<'_>, two: &Comparison<'_>, form: &Form) -> Markup {
    let matters = options(Matters::WORDS, Matters::label);
    let readings = Reading::ALL.into_iter();
    let readings = readings.map(|it| (it.get().to_string(), nearness(it).to_owned()));
    let readings = or_none("nothing said yet", readings);
    let used = (0..Criterion::MOST)
        .rev()
        .find(|at| {
            !form.typed(&format!("what{at}")).is_empty()
                || !form.typed(&format!("criterion{at}")).is_empty()
        })
        .map_or(0, |at| at + 1);
    let rows = (used + BLANKS).min(Criterion::MOST);
    let full = criteria(facts).len() >= Criterion::MOST;
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        section #weigh {
            h2 { "What matters, and what each is like" }
            (not_saved(form))
            form method="post" action="/opportunities/compare" {
                (marks(None))
                @for (name, of) in [("one", two.one.of), ("other", two.other.of)] {
                    input type="hidden" name=(name) value=(of.id);
                    input type="hidden" name={ (name) "-seen" } value=(seen(form, name, of));
                }
                @for at in 0..rows {
                    @let name = |name: &str| format!("{name}{at}");
                    @let (what, how) = (name("what"), name("matters"));
                    @let is_new = form.typed(&what).is_empty();
                    fieldset.card {
                        legend.seen-not { (if is_new { "What else matters" } else { form.typed(&what) }) }
                        @for hidden in ["criterion", "seen"] {
                            @let hidden = name(hidden);
                            @if !form.typed(&hidden).is_empty() { input type="hidden" name=(hidden) value=(form.typed(&hidden)); }
                        }
                        div.halves {
                            (field(form, Field { name: &what, label: if is_new { "What else matters" } else { "What matters" }, hint: "", kind: line }))
                            (field(&or(form, &how, Matters::Much.word()), Field { name: &how, label: "It matters", hint: "", kind: Kind::One(&matters) }))
                        }
                        div.halves {
                            @for (side, title) in [("one", two.one.name()), ("other", two.other.name())] {
                                @let (reading, says) = (name(side), name(&format!("{side}-says")));
                                div {
                                    (field(form, Field { name: &reading, label: &title, hint: "", kind: Kind::One(&readings) }))
                                    (field(form, Field { name: &says, label: "In words", hint: "", kind: line }))
                                }
                            }
                        }
                    }
                }
                @if full { p.soft { "Twelve things are enough: what is one of thirteen decides nothing." } }
                p.soft { "Empty a line of its words, and it does not matter any more." }
                div.actions { button { "Save what you weighed" } }
            }
        }
    }
}

/// The entry that the form was made from, also where it comes again.
fn seen(form: &Form, name: &str, of: Of<'_, Opportunity>) -> String {
    match form.typed(&format!("{name}-seen")) {
        "" => of.revision.entry_id.to_string(),
        sent => sent.to_owned(),
    }
}

/// A form with a likely answer where nothing was said.
fn or(form: &Form, name: &str, likely: &str) -> Form {
    let mut form = form.clone();
    if form.typed(name).is_empty() {
        form.set(name, likely);
    }
    form
}
