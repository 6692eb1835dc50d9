//! Where a due thing is done.

use windward_core::views::{
    due::{DueId, Matter},
    facts::Facts,
};

/// The page on which a thing is done, and the words of the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The address.
    pub(crate) href: String,
    /// What the way there is called.
    pub(crate) button: &'static str,
    /// What stands where a day would, for what has none.
    pub(crate) when: &'static str,
}

/// Where a thing is done.
pub(crate) fn place(id: DueId, facts: &Facts<'_>) -> Place {
    let of = |base: &str, rest: &str| match id.item {
        Some(item) => format!("{base}/{item}{rest}"),
        None => base.to_owned(),
    };
    let (href, button, when) = match id.matter {
        Matter::AddRole => ("/welcome".to_owned(), "Add", "First"),
        Matter::ConfirmTitles => ("/titles".to_owned(), "Confirm", "First"),
        Matter::Decide => (of("/experiments", "/decide"), "Decide", "It has ended"),
        Matter::Act => (of("/actions", ""), "Look", "To do"),
        Matter::Pulse => (of("/experiments", "#pulse"), "Say", "A minute"),
        Matter::CheckIn => ("/check-in".to_owned(), "Check in", "A minute"),
        Matter::Friday => ("/friday".to_owned(), "Write it", "If you like"),
        Matter::Assess => ("/skills".to_owned(), "Start", "Five minutes"),
        Matter::Claim => ("/skills#doing".to_owned(), "Look", "Two minutes"),
        Matter::ChooseFocus => ("/skills#focus".to_owned(), "Choose", "When you like"),
        Matter::ChooseDestination => ("/destinations".to_owned(), "Choose", "When you like"),
        Matter::Complete => ("/evidence/drafts".to_owned(), "Complete", "A line each"),
        Matter::Prove => (
            facts.held.map_or_else(
                || "/standing".to_owned(),
                |held| format!("/ladder/{}", held.rung.id),
            ),
            "See which",
            "A line each",
        ),
    };
    Place { href, button, when }
}
