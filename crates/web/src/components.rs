//! The pieces pages are made of: one way to write a field, a figure, a picture of proficiency, an empty page.

use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::{Framework, Proficiency, Rung},
    id::EntryId,
    record::Hand,
    views::{facts::Facts, readiness::Readiness, standing::Verdict},
};

use crate::{edge, form::Form, text::Text};

/// A field of a form: label above, hint below it, what is wrong with it beneath.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) hint: &'a str,
    pub(crate) kind: Kind<'a>,
}

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'a> {
    /// One line; `autocomplete` as HTML names it, empty for none.
    Line { autocomplete: &'a str },
    /// Some text.
    Text,
    /// A date, as precise as it is known.
    Date,
    /// A date that is seldom known to the day: its hint says that less is enough.
    Rough,
    /// One of these, by value and label.
    One(&'a [(String, String)]),
}

/// How a date is written, where one is asked for. Less of it is a date too: a year, a year and a month.
pub(crate) const DATE: &str = "year-month-day";

/// How a date is written of which a year or a month is enough.
const ROUGH: &str = "year or year-month";

/// Draws a field with what was typed into it.
pub(crate) fn field(form: &Form, field: Field<'_>) -> Markup {
    let Field {
        name,
        label,
        hint,
        kind,
    } = field;
    let typed = form.typed(name);
    let fault = form.fault_of(name);
    let invalid = fault.map(|_| "true");
    let described = match (hint.is_empty(), fault) {
        (true, None) => None,
        (false, None) => Some(format!("{name}-hint")),
        (true, Some(_)) => Some(format!("{name}-fault")),
        (false, Some(_)) => Some(format!("{name}-hint {name}-fault")),
    };
    let described = described.as_deref();
    html! {
        div.field {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
            @match kind {
                Kind::Line { autocomplete } => {
                    input id=(name) name=(name) value=(typed) autocomplete=[Some(autocomplete).filter(|it| !it.is_empty())]
                        aria-invalid=[invalid] aria-describedby=[described];
                }
                Kind::Date | Kind::Rough => {
                    @let written = if matches!(kind, Kind::Rough) { ROUGH } else { DATE };
                    input id=(name) name=(name) value=(typed) autocomplete="off" placeholder=(written)
                        aria-invalid=[invalid] aria-describedby=[described];
                }
                Kind::Text => {
                    textarea id=(name) name=(name) rows="3" aria-invalid=[invalid] aria-describedby=[described] { (typed) }
                }
                Kind::One(options) => {
                    select id=(name) name=(name) aria-invalid=[invalid] aria-describedby=[described] {
                        @for (value, label) in options {
                            option value=(Text(value)) selected[value == typed] { (Text(label)) }
                        }
                    }
                }
            }
            @if let Some(fault) = fault { p.error id={ (name) "-fault" } { (fault) } }
        }
    }
}

/// The hidden fields that make a form safe to send twice and notice that it is stale.
pub(crate) fn marks(revises: Option<EntryId>) -> Markup {
    html! {
        input type="hidden" name="once" value=(edge::mark());
        @if let Some(revises) = revises { input type="hidden" name="revises" value=(revises); }
    }
}

/// Says above a form that it was not saved, where something is wrong with it, and leads to the first such field. The
/// script puts the focus there.
pub(crate) fn not_saved(form: &Form) -> Markup {
    html! {
        @if let Some(name) = form.first_fault() {
            div.notice.alarm role="alert" { p { "Nothing is saved yet: " a href={ "#" (name) } data-to-fault { "something below" } " needs a look. What you typed is still there." } }
        }
    }
}

/// What is shown this once, to be taken along: it can be selected, and with the script copied by a button.
pub(crate) fn to_copy(id: &str, label: &str, value: &str) -> Markup {
    html! {
        label for=(id) { (label) }
        div.row {
            input id=(id) readonly value=(value);
            button.quiet type="button" data-copy=(id) hidden { "Copy" }
        }
    }
}

/// The marks of a form that is shown again after it was refused: it still replaces what it was rendered from, and
/// not what came in between.
pub(crate) fn marks_again(form: &Form, revises: Option<EntryId>) -> Markup {
    let sent = form.revises().ok().flatten();
    marks(sent.or(revises))
}

/// A page or a part of one with nothing on it yet: why, and the first step.
pub(crate) fn empty(title: &str, why: &str, step: &Markup) -> Markup {
    html! {
        div.card.empty {
            h2 { (title) }
            p { (why) }
            div.actions { (step) }
        }
    }
}

/// A link that looks like the main button.
pub(crate) fn go(href: &str, label: &str) -> Markup {
    html! { a.button href=(href) { (label) } }
}

/// A link that looks like a lesser button.
pub(crate) fn go_quietly(href: &str, label: &str) -> Markup {
    html! { a.button.quiet href=(href) { (label) } }
}

/// The way between pages that belong together, by address and name.
pub(crate) fn switch(label: &str, pages: &[(&str, &str)], here: &str) -> Markup {
    html! {
        nav.switch aria-label=(label) {
            @for (href, name) in pages {
                a.button.quiet href=(href) aria-current=[(*href == here).then_some("page")] { (name) }
            }
        }
    }
}

/// By whose hand something is here, as words in their colour: what was given, noted, typed behind a link and imported never look alike.
pub(crate) fn hand(hand: Hand) -> Markup {
    let class = match hand {
        Hand::Given => "tag good",
        Hand::Link => "tag course",
        Hand::Own | Hand::Claimed => "tag quiet",
    };
    html! { span class=(class) { (hand.label()) } }
}

/// How an expectation stands, as a word in its colour.
pub(crate) fn verdict(verdict: Verdict) -> Markup {
    let class = match verdict {
        Verdict::Backed => "tag good",
        Verdict::Unproven => "tag course",
        Verdict::Assumed | Verdict::HandedOn => "tag quiet",
        Verdict::Gap => "tag ahead",
    };
    html! { span class=(class) { (verdict.label()) } }
}

/// Five steps: those that are there filled (dashed where assumed), a stroke where the one asked ends.
pub(crate) fn steps(
    framework: &Framework,
    now: Option<Proficiency>,
    asked: Option<Proficiency>,
    assumed: bool,
) -> Markup {
    let said_now = now.map_or("not looked at yet", |now| framework.word(now));
    let label = match asked {
        Some(asked) => format!("{said_now}, expected {}", framework.word(asked)),
        None => said_now.to_owned(),
    };
    let have = now.map_or(0, Proficiency::get);
    html! {
        svg.steps5 viewBox="0 0 147 16" role="img" aria-label=(label) {
            @for step in 1..=5u8 {
                @let class = if step > have { "step" } else if assumed { "assumed" } else { "have" };
                rect class=(class) x=(u32::from(step - 1) * 29 + 1) y="4" width="26" height="8" rx="2" {}
            }
            @if let Some(asked) = asked {
                @let x = u32::from(asked.get()) * 29;
                line.asked x1=(x) x2=(x) y1="0" y2="16" {}
            }
        }
    }
}

/// ‘17 of 24 met’, and what stands behind it.
pub(crate) fn readiness(readiness: Readiness, rung: &Rung, href: &str) -> Markup {
    html! {
        p { strong.figure { (readiness.met) " of " (readiness.of) } " met for " a href=(href) { (rung.name) } }
        meter min="0" max=(readiness.of) value=(readiness.met) aria-label={ (readiness.met) " of " (readiness.of) " met for " (rung.name) } {}
        p.soft { (behind(readiness)) " " a.how href={ "/standing?rung=" (rung.id) } { "How this is counted" } }
    }
}

/// What stands behind a readiness, in a sentence.
pub(crate) fn behind(readiness: Readiness) -> String {
    let Readiness {
        met,
        backed,
        assumed,
        ..
    } = readiness;
    let unproven = met - backed - assumed;
    let mut parts = vec![format!("{backed} backed by evidence of the last two years")];
    if unproven > 0 {
        parts.push(format!("{unproven} unproven"));
    }
    if assumed > 0 {
        parts.push(format!("{assumed} assumed from the rung you hold"));
    }
    format!("{}.", crate::words::list(&parts))
}

/// What one wants to keep in the work, where ways part.
pub(crate) fn keep(facts: &Facts<'_>) -> Markup {
    let keep = facts.profile.and_then(|of| of.it.keep.as_deref());
    html! {
        @if let Some(keep) = keep {
            p.soft { "What you want to keep, whichever way you go:" }
            blockquote { (keep) }
        }
    }
}

/// What day to read a page as of, as an address says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AsOf {
    #[serde(default)]
    as_of: String,
}

