//! The list of what needs a person: three things now, the rest a click away, each with its reason and its acts.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    record::{Of, Promise, Quiet},
    views::{
        due::{Due, Matter, Press},
        facts::Facts,
        today::{AT_ONCE, Today},
    },
};

use super::{
    aside::{bring_back, later, quieten, wake},
    place::place,
};
use crate::{
    components::{go_quietly, marks},
    form::Form,
    session::Me,
    words::{self, Day, capital, near},
};

/// How many things of the rest are drawn; a list as long is no list of a day.
const MOST_LISTED: usize = 60;

pub(super) fn needs(today: &Today<'_>, me: &Me, form: &Form) -> Markup {
    match today.quiet {
        Some(quiet) if today.is_slow() => slow_time(today, quiet, me, form),
        Some(quiet) => quiet_time(today, quiet, me, form),
        None => loud(today, me, form),
    }
}

fn loud(today: &Today<'_>, me: &Me, form: &Form) -> Markup {
    let (facts, asks_for_code) = (me.book.facts(), me.asks_for_code);
    let code = usize::from(asks_for_code);
    let total = today.list.len() + code;
    let (now, rest) = today.list.split_at(today.list.len().min(AT_ONCE - code));
    html! {
        h2 {
            "Needs you "
            @if total > AT_ONCE { small { (AT_ONCE) " of " (total) } }
            @else if total > 0 { small { (total) } }
        }
        @if total == 0 {
            p { "Nothing needs you today. Log what you do, and look at the course when you wonder." }
        }
        ul.todo {
            @if asks_for_code { (recovery(me.app.options.accounts)) }
            @for due in now { (item(due, facts, form)) }
        }
        (others(rest, &format!("The other {}", things(rest.len())), facts, form))
        (put_aside(today, facts))
        (quieten(form))
        p.soft {
            a.how href="/actions" { "All there is to do" }
            // The calendar is of the record, and the sample is none.
            @if !me.sample { " · " a.how href="/feed" { "In your calendar" } }
        }
    }
}

fn quiet_time(today: &Today<'_>, quiet: Of<'_, Quiet>, me: &Me, form: &Form) -> Markup {
    let (facts, asks_for_code) = (me.book.facts(), me.asks_for_code);
    let counted_on = today
        .list
        .iter()
        .filter(|due| due.id.matter.press() == Press::Promised)
        .count();
    html! {
        h2 { "Quiet until " (Day(quiet.it.until.first_day())) }
        @if let Some(why) = &quiet.it.why { p { (why) } }
        p {
            "Nothing is asked of you until then, not here and not in your calendar. "
            @if counted_on > 0 {
                "Somebody counts on " (words::several(counted_on, "thing", "things")) " of what waits; a line to them may be enough."
            }
        }
        @if asks_for_code { ul.todo { (recovery(me.app.options.accounts)) } }
        (others(&today.list, &format!("What waits: {}", things(today.list.len())), facts, form))
        (wake(quiet))
    }
}

/// After a setback: what the person dated by hand, and nothing else.
fn slow_time(today: &Today<'_>, quiet: Of<'_, Quiet>, me: &Me, form: &Form) -> Markup {
    let facts = me.book.facts();
    let (now, more) = today.list[..today.asking].split_at(today.now().len());
    html! {
        h2 { "What you dated yourself" }
        @if now.is_empty() { p { "Nothing, today." } }
        ul.todo { @for due in now { (item(due, facts, form)) } }
        (others(more, &format!("And {}", things(more.len())), facts, form))
        (others(today.resting(), "What rests", facts, form))
        (wake(quiet))
    }
}

fn things(number: usize) -> String {
    words::several(number, "thing", "things")
}

fn others(rest: &[Due], says: &str, facts: &Facts<'_>, form: &Form) -> Markup {
    let is_refused = |due: &Due| !form.is_good() && form.typed("thing") == due.id.to_string();
    html! {
        @if !rest.is_empty() {
            details open[rest.iter().any(is_refused)] {
                summary { (says) }
                ul.todo { @for due in rest.iter().take(MOST_LISTED) { (item(due, facts, form)) } }
                @if rest.len() > MOST_LISTED {
                    p.soft { "And " (words::several(rest.len() - MOST_LISTED, "more", "more")) ", which come up as these are done." }
                }
            }
        }
    }
}

/// It comes before everything, and cannot be put aside.
fn recovery(shared: bool) -> Markup {
    html! {
        li {
            span.when { "First" }
            div {
                a.what href="/recovery" { "Keep your recovery code" }
                " " span.tag.private { "private" }
                @if shared { p { "Without it a forgotten password closes the record for good." } }
                @else { p { "Without it only this machine can open the record, and no backup of it anywhere else." } }
            }
            (go_quietly("/recovery", "Keep it"))
        }
    }
}

fn item(due: &Due, facts: &Facts<'_>, form: &Form) -> Markup {
    let place = place(due.id, facts);
    let when = due.day.map_or_else(
        || place.when.to_owned(),
        |on| capital(&near(PartialDate::day(on), facts.day)),
    );
    let done = due.id.matter.done_word();
    html! {
        li {
            span.when { (when) }
            div {
                a.what href=(place.href) { (due.what) }
                p { (due.why) }
                (later(due, form))
            }
            div.acts {
                // What comes round is told of on its page, or is done with a word.
                @if done.is_none() || due.id.matter.press() == Press::Round {
                    (go_quietly(&place.href, place.button))
                }
                @if let Some(done) = done {
                        form method="post" action="/today/done" {
                            (marks(None))
                            input type="hidden" name="thing" value=(due.id);
                            button.quiet { (done) span.seen-not { ": " (due.what) } }
                        }
                }
                (endings(due, facts))
            }
        }
    }
}

/// How else a promise comes to an end; why it is broken can be said on its page.
fn endings(due: &Due, facts: &Facts<'_>) -> Markup {
    let promise = due.id.item.filter(|_| {
        let matter = due.id.matter;
        matches!(matter, Matter::Promise | Matter::TheirPromise)
    });
    let promise = promise.and_then(|id| facts.record.get::<Promise>(id));
    html! {
        @if let Some(of) = promise {
            @for (word, label) in [("broken", "Broken"), ("let-go", "Let go")] {
                form method="post" action={ "/promises/" (of.id) "/end" } {
                    (marks(Some(of.revision.entry_id)))
                    input type="hidden" name="back" value="/";
                    input type="hidden" name="as" value=(word);
                    button.quiet { (label) span.seen-not { ": " (due.what) } }
                }
            }
        }
    }
}

fn put_aside(today: &Today<'_>, facts: &Facts<'_>) -> Markup {
    html! {
        @if !today.aside.is_empty() {
            details {
                summary { "Put aside: " (words::count(today.aside.len(), "thing", "things")) }
                ul.todo {
                    @for (of, due) in &today.aside {
                        li {
                            span.when {
                                @match of.it.until {
                                    Some(until) => { (capital(&near(until, facts.day))) }
                                    None => { "Not for you" }
                                }
                            }
                            div { a.what href=(place(due.id, facts).href) { (due.what) } }
                            div.acts { (bring_back(*of, due)) }
                        }
                    }
                }
            }
        }
    }
}
