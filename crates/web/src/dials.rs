//! Questions with five words to answer them: of a check-in and of a pulse.

use maud::{Markup, html};
use windward_core::record::{Dial, Reading};

use crate::form::Form;

/// One question with its five words, and the word that skips it.
pub(crate) fn dial(form: &Form, dial: Dial) -> Markup {
    let name = dial.word();
    let fault = form.fault_of(name);
    let described = format!("{name}-hint");
    html! {
        fieldset.dial aria-describedby=(described) {
            legend { (dial.label()) }
            p.hint id=(described) { (dial.question()) }
            div.words {
                @for reading in Reading::ALL {
                    @let value = reading.get().to_string();
                    label { input type="radio" name=(name) value=(value) checked[form.typed(name) == value]; span { (dial.says(reading)) } }
                }
                label.skip-it { input type="radio" name=(name) value="" checked[form.typed(name).is_empty()]; span { "no answer" } }
            }
            @if let Some(fault) = fault { p.error { (fault) } }
        }
    }
}

/// The answer to a question; `None` if it was skipped.
pub(crate) fn reading(form: &mut Form, dial: Dial) -> Option<Reading> {
    let typed = form.typed(dial.word()).trim().to_owned();
    if typed.is_empty() {
        return None;
    }
    let reading = typed.parse().ok().and_then(Reading::new);
    if reading.is_none() {
        form.fault(dial.word(), "That is none of the five answers.");
    }
    reading
}

/// The value of an answer, as its form has it.
pub(crate) fn value(reading: Option<Reading>) -> String {
    reading.map_or_else(String::new, |it| it.get().to_string())
}