/// The day a page is read as of, and what was wrong with the one that was asked for.
#[derive(Debug)]
pub(crate) struct OnDay {
    pub(crate) day: Date,
    typed: String,
    fault: Option<&'static str>,
}

impl AsOf {
    /// The last day that the date covers, but not beyond today. What is no date, or lies ahead, is read as today.
    pub(crate) fn read(self, today: Date) -> OnDay {
        let date = self.as_of.parse::<PartialDate>();
        let fault = match date {
            Err(_) if self.as_of.trim().is_empty() => None,
            Err(_) => {
                Some("That is no date; write a year, a month or a day: 2024, 2024-06, 2024-06-30.")
            }
            Ok(date) if date.is_after(today) => {
                Some("That lies ahead, and the record knows what was.")
            }
            Ok(_) => None,
        };
        let day = date.map_or(today, |date| date.last_day().min(today));
        OnDay {
            day,
            typed: self.as_of,
            fault,
        }
    }
}

/// Choosing the day a page is read as of.
pub(crate) fn as_of(path: &str, on: &OnDay, today: Date) -> Markup {
    html! {
        form.row method="get" action=(path) {
            label for="as_of" { "As of" }
            input.short id="as_of" name="as_of" value=(on.typed) placeholder=(DATE) autocomplete="off"
                aria-invalid=[on.fault.map(|_| "true")] aria-describedby=[on.fault.map(|_| "as_of-fault")];
            button.quiet { "Show" }
            @if on.day != today { a.button.quiet href=(path) { "Back to today" } }
        }
        @if let Some(fault) = on.fault { p.error #as_of-fault { (fault) " What you see is today." } }
    }
}

/// A text as a part of an address: everything but letters, digits and a few signs is written as its bytes.
pub(crate) fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).expect("half a byte is a digit");
                out.push(digit.to_ascii_uppercase());
            }
        }
    }
    out
}

