//! Where a due thing is done.

use windward_core::{
    record::Moment,
    views::{
        due::{DueId, Matter},
        facts::Facts,
    },
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
        Matter::Promise | Matter::TheirPromise => (of("/promises", ""), "Look", "When you can"),
        Matter::Talk => (of("/conversations", ""), "Prepare", "Planned"),
        Matter::ArrangeTalk => ("/conversations".to_owned(), "Arrange", "It is time"),
        Matter::Agreement => (of("/agreements", ""), "Look", "Agreed"),
        Matter::Case => (of("/cases", ""), "Look", "Until then"),
        Matter::CaseSay => (of("/cases", "/deciders"), "Look", "Before it is decided"),
        Matter::CaseAnswer => (of("/cases", "/outcome"), "Note it", "It is decided"),
        Matter::AllyStep => (of("/allies", ""), "Look", "When you can"),
        Matter::Moment => (person(facts, id), "Write", "Theirs"),
        Matter::Touch => (of("/people", ""), "Note it", "It is time"),
        Matter::Birthday => (of("/people", ""), "Note it", "A birthday"),
        Matter::Reconnect => (of("/people", ""), "Look", "When you like"),
        Matter::FollowUp => (of("/events", ""), "Look", "After an event"),
        Matter::Seat => (of("/board/seats", ""), "Note it", "It is time"),
        Matter::BoardReview => ("/board/review".to_owned(), "Review", "It is time"),
        Matter::Update => (of("/updates", ""), "Write", "It is time"),
        Matter::Approach => (of("/board/approaches", ""), "Look", "When you like"),
        Matter::OfferAnswer => (of("/opportunities", ""), "Look", "They wait"),
        Matter::OpportunityStep => (of("/opportunities", ""), "Look", "When you can"),
        Matter::Opportunity => (of("/opportunities", ""), "Look", "It is time"),
        Matter::Decide => (of("/experiments", "/decide"), "Decide", "It has ended"),
        Matter::StayOrGo => (of("/setbacks", "/judged#decide"), "Decide", "Your day"),
        Matter::Act => (of("/actions", ""), "Look", "To do"),
        Matter::Pulse => (of("/experiments", "#pulse"), "Say", "A minute"),
        Matter::CheckIn => ("/check-in".to_owned(), "Check in", "A minute"),
        Matter::Friday => ("/friday".to_owned(), "Write it", "If you like"),
        Matter::Copy => ("/settings/take-away".to_owned(), "Take it", "Once a month"),
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

/// The page of whoever a moment is of.
fn person(facts: &Facts<'_>, id: DueId) -> String {
    let moment = id.item.and_then(|item| facts.record.get::<Moment>(item));
    moment.map_or_else(
        || "/people".to_owned(),
        |of| format!("/people/{}", of.it.of),
    )
}
