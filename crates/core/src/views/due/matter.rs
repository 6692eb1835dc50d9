//! What kinds of things are due, and how pressing each kind is.

use crate::words::words;

words! {
    /// What kind of thing is due. Its word is pinned: what was put aside is stored under it. The order is that of
    /// Today where nothing else decides.
    Matter {
        /// There is no role yet.
        AddRole = "add-role", "a first role";
        /// Titles were read and not confirmed.
        ConfirmTitles = "confirm-titles", "titles to confirm";
        /// An experiment has ended, and nothing is decided.
        Decide = "decide", "a decision on an experiment";
        /// Something to do.
        Act = "act", "something to do";
        /// An experiment runs, and its last pulse is a week old.
        Pulse = "pulse", "the pulse of an experiment";
        /// The check-in of the month.
        CheckIn = "check-in", "the check-in";
        /// The minute at the end of the week.
        Friday = "friday", "the Friday minute";
        /// Skills that the next rung asks for, and that nobody rated.
        Assess = "assess", "skills to rate";
        /// Duties of the next rung that nobody looked at.
        Claim = "claim", "duties to look at";
        /// No focus is chosen, or it has run out.
        ChooseFocus = "choose-focus", "a focus to choose";
        /// No destination is chosen.
        ChooseDestination = "choose-destination", "a destination to choose";
        /// Lines that were logged and say too little.
        Complete = "complete", "evidence to complete";
        /// What is met but unproven.
        Prove = "prove", "things to back with evidence";
    }
}

words! {
    /// How pressing a kind of thing is, the most pressing first.
    Press {
        /// Everything else rests on it.
        First = "first", "first";
        /// Somebody else counts on it.
        Promised = "promised", "somebody counts on it";
        /// It has its day, or is to be done.
        Due = "due", "it is time";
        /// It comes round by itself.
        Round = "round", "it comes round";
        /// It can wait.
        Whenever = "whenever", "when you like";
    }
}

words! {
    /// All that may be known of a due thing without opening the record.
    Class {
        /// It has to do with somebody else.
        People = "people", "with people";
        /// It is one's own.
        Own = "own", "your own";
    }
}

impl Matter {
    /// How pressing it is.
    #[must_use]
    pub const fn press(self) -> Press {
        match self {
            Self::AddRole | Self::ConfirmTitles => Press::First,
            Self::Decide | Self::Act => Press::Due,
            Self::Pulse | Self::CheckIn | Self::Friday => Press::Round,
            Self::Assess
            | Self::Claim
            | Self::ChooseFocus
            | Self::ChooseDestination
            | Self::Complete
            | Self::Prove => Press::Whenever,
        }
    }

    /// How many days before its day it stands on Today, where it has one.
    #[must_use]
    pub const fn days_ahead(self) -> i64 {
        0
    }

    /// All that may be known of it without opening the record.
    #[must_use]
    pub const fn class(self) -> Class {
        Class::Own
    }
}