/// An address that came from a person, if it is safe to link to: only the web's own schemes are.
pub(crate) fn url(text: &str) -> Option<&str> {
    let text = text.trim();
    let safe = ["https://", "http://", "mailto:"].iter().any(|scheme| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    safe.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_leads_to_the_first_field_with_a_fault() {
        let mut form = Form::of(b"title=&from=soon");
        assert_eq!(not_saved(&form).into_string(), "");
        form.fault("from", "No.");
        form.fault("title", "No.");
        let said = not_saved(&form).into_string();
        assert!(said.contains("href=\"#title\""), "{said}");
    }

    #[test]
    fn what_a_date_looks_like_fits_what_is_enough() {
        let shown = |kind| {
            let (name, label, hint) = ("since", "Since", "A year is enough.");
            let of = Field {
                name,
                label,
                hint,
                kind,
            };
            field(&Form::default(), of).into_string()
        };
        assert!(shown(Kind::Date).contains("placeholder=\"year-month-day\""));
        assert!(shown(Kind::Rough).contains("placeholder=\"year or year-month\""));
    }

    #[test]
    fn what_is_shown_once_can_be_selected_where_no_script_copies_it() {
        let shown = to_copy("link", "The link", "https://a/<b>").into_string();
        assert!(
            shown.contains("readonly value=\"https://a/&lt;b&gt;\""),
            "{shown}"
        );
        assert!(shown.contains("data-copy=\"link\" hidden"), "{shown}");
    }

    #[test]
    fn only_the_webs_schemes_are_linked() {
        assert!(url("https://example.org/a").is_some());
        assert!(url("HTTPS://example.org").is_some());
        for text in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "//evil",
            "é",
            "",
        ] {
            assert!(url(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_stands_behind_a_figure_adds_up() {
        let readiness = Readiness {
            met: 17,
            of: 24,
            backed: 12,
            assumed: 3,
        };
        assert_eq!(
            behind(readiness),
            "12 backed by evidence of the last two years, 2 unproven and 3 assumed from the rung you hold."
        );
    }
}
